#!/usr/bin/env python3
"""Scores column files by the rules of conlleval, or of seqeval's strict mode, independently of the C code.

usage: conlleval.py [--strict iob1|iob2|bioes] [FILE]

The last two columns are the gold and the predicted tag. Blank lines, <s>, </s> and -DOCSTART- lines end a sentence.
Prints conlleval's report.

conlleval looks at neighbouring tags only. Between two tokens an entity may end and an entity may begin; a gold entity
is correct if a predicted one of its type begins and ends with it. L, U and M, which conlleval does not know, are read
as E, S and I. A tag without a hyphen that is not O is of the type ENTITY.

The strict readings:
  iob2   B, and all I of its type right behind it
  bioes  S, or B, any I and E of one type
  iob1   any I that goes on nothing, or a B right behind a tag of its type, with all I of the type right behind it; but
         not a B alone before a B of another type
"""
import sys
from collections import Counter

TWINS = {"L": "E", "U": "S", "M": "I"}


def parse(tag):
    """The prefix and the type."""
    prefix, hyphen, kind = tag.partition("-")
    return prefix, kind if hyphen else "" if prefix == "O" else "ENTITY"


def read_rows(lines):
    """Gives the sentences, lists of (gold, predicted), each (prefix, type)."""
    sentence = []
    for line in lines:
        columns = line.split()
        if not columns or columns[0] in ("<s>", "</s>", "-DOCSTART-"):
            if sentence:
                yield sentence
            sentence = []
        elif not (columns[0] == "#" and len(columns) < 3):
            sentence.append((parse(columns[-2]), parse(columns[-1])))
    if sentence:
        yield sentence


# ---- conlleval ----

OUTSIDE = ("O", "")


def twin(tag):
    return TWINS.get(tag[0], tag[0]), tag[1]


def ends(before, here):
    """Whether an entity ends between two tags."""
    if before[0] == "O":
        return False
    return before[0] in "ES" or here[0] in "OBS" or before[1] != here[1]


def begins(before, here):
    if here[0] == "O":
        return False
    return here[0] in "BS" or before[0] in "OES" or before[1] != here[1]


class Scores:
    def __init__(self):
        self.gold, self.found, self.correct = Counter(), Counter(), Counter()
        self.tokens = self.correct_tags = 0

    def add_tags(self, sentence):
        self.tokens += len(sentence)
        self.correct_tags += sum(gold == predicted for gold, predicted in sentence)

    def add_lenient(self, sentence):
        last_gold = last_found = OUTSIDE
        common = None  # the type of an entity that began in both columns at once and has ended in neither
        for gold, found in sentence + [(OUTSIDE, OUTSIDE)]:
            gold, found = twin(gold), twin(found)
            gold_ends, found_ends = ends(last_gold, gold), ends(last_found, found)
            if common is not None and gold_ends and found_ends:
                self.correct[common] += 1
            if gold_ends or found_ends:
                common = None
            gold_begins, found_begins = begins(last_gold, gold), begins(last_found, found)
            self.gold[gold[1]] += gold_begins
            self.found[found[1]] += found_begins
            if gold_begins and found_begins and gold[1] == found[1]:
                common = gold[1]
            last_gold, last_found = gold, found

    def add_strict(self, sentence, scheme):
        gold = set(STRICT[scheme]([twin(pair[0]) for pair in sentence]))
        found = set(STRICT[scheme]([twin(pair[1]) for pair in sentence]))
        for counter, spans in ((self.gold, gold), (self.found, found), (self.correct, gold & found)):
            for _, _, kind in spans:
                counter[kind] += 1

    def types(self):
        return sorted({*+self.gold, *+self.found}, key=str.encode)

    def all(self):
        return tuple(sum(counter.values()) for counter in (self.gold, self.found, self.correct))

    def of_type(self, kind):
        return self.gold[kind], self.found[kind], self.correct[kind]


# ---- seqeval's strict mode: each gives (begin, end, type) ----

def behind(tags, begin, kind):
    """The first token from `begin` on that is no I of the type."""
    while begin < len(tags) and tags[begin] == ("I", kind):
        begin += 1
    return begin


def strict_iob2(tags):
    for i, (prefix, kind) in enumerate(tags):
        if prefix == "B":
            yield i, behind(tags, i + 1, kind), kind


def strict_bioes(tags):
    for i, (prefix, kind) in enumerate(tags):
        if prefix == "S":
            yield i, i + 1, kind
        elif prefix == "B":
            end = behind(tags, i + 1, kind)
            if tags[end:end + 1] == [("E", kind)]:
                yield i, end + 1, kind


def strict_iob1(tags):
    i = 0
    while i < len(tags):
        prefix, kind = tags[i]
        follows = i > 0 and tags[i - 1][0] != "O" and tags[i - 1][1] == kind
        if prefix == "I" or (prefix == "B" and follows):
            end = behind(tags, i + 1, kind)
            alone = prefix == "B" and end == i + 1
            before_other = end < len(tags) and tags[end][0] == "B" and tags[end][1] != kind
            if not (alone and before_other):
                yield i, end, kind
            i = end
        else:
            i += 1


STRICT = {"iob1": strict_iob1, "iob2": strict_iob2, "bioes": strict_bioes}


# ---- The report ----

def percent(part, whole):
    return 100 * part / whole if whole else 0.0


def percentages(gold, found, correct):
    precision, recall = percent(correct, found), percent(correct, gold)
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return "precision: %6.2f%%; recall: %6.2f%%; FB1: %6.2f" % (precision, recall, f1)


def report(scores):
    gold, found, correct = scores.all()
    lines = [f"processed {scores.tokens} tokens with {gold} phrases; found: {found} phrases; correct: {correct}."]
    if scores.tokens:
        accuracy = percent(scores.correct_tags, scores.tokens)
        lines.append("accuracy: %6.2f%%; " % accuracy + percentages(gold, found, correct))
    for kind in scores.types():
        counts = scores.of_type(kind)
        width = 17 - len(kind.encode()) + len(kind)  # bytes count
        lines.append(f"{kind:>{width}}: {percentages(*counts)}  {counts[1]}" if width > 0 else
                     f"{kind}: {percentages(*counts)}  {counts[1]}")
    return "".join(line + "\n" for line in lines)


def score(lines, strict=None):
    scores = Scores()
    for sentence in read_rows(lines):
        scores.add_tags(sentence)
        if strict:
            scores.add_strict(sentence, strict)
        else:
            scores.add_lenient(sentence)
    return scores


def main(arguments):
    strict = None
    if arguments[:1] == ["--strict"]:
        strict, arguments = arguments[1], arguments[2:]
    if len(arguments) > 1 or (strict and strict not in STRICT):
        sys.exit(__doc__)
    with open(arguments[0] if arguments else 0, encoding="utf-8", newline="\n") as file:
        sys.stdout.buffer.write(report(score(file, strict)).encode())


if __name__ == "__main__":
    main(sys.argv[1:])
