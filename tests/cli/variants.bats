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
