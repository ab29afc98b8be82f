#!/usr/bin/env python3
"""Writes a corpus whose names look like names, so that new ones can be told; always the same for one SEED.

usage: name_corpus.py SEED SENTENCES
A Gene is one token of capitals and digits, a Drug a word with one of few endings, of two tokens at times. What looks
like a gene behind `grant` is none. Half of the names are among some that every SEED has.
"""
import random
import sys

BEGINS = ["ba", "ce", "di", "fo", "gu", "ka", "le", "mi", "no", "pra", "sto", "tri", "vel", "xan", "zo"]
ENDINGS = ["mycin", "statin", "azole"]
LETTERS = "ABCDEFGHKLMNPRST"


def usual(rng):
    return random.Random(rng.randrange(60)) if rng.random() < 0.5 else rng


def gene(rng):
    rng = usual(rng)
    return [("".join(rng.choices(LETTERS, k=3)) + str(rng.randrange(1, 30)), "B-Gene")]


def drug(rng):
    rng = usual(rng)
    name = [("".join(rng.choices(BEGINS, k=2)) + rng.choice(ENDINGS), "B-Drug")]
    return name + [("acid", "I-Drug")] if rng.random() < 0.2 else name


def words(text):
    return [(word, "O") for word in text.split()]


def sentence(rng):
    kind = rng.randrange(5)
    if kind == 0:
        return words("The expression of") + gene(rng) + words("was lower in these cells .")
    if kind == 1:
        return words("Patients were treated with") + drug(rng) + words("and") + drug(rng) + words("for a week .")
    if kind == 2:
        return gene(rng) + words("is inhibited by") + drug(rng) + words(".")
    if kind == 3:
        code = "".join(rng.choices(LETTERS, k=3)) + str(rng.randrange(1, 30))
        return words("This was funded by grant " + code + " of the council .")
    return words("Nothing was found in the second study of the year .")


def main():
    rng = random.Random(int(sys.argv[1]))
    for _ in range(int(sys.argv[2])):
        for token, tag in sentence(rng):
            print(token, tag, sep="\t")
        print()


main()
