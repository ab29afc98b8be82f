#!/usr/bin/env python3
"""Counts sentences, tokens and entities of column corpora, independently of the C reader.

usage: counts.py FILE...    prints "FILE sentences tokens entities" for each

The tag column is the second where TABs separate the columns, else the last. The rule is conlleval's: an entity begins
at B, S or U, and at any other tag but O when none of the same type is open; E, S, L and U end it.
"""
import sys


def read_rows(path):
    """Gives a tag for each token row and None for each sentence end."""
    with open(path, "rb") as file:
        lines = file.read().removeprefix(b"\xef\xbb\xbf").split(b"\n")
    tabs = any(b"\t" in line.strip() for line in lines)
    for line in lines:
        line = line.removesuffix(b"\r")
        if not line.strip(b" \t") or line.rstrip() in (b"<s>", b"</s>") or line.split()[:1] == [b"-DOCSTART-"]:
            yield None
            continue
        columns = line.split(b"\t") if tabs else line.split()
        if line.startswith(b"#") and len(columns) < 2:
            continue
        yield (columns[1] if tabs else columns[-1]).strip(b" ").decode()
    yield None


def count(path):
    sentences = tokens = entities = 0
    length = 0
    open_type = None
    for tag in read_rows(path):
        if tag is None:
            sentences += length > 0
            length = 0
            open_type = None
            continue
        length += 1
        tokens += 1
        prefix, _, kind = tag.partition("-")
        if prefix == "O":
            open_type = None
            continue
        if prefix in "BSU" or open_type != kind:
            entities += 1
        open_type = None if prefix in "ESLU" else kind
    return sentences, tokens, entities


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    for path in sys.argv[1:]:
        print(path, *count(path))


main()
