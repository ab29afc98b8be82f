"""The data of the bench: finds dictionaries and texts in a folder and prepares them for the peers; without a folder,
makes some from packages that are installed."""
import collections
import itertools
import json
import os
import random
import re
import subprocess

WORDNET = "/usr/share/wordnet"
SEED = 1
COPIES = 4  # of each sentence in the text, so that a run takes long enough to be timed
SIZES = {"10k": 10_000, "100k": 100_000, "1m": 1_000_000}
WORD = 4  # letters that a word of a drawn run has at least: no `of the`
LONG = "long10k"
TOKEN = re.compile(r"\w+|[^\w\s]")


class NoData(Exception):
    """What is missing to make or to find the data."""


def is_new(path, *sources):
    """Whether `path` must be made: it is not there, or older than a source."""
    return not os.path.exists(path) or any(os.path.getmtime(path) < os.path.getmtime(source) for source in sources)


def write(path, content):
    with open(path + ".part", "wb") as file:
        file.write(content)
    os.replace(path + ".part", path)


def read(path):
    with open(path, "rb") as file:
        return file.read()


def unpack(path, work):
    """The plain file of what may be packed."""
    if not path.endswith(".zst"):
        return path
    plain = os.path.join(work, os.path.basename(path)[:-len(".zst")])
    if is_new(plain, path):
        subprocess.run(["zstd", "-dqf", path, "-o", plain], check=True)
    return plain


def find(folder, work):
    """Gives the dictionaries, smallest first, and the texts of a folder, as paths of plain files."""
    found = {".tsv": [], ".tok": []}
    for name in sorted(os.listdir(folder)):
        suffix = os.path.splitext(name.removesuffix(".zst"))[1]
        if suffix in found:
            found[suffix].append(unpack(os.path.join(folder, name), work))
    if not found[".tsv"] or not found[".tok"]:
        raise NoData("%s has no *.tsv or no *.tok, plain or .zst" % folder)
    return sorted(found[".tsv"], key=os.path.getsize), found[".tok"]


def prepare_surfaces(dictionary, work):
    """The surfaces of a dictionary, distinct and sorted, one a line, as the peers take them."""
    path = os.path.join(work, name_of(dictionary) + ".surfaces")
    if is_new(path, dictionary):
        lines = read(dictionary).split(b"\n")
        surfaces = {b" ".join(re.split(b"[ \r]+", line.split(b"\t")[0].strip(b" \r"))) for line in lines}
        write(path, b"".join(surface + b"\n" for surface in sorted(surfaces) if surface))
    return path


def prepare_text(text, work):
    """The text with a space on both sides of every token: patterns ` a b ` then match whole tokens."""
    path = os.path.join(work, name_of(text) + ".spaced")
    if is_new(path, text):
        spaced = read(text).replace(b"\t", b" ").replace(b"\r\n", b"\n").replace(b"\n", b" \n ")
        write(path, re.sub(b"  +", b" ", b" " + spaced + b" "))
    return path


def prepare_lines(text, work):
    """The text as JSON lines: a sentence an object, with a number before it."""
    path = os.path.join(work, name_of(text) + ".jsonl")
    if is_new(path, text):
        sentences = read(text).decode("utf-8", "replace").split("\n")
        write(path, "".join(json.dumps({"id": number, "text": sentence}, ensure_ascii=False) + "\n"
                            for number, sentence in enumerate(sentences) if sentence).encode())
    return path


def documents(text, size):
    """The text in parts of at most `size` characters, cut after a blank or a line end if there is one."""
    begin = 0
    while begin < len(text):
        end = begin + size
        if end < len(text):
            end = max(text.rfind(" ", begin, end), text.rfind("\n", begin, end)) + 1 or end
        yield text[begin:end]
        begin = end


def long_entries(text, work):
    """A dictionary of long entries: 10,000 runs of five to twenty tokens of the text, one of ten of them as it stands."""
    path = os.path.join(work, "%s-of-%s.tsv" % (LONG, name_of(text)))
    if is_new(path, text):
        chance = random.Random(SEED)
        sentences = [tokens for line in read(text).decode("utf-8", "replace").split("\n")
                     if len(tokens := line.split()) >= 20]
        vocabulary = sorted({token for tokens in sentences[:10_000] for token in tokens})
        entries = {}
        while len(entries) < SIZES["10k"]:
            tokens = chance.choice(sentences)
            length = chance.randint(5, 20)
            begin = chance.randrange(len(tokens) - length + 1)
            run = tokens[begin:begin + length]
            if chance.random() < 0.9:
                run[chance.randrange(length)] = chance.choice(vocabulary)
            entries.setdefault(" ".join(run), "RUN")
        write_dictionary(path, entries.items())
    return path


