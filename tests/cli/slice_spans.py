#!/usr/bin/env python3
"""Slices every span of gaz tag's output out of its text and compares it with what the output says it is.

usage: slice_spans.py jsonl|tsv byte|codepoint|utf16 [DOCUMENT]    the output on standard input
Prints "type surface" of each span, TABs and line ends as blanks, bad bytes as U+FFFD. With a document, the texts of
jsonl records must be its lines (or lie in it in this order, where records are paragraphs).
"""
import codecs
import json
import sys

codecs.register_error("each", lambda error: ("\ufffd" * (error.end - error.start), error.end))

ENCODINGS = {"byte": ("utf-8", 1), "codepoint": ("utf-32-le", 4), "utf16": ("utf-16-le", 2)}


def cut(text, unit, begin, end):
    encoding, width = ENCODINGS[unit]
    encoded = text.encode(encoding, "surrogatepass")
    assert 0 <= begin < end <= len(encoded) // width, (begin, end, text)
    return encoded[begin * width:end * width].decode(encoding, "surrogatepass")


def show(label, surface):
    print(label, surface.translate({9: " ", 10: " ", 13: " "}), sep="\t")


def check_jsonl(unit, document):
    at = 0
    for line in sys.stdin.buffer:
        record = json.loads(line.decode("utf-8"))
        if document is not None:
            found = document.find(record["text"], at)
            assert found >= 0 and not document[at:found].strip(" \t\r\n"), (at, found, record["text"])
            at = found + len(record["text"])
        last = 0
        for span in record["spans"]:
            assert cut(record["text"], unit, span["start"], span["end"]) == span["text"], span
            assert span["start"] >= last, span
            assert set(span) == {"start", "end", "label", "score", "text"}, span
            last = span["end"]
            show(span["label"], span["text"])
    if document is not None:
        assert not document[at:].strip(" \t\r\n"), document[at:]


def check_tsv(unit, raw):
    # Bad bytes must stay one unit each and come back: surrogates are one code point and one UTF-16 unit.
    text = raw.decode("utf-8", "surrogateescape")
    encoding, width = ("utf-8", 1) if unit == "byte" else ENCODINGS[unit]
    encoded = raw if unit == "byte" else text.encode(encoding, "surrogatepass")
    at = 0
    lines = 1
    for row in sys.stdin.buffer:
        _, line, begin, end, label, score, surface = row[:-1].split(b"\t")
        begin, end = int(begin) * width, int(end) * width
        assert at <= begin < end <= len(encoded), row
        part, before = encoded[begin:end], encoded[at:begin]
        if unit != "byte":
            part = part.decode(encoding, "surrogatepass").encode("utf-8", "surrogateescape")
            before = before.decode(encoding, "surrogatepass").encode("utf-8", "surrogateescape")
        at = begin
        lines += before.count(b"\n")
        assert part.translate(bytes.maketrans(b"\t\r\n", b"   ")) == surface, (row, part)
        assert lines == int(line), row
        assert 0 <= float(score) <= 1, row
        show(label.decode(), surface.decode("utf-8", "each"))


def main():
    form, unit = sys.argv[1:3]
    raw = open(sys.argv[3], "rb").read() if len(sys.argv) > 3 else None
    sys.stdout.reconfigure(encoding="utf-8")
    if form == "tsv":
        check_tsv(unit, raw)
    else:
        check_jsonl(unit, None if raw is None else raw.decode("utf-8", "each"))


main()
