"""What source.bats checks of records: source_cases.py slice FORMAT FILE... | names FORMAT PATH."""

import glob
import json
import os
import sys
import urllib.parse


def records_of(path):
    """The records of a file: lines, an array, or the documents of a collection."""
    with open(path, encoding="utf-8") as file:
        text = file.read()
    if text.startswith("["):
        return json.loads(text)
    if text.startswith('{"source": "gaz"'):
        return json.loads(text)["documents"]
    return [json.loads(line) for line in text.split("\n") if line]


TEXTS = {
    "label-studio": lambda record: record["data"]["text"],
    "argilla": lambda record: record["fields"]["text"],
    "bioc": lambda record: record["passages"][0]["text"],
}
SOURCES = {
    "label-studio": lambda record: record["data"]["source"],
    "prodigy": lambda record: record["meta"],
    "argilla": lambda record: record["metadata"],
    "bioc": lambda record: record["infons"],
}
NAMES = {
    "prodigy": lambda record: record["meta"]["id"],
    "label-studio": lambda record: record["data"]["id"],
    "pubannotation": lambda record: record["sourceid"],
}


def read_slice(text, place, kind):
    """What stands in the file at a record's place, as the record has it."""
    name = "stdin.data" if place["file"] == "standard input" else place["file"]
    with open(name, "rb") as file:
        data = file.read()
    offset = int(place["offset"])
    assert data[:offset].count(b"\n") + 1 == int(place["line"]), place
    rest = data[offset:]
    if kind == "jsonl":
        return json.loads(rest.split(b"\n")[0])["text"]
    if kind == "conll":
        rows = rest.split(b"\n\n")[0].decode().split("\n")
        return " ".join(row.split("\t")[0] for row in rows if row and row[0] != "#")
    return rest[: len(text.encode())].decode()


def check_slices(form, kind, paths):
    count = 0
    for path in paths:
        for record in records_of(path):
            text = TEXTS.get(form, lambda record: record["text"])(record)
            place = SOURCES.get(form, lambda record: record["source"])(record)
            found = read_slice(text, place, kind)
            assert found == text, (form, place, text[:80], found[:80])
            count += 1
    print(count)


def names_of(form, path):
    if form in ("brat", "webanno"):
        names = sorted(glob.glob(os.path.join(path, "*.ann" if form == "brat" else "*.tsv")))
        return [urllib.parse.unquote(os.path.basename(name)[:-4].split("%~")[0]) for name in names]
    if form == "pubtator":
        with open(path, encoding="utf-8") as file:
            return [line.split("|t|")[0] for line in file if "|t|" in line]
    return [str(NAMES.get(form, lambda record: record["id"])(record)) for record in records_of(path)]


if __name__ == "__main__":
    if sys.argv[1] == "slice":
        check_slices(sys.argv[2], sys.argv[3], sys.argv[4:])
    else:
        print("\n".join(sorted(names_of(sys.argv[2], sys.argv[3]))))
