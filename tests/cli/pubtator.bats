#!/usr/bin/env bats
# PubTator: titles and abstracts with spans and ids in rows, read, written, harvested, and no list.
load helper

# Two documents: text that is not ASCII, a composite mention, several concepts at once, a row without an id, relations.
two() {
    printf '%s\n' '' '12|t|Breast and ovarian cancer in “Évora” 😀 A-T' '12|a|The caféosis of G6PD | none.' \
        $'12\t0\t25\tBreast and ovarian cancer\tComposite\t D001943|D010051 ' \
        $'12\t29\t36\t“Évora”\tPlace\t-1' \
        $'12\t39\t42\tA-T\tDisease\tOMIM:1+D2|D3' \
        $'12\t47\t55\tcaféosis\tDisease\t' \
        $'12\tCID\tD001943\tOMIM:1' \
        $'12\tAssociation\t7157\tD2\tNovel' '' \
        'PMC-7|t|No abstract: a p.V600E tumour' 'PMC-7|a|' \
        $'PMC-7\t13\t22\ta p.V600E\tMutation\ttmVar:p|SUB|V|600|E;RS#:1' \
        $'PMC-7\t23\t29\ttumour\tDisease\tD9\ttumour' ''
}

# The senses of all spans: document's text up to a blank, begin, end, type, id.
senses() {
    "$GAZ" convert "$@" --to jsonl --quiet >senses.jsonl && python3 - <<'PYTHON'
import json
for line in open("senses.jsonl", encoding="utf-8"):
    record = json.loads(line)
    for span in record["spans"]:
        assert record["text"][span["start"]:span["end"]] == span["text"]
        ids = [sense.get("id", "") for sense in span.get("senses", [span])]
        print(record["text"].split()[0], span["start"], span["end"], span["label"], " ".join(ids), sep="\t")
PYTHON
}

EXPECTED=$'Breast\t0\t25\tComposite\tD001943 D010051
Breast\t29\t36\tPlace\t
Breast\t39\t42\tDisease\tOMIM:1 D2 D3
Breast\t47\t55\tDisease\t
No\t13\t22\tMutation\ttmVar:p|SUB|V|600|E;RS#:1
No\t23\t29\tDisease\tD9'

@test "spans, ids and text; relations are counted" {
    two >a.pubtator
    same "$(senses a.pubtator)" "$EXPECTED"
    same "$(head -n 1 senses.jsonl | cut -d '"' -f 4)" \
        'Breast and ovarian cancer in “Évora” 😀 A-T\nThe caféosis of G6PD | none.'
    same "$(sed -n 2p senses.jsonl | cut -d '"' -f 4)" 'No abstract: a p.V600E tumour'
    same "$("$GAZ" convert a.pubtator --to conll 2>&1 >/dev/null)" \
        'gaz: 2 rows of relations were passed over, 2 documents have lost their names'
    "$GAZ" harvest a.pubtator --report >report
    same "$(grep -E '^(format|documents|entities|relations|skipped)' report | tr -s ' ' | tr '\n' ,)" \
        'format pubtator,documents 2,entities 6,relations 2,'
}

@test "line ends, a byte order mark, no empty line between, and what a file is called" {
    two | sed 's/$/\r/' >crlf.pubtator
    { printf '\xef\xbb\xbf'; two; } >bom.pubtator
    two | grep . >dense.pubtator
    two | head -c -2 >open.pubtator # without its last line end
    two | gzip >packed.txt.gz
    for name in crlf.pubtator bom.pubtator dense.pubtator open.pubtator packed.txt.gz; do
        same "$(senses $name)" "$EXPECTED"
    done
    same "$(two | senses -)" "$EXPECTED"
    same "$("$GAZ" harvest crlf.pubtator --report | grep CR | tr -s ' ')" 'CR LF lines 15'
    two | grep -v '|a|$' >short.pubtator # the line of an empty abstract may be missing
    same "$(senses short.pubtator)" "$EXPECTED"
    same "$(two | iconv -t UTF-16LE | senses - --encoding UTF-16LE --from pubtator)" "$EXPECTED"
}

@test "offsets in other units are found by the rows' copies of the text" {
    printf '1|t|é 😀 flu\n1|a|\n1\t5\t8\tflu\tD\tX\n' >utf16.pubtator
    printf '1|t|é 😀 flu\n1|a|\n1\t8\t11\tflu\tD\tX\n' >byte.pubtator
    for name in utf16 byte; do same "$(senses $name.pubtator)" $'é\t4\t7\tD\tX'; done
    same "$(senses byte.pubtator --offsets byte)" $'é\t4\t7\tD\tX'
    fails 1 'byte.pubtator: line 3: the span ends at 11, beyond the text of 8 UTF-16 units' \
        "$GAZ" convert byte.pubtator --to jsonl --offsets utf16
    # Blanks that the text has lost do not matter.
    printf '1|t|a  flu\n1|a|\n1\t3\t8\tflu  \tD\tX\n' >blanks.pubtator
    same "$(senses blanks.pubtator)" $'a\t3\t6\tD\tX'
}

