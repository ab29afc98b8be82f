#!/usr/bin/env python3
"""Random texts that define abbreviations, and what becomes of the spans of gaz tag, by a reference that shares no code
with gaz: after the Java program of Schwartz and Hearst, with the long form given.

usage: abbreviations.py make SEED BYTES      writes list.tsv, text, text.tokenized, text.conll (documents of some
                                             sentences), text.jsonl
       abbreviations.py expect KIND PLAIN    prints what gaz tag --abbreviations --to tsv prints, from PLAIN, which it
                                             prints without; KIND is text, tokenized, conll or jsonl
"""
import json
import random
import re
import sys

LONG = ["copper toxicosis", "heat shock protein", "heat shock protein 70", "breast cancer", "Kaposi sarcoma-associated "
        "herpesvirus", "interleukin 2", "cystic fibrosis", "computed tomography", "état de mal", "tumor necrosis factor",
        "toxic shock", "cold"]
SHORT = ["CT", "HSP", "HSP70", "BC", "KSHV", "IL-2", "CF", "EDM", "ÉDM", "TNF", "TNF-a", "TS", "C", "see below", "n=5",
         "12", "toxic shock syn", "hsp", "A-B-C-D-E-F", "CTs"]
KNOWN = ["CT", "HSP", "TS", "shock", "IL", "CT scan", "TNF alpha"]  # short forms and parts that are entries too
OTHER = ["a", "of", "scan", "alpha", ",", ";", "(", ")", ".", "-", "Patients", "with", "protein", "IL"]
ALPHANUMERIC = re.compile(r"\w")


# ---- Making ----

def make_list(rng):
    lines = ["surface\ttype\tid"]
    for surface in LONG + KNOWN:
        concept = rng.choice(["", "1", "2", "3"])
        lines.append(f"{surface}\t{rng.choice('AB')}\t{concept}")
    return "\n".join(lines) + "\n"


def make_piece(rng):
    kind = rng.random()
    if kind < 0.06:
        tail = rng.choice([")", ")", ")", ", rare)", "; CT)", ""])
        return f"{rng.choice(LONG)} ({rng.choice(SHORT)}{tail}"
    if kind < 0.09:
        return f"{rng.choice(SHORT)} ({rng.choice(LONG)}{rng.choice([')', ', rare)', ''])}"
    if kind < 0.3:
        return rng.choice(SHORT)
    if kind < 0.34:
        return rng.choice(LONG)
    return rng.choice(OTHER)


def make_sentence(rng):
    count = 3000 if rng.random() < 0.002 else rng.randrange(1, 40)
    return " ".join(make_piece(rng) for _ in range(count)) + (" " * 60000 if rng.random() < 0.001 else "")


def words(text):
    """The tokens of raw text, with where they begin and end."""
    return [(found.group(), found.start(), found.end()) for found in re.finditer(r"\w+|[^\w\s]", text)]


def make(seed, size):
    rng = random.Random(seed)
    print(f"seed {seed}", file=sys.stderr)
    open("list.tsv", "w", encoding="utf-8").write(make_list(rng))
    sentences, made = [], 0
    while made < size:
        sentences.append(make_sentence(rng))
        made += len(sentences[-1])
    open("text", "w", encoding="utf-8").write("\n".join(sentences) + "\n")
    with open("text.tokenized", "w", encoding="utf-8") as file:
        file.writelines(" ".join(token for token, _, _ in words(sentence)) + "\n" for sentence in sentences)
    with open("text.conll", "w", encoding="utf-8") as file:
        for sentence in sentences:
            if rng.random() < 0.05:
                file.write(rng.choice(["-DOCSTART-\tO\n\n", "-DOCSTART-\tO\n", "\n\n-DOCSTART-\tO\n"]))
            file.writelines(f"{token}\tO\n" for token, _, _ in words(sentence))
            file.write("\n")
    with open("text.jsonl", "w", encoding="utf-8") as file:
        at = 0
        while at < len(sentences):
            count = rng.randrange(1, 8)
            file.write(json.dumps({"text": "\n".join(sentences[at:at + count])}) + "\n")
            at += count


# ---- The reference ----

def has_word(token):
    return ALPHANUMERIC.match(token) is not None


def fits(short, long):
    """Whether the tokens of a short form stand for those of a long form: characters are found from the right."""
    form, text = "".join(short), " ".join(long)
    if not 2 <= len(form) <= 10 or not form[0].isalnum() or not any(c.isalpha() for c in form):
        return False
    starts = [i for i, token in enumerate(short) if has_word(token) and (i == 0 or has_word(short[i - 1]))]
    letters = [c.lower() for c in form if c.isalnum()]
    if len(starts) > 2 or sum(map(has_word, long)) > min(len(letters) + 5, 2 * len(letters)):
        return False
    if len("".join(long)) <= len(form) or any(long[i:i + len(short)] == short for i in range(len(long))):
        return False
    at = len(text) - 1
    for letter in reversed(letters[1:]):
        while at > 0 and text[at].lower() != letter:
            at -= 1
        if at <= 0:
            return False
        at -= 1
    return text[0].lower() == letters[0]


