#!/usr/bin/env bats
# gaz tag: every input with every output, and the options. Golden files where the output is fixed.
load helper

setup_file() {
    export FORMATS="conll tsv jsonl count ansi"
}

# The inputs of the golden files.
inputs() {
    printf 'the operating system has a kernel space .\n\nkernel kernel\tand virtual memory\r\nC ++ in C\nnothing' >plain.tok
    printf 'The operating system'"'"'s kernel-space:\tuser  space!\r\n\nC++, C and input/output.\n' >plain.txt
    printf 'caf\u00e9 cafe\u0301 \ud55c\uad6d\uc5b4 \ucc98\ub9ac "virtual memory"\n\\operating\nsystem\nkernel' >>plain.txt
    printf '%s\n' '# sentence 1' the operating system '' kernel kernel >one.conll
    printf '%s\n' '<s>' 'user	O' 'space	O' '</s>' '<s>' 'C	B-Old' '++	I-Old' 'is	O' '</s>' >two.conll
    printf '%s\r\n' '-DOCSTART- -X- O O' '' 'virtual JJ I-NP O' 'memory  NN I-NP O' '. . O O' '' 'kernel NN I-NP B-Old' \
        >four.conll
}

@test "tokenized to every output" {
    small_model
    inputs
    local to
    for to in $FORMATS; do "$GAZ" tag m.gaz --to $to plain.tok | golden tokenized.$to; done
}

@test "raw text to every output" {
    small_model
    inputs
    local to
    for to in $FORMATS; do "$GAZ" tag m.gaz --from text --to $to plain.txt | golden text.$to; done
}

@test "raw text in paragraphs to every output" {
    small_model
    inputs
    local to
    for to in $FORMATS; do
        "$GAZ" tag m.gaz --from text --paragraphs --to $to plain.txt | golden paragraphs.$to
    done
}

@test "columns to every output: 1 column, 2 by TAB with <s>, 4 by blanks with CRLF and -DOCSTART-" {
    small_model
    inputs
    local name to
    for name in one two four; do
        for to in $FORMATS; do "$GAZ" tag m.gaz --from conll --to $to $name.conll | golden $name.$to; done
    done
}

@test "columns to columns: only tags are added" {
    small_model
    inputs
    "$GAZ" tag m.gaz --from conll one.conll | sed 's/\t[^\t]*$//' | diff one.conll -
    "$GAZ" tag m.gaz --from conll two.conll | sed 's/\t[^\t]*$//' | diff two.conll -
    "$GAZ" tag m.gaz --from conll four.conll | tr -d '\r' | grep -v DOCSTART | sed 's/ [^ ]*$//' |
        diff <(tr -d '\r' <four.conll | grep -v DOCSTART) -
    same "$("$GAZ" tag m.gaz --from conll four.conll | grep -c $'\r$')" 7
}

@test "columns to jsonl and ansi: what stands before and behind sentences is no record" {
    small_model
    local text
    for text in 'a\n\n\n' '\n\na\n' 'a\n\n# c\n' '# c\n\na\n' '# c\na\n\n# c\n\n' '<s>\na\n</s>\n<s>\n</s>\n' \
        'a\n\n-DOCSTART-\n\n' 'a\n\n-DOCSTART-\n'; do
        printf "$text" >rows.conll
        same "$text $("$GAZ" tag m.gaz --from conll --to jsonl rows.conll)" "$text {\"text\": \"a\", \"spans\": []}"
        same "$text $("$GAZ" tag m.gaz --from conll --to ansi rows.conll)" "$text a"
        same "$text $("$GAZ" tag m.gaz --from conll --to count rows.conll)" "$text sentences 1 tokens 1 spans 0"
    done
    printf '# c\n\n' >rows.conll
    same "$("$GAZ" tag m.gaz --from conll --to jsonl rows.conll)" ''
}

@test "--replace-tag writes over the tag column" {
    small_model
    inputs
    "$GAZ" tag m.gaz --from conll --replace-tag two.conll | golden two.replaced
    "$GAZ" tag m.gaz --from conll --replace-tag --tag-column 4 four.conll | golden four.replaced
    "$GAZ" tag m.gaz --from conll --replace-tag one.conll | diff <("$GAZ" tag m.gaz --from conll one.conll) -
}

