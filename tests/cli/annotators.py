"""Two annotators of the same texts, and what they agree about by the implementations of others.

annotators.py make SEED CORPUS.conll FOLDER   writes a.jsonl and b.jsonl, and folders a and b with the same as parts
annotators.py check WORDS.conll FOLDER REPORT.json DIFFERENCES.tsv
    compares gaz's figures with those of scikit-learn, krippendorff and seqeval, and its table with sets of spans;
    WORDS.conll has the tokens of all texts of b that a has too, in b's order"""

import csv
import json
import os
import random
import sys

SECOND = "Gene-Or_Protein"


def sentences(path):
    rows = []
    for line in open(path, encoding="utf-8"):
        row = line.rstrip("\n").split("\t")
        if len(row) > 1 and row[0] != "-DOCSTART-":
            rows.append(row)
        elif rows:
            yield rows
            rows = []
    if rows:
        yield rows


def document(number, block):
    """Text and spans of some sentences; begins with characters of one to four bytes."""
    text, spans = f"Nº {number} 🧬: ", []
    words = [[(len(text), len(text))]]
    for rows in block:
        words.append([])
        for token, tag in rows:
            begin = len(text)
            text += token
            words[-1].append((begin, len(text)))
            if tag.startswith("B-"):
                spans.append([begin, len(text), tag[2:]])
            elif tag.startswith("I-") and spans:
                spans[-1][1] = len(text)
            text += " "
        text = text[:-1] + "\n"
    return {"id": f"d/{number:03}", "text": text, "spans": spans}, words[1:]


def annotate(random_, spans, words):
    """What a second look makes of spans: some are dropped, moved, given another type; some are new."""
    made = []
    for begin, end, kind in spans:
        chance = random_.random()
        sentence = next(s for s in words if s[0][0] <= begin < s[-1][1])
        first = [w[0] for w in sentence].index(begin)
        last = [w[1] for w in sentence].index(end)
        if chance < 0.08:
            continue
        if chance < 0.12 and first:
            first -= 1
        elif chance < 0.16 and last + 1 < len(sentence):
            last += 1
        elif chance < 0.2 and last > first:
            last -= 1
        elif chance < 0.3:
            kind = SECOND
        made.append((sentence[first][0], sentence[last][1], kind))
    for sentence in words:
        if random_.random() < 0.1:
            word = random_.choice(sentence)
            made.append((*word, random_.choice([SECOND, "Disease"])))
    kept = []
    for span in sorted(made):
        if not kept or kept[-1][1] <= span[0]:
            kept.append(span)
    return kept


