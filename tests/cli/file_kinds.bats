#!/usr/bin/env bats
# Files of each kind that a Linux machine has, given to every command that reads: never entries.
# bats file_tags=long

load helper

# Runs a command on a file and tells its status; its messages are in err, what it wrote is out.
run_on() { # file, command...
    local file=$1 status=0
    shift
    rm -rf lists n.gaz
    "$GAZ" "$@" "$file" >out 2>err || status=$?
    [ $status -le 2 ] || { echo "$file: $* ends with $status"; cat err; return 1; }
    echo $status
}

# Harvest, build and eval refuse the file in one line, which names its kind, and write nothing.
is_refused() { # file
    local command
    for command in 'harvest -o lists' 'harvest --lenient -o lists' 'harvest --report' 'build -o n.gaz' 'build --corpus -o n.gaz' \
        'build --lenient -o n.gaz' 'eval m.gaz' 'eval --pred'; do
        same "$1 $command: $(run_on "$1" $command)" "$1 $command: 1"
        same "$1 $command: $(wc -l <err)" "$1 $command: 1"
        grep -qE "^gaz: $1: is (a|an|packed|gzip|zstd|binary) .*, not a (list|corpus)$|^gaz: $1: is binary data, not a (list|corpus)$" err ||
            { cat err; return 1; }
        [ ! -e lists ] && [ ! -e n.gaz ] || { echo "$1: $command wrote something"; return 1; }
    done
}

setup_file() {
    python3 "$BATS_TEST_DIRNAME/file_kinds.py" "$BATS_FILE_TMPDIR/in"
}

made() {
    ln -s "$BATS_FILE_TMPDIR/in" in
    printf '%s\n' kernel 'user space' >names
    "$GAZ" build names -o m.gaz --quiet --type T
}

@test "binary files: refused by name as corpus and list, told when they are tagged" {
    made
    local file from
    fails 1 "m.gaz: is a model of gaz, not a corpus" "$GAZ" harvest m.gaz -o lists
    for file in in/binary/*; do
        is_refused "$file"
        for from in text tokenized; do
            same "$file $from $(run_on "$file" tag m.gaz --to count --from $from)" "$file $from 0"
            same "$file $from $(grep -cE "^gaz: $file: is .*, not text in UTF-8; its bytes were tagged as they are$" err)" "$file $from 1"
        done
        run_on "$file" tag m.gaz --to count --from conll >/dev/null # a row may lack the column
        same "$file $(wc -l <err)" "$file 1"
        same "$file $(run_on "$file" tag m.gaz --from jsonl --to jsonl)" "$file 0" # passed through, and told
        grep -qE "^gaz: $file: line 1: not JSON; " err || { cat err; return 1; }
        same "$file $(run_on "$file" tag m.gaz --from jsonl --strict)" "$file 1"
        same "$file $(run_on "$file" explain m.gaz --quiet)" "$file 1"
        same "$(wc -l <err)" 1
    done
    [ "$(ls in/binary | wc -l)" -ge 36 ]
}

@test "archives: refused by every command, with what unpacks them" {
    made
    local file command expected
    for file in in/archives/*; do
        for command in 'harvest -o lists' 'build -o n.gaz' 'build --corpus --lenient -o n.gaz' 'eval m.gaz' \
            'tag m.gaz --from text' 'tag m.gaz --from jsonl' 'explain m.gaz --quiet'; do
            [[ $command == tag* ]] && expected=2 || expected=1
            same "$file $command: $(run_on "$file" $command) $(wc -l <err) $(wc -c <out)" "$file $command: $expected 1 0"
            grep -qE "^gaz: $file: is a (ZIP|7z) archive.*, which is not unpacked here; (unzip -p|7z x -so) does it$" err
            [ ! -e lists ] && [ ! -e n.gaz ]
        done
    done
    [ "$(ls in/archives | wc -l)" -eq 6 ]
}

@test "markup: refused by name as corpus and list, and text when it is tagged" {
    made
    local file
    for file in in/markup/*; do
        is_refused "$file"
        same "$file $(run_on "$file" tag m.gaz --to count --from text)$(cat err)" "$file 0"
    done
}

@test "JSON that annotates nothing: no entries" {
    made
    local file
    for file in in/json/*; do
        run_on "$file" harvest -o lists >/dev/null
        same "$file $(cat lists/*.tsv 2>/dev/null | grep -vc ^surface)" "$file 0"
        run_on "$file" build -o n.gaz >/dev/null
        [ ! -e n.gaz ] || same "$file $("$GAZ" info n.gaz | sed -n 's/^entries *//p')" "$file 0"
        run_on "$file" eval m.gaz >/dev/null
        ! grep -qE 'with [1-9][0-9]* phrases' out
    done
    cp in/json/book.ipynb in/json/map.geojson .
    fails 1 'book.ipynb: JSON without patterns' "$GAZ" build book.ipynb -o n.gaz
    fails 1 'map.geojson: JSON without patterns' "$GAZ" build map.geojson -o n.gaz
}

@test "other text: no corpus" {
    made
    local file
    for file in in/text/*; do
        same "$file $(run_on "$file" harvest -o lists)" "$file 1"
        same "$file $(wc -l <err)" "$file 1"
        same "$file $(run_on "$file" eval m.gaz)" "$file 1"
        [ ! -e lists ]
        same "$file $(run_on "$file" tag m.gaz --to count --from text)$(cat err)" "$file 0"
    done
}

@test "words that are magic numbers are words" {
    printf '%s\n' OTTO 'ID3' PAR1 'GIF89a' RIFF wOFF BZh PACK >names
    "$GAZ" build names -o m.gaz --type T 2>err | grep -q '^m.gaz: 8 entries'
    [ ! -s err ]
    printf 'OTTO\tB-PER\nis\tO\n' >c.conll
    same "$("$GAZ" harvest c.conll --report | sed -n 's/^entities *//p')" 1
    printf '%s\n' '[' '{ brace' 'x' >list
    "$GAZ" build list -o m.gaz --type T --quiet
    printf 'a\x1b[31mred\x1b[0m kernel\x0c\n\x1a' >colours
    "$GAZ" tag m.gaz colours --to count 2>err
    [ ! -s err ]
}
