#!/usr/bin/env bash
# Shows gaz at work: from a corpus to lists to a model to tags, why a span was tagged, pages to decide on, and a larger
# dictionary on a text of this machine. Every command is printed before its output. Needs build/gaz. What it makes stays
# in build/demo.
set -euo pipefail
export LC_ALL=C

cd "$(dirname "${BASH_SOURCE[0]}")/.."
export PATH=$PWD/build:$PATH
work=build/demo
rm -rf "$work"
mkdir -p "$work"

title() { # text
    printf '\n\033[1;7m %s \033[0m\n' "$1"
}

# Prints a command line and runs it. Its last command may close a pipe before the one that writes has ended.
run() { # command line
    local status=0
    printf '\n\033[1m+ %s\033[0m\n' "$1"
    eval "$1" || status=$?
    ((status == 0 || status == 128 + $(kill -l PIPE))) || exit "$status"
}

first_text() { # files...: prints the first that can be read and holds something
    local file
    for file in "$@"; do
        if [[ -f $file && -r $file && -s $file ]]; then
            printf '%q\n' "$file"
            return
        fi
    done
    echo "there is no text to tag" >&2
    return 1
}

title "From a corpus to lists"
run "sed -n 1,9p gazetteers/sample/sample.conll"
run "gaz harvest gazetteers/sample/sample.conll -o $work/lists"
run "head -n 8 $work/lists/Operating_System.tsv"

title "From lists to a model"
run "gaz build $work/lists -o $work/sample.gaz"

title "From text to spans"
cat >"$work/sentences.txt" <<'END'
Git was first written for the Linux kernel, in C and Perl.
Quicksort sorts an array in place; a distributed hash table spreads it over the network.
A buffer overflow in OpenSSL, Heartbleed, let anyone read what TLS should hide from HTTPS clients.
END
run "gaz tag $work/sample.gaz --from text --to ansi $work/sentences.txt"
run "gaz explain $work/sample.gaz --from text --lists $work/lists --why kernel $work/sentences.txt"

title "A larger dictionary, and a text of this machine"
text=$(first_text /usr/share/common-licenses/GPL-3 /usr/share/common-licenses/GPL-2 /usr/share/doc/*/README \
    /usr/share/doc/*/README.gz README.md gazetteers/software/README.md)
run "gaz build gazetteers/software -o $work/software.gaz"
run "gaz grep $work/software.gaz --count-by entry $text | head -n 5"

title "Pages to decide on, and documents for an annotation tool"
run "gaz tag $work/sample.gaz --from text --to html $work/sentences.txt >$work/sentences.html"
run "gaz report $work/lists -o $work/report.html"
run "gaz tag $work/sample.gaz --from text --to brat $work/sentences.txt -o $work/brat"

printf '\nAll of it is in %s: open sentences.html and report.html in a browser; README.md goes on.\n' "$work"
