#!/usr/bin/env python3
"""How long a line through a pipe takes: gaz tag with a pipe on either side, and cat, which is what pipes cost.

    latency.py [GAZ [MODEL [TEXT]]]

A line is sent when the result of the one before is there, 10,000 times; each command has the same lines. GAZ is
build/gaz, MODEL that of the sample corpus, TEXT the README."""

import os
import pathlib
import subprocess
import sys
import tempfile
import time

TOP = pathlib.Path(__file__).resolve().parent.parent
COUNT = 10_000


def times(command, lines):
    """Sorted, in milliseconds."""
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0)
    send, receive = process.stdin.fileno(), process.stdout.fileno()
    taken = []
    for i in range(COUNT + 1):  # the first is that of the start
        begin = time.perf_counter()
        os.write(send, lines[i % len(lines)])
        while not os.read(receive, 1 << 16).endswith(b"\n"):
            pass
        taken.append((time.perf_counter() - begin) * 1e3)
    process.stdin.close()
    if process.wait() != 0:
        sys.exit(f"{command} failed")
    return sorted(taken[1:])


def main():
    gaz = sys.argv[1] if len(sys.argv) > 1 else str(TOP / "build/gaz")
    with tempfile.TemporaryDirectory() as folder:
        model = sys.argv[2] if len(sys.argv) > 2 else f"{folder}/sample.gaz"
        text = sys.argv[3] if len(sys.argv) > 3 else TOP / "README.md"
        if len(sys.argv) <= 2:
            subprocess.run([gaz, "build", TOP / "gazetteers/sample/sample.conll", "-o", model, "--quiet"], check=True)
        lines = [line for line in pathlib.Path(text).read_bytes().splitlines(keepends=True)[:1000] if line.strip()]
        tag = [gaz, "tag", model, "--from", "text", "--to", "jsonl"]
        print("| command | p50 (ms) | p99 | p99.9 | slowest |\n| --- | ---: | ---: | ---: | ---: |")
        for name, command in {"`cat`": ["cat"], "`gaz tag`": tag, "`gaz tag --watch`": [*tag, "--watch"],
                              "`gaz tag --watch -j 4`": [*tag, "--watch", "-j", "4"]}.items():  # fmt: skip
            taken = times(command, lines)
            figures = (taken[len(taken) * at // 1000] for at in (500, 990, 999))
            print(f"| {name} | " + " | ".join(f"{figure:.3f}" for figure in (*figures, taken[-1])) + " |")


main()
