#!/usr/bin/env bats
# gaz build: lists and corpora to a model.
load helper

@test "the same bytes whatever the order of the lists, the threads and the run" {
    "$GAZ" build "$SAMPLE"/*.tsv -o a.gaz --quiet
    "$GAZ" build "$SAMPLE"/*.tsv -o b.gaz --quiet
    "$GAZ" build $(ls -r "$SAMPLE"/*.tsv) -o c.gaz --quiet -j 3
    "$GAZ" build $(ls "$SAMPLE"/*.tsv | shuf --random-source=<(yes)) -o d.gaz --quiet -j 2
    "$RELEASE" build "$SAMPLE"/*.tsv -o e.gaz --quiet -j 4
    local model
    for model in b c d e; do cmp a.gaz $model.gaz; done
    "$GAZ" harvest "$SAMPLE/sample.conll" -o judged --quiet
    head -n 1500 "$SAMPLE/sample.conll" | "$GAZ" harvest - -o small --quiet --no-context
    "$GAZ" build judged -o a.gaz --quiet
    "$GAZ" build judged -o b.gaz --quiet -j 3
    "$RELEASE" build judged -o c.gaz --quiet -j 2
    "$GAZ" build small judged -o d.gaz --quiet -j 2
    "$GAZ" build judged small -o e.gaz --quiet -j 2
    for model in b c; do cmp a.gaz $model.gaz; done
    cmp d.gaz e.gaz
}

@test "the same bytes from a shuffled list" {
    seq 1 3000 | awk '{print "entry " $1 % 700, "of", $1 "\tT" $1 % 7; print "entry " $1 "\tT" $1 % 5}' >list.tsv
    shuf --random-source=<(yes 1) list.tsv >shuffled.tsv
    "$RELEASE" build list.tsv -o a.gaz --quiet
    "$RELEASE" build shuffled.tsv -o b.gaz --quiet -j 4
    cmp a.gaz b.gaz
}

@test "a corpus as source: the model and the spans are those of its lists" {
    "$GAZ" build "$SAMPLE/sample.conll" -o corpus.gaz --quiet
    "$GAZ" harvest "$SAMPLE/sample.conll" -o lists --quiet
    "$GAZ" build lists -o lists.gaz --quiet
    cmp corpus.gaz lists.gaz
    "$GAZ" tag corpus.gaz --from conll --to tsv "$SAMPLE/sample.conll" >corpus.spans
    "$GAZ" tag lists.gaz --from conll --to tsv "$SAMPLE/sample.conll" >lists.spans
    [ "$(wc -l <corpus.spans)" -gt 100 ]
    diff corpus.spans lists.spans
}

@test "a corpus as source: by its name, by --corpus, packed" {
    "$GAZ" build "$SAMPLE/sample.conll" -o corpus.gaz --quiet
    cp "$SAMPLE/sample.conll" sample.txt
    "$GAZ" build --corpus sample.txt -o forced.gaz --quiet
    cmp corpus.gaz forced.gaz
    gzip -c sample.txt >s.bio.gz
    "$GAZ" build s.bio.gz -o packed.gaz --quiet
    cmp corpus.gaz packed.gaz
}

@test "harvest's options for a corpus as source" {
    printf 'rare\tB-T\nkernel\tB-T\nspace\tI-T\nbad\nkernel\tB-T\nspace\tI-T\n' >c.conll
    fails 1 'c.conll: line 4: ' "$GAZ" build c.conll -o m.gaz
    same "$("$GAZ" build c.conll -o m.gaz --lenient --min-count 2)" 'm.gaz: 1 entries, 1 dropped'
    same "$("$GAZ" build c.conll -o m.gaz --lenient --min-tokens 2)" 'm.gaz: 1 entries, 1 dropped'
}

@test "conflicts: settled by verdict, priority, precision, count, name, and reported" {
    printf 'surface\tannotated\tprecision\tstatus\tverdict\tpriority\n' | tee A.tsv B.tsv >/dev/null
    printf 'verdict\t9\t1\tkept\t\t9\npriority\t9\t1\tkept\t\t1\nprecision\t9\t0.4\tkept\t\t\n' >>A.tsv
    printf 'count\t3\t0.5\tkept\t\t\nname\t3\t0.5\tkept\t\t\n' >>A.tsv
    printf 'verdict\t1\t0.1\tpurity\tkeep\t\npriority\t1\t0.1\tkept\t\t2\nprecision\t1\t0.6\tkept\t\t\n' >>B.tsv
    printf 'count\t4\t0.5\tkept\t\t\nname\t3\t0.5\tkept\t\t\n' >>B.tsv
    same "$("$GAZ" build A.tsv B.tsv -o m.gaz)" 'm.gaz: 10 entries, 5 of them lower senses'
    same "$(echo 'verdict priority precision count name' | "$GAZ" tag m.gaz --to tsv | cut -f5 | tr '\n' ' ')" \
        'B B B B A '
    same "$(echo 'verdict priority precision count name' | "$GAZ" tag m.gaz --to tsv --senses all | cut -f5 | tr '\n' ' ')" \
        'B A B A B A B A A B '
    "$GAZ" build B.tsv A.tsv -o n.gaz --quiet
    cmp m.gaz n.gaz
}

@test "--conflicts: what is ranked below what, and by what" {
    printf 'surface\tannotated\tprecision\tstatus\tverdict\tpriority\n' | tee A.tsv B.tsv C.tsv >/dev/null
    printf 'verdict\t9\t1\tkept\t\t9\npriority\t9\t1\tkept\t\t1\nprecision\t9\t0.4\tkept\t\t\n' >>A.tsv
    printf 'count\t3\t0.5\tkept\t\t\nname\\s\t3\t0.5\tkept\t\t\nalone\t1\t1\tkept\t\t\n' >>A.tsv
    printf 'verdict\t1\t0.1\tpurity\tkeep\t\npriority\t1\t0.1\tkept\t\t2\nprecision\t1\t0.6\tkept\t\t\n' >>B.tsv
    printf 'count\t4\t0.5\tkept\t\t\nname\\s\t3\t0.5\tkept\t\t\n' >>B.tsv
    printf 'alone\t1\t1\tpurity\t\t\nname\\s\t2\t0.5\tkept\t\t\n' >>C.tsv # what is not kept loses nothing
    "$GAZ" build A.tsv B.tsv C.tsv -o m.gaz --conflicts lost.tsv | grep -q '6 of them lower senses'
    tr '\t' '|' <lost.tsv | diff - <(printf '%s\n' 'surface|type|winner|by|winner_surface|tokens|id|winner_id' \
        'count|A|B|annotated|count|both||' 'precision|A|B|precision|precision|both||' \
        'priority|A|B|priority|priority|both||' 'verdict|A|B|verdict|verdict|both||' \
        'name\s|B|A|type name|name\s|both||' 'name\s|C|A|annotated|name\s|both||')
    "$GAZ" build C.tsv B.tsv A.tsv -o n.gaz --conflicts again.tsv --quiet
    cmp lost.tsv again.tsv
    cmp m.gaz n.gaz
    "$GAZ" build C.tsv -o n.gaz --conflicts none.tsv --quiet
    same "$(cat none.tsv)" 'surface	type	winner	by	winner_surface	tokens	id	winner_id'
    cp m.gaz before.gaz
    fails 1 'absent/lost.tsv: ' "$GAZ" build A.tsv -o m.gaz --conflicts absent/lost.tsv
    cmp m.gaz before.gaz
}

# Prints the table of conflicts of entries `surface type precision`, one an argument, with the options in $options.
lost() {
    local entry
    rm -rf conflicts
    mkdir conflicts
    for entry in "$@"; do
        set -- $entry
        [ -e "conflicts/$2.tsv" ] || printf 'surface\tprecision\n' >"conflicts/$2.tsv"
        printf '%s\t%s\n' "${1//_/ }" "$3" >>"conflicts/$2.tsv"
    done
    "$GAZ" build conflicts -o m.gaz --conflicts lost.tsv $options >told
    tail -n +2 lost.tsv | cut -f1-6 | tr '\t' '|'
}

@test "--conflicts: what the word tokenizer and ignored case decide" {
    # equal as words only: the other tokenization still has both
    same "$(options='' lost 'a/b X 0.4' 'a_/_b Y 0.5')" 'a/b|X|Y|precision|a / b|words'
    same "$(cat told)" 'm.gaz: 2 entries'
    same "$(options='--tokens corpus' lost 'a/b X 0.4' 'a_/_b Y 0.5')" ''
    same "$(options='--tokens words' lost 'a/b X 0.4' 'a_/_b Y 0.5')" 'a/b|X|Y|precision|a / b|words'
    same "$(cat told)" 'm.gaz: 2 entries, 1 of them lower senses'
    # two of one type
    same "$(options='' lost 'a/b X 0.5' 'a_/_b X 0.5')" 'a/b|X|X|surface|a / b|words'
    # equal but for case
    same "$(options='' lost 'Kernel X 0.4' 'kernel Y 0.5')" ''
    same "$(options='--ignore-case' lost 'Kernel X 0.4' 'kernel Y 0.5')" 'Kernel|X|Y|precision|kernel|both'
    same "$(options='--ignore-case' lost 'Kernel X 0.5' 'KERNEL X 0.5' 'kernel X 0.5')" \
        $'Kernel|X|X|surface|KERNEL|both\nkernel|X|X|surface|KERNEL|both'
    same "$(cat told)" 'm.gaz: 1 entries, 2 repeated'
    # under each tokenization to another entry
    same "$(options='--ignore-case' lost 'a/B X 0.3' 'A/b Y 0.4' 'a_/_b Z 0.5' | sort)" \
        $'A/b|Y|Z|precision|a / b|words\na/B|X|Y|precision|A/b|corpus\na/B|X|Z|precision|a / b|words'
}

@test "--tokens: one tokenization, the other is refused" {
    printf 'input/output\tConcept\n' >list.tsv
    "$GAZ" build list.tsv -o both.gaz --quiet
    "$GAZ" build list.tsv -o corpus.gaz --tokens corpus --quiet
    "$GAZ" build list.tsv -o words.gaz --tokens words --quiet
    count() { printf 'input/output (input / output)\n' | "$GAZ" tag "$@" --to count | cut -d' ' -f6; }
    same "$(count both.gaz) $(count both.gaz --from text)" '1 2'
    same "$(count corpus.gaz) $(count words.gaz --from text)" '1 2'
    fails 2 'holds no words' "$GAZ" tag corpus.gaz --from text list.tsv
    fails 2 'holds no corpus tokens' "$GAZ" tag words.gaz list.tsv
    [ "$(stat -c %s corpus.gaz)" -lt "$(stat -c %s both.gaz)" ]
    "$GAZ" info corpus.gaz | grep -A 1 '^words' | grep -q 'left out'
}

@test "--ignore-case: tokens match in any case, the text stays" {
    printf 'Straße\tPlace\nkernel Space\tOS\n' >list.tsv
    "$GAZ" build list.tsv -o m.gaz --ignore-case --quiet
    echo 'KERNEL space STRASSE straße Kernel' >text
    local from
    for from in tokenized text; do
        same "$("$GAZ" tag m.gaz --from $from --to tsv text | cut -f7 | tr '\n' ,)" 'KERNEL space,STRASSE,straße,'
    done
    "$GAZ" build list.tsv -o exact.gaz --quiet
    same "$("$GAZ" tag exact.gaz --to count text)" 'sentences 1 tokens 5 spans 0'
    "$GAZ" info m.gaz | grep -q 'case  *ignored'
}

@test "NFC: tokens are composed before they are compared, --no-normalize leaves that out" {
    printf 'caf\u00e9\tT\n' >list.tsv
    printf 'caf\u00e9 cafe\u0301\n' >text
    "$GAZ" build list.tsv -o m.gaz --quiet
    "$GAZ" build list.tsv -o n.gaz --no-normalize --quiet
    same "$("$GAZ" tag m.gaz --from text --to count text | cut -d' ' -f6)" 2
    same "$("$GAZ" tag n.gaz --from text --to count text | cut -d' ' -f6)" 1
    same "$("$GAZ" tag m.gaz --to count text | cut -d' ' -f6)" 2
    same "$("$GAZ" tag n.gaz --to count text | cut -d' ' -f6)" 1
}

@test "a model is replaced as a whole, and keeps its permissions" {
    printf 'kernel\tOS\n' >list.tsv
    "$GAZ" build list.tsv -o m.gaz --quiet
    chmod 640 m.gaz
    printf 'linux\tOS\n' >list.tsv
    "$GAZ" build list.tsv -o m.gaz --quiet
    same "$(stat -c %a m.gaz)" 640
    same "$(echo 'kernel linux' | "$GAZ" tag m.gaz --to tsv | cut -f7)" linux
    files list.tsv m.gaz
}

@test "nothing to match: said on standard error" {
    printf 'surface\tstatus\nkernel\tpurity\n' >OS.tsv
    "$GAZ" build OS.tsv -o m.gaz >out 2>err
    same "$(cat out)" 'm.gaz: 0 entries, 1 dropped'
    grep -q 'no entries' err
    same "$(echo kernel | "$GAZ" tag m.gaz --to count)" 'sentences 1 tokens 1 spans 0'
}

@test "an entry without words for raw text is reported" {
    printf 'surface\tstatus\n\\s\tkept\nkernel\tkept\n' >T.tsv
    same "$("$GAZ" build T.tsv -o m.gaz)" 'm.gaz: 2 entries, 1 without words for raw text'
}

@test "info shows what a model holds" {
    small_model
    "$GAZ" info m.gaz | sed 's/^checksum .*/checksum X/; s/^file size .*/file size X/; s/^  size .*/  size X/;
        /^  states/d' | golden info.txt
    "$GAZ" info m.gaz --verify | tail -n 1 | grep -qx 'verified          good'
}

