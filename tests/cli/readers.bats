#!/usr/bin/env bats
# What readers from PyPI find in gaz's files: polars, DuckDB, datasets, bioc, pybrat.
load helper

setup_file() {
    cd "$BATS_FILE_TMPDIR"
    # Scores of 1.0 long before others, ids and none.
    printf 'surface\ttype\tid\tname\tprecision\nEU\tORG\tQ458\tEuropean Union\t1\nkernel\tOS\t\t\t0.99\nUS\tLOC\tQ30\tU.S.\t0.5\n' >l.tsv
    "$GAZ" build l.tsv -o m.gaz --quiet
    python3 - >texts.jsonl <<'PYTHON'
import json
for i in range(30000):
    text = "😀 The EU" if i < 25000 else "Nº 1:\tthe kernel of the EU\nand the \"US\""
    print(json.dumps({"id": f"d{i}", "text": text, "at": None if i % 2 else i}))
PYTHON
    "$RELEASE" tag m.gaz texts.jsonl --from jsonl --to jsonl --quiet >spans.jsonl
    python3 "$BATS_TEST_DIRNAME/readers_read.py" json spans.jsonl >expected
    tail -n 20 texts.jsonl | head -n 10 >few.jsonl
    "$RELEASE" tag m.gaz few.jsonl --from jsonl --to jsonl --quiet >few_spans.jsonl
    python3 - >few_expected <<'PYTHON'
import json
for record in map(json.loads, open("few_spans.jsonl")):
    for span in record["spans"]:
        print(record["id"], span["start"], span["end"], span["label"], span["text"], sep="\t")
PYTHON
}

# reads MODULE: it finds every span of jsonl with its score and id, whatever the first rows have.
reads() {
    needs_module "$1"
    same "$(wc -l <"$BATS_FILE_TMPDIR/expected")" 40000
    cut -f 6 "$BATS_FILE_TMPDIR/expected" | sort -u | tr '\n' ' ' | same "$(cat)" '0.5 0.99 1.0 '
    python3 "$TESTS/readers_read.py" "$1" "$BATS_FILE_TMPDIR/spans.jsonl" >found
    cmp "$BATS_FILE_TMPDIR/expected" found
}

# few_to FORMAT [OPTION...]: a few documents in that format.
few_to() {
    "$GAZ" tag "$BATS_FILE_TMPDIR/m.gaz" "$BATS_FILE_TMPDIR/few.jsonl" --from jsonl --id-field id --quiet --to "$@"
}

@test "polars reads jsonl" { reads polars; }

@test "DuckDB reads jsonl" { reads duckdb; }

# bats test_tags=long
@test "datasets of Hugging Face read jsonl" {
    export HF_HOME=$PWD/hf HF_HUB_OFFLINE=1
    reads datasets
}

@test "bioc reads BioC and PubTator" {
    needs_module bioc
    few_to bioc >few.json
    python3 "$TESTS/readers_read.py" biocjson few.json | diff "$BATS_FILE_TMPDIR/few_expected" -
    few_to pubtator >few.pubtator
    python3 "$TESTS/readers_read.py" pubtator few.pubtator >found
    # PubTator has no TAB in a text.
    diff <(cut -f 1-4 "$BATS_FILE_TMPDIR/few_expected") <(cut -f 1-4 found)
}

@test "gaz reads what bioc writes" {
    needs_module bioc
    few_to bioc >few.json
    few_to pubtator >few.pubtator
    python3 - <<'PYTHON'
from bioc import biocjson, biocxml, pubtator

collection = biocjson.load(open("few.json", encoding="utf-8"))
biocjson.dump(collection, open("written.json", "w", encoding="utf-8"))
biocxml.dump(collection, open("written.xml", "w", encoding="utf-8"))
documents = pubtator.load(open("few.pubtator", encoding="utf-8"))
pubtator.dump(documents, open("written.pubtator", "w", encoding="utf-8"))
PYTHON
    "$GAZ" convert few.json --to jsonl --quiet >expected
    same "$(grep -o '"label"' expected | wc -l)" 30
    "$GAZ" convert written.json --to jsonl --quiet | diff expected -
    "$GAZ" convert written.xml --to jsonl --quiet | diff expected -
    "$GAZ" convert few.pubtator --to jsonl --quiet >expected
    "$GAZ" convert written.pubtator --to jsonl --quiet | diff expected -
}

@test "pybrat reads brat folders" {
    needs_module pybrat
    few_to brat -o folder
    python3 "$TESTS/readers_read.py" pybrat folder | sort | diff <(sort "$BATS_FILE_TMPDIR/few_expected") -
}
