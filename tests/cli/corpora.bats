#!/usr/bin/env bats
# Annotated texts as corpora: what annotation tools write, read by harvest, eval and build.
load helper

texts() {
    python3 "$TESTS/annotated_texts.py" in
}

report() { # report NAME CORPUS...: a line's value
    local name=$1
    shift
    "$GAZ" harvest --report "$@" | sed -n "s/^$name  *//p"
}

harvested() { # harvested CORPUS [OPTION...]: type, surface and count of each entry, sorted
    rm -rf lists
    "$GAZ" harvest "$@" -o lists --quiet --min-purity 0
    awk -F'\t' 'FNR > 1 { type = FILENAME; sub(".*/", "", type); sub("[.]tsv", "", type)
        print type " " $1 " " $2 }' lists/*.tsv | sort
}

@test "the same annotations in every format give the same lists, found out and forced" {
    texts
    harvested in/doccano.jsonl | diff - <(printf '%s\n' 'APP café 2' 'BAD a � 1' \
        'DEV 👩‍👩‍👧 kernel 1' 'LANG 한국어 처리 1' 'MISC German 2' 'ORG EU 3' 'ORG European Union 1' \
        'PER Black burn 1' 'T x y 1' | sort)
    mv lists expected
    local pair lenient # some have bytes that are not UTF-8
    for pair in doccano.jsonl:doccano labels.jsonl:doccano entities.jsonl:doccano prodigy.jsonl:prodigy \
        spacy.jsonl:spacy pairs.json:spacy gaz.jsonl:jsonl bytes.jsonl:jsonl studio.json:label-studio \
        studio16.json:label-studio min.json:label-studio brat:brat brat-crlf:brat brat-lines:brat; do
        echo "$pair"
        lenient=
        case $pair in bytes* | brat*) lenient=--lenient ;; esac
        harvested "in/${pair%:*}" $lenient >/dev/null
        diff -r expected lists
        same "$(report format "in/${pair%:*}" $lenient)" "${pair#*:}"
        harvested "in/${pair%:*}" --from "${pair#*:}" $lenient >/dev/null
        diff -r expected lists
    done
    same "$(report documents in/brat --lenient) $(report files in/brat --lenient) $(report tokens in/brat --lenient)" "4 5 $(report tokens in/gaz.jsonl)"
    same "$(report sentences in/gaz.jsonl)" 7 # the spans over line ends join two of nine lines with tokens
}

@test "packed files, standard input, one brat document" {
    texts
    harvested in/studio.json >/dev/null
    mv lists expected
    gzip -c in/studio.json >a.gz
    zstd -q -c in/gaz.jsonl >b.zst
    harvested a.gz >/dev/null && diff -r expected lists
    harvested b.zst >/dev/null && diff -r expected lists
    "$GAZ" harvest - -o stdin --quiet --min-purity 0 <in/spacy.jsonl
    diff -r expected stdin
    same "$(harvested in/brat/3.ann --lenient | tr '\n' ,)" 'BAD a � 1,MISC German 1,'
    same "$(harvested in/brat/3.txt --lenient | tr '\n' ,)" 'BAD a � 1,MISC German 1,'
    fails 1 'standard input: a brat corpus is a folder' "$GAZ" harvest - --from brat --report <in/gaz.jsonl
}

