#!/usr/bin/env bats
# Pages of HTML as Chromium shows them.
# bats file_tags=long

load helper
load browser

@test "a page opens without errors or requests, and its legend counts the spans that tsv has" {
    sample_page
    in_browser legend page.html spans.tsv
}

@test "with all matches, overlapping spans are counted once" {
    small_model
    printf 'the kernel space, kernel space kernel; operating system kernel, café\n' >in.txt
    "$GAZ" tag m.gaz in.txt --from text --to html --all >page.html
    "$GAZ" tag m.gaz in.txt --from text --to tsv --all | cut -f5 >spans.tsv
    in_browser legend page.html spans.tsv
    "$GAZ" tag m.gaz in.txt --from text --to html --all | grep -o '<mark[^>]*>kernel</mark> space</mark>'
}

@test "spans that cross each other are nested in pieces, and counted once" {
    printf 'a b\tX\nb c\tY\nc d e\tZ\nb\tW\n' >l.tsv
    "$GAZ" build l.tsv -o m.gaz --quiet
    printf 'a b c d e a b c\n' >in.txt
    "$GAZ" tag m.gaz in.txt --from text --to html --all >page.html
    "$GAZ" tag m.gaz in.txt --from text --to tsv --all | cut -f5 >spans.tsv
    in_browser legend page.html spans.tsv
    in_browser text page.html in.txt
}

@test "spans far too deep are left out, and that is said" {
    awk 'BEGIN { for (i = 1; i <= 40; i++) { s = s " a"; print substr(s, 2) "\tT" } }' >l.tsv
    "$GAZ" build l.tsv -o m.gaz --quiet
    awk 'BEGIN { for (i = 0; i < 3000; i++) printf "a "; print "" }' >in.txt
    "$GAZ" tag m.gaz in.txt --from text --to html --all >page.html
    grep -q 'more spans overlap too many others' page.html
    [ "$(wc -c <page.html)" -lt 10000000 ]
    in_browser text page.html in.txt
}

@test "a type is hidden and shown by a click and by its number" {
    sample_page
    in_browser filter page.html
}

@test "n and p go from span to span, over hidden ones" {
    sample_page
    in_browser steps page.html
}

@test "the pointer and the keyboard show the explanation of a span" {
    sample_page
    in_browser explanation page.html
}

@test "the explanation of a span has its concept, and those of its other senses, as links if wanted" {
    needs_browser
    printf 'surface\ttype\tid\tname\tpriority\n' >l.tsv
    printf 'EU\tORG\tQ458\tEuropean Union\t2\nEU\tLOC\tQ9\t\t1\nEU\tORG\tQ7\t\u00c9\t\n' >>l.tsv
    printf '%s\n' $'kernel\tLOC\tx y/<b>&"\'{id}?#%\t<script>window.harm=1</script>\t' >>l.tsv
    local i
    for i in $(seq 0 29); do printf 'many\tLOC\tQ%d\t\t%d\n' "$i" $((99 - i)); done >>l.tsv
    "$GAZ" build l.tsv -o m.gaz --quiet
    echo 'EU, kernel, many' >in.txt
    "$GAZ" tag m.gaz in.txt --from text --to html --senses all >page.html
    in_browser concepts page.html
    "$GAZ" tag m.gaz in.txt --from text --to html --senses all --id-url 'https://x.test/{id}?a="&b=1#{id}' >page.html
    in_browser concepts page.html 'https://x.test/{id}?a=%22&b=1#{id}'
    "$GAZ" tag m.gaz in.txt --from text --to jsonl --senses all | "$GAZ" convert - --to html --id-url 'http://x.test/{id}' >page.html
    in_browser concepts page.html 'http://x.test/{id}'
    local url
    for url in 'javascript:{id}' 'ftp://x/{id}' 'https://x.test/' '//x/{id}' ' https://x/{id}'; do
        fails 2 'begins with http:// or https:// and has {id} in it' \
            "$GAZ" tag m.gaz in.txt --from text --to html --id-url "$url"
        fails 2 'begins with http://' "$GAZ" convert in.txt --to html --id-url "$url"
    done
}

@test "evidence is told as a sentence" {
    sample_page
    in_browser evidence page.html
}

@test "search goes to its hits, forth and back, and leaves with Esc" {
    sample_page
    in_browser search page.html
}

@test "every type can be read in light and in dark" {
    local i
    for i in $(seq 60); do printf 'word%d\tType_%d\n' "$i" "$i"; done >l.tsv
    "$GAZ" build l.tsv -o m.gaz --list-format list --quiet # with a type each, it looks like ids and names
    seq -f 'word%g' 60 >in.txt
    "$GAZ" tag m.gaz in.txt --from text --to html >page.html
    in_browser contrast page.html 60
}

@test "every control has a name, and the keys are told" {
    sample_page
    in_browser names page.html
}

@test "a narrow window shows the page without sideways scrolling" {
    sample_page
    in_browser narrow page.html
}

@test "without script, text, spans and the names of types are there" {
    sample_page
    in_browser unscripted page.html
}