@test "--token-column and --separator" {
    small_model
    printf '1 user\n2 space\n' >numbered.conll
    same "$("$GAZ" tag m.gaz --from conll --token-column 2 numbered.conll | tr '\n' ,)" \
        '1 user B-Operating_System,2 space I-Operating_System,'
    printf 'virtual memory\tO\nC ++\tO\n' >inner.conll
    same "$("$GAZ" tag m.gaz --from conll --to count --separator tab inner.conll)" 'sentences 1 tokens 2 spans 0'
    same "$("$GAZ" tag m.gaz --from conll --to tsv --separator blank inner.conll | cut -f7)" 'C'
    fails 1 'inner.conll: line 1: the row has no column 3' "$GAZ" tag m.gaz --from conll --token-column 3 inner.conll
}

@test "a malformed row: file and line" {
    small_model
    printf 'a b\nc d\ne\n' >short.conll
    fails 1 'short.conll: line 3: ' "$GAZ" tag m.gaz --from conll --token-column 2 short.conll
    python3 -c 'print("a b\n" * 200000 + "\n" + "a b\n" * 300000 + "c")' >long.conll
    fails 1 'standard input: line 500002: ' "$GAZ" tag m.gaz --from conll --token-column 2 -j 2 <long.conll
}

@test "schemes" {
    small_model
    local scheme
    printf 'kernel kernel C virtual memory x memory\n' >adjacent.tok
    for scheme in iob1 iob2 bioes bare; do
        "$GAZ" tag m.gaz --scheme $scheme adjacent.tok | cut -f2 | tr '\n' ' '
        echo
    done | golden schemes.txt
    (tr ' ' '\n' <adjacent.tok && echo) >adjacent.conll
    for scheme in iob1 iob2 bioes bare; do
        diff <("$GAZ" tag m.gaz --scheme $scheme adjacent.tok) \
            <("$GAZ" tag m.gaz --scheme $scheme --from conll adjacent.conll)
    done
}

@test "--only-matching leaves out sentences without a span" {
    small_model
    printf 'nothing here\nthe kernel\n\nnothing\n' >text
    same "$("$GAZ" tag m.gaz --only-matching text)" $'the\tO\nkernel\tB-Operating_System'
    same "$("$GAZ" tag m.gaz --only-matching --to jsonl text | wc -l)" 1
    same "$("$GAZ" tag m.gaz --only-matching --from text --to jsonl text | grep -c kernel)" 1
    same "$("$GAZ" tag m.gaz --only-matching --to ansi text | wc -l)" 1
    same "$("$GAZ" tag m.gaz --only-matching --to tsv text)" "$("$GAZ" tag m.gaz --to tsv text)"
    same "$("$GAZ" tag m.gaz --only-matching --to count text)" 'sentences 3 tokens 5 spans 1'
    printf 'a\n\nkernel\nb\n\nc\n' >text.conll
    same "$("$GAZ" tag m.gaz --only-matching --from conll text.conll | grep -c .)" 2
    same "$("$GAZ" tag m.gaz --only-matching --from conll --to jsonl text.conll | wc -l)" 1
    same "$("$GAZ" tag m.gaz --only-matching --type Language --to jsonl text)" ''
}

@test "--type, once and twice; an unknown one is refused" {
    small_model
    echo 'C kernel memory' >text
    same "$("$GAZ" tag m.gaz --to tsv --type Language text | cut -f7)" C
    same "$("$GAZ" tag m.gaz --to tsv --type Language --type Device text | cut -f7 | tr '\n' ' ')" 'C memory '
    same "$("$GAZ" tag m.gaz --to count --type Device text)" 'sentences 1 tokens 3 spans 1'
    fails 2 'no type "Lingo"' "$GAZ" tag m.gaz --type Lingo text
}

@test "--type and --min-score filter the chosen spans, they do not choose others" {
    small_model
    same "$(echo 'virtual memory' | "$GAZ" tag m.gaz --to count --type Device)" 'sentences 1 tokens 2 spans 0'
}

@test "--min-score" {
    printf 'surface\tprecision\nhalf\t0.5\nfull\t1\nlow\t0.1234\n' >T.tsv
    "$GAZ" build T.tsv -o m.gaz --quiet
    echo 'full half low' >text
    same "$("$GAZ" tag m.gaz --to tsv text | cut -f6,7 | tr '\t\n' '= ')" '1.0=full 0.5=half 0.1234=low '
    same "$("$GAZ" tag m.gaz --to tsv --min-score 0.5 text | cut -f7 | tr '\n' ' ')" 'full half '
    same "$("$GAZ" tag m.gaz --to tsv --min-score 0.51 text | cut -f7 | tr '\n' ' ')" 'full '
    same "$("$GAZ" tag m.gaz --to tsv --min-score 1 text | cut -f7 | tr '\n' ' ')" 'full '
}

