#!/usr/bin/env bats
# What a newcomer does wrong: each mistake is told, with what to do.
load helper

@test "text in UTF-16 is refused with the option that reads it" {
    small_model
    for order in LE BE; do
        { [ $order = LE ] && printf '\xff\xfe' || printf '\xfe\xff'; printf 'the kernel\n' | iconv -f UTF-8 -t UTF-16$order; } >wide.txt
        fails 2 'wide.txt: is UTF-16, and UTF-8 is read; --encoding UTF-16, UTF-16LE or UTF-16BE reads it' \
            "$GAZ" tag m.gaz --from text wide.txt
        fails 1 'wide.txt: is UTF-16' "$GAZ" harvest wide.txt --report
        fails 1 'wide.txt: is UTF-16' "$GAZ" build wide.txt -o n.gaz
        fails 2 'standard input: is UTF-16' "$GAZ" tag m.gaz <wide.txt
        "$GAZ" tag m.gaz --from text --to tsv --encoding UTF-16 wide.txt | grep -q 'kernel$'
    done
    printf '\xff' | "$GAZ" tag m.gaz --to count
    printf '\xfe kernel\n' | "$GAZ" tag m.gaz --to count | grep -q 'spans 1'
}

@test "documents that are no UTF-8 are counted, and their files named" {
    small_model
    printf 'caf\xe9 kernel\n' >latin.txt
    printf 'kernel\nna\xefve kernel\n\xfcber kernel\n' >lines.txt
    for to in doccano label-studio spacy prodigy webanno html; do
        "$GAZ" tag m.gaz latin.txt --from text --to $to >/dev/null 2>err
        same "$(cat err)" 'gaz: latin.txt: 1 document is not UTF-8; what is not became U+FFFD; --encoding names the encoding'
    done
    "$GAZ" tag m.gaz lines.txt latin.txt --from text --document line --to brat -o out -j2 2>err
    grep -q 'gaz: lines.txt and 1 other file: 3 documents are not UTF-8' err
    cp latin.txt more.txt
    echo kernel >good.txt
    "$GAZ" tag m.gaz good.txt latin.txt lines.txt more.txt --from text --to doccano 2>err >/dev/null
    grep -q 'gaz: latin.txt and 2 other files: 3 documents are not UTF-8' err
    "$GAZ" tag m.gaz --from text --to doccano <latin.txt 2>&1 >/dev/null | grep -q 'gaz: standard input: 1 document is'
    printf '{"text": "caf\xe9"}\n{"text": "kernel"}\n{"text": "kernel", "x": "\xe9"}\n' >lines.jsonl
    for to in jsonl doccano; do
        "$GAZ" tag m.gaz lines.jsonl --from jsonl --to $to 2>&1 >/dev/null | grep -q 'gaz: lines.jsonl: 2 documents are not UTF-8'
    done
    same "$("$GAZ" tag m.gaz lines.txt --from text --document line --to spacy --quiet 2>&1 >/dev/null)" ''
    printf 'caf\xc3\xa9 kernel\n' | "$GAZ" tag m.gaz --from text --to spacy 2>&1 >/dev/null | same "$(cat)" ''
}

@test "columns that are given as text or as tokens are noticed" {
    small_model
    for columns in "$SAMPLE/sample.conll" blanks.conll; do
        tr '\t' ' ' <"$SAMPLE/sample.conll" >blanks.conll
        for from in text tokenized; do
            "$GAZ" tag m.gaz $columns --from $from --to count 2>&1 >/dev/null |
                grep -q 'hint: the input has a token and a tag on each line; if it is a column file, add --from conll'
        done
        same "$("$GAZ" tag m.gaz $columns --from conll --to count 2>&1 >/dev/null)" ''
        same "$("$GAZ" tag m.gaz $columns --to count --quiet 2>&1 >/dev/null)" ''
    done
    same "$("$GAZ" tag m.gaz "$TOP/README.md" --from text --to count 2>&1 >/dev/null)" ''
    cut -f1 "$SAMPLE/sample.conll" | "$GAZ" tag m.gaz --to count 2>&1 >/dev/null | same "$(cat)" ''
}

@test "folders and files in each other's place" {
    mkdir -p collection/one notes
    fails 1 "collection: is a folder without .ann files or other annotated texts; name the corpus's files, or brat's folders one by one" \
        "$GAZ" harvest collection -o lists
    printf 'x' >file
    fails 1 'file: is a file, where -o names the folder of the lists' "$GAZ" harvest "$SAMPLE/sample.conll" -o file
    same "$(cat file)" x
    fails 1 'file: line 1: one column, where a token and a tag are expected; --tag-column chooses, --from names another format' \
        "$GAZ" harvest file -o lists
}

