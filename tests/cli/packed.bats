#!/usr/bin/env bats
# Packed files: each command reads them as the plain ones. Of what is damaged or packed otherwise, none is read.
load helper

# Which kinds this build unpacks, by the endings of their files; what they lack is told.
kinds() {
    local ending
    for ending in gz zst xz bz2 lz4; do
        pack $ending <<<kernel >probe
        if "$GAZ" tag probe.gaz --to count probe >/dev/null 2>err; then echo $ending; else grep -q 'not unpacked here' err; fi
    done
}

pack() { # ENDING: standard input, packed
    case $1 in
    gz) gzip -c ;;
    zst) zstd -q -c ;;
    xz) xz -c ;;
    bz2) bzip2 -c ;;
    lz4) lz4 -q -c ;;
    esac
}

setup() {
    set -o pipefail
    mkdir "$BATS_TEST_TMPDIR/work"
    cd "$BATS_TEST_TMPDIR/work"
    printf 'kernel\n' >OS.tsv
    "$RELEASE" build OS.tsv -o probe.gaz --quiet
    KINDS=$(kinds)
    [[ $KINDS == gz*zst* ]]
}

@test "tag: files of each kind and standard input, of one stream and of several" {
    for i in $(seq 2000); do echo "kernel $i"; done >a
    "$GAZ" tag probe.gaz --to tsv <a >expected
    local kind
    for kind in $KINDS; do
        pack $kind <a >a.$kind
        "$GAZ" tag probe.gaz --to tsv - <a.$kind | diff expected -
        "$GAZ" tag probe.gaz --to tsv a.$kind | sed 's/^[^\t]*/-/' | diff expected -
        (head -n 1 a | pack $kind; tail -n +2 a | pack $kind; head -c 5000 /dev/zero) >two # with padding
        "$GAZ" tag probe.gaz --to tsv two | sed 's/^[^\t]*/-/' | diff expected -
        { head -c 1 a.$kind; sleep 0.05; tail -c +2 a.$kind; } | "$GAZ" tag probe.gaz --to tsv | diff expected -
    done
    (for kind in $KINDS; do head -n 400 a | pack $kind; done) >mixed
    same "$("$GAZ" tag probe.gaz --to count mixed)" "sentences $((400 * $(wc -w <<<"$KINDS"))) tokens $((800 * $(wc -w <<<"$KINDS"))) spans $((400 * $(wc -w <<<"$KINDS")))"
}

@test "harvest, build, eval, explain, report and convert read each kind as the plain file" {
    head -n 600 "$SAMPLE/sample.conll" >c.conll
    printf '%s\n' kernel 'user space' >names.tsv
    printf '{"ORG": ["European Union"]}' >n.json
    printf 'the kernel of Qux\n' >t
    "$GAZ" harvest c.conll -o lists --quiet
    "$GAZ" build c.conll names.tsv n.json -o m.gaz --quiet
    "$GAZ" eval m.gaz c.conll --quiet >scores
    "$GAZ" convert c.conll --to jsonl --quiet >c.jsonl
    "$GAZ" export names.tsv >patterns
    "$GAZ" explain m.gaz t --from text --json --quiet | sed 's/"file": "t[^"]*"//' >explained
    local kind file
    for kind in $KINDS; do
        for file in c.conll names.tsv n.json t c.jsonl; do pack $kind <$file >$file.$kind; done
        "$GAZ" harvest c.conll.$kind -o of_$kind --quiet
        diff -r lists of_$kind
        "$GAZ" harvest - -o stdin_$kind --quiet <c.conll.$kind
        diff -r lists stdin_$kind
        "$GAZ" build c.conll.$kind names.tsv.$kind n.json.$kind -o of.gaz --quiet # each is known by its name
        cmp m.gaz of.gaz
        "$GAZ" eval m.gaz c.conll.$kind --quiet | diff scores -
        "$GAZ" convert c.conll.$kind --to jsonl --quiet | diff c.jsonl -
        "$GAZ" convert c.jsonl.$kind --to jsonl --quiet | diff c.jsonl -
        "$GAZ" export names.tsv.$kind | diff patterns -
        "$GAZ" explain m.gaz t.$kind --from text --json --quiet | sed 's/"file": "t[^"]*"//' | diff explained -
        "$GAZ" report names.tsv --text t.$kind -o page.html >/dev/null
        grep -q Qux page.html
        rm -rf of_$kind stdin_$kind
    done
}

