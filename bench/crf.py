#!/usr/bin/env python3
"""Gives what a dictionary knows to a tagger that learns: a conditional random field with and without gaz.

    crf.py GAZ TRAIN TEST

Trains python-crfsuite on the annotated corpus TRAIN and prints a Markdown table of the results on TEST, for

    gaz     the dictionary alone
    plain   the CRF with words, shapes, affixes and neighbours as features
    tags    the same with gaz's tags and scores as further features: in TRAIN by the entries of the other folds
            (gaz harvest --cross-tags), since its own entries would know every name; in TEST by the model
    filled  the plain CRF, with gaz's spans where it found none (gaz eval --fill)

Needs python-crfsuite: make deps-bench."""

import json
import pathlib
import re
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "build/bench/python"))
try:
    import pycrfsuite
except ImportError:
    pycrfsuite = None

SETTINGS = {"c1": 0.1, "c2": 0.1, "max_iterations": 100}
SMALL = 1000  # sentences: below, features that occur once are kept; above, they cost time and hardly help


def run(*arguments, **options):
    made = subprocess.run([str(argument) for argument in arguments], check=True, capture_output=True, **options)
    return made.stdout


def sentences(path):
    """The sentences of columns that gaz wrote, as lists of rows: the token first, its gold tag second, and if gaz
    tagged them the score and the tag last."""
    rows = []
    with open(path, encoding="utf-8", errors="surrogateescape", newline="\n") as file:
        for line in file:
            columns = line.rstrip("\n").split("\t")
            if len(columns) > 1 and columns[0] != "-DOCSTART-":
                rows.append(columns)
            elif rows:
                yield rows
                rows = []
    if rows:
        yield rows


def shape(word):
    return re.sub(r"[0-9]", "0", re.sub(r"[^\W\d_]", lambda letter: "X" if letter[0].isupper() else "x", word))


def of_neighbour(word):
    collapsed = re.sub(r"(.)\1+", r"\1", shape(word))
    return [f"lower={word.lower()}", f"shape={collapsed}", f"suffix3={word[-3:]}"]


def of_word(word):
    affixes = [f"{name}{size}={part}" for size in range(1, 5)
               for name, part in (("prefix", word[:size]), ("suffix", word[-size:]))]
    return [f"word={word}", f"long shape={shape(word)}", *of_neighbour(word)[:2], *affixes]


def of_tag(row):
    score, tag = row[-2:]
    return [f"tag={tag}", f"tag={tag} score={float(score):.1f}"]


def features(rows, tags):
    """The features of each token, with gaz's tags or without: its own, and those of two neighbours on each side."""
    beside = [of_neighbour(row[0]) + (of_tag(row) if tags else []) for row in rows]
    pairs = [f"{left[0]} {right[0]}".lower() for left, right in zip(rows, rows[1:])]
    made = []
    for i, row in enumerate(rows):
        own = of_word(row[0]) + (of_tag(row) if tags else [])
        for distance in (-2, -1, 1, 2):
            inside = 0 <= i + distance < len(rows)
            own += [f"{distance}:{feature}" for feature in (beside[i + distance] if inside else ["none"])]
        own += [f"-pair={pairs[i - 1]}"] if i > 0 else []
        own += [f"+pair={pairs[i]}"] if i < len(pairs) else []
        made.append(own)
    return made


def train(model, path, tags=False):
    corpus = list(sentences(path))
    trainer = pycrfsuite.Trainer(algorithm="lbfgs", params=SETTINGS, verbose=False)
    trainer.set("feature.minfreq", 1 if len(corpus) < SMALL else 2)
    for rows in corpus:
        trainer.append(features(rows, tags), [row[1] for row in rows])
    trainer.train(str(model))


def tag(predicted, model, path, tags=False):
    """Writes a token and its tag a line, as gaz eval --pred reads them."""
    tagger = pycrfsuite.Tagger()
    tagger.open(str(model))
    with open(predicted, "w", encoding="utf-8", errors="surrogateescape", newline="\n") as file:
        for rows in sentences(path):
            for row, label in zip(rows, tagger.tag(features(rows, tags))):
                file.write(f"{row[0]}\t{label}\n")
            file.write("\n")


def main():
    gaz, corpus, test = sys.argv[1:]
    if not pycrfsuite:
        sys.exit("crf.py: no python-crfsuite; make deps-bench installs it")
    with tempfile.TemporaryDirectory() as folder:
        work = pathlib.Path(folder)
        train_rows, test_rows, model = work / "train.conll", work / "test.conll", work / "model.gaz"
        run(gaz, "harvest", corpus, "-o", work / "lists", "--cross-tags", train_rows, "--quiet")
        run(gaz, "build", work / "lists", "-o", model, "--tokens", "corpus", "--quiet")
        columns = run(gaz, "convert", test, "--to", "conll")
        test_rows.write_bytes(
            run(gaz, "tag", model, "--from", "conll", "--to", "conll", "--score-column", input=columns))
        for name in ("plain", "tags"):
            train(work / f"{name}.crf", train_rows, name == "tags")
            tag(work / name, work / f"{name}.crf", test_rows, name == "tags")
        print("| tagger | precision | recall | F1 |\n| --- | ---: | ---: | ---: |")
        for name, arguments in {"gaz": ["--pred", test_rows], "plain": ["--pred", work / "plain"],
                                "tags": ["--pred", work / "tags"],
                                "filled": ["--pred", work / "plain", "--fill", test_rows]}.items():
            result = json.loads(run(gaz, "eval", *arguments, test, "--json", "--quiet"))
            print(f"| {name} | " + " | ".join(f"{100 * result[key]:.1f}" for key in ("precision", "recall", "f1")) + " |")


if __name__ == "__main__":
    main()
