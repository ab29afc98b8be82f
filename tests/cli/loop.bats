#!/usr/bin/env bats
# The annotation loop: pre-annotate, correct, harvest what was corrected, and be better.
# bats file_tags=long

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

# Half of a corpus, then what is found in the raw text of the other half, confirmed.
@test "through gaz grow" {
    needs_shared corpora/ncbi-disease
    local first unchecked confirmed harvested
    awk -v RS= -v ORS='\n\n' 'NR % 2 == 1 { print > "first.conll" } NR % 2 == 0 { print > "half.conll" }' \
        "$SHARED/corpora/ncbi-disease/train.conll"
    "$RELEASE" convert half.conll --to jsonl >gold.jsonl
    awk '{ printf "%s%s", $1, NF ? " " : "\n" }' half.conll >half.tok
    "$RELEASE" harvest first.conll -o lists --quiet
    "$RELEASE" build lists -o first.gaz --quiet
    first=$(f1 first.gaz)

    "$RELEASE" grow lists half.tok --from tokenized --top 100 -o suggestions.tsv --quiet
    same "$(wc -l <suggestions.tsv)" 101
    python3 "$TESTS/confirm.py" gold.jsonl suggestions.tsv >verdicts.tsv
    "$RELEASE" build lists --verdicts verdicts.tsv -o confirmed.gaz --quiet
    confirmed=$(f1 confirmed.gaz)

    "$RELEASE" harvest first.conll -o lists --verdicts verdicts.tsv --quiet
    "$RELEASE" build lists -o harvested.gaz --quiet
    harvested=$(f1 harvested.gaz)
    cp -r lists grown
    "$RELEASE" grow grown half.tok --from tokenized --accept 0.5 --quiet
    "$RELEASE" build grown -o unchecked.gaz --quiet
    unchecked=$(f1 unchecked.gaz)
    echo "F1 on dev: $first, confirmed $confirmed, harvested $harvested, the rest unchecked $unchecked"
    awk "BEGIN { exit !($confirmed > $first + 1 && $harvested >= $confirmed - 0.2 && $unchecked > $harvested) }"

    # What was decided is not suggested again.
    cut -f 1 suggestions.tsv | sort >decided
    "$RELEASE" grow lists half.tok --from tokenized --top 1000 --quiet | cut -f 1 | sort >again
    same "$(comm -12 decided again)" surface
}
