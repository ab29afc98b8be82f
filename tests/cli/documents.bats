#!/usr/bin/env bats
# Documents for annotation tools: every offset is sliced again, in the tool's unit, by a script that shares no code.
load helper

# The formats and what their offsets count.
FORMATS="brat:codepoint doccano:utf16 jsonl:codepoint label-studio:codepoint prodigy:codepoint spacy:codepoint
    webanno:utf16 argilla:codepoint pubannotation:codepoint bioc:codepoint json-tokens: enamex: inline-xml: opennlp:
    brackets:"

# Composed and decomposed, Hangul, emoji with joiners and beyond the BMP, combining marks, CRLF, TABs, bad bytes, what
# the formats escape.
texts() {
    printf '\xef\xbb\xbfcaf\u00e9 kernel\tcafe\u0301 C\r\n'
    printf '\ud55c\uad6d\uc5b4 \ucc98\ub9ac: user space, \xff\xfe kernel \xe2\x82 virtual memory\xf0\x9f kernel\n'
    printf '\U0001F469\u200d\U0001F469\u200d\U0001F467 kernel \U0001F600 C ++ \U0001F1E9\U0001F1EA "memory" \\ kernel\r\n'
    printf '\r\n\tq\u0323\u0307 kernel q\u0307\u0323\tkernel\v\x01 C\x7f C [_|*;->] \\t\n'
    printf '#Text=kernel\n#FORMAT=x  kernel</script>&\n'
    printf '\xed\xa0\x80 kernel \xc0\xaf kernel \xf5\x80 kernel \ufeff kernel \ufffd C\n'
    printf 'user\nspace \U0001F600\n\nvirtual\r\nmemory caf\u00e9'
}

# What tsv output says of a text's spans: "type TAB surface" a line.
tsv_spans() { # text, options...
    local text=$1
    shift
    "$GAZ" tag m.gaz --to tsv "$@" "$text" | cut -f 5,7
}

