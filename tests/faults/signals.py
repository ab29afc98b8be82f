#!/usr/bin/env python3
"""Kills commands that write files, at random moments and before each system call that makes a file, and checks that
each file is the old one or the new one and that nothing else is left.

usage: signals.py FOLDER GAZ INJECTOR [--count N] [--only TEXT] [--jobs N]
N kills of each command by each signal, at random; the seed is printed, and GAZ_TEST_SEED repeats it.
"""
import argparse
import collections
import concurrent.futures
import os
import pathlib
import random
import shutil
import signal
import subprocess
import sys
import threading
import time

from commands import Command, LISTS_MARK
from trial import Place, is_mixed, read_files

SIGNALS = [signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGKILL]
KINDS = ["open", "write", "sync", "link", "rename", "close"]  # calls before which a signal comes
TESTS = pathlib.Path(__file__).resolve().parent.parent

TABLE = [
    Command("build", ["build", "names.tsv", "-o", "out/m.gaz", "--quiet"], old=("m.gaz",)),
    Command("build, new file", ["build", "names.tsv", "-o", "out/m.gaz", "--quiet"]),
    Command("harvest", ["harvest", "corpus.conll", "-o", "out/lists", "--quiet"], old=("lists",),
            mark=LISTS_MARK),
    Command("tag -o", ["tag", "m.gaz", "text.txt", "many/a.txt", "many/b.txt", "--from", "text", "--to", "jsonl", "-o",
                       "out/d", "--quiet"], old=("d",)),
    Command("convert -o", ["convert", "corpus.conll", "tagged.jsonl", "--to", "doccano", "-o", "out/d", "--quiet"],
            old=("d",)),
    Command("export -o", ["export", "names.tsv", "-o", "out/patterns.jsonl", "--quiet"], old=("patterns.jsonl",)),
    Command("grow --accept", ["grow", "out/judged", "others.conll", "--from", "conll", "--accept", "0.1", "--quiet"],
            copies=("judged",)),
    Command("grow -o", ["grow", "judged", "others.conll", "--from", "conll", "-o", "out/grown.tsv", "--quiet"],
            old=("grown.tsv",)),
    Command("report -o", ["report", "judged", "-o", "out/page.html", "--text", "text.txt"], old=("page.html",)),
]


def make_world(folder, gaz):
    def run(*arguments):
        return subprocess.run([gaz, *arguments], cwd=folder, check=True, stdout=subprocess.PIPE).stdout

    (folder / "many").mkdir(parents=True)
    (folder / "names.tsv").write_text("surface\ttype\tid\n" + "".join(f"name {i} x\tT\tQ{i}\n" for i in range(15000)))
    text = "".join(f"the name {i} x and name {i + 1} x\n" for i in range(30000))
    (folder / "text.txt").write_text(text)
    for name in "ab":
        (folder / "many" / f"{name}.txt").write_text(text[:300000])
    for name, seed in (("corpus", "1"), ("others", "2")):
        corpus = [sys.executable, "-B", TESTS / "cli/name_corpus.py", seed, "800"]
        (folder / f"{name}.conll").write_bytes(subprocess.run(corpus, stdout=subprocess.PIPE, check=True).stdout)
    run("build", "names.tsv", "-o", "m.gaz", "--quiet")
    run("harvest", "corpus.conll", "-o", "judged", "--quiet")
    (folder / "tagged.jsonl").write_bytes(run("tag", "m.gaz", "many/a.txt", "--from", "text", "--to", "jsonl", "--quiet"))


