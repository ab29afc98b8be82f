#!/usr/bin/env bats
# gaz tag --review, and the verdicts that come back.
load helper

setup_file() {
    cd "$BATS_FILE_TMPDIR"
    local gaz=$BATS_TEST_DIRNAME/../../build/gaz
    python3 "$BATS_TEST_DIRNAME/context_corpus.py" 600 >context.conll
    "$gaz" harvest context.conll -o lists --quiet
    "$gaz" build lists -o m.gaz --quiet
    cut -f1 context.conll | sed 's/^$/\x01/' | tr '\n\001' ' \n' >text
}

review() { # review N [OPTION...]
    "$GAZ" tag "$BATS_FILE_TMPDIR/m.gaz" "$BATS_FILE_TMPDIR/text" --review "$@"
}

@test "the most uncertain and frequent first, whatever the number asked for" {
    review 1000 --lists "$BATS_FILE_TMPDIR/lists" >all
    same "$(head -n 1 all | tr '\t' ' ')" \
        'surface type matches score gain annotated occurrences nested status example verdict'
    [ "$(wc -l <all)" -gt 20 ]
    awk -F'\t' 'NF != 11 { exit 1 }' all
    tail -n +2 all | awk -F'\t' 'NR > 1 && $5 > last { exit 1 } { last = $5 } $5 <= 0 { exit 1 }'
    tail -n +2 all | awk -F'\t' 'index($10, $1) == 0 { print; exit 1 }'
    review 5 --lists "$BATS_FILE_TMPDIR/lists" | cmp - <(head -n 6 all)
    review 5 --lists "$BATS_FILE_TMPDIR/lists" -j 2 | cmp - <(head -n 6 all)
}

@test "without lists: what the model has" {
    review 1000 >found
    [ "$(wc -l <found)" -gt 20 ]
    same "$(cut -f9 found | tail -n +2 | sort -u)" kept
    review 1000 --from text >found
    [ "$(wc -l <found)" -gt 20 ]
    review 1000 --type Step >found
    same "$(cut -f2 found | tail -n +2 | sort -u)" Step
}

