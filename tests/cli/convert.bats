#!/usr/bin/env bats
# gaz convert: documents from any format that is read to any that is written, with every span where it was.
load helper

# Formats that are read and written, and what their offsets count.
FORMATS="conll:byte jsonl:codepoint brat:codepoint doccano:utf16 label-studio:codepoint prodigy:codepoint
    spacy:codepoint webanno:utf16 argilla:codepoint pubannotation:codepoint bioc:codepoint"

# Those that are converted from and to jsonl and themselves only, to save time.
FEW="argilla:codepoint pubannotation:codepoint bioc:codepoint"

is_pair() { # from, to
    [ "$1" = "$2" ] || [[ "$1$2" == *jsonl* ]] || [[ $FEW != *$1* && $FEW != *$2* ]]
}

# Converts PATH to FORMAT, as OUT: a file, or a folder for brat.
convert_to() { # gaz, path, format, out
    if [ "$3" = brat ]; then
        "$1" convert "$2" --to brat -o "$4"
    else
        "$1" convert "$2" --to "$3" >"$4"
    fi
}

spans_of() { # format:unit, path
    if [ "${1%:*}" = conll ]; then
        "$RELEASE" convert "$2" --to jsonl >spans.jsonl
        python3 "$TESTS/document_spans.py" jsonl codepoint spans.jsonl unscored
    else
        python3 "$TESTS/document_spans.py" "${1%:*}" "${1#*:}" "$2" unscored
    fi
}

# Converts a corpus to every format, and each of these to every format: each result has COUNT spans, and the lists
# harvested from it are those of the corpus.
check_all_pairs() { # corpus, count
    local from to path
    "$RELEASE" harvest "$1" -o lists --quiet
    for from in $FORMATS; do convert_to "$RELEASE" "$1" "${from%:*}" "first-${from%:*}"; done
    spans_of jsonl:codepoint first-jsonl >expected
    [ "$(wc -l <expected)" -eq "$2" ]
    for from in $FORMATS; do
        for to in $FORMATS; do
            is_pair "$from" "$to" || continue
            path=${from%:*}-${to%:*}
            convert_to "$RELEASE" "first-${from%:*}" "${to%:*}" "$path"
            spans_of "$to" "$path" | diff expected - || { echo "$from to $to"; return 1; }
            "$RELEASE" harvest "$path" -o harvested --quiet
            diff -r lists harvested || { echo "lists of $from to $to"; return 1; }
            rm -r harvested
        done
    done
}

# bats test_tags=long
@test "all pairs of formats on a real corpus: the same spans, and the same lists" {
    needs_shared corpora/ncbi-disease
    check_all_pairs "$SHARED/corpora/ncbi-disease/dev.conll" 787
}

# bats test_tags=long
@test "all pairs of formats on the sample: the same spans, and the same lists" {
    # As documents have it: the word tokenizer's tokens.
    "$RELEASE" convert "$SAMPLE/sample.conll" --to jsonl >sample.jsonl
    "$RELEASE" convert sample.jsonl --to conll >words.conll
    check_all_pairs words.conll "$("$RELEASE" convert words.conll --to doccano | grep -o '\[[0-9]*, [0-9]*, "' | wc -l)"
}

# bats test_tags=long
@test "every offset of every pair, in hard texts" {
    printf '%s\n' '{"text": "caf\u00e9 kernel\tcafe\u0301 \ud83d\ude00 C\r\n\ud55c\uad6d\uc5b4 user space", "spans": [' \
        '{"start": 5, "end": 11, "label": "A"}, {"start": 12, "end": 17, "label": "B"},' \
        '{"start": 20, "end": 21, "label": "C"}, {"start": 27, "end": 37, "label": "user"}]}' | tr -d '\n' >hard.jsonl
    local from to
    for from in $FORMATS; do
        convert_to "$GAZ" hard.jsonl "${from%:*}" "first-${from%:*}"
        for to in $FORMATS; do
            convert_to "$GAZ" "first-${from%:*}" "${to%:*}" "${from%:*}-${to%:*}"
            same "$(spans_of "$to" "${from%:*}-${to%:*}" | tr '\n' ,)" $'A\tkernel,B\tcafe\u0301,C\tC,user\tuser space,'
        done
    done
    # Text and offsets of formats that hold the text stay as they are.
    for to in doccano label-studio prodigy spacy argilla pubannotation bioc; do
        "$GAZ" convert "first-$to" --to jsonl | python3 -c '
import json, sys
gold, record = json.load(open("hard.jsonl")), json.loads(sys.stdin.readline())
assert record["text"] == gold["text"], record
assert [(s["start"], s["end"], s["label"]) for s in record["spans"]] == \
    [(s["start"], s["end"], s["label"]) for s in gold["spans"]], record'
    done
}

