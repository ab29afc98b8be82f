#!/usr/bin/env bats
# gaz harvest: corpora to lists.
load helper

report() { # report NAME FILE...: a line's value
    local name=$1
    shift
    "$GAZ" harvest --report "$@" | sed -n "s/^$name  *//p"
}

@test "the seed corpus: 20 sentences, 443 tokens" {
    needs_shared corpora/seed.conll
    "$GAZ" harvest "$SHARED/corpora/seed.conll" --report >report
    grep -qx 'sentences        20' report
    grep -qx 'tokens           443' report
    grep -qx 'scheme           iob2' report
    grep -qx 'separator        tab' report
}

@test "the seed corpus from harvest to tags: user space and kernel space is one entity" {
    needs_shared corpora/seed.conll
    "$GAZ" harvest "$SHARED/corpora/seed.conll" -o lists --quiet
    "$GAZ" build lists -o seed.gaz --quiet
    cut -f1 "$SHARED/corpora/seed.conll" | "$GAZ" tag seed.gaz --from conll >tagged
    printf '%s\n' 'user	B-Operating_System' 'space	I-Operating_System' 'and	I-Operating_System' \
        'kernel	I-Operating_System' 'space	I-Operating_System' '.	O' >expected
    grep -A 5 -m 1 '^user' tagged | diff expected -
}

@test "the seed corpus: its own tags come back where nothing was dropped" {
    needs_shared corpora/seed.conll
    "$GAZ" build "$SHARED/corpora/seed.conll" -o seed.gaz --quiet
    "$GAZ" tag seed.gaz --from conll --replace-tag "$SHARED/corpora/seed.conll" >tagged
    same "$(wc -l <tagged)" "$(wc -l <"$SHARED/corpora/seed.conll")"
    diff <(cut -f1 tagged) <(cut -f1 "$SHARED/corpora/seed.conll")
}

# bats test_tags=long
@test "every corpus harvests, and its counts are those of tests/counts.py" {
    needs_shared corpora
    local path expected options
    for path in "$SHARED"/corpora/*.conll "$SHARED"/corpora/*/*.conll; do
        case $path in
        */wikiser/train.conll | */softner/train.conll) options='--min-purity 0' ;; # cross_validate.bats has the large ones
        *) options= ;;
        esac
        "$RELEASE" harvest "$path" -o lists $options --report --quiet >report
        expected=$(python3 "$TOP/tests/counts.py" "$path")
        same "$path $(sed -n 's/^sentences  *//p; s/^tokens  *//p; s/^entities  *//p' report | tr '\n' ' ')" "$expected "
        [ "$(ls lists | wc -l)" -ge 1 ]
        rm -r lists
    done
}

@test "the sample corpus: counts of tests/counts.py, lists and scoring model as they are committed" {
    same "$SAMPLE/sample.conll $(for name in sentences tokens entities; do report $name "$SAMPLE/sample.conll"; done |
        tr '\n' ' ')" "$(python3 "$TOP/tests/counts.py" "$SAMPLE/sample.conll") "
    "$GAZ" harvest "$SAMPLE/sample.conll" -o lists --quiet
    [ -s lists/growth.txt ]
    diff -r -x README.md -x sample.conll -x growth.txt "$SAMPLE" lists
}

# bats test_tags=long
@test "gazetteers/software is what the released command harvests from WikiSER" {
    needs_shared corpora/wikiser/train.conll
    "$RELEASE" harvest -j 2 "$SHARED/corpora/wikiser/train.conll" -o lists --quiet
    diff -r -x README.md -x LICENSE -x growth.txt "$TOP/gazetteers/software" lists
}

