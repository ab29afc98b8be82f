#!/usr/bin/env bats
# Ids, names and senses: from lists through tagging into every format, from each into each, and back into lists.
load helper

# What holds types, ids and senses; and which of them names.
WITH_IDS="jsonl brat label-studio prodigy spacy webanno"
WITH_NAMES="jsonl brat label-studio prodigy"

# A model with ids of every kind, and a text whose tokens have one space between two: in.txt.
concepts() {
    cat >l.tsv <<'LIST'
surface	type	id	name
EU	ORG	Q458	European Union
EU	ORG	Q7	Évora "U"\
EU	ORG		
EU	LOC	wd:Q9	
kernel	OS	Q14579	kernel
kernel	OS	http://x.test/a%20b?c=1#d:e	
kernel	OS	:x	한국어
kernel	OS	gaz:y	
kernel	Plant	z:	seed
user space	OS	x y% 20|[1]->*;_\	user-land
memory	Device	_	
virtual memory	Device	*	a name
C	Language		
LIST
    "$GAZ" build l.tsv -o m.gaz --quiet
    echo 'The EU has a kernel in user space : virtual memory , C and memory' >in.txt
}

# Every sense of every span of a jsonl file: begin, end, type, id and, with the argument "names", name.
senses_of() { # file, names
    python3 - "$@" <<'PYTHON'
import json, sys
sys.stdout.reconfigure(encoding="utf-8")
path, *names = sys.argv[1:]
rows = set()
for line in open(path, encoding="utf-8"):
    for span in json.loads(line)["spans"]:
        for sense in span.get("senses", [span]):
            rows.add((span["start"], span["end"], sense["label"], sense.get("id", ""),
                      sense.get("name", "") if names else ""))
for row in sorted(rows):
    print(*row, sep="\t")
PYTHON
}

# Writes a path in a format: as a file, or a folder for brat.
convert_to() { # path, format, out, options...
    local path=$1 format=$2 out=$3
    shift 3
    rm -rf "$out"
    if [ "$format" = brat ]; then
        "$GAZ" convert "$path" --to brat -o "$out" "$@"
    else
        "$GAZ" convert "$path" --to "$format" "$@" >"$out"
    fi
}

tag_to() { # format, out, options...
    local format=$1 out=$2
    shift 2
    rm -rf "$out"
    if [ "$format" = brat ]; then
        "$GAZ" tag m.gaz in.txt --from text --to brat -o "$out" "$@"
    else
        "$GAZ" tag m.gaz in.txt --from text --to "$format" --document file "$@" >"$out"
    fi
}

@test "the ids and senses of tagged text are in every format that can hold them" {
    concepts
    local senses format names
    for senses in first all; do
        tag_to jsonl expected.jsonl --senses $senses
        same "$(senses_of expected.jsonl | wc -l)" "$([ $senses = first ] && echo 6 || echo 13)"
        for format in $WITH_IDS; do
            names=$([[ " $WITH_NAMES " == *" $format "* ]] && echo names) || true
            tag_to "$format" out --senses $senses
            "$GAZ" convert out --to jsonl >out.jsonl
            diff <(senses_of expected.jsonl $names) <(senses_of out.jsonl $names) || { echo "$format, $senses"; return 1; }
        done
    done
}

# bats test_tags=long
@test "ids and senses go from each format to each" {
    concepts
    tag_to jsonl tagged.jsonl --senses all
    local from to
    for from in $WITH_IDS; do convert_to tagged.jsonl "$from" "first-$from"; done
    for from in $WITH_IDS; do
        for to in $WITH_IDS; do
            convert_to "first-$from" "$to" second
            "$GAZ" convert second --to jsonl >out.jsonl
            diff <(senses_of tagged.jsonl) <(senses_of out.jsonl) || { echo "$from to $to"; return 1; }
        done
    done
    for from in $WITH_NAMES; do
        for to in $WITH_NAMES; do
            convert_to "first-$from" "$to" second
            "$GAZ" convert second --to jsonl >out.jsonl
            diff <(senses_of tagged.jsonl names) <(senses_of out.jsonl names) || { echo "$from to $to"; return 1; }
        done
    done
}

# "surface TAB type TAB id" of all entries in lists.
entries_of() { # folder or list
    local file
    for file in "$@"; do
        awk -F '\t' -v type="$(basename "${file%.tsv}")" '
            NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
            { print $at["surface"] "\t" ("type" in at ? $at["type"] : type) "\t" ("id" in at ? $at["id"] : "") }' "$file"
    done | sort
}

