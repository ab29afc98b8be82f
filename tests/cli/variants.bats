#!/usr/bin/env bats
# Variants of lists and terminologies, where no corpus judges: gaz build --variants.
load helper

list() {
    printf 'surface\ttype\tid\tpriority\n' >d.tsv
    printf '%s\t%s\t%s\t%s\n' "non-small-cell cancer" D 1 0 "Crohn's disease" D 2 0 "Sjögren syndrome" D 3 0 \
        "IFN-α" G 4 5 "Leukemia, Myeloid, Acute" D 5 0 "diabetes type 2" D 6 0 "tumour" D 7 0 "virus" V 8 0 >>d.tsv
}

entries() { # entries OPTION...: "all entries, variants" of the summary
    "$GAZ" build "$@" -o m.gaz --tokens words | sed 's/^m.gaz: //'
}

@test "each kind finds its form, and only where it is named" {
    local kind surface id
    list
    same "$(entries d.tsv)" '8 entries'
    while IFS='|' read -r kind surface id; do
        "$GAZ" build d.tsv -o m.gaz --quiet
        same "$("$GAZ" tag m.gaz --from text --to tsv --quiet <<<"$surface" | cut -f7)" ''
        "$GAZ" build d.tsv -o m.gaz --quiet --variants "$kind"
        "$GAZ" explain m.gaz --lists d.tsv --variants "$kind" --text "$surface" --json >out
        grep -qF "\"surface\": \"$surface\"" out || { echo "$kind: $(cat out)"; return 1; }
        grep -qF "\"variant\": \"$kind\"" out
        grep -qF "\"id\": \"$id\"" out
        grep -qF '"list": "d.tsv"' out
    done <<'KINDS'
joined|non small cell cancer|1
possessive|Crohn disease|2
accents|Sjogren syndrome|3
greek|IFN-alpha|4
inverted|Acute Myeloid Leukemia|5
numeral|diabetes type II|6
british|tumor|7
plural|tumours|7
upper|VIRUS|8
KINDS
}

@test "variants are counted, and none is made of what is listed, before or behind, kept or dropped" {
    printf 'tumour\tA\n' >a.tsv
    printf 'tumor\tB\ncolor\tB\n' >b.tsv
    same "$(entries a.tsv b.tsv)" '3 entries'
    same "$(entries a.tsv b.tsv --variants british)" '4 entries, 1 variants of listed ones' # colour
    same "$(entries b.tsv a.tsv --variants british)" '4 entries, 1 variants of listed ones'
    same "$(entries a.tsv --variants british)" '2 entries, 1 variants of listed ones'
    same "$(entries a.tsv --variants none)" '1 entries'
    same "$(entries a.tsv --variants plural,british)" '3 entries, 2 variants of listed ones'
    printf 'surface\ttype\tverdict\ntumor\tB\tdrop\n' >dropped.tsv
    same "$(entries a.tsv dropped.tsv --variants british)" '1 entries, 1 dropped'
    echo tumor >block
    same "$(entries a.tsv --variants british --block block)" '1 entries, 1 dropped, 1 variants of listed ones'
    entries a.tsv b.tsv --variants british >/dev/null
    cp m.gaz first.gaz
    entries b.tsv a.tsv --variants british >/dev/null
    cmp m.gaz first.gaz
    fails 2 'british' "$GAZ" build a.tsv -o m.gaz --variants odd
}

@test "what is listed is ranked before a variant with the same words" {
    printf 'Crohn disease\tA\n' >a.tsv # its variant is Crohn ' s disease, and so on
    printf "Crohn's disease\tB\n" >b.tsv
    "$GAZ" build a.tsv b.tsv -o m.gaz --tokens words --variants possessive --conflicts conflicts --quiet
    grep -q "	variant	Crohn's disease" conflicts || { cat conflicts; return 1; }
    same "$(echo "Crohn's disease" | "$GAZ" tag m.gaz --from text --to tsv --quiet | cut -f5)" B
}

@test "entries that a corpus annotates have the variants that it judges" {
    printf 'the O\ntumour B-D\nand O\n\n' >c.conll
    printf 'colour\tV\n' >v.tsv
    "$GAZ" build c.conll v.tsv -o m.gaz --tokens words --variants british >out 2>err
    grep -q '1 variants of listed ones' out || { cat out; return 1; }
    same "$("$GAZ" tag m.gaz --from text --to tsv --quiet <<<'tumour tumor colour color' | cut -f7 | tr '\n' ' ')" \
        'tumour colour color '
}

