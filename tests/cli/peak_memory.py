#!/usr/bin/env python3
"""Sends a command MB megabytes of text, drops its output, and fails if its peak memory is over LIMIT bytes.

usage: peak_memory.py LIMIT KIND MB COMMAND...
"""
import itertools
import resource
import subprocess
import sys

# Thousands of short forms.
SHORT = ["c" + "".join(letters) for size in range(1, 10) for letters in itertools.combinations("oppertoxicosis", size)]

KINDS = {
    "words": b"the kernel space of an operating system . ",  # one line
    "lines": b"the kernel space of an operating system .\n",
    "rows": b"the\tO\nkernel\tO\nspace\tO\n",
    "token": b"x",
    "blanks": b" ",
    "abbreviations": "".join(f"copper toxicosis ({short})\n" for short in SHORT).encode(),
}


def main():
    limit, kind, size = int(sys.argv[1]), sys.argv[2], int(sys.argv[3]) * 1_000_000
    command = subprocess.Popen(sys.argv[4:], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)
    piece = KINDS[kind] * (1_000_000 // len(KINDS[kind]))
    for _ in range(size // len(piece)):
        command.stdin.write(piece)
    command.stdin.close()
    assert command.wait() == 0, command.returncode
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
    assert peak <= limit, f"peak memory {peak >> 20} MB is over {limit >> 20} MB"


main()