# Tags a text into the folder of a format, which is emptied, and checks it.
document_spans() { # format, unit, text, options...
    local format=$1 unit=$2 text=$3
    shift 3
    rm -rf "$format"
    "$GAZ" tag m.gaz --to "$format" -o "$format" "$@" "$text"
    case $format in
    brat | webanno | enamex | inline-xml) python3 "$TESTS/document_spans.py" "$format" "$unit" "$format" ;;
    *) python3 "$TESTS/document_spans.py" "$format" "$unit" "$format"/* ;;
    esac
}

# Standard input without what parts tokens.
without_blanks() {
    python3 -c 'import sys, unicodedata
for line in open(0, encoding="utf-8", newline="\n"):
    print("".join(mark for mark in line if mark in "\t\n" or unicodedata.category(mark)[0] not in "CZ"), end="")'
}

# Compares the files expected and actual: brat has one blank for a line end, and formats of tokens one between any two.
same_spans() { # format
    case $1 in
    brat) diff <(tr -s ' ' <expected) <(tr -s ' ' <actual) ;;
    json-tokens | opennlp | brackets) diff <(without_blanks <expected) <(without_blanks <actual) ;;
    *) diff expected actual ;;
    esac
}

# bats test_tags=long
@test "every span sliced from its document, in every format" {
    small_model
    texts >text
    local format from
    for from in text 'text --paragraphs' tokenized; do
        tsv_spans text --from $from >expected
        [ "$(wc -l <expected)" -ge 17 ]
        for format in $FORMATS; do
            document_spans "${format%:*}" "${format#*:}" text --from $from >actual
            same_spans "${format%:*}"
        done
    done
}

# bats test_tags=long
@test "lines are documents" {
    small_model
    texts >text
    tsv_spans text --from text >expected
    local format
    for format in $FORMATS; do
        document_spans "${format%:*}" "${format#*:}" text --from text --document line >actual
        same_spans "${format%:*}"
    done
    same "$(cd brat && echo *)" "annotation.conf $(for i in 1 2 3 5 6 7 8 9 10 12 13; do
        printf 'text-%06d.ann text-%06d.txt ' $i $i; done | sed 's/ $//')"
}

# bats test_tags=long
@test "columns become a text" {
    small_model
    printf 'caf\u00e9\tO\n\U0001F600\tO\nuser\tO\nspace\tO\n\xff\xe2\x82\tO\nC\tO\n++\tO\n\n"\tO\nkernel\tO\n\\\tO\nmemory\tO\n' >t.conll
    local format document
    for document in file line; do
        for format in $FORMATS; do
            document_spans "${format%:*}" "${format#*:}" t.conll --from conll --document $document >actual
            same "$(cut -f 2 actual | tr '\n' ,)" 'café,user space,C ++,kernel,memory,'
        done
    done
    same "$("$GAZ" tag m.gaz --from conll --to doccano t.conll | python3 -c 'import json, sys; print(json.loads(sys.stdin.readline())["text"], end="")')" \
        "$(printf 'caf\u00e9 \U0001F600 user space \ufffd\ufffd\ufffd C ++\n" kernel \\ memory')"
}

@test "what is JSON has the form that its schema says" {
    needs_module jsonschema
    small_model
    texts >text
    echo '{"text": "a kernel", "id": 7, "meta": {"source": "x"}}' >r.jsonl
    printf 'surface\ttype\tid\tname\nkernel\tOS\tQ1\tThe Kernel\nkernel\tOS\tQ2\t\nkernel\tPlant\t\t\nC\tLanguage\t\t\n' >ids.tsv
    "$GAZ" build ids.tsv -o ids.gaz --quiet
    local format
    for format in doccano jsonl label-studio prodigy spacy; do
        "$GAZ" tag m.gaz --from text --to $format --document file text >document
        "$GAZ" tag m.gaz --from jsonl --to $format r.jsonl >record
        "$GAZ" tag ids.gaz --from text --to $format --document file --senses all text >senses
        [ $format = doccano ] || grep -q Q2 senses
        python3 - "$TESTS/../schemas/$format.schema.json" document record senses <<'PYTHON'
import json, sys
import jsonschema
schema, *paths = sys.argv[1:]
validator = jsonschema.Draft202012Validator(json.load(open(schema)))
validator.check_schema(validator.schema)
for path in paths:
    text = open(path, encoding="utf-8", newline="\n").read()
    values = [json.loads(text)] if "label-studio" in schema else map(json.loads, text.rstrip("\n").split("\n"))
    for value in values:
        validator.validate(value)
PYTHON
    done
}

@test "each unit where there is a choice" {
    needs_module regex
    small_model
    texts >text
    tsv_spans text --from text >expected
    local format unit
    for format in doccano jsonl; do
        for unit in byte codepoint utf16 grapheme; do
            document_spans $format $unit text --from text --offsets $unit --document file >actual
            # A cluster is never cut: it may hold more than the tokens of the span.
            diff expected actual || [ $unit = grapheme ]
            same "$(wc -l <actual)" "$(wc -l <expected)"
        done
    done
    for unit in codepoint utf16; do
        document_spans label-studio $unit text --from text --offsets $unit >actual
        diff expected actual
    done
}

# bats test_tags=long
@test "random lines, in blocks and threads" {
    small_model
    python3 "$TESTS/random_text.py" 300000 11 >text
    tsv_spans text --from text >expected
    [ "$(wc -l <expected)" -ge 1500 ]
    local format
    for format in $FORMATS; do
        case $format in brat* | webanno* | enamex* | inline-xml*) continue ;; esac # a file each: see below
        document_spans "${format%:*}" "${format#*:}" text --from text --document line -j 2 >actual
        same_spans "${format%:*}"
    done
    for format in $FORMATS; do
        document_spans "${format%:*}" "${format#*:}" text --from text --document file -j 2 >actual
        same_spans "${format%:*}"
    done
}

# The lists that a corpus gives, all of it kept.
harvested() { # folder, corpus...
    local folder=$1
    shift
    rm -rf "$folder"
    "$GAZ" harvest "$@" -o "$folder" --min-purity 0 --quiet --trust-unreviewed
}

# bats test_tags=long
@test "tagged, exported, imported and harvested: the same entries in every format" {
    small_model
    texts >hard
    python3 "$TESTS/random_text.py" 20000 4 >random
    local text format name document documents
    for text in hard random; do
        # The tags as columns need no offsets.
        "$GAZ" tag m.gaz --from text --to conll "$text" >expected.conll
        harvested expected --lenient expected.conll
        [ "$(cat expected/*.tsv | wc -l)" -ge 14 ]
        for format in $FORMATS; do
            name=${format%:*}
            for document in file line; do
                rm -rf "$name"
                "$GAZ" tag m.gaz --from text --to "$name" --document $document -o "$name" "$text"
                documents=("$name"/*)
                [ "$name" != brat ] || documents=(brat)
                harvested actual --from "$name" "${documents[@]}"
                diff -r -x growth.txt expected actual || { echo "$text as $name, by $document"; return 1; }
                case $name:$document in inline-xml* | brackets* | enamex:line) continue ;; esac # not all are detected
                harvested actual "${documents[@]}"
                diff -r -x growth.txt expected actual
            done
        done
    done
}

@test "in every unit that doccano, Label Studio and gaz's JSONL may count, there and back" {
    small_model
    printf 'cafe\u0301 \U0001F469\u200d\U0001F469\u200d\U0001F467 kernel: caf\u00e9\r\n\U0001F600\U0001F1E9\U0001F1EA user space\n' >text
    "$GAZ" tag m.gaz --from text --to conll text >expected.conll
    harvested expected --lenient expected.conll
    [ "$(cat expected/*.tsv | wc -l)" -ge 6 ]
    local format unit
    for format in doccano jsonl label-studio; do
        for unit in byte codepoint utf16 grapheme; do
            "$GAZ" tag m.gaz --from text --to $format --document file --offsets $unit text >out.json
            harvested actual --from $format --offsets $unit out.json
            diff -r -x growth.txt expected actual
        done
    done
    # The units differ here: read in another one, the spans are others, or none at all.
    "$GAZ" tag m.gaz --from text --to doccano --offsets grapheme text >out.json
    ! { harvested actual --from doccano --offsets utf16 out.json && diff -r -x growth.txt expected actual; } >/dev/null 2>&1
}

@test "overlapping matches, where a format can hold them" {
    small_model
    echo 'kernel space virtual memory kernel' >text
    local format
    for format in brat doccano label-studio; do
        "$GAZ" tag m.gaz --from text --to $format -o $format --all text
    done
    same "$(grep -c '^T' brat/text.ann)" 5
    same "$(cut -f 2,3 brat/text.ann | grep -v Notes | head -2 | tr '\n\t' ',|')" \
        'Operating_System 0 12|kernel space,Operating_System 0 6|kernel,'
    for format in spacy webanno; do
        fails 2 'all matches may overlap' "$GAZ" tag m.gaz --from text --to $format --all text
    done
}

@test "many files into a folder, one name each" {
    small_model
    mkdir in
    echo 'a kernel' >in/one.txt
    echo 'no match' >in/two.md
    echo 'user space' | gzip >in/three.txt.gz
    "$GAZ" tag m.gaz --from text --to doccano -o out in/*
    same "$(cd out && echo *)" 'one.jsonl three.jsonl two.jsonl'
    same "$(cat out/two.jsonl)" '{"text": "no match\n", "label": [], "suggested_by_gaz": "0000000000000001"}'
    "$GAZ" tag m.gaz --from text --to brat -o ann --only-matching in/*
    same "$(cd ann && echo *)" 'annotation.conf one.ann one.txt three.ann three.txt'
    "$GAZ" tag m.gaz --from text --to conll -o columns in/one.txt
    same "$(cat columns/one.conll)" "$(printf 'a\tO\nkernel\tB-Operating_System\n')"
    "$GAZ" tag m.gaz --from text --to label-studio in/* >all.json
    same "$(python3 -c 'import json; print(len(json.load(open("all.json"))))')" 3
    "$GAZ" tag m.gaz --from text --to label-studio --only-matching in/two.md >none.json
    same "$(python3 -c 'import json; print(json.load(open("none.json")))')" '[]'
}

@test "brat gets a configuration with the model's types, which is never written over" {
    small_model
    echo 'a kernel' >one.txt
    "$GAZ" tag m.gaz --from text --to brat -o ann one.txt
    same "$(sed -n 2,8p ann/annotation.conf | tr '\n' ' ')" \
        '[entities] Application Architecture Device General_Concept Language Operating_System '
    echo mine >ann/annotation.conf
    "$GAZ" tag m.gaz --from text --to brat -o ann one.txt
    same "$(cat ann/annotation.conf)" mine
}

@test "types that brat cannot store have names that it can, and come back" {
    printf '%s\n' $'kernel\tGPE/LOC' $'memory\tC++' $'user\t한국어' $'space\tA[1]|b_c;*->\\x y' $'page\t*' $'cache\tGPE_LOC' >types.tsv
    "$GAZ" build types.tsv -o m.gaz --quiet
    printf 'kernel memory user space page cache' >one.txt
    "$GAZ" tag m.gaz --from text --to brat -o ann one.txt
    same "$(sed '1,2d; /^\[rel/,$d' ann/annotation.conf | grep -vc '^[a-zA-Z0-9_-]*$')" 0
    same "$(sed '1,2d; /^\[rel/,$d' ann/annotation.conf | sort)" "$(grep ^T ann/one.ann | cut -f 2 | cut -d ' ' -f 1 | sort)"
    same "$(sed '/^\[drawing/,$d' ann/visual.conf)" "$(printf '%s\n' '[labels]' '_x2A_ | *' \
        'A_x5B_1_x5D__x7C_b_c_x3B__x2A_-_x3E__x5C_x_x20_y | A[1]¦b_c;*->\x y' 'C_x2B__x2B_ | C++' 'GPE_x2F_LOC | GPE/LOC' \
        '_xD55C__xAD6D__xC5B4_ | 한국어')"
    "$GAZ" tag m.gaz --from text --to jsonl one.txt | sed 's/, "score": [0-9.]*//g' >expected
    "$GAZ" convert ann --to jsonl | sed 's/, "id": "one"//' | diff expected -
    "$GAZ" harvest ann -o lists --quiet --min-purity 0 --trust-unreviewed
    "$GAZ" build lists -o again.gaz --quiet
    "$GAZ" tag again.gaz --from text --to jsonl one.txt | sed 's/, "score": [0-9.]*//g' | diff expected -
    printf 'T1\tGPE LOC 0 6\tkernel\n' >ann/one.ann
    fails 1 'one.ann: line 1: no span: expected T1, TAB, TYPE BEGIN END' "$GAZ" harvest ann --report
}

