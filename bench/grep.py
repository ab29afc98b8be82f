"""make bench-grep: gaz grep against grep and ripgrep, as commands, from file to file: the lines with one of many words.

The text is 64 MB of lines of logs: those of BENCH_DATA/*.log over and over, or else made ones. The patterns are words of
these lines and made indicators (addresses, hosts, hashes), of which the text has few. BENCH_ROUNDS (5) runs of each,
interleaved; the figures are medians of the rounds, ratios too. All must find the same lines. BENCH_LIMIT (120) seconds
are allowed; what takes more than ten runs once.
"""
import glob
import hashlib
import os
import random
import re
import shutil
import statistics
import subprocess
import sys

import commands
from run import FOLDER, GAZ, LIMIT, ROUNDS, processor, rate, say, table

SEED = 1
SIZE = 64_000_000
COUNTS = (20, 10_000, 101_405)
KNOWN = {20: 4, 10_000: 200, 101_405: 2000}  # of these, words that the text has
WORK = os.path.join(FOLDER, "grep")


def letters(chance, low=3, high=10):
    return "".join(chance.choices("abcdefghijklmnopqrstuvwxyz", k=chance.randint(low, high)))


def address(chance):
    return ".".join(str(chance.randrange(1, 255)) for _ in range(4))


def made_line(chance, names):
    return "%02d:%02d:%02d %s %s[%d]: %s from %s port %d\n" % (
        chance.randrange(24), chance.randrange(60), chance.randrange(60), chance.choice(("INFO", "WARN", "ERROR")),
        chance.choice(names), chance.randrange(30000), " ".join(chance.choices(names, k=chance.randint(3, 12))),
        address(chance), chance.randrange(1024, 60000))


def read_lines():
    folder = os.environ.get("BENCH_DATA")
    if folder:
        found = sorted(glob.glob(os.path.join(folder, "*.log")))
        if not found:
            sys.exit("no data: %s has no *.log" % folder)
        return "".join(open(path, encoding="utf-8", errors="replace", newline="").read() for path in found)
    chance = random.Random(SEED)
    names = [letters(chance) for _ in range(5000)]
    return "".join(made_line(chance, names) for _ in range(50_000))


def indicator(chance):
    kind = chance.random()
    if kind < 0.4:
        return address(chance)
    if kind < 0.7:
        return "%s.%s.example" % (letters(chance, 8, 12), letters(chance))
    return "%032x" % chance.getrandbits(128)


def patterns(lines, count, known):
    """`known` of them are words that the text has."""
    chance = random.Random(SEED)
    chosen = dict.fromkeys(chance.sample(sorted(set(re.findall(r"\b\w{5,}\b", lines, re.ASCII))), known))
    while len(chosen) < count:
        chosen[indicator(chance)] = None
    return list(chosen)


def lines_of(path):
    """Tells one output from another."""
    with open(path, "rb") as file:
        return hashlib.sha256(file.read()).hexdigest()


def engines(count, text):
    listed = os.path.join(WORK, "%d.txt" % count)
    model = os.path.join(WORK, "%d.gaz" % count)
    if commands.measure(FOLDER, [GAZ, "build", listed, "--tokens", "words", "-o", model, "--quiet"], LIMIT)["status"]:
        sys.exit("gaz build failed")
    found = [("gaz grep MODEL", [GAZ, "grep", model, text]), ("gaz grep -f LIST", [GAZ, "grep", "-f", listed, text]),
             ("grep -w -F -f LIST", ["grep", "-w", "-F", "-f", listed, text])]
    if shutil.which("rg"):
        found.append(("rg -w -F -f LIST", ["rg", "--no-config", "-N", "-w", "-F", "-f", listed, text]))
    return [commands.Command(label, arguments, lines_of) for label, arguments in found]


def share(arguments, text):
    selected = subprocess.run(arguments + ["-c"], stdout=subprocess.PIPE, text=True, check=True).stdout
    with open(text, "rb") as file:
        return "%.1f %%" % (100 * int(selected) / file.read().count(b"\n"))


def ratio(command, gaz):
    """How many times as long as gaz the other took, round by round."""
    return statistics.median(other / own for other, own in zip(command.walls, gaz.walls))


def tell_times(found, size, last):
    """A row for each command; the last column has how many times as long as the first one took."""
    rows = []
    for command in found:
        if not command.walls:
            rows.append([command.label, "over %d" % LIMIT if command.killed else "failed", "-", "-", "-"])
            continue
        wall = statistics.median(command.walls)
        rows.append([command.label, "%.2f" % wall, "%.2f" % statistics.median(command.cpus), "%.0f" % rate(size, wall),
                     "%.2f" % ratio(command, found[0])])
    table(["command", "wall s", "CPU s", "MB/s", last], rows)


def bench(count, text):
    found = engines(count, text)
    commands.run_all(found, FOLDER, ROUNDS, LIMIT)
    size = os.path.getsize(text)
    say("%d patterns; %s of the lines have one:\n" % (count, share(found[0].arguments, text)))
    tell_times(found, size, "gaz grep is times")
    return len({command.spans for command in found if command.walls}) == 1


def main():
    os.makedirs(WORK, exist_ok=True)
    lines = read_lines()
    text = os.path.join(WORK, "text.log")
    with open(text, "w", encoding="utf-8", newline="") as file:
        file.write(lines * (SIZE // len(lines) + 1))
    for count in COUNTS:
        with open(os.path.join(WORK, "%d.txt" % count), "w", encoding="utf-8") as file:
            file.writelines(pattern + "\n" for pattern in patterns(lines, count, KNOWN[count]))
    say("%s, %d processors, %d rounds, %.1f MB\n" % (processor(), os.cpu_count(), ROUNDS, os.path.getsize(text) / 1e6))
    different = [count for count in COUNTS if not bench(count, text)]
    if different:
        sys.exit("FAILED: other lines are found of %s patterns" % different)


if __name__ == "__main__":
    main()
