#!/usr/bin/env python3
"""How good dictionaries are on text that they were not harvested from.

    quality.py GAZ CORPORA [NAME...]

CORPORA holds a folder per corpus with train.conll and dev.conll. Each is harvested from train and evaluated on dev. A
corpus without dev.conll is cut into its odd and its even sentences. Prints a Markdown table of F1, in percent, for

    majority type   every surface with the type that it has most often
    judged alone    entries judged by themselves
    in context      matches scored in context, which is gaz's default; P / R, expected, recall bound and calibration
                    error are of it
    abbreviations   the same model with --abbreviations; its P / R beside it
    grown           names that gaz grow finds in the text of dev, unchecked
    200 checked     instead, the first 200 suggestions with verdicts from the gold: keep, drop, or the right type
    CRF             a conditional random field trained on the same sentences (crf.py)"""

import collections
import json
import pathlib
import subprocess
import sys
import tempfile

import crf

CHECKED = 200  # suggestions
ACCEPTED = 0.5  # the least probability of the unchecked ones


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


def build(gaz, model, source, *options):
    run(gaz, "build", source, "-o", model, "--tokens", "corpus", "--quiet", *options)


def evaluate(gaz, *arguments):
    return json.loads(run(gaz, "eval", *arguments, "--json", "--quiet"))


def percent(share):
    return f"{100 * share:.1f}"


def expected_f1(summary):
    """The range that a harvest promises."""
    for line in summary.splitlines():
        if line.startswith("expected"):
            return line.rsplit("F1 ", 1)[1].replace(" to ", "–")
    return "-"


def columns(gaz, source, path):
    """Writes the columns that crf.py reads."""
    path.write_text(run(gaz, "convert", source, "--to", "conll"), encoding="utf-8")
    return path


def entities(rows):
    """The surfaces of a sentence's entities, as lists have them, with their types."""
    found = []
    for token, tag in rows:
        token = token.replace("\\", "\\\\").replace(" ", "\\s")
        if tag.startswith("B-"):
            found.append((token, tag[2:]))
        elif tag.startswith("I-"):
            found[-1] = (found[-1][0] + " " + token, tag[2:])
    return found


def check(suggested, gold):
    """Suggestions with the verdicts of a person who knows the gold: keep, the right type, or drop what is no name."""
    types = {}
    for rows in crf.sentences(gold):
        for surface, kind in entities(rows):
            types.setdefault(surface, collections.Counter())[kind] += 1
    header, *lines = suggested.splitlines()
    checked = [header]
    for line in lines:
        surface, kind, *rest, _ = line.split("\t")
        known = types.get(surface)
        verdict = "drop" if not known else "keep" if kind in known else known.most_common(1)[0][0]
        checked.append("\t".join([surface, kind, *rest, verdict]))
    return "\n".join(checked) + "\n"


def cells(gaz, train, dev, work):
    """The figures of one corpus, by column."""
    lists, model, gold = work / "lists", work / "model.gaz", columns(gaz, dev, work / "gold.conll")
    build(gaz, model, train, "--min-purity", "0")
    majority = evaluate(gaz, model, dev)
    summary = run(gaz, "harvest", train, "-o", lists, "-j", "2")
    build(gaz, model, lists, "--no-context")
    alone = evaluate(gaz, model, dev)
    build(gaz, model, lists)
    context = evaluate(gaz, model, dev)
    followed = evaluate(gaz, "--abbreviations", model, dev)

    checked = work / "checked.tsv"
    checked.write_text(check(run(gaz, "grow", lists, gold, "--from", "conll", "--top", CHECKED), gold), encoding="utf-8")
    build(gaz, model, lists, "--verdicts", checked)
    with_checked = evaluate(gaz, model, dev)
    run(gaz, "grow", lists, gold, "--from", "conll", "--accept", ACCEPTED)
    build(gaz, model, lists)
    grown = evaluate(gaz, model, dev)

    made = {"majority type": percent(majority["f1"]),
            "judged alone": percent(alone["f1"]),
            "in context": f"**{percent(context['f1'])}**",
            "P / R": f"{percent(context['precision'])} / {percent(context['recall'])}",
            "expected": expected_f1(summary),
            "recall bound": percent(majority["recall_bound"]),
            "calibration error": f"{context['calibration']['expected_calibration_error']:.3f}",
            "abbreviations": percent(followed["f1"]),
            "with them P / R": f"{percent(followed['precision'])} / {percent(followed['recall'])}",
            "grown": percent(grown["f1"]),
            f"{CHECKED} checked": percent(with_checked["f1"])}
    if crf.pycrfsuite:
        crf.train(work / "crf", columns(gaz, train, work / "train.conll"))
        crf.tag(work / "predicted", work / "crf", gold)
        made["CRF"] = percent(evaluate(gaz, "--pred", work / "predicted", dev)["f1"])
    return made


def main():
    gaz, corpora = sys.argv[1], pathlib.Path(sys.argv[2])
    names = sys.argv[3:] or sorted(path.parent.name for path in corpora.glob("*/train.conll"))
    if not crf.pycrfsuite:
        print("quality.py: no column CRF without python-crfsuite; make deps-bench installs it", file=sys.stderr)
    for number, name in enumerate(names):
        train, dev = corpora / name / "train.conll", corpora / name / "dev.conll"
        with tempfile.TemporaryDirectory() as folder:
            work = pathlib.Path(folder)
            if not dev.exists():
                train, dev = halves(train, work)
                name += " (halves)"
            made = cells(gaz, train, dev, work)
        if number == 0:
            print("| corpus | " + " | ".join(made) + " |\n| --- |" + " ---: |" * len(made))
        print(f"| {name} | " + " | ".join(made.values()) + " |", flush=True)


if __name__ == "__main__":
    main()
