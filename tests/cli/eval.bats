#!/usr/bin/env bats
# gaz eval: predicted spans against gold ones. The oracle is tests/conlleval.py.
load helper

SEED=${GAZ_TEST_SEED:-$RANDOM}

oracle() { # oracle [--strict SCHEME] FILE
    python3 "$TOP/tests/conlleval.py" "$@"
}

# random_tags report|strict|seqeval SCHEME...: many with the fast program, some with the checked one
random_tags() {
    echo "GAZ_TEST_SEED=$SEED"
    python3 "$TESTS/random_tags.py" "$1" "$RELEASE" 200 "$SEED" "${@:2}"
    python3 "$TESTS/random_tags.py" "$1" "$GAZ" 10 "$((SEED + 200))" "${@:2}"
}

# A model of small lists with scores, and a gold file for which every count can be worked out by hand.
small_case() {
    mkdir lists
    printf 'surface\tprecision\nkernel\t0.9\nkernel space\t0.8\nuser\t0.25\n' >lists/A.tsv
    printf 'surface\tprecision\nmemory\t0.7\nof\t0.1\n' >lists/B.tsv
    "$GAZ" build lists -o m.gaz --quiet "$@"
    printf '%s\n' 'kernel	B-A' 'the	O' 'memory	B-A' 'of	O' '' 'kernel	B-A' 'space	O' '' \
        'user	B-A' 'space	I-A' '' 'linux	B-B' '' 'kernel	O' 'memory	B-B' >gold.conll
}

# rewrite SCHEME <IOB2: the same entities in another scheme.
rewrite() {
    python3 -c '
import sys
scheme = sys.argv[1]
letters = {"bioes": "BIES", "bilou": "BILU", "bmes": "BMES"}.get(scheme)
rows = [line.rstrip("\n").split("\t") for line in sys.stdin]
tags = [row[1] if len(row) == 2 else "O" for row in rows]
for i, row in enumerate(rows):
    if tags[i] == "O":
        print(*row, sep="\t")
        continue
    kind = tags[i][2:]
    first = tags[i][0] == "B"
    last = tags[i + 1:i + 2] != ["I-" + kind]
    if letters:
        prefix = letters[3 if first and last else 0 if first else 2 if last else 1]
    else:
        prefix = "B" if first and i > 0 and tags[i - 1][2:] == kind else "I"
    print(row[0], prefix + "-" + kind, sep="\t")' "$1"
}

# bats test_tags=long
@test "random tags, proper and not: the report is the oracle's, byte for byte" {
    random_tags report iob1 iob2 iobes bilou bmes
}

# bats test_tags=long
@test "random tags with --strict: the report is the oracle's, byte for byte" {
    random_tags strict iob1 iob2 iobes bilou bmes
}

# bats test_tags=long
@test "random tags with --strict: the scores are seqeval's own" {
    needs_module seqeval.scheme
    random_tags seqeval iob1 iob2 iobes bilou
}

@test "conlleval's own input: gold and predicted tags in the last two columns" {
    printf '%s\n' 'U.N. NNP I-ORG I-ORG' 'official NN O O' 'Ekeus NNP I-PER I-PER' 'heads VBZ O O' \
        'for IN O I-PER' 'Baghdad NNP I-LOC I-LOC' '. . O O' '' 'West NNP I-MISC I-LOC' 'Indian NNP I-MISC I-LOC' >both
    "$GAZ" eval --pred both >report 2>notes
    cat >expected <<'REPORT'
processed 9 tokens with 4 phrases; found: 5 phrases; correct: 3.
accuracy:  66.67%; precision:  60.00%; recall:  75.00%; FB1:  66.67
              LOC: precision:  50.00%; recall: 100.00%; FB1:  66.67  2
             MISC: precision:   0.00%; recall:   0.00%; FB1:   0.00  0
              ORG: precision: 100.00%; recall: 100.00%; FB1: 100.00  1
              PER: precision:  50.00%; recall: 100.00%; FB1:  66.67  2
REPORT
    diff expected report
    [ ! -s notes ]
    cut -d' ' -f1,3 both >gold
    cut -d' ' -f1,4 both >predicted
    "$GAZ" eval --pred predicted gold --quiet | diff expected -
    "$GAZ" eval --pred both gold --quiet | diff expected - # the last column is the predicted one
    "$GAZ" eval --pred both --tag-column 3 --quiet | diff expected -
    oracle both | diff expected -
}

