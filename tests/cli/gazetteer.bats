#!/usr/bin/env bats
# Gazetteers that a corpus judges: gaz harvest --gazetteer.
load helper

setup_file() {
    context_lists
}

corpus() { # harvest the corpus of setup_file with these options, into lists
    "$GAZ" harvest "$BATS_FILE_TMPDIR/context.conll" -o lists "$@"
}

row() { # row SURFACE FIELDS [LIST]
    grep "^$1	" "lists/${3:-Tool.tsv}" | cut -f"$2" | tr '\t\n' '|,'
}

# Names that the corpus has, annotates nowhere, and does not have.
a_gazetteer() {
    printf 'surface\tid\tname\tverdict\nruby\tG1\tRuby\t\nthe\tG2\t\t\nzzq kit\tG3\tThe kit\t\nof\tG4\t\tkeep\n' >Tool.tsv
}

@test "entries are judged whether the corpus annotates them or not, and a verdict rules" {
    a_gazetteer
    corpus --gazetteer Tool.tsv >out
    grep -qx 'gazetteers               4 entries' out
    same "$(head -1 lists/Tool.tsv | cut -f11-)" "$(printf 'id\tname\tgazetteer')"
    same "$(row ruby 11-)" 'G1|Ruby|yes,'
    [ "$(row ruby 2)" != '0,' ]
    same "$(row the 2,5,7,11-)" '0|0|precision|G2||yes,'
    [ "$(cut -f1,3 lists/Tool.tsv | grep -c '^the	0$')" = 0 ] # it occurs
    same "$(row 'zzq kit' 2-4,7,11-)" '0|0|0|kept|G3|The kit|yes,'
    awk -F'\t' '$1 == "zzq kit" { exit !($5 > 0 && $5 < 1 && $6 != "") }' lists/Tool.tsv
    same "$(row of 9,11)" 'keep|G4,'
    "$GAZ" build lists -o m.gaz --quiet
    same "$(printf 'the of\n' | "$GAZ" tag m.gaz --to tsv | cut -f5,7)" "$(printf 'Tool\tof')"
}

