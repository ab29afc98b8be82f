#!/usr/bin/env bats
# Entries are a surface, a type and an id: what a surface means, in lists, models and outputs; and what an entry asks of
# the text: its case and its edges.
load helper

# Prints type, score, text, id and name of each span of the text on standard input.
spans() { # spans MODEL [OPTION...]
    "$GAZ" tag "$@" --to tsv | cut -f5-9 | tr '\t' '|'
}

@test "two concepts of a surface: in one list, two lists, two types, folded, as words: none is lost" {
    printf 'surface\ttype\tid\tname\nNew York\tCITY\tQ60\tNew York City\nNew York\tCITY\tQ1384\tNew York State\n' >one.tsv
    printf 'surface\tid\nNew York\tQ60\n' >A.tsv
    printf 'surface\tid\nNEW YORK\tQ1384\n' >B.tsv
    same "$("$GAZ" build one.tsv -o one.gaz)" 'one.gaz: 2 entries, 1 of them lower senses'
    for tokens in corpus words; do
        from=tokenized
        [ $tokens = corpus ] || from=text
        "$GAZ" build one.tsv -o m.gaz --tokens $tokens --quiet
        same "$(echo 'in New York' | spans m.gaz --from $from)" 'CITY|1.0|New York|Q1384|New York State'
        same "$(echo 'in New York' | spans m.gaz --from $from --senses all)" \
            $'CITY|1.0|New York|Q1384|New York State\nCITY|1.0|New York|Q60|New York City'
        for lists in 'A.tsv B.tsv' 'B.tsv A.tsv'; do
            "$GAZ" build $lists -o m.gaz --tokens $tokens --ignore-case --quiet
            same "$(echo 'in new york' | spans m.gaz --from $from --senses all)" $'A|1.0|new york|Q60|\nB|1.0|new york|Q1384|'
            "$GAZ" build $lists -o m.gaz --tokens $tokens --ignore-case --quiet --priority B.tsv=1
            same "$(echo 'in new york' | spans m.gaz --from $from --senses all)" $'B|1.0|new york|Q1384|\nA|1.0|new york|Q60|'
        done
    done
    "$GAZ" build A.tsv B.tsv -o m.gaz --quiet # each in its own case
    same "$(printf 'New York\nNEW YORK\n' | spans m.gaz --senses all)" $'A|1.0|New York|Q60|\nB|1.0|NEW YORK|Q1384|'
}

@test "the same entry twice is counted, in one list and in two" {
    printf 'surface\ttype\tid\tname\na b\tT\t1\tB\na b\tT\t1\tA\na b\tT\t2\t\n' >one.tsv
    printf 'surface\ttype\tid\na b\tT\t2\n' >two.tsv
    same "$("$GAZ" build one.tsv two.tsv -o m.gaz)" 'm.gaz: 2 entries, 2 listed again, 1 of them lower senses'
    same "$(echo 'a b' | spans m.gaz --senses all)" $'T|1.0|a b|1|A\nT|1.0|a b|2|' # the first of two names
    printf 'surface\ttype\tid\na b\tT\t1\nA b\tT\t1\n' >case.tsv
    same "$("$GAZ" build case.tsv -o m.gaz --ignore-case)" 'm.gaz: 1 entries, 1 repeated'
}