@test "nothing found, nothing to find, no tokens" {
    printf 'a\tB-X\tO\nb\tO\tO\nc\tO\tO\n' >none-found
    "$GAZ" eval --pred none-found --quiet | diff <(oracle none-found) -
    printf 'a\tO\tB-X\nb\tO\tO\nc\tO\tO\n' >none-gold
    "$GAZ" eval --pred none-gold --quiet | diff <(oracle none-gold) -
    printf 'a\tO\tO\nb\tO\tO\n' >neither
    "$GAZ" eval --pred neither --quiet | diff <(oracle neither) -
    : >empty
    same "$("$GAZ" eval --pred empty --quiet)" 'processed 0 tokens with 0 phrases; found: 0 phrases; correct: 0.'
    "$GAZ" eval --pred empty empty --quiet | diff <(oracle empty) -
    small_case
    "$GAZ" eval m.gaz empty --quiet --entries e.tsv | diff <(oracle empty) -
    same "$(wc -l <e.tsv)" 1
    "$GAZ" eval m.gaz empty --json --quiet | python3 -m json.tool >/dev/null
    printf 'kernel\tO\nof\tO\n' >all-outside # nothing tells the scheme: IOB2
    same "$("$GAZ" eval m.gaz all-outside --quiet --strict | head -n 1)" \
        'processed 2 tokens with 0 phrases; found: 2 phrases; correct: 0.'
    same "$("$GAZ" eval m.gaz all-outside --quiet --json | python3 -c 'import json, sys; print(json.load(sys.stdin)["scheme"])')" iob2
}

@test "a model's report is the oracle's on what gaz tag writes, in each scheme" {
    local scheme score
    sample_model m.gaz
    for scheme in iob2 iob1 bioes; do
        if [ $scheme = iob2 ]; then cp "$SAMPLE/sample.conll" gold; else rewrite $scheme <"$SAMPLE/sample.conll" >gold; fi
        for score in 0 0.7; do
            "$GAZ" tag m.gaz --from conll --to conll --scheme $scheme --min-score $score gold >tagged
            "$GAZ" eval m.gaz gold --min-score $score --quiet >report
            diff <(oracle tagged) report
            "$GAZ" eval --pred tagged --quiet | diff report -
            "$GAZ" eval m.gaz gold --min-score $score --strict --quiet | diff <(oracle --strict $scheme tagged) -
        done
        "$GAZ" tag m.gaz --from conll --to conll --scheme $scheme gold >tagged # the model's own threshold
        "$GAZ" eval m.gaz gold --quiet | diff <(oracle tagged) -
    done
    [ "$("$GAZ" eval m.gaz gold --quiet | wc -l)" -gt 10 ]
}

@test "a model's spans are written in the gold's own letters" {
    local scheme
    sample_model m.gaz
    "$GAZ" eval m.gaz "$SAMPLE/sample.conll" --quiet >expected
    for scheme in bilou bmes; do
        rewrite $scheme <"$SAMPLE/sample.conll" >gold
        "$GAZ" eval m.gaz gold --quiet | diff expected -
    done
}

@test "bare types: neighbours of one type are one entity, predicted ones too" {
    printf 'kernel\tOS\nof\tO\n' | "$GAZ" build --corpus - -o m.gaz --quiet
    printf 'kernel\tOS\nkernel\tOS\nof\tO\n\nkernel\tOS\n\nkernel\tOS\n' >gold
    "$GAZ" tag m.gaz --from conll --to conll --scheme bare gold >tagged
    "$GAZ" eval --pred tagged --quiet >report
    "$GAZ" eval m.gaz gold --quiet | diff report -
    same "$(head -n 1 report)" 'processed 5 tokens with 3 phrases; found: 3 phrases; correct: 3.'
    fails 1 'gold: ' "$GAZ" eval m.gaz gold --strict
}

