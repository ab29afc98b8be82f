#!/usr/bin/env bats
# Lists by hand, read by gaz build.
load helper

tags() { # tags TEXT: surface/type of each span
    printf '%s\n' "$1" | "$GAZ" tag m.gaz --to tsv | cut -f5,7 | tr '\t\n' '= '
}

@test "bare surfaces: the type is the file's name up to the first dot" {
    printf 'kernel space\nkernel\n' >Operating_System.old.tsv
    "$GAZ" build Operating_System.old.tsv -o m.gaz --quiet
    same "$(tags 'a kernel of kernel space')" 'Operating_System=kernel Operating_System=kernel space '
}

@test "bare surfaces: --type names the type" {
    printf 'kernel\n' >words.txt
    "$GAZ" build words.txt -o m.gaz --type OS --quiet
    same "$(tags kernel)" 'OS=kernel '
    "$GAZ" build - -o m.gaz --type OS --quiet <words.txt
    same "$(tags kernel)" 'OS=kernel '
    fails 1 'standard input: line 1: the list has no type' "$GAZ" build - -o m.gaz <words.txt
    printf 'kernel\n' >.hidden
    fails 1 '.hidden: line 1: ' "$GAZ" build .hidden -o m.gaz
}

@test "surface TAB type: each line has its own" {
    printf 'kernel\tOS\nC\tLanguage\n' >list.tsv
    "$GAZ" build list.tsv -o m.gaz --quiet
    same "$(tags 'the C kernel')" 'Language=C OS=kernel '
}

@test "CRLF, BOM, empty lines, several blanks, no final newline" {
    printf '\xef\xbb\xbfkernel   space\tOS\r\n\r\n  C \tLanguage\r\nmemory\tDevice' >list.tsv
    "$GAZ" build list.tsv -o m.gaz | grep -q '3 entries'
    same "$(tags 'kernel space C memory')" 'OS=kernel space Language=C Device=memory '
    printf 'kernel space\r\nC\r\n' >T.tsv
    "$GAZ" build T.tsv -o m.gaz --quiet
    same "$(tags 'C kernel space')" 'T=C T=kernel space '
}

@test "the same entry twice is one" {
    printf 'kernel\tOS\nkernel\tOS\n' >list.tsv
    same "$("$GAZ" build list.tsv list.tsv -o m.gaz)" 'm.gaz: 1 entries, 3 listed again'
}

@test "long lists: plain surfaces and others among each other, and of two faults the first is told" {
    awk 'BEGIN { for (i = 1; i <= 500; i++) printf "word%s%d\tT%d\n", i % 7 ? " " : "  ", i % 400, i % 3 }' >list.tsv
    same "$("$GAZ" build list.tsv -o m.gaz)" "$(printf 'm.gaz: 500 entries, 100 of them lower senses')"
    same "$(tags 'word 7 word 8 word 399')" 'T1=word 7 T0=word 8 T0=word 399 '
    printf 'kernel\tT\x01\nlinux\tO\n' >list.tsv
    fails 1 'a type holds a control character' "$GAZ" build list.tsv -o m.gaz
    printf 'kernel\tT\nlinux\tO\nbsd\tT\x01\n' >list.tsv
    fails 1 'list.tsv: line 2: the type O' "$GAZ" build list.tsv -o m.gaz
}

@test "a backslash in a bare list stands for itself" {
    printf 'a\\sb\tT\n' >list.tsv
    "$GAZ" build list.tsv -o m.gaz --quiet
    same "$(tags 'a\sb')" 'T=a\sb '
}

@test "a list with a header: columns by name, in any order, verdicts obeyed" {
    cat >OS.tsv <<'LIST'
surface	verdict	note	status	precision
kernel	keep	mine	purity	0.1
linux	drop	mine	kept	1
bsd		mine	kept	0.5
minix		mine	count	0.5
LIST
    "$GAZ" build OS.tsv -o m.gaz | golden list-summary.txt
    same "$(tags 'kernel linux bsd minix')" 'OS=kernel OS=bsd '
    same "$(echo 'kernel bsd' | "$GAZ" tag m.gaz --to tsv | cut -f6 | tr '\n' ' ')" '1.0 0.5 ' # what is kept is certain
}

