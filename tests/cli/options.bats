#!/usr/bin/env bats
# Options with values that are none, or that do not fit together: one line says so, and nothing is done.
load helper

@test "numbers of gaz serve out of their ranges" {
    [[ $("$GAZ" serve absent 2>&1) != *'without libmicrohttpd'* ]] || skip "this gaz was built without libmicrohttpd"
    small_model
    local option
    for option in '--port 65536' '--port -1' '--port x' '--max-body 0' '--max-body 2048' '--max-connections 0' \
        '--max-connections 65537' '--max-seconds 0' '--max-seconds 86401' '--threads 0' '--threads 257' '--learn-seconds -1'; do
        fails 2 "${option% *}" timeout 20 "$GAZ" serve m.gaz $option
    done
}

@test "gaz info: what excludes each other, and what a model was built with" {
    small_model
    fails 2 'exclude each other' "$GAZ" info m.gaz --entry kernel --id Q1
    fails 2 'exclude each other' "$GAZ" info m.gaz --verify --json
    fails 2 'one model is needed' "$GAZ" info
    fails 2 'one model is needed' "$GAZ" info m.gaz m.gaz
    "$GAZ" build small.tsv -o odd.gaz --ignore-case --fold accents --word-chars - --quiet
    "$GAZ" info odd.gaz >about
    grep -qx '  accents  *ignored' about
    grep -qx '  word characters -' about
    same "$("$GAZ" info m.gaz | grep -c 'accents\|word characters' || true)" 0
}

@test "gaz build: values that there are not" {
    printf 'a b\tT\n' >l.tsv
    fails 2 "--fold takes accents, not 'case'" "$GAZ" build l.tsv -o m.gaz --fold case
    fails 2 '--case' "$GAZ" build l.tsv -o m.gaz --case loud
    fails 2 '--case' "$GAZ" build l.tsv -o m.gaz --case l.tsv=loud
    fails 2 '--edges' "$GAZ" build l.tsv -o m.gaz --edges l.tsv=loud
    fails 2 '--variants' "$GAZ" build l.tsv -o m.gaz --variants loud
    fails 1 'absent.tsv' "$GAZ" build l.tsv absent.tsv -o m.gaz
    files l.tsv
}

@test "gaz grep: of outputs the last counts, and options of lists need lists" {
    small_model
    printf 'the kernel\nno more\n' >text
    printf 'none\n' >other
    same "$("$GAZ" grep -l -L m.gaz text other || true)" other
    same "$("$GAZ" grep -L -l m.gaz text other)" text
    fails 2 '-j' "$GAZ" grep -j 0 m.gaz text
    fails 2 '--edges' "$GAZ" grep --edges strict m.gaz text
    fails 2 '--min-score' "$GAZ" grep --min-score 2 m.gaz text
    fails 2 '--watch' "$GAZ" grep --watch --count-by type m.gaz text
    same "$("$GAZ" grep --max-count 0 m.gaz text || true)" ''
}
