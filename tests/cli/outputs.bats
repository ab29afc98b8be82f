#!/usr/bin/env bats
# Outputs harm nothing: no input is written over, no file takes the place of a closed descriptor.

load helper

lists() {
    mkdir lists
    printf 'Linux\tOS\nkernel\tOS\n' >lists/OS.tsv
    cp lists/OS.tsv keep
    "$GAZ" build lists -o m.gaz --quiet
    printf 'the\tO\nkernel\tB-OS\n' >gold.conll
}

@test "no command writes over its input" {
    lists
    local over='this input would be written over'
    ln -s OS.tsv lists/link.tsv
    fails 2 "lists/OS.tsv: $over" "$GAZ" build lists/OS.tsv -o lists/OS.tsv
    fails 2 "lists/OS.tsv: $over" "$GAZ" build lists -o lists/OS.tsv
    fails 2 "lists/OS.tsv: $over" "$GAZ" build lists/link.tsv -o lists/OS.tsv
    fails 2 "lists/OS.tsv: $over" "$GAZ" build lists -o new.gaz --conflicts lists/OS.tsv
    fails 2 "lists/OS.tsv: $over" "$GAZ" build lists -o new.gaz --skipped lists/OS.tsv
    fails 2 'c: two outputs would go there' "$GAZ" build lists -o c --conflicts c
    fails 2 'goes into a file' "$GAZ" build lists -o -
    [ ! -e - ] && [ ! -e c ] && [ ! -e new.gaz ]
    fails 2 "lists/OS.tsv: $over" "$GAZ" export lists -o lists/OS.tsv
    fails 2 "lists/OS.tsv: $over" "$GAZ" report lists -o lists/OS.tsv
    fails 2 "lists/OS.tsv: $over" "$GAZ" grow lists gold.conll -o lists/OS.tsv
    fails 2 "gold.conll: $over" "$GAZ" grow lists gold.conll -o gold.conll
    fails 2 "m.gaz: $over" "$GAZ" eval m.gaz gold.conll --entries m.gaz
    fails 2 "gold.conll: $over" "$GAZ" eval m.gaz gold.conll --entries gold.conll
    fails 2 "gold.conll: $over" "$GAZ" eval --pred gold.conll gold.conll --page gold.conll
    fails 2 "gold.conll: $over" "$GAZ" harvest gold.conll -o new --cross-tags gold.conll
    cmp lists/OS.tsv keep
    # A new file may go into the folder, and an old output is replaced.
    "$GAZ" build lists/OS.tsv -o lists/new.gaz --quiet
    "$GAZ" build lists/OS.tsv -o m.gaz --quiet
}

@test "a corpus in the folder of the lists is not taken for a list" {
    mkdir lists
    printf 'Linux\tS-OS\n' >lists/OS.tsv
    fails 2 'lists/OS.tsv lies in lists, whose lists are read and written; choose another folder' \
        "$GAZ" harvest lists/OS.tsv -o lists
    same "$(cat lists/OS.tsv)" $'Linux\tS-OS'
}

@test "closed descriptors" {
    lists
    printf 'a big Linux, x. y, z. It is\n' >raw
    for closed in '0<&-' '1>&-' '2>&-' '0<&- 1>&- 2>&-'; do
        rm -rf out
        eval "\"$GAZ\" tag m.gaz raw -o out $closed" || true
        same "$(grep -c hint out/*)" 0
    done
    status=0
    "$GAZ" tag m.gaz - <&- 2>err || status=$?
    same "$status" 2 # the input is unread
    status=0
    "$GAZ" tag m.gaz raw --quiet >&- || status=$?
    same "$status" 1
}

@test "a type that no file can be called after" {
    python3 -c "print('Linux\tB-' + 'T' * 250 + '\nkernel\tB-OS')" >long.conll
    fails 1 'is too long for the name of its list' "$GAZ" harvest long.conll -o lists --min-purity 0 --quiet
    [ ! -e lists ]
}

# bats test_tags=long
@test "a process that is killed leaves no part of its output" {
    python3 -c 'import os; os.close(os.open(".", os.O_TMPFILE | os.O_RDWR))' 2>/dev/null ||
        skip "this file system has no files without a name"
    python3 -c 'for i in range(100000): print("name %d x\tT" % i)' >names.tsv
    "$RELEASE" build names.tsv -o m.gaz --quiet
    seq 300000 | sed 's/.*/name & x/' >text
    local before signal i
    before=$(ls)
    for signal in KILL TERM INT; do
        for i in {1..6}; do
            "$RELEASE" build names.tsv -o new.gaz --quiet &
            sleep "0.0$((RANDOM % 10))"
            { kill -$signal $! && wait $! || true; } 2>/dev/null
            mkdir -p out
            "$RELEASE" tag m.gaz text --from text --to jsonl -o out --quiet &
            sleep "0.0$((RANDOM % 10))"
            { kill -$signal $! && wait $! || true; } 2>/dev/null
            same "$(ls -A out | grep -v "^text.jsonl\$")" ""
            rm -rf out new.gaz
            same "$(ls)" "$before"
        done
    done
}

# A text is written in pieces of 256 KiB: wherever one ends, no character is cut, and each byte that is none is replaced.
@test "a long text is written as it is" {
    printf 'kernel\tOS\n' >l.tsv
    "$GAZ" build l.tsv -o m.gaz --quiet
    cat >long.py <<'END'
import codecs, json, subprocess, sys

codecs.register_error("each", lambda error: ("\ufffd" * (error.end - error.start), error.end))
PIECE = 1 << 18
for middle in ("\u20ac\U0001F600".encode(), b"\xf0\x9f\x98", b"\x80\x80\x80\x80\x80", b"\xe2\x82", b'"\\\x01', b"\xc3\xa9\x80",
               b"\r\n\r", "\u00e9\r\n\u00e9\n".encode()):
    for shift in range(-5, 2):
        text = b"x" * (PIECE + shift) + middle + b" the kernel " + b"y" * PIECE + middle * 9 + b" kernel\n"
        subprocess.run([sys.argv[1], "tag", "m.gaz", "--from", "text", "--document", "file", "--to", "brat", "-o", "brat",
                        "--renew"], input=text, check=True)
        with open("brat/stdin.txt", encoding="utf-8", newline="") as file:
            assert file.read() == text.decode("utf-8", "each").replace("\r\n", "\n"), ("brat", middle, shift)
        for form in ("doccano", "jsonl"):
            out = subprocess.run([sys.argv[1], "tag", "m.gaz", "--from", "text", "--document", "file", "--to", form],
                                 input=text, capture_output=True, check=True).stdout
            record = json.loads(out)
            assert record["text"] == text.decode("utf-8", "each"), (form, middle, shift)
            assert len(record["label" if form == "doccano" else "spans"]) == 2
END
    python3 long.py "$GAZ"
}
