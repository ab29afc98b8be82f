#!/usr/bin/env bats
# The page of gaz serve, as Chromium shows it, and what keeps pages of others out.
# bats file_tags=long

load helper
load browser
load serve

CASES=serve_page_cases

# A model, m.gaz, and its server.
serve_small() {
    needs_browser
    printf '%s\n' $'kernel\tOS' $'kernel space\tOS' $'shell\tTool' $'C ++\tLanguage' $'a b\tX' $'b c\tY' $'c d\tX' \
        >list.tsv
    awk 'BEGIN { for (i = 1; i <= 40; i++) { s = s " z"; print substr(s, 2) "\tZ" } }' >>list.tsv
    "$GAZ" build list.tsv -o m.gaz --quiet
    serve m.gaz "$@"
}

@test "a pasted text shows its spans, counted and listed, and keys go from one to the next" {
    serve_small
    in_browser pasted "$URL"
}

@test "spans come and go while one types" {
    serve_small
    in_browser typed "$URL"
}

@test "of several texts the last one is shown, whatever is answered last" {
    serve_small
    in_browser late "$URL"
}

@test "what stays of a text when its begin is cut off is known to be elsewhere" {
    serve_small
    in_browser moved "$URL"
}

@test "a span that is selected is explained" {
    serve_small
    in_browser explained "$URL"
}

@test "overlapping spans are nested or cut, and those too deep left out and counted" {
    serve_small
    in_browser nested "$URL"
}

@test "nothing of a text is run, loaded or lost" {
    serve_small
    in_browser hostile "$URL"
}

@test "nothing of a type's name either" {
    needs_browser
    printf '%s\n' 'kernel	"}body{display:none}<b>' $'shell\ta\\62 é' >list.tsv
    "$GAZ" build list.tsv -o m.gaz --quiet
    serve m.gaz
    in_browser types "$URL"
}

@test "a megabyte is shown, and keys are answered meanwhile" {
    serve_small
    in_browser large "$URL"
}

@test "files are dropped, in UTF-8 and UTF-16" {
    serve_small
    printf 'a kernel \xf0\x9f\x98\x80\r\nshell' >utf8.txt
    printf '\xff\xfe' >utf16.txt
    iconv -f utf-8 -t utf-16le utf8.txt >>utf16.txt
    printf 'a kernel \xff\n' >bad.txt
    in_browser dropped "$URL"
}

@test "each model has a page, and on each page all can be chosen" {
    needs_browser
    printf 'kernel\tOS\n' >m.tsv
    printf 'beta\tOther\n' >second.tsv
    "$GAZ" build m.tsv -o m.gaz --quiet
    "$GAZ" build second.tsv -o second.gaz --quiet
    serve m.gaz second.gaz
    in_browser models "$URL"
}

@test "without lists the keys for verdicts say so" {
    serve_small
    in_browser no_lists "$URL"
}

@test "a user who has got the page gets all of it" {
    needs_browser
    echo 'ann:secret' >users
    serve_small --credentials users
    in_browser users "$URL"
}

@test "the page fits a phone" {
    serve_small
    in_browser phone "$URL"
}

@test "pages of other servers have nothing done and read nothing" {
    serve_small
    in_browser attacked "$URL"
}

@test "a request for another server's name, or from another's page, is refused" {
    printf 'kernel\tOS\n' >m.tsv
    "$GAZ" build m.tsv -o m.gaz --quiet
    serve m.gaz
    python3 "$TESTS/serve_page_cases.py" foreign_host "$URL"
}

@test "no two answers have the same number, and the page names no other place" {
    printf 'kernel\tOS\n' >m.tsv
    "$GAZ" build m.tsv -o m.gaz --quiet
    serve m.gaz
    ask / >first
    ask /m/m/ >second
    grep -o 'nonce="[0-9a-f]*"' first | sort -u >numbers
    grep -o 'nonce="[0-9a-f]*"' second | sort -u >>numbers
    same "$(sort -u numbers | wc -l) $(wc -l <numbers)" '2 2'
    run ! grep -E 'src=|href="(http|//)|@import|url\(' first
    diff <(sed 's/nonce="[0-9a-f]*"//' first) <(sed 's/nonce="[0-9a-f]*"//' second)
}

# Lists of which the model is built, and their server: what people decide goes into both.
serve_lists() {
    needs_browser
    mkdir lists
    printf '%s\n' $'surface\ttype' $'kernel\tOS' $'shell\tTool' $'a\\\\b\tPath' $'C ++\tLanguage' >lists/all.tsv
    "$GAZ" build lists -o m.gaz --quiet
    serve m.gaz --lists lists
}

@test "an entry that is dropped by its key is gone in each text and tab, and can be had back" {
    serve_lists
    in_browser verdicts "$URL"
    stop
    "$GAZ" build lists -o again.gaz --quiet
    same "$(printf 'a kernel, a shell\n' | "$GAZ" tag again.gaz --from text --to tsv --quiet | cut -f7 | tr '\n' ,)" kernel,shell,
}

@test "buttons give verdicts, too, and an entry is the one in the lists" {
    serve_lists
    in_browser verdict_clicked "$URL"
    in_browser odd_surfaces "$URL"
}

@test "pages of other servers give no verdicts" {
    serve_lists
    cp -r lists before
    in_browser attacked "$URL"
    diff -r before lists
}