@test "Label Studio: the text under the key of the project, the model's checksum as version" {
    small_model
    local version
    version="gaz $("$GAZ" info m.gaz | sed -n 's/^checksum *//p')"
    printf '{"text": "a kernel", "body": "old", "id": 7}\n' >in.jsonl
    "$GAZ" tag m.gaz --from jsonl --to label-studio in.jsonl >plain.json
    same "$(head -c 70 <(sed -n 2p plain.json))" '{"data": {"text": "a kernel", "body": "old", "id": 7}, "predictions": '
    grep -qF "[{\"model_version\": \"$version\", \"score\": 1.0, " plain.json
    "$GAZ" tag m.gaz --from jsonl --to label-studio --data-key body in.jsonl >body.json
    same "$(head -c 50 <(sed -n 2p body.json))" '{"data": {"body": "a kernel", "id": 7}, "predictio'
    printf 'a kernel' >in.txt
    "$GAZ" tag m.gaz --from text --to label-studio --data-key 'my "key"' in.txt >key.json
    grep -qF '{"data": {"my \"key\"": "a kernel"}, ' key.json
    "$GAZ" tag m.gaz --from jsonl --to jsonl in.jsonl | "$GAZ" convert - --to label-studio --data-key k >k.json
    grep -qF '{"data": {"k": "a kernel", "body": "old", "id": 7}, "predictions": [{"model_version": "gaz", ' k.json
    # Read by looking, where there is one string only, and by name.
    same "$(harvested 1 key.json; cat 1/Operating_System.tsv | tail -n 1 | cut -f 1)" kernel
    "$GAZ" convert k.json --field k --to jsonl | grep -qF '"k": "a kernel"'
}

