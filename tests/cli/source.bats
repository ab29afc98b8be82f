#!/usr/bin/env bats
# Where a record is from, and what a document is called, in every format that has a place for it.

source "$BATS_TEST_DIRNAME/helper.bash"

cases() { python3 "$TESTS/source_cases.py" "$@"; }

RECORDS='jsonl doccano prodigy label-studio argilla pubannotation bioc'

# --id-field of the id, as gaz writes it.
declare -A ID=([prodigy]=meta.id [pubannotation]=sourceid)

write_texts() {
    printf '\xef\xbb\xbfThe kernel.\r\n\n  café memory \xf0\x9f\x98\x80 C\nmemory' >a.txt
    printf 'C kernel\n\n\nkernel space\nin the kernel' >b.txt
    printf '# c\nThe\tO\nkernel\tO\n\n\n-DOCSTART-\tO\n\ncafé\tO\n# c\nC\tO\n' >a.conll
    printf '%s\n' '{"id": "a/b", "text": "The kernel", "x": {"y": 1}}' '' ' {"text": "caf\u00e9 memory", "id": 7}' \
        '{"text": "C"}' >a.jsonl
}

# bats test_tags=long
@test "every record is sliced from the file at its place" {
    small_model
    write_texts
    local to
    for to in $RECORDS; do
        "$GAZ" tag m.gaz --from text --to $to --document line --with-source a.txt b.txt >out
        [ "$(cases slice $to text out)" -ge 6 ]
        "$GAZ" tag m.gaz --from text --to $to --document file --with-source b.txt >out
        same "$(cases slice $to text out)" 1
        "$GAZ" tag m.gaz --to $to --document line --with-source b.txt >out
        [ "$(cases slice $to text out)" -ge 3 ]
        "$GAZ" tag m.gaz --from conll --to $to --document line --with-source a.conll >out
        same "$(cases slice $to conll out)" 2
        "$GAZ" tag m.gaz --from jsonl --to $to --with-source a.jsonl >out
        same "$(cases slice $to jsonl out)" 3
    done
    "$GAZ" tag m.gaz --from text --paragraphs --with-source b.txt >out
    same "$(cases slice jsonl text out)" 2
    "$GAZ" tag m.gaz --from text --only-matching --with-source a.txt >out
    same "$(cases slice jsonl text out)" 3
    same "$("$GAZ" tag m.gaz --from jsonl --with-source a.jsonl | head -1 | grep -o '"source".*')" \
        '"source": {"file": "a.jsonl", "line": 1, "offset": 0}}'
}

@test "standard input and packed files" {
    small_model
    write_texts
    cp b.txt stdin.data
    "$GAZ" tag m.gaz --from text --with-source <b.txt >out
    grep -q '"file": "standard input", "line": 1, "offset": 0' out
    cases slice jsonl text out
    gzip -k b.txt
    "$GAZ" tag m.gaz --from text --with-source b.txt.gz | sed 's/b\.txt\.gz/b.txt/' >out
    cases slice jsonl text out
}

