#!/usr/bin/env python3
"""Writes ./text and ./text.conll: sentences of a corpus in random order, about SIZE bytes each; some lines in pieces,
some joined to lines of over 1 MB, empty lines, CR LF, several blanks, other scripts, bad bytes, no final newline.

usage: sample_text.py CORPUS SIZE
"""
import random
import sys

OTHERS = ["café", "한국어", "😀", "日本語", "q\u0323\u0307", "\ufeff"]


def read_sentences(path):
    sentence = []
    with open(path, encoding="utf-8") as file:
        for line in file:
            token = line.rstrip("\n").split("\t")[0]
            if token in ("", "<s>", "</s>"):
                if sentence:
                    yield sentence
                sentence = []
            else:
                sentence.append(token)


def choose(rng, sentences, size):
    """Gives token lists; two of them are long."""
    long_at = {size // 3: 1_200_000, size // 2: 400_000}
    done = 0
    while done < size:
        tokens = list(rng.choice(sentences))
        for at in [at for at in long_at if at <= done]:
            want = long_at.pop(at)
            while want > 0:
                more = rng.choice(sentences)
                tokens += more
                want -= sum(map(len, more)) + len(more)
        if rng.random() < 0.2:
            tokens.insert(rng.randrange(len(tokens)), rng.choice(OTHERS))
        done += sum(map(len, tokens)) + len(tokens)
        yield tokens


def main():
    corpus, size = sys.argv[1], int(sys.argv[2])
    rng = random.Random(20)
    sentences = list(read_sentences(corpus))
    with open("text", "wb") as file:
        for tokens in choose(rng, sentences, size):
            line = rng.choice([" ", " ", " ", "  ", "\t"]).join(tokens).encode()
            if rng.random() < 0.05:
                line += rng.choice([b" \xff\xfe", b" \xe2\x82", b" \xf0\x9f\x98 kernel"])
            file.write(line + rng.choice([b"\n", b"\n", b"\n", b"\r\n", b"\n\n", b"\r\n \t\r\n"]))
        file.write(b"the Linux kernel")
    with open("text.conll", "wb") as file:
        for tokens in choose(rng, sentences, size // 2):
            mark, end = rng.choice([("", ""), ("<s>\n", "</s>\n"), ("# a comment\n", ""), ("-DOCSTART-\tO\n\n", "")])
            feed = rng.choice(["\n", "\n", "\r\n"])
            rows = "".join(f"{token}\tO{feed}" for token in tokens)
            file.write((mark + rows + end + feed).encode())
        file.write(b"Linux\tO\nkernel\tO")


main()
