#!/usr/bin/env bats
# Text, lists and corpora in other encodings than UTF-8: read when they are named, told when they are not.
load helper

ENCODINGS="UTF-16 UTF-16LE UTF-16BE UTF-32 GB18030 SHIFT_JIS EUC-JP ISO-2022-JP"

# Some names, a text with them, and their model.
names() {
    printf '%s\n' 'Köln' '東京' 'kernel' >names
    "$GAZ" build names -o m.gaz --quiet --type T
    printf 'in 東京, kernel\r\nand the kernel\n\n東京' >text # Shift_JIS and EUC-JP have no ö
}

recode() { # encoding, file
    iconv -f UTF-8 -t "$1" "$2"
}

@test "text: the same spans in every encoding, whole, packed, and byte by byte" {
    names
    "$GAZ" tag m.gaz --from text --to tsv <text >expected
    same "$(wc -l <expected)" 4
    local encoding
    for encoding in $ENCODINGS; do
        recode $encoding text >other
        "$GAZ" tag m.gaz --from text --to tsv --encoding $encoding <other | diff expected -
        gzip -c other | "$GAZ" tag m.gaz --from text --to tsv --encoding $encoding | diff expected -
        python3 "$TESTS/small_writes.py" 0 other | "$GAZ" tag m.gaz --from text --to tsv --encoding $encoding | diff expected -
    done
    printf 'K\xf6ln \x80' | "$GAZ" tag m.gaz --from text --to jsonl --encoding windows-1252 | grep -qF '"text": "Köln €"'
    printf 'K\xf6ln' | "$GAZ" tag m.gaz --from text --to tsv --encoding latin1 | cut -f 3,4,7 | same "$(cat)" $'0\t5\tKöln' # bytes of UTF-8
    printf '\xef\xbb\xbfK\xc3\xb6ln' | "$GAZ" tag m.gaz --from text --to tsv --encoding UTF-8 | cut -f 7 | same "$(cat)" Köln
    : | "$GAZ" tag m.gaz --encoding UTF-16 --to count | same "$(cat)" 'sentences 0 tokens 0 spans 0'
}

@test "a long text: characters on every edge of a buffer" {
    names
    python3 -c 'print("".join("x" * (i % 7) + " 東京 kernel\n" for i in range(20000)), end="")' >long
    "$GAZ" tag m.gaz --from text --to tsv <long >expected
    local encoding
    for encoding in UTF-16LE GB18030 EUC-JP; do
        recode $encoding long | "$GAZ" tag m.gaz --from text --to tsv --encoding $encoding -j 2 | cmp expected -
    done
}

@test "every command reads every kind of its input in another encoding" {
    names
    recode UTF-16 names >list16
    "$GAZ" build list16 -o n.gaz --quiet --type T --encoding UTF-16
    cmp m.gaz n.gaz
    printf 'in\tO\nKöln\tB-T\n\nder\tO\nKöln\tB-T\n' >c.conll
    printf '{"text": "in Köln", "label": [[3, 7, "T"]]}\n' >c.jsonl
    mkdir brat
    printf 'in Köln' >brat/a.txt
    printf 'T1\tT 3 7\tKöln\n' >brat/a.ann
    cp -r brat brat1
    local corpus
    for corpus in c.conll c.jsonl brat1/a.txt brat1/a.ann; do recode latin1 "${corpus/brat1/brat}" >x && mv x "${corpus/c./d.}"; done
    for corpus in c.conll:d.conll c.jsonl:d.jsonl brat:brat1; do
        "$GAZ" harvest "${corpus%:*}" -o l1 --quiet --min-purity 0
        "$GAZ" harvest "${corpus#*:}" -o l2 --quiet --min-purity 0 --encoding latin1
        diff -r l1 l2
        grep -q Köln l1/T.tsv
        "$GAZ" build "${corpus#*:}" -o b.gaz --quiet --encoding latin1
        "$GAZ" eval m.gaz "${corpus#*:}" --encoding latin1 --quiet | grep -q 'correct: [12]\.'
        rm -rf l1 l2
    done
    recode UTF-16 c.jsonl >e.jsonl
    "$GAZ" build e.jsonl -o b.gaz --quiet --encoding UTF-16
    "$GAZ" convert e.jsonl --to jsonl --encoding UTF-16 | grep -q '"text": "Köln"'
    printf 'in K\xf6ln' | "$GAZ" explain m.gaz --encoding latin1 | grep -q Köln
    "$GAZ" harvest "$SAMPLE/sample.conll" -o lists --quiet
    printf 'The caf\xe9 scheduler of Linux 2.6.23.\n' >raw
    "$GAZ" grow lists raw --encoding latin1 >grown
}