@test "nothing is written over by mistake" {
    small_model
    mkdir in other
    echo 'a kernel' >in/one.txt
    echo 'a kernel' >other/one.md
    fails 2 'two input files are named one' "$GAZ" tag m.gaz --from text --to doccano -o out in/one.txt other/one.md
    fails 2 'would be written over' "$GAZ" tag m.gaz --from text --to brat -o in in/one.txt
    same "$(cat in/one.txt)" 'a kernel'
    fails 2 'in/one.txt: this input file would be written over' \
        "$GAZ" tag m.gaz --from text --to brat -o in other/one.md in/one.txt # before its turn comes
    cp in/one.txt in/one-000001.txt
    fails 2 'in/one-000001.txt: this input file would be written over' \
        "$GAZ" tag m.gaz --from text --to brat --document line -o in other/one.md in/one-000001.txt
    cp in/one.txt in/stdin.txt
    fails 2 'in/stdin.txt: this input file would be written over' \
        "$GAZ" tag m.gaz --from text --to brat -o in <in/stdin.txt
    same "$(cat in/one.txt in/one-000001.txt in/stdin.txt | sort -u)" 'a kernel'
    fails 2 'needs a folder for them; -o DIR names one' "$GAZ" tag m.gaz --from text --to brat in/one.txt
    fails 2 'more need a folder; -o DIR names one' "$GAZ" tag m.gaz --from text --to webanno in/one.txt other/one.md
    fails 2 'more need a folder' "$GAZ" tag m.gaz --from text --to webanno --document line in/one.txt
    fails 1 'file' "$GAZ" tag m.gaz --from text --to doccano -o in/one.txt in/one.txt
}