@test "evidence, majority type and purity, byte for byte" {
    cat >corpus.conll <<'CORPUS'
kernel	B-OS
space	I-OS
and	O
kernel	B-OS

the	O
kernel	O
of	O
memory	B-Device

memory	B-Concept
memory	B-Concept
the	B-OS

the	O
the	O
the	O
CORPUS
    "$GAZ" harvest corpus.conll -o lists --min-purity 0.25 | golden harvest-summary.txt
    (cd lists && head -n 100 ./*.tsv) | golden harvest-lists.txt
}

@test "several corpora count as one" {
    printf 'kernel\tB-OS\n' >a.conll
    printf 'kernel\tO\nC\tB-Language\n' >b.conll
    "$GAZ" harvest a.conll b.conll -o lists --quiet --min-purity 0.25
    grep -qx 'kernel	1	2	0	0.5		kept				' lists/OS.tsv
    "$GAZ" harvest b.conll a.conll -o swapped --quiet --min-purity 0.25
    diff -r lists swapped
}

@test "a verdict, a priority and an id in a list outlive a harvest" {
    printf 'kernel\tB-OS\nspace\tO\n\nspace\tB-OS\nlinux\tB-OS\n' >corpus.conll
    "$GAZ" harvest corpus.conll -o lists --quiet --min-purity 0.25
    sed -i 's/^kernel\(.*\)\t\t\t$/kernel\1\tdrop\t\tQ1/; s/^space\(.*\)\t\t\t$/space\1\tkeep\t7\tQ2/' lists/OS.tsv
    printf 'kernel\tB-OS\nspace\tO\n\nspace\tO\nnew\tB-OS\n' >later.conll
    "$GAZ" harvest later.conll -o lists --report --min-purity 0.25 >report
    grep -q '^kernel	.*	drop		Q1$' lists/OS.tsv
    grep -q '^space	.*	keep	7	Q2$' lists/OS.tsv
    grep -q '^linux	1	1	0	1		kept' lists/OS.tsv
    grep -q '^new	1	1	0	1		kept' lists/OS.tsv
    "$GAZ" build lists -o m.gaz --quiet
    same "$(echo 'kernel space linux new' | "$GAZ" tag m.gaz --to tsv | cut -f7 | tr '\n' ' ')" 'space linux new '
    "$GAZ" harvest later.conll -o lists --quiet --min-purity 0.25
    grep -q '^kernel	.*	drop		Q1$' lists/OS.tsv
}

@test "harvesting the same corpus again changes no byte" {
    "$GAZ" harvest "$SAMPLE/sample.conll" -o lists --quiet
    cp -r lists before
    "$GAZ" harvest "$SAMPLE/sample.conll" -o lists --quiet
    diff -r before lists
}

@test "--min-purity, and with it --min-count and --min-tokens, drop entries with a reason" {
    printf 'rare\tB-T\nkernel\tB-T\nspace\tI-T\nkernel\tB-T\nspace\tI-T\n\nrare\tO\nword\tB-T\nword\tB-T\n' >c.conll
    "$GAZ" harvest c.conll -o purity --quiet --min-purity 0.6
    grep -q '^rare	1	2	0	0.5		purity' purity/T.tsv
    "$GAZ" harvest c.conll -o count --quiet --min-purity 0.25 --min-count 2
    grep -q '^rare	.*	count	' count/T.tsv
    grep -q '^word	.*	kept	' count/T.tsv
    "$GAZ" harvest c.conll -o tokens --quiet --min-purity 0.25 --min-tokens 2
    grep -q '^word	.*	tokens	' tokens/T.tsv
    grep -q '^kernel space	.*	kept	' tokens/T.tsv
}

@test "schemes: found, and forced" {
    printf 'a\tI-T\nb\tI-T\nc\tB-T\n' >iob1.conll
    printf 'a\tB-T\nb\tI-T\nc\tB-T\n' >iob2.conll
    printf 'a\tB-T\nb\tE-T\nc\tS-T\n' >bioes.conll
    printf 'a\tB-T\nb\tL-T\nc\tU-T\n' >bilou.conll
    printf 'a\tT\nb\tT\nc\tO\nd\tO\n' >bare.conll
    same "$(report scheme iob1.conll)" iob1
    same "$(report scheme iob2.conll)" iob2
    same "$(report scheme bioes.conll)" bioes
    same "$(report scheme bilou.conll)" bioes
    same "$(report scheme bare.conll)" bare
    same "$(report entities iob1.conll)$(report entities iob2.conll)$(report entities bioes.conll)" 222
    same "$(report entities bilou.conll)$(report entities bare.conll)" 21
    printf 'd\tO\n' >>iob2.conll
    same "$(report entities iob2.conll --scheme bare)" 3 # B-T and I-T are types then
    same "$(report entities iob2.conll --scheme iob1)" 2
}

@test "repairs are counted: a stray I- opens an entity, an unclosed one ends" {
    printf 'a\tI-T\nb\tO\nc\tB-T\n' >stray.conll
    same "$(report 'stray inside' stray.conll)" 1
    same "$(report entities stray.conll)" 2
    printf 'a\tB-T\nb\tO\nc\tS-T\n' >unclosed.conll
    same "$(report unclosed unclosed.conll)" 1
}

@test "columns and separators: found, and chosen" {
    printf 'Kernel NN I-NP B-OS\nspace NN I-NP I-OS\n, , O O\n' >four.conll
    same "$(report separator four.conll) $(report 'tag column' four.conll) $(report entities four.conll)" 'blank 4 1'
    same "$(report entities four.conll --tag-column 3)" 1
    printf 'B-OS\tkernel\nO\tof\n' >turned.conll
    "$GAZ" harvest turned.conll -o lists --quiet --min-purity 0.25 --token-column 2 --tag-column 1
    grep -q '^kernel	1	1	0	1		kept' lists/OS.tsv
    printf 'gethostbyname( )\tB-F\nhere\tO\n' >inner.conll
    "$GAZ" harvest inner.conll -o inner --quiet --separator tab
    same "$(cut -f1 inner/F.tsv | tail -n 1)" 'gethostbyname(\s)'
}

@test "traits of real files: BOM, CRLF, comments, documents, marks, blanks in empty lines, no final newline" {
    printf '\xef\xbb\xbf-DOCSTART- -X- O\r\n\r\n# a comment\r\nkernel\tB-OS\r\n  \t\r\n<s>\r\nkernel\tO\r\n</s>\r\n' >c.conll
    printf -- '-DOCSTART-\tO\r\n\r\nC\tB-L' >>c.conll
    "$GAZ" harvest c.conll --report | golden harvest-traits.txt
}

@test "a malformed row: file and line, exit 1, no lists" {
    printf 'a\tB-T\nb\tO\n\nc\nd\tO\ne\tO\n' >short.conll
    fails 1 'short.conll: line 4: ' "$GAZ" harvest short.conll -o lists
    printf 'a\tB-T\nb\tO\nc\tO\nd\tO\ne\tO\nf\tO\ng\tO\nh\tO\ni\tO\nj\tO\nk\tX-T\n' >tag.conll
    fails 1 'tag.conll: line 11: ' "$GAZ" harvest tag.conll -o lists
    printf 'a\tB-T\nb\tO\nc\t\n' >empty.conll
    local hint='--lenient leaves it out'
    fails 1 "empty.conll: line 3: \"\" is no tag of column 2: expected O, or B-, I-, E-, S-, L-, U-, M- or W- and a type; $hint" \
        "$GAZ" harvest empty.conll -o lists
    fails 1 'empty.conll: line 3: ' "$GAZ" harvest empty.conll --report
    fails 1 'empty.conll: line 3: ' "$GAZ" build empty.conll -o m.gaz
    fails 1 'standard input: line 3: ' "$GAZ" harvest - --report <empty.conll
    files short.conll tag.conll empty.conll
}

@test "--lenient leaves malformed rows out and counts them" {
    printf 'a\tB-T\nb\tO\n\nc\nd\tO\n\tO\ne\tB-T\n' >c.conll
    same "$(report 'skipped rows' c.conll --lenient)" 1
    same "$(report 'empty tokens' c.conll --lenient)" 1
    same "$(report tokens c.conll --lenient)" 4
    "$GAZ" harvest c.conll -o lists --lenient --quiet --min-purity 0.25
    same "$(cut -f1 lists/T.tsv | tr '\n' ' ')" 'surface a e '
}

# bats test_tags=long
@test "standard input, gzip and zstd give the same lists" {
    "$GAZ" harvest "$SAMPLE/sample.conll" -o plain --quiet
    "$GAZ" harvest - -o input --quiet <"$SAMPLE/sample.conll"
    gzip -c "$SAMPLE/sample.conll" >c.conll.gz
    zstd -q -c "$SAMPLE/sample.conll" >c.conll.zst
    "$GAZ" harvest c.conll.gz -o gzip --quiet
    "$GAZ" harvest c.conll.zst -o zstd --quiet
    diff -r plain input
    diff -r plain gzip
    diff -r plain zstd
}

@test "a sentence of 200,000 tokens" {
    python3 -c '
print("user\tB-OS\nspace\tI-OS\nof\tO\na\tO\n" * 50000, end="")' >long.conll
    "$GAZ" harvest long.conll -o lists --report --min-purity 0.25 >report
    grep -qx 'sentences        1' report
    grep -qx 'tokens           200000' report
    grep -qx 'user space	50000	50000	0	1		kept				' lists/OS.tsv
}

@test "an empty corpus" {
    : >empty.conll
    same "$(report sentences empty.conll) $(report tokens empty.conll) $(report entities empty.conll)" '0 0 0'
    printf '\n\n# only\n' >blank.conll
    same "$(report tokens blank.conll)" 0
}

@test "types whose names are no file names" {
    printf 'a\tB-x/y\nb\tB-..\nc\tB-50%%\n' >c.conll
    "$GAZ" harvest c.conll -o lists --quiet
    same "$(ls lists | LC_ALL=C sort | tr '\n' ' ')" '%2E%2E.tsv 50%25.tsv x%2Fy.tsv '
    "$GAZ" build lists -o m.gaz --quiet
    same "$(echo 'a b c' | "$GAZ" tag m.gaz --to tsv | cut -f5 | tr '\n' ' ')" 'x/y .. 50% '
}

@test "wrong usage: exit 2" {
    printf 'a\tB-T\n' >c.conll
    fails 2 'no corpus' "$GAZ" harvest -o lists
    fails 2 '-o DIR' "$GAZ" harvest c.conll
    fails 2 'nonsense' "$GAZ" harvest c.conll -o lists --nonsense
    fails 2 '--min-purity' "$GAZ" harvest c.conll -o lists --min-purity 2
    fails 2 '--min-count' "$GAZ" harvest c.conll -o lists --min-count -1
    fails 2 '--scheme' "$GAZ" harvest c.conll -o lists --scheme iob3
    fails 2 '--separator' "$GAZ" harvest c.conll -o lists --separator comma
    fails 2 '--token-column' "$GAZ" harvest c.conll -o lists --token-column 0
    fails 2 'cannot hold both' "$GAZ" harvest c.conll -o lists --token-column 2 --tag-column 2
    fails 2 'needs a value' "$GAZ" harvest c.conll -o
    files c.conll
}
