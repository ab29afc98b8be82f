#!/usr/bin/env bats
# Marks in the text: ENAMEX, inline XML, OpenNLP's and brackets, and data sets of Hugging Face; read, written, refused.
load helper

DIALECTS="enamex inline-xml opennlp brackets"

# The spans of a file: label and surface, with a comma behind each; the documents of a file are parted by "/".
spans() { # file, options...
    "$GAZ" convert "$@" --to jsonl >spans.jsonl && python3 - <<'PYTHON'
import json
documents = []
for line in open("spans.jsonl", encoding="utf-8"):
    record = json.loads(line)
    for span in record["spans"]:
        assert record["text"][span["start"]:span["end"]] == span["text"]
    documents.append("".join(f"{span['label']}={span['text']}," for span in record["spans"]))
print("/".join(documents))
PYTHON
}

text_of() { # file, options...
    "$GAZ" convert "$@" --to jsonl | python3 -c 'import json, sys
for line in sys.stdin: print(ascii(json.loads(line)["text"]))'
}

@test "ENAMEX: quotes, case, other elements, references, marks in marks" {
    cat >a.txt <<'SGML'
<DOC><!-- no <ENAMEX TYPE="X">mark</ENAMEX> here -->
<P>AT&T &amp; <ENAMEX TYPE="ORG">Bank of <enamex status='opt' type=LOC>England</Enamex></ENAMEX> &lt; 3 < 4 <b@x.org>,
<NUMEX TYPE='MON&quot;EY'>&#36; 5&#x20;&noname;</NUMEX> on <TIMEX2 VAL="2001">Monday</TIMEX2><TIMEX TYPE="TIME"/></P></DOC>
SGML
    same "$(spans a.txt)" 'ORG=Bank of England,LOC=England,MON"EY=$ 5 &noname;,TIMEX2=Monday,'
    same "$(text_of a.txt)" "'\\nAT&T & Bank of England < 3 < 4 <b@x.org>,\\n\$ 5 &noname; on Monday\\n'"
    same "$("$GAZ" harvest a.txt --report | grep -E '^(format|documents|entities|overlapping|blank)' | tr -s ' ' | tr '\n' ,)" \
        'format enamex,documents 1,entities 3,overlapping 1,blank 1,'
}

@test "inline XML: every element is a span, but the root of what is XML" {
    printf '<PER>Ms. Haag</PER> plays <É.1 n="2">R&amp;B</É.1>\r\n' >a.xml
    same "$(spans a.xml --from inline-xml)" 'PER=Ms. Haag,É.1=R&B,'
    same "$(text_of a.xml --from inline-xml)" "'Ms. Haag plays R&B\\r\\n'"
    { printf '<?xml version="1.0" encoding="UTF-8"?>\n<doc id="1">\n' && cat a.xml && echo '</doc>'; } >b.xml
    same "$(spans b.xml --from inline-xml)" 'PER=Ms. Haag,É.1=R&B,'
    same "$(spans a.xml --from enamex)" '' # other elements are no marks there
}

@test "OpenNLP: a line is a sentence, an empty one parts documents" {
    printf '<START:person> Ms. Haag <END> plays\t<START> Elianti <END> .\r\n  It rains .\n\n \n\n<START:x> A <END> <START:x> B <END>\n' >a.txt
    same "$(spans a.txt)" 'person=Ms. Haag,default=Elianti,/x=A,x=B,'
    same "$(text_of a.txt | tr '\n' ,)" "'Ms. Haag plays Elianti .\\nIt rains .\\n','A B\\n',"
    same "$("$GAZ" harvest a.txt --report | grep -E '^(format|documents|sentences|tokens|CR)' | tr -s ' ' | tr '\n' ,)" \
        'format opennlp,documents 2,sentences 3,tokens 10,CR LF lines 1,'
    same "$("$GAZ" convert a.txt --to opennlp | head -n 3)" \
        $'<START:person> Ms. Haag <END> plays <START:default> Elianti <END> .\nIt rains .'
}

@test "brackets: with a blank before the last, or without; a bracket that marks nothing is text" {
    printf '[PER Ms. Haag ] plays [ORG Bank of [LOC England] ] .\n[ 1 ] a] [2] ]\n\n[X y ]\n' >a.txt
    same "$(spans a.txt --from brackets)" 'PER=Ms. Haag,ORG=Bank of England,LOC=England,/X=y,'
    same "$(text_of a.txt --from brackets | head -n 1)" "'Ms. Haag plays Bank of England .\\n[ 1 ] a] [2] ]\\n'"
    same "$("$GAZ" convert a.txt --from brackets --to brackets 2>/dev/null | tail -n 3)" $'[ 1 ] a] [2] ]\n\n[X y ]'
}

