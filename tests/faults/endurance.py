#!/usr/bin/env python3
"""Tags much text, many files in one run, and opens a model many times: memory stays as it is, no descriptor is lost.

usage: endurance.py GAZ RELOAD GIGABYTES FILES RELOADS
"""
import os
import pathlib
import resource
import subprocess
import sys
import tempfile
import threading
import time

LINE = b"the linux kernel of an operating system, a zebra line (ZL) and caf\xc3\xa9 noir in the ZL.\n"
DESCRIPTORS = 64  # that a run with many files may have
GROWTH = 1024  # KB by which memory may grow behind the first hundredth


def make_model(folder, gaz):
    (folder / "list.tsv").write_text("linux kernel\tThing\nzebra\tThing\noperating system\tThing\n")
    for name in ("m.gaz", "n.gaz"):
        subprocess.run([gaz, "build", "list.tsv", "-o", name, "--quiet"], cwd=folder, check=True)


def memory_of(process):
    with open(f"/proc/{process.pid}/status") as file:
        return next(int(line.split()[1]) for line in file if line.startswith("VmRSS"))


def tag_much(folder, gaz, size):
    """Constant memory over all of the text."""
    process = subprocess.Popen([gaz, "tag", "m.gaz", "--from", "text", "--to", "jsonl", "--quiet"], cwd=folder,
                               stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    read = [0]

    def take():
        while piece := process.stdout.read1(1 << 20):
            read[0] += len(piece)

    reader = threading.Thread(target=take)
    reader.start()
    piece = LINE * ((1 << 20) // len(LINE))
    pieces = int(size / len(piece)) + 1
    began = time.monotonic()
    first = most = 0
    for number in range(pieces):
        process.stdin.write(piece)
        if number == pieces // 100:
            first = memory_of(process)
        if number % 64 == 0 and first:
            most = max(most, memory_of(process))
    last = memory_of(process)
    process.stdin.close()
    reader.join()
    assert process.wait() == 0
    seconds = time.monotonic() - began
    print(f"{pieces * len(piece)} bytes of text, {read[0]} of JSON in {seconds:.0f} s "
          f"({pieces * len(piece) / seconds / 1e6:.0f} MB/s): {first} KB at the begin, {most} KB at most, {last} KB at "
          "the end", flush=True)
    assert max(most, last) <= first + GROWTH, "memory grows"


def tag_files(folder, gaz, count):
    """As many files as `count` with few descriptors."""
    for number in range(count):
        if number % 1000 == 0:
            inner = folder / "files" / f"{number // 1000:03}"
            inner.mkdir(parents=True)
        (inner / f"{number:06}.txt").write_bytes(LINE)
    process = subprocess.Popen([gaz, "tag", "m.gaz", "-r", "files", "--from", "text", "--to", "tsv", "--quiet"],
                               cwd=folder, stdout=subprocess.PIPE, preexec_fn=lambda: resource.setrlimit(
                                   resource.RLIMIT_NOFILE, (DESCRIPTORS, DESCRIPTORS)))
    rows = sum(1 for _ in process.stdout)
    assert process.wait() == 0
    assert rows == 3 * count, f"{rows} rows"
    subprocess.run([gaz, "tag", "m.gaz", "-r", "files", "--from", "text", "--to", "jsonl", "-o", "tagged", "--quiet"],
                   cwd=folder, check=True, preexec_fn=lambda: resource.setrlimit(
                       resource.RLIMIT_NOFILE, (DESCRIPTORS, DESCRIPTORS)))
    written = sum(len(names) for _, _, names in os.walk(folder / "tagged"))
    assert written == count, f"{written} files"
    print(f"{count} files with {DESCRIPTORS} descriptors: {rows} rows, and {written} files", flush=True)


def main():
    gaz, reload, gigabytes, files, reloads = sys.argv[1:]
    gaz, reload = str(pathlib.Path(gaz).resolve()), str(pathlib.Path(reload).resolve())
    with tempfile.TemporaryDirectory() as made:
        folder = pathlib.Path(made)
        make_model(folder, gaz)
        tag_much(folder, gaz, float(gigabytes) * 1e9)
        tag_files(folder, gaz, int(files))
        subprocess.run([reload, "m.gaz", "n.gaz", "list.tsv", reloads, "1"], cwd=folder, check=True)


main()
