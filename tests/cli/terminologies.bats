#!/usr/bin/env bats
# Terminologies and delimited lists, read by gaz build and gaz export.
load helper

rows() { # rows SOURCE... [OPTION...]: the entries as surface|type|id|name, by type
    "$GAZ" export "$@" --to tsv --quiet 2>err | grep -v $'^surface\t' | cut -f1-4 | tr '\t' '|'
}

obo() {
    cat >o.obo <<'OBO'
format-version: 1.2
ontology: x

[Term]
id: X:1
name: breast  cancer ! a comment
namespace: disease
def: "A cancer." [url:x\:y]
synonym: "mammary \"cancer\"" EXACT []
synonym: "breast tumour" RELATED ABBREVIATION [X:2] {a="b"}
synonym: "tumour" BROAD []
synonym: no quotes
xref: MESH:D001943
xref: MIM:114480 {source="a"}

[Term]
id: X:2
name: old name
is_obsolete: true

[Typedef]
id: part_of
name: part of

[Term]
id: X:3
name: C\: d
xref: MIM:7
xref: MIM:8
no tag here
OBO
}

@test "OBO: names and exact synonyms of terms that are not obsolete, with ids" {
    obo
    same "$(rows o.obo)" "$(printf '%s\n' 'breast cancer|disease|X:1|breast cancer' \
        'mammary "cancer"|disease|X:1|breast cancer' 'C: d|o|X:3|C: d')"
    "$GAZ" build o.obo -o m.gaz >out 2>err
    same "$(cat out)" 'm.gaz: 3 entries, 1 obsolete concepts left out, 2 synonyms of other scopes left out, 2 lines skipped'
    diff err - <<'ERR'
gaz: o.obo: line 12: a synonym without quotes; skipped
gaz: o.obo: line 30: no line `tag: value`; skipped
ERR
    same "$(rows o.obo --type D | cut -d'|' -f2 | sort -u)" D
    same "$(rows o.obo --scope exact,broad | cut -d'|' -f1 | tr '\n' ,)" 'breast cancer,mammary "cancer",tumour,C: d,'
    same "$(rows o.obo --scope all | wc -l)" 5
    fails 2 "--scope takes exact" "$GAZ" build o.obo -o m.gaz --scope some
    gzip -k o.obo
    same "$(rows o.obo.gz | wc -l)" 3
}

@test "--xref: ids of the first vocabulary that a concept has" {
    obo
    same "$(rows o.obo --xref MESH | cut -d'|' -f1,3 | tr '\n' ,)" 'breast cancer|D001943,mammary "cancer"|D001943,C: d|X:3,'
    same "$(rows o.obo --xref MESH=MeSH: --xref MIM=OMIM: | cut -d'|' -f1,3 | tr '\n' ,)" \
        'breast cancer|MeSH:D001943,mammary "cancer"|MeSH:D001943,C: d|OMIM:7,C: d|OMIM:8,'
    same "$(rows o.obo --xref MES | cut -d'|' -f3 | sort -u | tr '\n' ,)" 'X:1,X:3,'
    "$GAZ" build o.obo -o m.gaz --xref MESH 2>/dev/null | grep -q ', 1 concepts without such a cross reference,'
    fails 2 '--xref needs a vocabulary' "$GAZ" build o.obo -o m.gaz --xref ''
}

