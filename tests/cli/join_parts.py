#!/usr/bin/env python3
"""Joins the parts of one long jsonl record: its text goes into FILE, with a line end; its spans are printed.

usage: join_parts.py LEAST FILE
There must be LEAST parts or more, and all but the last must say that the record continues. Prints "start end label text" in code points of the whole.
"""
import json
import sys


def main():
    parts = [json.loads(line) for line in sys.stdin.buffer]
    assert len(parts) >= int(sys.argv[1]), f"{len(parts)} parts"
    assert all(part.get("continues") is True for part in parts[:-1]), "a part does not say that it continues"
    assert "continues" not in parts[-1], "the last part says that it continues"
    sys.stdout.reconfigure(encoding="utf-8")
    before = 0
    for part in parts:
        for span in part["spans"]:
            assert part["text"][span["start"]:span["end"]] == span["text"], span
            print(before + span["start"], before + span["end"], span["label"], span["text"].replace("\n", " "), sep="\t")
        before += len(part["text"])
    with open(sys.argv[2], "w", encoding="utf-8", newline="") as file:
        file.write("".join(part["text"] for part in parts) + "\n")


main()
