#!/usr/bin/env bats
# Abbreviations that a document defines, in each input and output, against a reference; whatever the number of threads,
# the cut of the input, and the kernel.
load helper

setup_file() {
    cd "$BATS_FILE_TMPDIR"
    python3 "$TESTS/abbreviations.py" make "${GAZ_TEST_SEED:-1}" 2500000 2>&3
    "$RELEASE" build list.tsv -o long.gaz --quiet
    printf 'surface\ttype\tid\ncopper toxicosis\tDISEASE\tC1\nheat shock protein\tGENE\tG1\nCT\tSCAN\t\n' >short.tsv
    "$RELEASE" build short.tsv -o short.gaz --quiet
}

# Type and text of each span of standard input.
spans() { # spans [OPTION...]
    "$GAZ" tag "$BATS_FILE_TMPDIR/short.gaz" --abbreviations --to tsv "$@" | cut -f5,7 | tr '\t\n' ' ,'
}

# compare INPUT: a long text is tagged as the reference says.
compare() {
    local file=$BATS_FILE_TMPDIR/text.$1 model=$BATS_FILE_TMPDIR/long.gaz j kernel
    [ $1 != text ] || file=$BATS_FILE_TMPDIR/text
    tag() { "$RELEASE" tag "$model" --from $input --to tsv --abbreviations - "$@"; }
    input=$1
    "$RELEASE" tag "$model" --from $1 --to tsv - <"$file" >plain
    (cd "$BATS_FILE_TMPDIR" && python3 "$TESTS/abbreviations.py" expect $1 "$OLDPWD/plain") >expected
    [ "$(wc -l <expected)" -gt $(($(wc -l <plain) + 3000)) ]
    for j in 1 2 3 4; do tag -j $j <"$file" | cmp expected -; done
    for j in 1 3; do python3 "$TESTS/small_writes.py" $j "$file" | tag -j $j | cmp expected -; done
    for kernel in scalar avx2 avx512 neon; do
        "$RELEASE" tag "$model" --kernel $kernel /dev/null >/dev/null 2>&1 || continue
        tag --kernel $kernel <"$file" | cmp expected -
    done
}

# bats test_tags=long
@test "raw text, as a reference has it" { compare text; }
# bats test_tags=long
@test "tokenized text, as a reference has it" { compare tokenized; }
# bats test_tags=long
@test "columns with documents, as a reference has it" { compare conll; }
# bats test_tags=long
@test "JSON lines, as a reference has it" { compare jsonl; }

@test "all outputs have the same spans, with any number of threads" {
    local to j options
    for options in '--to conll' '--to ansi' '--to count' '--to jsonl' '--to jsonl --document file' \
        '--to doccano --document line' '--to tsv --paragraphs' '--to jsonl --paragraphs --senses all'; do
        "$RELEASE" tag "$BATS_FILE_TMPDIR/long.gaz" --from text $options --abbreviations - <"$BATS_FILE_TMPDIR/text" >one
        for j in 2 4; do
            "$RELEASE" tag "$BATS_FILE_TMPDIR/long.gaz" --from text $options --abbreviations -j $j - \
                <"$BATS_FILE_TMPDIR/text" | cmp one -
        done
    done
    "$RELEASE" tag "$BATS_FILE_TMPDIR/long.gaz" --from text --to tsv --abbreviations "$BATS_FILE_TMPDIR/text" >spans
    same "$("$RELEASE" tag "$BATS_FILE_TMPDIR/long.gaz" --from text --to count --abbreviations -j 3 \
        "$BATS_FILE_TMPDIR/text" | cut -d' ' -f6)" "$(wc -l <spans)"
    same "$("$RELEASE" tag "$BATS_FILE_TMPDIR/long.gaz" --from text --to conll --abbreviations "$BATS_FILE_TMPDIR/text" |
        grep -c -P '\tB-')" "$(wc -l <spans)"
    "$RELEASE" tag "$BATS_FILE_TMPDIR/long.gaz" --from text --to jsonl --document file --abbreviations \
        "$BATS_FILE_TMPDIR/text" | python3 -c 'import json, sys; print(len(json.load(sys.stdin)["spans"]))' >count
    same "$(cat count)" "$(wc -l <spans)"
}

