"""Columns of data frames and data sets, as README.md tags them."""

import functools
import subprocess
import sys

import pytest
from test_corpora import sentences
from test_tag import TEXTS

import gaz

TEXT_COLUMN = [*TEXTS.values(), None, "the Python kernel of New York"]
STRUCT = 'STRUCT("start" INTEGER, "end" INTEGER, label VARCHAR, score DOUBLE, id VARCHAR)[]'


def rows(model, texts):
    names = ("start", "end", "label", "score", "id")
    return [None if text is None else [dict(zip(names, span)) for span in model.tag(text)] for text in texts]


def exploded(model, texts):
    return [(number, *span[:5]) for number, text in enumerate(texts) if text is not None for span in model.tag(text)]


def nones(values, missing):
    return [None if missing(value) else value for value in values]


@pytest.mark.parametrize("kind", ["object", "string[pyarrow]"])
def test_pandas(model, kind):
    pandas = pytest.importorskip("pandas")
    pyarrow = pytest.importorskip("pyarrow")
    index = [number * 7 % 100 for number in range(len(TEXT_COLUMN))]  # no row's number
    frame = pandas.DataFrame({"text": pandas.Series(TEXT_COLUMN, dtype=kind, index=index)})
    frame["spans"] = pandas.arrays.ArrowExtensionArray(pyarrow.array(model.tag_arrow(pyarrow.array(frame["text"]))))
    assert nones(frame["spans"], lambda value: value is pandas.NA) == rows(model, TEXT_COLUMN)
    flat = frame["spans"].list.flatten().struct.explode()
    assert [index.index(row) for row in flat.index] == [row[0] for row in exploded(model, TEXT_COLUMN)]
    assert list(flat["label"]) == [row[3] for row in exploded(model, TEXT_COLUMN)]
    texts = frame["text"].dropna()
    assert list(model.tag_many(texts)) == [model.tag(text) for text in texts]


def test_polars(model):
    polars = pytest.importorskip("polars")
    frame = polars.DataFrame({"text": TEXT_COLUMN}).with_row_index("row")
    frame = frame.with_columns(spans=polars.Series(model.tag_arrow(frame["text"])))
    assert frame["spans"].to_list() == rows(model, TEXT_COLUMN)
    flat = frame.explode("spans").unnest("spans").filter(polars.col("start").is_not_null())
    assert flat.select("row", "start", "end", "label", "score", "id").rows() == exploded(model, TEXT_COLUMN)


@pytest.fixture
def duckdb():
    duckdb = pytest.importorskip("duckdb")
    with duckdb.connect() as connection:
        connection.execute("create table texts (row integer, text varchar)")
        connection.executemany("insert into texts values (?, ?)", list(enumerate(TEXT_COLUMN)))
        yield connection


def test_duckdb_through_a_table(model, duckdb):
    pyarrow = pytest.importorskip("pyarrow")
    texts = duckdb.table("texts").to_arrow_table()
    tagged = texts.append_column("spans", pyarrow.chunked_array(model.tag_arrow(texts["text"])))
    assert tagged.num_rows == len(TEXT_COLUMN)
    assert duckdb.sql("select spans from tagged order by row").fetchall() == [(row,) for row in rows(model, TEXT_COLUMN)]
    flat = duckdb.sql("select row, unnest(spans, recursive := true) from tagged").fetchall()
    assert flat == exploded(model, TEXT_COLUMN)


def test_duckdb_calls_a_function(model, duckdb):
    pyarrow = pytest.importorskip("pyarrow")

    def spans(texts):
        return pyarrow.chunked_array(model.tag_arrow(texts))

    duckdb.create_function("spans", spans, ["VARCHAR"], STRUCT, type="arrow", null_handling="special")
    found = duckdb.sql("select spans(text) from texts order by row").fetchall()
    assert found == [(row,) for row in rows(model, TEXT_COLUMN)]


# Run as a program, twice: the second run finds what the first one stored.
MAP = """
import sys
import datasets
import gaz

def add_spans(batch, model):
    return {"spans": [[span._asdict() for span in spans] for spans in model.tag_many(batch["text"])]}

if __name__ == "__main__":
    model = gaz.Model(sys.argv[1])
    texts = datasets.load_dataset("json", data_files=sys.argv[2], split="train", cache_dir=sys.argv[3])
    tagged = texts.map(add_spans, batched=True, num_proc=int(sys.argv[4]), fn_kwargs={"model": model})
    for file in tagged.cache_files:
        print(file["filename"])
    tagged.to_json(sys.argv[5])
"""