@test "columns of lists: in any order, known by the header; unknown ones are kept and written back" {
    mkdir lists
    printf 'id\tsource\tsurface\tname\tyear\nQ1\tatlas\tAb c\tThe name\t1999\nQ2\t\tDe\t\t\n' >lists/T.tsv
    printf 'x\tO\n' >c.conll
    "$GAZ" harvest c.conll -o lists --quiet
    same "$(cut -f1,11- lists/T.tsv | tr '\t' '|')" \
        $'surface|id|name|source|year\nAb c|Q1|The name|atlas|1999\nDe|Q2|||'
    cp lists/T.tsv before.tsv
    "$GAZ" harvest c.conll -o lists --quiet
    cmp lists/T.tsv before.tsv
    printf 'term\tlabel\tcui\tpreferred_name\nAb c\tT\tQ1\tThe name\n' >other.tsv
    "$GAZ" build other.tsv -o m.gaz --quiet
    same "$(echo 'Ab c' | spans m.gaz)" 'T|1.0|Ab c|Q1|The name'
    printf 'surface\tname\tsurface\na\tb\tc\n' >twice.tsv
    fails 1 'twice.tsv: line 1: ' "$GAZ" build twice.tsv -o m.gaz
    printf 'surface\tcase\na\tupper\n' >wrong.tsv
    fails 1 'wrong.tsv: line 2: ' "$GAZ" build wrong.tsv -o m.gaz
    printf 'surface\tedges\na\tloose\n' >wrong.tsv
    fails 1 'wrong.tsv: line 2: ' "$GAZ" build wrong.tsv -o m.gaz
}

@test "a header with columns that a list of two columns does not have" { # New York Q60
    printf 'surface\ttype\tid\nNew York\tLOC\tQ60\nAcme\tORG\tQ1\n' >D.tsv
    "$GAZ" build D.tsv -o m.gaz --quiet
    same "$(echo 'New York Acme' | spans m.gaz --from text)" $'LOC|1.0|New York|Q60|\nORG|1.0|Acme|Q1|'
}

@test "a surface with several ids: told in the table of conflicts, all exported" {
    printf 'surface\tid\nNew York\tQ60\nNew York\tQ1384\n' >D.tsv
    "$GAZ" build D.tsv -o m.gaz --conflicts c.tsv --quiet
    same "$(tail -n +2 c.tsv | tr '\t' '|')" 'New York|D|D|id|New York|both|Q60|Q1384'
    same "$("$GAZ" export D.tsv --to tsv | tr '\t' '|')" $'surface|type|id\nNew York|D|Q1384\nNew York|D|Q60'
    same "$("$GAZ" export D.tsv)" \
        $'{"label":"D","pattern":"New York","id":"Q1384"}\n{"label":"D","pattern":"New York","id":"Q60"}'
}

@test "ten thousand senses of a surface, and ten thousand surfaces of one: in time" {
    python3 - <<'PYTHON'
with open('senses.tsv', 'w') as file:
    print('surface\ttype\tid', file=file)
    for number in range(10000):
        print(f'one thing\tT{number % 7}\tQ{number}', file=file)
with open('surfaces.tsv', 'w') as file:
    print('surface\ttype\tid', file=file)
    for number in range(10000):
        print(f'thing {number}\tT\tQ1', file=file)
PYTHON
    timeout 20 "$GAZ" build senses.tsv surfaces.tsv -o m.gaz --quiet
    same "$(echo 'one thing' | timeout 20 "$GAZ" tag m.gaz --to tsv --senses all | cut -f8 | sort -u | wc -l)" 10000
    same "$(echo 'one thing , thing 77' | "$GAZ" tag m.gaz --to tsv | cut -f5,8 | tr '\t\n' '|,')" 'T0|Q0,T|Q1,'
    same "$(echo 'one thing' | timeout 20 "$GAZ" explain m.gaz --lists senses.tsv --lists surfaces.tsv 2>&1 >/dev/null)" ''
    same "$("$GAZ" info m.gaz --id Q1 | wc -l)" 10002
    same "$("$GAZ" info m.gaz --entry 'one thing' | wc -l)" 10001
}

# ---- Case ----

