#!/usr/bin/env python3
"""Compares gaz grep with grep -w -F on random texts with random options: output, status, and whether something is told.

usage: grep_compare.py GAZ SEED COUNT

The words of lists and texts are such that gaz and grep agree on what a word is. Runs in an empty folder.
"""
import random
import subprocess
import sys

WORDS = ["kernel", "thread", "a1", "Foo_bar", "10", "mutex", "lock", "x", "heap", "page"]
SIGNS = [" ", "  ", ", ", ".", "-", "/", "\t", ": "]
ENDS = ["\n"] * 12 + ["\r\n", "\n\n"]
ALONE = ["-v", "-c", "-l", "-L", "-q", "-o", "-n", "-H", "-h", "-b", "-s", "-Z", "-a", "-i", "--color=always", "-r",
         "--line-buffered", "-w", "-F"]
COUNTED = ["-A", "-B", "-C", "-m"]


def text(rng, binary):
    """A file: few lines or many, now and then long ones, a byte that is no text, or no last line end."""
    lines = []
    for _ in range(rng.choice([0, 1, 3, 30, 30, 30, 3000])):
        words = rng.choice([0, 1, 3, 8, 8, 8, 8] + [20000] * (rng.random() < 0.001))
        pool = WORDS if rng.random() < 0.6 else [word + "z" for word in WORDS]
        line = "".join(rng.choice(pool) + rng.choice(SIGNS) for _ in range(words))
        if rng.random() < 0.1:
            line = line.upper()
        lines.append(line + rng.choice(ENDS))
    data = "".join(lines).encode()
    if data and rng.random() < 0.3:
        data = data.rstrip(b"\r\n")
    if data and binary and rng.random() < 0.1:
        at = rng.randrange(min(len(data), 20000))
        data = data[:at] + b"\0" + data[at:]
    return data


def options(rng):
    chosen = rng.sample(ALONE, rng.choice([0, 0, 1, 1, 2, 3]))
    for option in rng.sample(COUNTED, rng.choice([0, 0, 1, 1, 2])):
        chosen += [option, str(rng.choice([0, 1, 1, 2, 3, 7, 1000]))]
    if "-v" in chosen:  # grep has colours and -o for matches in lines beside the selected ones
        chosen = [option for option in chosen if option not in ("-o", "--color=always")]
    return chosen


def run(command, piped):
    done = subprocess.run(command, input=piped, capture_output=True)
    told = [line.split(b": ", 1)[1] for line in done.stderr.splitlines()]
    return done.returncode, done.stdout, [line for line in told if b"matches" in line], len(told)


def main():
    gaz, seed, count = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    rng = random.Random(seed)
    for number in range(count):
        words = rng.sample(WORDS, rng.randrange(1, 6))
        with open("list", "w") as file:
            file.write("".join(word + "\n" for word in words))
        chosen = options(rng)
        binary = not {"-v", "-c", "-A", "-B", "-C"} & set(chosen)  # there grep has lines that end in zero bytes
        names = [f"text{i}" for i in range(rng.choice([1, 1, 2, 3]))]
        for name in names:
            with open(name, "wb") as file:
                file.write(text(rng, binary))
        if rng.random() < 0.1:
            names.insert(rng.randrange(len(names) + 1), "absent")
        piped = b""
        if rng.random() < 0.2 and "-r" not in chosen:
            names, piped = [], text(rng, binary)
        threads = ["-j", str(rng.choice([1, 2, 3]))]
        wanted = run(["grep", "-w", "-F", "-f", "list", *chosen, *names], piped)
        found = run([gaz, "grep", "-f", "list", *chosen, *threads, *names], piped)
        if wanted != found:
            print(f"seed {seed}, case {number}: gaz grep -f list {' '.join(chosen + threads + names)}")
            same = next((i for i in range(len(wanted[1])) if wanted[1][:i + 1] != found[1][:i + 1]), len(wanted[1]))
            for what, (status, output, *told) in (("expected", wanted), ("got", found)):
                print(f"{what}: {status}, from byte {same} on {output[same:same + 300]}", *told)
            sys.exit(1)
    print(f"seed {seed}: {count} cases agree")


main()