@test "every name and exact synonym of the Disease Ontology" {
    needs_shared terminologies
    python3 - "$SHARED"/terminologies/*.obo >expected <<'PYTHON'
import re, sys
names = set()
for path in sys.argv[1:]:
    for stanza in open(path, encoding="utf-8").read().split("\n\n"):
        if not stanza.startswith("[Term]") or "\nis_obsolete: true" in stanza:
            continue
        term = re.search(r"^id: (\S+)", stanza, re.M)[1]
        found = re.findall(r"^name: (.*)$", stanza, re.M)
        found += re.findall(r'^synonym: "((?:[^"\\]|\\.)*)" EXACT', stanza, re.M)
        names |= {(" ".join(re.sub(r"\\(.)", r"\1", name).split()), term) for name in found}
print("\n".join(f"{name}|{term}" for name, term in names))
PYTHON
    rows "$SHARED"/terminologies/*.obo | cut -d'|' -f1,3 | LC_ALL=C sort | diff - <(LC_ALL=C sort expected)
    same "$(wc -l <expected)" 14311
}

needs_raptor() {
    [ -e /usr/lib/x86_64-linux-gnu/libraptor2.so.0 ] || ldconfig -p | grep -q 'libraptor2.so.0' || skip 'libraptor2 is absent'
}

@test "RDF: SKOS in Turtle, by language" {
    needs_raptor
    cat >s.ttl <<'TTL'
# a thesaurus
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix : <http://example.org/> .
:c1 a skos:Concept ; skos:prefLabel "breast cancer"@en , "Brustkrebs"@de ; skos:altLabel "mammary  carcinoma"@en-GB ;
    skos:hiddenLabel "brest \u0063ancer" ; skos:definition "no label" .
:scheme a skos:ConceptScheme ; skos:prefLabel "Diseases"@en .
:c2 skos:prefLabel "grippe"@fr ; <http://www.w3.org/2002/07/owl#deprecated> true .
_:b skos:prefLabel "no URI"@en .
TTL
    same "$(rows s.ttl --type D | tr '\n' ,)" "$(printf '%s,' 'Brustkrebs|D|http://example.org/c1|breast cancer' \
        'breast cancer|D|http://example.org/c1|breast cancer' 'brest cancer|D|http://example.org/c1|breast cancer' \
        'mammary carcinoma|D|http://example.org/c1|breast cancer' 'no URI|D||no URI')"
    "$GAZ" build s.ttl -o m.gaz --language en | grep -qx \
        'm.gaz: 4 entries, 2 names of other languages or sources left out'
    "$GAZ" build s.ttl -o m.gaz | grep -qx 'm.gaz: 5 entries, 1 obsolete concepts left out'
    same "$(rows s.ttl --language DE,fr | cut -d'|' -f1 | tr '\n' ,)" 'Brustkrebs,brest cancer,'
    printf '%s\n' '<http://a/1> <http://www.w3.org/2004/02/skos/core#prefLabel> "a \"b\""@en .' >t.nt
    same "$(rows t.nt)" 'a "b"|t|http://a/1|a "b"'
    { cat t.nt; echo nonsense; } >bad.nt
    fails 1 'bad.nt: line 2: syntax error' "$GAZ" build bad.nt -o m.gaz
}

@test "RDF: OWL in RDF/XML, with ids, scopes and cross references of oboInOwl" {
    needs_raptor
    cat >o.owl <<'OWL'
<?xml version="1.0"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:rdfs="http://www.w3.org/2000/01/rdf-schema#"
         xmlns:owl="http://www.w3.org/2002/07/owl#" xmlns:o="http://www.geneontology.org/formats/oboInOwl#">
  <owl:Class rdf:about="http://purl.obolibrary.org/obo/DOID_1612">
    <rdfs:label xml:lang="en">breast cancer</rdfs:label>
    <o:id>DOID:1612</o:id>
    <o:hasExactSynonym>mammary cancer</o:hasExactSynonym>
    <o:hasRelatedSynonym>breast tumor</o:hasRelatedSynonym>
    <o:hasDbXref>MESH:D001943</o:hasDbXref>
    <o:hasOBONamespace>disease_ontology</o:hasOBONamespace>
  </owl:Class>
  <owl:ObjectProperty rdf:about="http://x/p"><rdfs:label>part of</rdfs:label></owl:ObjectProperty>
</rdf:RDF>
OWL
    same "$(rows o.owl | cut -d'|' -f1-3 | tr '\n' ,)" \
        'breast cancer|disease_ontology|DOID:1612,mammary cancer|disease_ontology|DOID:1612,'
    same "$(rows o.owl --xref MESH --scope exact,related --type D | cut -d'|' -f1-3 | tr '\n' ,)" \
        'breast cancer|D|D001943,breast tumor|D|D001943,mammary cancer|D|D001943,'
    head -c 400 o.owl >cut.owl
    fails 1 'cut.owl: XML parser error' "$GAZ" build cut.owl -o m.gaz
    sed 's/<?xml.*/&<!DOCTYPE x [<!ENTITY e SYSTEM "file:\/\/\/etc\/passwd">]>/; s/breast cancer/\&e;/' o.owl >entity.owl
    run "$GAZ" export entity.owl --to tsv # no other file is read
    [[ $output != *root* ]]
}