@test "escapes in a list with a header: a token with a space, a TAB, a backslash" {
    printf 'surface\tstatus\ngethostbyname(\\s)\tkept\na\\tb c\tkept\nx\\\\y\tkept\n' >F.tsv
    "$GAZ" build F.tsv -o m.gaz --quiet
    printf 'gethostbyname( )\tO\n\nx\\y\tO\n' | "$GAZ" tag m.gaz --from conll --to tsv | cut -f7 >out
    diff out <(printf 'gethostbyname( )\nx\\y\n')
}

@test "a folder: every .tsv file, nothing else" {
    mkdir lists lists/sub
    printf 'kernel\n' >lists/OS.tsv
    printf 'C\n' >lists/Language.tsv
    printf 'memory\n' >lists/README.md
    printf 'disk\n' >lists/.hidden.tsv
    printf 'file\n' >lists/sub/T.tsv
    "$GAZ" build lists -o m.gaz | grep -q '2 entries'
    "$GAZ" build lists/ -o n.gaz --quiet
    cmp m.gaz n.gaz
}

@test "the type of a list's name: %XX undone" {
    printf 'kernel\n' >'x%2Fy.tsv'
    "$GAZ" build 'x%2Fy.tsv' -o m.gaz --quiet
    same "$(tags kernel)" 'x/y=kernel '
}

@test "gzip and zstd lists" {
    printf 'kernel\tOS\n' >list.tsv
    gzip -k list.tsv
    zstd -q list.tsv
    "$GAZ" build list.tsv -o plain.gaz --quiet
    "$GAZ" build list.tsv.gz -o gzip.gaz --quiet
    "$GAZ" build list.tsv.zst -o zstd.gaz --quiet
    cmp plain.gaz gzip.gaz
    cmp plain.gaz zstd.gaz
}

@test "errors: file and line, exit 1, no model" {
    printf 'kernel\tOS\nlinux\n' >list.tsv
    fails 1 'list.tsv: line 2: ' "$GAZ" build list.tsv -o m.gaz
    printf 'kernel\nlinux\tOS\n' >list.tsv
    fails 1 'list.tsv: line 2: a TAB' "$GAZ" build list.tsv -o m.gaz
    printf 'kernel\tOS\n\tOS\n' >list.tsv
    fails 1 'list.tsv: line 2: the surface is empty' "$GAZ" build list.tsv -o m.gaz
    printf 'kernel\tOS\nlinux\t\n' >list.tsv
    fails 1 'list.tsv: line 2: ' "$GAZ" build list.tsv -o m.gaz
    printf 'kernel\tOS\nof\tO\n' >list.tsv
    fails 1 'list.tsv: line 2: the type O: this looks like a corpus' "$GAZ" build list.tsv -o m.gaz
    printf 'kernel\tOS\nli\0nux\tOS\n' >list.tsv
    fails 1 'list.tsv: line 2: a zero byte' "$GAZ" build list.tsv -o m.gaz
    printf 'kernel\tOS\textra\n' >list.tsv
    fails 1 'list.tsv: line 1: ' "$GAZ" build list.tsv -o m.gaz
    files list.tsv
}

@test "errors in a list with a header" {
    local row
    while IFS= read -r row; do
        printf 'surface\tannotated\tprecision\tstatus\tverdict\tpriority\ngood\t1\t1\tkept\t\t\n%b\n' "$row" >T.tsv
        fails 1 'T.tsv: line 3: ' "$GAZ" build T.tsv -o m.gaz
    done <<'ROWS'
kernel\tmany
kernel\t1\t1.5
kernel\t1\tx
kernel\t1\t1\tlost
kernel\t1\t1\tkept\tperhaps
kernel\t1\t1\tkept\t\t1.5
kernel\t1\t1\tkept\t\t\tmore
ker\\qnel\t1
\t1
ROWS
    printf 'surface\tstatus\tstatus\nkernel\tkept\tkept\n' >T.tsv
    fails 1 'T.tsv: line 1: the header names a column twice' "$GAZ" build T.tsv -o m.gaz
    files T.tsv
}
