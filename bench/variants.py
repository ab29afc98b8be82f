#!/usr/bin/env python3
"""What each kind of variant is worth: gaz harvest --variants, and gaz build --variants.

    variants.py GAZ CORPORA [TERMINOLOGIES]

CORPORA and TERMINOLOGIES are as for gazetteers.py. The first table has F1 on dev of each corpus as harvested from train
with the default kinds, and the difference that it makes to leave one of them out, or to add another. The second has
what ontologies find as they stand, and with each kind, where no corpus judges."""

import pathlib
import sys
import tempfile

from gazetteers import IDS, TYPE, judged, with_one_type
from quality import evaluate, percent, run

DEFAULT = ["first", "lower-first", "title", "upper", "lower", "plural", "singular", "accents", "digits"]
CASE, NUMBER = DEFAULT[:5], DEFAULT[5:7]
OTHERS = ["joined", "possessive", "greek", "inverted", "numeral", "british"]


def without(kinds):
    return [kind for kind in DEFAULT if kind not in kinds]


# What is judged, by row.
HARVESTS = {"without case": without(CASE), "without number": without(NUMBER), "without accents": without(["accents"]),
            "without digits": without(["digits"]), **{f"with {kind}": [*DEFAULT, kind] for kind in OTHERS}}  # fmt: skip


def harvests(gaz, corpora):
    """A row for each kind, a column for each corpus."""
    found = [path.parent for path in sorted(corpora.glob("*/train.conll")) if (path.parent / "dev.conll").exists()]
    print("| kinds | " + " | ".join(path.name for path in found) + " |\n| --- |" + " ---: |" * len(found))

    def f1(path, kinds):
        return judged(gaz, path / "train.conll", path / "dev.conll", "--variants", ",".join(kinds))["f1"]

    default = {path: f1(path, DEFAULT) for path in found}
    print("| default | " + " | ".join(percent(default[path]) for path in found) + " |", flush=True)
    for name, kinds in HARVESTS.items():
        figures = [f"{100 * (f1(path, kinds) - default[path]):+.2f}" for path in found]
        print(f"| {name} | " + " | ".join(figures) + " |", flush=True)


def lists(gaz, folder, work):
    """A row for each kind."""
    dev = with_one_type(next(folder.glob("*dev.pubtator")), work / "dev.pubtator")
    model = work / "model.gaz"
    ontologies = sorted(folder.glob("*.obo"))
    print("\n| kinds | precision | recall | F1 |\n| --- | ---: | ---: | ---: |")
    four = "plural,joined,possessive,british"
    kinds = ["none", ",".join(CASE), "plural", "singular", "accents", "digits", *OTHERS, four, f"{four},inverted,numeral"]
    for kind in kinds:
        run(gaz, "build", *ontologies, "--type", TYPE, *IDS, "-o", model, "--variants", kind, "--quiet")
        result = evaluate(gaz, model, dev)
        print(f"| {kind} | " + " | ".join(percent(result[key]) for key in ("precision", "recall", "f1")) + " |", flush=True)


def main():
    gaz, *folders = sys.argv[1:]
    harvests(gaz, pathlib.Path(folders[0]))
    if len(folders) > 1:
        with tempfile.TemporaryDirectory() as work:
            lists(gaz, pathlib.Path(folders[1]), pathlib.Path(work))


if __name__ == "__main__":
    main()