def definitions(tokens, spans):
    """By the token at which a short form begins: its end, and the span that says what it means."""
    found = {}
    for begin, end, means in spans:
        if end + 1 < len(tokens) and tokens[end] == "(":
            closed = [i for i in range(end + 2, len(tokens)) if tokens[i] in "),;"]
            if closed and fits(tokens[end + 1:closed[0]], tokens[begin:end]):
                found[end + 1] = closed[0], means
    for begin, end, means in spans:
        if begin < 2 or tokens[begin - 1] != "(" or end == len(tokens) or tokens[end] not in "),;":
            continue
        first = begin - 2
        while first >= 2 and tokens[first - 1] == "-":
            first -= 2
        if first >= 1 and tokens[first - 1] == "-":
            continue  # the word begins with a hyphen
        short = tokens[first:begin - 1]
        if any(c.isupper() for token in short for c in token) and fits(short, tokens[begin:end]):
            found.setdefault(first, (begin - 1, means))
    return found


def same_concept(left, right):
    return left[2] == right[2] if left[2] and right[2] else left[0] == right[0]


def follow(table, tokens, spans):
    """The spans of a sentence; definitions go into the table of the document."""
    result, at = [], 0
    found = definitions(tokens, spans)
    begins = {span[0]: span for span in spans}
    while at < len(tokens):
        if at in found:
            end, means = found[at]
            table[tuple(tokens[at:end])] = means
        if at in begins:
            _, end, means = begins[at]
            defined = table.get(tuple(tokens[at:end]))
            result.append((at, end, defined if defined and not same_concept(defined, means) else means))
            at = end
            continue
        end = at
        for size in range(1, 11):
            if at + size > len(tokens) or at + size - 1 in begins:
                break
            if tuple(tokens[at:at + size]) in table:
                end = at + size
        if end > at:
            result.append((at, end, table[tuple(tokens[at:end])]))
        at = max(end, at + 1)
    return result


# ---- gaz's output ----

def read_spans(path):
    """By line: begin, end, and what it means, which is type, score, id."""
    lines = {}
    for row in open(path, encoding="utf-8"):
        _, line, begin, end, kind, score, _, *concept = row.rstrip("\n").split("\t")
        lines.setdefault(int(line), []).append((int(begin), int(end), (kind, score, concept[0] if concept else "")))
    return lines


def print_spans(name, line, tokens, found, ids):
    for begin, end, (kind, score, concept) in found:
        surface, first, last = tokens
        row = [name, str(line), str(first(begin)), str(last(end)), kind, score, surface(begin, end)]
        print("\t".join(row + ([concept, ""] if ids else [])))


def expect_lines(name, plain, text, table, offset, line):
    """Of one text, whose first byte is at an offset, in a line."""
    for sentence in text.split("\n"):
        tokens = words(sentence)
        sizes = [0]
        for character in sentence:
            sizes.append(sizes[-1] + len(character.encode()))
        numbers = {offset + sizes[begin]: i for i, (_, begin, _) in enumerate(tokens)}
        ends = {offset + sizes[end]: i + 1 for i, (_, _, end) in enumerate(tokens)}
        spans = [(numbers[begin], ends[end], means) for begin, end, means in plain.get(line, [])
                 if offset <= begin < offset + sizes[-1] + 1]
        found = follow(table, [token for token, _, _ in tokens], spans)
        yield line, found, (lambda b, e, s=sentence, t=tokens: s[t[b][1]:t[e - 1][2]],
                            lambda b, t=tokens, z=sizes, o=offset: o + z[t[b][1]],
                            lambda e, t=tokens, z=sizes, o=offset: o + z[t[e - 1][2]])
        offset += sizes[-1] + 1
        line += 1


def expect(kind, path):
    plain = read_spans(path)
    if kind in ("text", "tokenized"):
        text = open("text" if kind == "text" else "text.tokenized", encoding="utf-8").read()
        for line, found, tokens in expect_lines("-", plain, text, {}, 0, 1):
            print_spans("-", line, tokens, found, True)
    elif kind == "jsonl":
        for number, record in enumerate(open("text.jsonl", encoding="utf-8"), 1):
            text, table, offset = json.loads(record)["text"], {}, 0
            for sentence in text.split("\n"):
                for _, found, tokens in expect_lines("-", plain, sentence, table, offset, number):
                    print_spans("-", number, tokens, found, True)
                offset += len(sentence.encode()) + 1
    else:
        expect_columns(plain)


def expect_columns(plain):
    """Columns: the line is the number of the sentence, offsets are its tokens."""
    table, sentence, number = {}, [], 0
    for line in [*open("text.conll", encoding="utf-8"), ""]:
        token = line.split("\t")[0].strip()
        if token and token != "-DOCSTART-":
            sentence.append(token)
            continue
        if sentence:
            number += 1
            tokens = (lambda b, e, s=sentence: " ".join(s[b:e]), int, int)
            print_spans("-", number, tokens, follow(table, sentence, plain.get(number, [])), True)
        if token == "-DOCSTART-":
            table = {}
        sentence = []


if sys.argv[1] == "make":
    make(int(sys.argv[2]), int(sys.argv[3]))
else:
    expect(sys.argv[2], sys.argv[3])
