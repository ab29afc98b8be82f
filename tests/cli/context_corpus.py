#!/usr/bin/env python3
"""Writes a corpus in which what surrounds a name tells whether it is one, SENTENCES long, and always the same.

usage: context_corpus.py SENTENCES
A name in quotes or behind a slash is a Tool, any other is nothing. `NAME kit` is one Tool in quotes, but only NAME is
one behind a slash. `build N` (for every N another entity) is always right.
"""
import random
import sys

NAMES = ["python", "ruby", "swift", "crystal", "scala", "groovy", "elm", "dart", "pascal", "julia", "lisp", "forth"]
TOOL, MORE, OUT = "B-Tool", "I-Tool", "O"


def sentence(rng, number):
    name = rng.choice(NAMES)
    kind = rng.random()
    if kind < 0.3:
        return [("install", OUT), ("'", OUT), (name, TOOL), ("'", OUT), ("today", OUT)]
    if kind < 0.6:
        return [("the", OUT), (name, OUT), ("slept", OUT), ("quietly", OUT), (".", OUT)]
    if kind < 0.75:
        return [("install", OUT), ("'", OUT), (name, TOOL), ("kit", MORE), ("'", OUT), ("today", OUT)]
    if kind < 0.9:
        return [("sold", OUT), ("/", OUT), (name, TOOL), ("kit", OUT), ("(", OUT), ("parts", OUT), (")", OUT)]
    return [("run", OUT), ("build", "B-Step"), (f"{number % 40}", "I-Step"), ("again", OUT), (".", OUT)]


def main():
    rng = random.Random(30)
    for number in range(int(sys.argv[1])):
        for token, tag in sentence(rng, number):
            print(token, tag, sep="\t")
        print()


main()
