"""make bench-logs: gaz tag on logs, as text and as JSON lines, against what one would write or run else.

Lines and 101,405 patterns are those of bench/grep.py. As JSON a line is the member "message" of a record such as a
collector of containers makes. BENCH_ROUNDS (5) runs of each, interleaved; ratios are medians of the rounds.
BENCH_LIMIT (120) seconds are allowed. Each record has to come out as it came in, but for the spans, and two threads
have to write what one does.
"""
import json
import os
import shutil
import subprocess
import sys

import commands
import grep
import peers
from run import FOLDER, GAZ, LIMIT, ROUNDS, processor, say

SIZE = 63_000_000
COUNT = 101_405
KNOWN = 22, 2000  # words of these that the text has
WORK = os.path.join(FOLDER, "logs")


def record(line, number):
    """A record without its last bracket, as gaz leaves it."""
    return json.dumps({"stream": "stdout", "time": "2026-11-30T10:%02d:%02d.%06dZ" % (number // 60 % 60, number % 60, number),
                       "kubernetes": {"pod": "web-%d" % (number % 17), "labels": {"app": "web", "tier": "front"}},
                       "level": 6, "message": line}, ensure_ascii=number % 50 == 0)


def write_files(lines, records, text):
    """Both have the same lines, as many as make 63 MB of records."""
    size = number = 0
    lines = lines.split("\n")[:-1]
    with open(records, "w", encoding="utf-8", newline="") as as_json, open(text, "w", encoding="utf-8", newline="") as plain:
        while size < SIZE:
            line = lines[number % len(lines)].rstrip("\r")
            size += as_json.write(record(line, number) + "\n")
            plain.write(line + "\n")
            number += 1


def json_engines(model, listed, records):
    tag = [GAZ, "tag", model, records, "--from", "jsonl", "--field", "message", "--quiet"]
    yield "gaz tag --from jsonl -j 1", tag
    yield "gaz tag --from jsonl -j 2", tag + ["-j", "2"]
    try:
        python = peers.python_with_orjson(FOLDER)
        saved = os.path.join(WORK, "pyahocorasick.saved")
        subprocess.run(python + [os.path.join(peers.SOURCES, "pyahocorasick.py"), "build", listed, saved], check=True)
        yield "orjson with pyahocorasick", python + [os.path.join(peers.SOURCES, "orjson_lines.py"), saved, records, "message"]
    except peers.Missing:
        pass
    if shutil.which("jq"):
        yield "jq -c .message", ["jq", "-c", ".message", records]


def text_engines(model, listed, text):
    yield "gaz tag --from text --to tsv", [GAZ, "tag", model, text, "--from", "text", "--to", "tsv", "--quiet"]
    yield "grep -o -F -f LIST", ["grep", "-o", "-F", "-f", listed, text]
    if shutil.which("rg"):
        yield "rg -o -F -f LIST", ["rg", "--no-config", "-N", "-o", "-F", "-f", listed, text]


def bench(engines, size):
    found = [commands.Command(label, arguments, lambda _: None) for label, arguments in engines]
    commands.run_all(found, FOLDER, ROUNDS, LIMIT)
    grep.tell_times(found, size, "the first is times")


def check(model, records):
    """Each record is what it was, but for the spans, whatever the number of threads."""
    outputs = [os.path.join(WORK, "out.%d" % threads) for threads in (1, 2)]
    for threads, output in zip((1, 2), outputs):
        with open(output, "wb") as file:
            subprocess.run([GAZ, "tag", model, records, "--from", "jsonl", "--field", "message", "--quiet", "-j", str(threads)],
                           stdout=file, check=True)
    with open(records, "rb") as before, open(outputs[0], "rb") as one, open(outputs[1], "rb") as two:
        for old, new, other in zip(before, one, two, strict=True):
            if not new.startswith(old[:-2] + b', "spans": [') or new != other:
                sys.exit("FAILED: a record became another: %r" % new)


def run(lines, known, records, text):
    listed, model = os.path.join(WORK, "list.txt"), os.path.join(WORK, "list.gaz")
    with open(listed, "w", encoding="utf-8") as file:
        file.writelines(pattern + "\n" for pattern in grep.patterns(lines, COUNT, known))
    subprocess.run([GAZ, "build", listed, "--tokens", "words", "-o", model, "--quiet"], check=True)
    check(model, records)
    totals = subprocess.run([GAZ, "tag", model, text, "--from", "text", "--to", "count"], stdout=subprocess.PIPE, text=True,
                            check=True).stdout.split()
    say("%d patterns, of which the text has %d; %s spans:\n" % (COUNT, known, totals[5]))
    bench(json_engines(model, listed, records), os.path.getsize(records))
    bench(text_engines(model, listed, text), os.path.getsize(text))


def main():
    os.makedirs(WORK, exist_ok=True)
    records, text = os.path.join(WORK, "records.jsonl"), os.path.join(WORK, "text.log")
    lines = grep.read_lines()
    write_files(lines, records, text)
    say("%s, %d processors, %d rounds, %.1f MB of records with %.1f MB of text\n" %
        (processor(), os.cpu_count(), ROUNDS, os.path.getsize(records) / 1e6, os.path.getsize(text) / 1e6))
    for known in KNOWN:
        run(lines, known, records, text)


if __name__ == "__main__":
    main()