@test "--all: overlapping matches, longest first" {
    printf '%s\tT\n' 'a' 'a b' 'b' 'b c d' 'a b c d e' 'c' >list.tsv
    "$GAZ" build list.tsv -o m.gaz --quiet
    printf 'a b c d\nx a b c d e\n' >text
    "$GAZ" tag m.gaz --all --to tsv text | golden all.tsv
    "$GAZ" tag m.gaz --all --to jsonl text | golden all.jsonl
    same "$("$GAZ" tag m.gaz --all --to count text)" 'sentences 2 tokens 10 spans 11'
    same "$("$GAZ" tag m.gaz --to count text)" 'sentences 2 tokens 10 spans 3'
    "$GAZ" tag m.gaz --all --from text --to tsv text | golden all.tsv
    same "$("$GAZ" tag m.gaz --all --from conll --to tsv <(printf 'a\nb\nc\nd\n') | cut -f3,4 | tr '\t\n' '- ')" \
        '0-2 0-1 1-4 1-2 2-3 '
    fails 2 'overlap' "$GAZ" tag m.gaz --all --to conll text
    fails 2 'overlap' "$GAZ" tag m.gaz --all --to ansi text
}

@test "leftmost, then longest, no overlaps: the four lines of the specification on the sample corpus" {
    "$GAZ" build "$SAMPLE/sample.conll" -o m.gaz --quiet --min-purity 0.25
    "$GAZ" harvest "$SAMPLE/sample.conll" -o lists --quiet --min-purity 0.25
    for mode in chosen all; do
        "$GAZ" tag m.gaz --from conll --to tsv $([ $mode = all ] && echo --all) "$SAMPLE/sample.conll" |
            cut -f2-5 >$mode.gaz-spans
        python3 "$TESTS/oracle.py" $mode lists "$SAMPLE/sample.conll" >$mode.spans
        [ "$(wc -l <$mode.spans)" -gt 200 ]
        diff $mode.spans $mode.gaz-spans
    done
}

@test "the default output: conll for tokens, jsonl for raw text" {
    small_model
    same "$(echo 'a kernel' | "$GAZ" tag m.gaz)" $'a\tO\nkernel\tB-Operating_System'
    same "$(echo kernel | "$GAZ" tag m.gaz --from conll)" $'kernel\tB-Operating_System'
    same "$(echo 'a kernel' | "$GAZ" tag m.gaz --from text)" "$(echo 'a kernel' |
        "$GAZ" tag m.gaz --from text --to jsonl)"
}

@test "a hint when raw text is read as tokens; --quiet leaves it out" {
    small_model
    printf 'One, two. Three, four. Five, six.\n' >text
    "$GAZ" tag m.gaz text >/dev/null 2>err
    same "$(wc -l <err)" 1
    grep -q -- '--from text' err
    "$GAZ" tag m.gaz --quiet text >/dev/null 2>err
    [ ! -s err ]
    "$GAZ" tag m.gaz --from text text >/dev/null 2>err
    [ ! -s err ]
}

@test "the scalar kernel is there; an unknown one is refused" {
    small_model
    echo 'a kernel' >text
    same "$("$GAZ" tag m.gaz --kernel scalar text)" "$("$GAZ" tag m.gaz text)"
    fails 2 'kernel' "$GAZ" tag m.gaz --kernel abacus text
}

@test "help, version, commands" {
    local command
    for command in harvest build tag eval info export; do
        "$GAZ" $command --help | grep -q '^example: gaz '
        "$GAZ" --help | grep -q "^  $command "
    done
    "$GAZ" --version | grep -qE '^gaz [0-9]+\.[0-9]+\.[0-9]+$'
    fails 2 'no command "dance"' "$GAZ" dance
    run -2 "$GAZ"
}

@test "wrong usage: exit 2" {
    small_model
    fails 2 'no model' "$GAZ" tag
    fails 2 '--from' "$GAZ" tag m.gaz --from brat
    fails 2 '--to' "$GAZ" tag m.gaz --to xml
    fails 2 '--offsets' "$GAZ" tag m.gaz --offsets line
    fails 2 '--min-score' "$GAZ" tag m.gaz --min-score high
    fails 2 '--scheme' "$GAZ" tag m.gaz --scheme iob3
    fails 2 '-j' "$GAZ" tag m.gaz -j many
    fails 2 'nonsense' "$GAZ" tag m.gaz --nonsense
    fails 2 'tag column' "$GAZ" tag m.gaz --from conll --replace-tag --tag-column 1 small.tsv
}
