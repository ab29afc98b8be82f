"""What readers from PyPI find in files that gaz wrote: a row a span.

readers_read.py polars|duckdb|datasets|json FILE.jsonl      id, begin, end, label, concept, score
readers_read.py biocjson|biocxml|pubtator|pybrat PATH       id, begin, end, label, surface"""

import os
import sys
import tempfile


def records_polars(path):
    import polars

    frame = polars.read_ndjson(path, infer_schema_length=None)
    score = frame.schema["spans"].inner.to_schema()["score"]
    assert score == polars.Float64, score
    return frame.to_dicts()


def records_duckdb(path):
    import duckdb

    found = duckdb.sql(f"select * from read_json('{path}', format='newline_delimited')")
    kind = str(dict(zip(found.columns, found.types, strict=True))["spans"])
    assert "score DOUBLE" in kind, kind
    return [dict(zip(found.columns, row, strict=True)) for row in found.fetchall()]


def records_datasets(path):
    import datasets

    datasets.disable_progress_bars()
    with tempfile.TemporaryDirectory() as folder:
        data = datasets.load_dataset("json", data_files=path, split="train", cache_dir=folder)
        return data.to_list()  # spans whose members differ are of a type of its own, which has numbers as they are


def records_json(path):
    import json

    return [json.loads(line) for line in open(path, encoding="utf-8")]


def spans_of(records):
    for record in records:
        for span in record["spans"]:
            assert record["text"][span["start"] : span["end"]] == span["text"]
            yield record["id"], span["start"], span["end"], span["label"], span.get("id"), span["score"]


def bioc(module, path):
    collection = module.load(open(path, encoding="utf-8"))
    for document in collection.documents:
        for passage in document.passages:
            for annotation in passage.annotations:
                (location,) = annotation.locations
                begin, end = location.offset - passage.offset, location.end - passage.offset
                assert passage.text[begin:end] == annotation.text
                yield document.id, location.offset, location.end, annotation.infons["type"], annotation.text


def biocjson(path):
    from bioc import biocjson

    return bioc(biocjson, path)


def pubtator(path):
    from bioc import pubtator

    for document in pubtator.load(open(path, encoding="utf-8")):
        for span in document.annotations:
            assert document.text[span.start : span.end] == span.text
            yield document.pmid, span.start, span.end, span.type, span.text


def pybrat(path):
    from pybrat.parser import BratParser

    for example in BratParser().parse(path):
        for entity in example.entities:
            assert example.text[entity.start : entity.end] == entity.mention
            yield os.path.basename(example.id), entity.start, entity.end, entity.type, entity.mention


if __name__ == "__main__":
    name, path = sys.argv[1:]
    if "records_" + name in globals():
        rows = spans_of(globals()["records_" + name](path))
    else:
        rows = globals()[name](path)
    for row in rows:
        print(*row, sep="\t")
