#!/usr/bin/env bats
# Pages to decide on: verdicts with keys and clicks, and what gaz makes of them; filters and what they count.
load helper
load browser

CASES=decide_cases

# page.html, of these lists: l.tsv, and m.gaz.
list_page() { # list_page TEXT [OPTION...]
    needs_browser
    cat >l.tsv
    "$GAZ" build l.tsv -o m.gaz --quiet
    printf '%b' "$1" >in.txt
    "$GAZ" tag m.gaz in.txt --from text --to html "${@:2}" >page.html
}

# spans with the verdicts: of in.txt, as TYPE=SURFACE
spans_again() {
    "$GAZ" build "${1:-l.tsv}" --verdicts verdicts.tsv -o again.gaz --quiet
    "$GAZ" tag again.gaz in.txt --from text --to tsv --quiet | cut -f5,7,8 | tr '\t\n' '=,'
}

@test "drop, keep and another type with keys, downloaded, change what is tagged" {
    list_page 'the kernel, a shell, a\\b, don\xe2\x80\x99t and Go\n' < <(printf '%s\n' $'surface\ttype' $'kernel\tOperating_System' \
        $'shell\tApplication' $'Go\tLanguage' $'a\\\\b\tPath' $'don\'t\tWord')
    in_browser give page.html . 'kernel=drop' 'shell=Language' 'a\b=drop' 'don’t=drop' 'Go=keep'
    same "$(tail -n +2 verdicts.tsv)" $'kernel\tOperating_System\t\tdrop\nshell\tApplication\t\tLanguage\na\\\\b\tPath\t\tdrop\ndon’t\tWord\t\tdrop\nGo\tLanguage\t\tkeep'
    same "$(spans_again)" 'Language=shell,Language=Go,'
}

@test "verdicts are on the senses with the span's id" {
    list_page 'EU, EU and UN\n' --senses all <<'LIST'
surface	type	id	priority
EU	ORG	Q458	2
EU	ORG	Q7	1
UN	ORG	Q1065	
x	LOC		
LIST
    in_browser give page.html . 'EU=drop' 'UN=LOC'
    same "$(spans_again)" 'ORG=EU=Q7,ORG=EU=Q7,LOC=UN=Q1065,'
}

@test "a span that another crosses is named as a whole" {
    list_page 'a b c\n' --all < <(printf 'a b\tX\nb c\tY\n')
    in_browser crossed page.html
}

@test "a verdict on a span in another case than its entry's is on the entry, if case makes no difference" {
    needs_browser
    printf 'check pass\tEvent\nRoot\tUser\n' >l.tsv
    "$GAZ" build l.tsv --case ignore -o m.gaz --quiet
    echo 'Check PASS, ROOT, root' >in.txt
    "$GAZ" tag m.gaz in.txt --from text --to html >page.html
    in_browser give page.html . 'Check PASS=drop' 'ROOT=Event'
    "$GAZ" build l.tsv --case ignore --verdicts verdicts.tsv -o again.gaz --quiet
    same "$("$GAZ" tag again.gaz in.txt --from text --to tsv --quiet | cut -f5,7 | tr '\t\n' '=,')" 'Event=ROOT,Event=root,'
    sed 's/\tcase$//; s/\tignore$//' verdicts.tsv >exact.tsv
    "$GAZ" build l.tsv --case ignore --verdicts exact.tsv -o again.gaz --quiet
    same "$("$GAZ" tag again.gaz in.txt --from text --to tsv --quiet | wc -l)" 3
}

@test "the sample's spans, dropped and retyped, are gone and changed when it is tagged again" {
    sample_page
    cp sample.txt in.txt
    in_browser give page.html . 'kernel=drop' 'FreeBSD=Device'
    spans_again "$SAMPLE/sample.conll" >spans
    [ "$(wc -c <spans)" -gt 5000 ]
    run ! grep -q '=kernel,' spans
    grep -q 'Device=FreeBSD,' spans
    run ! grep -q 'Operating_System=FreeBSD,' spans
}

@test "a verdict is taken back by its key, another key, and in the list of verdicts" {
    sample_page
    in_browser take_back page.html
}

@test "verdicts are given with clicks, too" {
    sample_page
    in_browser clicks page.html
}

@test "verdicts outlive the page where the browser keeps them, and without that nothing breaks" {
    sample_page
    in_browser reload page.html
}

@test "the least score hides spans, in the counts too" {
    sample_page
    in_browser slider page.html
}

@test "the line below a span tells how certain it is" {
    sample_page
    in_browser certainty page.html
}

@test "u goes from one uncertain span to the next" {
    sample_page
    in_browser uncertain page.html
}

@test "a type opens to what matched, each a filter" {
    sample_page
    in_browser rail page.html
}

@test "documents are counted, gone to, and left out if they have no spans" {
    needs_browser
    small_model
    echo 'a kernel' >a.txt
    echo 'nothing' >b.txt
    echo 'kernel and memory' >c.txt
    "$GAZ" tag m.gaz a.txt b.txt c.txt --from text --to html >page.html
    in_browser documents page.html
}

@test "the head says model, least score, date and command, without what changes nothing" {
    needs_browser
    small_model
    echo 'a kernel' >"it's.txt"
    SOURCE_DATE_EPOCH=86400 "$GAZ" tag m.gaz "it's.txt" -j2 --threads=2 --from text --to html --min-score 0.25 >page.html
    in_browser about page.html m.gaz 0.25 1970-01-02 "gaz tag m.gaz 'it'\\''s.txt' --from text --to html --min-score 0.25"
    touch $(seq -f 'input-%g' 200)
    "$GAZ" tag m.gaz input-* --from text --to html >page.html
    grep -o '<code>gaz tag .* ...</code>' page.html
}

@test "logs have line numbers and a font of fixed width, unless one wants prose" {
    needs_browser
    small_model
    seq -f 'Jun 14 15:16:%02g combo sshd: a kernel' 0 59 >in.log
    "$GAZ" tag m.gaz in.log --from text --to html >page.html
    in_browser log page.html 60
    seq 6000 | sed 's/.*/2015-07-29 17:41:44,747 - INFO kernel &/' >in.log
    "$GAZ" tag m.gaz in.log --from text --to html >page.html
    in_browser log page.html 6000
    same "$(grep -o 'counter-reset:line [0-9]*' page.html | head -1)" 'counter-reset:line 0'
    [ "$(grep -o 'counter-reset:line [0-9]*' page.html | wc -l)" -gt 3 ]
    local at
    at=$(grep -o 'counter-reset:line [0-9]*' page.html | sed -n '3s/.* //p')
    grep -q "counter-reset:line $at\"><i></i>2015-07-29 17:41:44,747 - INFO <mark[^>]*>kernel</mark> $((at + 1))\$" page.html
}

@test "prose has short lines and no numbers" {
    sample_page
    in_browser prose page.html
}

@test "seventeen types are told apart by their colours, in light and in dark, and by their names" {
    list_page "$(seq -f 'word%g' 17 | tr '\n' ' ')" < <(seq 17 | sed 's/.*/word&\tType_&/')
    in_browser colours page.html 17
}

@test "on a phone the header is small, and nothing is out of reach" {
    sample_page
    in_browser phone page.html
}