@test "without a gazetteer lists have no such column" {
    corpus --quiet
    ! grep -q 'gazetteer\|yes' lists/*.tsv
}

@test "being in a gazetteer lasts: the next harvest judges it again, with the same result" {
    a_gazetteer
    corpus --gazetteer Tool.tsv --quiet
    cp -r lists first
    corpus --quiet
    diff -r first lists
    corpus --gazetteer Tool.tsv --quiet
    diff -r first lists
    corpus --gazetteer Tool.tsv --quiet -j 2
    diff -r first lists
}

@test "variants of what is listed are judged, and have its id and name" {
    a_gazetteer
    corpus --gazetteer Tool.tsv --quiet --variants upper
    same "$(row 'ZZQ KIT' 2,3,8,11- Tool.variants.tsv)" '0|0|upper|G3|The kit,'
    rm -r lists
    corpus --gazetteer Tool.tsv --quiet --variants none
    [ ! -e lists/Tool.variants.tsv ]
}

@test "a variant of an earlier harvest that a gazetteer has is an entry" {
    mkdir lists
    printf 'surface\tannotated\toccurrences\tprecision\tlog_odds\tvariant\nZZQ\t0\t3\t0.9\t2\tupper\n' \
        >lists/Tool.variants.tsv
    echo ZZQ >Tool.tsv
    corpus --gazetteer Tool.tsv --quiet
    same "$(row ZZQ 8,12)" '|yes,'
    same "$(cut -f1 lists/Tool.variants.tsv | grep -cx ZZQ)" 0
}

@test "a type that the corpora do not annotate is refused, and --type maps it" {
    printf 'ruby\nzzq kit\n' >Gems.tsv
    fails 1 'the type Gems, which no corpus can judge: they annotate' "$GAZ" harvest "$BATS_FILE_TMPDIR/context.conll" \
        -o lists --gazetteer Gems.tsv --quiet
    grep -q -- '--type names one that they annotate' "$BATS_TEST_TMPDIR/err"
    [ ! -e lists ]
    corpus --gazetteer Gems.tsv --type Tool --quiet
    same "$(row 'zzq kit' 2,12)" '0|yes,'
    fails 2 'no --gazetteer LIST names one' "$GAZ" harvest "$BATS_FILE_TMPDIR/context.conll" -o lists --type Tool
    printf 'surface\tgazetteer\nruby\tmaybe\n' >Tool.tsv
    fails 1 'Tool.tsv: line 2: gazetteer is yes or empty' "$GAZ" build Tool.tsv -o m.gaz
}

@test "an ontology, a harvested folder and a model are gazetteers; what they say of other corpora is not read" {
    printf 'format-version: 1.2\n\n[Term]\nid: X:1\nname: zzq kit\nxref: MESH:D1\n' >o.obo
    corpus --gazetteer o.obo --type Tool --xref MESH --quiet
    same "$(row 'zzq kit' 2,11-13)" '0|D1|zzq kit|yes,'
    mkdir other
    printf 'surface\tannotated\toccurrences\tprecision\tstatus\nzzq kit\t90\t90\t0.99\tkept\nzzr\t1\t90\t0\tpurity\n' \
        >other/Tool.tsv
    rm -r lists
    corpus --gazetteer other --quiet
    same "$(row 'zzq kit' 2,3,12)" '0|0|yes,'
    same "$(row zzr 1)" ''
    "$GAZ" build other -o other.gaz --quiet
    rm -r lists
    corpus --gazetteer other.gaz --quiet
    same "$(row 'zzq kit' 2,3,12)" '0|0|yes,'
}

@test "surfaces are cut as the corpus is" {
    local i
    for i in $(seq 300); do
        printf '%s|t|Trial %s of Foo-bar disease\n%s|a|It is rare.\n%s\t%s\t%s\tFoo-bar disease\tDisease\tD7\n\n' \
            $i $i $i $i $((10 + ${#i})) $((25 + ${#i}))
    done >c.pubtator
    printf 'Foo-bar disease\nBaz-qux disease\n' >Disease.tsv
    "$GAZ" harvest c.pubtator -o lists --gazetteer Disease.tsv --quiet
    same "$(cut -f1,2 lists/Disease.tsv | tail -n +2 | tr '\t\n' '|,')" 'Baz - qux disease|0,Foo - bar disease|300,'
    same "$(row 'Foo - bar disease' 11,12 Disease.tsv)" 'D7|yes,'
}

@test "a corpus that is not judged: the share of occurrences, of what is absent that of the whole gazetteer" {
    printf 'a\tB-T\nb\tO\nb\tO\n\na\tB-T\nb\tO\nc\tO\n' >c.conll
    printf 'a\nb\nzz\n' >T.tsv
    "$GAZ" harvest c.conll -o lists --gazetteer T.tsv --min-purity 0.25 --quiet
    same "$(cut -f1-3,5,7 lists/T.tsv | tail -n +2 | tr '\t\n' '|,')" 'a|2|2|1|kept,b|0|3|0|purity,zz|0|0|0.4286|kept,'
    rm -r lists
    "$GAZ" harvest c.conll -o lists --gazetteer T.tsv --min-purity 0.5 --quiet
    same "$(row zz 7 T.tsv)" 'purity,'
}

@test "an entry that was written into the lists without a verdict is judged if the corpus has it, else certain" {
    mkdir lists
    printf 'the\nzzq kit\n' >lists/Tool.tsv
    printf 'the\n' >lists/Gem.tsv # a type that the corpus does not annotate
    corpus --quiet
    same "$(row the 2,5,7,11)" '0|0|precision|,'
    same "$(row the 12)" 'yes,'
    same "$(row 'zzq kit' 2-7,12)" '0|0|0|1||kept|,'
    same "$(row the 5,7 Gem.tsv)" '1|kept,'
    cp -r lists first
    corpus --quiet
    diff -r first lists
}

# bats test_tags=long
@test "the Disease Ontology, judged by ncbi-disease: over 2 F1 better; words of all kinds do no harm" {
    needs_shared terminologies
    needs_shared corpora/ncbi-disease
    needs_shared corpora/softner
    local terminologies=$SHARED/terminologies
    f1() { # f1 [OPTION...]: on its dev part
        "$RELEASE" harvest "$SHARED/corpora/ncbi-disease/train.conll" -o lists --quiet -j 2 "$@"
        "$RELEASE" build lists -o m.gaz --quiet
        rm -r lists
        "$RELEASE" eval m.gaz "$SHARED/corpora/ncbi-disease/dev.conll" --quiet | sed -n 's/^accuracy.*FB1: *//p'
    }
    local alone with noisy
    alone=$(f1)
    with=$(f1 --gazetteer "$terminologies/DO_cancer_slim.obo" --gazetteer "$terminologies/DO_rare_slim.obo" \
        --gazetteer "$terminologies/DO_infectious_disease_slim.obo" --type Disease)
    cut -f1 "$SHARED/corpora/softner/train.conll" | grep -x '[A-Za-z]*' | sort -u >words.txt
    noisy=$(f1 --gazetteer words.txt --type Disease)
    echo "alone $alone, with the ontology $with, with words $noisy"
    awk -v a="$alone" -v w="$with" -v n="$noisy" 'BEGIN { exit !(w > a + 2 && n > a - 0.3) }'
}

@test "a gazetteer may have any digits, which stay so where its surfaces are cut into words" {
    local i
    for i in $(seq 1 60); do printf 'Fix O\nCVE B-cve\n- I-cve\n20%02d I-cve\n- I-cve\n%d I-cve\nin O\nit O\n. O\n\n' $((i % 20)) $((i * 7)); done >c.conll
    printf 'surface\ttype\nGHSA-\\d\tcve\n' >g.tsv
    "$GAZ" harvest c.conll -o lists --gazetteer g.tsv --variants none --quiet
    same "$(grep GHSA lists/cve.tsv | cut -f1)" 'GHSA - \d'
    "$GAZ" build lists -o m.gaz --quiet
    same "$(echo 'GHSA-12345 and GHSA-0' | "$GAZ" tag m.gaz --from text --to tsv --min-score 0 --quiet | cut -f7 | tr '\n' ' ')" \
        'GHSA-12345 GHSA-0 '
}
