#!/usr/bin/env bats
# What gaz tag finds by scores: of entries alone, and of matches in context.
load helper

setup_file() {
    context_lists
    "$RELEASE" build context -o context.gaz --quiet
    "$RELEASE" build context --no-context -o alone.gaz --quiet
    "$RELEASE" build context.conll --min-purity 0.25 -o purity.gaz --quiet
    printf "%s\n" "install ' ruby ' today ." "the ruby slept quietly ." "install ' ruby kit ' today ." \
        "sold / ruby kit ( parts )" "run build 7 again" >lines
}

tag() { # tag MODEL [OPTION...]: line/surface of each span in `lines`
    "$GAZ" tag "$BATS_FILE_TMPDIR/$1.gaz" --to tsv "${@:2}" "$BATS_FILE_TMPDIR/lines" | cut -f2,7 | tr '\t\n' '/,'
}

# Lists whose entries have log odds, and a scoring model whose weights are all zero, but those in $1: lines of row, column and
# weight, with TABs. The lowest score is 0.5.
weighed_lists() {
    cp -r "$BATS_FILE_TMPDIR/context" lists
    rm lists/*.variants.tsv
    printf 'surface\tlog_odds\n%s\t-1\n%s\t1\n%s\t2\n' 'kernel space' kernel low >lists/Tool.tsv
    printf 'surface\tlog_odds\tpriority\n%s\t-3\t1\n%s\t0\t\n' low step >lists/Step.tsv
    python3 - "$1" <<'PYTHON'
import sys
wanted = {}
for line in sys.argv[1].splitlines():
    row, column, weight = line.split("\t")
    wanted[row] = (int(column), weight)
rows = [line.rstrip("\n").split("\t") for line in open("lists/scoring.txt", encoding="utf-8")]
for row in rows:
    if row[0] == "estimate":
        row[4] = "0.5"
    if row[0] == "weights":
        row[2:] = ["0"] * (len(row) - 2)
        if row[1] in wanted:
            column, weight = wanted.pop(row[1])
            row[2 + column] = weight
assert not wanted, wanted
open("lists/scoring.txt", "w", encoding="utf-8").writelines("\t".join(row) + "\n" for row in rows)
PYTHON
    "$GAZ" build lists -o m.gaz --quiet
}

spans() { # spans TEXT [OPTION...]: surface/score of each span that m.gaz finds
    printf '%s\n' "$1" | "$GAZ" tag m.gaz --to tsv "${@:2}" | cut -f6,7 | sed 's/^\([^\t]*\)\t\(.*\)/\2=\1/' | tr '\n' ,
}

@test "what surrounds a match decides, and a longer match gives way to a shorter one" {
    same "$(tag context)" "1/ruby,3/ruby kit,4/ruby,5/build 7,"
    same "$(tag context --from text)" "1/ruby,3/ruby kit,4/ruby,5/build 7,"
    same "$(tag alone)" "1/ruby,2/ruby,3/ruby,4/ruby,5/build 7," # all of a surface, or none
    "$GAZ" info "$BATS_FILE_TMPDIR/context.gaz" | grep -qx 'scores            by what surrounds a match'
    "$GAZ" info "$BATS_FILE_TMPDIR/context.gaz" | grep -qx 'lowest score      0\.[0-9]*'
    "$GAZ" info "$BATS_FILE_TMPDIR/alone.gaz" | grep -qx "scores            the entries' precisions"
    "$GAZ" info "$BATS_FILE_TMPDIR/alone.gaz" | grep -qx 'lowest score      0'
}

@test "without context every match of an entry has its precision as score" {
    local surface precision
    "$GAZ" tag "$BATS_FILE_TMPDIR/alone.gaz" --from conll --to tsv "$BATS_FILE_TMPDIR/context.conll" |
        cut -f5-7 | sort -u >found
    [ "$(wc -l <found)" -gt 50 ]
    same "$(cut -f3 found | sort | uniq -d)" '' # one score for each
    while IFS=$'\t' read -r type score surface; do
        awk -F'\t' -v s="$surface" '$1 == s { print $5 }' "$BATS_FILE_TMPDIR/context/$type.tsv" >precision
        same "$surface $(cat precision)" "$surface $score"
    done <found
    "$GAZ" tag "$BATS_FILE_TMPDIR/context.gaz" --from conll --to tsv "$BATS_FILE_TMPDIR/context.conll" |
        cut -f6,7 | sort -u | cut -f2 | sort | uniq -d | grep -qx ruby # and in context several
}

@test "--min-score: 0 takes the longest whatever it is worth, 1 only what is certain" {
    same "$(tag context --min-score 0)" "1/ruby,2/ruby,3/ruby kit,4/ruby kit,5/build 7,"
    same "$(tag context --min-score 1)" ''
    same "$(tag context --min-score 0.5)" "$(tag context)"
    "$GAZ" build "$BATS_FILE_TMPDIR/context" -o n.gaz --quiet # what a model says is what it does
    local lowest
    lowest=$("$GAZ" info n.gaz | sed -n 's/^lowest score *//p')
    "$GAZ" tag n.gaz --from conll "$BATS_FILE_TMPDIR/context.conll" >default
    "$GAZ" tag n.gaz --from conll --min-score "$lowest" "$BATS_FILE_TMPDIR/context.conll" | cmp default -
}

