#!/usr/bin/env python3
"""Prints, for each fuzz target, how often all runs so far have executed it, how fast, and what they have found.

usage: table.py FOLDER...
A FOLDER (build/fuzz) holds TARGET.log, to which each run of libFuzzer with -print_final_stats=1 has appended.
"""
import collections
import glob
import os
import re
import sys

COUNTS = re.compile(r"^stat::number_of_executed_units: (\d+)", re.M)
SPEEDS = re.compile(r"^stat::average_exec_per_sec: +(\d+)", re.M)
FINDS = re.compile(r"Test unit written to (\S+-(?:crash|leak|oom|timeout)-\S+)")


def read_logs(folders):
    """Executions, most executions a second, and finds, by target."""
    runs, speeds, finds = collections.Counter(), {}, collections.defaultdict(set)
    for path in sorted(path for folder in folders for path in glob.glob(f"{folder}/fuzz_*.log")):
        target = os.path.basename(path)[5:-4]
        with open(path, encoding="utf-8", errors="replace") as log:
            text = log.read()
        runs[target] += sum(int(count) for count in COUNTS.findall(text))
        speeds[target] = max([speeds.get(target, 0), *map(int, SPEEDS.findall(text))])
        finds[target].update(FINDS.findall(text))
    return runs, speeds, finds


def main():
    runs, speeds, finds = read_logs(sys.argv[1:])
    print(f"  {'target':16} {'executions':>12} {'a second':>9} {'finds':>6}")
    for target, count in sorted(runs.items()):
        print(f"  {target:16} {count:12,} {speeds[target]:9,} {len(finds[target]):6}")
    print(f"  {'all':16} {sum(runs.values()):12,} {'':9} {sum(map(len, finds.values())):6}")


main()
