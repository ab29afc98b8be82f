#!/usr/bin/env python3
"""How good dictionaries are on text that they were not harvested from.

    quality.py GAZ CORPORA [NAME...]

CORPORA holds a folder per corpus with train.conll and dev.conll. Each is harvested from train and evaluated on dev, in
three ways: every surface with its majority type, entries judged by themselves, and matches scored in context. A corpus
without dev.conll is cut into its odd and its even sentences. Prints a Markdown table."""

import json
import pathlib
import subprocess
import sys
import tempfile


def run(*arguments):
    return subprocess.run([str(argument) for argument in arguments], check=True, capture_output=True, text=True).stdout


def sentences(path):
    """The sentences of a column file, each with the line that ends it."""
    sentence = []
    for line in open(path, encoding="utf-8", errors="surrogateescape", newline="\n"):
        sentence.append(line)
        if line.strip() in ("", "</s>"):
            yield "".join(sentence)
            sentence = []
    if sentence:
        yield "".join(sentence)


def halves(path, folder):
    """Cuts a file into its odd and its even sentences."""
    all_sentences = [sentence for sentence in sentences(path) if sentence.strip()]
    paths = []
    for half in range(2):
        paths.append(folder / f"half{half}.conll")
        with open(paths[half], "w", encoding="utf-8", errors="surrogateescape", newline="\n") as file:
            file.writelines(all_sentences[half::2])
    return paths


def evaluate(gaz, model, gold):
    return json.loads(run(gaz, "eval", model, gold, "--json", "--quiet"))


def expected_f1(summary):
    """The range that a harvest promises."""
    for line in summary.splitlines():
        if line.startswith("expected"):
            return line.rsplit("F1 ", 1)[1].replace(" to ", "–")
    return "-"


def row(gaz, folder, work):
    train, dev = folder / "train.conll", folder / "dev.conll"
    name = folder.name
    if not dev.exists():
        train, dev = halves(train, work)
        name += " (halves)"
    lists, model = work / "lists", work / "model.gaz"
    run(gaz, "build", train, "-o", model, "--min-purity", "0", "--tokens", "corpus", "--quiet")
    majority = evaluate(gaz, model, dev)
    summary = run(gaz, "harvest", train, "-o", lists, "-j", "2")
    run(gaz, "build", lists, "-o", model, "--no-context", "--tokens", "corpus", "--quiet")
    alone = evaluate(gaz, model, dev)
    run(gaz, "build", lists, "-o", model, "--tokens", "corpus", "--quiet")
    context = evaluate(gaz, model, dev)
    figures = [majority["f1"], alone["f1"], context["f1"]]
    cells = [f"{100 * figure:.1f}" for figure in figures]
    cells[2] = f"**{cells[2]}**"
    cells += [f"{100 * context['precision']:.1f} / {100 * context['recall']:.1f}", expected_f1(summary),
              f"{100 * majority['recall_bound']:.1f}", f"{context['calibration']['expected_calibration_error']:.3f}"]
    return f"| {name} | " + " | ".join(cells) + " |"


def main():
    gaz, corpora = sys.argv[1], pathlib.Path(sys.argv[2])
    names = sys.argv[3:] or sorted(path.parent.name for path in corpora.glob("*/train.conll"))
    print("| corpus | majority type | judged alone | in context | P / R | expected | recall bound | calibration error |")
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
    for name in names:
        with tempfile.TemporaryDirectory() as work:
            print(row(gaz, corpora / name, pathlib.Path(work)), flush=True)


if __name__ == "__main__":
    main()