@test "rows that do not fit are errors with file and line, or left out and counted" {
    local row message
    while IFS=: read -r row message; do
        printf "1|t|the flu\n1|a|a cold\n1\t4\t7\tflu\tD\tX\n$row\n" >bad.pubtator
        fails 1 "bad.pubtator: line 4: $message" "$GAZ" convert bad.pubtator --to jsonl
        same "$("$GAZ" convert bad.pubtator --to jsonl --lenient 2>err | grep -o '"text": "[a-z]*"')" '"text": "flu"'
        grep -q '1 malformed row or record was left out' err
        same "$("$GAZ" harvest bad.pubtator --report --lenient | grep -E '^(skipped|entities)' | tr -s ' ' | tr '\n' ,)" \
            'entities 1,skipped rows 1,'
    done <<'ROWS'
1\t4\t7\tcold\tD\tX:the span is "flu" by its offsets and "cold" by its text
1\t10\t15\tcold\tD\tX:the span ends at 15, beyond the text of 14 code points
1\t7\t4\tflu\tD\tX:the span begins after its end
2\t4\t7\tflu\tD\tX:a row that does not begin with the id of the title before it
1\t4\tx\tflu\tD\tX:expected ID|t|title
1\t4\t7\tflu:expected ID|t|title
1\t99999999999999999999\t99999999999999999999\tflu\tD\tX:the span ends at
words:expected ID|t|title
1\t-1\t7\tflu\tD\tX:expected ID|t|title
ROWS
    printf '1|t|a\n2|a|b\n' >bad.pubtator
    fails 1 'bad.pubtator: line 2: an abstract without the title' "$GAZ" convert bad.pubtator --to jsonl
    printf '1|t|a\n1|a|b\n1|a|b\n' >bad.pubtator
    fails 1 'bad.pubtator: line 3: an abstract without the title' "$GAZ" convert bad.pubtator --to jsonl
    printf '1|t|a b\n1|a|\n1\t0\t1\ta\tT\x01\tX\n' >bad.pubtator
    fails 1 'bad.pubtator: line 3: a type with a control character' "$GAZ" convert bad.pubtator --to jsonl
}

@test "what is read is written as it was" {
    two >a.pubtator
    "$GAZ" convert a.pubtator --to pubtator --quiet >b.pubtator
    two | sed -e 1d -e '/CID/d' -e '/Associa/d' -e 's/\t D001943|D010051 $/\tD001943|D010051/' \
        -e 's/osis\tDisease\t$/&-1/' -e 's/\ttumour$//' | diff - b.pubtator
    "$GAZ" convert b.pubtator --to pubtator | diff b.pubtator -
    "$GAZ" convert a.pubtator --to jsonl --quiet | "$GAZ" convert - --from jsonl --to pubtator >c.pubtator
    same "$(senses c.pubtator)" "$EXPECTED" # the record has no place for + and for the document's name
    grep -q '^stdin-2|t|No abstract' c.pubtator
    "$GAZ" convert a.pubtator --to brat -o brat --quiet
    (cd brat && files 12.ann 12.txt PMC-7.ann PMC-7.txt annotation.conf)
    "$GAZ" convert brat --to pubtator | grep -v $'\t39\t42' | diff <(grep -v $'\t39\t42' b.pubtator) -
}

@test "a text of many lines keeps its offsets" {
    printf '{"text": "\\u00e9 flu\\r\\na\\tcold\\r\\n\\r\\ncough\\u0001 flu\\r\\n", "spans": [{"start": 2, "end": 5, "label": "D"},
        {"start": 9, "end": 13, "label": "D", "id": "C 1"}, {"start": 24, "end": 27, "label": "D"}]}' | tr -d '\n' >t.jsonl
    "$GAZ" convert t.jsonl --to pubtator >t.pubtator
    diff - t.pubtator <<'ROWS'
t-1|t|é flu
t-1|a|a cold  cough  flu
t-1	2	5	flu	D	-1
t-1	8	12	cold	D	C 1
t-1	21	24	flu	D	-1

ROWS
    same "$(senses t.pubtator | cut -f 2-)" $'2\t5\tD\t\n8\t12\tD\tC 1\n21\t24\tD\t'
}

