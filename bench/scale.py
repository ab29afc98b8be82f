"""make bench-scale: what tagging costs against the size of the dictionary, the size of the text, the share of tagged
tokens, the length of entries, the number of threads and the kind of input. gaz alone; no peers.

The text is the first *.tok of BENCH_DATA, or the one that `make bench` makes. BENCH_ROUNDS (3) runs of each; medians.
BENCH_ONLY (a regular expression) chooses tables: dictionary, text, hits, length, threads, input, worst.
"""
import itertools
import os
import random
import re
import shutil
import statistics
import sys

import commands
import data
from engine import Engine
from run import FOLDER, GAZ, megabytes, rate, say, table

SEED = 1
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "3"))
ONLY = os.environ.get("BENCH_ONLY", "")
WORK = os.path.join(FOLDER, "scale")
TEXT_SIZE = 64_000_000


def path(name):
    return os.path.join(WORK, name)


def letters(chance, low=3, high=9):
    return "".join(chance.choices("abcdefghijklmnopqrstuvwxyz", k=chance.randint(low, high)))


class Words:
    """Draws from the first megabytes of the text."""

    def __init__(self, text):
        with open(text, encoding="utf-8", errors="replace") as file:
            self.sentences = [line.split() for line in file.read(8_000_000).splitlines()]
        self.tokens = [token for tokens in self.sentences for token in tokens]

    def dictionary(self, size):
        """Runs of the text, most of them with a foreign token."""
        entries = {}
        data.add_runs(entries, self.sentences, size, random.Random(SEED))
        return entries

    def entry(self, chance, length):
        """Tokens as frequent as in the text; in half of the entries one that no text has."""
        drawn = chance.choices(self.tokens, k=length)
        if chance.random() < 0.5:
            drawn[chance.randrange(length)] = letters(chance)
        return " ".join(drawn)

    def sentence(self, chance):
        return chance.choices(self.tokens, k=chance.randint(10, 30))


def write_list(name, entries):
    with open(path(name), "w", encoding="utf-8") as file:
        file.writelines("%s\tTERM\n" % entry for entry in entries)
    return path(name)


def distinct(draw, size):
    seen = set()
    while len(seen) < size:
        entry = draw()
        if entry not in seen:
            seen.add(entry)
            yield entry


def write_text(name, sentences):
    with open(path(name), "w", encoding="utf-8") as file:
        file.writelines(" ".join(tokens) + "\n" for tokens in sentences)
    return path(name)


def build(dictionary, tokens="corpus"):
    model = dictionary + ".gaz"
    report = commands.measure(FOLDER, [GAZ, "build", "--tokens", tokens, dictionary, "-o", model, "--quiet"], 3600)
    if report["status"] != 0:
        sys.exit("gaz build failed on " + dictionary)
    return model, report


def tag(model, text, *options, wall=False):
    """Gives MB/s, the matches and what the engine said when it was ready."""
    engine = Engine("gaz", "gaz", [os.path.join(FOLDER, "gaz-engine")], options, wall=wall)
    ready = engine.start(model, text)
    runs = [engine.run() for _ in range(ROUNDS)]
    engine.stop()
    seconds = statistics.median(seconds for seconds, _ in runs)
    return rate(os.path.getsize(text), seconds), runs[0][1], ready


def head(text, size):
    """The first lines of the text, again and again, up to `size` bytes."""
    out = path("repeated.tok")
    with open(text, "rb") as source, open(out, "wb") as file:
        while (left := size - file.tell()) > 0:
            part = source.read(min(left, 1 << 20))
            if not part:
                source.seek(0)
                continue
            file.write(part)
        file.write(b"\n")
    return out


def by_dictionary(text, words):
    rows = []
    small = head(text, TEXT_SIZE)
    for size in (1_000, 10_000, 100_000, 1_000_000, 10_000_000):
        dictionary = write_list("dictionary.tsv", words.dictionary(size))
        model, built = build(dictionary)
        speed, matches, ready = tag(model, small)
        rows.append(["{:,}".format(size), megabytes(os.path.getsize(dictionary)), "%.2f" % built["wall"],
                     megabytes(built["peak_bytes"]), megabytes(ready["model_bytes"]),
                     "%.1f" % (ready["build_seconds"] * 1000), "%.0f" % speed, matches])
    table(["entries", "list MB", "build s", "building MB", "model MB", "open ms", "MB/s", "matches"], rows)


def standard_model(words):
    """100,000 entries."""
    return build(write_list("standard.tsv", words.dictionary(100_000)))[0]


