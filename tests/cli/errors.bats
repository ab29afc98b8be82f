#!/usr/bin/env bats
# What fails says so in one line that names the file, exits with 1, and leaves no file behind.
load helper

@test "a missing file" {
    small_model
    fails 1 'absent: ' "$GAZ" tag absent small.tsv
    fails 2 'absent: ' "$GAZ" tag m.gaz absent
    fails 2 "absent: " "$GAZ" tag m.gaz -j 2 small.tsv absent
    fails 1 'absent: ' "$GAZ" info absent
    fails 1 'absent: ' "$GAZ" build small.tsv absent -o n.gaz
    fails 1 'absent.conll: ' "$GAZ" build small.tsv absent.conll -o n.gaz
    fails 1 'absent: ' "$GAZ" harvest "$SAMPLE/sample.conll" absent -o lists
    files small.tsv m.gaz
}

@test "what the system says is told in words" {
    small_model
    fails 1 'No such file or directory' "$GAZ" tag absent
    fails 2 'No such file or directory' "$GAZ" tag m.gaz absent
    fails 1 'No such file or directory' "$GAZ" build small.tsv -o absent/m.gaz
    fails 1 'No space left on device' "$GAZ" build small.tsv -o /dev/full
}

@test "a truncated model" {
    small_model
    local size at
    size=$(stat -c %s m.gaz)
    for at in 0 1 7 8 12 63 64 65 1000 $((size / 2)) $((size - 64)) $((size - 1)); do
        head -c "$at" m.gaz >cut.gaz
        fails 1 'cut.gaz: ' "$GAZ" tag cut.gaz small.tsv
        fails 1 'cut.gaz: ' "$GAZ" info --verify cut.gaz
    done
    (cat m.gaz; printf x) >longer.gaz
    fails 1 'longer.gaz: ' "$GAZ" tag longer.gaz small.tsv
}

@test "a model of another version" {
    small_model
    (head -c 8 m.gaz; printf '\x63'; tail -c +10 m.gaz) >other.gaz
    fails 1 'other.gaz: ' "$GAZ" tag other.gaz small.tsv
    grep -q 'version 99' "$BATS_TEST_TMPDIR/err"
    fails 1 'version 99' "$GAZ" info other.gaz
}

@test "a folder for a file, a list for a model" {
    small_model
    mkdir folder
    fails 1 'folder: ' "$GAZ" tag folder small.tsv
    fails 2 'folder: ' "$GAZ" tag m.gaz folder
    fails 2 "standard input: " "$GAZ" tag m.gaz - <folder
    fails 1 'folder: ' "$GAZ" harvest folder -o lists
    fails 1 'folder: ' "$GAZ" build small.tsv -o folder
    fails 1 'small.tsv: ' "$GAZ" tag small.tsv small.tsv
    fails 1 'small.tsv: ' "$GAZ" info small.tsv
    fails 1 'small.tsv: ' "$GAZ" harvest "$SAMPLE/sample.conll" -o small.tsv
    files small.tsv m.gaz folder
}

@test "a corpus for a list, a list for a corpus" {
    cp "$SAMPLE/sample.conll" corpus.txt
    fails 1 'corpus.txt: line ' "$GAZ" build corpus.txt -o m.gaz
    printf 'kernel\nlinux\n' >words.txt
    fails 1 'words.txt: line ' "$GAZ" build words.txt --corpus -o m.gaz
    files corpus.txt words.txt
}

@test "a model that cannot be written: no file is left" {
    small_model
    local long
    long=$(printf 'x%.0s' $(seq 300))
    fails 1 '/dev/full: ' "$GAZ" build small.tsv -o /dev/full
    fails 1 'absent/n.gaz: ' "$GAZ" build small.tsv -o absent/n.gaz
    fails 1 'small.tsv/n.gaz: ' "$GAZ" build small.tsv -o small.tsv/n.gaz
    fails 1 "$long: " "$GAZ" build small.tsv -o "$long"
    fails 1 ': ' "$GAZ" build small.tsv -o ''
    files small.tsv m.gaz
}

@test "a model in a folder that cannot be written" {
    [ "$(id -u)" -ne 0 ] || skip "root may write everywhere"
    small_model
    mkdir closed
    chmod 500 closed
    fails 1 'closed/n.gaz: ' "$GAZ" build small.tsv -o closed/n.gaz
    same "$(ls -A closed)" ''
}

@test "lists that cannot be written" {
    fails 1 '/dev/null: is a file, not a folder' "$GAZ" harvest "$SAMPLE/sample.conll" -o /dev/null/lists
    fails 1 '/dev/null' "$GAZ" harvest "$SAMPLE/sample.conll" -o /dev/null
    files
}

@test "a failed build leaves the model that was there" {
    small_model
    cp m.gaz before.gaz
    printf 'kernel\tOS\nbad\n' >bad.tsv
    fails 1 'bad.tsv: line 2: ' "$GAZ" build small.tsv bad.tsv -o m.gaz
    fails 1 'absent: ' "$GAZ" build small.tsv absent -o m.gaz
    (
        ulimit -f 8 # KiB: the file cannot grow beyond
        trap '' XFSZ
        seq 1 20000 | "$RELEASE" build - --type T -o m.gaz 2>err && exit 3
        fails_with 1 'm.gaz: ' 1 err
        rm err
    )
    cmp m.gaz before.gaz
    files small.tsv m.gaz before.gaz bad.tsv
}

@test "a failed harvest leaves the lists that were there" {
    printf 'kernel\tB-OS\n' >good.conll
    printf 'kernel\tB-OS\nbad\n' >bad.conll
    "$GAZ" harvest good.conll -o lists --quiet
    cp -r lists before
    fails 1 'bad.conll: line 2: ' "$GAZ" harvest good.conll bad.conll -o lists
    diff -r lists before
    printf 'surface\tannotated\nkernel\tmany\n' >lists/Bad.tsv
    cp -r lists/. before
    fails 1 'lists/Bad.tsv: line 2: ' "$GAZ" harvest good.conll -o lists
    diff -r lists before
}

@test "a build that is killed leaves no model, and the one that was there" {
    small_model
    cp m.gaz before.gaz
    seq 1 400000 | sed 's/$/ word/' >many.tsv
    "$RELEASE" build many.tsv --type T -o m.gaz --quiet &
    sleep 0.1
    kill -9 $! || true
    wait $! || true
    cmp m.gaz before.gaz
}

@test "text from outside in a message stays one line" {
    printf 'a\tB-T\nb\tO\nc\t\x1b[31m\x01x y\nd\tO\ne\tO\nf\tO\n' >odd.conll
    fails 1 'odd.conll: line 3: ' "$GAZ" harvest odd.conll --report
    run ! grep -q $'[\x01\x1b]' "$BATS_TEST_TMPDIR/err"
}
