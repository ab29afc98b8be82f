#!/usr/bin/env python3
"""How well concepts are found on text that was not harvested, with and without the abbreviations that it defines.

    concepts.py GAZ TERMINOLOGIES

TERMINOLOGIES holds NAME.train.pubtator and NAME.dev.pubtator, annotated with ids of MeSH and OMIM, and ontologies *.obo
with cross references to these. Prints a Markdown table of precision, recall and F1, in percent, of the ids of spans and
of those of documents, for entries harvested from train, for those of the ontologies, and for both."""

import pathlib
import sys
import tempfile

from quality import evaluate, percent, run

XREFS = ("--xref", "MESH", "--xref", "OMIM")
MEASURES = {"spans": "ids", "documents": "document_ids"}


def scores(found):
    return " / ".join(percent(found[name]) for name in ("precision", "recall", "f1"))


def models(gaz, folder, name, work):
    """Paths of the models, by what they hold."""
    lists, ontologies = work / "lists", sorted(folder.glob("*.obo"))
    run(gaz, "harvest", folder / f"{name}.train.pubtator", "-o", lists, "-j", "2")
    sources = {"harvested": [lists], "ontologies": ontologies, "both": [lists, *ontologies]}
    for number, (held, paths) in enumerate(sources.items()):
        model = work / f"{number}.gaz"
        run(gaz, "build", *paths, "-o", model, "--quiet", *(XREFS if held != "harvested" else ()))
        yield held, model


def main():
    gaz, folder = sys.argv[1], pathlib.Path(sys.argv[2])
    print("\n| corpus | entries | ids of | P / R / F1 | with abbreviations |\n| --- | --- | --- | ---: | ---: |")
    for path in sorted(folder.glob("*.dev.pubtator")):
        name = path.name.removesuffix(".dev.pubtator")
        with tempfile.TemporaryDirectory() as work:
            for held, model in models(gaz, folder, name, pathlib.Path(work)):
                plain = evaluate(gaz, model, path)
                followed = evaluate(gaz, "--abbreviations", model, path)
                for measure, member in MEASURES.items():
                    print(f"| {name} | {held} | {measure} | {scores(plain[member])} | {scores(followed[member])} |", flush=True)


if __name__ == "__main__":
    main()
