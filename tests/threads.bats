#!/usr/bin/env bats
# On several threads under the thread sanitizer: it finds nothing, and the output is that of one thread.
# make test-threads builds what this needs.

TESTS=$BATS_TEST_DIRNAME
RELEASE=$TESTS/../build/gaz
THREADS=$TESTS/../build/threads/gaz
SAMPLE=$TESTS/../gazetteers/sample
export TSAN_OPTIONS=exitcode=99:halt_on_error=1 LC_ALL=C.UTF-8 PYTHONDONTWRITEBYTECODE=1

setup_file() {
    cd "$BATS_FILE_TMPDIR"
    python3 "$TESTS/cli/context_corpus.py" 600 >corpus.conll
    "$RELEASE" harvest corpus.conll -o lists --quiet
    "$RELEASE" build lists -o m.gaz --quiet
    python3 "$TESTS/cli/sample_text.py" corpus.conll 2000000 # some blocks, and a line longer than one
    python3 -c 'import json, sys; [print(json.dumps({"text": line})) for line in open("text", errors="replace")]' >text.jsonl
}

setup() {
    cd "$BATS_FILE_TMPDIR"
}

# tags FROM TO OPTION...: text.FROM, or else text.
tags() {
    local file=text
    [ ! -e "text.$1" ] || file=text.$1
    "$RELEASE" tag m.gaz --from "$1" --to "$2" "${@:3}" --quiet $file >expected
    "$THREADS" tag m.gaz --from "$1" --to "$2" "${@:3}" --quiet $file -j 4 >actual
    cmp expected actual
    [ -s actual ]
}

@test "tokenized to conll" { tags tokenized conll; }
@test "tokenized to tsv" { tags tokenized tsv; }
@test "conll to conll" { tags conll conll; }
@test "conll to jsonl" { tags conll jsonl; }
@test "conll to count" { tags conll count; }
@test "text to tsv" { tags text tsv; }
@test "text in paragraphs to jsonl" { tags text jsonl --paragraphs; }
@test "text to ansi" { tags text ansi; }
@test "text to doccano, a line a document" { tags text doccano --document line; }
@test "text to a page" { tags text html; }
@test "jsonl to prodigy" { tags jsonl prodigy; }
@test "abbreviations: text to tsv, and lines" { tags text tsv --abbreviations && tags text jsonl --abbreviations; }
@test "abbreviations: jsonl to jsonl" { tags jsonl jsonl --abbreviations; }

@test "one to eight threads" {
    local format threads
    for format in tsv jsonl count; do
        "$RELEASE" tag m.gaz --from text --to $format --quiet text >expected
        for threads in 1 2 3 5 8; do
            "$THREADS" tag m.gaz --from text --to $format --quiet text -j $threads >actual
            cmp expected actual
        done
    done
    for threads in 1 2 3 5 8; do
        "$THREADS" harvest corpus.conll -o "lists-$threads" --quiet -j $threads
        diff -r lists "lists-$threads"
        "$THREADS" build lists -o "m$threads.gaz" --quiet -j $threads
        cmp m.gaz "m$threads.gaz"
    done
}

@test "the library in six threads: models that are opened and closed, streams that are freed in the middle" {
    printf 'linux kernel\tThing\nzebra\tThing\n' >small.tsv
    "$RELEASE" build small.tsv -o small.gaz --quiet
    "$RELEASE" build small.tsv -o folded.gaz --quiet --ignore-case
    head -c 600000 text >part
    "$TESTS/../build/threads/reload" small.gaz folded.gaz part 300 6
}

@test "files into a folder" {
    split -n l/9 text part
    "$RELEASE" tag m.gaz --from text --to brat --quiet -o expected.brat part??
    "$THREADS" tag m.gaz --from text --to brat --quiet -o actual.brat -j 4 part??
    diff -r expected.brat actual.brat
}

@test "an input that fails" {
    printf '{"text": "python"}\n{"text": 1}\n' | cat text.jsonl - text.jsonl >bad.jsonl
    run "$THREADS" tag m.gaz --from jsonl --to jsonl --strict --quiet bad.jsonl -j 4
    [ "$status" -eq 1 ]
}

@test "output that nobody reads" {
    "$THREADS" tag m.gaz --from text --to tsv --quiet text -j 4 | head -n 1
    [ "${PIPESTATUS[0]}" -eq 0 ]
}

@test "a model that changes" {
    mkdir live && cd live
    local type
    for type in Old New; do
        printf 'kernel\t%s\nshell\t%s\n' $type $type >$type.tsv
        "$RELEASE" build $type.tsv -o ${type,}.gaz --quiet
    done
    python3 "$TESTS/cli/live.py" 200 rename "$THREADS" tag m.gaz --watch -j 4
}

@test "a harvest" {
    "$THREADS" harvest corpus.conll -o lists4 --quiet -j 4
    diff -r lists lists4
}

@test "a build" {
    "$THREADS" build lists -o m4.gaz --quiet -j 4
    cmp m.gaz m4.gaz
}

@test "suggestions, and what is learnt for them" {
    python3 "$TESTS/cli/name_corpus.py" 1 300 >names.conll
    for seed in {2..20}; do python3 "$TESTS/cli/name_corpus.py" $seed 500; done | cut -f1 | sed 's/^$/\x01/' |
        tr '\n\001' ' \n' >names
    "$RELEASE" harvest names.conll -o names1 --quiet
    "$THREADS" harvest names.conll -o names4 --quiet -j 4
    diff -r names1 names4
    "$RELEASE" grow names1 names --from tokenized --quiet >expected
    "$THREADS" grow names1 names --from tokenized --quiet -j 4 >actual
    cmp expected actual
    [ "$(wc -l <actual)" -gt 100 ]
}

# The first requests count: libraries set themselves up then. So it begins several times.
@test "serving projects of Label Studio at once" {
    [[ $("$THREADS" serve absent 2>&1) != *'without libmicrohttpd'* && $(ldd "$THREADS") == *libxml2* ]] ||
        skip "this gaz was built without libmicrohttpd or libxml2"
    for _ in 1 2 3 4 5 6 7 8 9 10; do
        : >messages
        TSAN_OPTIONS=exitcode=99 "$THREADS" serve m.gaz --port 0 --threads 4 --corpus kept 2>messages 3>&- &
        server=$!
        until grep -q serving messages; do
            kill -0 "$server"
            sleep 0.05
        done
        status=0
        python3 "$TESTS/cli/studio_clients.py" "$(sed -n 's/.*serving at \(.*\)\//\1/p' messages)" 8 5 || status=$?
        kill "$server"
        wait "$server" || status=$?
        [ "$status" = 0 ] || { cat messages && false; }
    done
    [ "$(ls kept | wc -l)" = 8 ]
}
