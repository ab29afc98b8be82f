"""Fills in the verdicts of a list of suggestions as a person who knows the gold annotations would.

usage: confirm.py GOLD.jsonl SUGGESTIONS.tsv >VERDICTS.tsv

GOLD.jsonl is what gaz convert makes of the annotated text that was searched. On standard error: how many were kept,
given another type, and dropped."""
import collections
import json
import sys

gold, suggestions = sys.argv[1:]
types = collections.defaultdict(collections.Counter)
for line in open(gold, encoding="utf-8"):
    for span in json.loads(line)["spans"]:
        types[span["text"]][span["label"]] += 1

verdicts = collections.Counter()
rows = [line.rstrip("\n").split("\t") for line in open(suggestions, encoding="utf-8")]
columns = {name: number for number, name in enumerate(rows[0])}
print(*rows[0], sep="\t")
for row in rows[1:]:
    right = types.get(row[columns["surface"]])
    if not right:
        verdict = "drop"
    elif row[columns["type"]] in right:
        verdict = "keep"
    else:
        verdict = right.most_common(1)[0][0]
    row[columns["verdict"]] = verdict
    verdicts[verdict if verdict in ("keep", "drop") else "another type"] += 1
    print(*row, sep="\t")
print(dict(verdicts), file=sys.stderr)