@test "a file that fails leaves no half of its output" {
    small_model
    printf '{"text": "kernel"}\n{"text": \n' >bad.jsonl
    fails 1 'bad.jsonl: line 2: ' "$GAZ" tag m.gaz --from jsonl --strict --to doccano -o out bad.jsonl
    same "$(ls out)" ''
}

@test "records of JSON keep their other fields as they are written" {
    small_model
    cat >r.jsonl <<'LINES'
{"id": 123456789012345678901234567890, "text": "a kernel", "x": 1.10, "n": null, "o": {"a": [1, "}", {}]}}

  {"text":"caf\u00e9 and \ud83d\ude00 kernel","spans":[1,2],"te\u0078t2":"y"}
{"text": "", "z": "\\"}
LINES
    "$GAZ" tag m.gaz --from jsonl r.jsonl >out.jsonl
    same "$(head -1 out.jsonl)" '{"id": 123456789012345678901234567890, "text": "a kernel", "x": 1.10, "n": null, "o": {"a": [1, "}", {}]}, "spans": [{"start": 2, "end": 8, "label": "Operating_System", "score": 1.0, "text": "kernel"}]}'
    same "$(sed -n 2p out.jsonl)" '{"text":"caf\u00e9 and \ud83d\ude00 kernel", "te\u0078t2":"y", "spans": [{"start": 0, "end": 4, "label": "Application", "score": 1.0, "text": "café"}, {"start": 11, "end": 17, "label": "Operating_System", "score": 1.0, "text": "kernel"}]}'
    same "$(sed -n 3p out.jsonl)" '{"text": "", "z": "\\", "spans": []}'
    same "$("$GAZ" tag m.gaz --from jsonl --to doccano r.jsonl | head -1)" \
        '{"text": "a kernel", "label": [[2, 8, "Operating_System"]], "suggested_by_gaz": "b2f45af3b0b18e0f", "id": 123456789012345678901234567890, "x": 1.10, "n": null, "o": {"a": [1, "}", {}]}}'
    same "$("$GAZ" tag m.gaz --from jsonl --to tsv r.jsonl | cut -f 2-4 | tr '\t\n' ' ,')" '1 2 8,3 0 5,3 15 21,'
    "$GAZ" tag m.gaz --from jsonl --to label-studio r.jsonl |
        python3 -c 'import json, sys; print(json.load(sys.stdin)[0]["data"]["o"])'
}

