#!/usr/bin/env bats
# A harvest that is ended between two of its files: whoever reads them says so, and the next harvest makes them agree.
load helper
source "$BATS_TEST_DIRNAME/serve.bash"

MESSAGE='lists/.gaz-unfinished: a harvest is writing these lists, or was ended while it did; harvest again'

# corpus SEED
corpus() {
    python3 "$TESTS/name_corpus.py" "$1" 500
}

setup() {
    set -o pipefail
    mkdir "$BATS_TEST_TMPDIR/work"
    cd "$BATS_TEST_TMPDIR/work"
    corpus 1 >old.conll
    { cat old.conll && corpus 2; } >new.conll
    "$RELEASE" harvest old.conll -o lists --quiet
    "$RELEASE" build lists -o old.gaz --quiet
}

# bats test_tags=long
@test "killed before each file gets its name, lists are those before, or the new ones, or say that they are mixed" {
    [ -e "$TOP/build/faults/inject.so" ] || skip "make build/faults/inject.so"
    local at status mixed=0
    "$RELEASE" harvest old.conll -o whole --quiet
    "$RELEASE" harvest new.conll -o whole --quiet
    cp -r lists before
    for at in $(seq 0 20); do
        rm -rf lists && cp -r before lists
        status=0
        FAULTS_KIND=rename FAULTS_MODE=9 FAULTS_AT=$at LD_PRELOAD=$TOP/build/faults/inject.so \
            "$RELEASE" harvest new.conll -o lists --quiet || status=$?
        [ "$status" != 0 ] || break
        same "$status" 137
        find lists -name '*.t[sx][vt].??????' -delete # the second name that a file has for a moment
        if [ -e lists/.gaz-unfinished ]; then
            fails 1 "$MESSAGE" "$GAZ" build lists -o m.gaz
            diff -rq before lists >/dev/null || diff -rq whole lists >/dev/null || ((++mixed))
            "$RELEASE" harvest new.conll -o lists --quiet
        else
            diff -r before lists
            "$RELEASE" harvest new.conll -o lists --quiet
        fi
        diff -r whole lists
        "$GAZ" build lists -o m.gaz --quiet
    done
    [ "$status" = 0 ]
    [ "$mixed" -ge 2 ]
    diff -r whole lists
}

@test "every command that reads such lists says so, and makes nothing of them" {
    touch lists/.gaz-unfinished
    echo 'a text' >note.txt
    fails 1 "$MESSAGE" "$GAZ" build lists -o m.gaz
    fails 1 "$MESSAGE" "$GAZ" build note.txt lists -o m.gaz --type T
    fails 1 "$MESSAGE" "$GAZ" export lists -o patterns.jsonl
    fails 1 "$MESSAGE" "$GAZ" report lists -o page.html
    fails 1 "$MESSAGE" "$GAZ" grow lists note.txt
    fails 1 "$MESSAGE" "$GAZ" grow lists note.txt --accept 0.5
    fails 1 "$MESSAGE" "$GAZ" explain old.gaz note.txt --lists lists
    fails 1 "$MESSAGE" "$GAZ" tag old.gaz note.txt --from text --review 2 --lists lists
    fails 1 "$MESSAGE" "$GAZ" harvest new.conll --gazetteer lists -o others
    files lists new.conll note.txt old.conll old.gaz
}

@test "the next harvest finishes them; so does whoever takes them as they are" {
    touch lists/.gaz-unfinished
    cp -r lists copied
    "$GAZ" harvest old.conll -o lists --quiet
    [ ! -e lists/.gaz-unfinished ]
    "$GAZ" build lists -o m.gaz --quiet
    cmp old.gaz m.gaz
    rm copied/.gaz-unfinished
    "$GAZ" build copied -o m.gaz --quiet
    cmp old.gaz m.gaz
}

@test "gaz serve says so, or learns anew at once what it was ended in" {
    needs_serve
    touch lists/.gaz-unfinished
    cp -r lists before
    cp old.gaz m.gaz
    fails 1 "$MESSAGE" "$GAZ" serve m.gaz --port 0 --lists lists
    diff -r before lists
    mkdir corpus
    "$RELEASE" convert old.conll --from conll --to jsonl >corpus/old.jsonl
    serve m.gaz --lists lists --corpus corpus --learn
    until [ ! -e lists/.gaz-unfinished ]; do sleep 0.1; done
    stop
    "$GAZ" build lists -o again.gaz --quiet
    cmp m.gaz again.gaz
}

@test "lists are edited by hand, added and removed, as before" {
    sed -i '2d' lists/Drug.tsv
    echo 'written by hand' >lists/Mine.tsv
    "$GAZ" build lists -o m.gaz --quiet
    rm lists/Drug.tsv lists/scoring.txt
    "$GAZ" build lists -o m.gaz --quiet
}

@test "a harvest that finds no room leaves old lists and no mark" {
    local before
    [ -e "$TOP/build/faults/inject.so" ] || skip "make build/faults/inject.so"
    cp -r lists before
    for before in 1 3000; do
        fails 1 'No space left' env FAULTS_KIND=write FAULTS_MODE=full FAULTS_AT=$before \
            LD_PRELOAD="$TOP/build/faults/inject.so" "$RELEASE" harvest new.conll -o lists --quiet
        diff -r before lists
    done
}
