"""make bench-instr: instructions per token, by kernel and by stage, counted by valgrind's callgrind.

    instructions.py

Counts do not depend on what else the machine does, so they show a change of a percent. A run without any text is taken
off: it opens the model. Uses the first megabytes of the bench's first text, with its smallest and its largest
dictionary; BENCH_DATA as in make bench.
"""
import collections
import os
import re
import shutil
import subprocess
import sys

import data
from run import FOLDER, GAZ, build_model, inputs, say, table

SIZE = 4 << 20  # bytes of text

STAGES = [  # by the name of the function, in this order
    ("cut", r"^(spread_blocks|add_wides|raw_room|units_blocks|unit_room|lay_out|sketch|cut_|skip_|look$|token_end|"
            r"classify|add_tokens|unicode_(decode|classify))"),
    ("keys", r"^(normalize|unicode_|fold_)"),
    ("filter", r"^(neighbours_|ends_|ones_)"),
    ("match", r"^(finder_|matcher_|look_up|verify|stands_at|step|leading|list_leads|find_unit|take_|next_ahead|choose|"
              r"unit_|automaton_|scanner_match)"),
    ("write", r"^(write|put_|next_position|outside_end|json_|units_|lines_|end_sentence|begin_sentence|buffer_|file_write)"),
]


def stage_of(function):
    return next((name for name, pattern in STAGES if re.search(pattern, function)), "other")


def count(arguments):
    """Instructions by stage."""
    out = os.path.join(FOLDER, "callgrind.out")
    done = subprocess.run(["valgrind", "--tool=callgrind", "--callgrind-out-file=" + out, GAZ, "tag"] + arguments,
                          stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        return None
    listed = subprocess.run(["callgrind_annotate", "--auto=no", "--threshold=100", out], stdout=subprocess.PIPE,
                            text=True, check=True).stdout
    counts = collections.Counter()
    for line in listed.splitlines():
        found = re.match(r"\s*([\d,]+) \([\s\d.]+%\)\s+(?:.*?:)?(?:gaz_internal_)?([\w.]+?)(?:'\d+)?(?: \[.*\])?$", line)
        if found and found.group(2) != "TOTALS":
            counts[stage_of(found.group(2))] += int(found.group(1).replace(",", ""))
    return counts


def kernels():
    """Those that this machine has."""
    empty = os.path.join(FOLDER, "empty.txt")
    open(empty, "w").close()
    return empty, ("avx512", "avx2", "neon", "scalar")


def show(model, text, options, title):
    empty, names = kernels()
    tokens = len(open(text, "rb").read().split())
    rows = []
    for name in names:
        arguments = [model, "--kernel", name] + options
        before = count(arguments + [empty])
        if before is None:
            continue  # this machine does not have it
        counts = count(arguments + [text])
        counts.subtract(before)
        stages = [stage for stage, _ in STAGES] + ["other"]
        rows.append([name] + ["%.1f" % (counts[stage] / tokens) for stage in stages] +
                    ["%.1f" % (sum(counts.values()) / tokens)])
    say("%s, %d tokens: instructions per token\n" % (title, tokens))
    table(["kernel"] + [stage for stage, _ in STAGES] + ["other", "all"], rows)


def main():
    if not shutil.which("valgrind"):
        sys.exit("skipped: there is no valgrind")
    os.makedirs(FOLDER, exist_ok=True)
    dictionaries, texts = inputs()
    dictionaries.sort(key=os.path.getsize)
    text = os.path.join(FOLDER, "instructions.tok")
    whole = data.read(texts[0])[:SIZE]
    with open(text, "wb") as file:
        file.write(whole[:whole.rindex(b"\n") + 1])
    for dictionary in sorted({dictionaries[0], dictionaries[-1]}, key=os.path.getsize):
        model, _ = build_model(dictionary, "both")
        for options in (["--to", "count"], ["--from", "text", "--to", "count"], ["--to", "conll"], ["--to", "jsonl"]):
            show(model, text, options, "%s, gaz tag %s" % (data.name_of(dictionary), " ".join(options)))


if __name__ == "__main__":
    main()