@test "hostile text, names and types do no harm and stay what they are" {
    needs_browser
    local type='Q"}</style><script>window.harm=1</script><!--\'
    printf '%s\t%s\n' 'kernel' "$type" 'café' "T'&amp;]]>" >l.tsv
    "$GAZ" build l.tsv -o m.gaz --quiet
    printf '<script>window.harm=2</script> kernel </script></main><img src=x onerror="window.harm=3"> <!-- café &lt; "'"'"' ]]>\r\n' >'<b>x&.txt'
    printf '\tkernel\0\1\033\177 \302\205 \377\355\240\200 kernel\n\n\n  café </p></article> \342\200\256kernel\r\n<plaintext><textarea>\n' >>'<b>x&.txt'
    "$GAZ" tag m.gaz '<b>x&.txt' --from text --to html >page.html
    in_browser hostile page.html '<b>x&.txt' "$type" "T'&amp;]]>"
}

@test "long lines, long texts and empty ones are shown whole" {
    small_model
    : >empty.txt
    "$GAZ" tag m.gaz empty.txt --from text --to html >page.html
    in_browser text page.html empty.txt
    python3 -c 'print("kernel and words " * 20000 + "\n" + "\n" * 9000 + "x" * 300000 + "\r\n" + "a line of text\n" * 4000)' >in.txt
    "$GAZ" tag m.gaz in.txt --from text --to html >page.html
    in_browser text page.html in.txt
}

@test "several files, and lines or records as documents, are articles with headings" {
    small_model
    printf 'a kernel\n\nthe kernel\n' >a.txt
    printf 'memory\n' >b.txt
    "$GAZ" tag m.gaz a.txt b.txt --from text --to html >page.html
    in_browser headings page.html a b
    "$GAZ" tag m.gaz a.txt --from text --document line --to html >page.html
    in_browser headings page.html 'a 1' 'a 3'
    printf '{"text": "a kernel"}\n{"text": "C"}\n' >r.jsonl
    "$GAZ" tag m.gaz r.jsonl --from jsonl --to html >page.html
    in_browser headings page.html 'r 1' 'r 2'
}

@test "a folder gets a page for each file, whole by itself" {
    small_model
    printf 'a kernel\n' >a.txt
    printf 'memory\n' >b.txt
    "$GAZ" tag m.gaz a.txt b.txt --from text --to html -o pages
    same "$(ls pages | tr '\n' ' ')" 'a.html b.html '
    in_browser headings pages/b.html b
}

@test "the page of 10 MB of text opens, filters and is searched with the keyboard" {
    needs_browser
    sample_model m.gaz
    grep -v '^</\?s>' "$SAMPLE/sample.conll" | cut -f1 | awk '{ printf "%s%s", $0, NR % 25 ? " " : "\n" }' >one.txt
    for _ in $(seq 440); do cat one.txt; done >big.txt
    [ "$(wc -c <big.txt)" -gt 10000000 ]
    printf '\nat the very end a needle stands\n' >>big.txt
    "$RELEASE" tag m.gaz big.txt --from text --to html --quiet >page.html
    [ "$(wc -c <page.html)" -lt 60000000 ]
    in_browser large page.html
}

@test "a report counts what the lists hold, and its tables can be sorted" {
    needs_browser
    "$GAZ" report "$SAMPLE" >page.html
    in_browser report page.html "$SAMPLE"
}

@test "a report tells drops, lower senses and what to look at first" {
    mkdir lists
    printf 'surface\tannotated\tseen\tinside\tprecision\tstatus\tverdict\tpriority\tid\n' | tee lists/A.tsv >lists/B.tsv
    printf '<b>kernel\t3\t4\t0\t0.75\tkept\t\t\nC\t1\t90\t5\t0.0111\tpurity\t\t\nGo\t5\t9\t0\t0.5\tkept\tkeep\t\n' >>lists/A.tsv
    printf '<b>kernel\t1\t4\t0\t0.25\tkept\t\t7\nnode\t6\t10\t0\t0.6\tkept\t\t\tQ7\nGo\t5\t9\t0\t0.5\tkept\t\t\n' >>lists/B.tsv
    "$GAZ" report lists -o page.html
    in_browser report_rows page.html 'Entries to look at first' \
        'node|B|Q7|kept|0.600|6|10|0' 'Go|B||kept|0.500|5|9|0' \
        'C|A||dropped: purity|0.011|1|90|5' '<b>kernel|A||kept|0.750|3|4|0' '<b>kernel|B||kept|0.250|1|4|0'
    in_browser report_rows page.html 'Dropped entries, the most frequent first' 'C|A||dropped: purity|0.011|1|90|5'
    in_browser report_rows page.html 'Lower senses, the most frequent first' \
        'Go|B||A||verdict|0.500|9' '<b>kernel|A||B||priority|0.750|4'
    in_browser report_rows page.html 'Entries by type' 'A|3|2|0|1|1' 'B|3|3|0|0|0'
    "$GAZ" report lists --rows 1 -o page.html
    in_browser report_rows page.html 'Entries to look at first' 'node|B|Q7|kept|0.600|6|10|0'
}

@test "a report that cannot be written leaves nothing, and wrong usage is told" {
    fails 1 'lists' "$GAZ" report lists -o page.html
    mkdir lists
    printf 'C\tLanguage\n' >lists/a.tsv
    fails 1 'no/page.html' "$GAZ" report lists -o no/page.html
    fails 1 'cannot write' bash -c "\"$GAZ\" report lists >/dev/full"
    fails 2 'no lists given' "$GAZ" report
    fails 2 '--to is one of html' "$GAZ" report lists --to text
    fails 2 '--rows is a whole number' "$GAZ" report lists --rows 0
    files lists
    "$GAZ" report lists | head -c 10 >/dev/null
}
