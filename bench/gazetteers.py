#!/usr/bin/env python3
"""What gazetteers that a corpus judges are worth: gaz harvest --gazetteer.

    gazetteers.py GAZ CORPORA [TERMINOLOGIES]

CORPORA is as for quality.py. The first table has, for each corpus with train.conll and dev.conll, F1 on dev of what is
harvested from train alone, and together with a gazetteer that is noise: all words (ASCII letters) of the other corpora's
train.conll, as names of the corpus's most frequent type. Judging is to do away with it.

TERMINOLOGIES holds ontologies (*.obo) and a corpus with ids (*train.pubtator and *dev.pubtator), whose types become one.
The second table has F1 of spans and of ids with the ontologies as gazetteers, and without."""

import collections
import pathlib
import sys
import tempfile

import crf
from quality import columns, entities, evaluate, percent, run

TYPE = "Entity"  # of all annotations of the corpus with ids
IDS = ["--xref", "MESH", "--xref", "MIM=OMIM:"]


def judged(gaz, train, dev, *options):
    """Evaluates entries of a corpus, judged together with gazetteers."""
    with tempfile.TemporaryDirectory() as folder:
        lists, model = pathlib.Path(folder) / "lists", pathlib.Path(folder) / "model.gaz"
        run(gaz, "harvest", train, "-o", lists, "-j", "2", "--quiet", *options)
        run(gaz, "build", lists, "-o", model, "--quiet")
        return evaluate(gaz, model, dev)


def noise(gaz, corpora, work):
    """A row for each corpus."""
    found = [path.parent for path in sorted(corpora.glob("*/train.conll"))]
    rows = {path: list(crf.sentences(columns(gaz, path / "train.conll", work / "columns"))) for path in found}
    words = {path: {row[0] for sentence in rows[path] for row in sentence} for path in found}
    print("| corpus | alone | with noise | words |\n| --- | ---: | ---: | ---: |")
    for path in found:
        others = sorted(word for word in set().union(*(words[other] for other in found if other != path))
                        if word.isascii() and word.isalpha())
        kinds = collections.Counter(kind for sentence in rows[path] for _, kind in entities(sentence))
        listed = work / "words.txt"
        listed.write_text("\n".join(others) + "\n", encoding="utf-8")
        train, dev = path / "train.conll", path / "dev.conll"
        if not dev.exists():
            continue
        options = ["--gazetteer", listed, "--type", kinds.most_common(1)[0][0]]
        figures = [percent(judged(gaz, train, dev, *more)["f1"]) for more in ([], options)]
        print(f"| {path.name} | " + " | ".join(figures) + f" | {len(others)} |", flush=True)


def with_one_type(source, path):
    """A PubTator file whose annotations are all of one type."""
    lines = []
    for line in source.read_text(encoding="utf-8").splitlines():
        fields = line.split("\t")
        lines.append("\t".join([*fields[:4], TYPE, *fields[5:]]) if len(fields) == 6 else line)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def terminology(gaz, folder, work):
    """Prints what ontologies win."""
    parts = [with_one_type(next(folder.glob(f"*{part}.pubtator")), work / f"{part}.pubtator")
             for part in ("train", "dev")]
    ontologies = [option for path in sorted(folder.glob("*.obo")) for option in ("--gazetteer", path)]
    print("\n| entries | spans | ids | ids of documents |\n| --- | ---: | ---: | ---: |")
    for name, options in (("corpus", []), ("corpus and ontologies", [*ontologies, "--type", TYPE, *IDS])):
        result = judged(gaz, *parts, *options)
        figures = [result["f1"], result["ids"]["f1"], result["document_ids"]["f1"]]
        print(f"| {name} | " + " | ".join(map(percent, figures)) + " |", flush=True)


def main():
    gaz, *folders = sys.argv[1:]
    with tempfile.TemporaryDirectory() as work:
        noise(gaz, pathlib.Path(folders[0]), pathlib.Path(work))
        if len(folders) > 1:
            terminology(gaz, pathlib.Path(folders[1]), pathlib.Path(work))


if __name__ == "__main__":
    main()