@test "CSV: quotes, line ends in them, columns by name, synonyms" {
    printf 'Term,Code,Synonyms,Category\r\n"breast cancer",D1,"mammary, cancer|breast\r\ncarcinoma",Disease\r\n' >t.csv
    printf '"say ""hi""",D2,,X\r\n,D3,,X\r\n\r\nplain, D4 ,|a||b |,X\r\n"open,D5,,X\r\nlast,D6,,X' >>t.csv
    same "$(rows t.csv | tr '\n' ,)" \
        'breast cancer|Disease|D1,breast carcinoma|Disease|D1,mammary, cancer|Disease|D1,a|X|D4,b|X|D4,last|X|D6,plain|X|D4,say "hi"|X|D2,'
    "$GAZ" build t.csv -o m.gaz 2>err | grep -qx 'm.gaz: 8 entries, 2 lines skipped'
    diff err - <<'ERR'
gaz: t.csv: line 5: no surface; skipped
gaz: t.csv: line 8: a quote that is not closed; skipped
ERR
    printf 'surface;id\na;1\n' >s.csv # as a German spreadsheet has it
    same "$(rows s.csv)" 'a|s|1'
    printf 'surface,id\na,1\n' >named.txt # by its first row
    same "$(rows named.txt)" 'a|named|1'
    printf 'name\na\n"b, c"\n' >one.csv
    same "$(rows one.csv | tr '\n' ,)" 'a|one,b, c|one,'
    printf 'a,b\nc,d\n' >u.csv
    fails 1 'u.csv: line 1: 2 columns, and the first row does not say which has the surface; --columns id=1,surface=2 says which' \
        "$GAZ" build u.csv -o m.gaz
}

@test "--columns says what columns hold, by number or name" {
    printf 'D1\tfoo bar\tA\tx;y\nD2\tbaz\tB\t\n' >ids.tsv
    same "$(rows ids.tsv --columns id=1,surface=2,type=3,synonyms=4 --split ';' | tr '\n' ,)" \
        'foo bar|A|D1,x|A|D1,y|A|D1,baz|B|D2,'
    printf 'Kode,Begriff\n1,a\n' >de.csv
    same "$(rows de.csv --columns surface=Begriff,id=kode)" 'a|de|1'
    same "$(rows de.csv --columns surface=2,id=1 | tr '\n' ,)" 'Begriff|de|Kode,a|de|1,' # the first row names no column
    printf 'code,term\n1,a\n' >en.csv
    same "$(rows en.csv --columns surface=2,id=1)" 'a|en|1'
    fails 1 'de.csv: line 1: the first row names no column "x"' "$GAZ" build de.csv -o m.gaz --columns surface=x
    fails 2 'columns "term=1": expected surface, synonyms' "$GAZ" build de.csv -o m.gaz --columns term=1
    fails 2 'columns without the surface' "$GAZ" build de.csv -o m.gaz --columns id=1
}

@test "MRCONSO, GeoNames, Spark NLP" {
    printf 'C0000039|%s|P|L1|PF|S1|Y|A1||M1|D1|%s|MH|D015060|%s|0|%s|256|\n' ENG MSH 'a b' N SPA MSHSPA 'x y' N \
        ENG MSH old O ENG SNOMEDCT_US c N >MRCONSO.RRF
    same "$(rows MRCONSO.RRF --type T | tr '\n' ,)" 'a b|T|C0000039,c|T|C0000039,x y|T|C0000039,'
    same "$(rows MRCONSO.RRF --language eng | cut -d'|' -f1 | tr '\n' ,)" 'a b,c,'
    same "$(rows MRCONSO.RRF --sources MSH,MSHSPA | cut -d'|' -f1 | tr '\n' ,)" 'a b,x y,'
    "$GAZ" build MRCONSO.RRF -o m.gaz --language ENG | grep -qx \
        'm.gaz: 2 entries, 1 obsolete concepts left out, 1 names of other languages or sources left out'
    printf '4671654\tAustin\tAustin\tOstin,أوستن\t30.2\t-97.7\tP\tPPLA\tUS\t\tTX\t453\t\t\t931830\t149\t165\tAmerica/Chicago\t2024-1-1\n' >US.txt
    same "$(rows US.txt | tr '\n' ,)" 'Austin|PPLA|4671654,Ostin|PPLA|4671654,أوستن|PPLA|4671654,'
    printf 'PER|Jon Snow\nLOC|The North\n' >s.txt
    same "$(rows s.txt | tr '\n' ,)" 'The North|LOC,Jon Snow|PER,'
    printf 'Jon|Snow\nThe|North\n' >bars.txt # no types
    same "$(rows bars.txt | tr '\n' ,)" 'Jon|Snow|bars,The|North|bars,'
}

