#!/usr/bin/env bats
# Offsets are where pre-annotation goes wrong: every span is sliced out of its text again.
load helper

# Composed and decomposed, Hangul, emoji with joiners and beyond the BMP, combining marks, CRLF, TABs, bad bytes.
texts() {
    printf 'caf\u00e9 kernel\tcafe\u0301 C\r\n'
    printf '\ud55c\uad6d\uc5b4 \ucc98\ub9ac: user space, \xff\xfe kernel \xe2\x82 virtual memory\xf0\x9f kernel\n'
    printf '\U0001F469\u200d\U0001F469\u200d\U0001F467 kernel \U0001F600 C ++ \U0001F1E9\U0001F1EA "memory" \\ kernel\r\n'
    printf '\r\n\tq\u0323\u0307 kernel q\u0307\u0323\tkernel\v\x01 C\x7f C\n'
    printf '\xed\xa0\x80 kernel \xc0\xaf kernel \xf5\x80 kernel \ufeff kernel \ufffd C\n'
    printf 'user\nspace \U0001F600\n\nvirtual\r\nmemory caf\u00e9'
}

@test "jsonl: every span sliced from its record, in each unit" {
    small_model
    texts >text
    local from unit
    for from in tokenized text 'text --paragraphs'; do
        for unit in byte codepoint utf16; do
            "$GAZ" tag m.gaz --from $from --to jsonl --offsets $unit text |
                python3 "$TESTS/slice_spans.py" jsonl $unit text >$unit.surfaces
            [ "$(wc -l <$unit.surfaces)" -ge 17 ]
        done
        cmp byte.surfaces codepoint.surfaces
        cmp byte.surfaces utf16.surfaces
    done
}

@test "jsonl without --offsets counts code points, tsv bytes" {
    small_model
    texts >text
    cmp <("$GAZ" tag m.gaz --from text --to jsonl text) <("$GAZ" tag m.gaz --from text --to jsonl --offsets codepoint text)
    cmp <("$GAZ" tag m.gaz --from text --to tsv text) <("$GAZ" tag m.gaz --from text --to tsv --offsets byte text)
    ! cmp -s <("$GAZ" tag m.gaz --from text --to tsv text) \
        <("$GAZ" tag m.gaz --from text --to tsv --offsets utf16 text)
}

@test "tsv: every span sliced from its document, in each unit" {
    small_model
    texts >text
    local from unit
    for from in tokenized text 'text --paragraphs'; do
        for unit in byte codepoint utf16; do
            "$GAZ" tag m.gaz --from $from --to tsv --offsets $unit text |
                python3 "$TESTS/slice_spans.py" tsv $unit text >$unit.surfaces
            [ "$(wc -l <$unit.surfaces)" -ge 17 ]
        done
        cmp byte.surfaces codepoint.surfaces
        cmp byte.surfaces utf16.surfaces
    done
}

@test "jsonl and tsv have the same spans" {
    small_model
    texts >text
    local from
    for from in tokenized text 'text --paragraphs'; do
        "$GAZ" tag m.gaz --from $from --to tsv text | python3 "$TESTS/slice_spans.py" tsv byte text >tsv
        "$GAZ" tag m.gaz --from $from --to jsonl text | python3 "$TESTS/slice_spans.py" jsonl codepoint text >jsonl
        diff tsv jsonl
    done
}

@test "conll to jsonl: spans sliced from the joined tokens" {
    small_model
    printf 'caf\u00e9\n\U0001F600\nuser\nspace\n\xff\xe2\x82\nC\n++\n\n"\nkernel\n\\\nmemory\n' >text.conll
    local unit
    for unit in byte codepoint utf16; do
        "$GAZ" tag m.gaz --from conll --to jsonl --offsets $unit text.conll |
            python3 "$TESTS/slice_spans.py" jsonl $unit >surfaces
        same "$(cut -f2 surfaces | tr '\n' ,)" 'café,user space,C ++,kernel,memory,'
    done
}

@test "the same on many random lines, in blocks and threads" {
    small_model
    python3 "$TESTS/random_text.py" 300000 7 >text
    local unit
    for unit in byte codepoint utf16; do
        "$GAZ" tag m.gaz --from text --to jsonl --offsets $unit -j 2 text |
            python3 "$TESTS/slice_spans.py" jsonl $unit text >jsonl
        "$GAZ" tag m.gaz --from text --to tsv --offsets $unit -j 2 text |
            python3 "$TESTS/slice_spans.py" tsv $unit text >tsv
        [ "$(wc -l <tsv)" -ge 1500 ]
        diff tsv jsonl
    done
}

# An emoji, and the clusters that doccano's page counts for it: those of later years than Unicode 10 are several.
@test "grapheme clusters are those that doccano counts" {
    small_model
    local emoji clusters
    while read -r emoji clusters; do
        echo "$emoji memory" >text
        "$GAZ" tag m.gaz --from text --to doccano --offsets grapheme text >out.jsonl
        same "$(sed 's/, "suggested_by_gaz": "[0-9a-f]*"//' out.jsonl)" \
            "{\"text\": \"$emoji memory\\n\", \"label\": [[$((clusters + 1)), $((clusters + 7)), \"Device\"]]}"
        "$GAZ" convert out.jsonl --from doccano --offsets grapheme --to jsonl | grep -q '"text": "memory"'
    done <<'CASES'
❤️‍🔥 2
👩‍🦰 2
🏳️‍⚧️ 2
🧑‍🧑‍🧒 3
🫱🏻‍🫲🏿 4
👩‍👩‍👧 1
👍🏽 1
🇩🇪 1
क्ष 2
CASES
}