# bats test_tags=long
@test "a whole corpus: the report is the oracle's" {
    needs_shared corpora/ncbi-disease
    local folder=$SHARED/corpora/ncbi-disease
    "$RELEASE" build "$folder/train.conll" -o m.gaz --quiet
    "$RELEASE" tag m.gaz --from conll --to conll "$folder/dev.conll" >tagged
    "$RELEASE" eval m.gaz "$folder/dev.conll" --quiet | diff <(oracle tagged) -
    "$RELEASE" eval m.gaz "$folder/dev.conll" --strict --quiet | diff <(oracle --strict iob2 tagged) -
}

@test "several gold files count as one" {
    small_case
    "$GAZ" eval m.gaz gold.conll gold.conll --quiet --entries e.tsv >report
    (cat gold.conll; echo; cat gold.conll) >twice
    "$GAZ" eval m.gaz twice --quiet --entries f.tsv | diff report -
    cmp e.tsv f.tsv
    same "$(head -n 1 report)" 'processed 22 tokens with 12 phrases; found: 14 phrases; correct: 4.'
    rewrite bioes <gold.conll >bioes # each file has its own scheme
    "$GAZ" eval m.gaz gold.conll bioes --quiet >mixed
    diff <(sed 2d report) <(sed 2d mixed)
    grep -q '^accuracy:  36.36%; precision:  28.57%; recall:  33.33%; FB1:  30.77$' mixed
}

@test "notes: repairs and the recall bound" {
    small_case
    "$GAZ" eval m.gaz gold.conll 2>notes >/dev/null
    printf '%s\n' 'gaz: recall bound: 66.67% (4 of 6 gold spans are entries of the model); recall: 33.33%' | diff - notes
    "$GAZ" eval m.gaz gold.conll --min-score 1 2>notes >/dev/null # whatever their score
    grep -q 'recall bound: 66.67% (4 of 6 .*; recall: 0.00%$' notes
    "$GAZ" eval m.gaz gold.conll --quiet 2>notes >/dev/null
    [ ! -s notes ]
    printf 'a\tI-X\tB-X\nb\tO\tO\nc\tB-X\tB-Y\nd\tI-X\tI-X\n' >both
    "$GAZ" eval --pred both 2>notes >/dev/null
    same "$(cat notes)" 'gaz: repairs: gold 1 (1 stray I-, 0 unclosed), predicted 1 (1 stray I-, 0 unclosed)'
    printf 'a\tB-X\tS-X\nb\tO\tO\nc\tS-X\tB-X\nd\tE-X\tI-X\n' >both
    "$GAZ" eval --pred both --strict 2>notes >/dev/null
    same "$(cat notes)" \
        'gaz: repairs that --strict leaves undone: gold 2 (1 stray I-, 1 unclosed), predicted 1 (0 stray I-, 1 unclosed)'
}

@test "--strict: what is improper is no entity" {
    printf 'a\tI-X\tI-X\nb\tO\tO\nc\tB-X\tB-X\nd\tI-Y\tI-Y\ne\tO\tO\nf\tB-X\tB-X\n' >both
    same "$("$GAZ" eval --pred both --quiet | head -n 1)" \
        'processed 6 tokens with 4 phrases; found: 4 phrases; correct: 4.'
    same "$("$GAZ" eval --pred both --quiet --strict | head -n 1)" \
        'processed 6 tokens with 2 phrases; found: 2 phrases; correct: 2.'
    same "$("$GAZ" eval --pred both --quiet --strict --scheme iob1 | head -n 1)" \
        'processed 6 tokens with 2 phrases; found: 2 phrases; correct: 2.'
    printf 'a\tB-X\tB-X\nb\tI-X\tE-X\nc\tO\tO\n' >mixed
    fails 1 'mixed: the tag "E-X" of token 2 (sentence 1) is none of IOB2' "$GAZ" eval --pred mixed --strict
}

