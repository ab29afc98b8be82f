#!/usr/bin/env bats
# Harvests with cross-validation: what is told, what the options do, and that nothing else changes the lists.
load helper
load scores

setup_file() {
    context_lists
}

# bats test_tags=long
@test "--precision that no score promises is said so, in one line" {
    python3 - <<'PYTHON'
import random
rng = random.Random(6)
with open("noise.conll", "w", encoding="utf-8") as file: # nothing tells when a name is one
    for _ in range(600):
        file.write(f"see\tO\nname{rng.randrange(20)}\t{rng.choice(['B-Name', 'O'])}\nthere\tO\n\n")
PYTHON
    "$GAZ" harvest noise.conll -o lists --precision 0.99 >told 2>err
    same "$(wc -l <err)" 1
    grep -q '^gaz: no score promises a precision of 0.99 on new text; 0\.[0-9]* is the most$' err
    "$GAZ" harvest noise.conll -o lists --precision 0.2 >told 2>err
    [ ! -s err ]
    grep -q '^price of precision 0.2   recall [0-9.]*, where the best F1 has [0-9.]*$' told
    grep -q '^expected on new text ' told
}

# bats test_tags=long
@test "a precision that is kept by dealt folds and not by contiguous ones is said to be so" {
    python3 - <<'PYTHON'
import random
rng = random.Random(8)
with open("parts.conll", "w", encoding="utf-8") as file: # each part of the corpus has its own sense of the words
    for sentence in range(600):
        for word in range(3):
            number = rng.randrange(12)
            name = (number * 7 + sentence // 120) % 3 == 0
            file.write(f"see\tO\nname{number}\t{'B-Name' if name else 'O'}\nthere\tO\n")
        file.write(f"see\tO\nZorkan{rng.randrange(9)}\tB-Name\nthere\tO\n\n")
PYTHON
    "$GAZ" harvest parts.conll -o lists --precision 0.9 >told 2>err
    cat told err
    same "$(wc -l <err)" 1
    grep -q '^gaz: contiguous folds keep a precision of 0\.[0-8][0-9]* only, where 0.9 was asked for: new text may be no better$' err
}

# bats test_tags=long
@test "cross-validation is deterministic: threads and runs change no byte of lists, scoring model and model" {
    local j
    for j in 1 2 4; do
        "$GAZ" harvest "$SAMPLE/sample.conll" -o sample-$j -j $j --quiet
        "$RELEASE" harvest "$BATS_FILE_TMPDIR/context.conll" -o context-$j -j $j --quiet
        diff -r sample-1 sample-$j
        diff -r "$BATS_FILE_TMPDIR/context" context-$j
        "$RELEASE" build sample-1 -o $j.gaz -j $j --quiet
        cmp 1.gaz $j.gaz
    done
    [ -s sample-1/scoring.txt ]
    needs_shared corpora/crossner-science
    for j in 1 2; do
        "$RELEASE" harvest "$SHARED/corpora/crossner-science/train.conll" -o science-$j -j $j --quiet
    done
    diff -r science-1 science-2
}

# bats test_tags=long
@test "a harvest into the folder of the same harvest changes no byte" {
    cp -r "$BATS_FILE_TMPDIR/context" lists
    "$GAZ" harvest "$BATS_FILE_TMPDIR/context.conll" -o lists --quiet
    diff -r "$BATS_FILE_TMPDIR/context" lists
    "$GAZ" harvest "$BATS_FILE_TMPDIR/context.conll" -o lists --quiet --no-context --variants none
    "$GAZ" harvest "$BATS_FILE_TMPDIR/context.conll" -o lists --quiet
    diff -r "$BATS_FILE_TMPDIR/context" lists
}

# bats test_tags=long
@test "a corpus as source: the model is that of its lists, whatever the options" {
    local options
    while read -r options; do
        rm -rf lists
        "$GAZ" build "$BATS_FILE_TMPDIR/context.conll" -o corpus.gaz --quiet $options
        "$GAZ" harvest "$BATS_FILE_TMPDIR/context.conll" -o lists --quiet $options
        "$GAZ" build lists -o lists.gaz --quiet
        cmp corpus.gaz lists.gaz
        echo "$options" >>done
    done <<'OPTIONS'

-j 3
--no-context
--precision 0.95
--variants none
--variants first,plural --min-count 2
--min-tokens 2
--min-purity 0.5
OPTIONS
    same "$(wc -l <done)" 8
}

# bats test_tags=long
@test "the order of the corpora changes the folds, not the evidence" {
    python3 "$TESTS/context_corpus.py" 900 | tail -n +3000 >more.conll
    "$GAZ" harvest "$BATS_FILE_TMPDIR/context.conll" more.conll -o lists --quiet
    "$GAZ" harvest more.conll "$BATS_FILE_TMPDIR/context.conll" -o swapped --quiet
    evidence() { for list in "$1"/*.tsv; do cut -f1-4,8 "$list"; done | sort; } # surface, counts, variant
    diff <(evidence lists) <(evidence swapped)
    kept() { for list in "$1"/*.tsv; do grep -v variants <<<"$list" >/dev/null && cut -f1,7 "$list"; done; }
    diff <(kept lists) <(kept swapped) # here
    "$GAZ" build lists -o a.gaz --quiet
    "$GAZ" build swapped -o b.gaz --quiet
    local model
    for model in a b; do
        at_least "F1 on its own text" "$(scores $model.gaz more.conll | cut -d' ' -f3)" 95
    done
}

@test "what is told: what to expect, what was chosen" {
    "$GAZ" harvest "$BATS_FILE_TMPDIR/context.conll" -o lists >told
    sed 's/[0-9][0-9]*\(\.[0-9]*\)*/N/g' told | tail -n 7 >forms
    diff forms - <<'FORMS'

expected on new text     precision N to N, recall N to N, FN N to N
dealt folds              precision N, recall N, FN N; without context FN N
contiguous folds         precision N, recall N, FN N; the worst N, the best N
recall bound             N: the share of new entities whose surface is known
chosen                   score >= N, entries with precision >= N, nested occurrences left out
learnt from              N matches in N folds, calibration error N
FORMS
    "$GAZ" harvest "$BATS_FILE_TMPDIR/context.conll" -o alone --no-context >told
    same "$(grep -c 'without context' told)" 0
    "$GAZ" harvest "$BATS_FILE_TMPDIR/context.conll" -o purity --min-purity 0.3 >told
    same "$(tail -n 1 told)" 'not judged on text held out: --min-purity decides'
    "$GAZ" harvest "$BATS_FILE_TMPDIR/context.conll" -o quiet --quiet >told
    [ ! -s told ]
    same "$(sed -n 's/^all //p' <("$GAZ" harvest "$BATS_FILE_TMPDIR/context.conll" -o lists) | tr -s ' ')" \
        " $(cat lists/*.tsv | grep -vc '^surface') $(cat lists/*.tsv | cut -f7 | grep -c -e kept -e context) $(cat lists/*.tsv |
            cut -f7 | grep -vc -e kept -e context -e status) $(cat lists/*.variants.tsv |
            cut -f7 | grep -c -e kept -e context) 0"
}

# bats test_tags=long
@test "what only its surroundings can make right is kept for models that look at them" {
    "$GAZ" harvest "$BATS_FILE_TMPDIR/context.conll" -o lists --quiet
    kept=$(cat lists/*.tsv | cut -f7 | grep -c kept)
    more=$(cat lists/*.tsv | cut -f7 | grep -c context)
    [ "$more" -gt 0 ]
    "$GAZ" build lists -o m.gaz --quiet
    same "$("$GAZ" info m.gaz | sed -n 's/^entries  *//p')" $((kept + more))
    "$GAZ" build lists -o n.gaz --no-context --quiet
    same "$("$GAZ" info n.gaz | sed -n 's/^entries  *//p')" "$kept"
    rm lists/scoring.txt
    "$GAZ" build lists -o o.gaz --quiet
    cmp n.gaz o.gaz
}

@test "a corpus that is too small for folds is said to be so, and entries go by their share" {
    head -n 60 "$BATS_FILE_TMPDIR/context.conll" >few.conll
    "$GAZ" harvest few.conll -o lists >told
    grep -q '^not judged on text held out: the corpus is too small' told
    run ! grep -q '^expected' told
    [ ! -e lists/scoring.txt ]
    "$GAZ" harvest few.conll -o purity --min-purity 0.05 --quiet
    diff -r purity lists
    "$GAZ" build few.conll -o m.gaz --quiet
    "$GAZ" build purity -o n.gaz --quiet
    cmp m.gaz n.gaz
}

# bats test_tags=long
@test "documents are folds: entities repeated within one tell nothing about others" {
    python3 - <<'PYTHON'
import random
rng = random.Random(4)
with open("documents.conll", "w", encoding="utf-8") as file:
    for document in range(41):
        file.write("-DOCSTART-\tO\n\n")
        for sentence in range(7):
            file.write(f"see\tO\nname{document}\tB-Name\nand\tO\ncommon\tB-Name\n\n")
PYTHON
    "$GAZ" harvest documents.conll -o lists >told
    grep -q 'in 20 folds' told
    grep -qx 'recall bound             50.0: .*' told # `common` only
    grep -v DOCSTART documents.conll >blocks.conll # the seven sentences of a name come apart now
    "$GAZ" harvest blocks.conll -o blocks >told
    run ! grep -q '^recall bound             50.0' told
}

# bats test_tags=long
@test "--no-context: of a harvest and of a build from lists with context" {
    "$GAZ" harvest "$BATS_FILE_TMPDIR/context.conll" -o alone --no-context --quiet
    run ! grep -q '^weights' alone/scoring.txt
    grep -q '^weights' "$BATS_FILE_TMPDIR/context/scoring.txt"
    "$GAZ" build alone -o alone.gaz --quiet
    "$GAZ" build "$BATS_FILE_TMPDIR/context" -o built.gaz --no-context --quiet
    "$GAZ" build alone -o again.gaz --no-context --quiet
    cmp alone.gaz again.gaz
    local model
    for model in alone built; do
        "$GAZ" info $model.gaz | grep -qx "scores            the entries' precisions"
        "$GAZ" tag $model.gaz --from conll --to tsv "$BATS_FILE_TMPDIR/context.conll" >$model.spans
        [ -s $model.spans ]
    done
    cmp alone.spans built.spans
}

# bats test_tags=long
@test "--variants: all, none, kinds" {
    kinds() { cat "$1"/*.variants.tsv | cut -f8 | grep -v '^variant$' | sort -u | tr '\n' ' '; }
    awk '$1 == "kit" && ++kits % 2 { sub("kit", "Kits") } { print }' "$BATS_FILE_TMPDIR/context.conll" |
        sed 's/^ruby\t/Ruby\t/; s/^elm\t/ELM\t/' >c.conll
    "$GAZ" harvest c.conll -o all --quiet
    same "$(kinds all)" 'digits first lower lower-first plural singular title upper '
    "$GAZ" harvest c.conll -o named --quiet --variants first,lower-first,title,upper,lower,plural,singular,accents,digits
    diff -r all named
    "$GAZ" harvest c.conll -o none --quiet --variants none
    same "$(ls none | tr '\n' ' ')" 'Step.tsv Tool.tsv growth.txt scoring.txt '
    local kind
    for kind in upper plural lower; do
        "$GAZ" harvest c.conll -o $kind --quiet --variants $kind
        same "$(kinds $kind)" "$kind "
    done
    "$GAZ" harvest c.conll -o two --quiet --variants upper,plural
    same "$(kinds two)" 'plural upper '
    "$GAZ" harvest c.conll -o all --quiet --variants none # what is not made again goes
    diff -r all none
    grep -q '^RUBY	0	0	0	.*	upper			$' upper/Tool.variants.tsv
    "$GAZ" build upper -o m.gaz --quiet
    same "$(echo "install ' RUBY ' today" | "$GAZ" tag m.gaz --to tsv | cut -f7)" RUBY
    "$GAZ" build none -o m.gaz --quiet
    same "$(echo "install ' RUBY ' today" | "$GAZ" tag m.gaz --to tsv)" ''
}

# bats test_tags=long
@test "a variant that the corpus has is scored by its own evidence" {
    (cat "$BATS_FILE_TMPDIR/context.conll"; for i in $(seq 100); do printf 'the\tO\nRuby\tO\nmine\tO\n\n'; done) >c.conll
    "$GAZ" harvest c.conll -o lists --quiet
    same "$(grep '^Ruby	' lists/Tool.variants.tsv | cut -f2-4,8)" '0	100	0	first'
    local ruby rubies
    ruby=$(grep '^Ruby	' lists/Tool.variants.tsv | cut -f5)
    rubies=$(grep '^Elm	' lists/Tool.variants.tsv | cut -f5)
    awk -v a="$ruby" -v b="$rubies" 'BEGIN { exit !(a < b) }'
}

@test "--min-count and --min-tokens, with cross-validation" {
    "$GAZ" harvest "$BATS_FILE_TMPDIR/context.conll" -o lists --quiet --min-count 3 --min-tokens 2
    awk -F'\t' 'FNR > 1 && $2 < 3 && $7 == "kept" { print; bad = 1 } END { exit bad }' lists/Step.tsv lists/Tool.tsv
    awk -F'\t' 'FNR > 1 && $1 !~ / / && $7 == "kept" { print; bad = 1 } END { exit bad }' lists/*.tsv
    grep -q '^build [0-9]*	1	.*	count		' lists/Step.tsv
    grep -q '^ruby	.*	tokens		' lists/Tool.tsv
    grep -q '^ruby kit	.*	kept		' lists/Tool.tsv
}

# bats test_tags=long
@test "--block: surfaces that are dropped, but not those that a human keeps" {
    "$GAZ" harvest "$BATS_FILE_TMPDIR/context.conll" -o lists --quiet
    sed -i 's/^\(elm\t.*\)\t\t\t$/\1\tkeep\t\t/' lists/Tool.tsv
    printf 'ruby\nelm\nscala kit\r\n# swift\nunheard of\n\nBUILD 7' >block
    "$GAZ" harvest "$BATS_FILE_TMPDIR/context.conll" -o lists --quiet --block block
    verdict() { grep -h "^$1	" lists/*.tsv | cut -f9; }
    same "$(verdict ruby) $(verdict 'scala kit') $(verdict 'BUILD 7')" 'drop drop drop'
    same "$(verdict elm)" keep
    same "$(verdict swift)$(verdict 'ruby kit')$(verdict 'Ruby')" '' # a # is no comment, other forms are others
    same "$(cat lists/*.tsv | cut -f9 | grep -c drop)" 3
    "$GAZ" build lists -o m.gaz --quiet
    same "$(echo "install ' ruby ' or ' elm ' or ' scala kit '" | "$GAZ" tag m.gaz --to tsv | cut -f7 | tr '\n' ,)" \
        'elm,scala,'
    "$GAZ" harvest "$BATS_FILE_TMPDIR/context.conll" -o lists --quiet # it stays
    same "$(verdict ruby)" drop
    "$GAZ" build "$BATS_FILE_TMPDIR/context" -o n.gaz --block block --quiet
    same "$(echo "install ' ruby '" | "$GAZ" tag n.gaz --to tsv)" ''
    "$GAZ" build "$BATS_FILE_TMPDIR/context.conll" -o o.gaz --block block --quiet
    cmp n.gaz o.gaz
}

@test "--block: a list that is missing or wrong: nothing is written" {
    fails 1 'absent: ' "$GAZ" harvest "$BATS_FILE_TMPDIR/context.conll" -o lists --block absent
    fails 1 'absent: ' "$GAZ" build "$BATS_FILE_TMPDIR/context.conll" -o m.gaz --block absent
    fails 1 'absent: ' "$GAZ" build "$BATS_FILE_TMPDIR/context" -o m.gaz --block absent
    printf 'ruby\nelm\tTool\n' >block
    fails 1 'block: line 2: ' "$GAZ" harvest "$BATS_FILE_TMPDIR/context.conll" -o lists --block block
    printf 'ruby\n\0\n' >block
    fails 1 'block: line 2: a zero byte' "$GAZ" build "$BATS_FILE_TMPDIR/context" -o m.gaz --block block
    rm block
    files
}

@test "wrong options: exit 2, nothing is written" {
    local command
    for command in "harvest $SAMPLE/sample.conll -o lists" "build $SAMPLE/sample.conll -o m.gaz"; do
        fails 2 '--precision' "$GAZ" $command --precision 2
        fails 2 '--precision' "$GAZ" $command --precision much
        fails 2 '--min-purity' "$GAZ" $command --min-purity -1
        fails 2 '--variants' "$GAZ" $command --variants some
        fails 2 'not "second"' "$GAZ" $command --variants first,second
        fails 2 '--min-tokens' "$GAZ" $command --min-tokens two
        fails 2 '-j' "$GAZ" $command -j 0
        fails 2 '-j' "$GAZ" $command -j 1025
        fails 2 '-j' "$GAZ" $command -j two
        fails 2 'needs a value' "$GAZ" $command --block
        fails 2 'takes no value' "$GAZ" $command --no-context=1
    done
    files
}