@test "--offsets forces a unit, grapheme clusters too" {
    # clusters: family, blank, e with accent, CR LF, E, U, blank, flag, K, R
    printf '%s\n' '{"text": "👩‍👩‍👧 e\u0301\r\nEU 🇰🇷KR", "label": [[4, 6, "ORG"], [8, 10, "LOC"], [0, 1, "X"]]}' >a.jsonl
    same "$(harvested a.jsonl --offsets grapheme | tr '\n' ,)" 'LOC KR 1,ORG EU 1,X 👩‍👩‍👧 1,'
    fails 1 'span 1 begins at 4, inside a character' "$GAZ" harvest a.jsonl --report
    printf '%s\n' '{"text": "é EU", "spans": [{"start": 3, "end": 5, "label": "ORG", "text": "EU"}]}' >b.jsonl
    same "$(harvested b.jsonl)" 'ORG EU 1'
    same "$(harvested b.jsonl --offsets byte)" 'ORG EU 1'
    fails 1 'b.jsonl: line 1: span 1 ends at 5, beyond the text of 4 code points; --offsets says the unit' \
        "$GAZ" harvest b.jsonl --offsets codepoint --report
    printf '\n\n%s\n' '{"text": "é EU xy", "spans": [{"start": 3, "end": 5, "label": "ORG", "text": "ZZ"}]}' >c.jsonl
    fails 1 'c.jsonl: line 3: span 1 is "U " by its offsets and "ZZ" by its text; --offsets says the unit' \
        "$GAZ" harvest c.jsonl --report
}

@test "spans that cut tokens, overlap, are blank or in pieces: counted, and told in one line" {
    printf '%s\n' '{"text": "foobar baz qux", "label": [[0, 3, "A"], [3, 6, "B"], [7, 14, "L"], [11, 14, "S"], [11, 14, "S"],
        [6, 7, "N"], [2, 2, "N"]]}' >a.jsonl
    same "$(harvested a.jsonl | tr '\n' ,)" 'A foobar 1,L baz qux 1,'
    same "$(report widened a.jsonl) $(report overlapping a.jsonl) $(report blank a.jsonl)" '1 3 2'
    "$GAZ" harvest a.jsonl -o lists 2>note >/dev/null
    same "$(cat note)" 'gaz: 1 span cut a token and was widened, 3 overlapping spans were left out, 2 spans of blanks were left out'
    "$GAZ" harvest a.jsonl -o lists --quiet 2>note
    [ ! -s note ]
    mkdir b
    printf 'North and South America x' >b/a.txt
    printf 'T1\tLOC 0 5;16 23\tNorth America\nT2\tLOC 10 15;16 23\tSouth America\nT3\tX 24 25\tx\n' >b/a.ann
    printf 'nobody' >b/b.txt
    same "$(harvested b | tr '\n' ,)" 'LOC South America 1,X x 1,'
    same "$(report discontinuous b) $(report unannotated b)" '1 1'
}

@test "what nobody has annotated is left out" {
    cat >p.jsonl <<'JSON'
{"text": "EU one", "spans": [{"start": 0, "end": 2, "label": "ORG"}], "answer": "accept"}
{"text": "EU two", "spans": [{"start": 0, "end": 2, "label": "ORG"}], "answer": "reject"}
{"text": "EU three", "spans": [], "answer": "ignore"}
{"text": "EU four", "answer": "accept"}
JSON
    same "$(report unannotated p.jsonl) $(report documents p.jsonl) $(report entities p.jsonl)" '2 2 1'
    cat >s.json <<'JSON'
[{"data": {"text": "EU"}, "annotations": [], "predictions": [{"result": [{"value": {"start": 0, "end": 2, "labels": ["P"]}}]}]},
 {"data": {"text": "EU"}, "annotations": [{"was_cancelled": true, "result": []}]},
 {"data": {"text": "EU"}, "predictions": [{"result": [{"value": {"start": 0, "end": 2, "labels": ["P", "Q"]}}]}]},
 {"data": {"text": "EU"}, "annotations": [{"result": []}]},
 {"data": {"a": "EU", "b": "x"}}]
JSON
    same "$(report unannotated s.json) $(report unreviewed s.json) $(report documents s.json)" '3 1 1'
    same "$(report entities s.json --trust-unreviewed)" 1
    same "$(report overlapping s.json --trust-unreviewed)" 0 # two labels of a region are senses
    printf '{"text": "EU"}\n{"other": 1}\n' >plain.jsonl
    same "$(report unannotated plain.jsonl)" 2
}

