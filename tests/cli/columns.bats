#!/usr/bin/env bats
# Columns as corpora are found: which rows hold tokens, which columns hold what, and how tags are spelled.
load helper

# entities FILE [OPTION...]: of a harvest, as Type: surface count
entities() {
    rm -rf l
    "$GAZ" harvest "$1" -o l --quiet --variants none "${@:2}"
    local list
    for list in l/*.tsv; do tail -n +2 "$list" | cut -f1,2 | sed "s#^#$(basename "$list" .tsv): #" | tr '\t' ' '; done
}

# lines FILE LINE...: writes a file of lines with TABs for two blanks
lines() {
    printf '%s\n' "${@:2}" | sed 's/  /\t/g' >"$1"
}

model_of() { # model_of SURFACE...
    printf '%s\tD\n' "$@" >D.txt
    "$GAZ" build D.txt -o m.gaz --quiet
}

@test "rows that begin with # are tokens where they have tags, and comments elsewhere, for harvest and tag alike" {
    model_of 'Ecce homo' '# 1'
    lines numbered.tsv '#  http://a.example  [2010]  ' '1  Ecce  B-X  O' '2  homo  I-X  O' '' '#  http://b.example  [2011]  ' '1  a  O  O'
    "$GAZ" tag m.gaz numbered.tsv --from conll >out # finds the token column, too
    same "$(cut -f5 out | tr '\n' ' ')" ' B-D I-D   O '
    "$GAZ" eval --pred out numbered.tsv --quiet | grep -q '^processed 3 tokens'
    same "$("$GAZ" harvest numbered.tsv --report --quiet | grep -E '^(comments|tokens)' | tr -s ' ' | tr '\n' ' ')" 'tokens 3 comments 2 '
    "$GAZ" tag m.gaz numbered.tsv --from conll --replace-tag | cut -f4 | sed -n '1p;5p' >kept
    printf '\n\n' | cmp - kept
    lines blank.conll '# id 1234 domain=en' 'Ecce _ _ B-X' 'homo _ _ I-X' '# _ _ O' '1 _ _ O'
    same "$("$GAZ" tag m.gaz blank.conll --from conll | sed 's/.* //' | tr '\n' ' ')" 'domain=en B-D I-D B-D I-D '
    same "$(entities blank.conll)" 'X: Ecce homo 1'
    same "$("$GAZ" harvest blank.conll --report --quiet | grep -E '^tokens')" 'tokens           4'
    lines untagged.conll '# id 1234 domain=en' 'Ecce _ _ _' 'homo _ _ _'
    same "$("$GAZ" tag m.gaz untagged.conll --from conll --to count)" 'sentences 1 tokens 2 spans 1'
    lines ragged.tsv '口  O  w0  w1' '#1  O  w0  w1  w2' '腔  B-X  w0  w1  w2' '#3  I-X  w0' '# a comment'
    same "$(entities ragged.tsv)" 'X: 腔 #3 1'
    same "$("$GAZ" tag m.gaz ragged.tsv --from conll --to count)" 'sentences 1 tokens 4 spans 0'
}

@test "CoNLL-U: multiword tokens and empty nodes are passed over" {
    model_of 'Gobierno de el Reino' 'Gobierno del Reino' 'el 8.1'
    lines u.conllu '# newdoc id = a' '1  Gobierno  g  _  B-X' '2-3  del  _  _  _' '2  de  d  _  I-X' '3  el  e  _  I-X' \
        '3.1  fue  f  _  _' '4  Reino  r  _  I-X' '' '# newdoc id = b' '1  el  e  _  O' '2  8.1  e  _  O'
    same "$("$GAZ" tag m.gaz u.conllu --from conll --to tsv | cut -f7 | tr '\n' ',')" 'Gobierno de el Reino,el 8.1,'
    "$GAZ" tag m.gaz u.conllu --from conll | sed 's/\t[BIO]-*D*$//' | diff - u.conllu
    same "$(entities u.conllu)" 'X: Gobierno de el Reino 1'
    "$GAZ" harvest u.conllu --report --quiet >report
    grep -qx 'multiword rows   2' report
    grep -qx 'documents        2' report
    lines plain.tsv '3-4  O' '8.1  B-X' # no numbered rows: these are tokens
    same "$(entities plain.tsv)" 'X: 8.1 1'
}

@test "a header is passed over and told; a first word like it is not one" {
    model_of 'Basel' 'TOKEN'
    lines h.tsv 'TOKEN  NE-COARSE  NE-FINE  MISC' 'Basel  B-loc  B-loc.town  _' ',  O  O  _' 'TOKEN  O  O  _'
    same "$(entities h.tsv --tag-column 2)" 'loc: Basel 1'
    "$GAZ" harvest h.tsv --report --quiet >report
    grep -qx 'header rows      1' report
    grep -qx 'tokens           3' report
    grep -qx 'tag column       3 (column 2 holds tags, too)' report
    "$GAZ" harvest h.tsv -o l 2>err >/dev/null
    grep -qx 'gaz: columns 3 and 2 hold tags, 3 is read: --tag-column chooses' err
    same "$("$GAZ" tag m.gaz h.tsv --from conll | cut -f5 | tr '\n' ' ')" ' B-D O B-D '
    lines bare.tsv 'word  tag' 'Basel  loc' ',  O' 'is  O'
    same "$(entities bare.tsv)" 'loc: Basel 1'
    lines first.tsv 'Word  B-X' 'tag  O' 'a  O'
    same "$(entities first.tsv)" 'X: Word 1'
    lines wrong.tsv 'Basel  loc' ',  O' 'Bern  B-loc' 'is  O'
    fails 1 'wrong.tsv: line 1: "loc" is no tag' "$GAZ" harvest wrong.tsv -o l
}

@test "tags with other signs, with the prefix behind, in one attribute of several" {
    lines joined.conll 'a B_PER' 'b I_PER' 'c O' 'd B_LOC'
    same "$(entities joined.conll | tr '\n' ',')" 'LOC: d 1,PER: a b 1,'
    lines dotted.conll 'a B.PER' 'b E.PER' 'c O'
    same "$(entities dotted.conll)" 'PER: a b 1'
    lines suffix.conll 'a PER-B' 'b PER-I' 'c O' 'd LOC-S' 'e O'
    same "$(entities suffix.conll | tr '\n' ',')" 'LOC: d 1,PER: a b 1,'
    lines misc.conllu '1  a  _  Entity=B-PER' '2  b  _  SpaceAfter=No|Entity=I-PER' '3  c  _  SpaceAfter=No' '4  d  _  _'
    same "$(entities misc.conllu)" 'PER: a b 1'
    lines usual.conll 'a B-PER_B' 'b I-PER_B' 'c O' # the sign is in the type
    same "$(entities usual.conll)" 'PER_B: a b 1'
    same "$(entities joined.conll --scheme bare | tr '\n' ',')" 'B_LOC: d 1,B_PER: a 1,I_PER: b 1,'
    lines gold.conll 'a B-PER' 'b I-PER' 'c O' 'd B-LOC' 'e O'
    same "$("$GAZ" eval --pred suffix.conll gold.conll --quiet | sed -n 's/.*FB1: *//p' | head -n 1)" 100.00
}

