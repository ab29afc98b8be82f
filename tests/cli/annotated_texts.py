"""Writes the same annotated texts in the format of every tool into a folder. Offsets are those of Python's slices."""
import json
import os
import re
import shutil
import sys

# [surface|TYPE]; U+FFFD stands for a byte that is no UTF-8.
MARKED = [
    "[EU|ORG] rejects [German|MISC] call.\r\nPeter [Black burn|PER] é [café|APP]\tend",
    "The [한국어 처리|LANG] of 👩‍👩‍👧 and [👩‍👩‍👧 kernel|DEV]; na\u0308ive [cafe\u0301|APP]\n[EU|ORG]",
    "wrapped [European\nUnion|ORG] here 🇰🇷🇰🇷 [EU|ORG]\r\n\r\n[x\r\ny|T] EU",
    "bad \ufffd\ufffd bytes [a\ufffd|BAD] 한 [German|MISC]",
    " \r\n\t",
]


def take_apart(marked):
    text, spans = "", []
    for part in re.split(r"(\[[^|]*\|\w+\])", marked):
        if part.startswith("["):
            surface, label = part[1:-1].split("|")
            spans.append((len(text), len(text) + len(surface), label))
            part = surface
        text += part
    return text, spans


def utf16(text, offset):
    return len(text[:offset].encode("utf-16-le")) // 2


def utf8(text, offset):
    return len(text[:offset].encode())


def in_unit(unit, text, spans):
    made = [(unit(text, begin), unit(text, end), label) for begin, end, label in spans]
    for (begin, end, _), (first, last, _) in zip(made, spans):
        encoding, size = ("utf-16-le", 2) if unit is utf16 else ("utf-8", 1)
        assert text.encode(encoding)[begin * size:end * size].decode(encoding) == text[first:last]
    return made


def label_studio(text, spans, offsets):
    regions = [{"start": b, "end": e, "text": text[first:last].replace("\r\n", "\\n").replace("\n", "\\n"), "labels": [t]}
               for (b, e, t), (first, last, _) in zip(offsets, spans)]
    result = [{"id": str(i), "from_name": "label", "to_name": "text", "type": "labels", "value": region}
              for i, region in enumerate(regions)]
    other = {"id": "c", "from_name": "kind", "to_name": "text", "type": "choices", "value": {"choices": ["news"]}}
    cancelled = {"was_cancelled": True, "result": [{"type": "labels", "value": {"start": 0, "end": 1, "labels": ["X"]}}]}
    wrong = {"result": [{"type": "labels", "value": {"start": 0, "end": 1, "labels": ["X"]}}]}
    return regions, {"id": 1, "data": {"body": text, "number": 7}, "predictions": [wrong],
                     "annotations": [cancelled, {"was_cancelled": False, "result": [other] + result}, wrong]}


def write_brat(folder, documents):
    os.mkdir(folder)
    for number, (text, spans) in enumerate(documents):
        with open(f"{folder}/{number}.txt", "wb") as file:
            file.write(text.replace("\ufffd", "\udcff").encode(errors="surrogateescape"))
        with open(f"{folder}/{number}.ann", "w", encoding="utf-8", newline="") as file:
            for span, (begin, end, label) in enumerate(spans):
                lines = [(m.start() + begin, m.end() + begin) for m in re.finditer(r"[^\r\n]+", text[begin:end])]
                places = ";".join(f"{first} {last}" for first, last in lines)
                copy = " ".join(text[first:last] for first, last in lines)
                file.write(f"T{span + 1}\t{label} {places}\t{copy}\n")
            file.write("R1\tPart Arg1:T1 Arg2:T2\n*\tEquiv T1 T2\n#1\tAnnotatorNotes T1\tgaz 0.97\nA1\tSure T1\n")


def main():
    folder = sys.argv[1]
    os.mkdir(folder)
    documents = [take_apart(marked) for marked in MARKED]
    records = {name: [] for name in ("doccano", "labels", "entities", "prodigy", "spacy", "gaz", "bytes")}
    tasks, tasks16, regions = [], [], []
    for text, spans in documents:
        units, places = in_unit(utf16, text, spans), in_unit(utf8, text, spans)
        records["doccano"].append({"id": 1, "text": text, "label": [list(span) for span in units]})
        records["labels"].append({"text": text, "labels": [list(span) for span in units], "Comments": []})
        records["entities"].append({"text": text, "relations": [], "entities": [
            {"id": i, "start_offset": b, "end_offset": e, "label": t} for i, (b, e, t) in enumerate(units)]})
        records["prodigy"].append({"text": text, "answer": "accept", "_task_hash": 1, "tokens": [], "spans": [
            {"start": b, "end": e, "token_start": 0, "token_end": 0, "label": t} for b, e, t in spans]})
        records["spacy"].append([text, {"entities": spans}])
        for name, offsets in ("gaz", spans), ("bytes", places):
            records[name].append({"text": text, "spans": [
                {"start": b, "end": e, "label": t, "score": 0.5, "text": text[first:last]}
                for (b, e, t), (first, last, _) in zip(offsets, spans)]})
        found, task = label_studio(text, spans, spans)
        regions.append({"text": text, "id": 1, "annotator": 1, "label": found})
        tasks.append(task)
        tasks16.append(label_studio(text, spans, units)[1])
    for name, made in records.items():
        with open(f"{folder}/{name}.jsonl", "w", encoding="utf-8") as file:
            for record in made:
                line = json.dumps(record, ensure_ascii=name in ("labels", "spacy"))
                file.write(line + ("\r\n" if name == "prodigy" else "\n"))
    for name, made in ("studio", tasks), ("studio16", tasks16), ("pairs", records["spacy"]), ("min", regions):
        with open(f"{folder}/{name}.json", "w", encoding="utf-8") as file:
            json.dump(made, file, ensure_ascii=False, indent=2)
    write_brat(f"{folder}/brat", documents)
    write_brat(f"{folder}/brat-crlf", documents)
    lines = [take_apart(marked.replace("\r\n", "\n")) for marked in MARKED]
    write_brat(f"{folder}/brat-lines", lines)  # offsets of a reader that makes CR LF a LF
    for number, (text, _) in enumerate(documents):
        shutil.copy(f"{folder}/brat-lines/{number}.ann", f"{folder}/brat-crlf/{number}.ann")


main()