@test "files of a folder are named without the ending" {
    echo 'a kernel' >three.txt
    mkdir expected
    "$GAZ" tag probe.gaz three.txt --from text --to brat -o expected
    local kind
    for kind in $KINDS; do
        mkdir in_$kind out_$kind
        pack $kind <three.txt >in_$kind/three.txt.$kind
        "$GAZ" tag probe.gaz in_$kind/three.txt.$kind --from text --to brat -o out_$kind
        diff -r expected out_$kind
    done
}

@test "what is damaged, cut off or followed by other bytes is told, for lists and corpora and texts" {
    seq 1 20000 | sed 's/^/kernel /' >a
    local kind name
    declare -A names=([gz]=gzip [zst]=zstd [xz]=xz [bz2]=bzip2 [lz4]=lz4)
    for kind in $KINDS; do
        name=${names[$kind]}
        pack $kind <a >a.$kind
        head -c 3000 a.$kind >cut.$kind
        (cat a.$kind; echo garbage) >more.$kind
        (head -c 3000 a.$kind; head -c 100 /dev/zero; tail -c +3101 a.$kind) >bad.$kind
        fails 2 "cut.$kind: is packed by $name and cut off" "$GAZ" tag probe.gaz cut.$kind --to count
        fails 2 "more.$kind: is packed by $name, but behind its end are bytes that are not" "$GAZ" tag probe.gaz more.$kind --to count
        fails 2 "bad.$kind: is packed by $name and damaged" "$GAZ" tag probe.gaz bad.$kind --to count
        fails 1 "standard input: is packed by $name and cut off" "$GAZ" build - -o m.gaz --type T <cut.$kind
        fails 1 "cut.$kind: is packed by $name and cut off" "$GAZ" build cut.$kind -o m.gaz
        fails 1 "cut.$kind: is packed by $name and cut off" "$GAZ" harvest cut.$kind -o lists
        [ ! -e m.gaz ] && [ ! -e lists ]
    done
}

@test "what is packed otherwise is refused with what unpacks it" {
    printf 'PK\3\4kernel' >a.zip
    printf '7z\xbc\xaf\x27\x1c\0\4kernel' >a.7z
    printf 'Rar!\x1a\7\0kernel' >a.rar
    printf '\x1f\x9d\x90kernel' >a.Z
    xz --format=lzma -c OS.tsv >a.lzma
    printf '\x8b\2\x80\0\1\3\4\5\6' >a.br
    local file
    for file in a.zip a.7z a.rar a.Z a.lzma a.br; do
        fails 2 "$file: is " "$GAZ" tag probe.gaz $file --to count
        fails 1 ", which is not unpacked here; " "$GAZ" build $file -o m.gaz
        fails 1 ", which is not unpacked here; " "$GAZ" harvest $file -o lists
    done
    fails 1 'a.zip: is a ZIP archive, as .docx, .xlsx and .jar are, which is not unpacked here; unzip -p does it' "$GAZ" eval probe.gaz a.zip
    fails 1 'a.lzma: is packed by LZMA, which is not unpacked here; xz -dc does it' "$GAZ" convert a.lzma --to jsonl
    fails 1 'a.br: is packed by brotli, which is not unpacked here; brotli -dc does it' "$GAZ" build a.br -o m.gaz
    echo 'ur gēr brezhonek' >b.br # text in Breton
    same "$("$GAZ" tag probe.gaz b.br --to count)" 'sentences 1 tokens 3 spans 0'
}

@test "what zstd has packed with a dictionary is told, with what unpacks it" {
    local i
    for i in $(seq 800); do printf '{"host": "node%d", "message": "kernel %d"}\n' "$i" "$i" >"part$i"; done
    zstd -q --train part* -o trained --maxdict 2000
    seq 50 | sed 's/.*/{"host": "node&", "message": "kernel &"}/' >log
    zstd -q -D trained log -o log.zst
    fails 2 'log.zst: is packed by zstd with a dictionary, which is not there; zstd -dc -D DICTIONARY does it' \
        "$GAZ" tag probe.gaz log.zst --from jsonl --field message
    fails 1 'with a dictionary, which is not there' "$GAZ" harvest log.zst -o lists
    fails 1 'with a dictionary, which is not there' "$GAZ" build log.zst -o m.gaz
    same "$(zstd -q -d -c -D trained log.zst | "$GAZ" tag probe.gaz - --from jsonl --field message --to count)" \
        'sentences 50 tokens 100 spans 50'
}

# bats test_tags=long
@test "a bomb is unpacked in constant memory" {
    local kind
    for kind in $KINDS; do
        head -c 100000000 /dev/zero | pack $kind >bomb
        python3 "$TESTS/peak_memory.py" $((64 << 20)) words 0 "$RELEASE" tag probe.gaz --to count bomb
    done
}