class Counts:
    def __init__(self):
        self.lock = threading.Lock()
        self.counts = collections.Counter()
        self.wrong = []

    def add(self, place, command, sent, where, run):
        """A run that ended by itself, all the same, has done its work."""
        expected, filled = place.expected(command), place.filled[command.name]
        before = {f"{name}/{path}": content for name in command.copies
                  for path, content in read_files(place.folder / name).items()}
        before.update(filled)
        reason = ""
        if run.status not in (0, -sent):
            reason = f"status {run.status}: {run.err.decode(errors='replace')[:300]}"
        elif run.status == 0 and run.files != expected.files:
            reason = "success with other files"
        if command.mark and command.mark not in run.files and is_mixed(run.files, before, expected.files):
            reason = "some files are old and others new, and nothing says so"
        for name, content in run.files.items():
            if name == command.mark:
                continue
            if sent == signal.SIGKILL and content == expected.files.get(name[:-7]) and name[-7] == ".":
                continue  # it came when a file had two names, and no process can do anything against it
            if content not in (before.get(name), expected.files.get(name)):
                reason = f"{name} is neither the old file nor the new one: {len(content)} bytes"
        gone = [name for name in before if name in expected.files and name not in run.files]
        reason = reason or (f"gone: {', '.join(gone)}" if gone else "")
        with self.lock:
            new = run.files == expected.files
            self.counts[command.name, sent.name, "wrong" if reason else "new" if new else "old"] += 1
            if reason:
                self.wrong.append(reason)
                print(f"WRONG {command.name} {sent.name} {where}: {reason}", file=sys.stderr, flush=True)


def kill_at_random(place, command, sent, rng, seconds):
    process = place.start(command)
    time.sleep(rng.random() * seconds)
    process.send_signal(sent)
    return place.finish(process)


def work(command, places, count, seed, counts):
    place = places.pop()
    rng = random.Random(f"{seed} {command.name}")
    try:
        place.expected(command)
        began = time.monotonic()
        place.run(command)
        seconds = 1.1 * (time.monotonic() - began)  # so that some come too late
        for sent in SIGNALS:
            for _ in range(count):
                counts.add(place, command, sent, "at random", kill_at_random(place, command, sent, rng, seconds))
        for kind in KINDS:
            calls = place.count(command, kind)
            for number in range(calls) if calls <= 12 else sorted(rng.sample(range(calls), 12)):
                sent = SIGNALS[number % len(SIGNALS)]
                run = place.run(command, kind=kind, mode=int(sent), at=number)
                counts.add(place, command, sent, f"before {kind} {number}", run)
    finally:
        places.append(place)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("gaz", type=pathlib.Path)
    parser.add_argument("injector", type=pathlib.Path)
    parser.add_argument("--count", type=int, default=20)
    parser.add_argument("--only", default="", help="the commands whose name has this")
    parser.add_argument("--jobs", type=int, default=2)
    arguments = parser.parse_args()
    seed = int(os.environ.get("GAZ_TEST_SEED") or time.time_ns() % 1_000_000)
    print(f"seed {seed}: GAZ_TEST_SEED={seed} repeats it")
    folder = arguments.folder.resolve()
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "world").mkdir(parents=True)
    make_world(folder / "world", arguments.gaz.resolve())
    places = [Place(folder / f"place{i}", folder / "world", arguments.gaz.resolve(), arguments.injector.resolve())
              for i in range(arguments.jobs)]
    counts = Counts()
    table = [command for command in TABLE if arguments.only in command.name]
    with concurrent.futures.ThreadPoolExecutor(arguments.jobs) as pool:
        for done in [pool.submit(work, command, places, arguments.count, seed, counts) for command in table]:
            done.result()
    print(f"{'command':16} {'signal':8} {'old':>5} {'new':>5} {'wrong':>6}")
    for command in table:
        for sent in SIGNALS:
            print(f"{command.name:16} {sent.name:8}", *(
                f"{counts.counts[command.name, sent.name, outcome]:{width}}"
                for outcome, width in (("old", 5), ("new", 5), ("wrong", 6))))
    print(f"{sum(counts.counts.values())} signals, {len(counts.wrong)} wrong")
    sys.exit(1 if counts.wrong else 0)


main()
