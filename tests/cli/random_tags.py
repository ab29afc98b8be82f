#!/usr/bin/env python3
"""Random tag sequences, gold and predicted, proper and improper: gaz eval against tests/conlleval.py and seqeval.

usage: random_tags.py report GAZ COUNT SEED SCHEME...     the report, byte for byte; also without --scheme
       random_tags.py strict GAZ COUNT SEED SCHEME...     the same with --strict
       random_tags.py seqeval GAZ COUNT SEED SCHEME...    --strict --json against seqeval itself, which must be there

A SCHEME is iob1, iob2, iobes, bilou or bmes. Works in the current folder. Ends at the first difference, with the scheme
and the seed of its sequence: the same command with these and a count of 1 repeats it.
"""
import json
import os
import random
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
import conlleval  # noqa: E402

PREFIXES = {"iob1": "BI", "iob2": "BI", "iobes": "BIES", "bilou": "BILU", "bmes": "BMES"}
OPTIONS = {"iob1": "iob1", "iob2": "iob2", "iobes": "bioes", "bilou": "bioes", "bmes": "bioes"}
TYPES = ("X", "X", "X", "Y", "A-b", "Größe", "a_type_of_over_17_bytes")


def random_tag(rng, scheme):
    if rng.random() < 0.35:
        return "O"
    return rng.choice(PREFIXES[scheme]) + "-" + rng.choice(TYPES[:rng.choice((3, 4, 7))])


def write_entity(rng, scheme, size):
    """Tags of an entity, as the scheme wants them where nothing stands beside it."""
    begin, inside, last, single = {"iob1": "IIII", "iob2": "BIIB", "iobes": "BIES", "bilou": "BILU",
                                   "bmes": "BMES"}[scheme]
    prefixes = single if size == 1 else begin + inside * (size - 2) + last
    kind = rng.choice(TYPES)
    return [f"{prefix}-{kind}" for prefix in prefixes]


def random_sentence(rng, scheme):
    """Gold and predicted tags."""
    gold = []
    for _ in range(rng.randint(1, 5)):
        gold += [random_tag(rng, scheme)] if rng.random() < 0.6 else write_entity(rng, scheme, rng.randint(1, 4))
    changed = rng.choice((0, 0.1, 0.5, 1))
    return [(tag, random_tag(rng, scheme) if rng.random() < changed else tag) for tag in gold]


def random_sentences(rng, scheme):
    sentences = [random_sentence(rng, scheme) for _ in range(rng.choice((0, 1, 1, 2, 5)))]
    if sum(len(sentence) for sentence in sentences) < 4:  # too few rows to tell the columns by
        sentences.append([("O", "O")] * 4)
    return sentences


def write(name, sentences, columns):
    with open(name, "w", encoding="utf-8") as file:
        for sentence in sentences:
            for number, row in enumerate(sentence):
                print(f"t{number}", *(row[column] for column in columns), sep="\t", file=file)
            print(file=file)


def run_gaz(gaz, *options):
    """The report; also what stands on standard error, which is nothing if all is well."""
    result = subprocess.run([gaz, "eval", *options, "--quiet"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                            check=False)
    if result.returncode:
        return f"exit {result.returncode}: {result.stdout.decode()}"
    return result.stdout.decode()


def same(found, expected, scheme, seed):
    if found != expected:
        sys.exit(f"{scheme}, seed {seed}\nexpected:\n{expected}\nfound:\n{found}")


def check_report(gaz, scheme, sentences, seed, strict):
    write("both.conll", sentences, (0, 1))
    write("gold.conll", sentences, (0,))
    write("predicted.conll", sentences, (1,))
    forced = ["--scheme", OPTIONS[scheme]]
    if strict:
        forced.append("--strict")
    with open("both.conll", encoding="utf-8") as file:
        expected = conlleval.report(conlleval.score(file, OPTIONS[scheme] if strict else None))
    same(run_gaz(gaz, "--pred", "both.conll", *forced), expected, scheme, seed)
    same(run_gaz(gaz, "--pred", "predicted.conll", "gold.conll", *forced), expected, scheme, seed)
    if not strict:
        same(run_gaz(gaz, "--pred", "both.conll"), expected, scheme, seed)


def check_seqeval(gaz, scheme, sentences, seed):
    from seqeval.metrics.v1 import precision_recall_fscore_support
    from seqeval.scheme import BILOU, IOB1, IOB2, IOBES, Entities
    kind = {"iob1": IOB1, "iob2": IOB2, "iobes": IOBES, "bilou": BILOU}[scheme]
    gold, found = ([[row[column] for row in sentence] for sentence in sentences] for column in (0, 1))
    names = sorted(Entities(gold, kind).unique_tags | Entities(found, kind).unique_tags, key=str.encode)
    expected = []
    if names:
        rows = zip(*precision_recall_fscore_support(gold, found, scheme=kind))
        expected = sorted(zip(sorted(names), rows), key=lambda row: row[0].encode())
        expected = [(name, *map(float, row)) for name, row in expected]
        micro = precision_recall_fscore_support(gold, found, average="micro", scheme=kind)
        expected.append(("", *map(float, micro)))
    write("both.conll", sentences, (0, 1))
    made = json.loads(run_gaz(gaz, "--pred", "both.conll", "--strict", "--json", "--scheme", OPTIONS[scheme]))
    rows = made["types"] + ([{"type": "", **made}] if names else [])
    same([(row["type"], *(round(row[key], 6) for key in ("precision", "recall", "f1", "gold"))) for row in rows],
         [(name, *(round(value, 6) for value in values)) for name, *values in expected], scheme, seed)


def main():
    if len(sys.argv) < 6 or not set(sys.argv[5:]) <= set(PREFIXES):
        sys.exit(__doc__)
    what, gaz = sys.argv[1:3]
    count, first = map(int, sys.argv[3:5])
    if what == "seqeval":
        import warnings
        warnings.simplefilter("ignore")  # of divisions by zero
    for scheme in sys.argv[5:]:
        for seed in range(first, first + count):
            sentences = random_sentences(random.Random(f"{scheme} {seed}"), scheme)
            if what == "seqeval":
                check_seqeval(gaz, scheme, sentences, seed)
            else:
                check_report(gaz, scheme, sentences, seed, what == "strict")


main()
