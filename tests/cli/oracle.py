#!/usr/bin/env python3
"""The naive matcher, on a corpus of two TAB columns: prints "sentence begin end type" of each span as gaz tag does.

usage: oracle.py chosen|all LISTS CORPUS
"""
import csv
import pathlib
import sys


def read_entries(folder):
    """Gives the kept entries of harvested lists; of one surface the most precise, then most frequent one."""
    claims = {}
    for path in sorted(pathlib.Path(folder).glob("*.tsv")):
        with open(path, encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
                if row["status"] != "kept":
                    continue
                claim = (-float(row["precision"]), -int(row["annotated"]), path.stem)
                surface = tuple(row["surface"].split(" "))
                claims[surface] = min(claims.get(surface, claim), claim)
    return {surface: claim[2] for surface, claim in claims.items()}


def read_sentences(path):
    sentence = []
    with open(path, encoding="utf-8") as file:
        for line in file:
            line = line.rstrip("\n")
            if line in ("", "<s>", "</s>"):
                if sentence:
                    yield sentence
                sentence = []
            else:
                sentence.append(line.split("\t")[0])
    if sentence:
        yield sentence


def find(entries, tokens, every):
    longest = max(map(len, entries))
    i = 0
    while i < len(tokens):
        ends = [end for end in range(min(len(tokens), i + longest), i, -1) if tuple(tokens[i:end]) in entries]
        for end in ends if every else ends[:1]:
            yield i, end, entries[tuple(tokens[i:end])]
        i = ends[0] if ends and not every else i + 1


def main():
    mode, lists, corpus = sys.argv[1:]
    entries = read_entries(lists)
    for number, tokens in enumerate(read_sentences(corpus), 1):
        for begin, end, kind in find(entries, tokens, mode == "all"):
            print(number, begin, end, kind, sep="\t")


main()
