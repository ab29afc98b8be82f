#!/usr/bin/env python3
"""Does a person's work in an annotation tool: takes pre-annotated documents and leaves the gold annotations.

usage: correct.py FORMAT GOLD.conll PRE CORRECTED

PRE is the folder with the document of GOLD.conll's tokens as gaz wrote it, CORRECTED where the corrected document goes.
Prints "right N of M": how many of the pre-annotated spans could stay.
"""
import json
import os
import sys
from itertools import accumulate


def read_gold(path):
    """The text (tokens with a space between two, a sentence a line) and the gold spans in code points."""
    text, spans, at, open_type = [], [], 0, None
    with open(path, encoding="utf-8") as file:
        for sentence in file.read().split("\n\n"):
            words = []
            open_type = None
            for row in sentence.splitlines():
                token, tag = row.split("\t")[0], row.split("\t")[-1]
                begin = at + sum(len(word) + 1 for word in words)
                words.append(token)
                kind, _, label = tag.partition("-")
                if kind == "B" or (kind == "I" and open_type != label):
                    spans.append([begin, begin + len(token), label])
                elif kind == "I":
                    spans[-1][1] = begin + len(token)
                open_type = label if kind != "O" else None
            if words:
                text.append(" ".join(words) + "\n")
                at += len(text[-1])
    return "".join(text), [tuple(span) for span in spans]


def utf16_units(text):
    """By code point: the UTF-16 units before it."""
    return list(accumulate((1 + (ord(letter) > 0xFFFF) for letter in text), initial=0))


def code_points(text):
    """The other way round."""
    return {unit: point for point, unit in enumerate(utf16_units(text))}


def correct_brat(gold, pre, corrected):
    text, spans = gold
    with open(os.path.join(pre, "half.txt"), encoding="utf-8", newline="") as file:
        assert file.read() == text
    found = set()
    with open(os.path.join(pre, "half.ann"), encoding="utf-8") as file:
        for line in file:
            if line.startswith("T"):
                label, begin, end = line.split("\t")[1].split(" ")
                found.add((int(begin), int(end), label))
    with open(os.path.join(corrected, "half.txt"), "w", encoding="utf-8", newline="") as file:
        file.write(text)
    with open(os.path.join(corrected, "half.ann"), "w", encoding="utf-8") as file:
        for number, (begin, end, label) in enumerate(spans, 1):
            file.write(f"T{number}\t{label} {begin} {end}\t{text[begin:end]}\n")
    return found


def correct_doccano(gold, pre, corrected):
    text, spans = gold
    with open(os.path.join(pre, "half.jsonl"), encoding="utf-8") as file:
        record = json.loads(file.read())
    assert record["text"] == text
    places = code_points(text)
    found = {(places[begin], places[end], label) for begin, end, label in record["label"]}
    units = utf16_units(text)
    labels = [[units[begin], units[end], label] for begin, end, label in spans]
    with open(os.path.join(corrected, "half.jsonl"), "w", encoding="utf-8") as file:
        file.write(json.dumps({"id": 1, "text": text, "label": labels}, ensure_ascii=False) + "\n")
    return found


def correct_label_studio(gold, pre, corrected):
    text, spans = gold
    with open(os.path.join(pre, "half.json"), encoding="utf-8") as file:
        (task,) = json.load(file)
    assert task["data"]["text"] == text
    values = [region["value"] for region in task["predictions"][0]["result"]]
    found = {(value["start"], value["end"], value["labels"][0]) for value in values}
    result = [{"id": str(number), "from_name": "label", "to_name": "text", "type": "labels",
               "value": {"start": begin, "end": end, "text": text[begin:end], "labels": [label]}}
              for number, (begin, end, label) in enumerate(spans)]
    task["annotations"] = [{"id": 7, "was_cancelled": False, "result": result}]
    with open(os.path.join(corrected, "half.json"), "w", encoding="utf-8") as file:
        json.dump([task, {"data": {"text": "nobody has seen this task"}, "annotations": [], "predictions": []}], file)
    return found


def correct_webanno(gold, pre, corrected):
    text, spans = gold
    all_units = utf16_units(text)
    units = [all_units[begin] for begin, _, _ in spans]
    ends = [all_units[end] for _, end, _ in spans]
    found, before, at = set(), None, 0
    opened = []
    with open(os.path.join(pre, "half.tsv"), encoding="utf-8", newline="\n") as file, \
            open(os.path.join(corrected, "half.tsv"), "w", encoding="utf-8", newline="\n") as output:
        for line in file:
            columns = line.split("\t")
            if line.startswith("#") or len(columns) != 5:
                output.write(line)
                continue
            begin, end = map(int, columns[1].split("-"))
            if columns[3] == "_" or columns[3] != before or "[" not in before:
                if columns[3] != "_":
                    opened.append([begin, end, columns[3].split("[")[0]])
            else:
                opened[-1][1] = end
            before = columns[3]
            while at < len(spans) and ends[at] <= begin:
                at += 1
            columns[3] = f"{spans[at][2]}[{at + 1}]" if at < len(spans) and units[at] <= begin else "_"
            output.write("\t".join(columns))
    places = code_points(text)
    for begin, end, label in opened:
        found.add((places[begin], places[end], label))
    return found


def main():
    form, gold_path, pre, corrected = sys.argv[1:]
    os.makedirs(corrected, exist_ok=True)
    gold = read_gold(gold_path)
    correct = {"brat": correct_brat, "doccano": correct_doccano, "label-studio": correct_label_studio,
               "webanno": correct_webanno}[form]
    found = correct(gold, pre, corrected)
    print("right", len(found & set(gold[1])), "of", len(found))


main()
