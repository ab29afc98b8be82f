#!/usr/bin/env bats
# The bench dictionaries on 64 MB of text: every exact engine agrees on these counts.
load helper

setup_file() {
    local name
    [ -e "$SHARED/bench/text64.tok.zst" ] || return 0
    for name in text64.tok g10k.tsv g100k.tsv g1m.tsv gh10k.tsv; do
        zstd -q -d "$SHARED/bench/$name.zst" -o "$BATS_FILE_TMPDIR/$name"
    done
}

spans() { # spans NAME: of a dictionary on the text
    "$RELEASE" build "$BATS_FILE_TMPDIR/$1.tsv" --tokens corpus -o $1.gaz -j 2 --quiet
    "$RELEASE" tag $1.gaz "$BATS_FILE_TMPDIR/text64.tok" --to count -j 2 --quiet | cut -d' ' -f5,6
}

@test "10,000 entries" {
    needs_shared bench/text64.tok.zst
    same "$(spans g10k)" 'spans 9648'
}

@test "the 10,000 entries that are most frequent" {
    needs_shared bench/text64.tok.zst
    same "$(spans gh10k)" 'spans 82931'
}

@test "100,000 entries" {
    needs_shared bench/text64.tok.zst
    same "$(spans g100k)" 'spans 86128'
}

@test "1,000,000 entries" {
    needs_shared bench/text64.tok.zst
    same "$(spans g1m)" 'spans 362626'
}