@test "--json: valid, and what the report says" {
    small_case
    "$GAZ" eval m.gaz gold.conll --json --quiet >made.json
    "$GAZ" eval m.gaz gold.conll --quiet >report
    "$GAZ" eval m.gaz gold.conll --json --strict --quiet --calibration >strict.json
    python3 - <<'CHECK'
import json
made = json.load(open("made.json"))
lines = open("report").read().splitlines()
row = "precision: {:6.2f}%; recall: {:6.2f}%; FB1: {:6.2f}"
scores = lambda of: row.format(*(100 * of[key] for key in ("precision", "recall", "f1")))
assert lines[0] == ("processed {tokens} tokens with {gold} phrases; found: {found} phrases; correct: {correct}."
                    .format(**made)), made
assert lines[1] == "accuracy: {:6.2f}%; ".format(100 * made["accuracy"]) + scores(made), made
assert lines[2:] == [f"{t['type']:>17}: {scores(t)}  {t['found']}" for t in made["types"]], made
assert made["strict"] is False and made["scheme"] == "iob2" and made["files"] == 1 and made["sentences"] == 5
assert made["correct_tags"] == 5 and abs(made["accuracy"] - 5 / 11) < 1e-9, made
assert made["reachable"] == 4 and abs(made["recall_bound"] - 4 / 6) < 1e-9
none = dict.fromkeys(("stray_inside", "unclosed", "widened", "left_out", "unannotated", "unreviewed", "malformed"), 0)
assert made["repairs"] == {"gold": none, "predicted": none}
bins = made["calibration"]["bins"]
assert [(b["from"], b["to"]) for b in bins] == [(i / 10, (i + 1) / 10) for i in range(10)], bins
assert [b["spans"] for b in bins] == [0, 1, 1, 0, 0, 0, 0, 2, 1, 2], bins
assert bins[0]["score"] is None and bins[0]["precision"] is None and bins[9]["precision"] == 0.5
assert abs(bins[9]["score"] - 0.9) < 1e-6
assert abs(made["calibration"]["expected_calibration_error"] - 2.35 / 7) < 1e-6
assert json.load(open("strict.json"))["strict"] is True
CHECK
    printf 'a\tB-q"\\\tB-q"\\\nb\tB-\xff\xc3\xa9\tO\nc\tO\tO\nd\tO\tB-r\xed\xa0\x80\xe2(\xc3\n' >odd
    "$GAZ" eval --pred odd --json --quiet --lenient >odd.json
    python3 - <<'CHECK'
import json
made = json.load(open("odd.json", encoding="utf-8"))
types = [of["type"] for of in made["types"]]
assert types == ['q"\\', "r\ufffd\ufffd\ufffd\ufffd(\ufffd", "\ufffd\u00e9"], types
assert made["reachable"] is made["recall_bound"] is made["calibration"] is None, made
CHECK
}

@test "--calibration: ten bins, worked out by hand" {
    small_case
    "$GAZ" eval m.gaz gold.conll --quiet --calibration >made
    "$GAZ" eval m.gaz gold.conll --quiet >report
    diff report <(head -n 4 made)
    diff <(tail -n +5 made) - <<'TABLE'

score           spans       mean  precision
0.0 to 0.1          0          -          -
0.1 to 0.2          1     0.1000     0.0000
0.2 to 0.3          1     0.2500     0.0000
0.3 to 0.4          0          -          -
0.4 to 0.5          0          -          -
0.5 to 0.6          0          -          -
0.6 to 0.7          0          -          -
0.7 to 0.8          2     0.7000     0.5000
0.8 to 0.9          1     0.8000     0.0000
0.9 to 1.0          2     0.9000     0.5000
expected calibration error: 0.3357
TABLE
}