@test "marks that open, close or stand wrongly are errors with a line, or left out and counted" {
    local from text message skipped expected
    while IFS='|' read -r from message skipped expected text; do
        printf "one\n$text\n" >a.txt
        fails 1 "a.txt: line 2: $message; --lenient leaves it out" "$GAZ" convert a.txt --from $from --to jsonl
        same "$text: $(spans a.txt --from $from --lenient 2>notes)" "$text: $expected"
        same "$("$GAZ" harvest a.txt --from $from --lenient --report | grep '^skipped' | tr -s ' ')" "skipped spans $skipped"
    done <<'CASES'
enamex|"A" is opened here and not closed|1||<ENAMEX TYPE="A">x
enamex|"ENAMEX" closes no mark|1|A=x,|<ENAMEX TYPE="A">x</ENAMEX></ENAMEX>
enamex|"B" is opened here and not closed|2|A=x y,|<ENAMEX TYPE="A">x <NUMEX TYPE="B">y</ENAMEX> z</NUMEX>
inline-xml|"b" is opened here and not closed|2|a=x y,|<a>x <b>y</a> z</b>
inline-xml|"a" closes no mark|3||x</a> <A>y</a>
opennlp|a mark in another one, which this format does not have|2|x=a b,|<START:x> a <START:y> b <END> c <END>
opennlp|"x" is opened here and not closed|1||<START:x> a\n<START> <END>
opennlp|"<END>" closes no mark|1||a <END>
opennlp|"b<END>" has a mark in it: blanks have to part them|2||<START:x> a b<END>
opennlp|"<START:x>a" has a mark in it: blanks have to part them|2||<START:x>a <END>
brackets|"PER" is opened here and not closed|1||[PER Ms. Haag
CASES
}

@test "what is read is written as it was, in every dialect" {
    local name
    printf 'caf\u00e9 <ENAMEX TYPE="A&amp;B">x\r\n\ty</ENAMEX>&lt;\x01\v\u200d&amp;amp;\U0001F600' >a.enamex
    printf '<\u00c9>x\r\n\ty</\u00c9>&lt;\x01\v&amp;amp;<a>\u200d\U0001F600 </a>' >a.inline-xml
    printf '<START:a-b> [x ]y <END> e\u0301\n\n<START:c> & &lt; <END>\n' >a.opennlp
    printf '[a:b <x> &amp; ] [ ] [1]\n\n[c> y ]\n' >a.brackets
    for name in $DIALECTS; do
        "$GAZ" convert a.$name --from $name --to $name | diff a.$name - || { echo "$name"; return 1; }
    done
    printf '\xef\xbb\xbfa <b>c</b>' | "$GAZ" convert - --from inline-xml --to enamex >out # that mark is the file's
    same "$(cat out)" 'a <ENAMEX TYPE="b">c</ENAMEX>'
    printf '{"text": "\\ufeffa b", "spans": [{"start": 1, "end": 2, "label": "X"}]}' |
        "$GAZ" convert - --from jsonl --to enamex >out
    same "$(cat out)" '&#xFEFF;<ENAMEX TYPE="X">a</ENAMEX> b'
    same "$(text_of out)" "'\\ufeffa b'"
    printf '{"text": "\\ufeffa b", "spans": [{"start": 0, "end": 2, "label": "X"}]}' |
        "$GAZ" convert - --from jsonl --to enamex >out
    same "$(cat out)" '<ENAMEX TYPE="X">&#xFEFF;a</ENAMEX> b'
    printf 'a \xff<b>\xe2\x82</b>' >bytes.xml
    fails 1 'bytes.xml: line 1: the byte 0xFF is not UTF-8' "$GAZ" convert bytes.xml --from inline-xml --to jsonl
    same "$(spans bytes.xml --from inline-xml --lenient)" 'b=��,'
}

@test "what would be read as something else is refused" {
    local to message tokens tag
    while IFS='|' read -r to message tokens tag; do
        printf '{"tokens": [%s], "ner_tags": ["O", "B-%s", "I-%s"]}' "$tokens" "$tag" "$tag" >a.jsonl
        fails 1 "a: $to cannot have the $message" "$GAZ" convert a.jsonl --to $to
    done <<'CASES'
inline-xml|type "A B": a name of XML: letters, digits, _, - and .|"a", "b", "c"|A B
inline-xml|type "1": a name of XML|"a", "b", "c"|1
inline-xml|type "a/": a name of XML|"a", "b", "c"|a/
inline-xml|type "×": a name of XML|"a", "b", "c"|×
opennlp|type "A B": a word without : and >|"a", "b", "c"|A B
opennlp|type "A:B": a word without|"a", "b", "c"|A:B
opennlp|type "A>": a word without|"a", "b", "c"|A>
opennlp|token "<END>": it would be read as something else|"<END>", "b", "c"|X
opennlp|token "a<START:x>": it would be|"a<START:x>", "b", "c"|X
opennlp|token "a b": it would be|"a", "b", "a b"|X
brackets|type "A B": a word without brackets|"a", "b", "c"|A B
brackets|type "A]": a word without brackets|"a", "b", "c"|A]
brackets|type "[A": a word without brackets|"a", "b", "c"|[A
brackets|token "[a": it would be|"[a", "b", "c"|X
brackets|token "]": it would be|"a", "b", "]"|X
brackets|token "c]": it would be|"a", "c]", "b"|X
CASES
    echo '{"tokens": ["\ufeffa"], "ner_tags": ["O"]}' >a.jsonl
    fails 1 'opennlp cannot have the token' "$GAZ" convert a.jsonl --to opennlp
    printf '{"tokens": ["[", "]", "a]"], "ner_tags": ["B-X", "O", "O"]}' >a.jsonl
    same "$("$GAZ" convert a.jsonl --to brackets)" '[X [ ] ] a]'
    same "$(printf '[X [ ] ] a]' | text_of - --from brackets)" "'[ ] a]\\n'"
}

@test "documents: a file each in markup, parted by empty lines among words" {
    printf '%s\n' '{"id": "a/1", "text": "EU law", "spans": [{"start": 0, "end": 2, "label": "ORG"}]}' \
        '{"text": "UN\nNY", "spans": [{"start": 0, "end": 2, "label": "ORG"}]}' '{"text": "", "spans": []}' >d.jsonl
    fails 2 'a file of this format holds one document; more need a folder' "$GAZ" convert d.jsonl --to enamex
    "$GAZ" convert d.jsonl --to inline-xml -o out --id-field id --quiet
    (cd out && files a%2F1.xml d-000002.xml d-000003.xml)
    same "$("$GAZ" convert out/a%2F1.xml --from inline-xml --to doccano)" \
        '{"text": "EU law", "label": [[0, 2, "ORG"]], "id": "a/1"}'
    "$GAZ" convert d.jsonl --to opennlp --id-field id >out.txt 2>notes
    same "$(cat notes)" 'gaz: 2 documents have no id in that field, 1 document has lost its name'
    same "$(cat out.txt)" $'<START:ORG> EU <END> law\n\n<START:ORG> UN <END>\nNY'
    same "$("$GAZ" convert out.txt --to jsonl -o back && cat back/out.jsonl | wc -l)" 2
    same "$("$GAZ" convert out.txt --to brat -o brat && cd brat && echo *.ann)" 'out-000001.ann out-000002.ann'
    small_model
    fails 2 'a file of this format holds one document' "$GAZ" tag m.gaz --from text --to enamex --document line small.tsv
    fails 2 'all matches may overlap' "$GAZ" tag m.gaz --from text --to brackets --all small.tsv
    fails 2 'the offsets of this format cannot be chosen' "$GAZ" convert d.jsonl --to opennlp --to-offsets utf16
}

@test "marks are found without --from where nothing else looks so" {
    local text
    for text in 'a <START:x> b <END>' '  <START:x> b <END> c\nd'; do
        printf "$text\n" >a.txt
        same "$("$GAZ" harvest a.txt --report | sed -n 's/^format *//p')" opennlp
    done
    printf 'a\nb <enamex TYPE=x>c</enamex>\n' >a.txt
    same "$("$GAZ" harvest a.txt --report | sed -n 's/^format *//p')" enamex
    "$GAZ" build a.txt -o m.gaz --quiet --min-purity 0 # a corpus, not a list
    same "$(echo 'c' | "$GAZ" tag m.gaz --to tsv | cut -f 5)" x
    printf '<START:x>\tO\nEU\tB-ORG\n<END>\tO\n<ENAMEX\tO\nTYPE="A">\tO\n' >a.txt
    same "$("$GAZ" harvest a.txt --report | sed -n 's/^format *//p')" conll
    printf '{"text": "<ENAMEX TYPE='"'A'"'>x</ENAMEX> <START:x> EU <END>", "spans": []}\n' >a.txt
    same "$("$GAZ" harvest a.txt --report | sed -n 's/^format *//p')" jsonl
}

@test "files that are called after their format, with marks in them or not, and folders of them" {
    local format
    printf '%s\n' '{"text": "EU law", "spans": [{"start": 0, "end": 2, "label": "ORG"}]}' \
        '{"text": "a plain text", "spans": []}' >d.jsonl
    for format in enamex opennlp brackets; do
        "$GAZ" convert d.jsonl --to $format -o $format --quiet
        same "$format $("$GAZ" convert $format --to jsonl | wc -l)" "$format 2"
        same "$("$GAZ" harvest $format/* --report | sed -n 's/^documents  *//p')" 2
        "$GAZ" build $format/* -o m.gaz --quiet
    done
    "$GAZ" convert enamex/d-000002.enamex --to jsonl >out
    same "$(cat out)" '{"text": "a plain text", "id": "d-000002", "spans": []}'
}

# bats test_tags=long
@test "a real corpus through each format: the same spans and lists" {
    needs_shared corpora/ncbi-disease
    local corpus=$SHARED/corpora/ncbi-disease/dev.conll name from
    "$RELEASE" convert "$corpus" --to jsonl | python3 "$TESTS/document_spans.py" jsonl codepoint /dev/stdin unscored >expected
    same "$(wc -l <expected)" 787
    "$RELEASE" harvest "$corpus" -o lists --quiet
    for name in $DIALECTS json-tokens; do
        "$RELEASE" convert "$corpus" --to $name >first
        python3 "$TESTS/document_spans.py" $name - first unscored | diff expected -
        "$RELEASE" convert first --from $name --to $name --quiet | diff first -
        "$RELEASE" convert first --from $name --to jsonl >first.jsonl
        python3 "$TESTS/document_spans.py" jsonl codepoint first.jsonl unscored | diff expected -
        "$RELEASE" harvest first --from $name -o harvested --quiet
        case $name in # there each sentence is a document, so that others are held out together
        json-tokens) diff <(cut -f 1-3 lists/Disease.tsv) <(cut -f 1-3 harvested/Disease.tsv) ;;
        *) diff -r lists harvested ;;
        esac
        rm -r harvested
    done
}

@test "json-tokens out: a sentence a line, with ids, sources and other members" {
    printf '%s\n' '{"id": 7, "text": "The EU\nkernel \"x\"", "meta": {"a": 1.10}, "tags": ["t"],' \
        '"spans": [{"start": 4, "end": 13, "label": "A\"B", "id": "Q1"}]}' | tr -d '\n' >a.jsonl
    same "$("$GAZ" convert a.jsonl --to json-tokens)" \
        '{"tokens": ["The", "EU", "kernel", "\"", "x", "\""], "ner_tags": ["O", "B-A\"B", "I-A\"B", "O", "O", "O"], "id": 7, "meta": {"a": 1.10}, "tags": ["t"]}'
    same "$("$GAZ" convert a.jsonl --to json-tokens | spans - --from json-tokens)" 'A"B=EU kernel,'
    small_model
    printf 'The kernel\n\nno match\n' >in.txt
    same "$("$GAZ" tag m.gaz --from text --to json-tokens in.txt --with-source)" \
        '{"tokens": ["The", "kernel"], "ner_tags": ["O", "B-Operating_System"], "source": {"file": "in.txt", "line": 1, "offset": 0}}
{"tokens": ["no", "match"], "ner_tags": ["O", "O"], "source": {"file": "in.txt", "line": 1, "offset": 0}}'
    same "$(echo '{"n": "d1", "text": "a kernel"}' | "$GAZ" tag m.gaz --from jsonl --to json-tokens --id-field n)" \
        '{"tokens": ["a", "kernel"], "ner_tags": ["O", "B-Operating_System"], "n": "d1", "id": "d1"}'
}