@test "WebAnno: the text between tokens is that of the sentence's header" {
    printf '#FORMAT=WebAnno TSV 3.3\n#T_SP=x.NamedEntity|value\n\n\n#Text=a  b,c\\td\n%s\n\n#Text=e\n%s\n' \
        $'1-1\t0-1\ta\tP\t\n1-2\t3-4\tb\t_\t\n1-3\t4-5\t,\t_\t\n1-4\t5-6\tc\tQ[1]\t\n1-5\t7-8\td\tQ[1]\t' \
        $'2-1\t12-13\te\tP\t' >a.tsv
    same "$("$GAZ" convert a.tsv --to doccano)" \
        '{"text": "a  b,c\td\n   e\n", "label": [[0, 1, "P"], [5, 8, "Q"], [12, 13, "P"]], "id": "a"}'
}

@test "what a format cannot hold is left out, and told" {
    printf '%s\n' '{"text": "a b c d", "spans": [{"start": 0, "end": 3, "label": "X"},' \
        '{"start": 2, "end": 5, "label": "Y"}, {"start": 6, "end": 6, "label": "Z"}]}' | tr -d '\n' >over.jsonl
    "$GAZ" convert over.jsonl --to doccano >out 2>err
    same "$(cat out)" '{"text": "a b c d", "label": [[0, 3, "X"], [2, 5, "Y"]]}'
    same "$(cat err)" 'gaz: 1 span of blanks was left out'
    "$GAZ" convert over.jsonl --to spacy >out 2>err
    same "$(cat out)" '["a b c d", {"entities": [[0, 3, "X"]]}]'
    same "$(cat err)" 'gaz: 1 overlapping span was left out, 1 span of blanks was left out'
    printf '{"text": "foobar baz", "label": [[0, 3, "X"]]}' >part.jsonl
    "$GAZ" convert part.jsonl --to conll >out 2>err
    same "$(cat out)" $'foobar\tB-X\nbaz\tO'
    same "$(cat err)" 'gaz: 1 span cut a token and was widened'
    "$GAZ" convert part.jsonl --to jsonl >out 2>err
    same "$(cat out)" '{"text": "foobar baz", "spans": [{"start": 0, "end": 3, "label": "X", "text": "foo"}]}'
    [ ! -s err ]
}

@test "fields of the user's own go along, those of the tool do not" {
    printf '%s\n' '{"id": 7, "text": "EU", "label": [[0, 2, "ORG"]], "meta": {"a": 1.10}}' >a.jsonl
    same "$("$GAZ" convert a.jsonl --to jsonl)" \
        '{"id": 7, "text": "EU", "meta": {"a": 1.10}, "spans": [{"start": 0, "end": 2, "label": "ORG", "text": "EU"}]}'
    same "$("$GAZ" convert a.jsonl --to label-studio | "$GAZ" convert - --to doccano)" \
        '{"text": "EU", "label": [[0, 2, "ORG"]], "id": 7, "meta": {"a": 1.10}}'
    printf '%s\n' '{"text": "EU", "spans": [{"start": 0, "end": 2, "label": "ORG"}], "answer": "accept", "_task_hash": 1,' \
        '"tokens": [], "source": "x"}' | tr -d '\n' | "$GAZ" convert - --to doccano >out
    same "$(cat out)" '{"text": "EU", "label": [[0, 2, "ORG"]], "source": "x"}'
}

@test "an object over several lines becomes a line, with its inner objects" {
    printf '%s\n' '{"text": "EU rejects",' ' "spans": [],' ' "meta": {"a":' '   [1,' '    2]}, "b" :' '3' '}' >spread.jsonl
    same "$("$GAZ" convert spread.jsonl --to jsonl)" '{"text": "EU rejects", "meta": {"a":    [1,     2]}, "b" : 3, "spans": []}'
    same "$("$GAZ" convert spread.jsonl --to spacy | python3 -c 'import json, sys; print(len([json.loads(line) for line in sys.stdin]))')" 1
}