@test "--field names the text; without it text, or the only string of a task" {
    printf '%s\n' '{"body": "EU x", "label": [[0, 2, "ORG"]]}' >a.jsonl
    fails 1 'a.jsonl: line 1: the record has no text in the field "text"; --field names the field' \
        "$GAZ" harvest a.jsonl --report
    same "$(harvested a.jsonl --field body)" 'ORG EU 1'
    printf '%s\n' '{"data": {"a": "EU x", "b": "y EU"}, "annotations": [{"result": [{"value": {"start": 2, "end": 4,
        "labels": ["ORG"]}}]}]}' >s.json
    fails 1 'the record has no text' "$GAZ" harvest s.json --report
    same "$(harvested s.json --field b)" 'ORG EU 1'
}

webanno() {
    printf '%s\n' '#FORMAT=WebAnno TSV 3.3' '#T_SP=de.tudarmstadt.ukp.dkpro.core.api.lexmorph.type.pos.POS|PosValue|coarse' \
        '#T_CH=de.Coreference|referenceType|referenceRelation' \
        '#T_SP=de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity|identifier|value' \
        '#T_RL=de.Dependency|flavor|BT_de.POS' '' '' '#Text=Ms. Haag d'\''Art [x] 👩 é' \
        '1-1	0-3	Ms.	N	N	_	_	*[1]	PER[1]	_	_	' \
        '1-2	4-8	Haag	N	N	_	_	*[1]|*[2]	PER[1]|LO\_C[2]	_	_	' \
        '1-3	9-14	d'\''Art	N	N	_	_	_	_	_	_	' \
        '1-3.1	11-14	Art	N	N	_	_	*	*	_	_	' \
        '1-4	15-18	[x]	N	N	_	_	*	A\|B	_	_	' \
        '1-5	19-21	👩	N	N	_	_	_	_	_	_	' \
        '1-6	22-23	é	N	N	_	_	*[3]	ORG[3]	_	_	' '' '#Text=b c' \
        '2-1	24-25	b	N	N	_	_	*[3]	ORG[3]	_	_	' '2-2	26-27	c	N	N	_	_	*[4]	T[4]	_	_	' \
        '2-3	28-29	d	N	N	_	_	_	_	_	_	' '2-4	30-31	e	N	N	_	_	*[4]	T[4]	_	_	'
}

@test "WebAnno TSV: layers, joined and stacked annotations, parts of tokens, escapes" {
    webanno >w.tsv
    same "$(harvested w.tsv | tr '\n' ,)" "A|B [x] 1,ENTITY d'Art 1,ORG é b 1,PER Ms. Haag 1,"
    same "$(report format w.tsv) $(report widened w.tsv) $(report overlapping w.tsv) $(report discontinuous w.tsv)" \
        'webanno 1 1 1'
    same "$(report sentences w.tsv) $(report tokens w.tsv)" '1 10' # the third annotation runs over the sentence end
    webanno | sed 's/$/\r/' >crlf.tsv
    harvested crlf.tsv >crlf
    harvested w.tsv | diff - crlf
    { printf '\xef\xbb\xbf'; webanno; } >bom.tsv
    harvested bom.tsv | diff - crlf
    webanno | sed '/^#T_/d' | cut -f 1-3 >bare.tsv
    same "$(report unannotated bare.tsv) $(report tokens bare.tsv)" '1 0'
    webanno | sed 's/api.ner.type.NamedEntity/Other/' >own.tsv # then the first own layer
    harvested own.tsv | diff - crlf
    same "$(harvested w.tsv --field POS | head -n 1)" 'N Haag 1'
    "$GAZ" build w.tsv -o m.gaz --quiet
    same "$("$GAZ" eval m.gaz w.tsv --quiet | head -n 1)" 'processed 10 tokens with 4 phrases; found: 4 phrases; correct: 4.'
}