@test "the text of a record stands in the field that is named, inside of objects too" {
    small_model
    echo '{"log": {"message": "a kernel"}, "log.level": "C", "text": "user space"}' >r.jsonl
    same "$("$GAZ" tag m.gaz --from jsonl --field log.message --to tsv r.jsonl | cut -f 7)" kernel
    same "$("$GAZ" tag m.gaz --from jsonl --field log.level --to tsv r.jsonl | cut -f 7)" C
    same "$("$GAZ" tag m.gaz --from jsonl --to tsv r.jsonl | cut -f 7)" 'user space'
    fails 1 'r.jsonl: line 1: the object has no text in a field "log"; --field names' \
        "$GAZ" tag m.gaz --from jsonl --strict --field log r.jsonl
}

@test "several fields are texts of their own" {
    small_model
    printf '%s\n' '{"id": 1, "body": "a kernel", "title": "caf\u00e9 C", "spans": 0}' '{"title": "C", "body": 7}' \
        '{"n": {"body": "kernel"}, "body": "", "title": null}' '{"x": 1.0, "body": "no match"}' >r.jsonl
    tag() { "$GAZ" tag m.gaz --from jsonl --field title --field body "$@" r.jsonl; }
    tag >out.jsonl
    diff out.jsonl - <<'LINES'
{"id": 1, "body": "a kernel", "title": "caf\u00e9 C", "spans": [{"field": "title", "start": 0, "end": 4, "label": "Application", "score": 1.0, "text": "café"}, {"field": "title", "start": 5, "end": 6, "label": "Language", "score": 1.0, "text": "C"}, {"field": "body", "start": 2, "end": 8, "label": "Operating_System", "score": 1.0, "text": "kernel"}]}
{"title": "C", "body": 7, "spans": [{"field": "title", "start": 0, "end": 1, "label": "Language", "score": 1.0, "text": "C"}]}
{"n": {"body": "kernel"}, "body": "", "title": null, "spans": []}
{"x": 1.0, "body": "no match", "spans": []}
LINES
    tag --only-matching | diff - <(head -n 2 out.jsonl)
    same "$(tag --to tsv | cut -f 2-4,7- | tr '\t\n' ' ,')" '1 0 5 café title,1 6 7 C title,1 2 8 kernel body,2 0 1 C title,'
    same "$(tag --to count)" 'sentences 4 tokens 7 spans 4'
    same "$(tag --to ansi | sed 's/\x1b\[[0-9;]*m//g' | head -n 2 | tail -n 1)" 'a kernel/Operating_System'
    "$GAZ" tag m.gaz --from jsonl --field n.body --field body --lenient --to tsv r.jsonl | cut -f 2-4,8 | diff - <(
        printf '1\t2\t8\tbody\n3\t0\t6\tn.body\n')
    "$GAZ" tag m.gaz --from jsonl --field title --lenient r.jsonl | diff - <(
        sed -n '1p;2p' out.jsonl | sed 's/"field": "title", //g; s/, {"field".*}\]/]/'; sed -n '3,4p' r.jsonl)
}

@test "what is asked of several fields in vain" {
    small_model
    printf '%s\n' '{"a": "kernel"}' '{"b": "kernel"}' '{"c": "kernel", "a": 1}' >r.jsonl
    fails 1 'r.jsonl: line 3: the object has no text in any of the 2 fields that are named; --field names' \
        "$GAZ" tag m.gaz --from jsonl --field a --field b --strict r.jsonl
    same "$("$GAZ" tag m.gaz --from jsonl --field a --field b --lenient r.jsonl | tail -n 1)" '{"c": "kernel", "a": 1}'
    local to
    for to in conll doccano label-studio prodigy spacy webanno brat html; do
        fails 2 'this output cannot show which field a span is of; use jsonl or tsv' \
            "$GAZ" tag m.gaz --from jsonl --to $to --field a --field b r.jsonl
    done
    fails 2 'a field is named twice' "$GAZ" tag m.gaz --from jsonl --field a --field b --field a r.jsonl
    fails 2 'texts are read from one field only here' "$GAZ" explain m.gaz --from jsonl --field a --field b r.jsonl
    fails 2 'texts are read from one field only here' "$GAZ" tag m.gaz --from jsonl --field a --field b --review 5 r.jsonl
}