@test "brackets of CoNLL-2012" {
    lines o.conll '#begin document (bc/x); part 000' 'bc/x 0 0 Iraq NNP (TOP* - - - A (GPE) -' 'bc/x 0 1 and CC * - - - A * -' \
        'bc/x 0 2 Jim NNP * - - - A (PERSON* -' 'bc/x 0 3 van NNP * - - - A * -' 'bc/x 0 4 Bean NNP *) - - - A *) -' '' \
        'bc/x 0 0 He PRP (TOP(S(NP*) - - - A * * -' 'bc/x 0 1 left VBD *)) - - - A * (V*) -' '' '#end document'
    same "$(entities o.conll | tr '\n' ',')" 'GPE: Iraq 1,PERSON: Jim van Bean 1,'
    "$GAZ" harvest o.conll --report --quiet | grep -qx 'token column     4'
    lines n.conll 'a (X*' 'b (Y*)' 'c *)' 'd *'
    fails 1 'n.conll: line 2: "(Y*)" is no tag of column 2: expected (PER* *)' "$GAZ" harvest n.conll -o l
    lines e.conll 'a (X*' 'b *' '' 'c *' 'd (X)' # what a sentence leaves open ends with it
    same "$(entities e.conll | tr '\n' ',')" 'X: a b 1,X: d 1,'
    "$GAZ" harvest e.conll --report --quiet | grep -qx 'unclosed         1'
    lines c.conll 'a (X)' 'b *)'
    fails 1 'c.conll: line 2: "*)"' "$GAZ" harvest c.conll -o l
}