@test "case per entry and list: exact, ignore, auto, mixed in one model" {
    printf 'surface\tcase\nWHO\texact\naspirin\tignore\nmRNA\tauto\nAspirin C\tauto\nplain Name\t\n' >T.tsv
    "$GAZ" build T.tsv -o m.gaz --quiet
    printf 'WHO who Who aspirin ASPIRIN mRNA MRNA mrna , aspirin c ASPIRIN C plain Name Plain name\n' >t.txt
    for from in tokenized text; do
        same "$(spans m.gaz t.txt --from $from | cut -d'|' -f3 | tr '\n' ',')" \
            'WHO,aspirin,ASPIRIN,mRNA,aspirin c,ASPIRIN C,plain Name,'
    done
    "$GAZ" build T.tsv -o m.gaz --case auto --quiet # what the list does not say
    same "$(spans m.gaz t.txt | cut -d'|' -f3 | tr '\n' ',')" \
        'WHO,aspirin,ASPIRIN,mRNA,aspirin c,ASPIRIN C,plain Name,Plain name,'
    fails 2 '--case' "$GAZ" build T.tsv -o m.gaz --case upper
    mkdir lists # of one list, of a folder's, and of one in it
    printf 'abc\n' | tee A.txt >lists/B.txt
    printf 'surface\tcase\nabc\t\ndef\texact\n' | tee lists/C.tsv >lists/D.tsv
    "$GAZ" build A.txt lists -o m.gaz --case A.txt=ignore --case lists=ignore --case D.tsv=exact --quiet
    same "$(echo 'ABC DEF def' | "$GAZ" tag m.gaz --to tsv --senses all | cut -f5,7 | tr '\t\n' '=,')" \
        'A=ABC,B=ABC,C=ABC,C=def,D=def,'
    "$GAZ" build A.txt lists -o m.gaz --case ignore --edges lists=strict --quiet
    same "$("$GAZ" info m.gaz --entry abc | cut -f2,7 | tail -n +2 | tr '\t\n' '=,')" 'A=,B=strict,C=strict,D=strict,'
    fails 2 'B.txt: no such list' "$GAZ" build A.txt -o m.gaz --case B.txt=ignore
    fails 2 '--case' "$GAZ" build A.txt -o m.gaz --case A.txt=upper
}

@test "an exact entry gives way to the next sense, and to a shorter entry" {
    printf 'surface\ttype\tcase\tpriority\nALL of it\tA\texact\t\nall of it\tB\tignore\t-1\nall\tC\tignore\t\n' >T.tsv
    printf 'surface\ttype\tcase\nOne Two\tD\texact\none\tE\tignore\n' >U.tsv
    "$GAZ" build T.tsv U.tsv -o m.gaz --quiet
    same "$(printf 'ALL of it\nall of it\nOne Two one two\n' | spans m.gaz | cut -d'|' -f1,3 | tr '\n' ',')" \
        'A|ALL of it,B|all of it,D|One Two,E|one,'
    same "$(printf 'ALL of it\n' | spans m.gaz --senses all | cut -d'|' -f1 | tr '\n' ',')" 'A,B,'
    same "$(echo 'all of it' | "$GAZ" explain m.gaz --span 0:9 --lists T.tsv | grep -c 'case')" 1
}

@test "patterns with ORTH and LOWER in one file mean what they say" {
    printf '{"label":"ORG","pattern":[{"ORTH":"WHO"}]}\n{"label":"DIS","pattern":[{"LOWER":"covid"}]}\n' >D.jsonl
    printf 'The WHO on Covid, those who know\n' >t.txt
    for options in '' --ignore-case; do
        "$GAZ" build D.jsonl -o m.gaz $options --quiet
        same "$(spans m.gaz t.txt --from text | cut -d'|' -f1,3 | tr '\n' ',')" 'ORG|WHO,DIS|Covid,'
    done
    "$GAZ" export m.gaz --tokens corpus >again.jsonl
    same "$(tr '\n' ' ' <again.jsonl)" \
        '{"label":"DIS","pattern":[{"LOWER":"covid"}]} {"label":"ORG","pattern":[{"ORTH":"WHO"}]} '
    "$GAZ" build again.jsonl -o n.gaz --quiet
    same "$(spans n.gaz t.txt --from text | cut -d'|' -f1,3 | tr '\n' ',')" 'ORG|WHO,DIS|Covid,'
    "$GAZ" export m.gaz 2>told >/dev/null
    grep -q '1 entries match in any case' told
}