@test "what does not fit: the file and the offset; nothing is written" {
    names
    local message
    while IFS='|' read -r encoding bytes message; do
        printf "$bytes" >bad.txt
        fails 2 "bad.txt: $message" "$GAZ" tag m.gaz bad.txt --from text --to tsv --encoding "$encoding"
        fails 1 "bad.txt: $message" "$GAZ" harvest bad.txt -o l --encoding "$encoding"
        fails 1 "bad.txt: $message" "$GAZ" build bad.txt -o n.gaz --encoding "$encoding"
        [ ! -e l ] && [ ! -e n.gaz ]
    done <<'CASES'
UTF-8|abc\xffd|the byte 0xFF at offset 3 begins no character in UTF-8; --encoding names the encoding
UTF-8|abc\xe2\x82|the byte 0xE2 at offset 3 begins no character in UTF-8
ASCII|K\xf6ln|the byte 0xF6 at offset 1 begins no character in ASCII
windows-1252|ab\x81|the byte 0x81 at offset 2 begins no character in windows-1252
SHIFT_JIS|ab\x93|the byte 0x93 at offset 2 begins no character in SHIFT_JIS
UTF-16LE|a\x00b|the byte 0x62 at offset 2 begins no character in UTF-16LE
UTF-16|a\x00b\x00|has no byte order mark, which UTF-16 needs; UTF-16LE and UTF-16BE do without
CASES
    for encoding in nonsense '' UTF-8//IGNORE latin1//TRANSLIT; do
        fails 2 "there is no encoding \"$encoding\"; iconv -l lists them" "$GAZ" tag m.gaz text --encoding "$encoding"
    done
    fails 2 '--encoding needs a value' "$GAZ" tag m.gaz text --encoding
}

@test "a file that is not UTF-8 is named: list, corpus and text" {
    names
    printf 'Wien\nK\xf6ln\n' >list.tsv
    fails 1 'list.tsv: line 2: the byte 0xF6 is not UTF-8; --encoding names the encoding' "$GAZ" build list.tsv -o n.gaz
    [ ! -e n.gaz ]
    "$GAZ" build list.tsv -o n.gaz --encoding latin1 --quiet
    echo 'in Köln' | "$GAZ" tag n.gaz --from text --to tsv | grep -q Köln
    printf 'in\tO\nK\xf6ln\tB-T\n' >c.conll
    fails 1 'c.conll: line 2: the byte 0xF6 is not UTF-8; --encoding names the encoding' "$GAZ" harvest c.conll --report
    fails 1 'c.conll: line 2: the byte 0xF6' "$GAZ" eval m.gaz c.conll
    "$GAZ" harvest c.conll -o l --lenient --quiet 2>err
    "$GAZ" build c.conll -o n.gaz --lenient 2>err >out
    same "$(cat err)" 'gaz: 1 file has bytes that are not UTF-8'
    printf 'in K\xf6ln' >text.txt
    "$GAZ" tag m.gaz text.txt --from text --to tsv 2>err
    same "$(cat err)" 'gaz: text.txt: 1 byte is not UTF-8, the first at offset 4; --encoding names the encoding'
    recode UTF-16LE text >wide
    "$GAZ" tag m.gaz wide --from text --to tsv 2>err >out
    same "$(cat err)" 'gaz: wide: is UTF-16LE without a byte order mark, not text in UTF-8; --encoding UTF-16LE or UTF-16BE reads it'
    for command in "harvest wide -o l3" "build wide -o w.gaz" "eval m.gaz wide"; do
        fails 1 'wide: is UTF-16LE without a byte order mark, and UTF-8 is read; --encoding UTF-16' "$GAZ" $command
    done
    recode UTF-16BE text | "$GAZ" tag m.gaz --from text --to tsv 2>&1 >out | grep -q 'standard input: is UTF-16BE without'
}