@test "what a document is: a file, a line, a paragraph, an object, what -DOCSTART- begins" {
    local text=$'copper toxicosis (CTX)\nCTX\n\nCTX\n'
    echo CTX >second
    printf '%s' "$text" >first
    same "$(spans --from text first second)" 'DISEASE copper toxicosis,DISEASE CTX,DISEASE CTX,DISEASE CTX,'
    same "$(printf '%s' "$text" | "$GAZ" tag "$BATS_FILE_TMPDIR/short.gaz" --from text --to jsonl --abbreviations |
        grep -c '"DISEASE"')" 1
    same "$(printf '%s' "$text" | "$GAZ" tag "$BATS_FILE_TMPDIR/short.gaz" --from text --to jsonl --abbreviations \
        --document file | grep -o '"DISEASE"' | wc -l)" 4
    same "$(printf '%s' "$text" | "$GAZ" tag "$BATS_FILE_TMPDIR/short.gaz" --from text --to jsonl --abbreviations \
        --paragraphs | grep -o '"DISEASE"' | wc -l)" 3
    same "$(printf '{"a": "copper toxicosis (CTX)", "b": "CTX"}\n{"b": "CTX"}\n' |
        spans --from jsonl --field a --field b)" 'DISEASE copper toxicosis,DISEASE CTX,DISEASE CTX,'
    same "$(printf '{"a": "copper toxicosis (CTX)", "b": "CTX"}\n{"b": "CTX"}\n' |
        "$GAZ" tag "$BATS_FILE_TMPDIR/short.gaz" --from jsonl --to count --field a --field b --abbreviations)" \
        'sentences 3 tokens 7 spans 3'
    printf 'copper\tO\ntoxicosis\tO\n(\tO\nCTX\tO\n)\tO\n\nCTX\tO\n-DOCSTART-\tO\n\nCTX\tO\n' >rows
    same "$(spans --from conll rows)" 'DISEASE copper toxicosis,DISEASE CTX,DISEASE CTX,'
    printf -- '-DOCSTART-\tO\n\n' >>rows
    same "$(spans --from conll rows second)" 'DISEASE copper toxicosis,DISEASE CTX,DISEASE CTX,'
}

@test "a definition says more than an entry of another concept; what it leaves alone" {
    same "$(echo 'CT. copper toxicosis (CT) CT' | spans --from text)" \
        'SCAN CT,DISEASE copper toxicosis,DISEASE CT,DISEASE CT,'
    same "$(echo 'copper toxicosis (n=5), (see below), (1). n=5, see below 1' | spans --from text)" \
        'DISEASE copper toxicosis,'
    same "$(echo 'copper toxicosis (CTX) CTX' | spans --from text --type GENE)" ''
    same "$(echo 'copper toxicosis (CTX) CTX' | "$GAZ" tag "$BATS_FILE_TMPDIR/short.gaz" --from text --to tsv)" \
        $'-\t1\t0\t16\tDISEASE\t1.0\tcopper toxicosis\tC1\t'
}