@test "a span of several fields is read with the field that it is of" {
    small_model
    echo '{"title": "C in short", "body": "the kernel", "log": {"text": "C"}}' >r.jsonl
    "$GAZ" tag m.gaz --from jsonl --field title --field body --field log.text r.jsonl >tagged.jsonl
    same "$(grep -o '"field": "[a-z.]*"' tagged.jsonl | tr '\n' ,)" '"field": "title","field": "body","field": "log.text",'
    same "$("$GAZ" convert tagged.jsonl --field title --to doccano 2>/dev/null | cut -d : -f 1-3)" \
        '{"text": "C in short", "label": [[0, 1, "Language"]], "body"'
    same "$("$GAZ" convert tagged.jsonl --field body --to doccano 2>/dev/null | cut -d : -f 1-3)" \
        '{"text": "the kernel", "label": [[4, 10, "Operating_System"]], "title"'
    echo '{"text": "the kernel", "spans": [{"field": "medicine", "start": 4, "end": 10, "label": "X"}]}' >own.jsonl
    same "$("$GAZ" convert own.jsonl --to doccano)" '{"text": "the kernel", "label": [[4, 10, "X"]]}'
}

@test "records that are broken" {
    small_model
    local broken
    for broken in '{"text": "a kernel"' '[{"text": "a kernel"}]' '"kernel"' '{"text": 3}' '{"text": "a"} {"text": "b"}' \
        '{"text": "\ud800"}' '{}' '{"a": 1, "text"}' "$(printf '[%.0s' {1..5000})" nonsense '{"text": "a"'; do
        printf '{"text": "a kernel"}\n\n%s\n{"text": "C"}\n' "$broken" >r.jsonl
        fails 1 'r.jsonl: line 3: ' "$GAZ" tag m.gaz --from jsonl --strict r.jsonl
        "$GAZ" tag m.gaz --from jsonl --lenient r.jsonl >out
        same "$(sed -n 2p out)" "$broken"
        same "$(wc -l <out)" 3
        "$GAZ" tag m.gaz --from jsonl --lenient --to doccano r.jsonl >out
        same "$(wc -l <out)" 2
    done
    printf '{"text": "kernel \xff \xed\xa0\x80 C\x00"}\n' | tr -d '\000' >r.jsonl
    "$GAZ" tag m.gaz --from jsonl r.jsonl >out
    python3 "$TESTS/document_spans.py" jsonl codepoint out >spans
    same "$(cut -f 2 spans | tr '\n' ,)" 'kernel,C,'
}

# bats test_tags=long
@test "records do not depend on threads, reads or their size" {
    small_model
    python3 - >r.jsonl <<'PYTHON'
import json, random
rng = random.Random(5)
for number in range(3000):
    words = [rng.choice(["kernel", "user space", "café", "😀", "the", "\n", "\r\n", "C"]) for _ in range(rng.choice([0, 3, 30]))]
    if number == 700: words *= 100000
    record = {"n": number, "text": " ".join(words)}
    if number % 3: record["more"] = " ".join(words[:number % 20])
    print(json.dumps(record, ensure_ascii=rng.random() < 0.5))
PYTHON
    "$RELEASE" tag m.gaz --from jsonl r.jsonl >one
    "$RELEASE" tag m.gaz --from jsonl -j 2 r.jsonl | cmp one -
    python3 "$TESTS/small_writes.py" 3 r.jsonl | "$RELEASE" tag m.gaz --from jsonl | cmp one -
    python3 "$TESTS/document_spans.py" jsonl codepoint one >spans
    [ "$(wc -l <spans)" -ge 20000 ]
    local to
    for to in jsonl tsv count; do
        "$RELEASE" tag m.gaz --from jsonl --field more --field text --to $to r.jsonl >one
        "$RELEASE" tag m.gaz --from jsonl --field more --field text --to $to -j 2 r.jsonl | cmp one -
    done
    python3 - <(for field in more text; do
        "$RELEASE" tag m.gaz --from jsonl --field $field --lenient --to tsv r.jsonl | sed "s/$/\t$field/"; done) \
        <("$RELEASE" tag m.gaz --from jsonl --field more --field text --to tsv r.jsonl) <<'PYTHON'
import sys
alone, together = (open(path).read().splitlines() for path in sys.argv[1:])
assert len(alone) > 30000 and sorted(alone, key=lambda row: int(row.split("\t")[1])) == together
PYTHON
    "$RELEASE" tag m.gaz --from jsonl --to conll -j 2 r.jsonl | cmp <("$RELEASE" tag m.gaz --from jsonl --to conll r.jsonl) -
}