@test "several tags in one column, and types that look like tags, are refused by name" {
    lines layers.conll 'a B-PER|B-ORG' 'b I-PER|O' 'c O'
    fails 1 'layers.conll: line 1: "B-PER|B-ORG" (column 2) is several tags in one; give each layer a column of its own' \
        "$GAZ" harvest layers.conll -o l
    lines some.conll 'a PER' 'b LOC' 'c O' 'd LOC' 'e B_PER' 'f LOC' 'g LOC' 'h O' 'i LOC' 'j LOC' 'k LOC'
    fails 1 'some.conll: line 5: "B_PER" (column 2) looks like a tag with a prefix, which others have not' \
        "$GAZ" harvest some.conll -o l
    same "$(entities some.conll --scheme bare | grep -c B_PER)" 1
    lines letter.conll 'a X-PER' 'b O'
    fails 1 'letter.conll: line 1: "X-PER" (column 2) has a prefix that no scheme has' "$GAZ" harvest letter.conll -o l
    same "$(entities letter.conll --scheme bare)" 'X-PER: a 1'
    lines lower.conll 'a b-per' 'b o'
    fails 1 'lower.conll: line 1: "b-per" (column 2) has a prefix that no scheme has' "$GAZ" harvest lower.conll -o l
    lines numbers.conll 'a 0' 'b 3' 'c 4'
    fails 1 'numbers.conll: line 1: "0" is no tag (column 2) but a number, whose name is not in the file' \
        "$GAZ" harvest numbers.conll -o l
}

@test "W is the single entity of BIEWO" {
    lines w.conll 'a W-PER' 'b O' 'c B-LOC' 'd I-LOC' 'e E-LOC'
    same "$(entities w.conll | tr '\n' ',')" 'LOC: c d e 1,PER: a 1,'
    "$GAZ" harvest w.conll --report --quiet | grep -qx 'scheme           bioes'
    same "$("$GAZ" eval --pred w.conll w.conll --strict --quiet | sed -n 's/.*FB1: *//p' | head -n 1)" 100.00
    lines lone.conll 'a W' 'b O' 'c W' # a type
    same "$(entities lone.conll | tr '\n' ',')" 'W: a 1,W: c 1,'
}

# bats test_tags=long
@test "EndOfSentence in a column ends a sentence, wherever the input is cut" {
    model_of 'Bern Basel' 'Basel Bern'
    lines h.tsv 'TOKEN  NE  MISC' '# hipe2022:document_id = 1' 'Bern  B-loc  NoSpaceAfter|EndOfSentence' 'Basel  B-loc  _' \
        'Bern  O  EndOfLine' 'EndOfSentence  O  _' 'x  O  EndOfSentence|EndOfLine' '' 'Bern  O  _'
    "$GAZ" harvest h.tsv --report --quiet >report
    grep -qx 'sentences        3' report
    grep -qx 'tokens           6' report
    same "$("$GAZ" tag m.gaz h.tsv --from conll --to count)" 'sentences 3 tokens 6 spans 1'
    "$GAZ" tag m.gaz h.tsv --from conll | cut -f1-3 | diff - h.tsv
    same "$("$GAZ" tag m.gaz h.tsv --from conll | cut -sf4 | tr '\n' ' ')" ' O B-D I-D O O O '
    { head -n 1 h.tsv; for i in $(seq 3000); do sed 1d h.tsv; done; } >many.tsv
    same "$("$GAZ" tag m.gaz many.tsv --from conll --to count -j 2)" 'sentences 9000 tokens 18000 spans 3000'
    "$GAZ" tag m.gaz many.tsv --from conll >whole
    python3 "$BATS_TEST_DIRNAME/small_writes.py" 7 many.tsv | "$GAZ" tag m.gaz - --from conll | cmp - whole
    "$GAZ" eval --pred whole many.tsv --quiet | grep -q '^processed 18000 tokens'
}

@test "the names of columns say where the tokens are: CoNLL-U Plus, a header" {
    model_of 'Bern'
    lines p.conllup '# global.columns = ID UPOS FORM GAZ:NE' '1  N  Bern  B-loc' '2  P  ,  O' '' '1  N  x  O'
    "$GAZ" harvest p.conllup --report --quiet | grep -qx 'token column     3'
    same "$(entities p.conllup)" 'loc: Bern 1'
    same "$("$GAZ" tag m.gaz p.conllup --from conll | cut -sf5 | tr '\n' ' ')" 'B-D O O '
    lines h.tsv 'sentence  word  tag' '17  Bern  B-loc' '17  is  O' '18  x  O'
    "$GAZ" harvest h.tsv --report --quiet | grep -qx 'token column     2'
    same "$("$GAZ" tag m.gaz h.tsv --from conll | cut -f4 | tr '\n' ' ')" ' B-D O O '
}

