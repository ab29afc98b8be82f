#!/usr/bin/env bats
# WebAnno TSV of all versions that WebAnno and INCEpTION wrote: 1 and 2 without offsets, 3.0 to 3.3.
load helper

# Spans of all documents: label, id, surface, a comma.
spans() { # file, options...
    "$GAZ" convert "$@" --to jsonl --quiet >spans.jsonl && python3 - <<'PYTHON'
import json
for line in open("spans.jsonl", encoding="utf-8"):
    record = json.loads(line)
    for span in record["spans"]:
        assert record["text"][span["start"]:span["end"]] == span["text"]
        print(span["label"], span.get("id", "-"), repr(span["text"]), end=", ")
PYTHON
}

text_of() { # file, options...
    "$GAZ" convert "$@" --to jsonl --quiet | python3 -c 'import json, sys; print(ascii(json.loads(sys.stdin.readline())["text"]))'
}

report() { # file, options...
    "$GAZ" harvest "$@" --report --min-purity 0 | tr -s ' '
}

second() {
    printf '%s' ' # de.tudarmstadt.ukp.dkpro.core.api.lexmorph.type.pos.POS | PosValue' \
        ' # de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity | identifier | value # webanno.custom.Place | kind' \
        ' # de.tudarmstadt.ukp.dkpro.core.api.syntax.type.dependency.Dependency | DependencyType' \
        ' | AttachTo=de.tudarmstadt.ukp.dkpro.core.api.lexmorph.type.pos.POS' $'\n'
    printf '%s\t\n' '#id=1' '#text=Ms.  Haag (d'\''Art) plays.' \
        $'1-1\tMs.\tNN\tB-Q1|O-_\tB-PER|O-_\t_\t_\t_' \
        $'1-2\tHaag\tNN\tI-Q1|B-_\tI-PER|B-LOC\tcity\tsubj\t1-5' \
        $'1-3\t(\tNN\tB-de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity_\tB-OTH\t_\t_\t_' \
        $'1-4\td\'Art\tNN\tI-x\tI-OTH\tB-town\t_\t_' $'1-5\t)\tNN\tO\tB-OTH\tI-town\t_\t_' \
        $'1-6\tplays\tV\t_\tB-de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity_\t_\troot\t0' \
        $'1-7\t.\t$.\tO\tO\t_\t_\t_' | sed '/^#/s/\t$//'
    printf '\n#id=2\n#text=# é\nmore 한국\n'
    printf '%s\t\n' $'2-1\t#\t_\t_\tORG\t_\t_\t_' $'2-2\té\t_\t_\tO-X|I-GPE\t_\t_\t_' $'2-3\tmore\t_\tQ2\tB-GPE\t_\t_\t_' \
        $'2-4\t한국\t_\t_\tI-GPE\t_\t_\t_'
}

@test "TSV 2: layers, joined and stacked tags, values that say nothing, the text of header lines" {
    second >w.tsv
    same "$(spans w.tsv)" "PER Q1 'Ms.  Haag', LOC - 'Haag', OTH - \"(d'Art\", OTH - ')', ENTITY - 'plays', ORG - '#', GPE - 'é', GPE Q2 'more 한국', "
    same "$(text_of w.tsv)" "\"Ms.  Haag (d'Art) plays.\\n# \\xe9\\nmore \\ud55c\\uad6d\\n\""
    same "$(report w.tsv | grep -E '^(format|documents|sentences|tokens|entities|stray|overlapping|other)' | tr '\n' ,)" \
        'format webanno,documents 1,sentences 2,tokens 11,entities 7,stray inside 1,overlapping 1,other layers 2,'
    same "$(spans w.tsv --field Place)" "city - 'Haag', town - \"d'Art)\", "
    same "$(spans w.tsv --field webanno.custom.Place)" "city - 'Haag', town - \"d'Art)\", "
    same "$(spans w.tsv --field POS | cut -c 1-30)" "NN - 'Ms.', NN - 'Haag', NN - "
    fails 1 'w.tsv: has no span layer "Dependency" among its 3; its first line names them' \
        "$GAZ" convert w.tsv --to jsonl --field Dependency
    second | sed 's/$/\r/' >crlf.tsv
    same "$(spans crlf.tsv)" "$(spans w.tsv)"
    { printf '\xef\xbb\xbf'; second; } >bom.tsv
    same "$(spans bom.tsv)" "$(spans w.tsv)"
    second | grep -v '^#text\|^more' >bare.tsv # then there is a space between two tokens
    same "$(spans bare.tsv | cut -c 1-27)" "PER Q1 'Ms. Haag', LOC - 'H"
    "$GAZ" build w.tsv -o m.gaz --quiet --min-purity 0 # by its name, a corpus
    "$GAZ" convert w.tsv --to webanno --quiet | "$GAZ" convert - --to jsonl --quiet >again.jsonl
    grep -q '"label": "PER"' again.jsonl
}