def name_of(path):
    return os.path.splitext(os.path.basename(path))[0]


# ---- Data from packages ----


def sentences_of(text):
    """Tokenized sentences of running text."""
    for part in re.split(r"(?<=[.;!?])\s+|\n\s*\n", text):
        tokens = TOKEN.findall(part)
        if tokens:
            yield tokens


def wordnet():
    """The glosses, and the names of more than one word with their part of speech."""
    glosses, names = [], {}
    for part in ("noun", "verb", "adj", "adv"):
        try:
            with open(os.path.join(WORDNET, "data." + part), encoding="utf-8") as file:
                rows = [row for row in file if not row.startswith(" ")]
        except FileNotFoundError:
            raise NoData("there is no %s: make deps-bench installs it" % WORDNET) from None
        for row in rows:
            head, gloss = row.split(" | ", 1)
            fields = head.split()
            glosses.append(gloss)
            for word in fields[4:4 + 2 * int(fields[3], 16):2]:
                tokens = TOKEN.findall(re.sub(r"\(\w+\)$", "", word).replace("_", " "))
                if len(tokens) > 1:
                    names.setdefault(" ".join(tokens), part.upper())
    return glosses, names


def descriptions():
    """What the packages that apt knows are for; without apt's lists, those that are installed."""
    for command in (["apt-cache", "dumpavail"], ["cat", "/var/lib/dpkg/status"]):
        try:
            dump = subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout.decode("utf-8", "replace")
        except (OSError, subprocess.CalledProcessError):
            continue
        found = re.findall(r"^Description(?:-en)?: (.*(?:\n .*)*)", dump, re.M)
        if found:
            return [re.sub(r"^ \.$", "", text, flags=re.M) for text in found]
    return []


def stretches(sentences):
    """The longest runs of words in the sentences, of two words and more."""
    for tokens in sentences:
        for is_word, run in itertools.groupby(tokens, lambda token: len(token) >= WORD):
            words = list(run) if is_word else []
            if len(words) > 1:
                yield words


def add_runs(entries, sentences, size, chance):
    """Adds runs of two to four words, drawn from the sentences, until there are `size` entries. Nine of ten get a token
    from elsewhere, so that most entries of a large dictionary do not occur in the text, as it is in life."""
    vocabulary = sorted({token for tokens in sentences for token in tokens})
    drawn = list(stretches(sentences))
    while len(entries) < size:
        words = chance.choice(drawn)
        length = chance.randint(2, min(4, len(words)))
        begin = chance.randrange(len(words) - length + 1)
        run = words[begin:begin + length]
        if chance.random() < 0.9:
            run[chance.randrange(length)] = chance.choice(vocabulary)
        entries.setdefault(" ".join(run), "RUN%d" % length)


def most_frequent(names, sentences, size):
    """Those of the names that the text has most often."""
    longest = max(name.count(" ") for name in names) + 1
    counts = collections.Counter()
    for tokens in sentences:
        for begin in range(len(tokens)):
            for end in range(begin + 2, min(begin + longest, len(tokens)) + 1):
                run = " ".join(tokens[begin:end])
                if run in names:
                    counts[run] += 1
    return dict((name, names[name]) for name, _ in sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:size])


def write_dictionary(path, entries):
    write(path, "".join("%s\t%s\n" % item for item in entries).encode())


def make(folder):
    """Makes a text and dictionaries in `folder`, if they are not there: always the same from the same packages."""
    text = os.path.join(folder, "packages.tok")
    if os.path.exists(text):
        return
    os.makedirs(folder, exist_ok=True)
    chance = random.Random(SEED)
    glosses, names = wordnet()
    sentences = [tokens for part in glosses + descriptions() for tokens in sentences_of(part)]
    entries = dict(sorted(names.items()))
    write_dictionary(os.path.join(folder, "frequent10k.tsv"), most_frequent(names, sentences, SIZES["10k"]).items())
    add_runs(entries, sentences, SIZES["1m"], chance)
    items = list(entries.items())
    chance.shuffle(items)
    for name, size in SIZES.items():
        write_dictionary(os.path.join(folder, name + ".tsv"), items[:size])
    sentences *= COPIES
    chance.shuffle(sentences)
    write(text, "".join(" ".join(tokens) + "\n" for tokens in sentences).encode())
