#!/usr/bin/env bats
# The man page: complete, and well-formed.
load helper

PAGE=$TOP/src/cli/gaz.1

@test "every option of every command is in its part of the page" {
    local command option count=0
    for command in $("$GAZ" --help | sed -n 's/^  \([a-z][a-z]*\) .*/\1/p'); do
        sed -n "/^\.SS gaz $command /,/^\.SH /p" "$PAGE" |
            awk -v own=".SS gaz $command " '/^\.SS/ { inside = index($0, own) == 1 } inside' |
            sed 's/\\-/-/g; s/\\f[BIPR]//g; s/[", ]/\n/g' >words
        for option in $("$GAZ" $command --help | grep -oE -e '(^|[ ,])--?[a-zA-Z][a-z-]*' | tr -d ' ,' | sort -u); do
            grep -qxF -e "$option" words || { echo "gaz $command $option is not in the page"; return 1; }
            count=$((count + 1))
        done
    done
    [ $count -gt 70 ] || { echo "$count options"; return 1; }
    for command in --help --version; do grep -qF -e "${command//-/\\-}" "$PAGE"; done
}

@test "help and manual describe each option with the same words" {
    python3 "$TOP/tests/cli/option_words.py" "$GAZ" "$PAGE"
}

@test "every column of a list is in the page" {
    local column
    "$GAZ" harvest "$SAMPLE/sample.conll" -o lists --quiet
    sed -n '/^\.SH LISTS/,/^\.SH MODEL/p' "$PAGE" >part
    for column in $(head -n 1 lists/Device.tsv) $(cut -f1 lists/scoring.txt | grep -v ' ' | sort -u); do
        grep -qx "\.B $column" part || { echo "$column is not in the page"; return 1; }
    done
    grep -q 'variants.tsv' part
    grep -q 'scoring.txt' part
}

@test "commands in the page print what it says" {
    local line command= expected= count=0
    gaz() { "$GAZ" "$@"; }
    while IFS= read -r line; do
        case $line in
        '$ '*) command=${line#\$ } ;;
        '    '*) [ -z "$command" ] || command+=$line ;;
        .EE)
            [ -z "$command" ] || { same "$(eval "$command")" "$expected"; count=$((count + 1)); }
            command= expected=
            ;;
        *) expected+=${expected:+$'\n'}$line ;;
        esac
    done < <(sed -n '/^\.EX/,/^\.EE/ { /^\.EX/d; p }' "$PAGE" | sed "s/\\\\(aq/'/g; s/\\\\-/-/g")
    [ $count -ge 1 ] || { echo "no command has output"; return 1; }
}

@test "the pages have all of the manual, each command its own" {
    python3 "$TOP/tests/cli/manual_pages.py" "$GAZ" "$PAGE" "$TOP/build/man"
}

@test "a page without a summary is told" {
    printf '.\\" page gaz-never 1\n.SH NAME\n' >page.1
    run -1 awk -v folder=. -f "$TOP/src/cli/pages.awk" page.1 page.1
    [[ $output == *'no summary'* ]]
}

@test "groff has no complaints" {
    command -v groff >/dev/null || skip "groff is absent"
    local page
    for page in "$PAGE" "$TOP"/build/man/*; do
        same "$(groff -man -ww -Tutf8 "$page" 2>&1 >/dev/null)" ''
    done
}

@test "mandoc has no complaints" {
    command -v mandoc >/dev/null || skip "mandoc is absent"
    same "$(mandoc -T lint -W warning "$TOP"/build/man/*)" ''
}
