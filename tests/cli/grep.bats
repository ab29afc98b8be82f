#!/usr/bin/env bats
# gaz grep: what GNU grep prints with words that both take for words, and what gaz has of its own.
load helper

# list, m.gaz of it, and some texts.
texts() {
    printf '%s\n' kernel thread a1 Foo_bar 10 >list
    "$GAZ" build list -o m.gaz --quiet
    printf 'a kernel\nnothing\nthread 10, kernel\r\n\nkernels\nx-Foo_bar-x\nA1\nan end: a1' >a
    printf 'nothing\n' >b
    : >empty
}

# like_grep [OPTION or FILE]...: gaz and grep print the same, and have the same status; of $INPUT as standard input.
like_grep() {
    local status=0 expected=0
    grep -w -F -f list "$@" >expected <"${INPUT:-/dev/null}" || expected=$?
    "$GAZ" grep -f list "$@" >actual <"${INPUT:-/dev/null}" || status=$?
    cmp expected actual && same "$* $status" "$* $expected"
}

@test "random texts with random options" {
    local seed
    for seed in 1 2 $RANDOM; do python3 "$TESTS/grep_compare.py" "$GAZ" $seed 60; done
}

@test "each option by itself, in its long form too" {
    texts
    local option
    for option in '' -v -c -l -L -q -o -n -H -h -b -s -Z -a -i -A1 -B1 -C1 -m1 -m0 -r -w -F --color=always --color=never --color \
        --colour=auto --invert-match --count --files-with-matches --files-without-match --quiet --silent --only-matching \
        --line-number --with-filename --no-filename --byte-offset --no-messages --null --text --ignore-case \
        --after-context=1 --before-context=1 --context=1 --max-count=1 --recursive --word-regexp --fixed-strings \
        --line-buffered --file=list; do
        like_grep $option a
        like_grep $option a b empty
        like_grep $option b
        [[ $option == *-r* ]] || INPUT=a like_grep $option
    done
}

