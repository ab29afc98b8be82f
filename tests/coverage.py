#!/usr/bin/env python3
"""Runs the tests of a build with clang's coverage; prints the shares of lines and branches that they run, by folder.

usage: coverage.py BUILD
BUILD (build/coverage) holds gaz, unit/ and fuzz/; the tests' output goes to BUILD/logs. BUILD/missed lists the lines that
no test runs, and the branches of others that none takes. Fails if a test does. src/python is not part of it.
"""
import collections
import concurrent.futures
import glob
import json
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


def export(profile, form):
    """What llvm-cov tells of gaz, which holds all files, so that it stands for the programs of the other tests."""
    command = ["llvm-cov", "export", f"--format={form}", f"--instr-profile={profile}", f"{BUILD}/gaz"]
    if form == "text":
        command.insert(2, "--skip-functions")
    return subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout.decode()


def read_lines(profile):
    """How often each line ran: file to line to count. Functions of headers are in many objects."""
    lines = collections.defaultdict(collections.Counter)
    file = None
    for record in export(profile, "lcov").splitlines():
        kind, _, rest = record.partition(":")
        if kind == "SF":
            file = os.path.relpath(rest)
        elif kind == "DA" and file.startswith("src/"):
            line, count = map(int, rest.split(",")[:2])
            lines[file][line] += count
    return lines


def read_branches(profile):
    """How often each branch was taken: file to line, column, end and outcome to count."""
    branches = collections.defaultdict(collections.Counter)
    for file in json.loads(export(profile, "text"))["data"][0]["files"]:
        name = os.path.relpath(file["filename"])
        for *place, if_true, if_false, _, _, _ in file["branches"] if name.startswith("src/") else []:
            branches[name][(*place, True)] += if_true
            branches[name][(*place, False)] += if_false
    return branches


def read_counts():
    profile = f"{BUILD}/profiles/all.profdata"
    raw = [path for path in glob.glob(f"{BUILD}/profiles/*.profraw") if os.path.getsize(path)]
    subprocess.run(["llvm-profdata", "merge", "--sparse", "--failure-mode=all", "-o", profile, *raw], check=True)
    return read_lines(profile), read_branches(profile)


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