@test "--all: every match with a good score, and its own" {
    same "$(tag context --all)" "1/ruby,3/ruby kit,3/ruby,4/ruby,5/build 7,"
    same "$(tag context --all --min-score 0)" "1/ruby,2/ruby,3/ruby kit,3/ruby,4/ruby kit,4/ruby,5/build 7,"
    "$GAZ" tag "$BATS_FILE_TMPDIR/context.gaz" --to tsv --all "$BATS_FILE_TMPDIR/lines" | sort >every
    "$GAZ" tag "$BATS_FILE_TMPDIR/context.gaz" --to tsv "$BATS_FILE_TMPDIR/lines" | sort >chosen
    same "$(comm -13 every chosen)" ''
}

@test "--type filters what was chosen, and does not choose another" {
    same "$(tag context --type Step)" "5/build 7,"
    same "$(tag context --type Tool --type Step)" "$(tag context)"
}

@test "--precision: the lowest score that promises it" {
    local precision lowest
    for precision in 0.5 0.9 0.99; do
        lowest=$(awk -F'\t' -v p=$precision '$1 == "point" && $3 >= p { print $2; exit }' \
            "$BATS_FILE_TMPDIR/context/scoring.txt")
        [ -n "$lowest" ]
        "$GAZ" tag "$BATS_FILE_TMPDIR/context.gaz" --from conll --to tsv --min-score "$lowest" \
            "$BATS_FILE_TMPDIR/context.conll" >expected
        [ -s expected ]
        "$GAZ" tag "$BATS_FILE_TMPDIR/context.gaz" --from conll --to tsv --precision $precision \
            "$BATS_FILE_TMPDIR/context.conll" | cmp expected -
    done
    same "$(tag context --precision 0.5)" "1/ruby,2/ruby,3/ruby kit,4/ruby kit,5/build 7,"
    same "$(tag context --precision 0.99)" "1/ruby,3/ruby kit,4/ruby,5/build 7,"
}

@test "--precision of a model without a scoring model, and one that no score promises" {
    fails 1 'no score of this model promises a precision of 0.9' "$GAZ" tag "$BATS_FILE_TMPDIR/purity.gaz" \
        --precision 0.9 "$BATS_FILE_TMPDIR/lines"
    [ ! -s "$BATS_TEST_TMPDIR/out" ]
    small_model
    fails 1 'no score of this model promises a precision of 0.01' "$GAZ" tag m.gaz --precision 0.01 small.tsv
    printf 'x\tB-T\ny\tO\n\n' >few.conll
    "$GAZ" build few.conll -o few.gaz --quiet
    fails 1 'no score' "$GAZ" tag few.gaz --precision 0.5 few.conll
    sed 's/^\(point\t[^\t]*\)\t[^\t]*/\1\t0.9/' "$BATS_FILE_TMPDIR/context/scoring.txt" >scoring.txt
    cp -r "$BATS_FILE_TMPDIR/context" lists
    cp scoring.txt lists/
    "$GAZ" build lists -o m.gaz --quiet
    "$GAZ" tag m.gaz --precision 0.9 "$BATS_FILE_TMPDIR/lines" >/dev/null
    fails 1 'no score of this model promises a precision of 0.95' "$GAZ" tag m.gaz --precision 0.95 small.tsv
    fails 2 '--precision' "$GAZ" tag m.gaz --precision 1.5 small.tsv
    fails 2 '--precision' "$GAZ" tag m.gaz --precision high small.tsv
    fails 2 '--min-score' "$GAZ" tag m.gaz --min-score 1.5 small.tsv
    fails 2 '--min-score' "$GAZ" tag m.gaz --min-score -1 small.tsv
}

