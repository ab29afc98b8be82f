#!/usr/bin/env bats
# The output depends neither on the number of threads nor on how the input is cut into reads.
load helper

setup_file() {
    # A few MB made from the sample corpus: lines of many lengths, some longer than a block, odd ends.
    cd "$BATS_FILE_TMPDIR"
    sample_model sample.gaz
    python3 "$TESTS/sample_text.py" "$SAMPLE/sample.conll" 1000000
    # The same of a corpus in which what surrounds a name decides.
    mkdir context
    cd context
    python3 "$TESTS/context_corpus.py" 600 >corpus.conll
    "$RELEASE" build corpus.conll -o context.gaz --quiet
    python3 "$TESTS/sample_text.py" corpus.conll 1000000
}

# The same output with 1 to 4 threads, and from a pipe with small reads: compare FROM FILE OUTPUTS [OPTION...]
compare() {
    local model=${MODEL:-$BATS_FILE_TMPDIR/sample.gaz} from=$1 file=$2 outputs=$3 to j
    shift 3
    for to in $outputs; do
        "$RELEASE" tag "$model" --from $from --to $to "$@" - <"$file" >one
        for j in 2 3 4; do
            "$RELEASE" tag "$model" --from $from --to $to "$@" -j $j - <"$file" | cmp one -
        done
        for j in 1 3; do
            python3 "$TESTS/small_writes.py" $j "$file" |
                "$RELEASE" tag "$model" --from $from --to $to "$@" -j $j | cmp one -
        done
        [ -s one ]
    done
}

@test "tokenized" { compare tokenized "$BATS_FILE_TMPDIR/text" "conll tsv jsonl count ansi"; }
@test "conll" { compare conll "$BATS_FILE_TMPDIR/text.conll" "conll tsv jsonl count ansi"; }
@test "text" { compare text "$BATS_FILE_TMPDIR/text" "conll tsv jsonl count ansi"; }
@test "text in paragraphs" { compare text "$BATS_FILE_TMPDIR/text" "conll tsv jsonl" --paragraphs; }
@test "only matching sentences" { compare text "$BATS_FILE_TMPDIR/text" "conll jsonl" --only-matching --type Language; }
@test "replaced tags" { compare conll "$BATS_FILE_TMPDIR/text.conll" conll --replace-tag --scheme bioes; }

# bats test_tags=long
@test "scores in context: tokenized, conll, text" {
    local MODEL=$BATS_FILE_TMPDIR/context/context.gaz folder=$BATS_FILE_TMPDIR/context
    compare tokenized "$folder/text" "tsv jsonl"
    compare conll "$folder/text.conll" "conll tsv"
    compare text "$folder/text" "tsv jsonl"
    compare text "$folder/text" tsv --paragraphs
    compare text "$folder/text" tsv --all --min-score 0.3
}

# bats test_tags=long
@test "scores in context: every kernel" {
    local folder=$BATS_FILE_TMPDIR/context from option kernel
    for kernel in scalar avx2 avx512 neon; do
        "$RELEASE" tag "$folder/context.gaz" --kernel $kernel "$folder/corpus.conll" >/dev/null 2>&1 || continue
        for from in tokenized text 'text --paragraphs'; do
            for option in '' '--all' '--min-score 0.5'; do
                "$RELEASE" tag "$folder/context.gaz" --from $from --to tsv $option - <"$folder/text" >best
                "$RELEASE" tag "$folder/context.gaz" --from $from --to tsv $option --kernel $kernel -j 2 - \
                    <"$folder/text" | cmp best -
            done
        done
        "$RELEASE" tag "$folder/context.gaz" --from conll "$folder/text.conll" >best
        "$RELEASE" tag "$folder/context.gaz" --from conll --kernel $kernel "$folder/text.conll" | cmp best -
    done
}

@test "scores in context: many matches were refused, many were not" {
    local folder=$BATS_FILE_TMPDIR/context all chosen
    all=$("$RELEASE" tag "$folder/context.gaz" --to count --min-score 0 "$folder/text" | cut -d' ' -f6)
    chosen=$("$RELEASE" tag "$folder/context.gaz" --to count "$folder/text" | cut -d' ' -f6)
    [ "$chosen" -gt 20000 ]
    [ $((all - chosen)) -gt 10000 ]
}

@test "UTF-16 offsets" {
    local to
    for to in tsv jsonl; do
        "$RELEASE" tag "$BATS_FILE_TMPDIR/sample.gaz" --from text --to $to --offsets utf16 - <"$BATS_FILE_TMPDIR/text" >one
        python3 "$TESTS/small_writes.py" 5 "$BATS_FILE_TMPDIR/text" |
            "$RELEASE" tag "$BATS_FILE_TMPDIR/sample.gaz" --from text --to $to --offsets utf16 -j 3 | cmp one -
    done
}