@test "scores and ids go along where the format has them" {
    printf '%s\n' '{"text": "EU", "spans": [{"start": 0, "end": 2, "label": "ORG", "score": 0.25, "id": "Q458"}]}' >a.jsonl
    same "$("$GAZ" convert a.jsonl --to jsonl)" \
        '{"text": "EU", "spans": [{"start": 0, "end": 2, "label": "ORG", "id": "Q458", "score": 0.25, "text": "EU"}]}'
    same "$("$GAZ" convert a.jsonl --to label-studio | "$GAZ" convert - --to prodigy | grep -o '"score": [0-9.]*')" \
        '"score": 0.25'
    "$GAZ" convert a.jsonl --to brat -o brat
    grep -q 'gaz 0.25' brat/a-000001.ann
}

@test "documents: several files into one output, or a file each" {
    printf 'EU\tB-ORG\n\n-DOCSTART-\tO\n\nUN\tB-ORG\n' >a.conll
    printf 'Rome\tB-LOC\n' >b.conll
    same "$("$GAZ" convert a.conll b.conll --to conll | tr '\n' ,)" \
        $'EU\tB-ORG,,-DOCSTART-\tO,,UN\tB-ORG,,-DOCSTART-\tO,,Rome\tB-LOC,,'
    "$GAZ" convert a.conll b.conll --to doccano -o out
    (cd out && files a.jsonl b.jsonl)
    same "$(wc -l <out/a.jsonl)" 2
    "$GAZ" convert a.conll b.conll --to brat -o brat
    (cd brat && files a-000001.ann a-000001.txt a-000002.ann a-000002.txt annotation.conf b.ann b.txt)
    same "$(cat brat/annotation.conf | head -3 | tr '\n' ,)" '[entities],ORG,LOC,'
    "$GAZ" convert brat --to webanno -o web
    (cd web && files a-000001.tsv a-000002.tsv b.tsv)
    "$GAZ" convert brat --to html >page.html
    same "$(grep -c '<article' page.html)" 3
    grep -q '<li class="t1">LOC</li>' page.html
    fails 2 'a file of this format holds one document' "$GAZ" convert a.conll --to webanno
    fails 2 'needs a folder' "$GAZ" convert a.conll --to brat
}

@test "offsets in another unit" {
    printf '["\\ud83d\\ude00 EU", {"entities": [[2, 4, "ORG"]]}]' >a.jsonl
    same "$("$GAZ" convert a.jsonl --to doccano)" $'{"text": "\U0001F600 EU", "label": [[3, 5, "ORG"]]}'
    same "$("$GAZ" convert a.jsonl --to doccano --to-offsets byte)" $'{"text": "\U0001F600 EU", "label": [[5, 7, "ORG"]]}'
    fails 2 'cannot be chosen' "$GAZ" convert a.jsonl --to spacy --to-offsets byte
}

@test "wrong usage, wrong input, and what is there already" {
    fails 2 'no files are named' "$GAZ" convert --to brat
    fails 2 '--to FORMAT is missing' "$GAZ" convert a.conll
    fails 2 '--to is one of conll, jsonl, brat, doccano, label-studio, prodigy, spacy, webanno, pubtator, argilla, pubannotation, bioc, json-tokens, enamex, inline-xml, opennlp, brackets, html, html-inline, not "tsv"' \
        "$GAZ" convert a.conll --to tsv
    fails 1 'no-such-file' "$GAZ" convert no-such-file --to brat -o out
    printf '{"text": "EU", "label": [[0, 9, "ORG"]]}' >bad.jsonl
    fails 1 'line 1: span 1 ends at 9' "$GAZ" convert bad.jsonl --to jsonl -o made
    (cd made && files)
    printf 'EU\tB-ORG\n' >a.conll
    "$GAZ" convert a.conll --to conll -o .  2>err && return 1
    grep -q 'this input file would be written over' err
    same "$(cat a.conll)" $'EU\tB-ORG'
    "$GAZ" convert a.conll --to brat -o brat
    fails 2 'is there with other annotations' "$GAZ" convert <(sed s/ORG/LOC/ a.conll) --to brat -o brat || true
    "$GAZ" convert a.conll --to jsonl | true
}