@test "a short form has more tokens than any entry, wherever a window ends" {
    local from to
    echo abcdefgh >LETTERS.txt
    "$GAZ" build LETTERS.txt -o m.gaz --quiet
    for from in text tokenized conll; do
        python3 - $from >input <<'END'
import sys
words = "abcdefgh ( a - b - c - d )".split() + "a - b - c - d xy".split() * 30000
text = " ".join(words)
print({"text": text.replace(" - ", "-"), "tokenized": text, "conll": "\n".join(words)}[sys.argv[1]])
END
        same "$("$RELEASE" tag m.gaz --from $from --to count --abbreviations input | cut -d' ' -f6)" 30002
        for to in tsv jsonl; do
            "$RELEASE" tag m.gaz --from $from --to $to --abbreviations input | grep -o LETTERS | wc -l >count
            same "$(cat count)" 30002
        done
        "$RELEASE" tag m.gaz --from $from --abbreviations --to conll input >rows
        same "$(grep -c B-LETTERS rows) $(grep -c I-LETTERS rows)" "30002 $((30001 * 6))"
    done
}

@test "a sentence longer than a block has none, and does not disturb the rest" {
    {
        echo 'copper toxicosis (CTX) CTX'
        python3 -c 'print("heat shock protein (HSP) HSP CTX " * 40000)'
        echo 'CTX HSP'
    } >text
    same "$(spans --from text text | tr ',' '\n' | sort | uniq -c | tr -s ' ' | tr '\n' ',')" \
        ' 3 DISEASE CTX, 1 DISEASE copper toxicosis, 40000 GENE heat shock protein,'
    spans --from text - <text >whole
    python3 "$TESTS/small_writes.py" 7 text | spans --from text | cmp whole -
    spans --from text -j 3 - <text | cmp whole -
}

# bats test_tags=long
@test "memory does not grow with the definitions of an endless text" {
    python3 "$TESTS/peak_memory.py" 40000000 abbreviations 60 "$RELEASE" tag "$BATS_FILE_TMPDIR/short.gaz" \
        --from text --to count --abbreviations
}

@test "gaz eval: recall rises, at no cost to precision" {
    printf 'copper toxicosis\tDISEASE\n' >list.tsv
    "$GAZ" build list.tsv -o m.gaz --quiet
    cat >gold.conll <<'END'
-DOCSTART-	O

copper	B-DISEASE
toxicosis	I-DISEASE
(	O
CT	B-DISEASE
)	O
CT	B-DISEASE

CT	B-DISEASE

-DOCSTART-	O

CT	O
END
    "$GAZ" eval m.gaz gold.conll --quiet | grep -q 'recall:  25.00%' || return 1
    "$GAZ" eval m.gaz gold.conll --quiet --abbreviations | grep -q 'precision: 100.00%; recall: 100.00%' || return 1
    "$GAZ" tag m.gaz --from conll --abbreviations gold.conll >tagged
    same "$("$GAZ" eval --pred tagged --json --quiet | grep -o '"f1": [0-9.]*' | head -1)" '"f1": 1'
}

# bats test_tags=long
@test "gaz eval on annotated abstracts: the figures of the bench" {
    needs_shared corpora/ncbi-disease
    needs_shared terminologies
    "$RELEASE" harvest "$SHARED/corpora/ncbi-disease/train.conll" -o lists --quiet >/dev/null
    "$RELEASE" build lists -o m.gaz --quiet
    "$RELEASE" eval m.gaz "$SHARED/corpora/ncbi-disease/dev.conll" --quiet >plain
    "$RELEASE" eval m.gaz "$SHARED/corpora/ncbi-disease/dev.conll" --quiet --abbreviations >abbreviated
    python3 - <<'END'
import re
figures = [[float(x) for x in re.findall(r"(?:precision|recall|FB1): *([0-9.]+)", open(name).read().splitlines()[1])]
           for name in ("plain", "abbreviated")]
print(figures)
assert figures[1][0] >= figures[0][0] and figures[1][1] > figures[0][1] + 1.5
END
}

@test "what does not go with it" {
    cd "$BATS_FILE_TMPDIR"
    fails 2 'leave --all out' "$GAZ" tag short.gaz text --abbreviations --all
    fails 2 'leave --abbreviations out' "$GAZ" tag short.gaz text --abbreviations --review 5
    fails 2 '--abbreviations needs a model' "$GAZ" eval --pred text.conll --abbreviations
}
