#!/usr/bin/env bats
# HTML and XML: their text is tagged, with offsets of the source, and marked in it. markup.py checks both with Python's
# own parser.
load helper
load browser

check() {
    python3 "$TESTS/markup.py" "$@"
}

names() {
    printf '%s\n' 'North America	LOC' 'North	DIR' 'Zürich	CITY' 'café	FOOD' 'cafe%	FOOD' 'New York	CITY' 'AT & T	ORG' \
        'Iceland	LOC' 'שלום עולם	HEBREW' '😀 kernel	OS' '한국어 처리	LANG' | sed "s/%/$(printf '\u0301')/" >names.tsv
    "$GAZ" build names.tsv -o m.gaz --quiet
}

# Markup inside of matches, references, what is no text, line ends of DOS, scripts from right to left, beyond the BMP.
hard_page() {
    printf '\xef\xbb\xbf<!DOCTYPE html>\r\n<html title="North America"><head><title>Iceland</title>\r\n'
    printf '<script>var a = "<b>Iceland"; /* </b> */</script><style>Iceland {}</style><!-- Iceland > --></head>\r\n<body>'
    printf '<p><b>North</b> America, <i>Z&uuml;ri</i>ch; caf\u00e9 cafe\u0301 caf&#xe9; c<sub>a</sub>fe&#x301;\r\n'
    printf '<p>North<br>America <a href="New York" title='"'a>b'"'>New\r\n  York</a> AT &amp; T AT&amp;T \U0001F600 <em>kernel</em>\r\n'
    printf '<table><tr><td>North<td>America<tr><td>\u05e9\u05dc\u05d5\u05dd <b dir=rtl>\u05e2\u05d5\u05dc\u05dd</b></table>\r\n'
    printf '<ul><li>New<li>York</ul><pre>\r\nNorth\r\nAmerica</pre><textarea>Iceland</textarea><select><option>Iceland</select>\r\n'
    printf '\ud55c\uad6d\uc5b4<!-- \U0001F600 --> \ucc98\ub9ac 1 < 2 &odd; <x-y>Ice</x-y>land <svg><text>Iceland</text></svg><noscript>Iceland'
    printf '</noscript><template>Iceland</template> Iceland</body></html>\r\n'
}

@test "offsets are of the source, in each unit, and slice to the surface" {
    names
    hard_page >page.html
    local unit
    for unit in byte codepoint utf16; do
        "$GAZ" tag m.gaz page.html --from html --to tsv --offsets $unit >$unit.tsv
        same "$(check slices $unit page.html $unit.tsv)" 21
        same "$(cut -f7 $unit.tsv | grep -c Iceland)" 6
    done
    same "$(cut -f7 byte.tsv | head -9 | tr -s ' ' | tr '\n' ',')" \
        "Iceland,North America,Zürich,café,$(printf 'cafe\u0301'),café,$(printf 'cafe\u0301'),North,New York,"
    "$GAZ" tag m.gaz page.html --from html --to jsonl --offsets utf16 >page.jsonl
    python3 - <<'PYTHON'
import json
record = json.load(open("page.jsonl", encoding="utf-8"))
assert record["text"] == open("page.html", encoding="utf-8", newline="").read() and record["markup"] == "html"
rows = [line.rstrip("\n").split("\t") for line in open("utf16.tsv", encoding="utf-8", newline="\n")]
assert [[str(span["start"]), str(span["end"]), span["text"]] for span in record["spans"]] == \
    [[row[2], row[3], row[6]] for row in rows]
PYTHON
}

# bats test_tags=long
@test "real pages: as many matches as Python finds, each where it says, and marked there" {
    local page count=0 name
    while IFS= read -r page && [ $count -lt 50 ]; do
        LC_ALL=C grep -qaiE '<mark|charset=.?(iso|windows)' "$page" && continue
        LC_ALL=C grep -qP '[\x80-\xff]' "$page" && ! grep -qai 'charset=.\?utf-8' "$page" && continue
        count=$((count + 1))
        cp "$page" $count.html
    done < <(find /usr/share/doc -name '*.html' -type f -size +2k -size -200k 2>/dev/null | LC_ALL=C sort | awk 'NR % 4 == 0')
    [ $count -eq 50 ] || skip "there are $count pages in /usr/share/doc, not 50"
    check words *.html >words.tsv
    "$RELEASE" build words.tsv -o m.gaz --quiet
    "$RELEASE" tag m.gaz *.html --from html --to html-inline -o marked -j 2 --quiet
    local spans=0
    for name in {1..50}; do
        "$RELEASE" tag m.gaz $name.html --from html --to tsv --quiet >spans.tsv
        check slices byte $name.html spans.tsv >/dev/null
        check counts words.tsv $name.html spans.tsv >/dev/null
        check plain marked/$name.html $name.html
        spans=$((spans + $(wc -l <spans.tsv)))
        pages+=($name.html marked/$name.html)
    done
    [ $spans -gt 5000 ]
    needs_browser
    CASES=markup_cases in_browser shown "${pages[@]}" >shown
    [ "$(cat shown)" -gt 5000 ]
}