def make(seed, corpus, folder):
    random_ = random.Random(seed)
    blocks = list(sentences(corpus))
    texts = [document(i, blocks[i * 8 : i * 8 + 8]) for i in range(len(blocks) // 8)]
    for side in "ab":
        os.makedirs(f"{folder}/{side}")
        missing = set(random_.sample(range(len(texts)), 3))
        records = []
        for i, (record, words) in enumerate(texts):
            spans = annotate(random_, record["spans"], words)
            spans = [{"begin": begin, "end": end, "label": kind} for begin, end, kind in spans]
            if i not in missing:
                records.append({**record, "spans": spans})
        if side == "b":
            random_.shuffle(records)
        with open(f"{folder}/{side}.jsonl", "w", encoding="utf-8") as file:
            file.writelines(json.dumps(record, ensure_ascii=False) + "\n" for record in records)
        for part in range(0, len(records), 30):
            with open(f"{folder}/{side}/part{part:04}.jsonl", "w", encoding="utf-8") as file:
                file.writelines(json.dumps(record) + "\n" for record in records[part : part + 30])


# ---- The other implementations ----


def near(name, found, expected):
    if expected is None or found is None:
        assert found is expected, (name, found, expected)
    else:
        assert abs(found - expected) <= 1e-9, (name, found, expected)


def check_values(name, found, left, right):
    import krippendorff
    import sklearn.metrics

    numbers = {value: i for i, value in enumerate(sorted(set(left) | set(right)))}
    rows = [[numbers[value] for value in side] for side in (left, right)]
    same = sum(a == b for a, b in zip(*rows, strict=True))
    assert (found["units"], found["agreed"]) == (len(left), same), (name, found["units"], found["agreed"])
    near(name + " observed", found["observed"], same / len(left))
    near(name + " kappa", found["kappa"], sklearn.metrics.cohen_kappa_score(*rows))
    near(name + " alpha", found["alpha"], krippendorff.alpha(rows, level_of_measurement="nominal"))


def check_units(name, found, left, right):
    check_values(name, found, left, right)
    types = sorted({value for value in left + right if value})
    assert [row["type"] for row in found["types"]] == types
    for row in found["types"]:
        check_values(f"{name} {row['type']}", row, *([v == row["type"] for v in side] for side in (left, right)))
    cells = {}
    for pair in zip(left, right, strict=True):
        cells[pair] = cells.get(pair, 0) + 1
    assert {(c["predicted"] or "", c["gold"] or ""): c["count"] for c in found["confusion"]} == cells, name


def check_scores(name, found, gold, predicted, correct):
    assert (found["gold"], found["found"], found["correct"]) == (gold, predicted, correct), (name, found)
    near(name, found["f1"], 2 * correct / (gold + predicted) if gold + predicted else 0)


def place_tokens(rows, records):
    """The tokens of all texts as (document, begin, end)."""
    tokens = []
    words = iter(token for sentence in rows for token, _ in sentence)
    for record in records:
        at = 0
        while record["text"][at:].strip():
            word = next(words)
            begin = record["text"].index(word, at)
            assert not record["text"][at:begin].strip()
            at = begin + len(word)
            tokens.append((record["id"], begin, at))
    assert next(words, None) is None
    return tokens


def tags(tokens, spans):
    starts = {(d, begin): (end, kind) for d, begin, end, kind in spans}
    made, open_ = [], ("", 0, "")
    for d, begin, end in tokens:
        if (d, begin) in starts:
            open_ = (d, *starts[d, begin])
            made.append("B-" + open_[2])
        else:
            made.append("I-" + open_[2] if open_[0] == d and begin < open_[1] else "O")
    return made


def check_seqeval(report, left, right):
    from seqeval.metrics import classification_report, f1_score

    near("f1", report["f1"], f1_score([right], [left]))
    by_type = classification_report([right], [left], output_dict=True)
    for row in report["types"]:
        for ours, theirs in (("precision", "precision"), ("recall", "recall"), ("f1", "f1-score")):
            near(row["type"], row[ours], by_type[row["type"]][theirs])


def kind_of(place, one, other):
    d, begin, end = place
    if place in one and place in other:
        return "type"
    if any(d == o[0] and begin < o[2] and o[1] < end for o in (other if place in one else one)):
        return "boundary"
    return "only predicted" if place in one else "only gold"


def check(words, folder, report, differences):
    report = json.load(open(report, encoding="utf-8"))
    a, b = ([json.loads(line) for line in open(f"{folder}/{side}.jsonl", encoding="utf-8")] for side in "ab")
    names = [{r["id"] for r in side} for side in (a, b)]
    both = names[0] & names[1]
    assert set(report["unpaired"]["predicted"]) == names[0] - both and len(names[0] - both) > 0
    assert set(report["unpaired"]["gold"]) == names[1] - both and len(names[1] - both) > 0
    spans = []
    for side in (a, b):
        spans.append({(r["id"], s["begin"], s["end"], s["label"]) for r in side if r["id"] in both for s in r["spans"]})
    places = [{span[:3]: span[3] for span in side} for side in spans]
    units = sorted(places[0].keys() | places[1].keys())
    check_units("spans", report["agreement"]["spans"], *([side.get(unit, "") for unit in units] for side in places))

    records = [r for r in b if r["id"] in both]
    tokens = place_tokens(sentences(words), records)
    labels = [tags(tokens, side) for side in spans]
    check_units("tokens", report["agreement"]["tokens"], *([tag[2:] for tag in side] for side in labels))
    check_seqeval(report, *labels)

    assert {row["document"] for row in report["documents"]} == both
    for row in report["documents"]:
        of = [{span for span in side if span[0] == row["document"]} for side in spans]
        check_scores(row["document"], row, len(of[1]), len(of[0]), len(of[0] & of[1]))

    texts = {r["id"]: r["text"] for r in records}
    order = {r["id"]: i for i, r in enumerate(records)}
    rows = list(csv.reader(open(differences, encoding="utf-8", newline=""), delimiter="\t", quoting=csv.QUOTE_NONE))
    assert rows[0] == ["document", "begin", "end", "surface", "predicted", "gold", "kind"]
    expected = []
    for unit in sorted(units, key=lambda u: (order[u[0]], *u[1:])):
        kinds = [side.get(unit, "") for side in places]
        if kinds[0] != kinds[1]:
            surface = texts[unit[0]][unit[1] : unit[2]]
            expected.append([unit[0], str(unit[1]), str(unit[2]), surface, *kinds, kind_of(unit, *places)])
    assert rows[1:] == expected
    assert {row[6] for row in expected} == {"type", "boundary", "only predicted", "only gold"}
    print(len(units), "units,", len(expected), "differences")


if __name__ == "__main__":
    {"make": lambda seed, *rest: make(int(seed), *rest), "check": check}[sys.argv[1]](*sys.argv[2:])
