#!/usr/bin/env bats
# gaz build and tag: what is the same although it is written otherwise, and what is one token.
load helper

# The matches in a raw text by the model of a list, joined with |: found LIST-LINES TEXT [build options].
found() {
    local list=$1 text=$2
    shift 2
    printf "$list" >list.tsv
    printf "$text" >text
    "$GAZ" build list.tsv -o m.gaz --type T --quiet "$@"
    "$GAZ" tag m.gaz text --from text --to tsv --offsets codepoint --quiet | cut -f3,4,7 | tr '\t\n' ' |'
}

@test "quotes, dashes, ligatures and widths are no difference, on either side" {
    same "$(found "don't stop\n" 'don\u2019t stop don\u02BCt stop')" '0 10 don’t stop|11 21 donʼt stop|'
    same "$(found 'don\u2019t stop\n' "don't stop don\u00B4t stop")" "0 10 don't stop|11 21 don´t stop|"
    same "$(found '"x" y\n' '\u201Cx\u201D y, \u00ABx\u00BB y')" '0 5 “x” y|7 12 «x» y|'
    same "$(found 'a-b\n' 'a\u2010b a\u2011b a\u2013b a\u2014b a\u2212b a_b a~b')" \
        '0 3 a‐b|4 7 a‑b|8 11 a–b|12 15 a—b|16 19 a−b|'
    same "$(found 'a\u2013b\n' 'a-b a \u2014 b')" '0 3 a-b|4 9 a — b|'
    same "$(found 'office flow\n' 'o\uFB03ce \uFB02ow')" '0 8 oﬃce ﬂow|'
    same "$(found 'ABC 12\n\uFF8A\uFF9F\uFF9D\n' '\uFF21\uFF22\uFF23 \uFF11\uFF12 \u30D1\u30F3')" \
        '0 6 ＡＢＣ １２|7 9 パン|'
}

@test "superscripts, fractions and signs of their own stay what they are" {
    same "$(found 'x2\n1/2\nTM\n...\n' 'x\u00B2 \u00BD \u2122 \u2026 x2')" '9 11 x2|'
}

@test "soft hyphens, joiners and marks of direction inside words vanish; other blanks are blanks" {
    same "$(found 'Krankenhaus\nhaus\n' 'das Kran\u00ADken\u00ADhaus und Kranken\u2060haus')" \
        '4 17 Kran­ken­haus|22 34 Kranken⁠haus|'
    same "$(found 'Kran\u00ADkenhaus\n' 'Krankenhaus\u00AD \u202AKranken\uFEFFhaus\u202C')" \
        "$(printf '0 11 Krankenhaus|14 26 Kranken\uFEFFhaus|')"
    same "$(found 'New York\n' 'New\u00A0York New\u2009\u3000York New\u200BYork NewYork New\n York')" \
        "$(printf '0 8 New\u00A0York|9 18 New\u2009\u3000York|19 27 New\u200BYork|')"
}

@test "--exact-typography: all that is as it is written" {
    same "$(found "don't\na-b\noffice\nKrankenhaus\n" "don\u2019t a\u2013b o\uFB03ce Kran\u00ADkenhaus don't a-b" \
        --exact-typography)" "28 33 don't|34 37 a-b|"
    "$GAZ" info m.gaz | grep -A 12 ^words | grep -q 'typography  *exact'
    found 'a\n' 'a' >/dev/null
    "$GAZ" info m.gaz | grep -A 12 ^words | grep -q 'typography  *ignored'
}

@test "the case that an entry asks for is that of the text, whatever its typography" {
    printf "surface\tcase\nDon't\texact\nwho\tignore\nWHO\texact\n" >cases.tsv
    printf 'DON\u2019T Don\u2019t \uFF37\uFF28\uFF2F \uFF57ho' >text
    "$GAZ" build cases.tsv -o m.gaz --quiet
    same "$("$GAZ" tag m.gaz text --from text --to tsv | cut -f7 | tr '\n' '|')" 'Don’t|ＷＨＯ|ｗho|'
}

