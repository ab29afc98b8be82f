#!/usr/bin/env python3
"""Runs the tests of a build with clang's coverage; prints the shares of lines and branches that they run, by folder.

usage: coverage.py BUILD
BUILD (build/coverage) holds gaz, unit/ and fuzz/; the tests' output goes to BUILD/logs. BUILD/missed lists the lines that
no test runs, and the branches of others that none takes. Fails if a test does. src/python is not part of it.
"""
import collections
import concurrent.futures
import glob
import os
import subprocess
import sys

BUILD = os.path.abspath(sys.argv[1])


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
    environment = {**os.environ, "GAZ_BUILD": os.path.basename(BUILD),
                   "LLVM_PROFILE_FILE": f"{BUILD}/profiles/%2m.profraw"}
    with open(f"{BUILD}/logs/{name}", "wb") as log:
        status = subprocess.run(command, stdout=log, stderr=subprocess.STDOUT, env=environment, check=False).returncode
    return name if status else None


def run_all():
    for folder in ("logs", "profiles"):
        os.makedirs(f"{BUILD}/{folder}", exist_ok=True)
        for path in glob.glob(f"{BUILD}/{folder}/*"):
            os.remove(path)
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        return [name for name in pool.map(run, commands()) if name]


def read_counts():
    """How often each line ran, and each branch was taken: by file, then line, or line and number of the branch. gaz holds
    all files, so that it stands for the programs of the other tests."""
    profile = f"{BUILD}/profiles/all.profdata"
    raw = [path for path in glob.glob(f"{BUILD}/profiles/*.profraw") if os.path.getsize(path)]
    subprocess.run(["llvm-profdata", "merge", "--sparse", "--failure-mode=all", "-o", profile, *raw], check=True)
    output = subprocess.run(["llvm-cov", "export", "--format=lcov", f"--instr-profile={profile}", f"{BUILD}/gaz"],
                            stdout=subprocess.PIPE, check=True).stdout.decode()
    lines, branches = collections.defaultdict(dict), collections.defaultdict(dict)
    file = None
    for record in output.splitlines():
        kind, _, rest = record.partition(":")
        if kind == "SF":
            file = os.path.relpath(rest)
        elif not file.startswith("src/"):
            continue
        elif kind == "DA":
            line, count = map(int, rest.split(",")[:2])
            lines[file][line] = max(count, lines[file].get(line, 0))
        elif kind == "BRDA":
            *key, count = rest.split(",")
            key = tuple(map(int, key))
            branches[file][key] = max(0 if count == "-" else int(count), branches[file].get(key, 0))
    return lines, branches


def shares(counts):
    """By folder, and of all: how many there are, and how many of them ran."""
    found, ran = collections.Counter(), collections.Counter()
    for file, count_of in counts.items():
        for folder in (os.path.dirname(file), "all"):
            found[folder] += len(count_of)
            ran[folder] += sum(count > 0 for count in count_of.values())
    return {folder: (found[folder], ran[folder]) for folder in found}


def write_missed(lines, branches):
    with open(f"{BUILD}/missed", "w", encoding="utf-8") as missed:
        for file in sorted(lines):
            for line, count in sorted(lines[file].items()):
                taken = [count for key, count in sorted(branches[file].items()) if key[0] == line]
                if count == 0:
                    missed.write(f"{file}:{line}\n")
                elif 0 in taken:
                    missed.write(f"{file}:{line}: {taken.count(0)} of {len(taken)} branches\n")


def percent(share):
    return f"{100 * share[1] / share[0]:5.1f} % of {share[0]:6,}" if share[0] else f"{'none':>17}"


def report(lines, branches):
    of_lines, of_branches = shares(lines), shares(branches)
    print(f"  {'':14} {'lines':>17}   {'branches':>17}")
    for folder in sorted(of_lines, key=lambda name: (name == "all", name)):
        print(f"  {folder:14} {percent(of_lines[folder])}   {percent(of_branches.get(folder, (0, 0)))}")


failed = run_all()
counts = read_counts()
report(*counts)
write_missed(*counts)
for name in failed:
    print(f"  FAILED  {name}: {BUILD}/logs/{name}")
sys.exit(bool(failed))
