#!/usr/bin/env bats
# What a human writes into lists, and what later harvests leave of it.
load helper

setup_file() {
    context_lists
    python3 "$TESTS/context_corpus.py" 800 | tail -n +2800 | sed 's/^ruby\t/rust\t/' >other.conll
}

lists() { # a copy to write in
    cp -r "$BATS_FILE_TMPDIR/context" lists
}

harvest() { # harvest CORPUS [OPTION...]: into these lists
    "$GAZ" harvest "$BATS_FILE_TMPDIR/$1.conll" -o lists --quiet "${@:2}"
}

# by_hand SURFACE VERDICT [PRIORITY [ID]]: in the list that has it, of $LIST if that is set
by_hand() {
    local list
    list=$(grep -l "^$1	" ${LIST:-lists/*.tsv})
    [ -n "$list" ]
    sed -i "s|^\($1	.*	\)[^	]*	[^	]*	[^	]*\$|\1$2	${3:-}	${4:-}|" "$list"
    grep -q "^$1	.*	$2	${3:-}	${4:-}\$" "$list"
}

row() { # row SURFACE FIELDS: of the list that has it, its name first
    grep -H "^$1	" lists/*.tsv | sed 's|^lists/||; s|:[^\t]*\t|\t|' | cut -f"1,$2" | tr '\t\n' '|,'
}

spans() { # spans TEXT: type=surface of each span
    "$GAZ" build lists -o m.gaz --quiet
    printf '%s\n' "$1" | "$GAZ" tag m.gaz --to tsv | cut -f5,7 | tr '\t\n' '=,'
}

@test "keep, drop, a type, priority and id survive harvests of the same and of another corpus" {
    lists
    by_hand ruby drop '' Q1
    by_hand 'scala kit' keep 7 Q2
    by_hand elm Step
    by_hand lisp '' -3 'an id'
    by_hand Swift drop # a variant
    by_hand PYTHON keep
    local corpus options round=0
    while read -r corpus options; do
        harvest $corpus $options
        same "$(row ruby 9-11)" 'Tool.tsv|drop||Q1,'
        same "$(row 'scala kit' 9-11)" 'Tool.tsv|keep|7|Q2,'
        case $options in # a variant means what it is a variant of
        '' | --no-context) same "$(row 'scala kits' 9-11)" 'Tool.variants.tsv|||Q2,' ;;
        esac
        same "$(row elm 9-11)" 'Step.tsv|keep||,Tool.tsv|drop||,'
        same "$(row lisp 9-11)" 'Tool.tsv||-3|an id,'
        same "$(row Swift 8-11)" 'Tool.variants.tsv|first|drop||,'
        same "$(row PYTHON 8-11)" 'Tool.variants.tsv|upper|keep||,'
        same "$(spans "' ruby ' , ' elm ' , PYTHON , ' Swift '")" 'Step=elm,Tool=PYTHON,'
        round=$((round + 1))
    done <<'ROUNDS'
context
other
other --no-context
context --variants none
other --min-purity 0.9
context --min-count 100
context
ROUNDS
    same $round 7
}

@test "new evidence for what the corpus has, the old for what it has not" {
    lists
    local ruby elm
    ruby=$(row ruby 2-4)
    elm=$(row elm 2-4)
    harvest other
    same "$(row ruby 2-4)" "$ruby" # the other corpus has rust
    [ "$(row elm 2-4)" != "$elm" ]
    [ -n "$(row rust 2-4)" ]
    harvest context
    same "$(row ruby 2-4)" "$ruby"
    same "$(row elm 2-4)" "$elm"
}

@test "keep: whatever its precision, its status and what surrounds a match" {
    lists
    same "$(spans 'the ruby slept')" ''
    by_hand ruby keep
    same "$(spans 'the ruby slept')" 'Tool=ruby,'
    same "$("$GAZ" tag m.gaz --to tsv <<<'the ruby slept' | cut -f6)" 1.0
    sed -i 's/^\(ruby\t[0-9]*\t[0-9]*\t[0-9]*\)\t[^\t]*\t[^\t]*\t[^\t]*\t/\1\t0\t-900\tprecision\t/' lists/Tool.tsv
    same "$(row ruby 5-7)" 'Tool.tsv|0|-900|precision,'
    same "$(spans 'the ruby slept')" 'Tool=ruby,'
    harvest context --min-count 1000
    same "$(row ruby 7)" 'Tool.tsv|count,'
    same "$(spans "the ruby slept , ' elm '")" 'Tool=ruby,'
    "$GAZ" build lists -o n.gaz --no-context --quiet
    same "$("$GAZ" tag n.gaz --to tsv --min-score 1 <<<'the ruby slept' | cut -f7)" ruby
}

@test "--verdicts-score: short confirmed and written entries are scored in context, others are certain" {
    lists
    printf 'zig\tTool\nZIGGURAT\tTool\nziggurat\tTool\nzig kit\tTool\n' >lists/more.tsv
    by_hand ruby keep # annotated between quotes only
    score() { printf '%s\n' "$2" | "$GAZ" tag "$1" --to tsv --min-score 0 | cut -f6,7 | tr '\t\n' '=,'; }
    same "$("$GAZ" build lists -o auto.gaz | grep -o '[0-9]* confirmed ones scored in context')" \
        '2 confirmed ones scored in context'
    "$GAZ" build lists -o certain.gaz --verdicts-score certain | grep -vq confirmed
    "$GAZ" build lists -o context.gaz --verdicts-score context | grep -q ' 5 confirmed ones scored in context$'
    local word
    for word in zig ZIGGURAT; do
        [[ "$(score auto.gaz "the $word slept")" == 0.* ]]
        same "$(score certain.gaz "the $word slept")" "1.0=$word,"
    done
    for word in ziggurat 'zig kit' ruby; do
        same "$(score auto.gaz "the $word slept")" "1.0=$word,"
        [[ "$(score context.gaz "the $word slept")" == 0.* ]]
    done
    more() { awk -F= -v a="$(score context.gaz "$1")" -v b="$(score context.gaz "$2")" 'BEGIN { exit !(a + 0 > b + 0) }'; }
    more "' zig '" 'the zig slept'
    more "' ruby '" "' ziggurat '" # it has evidence, too
    "$GAZ" build lists -o none.gaz --no-context | grep -vq confirmed
    same "$(score none.gaz 'the zig slept')" '1.0=zig,'
    run "$GAZ" build lists -o m.gaz --verdicts-score often
    same "$status" 2
}

@test "drop: whatever its precision; a shorter entry is found in its place" {
    lists
    same "$(spans "' ruby kit '")" 'Tool=ruby kit,'
    by_hand 'ruby kit' drop
    same "$(spans "' ruby kit '")" 'Tool=ruby,'
    by_hand ruby drop
    same "$(spans "' ruby kit '")" ''
}

@test "a dropped variant stays dropped, also when it is no longer made, or annotated" {
    lists
    same "$(spans "' Ruby '")" 'Tool=Ruby,'
    by_hand Ruby drop
    harvest context
    same "$(spans "' Ruby '")" ''
    harvest context --variants none
    same "$(row Ruby 9)" 'Tool.variants.tsv|drop,'
    same "$(ls lists/*.variants.tsv)" lists/Tool.variants.tsv
    harvest context
    same "$(row Ruby 9)" 'Tool.variants.tsv|drop,'
    sed 's/^ruby\t/Ruby\t/' "$BATS_FILE_TMPDIR/context.conll" >annotated.conll
    "$GAZ" harvest annotated.conll -o lists --quiet
    same "$(row Ruby 8-9)" 'Tool.tsv||drop,'
    same "$(spans "' Ruby '")" ''
}

@test "an empty verdict takes an old one back" {
    lists
    by_hand ruby drop
    harvest context
    by_hand ruby ''
    harvest context
    same "$(row ruby 9)" 'Tool.tsv|,'
    diff -r lists "$BATS_FILE_TMPDIR/context"
}

@test "a type as verdict: the entry moves, and the type may be new only if there is a list of it" {
    lists
    by_hand ruby Step '' Q9
    same "$(spans 'the ruby slept')" 'Step=ruby,' # kept, so certain
    harvest context
    same "$(row ruby 9-11)" 'Step.tsv|keep||Q9,Tool.tsv|drop||Q9,'
    by_hand 'build 7' Step # its own: keep
    harvest context
    same "$(row 'build 7' 9)" 'Step.tsv|keep,'
    by_hand elm Gem
    fails 1 'lists/Tool.tsv: line ' "$GAZ" build lists -o n.gaz
    fails 1 'verdict is keep, drop, empty, or the type of one of the lists' \
        "$GAZ" harvest "$BATS_FILE_TMPDIR/context.conll" -o lists
    printf 'opal\n' >lists/Gem.tsv
    same "$(spans 'elm opal')" 'Gem=elm,Gem=opal,'
    harvest context
    same "$(row elm 9)" 'Gem.tsv|keep,Tool.tsv|drop,'
    same "$(row opal 7-9)" 'Gem.tsv|kept||,'
    by_hand Elm Gem # a variant
    harvest context
    same "$(spans "' Elm '")" 'Gem=Elm,'
}

@test "typing errors: file and line, and no list is changed" {
    lists
    local text column
    cp -r lists good
    while IFS=$'\t' read -r column text; do
        awk -F'\t' -v OFS='\t' -v c="$column" -v t="$text" 'FNR == 5 { $c = t } { print }' good/Tool.tsv >lists/Tool.tsv
        cp -r lists before
        fails 1 'lists/Tool.tsv: line 5: ' "$GAZ" harvest "$BATS_FILE_TMPDIR/context.conll" -o lists
        fails 1 'lists/Tool.tsv: line 5: ' "$GAZ" build lists -o m.gaz
        diff -r before lists
        rm -r before
    done <<'ERRORS'
9	kep
9	Keep
9	tool
9	keep 
9	Tool,Step
10	high
10	1.5
10	9999999999
5	1,5
5	2
6	much
6	1001
6	1e3
7	dropped
8	capital
2	-1
3	4294967296
ERRORS
    [ ! -e m.gaz ]
}

@test "a damaged scoring model: file and line, nothing is overwritten, nothing is built" {
    lists
    local line text size
    size=$(wc -l <lists/scoring.txt)
    # edit LINE SCRIPT: what is wrong is told with that line
    edit() {
        cp -r "$BATS_FILE_TMPDIR/context/scoring.txt" lists/
        sed -i "$2" lists/scoring.txt
        cp -r lists before
        fails 1 "lists/scoring.txt: line $1: " "$GAZ" harvest "$BATS_FILE_TMPDIR/context.conll" -o lists
        fails 1 "lists/scoring.txt: line $1: " "$GAZ" build lists -o m.gaz
        diff -r before lists
        rm -r before
    }
    edit 1 '1s/1/2/'
    edit 1 '1s/gaz/GAZ/'
    edit 1 '1d'
    edit 2 '2s/\t[^\t]*$//'
    edit 2 '2s/\t1\t/\tx\t/'
    edit 2 '2s/0\.02/1.02/'
    edit 3 '2p'
    edit 4 '4s/^ranges\t0/ranges\t-0/'
    edit $((size - 1)) '/^contiguous/d'
    edit 7 '7s/^bin/bun/'
    line=$(grep -n -m 1 '^point' "$BATS_FILE_TMPDIR/context/scoring.txt" | sed 's/:.*//')
    edit "$line" "${line}i\bin\t0\t0\t0" # there are ten
    edit "$line" "${line}s/^point\t0/point\t2/"
    edit $((line + 1)) "$((line + 1))s/^point\t0.01/point\t0/" # they ascend
    edit $((line + 2)) "$((line + 2))s/^point/pint/"
    edit $((line + 6)) "$((line + 6))s/.*//"
    edit $((line + 7)) "$((line + 7))s/\t/ /"
    line=$(grep -n '^weights' "$BATS_FILE_TMPDIR/context/scoring.txt" | sed -n '7s/:.*//p')
    edit "$line" "${line}s/\t[^\t]*\$/\tmany/"
    line=$(grep -n '^word' "$BATS_FILE_TMPDIR/context/scoring.txt" | sed -n '2s/:.*//p')
    edit "$line" "${line}s/^word\t[0-9]*/word\t99/"
    edit "$line" "${line}s/\t[^\t]*\$/\t/"
    edit "$size" "$(grep -n '^weights' "$BATS_FILE_TMPDIR/context/scoring.txt" | tail -n 1 | sed 's/:.*//')s/\t[^\t]*\$//"
    edit $((size + 1)) '$a\more'
    edit $((size - 1)) '/^estimate/d'
    : >lists/scoring.txt
    fails 1 'lists/scoring.txt: ' "$GAZ" build lists -o m.gaz
    head -c 100000 /dev/urandom >lists/scoring.txt
    fails 1 'lists/scoring.txt: ' "$GAZ" build lists -o m.gaz
    head -c $(($(stat -c %s "$BATS_FILE_TMPDIR/context/scoring.txt") / 3)) \
        "$BATS_FILE_TMPDIR/context/scoring.txt" >lists/scoring.txt
    fails 1 'lists/scoring.txt: ' "$GAZ" build lists -o m.gaz
    rm lists/scoring.txt
    mkdir lists/scoring.txt
    fails 1 'lists/scoring.txt: ' "$GAZ" build lists -o m.gaz
    [ ! -e m.gaz ]
}

@test "any damage to a scoring model is refused or harmless" {
    lists
    python3 - "$GAZ" "$BATS_FILE_TMPDIR/context/scoring.txt" <<'PYTHON'
import random, subprocess, sys
good = open(sys.argv[2], "rb").read()
rng = random.Random(5)
text = b"please ' ruby kit ' the ruby slept / elm kit ( 1 build 7\n"
refused = 0
for round_ in range(60):
    data = bytearray(good)
    for _ in range(rng.choice((1, 1, 3))):
        at = rng.randrange(rng.choice((400, len(data))))
        kind = rng.randrange(4)
        if kind == 0:
            data[at] = rng.choice(b"\t\n0 9.-x\0\xff")
        elif kind == 1:
            del data[at:at + rng.choice((1, 5, 500))]
        elif kind == 2:
            data[at:at] = rng.choice((b"9" * 12, b"\t", b"\n", b"-1", good[at:at + 50]))
        else:
            data = data[:at] + data[at:at + 30] + data[at:]
    open("lists/scoring.txt", "wb").write(data)
    done = subprocess.run([sys.argv[1], "build", "lists", "-o", "m.gaz", "--quiet"], capture_output=True)
    assert done.returncode in (0, 1), (round_, done)
    refused += done.returncode
    if done.returncode:
        assert b"scoring.txt" in done.stderr, done
        continue
    done = subprocess.run([sys.argv[1], "tag", "m.gaz", "--to", "tsv"], input=text, capture_output=True)
    assert done.returncode == 0, (round_, done)
    for row in done.stdout.decode().splitlines():
        assert 0 <= float(row.split("\t")[5]) <= 1, row
assert refused > 20, refused
PYTHON
}

@test "cross-validated, then harvested by purity: the scoring model and the variants go, verdicts stay" {
    lists
    by_hand ruby drop
    by_hand ELM keep
    harvest context --min-purity 0.25
    [ ! -e lists/scoring.txt ]
    same "$(ls lists | tr '\n' ' ')" 'Step.tsv Tool.tsv Tool.variants.tsv growth.txt '
    same "$(cut -f1 lists/Tool.variants.tsv | tr '\n' ' ')" 'surface ELM '
    same "$(cut -f6 lists/Step.tsv lists/Tool.tsv | sort -u | tr -d '\n')" log_odds # the column is empty
    same "$(row ruby 9)" 'Tool.tsv|drop,'
    "$GAZ" build lists -o m.gaz --quiet
    "$GAZ" info m.gaz | grep -qx "scores            the entries' precisions"
    rm -r lists
    lists
    harvest context --min-purity 0.25
    "$GAZ" harvest "$BATS_FILE_TMPDIR/context.conll" -o fresh --min-purity 0.25 --quiet
    diff -r fresh lists
    harvest context
    diff -r "$BATS_FILE_TMPDIR/context" lists
}

@test "an empty folder, and one with other files in it" {
    mkdir lists
    harvest context
    diff -r "$BATS_FILE_TMPDIR/context" lists
    rm -r lists
    mkdir lists lists/old.tsv.d
    echo 'my notes' >lists/README.md
    harvest context
    same "$(cat lists/README.md)" 'my notes'
    rm -r lists/README.md lists/old.tsv.d
    diff -r "$BATS_FILE_TMPDIR/context" lists
    mkdir empty
    "$GAZ" build empty -o m.gaz >out 2>err
    same "$(cat out)" 'm.gaz: 0 entries'
    grep -q 'no entries' err
    : >empty.conll
    "$GAZ" harvest empty.conll -o none >out
    grep -q '^not judged' out
    same "$(ls none)" ''
}

@test "lists by hand beside harvested ones: certain, and found again by the next harvest" {
    lists
    printf 'opal\nruby\n' >lists/Gem.tsv
    same "$(spans "opal , ' elm '")" 'Gem=opal,Tool=elm,'
    harvest context
    same "$(row opal 2-11)" 'Gem.tsv|0|0|0|1||kept||||,'
    same "$(spans "opal , ' elm '")" 'Gem=opal,Tool=elm,'
}

@test "the same entry in two places: a verdict is never lost, in whatever order they are read" {
    printf 'surface\tverdict\nruby\tdrop\nelm\t\n' >A.tsv
    printf 'surface\tverdict\nruby\t\nelm\tkeep\n' >B.tsv
    local order
    for order in 'A.tsv B.tsv' 'B.tsv A.tsv'; do
        "$GAZ" build $order --type Tool -o m.gaz --quiet
        same "$(echo 'ruby elm' | "$GAZ" tag m.gaz --to tsv | cut -f7)" elm
    done
}