@test "patterns: quotes, hyphens, a dot at the end, the longest" {
    cat >D.jsonl <<'PATTERNS'
{"label":"B","pattern":[{"orth":"Tim's"},{"orth":"Best"}]}
{"label":"F","pattern":"Global Buy-Write ETF"}
{"label":"L","pattern":"Fabry disease"}
{"label":"L","pattern":"disease"}
{"label":"G","pattern":"Ark."}
PATTERNS
    "$GAZ" build D.jsonl -o m.gaz --ignore-case --quiet
    printf "Tim's Best 20%% and Global Buy-Write ETF. Fabry disease, Ark. ark. ARK.\n" >t.txt
    same "$("$GAZ" tag m.gaz t.txt --from text --to tsv | cut -f3-7 | tr '\t\n' '|,')" \
        "0|10|B|1.0|Tim's Best,19|39|F|1.0|Global Buy-Write ETF,41|54|L|1.0|Fabry disease,56|60|G|1.0|Ark.,61|65|G|1.0|ark.,66|70|G|1.0|ARK.,"
}

# ---- Edges ----

@test "strict edges: no host in a longer one, no address in a longer one" {
    printf 'evil.com\n1.2.3.4\nabc\n' >ioc.txt
    "$GAZ" build ioc.txt -o loose.gaz --quiet
    "$GAZ" build ioc.txt -o strict.gaz --edges strict --quiet
    cat >t.txt <<'TEXT'
not-evil.com evil.com.au evil.com evil.com. (evil.com) x@evil.com
1.2.3.4 1.2.3.4.5 9.1.2.3.4 1.2.3.4:80 1.2.3.4: -1.2.3.4
TEXT
    same "$(spans loose.gaz t.txt --from text | wc -l)" 12
    same "$("$GAZ" tag strict.gaz t.txt --from text --to tsv | cut -f3,7 | tr '\t\n' '|,')" \
        '25|evil.com,34|evil.com,45|evil.com,66|1.2.3.4,105|1.2.3.4,115|1.2.3.4,'
    same "$(spans strict.gaz t.txt --from tokenized | cut -d'|' -f3 | tr '\n' ',')" 'evil.com,1.2.3.4,' # whole tokens
    printf 'surface\tedges\nevil.com\tstrict\n1.2.3.4\t\n' >T.tsv
    "$GAZ" build T.tsv -o m.gaz --quiet
    same "$(spans m.gaz t.txt --from text | cut -d'|' -f3 | sort | uniq -c | tr -s ' \n' ' ')" ' 6 1.2.3.4 3 evil.com '
    same "$("$GAZ" explain strict.gaz t.txt --from text --why 'evil.com' --lists ioc.txt | grep -c 'longer name')" 3
    fails 2 '--edges' "$GAZ" build T.tsv -o m.gaz --edges loose
}

# ---- Models ----

@test "what is in a model: by surface, by id, and all of it" {
    printf 'surface\ttype\tid\tname\tcase\tedges\nWHO\tORG\tQ1\tWorld Health Organization\texact\t\n' >T.tsv
    printf 'who\tTERM\t\t\tignore\tstrict\nstate-of-the-art x\tTERM\t\t\t\t\n' >>T.tsv
    "$GAZ" build T.tsv -o m.gaz --quiet
    same "$("$GAZ" info m.gaz --entry Who | tr '\t' '|')" "surface|type|id|name|score|case|edges
WHO|ORG|Q1|World Health Organization|1|exact|
who|TERM|||1||strict"
    same "$("$GAZ" info m.gaz --id Q1 | tail -n +2 | tr '\t' '|')" 'WHO|ORG|Q1|World Health Organization|1|exact|'
    fails 1 'the model has no entry "wh"' "$GAZ" info m.gaz --entry wh
    fails 1 'the model has no entry "Q"' "$GAZ" info m.gaz --id Q
    fails 2 'exclude' "$GAZ" info m.gaz --id Q --entry Q
    for tokens in both corpus words; do
        "$GAZ" build T.tsv -o m.gaz --tokens $tokens --quiet
        "$GAZ" export m.gaz --to tsv >list.tsv
        same "$(tr '\t' '|' <list.tsv)" "surface|type|id|name|case|edges
WHO|ORG|Q1|World Health Organization|exact|
state-of-the-art x|TERM|||exact|
who|TERM|||ignore|strict"
        "$GAZ" build m.gaz -o n.gaz --tokens $tokens --quiet
        "$GAZ" build list.tsv -o o.gaz --tokens $tokens --quiet
        cmp n.gaz m.gaz
        cmp o.gaz m.gaz
    done
    head -c 500 m.gaz >cut.gaz
    fails 1 'cut.gaz' "$GAZ" export cut.gaz
}