first() {
    printf '%s\n' '#id=1' '#text=Ms. Haag plays' $'1\tMs.\tms\tNN\tB-PER|B_X\t_\t2\tsubj\t_\t_' \
        $'2\tHaag\thaag\tNN\tI-PER|O\t_\t0\troot\t_\t_' $'3\tplays\tplay\tV\t-\t_\t2\tx\t_\t_' '' \
        '#id=2' '#text=Rome' $'1\tRome\trome\tNN\tLOC\t_\t0\troot\t_\t_'
}

@test "TSV 1: numbers of tokens, and three layers" {
    first >w.tsv
    same "$(spans w.tsv)" "PER - 'Ms. Haag', X - 'Ms.', LOC - 'Rome', "
    same "$(spans w.tsv --field Lemma)" "ms - 'Ms.', haag - 'Haag', play - 'plays', rome - 'Rome', "
    same "$(report w.tsv | grep -E '^(format|sentences|other)' | tr '\n' ,)" 'format webanno,sentences 2,other layers 2,'
    fails 1 'w.tsv: has no span layer "X" among its 3; they are Lemma, POS and NamedEntity' \
        "$GAZ" convert w.tsv --to jsonl --field X
    printf '%s\n' '#id=1' $'1\tEU\teu\tNN\tB-ORG\t_\t0\troot\t_\t_' >columns.conll # without its text
    same "$(report columns.conll | head -n 1)" 'format conll'
    printf '%s\n' '# text = EU' $'1\tEU\teu\tNN\tB-ORG\t_\t0\troot\t_\t_' >u.conll
    same "$(report u.conll | head -n 1)" 'format conll'
}

@test "rows of TSV 1 and 2 that are none are errors with a line, or left out" {
    local line message skipped
    while IFS='|' read -r message skipped line; do
        { second; printf "\n$line\n"; } >w.tsv
        fails 1 "w.tsv: line 20: $message" "$GAZ" convert w.tsv --to jsonl
        same "$(report w.tsv --lenient | grep "^skipped")" "$skipped"
    done <<'CASES'
no token: expected SENTENCE-TOKEN, TAB and the token; --lenient leaves it out|skipped rows 1|EU
no token: expected SENTENCE-TOKEN|skipped rows 1|3-1\t\t_\t_\t_
no token: expected SENTENCE-TOKEN|skipped rows 1|3\tEU\t_\t_\t_
no token: expected SENTENCE-TOKEN|skipped rows 1|3-1.1\tEU\t_\t_\t_
the row has fewer columns than the header's layers|skipped rows 1|3-1\tEU\t_\t_
a value with a control character in it|skipped spans 1|3-1\tEU\t_\t_\tB-O\001R
CASES
    { first; printf 'x\tEU\n'; } >w.tsv
    fails 1 'w.tsv: line 10: no token: expected its number, TAB and the token' "$GAZ" convert w.tsv --to jsonl
}

# As the guides of WebAnno 3.0 to 3.4 and of INCEpTION have it: the header says which, tokens are escaped from 3.2 on.
@test "TSV 3.0 to 3.3" {
    local version
    for version in 3 3.0 3.1 3.2 3.3; do
        printf '%s\n' "#FORMAT=WebAnno TSV $version" '#T_SP=webanno.custom.Category|Category' \
            '#T_SP=webanno.custom.Relation|ROLE_webanno.custom.Relation:to_webanno.custom.Link|uima.tcas.Annotation|Relation' \
            '#T_RL=webanno.custom.Link|kind|BT_webanno.custom.Relation' '' '' '#Text=An  aquifer (a\tb)' \
            $'1-1\t0-2\tAn\t_\t_\t_\t_\t_\t_\t' $'1-2\t4-11\taquifer\tC. Geo\\_m[3]|D\\;\tx\t1-1\tHAS\\_F[4]\t_\t_\t' \
            $'1-3\t12-16\t(a\\tb\tC. Geo\\_m[3]\t_\t_\tHAS\\_F[4]\t*->1\t1-1\t' $'1-4\t16-17\t)\t_\t_\t_\t_\t_\t_\t' >w.tsv
        same "$version $(spans w.tsv)" "$version C. Geo_m - 'aquifer (a\\tb', D; - 'aquifer', "
        same "$(spans w.tsv --field Relation)" "HAS_F - 'aquifer (a\\tb', "
        same "$(text_of w.tsv)" "'An  aquifer (a\\tb)\\n'"
    done
}
