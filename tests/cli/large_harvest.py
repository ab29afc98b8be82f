#!/usr/bin/env python3
"""Writes a corpus of SENTENCES sentences of about 20 tokens, with documents, from a small vocabulary; always the same.

usage: large_harvest.py SENTENCES
Of 30,000 names of one to three words some are ambiguous, in their type or in being one at all; half of the names are
rare. A document has 10 sentences and repeats its names.
"""
import random
import sys

SYLLABLES = ["ka", "lo", "mi", "ten", "ru", "sa", "vor", "ny", "pel", "dra", "ix", "bo", "que", "ul", "sten", "fa"]
TYPES = ["Person", "Place", "Product", "Event"]
WORDS, NAMES = 20_000, 30_000


def word(rng, syllables):
    return "".join(rng.choice(SYLLABLES) for _ in range(syllables))


def make_names(rng, words):
    names = []
    for number in range(NAMES):
        tokens = [rng.choice(words) if rng.random() < 0.3 else word(rng, 3) for _ in range(rng.choice((1, 1, 2, 2, 3)))]
        if rng.random() < 0.8:
            tokens = [token.capitalize() for token in tokens]
        names.append((tokens, TYPES[number % len(TYPES)], rng.choice((1, 1, 1, 0.8, 0.4, 0.1))))
    return names


def rows(rng, words, names):
    """Gives the rows of a sentence: words, with a name among them now and then."""
    out = []
    while len(out) < 18:
        if rng.random() < 0.12:
            tokens, kind, share = rng.choice(names)
            real = rng.random() < share
            if real and rng.random() < 0.7:
                out.append("(\tO\n")
            for i, token in enumerate(tokens):
                out.append(f"{token}\t{('I-' if i else 'B-') + kind if real else 'O'}\n")
        else:
            out.append(words[min(int(rng.expovariate(1 / 2000)), WORDS - 1)] + "\tO\n")
    return out


def main():
    rng = random.Random(50)
    words = [word(rng, rng.choice((1, 2, 3))) for _ in range(WORDS)]
    names = make_names(rng, words)
    sentences = int(sys.argv[1])
    for number in range(0, sentences, 10):
        of_document = [names[min(int(rng.expovariate(1 / 5000)), NAMES - 1)] for _ in range(6)]
        parts = ["-DOCSTART-\tO\n\n"]
        for _ in range(min(10, sentences - number)):
            parts += rows(rng, words, of_document)
            parts.append(".\tO\n\n")
        sys.stdout.write("".join(parts))


main()
