#!/usr/bin/env bats
# gaz tag: what is read. Several files, standard input, packed, empty, odd ends.
load helper

@test "several files: one output, each named in tsv, lines and offsets from its own beginning" {
    small_model
    printf 'x\nkernel' >a
    printf 'the kernel\n' >b
    same "$("$GAZ" tag m.gaz --to tsv a b a | cut -f1-4 | tr '\t\n' ': ')" 'a:2:2:8 b:1:4:10 a:2:2:8 '
    same "$("$GAZ" tag m.gaz --to count a b a)" 'sentences 5 tokens 6 spans 3'
    diff <("$GAZ" tag m.gaz --to conll a b) <("$GAZ" tag m.gaz --to conll a; "$GAZ" tag m.gaz --to conll b)
    diff <("$GAZ" tag m.gaz --to jsonl -j 2 a b a) <(for i in a b a; do "$GAZ" tag m.gaz --to jsonl $i; done)
    printf 'x\tO\n\nkernel\tO' >a.conll
    same "$("$GAZ" tag m.gaz --from conll --to tsv a.conll a.conll | cut -f1-4 | tr '\t\n' ': ')" \
        'a.conll:2:0:1 a.conll:2:0:1 '
}

@test "the columns of each file are found anew" {
    small_model
    printf 'kernel\tO\nx y\tO\n' >tab.conll
    printf 'kernel NN O\n, , O\n' >blank.conll
    same "$("$GAZ" tag m.gaz --from conll tab.conll blank.conll tab.conll | cut -d: -f2 | tr '\t\n' '>|')" \
        "$(cat <<'X' | tr -d '\n'
kernel>O>B-Operating_System|x y>O>O|kernel NN O B-Operating_System|, , O O|kernel>O>B-Operating_System|x y>O>O|
X
)"
}

@test "standard input: no file, -, and - between files" {
    small_model
    echo 'a kernel' >a
    same "$("$GAZ" tag m.gaz --to tsv <a)" "$("$GAZ" tag m.gaz --to tsv - <a)"
    same "$("$GAZ" tag m.gaz --to tsv a - a <a | cut -f1 | tr '\n' ,)" 'a,-,a,'
}

@test "gzip and zstd, also of several streams, also on standard input" {
    small_model
    for i in 1 2 3; do echo "kernel $i"; done >a
    gzip -k a
    zstd -q a
    (head -n 1 a | gzip -c; tail -n 2 a | gzip -c) >two.gz
    (head -n 1 a | zstd -q -c; tail -n 2 a | zstd -q -c) >two.zst
    local file
    for file in a.gz a.zst two.gz two.zst; do
        diff <("$GAZ" tag m.gaz a) <("$GAZ" tag m.gaz $file)
        diff <("$GAZ" tag m.gaz a) <("$GAZ" tag m.gaz - <$file)
    done
    diff <("$GAZ" tag m.gaz a a a) <("$GAZ" tag m.gaz a.gz a a.zst)
}

@test "packed data that is damaged or cut off: an error with the file's name" {
    small_model
    seq 1 20000 >a
    gzip -k a
    zstd -q a
    head -c 3000 a.gz >cut.gz
    head -c 3000 a.zst >cut.zst
    (head -c 3000 a.gz; head -c 100 /dev/zero; tail -c 3000 a.gz) >bad.gz
    local file
    for file in cut.gz cut.zst bad.gz; do fails 2 "$file: " "$GAZ" tag m.gaz $file; done
}

@test "an empty file: no output for any format" {
    small_model
    : >empty
    local from to
    for from in tokenized conll text; do
        for to in conll tsv jsonl ansi; do
            same "$("$GAZ" tag m.gaz --from $from --to $to empty | wc -c)" 0
            same "$("$GAZ" tag m.gaz --from $from --to $to -j 2 - </dev/null | wc -c)" 0
        done
        same "$("$GAZ" tag m.gaz --from $from --to count empty)" 'sentences 0 tokens 0 spans 0'
    done
}

