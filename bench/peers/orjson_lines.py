"""orjson with pyahocorasick: JSON lines in, the same lines with spans out, as one writes it in Python.

    orjson_lines.py MODEL LINES [FIELD]    MODEL is what pyahocorasick.py has saved

A line is an object with a member "text", or another one; "spans" is appended.
"""
import pickle
import sys

import ahocorasick
import orjson

from pyahocorasick import spans


def main(model, path, field="text"):
    automaton = ahocorasick.load(model, pickle.loads)
    out = sys.stdout.buffer
    with open(path, "rb") as file:
        for line in file:
            document = orjson.loads(line)
            text = " " + document[field] + " "
            document["spans"] = [{"start": begin - 1, "end": end - 1, "text": text[begin:end]}
                                 for begin, end in spans(automaton, text)]
            out.write(orjson.dumps(document))
            out.write(b"\n")


main(*sys.argv[1:])
