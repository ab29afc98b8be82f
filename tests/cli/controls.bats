#!/usr/bin/env bats
# Control characters reach no terminal and part no row, wherever they come from: texts, names of files, types, ids.

load helper

# Fails if standard input has a control character other than TABs and line ends, or one of C1.
no_controls() {
    python3 -c '
import sys, unicodedata
text = sys.stdin.buffer.read().decode("utf-8", "surrogateescape")
found = [hex(ord(letter)) for letter in text if unicodedata.category(letter) == "Cc" and letter not in "\t\n"]
sys.exit("control characters: %s" % found if found else 0)'
}

@test "types and ids" {
    local control
    for control in $'\x1b' $'\x7f' $'\xc2\x9b' $'\x01'; do
        printf 'Linux\tOS\nkernel\tA%sB\n' "$control" >l.tsv
        fails 1 'l.tsv: line 2: a type holds a control character' "$GAZ" build l.tsv -o m.gaz
        printf 'surface\ttype\tid\nLinux\tOS\tQ%s\n' "$control" >l.tsv
        printf 'kernel\tB-A%sB\n' "$control" >c.conll
        fails 1 'c.conll: line 1: a tag with a control character in it' "$GAZ" harvest c.conll -o lists
        fails 1 'c.conll: line 1: a tag with a control character in it' "$GAZ" eval --pred c.conll c.conll
        printf '{"text": "kernel", "spans": [{"start": 0, "end": 6, "label": "A%sB"}]}\n' "$control" | tr -d '\033\001' >c.jsonl
        [[ $control == [$'\x1b\x01'] ]] || fails 1 'control character' "$GAZ" harvest c.jsonl -o lists
    done
}

@test "texts and names of files" {
    printf 'Linux\tOS\n' >l.tsv
    "$GAZ" build l.tsv -o m.gaz --quiet
    local name=$'a\tb\nc\x1b[2J\xc2\x9bd.txt'
    printf 'The \x1b[2J\xc2\x9b5m \x7f\x01 Linux \xc2\x85 kernel\n' >"$name"
    "$GAZ" tag m.gaz "$name" --from text --to tsv >rows
    no_controls <rows
    same "$(wc -l <rows) $(awk -F '\t' '{ print NF }' rows)" '1 7'
    for options in '' '--why kernel'; do "$GAZ" explain m.gaz "$name" --from text $options | no_controls; done
    "$GAZ" tag m.gaz "$name" --from text --to html | no_controls
    "$GAZ" tag m.gaz "$name" --from text --to ansi | sed 's/\x1b\[[0-9;]*m//g' | no_controls
    for command in tag explain eval; do { "$GAZ" $command m.gaz "no$name" 2>&1 || true; } | no_controls; done
    { "$GAZ" harvest "no$name" -o lists 2>&1 || true; } | no_controls
    { "$GAZ" info "no$name" 2>&1 || true; } | no_controls
}
