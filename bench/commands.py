"""Whole commands, from file to file: reading, tagging and writing, as a user runs them."""
import json
import os
import re
import shutil
import subprocess

import peers

SLOW = 10  # seconds; a command that takes longer runs once


class Command:
    """`count` finds the number of spans in what it wrote."""

    def __init__(self, label, arguments, count):
        self.label = label
        self.arguments = arguments
        self.count = count
        self.walls, self.cpus = [], []
        self.spans = None
        self.killed = self.failed = False

    def wants_more(self):
        return not (self.killed or self.failed or self.walls and self.walls[-1] > SLOW)

    def run(self, folder, limit):
        report = measure(folder, self.arguments, limit, os.path.join(folder, "output"))
        self.killed, self.failed = report["killed"], not report["killed"] and report["status"] != 0
        if not self.killed and not self.failed:
            self.walls.append(report["wall"])
            self.cpus.append(report["cpu"])
        if self.walls and self.spans is None:
            self.spans = self.count(os.path.join(folder, "output"))


def measure(folder, arguments, limit, output=os.devnull):
    """Runs a command; gives wall and CPU seconds, peak_bytes, killed and status."""
    report = os.path.join(folder, "measured.json")
    with open(output, "wb") as file:
        subprocess.run([os.path.join(folder, "measure"), report, str(limit)] + arguments, stdout=file,
                       stderr=subprocess.DEVNULL, check=True)
    with open(report, encoding="utf-8") as file:
        return json.load(file)


def occurrences(pattern):
    def count(path):
        with open(path, "rb") as file:
            return sum(len(re.findall(pattern, line)) for line in file)
    return count


lines = occurrences(b"\n")


def total(path):
    with open(path, encoding="utf-8") as file:
        return int(file.read().split()[-1])


def commands(gaz, model, surfaces, text, folder):
    """gaz with each output and one and two threads, then the others."""
    outputs = (("conll", occurrences(rb"\tB-")), ("jsonl", occurrences(rb'\{"start": ')), ("count", total))
    found = [Command("gaz tag --to %s -j %d" % (output, threads),
                     [gaz, "tag", model, text, "--to", output, "-j", str(threads), "--quiet"], count)
             for output, count in outputs for threads in (1, 2)]
    try:
        python = peers.python_with_ahocorasick()
        saved = os.path.join(folder, "pyahocorasick.saved")
        subprocess.run(python + ["build", surfaces, saved], check=True)
        found.append(Command("pyahocorasick, saved automaton", python + ["tag", saved, text], lines))
    except peers.Missing:
        pass  # said when the peers were built
    if shutil.which("rg"):
        found.append(Command("rg -o -F -w -f", ["rg", "--no-config", "-a", "-N", "-o", "-F", "-w", "--regex-size-limit",
                                                "10G", "--dfa-size-limit", "4G", "-f", surfaces, text], lines))
    return found


def json_commands(gaz, model, surfaces, lines_path, folder):
    """The same for JSON lines, one field of each; `model` has words. jq and rg do a part of the work."""
    members = occurrences(rb'\{"start": ?')
    found = [Command("gaz tag --from jsonl --to %s -j %d" % (output, threads),
                     [gaz, "tag", model, lines_path, "--from", "jsonl", "--to", output, "-j", str(threads), "--quiet"],
                     count)
             for output, threads, count in (("jsonl", 1, members), ("jsonl", 2, members), ("count", 1, total))]
    try:
        python = peers.python_with_orjson(folder)
        saved = os.path.join(folder, "pyahocorasick.saved")
        subprocess.run(python + [os.path.join(peers.SOURCES, "pyahocorasick.py"), "build", surfaces, saved], check=True)
        found.append(Command("orjson with pyahocorasick", python + [os.path.join(peers.SOURCES, "orjson_lines.py"), saved,
                                                                    lines_path], occurrences(rb'\{"start":')))
    except peers.Missing:
        pass
    if shutil.which("jq"):
        found.append(Command("jq, reading and writing alone", ["jq", "-c", ".", lines_path], lambda _: None))
    if shutil.which("rg"):
        found.append(Command("rg -o -F -w -f", ["rg", "--no-config", "-a", "-N", "-o", "-F", "-w", "--regex-size-limit",
                                                "10G", "--dfa-size-limit", "4G", "-f", surfaces, lines_path], lines))
    return found


def run_all(found, folder, rounds, limit):
    """Interleaved."""
    for _ in range(rounds):
        for command in found:
            if command.wants_more():
                command.run(folder, limit)
    for name in ("output", "pyahocorasick.saved", "measured.json"):
        if os.path.exists(os.path.join(folder, name)):
            os.remove(os.path.join(folder, name))