@test "WebAnno TSV: annotations of no text, and values of several lines, as INCEpTION writes them" {
    printf '%s\n' '#FORMAT=WebAnno TSV 3.3' '#T_SP=x.NamedEntity|identifier|value' '' '#Text=one two' \
        $'1-1\t0-3\tone\ta\\nb\tfirst line\\nsecond\\t\\n\\tthird\\n' $'1-2\t4-7\ttwo\t_\tX\\*\\->\\|\\;\\[1\\]\\_\\\\n' \
        $'1-2.1\t7-7\t\t_\tZ' $'1-2.2\t7-7\t\t*\t*' $'1-2.3\t4-4\t\t_\t_' >w.tsv
    same "$(harvested w.tsv | tr '\n' ,)" 'X*->|;[1]_\n two 1,first%20line%20second%20third one 1,'
    same "$(report blank w.tsv)" 2
    "$GAZ" convert w.tsv --to jsonl | grep -q '"id": "a b"'
    printf '%s\n' '#FORMAT=WebAnno TSV 3.3' '#T_SP=x.NamedEntity|value' '' '#Text=a' $'1-1\t0-1\ta\t\\n' >n.tsv
    same "$(harvested n.tsv)" 'ENTITY a 1' # a value of blanks is one that says nothing
}

@test "a column file whose first token is a bracket stays one" {
    local first
    for first in '[' '{' '[[' '{}'; do
        printf '%s\tO\nEU\tB-ORG\n' "$first" >a.conll
        same "$first $(report format a.conll)" "$first conll"
    done
    printf '[ [ O\n" O O\nEU N B-ORG\n' >a.conll
    same "$(report format a.conll)" conll
    printf '{ "x O\nEU N B-ORG\n' >a.conll
    same "$(report format a.conll --from conll)" conll
}

