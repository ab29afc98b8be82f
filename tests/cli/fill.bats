#!/usr/bin/env bats
# gaz eval --fill: one prediction, with the spans of another where they overlap none of the first.
load helper

SEED=${GAZ_TEST_SEED:-$RANDOM}

# columns TAG...: the tags of the tokens t1, t2, ... in one sentence
columns() {
    local number=0 tag
    for tag; do printf 't%d\t%s\n' $((++number)) "$tag"; done
}

# counts EVAL-ARGUMENT...: spans found and right
counts() {
    "$GAZ" eval "$@" --quiet | sed -n '1s/.*found: \([0-9]*\) .*correct: \([0-9]*\)\./\1 \2/p'
}

@test "spans are added where they share no token with one of the first" {
    columns O B-X I-X O O B-Y O O >first
    columns B-X O I-X O B-Y I-Y O B-Z >second # at t3, t5 and t6 the first has spans
    columns B-X B-X I-X O O B-Y O B-Z >gold
    same "$(counts --pred first gold)" '2 2'
    same "$(counts --pred second gold)" '4 2'
    same "$(counts --pred first --fill second gold)" '4 4'
    same "$(counts --pred second --fill first gold)" '4 2' # the order counts
    same "$(counts --pred first --fill first gold)" '2 2'
    columns O O O O O O O O >none
    same "$(counts --pred none --fill second gold)" '4 2'
    same "$(counts --pred first --fill none gold)" '2 2'
    "$GAZ" eval --pred first --fill second gold 2>&1 >/dev/null | grep -q 'predicted 1 (1 stray I-, 0 unclosed)'
}

@test "one span that covers several, several in one, and neighbours" {
    columns B-X O O B-X O O >first
    columns B-Y I-Y I-Y I-Y O O >long
    columns O B-X I-X O B-X I-X >beside
    columns B-X B-X I-X B-X B-X I-X >gold
    same "$(counts --pred first --fill long gold)" '2 2'
    same "$(counts --pred long --fill first gold)" '1 0'
    same "$(counts --pred first --fill beside gold)" '4 4'
    same "$("$GAZ" eval --pred first --fill beside gold --quiet | sed -n '2s/;.*//p')" 'accuracy: 100.00%'
    same "$(counts --pred first --fill beside gold --strict)" '4 4'
}

@test "random predictions: the report is that of the two joined by another program" {
    echo "GAZ_TEST_SEED=$SEED"
    local round options
    for round in 1 2 3 4 5 6 7 8; do
        python3 - $((SEED + round)) <<'PYTHON'
import random, sys
rng = random.Random(int(sys.argv[1]))

def tags(size, share):
    made = []
    while len(made) < size:
        kind, length = rng.choice("XYZ"), min(rng.choice((1, 1, 2, 3)), size - len(made))
        made += ["B-" + kind] + ["I-" + kind] * (length - 1) if rng.random() < share else ["O"]
    return made

def spans(tags):
    begins = [i for i, tag in enumerate(tags) if tag[0] == "B"]
    return [(i, next((k for k in range(i + 1, len(tags)) if tags[k][0] != "I"), len(tags))) for i in begins]

files = {name: open(name, "w") for name in ("gold", "first", "second", "joined")}
for _ in range(30):
    size = rng.randrange(1, 12)
    rows = {"gold": tags(size, 0.4), "first": tags(size, 0.3), "second": tags(size, 0.4)}
    rows["joined"] = list(rows["first"])
    for begin, end in spans(rows["second"]):
        if all(tag == "O" for tag in rows["first"][begin:end]):
            rows["joined"][begin:end] = rows["second"][begin:end]
    for name, file in files.items():
        file.write("".join(f"w{i}\t{tag}\n" for i, tag in enumerate(rows[name])) + "\n")
PYTHON
        for options in '' --strict; do
            "$GAZ" eval --pred joined gold --quiet $options >expected
            "$GAZ" eval --pred first --fill second gold --quiet $options | diff expected -
        done
        paste gold <(cut -f2 first) | sed 's/^\t$//' >both
        "$GAZ" eval --pred both --fill second --quiet | diff <("$GAZ" eval --pred joined gold --quiet) -
    done
}

@test "annotated texts fill, with their ids, and are filled" {
    printf '%s\n' '{"text": "the kernel in user space", "spans": [{"start": 4, "end": 10, "label": "OS", "id": "Q1"}]}' >first.jsonl
    printf '%s\n' '{"text": "the kernel in user space", "spans": [{"start": 4, "end": 10, "label": "No", "id": "Q9"},' \
        ' {"start": 14, "end": 24, "label": "OS", "id": "Q2"}]}' | tr -d '\n' >second.jsonl
    printf '%s\n' '{"text": "the kernel in user space", "spans": [{"start": 4, "end": 10, "label": "OS", "id": "Q1"},' \
        ' {"start": 14, "end": 24, "label": "OS", "id": "Q2"}]}' | tr -d '\n' >gold.jsonl
    same "$(counts --pred first.jsonl --fill second.jsonl gold.jsonl)" '2 2'
    "$GAZ" eval --pred first.jsonl --fill second.jsonl gold.jsonl --ids --json --quiet | python3 -c '
import json, sys
made = json.load(sys.stdin)
assert made["ids"]["correct"] == made["document_ids"]["correct"] == 2, made'
    "$GAZ" convert second.jsonl --to conll >second.conll
    same "$(counts --pred first.jsonl --fill second.conll gold.jsonl)" '2 2'
    mkdir brat
    "$GAZ" convert second.jsonl --to brat -o brat
    same "$(counts --pred first.jsonl --fill brat gold.jsonl)" '2 2'
}

@test "standard input, other tokens, and wrong usage" {
    columns O B-X >first
    columns B-X O >second
    same "$(counts --pred first --fill - second <second)" '2 1'
    printf 't1\tO\nt3\tO\n' >other
    fails 1 'other: token 2 (sentence 1) is "t3"; in second it is "t2"' "$GAZ" eval --pred first --fill other second
    fails 1 'absent: ' "$GAZ" eval --pred first --fill absent second
    cut -f1 first >one
    fails 1 'one: 1 column, expected at least 2' "$GAZ" eval --pred first --fill one second
    fails 2 '--fill needs --pred' "$GAZ" eval --fill first second
    fails 2 'once' "$GAZ" eval --pred - --fill - second
}