@test "rows without a token are passed over, ragged rows are read; both are told" {
    model_of 'a b'
    lines e.tsv 'a  B-X  n' '  I-X  n' 'b  I-X' '' '    ' 'c  O  n' '  O'
    same "$(entities e.tsv)" 'X: a b 1'
    "$GAZ" harvest e.tsv -o l 2>err >/dev/null
    grep -qx 'gaz: 2 rows without a token were passed over, 1 row has more or fewer columns than most' err
    "$GAZ" harvest e.tsv --report --quiet >report
    grep -qx 'empty tokens     2' report
    grep -qx 'ragged rows      1' report
    grep -qx 'sentences        2' report
    "$GAZ" tag m.gaz e.tsv --from conll >out
    lines expected 'a  B-X  n  B-D' '  I-X  n' 'b  I-X  I-D' '' '    ' 'c  O  n  O' '  O'
    diff expected out
    fails 1 'out: line 3: 3 columns, expected at least 4' "$GAZ" eval --pred out e.tsv --quiet # not taken for another's
    sed -i 3d e.tsv && "$GAZ" tag m.gaz e.tsv --from conll >out
    "$GAZ" eval --pred out e.tsv --quiet | grep -q '^processed 2 tokens'
    lines front.tsv '  a  B-X' '  b  O' # a TAB before each row
    same "$(entities front.tsv)" 'X: a 1'
}

@test "a corpus that mixes normal forms is told, and read as one" {
    printf 'caf\xc3\xa9 B-X\nb O\n\ncafe\xcc\x81 B-X\nb O\n\ncafe\xcc\x81 O\n\nno\xcc\x88 O\n' >f.conll
    "$GAZ" harvest f.conll -o l 2>err >/dev/null
    grep -qx 'gaz: 1 word stands in several normal forms, which are compared in NFC' err
    same "$("$GAZ" harvest f.conll --report --quiet | grep -c 'mixed forms      1')" 1
    same "$(tail -n +2 l/X.tsv | cut -f2,3)" $'2\t3'
    printf 'café' | cmp - <(tail -n +2 l/X.tsv | cut -f1 | tr -d '\n') && return 1 # most have the other form
    printf 'cafe\xcc\x81\n' | cmp - <(tail -n +2 l/X.tsv | cut -f1)
}

@test "a corpus that is given as a list is refused, whatever stands between its columns" {
    local hint='this looks like a corpus, not a list; gaz harvest makes lists of it'
    lines blanks.txt '-DOCSTART- -X- O' '' 'EU NNP I-ORG' 'rejects VBZ O' 'call NN O'
    fails 1 "blanks.txt: line 1: a column of tags: $hint" "$GAZ" build blanks.txt -o m.gaz
    fails 1 "blanks.txt: line 1: a column of tags: $hint" "$GAZ" export blanks.txt --quiet
    lines tabs.txt 'EU  B-ORG' 'rejects  O'
    fails 1 "tabs.txt: line 2: the type O: $hint" "$GAZ" build tabs.txt -o m.gaz
    lines tagged.txt 'EU B-ORG' 'Bern B-LOC'
    fails 1 "tagged.txt: line 1: a column of tags: $hint" "$GAZ" build tagged.txt -o m.gaz
    files blanks.txt tabs.txt tagged.txt
    lines names.txt 'Vitamin B-12' 'group O' 'Vitamin C' 'I-95 corridor'
    "$GAZ" build names.txt -o m.gaz --quiet
}

@test "IOB1 with a few irregular B- is IOB1" {
    { for i in $(seq 20); do printf 'a%s\tI-X\nb\tO\n\n' "$i"; done; printf 'c\tB-X\nd\tO\n\n'; } >one.conll
    "$GAZ" harvest one.conll --report --quiet | grep -qx 'scheme           iob1'
    { for i in $(seq 20); do printf 'a%s\tB-X\nb\tO\n\n' "$i"; done; printf 'c\tI-X\nd\tO\n\n'; } >two.conll
    "$GAZ" harvest two.conll --report --quiet | grep -qx 'scheme           iob2'
}

@test "what the cases expect" {
    local case
    for case in 01 05 07 10 13; do
        needs_shared "cases/$case"
        rm -rf case
        cp -r "$SHARED/cases/$case" case
        chmod -R u+w case
        (cd case && PATH=$(dirname "$RELEASE"):$PATH bash ./cmd) >got 2>&1 || true
        case $case in
        01 | 07) diff got "case/expected" ;;
        05) grep -qx $'GPE: Iraq\t1' got && grep -qx $'PERSON: Jim Bean\t1' got ;;
        10) same "$(grep -cx $'PER: a b\t1' got)" 2 ;;
        13) grep -qx 'tokens           5' got ;;
        esac
    done
}
