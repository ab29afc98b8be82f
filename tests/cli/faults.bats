#!/usr/bin/env bats
# A sample of what make test-faults does: calls of any command fail, and the files, the messages and the exit status are
# right all the same. The seed is printed.
load helper

# sample GAZ NUMBER OPTION...: so many faults
sample() {
    [ -e "$TOP/build/faults/inject.so" ] || skip "make build/faults/inject.so"
    python3 "$TOP/tests/faults/run.py" work "$1" "$TOP/build/faults/inject.so" --release "$RELEASE" --jobs 1 \
        --sample "$2" "${@:3}" || { cat work/*/stderr && return 1; }
}

@test "600 faults of the release build" { sample "$RELEASE" 600; }
@test "60 faults under the sanitizers" { sample "$TOP/build/checked/gaz" 60 --kinds memory,open,read,write,close,stat,sync,rename,link; }
