#!/usr/bin/env bats
# The annotation loop: pre-annotate, correct, harvest what was corrected, and be better.
load helper

# correct FORMAT: the gold annotations of half.conll in the place of the pre-annotated ones, as a person would leave them.
correct() {
    python3 "$TESTS/correct.py" "$1" half.conll pre corrected
}

# The F1 of a model on the corpus's dev part.
f1() {
    "$RELEASE" eval "$1" "$SHARED/corpora/ncbi-disease/dev.conll" 2>/dev/null | sed -n '2s/.*FB1: *//p'
}

# loop FORMAT: half of a corpus, then the other half through an annotation tool.
loop() {
    needs_shared corpora/ncbi-disease
    local train=$SHARED/corpora/ncbi-disease/train.conll before after
    awk -v RS= -v ORS='\n\n' 'NR % 2 == 1 { print > "first.conll" } NR % 2 == 0 { print > "half.conll" }' "$train"
    "$RELEASE" harvest first.conll -o lists --quiet
    # Two verdicts, as a person would write them.
    awk -F '\t' -v OFS='\t' 'NR == 1 { for (i = 1; i <= NF; i++) column[$i] = i }
        NR == 2 { $column["verdict"] = "keep" }
        $1 == "deficiency" || $1 == "HD" { $column["verdict"] = "drop" }
        { print }' lists/Disease.tsv >edited.tsv
    mv edited.tsv lists/Disease.tsv
    verdicts lists >verdicts.before
    same "$(cut -f 2 verdicts.before | sort -u | tr '\n' ' ')" 'drop keep '
    "$RELEASE" build lists -o first.gaz --quiet
    before=$(f1 first.gaz)

    "$RELEASE" tag first.gaz --from conll --to "$1" -o pre half.conll
    correct "$1" >work
    cat work
    local documents=(corrected/*)
    [ "$1" != brat ] || documents=(corrected)
    "$RELEASE" harvest first.conll "${documents[@]}" -o lists --quiet 2>harvest.err || { cat harvest.err; return 1; }
    verdicts lists >verdicts.after
    diff verdicts.before verdicts.after
    "$RELEASE" build lists -o second.gaz --quiet
    after=$(f1 second.gaz)
    echo "F1 on dev: $before, then $after"
    awk -v before="$before" -v after="$after" 'BEGIN { exit !(after > before + 1) }'
    # A dictionary saves work: most of what it marked was right.
    awk '{ exit !($2 > 0.7 * $4) }' work
}

# The entries with a verdict.
verdicts() {
    awk -F '\t' 'FNR == 1 { for (i = 1; i <= NF; i++) column[$i] = i; next }
        $column["verdict"] != "" { print $1 "\t" $column["verdict"] }' "$1"/*.tsv | sort
}

@test "through brat" {
    loop brat
}

@test "through doccano" {
    loop doccano
}

@test "through Label Studio" {
    loop label-studio
}

@test "through INCEpTION" {
    loop webanno
}