@test "--fold accents, --turkic" {
    same "$(found 'Dvořák\nSão Paulo\nŁódź\n' 'Dvorak Dvořa\u0301k dvorak Sao Paulo Lodz' --fold accents)" \
        "$(printf '0 6 Dvorak|7 14 Dvořa\u0301k|22 31 Sao Paulo|32 36 Lodz|')"
    same "$(found 'Dvorak\n' 'DVOŘÁK Dvorak Dvorjak' --fold accents --ignore-case)" '0 6 DVOŘÁK|7 13 Dvorak|'
    same "$(found 'Dvořák\n' 'Dvorak')" ''
    "$GAZ" build list.tsv -o m.gaz --fold accents --quiet
    "$GAZ" info m.gaz | grep -q 'accents  *ignored'
    same "$(echo 'x Dvorak' | "$GAZ" tag m.gaz --to tsv | cut -f7)" Dvorak
    fails 2 'accents' "$GAZ" build list.tsv -o m.gaz --fold case
    same "$(found 'Diyarbakır\nİzmir\n' 'DİYARBAKIR DIYARBAKIR izmir IZMIR' --turkic --ignore-case)" \
        '0 10 DİYARBAKIR|22 27 izmir|'
    "$GAZ" info m.gaz | grep -q 'letter I  *Turkic'
    same "$(found 'DIYARBAKIR\n' 'diyarbakir' --ignore-case)" '0 10 diyarbakir|'
}

@test "--word-chars: signs are parts of words, in entries and text alike" {
    same "$(found 'art\nstate-of-the-art\n' 'state-of-the-art, the art; pop-art, state\u2010of\u2010the\u2010art')" \
        '0 16 state-of-the-art|22 25 art|31 34 art|36 52 state‐of‐the‐art|'
    same "$(found 'art\nstate-of-the-art\n' 'state-of-the-art, the art; pop-art, state\u2010of\u2010the\u2010art' \
        --word-chars -/)" '0 16 state-of-the-art|22 25 art|36 52 state‐of‐the‐art|'
    "$GAZ" info m.gaz | grep -q 'word characters -/'
    same "$(found 'C\nC++\n' 'C C++ C+ (C)' --word-chars +)" '0 1 C|2 5 C++|10 11 C|'
    fails 2 'only signs of ASCII' "$GAZ" build list.tsv -o m.gaz --word-chars -x
    fails 2 'only signs of ASCII' "$GAZ" build list.tsv -o m.gaz --word-chars é
    "$GAZ" build list.tsv -o m.gaz --quiet --word-chars +
    "$GAZ" explain m.gaz --lists list.tsv --from text --why C text | grep -q 'tagged'
    same "$("$GAZ" explain m.gaz --lists list.tsv --from text --why C+ text | grep -c 'not tagged')" 1
}

@test "a grapheme cluster is one token" {
    same "$(found '\U1F468\u200D\U1F4BB\n' 'a \U1F468\u200D\U1F4BB b \U1F468 \U1F4BB c')" '2 5 👨‍💻|'
    same "$(found '\U1F44D\n\u2764\n\U1F468\n\U1F1E9\U1F1EA\n' \
        '\U1F44D\U1F3FD \u2764\uFE0F \U1F468\u200D\U1F4BB \U1F1EB\U1F1F7\U1F1E9\U1F1EA\U1F44D')" '12 14 🇩🇪|14 15 👍|'
}

@test "colours of a terminal are blanks" {
    same "$(found 'timeout\nred blue\n' '\x1b[31mtimeout\x1b[0m red\x1b[1;4mblue')" '5 12 timeout|17 30 red [1;4mblue|'
}

