#!/usr/bin/env bats
# gaz tag as a filter: prompt, and quiet when its reader goes.
load helper

@test "a reader that goes: the end comes at once, exit 0, nothing on standard error" {
    small_model
    local to j
    for to in conll tsv jsonl ansi; do
        for j in 1 2; do
            (set +o pipefail
            yes 'a kernel' | (timeout 20 "$RELEASE" tag m.gaz --to $to -j $j 2>err; echo $? >status) | head -n 1 >out)
            same "$to -j $j: $(cat status) $(cat err)" "$to -j $j: 0 "
            same "$(wc -l <out)" 1
        done
    done
    same "$( (set +o pipefail; yes x | timeout 20 "$GAZ" tag m.gaz 2>err | head -n 1); cat err)" $'x\tO'
}

@test "a reader that goes while other commands print" {
    small_model
    local command
    for command in 'info m.gaz' 'tag --help' '--help'; do
        same "$(PATH="${GAZ%/*}:$PATH" python3 - "$command" <<'PYTHON'
import os, subprocess, sys
read, write = os.pipe()
os.close(read)
done = subprocess.run(["gaz", *sys.argv[1].split()], stdout=write, stderr=subprocess.PIPE)
print(done.returncode, done.stderr.decode(), end="")
PYTHON
)" '0 '
    done
}

@test "a pipe that stays open: every complete line's result is out at once" {
    small_model
    local from to j
    for j in 1 2; do
        python3 "$TESTS/open_pipe.py" 1 3000 'the kernel of an {}\n' '"text": "the kernel of an {}"' -- \
            "$RELEASE" tag m.gaz --from text --to jsonl -j $j
        python3 "$TESTS/open_pipe.py" 1 3000 'the kernel of an {}\n' 'an {}"' -- "$RELEASE" tag m.gaz --to jsonl -j $j
        python3 "$TESTS/open_pipe.py" 1 3000 'an {} kernel\n' '{}\tO\nkernel\tB-Operating_System' -- \
            "$RELEASE" tag m.gaz --to conll -j $j
        python3 "$TESTS/open_pipe.py" 1 3000 'kernel {}\n' 'kernel' -- "$RELEASE" tag m.gaz --to tsv -j $j
        python3 "$TESTS/open_pipe.py" 1 3000 'an {} kernel\n' 'an {} ' -- \
            "$RELEASE" tag m.gaz --from text --to ansi -j $j
        python3 "$TESTS/open_pipe.py" 1 3000 'an {}\nkernel\n\n' 'an {}' -- \
            "$RELEASE" tag m.gaz --from text --paragraphs --to jsonl -j $j
    done
}

@test "a pipe of columns that stays open: every complete sentence's result is out at once, once the layout is known" {
    small_model
    local j
    for j in 1 2; do # the layout is found from the first 64 KiB
        python3 "$TESTS/open_pipe.py" 4500 10000 'an\n{}\nkernel\n\n' '{}\tO\nkernel\tB-' -- \
            "$RELEASE" tag m.gaz --from conll -j $j
        python3 "$TESTS/open_pipe.py" 4500 10000 'an O\n{} O\nkernel O\n\n' '"an {} kernel"' -- \
            "$RELEASE" tag m.gaz --from conll --to jsonl -j $j
    done
}

@test "what is tagged is out before an error stops the work" {
    small_model
    echo 'a kernel' >good
    "$GAZ" tag m.gaz good absent 2>err >out || same $? 2
    same "$(cat out)" $'a\tO\nkernel\tB-Operating_System'
    fails_with 2 "absent: " 2 err
}

@test "a full device as standard output" {
    small_model
    seq 1 200000 >numbers
    local to j
    for j in 1 2; do
        for to in conll jsonl ansi count; do
            fails_to_full() { "$GAZ" tag m.gaz --to $to -j $j "$1" >/dev/full; }
            fails 1 'standard output: ' fails_to_full numbers
            fails 1 'No space left on device' fails_to_full small.tsv
        done
    done
    fails_to_full() { "$GAZ" "$@" >/dev/full; }
    fails 1 'standard output: ' fails_to_full info m.gaz
    fails 1 'standard output: ' fails_to_full tag --help
    fails 1 'standard output: ' fails_to_full --version
    fails 1 'standard output: ' fails_to_full build small.tsv -o n.gaz
    fails 1 'standard output: ' fails_to_full harvest "$SAMPLE/sample.conll" --report
}

@test "standard output closed" {
    small_model
    to_closed() { "$GAZ" "$@" >&-; }
    local from
    for from in tokenized text; do
        fails 1 'standard output: ' to_closed tag m.gaz --from $from small.tsv
        fails 1 'standard output: ' to_closed tag m.gaz --from $from -j 2 small.tsv
        fails 1 'standard output: ' to_closed tag m.gaz --from $from --to count small.tsv
    done
    cp m.gaz before.gaz
    fails 1 'standard output: ' to_closed build small.tsv -o m.gaz
    cmp m.gaz before.gaz
    fails 1 'standard output: ' to_closed info m.gaz
}

@test "standard input closed" {
    small_model
    from_closed() { "$GAZ" "$@" <&-; }
    fails 2 "standard input: " from_closed tag m.gaz
    fails 2 "standard input: " from_closed tag m.gaz -
    fails 1 'standard input: ' from_closed harvest - --report
    same "$(echo kernel >a; from_closed tag m.gaz --to tsv a | cut -f7)" kernel
}

@test "standard error closed, or no place to write to: the exit status tells" {
    small_model
    run -2 bash -c '"$0" tag m.gaz absent 2>&-' "$GAZ"
    run -2 bash -c '"$0" tag m.gaz absent 2>/dev/full' "$GAZ"
    run -2 bash -c '"$0" tag 2>/dev/full' "$GAZ"
    "$GAZ" build small.tsv -o n.gaz 2>&- >&- || same $? 1
    cmp m.gaz n.gaz
}

@test "a model through a pipe is refused with a clear line" {
    small_model
    fails 1 'is not a regular file' "$GAZ" tag <(cat m.gaz) small.tsv
}

@test "named pipes as input" {
    small_model
    mkfifo a
    (echo 'a kernel' >a) &
    same "$("$GAZ" tag m.gaz --to tsv a | cut -f1,7)" $'a\tkernel'
    wait
}