def by_text(text, words):
    model, rows = standard_model(words), []
    for size in (1_000_000, 10_000_000, 100_000_000, 1_000_000_000):
        repeated = head(text, size)
        speed, matches, _ = tag(model, repeated)
        report = commands.measure(FOLDER, [GAZ, "tag", model, repeated, "--to", "count", "--quiet"], 3600)
        rows.append(["{:,} MB".format(size // 1_000_000), "%.0f" % speed, matches, megabytes(report["peak_bytes"])])
    os.remove(path("repeated.tok"))
    table(["text", "MB/s", "matches", "peak MB of gaz tag"], rows)


def by_hits(_, words):
    """Text of random tokens with whole entries mixed in, until the wanted share of its tokens is tagged. The entries'
    own tokens are in no other place."""
    chance = random.Random(SEED)
    entries = [" ".join(letters(chance) + "_" + letters(chance) for _ in range(chance.randint(2, 4)))
               for _ in range(10_000)]
    model = build(write_list("hits.tsv", entries))[0]
    rows = []
    for share in (0, 1, 5, 10, 25, 50):
        def sentences(share=share):
            chance = random.Random(SEED + share)
            written = tagged = total = 0
            while written < TEXT_SIZE // 4:
                tokens = []
                for token in words.sentence(chance):
                    if tagged * 100 < share * (total + len(tokens)):
                        entry = chance.choice(entries).split()
                        tagged += len(entry)
                        tokens += entry
                    else:
                        tokens.append(token)
                total += len(tokens)
                written += sum(map(len, tokens)) + len(tokens)
                yield tokens
        speed, matches, _ = tag(model, write_text("hits.tok", sentences()))
        rows.append(["%d %%" % share, "%.0f" % speed, matches])
    table(["tokens tagged", "MB/s", "matches"], rows)


def by_length(text, words):
    """A million tokens of entries, or 10,000 entries if that is fewer; the text is theirs and the ordinary one in turn.
    """
    rows = []
    with open(text, encoding="utf-8", errors="replace") as file:
        ordinary = [line.split() for line in itertools.islice(file, 20_000)]
    for length in (1, 2, 3, 5, 10, 100, 10_000):
        chance = random.Random(SEED)
        count = max(1, min(10_000, 1_000_000 // length))
        if length == 1:
            entries = list(distinct(lambda: letters(chance, 5, 9), count))
        else:
            entries = list(distinct(lambda length=length: words.entry(chance, length), count))
        model = build(write_list("length.tsv", entries))[0]
        wanted = sum(map(len, ordinary)) // 50  # tokens of entries: about one in fifty
        mixed = [chance.choice(entries).split() for _ in range(max(1, wanted // length))]
        every = max(1, len(ordinary) // len(mixed))
        sentences = itertools.chain.from_iterable(
            [tokens] + ([mixed[i // every]] if i % every == 0 and i // every < len(mixed) else [])
            for i, tokens in enumerate(ordinary))
        speed, matches, _ = tag(model, write_text("length.tok", sentences))
        rows.append(["{:,}".format(length), "{:,}".format(count), "%.0f" % speed, matches])
    table(["tokens an entry", "entries", "MB/s", "matches"], rows)


def by_threads(text, words):
    model, rows, small = standard_model(words), [], head(text, TEXT_SIZE)
    for threads in (1, 2):
        speed, matches, _ = tag(model, small, "--threads", str(threads), wall=True)
        rows.append([threads, "%.0f" % speed, matches])
    table(["threads", "MB/s by the wall", "matches"], rows)


def by_input(text, words):
    """Raw text costs the word tokenizer. The counts differ: other tokens."""
    rows, small = [], head(text, TEXT_SIZE)
    standard_model(words)
    for name, tokens, options in (("tokenized", "corpus", ()), ("text", "words", ("--from", "text"))):
        model, _ = build(path("standard.tsv"), tokens)
        speed, matches, _ = tag(model, small, *options)
        rows.append([name, "%.0f" % speed, matches])
    table(["input", "MB/s", "matches"], rows)


def worst(*_):
    """10,000 times `a` and a `b`, over a text of `a`: walking from each token would be 10,000 steps a token."""
    model, _ = build(write_list("worst.tsv", ["a " * 10_000 + "b"]))
    rows = []
    for name, line in (("one line", 1_000_000), ("lines of 20", 20)):
        lines = 16_000_000 // (2 * line)
        speed, matches, _ = tag(model, write_text("worst.tok", (["a"] * line for _ in range(lines))))
        rows.append(["`a`, " + name, "%.0f" % speed, "%.1f" % (speed / 2), matches])
    table(["text", "MB/s", "million tokens/s", "matches"], rows)


TABLES = {"dictionary": by_dictionary, "text": by_text, "hits": by_hits, "length": by_length, "threads": by_threads,
          "input": by_input, "worst": worst}


def main():
    os.makedirs(WORK, exist_ok=True)
    folder = os.environ.get("BENCH_DATA")
    try:
        if not folder:
            folder = os.path.join(FOLDER, "data")
            data.make(folder)
        text = data.find(folder, FOLDER)[1][0]
    except data.NoData as reason:
        sys.exit("no data: %s" % reason)
    words = Words(text)
    for name, make in TABLES.items():
        if re.search(ONLY, name):
            say("## By %s\n" % name if make is not worst else "## Worst case\n")
            make(text, words)
    shutil.rmtree(WORK)


if __name__ == "__main__":
    main()