@test "a folder: *.tsv, *.txt and *.lst are lists, others are told" {
    mkdir d
    echo a >d/A.tsv
    echo b >d/B.txt
    echo c >d/C.lst
    echo d >d/D.csv
    echo e >d/README.txt
    printf 'x' >d/LICENSE
    printf '{}' >d/E.json
    "$GAZ" build d -o m.gaz >out 2>err
    same "$(cat out)" 'm.gaz: 3 entries'
    same "$(cat err)" 'gaz: d: no lists by their names (*.tsv, *.txt, *.lst) and left out: D.csv, E.json'
    same "$(rows d | tr '\n' ,)" 'a|A,b|B,c|C,'
    mkdir g # a gazetteer of GATE
    printf 'c.lst:T\n' >g/lists.def
    echo c >g/c.lst
    same "$(rows g)" 'c|T'
    "$GAZ" harvest "$SAMPLE/sample.conll" -o lists --quiet
    same "$("$GAZ" build lists -o m.gaz 2>&1 | wc -l)" 1
}

@test "lists: comments, TABs behind the last column, --lenient" {
    printf '# cities\n#\n\nObama\tPER\nIllinois State Senate\tORG\t\n# more\nHawaii\tLOC\t\n#metoo\tTAG\n' >g.txt
    same "$(rows g.txt | tr '\n' ,)" 'Hawaii|LOC,Illinois State Senate|ORG,Obama|PER,#metoo|TAG,'
    same "$("$GAZ" build g.txt -o m.gaz 2>&1)" 'm.gaz: 4 entries'
    printf -- '---\nname: a\n' >y.txt
    fails 1 'y.txt: YAML, which is no list' "$GAZ" build y.txt -o m.gaz
    printf 'name: a\n' >n.yml
    fails 1 'n.yml: YAML, which is no list' "$GAZ" build n.yml -o m.gaz
    printf -- '--- dash\nb\n' >dash.txt # words
    same "$(rows dash.txt | tr '\n' ,)" '--- dash|dash,b|dash,'
    printf 'in <START:loc> Bern <END> .\n' >o.txt
    same "$("$GAZ" build o.txt -o m.gaz 2>&1 | head -n 1)" 'm.gaz: 1 entries' # annotated text, which is a corpus
    printf 'a\tX\nb\nc\tX\n' >bad.txt
    fails 1 'bad.txt: line 2: expected `surface TAB type`' "$GAZ" build bad.txt -o m.gaz
    "$GAZ" build bad.txt -o m.gaz --lenient 2>err | grep -qx 'm.gaz: 2 entries, 1 lines skipped'
    grep -q '^gaz: bad.txt: line 2: expected' err
    printf 'surface\tpriority\na\tx\nb\t2\n' >row.tsv
    fails 1 'row.tsv: line 2: priority is a whole number from -1000000000 to 1000000000; --lenient leaves it out' \
        "$GAZ" build row.tsv -o m.gaz
    same "$(rows row.tsv --lenient)" 'b|row'
}

@test "semantic types of the UMLS, and what is said of them" {
    printf 'C000000%s|ENG|P|L1|PF|S1|Y|A1||M1|D1|MSH|MH|D1|%s|0|N|256|\n' 1 'a b' 2 c >MRCONSO.RRF
    same "$("$GAZ" build MRCONSO.RRF -o m.gaz 2>&1 >out)" \
        'gaz: MRCONSO.RRF: no MRSTY.RRF beside it: the type of all entries is MRCONSO; --semantic-types names it, --type another type'
    printf 'C0000001|T%s|A1|x|AT1|256|\n' 121 109 | gzip >MRSTY.RRF.gz
    same "$(rows MRCONSO.RRF | tr '\n' ,)" 'c|MRCONSO|C0000002,a b|T109|C0000001,a b|T121|C0000001,'
    same "$("$GAZ" build MRCONSO.RRF -o m.gaz 2>&1 >out)" \
        'gaz: MRCONSO.RRF: types are those of MRSTY.RRF.gz; 1 names have none there, and their type is MRCONSO'
    same "$(cat out)" 'm.gaz: 3 entries, 1 of them lower senses'
    same "$(rows MRCONSO.RRF --type T | cut -d'|' -f2 | sort -u)" T
    mv MRSTY.RRF.gz other
    same "$(rows - --semantic-types other <MRCONSO.RRF --list-format umls | wc -l)" 2
    fails 1 'absent: cannot open' "$GAZ" build MRCONSO.RRF -o m.gaz --semantic-types absent
}