@test "a page with marks is read with the same spans, and shows what it did" {
    names
    hard_page >page.html
    "$GAZ" tag m.gaz page.html --from html --to html-inline >marked.html 2>note
    same "$(cat note)" 'gaz: 4 spans are where no mark can stand, as in a title, and are not marked; --to tsv has all'
    "$GAZ" tag m.gaz page.html --from html --to tsv >spans.tsv
    check plain marked.html page.html
    same "$(check marks marked.html spans.tsv 4)" 17
    grep -qF '<mark data-type="LOC" data-score="1.0" data-span="1" data-part="1">North</mark></b> <mark data-type="LOC" data-score="1.0" data-span="1" data-part="2">America</mark>' marked.html
    "$GAZ" convert marked.html --to html-inline | cmp - marked.html
    "$GAZ" convert marked.html --to jsonl >marked.jsonl
    "$GAZ" convert marked.jsonl --to html-inline --quiet | cmp - marked.html
    "$GAZ" tag m.gaz page.html --from html --to jsonl | "$GAZ" convert - --from jsonl --to html-inline 2>note | cmp - marked.html
    same "$(cat note)" 'gaz: 4 spans are where no mark can stand, and were left out'
    "$GAZ" harvest marked.html -o lists --quiet >/dev/null
    "$GAZ" harvest marked.jsonl -o again --quiet >/dev/null
    diff -r lists again
    cut -f1 lists/*.tsv | grep -vE '^(#|surface)' | sort >harvested
    cut -f7 spans.tsv | tr -s ' ' | sort -u | sed "s/AT&T/AT \& T/; s/cafe$(printf '\u0301')/café/" | sort -u >tagged
    diff harvested tagged
    needs_browser
    CASES=markup_cases in_browser shown page.html marked.html
}

# bats test_tags=long
@test "a corpus as a page, with marks and back" {
    needs_shared corpora/ncbi-disease
    local corpus=$SHARED/corpora/ncbi-disease
    "$RELEASE" harvest "$corpus/train.conll" -o lists --quiet >/dev/null
    "$RELEASE" build lists -o m.gaz --quiet
    check paragraphs "$corpus/dev.conll" >dev.html
    "$GAZ" tag m.gaz dev.html --from html --to tsv --quiet >spans.tsv
    [ "$(wc -l <spans.tsv)" -gt 600 ]
    "$GAZ" tag m.gaz dev.html --from html --to html-inline >marked.html
    check plain marked.html dev.html
    same "$(check marks marked.html spans.tsv)" "$(wc -l <spans.tsv)"
    "$GAZ" convert marked.html --to conll >marked.conll
    same "$(grep -c B- marked.conll)" "$(wc -l <spans.tsv)"
    "$GAZ" convert "$corpus/dev.conll" --to html-inline >gold.html # a document without a page gets one
    "$GAZ" convert gold.html --to conll >gold.conll
    same "$(grep -c B- gold.conll)" "$(grep -c B- "$corpus/dev.conll")"
    cmp <(cut -f1 gold.conll) <("$GAZ" convert "$corpus/dev.conll" --to jsonl --quiet | "$GAZ" convert - --from jsonl --to conll | cut -f1)
}

@test "text as a page keeps each byte" {
    names
    printf 'North America <b> &amp; \r\n\r\n  \tZürich\v &lt;café\n\nIceland' >text
    "$GAZ" tag m.gaz text --from text --to html-inline >page.html
    same "$(grep -c '<mark' page.html)" 3
    "$GAZ" convert page.html --to label-studio | python3 -c '
import json, sys
text = open("text", newline="", encoding="utf-8").read()
task, = json.load(sys.stdin)
assert task["data"]["text"] == text, task
assert [text[r["value"]["start"]:r["value"]["end"]] for r in task["predictions"][0]["result"]] == ["North America", "Zürich", "café", "Iceland"]'
}

@test "formats of annotation tools hold the text that is shown" {
    names
    hard_page >page.html
    "$GAZ" tag m.gaz page.html --from html --to tsv | cut -f5,7 | tr -s ' ' >expected
    local format
    for format in brat:codepoint doccano:utf16 label-studio:codepoint prodigy:codepoint spacy:codepoint webanno:utf16 \
        argilla:codepoint pubannotation:codepoint bioc:codepoint; do
        "$GAZ" tag m.gaz page.html --from html --to "${format%:*}" -o "${format%:*}"
        case ${format%:*} in
        brat | webanno) python3 "$TESTS/document_spans.py" "${format%:*}" "${format#*:}" "${format%:*}" ;;
        *) python3 "$TESTS/document_spans.py" "${format%:*}" "${format#*:}" "${format%:*}"/* ;;
        esac | tr -s ' ' >actual
        diff expected actual
    done
    ! grep -rqE '<b>|var a|style' brat
    "$GAZ" tag m.gaz page.html --from html --to conll | awk -F'\t' '/B-/ { n++ } END { exit n != 21 }'
    same "$("$GAZ" tag m.gaz page.html --from html --to count | grep -o 'spans .*')" 'spans 21'
}

@test "XML: elements beside text are inline, others and blocks of HTML end a sentence" {
    names
    printf '<?xml version="1.0"?>\n<!DOCTYPE d [<!ELEMENT d ANY>]>\n<d a="Iceland"><!-- Iceland --><?x Iceland?>' >x.xml
    printf '<n><f>North</f><l>America</l></n><p>in <i>North</i> America and <e>New</e><lb/>York</p>\n' >>x.xml
    printf '<s>see <p>North</p> <p>America</p></s><t><![CDATA[<Iceland> &amp;]]> AT &amp; T &#90;&#xfc;rich</t></d>\n' >>x.xml
    "$GAZ" tag m.gaz x.xml --from xml --to tsv >spans.tsv
    same "$(cut -f7 spans.tsv | tr '\n' ',')" 'North,North America,New York,North,Iceland,AT & T,Zürich,'
    "$GAZ" tag m.gaz x.xml --from xml --to html-inline -o marked --quiet
    check plain marked/x.xml x.xml
    python3 -c 'import sys, xml.dom.minidom; xml.dom.minidom.parse(sys.argv[1])' marked/x.xml
    "$GAZ" convert marked/x.xml --to html-inline -o again
    cmp marked/x.xml again/x.xml
    "$GAZ" tag m.gaz x.xml --from xml --to jsonl | "$GAZ" convert - --from jsonl --to conll >read.conll
    same "$(grep -c B- read.conll)" 7
    printf '<d><f>North</f><l>America</l> <e>Iceland</e></d>' >y.xml # without a declaration, its name tells
    "$GAZ" tag m.gaz y.xml --from xml --to html-inline -o marked
    same "$("$GAZ" convert marked/y.xml --to conll | cut -f1 | xargs)" 'North America Iceland'
    printf '<a>\n<b></a>' >y.xml
    fails 1 'y.xml: line 2: the end of a, where b is open' "$GAZ" tag m.gaz y.xml --from xml --to tsv
    printf '<!DOCTYPE a [\n<!ENTITY b "Iceland">]><a>&b;</a>' >y.xml
    fails 1 'y.xml: line 2: XML that declares entities' "$GAZ" tag m.gaz y.xml --from xml --to tsv
}

@test "declared encodings are read, and marks are put into UTF-8 only" {
    names
    printf '<meta charset="iso-8859-1"><p>Z\xfcrich and caf\xe9' >latin.html
    same "$("$GAZ" tag m.gaz latin.html --from html --to tsv | cut -f7 | tr '\n' ',')" 'Zürich,café,'
    fails 1 'latin.html: is in windows-1252, and marks are put into UTF-8 only' \
        "$GAZ" tag m.gaz latin.html --from html --to html-inline
    fails 2 'marks are put into pages in UTF-8 only' \
        "$GAZ" tag m.gaz latin.html --from html --to html-inline --encoding latin1
    printf '<?xml version="1.0" encoding="ISO-8859-1"?><p>Z\xfcrich</p>' >latin.xml
    same "$("$GAZ" tag m.gaz latin.xml --from xml --to tsv | cut -f7)" Zürich
    printf '<p>Z\xfcrich' >undeclared.html
    same "$("$GAZ" tag m.gaz undeclared.html --from html --encoding latin1 --to tsv | cut -f7)" Zürich
    printf '<meta charset="iso-8859-1">Z\xfcrich' | iconv -f latin1 -t utf-16 >wide.html
    same "$("$GAZ" tag m.gaz wide.html --from html --encoding utf-16 --to tsv | cut -f7)" Zürich
}

@test "what does not go together is refused" {
    names
    printf '<p>Iceland' >page.html
    fails 2 'a line of markup is no document' "$GAZ" tag m.gaz page.html --from html --document line --to jsonl
    fails 2 'all matches may overlap' "$GAZ" tag m.gaz page.html --from html --all --to html-inline
    fails 2 '--from is one of' "$GAZ" explain m.gaz page.html --from html
    fails 2 'markup is not read here' "$GAZ" tag m.gaz page.html --from html --review 3
    "$GAZ" tag m.gaz page.html --from html --to html-inline >marked.html
    fails 1 'marked.html: line 1: has a <mark data-type> already' "$GAZ" tag m.gaz marked.html --from html --to html-inline
    cp page.html other.html
    fails 2 'a file of this format holds one document; more need a folder' \
        "$GAZ" tag m.gaz page.html other.html --from html --to html-inline
    fails 2 'this input file would be written over' "$GAZ" tag m.gaz page.html --from html --to html-inline -o .
    printf 'in <mark data-type="A">Iceland</mark>' >text.html
    "$GAZ" convert text.html --to conll | grep -q 'Iceland.B-A' # a page may begin with text
    printf '<p><mark data-type="A">Iceland' >open.html
    fails 1 'a mark is not closed' "$GAZ" convert open.html --to conll
    "$GAZ" convert open.html --to conll --lenient 2>note
    grep -q '1 malformed span was left out' note
}

@test "files, folders, packed files, pipes and threads" {
    names
    mkdir -p in/sub
    hard_page >in/a.html
    hard_page | sed 's/Iceland/New York/' >in/sub/b.html
    gzip -c in/a.html >in/c.html.gz
    local threads
    for threads in 1 3; do
        "$GAZ" tag m.gaz in -r --from html --to tsv -j $threads >$threads.tsv
        "$GAZ" tag m.gaz in -r --from html --to html-inline -o out$threads -j $threads --quiet
    done
    cmp 1.tsv 3.tsv
    diff -r out1 out3
    (cd out1 && ls) >listed
    same "$(xargs <listed)" 'a.html c.html sub%2Fb.html'
    cmp out1/a.html out1/c.html
    "$GAZ" tag m.gaz --from html --to html-inline --quiet <in/a.html | cmp - out1/a.html
    cat in/a.html | "$GAZ" tag m.gaz - --from html --to tsv | cut -f2- | cmp - <(grep '^in/a.html' 1.tsv | cut -f2-)
    "$GAZ" tag m.gaz in/a.html --from html --to jsonl --with-source | grep -q '"source": {"file": "in/a.html", "line": 1, "offset": 0}' ||
        "$GAZ" tag m.gaz in/a.html --from html --to jsonl --with-source | grep -q '"file": "in/a.html"'
    "$GAZ" tag m.gaz in/a.html --from html --to tsv --watch --quiet | cmp - <(grep '^in/a.html' 1.tsv)
}

@test "senses stand in each other" {
    printf 'Iceland\tLOC\tQ1\nIceland\tSHOP\tQ2\n' >two.tsv
    "$GAZ" build two.tsv -o m.gaz --quiet --columns surface=1,type=2,id=3 || skip "columns"
    printf '<p>in <b>Ice</b>land' >page.html
    "$GAZ" tag m.gaz page.html --from html --to html-inline --senses all >marked.html
    same "$(grep -o '<mark' marked.html | wc -l)" 4
    "$GAZ" convert marked.html --to jsonl | grep -q '"senses": \[{"label": "LOC", "id": "Q1".*"label": "SHOP", "id": "Q2"'
}

@test "pages of any size and depth" {
    names
    python3 - <<'PYTHON'
open("deep.html", "w").write("<div>" * 200000 + "<b>" * 100000 + "North</b> America" + "</div>" * 200000)
open("deep.xml", "w").write("<a>" * 200000 + "North America" + "</a>" * 200000)
open("open.html", "w").write("Iceland" + "<!-- " * 300000)
open("tags.html", "w").write("Iceland " + "<a b='" * 300000)
open("signs.html", "w").write("Iceland " + "&" * 500000 + "<" * 500000)
open("attribute.html", "w").write("<p title='" + "x" * 3000000 + "'>Iceland")
open("script.html", "w").write("Iceland<script>" + "<!-- <script> " * 200000)
PYTHON
    local page
    for page in deep.html open.html tags.html signs.html attribute.html script.html; do
        same "$page $("$GAZ" tag m.gaz $page --from html --to tsv --quiet | wc -l)" "$page 1"
    done
    same "$("$GAZ" tag m.gaz deep.xml --from xml --to tsv | wc -l)" 1
}
