#!/usr/bin/env python3
"""Runs every command of gaz while its calls fail in turn, and checks what is left: see README.md here.

usage: run.py FOLDER GAZ INJECTOR [--release GAZ] [--kinds KIND,...] [--modes MODE,...] [--only TEXT] [--most N]
              [--sample N] [--jobs N]
GAZ may be built with the sanitizers. FOLDER is made anew; a table of the results goes to standard output.
"""
import argparse
import collections
import concurrent.futures
import os
import pathlib
import random
import shutil
import sys
import threading
import time

import commands
import world
from trial import Trial, Place

# The kinds whose calls fail one at a time, and from one on; inject.c says what they are.
KINDS = ["memory", "thread", "library", "open", "read", "write", "close", "stat", "access", "sync", "rename", "link",
         "unlink", "mkdir", "list", "truncate", "mode", "seek", "map", "random"]
PIECES = [("read", "short"), ("write", "short"), ("read", "interrupt"), ("write", "interrupt")]  # these are no faults
OUTCOMES = ["told", "no harm", "library's", "wrong"]
FULL_TRIALS = 24  # of disks that are full somewhere in the output


def print_head(title):
    print(f"{title:28}", *(f"{outcome:>9}" for outcome in ("faults", *OUTCOMES)), flush=True)


class Results:
    """What came of all trials."""

    def __init__(self):
        self.lock = threading.Lock()
        self.counts = collections.Counter()  # by command, kind, mode, outcome
        self.callers = collections.Counter()
        self.wrong = []

    def add(self, command, kind, mode, number, trial):
        with self.lock:
            self.counts[command.name, kind, mode, trial.outcome] += 1
            if trial.caller:
                self.callers[trial.caller] += 1
            if trial.outcome == "wrong":
                self.wrong.append(f"{command.name}: {kind} {mode} {number}: {trial.reason.strip()}")
                print("WRONG", self.wrong[-1][:6000], file=sys.stderr, flush=True)

    def total(self, position, value, outcome=None):
        return sum(count for key, count in self.counts.items()
                   if key[position] == value and outcome in (None, key[3]))

    def print_row(self, position, value):
        print(f"{value:28} {self.total(position, value):9}",
              *(f"{self.total(position, value, outcome):9}" for outcome in OUTCOMES), flush=True)

    def print_table(self, position, title):
        print_head(title)
        for value in dict.fromkeys(key[position] for key in self.counts):
            self.print_row(position, value)
        print()

    def print_all(self):
        print()
        self.print_table(1, "kind of call")
        self.print_table(2, "mode")
        print("failed allocations, by who asked: " + ", ".join(
            f"{name} {count}" for name, count in self.callers.most_common()))
        print(f"{sum(self.counts.values())} faults, {len(self.wrong)} wrong")


def numbers(command, kind, mode, place, most):
    """The numbers of the calls that are to fail, and each trial; ends behind the last call that there is."""
    if (kind, mode) in PIECES:
        yield 0
        return
    if mode == "full":
        size = sum(len(bytes) for bytes in place.expected(command).files.values())
        size += len(place.expected(command).out)
        yield from range(0, size, size // FULL_TRIALS + 1)
        return
    count = place.count(command, kind)
    yield from range(0, count, count // (most + 1) + 1)


def work(command, places, arguments, results):
    place = places.pop()
    try:
        for kind, mode in arguments.pairs:
            for number in numbers(command, kind, mode, place, arguments.most):
                results.add(command, kind, mode, number, Trial(place, command, kind, mode, number))
    finally:
        places.append(place)


def sample(table, place, arguments, results):
    seed = int(os.environ.get("GAZ_TEST_SEED") or time.time_ns() % 1_000_000)
    print(f"seed {seed}: GAZ_TEST_SEED={seed} repeats it")
    rng = random.Random(seed)
    while sum(results.counts.values()) < arguments.sample:
        command = rng.choice(table)
        kind, mode = rng.choice(arguments.pairs)
        found = list(numbers(command, kind, mode, place, arguments.most))
        for number in rng.sample(found, min(len(found), 3)):
            results.add(command, kind, mode, number, Trial(place, command, kind, mode, number))


def read_arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("gaz", type=pathlib.Path)
    parser.add_argument("injector", type=pathlib.Path)
    parser.add_argument("--release", type=pathlib.Path, help="makes the inputs")
    parser.add_argument("--kinds", default=",".join(KINDS))
    parser.add_argument("--modes", default="fail,all,short,interrupt,full")
    parser.add_argument("--only", default="", help="the commands whose name has this")
    parser.add_argument("--most", type=int, default=1 << 30, help="of more calls of a kind, only some, evenly spread")
    parser.add_argument("--sample", type=int, help="so many faults only, at random")
    parser.add_argument("--jobs", type=int, default=2)
    arguments = parser.parse_args()
    kinds, modes = arguments.kinds.split(","), arguments.modes.split(",")
    arguments.pairs = [(kind, mode) for kind in kinds for mode in modes if mode in ("fail", "all")]
    arguments.pairs += [pair for pair in PIECES if pair[0] in kinds and pair[1] in modes]
    arguments.pairs += [("write", "full")] if "write" in kinds and "full" in modes else []
    return arguments


def main():
    arguments = read_arguments()
    shutil.rmtree(arguments.folder, ignore_errors=True)
    made = arguments.folder.resolve() / "world"
    made.mkdir(parents=True)
    formats = world.make(made, (arguments.release or arguments.gaz).resolve())
    table = [command for command in commands.table(formats) if arguments.only in command.name]
    results = Results()
    places = [Place(arguments.folder.resolve() / f"place{i}", made, arguments.gaz.resolve(),
                    arguments.injector.resolve()) for i in range(arguments.jobs)]
    if arguments.sample:
        sample(table, places[0], arguments, results)
    else:
        with concurrent.futures.ThreadPoolExecutor(arguments.jobs) as pool:
            print_head("command")
            for command, done in [(command, pool.submit(work, command, places, arguments, results))
                                  for command in table]:
                done.result()
                results.print_row(0, command.name)
    results.print_all()
    sys.exit(1 if results.wrong else 0)


main()
