#!/usr/bin/env python3
"""Runs the tests of a build with gcc --coverage; prints the share of lines that they run, by folder of src/.

usage: coverage.py BUILD
BUILD (build/coverage) holds gaz, unit/ and fuzz/; the tests' output goes to BUILD/logs, the lines that no test runs to
BUILD/missed. Fails if a test does.
"""
import collections
import concurrent.futures
import glob
import json
import os
import subprocess
import sys

BUILD = sys.argv[1]


def commands():
    """Name and command of each test program."""
    for path in sorted(glob.glob("tests/cli/*.bats")):
        yield f"cli-{os.path.basename(path)[:-5]}", ["bats", "--tap", path]
    for path in sorted(glob.glob(f"{BUILD}/unit/*_test")):
        yield f"unit-{os.path.basename(path)}", [path]
    for path in sorted(glob.glob(f"{BUILD}/fuzz/fuzz_*")):
        name = os.path.basename(path)
        yield f"replay-{name}", [path, *sorted(glob.glob(f"tests/fuzz/{name}/*"))]


def run(named):
    """Runs a test program; returns its name if it failed."""
    name, command = named
    with open(f"{BUILD}/logs/{name}", "wb") as log:
        environment = {**os.environ, "GAZ_BUILD": os.path.basename(BUILD)}
        status = subprocess.run(command, stdout=log, stderr=subprocess.STDOUT, env=environment, check=False).returncode
    return name if status else None


def run_all():
    os.makedirs(f"{BUILD}/logs", exist_ok=True)
    for path in glob.glob(f"{BUILD}/**/*.gcda", recursive=True):
        os.remove(path)
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        return [name for name in pool.map(run, commands()) if name]


def read_counts():
    """How often each line ran: file to line to count. Headers have lines in many objects."""
    notes = glob.glob(f"{BUILD}/src/**/*.gcno", recursive=True)
    notes = [path for path in notes if os.path.exists(os.path.relpath(path, BUILD)[:-4] + "c")]
    output = subprocess.run(["gcov", "--json-format", "--stdout", *notes], stdout=subprocess.PIPE,
                            stderr=subprocess.DEVNULL, check=True).stdout
    counts = collections.defaultdict(collections.Counter)
    for document in output.splitlines():
        for file in json.loads(document)["files"]:
            if file["file"].startswith("src/"):
                for line in file["lines"]:
                    counts[file["file"]][line["line_number"]] += line["count"]
    return counts


def report(counts):
    lines, ran = collections.Counter(), collections.Counter()
    with open(f"{BUILD}/missed", "w", encoding="utf-8") as missed:
        for file, count_of in sorted(counts.items()):
            for folder in (os.path.dirname(file), "all"):
                lines[folder] += len(count_of)
                ran[folder] += sum(count > 0 for count in count_of.values())
            missed.writelines(f"{file}:{line}\n" for line, count in sorted(count_of.items()) if count == 0)
    for folder in sorted(lines, key=lambda name: (name == "all", name)):
        print(f"  {folder:14} {100 * ran[folder] / lines[folder]:5.1f} % of {lines[folder]} lines")


failed = run_all()
report(read_counts())
for name in failed:
    print(f"  FAILED  {name}: {BUILD}/logs/{name}")
sys.exit(bool(failed))
