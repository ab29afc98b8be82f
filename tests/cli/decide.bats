#!/usr/bin/env bats
# Pages to decide on: verdicts with keys and clicks, and what gaz makes of them; filters and what they count.
# bats file_tags=long

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

# ---- Reports ----

@test "verdicts on rows of a report, given with keys, change what is tagged" {
    needs_browser
    mkdir lists
    printf 'surface\tannotated\toccurrences\tnested\tprecision\tstatus\tid\n' | tee lists/A.tsv >lists/B.tsv
    printf 'kernel\t3\t4\t0\t0.75\tkept\t\nshell\t5\t9\t0\t0.5\tkept\tQ1\nnode\t1\t30\t0\t0.03\tpurity\t\n' >>lists/A.tsv
    printf 'Go\t6\t10\t0\t0.6\tkept\t\n' >>lists/B.tsv
    "$GAZ" report lists -o page.html
    in_browser give_rows page.html . 'kernel=drop' 'shell=B' 'node=keep'
    echo 'kernel, shell, node, Go' >in.txt
    same "$(spans_again lists)" 'B=shell=Q1,A=node=,B=Go=,'
}

@test "suggestions are decided on in a report, and only those kept are tagged" {
    needs_browser
    mkdir lists
    printf 'kernel\n' >lists/A.tsv
    printf 'x\n' >lists/B.tsv
    printf 'surface\ttype\tprobability\tcount\texample\tverdict\nnode\tA\t0.9\t3\tthe node </td> is | a node\t\nGo\tA\t0.5\t9\tand Go .\t\nrust\tA\t0.25\t1\told rust\t\nold\tA\t0.9\t9\t\tdrop\n' >new.tsv
    "$GAZ" report new.tsv lists -o page.html
    CASES=html_cases in_browser report_rows page.html 'Suggestions' 'Go|A|0.500|9|and Go .' 'node|A|0.900|3|the node </td> is | a node' \
        'rust|A|0.250|1|old rust'
    in_browser figures page.html 'suggestions 3' 'entries 3' 'kept 2' 'dropped 1'
    in_browser give_rows page.html . 'Go=B' 'node=keep' 'rust=drop'
    echo 'kernel, node, Go, rust' >in.txt
    same "$(spans_again lists)" 'A=kernel,A=node,B=Go,'
}

@test "a report is gone through with keys and clicks" {
    needs_browser
    "$GAZ" report "$SAMPLE" --rows 9 -o page.html
    in_browser row_steps page.html
}

@test "a report gives figures as commands do, what to expect first, and draws them" {
    needs_browser
    "$GAZ" report "$SAMPLE" -o page.html
    "$RELEASE" harvest "$SAMPLE/sample.conll" -o lists >told
    local share='[0-9.]*' p r f ranges
    read -r p r f < <(sed -n "s/^dealt folds *precision \\($share\\), recall \\($share\\), F1 \\($share\\);.*/\\1 \\2 \\3/p" told)
    [ -n "$f" ]
    mapfile -t ranges < <(grep '^expected on new text' told | grep -o "$share to $share")
    same ${#ranges[@]} 3
    "$GAZ" report lists -o page.html
    in_browser figures page.html "F1 $f" "precision $p" "recall $r"
    in_browser expected page.html "${ranges[2]} on new text" "${ranges[0]} on new text" "${ranges[1]} on new text"
    in_browser charts page.html
    grep -c 'class="bound"' page.html
}

@test "with a text, a report has the frequency and an example of each entry" {
    printf 'surface\ttype\nthe kernel\tOS\nshell\tOS\nnode\tOS\n' >l.tsv
    printf 'a <b>shell</b>, don\xe2\x80\x99t\nthe kernel of the kernel, and the shell\n\xff\n' | gzip >t.txt.gz
    "$GAZ" report l.tsv --text t.txt.gz -o page.html
    CASES=html_cases in_browser report_rows page.html 'Entries most frequent in the text' 'shell|OS|2|a <b>shell</b>, don’t' \
        'the kernel|OS|2|the kernel of the kernel, and the shell'
    printf '%0100d kernel %0100d\n' 0 0 >long.txt
    printf 'kernel\n' >l.txt
    "$GAZ" report l.txt --text long.txt --text t.txt.gz -o page.html
    CASES=html_cases in_browser report_rows page.html 'Entries most frequent in the text' \
        "kernel|l|3|...$(printf '%059d kernel %059d' 0 0)..."
    fails 1 'none.txt' "$GAZ" report l.txt --text none.txt -o other.html
    [ ! -e other.html ]
}

@test "a report checks lists that no corpus has judged" {
    needs_browser
    printf 'surface\ttype\tid\n' >l.tsv
    printf '%s\n' $'APC\tGene\t1' $'APC\tGene\t2' $'APC\tDisease\t3' $'apc\tGene\t' $'# note\tGene\t' $'12/3\tGene\t' \
        $'so\xc2\xadft\tGene\t' $'a b c d e f g h i j k\tGene\t' $'apc\tGene\t' >>l.tsv
    printf 'xxx\n' >other.txt
    "$GAZ" report l.tsv other.txt -o page.html
    in_browser report_head page.html 'Lists: l.tsv, other.txt'
    CASES=html_cases in_browser report_rows page.html 'Checks of the lists' \
        'Several ids|the surface has other entries of its type|2|APC' \
        'Several types|the surface has entries of other types|3|APC' \
        'Case|surfaces that differ in case only|4|APC, apc' \
        'Very short|one or two characters|0|' \
        'No letters|digits and signs only|1|12/3' \
        $'Odd characters|invisible ones, controls, or not UTF-8|1|so\xc2\xadft' \
        'Like comments|begin as comments, quotes or markup do|1|# note' \
        'Very long|over ten tokens|1|a b c d e f g h i j k' \
        'Listed again|entries that the lists have more than once|1|'
    run ! grep -q 'To look at first' page.html
    seq 20 | sed 's/.*/w&/' >many.txt
    printf 'w1 %.0s' {1..2000} >t.txt
    "$GAZ" report many.txt --text t.txt -o page.html
    grep -qF 'one word in a thousand, or more</td><td class="number">1</td><td class="example"><bdi>w1</bdi></td>' page.html
    grep -qF 'as they are written</td><td class="number">19</td><td class="example"><bdi>w10</bdi>, ' page.html
    same "$(grep -A1 'Not in the text' page.html | grep -o '<bdi>' | wc -l)" 12
}

@test "on a phone the rows of a report are cards, and nothing is out of reach" {
    needs_browser
    cp -r "$SAMPLE" lists
    head -40 "$SAMPLE/sample.conll" | cut -f1 | tr '\n' ' ' >t.txt
    "$GAZ" report lists --text t.txt -o page.html
    in_browser report_phone page.html
}