@test "scores are from the lowest wanted to 1, in tsv and jsonl, and the same" {
    local option lowest from
    for from in tokenized text; do
        for option in '' '--min-score 0.3' '--min-score 0.995' '--min-score 0' '--all' '--all --min-score 0'; do
            lowest=$(echo "$option" | sed -n 's/.*--min-score //p')
            [ -n "$lowest" ] ||
                lowest=$("$GAZ" info "$BATS_FILE_TMPDIR/context.gaz" | sed -n 's/^lowest score *//p')
            cut -f1 "$BATS_FILE_TMPDIR/context.conll" | sed 's/^$/\x01/' | tr '\n\001' ' \n' >text
            "$GAZ" tag "$BATS_FILE_TMPDIR/context.gaz" --from $from --to tsv $option text | cut -f5-7 >tsv
            [ -s tsv ]
            awk -F'\t' -v lowest="$lowest" '$2 < lowest - 5e-5 || $2 > 1 { print; exit 1 }' tsv
            "$GAZ" tag "$BATS_FILE_TMPDIR/context.gaz" --from $from --to jsonl $option text | python3 -c '
import json, sys
for line in sys.stdin:
    for span in json.loads(line)["spans"]:
        print(span["label"], format(span["score"], ".10g"), span["text"], sep="\t")' | cmp tsv -
        done
    done
}

@test "log odds and weights, by hand: what a score is" {
    weighed_lists ''
    same "$(spans 'a kernel , kernel space , step')" 'kernel=0.7311,kernel=0.7311,step=0.5,'
    same "$(spans 'a kernel space' --min-score 0.26)" 'kernel space=0.2689,'
    same "$(spans 'a kernel space' --min-score 0.27)" 'kernel=0.7311,'
    same "$(spans 'a kernel space' --all --min-score 0)" 'kernel space=0.2689,kernel=0.7311,'
    same "$(spans 'a kernel space' --min-score 0.74)" ''
    rm -r lists
    weighed_lists $'right Capitalized\t1\t2\nleft digits\t0\t-0.5\nboth: left lower\t1\t0.25'
    same "$(spans ', kernel space')" 'kernel=0.7311,'
    same "$(spans ', kernel space Here')" 'kernel space=0.7311,' # -1 + 2, of the second type
    same "$(spans ', step Here')" 'step=0.5,'                    # not of the first
    same "$(spans '12 step')" ''                                 # 0 - 0.5 of the first type
    same "$(spans '12 step' --min-score 0)" 'step=0.3775,'
    same "$(spans '12 kernel')" 'kernel=0.7311,'
    same "$(spans 'a step b')" 'step=0.5622,'           # between two words in lower case
    same "$(spans 'a kernel space')" 'kernel=0.7773,'   # so is kernel; kernel space ends its sentence
    same "$(spans 'step b')" 'step=0.5,'
    same "$(spans ', kernel space Here' --from text)" 'kernel space=0.7311,'
    same "$(printf ', kernel\nspace Here\n' | "$GAZ" tag m.gaz --from text --paragraphs --to tsv | cut -f6)" 0.7311
    same "$(printf ',\nkernel\nspace\nHere\n' | "$GAZ" tag m.gaz --from conll --to tsv | cut -f6)" 0.7311
    same "$(printf ', kernel space\nHere\n' | "$GAZ" tag m.gaz --from text --to tsv | cut -f7)" kernel
}