@test "no tokens: line ends and blanks only" {
    small_model
    printf '\n \t\n\r\n' >blank
    local from
    for from in tokenized conll text; do
        same "$("$GAZ" tag m.gaz --from $from --to count blank)" 'sentences 0 tokens 0 spans 0'
        same "$("$GAZ" tag m.gaz --from $from --to tsv blank)" ''
    done
    same "$("$GAZ" tag m.gaz --from conll --to conll blank | od -c)" "$(od -c <blank)"
    same "$("$GAZ" tag m.gaz --to ansi blank | od -c)" "$(od -c <blank)"
    same "$("$GAZ" tag m.gaz --from text --to jsonl blank | wc -l)" 3
    same "$("$GAZ" tag m.gaz --from text --paragraphs --to jsonl blank)" ''
    printf '# only a comment\n\n' >comment.conll
    same "$("$GAZ" tag m.gaz --from conll --to count comment.conll)" 'sentences 0 tokens 0 spans 0'
}

@test "no final newline changes no span" {
    small_model
    local from to
    printf 'the\nkernel\nspace\n' >with.conll
    printf 'the\nkernel\nspace' >without.conll
    printf 'the kernel space\n' >with
    printf 'the kernel space' >without
    for to in conll tsv jsonl count; do
        for from in tokenized text; do
            same "$("$GAZ" tag m.gaz --from $from --to $to - <without)" "$("$GAZ" tag m.gaz --from $from --to $to - <with)"
        done
        same "$("$GAZ" tag m.gaz --from conll --to $to - <without.conll)" \
            "$("$GAZ" tag m.gaz --from conll --to $to - <with.conll)"
    done
    same "$("$GAZ" tag m.gaz --from conll without.conll | tail -c 1 | od -An -c | tr -d ' ')" '\n'
}

@test "CRLF changes no span, and offsets count both bytes" {
    small_model
    printf 'a\r\nthe kernel space\r\n\r\nC ++\r\n' >crlf
    local from
    for from in tokenized text; do
        same "$("$GAZ" tag m.gaz --from $from --to tsv crlf | cut -f2,3,4,7 | tr '\t\n' ':,')" \
            '2:7:19:kernel space,4:23:27:C ++,'
        same "$("$GAZ" tag m.gaz --from $from --to jsonl crlf | grep -c '\\r')" 0
        diff <("$GAZ" tag m.gaz --from $from --to conll crlf) <(tr -d '\r' <crlf | "$GAZ" tag m.gaz --from $from --to conll)
    done
}

@test "a byte order mark is no part of the first token" {
    small_model
    printf '\xef\xbb\xbfkernel\n' >bom
    local from
    for from in tokenized text conll; do
        same "$("$GAZ" tag m.gaz --from $from --to tsv bom | cut -f7)" kernel
        same "$("$GAZ" tag m.gaz --from $from --to jsonl bom | head -c 16)" '{"text": "kernel'
    done
    same "$("$GAZ" tag m.gaz --to tsv bom | cut -f3,4)" $'3\t9'
    same "$("$GAZ" tag m.gaz --to tsv --offsets codepoint bom | cut -f3,4)" $'1\t7'
}

@test "bad UTF-8 and zero bytes pass through conll and ansi, which shows the zeros; JSON has U+FFFD" {
    small_model
    printf 'kernel \xff\xfe memory \xe2\x82 C\x00 caf\xc3\n' >bad
    for from in tokenized text; do
        "$GAZ" tag m.gaz --from $from --to ansi bad | sed 's/\x1b\[[0-9;]*m//g; s:/[A-Z][A-Za-z_]*::g; s/\^@/\x00/' | cmp - bad
        "$GAZ" tag m.gaz --from $from --to jsonl bad | python3 -c '
import json, sys
text = json.loads(sys.stdin.buffer.read().decode("utf-8"))["text"]
assert text == "kernel \ufffd\ufffd memory \ufffd\ufffd C\0 caf\ufffd", text'
    done
    same "$("$GAZ" tag m.gaz --to conll bad | cut -f1 | tr '\n' ' ' | od -c)" \
        "$( (tr '\n' ' ' <bad; printf ' ') | od -c)"
}

@test "control characters reach no terminal: ansi output, messages" {
    small_model
    printf 'a\x1b[2Jkernel\x1b]0;t\x07\tx\x7f\xc2\x9bK\xc3\xa9\rmemory\r\n' >text
    "$GAZ" tag m.gaz --from text --to ansi text >shown
    same "$(sed 's/\x1b\[[0-9;]*m//g; s:/[A-Z][A-Za-z_]*::g' shown)" $'a^[[2Jkernel^[]0;t^G\tx^?^[[K\xc3\xa9^Mmemory\r'
    printf '\x1b[31m.gaz' >name
    run "$GAZ" tag "$(cat name)"
    same "$output" 'gaz: ?[31m.gaz: cannot open: No such file or directory'
    run "$GAZ" tag m.gaz $'no\nsuch\xc2\x9bfile'
    same "$output" 'gaz: no?such??file: cannot open: No such file or directory'
    run "$GAZ" tag m.gaz --to $'\x1b[31m'
    [[ $output == *', not "?[31m"'* ]]
    printf '{"a": 1}\n' >$'\x1bj'
    run "$GAZ" tag m.gaz --from jsonl $'\x1bj'
    [[ $output == *'gaz: ?j: line 1: no field with the text'* ]]
}