@test "id TAB name, and two columns that are neither" {
    printf 'D003920\tdiabetes mellitus\nD001943\tbreast cancer\n' >i.tsv
    same "$(rows i.tsv | tr '\n' ,)" 'breast cancer|i|D001943,diabetes mellitus|i|D003920,'
    same "$("$GAZ" build i.tsv -o m.gaz 2>&1)" "$(printf '%s\n' 'gaz: i.tsv: read as ids and names' 'm.gaz: 2 entries')"
    same "$(rows i.tsv --list-format list | tr '\n' ,)" 'D001943|breast cancer,D003920|diabetes mellitus,'
    seq 30 | sed 's/.*/name &\tcode &/' >n.tsv
    fails 1 'n.tsv: two columns, of which the second has too many values for types; --columns id=1,surface=2 says which' \
        "$GAZ" build n.tsv -o m.gaz
    same "$(rows n.tsv --columns surface=1,id=2 | wc -l)" 30
    printf 'A320\tNarrow\nA330\tWide\n' >a.tsv
    same "$("$GAZ" build a.tsv -o m.gaz 2>&1 | head -n 1)" \
        'gaz: a.tsv: read as surfaces and types, but the first column may be one of ids; --columns id=1,surface=2 says which'
}

@test "skweak: a JSON object of lists; a corpus of columns stays one" {
    printf '{"ORG": ["European Union", ["U.N."]],\n "LOC": ["Oslo", ""]}' | tee s.json | gzip >t.json.gz
    same "$(rows s.json | tr '\n' ,)" 'Oslo|LOC,European Union|ORG,U.N.|ORG,'
    same "$(rows t.json.gz | wc -l)" 3
    "$GAZ" build s.json -o m.gaz 2>err | grep -qx 'm.gaz: 3 entries, 1 lines skipped'
    grep -qx 'gaz: s.json: line 2: the surface is empty; skipped' err
    same "$(echo 'Oslo and the U.N.' | "$GAZ" tag m.gaz --from text --to tsv | cut -f5 | tr '\n' ,)" 'LOC,ORG,'
    printf '{"tokens": ["Oslo", "is"], "tags": ["B-LOC", "O"]}\n' >c.json
    "$GAZ" build c.json -o c.gaz --quiet
    same "$(rows c.gaz | cut -d'|' -f1,2)" 'Oslo|LOC'
    printf '{"LOC": ["Oslo", 1]}' >bad.json
    fails 1 'bad.json: ' "$GAZ" build bad.json -o m.gaz
    fails 1 'bad.json: expected one JSON object' "$GAZ" export bad.json --list-format skweak
}

@test "ConceptMapper: variants with what their tokens say" {
    cat >c.xml <<'XML'
<?xml version="1.0" encoding="UTF-8" ?>
<synonym>
  <token canonical="colon, NOS" CodeType="ICDO" CodeValue="C18.9" SemClass="Site" POS="NN">
    <variant base="colon, nos"/>
    <variant base="colonic" SemClass="Adjective" POS="JJ"/>
  </token>
  <token id="http://x/BTO_1" canonical="cerebral artery"><variant base="cerebral artery"/></token>
  <token canonical="no variant"/>
</synonym>
XML
    run "$GAZ" export c.xml --to tsv --quiet
    [[ $output != *'has no libxml2'* ]] || skip 'libxml2 is absent'
    same "$(rows c.xml | tr '\n' ,)" 'colonic|Adjective|C18.9|colon, NOS,colon, nos|Site|C18.9|colon, NOS,cerebral artery|c|http://x/BTO_1|cerebral artery,'
    "$GAZ" build c.xml -o m.gaz 2>err | grep -qx 'm.gaz: 3 entries, 1 lines skipped'
    grep -qx 'gaz: c.xml: line 8: a token without variants, so that nothing is found; skipped' err
    head -c 300 c.xml >cut.xml
    fails 1 'cut.xml: line 7: no XML' "$GAZ" build cut.xml -o m.gaz
}