@test "a filled-in list is read back by harvest and build, and is not reviewed again" {
    local lists=$BATS_FILE_TMPDIR/lists
    review 3 --lists "$lists" >check.tsv
    cut -f1 check.tsv | tail -n +2 >surfaces
    awk -F'\t' -v OFS='\t' 'NR == 2 { $11 = "drop" } NR == 3 { $11 = "keep" } NR == 4 { $11 = "Step" } 1' check.tsv |
        sed 's/$/\r/' >filled.tsv
    cp -r "$lists" here
    "$GAZ" harvest "$BATS_FILE_TMPDIR/context.conll" -o here --verdicts filled.tsv --quiet
    same "$(cat here/*.tsv | cut -f1,9 | grep -E $'\t(keep|drop)$' | sort | tr '\t\n' '=,')" \
        "$( (sed -n '1s/$/=drop/p; 2s/$/=keep/p; 3s/$/=drop/p' surfaces; sed -n '3s/$/=keep/p' surfaces) | sort | tr '\n' ,)"
    "$GAZ" build "$lists" --verdicts filled.tsv -o v.gaz --quiet
    "$GAZ" build here -o w.gaz --quiet
    cmp v.gaz w.gaz
    "$GAZ" tag w.gaz "$BATS_FILE_TMPDIR/text" --review 1000 --lists here | cut -f1,2 >again
    tail -n +2 check.tsv | cut -f1,2 >judged
    run ! grep -qxFf judged again
    # a verdict outlives the next harvest, and a later one takes its place
    "$GAZ" harvest "$BATS_FILE_TMPDIR/context.conll" -o here --quiet
    cat here/*.tsv | cut -f1,9 | grep -qxF "$(sed -n 1p surfaces)"$'\tdrop'
    sed 's/\tdrop\r$/\tkeep\r/' filled.tsv >other.tsv
    "$GAZ" harvest "$BATS_FILE_TMPDIR/context.conll" -o here --verdicts other.tsv --quiet
    cat here/*.tsv | cut -f1,9 | grep -qxF "$(sed -n 1p surfaces)"$'\tkeep'
}

@test "dropped entries are reviewed where they stand" {
    mkdir lists
    printf '%s\n' $'surface\tprecision\tstatus\tverdict' $'big kernel\t0.5\tprecision\t' $'kernel\t0.75\tkept\t' \
        $'the\t0.25\tpurity\t' $'space\t0.5\tprecision\tdrop' $'a\t0\tpurity\t' >lists/System.tsv
    "$GAZ" build lists -o m.gaz --quiet
    printf 'the big kernel\nthe kernel a space\n' |
        "$GAZ" tag m.gaz --review 9 --lists lists | cut -f1,3,4,5,9,10 | tr '\t' '|' >found
    same "$(tail -n +2 found | tr '\n' ',')" "kernel|2|0.75|0.375|kept|the big kernel,the|2|0.25|0.375|purity|the big\
 kernel,big kernel|1|0.5|0.25|precision|the big kernel,"
}

@test "hard text: every surface can be read back" {
    mkdir lists
    printf 'surface\tprecision\ncafé\t0.5\n한국어 처리\t0.5\n👩‍👩‍👧 kernel\t0.5\ninput/output\t0.5\nback\\\\slash\t0.5\n' \
        >lists/Hard.tsv
    "$GAZ" build lists -o m.gaz --quiet
    printf 'cafe\u0301 한국어 처리 \xff 👩‍👩‍👧 kernel\r\n\tinput/output back\\slash "x"\n' >text
    for options in '' '--lists lists'; do
        "$GAZ" tag m.gaz --from text text --review 9 $options >found
        python3 -c 'open("found", encoding="utf-8").read()'
        same "$(wc -l <found)" 6
        sed '2,$s/$/keep/' found >filled
        "$GAZ" build lists --verdicts filled -o v.gaz | grep -q '[56] entries'
        "$GAZ" tag v.gaz --from text text --to tsv | cut -f6 >scores
        same "$(sort -u scores)" 1.0
        same "$(wc -l <scores)" 5
    done
}

@test "every input gives the same list" {
    local folder=$BATS_FILE_TMPDIR from
    review 1000 | cut -f1-9 >tokenized
    [ "$(wc -l <tokenized)" -gt 20 ]
    "$GAZ" tag "$folder/m.gaz" "$folder/context.conll" --from conll --review 1000 | cut -f1-9 | cmp - tokenized
    review 1000 --from text | cut -f1-9 >text
    python3 -c 'import json, sys
for line in sys.stdin: print(json.dumps({"a": {"b": line.rstrip("\n")}}))' <"$folder/text" >jsonl
    echo '{"a": 1}' >>jsonl
    "$GAZ" tag "$folder/m.gaz" --from jsonl --field a.b --lenient jsonl --review 1000 | cut -f1-9 | cmp - text
    fails 1 'the object has no text in a field "a.b"' "$GAZ" tag "$folder/m.gaz" --from jsonl --field a.b jsonl \
        --review 9
    { for _ in 1 2 3; do cat "$folder/text"; done; } | "$GAZ" tag "$folder/m.gaz" --review 1000 | cut -f3 >thrice
    review 1000 | cut -f3 | awk 'NR == 1 { print } NR > 1 { print 3 * $1 }' | cmp - thrice
}

# bats test_tags=long
@test "memory does not depend on the size of the input" {
    local model=$BATS_FILE_TMPDIR/m.gaz limit=$((32 << 20))
    for from in text tokenized; do
        python3 "$TESTS/peak_memory.py" $limit lines 40 "$RELEASE" tag "$model" --from $from --review 5
        python3 "$TESTS/peak_memory.py" $limit lines 40 "$RELEASE" explain "$model" --quiet --from $from --why nothing
    done
}

@test "empty input and wrong usage" {
    same "$("$GAZ" tag "$BATS_FILE_TMPDIR/m.gaz" --review 3 </dev/null | wc -l)" 1
    fails 2 '--review' review 0
    fails 2 '--review' review many
    fails 2 '--lists is for --review' "$GAZ" tag "$BATS_FILE_TMPDIR/m.gaz" --lists x
    fails 1 'nowhere' review 3 --lists nowhere
    printf 'surface\ttype\tverdict\nruby\tTool\tperhaps\n' >wrong.tsv
    fails 1 'wrong.tsv: line 2: verdict is keep, drop' \
        "$GAZ" build "$BATS_FILE_TMPDIR/lists" --verdicts wrong.tsv -o v.gaz
    files wrong.tsv
    echo ruby >wrong.tsv
    fails 1 'has a header with surface, type and verdict' \
        "$GAZ" build "$BATS_FILE_TMPDIR/lists" --verdicts wrong.tsv -o v.gaz
    fails 1 'nowhere' "$GAZ" build "$BATS_FILE_TMPDIR/lists" --verdicts nowhere -o v.gaz
}

@test "a long line full of entries inside of entries takes no memory for all of them" {
    python3 -c '
print("surface\tprecision")
for size in range(1, 101): print(" ".join(["a"] * size) + "\t0.5")' >N.tsv
    "$GAZ" build N.tsv -o n.gaz --quiet
    python3 -c 'print("a " * 200000)' >line
    (ulimit -v 250000 && "$RELEASE" tag n.gaz line --from tokenized --review 4 >review.tsv)
    head -c 40000 line >short
    same "$("$RELEASE" explain n.gaz short --from tokenized --json 2>/dev/null | grep -o '"tagged": true' | wc -l)" \
        "$("$RELEASE" tag n.gaz short --from tokenized --to tsv | wc -l)"
}