@test "--entries: every column, worked out by hand" {
    small_case
    "$GAZ" eval m.gaz gold.conll --quiet --entries e.tsv >/dev/null
    tr '\t' '|' <e.tsv | diff - <(
        cat <<'TABLE'
surface|type|fired|right|wrong_type|wrong_span|outside|missed|shadowed|shadowed_by|score|in_model
kernel|A|2|1|0|0|1|1|1|kernel space|0.9|yes
kernel space|A|1|0|0|1|0|0|0||0.8|yes
memory|B|2|1|1|0|0|0|0||0.7|yes
of|B|1|0|0|0|1|0|0||0.1|yes
user|A|1|0|0|1|0|0|0||0.25|yes
linux|B|0|0|0|0|0|1|0|||no
memory|A|0|0|0|0|0|1|0|||yes
user space|A|0|0|0|0|0|1|0|||no
TABLE
    )
    "$GAZ" eval m.gaz gold.conll --quiet --entries e.tsv --min-score 0.85 >/dev/null
    grep -qx 'kernel	A	3	2	0	0	1	0	0		0.9	yes' e.tsv # it is what kernel space gives way to
    grep -qx 'memory	B	0	0	0	0	0	1	0			yes' e.tsv
    run ! grep -q '^of	' e.tsv
}

@test "--entries: who shadows most often; escapes; a failed write leaves the old file" {
    printf 'a b\tT\nb c\tT\nx y\tT\nb\tT\n' >list.tsv
    "$GAZ" build list.tsv -o m.gaz --quiet
    printf '%s\n' 'b	B-T' 'c	O' '' 'b	B-T' 'c	O' '' 'a	O' 'b	B-T' '' 'q r	B-T' '' >gold
    "$GAZ" eval m.gaz gold --separator tab --quiet --entries e.tsv >/dev/null
    grep -qx 'b	T	0	0	0	0	0	3	3	b c		yes' e.tsv
    grep -qx 'q\\sr	T	0	0	0	0	0	1	0			no' e.tsv
    printf '%s\n' 'b	B-T' 'c	O' '' 'a	O' 'b	B-T' >gold # as often: the first by its bytes
    "$GAZ" eval m.gaz gold --quiet --entries e.tsv >/dev/null
    grep -qx 'b	T	0	0	0	0	0	2	2	a b		yes' e.tsv
    printf '%s\n' 'o	B-T' 'p	I-T' 'q	O' 'r	O' '' 'b	B-T' 's	O' >gold # overlapping is not shadowing
    printf 'p q r\tT\n' | "$GAZ" build - -o n.gaz --quiet
    "$GAZ" eval n.gaz gold --quiet --entries e.tsv >/dev/null
    grep -qx 'o p	T	0	0	0	0	0	1	0			no' e.tsv
    grep -qx 'p q r	T	1	0	0	1	0	0	0		1	yes' e.tsv
    printf '%s\n' 'u	B-T' 'w	B-T' 'w	B-T' 'v	B-T' 'v	B-S' >gold # most missed first, then by surface and type
    "$GAZ" eval n.gaz gold --quiet --entries e.tsv >/dev/null
    same "$(cut -f 1,2,8 e.tsv | tail -n +2 | tr '\t\n' ' ,')" 'w T 2,u T 1,v S 1,v T 1,'
    cp e.tsv before.tsv
    fails 1 'absent: ' "$GAZ" eval m.gaz absent --quiet --entries e.tsv
    cmp e.tsv before.tsv
    fails 1 'absent/e.tsv: ' "$GAZ" eval m.gaz gold --quiet --entries absent/e.tsv
    fails 1 '/dev/full: ' "$GAZ" eval m.gaz gold --quiet --entries /dev/full
    files list.tsv m.gaz n.gaz gold e.tsv before.tsv
}