# bats test_tags=long
@test "the same in threads, in small reads, and in parts of long lines" {
    small_model
    python3 - <<'PY'
import random
random.seed(7)
words = "kernel memory C the of café 한국어".split()
with open("long.txt", "w") as file:
    for size in [3, 400_000, 5, 1_500_000, 2] + [20] * 60_000:
        file.write(" ".join(random.choices(words, k=max(1, size // 6))) + "\n" * random.choice((1, 1, 2)))
with open("long.conll", "w") as file:
    for size in [3, 300_000, 5] + [6] * 60_000:
        file.write("".join(f"{word}\tO\n" for word in random.choices(words, k=size)) + "\n")
PY
    local to j kind
    for kind in text conll; do
        file=long.${kind/text/txt}
        for to in jsonl doccano; do
            "$RELEASE" tag m.gaz --from $kind --to $to --document line --with-source $file >expected
            for j in 2 3 4; do
                "$RELEASE" tag m.gaz --from $kind --to $to --document line --with-source -j $j $file | cmp expected -
            done
            python3 "$TESTS/small_writes.py" 3 $file |
                "$RELEASE" tag m.gaz --from $kind --to $to --document line --with-source -j 2 |
                sed "s/standard input/$file/" | cmp expected -
        done
    done
    "$RELEASE" tag m.gaz --from text --with-source long.txt >all
    [ "$(grep -c '"continues": true' all)" -ge 2 ]
    sed -n 1,20p all >out
    same "$(cases slice jsonl text out)" 20
    for to in jsonl doccano; do
        "$RELEASE" tag m.gaz --from conll --to $to --document line --with-source long.conll | grep -v '"continues"' |
            sed 2d | sed -n 1~100p >out
        [ "$(cases slice $to conll out)" -ge 600 ]
    done
    "$RELEASE" tag m.gaz --from jsonl --with-source --quiet all >out
    "$RELEASE" tag m.gaz --from jsonl --with-source --quiet -j 4 all | cmp out -
}

@test "a member in the source's place is told" {
    small_model
    echo '{"text": "kernel", "source": "log", "meta": {"line": 3, "k": 1}, "line": 5}' >r.jsonl
    local to
    for to in jsonl doccano label-studio pubannotation prodigy argilla; do
        "$GAZ" tag m.gaz --from jsonl --to $to --with-source r.jsonl >out 2>notes
        same "$(cat notes)" \
            'gaz: r.jsonl: line 1: a member was where the source is written; it was written over by --with-source'
        python3 -c 'import json, sys
json.load(open("out"), object_pairs_hook=lambda pairs: dict(pairs) if len(dict(pairs)) == len(pairs) else sys.exit(1))'
    done
    "$GAZ" tag m.gaz --from jsonl --to prodigy r.jsonl 2>&1 | grep -qF '"meta": {"line": 3, "k": 1}'
    echo '{"text": "kernel", "meta": "old"}' | "$GAZ" tag m.gaz --from jsonl --to prodigy 2>&1 | grep -qF '"meta": "old"'
    fails 2 'written over the text' "$GAZ" tag m.gaz --from jsonl --with-source --field source.text r.jsonl
    fails 2 'written over the spans' "$GAZ" tag m.gaz --from jsonl --with-source --spans-as source.spans r.jsonl
}

@test "formats without a place for it refuse" {
    small_model
    local to
    for to in conll tsv ansi count spacy brat webanno pubtator html; do
        fails 2 'have no place for where they are from; --to jsonl' "$GAZ" tag m.gaz --to $to --with-source -o x small.tsv
    done
    [ ! -e x ]
    fails 2 'ids are read from records of jsonl' "$GAZ" tag m.gaz --from text --to doccano --id-field id small.tsv
    fails 2 'ids are read from records of jsonl' "$GAZ" tag m.gaz --from jsonl --to tsv --id-field id small.tsv
}

# bats test_tags=long
@test "names of documents go through every format and back" {
    small_model
    printf '%s\n' '{"id": "a/b", "text": "The kernel"}' '{"id": "ä 1", "text": "C"}' '{"id": "a/b", "text": "memory"}' \
        '{"id": "..", "text": "memory"}' '{"id": "50%41 %~2", "text": "memory"}' '{"id": 12, "text": "memory"}' |
        "$GAZ" tag m.gaz --from jsonl >docs.jsonl
    cases names jsonl docs.jsonl >expected
    local from to
    for from in $RECORDS brat webanno pubtator; do
        case $from in brat | webanno) folder="-o first-$from" ;; *) folder= ;; esac
        "$GAZ" convert docs.jsonl --id-field id --to $from $folder >first-out
        [ -e first-$from ] || mv first-out first-$from
        cases names $from first-$from | diff expected -
        for to in $RECORDS brat webanno pubtator; do
            rm -rf second
            input=first-$from
            [ $from != webanno ] || input="$(printf '%s|' first-webanno/*)"
            field="--id-field ${ID[$from]:-id}"
            case $to in brat | webanno) folder='-o second' ;; *) folder= ;; esac
            (IFS='|'; set -f; IFS='|'; set -- $input; IFS=' '; "$GAZ" convert "$@" $field --to $to $folder >out)
            [ -e second ] || mv out second
            cases names $to second | diff expected - || { echo "$from to $to"; return 1; }
        done
    done
}