@test "senses of several types are a row each; ids that would be others are refused" {
    json() { printf '{"text": "flu", "spans": [{"start": 0, "end": 3, "label": "A", "id": "%s", "senses": [%s]}]}\n' "$@"; }
    json x '{"label": "A", "id": "x"}, {"label": "A", "id": "y"}, {"label": "B"}, {"label": "A", "id": "z"}' >s.jsonl
    same "$("$GAZ" convert s.jsonl --to pubtator | cut -f 5,6 | grep -v '|[at]|' | tr '\n' ,)" $'A\tx|y,B\t-1,A\tz,,'
    local id
    for id in 'a|b' 'a+b' ' a' 'a ' '-1' '-' 'c|'; do
        json "$id" '' | sed 's/, "senses": \[\]//' >bad.jsonl
        fails 1 "PubTator would have other ids than \"$id\"" "$GAZ" convert bad.jsonl --to pubtator
    done
    json 'p|SUB|V|600|E' '' | sed 's/, "senses": \[\]//' >good.jsonl
    "$GAZ" convert good.jsonl --to pubtator | grep -q $'\tp|SUB|V|600|E$'
    cp s.jsonl 'a|b.jsonl'
    fails 1 'PubTator has no document with a bar' "$GAZ" convert 'a|b.jsonl' --to pubtator
}

@test "gaz tag writes it, a file or a line a document" {
    printf 'surface\ttype\tid\nflu\tD\tX1\ncold\tD\t\n' >l.tsv
    "$GAZ" build l.tsv -o m.gaz --quiet
    printf 'The flu.\nNo é cold, no flu.\n' >t.txt
    "$GAZ" tag m.gaz --from text --to pubtator t.txt >t.pubtator
    diff - t.pubtator <<'ROWS'
t|t|The flu.
t|a|No é cold, no flu.
t	4	7	flu	D	X1
t	14	18	cold	D	-1
t	23	26	flu	D	X1

ROWS
    same "$("$GAZ" tag m.gaz --from text --to pubtator --document line t.txt | sed -n '5,$p' | tr '\n' ,)" \
        $'t-2|t|No é cold, no flu.,t-2|a|,t-2\t5\t9\tcold\tD\t-1,t-2\t14\t17\tflu\tD\tX1,,'
    "$GAZ" tag m.gaz --from text --to pubtator -o out t.txt
    (cd out && files t.pubtator)
    diff t.pubtator out/t.pubtator
    printf 'surface\ttype\tid\nflu\tD\tX|1\n' >bad.tsv
    "$GAZ" build bad.tsv -o bad.gaz --quiet
    fails 1 'PubTator would have other ids than "X|1"' "$GAZ" tag bad.gaz --from text --to pubtator t.txt
}

@test "it is a corpus and never a list; harvested entries have its ids" {
    two >a.pubtator
    two >a.lst
    two >a.txt
    fails 1 'is an annotated corpus of PubTator, not a list; gaz harvest makes lists of it' "$GAZ" build a.lst -o m.gaz
    mkdir folder && two >folder/D.tsv
    fails 1 'is an annotated corpus of PubTator' "$GAZ" build folder -o m.gaz
    [ ! -e m.gaz ]
    for file in a.pubtator a.txt; do
        "$GAZ" build $file -o m.gaz --precision 0 --quiet
        same "$(echo 'A - T' | "$GAZ" tag m.gaz --from text --to jsonl --min-score 0 | grep -o '"id": "[^"]*"')" '"id": "D2"'
    done
    "$GAZ" harvest a.pubtator -o lists --quiet
    same "$(head -n 1 lists/Disease.tsv | cut -f 11)" id
    same "$(grep '^A - T' lists/Disease.tsv | cut -f 1,2,11 | sort | tr '\n\t' ',:')" 'A - T:1:D2,A - T:1:D3,A - T:1:OMIM:1,'
}

@test "the NCBI disease corpus comes back as it is" {
    needs_shared terminologies/ncbi-disease.dev.pubtator
    local part count
    for part in dev:787 train:5145; do
        count=${part#*:} part=$SHARED/terminologies/ncbi-disease.${part%:*}.pubtator
        "$RELEASE" convert "$part" --to pubtator >back.pubtator
        same "$("$RELEASE" harvest back.pubtator --report | grep ^entities | tr -dc 0-9)" "$count"
        # But for the blanks in the column of ids and at the end of a copy, and the empty lines at both ends.
        diff <(sed -e 's/\t */\t/5' -e 's/ *$//' -e 's/ *\t/\t/4' "$part" | sed 1d) <(sed -e 's/ *$//' -e '$d' back.pubtator)
    done
}