@test "a corpus that annotates nothing is noticed" {
    printf 'EU\tO\nrejects\tO\n' >o.conll
    "$GAZ" harvest o.conll -o lists 2>&1 >/dev/null |
        grep -qx 'gaz: the corpora annotate nothing; --report shows how they were read'
    "$GAZ" harvest "$SAMPLE/sample.conll" -o lists 2>&1 >/dev/null | same "$(cat)" ''
}

@test "spans with start, end and label are read from a field entities too" {
    printf '%s\n' '{"text": "\ud83d\ude00 EU", "entities": [{"start": 2, "end": 4, "label": "ORG"}]}' \
        '{"text": "\ud83d\ude00 EU", "entities": [{"start_offset": 3, "end_offset": 5, "label": "ORG"}]}' \
        '{"text": "\ud83d\ude00 EU", "entities": [[2, 4, "ORG"]]}' >mixed.jsonl
    "$GAZ" harvest mixed.jsonl -o lists --quiet
    same "$(cut -f 1-2 lists/ORG.tsv | tail -n 1)" "$(printf 'EU\t3')"
}

@test "--review takes no output format and no folder" {
    small_model
    fails 2 '--review writes a list to standard output; leave -o and --to out' \
        "$GAZ" tag m.gaz "$TOP/README.md" --from text --review 3 -o out
    fails 2 'leave -o and --to out' "$GAZ" tag m.gaz "$TOP/README.md" --from text --review 3 --to brat
    fails 2 'only the longest match' "$GAZ" tag m.gaz "$TOP/README.md" --from text --review 3 --all
}

@test "of WebAnno's span layers the entities' is read, or the one that is named; others are told" {
    cat >w.tsv <<'TSV'
#FORMAT=WebAnno TSV 3.3
#T_SP=de.tudarmstadt.ukp.dkpro.core.api.lexmorph.type.pos.POS|coarseValue|PosValue
#T_SP=webanno.custom.Drug|ROLE_webanno.custom.Drug:cures_webanno.custom.DrugCuresLink|uima.tcas.Annotation|kind
#T_SP=webanno.custom.Place|name|value


#Text=Aspirin in Berlin
1-1	0-7	Aspirin	PROPN	NNP	*->1-3	Place	Chemical	_	_	
1-2	8-10	in	ADP	IN	_	_	_	_	_	
1-3	11-17	Berlin	PROPN	NNP	_	_	_	x	City	
TSV
    harvested() {
        rm -rf lists
        "$GAZ" harvest w.tsv -o lists "$@" 2>err >/dev/null
        (cd lists && tail -qn +2 *.tsv | cut -f1 | paste -sd, && ls *.tsv | paste -sd,)
    }
    same "$(harvested)" "$(printf 'Aspirin\nChemical.tsv')"
    same "$(cat err)" 'gaz: 2 other span layers were not read: --field chooses'
    same "$(harvested --field Place)" "$(printf 'Berlin\nCity.tsv')"
    same "$(harvested --field webanno.custom.Place)" "$(printf 'Berlin\nCity.tsv')"
    same "$(harvested --field POS)" "$(printf 'in,Aspirin,Berlin\nADP.tsv,PROPN.tsv')"
    same "$("$GAZ" harvest w.tsv --report | tail -n 1 | tr -s ' ')" 'other layers 2'
    fails 1 'w.tsv: has no span layer "lace" among its 3; lines that begin with #T_SP= name them' \
        "$GAZ" harvest w.tsv --report --field lace
    sed -i 's/webanno.custom.Place/x.NamedEntity/' w.tsv
    same "$(harvested)" "$(printf 'Berlin\nCity.tsv')"
}

@test "gaz help COMMAND is that command's help" {
    same "$("$GAZ" help tag)" "$("$GAZ" tag --help)"
    same "$("$GAZ" help)" "$("$GAZ" --help)"
    fails 2 'there is no command "harvset"; gaz --help lists them' "$GAZ" help harvset
}

@test "corrected annotations in a brat folder are not written over" {
    small_model
    echo 'the kernel and C' >one.txt
    "$GAZ" tag m.gaz one.txt --from text --to brat -o ann
    "$GAZ" tag m.gaz one.txt --from text --to brat -o ann # the same once more is no harm
    sed -i 's/Language/Letter/' ann/one.ann
    cp -r ann before
    echo 'the kernel' >one.txt
    fails 2 'ann/one.txt: is there with another text; remove it and its annotations, or choose another folder' \
        "$GAZ" tag m.gaz one.txt --from text --to brat -o ann
    diff -r ann before
    : >ann/one.ann # a text that waits for its annotations
    sed -i 1d ann/annotation.conf # of the folder, gaz has said that it filled it
    "$GAZ" tag m.gaz one.txt --from text --to brat -o ann
    grep -q kernel ann/one.ann
    same "$(cat ann/one.txt)" 'the kernel'
}