@test "tagged records give their names to files, which are never written over" {
    small_model
    printf '%s\n' '{"n": {"id": "a/b"}, "text": "The kernel"}' '{"n": {"id": "."}, "text": "C"}' \
        '{"n": {"id": "a/b"}, "text": "memory"}' '{"text": "none"}' '{"n": {"id": "r-000004"}, "text": "x"}' \
        '{"n": {"id": "\u0001"}, "text": "x"}' "{\"n\": {\"id\": \"$(printf 'é%.0s' {1..300})\"}, \"text\": \"x\"}" >r.jsonl
    local j
    for j in 1 4; do
        "$GAZ" tag m.gaz --from jsonl --to webanno --id-field n.id -j $j -o out$j r.jsonl 2>notes
        same "$(cat notes)" 'gaz: r.jsonl: line 4: no id in the field that is named; this record goes without one'
    done
    diff -r out1 out4
    cd out1
    files a%2Fb.tsv %2E.tsv 'a%2Fb%~3.tsv' r-000004.tsv 'r-000004%~5.tsv' %01.tsv "$(printf 'é%.0s' {1..100}).tsv"
    grep -q memory 'a%2Fb%~3.tsv'
    grep -q none r-000004.tsv
}

@test "pages, PubTator and BioC name documents by their ids" {
    small_model
    printf '%s\n' '{"doc": "R 1/x", "text": "The kernel"}' '{"text": "C"}' >r.jsonl
    "$GAZ" tag m.gaz --from jsonl --to html --id-field doc r.jsonl 2>/dev/null >out
    grep -qF '<h2>R 1/x</h2>' out
    grep -qF '<h2><span>r</span> 2</h2>' out
    "$GAZ" tag m.gaz --from jsonl --to pubtator --id-field doc r.jsonl 2>/dev/null >out
    grep -qxF 'R 1/x|t|The kernel' out
    grep -qxF 'r-2|t|C' out
    "$GAZ" tag m.gaz --from jsonl --to bioc --id-field doc r.jsonl 2>/dev/null | grep -cF '{"id": "R 1/x", ' | grep -qx 1
}

# bats test_tags=long
@test "other members go from tool to tool, and what is lost is told" {
    small_model
    echo '{"id": "d1", "text": "The kernel", "x": {"y": [1]}, "meta": {"k": "v"}, "n": 1.50}' |
        "$GAZ" tag m.gaz --from jsonl >docs.jsonl
    local from to
    for from in jsonl doccano prodigy label-studio argilla; do
        "$GAZ" convert docs.jsonl --to $from >first 2>notes
        [ ! -s notes ]
        for to in jsonl doccano prodigy label-studio argilla; do
            "$GAZ" convert first --to $to >second 2>notes
            [ ! -s notes ]
            "$GAZ" convert second --to jsonl | python3 -c '
import json, sys
record = json.load(sys.stdin)
expected = {"id": "d1", "text": "The kernel", "x": {"y": [1]}, "meta": {"k": "v"}, "n": 1.5}
assert {name: record.get(name) for name in expected} == expected, record' || { echo "$from to $to"; return 1; }
        done
    done
    "$GAZ" convert docs.jsonl --to conll --id-field id 2>notes >out
    same "$(cat notes)" 'gaz: 1 document has lost its name, 1 record has lost its other members'
    echo '{"id": "d1", "text": "The kernel", "spans": []}' >plain.jsonl
    "$GAZ" convert plain.jsonl --to brat -o brat --id-field id 2>notes
    [ ! -s notes ]
    "$GAZ" convert plain.jsonl --to brat -o brat2 --id-field uid 2>&1 | grep -qF '1 document has no id in that field'
    [ -e brat2/plain-000001.ann ]
    echo '[{"id": 5, "data": {"text": "The kernel"}, "meta": {"who": "me"}, "annotations": [{"result": []}]}]' >task.json
    "$GAZ" convert task.json --to jsonl | grep -qF '"meta": {"who": "me"}'
    "$GAZ" convert task.json --to doccano --id-field id | grep -qF '"id": "5"'
}

@test "ids that are numbers: only whole ones, also where the input ends" {
    small_model
    printf '{"text": "a", "id": -12}\n{"text": "b", "id": 1.5}\n{"text": "c", "id": 7}' |
        "$GAZ" tag m.gaz --from jsonl --id-field id --to brat -o out
    same "$(cd out && printf '%s\n' *.ann | xargs)" '-12.ann 7.ann stdin-000002.ann'
}