@test "records of some megabytes one after the other, in threads" {
    small_model
    python3 - <<'PYTHON'
import json
with open("r.jsonl", "w") as file:
    for surface, size in (("kernel ", 2_200_000), ("user space ", 3_000_000), ("C ", 2_200_000), ("memory ", 3_000_000)):
        file.write(json.dumps({"text": surface * (size // len(surface))}) + "\n")
PYTHON
    "$GAZ" tag m.gaz --from jsonl --to count r.jsonl >one
    same "$(cut -d ' ' -f 1,2 one)" 'sentences 4'
    local j
    for j in 2 3; do "$GAZ" tag m.gaz --from jsonl --to count -j $j r.jsonl | cmp one -; done
}

@test "records are tagged one by one" {
    small_model
    python3 - >r.jsonl <<'PYTHON'
import json
texts = ["kernel", "space\\n\\nC", "", "user", "space", "the\\nuser space\\r", "C", "++ C ++\\n", "kernel space C", "\\n\\n", "café\\nkernel"]
for number, text in enumerate(texts): print('{"text": "%s", "n": %d}' % (text, number))
PYTHON
    local format options
    for format in jsonl prodigy webanno doccano; do
        for options in '' --paragraphs --all; do
            [ "$format $options" != 'webanno --all' ] || continue
            rm -rf together alone
            "$GAZ" tag m.gaz --from jsonl --to $format $options -o together r.jsonl
            mkdir -p alone
            while read -r record; do
                rm -rf alone/out
                echo "$record" >alone/r.jsonl
                "$GAZ" tag m.gaz --from jsonl --to $format $options -o alone/out alone/r.jsonl
                cat alone/out/*
            done <r.jsonl >alone/all
            cat together/* | cmp alone/all -
        done
    done
    same "$("$GAZ" tag m.gaz --from jsonl --to count --paragraphs r.jsonl)" 'sentences 10 tokens 19 spans 9'
}

@test "records that are not UTF-8 come one after the other" {
    small_model
    printf '{"a": "\xe4", "text": "kernel %s \xff"}\n' 1 2 3 >r.jsonl
    same "$("$GAZ" tag m.gaz --from jsonl --quiet r.jsonl | cut -d , -f 1,2)" \
        "$(printf '{"a": "\uFFFD", "text": "kernel %s \uFFFD"\n' 1 2 3)"
}

@test "a record that has its text in spans is JSON afterwards" {
    small_model
    echo '{"spans": {"x": "kernel"}}' >r.jsonl
    "$GAZ" tag m.gaz --from jsonl --field spans.x r.jsonl | python3 -c '
import json, sys
assert [span["text"] for span in json.load(sys.stdin)["spans"]] == ["kernel"]'
}

@test "a last line that is passed through ends before the next file begins" {
    small_model
    printf '{"text": "kernel"}\nno JSON' >a.jsonl
    echo '{"text": "no match"}' >b.jsonl
    same "$("$GAZ" tag m.gaz --from jsonl --to jsonl --lenient a.jsonl b.jsonl | sed 1d)" \
        $'no JSON\n{"text": "no match", "spans": []}'
}

@test "a pipe of records is a filter: what was read is written before more is waited for" {
    small_model
    local j
    for j in 1 2; do
        python3 "$TESTS/open_pipe.py" 1 3000 '{"text": "kernel {}"}\n' '"text": "kernel {}"' -- \
            "$RELEASE" tag m.gaz --from jsonl --lenient --to jsonl -j $j
        python3 "$TESTS/open_pipe.py" 1 3000 'kernel {}\n' '"text": "kernel {}"' -- \
            "$RELEASE" tag m.gaz --from text --to doccano --document line -j $j
    done
}