@test "a damaged byte anywhere is found" {
    small_model
    local size at
    size=$(stat -c %s m.gaz)
    for at in 0 12 20 30 40 64 200 $((size / 2)) $((size - 1)); do
        python3 -c '
import sys
bytes_ = bytearray(open("m.gaz", "rb").read())
bytes_[int(sys.argv[1])] ^= 0x41
open("bad.gaz", "wb").write(bytes_)' "$at"
        fails 1 'bad.gaz: ' "$GAZ" info --verify bad.gaz
        fails 1 'bad.gaz: ' "$GAZ" tag bad.gaz /dev/null
    done
}

@test "wrong usage: exit 2, no model" {
    printf 'kernel\tOS\n' >list.tsv
    fails 2 'nonsense' "$GAZ" build list.tsv -o m.gaz --nonsense
    fails 2 '-x' "$GAZ" build list.tsv -o m.gaz -x
    fails 2 '-o FILE' "$GAZ" build list.tsv
    fails 2 'no source' "$GAZ" build -o m.gaz
    fails 2 '--tokens' "$GAZ" build list.tsv -o m.gaz --tokens none
    fails 2 '-j' "$GAZ" build list.tsv -o m.gaz -j 0
    fails 2 '--type' "$GAZ" build list.tsv -o m.gaz --type ''
    fails 2 'needs a value' "$GAZ" build list.tsv -o
    files list.tsv
}
