#!/usr/bin/env python3
"""Writes a file to standard output in random small pieces, each with a write() of its own; SEED 0: one byte each.

usage: small_writes.py SEED FILE
"""
import os
import random
import sys


def main():
    seed, path = int(sys.argv[1]), sys.argv[2]
    rng = random.Random(seed)
    with open(path, "rb") as file:
        data = file.read()
    at = 0
    while at < len(data):
        size = rng.choice((1, 2, 7, 100, 1000, 5000, 20000)) if seed else 1
        at += os.write(1, data[at:at + size])


main()