@test "logs, with a few of their words and with thousands" {
    needs_shared logs
    local log
    cat "$SHARED"/logs/*.log >all
    printf '%s\n' root sshd ERROR INFO executor 8080 >list
    for log in "$SHARED"/logs/*.log; do like_grep -n "$log"; done
    GAZ=$RELEASE
    LC_ALL=C tr -cs 'A-Za-z0-9_' '\n' <all | sort -u | awk 'length > 3 && NR % 3 == 0' >list
    [ "$(wc -l <list)" -gt 2000 ]
    like_grep all
    like_grep -v -c all
    like_grep -C2 -n -b all
}

@test "a model, and lists of other kinds" {
    texts
    "$GAZ" grep -f list a | diff - <("$GAZ" grep m.gaz a)
    printf 'kernel\tOS\nthread\tCode\n' >typed
    same "$("$GAZ" grep -f typed --type Code a)" $'thread 10, kernel\r'
    printf '{"label":"OS","pattern":"Kernel"}\n' >patterns.jsonl
    same "$("$GAZ" grep -c -f patterns.jsonl -f typed a)" 2
    same "$("$GAZ" grep -c -f patterns.jsonl a || true)" 0
    same "$("$GAZ" grep -c -i -f patterns.jsonl a)" 2
    same "$(printf 'kernel\n' | "$GAZ" grep -c -f - a)" 2
    printf 'evil.com\n' >hosts
    printf 'to evil.com.\nto not-evil.com\n' >log
    same "$("$GAZ" grep -c --edges token -f hosts log)" 2
    same "$("$GAZ" grep --edges strict -f hosts log)" 'to evil.com.'
    : >none
    fails_quietly 1 "$GAZ" grep -f none a
}

# fails_quietly STATUS COMMAND...
fails_quietly() {
    local expected=$1 status=0
    shift
    "$@" >out 2>err || status=$?
    same "$status $(cat out err)" "$expected "
}

@test "what is wrong: usage, models, files, a folder, its own output" {
    texts
    mkdir folder
    fails 2 'no model given' "$GAZ" grep
    fails 2 'unknown option --regexp' "$GAZ" grep --regexp
    fails 2 'of lists (-f)' "$GAZ" grep m.gaz -i a
    fails 2 'leave -c, -l' "$GAZ" grep m.gaz --count-by type -c a
    fails 2 '-A is a whole number' "$GAZ" grep m.gaz -A x a
    fails 2 'not a gaz model' "$GAZ" grep a b
    fails 2 'gaz info lists its types' "$GAZ" grep m.gaz --type None a
    fails 2 'absent: cannot open' "$GAZ" grep -f absent a
    fails 2 'absent: cannot open' "$GAZ" grep m.gaz absent a
    same "$(tail -n 1 "$BATS_TEST_TMPDIR/out")" 'a:an end: a1'
    fails 2 'folder: is a folder' "$GAZ" grep m.gaz -s a folder b || fails 2 'folder: is a folder' "$GAZ" grep m.gaz a folder b
    fails_quietly 2 "$GAZ" grep m.gaz -s absent
    fails 0 'absent' "$GAZ" grep -q m.gaz absent a b
    fails 2 'absent' "$GAZ" grep -q m.gaz absent b
    gzip -c a | head -c 40 >cut.gz
    fails 2 'cut off' "$GAZ" grep m.gaz cut.gz b
    "$GAZ" build list -o corpus.gaz --tokens corpus --quiet
    fails 2 'build it with --tokens both or words' "$GAZ" grep corpus.gaz a
    local status=0
    cp a own
    "$GAZ" grep m.gaz own b >>own 2>err || status=$?
    same "$status $(cat err)" '2 gaz: own: input file is also the output'
    cmp a own
    if [ -e /dev/full ]; then fails 2 'No space left' sh -c "'$GAZ' grep m.gaz a a >/dev/full"; fi
}

@test "folders: all files by name, hidden ones too, no links, no pipes" {
    texts
    mkdir -p tree/sub/deep tree/.hidden
    cp a tree/z; cp a tree/sub/deep/a; cp b tree/b; cp a tree/.hidden/.a
    ln -s ../a tree/link; ln -s .. tree/sub/up; mkfifo tree/pipe
    same "$("$GAZ" grep -r -l m.gaz tree | tr '\n' ' ')" 'tree/.hidden/.a tree/sub/deep/a tree/z '
    same "$(cd tree && "$GAZ" grep -r -l ../m.gaz | tr '\n' ' ')" '.hidden/.a sub/deep/a z '
    same "$("$GAZ" grep -r -l m.gaz tree/link)" tree/link
    same "$("$GAZ" grep -r -c m.gaz a)" 4
    diff <(grep -w -F -r -n -f list tree | sort) <("$GAZ" grep -r -n m.gaz tree | sort)
    chmod 0 tree/sub
    [ "$(id -u)" = 0 ] || fails 2 'tree/sub: cannot open' "$GAZ" grep -r m.gaz tree
    chmod 755 tree/sub
}

@test "colours: on a terminal only, unless NO_COLOR or TERM says no" {
    texts
    command -v script >/dev/null || skip "script is absent"
    on_terminal() { script -qec "$*" /dev/null | tr -d '\r'; }
    local red=$'a \33[01;31m\33[Kkernel\33[m\33[K'
    same "$(TERM=xterm on_terminal "$GAZ" grep -m1 m.gaz a)" "$red"
    same "$(TERM=dumb on_terminal "$GAZ" grep -m1 m.gaz a)" 'a kernel'
    same "$(TERM=xterm NO_COLOR=1 on_terminal "$GAZ" grep -m1 m.gaz a)" 'a kernel'
    same "$(TERM=xterm NO_COLOR=1 on_terminal "$GAZ" grep -m1 --color=always m.gaz a)" "$red"
    same "$(TERM=xterm "$GAZ" grep -m1 m.gaz a)" 'a kernel'
}

@test "--count-by: matches of types, entries and ids" {
    printf 'surface\ttype\tid\tname\nkernel\tOS\tQ1\tKernel\nkernels\tOS\tQ1\tKernel\nthread\tCode\t\t\n' >ids.tsv
    printf 'kernel kernels\nthread kernel kernel\nnothing\n' >a
    "$GAZ" build ids.tsv -o m.gaz --quiet
    same "$("$GAZ" grep m.gaz --count-by type a a)" $'8\tOS\n2\tCode'
    same "$("$GAZ" grep m.gaz --count-by id a)" $'4\tQ1\tKernel\n1\t-\t-'
    same "$("$GAZ" grep m.gaz --count-by entry a -j 2)" $'3\tkernel\tOS\tQ1\n1\tkernels\tOS\tQ1\n1\tthread\tCode\t-'
    same "$("$GAZ" grep m.gaz --count-by type -m 1 a)" $'2\tOS'
    fails_quietly 1 "$GAZ" grep m.gaz --count-by type /dev/null
}

@test "--all: matches that overlap" {
    printf 'a b\nb c\n' >list
    same "$(echo a b c | "$GAZ" grep -o -f list)" 'a b'
    same "$(echo a b c | "$GAZ" grep -o --all -f list)" $'a b\nb c'
    same "$(echo a b c | "$GAZ" grep --color=always --all -f list)" $'\33[01;31m\33[Ka b\33[m\33[K\33[01;31m\33[K c\33[m\33[K'
}

@test "packed files, a byte order mark, other encodings, bytes that are not UTF-8" {
    texts
    gzip -c a >a.gz
    zstd -q -c a >a.zst
    cmp <("$GAZ" grep -h m.gaz a a) <("$GAZ" grep -h m.gaz a.gz a.zst)
    printf '\xEF\xBB\xBFkernel\nx\xFF kernel \xC0\nx\n' >bytes
    cmp <(head -n 2 bytes) <("$GAZ" grep m.gaz bytes)
    same "$("$GAZ" grep -b -o m.gaz bytes | tr '\n' ' ')" '3:kernel 13:kernel '
    printf 'ein k\xE4rnel\nkernel \xE4\n' >latin
    same "$("$GAZ" grep --encoding ISO-8859-1 m.gaz latin)" 'kernel ä'
    printf '\xFF\xFEk\0' >utf16
    fails 2 '--encoding UTF-16' "$GAZ" grep m.gaz utf16
}

@test "binary files are told, not printed" {
    texts
    printf 'kernel\nthread\0kernel\n' >binary
    cat <(yes 'a kernel' | head -n 100000) binary a >late
    local status=0
    "$GAZ" grep m.gaz binary a >out 2>err || status=$?
    same "$status $(cat err)" '0 gaz: binary: binary file matches'
    same "$(head -n 1 out)" 'a:a kernel'
    cmp <(head -n 100001 late) <("$GAZ" grep m.gaz late 2>err) # grep prints whole buffers
    same "$(cat err)" 'gaz: late: binary file matches'
    cmp binary <("$GAZ" grep -a m.gaz binary)
    same "$("$GAZ" grep -l m.gaz binary 2>&1)" binary
    printf 'x\n\0\n' >binary
    fails 0 'binary file matches' "$GAZ" grep -v m.gaz binary
}

@test "lines longer than what is read at once" {
    texts
    python3 - <<'PYTHON'
word = b"kernels and other words, "
open("long", "wb").write(b"x\n" + word * 120000 + b"kernel " + word * 120000 + b"\nkernel\n" + word * 80000 + b"\ny\n")
PYTHON
    local option
    for option in '' -n -c -v -o -b -B1 -A1; do like_grep $option long; done
    cmp <("$GAZ" grep m.gaz long) <("$GAZ" grep m.gaz -j 3 long)
}

@test "cuts of the input and threads do not change the output" {
    texts
    python3 - <<'PYTHON'
import random
rng = random.Random(7)
words = ["kernel", "kernels", "thread", "a", "Foo_bar", "so", "ö"]
with open("text", "w") as file:
    for _ in range(60000):
        file.write(" ".join(rng.choices(words, [1, 9, 1, 90, 1, 90, 9], k=rng.randrange(12))) + "\n")
PYTHON
    local option seed j
    for option in '' -v -c '-n -B2 -A1' '-o -b' -m500; do
        grep -w -F -f list $option text >expected
        for j in 1 2 5; do "$GAZ" grep m.gaz $option -j $j text | cmp expected -; done
        [ "$option" != -m500 ] || continue
        for seed in 1 2; do python3 "$TESTS/small_writes.py" $seed text | "$RELEASE" grep m.gaz $option -j $seed | cmp expected -; done
    done
    head -c 3000 text >start
    python3 "$TESTS/small_writes.py" 0 start | "$RELEASE" grep m.gaz -n -C1 | cmp <(grep -w -F -f list -n -C1 start) -
}

@test "a filter: prompt, done as soon as it can be, quiet when its reader goes" {
    texts
    local j status
    for j in 1 2; do
        python3 "$TESTS/open_pipe.py" 1 3000 'the kernel {}\nnothing\n' 'the kernel {}' -- "$RELEASE" grep m.gaz -j $j
        for option in -q -l -m1; do
            (set +o pipefail
            (echo kernel; sleep 30 & echo $! >pid; wait) 2>/dev/null | (timeout 20 "$RELEASE" grep m.gaz $option -j $j >out; echo $? >status))&
            wait_for_status
            same "$option -j $j $(cat status)" "$option -j $j 0"
            rm status
        done
        (set +o pipefail
        yes 'a kernel' | (timeout 20 "$RELEASE" grep m.gaz -j $j 2>err; echo $? >status) | head -n 1 >out)
        same "-j $j: $(cat status) $(cat err out)" "-j $j: 0 a kernel"
        rm status
    done
}

# Waits until the file is there, and ends who would still write.
wait_for_status() {
    local i
    for i in $(seq 200); do
        [ ! -s status ] || break
        sleep 0.1
    done
    kill "$(cat pid)" 2>/dev/null || true
}
