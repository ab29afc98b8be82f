#!/usr/bin/env python3
"""gaz serve while its calls fail in turn: it says so and ends, or it answers; it ends by SIGTERM; lists, corpus and model
stay whole.

usage: serve.py FOLDER GAZ INJECTOR [--most N] [--kinds KIND,...]
"""
import argparse
import collections
import http.client
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import time

from commands import Command
from trial import SANITIZED, Place
import world

KINDS = ["memory", "thread", "library", "open", "read", "write", "close", "stat", "sync", "rename", "link", "map", "list",
         "random", "socket", "accept", "receive", "send", "poll", "event"]
REQUESTS = [
    ("GET", "/health", None),
    ("POST", "/tag", '{"text": "a linux kernel and a zebra"}'),
    ("POST", "/explain", '{"text": "a linux kernel"}'),
    ("POST", "/verdict", '{"surface": "new word", "type": "Thing", "verdict": "keep"}'),
    ("POST", "/annotations", '{"id": "k1", "text": "the animal1 here", "spans": [{"start": 4, "end": 11, "label": "Thing"}]}'),
    ("GET", "/status", None),
    ("GET", "/", None),
]
SERVE = Command("serve", ["serve", "out/m.gaz", "--port", "0", "--lists", "out/lists", "--corpus", "out/corpus"],
                copies=("lists", "m.gaz", "corpus"))
OUTCOMES = ["told", "answered", "library's"]
STATUSES = {200, 400, 404, 409, 413, 422, 500, 503}


class Copying(Place):
    """m.gaz is a file."""

    def prepare(self, command):
        out = self.folder / "out"
        shutil.rmtree(out, ignore_errors=True)
        out.mkdir()
        for name in command.copies:
            copy = shutil.copytree if (self.folder / name).is_dir() else shutil.copyfile
            copy(self.folder / name, out / name)


def ask(port, method, path, body):
    """The status, or None: there is no answer."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request(method, path, body, {"Content-Type": "application/json"} if body else {})
        answer = connection.getresponse()
        answer.read()
        return answer.status
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()


def find_port(place, process):
    end = time.monotonic() + 20
    while time.monotonic() < end:
        found = re.search(rb"serving at .*:(\d+)/", (place.folder / "stderr").read_bytes())
        if found:
            return int(found[1])
        if process.poll() is not None:
            return None
        time.sleep(0.005)
    return None


def trial(place, gaz, **faults):
    """What is wrong, or one of OUTCOMES."""
    once = faults.get("mode") == "fail"
    process = place.start(SERVE, **faults)
    port = find_port(place, process)
    answers = []
    for request in REQUESTS if port else []:
        if None in answers and faults.get("mode") == "all":
            break  # nor will the others be answered, and each waits
        answers.append(ask(port, *request))
    last = None
    for _ in range(2 if port and (once or None not in answers[-1:]) else 0):
        last = last or ask(port, "GET", "/health", None)  # the first one may be what fails
    if port and process.poll() is None:
        process.send_signal(signal.SIGTERM)
    elif process.poll() is None:
        process.kill()
    try:
        status = process.wait(30)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
        return "does not end by SIGTERM"
    messages = (place.folder / "stderr").read_bytes().decode(errors="replace")
    quiet = faults.get("kind") == "write"  # messages too cannot be written
    if status == 127 and "thread-local data" in messages or status == -signal.SIGABRT and (quiet or not once):
        return "library's"  # libraries end the process: the C library, and libmicrohttpd if it cannot wake its threads
    if quiet and not port:
        return "told"
    if status < 0 or status == SANITIZED or "Sanitizer" in messages:
        return f"status {status}: {messages[:3000]} {place.get_report().caller}"
    if not port:
        told = status in (1, 2) and re.search("^gaz: ", messages, re.MULTILINE)
        return "told" if told else f"status {status} without a message: {messages[:300]}"
    if any(answer is not None and answer not in STATUSES for answer in answers):
        return f"answers {answers}"
    if once and answers.count(200) < len(answers) - 2:
        return f"one fault, answers {answers}: {messages[:300]}"
    if once and last != 200:
        return f"answers {last} after one fault: {messages[:300]}"
    return check_files(place, gaz, faults.get("kind")) or "answered"


def check_files(place, gaz, kind):
    """The lists can be built, the model read, and nothing else is there."""
    out = place.folder / "out"
    for arguments in (["build", "lists", "-o", "again.gaz", "--quiet"], ["info", "m.gaz"]):
        run = subprocess.run([gaz, *arguments], cwd=out, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        if run.returncode != 0:
            return f"gaz {arguments[0]} afterwards: {run.stdout.decode(errors='replace')[:300]}"
    left = [str(path) for path in out.rglob("*") if re.fullmatch(r".*\.[a-z0-9]{6}", path.name)
            and path.suffix not in (".jsonl",) and kind != "unlink"]
    return f"left: {left}" if left else ""


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("gaz", type=pathlib.Path)
    parser.add_argument("injector", type=pathlib.Path)
    parser.add_argument("--release", type=pathlib.Path)
    parser.add_argument("--most", type=int, default=60)
    parser.add_argument("--kinds", default=",".join(KINDS))
    arguments = parser.parse_args()
    gaz = arguments.gaz.resolve()
    release = (arguments.release or gaz).resolve()
    made = arguments.folder.resolve() / "world"
    shutil.rmtree(arguments.folder, ignore_errors=True)
    made.mkdir(parents=True)
    world.make(made, release)
    (made / "corpus").mkdir()
    subprocess.run([release, "build", "lists", "-o", "m.gaz", "--quiet"], cwd=made, check=True)
    place = Copying(arguments.folder.resolve() / "place", made, gaz, arguments.injector.resolve())
    counts, wrong = collections.Counter(), 0
    print(f"{'kind of call':14}", *(f"{name:>9}" for name in ("faults", *OUTCOMES, "wrong")))
    for kind in arguments.kinds.split(","):
        trial(place, release, kind=kind)
        calls = place.get_report().calls
        for mode in ("fail", "all"):
            for number in range(0, calls, calls // (arguments.most + 1) + 1):
                outcome = trial(place, release, kind=kind, mode=mode, at=number)
                if outcome not in OUTCOMES:
                    wrong += 1
                    print(f"WRONG serve: {kind} {mode} {number}: {outcome}", file=sys.stderr, flush=True)
                    outcome = "wrong"
                counts[kind, outcome] += 1
        row = [counts[kind, outcome] for outcome in (*OUTCOMES, "wrong")]
        print(f"{kind:14} {sum(row):9}", *(f"{count:9}" for count in row), flush=True)
    print(f"{sum(counts.values())} faults, {wrong} wrong")
    sys.exit(1 if wrong else 0)


main()
