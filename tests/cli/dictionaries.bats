#!/usr/bin/env bats
# Dictionaries of other tools, read by gaz build.
load helper

tags() { # tags TEXT: surface=type of each span
    printf '%s\n' "$1" | "$GAZ" tag m.gaz --to tsv | cut -f5,7 | tr '\t\n' '= '
}

@test "patterns of spaCy and Prodigy: strings, token lists, ids; what is no entry is told" {
    cat >patterns.jsonl <<'PATTERNS'
{"label":"ORG","pattern":"European Union","id":"Q458"}
{"label":"LANG","pattern":[{"ORTH":"C"},{"TEXT":"++"}]}
{"label":"ORG","pattern":[{"LOWER":"european"},{"LOWER":"commission"}]}
{"label":"ORG","pattern":[{"ORTH":"a","OP":"+"}]}
{"label":"ORG"}
PATTERNS
    "$GAZ" build patterns.jsonl -o m.gaz >out 2>err
    same "$(cat out)" 'm.gaz: 3 entries, 2 lines skipped'
    diff err - <<'ERR'
gaz: patterns.jsonl: line 4: the operator OP; skipped
gaz: patterns.jsonl: line 5: no "pattern"; skipped
ERR
    same "$(tags 'the European Union , C ++ and the european commission')" 'ORG=European Union LANG=C ++ ORG=european commission '
    same "$(tags 'the EUROPEAN Commission and the european union, c ++')" 'ORG=EUROPEAN Commission '
    "$GAZ" build patterns.jsonl -o m.gaz --ignore-case --quiet 2>/dev/null # of those that do not say it
    same "$(tags 'the EUROPEAN Commission and the european Union , c ++')" 'ORG=EUROPEAN Commission ORG=european Union '
}

@test "patterns on standard input, packed, and in the folder of a ruler" {
    printf '{"label":"T","pattern":"a b"}\n' >patterns.jsonl
    "$GAZ" build patterns.jsonl -o m.gaz --quiet
    "$GAZ" build - -o n.gaz --quiet <patterns.jsonl
    cmp m.gaz n.gaz
    gzip -k patterns.jsonl
    "$GAZ" build patterns.jsonl.gz -o n.gaz --quiet
    cmp m.gaz n.gaz
    mkdir ruler
    mv patterns.jsonl ruler
    "$GAZ" build ruler -o n.gaz --quiet
    cmp m.gaz n.gaz
    mv ruler/patterns.jsonl ruler/patterns
    "$GAZ" build ruler -o n.gaz --quiet
    cmp m.gaz n.gaz
}

@test "a GATE gazetteer: the index, or its folder" {
    mkdir gate
    printf 'city.lst:location:city:en:City\r\nday.lst:date_key:day\nday.lst:again\n' >gate/lists.def
    printf 'New York:id=Q60\r\nParis:country=FR\n' >gate/city.lst
    printf 'Monday\n' >gate/day.lst
    "$GAZ" build gate/lists.def -o m.gaz >out 2>err
    same "$(cat out)" 'm.gaz: 3 entries, 1 lines skipped'
    same "$(cat err)" 'gaz: gate/lists.def: line 3: the list is named twice; GATE reads it once; skipped'
    same "$(tags 'Monday in New York')" 'date_key=Monday City=New York '
    "$GAZ" build gate -o n.gaz --quiet 2>/dev/null
    cmp m.gaz n.gaz
    rm gate/day.lst
    fails 1 'gate/lists.def: line 2: the list gate/day.lst: cannot open' "$GAZ" build gate -o m.gaz
}

@test "a mapping of TokensRegexNER: priorities, escapes, regular expressions" {
    printf 'Los Angeles\tCITY\tLOCATION,MISC\t2.0\nU\\.S\\.\tCOUNTRY\nU.K.\tCOUNTRY\nC\tCITY\n' >m.tab
    printf 'Los Angeles\tAREA\n' >list.tsv
    "$GAZ" build m.tab list.tsv -o m.gaz >out 2>err
    same "$(cat out)" 'm.gaz: 4 entries, 1 of them lower senses, 1 lines skipped'
    grep -qx 'gaz: m.tab: line 3: a regular expression; .*; skipped' err
    same "$(tags 'Los Angeles , U.S.')" 'CITY=Los Angeles COUNTRY=U.S. '
}

@test "--list-format forces the format" {
    printf 'a\\.b\tT\nc\tT\tX\n' >m.tab
    fails 1 'm.tab: line 2: ' "$GAZ" build m.tab -o m.gaz
    fails 1 'm.tab: line 2: ' "$GAZ" build m.tab -o m.gaz --list-format list
    "$GAZ" build m.tab -o m.gaz --list-format tokensregex --quiet
    same "$(tags 'a.b c')" 'T=a.b T=c '
    printf '{"label":"T","pattern":"a"}\tU\n' >list.txt
    "$GAZ" build list.txt -o m.gaz --list-format list --quiet
    same "$(tags '{"label":"T","pattern":"a"}')" 'U={"label":"T","pattern":"a"} '
    fails 1 'm.tab: line 1: no JSON' "$GAZ" build m.tab -o m.gaz --list-format patterns
    fails 2 '--list-format' "$GAZ" build m.tab -o m.gaz --list-format spacy
}

@test "many skipped lines: twenty are told, --skipped writes all, --quiet tells their number" {
    for i in $(seq 30); do echo '{"label":"T","pattern":[]}'; done >p.jsonl
    echo '{"label":"T","pattern":"a"}' >>p.jsonl
    "$GAZ" build p.jsonl -o m.gaz >out 2>err
    same "$(cat out)" 'm.gaz: 1 entries, 30 lines skipped'
    same "$(wc -l <err)" 21
    same "$(tail -n 1 err)" 'gaz: and 10 more; --skipped FILE lists all'
    "$GAZ" build p.jsonl -o m.gaz --skipped all.tsv >out 2>err
    same "$(tail -n 1 err)" 'gaz: and 10 more; all.tsv lists all'
    same "$(wc -l <all.tsv)" 30
    same "$(tail -n 1 all.tsv | tr '\t' '|')" 'p.jsonl|30|the surface is empty'
    fails 0 '30 lines skipped; --skipped FILE lists them' "$GAZ" build p.jsonl -o m.gaz --quiet
    tail -n 1 p.jsonl >good.jsonl
    "$GAZ" build good.jsonl -o m.gaz --skipped all.tsv --quiet
    same "$(wc -c <all.tsv)" 0
    fails 1 'absent/x: cannot create' "$GAZ" build good.jsonl -o m.gaz --skipped absent/x --quiet
}

@test "nothing but skipped lines: a model without entries, said so" {
    echo '{"label":"T","pattern":[{"POS":"NOUN"}]}' >p.jsonl
    "$GAZ" build p.jsonl -o m.gaz >out 2>err
    same "$(cat out)" 'm.gaz: 0 entries, 1 lines skipped'
    grep -q 'has no entries' err
}

@test "damaged dictionaries: file and line, exit 1, no model" {
    printf '{"label":"T","pattern":"a"}\n{"label":"T","pattern":"b"\n' >p.jsonl
    fails 1 'p.jsonl: line 3: no JSON' "$GAZ" build p.jsonl -o m.gaz
    printf '{"label":"T","pattern":"caf\xe9"}\n' >p.jsonl
    fails 1 'p.jsonl: line 1: no JSON' "$GAZ" build p.jsonl -o m.gaz
    printf '[1, 2]\n' >p.jsonl
    fails 1 'p.jsonl: JSON without patterns' "$GAZ" build p.jsonl -o m.gaz
    files p.jsonl
}