@test "escapes that a logger has written out end a token and are blanks" {
    printf 'Failed password\tE\nC 011\tE\n' >list.tsv
    "$GAZ" build list.tsv -o e.gaz --quiet
    printf '%s\n' 'sshd#033[31mFailed#011password#033[0m' 'x\x1b[1mFailed\u001b[0m password' 'C #011, C 011' >log
    same "$("$GAZ" tag e.gaz --from text --to tsv log | cut -f2-4,7)" \
        $'1\t12\t30\tFailed#011password\n2\t46\t70\tFailed\\u001b[0m password\n3\t79\t84\tC 011'
}

# bats test_tags=long
@test "a file that cannot be read, or not to its end, does not end a run" {
    small_model
    echo 'a kernel' >one
    for i in $(seq 20000); do echo "$i kernel"; done | gzip >cut.gz
    head -c -1000 cut.gz >part && mv part cut.gz
    for j in 1 3; do
        run -2 --separate-stderr "$GAZ" tag m.gaz --to tsv -j $j one absent . cut.gz one
        [ "$(grep -c '^one' <<<"$output")" -eq 2 ]
        [ "$(grep -c '^cut' <<<"$output")" -gt 10000 ] # what came before
        same "$stderr" $'gaz: absent: cannot open: No such file or directory\ngaz: .: is a folder, not a file\ngaz: cut.gz: is packed by gzip and cut off'
    done
    run -2 --separate-stderr "$GAZ" tag m.gaz --to tsv -o out one absent cut.gz # a file is whole, or not there
    same "$(ls out)" one.tsv
    run -2 --separate-stderr "$GAZ" tag m.gaz --to jsonl --document file cut.gz one
    same "$(wc -l <<<"$output")" 1
    run -2 --separate-stderr "$GAZ" tag m.gaz --to html absent
    same "$output" ''
}

@test "names of rotated logs: no two outputs of one name" {
    small_model
    echo 'a kernel' | tee auth.log auth.log.1 other.log >auth.log.2
    gzip auth.log.2
    "$GAZ" tag m.gaz --from text --to tsv -o out auth.log auth.log.1 auth.log.2.gz other.log
    same "$(ls out | xargs)" 'auth.log.1.tsv auth.log.2.tsv auth.tsv other.tsv'
}

@test "-r: the files of folders, and where their outputs lie" {
    small_model
    mkdir -p in/a/.hidden in/b
    echo 'a kernel' | tee in/a/note.txt in/b/note.txt >in/a/.hidden/x
    ln -s ../../in in/b/link
    mkfifo in/b/pipe
    same "$("$GAZ" tag m.gaz --from text --to tsv -r in | cut -f1 | xargs)" 'in/a/.hidden/x in/a/note.txt in/b/note.txt'
    "$GAZ" tag m.gaz --from text --to tsv -r in -o new/folder/out
    same "$(cd new/folder/out && find . -type f | sort | xargs)" './a/.hidden/x.tsv ./a/note.tsv ./b/note.tsv'
    "$GAZ" tag m.gaz --from text --to brat -r in/ -o brat
    same "$(cd brat && ls *.ann | xargs)" 'a%2F.hidden%2Fx.ann a%2Fnote.ann b%2Fnote.ann'
    same "$(cd in && "$GAZ" tag ../m.gaz --from text --to count -r)" 'sentences 3 tokens 6 spans 3'
    run -2 --separate-stderr "$GAZ" tag m.gaz --from text --to count -r in in/a absent
    same "$output" 'sentences 5 tokens 10 spans 5'
    same "$stderr" 'gaz: absent: cannot open: No such file or directory'
    run -2 --separate-stderr "$GAZ" tag m.gaz --from text in
    same "$stderr" 'gaz: in: is a folder, not a file'
}
