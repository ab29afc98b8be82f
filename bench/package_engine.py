"""A Python package as an engine of the bench: a process that builds or loads, and then tags when told to.

    package_engine.py NAME build ENTRIES SAVED TEXT    builds from ENTRIES, and saves to SAVED what can be saved
    package_engine.py NAME load ENTRIES SAVED TEXT     loads SAVED

It prints a line when it is ready, then for each request {"size": 1000, "way": "batch", "threads": 1, "sample": 8000000}
on standard input one with what it took to tag the first `sample` bytes of the text as documents of that size. ENTRIES is
the dictionary for gaz, and for the others its surfaces, one a line. BENCH_LIMIT is the number of seconds after which what
builds is killed."""
import json
import os
import signal
import sys
import time
from importlib import metadata

import data
from packages import PACKAGES, Gaz


def peak_bytes():
    with open("/proc/self/status", encoding="ascii") as file:
        return next(int(line.split()[1]) * 1024 for line in file if line.startswith("VmHWM:"))


def version(package):
    return package.package.__version__ if isinstance(package, Gaz) else metadata.version(package.distribution)


def start(package, step, entries, saved):
    """Builds or loads, and gives what it took, in seconds of CPU time."""
    patterns = package.patterns(entries) if step == "build" else None
    signal.alarm(int(os.environ.get("BENCH_LIMIT", "120")))
    begin = time.process_time()
    if step == "build":
        package.build(patterns, saved)
    else:
        package.load(saved)
    seconds = time.process_time() - begin
    signal.alarm(0)
    ready = {"version": version(package), "seconds": seconds, "peak_bytes": peak_bytes()}
    if step == "build" and hasattr(package, "save"):
        package.save(saved)
    if step == "load" and isinstance(package, Gaz):
        ready["trusted_seconds"] = package.trusted_seconds
    return ready


class Documents:
    """The documents of each size, made when first asked for."""

    def __init__(self, package, path):
        self.package = package
        self.text = data.read(path)
        self.made = {}

    def of(self, size, sample):
        if (size, sample) not in self.made:
            text = self.text[:sample].decode("utf-8", "replace")
            self.made[size, sample] = [self.package.prepare(part) for part in data.documents(text, size)]
        return self.made[size, sample]


def tag_once(package, documents, way, threads):
    """Gives the number of spans."""
    if way == "batch":
        return sum(map(len, package.tag_all(documents, threads)))
    matches = 0
    for document in documents:
        matches += len(package.tag(document))
    return matches


def run(package, documents, way, threads):
    wall, begin = time.perf_counter(), time.process_time()
    for _ in range(package.repeats):
        matches = tag_once(package, documents, way, threads)
    return {"seconds": (time.process_time() - begin) / package.repeats,
            "wall": (time.perf_counter() - wall) / package.repeats, "matches": matches}


def say(answer):
    print(json.dumps(answer), flush=True)


def main():
    name, step, entries, saved, text = sys.argv[1:]
    try:
        package = PACKAGES[name]()
    except ImportError as error:
        say({"skip": "there is no %s" % error.name})
        return
    say(start(package, step, entries, saved))
    documents = None
    for line in sys.stdin:
        request = json.loads(line)
        documents = documents or Documents(package, text)
        say(run(package, documents.of(request["size"], request["sample"]), request["way"], request["threads"]))


if __name__ == "__main__":
    main()