# gold_found KINDS: how many spans of the gold are found, spans exact, and how many spans there are
gold_found() {
    "$GAZ" build "$SHARED"/terminologies/*.obo --xref MESH --type Disease -o m.gaz --tokens words --quiet --variants "$1"
    "$GAZ" tag m.gaz texts.jsonl --from jsonl --to tsv --offsets codepoint --quiet | cut -f2-4 | sort -u >found
    echo "$(sort -u gold | comm -12 - found | wc -l) of $(wc -l <found)"
}

@test "a terminology finds more of the gold by variants, and is no less often right" {
    needs_shared terminologies
    awk -F'[|\t]' '/^[0-9]+\|t\|/ { line++; title = substr($0, length($1) + 4) }
        /^[0-9]+\|a\|/ { text = title " " substr($0, length($1) + 4); gsub(/["\\\\]/, "?", text)
            print "{\"text\": \"" text "\"}" >"texts.jsonl" }
        /^[0-9]+\t/ { print line "\t" $2 "\t" $3 >"gold" }' "$SHARED/terminologies/ncbi-disease.dev.pubtator"
    same "$(sort -u gold | wc -l)" 787
    same "$(gold_found none)" '200 of 298'
    same "$(gold_found joined)" '220 of 317'
    same "$(gold_found plural,joined,possessive,british)" '253 of 374'
}

@test "a list may have any digits, and tells digits that are none of them" {
    printf 'surface\ttype\nCVE-\\d-\\d\tcve\nLinux \\d.\\d\tos\nLinux 2.6\tkernel\na\\\\d\tliteral\n' >p.tsv
    "$GAZ" build p.tsv -o m.gaz --quiet
    echo 'Linux 2.6, Linux 3.14: CVE-2021-44228 (CVE-1-1) a\d a7 CVE-x-1' |
        "$GAZ" tag m.gaz --from text --to tsv --quiet | cut -f5,7 >found
    same "$(cat found)" "$(printf 'kernel\tLinux 2.6\nos\tLinux 3.14\ncve\tCVE-2021-44228\ncve\tCVE-1-1\nliteral\ta\\d')"
    same "$(echo 'Linux 3.14 on Linux 2.6' | "$GAZ" tag m.gaz --to tsv --quiet | cut -f5,7 | tr '\t\n' '::')" \
        'os:Linux 3.14:kernel:Linux 2.6:'
    # both, but only one of them a match
    same "$(echo 'Linux 2.6' | "$GAZ" tag m.gaz --from text --to tsv --all --quiet | cut -f5)" kernel
    "$GAZ" explain m.gaz --lists p.tsv --text 'Linux 2.6' >out
    grep -qF 'os: a pattern, and "Linux 2.6" 0-9 kernel has the text'\''s own digits, p.tsv:3' out || { cat out; return 1; }
    "$GAZ" explain m.gaz --lists p.tsv --text 'Linux 3.1' --json | grep -qF '"surface": "Linux \\d.\\d"' ||
        { "$GAZ" explain m.gaz --lists p.tsv --text 'Linux 3.1' --json; return 1; }
    "$GAZ" info m.gaz --entry 'Linux 2.6' | cut -f1,2 >out
    same "$(cat out)" "$(printf 'surface\ttype\nLinux 2.6\tkernel\nLinux \\d.\\d\tos')"
    # a model is a list, too
    "$GAZ" build m.gaz -o again.gaz --quiet
    echo 'Linux 3.14: CVE-2021-44228' | "$GAZ" tag again.gaz --from text --to tsv --quiet | cut -f5,7 >found
    same "$(cat found)" "$(printf 'os\tLinux 3.14\ncve\tCVE-2021-44228')"
    local bad
    for bad in 'IPv6 \d' '\d\d'; do
        printf 'surface\ttype\n%s\tx\n' "$bad" >bad.tsv
        fails 1 'bad.tsv: line 2: \d stands for a whole run of digits' "$GAZ" build bad.tsv -o m.gaz
    done
    # other tools have no such thing
    same "$("$GAZ" export p.tsv --to tsv --quiet | cut -f1 | sort | tr '\n' ' ')" 'Linux 2.6 a\d '
    "$GAZ" export p.tsv --to tsv 2>&1 >/dev/null | grep -q '^gaz: 2 ' || { "$GAZ" export p.tsv --to tsv; return 1; }
}

@test "case, edges and folding hold for any digits" {
    printf 'surface\ttype\tcase\tedges\nWin\\d\ta\texact\t\nhost\\d\tb\tignore\tstrict\n' >p.tsv
    "$GAZ" build p.tsv -o m.gaz --quiet
    same "$(echo 'Win95 win95 HOST12 a.host7' | "$GAZ" tag m.gaz --from text --to tsv --quiet | cut -f7 | tr '\n' ' ')" \
        'Win95 HOST12 '
    printf 'surface\ttype\nCafé \\d\tc\n' >q.tsv
    "$GAZ" build q.tsv -o m.gaz --fold accents --quiet
    same "$(echo 'Cafe 77' | "$GAZ" tag m.gaz --from text --to tsv --quiet | cut -f7)" 'Cafe 77'
}

@test "lists without a corpus have patterns by option, none of numbers alone and none with an id" {
    printf 'surface\ttype\tid\n2038\ty\t\n192.168.1.1\tip\t\nCVE-2021-44228\tcve\tC1\n' >l.tsv
    "$GAZ" build l.tsv -o m.gaz --variants digits --quiet
    echo '1999 10.0.0.1 CVE-2014-0160 2038 CVE-2021-44228' |
        "$GAZ" tag m.gaz --from text --to jsonl --quiet | grep -o '"label": "[a-z]*"[^}]*' >out
    same "$(grep -c cve out)" 2
    same "$(grep -c 'C1' out)" 1
    same "$(grep -c '"y"' out)" 1
    same "$(grep -c '"ip"' out)" 0
}

@test "any digits are judged in a harvest: right ones are kept, wrong ones dropped" {
    local i
    for i in $(seq 1 400); do
        printf 'Fix O\nCVE-20%02d-%d B-cve\nin O\nversion O\n%d O\n. O\n\n' $((i % 20)) $((i * 7)) "$i"
        if ((i % 100 == 0)); then printf 'Use O\nversion B-v\n%d I-v\nnow O\n\n' $((i + 1000)); fi
    done >c.conll
    "$GAZ" harvest c.conll -o lists --quiet
    same "$(cut -f1,7,8 lists/cve.variants.tsv | grep digits)" "$(printf 'CVE-\\d-\\d\tkept\tdigits')"
    same "$(cut -f1,7,8 lists/v.variants.tsv | grep digits)" "$(printf 'version \\d\tprecision\tdigits')"
    "$GAZ" build lists -o m.gaz --quiet
    same "$(echo 'CVE-1999-123456 in version 12' | "$GAZ" tag m.gaz --from text --to tsv --quiet | cut -f7)" CVE-1999-123456
}