@test "a model that ignores case: spans, ceiling and entries" {
    small_case --ignore-case
    sed -i 's/^kernel/Kernel/; s/^linux/LINUX/' gold.conll
    "$GAZ" tag m.gaz --from conll --to conll gold.conll >tagged
    "$GAZ" eval m.gaz gold.conll --entries e.tsv 2>notes >report
    diff <(oracle tagged) report
    grep -q '(4 of 6 gold spans' notes
    grep -q '^kernel	A	2	1	0	0	1	1	1	kernel space	0.9	yes$' e.tsv
    grep -q '^linux	B	0	.*	no$' e.tsv
    "$GAZ" build "$SAMPLE/sample.conll" -o n.gaz --ignore-case --quiet
    sed 's/^Linux/LINUX/; s/^C	/c	/' "$SAMPLE/sample.conll" >gold
    "$GAZ" tag n.gaz --from conll --to conll gold >tagged
    "$GAZ" eval n.gaz gold --quiet | diff <(oracle tagged) -
}

@test "--precision: the score that gaz tag takes for it" {
    local precision
    python3 "$TESTS/context_corpus.py" 600 >gold.conll
    "$RELEASE" harvest gold.conll -o lists --quiet
    "$GAZ" build lists -o m.gaz --quiet
    for precision in 0.5 0.9 0.99; do
        "$GAZ" tag m.gaz --from conll --to conll --precision $precision gold.conll >tagged
        "$GAZ" eval m.gaz gold.conll --quiet --precision $precision >$precision.report
        diff <(oracle tagged) $precision.report
    done
    run ! cmp -s 0.5.report 0.99.report
    awk -F'\t' '$1 == "point" && $3 >= 0.5 { print $2; exit }' lists/scoring.txt >score
    "$GAZ" eval m.gaz gold.conll --quiet --min-score "$(cat score)" | diff - 0.5.report
    "$GAZ" eval m.gaz gold.conll --quiet --json --precision 0.99 | python3 -m json.tool >/dev/null
    "$GAZ" build gold.conll -o purity.gaz --min-purity 0.25 --quiet
    fails 1 'no score of this model promises a precision of 0.9' "$GAZ" eval purity.gaz gold.conll --precision 0.9
    [ ! -s "$BATS_TEST_TMPDIR/out" ]
    fails 2 '--precision needs a model' "$GAZ" eval --pred tagged --precision 0.9
    fails 2 '--precision' "$GAZ" eval m.gaz gold.conll --precision 2
    fails 1 'absent: ' "$GAZ" eval absent gold.conll --precision 0.9
}

@test "standard input, gzip and zstd" {
    small_case
    "$GAZ" eval m.gaz gold.conll --quiet >report
    "$GAZ" eval m.gaz - --quiet <gold.conll | diff report -
    gzip -c gold.conll >gold.gz
    "$GAZ" eval m.gaz gold.gz --quiet | diff report -
    zstd -q -c gold.conll >gold.zst
    "$GAZ" eval m.gaz gold.zst --quiet | diff report -
    "$GAZ" tag m.gaz --from conll --to conll gold.conll | "$GAZ" eval --pred - --quiet | diff report -
    "$GAZ" tag m.gaz --from conll --to conll gold.conll | "$GAZ" eval --pred - gold.conll --quiet | diff report -
    "$GAZ" tag m.gaz --from conll --to conll --replace-tag gold.conll >predicted
    "$GAZ" eval --pred predicted - --quiet <gold.conll | diff report -
}