@pytest.mark.parametrize("processes", [1, 2])
def test_a_data_set_is_mapped_once(path, model, tmp_path, processes):
    datasets = pytest.importorskip("datasets")
    texts = [text for text in TEXT_COLUMN if text is not None] * 20
    datasets.Dataset.from_dict({"text": texts}).to_json(tmp_path / "texts.jsonl")
    (tmp_path / "program.py").write_text(MAP)

    def run(model_path, output):
        arguments = [model_path, tmp_path / "texts.jsonl", tmp_path / "cache", processes, tmp_path / output]
        done = subprocess.run(
            [sys.executable, tmp_path / "program.py", *map(str, arguments)], capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        assert "random hash" not in done.stderr
        stored = [file.stat().st_mtime_ns for file in sorted((tmp_path / "cache").rglob("cache-*.arrow"))]
        return done.stdout.splitlines(), stored

    first, stored = run(path, "first.jsonl")
    assert len(first) == len(stored) == processes
    assert run(path, "second.jsonl") == (first, stored)
    assert (tmp_path / "first.jsonl").read_bytes() == (tmp_path / "second.jsonl").read_bytes()
    tagged = datasets.Dataset.from_json(str(tmp_path / "first.jsonl"), cache_dir=str(tmp_path / "read"))
    assert [[gaz.Span(**span) for span in spans] for spans in tagged["spans"]] == [model.tag(text) for text in texts]
    # Another model at that path is tagged with anew.
    lexicon = gaz.Lexicon()
    lexicon.add("kernel", "Other")
    lexicon.build(tmp_path / "other.gaz")
    other, _ = run(tmp_path / "other.gaz", "other.jsonl")
    assert not set(other) & set(first)


def test_models_hash_alike(path, tmp_path):
    fingerprint = pytest.importorskip("datasets.fingerprint")
    model = gaz.Model(path)
    tag = functools.partial(model.tag_many, threads=2)
    assert fingerprint.Hasher.hash(model) == fingerprint.Hasher.hash(gaz.Model(path))
    assert fingerprint.Hasher.hash(tag) == fingerprint.Hasher.hash(functools.partial(gaz.Model(path).tag_many, threads=2))


def test_json_that_the_command_writes_has_floats(path, command, tmp_path):
    datasets = pytest.importorskip("datasets")
    polars = pytest.importorskip("polars")
    (tmp_path / "texts.jsonl").write_text('{"text": "the kernel"}\n' * 3)
    (tmp_path / "spans.jsonl").write_text(command("tag", path, tmp_path / "texts.jsonl", "--from", "jsonl", "--to", "jsonl"))
    features = datasets.Dataset.from_json(str(tmp_path / "spans.jsonl"), cache_dir=str(tmp_path)).features
    assert "float64" in str(features["spans"])
    frame = polars.read_ndjson(tmp_path / "spans.jsonl").explode("spans").unnest("spans", separator="_")
    assert frame["spans_score"].dtype == polars.Float64


@pytest.mark.parametrize("name", ["bc5cdr", "crossner-politics", "cyner", "ncbi-disease", "softner", "wnut17"])
def test_corpora(shared, tmp_path, name):
    pandas = pytest.importorskip("pandas")
    polars = pytest.importorskip("polars")
    pyarrow = pytest.importorskip("pyarrow")
    corpus = shared / "corpora" / name / "dev.conll"
    lexicon = gaz.Lexicon()
    lexicon.harvest(corpus, min_purity=0.3)
    model = lexicon.model()
    texts = [" ".join(tokens) for tokens in sentences(corpus)]
    wanted = rows(model, texts)
    assert sum(map(len, wanted)) > 100
    assert polars.Series(model.tag_arrow(polars.Series(texts))).to_list() == wanted
    column = pandas.Series(texts)
    spans = pandas.arrays.ArrowExtensionArray(pyarrow.array(model.tag_arrow(pyarrow.array(column))))
    assert list(pandas.Series(spans)) == wanted


def test_a_data_set_loads_tokens_and_tags(model, tmp_path):
    datasets = pytest.importorskip("datasets")
    documents = [model.document("in New York\nthe kernel", id="one"), model.document("no name here", id="two")]
    gaz.documents.write(tmp_path / "tags.jsonl", documents, "json-tokens")
    loaded = datasets.Dataset.from_json(str(tmp_path / "tags.jsonl"), cache_dir=str(tmp_path / "read"))
    assert loaded["tokens"][:] == [["in", "New", "York"], ["the", "kernel"], ["no", "name", "here"]]
    assert loaded["ner_tags"][:] == [["O", "B-City", "I-City"], ["O", "B-Thing"], ["O", "O", "O"]]
    assert loaded["id"][:] == ["one", "one", "two"]
    assert str(loaded.features["ner_tags"]) == str(loaded.features["tokens"])  # lists of strings
    loaded.to_json(tmp_path / "again.jsonl")
    again = list(gaz.documents.read(tmp_path / "again.jsonl"))
    assert [(d.text[s.start : s.end], s.label) for d in again for s in d.spans] == [("New York", "City"), ("kernel", "Thing")]