@test "tagged, written, harvested: the lists have the ids of the lists that the model was built from" {
    concepts
    local format
    for format in $WITH_IDS; do
        tag_to "$format" out --senses all
        rm -rf lists
        "$GAZ" harvest --from "$format" out -o lists --min-purity 0 --quiet --trust-unreviewed
        # A sense without an id says nothing beside those of its type that have one.
        diff <(entries_of l.tsv | grep -v $'^EU\tORG\t$') <(entries_of lists/*.tsv) || { echo "$format"; return 1; }
    done
}

@test "conll: a column of ids, of the senses that have the tag's type" {
    concepts
    "$GAZ" tag m.gaz in.txt --from text --to conll --id-column --senses all >out.conll
    same "$(sed -n '2p;3p;5p;7,8p;10,11p;13p;15p' out.conll)" $'EU\tB-LOC\twd:Q9
has\tO\t_
kernel\tB-OS\t:x|Q14579|gaz:y|http://x.test/a%20b?c=1#d:e
user\tB-OS\tx y% 20\\|[1]->*;_\\\\
space\tI-OS\tx y% 20\\|[1]->*;_\\\\
virtual\tB-Device\t*
memory\tI-Device\t*
C\tB-Language\t_
memory\tB-Device\t\\_'
    # Read, written, and read again.
    "$GAZ" convert out.conll --id-column 3 --to conll --to-id-column | diff out.conll -
    "$GAZ" convert out.conll --to conll | diff <(cut -f 1,2 out.conll) -
    tag_to jsonl all.jsonl --senses all
    "$GAZ" convert out.conll --id-column 3 --to jsonl >out.jsonl
    diff <(senses_of all.jsonl | grep -vP 'ORG|Plant') <(senses_of out.jsonl)
    "$GAZ" harvest out.conll --id-column 3 -o lists --min-purity 0 --quiet
    diff <(entries_of l.tsv | grep -vP '\t(ORG|Plant)\t') <(entries_of lists/*.tsv)
    # The first sense alone.
    same "$("$GAZ" tag m.gaz in.txt --from text --to conll --id-column | sed -n 5p)" $'kernel\tB-OS\t:x'
    "$GAZ" tag m.gaz in.txt --from text --to conll --id-column | cut -f 1,2 |
        diff <("$GAZ" tag m.gaz in.txt --from text --to conll) -
}

@test "conll to conll: the column of ids is the last" {
    concepts
    printf 'The O\r\nEU O\r\n\r\n# a comment\r\nuser O\r\nspace O' >in.conll
    same "$("$GAZ" tag m.gaz in.conll --from conll --to conll --id-column)" $'The O O _\r
EU O B-LOC wd:Q9\r\n\r\n# a comment\r
user O B-OS x\\sy%\\s20\\|[1]->*;_\\\\\r\nspace O I-OS x\\sy%\\s20\\|[1]->*;_\\\\'
    printf 'EU\tO\tx\nuser\tO\ty\nspace\tO\tz\n' >in.conll
    same "$("$GAZ" tag m.gaz in.conll --from conll --to conll --id-column --replace-tag --tag-column 2)" \
        $'EU\tB-LOC\tx\twd:Q9\nuser\tB-OS\ty\tx y% 20\\|[1]->*;_\\\\\nspace\tI-OS\tz\tx y% 20\\|[1]->*;_\\\\'
}

@test "a long conll output with ids is that without, and the ids" {
    sed 's/$/\tQ/;1s/Q$/id/' <(printf 'surface\ttype\n'; cut -f 1 "$SAMPLE/sample.conll" | grep -v '[<#]' | sort -u |
        awk 'NR % 7 == 0 { print $0 "\tX" }') >l.tsv
    "$GAZ" build l.tsv -o m.gaz --quiet
    cut -f 1 "$SAMPLE/sample.conll" | tr '\n' ' ' | sed 's/ <s> /\n/g' >in.txt
    local options
    for options in '--from text' '--from tokenized' '--from tokenized -j 2'; do
        "$GAZ" tag m.gaz in.txt $options --to conll --id-column >ids
        "$GAZ" tag m.gaz in.txt $options --to conll >plain
        awk -F '\t' -v OFS='\t' 'NF > 1 { $3 = $2 == "O" ? "_" : "Q" } { print }' plain | diff - ids
        [ "$(grep -c 'Q$' ids)" -gt 100 ]
    done
}

@test "wrong usage of ids" {
    concepts
    fails 2 'a column of ids is one of conll output' "$GAZ" tag m.gaz in.txt --from text --to jsonl --id-column
    fails 2 'a column of ids is one of conll output' "$GAZ" convert in.txt --to jsonl --to-id-column
    printf 'EU\tB-ORG\tQ1\n' >a.conll
    fails 2 'column 1 cannot hold ids too' "$GAZ" convert a.conll --to jsonl --id-column 1
    fails 2 'column 2 cannot hold ids too' "$GAZ" harvest a.conll -o lists --id-column 2 --tag-column 2
    fails 1 'line 1: 3 columns, expected at least 4 (ids in column 4)' "$GAZ" harvest a.conll -o lists --id-column 4
    fails 2 '--id-column is a whole number from 1 to 1000' "$GAZ" eval --pred a.conll --id-column 0
    printf '{"text": "EU", "spans": [{"start": 0, "end": 2, "label": "A", "id": "a\\nb"}]}' >a.jsonl
    fails 1 'line 1: an id or name with a control character in it' "$GAZ" convert a.jsonl --to jsonl
}

@test "what is a sense, and what is left out" {
    printf '%s\n' '{"text": "EU law", "label": [[0, 2, "A"], [0, 2, "B"], [0, 2, "A"], [0, 6, "C"]]}' >a.jsonl
    same "$("$GAZ" convert a.jsonl --to spacy 2>&1)" \
        '["EU law", {"entities": [[0, 6, "C"]]}]'$'\n''gaz: 2 overlapping spans were left out'
    printf '%s\n' '{"text": "EU law", "label": [[0, 2, "A"], [0, 2, "B"], [0, 2, "A"]]}' >a.jsonl
    same "$("$GAZ" convert a.jsonl --to webanno 2>/dev/null | tail -n 2)" $'1-1\t0-2\tEU\tA[1]|B[2]\t\n1-2\t3-6\tlaw\t_\t'
    same "$("$GAZ" convert a.jsonl --to doccano)" '{"text": "EU law", "label": [[0, 2, "A"], [0, 2, "B"], [0, 2, "A"]]}'
    same "$("$GAZ" harvest a.jsonl -o lists --report | grep -i overlap | tr -dc 0-9)" 1
}
