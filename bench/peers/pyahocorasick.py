"""pyahocorasick, as an engine of the bench and as a command from file to file.

    pyahocorasick.py engine SURFACES TEXT    the protocol of bench/README.md; both files as the driver prepared them
    pyahocorasick.py build SURFACES MODEL    saves the automaton
    pyahocorasick.py tag MODEL TEXT          writes line, begin, end and surface of each match; TEXT is the original

Patterns are ` surface `. `iter` gives every match by its end; the leftmost longest are picked from them, because
`iter_long` misses matches.
"""
import json
import pickle
import sys
import time
from importlib import metadata

import ahocorasick


def read_text(path):
    with open(path, encoding="utf-8", errors="surrogateescape", newline="\n") as file:
        return file.read()


def build(patterns):
    automaton = ahocorasick.Automaton(ahocorasick.STORE_INTS)
    for pattern in patterns:
        automaton.add_word(pattern, len(pattern))
    automaton.make_automaton()
    return automaton


def read_patterns(path):
    return [" " + surface + " " for surface in read_text(path).split("\n") if surface]


def spans(automaton, text):
    """Gives begin and end of each match, without the spaces around it."""
    found = [(last - size + 1, -last) for last, size in automaton.iter(text)]
    found.sort()
    free = 0
    for begin, last in found:
        if begin >= free:
            free = -last
            yield begin + 1, free


def peak_bytes():
    with open("/proc/self/status", encoding="ascii") as file:
        return next(int(line.split()[1]) * 1024 for line in file if line.startswith("VmHWM:"))


def serve(surfaces, text_path):
    patterns = read_patterns(surfaces)
    begin = time.monotonic()
    automaton = build(patterns)
    print(json.dumps({"name": "pyahocorasick", "version": version(), "build_seconds": time.monotonic() - begin,
                      "peak_bytes": peak_bytes(), "model_bytes": automaton.get_stats()["total_size"]}), flush=True)
    text = read_text(text_path)
    for _ in sys.stdin:
        wall, begin = time.monotonic(), time.thread_time()
        matches = sum(1 for _ in spans(automaton, text))
        print(json.dumps({"seconds": time.thread_time() - begin, "wall": time.monotonic() - wall,
                          "matches": matches}), flush=True)


def version():
    try:
        return metadata.version("pyahocorasick")
    except metadata.PackageNotFoundError:
        return "?"


def tag(model, text_path):
    automaton = ahocorasick.load(model, pickle.loads)
    with open(text_path, encoding="utf-8", errors="surrogateescape", newline="\n") as file, \
            open(sys.stdout.fileno(), "w", encoding="utf-8", errors="surrogateescape", closefd=False) as out:
        for number, line in enumerate(file, 1):
            text = " " + line[:-1] + " "
            for begin, end in spans(automaton, text):
                out.write("%d\t%d\t%d\t%s\n" % (number, begin - 1, end - 1, text[begin:end]))


if __name__ == "__main__":
    if sys.argv[1] == "engine":
        serve(sys.argv[2], sys.argv[3])
    elif sys.argv[1] == "build":
        build(read_patterns(sys.argv[2])).save(sys.argv[3])
    else:
        tag(sys.argv[2], sys.argv[3])