@test "all matches" {
    local to
    for to in tsv jsonl count; do
        "$RELEASE" tag "$BATS_FILE_TMPDIR/sample.gaz" --all --to $to - <"$BATS_FILE_TMPDIR/text" >one
        python3 "$TESTS/small_writes.py" 6 "$BATS_FILE_TMPDIR/text" |
            "$RELEASE" tag "$BATS_FILE_TMPDIR/sample.gaz" --all --to $to -j 3 | cmp one -
    done
}

@test "packed input" {
    gzip -1 -c "$BATS_FILE_TMPDIR/text" >text.gz
    zstd -1 -q -c "$BATS_FILE_TMPDIR/text" >text.zst
    "$RELEASE" tag "$BATS_FILE_TMPDIR/sample.gaz" --from text --to tsv - <"$BATS_FILE_TMPDIR/text" >one
    local file
    for file in text.gz text.zst; do
        "$RELEASE" tag "$BATS_FILE_TMPDIR/sample.gaz" --from text --to tsv - <$file | cmp one -
        python3 "$TESTS/small_writes.py" 4 $file |
            "$RELEASE" tag "$BATS_FILE_TMPDIR/sample.gaz" --from text --to tsv -j 2 | cmp one -
    done
}

# bats test_tags=long
@test "a byte at a time, checked" {
    small_model
    python3 "$TESTS/random_text.py" 6000 3 >text
    tr ' ' '\n' <text >text.conll
    local from to
    for from in tokenized text 'text --paragraphs' 'conll --separator tab'; do
        for to in conll tsv jsonl; do
            "$GAZ" tag m.gaz --from $from --to $to --quiet - <text.conll >one
            python3 "$TESTS/small_writes.py" 0 text.conll |
                "$GAZ" tag m.gaz --from $from --to $to --quiet -j 2 | cmp one -
        done
    done
    head -c 4000 "$BATS_FILE_TMPDIR/context/text" >text # with scores in context
    for from in tokenized text 'text --paragraphs'; do
        for to in tsv jsonl; do
            "$GAZ" tag "$BATS_FILE_TMPDIR/context/context.gaz" --from $from --to $to --quiet - <text >one
            python3 "$TESTS/small_writes.py" 0 text |
                "$GAZ" tag "$BATS_FILE_TMPDIR/context/context.gaz" --from $from --to $to --quiet -j 2 | cmp one -
        done
    done
}

@test "what was read with threads is what the four lines of the specification find" {
    "$RELEASE" harvest "$SAMPLE/sample.conll" -o lists --quiet --min-purity 0.25
    "$RELEASE" build lists -o exact.gaz --quiet
    for i in $(seq 20); do cat "$SAMPLE/sample.conll"; done >long.conll
    python3 "$TESTS/oracle.py" chosen lists long.conll | cut -f2- >expected
    "$RELEASE" tag exact.gaz --from conll --to tsv long.conll | cut -f3-5 | cmp expected -
    "$RELEASE" tag exact.gaz --from conll --to count -j 4 long.conll | grep -q " $(wc -l <expected)$"
}

# bats test_tags=long
@test "numbers of documents do not depend on cuts" {
    printf 'kernel\tOS\n' >l.tsv
    "$RELEASE" build l.tsv -o numbered.gaz --quiet
    printf '\nx\tO\n\ny\tO\nz\tO\n\n\nLinux\tO\nkernel\tO\n\n' >in.conll
    local options='--from conll --to label-studio --document line --quiet'
    "$GAZ" tag numbered.gaz in.conll $options >whole
    same "$(grep -o '"id": "r[^"]*"' whole)" '"id": "r8-1"'
    (head -c 6 in.conll; sleep 0.1; tail -c +7 in.conll | head -c 9; sleep 0.1; tail -c +16 in.conll) |
        "$GAZ" tag numbered.gaz - $options | cmp whole -
    for _ in {1..20000}; do printf 'Linux\tO\nkernel\tO\n\n'; done >big.conll
    for j in 1 3; do
        rm -rf out
        "$RELEASE" tag numbered.gaz big.conll --from conll --to pubannotation --document line -j $j |
            grep -o '"begin": [0-9]*' | wc -l | same "$(cat)" 20000
        "$RELEASE" tag numbered.gaz big.conll --from conll --to webanno --document line -o out --quiet -j $j
        ls out | sed 's/.*-0*//; s/\..*//' | awk '$1 != 3 * NR - 2 { print "wrong", NR, $1; exit 1 }'
    done
}