@test "tokens are compared in NFC as raw text is" {
    printf 'n\u00E0 O\u0323\u0323\u0301un . \u212B \u00C5\r\n' >text
    printf '\u1ECC\u0323\u0301un\nA\u030A\n' >list.tsv
    "$GAZ" build list.tsv -o m.gaz --type T --quiet
    local from
    for from in tokenized text; do
        same "$("$GAZ" tag m.gaz --from $from --to tsv text | cut -f7 | wc -l)" 3
    done
    same "$(printf 'A\u030A\tO\n\u212B\tO\n' | "$GAZ" tag m.gaz --from conll --to count)" \
        'sentences 1 tokens 2 spans 2'
    "$GAZ" build list.tsv -o n.gaz --type T --quiet --no-normalize
    same "$("$GAZ" tag n.gaz --to count text)" 'sentences 1 tokens 5 spans 0'
}

@test "bytes that are not UTF-8 are told: of a raw text and of a list" {
    printf 'in K\xf6ln, M\xfcnchen\nund K\xc3\xb6ln\n' >text
    printf 'ok\n' >good
    printf 'Wien\nK\xf6ln\n' >list.tsv
    fails 1 'list.tsv: line 2: the byte 0xF6 is not UTF-8; --encoding names the encoding' "$GAZ" build list.tsv -o m.gaz
    "$GAZ" build list.tsv -o m.gaz --quiet --lenient 2>err
    [ ! -s err ]
    "$GAZ" build list.tsv -o m.gaz --lenient >out 2>err
    same "$(cat err)" 'gaz: list.tsv: line 2: the byte 0xF6 is not UTF-8; --encoding names the encoding'
    local note='2 bytes are not UTF-8, the first at offset 4; --encoding names the encoding'
    local to threads
    for to in count tsv jsonl; do
        for threads in 1 3; do
            "$GAZ" tag m.gaz --from text --to $to -j $threads text good >out 2>err
            same "$(cat err)" "gaz: text: $note"
        done
    done
    "$GAZ" tag m.gaz --from text --to count --quiet text good 2>err >out
    [ ! -s err ]
    "$GAZ" tag m.gaz --from text --to count good text text 2>err >out
    same "$(cat err)" "gaz: text and 1 other file: 4 bytes are not UTF-8, the first at offset 4; ${note##*; }"
    "$GAZ" tag m.gaz --from text --to count good 2>err >out
    [ ! -s err ]
    { seq 1 400000; printf 'K\xf6ln\n'; } >long
    "$GAZ" tag m.gaz --from text --to count long -j 2 2>&1 >out |
        grep -q "1 byte is not UTF-8, the first at offset $(($(wc -c <long) - 4));"
    { seq -s ' ' 1 500000 | tr -d '\n'; printf ' K\xf6ln\n'; } >long
    "$GAZ" tag m.gaz --from text --to count long 2>&1 >out | grep -q "first at offset $(($(wc -c <long) - 4));"
    printf '\xff\xfeK\0' >utf16.tsv
    fails 1 'is UTF-16' "$GAZ" build utf16.tsv -o m.gaz
}

@test "gaz explain tells what differs: normalization, typography, case, accents" {
    printf "don't\nDvorak\ncafé\nart\n" >list.tsv
    "$GAZ" build list.tsv -o m.gaz --type T --quiet --exact-typography --no-normalize
    local why
    why() { "$GAZ" explain m.gaz --lists list.tsv --from text --type T --text "$1" --why "$2" | grep -o 'differs in [a-z]*' | sort -u; }
    same "$(why "$(printf 'I don\u2019t')" "don't")" 'differs in typography'
    same "$(why "$(printf 'I DON\u2019T')" "don't")" 'differs in case'
    same "$(why 'by Dvořák' Dvorak)" 'differs in accents'
    same "$(why "$(printf 'un cafe\u0301')" café)" 'differs in normalization'
    "$GAZ" build list.tsv -o m.gaz --type T --quiet --fold accents
    [ -z "$(why 'by Dvořák' Dvorak)" ]
    [ -z "$(why "$(printf 'I don\u2019t')" "don't")" ]
}