@test "other tokens or sentences in the two files: which ones, in one line" {
    printf 'a\tB-X\nb\tO\n\nc\tO\nd\tO\n' >gold
    printf 'a\tB-X\nb\tO\n\nx\tO\nd\tO\n' >other
    fails 1 'other: token 3 (sentence 2) is "x"; in gold it is "c"' "$GAZ" eval --pred other gold
    fails 1 'standard input: token 3 (sentence 2) is "x"; in gold it is "c"' "$GAZ" eval --pred - gold <other
    printf 'a\tB-X\nb\tO\n\nc\tO\n' >short
    fails 1 'short: ends after 3 tokens; token 4 (sentence 2) of gold is "d"' "$GAZ" eval --pred short gold
    printf 'a\tB-X\nb\tO\n\nc\tO\nd\tO\n\ne\tO\n' >long
    fails 1 'long: token 5 (sentence 3) is "e"; gold ends after 4 tokens' "$GAZ" eval --pred long gold
    printf 'a\tB-X\nb\tO\nc\tO\n\nd\tO\n' >cut
    fails 1 'cut: sentence 1 ends with token 3, "c"; in gold it ends with token 2, "b"' "$GAZ" eval --pred cut gold
    printf 'a\tB-X\nb\tO\nc\tO\nd\tO\n' >joined
    fails 1 'joined: sentence 1 ends with token 4, "d"; in gold it ends with token 2, "b"' \
        "$GAZ" eval --pred joined gold
    : >empty
    fails 1 'empty: ends after 0 tokens; token 1 (sentence 1) of gold is "a"' "$GAZ" eval --pred empty gold
    fails 1 'gold: token 1 (sentence 1) is "a"; empty ends after 0 tokens' "$GAZ" eval --pred gold empty
}

@test "files that do not fit" {
    small_case
    printf 'a\tO\n' >two
    fails 1 'two: 2 columns, expected at least 3' "$GAZ" eval --pred two
    printf 'a\nb\n' >one
    fails 1 'one: 1 column, expected at least 2' "$GAZ" eval --pred one gold.conll
    printf 'a\tO\tO\nb\tO\tword\nc\tO\tO\nd\tB-X\tO\n' >bad
    fails 1 'bad: line 2: "word" is no tag of column 3' "$GAZ" eval --pred bad
    fails 2 'bad: column 3 cannot hold both gold and predicted tags' "$GAZ" eval --pred bad --tag-column 3
    fails 2 'bad: column 1 cannot hold both token and tag' "$GAZ" eval --pred bad --tag-column 1 --token-column 1
    fails 1 'absent: ' "$GAZ" eval absent gold.conll
    fails 1 'absent: ' "$GAZ" eval m.gaz gold.conll absent
    fails 1 'absent: ' "$GAZ" eval --pred absent
    fails 1 'absent: ' "$GAZ" eval --pred gold.conll absent
    fails 1 'gold.conll: ' "$GAZ" eval gold.conll m.gaz
    "$GAZ" build lists -o words.gaz --tokens words --quiet
    fails 2 'no corpus tokens' "$GAZ" eval words.gaz gold.conll
    printf 'a\tB-X\nb\nc\tO\n' >ragged
    fails 1 'ragged: line 2: ' "$GAZ" eval m.gaz ragged
    same "$("$GAZ" eval m.gaz ragged --lenient --quiet | head -n 1)" \
        'processed 2 tokens with 1 phrases; found: 0 phrases; correct: 0.'
}

@test "wrong usage: exit 2" {
    small_case
    fails 2 'no model' "$GAZ" eval
    fails 2 'no gold file' "$GAZ" eval m.gaz
    fails 2 'one gold file' "$GAZ" eval --pred gold.conll gold.conll gold.conll
    fails 2 '--entries needs a model' "$GAZ" eval --pred gold.conll --entries e.tsv
    fails 2 '--calibration needs a model' "$GAZ" eval --pred gold.conll --calibration
    fails 2 '--min-score needs a model' "$GAZ" eval --pred gold.conll --min-score 0.5
    fails 2 '--min-score' "$GAZ" eval m.gaz gold.conll --min-score 2
    fails 2 '--scheme' "$GAZ" eval m.gaz gold.conll --scheme iob3
    fails 2 'once' "$GAZ" eval --pred - -
    fails 2 'once' "$GAZ" eval m.gaz - -
    fails 2 'nonsense' "$GAZ" eval m.gaz gold.conll --nonsense
    files lists m.gaz gold.conll
    "$GAZ" eval --help | grep -q '^example: gaz eval '
}
