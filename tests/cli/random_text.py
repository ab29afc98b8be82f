#!/usr/bin/env python3
"""Text of about SIZE bytes: words of the small list, other words, all kinds of code points and bad bytes, in lines of
many lengths with all kinds of ends.

usage: random_text.py SIZE SEED
"""
import random
import sys

PIECES = ["kernel", "kernel space", "operating system", "virtual memory", "virtual", "memory", "user space", "user", "C",
          "C ++", "input/output", "café", "cafe\u0301", "한국어 처리", "한국어", "👩‍👩‍👧 kernel", "😀", "the", "of",
          "q\u0323\u0307", "日本語", "ไทย", "x.", "(kernel)", "\ufeff", "\u00a0", "\u2028", "𝔘𝔫𝔦", "\t", "\\", '"', "\x01"]
BAD = [b"\xff", b"\xe2\x82", b"\xf0\x9f\x98", b"\xc0\xaf", b"\xed\xa0\x80", b"\x80"]


def main():
    size, seed = map(int, sys.argv[1:])
    rng = random.Random(seed)
    out = bytearray()
    while len(out) < size:
        line = []
        for _ in range(rng.choice((0, 1, 3, 10, 10, 10, 30, 300))):
            line.append(rng.choice(BAD) if rng.random() < 0.03 else rng.choice(PIECES).encode())
        out += rng.choice((b" ", b" ", b" ", b"  ", b"\t")).join(line)
        out += rng.choice((b"\n", b"\n", b"\n", b"\r\n", b"\n\n"))
    sys.stdout.buffer.write(out)


main()