@test "a human's word against scores: keep is certain, priority comes before, and the next sense steps in" {
    weighed_lists ''
    same "$(spans low)" 'low=0.8808,' # Step has it by priority, with log odds of -3, and gives way to Tool
    same "$(spans low --min-score 0)" 'low=0.0474,'
    sed -i 's/^surface\tlog_odds$/&\tverdict/; s/^kernel space\t-1$/&\tkeep/' lists/Tool.tsv
    "$GAZ" build lists -o m.gaz --quiet
    same "$(spans 'a kernel space')" 'kernel space=1.0,'
    same "$(spans 'a kernel space' --min-score 1)" 'kernel space=1.0,'
    sed -i 's/\tkeep$/\tdrop/' lists/Tool.tsv
    "$GAZ" build lists -o m.gaz --quiet
    same "$(spans 'a kernel space' --min-score 0)" 'kernel=0.7311,'
}

@test "an entry that is added by hand is certain in a model with scores, also of a new type" {
    cp -r "$BATS_FILE_TMPDIR/context" lists
    echo 'quietly' >lists/Manner.tsv
    printf 'slept\n' >lists/Word.tsv
    "$GAZ" build lists -o m.gaz --quiet
    same "$(spans 'the ruby slept quietly .')" 'slept=1.0,quietly=1.0,'
    same "$(spans "install ' ruby kit ' today" | sed 's/=.*//')" 'ruby kit'
}

@test "lists without their scoring model: scores are the entries' precisions" {
    cp -r "$BATS_FILE_TMPDIR/context" lists
    rm lists/scoring.txt
    "$GAZ" build lists -o m.gaz --quiet
    "$GAZ" info m.gaz | grep -qx "scores            the entries' precisions"
    same "$(spans 'ruby' | sed 's/.*=//; s/,//')" "$(awk -F'\t' '$1 == "ruby" { print $5 }' lists/Tool.tsv)"
}

@test "--score-column: the score of each token's span, as tsv has it, before the tag" {
    local options
    for options in '' '--from conll' '--from conll -j 2' '--from text' '--id-column' '--scheme bioes'; do
        case $options in --from\ conll*) input=$BATS_FILE_TMPDIR/context.conll ;; *) input=$BATS_FILE_TMPDIR/lines ;; esac
        "$GAZ" tag "$BATS_FILE_TMPDIR/context.gaz" --to conll $options "$input" >plain
        "$GAZ" tag "$BATS_FILE_TMPDIR/context.gaz" --to conll --score-column $options "$input" >scored
        "$GAZ" tag "$BATS_FILE_TMPDIR/context.gaz" --to tsv ${options/--[is][dc]*/} "$input" | cut -f6 >scores
        python3 - "$options" <<'PYTHON'
import sys
at = -2 if "--id-column" in sys.argv[1] else -1
plain, scored = ([line.rstrip("\n").split("\t") for line in open(name)] for name in ("plain", "scored"))
scores = iter(open("scores").read().split())
assert len(plain) == len(scored)
score, spans = None, 0
for before, after in zip(plain, scored):
    if len(before) == 1:
        assert before == after
        continue
    tag = before[at]
    if tag[0] in "BS":
        score, spans = next(scores), spans + 1
    assert after == before[:at] + ["0" if tag == "O" else score] + before[at:], (before, after, score)
assert spans > 2 and next(scores, None) is None, spans
PYTHON
    done
    printf 'sold O\r\n/ O\r\nruby O\r\nkit O\r\n' >blanks
    "$GAZ" tag "$BATS_FILE_TMPDIR/context.gaz" --from conll --min-score 0 --score-column blanks >scored
    same "$(tr -d '\r' <scored | grep -cxE '(sold|/) O 0 O|ruby O 0\.[0-9]+ B-Tool|kit O 0\.[0-9]+ I-Tool')" 4
    "$GAZ" tag "$BATS_FILE_TMPDIR/context.gaz" --from conll --min-score 0 --score-column --replace-tag blanks |
        diff <(cut -d' ' -f1,3- scored) -
    fails 2 'a column of scores is one of conll output' "$GAZ" tag "$BATS_FILE_TMPDIR/context.gaz" --to tsv \
        --score-column blanks
}
