#!/usr/bin/env bats
# gaz grow: names that the lists lack, to be reviewed or accepted.
load helper

setup_file() {
    cd "$BATS_FILE_TMPDIR"
    local gaz=$BATS_TEST_DIRNAME/../../build/gaz
    python3 "$BATS_TEST_DIRNAME/name_corpus.py" 1 600 >train.conll
    python3 "$BATS_TEST_DIRNAME/name_corpus.py" 2 300 >rest.conll
    "$gaz" harvest train.conll -o lists --quiet
    cut -f1 rest.conll >tokens
    awk '{ if ($0 == "") { print l; l = "" } else l = l (l ? " " : "") $0 }' tokens >rest.tok
    "$gaz" grow lists rest.tok --from tokenized --quiet >all.tsv
}

f1() { # f1 MODEL
    "$GAZ" eval "$1" "$BATS_FILE_TMPDIR/rest.conll" --json --quiet | python3 -c 'import json, sys; print(json.load(sys.stdin)["f1"])'
}

@test "a list of suggestions: what is not in the lists, the most useful first" {
    cd "$BATS_FILE_TMPDIR"
    same "$(head -n 1 all.tsv | tr '\t' ' ')" 'surface type probability count example verdict'
    [ "$(wc -l <all.tsv)" -gt 20 ]
    awk -F'\t' 'NF != 6 { exit 1 }' all.tsv
    tail -n +2 all.tsv | awk -F'\t' '$3 < 0 || $3 > 1 || $4 < 1 { exit 1 }
        NR > 1 && $3 * $4 > last + 1e-6 { exit 1 } { last = $3 * $4 }'
    tail -n +2 all.tsv | awk -F'\t' 'index($5, $1) == 0 { print; exit 1 }'
    cut -f1 lists/*.tsv | sort -u >known
    same "$(cut -f1 all.tsv | tail -n +2 | sort | comm -12 - known)" ''
    "$GAZ" grow lists rest.tok --from tokenized --top 5 | cmp - <(head -n 6 all.tsv)
    "$GAZ" grow lists rest.tok --from tokenized --type Gene >found
    same "$(cut -f2 found | tail -n +2 | sort -u)" Gene
    fails 2 'Nonsense' "$GAZ" grow lists rest.tok --type Nonsense
}

@test "the same whatever the threads, the reads and the format" {
    cd "$BATS_FILE_TMPDIR"
    "$GAZ" grow lists rest.tok --from tokenized -j 3 --quiet | cmp all.tsv -
    "$GAZ" grow lists - --from tokenized --quiet <rest.tok | cmp all.tsv -
    python3 "$TESTS/small_writes.py" 5 rest.tok | "$GAZ" grow lists - --from tokenized --quiet | cmp all.tsv -
    sed 's/$/\tO/; s/^\tO$//' tokens >tokens.conll
    "$GAZ" grow lists tokens.conll --from conll --quiet | cmp all.tsv -
    gzip -k rest.tok
    "$GAZ" grow lists rest.tok.gz --from tokenized --quiet -o out.tsv
    cmp all.tsv out.tsv
    head -n 40 rest.tok >one
    tail -n +41 rest.tok >two
    "$GAZ" grow lists one two --from tokenized --quiet | cmp all.tsv -
    "$GAZ" grow lists rest.tok --quiet >raw.tsv
    python3 -c 'import json, sys; [print(json.dumps({"text": line.rstrip("\n")})) for line in sys.stdin]' <rest.tok >rest.jsonl
    "$GAZ" grow lists rest.jsonl --from jsonl --quiet | cmp raw.tsv -
    [ "$(wc -l <raw.tsv)" -gt 20 ]
}

@test "the loop: accepted and confirmed names raise F1, and a harvest starts anew" {
    cp -r "$BATS_FILE_TMPDIR/lists" lists
    "$GAZ" build lists -o m.gaz --quiet
    before=$(f1 m.gaz)
    "$GAZ" grow lists "$BATS_FILE_TMPDIR/rest.tok" --from tokenized --accept 0.5 2>message
    grep -q 'suggestions accepted into lists' message
    [ -n "$(ls lists/*.suggested.tsv)" ]
    same "$(cat lists/*.suggested.tsv | awk -F'\t' '$1 != "surface" && ($5 < 0.5 || $6 == "" || $7 != "kept" || $8 != "suggested")')" ''
    "$GAZ" build lists -o m.gaz --quiet
    accepted=$(f1 m.gaz)
    awk "BEGIN { exit !($accepted > $before) }" || { echo "$before to $accepted"; return 1; }
    "$GAZ" grow lists "$BATS_FILE_TMPDIR/rest.tok" --from tokenized --quiet | cmp "$BATS_FILE_TMPDIR/all.tsv" -
    awk -F'\t' -v OFS='\t' 'NR == FNR { if ($0 ~ /\tB-/) gold[$1] = 1; next } FNR > 1 && $1 in gold { $6 = "keep" } 1' \
        "$BATS_FILE_TMPDIR/rest.conll" "$BATS_FILE_TMPDIR/all.tsv" >filled.tsv
    grep -q 'keep$' filled.tsv
    "$GAZ" harvest "$BATS_FILE_TMPDIR/train.conll" -o lists --verdicts filled.tsv --quiet
    cat lists/*.tsv | awk -F'\t' '$9 == "keep" { print $1 }' | sort -u | cmp - <(awk -F'\t' '$6 == "keep" { print $1 }' filled.tsv | sort -u)
    "$GAZ" build lists -o m.gaz --quiet
    confirmed=$(f1 m.gaz)
    awk "BEGIN { exit !($confirmed > $before) }" || { echo "$before to $confirmed"; return 1; }
    cat lists/*.tsv | awk -F'\t' '$9 == "keep"' | sort >kept
    echo 'Nothing was found .' | "$GAZ" grow lists - --accept 0 --quiet # what has a verdict stays
    cat lists/*.tsv | awk -F'\t' '$9 == "keep"' | sort | cmp kept -
}

@test "what was dropped is not suggested again" {
    cp -r "$BATS_FILE_TMPDIR/lists" lists
    head -n 11 "$BATS_FILE_TMPDIR/all.tsv" | sed '2,$s/$/drop/' >dropped.tsv
    "$GAZ" harvest "$BATS_FILE_TMPDIR/train.conll" -o lists --verdicts dropped.tsv --quiet
    same "$(cat lists/*.tsv | cut -f9 | grep -c drop)" 10
    "$GAZ" grow lists "$BATS_FILE_TMPDIR/rest.tok" --from tokenized --quiet >rest.tsv
    diff <(cut -f1 rest.tsv | sort) <(sed '2,11d' "$BATS_FILE_TMPDIR/all.tsv" | cut -f1 | sort)
    "$GAZ" build lists -o m.gaz --quiet
    same "$("$GAZ" tag m.gaz "$BATS_FILE_TMPDIR/rest.tok" --to tsv | cut -f7 | sort -u | comm -12 - <(cut -f1 dropped.tsv | sort))" ''
}

@test "what is accepted replaces what was accepted earlier" {
    cp -r "$BATS_FILE_TMPDIR/lists" lists
    "$GAZ" grow lists "$BATS_FILE_TMPDIR/rest.tok" --from tokenized --accept 0.2 --top 30 --quiet
    same "$(cat lists/*.suggested.tsv | grep -vc '^surface')" 30
    "$GAZ" grow lists "$BATS_FILE_TMPDIR/rest.tok" --from tokenized --accept 0.2 --type Drug --top 3 --quiet
    same "$(cat lists/*.suggested.tsv | grep -vc '^surface')" 3
    same "$(ls lists/*.suggested.tsv)" lists/Drug.suggested.tsv
}

@test "a harvest removes what was accepted and nobody has looked at" {
    cp -r "$BATS_FILE_TMPDIR/lists" lists
    "$GAZ" grow lists "$BATS_FILE_TMPDIR/rest.tok" --from tokenized --accept 0.2 --quiet
    "$GAZ" harvest "$BATS_FILE_TMPDIR/train.conll" -o lists --quiet
    diff -r "$BATS_FILE_TMPDIR/lists" lists
    "$GAZ" harvest "$BATS_FILE_TMPDIR/train.conll" -o lists -j 3 --quiet
    diff -r "$BATS_FILE_TMPDIR/lists" lists
}

@test "names of a script without spaces are found as they are" {
    python3 "$TESTS/kana_corpus.py" 1 400 >train.jsonl
    python3 "$TESTS/kana_corpus.py" 2 100 >gold.jsonl
    "$GAZ" harvest train.jsonl -o lists --quiet
    "$GAZ" grow lists gold.jsonl --from jsonl --quiet >found.tsv
    python3 - <<'PYTHON'
import json
names = set()
for line in open("gold.jsonl", encoding="utf-8"):
    record = json.loads(line)
    names.update(record["text"][span["start"]:span["end"]] for span in record["spans"])
rows = [line.split("\t") for line in open("found.tsv", encoding="utf-8")][1:]
likely = {row[0].replace(" ", "") for row in rows if float(row[2]) >= 0.5}
print(len(names), len(likely), len(likely & names), sorted(likely - names)[:9])
assert len(names) == 100 and len(likely & names) >= 95 and len(likely - names) <= 2
PYTHON
    "$GAZ" grow lists gold.jsonl --from jsonl --accept 0.5 --quiet
    "$GAZ" build lists -o m.gaz --quiet
    [ "$("$GAZ" tag m.gaz gold.jsonl --from jsonl --to tsv | cut -f5 | grep -c Drug)" -ge 95 ]
}

@test "corpora of over 256 types are harvested without it" {
    for ((i = 0; i < 300; i++)); do printf 'w%d\tB-T%d\nx\tO\n\n' $i $i; done >many.conll
    "$GAZ" harvest many.conll -o many --min-purity 0 --quiet
    same "$(ls many | wc -l)" 300
    same "$(tail -n +2 many/T299.tsv | cut -f1)" w299
}

@test "without what a harvest learns, or with a damaged file, it says so" {
    cp -r "$BATS_FILE_TMPDIR/lists" lists
    sed '7s/\t/ /' lists/growth.txt >broken
    mv broken lists/growth.txt
    fails 1 'lists/growth.txt: line 7: ' "$GAZ" grow lists "$BATS_FILE_TMPDIR/rest.tok"
    "$GAZ" build lists -o m.gaz --quiet # nobody needs it
    rm lists/growth.txt
    fails 1 'harvest again' "$GAZ" grow lists "$BATS_FILE_TMPDIR/rest.tok"
    fails 1 'none: ' "$GAZ" grow "$BATS_FILE_TMPDIR/lists" none
    fails 2 'no text' "$GAZ" grow lists
    fails 2 'leave out -o' "$GAZ" grow lists text --accept 0.5 -o out
}
