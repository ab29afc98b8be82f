#!/usr/bin/env bats
# gaz eval on what two annotators made of the same texts: documents by name, agreement, differences. The figures are
# those of scikit-learn, krippendorff and seqeval.
load helper

SEED=${GAZ_TEST_SEED:-$RANDOM}

# Two annotators' records of the same texts in FOLDER: a.jsonl, b.jsonl, a and b.
annotators() {
    needs_shared corpora/ncbi-disease
    echo "GAZ_TEST_SEED=$SEED"
    python3 "$TESTS/annotators.py" make "$SEED" "$SHARED/corpora/ncbi-disease/dev.conll" "$1"
}

needs_others() {
    needs_module sklearn.metrics
    needs_module krippendorff
    needs_module seqeval.metrics
}

# checked A B [OPTION...]: the figures of both are those of others.
checked() {
    "$GAZ" eval --pred "$@" --json --documents --agreement --differences rows.tsv --quiet >report.json
    python3 "$TESTS/annotators.py" check words.conll two report.json rows.tsv
}

@test "two annotators in files, in folders, in three formats: the figures are those of others" {
    needs_others
    annotators two
    # The texts that both have, in the order of the second.
    python3 - <<'PYTHON'
import json
names = {json.loads(line)["id"] for line in open("two/a.jsonl")}
with open("common.jsonl", "w") as file:
    file.writelines(line for line in open("two/b.jsonl") if json.loads(line)["id"] in names)
PYTHON
    "$GAZ" convert common.jsonl --to conll --quiet >words.conll
    checked two/a.jsonl two/b.jsonl
    checked two/a two/b # parts of it in folders
    checked two/a two/b.jsonl
    local side format
    for format in brat webanno; do
        for side in a b; do "$GAZ" convert two/$side.jsonl --id-field id --to $format -o $format/$side --quiet; done
    done
    checked brat/a two/b.jsonl # by the names of files, which are ids
    python3 - <<'PYTHON'
import json
records = sorted((json.loads(line) for line in open("two/b.jsonl")), key=lambda r: r["id"].replace("/", "%2F"))
with open("two/b.jsonl", "w") as file:
    file.writelines(json.dumps(record) + "\n" for record in records)
names = {json.loads(line)["id"] for line in open("two/a.jsonl")}
with open("common.jsonl", "w") as file:
    file.writelines(json.dumps(record) + "\n" for record in records if record["id"] in names)
PYTHON
    "$GAZ" convert common.jsonl --to conll --quiet >words.conll
    checked brat/a brat/b
    checked two/a brat/b
    checked webanno/a webanno/b
}