@test "files that are not what they should be: one line with file and line" {
    local record message
    while IFS='|' read -r message record; do
        printf '{"text": "a"}\n%s\n' "$record" >a.jsonl
        fails 1 "a.jsonl: line 2: $message" "$GAZ" harvest a.jsonl --report
    done <<'CASES'
the begin of span 1 is no whole number|{"text": "abc", "label": [[-1, 2, "X"]]}
the begin of span 1 is no whole number|{"text": "abc", "label": [["0", 2, "X"]]}
the end of span 2 is no whole number|{"text": "abc", "label": [[0, 1, "X"], [0, 1.5, "X"]]}
the end of span 1 is no whole number|{"text": "abc", "label": [[0, null, "X"]]}
span 1 begins at 3, after its end at 2|{"text": "abc", "label": [[3, 2, "X"]]}
span 1 ends at 4, beyond the text of 3 UTF-16 units|{"text": "abc", "label": [[0, 4, "X"]]}
span 1 ends at 18446744073709551615, beyond the text|{"text": "abc", "label": [[0, 1e300, "X"]]}
span 1 ends at 18446744073709551615, beyond the text|{"text": "abc", "label": [[0, 99999999999999999999999, "X"]]}
span 1 begins at 1, inside a character|{"text": "👩", "label": [[1, 2, "X"]]}
span 1 is no array|{"text": "abc", "label": ["X"]}
span 2 is no array of begin, end and label, and no object|{"text": "abc", "spans": [{"start": 0, "end": 1, "label": "X"}, 7]}
no members of span 1 are known as its begin and end: ; --fields|{"text": "abc", "spans": [{}]}
the label of span 1 is no string|{"text": "abc", "label": [[0, 1, {}]]}
a type with a control character|{"text": "abc", "label": [[0, 1, "a\tb"]]}
a type with a control character|{"text": "abc", "label": [[0, 1, "a\u0000b"]]}
the record has no text|{"text": 5, "label": []}
the record's first element is no text|[5, {"entities": []}]
the record is no training pair|["text", 7]
a record is a JSON object|"text"
no JSON: |{"text": "abc", "label": [[0, 1, "X"]}
no JSON: |{"text": "abc"} x
no JSON: |{"text": "\ud800", "label": []}
CASES
    printf '[{"text": "abc", "label": []}\n' >a.json
    fails 1 'a.json: line 2: the array has no end' "$GAZ" harvest a.json --report
    python3 -c 'print("{\"text\": " * 100000)' >deep.json
    fails 1 'deep.json: line 1: no JSON: ' "$GAZ" harvest deep.json --report
    printf '{"a":' >cut.json
    fails 1 'cut.json: ' "$GAZ" harvest cut.json --report
    printf '{"text": "a\xff\xfeb", "label": [[1, 3, "X"]]}' >bytes.json # each bad byte is one U+FFFD
    fails 1 'bytes.json: line 1: the byte 0xFF is not UTF-8; --encoding names the encoding' "$GAZ" harvest bytes.json --report
    same "$(harvested bytes.json --lenient)" 'X � � 1'
    same "$(harvested bytes.json --encoding latin1)" 'X aÿþb 1'
    : >empty.json
    fails 1 'empty.json: ' "$GAZ" harvest empty.json --report --from webanno
    same "$(report documents empty.json --from jsonl)" 0
    fails 2 '--from is one of' "$GAZ" harvest empty.json --report --from xml
    fails 2 '--offsets is one of' "$GAZ" harvest empty.json --report --offsets utf32
}

@test "brat and WebAnno files that are not what they should be" {
    local line message
    mkdir b
    printf 'EU rejects' >b/a.txt
    while IFS='|' read -r message line; do
        printf 'T1\tORG 0 2\tEU\n%b\n' "$line" >b/a.ann
        fails 1 "b/a.ann: line 2: $message" "$GAZ" harvest b --report
    done <<'CASES'
no span: expected|T2\tORG 0 2
no span: expected|T2\tORG\tEU
no span: expected|T2\tORG 0\tEU
no span: expected|T2\tORG 0 2;\tEU
no span: expected|T2\tORG -1 2\tEU
no span: expected|T2\tORG 0 2 3\tEU
no span: expected|T2
the span begins after its end|T2\tORG 2 0\tEU
the span ends at 11, beyond the text of 10 code points|T2\tORG 3 11\trejects
the span ends at 18446744073709551615, beyond|T2\tORG 3 99999999999999999999999\trejects
the span's pieces are not in their order|T2\tORG 3 10;0 2\trejects EU
the span is "EU" by its offsets and "rejects" by its text|T2\tORG 0 2\trejects
a type with a control character|T2\tOR\001G 0 2\tEU
CASES
    printf 'T1\tORG 0 2\tEU\n' >b/c.ann
    rm b/a.ann
    fails 1 'b/c.ann: there is no .txt file beside it' "$GAZ" harvest b --report
    mkdir none
    fails 1 'none: is a folder without .ann files' "$GAZ" harvest none --report --from brat
    fails 1 'none: is a folder without .ann files or other annotated texts; name' "$GAZ" harvest none --report
    fails 1 'absent: ' "$GAZ" harvest absent --report
    fails 1 'absent.txt: ' "$GAZ" harvest absent.txt --report --from brat
    : >b/c.txt
    : >b/c.ann
    same "$(report documents b)" 0
    while IFS='|' read -r message line; do
        printf '#FORMAT=WebAnno TSV 3.3\n#T_SP=x.NamedEntity|value\n\n%b\n' "$line" >w.tsv
        fails 1 "w.tsv: line 4: $message" "$GAZ" harvest w.tsv --report
    done <<'CASES'
no token: expected|EU
no token: expected|1-1\t0-2
no token: expected|1-1\t0-2\t\t_
no token: expected|1\t0-2\tEU\t_
no token: expected|1-1\t2-0\tEU\t_
no token: expected|1-99999999999999999999999\t0-2\tEU\t_
the row has fewer columns than the header's layers|1-1\t0-2\tEU
a part of a token that does not stand right before it|1-1.1\t0-2\tEU\t_
a value with a control character|1-1\t0-2\tEU\ta\001b
CASES
    fails 1 'no WebAnno TSV 3' "$GAZ" harvest b/a.txt --report --from webanno
}

@test "eval: gold and predicted spans in every format" {
    texts
    "$GAZ" build in/gaz.jsonl -o m.gaz --quiet --min-purity 0
    "$GAZ" eval m.gaz in/gaz.jsonl --quiet >report
    grep -q '^processed 41 tokens with 13 phrases; found: 14 phrases; correct: 13' report
    for name in doccano.jsonl entities.jsonl prodigy.jsonl spacy.jsonl studio16.json brat brat-crlf; do
        "$GAZ" eval m.gaz "in/$name" --quiet --lenient | diff report -
        same "$name $("$GAZ" eval --pred "in/$name" in/min.json --strict --quiet --lenient | grep -c '100.00%; FB1: 100.00')" "$name 9"
    done
    "$GAZ" eval m.gaz in/gaz.jsonl --strict --quiet | diff report -
    "$GAZ" build in/gaz.jsonl -o corpus.gaz --quiet --tokens corpus
    fails 2 'the model holds no words, which raw text is cut into' "$GAZ" eval corpus.gaz in/brat --lenient
    fails 2 'in/gaz.jsonl: annotated texts hold predicted spans only; give the gold file too' \
        "$GAZ" eval --pred in/gaz.jsonl
    printf '%s\n' '{"text": "a EU", "label": [[2, 4, "X"]]}' >gold.jsonl
    printf 'a\tO\n\nEU\tB-X\n' >pred.conll # sentence ends need not agree with those of texts
    "$GAZ" eval --pred pred.conll gold.jsonl --quiet | grep -q 'correct: 1'
    printf 'a\tO\nEUR\tB-X\n' >pred.conll
    fails 1 'pred.conll: token 2 (sentence 1) is "EUR"; in gold.jsonl it is "EU"' "$GAZ" eval --pred pred.conll gold.jsonl
    printf '%s\n' '{"text": "a EUs", "label": [[2, 4, "X"], [2, 5, "Y"]]}' >cut.jsonl
    "$GAZ" eval m.gaz cut.jsonl 2>&1 >/dev/null | grep -qF 'gold texts: 1 spans widened to whole tokens; left out: 1 spans'
}

@test "a model that composes: decomposed text is evaluated as it is tagged" {
    printf '%s\n' '{"text": "caf\u00e9", "label": [[0, 4, "X"]]}' >a.jsonl
    printf '%s\n' '{"text": "cafe\u0301", "label": [[0, 5, "X"]]}' >b.jsonl
    "$GAZ" build a.jsonl -o m.gaz --quiet
    "$GAZ" eval m.gaz b.jsonl --quiet | grep -q 'correct: 1'
    "$GAZ" build a.jsonl -o n.gaz --quiet --no-normalize
    "$GAZ" eval n.gaz b.jsonl --quiet | grep -q 'correct: 0'
}

@test "build knows corpora by what they are" {
    texts
    "$GAZ" build in/gaz.jsonl -o expected.gaz --quiet
    for name in doccano.jsonl studio.json pairs.json brat; do
        "$GAZ" build "in/$name" -o m.gaz --quiet --lenient
        cmp expected.gaz m.gaz
    done
    gzip -c in/spacy.jsonl >spacy.jsonl.gz
    "$GAZ" build spacy.jsonl.gz -o m.gaz --quiet
    cmp expected.gaz m.gaz
    cp in/spacy.jsonl export.txt
    "$GAZ" build export.txt --corpus --from spacy -o m.gaz --quiet
    cmp expected.gaz m.gaz
    webanno >w.tsv
    "$GAZ" build w.tsv -o w.gaz | grep -q '^w.gaz: 4 entries'
    "$GAZ" harvest in/brat -o lists --quiet --lenient
    "$GAZ" build lists -o m.gaz --quiet
    cmp expected.gaz m.gaz
    fails 1 'absent.json: ' "$GAZ" build absent.json -o m.gaz
    printf '%s\n' '{"text": "EUs", "label": [[0, 2, "X"]]}' >a.jsonl
    "$GAZ" build a.jsonl -o m.gaz 2>note >/dev/null
    same "$(cat note)" 'gaz: 1 span cut a token and was widened'
}