# ---- Harvest ----

@test "ids of a corpus become entries, each with its count; a variant has the id of what it is one of" {
    cat >c.jsonl <<'JSON'
{"text":"Paris Paris Paris Paris Paris ,","spans":[{"start":0,"end":5,"label":"LOC","id":"Q90","name":"Paris, France"},{"start":6,"end":11,"label":"LOC","id":"Q90"},{"start":12,"end":17,"label":"LOC","id":"Q830149"},{"start":18,"end":23,"label":"PER","id":"Q47899"},{"start":24,"end":29,"label":"LOC"}]}
JSON
    "$GAZ" harvest c.jsonl -o lists --quiet
    same "$(cut -f1-3,5,7,11,12 lists/LOC.tsv | tail -n +2 | tr '\t' '|')" \
        $'Paris|1|5|0.8|kept||\nParis|1|5|0.8|kept|Q830149|\nParis|2|5|0.8|kept|Q90|Paris, France'
    same "$(cut -f1-3,5,7,11 lists/PER.tsv | tail -n +2 | tr '\t' '|')" 'Paris|1|5|0.2|sense|Q47899'
    cp -r lists before
    "$GAZ" harvest c.jsonl -o lists --quiet
    diff -r before lists
    "$GAZ" build lists -o m.gaz --quiet
    same "$(echo Paris | "$GAZ" tag m.gaz --to tsv --senses all | cut -f5,6,8,9 | tr '\t\n' '/,')" \
        'LOC/0.8/Q90/Paris, France,LOC/0.8/Q830149/,LOC/0.8//,PER/0.2/Q47899/,'
}

# ---- Evaluation ----

@test "eval --ids: of spans, by any of the gold's senses, and as sets of documents" {
    cat >gold.jsonl <<'JSON'
{"text":"Paris is big. Paris and London.","spans":[{"start":0,"end":5,"label":"LOC","id":"Q90"},{"start":14,"end":19,"label":"PER","id":"Q47899"},{"start":24,"end":30,"label":"LOC","id":"Q84","senses":[{"label":"LOC","id":"Q92561"}]}]}
{"text":"Paris","spans":[{"start":0,"end":5,"label":"LOC","id":"Q90"}]}
JSON
    printf 'surface\ttype\tid\nParis\tLOC\tQ90\nLondon\tCITY\tQ92561\nbig\tX\t\n' >T.tsv
    "$GAZ" build T.tsv -o m.gaz --quiet
    "$GAZ" eval m.gaz gold.jsonl --ids --quiet | tail -3 >report
    same "$(tr -s ' ' <report)" "ids of gold found correct precision recall F1
spans 4 4 3 75.00% 75.00% 75.00
documents 5 3 3 100.00% 60.00% 75.00"
    "$GAZ" tag m.gaz gold.jsonl --from jsonl --to jsonl >predicted.jsonl
    "$GAZ" eval --pred predicted.jsonl gold.jsonl --ids --quiet | tail -3 | diff report -
    "$GAZ" eval m.gaz gold.jsonl --json --quiet | python3 -c '
import json, sys
result = json.load(sys.stdin)
assert result["ids"]["correct"] == 3 and result["document_ids"]["recall"] == 0.6, result'
    fails 2 '--ids' "$GAZ" eval m.gaz gold.jsonl --ids --strict
}
