#!/usr/bin/env bats
# A sample of what make test-faults does: calls of any command fail, and the files, the messages and the exit status are
# right all the same. The seed is printed.
load helper

needs_injector() {
    [ -e "$TOP/build/faults/inject.so" ] || skip "make build/faults/inject.so"
}

# sample GAZ NUMBER OPTION...: so many faults
sample() {
    needs_injector
    python3 "$TOP/tests/faults/run.py" work "$1" "$TOP/build/faults/inject.so" --release "$RELEASE" --jobs 1 \
        --sample "$2" "${@:3}" || { cat work/*/stderr && return 1; }
}

@test "150 faults of the release build" { sample "$RELEASE" 150; }
@test "20 faults under the sanitizers" { sample "$TOP/build/checked/gaz" 20 --kinds memory,open,read,write,close,stat,sync,rename,link; }

@test "an output that cannot be looked for is not taken for absent" {
    needs_injector
    python3 "$TOP/tests/faults/run.py" work "$RELEASE" "$TOP/build/faults/inject.so" --jobs 1 --only 'tag to enamex' --kinds stat
    python3 "$TOP/tests/faults/run.py" work "$RELEASE" "$TOP/build/faults/inject.so" --jobs 1 --only 'harvest by purity' --kinds stat
}

@test "no memory for the name of a file in a folder" {
    needs_injector
    python3 "$TOP/tests/faults/run.py" work "$RELEASE" "$TOP/build/faults/inject.so" --jobs 1 --only 'tag folder' \
        --kinds memory --modes fail
}

@test "no memory while lines are skipped, or for the list of them" {
    needs_injector
    python3 "$TOP/tests/faults/run.py" work "$RELEASE" "$TOP/build/faults/inject.so" --jobs 1 --only 'build, lines skipped' \
        --kinds memory --modes fail
}

# failing MODE AT COMMAND...: the release build, of which writes fail
failing() {
    env FAULTS_KIND=write FAULTS_MODE="$1" FAULTS_AT="$2" LD_PRELOAD="$TOP/build/faults/inject.so" "$RELEASE" "${@:3}"
}

@test "a disk that is full, a write that fails, a reader that goes, within a document that is written in pieces" {
    needs_injector
    small_model
    local to status arguments
    for _ in {1..9000}; do echo 'an operating system in kernel space'; done >text # some megabytes in these formats
    "$RELEASE" tag m.gaz text --from text --to jsonl --document file >read.jsonl
    fails 1 'Input/output error' failing fail 1 convert read.jsonl --to prodigy -o part --quiet
    same "$(find part -type f | wc -l)" 0
    for to in jsonl label-studio prodigy; do
        arguments="tag m.gaz text --from text --to $to --document file"
        fails 1 'No space left on device' failing full 600000 $arguments -o part --quiet
        fails 1 'Input/output error' failing fail 1 $arguments -o part --quiet # the second piece, and no other
        same "$(find part -type f | wc -l)" 0
        fails 1 'standard output: cannot write: No space left on device' failing full 600000 $arguments
        same "$(stat -c %s "$BATS_TEST_TMPDIR/out")" 600000
        fails 1 'standard output: cannot write: Input/output error' failing fail 1 $arguments
        "$RELEASE" $arguments | head -c "$(stat -c %s "$BATS_TEST_TMPDIR/out")" | cmp - "$BATS_TEST_TMPDIR/out"
        [ -s "$BATS_TEST_TMPDIR/out" ]
        status=0
        "$RELEASE" $arguments 2>err | head -c 300000 >out || status=$?
        same "$status $(cat err)" '0 ' # who has read enough is no failure
    done
}

@test "a signal before each call that makes a file" {
    needs_injector
    python3 "$TOP/tests/faults/signals.py" work "$RELEASE" "$TOP/build/faults/inject.so" --jobs 1 --only export --count 0
}

@test "no descriptor is free" {
    needs_injector
    small_model
    export FAULTS_KIND=open FAULTS_MODE=fail FAULTS_AT=0
    fails 1 '/dev/null: cannot open: Too many open files' env LD_PRELOAD="$TOP/build/faults/inject.so" "$RELEASE" info m.gaz
    fails 2 '/dev/null: cannot open' env LD_PRELOAD="$TOP/build/faults/inject.so" "$RELEASE" grep m.gaz m.gaz
}

@test "signals that interrupt the opening of files change nothing" {
    needs_injector
    small_model
    mkdir texts
    printf 'an operating system\n' | tee texts/a.txt >texts/b.txt
    mkdir expected
    "$RELEASE" build small.tsv -o expected/m.gaz --quiet
    "$RELEASE" tag m.gaz -r texts --from text --to jsonl -o expected/tagged
    "$RELEASE" harvest "$SAMPLE/sample.conll" -o expected/lists --quiet
    export FAULTS_KIND=open FAULTS_MODE=interrupt FAULTS_AT=0 FAULTS_REPORT=$PWD/report
    mkdir got
    interrupted() {
        rm -f report
        LD_PRELOAD="$TOP/build/faults/inject.so" "$RELEASE" "$@"
        python3 -c 'import struct; assert struct.unpack("qqq64s", open("report", "rb").read())[1] > 0' # some calls were
    }
    interrupted build small.tsv -o got/m.gaz --quiet
    interrupted tag m.gaz -r texts --from text --to jsonl -o got/tagged
    interrupted harvest "$SAMPLE/sample.conll" -o got/lists --quiet
    diff -r expected got
}

@test "every function that may fail is among those whose calls fail" {
    python3 - "$TOP" <<'END'
import pathlib, re, sys
top = pathlib.Path(sys.argv[1])
header = (top / "include/gaz.h").read_text()
can_fail = re.findall(r"GAZ_API gaz_status (gaz_\w+)\([^;]*gaz_error \*error\)", header)
assert len(can_fail) > 50, can_fail
tested = "".join(path.read_text() for path in (top / "tests/unit").glob("fault_*.c"))
missing = [name for name in can_fail if not re.search(rf"\b{name}\(", tested)]
sys.exit(f"no test of faults calls {', '.join(missing)}" if missing else 0)
END
}
