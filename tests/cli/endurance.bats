#!/usr/bin/env bats
# The worst case in time, and memory that does not grow with the input.
# bats file_tags=long

load helper

setup_file() {
    cd "$BATS_FILE_TMPDIR"
    printf '%s\tOS\n' 'kernel space' kernel 'operating system' >list.tsv
    "$RELEASE" build list.tsv -o m.gaz --quiet
}

# peak KIND MB OPTION...: tags that much text on one line; the peak memory is at most the model's size and 64 MB.
peak() {
    python3 "$TESTS/peak_memory.py" "$(($(stat -c %s "$BATS_FILE_TMPDIR/m.gaz") + (64 << 20)))" "$1" "$2" \
        "$RELEASE" tag "$BATS_FILE_TMPDIR/m.gaz" "${@:3}"
}

@test "one entry of 10,000 times a, then b, over 10 MB of a" {
    python3 -c '
print("a " * 10000 + "b\tT")' >worst.tsv
    "$RELEASE" build worst.tsv -o worst.gaz --quiet
    python3 -c '
print("a " * 5_000_000)' >line
    python3 -c '
print("a a a a a a a a a\n" * 555_555)' >lines
    same "$(timeout 20 "$RELEASE" tag worst.gaz --to count line)" 'sentences 1 tokens 5000000 spans 0'
    same "$(timeout 20 "$RELEASE" tag worst.gaz --from text --to count line)" 'sentences 1 tokens 5000000 spans 0'
    same "$(timeout 20 "$RELEASE" tag worst.gaz --to count lines)" 'sentences 555555 tokens 4999995 spans 0'
    (cat line | tr -d '\n'; echo b) >end
    same "$(timeout 20 "$RELEASE" tag worst.gaz --to tsv end | cut -f3,4)" $'9980000\t10000001'
}

@test "the entries a, a a, a a a, ... over a" {
    seq 1 2000 | python3 -c '
import sys
for line in sys.stdin:
    print("a " * int(line), "T", sep="\t")' >nested.tsv
    "$RELEASE" build nested.tsv -o nested.gaz --tokens corpus --quiet
    python3 -c '
print("a " * 3_000_001)' >line
    same "$(timeout 20 "$RELEASE" tag nested.gaz --to count line)" 'sentences 1 tokens 3000001 spans 1501'
}

@test "a line of 200 MB: conll" { peak words 200 -j 2 --to conll; }
@test "a line of 200 MB: jsonl" { peak words 200 -j 2 --to jsonl; }
@test "a line of 200 MB: count" { peak words 200 -j 2 --to count; }
@test "a line of 50 MB of raw text: jsonl" { peak words 50 -j 2 --from text --to jsonl; }
@test "a paragraph of 70 MB: tsv" { peak lines 70 -j 2 --from text --paragraphs --to tsv; }
@test "a sentence of 50 MB of rows: conll and jsonl" {
    peak rows 50 -j 2 --from conll --to conll
    peak rows 50 -j 2 --from conll --to jsonl
}
@test "30 MB of short lines on four threads" { peak lines 30 -j 4 --to tsv; }

@test "a document of 10 MB of JSON is converted in five times its size" {
    local lines size
    for lines in prodigy:7000 doccano:80000 jsonl:40000 label-studio:24000; do
        python3 -c '
import sys
for i in range(int(sys.argv[1])):
    print("The kernel space of operating system", i, "and its page table , he said .")' "${lines#*:}" >text
        "$RELEASE" tag "$BATS_FILE_TMPDIR/m.gaz" text --from text --document file --to "${lines%:*}" >document
        size=$(stat -c %s document)
        ((size > 10000000))
        python3 "$TESTS/peak_memory.py" $((5 * size)) words 0 "$RELEASE" convert document --from "${lines%:*}" --to doccano
    done
}

@test "all matches, two hundred of them at each token: tsv" {
    python3 -c '
for i in range(1, 201):
    print("words " * i, "T", sep="\t")' >nested.tsv
    "$RELEASE" build nested.tsv -o nested.gaz --tokens corpus --quiet
    python3 -c '
print("words " * 20000)' >line
    python3 "$TESTS/peak_memory.py" "$(($(stat -c %s nested.gaz) + (64 << 20)))" words 0 \
        "$RELEASE" tag nested.gaz --all --to tsv line
}

@test "a token of 100 MB: conll, count, tsv" {
    peak token 100 --to conll
    peak token 100 -j 2 --to count
    peak token 100 -j 2 --from text --to tsv
}
@test "a token of 100 MB: jsonl" { peak token 100 -j 2 --to jsonl; }

@test "a line of 100 MB of blanks: conll, count, ansi" {
    peak blanks 100 --to conll
    peak blanks 100 -j 2 --to count
    peak blanks 100 -j 2 --from text --to ansi
}
@test "a line of 100 MB of blanks: jsonl" { peak blanks 100 -j 2 --to jsonl; }

@test "a harvest of 10 million tokens (GAZ_LARGE=1): memory, and what was promised" {
    [ -n "${GAZ_LARGE:-}" ] || skip "it takes minutes: GAZ_LARGE=1 runs it"
    python3 "$TESTS/large_harvest.py" 500000 >corpus.conll
    python3 "$TESTS/peak_memory.py" $((2500 << 20)) words 0 \
        "$RELEASE" harvest corpus.conll -o lists -j 2 --quiet # 200 bytes a token, half of them for cross-validation
    "$RELEASE" build lists -o m.gaz --quiet
    "$RELEASE" eval m.gaz corpus.conll --json --quiet | python3 -c '
import json, sys
assert json.load(sys.stdin)["f1"] > 0.8'
}
