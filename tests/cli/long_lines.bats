#!/usr/bin/env bats
# Lines and sentences that are longer than any block.
load helper

# long and short: 3 MB of the sample corpus on one line, and the same words on a line for each sentence. A mark that no
# entry holds stands on both sides of each sentence, so that both have the same spans at the same offsets, with the same
# surroundings.
setup_file() {
    cd "$BATS_FILE_TMPDIR"
    sample_model sample.gaz
    python3 - "$SAMPLE/sample.conll" <<'PYTHON'
import sys
sentences = [[]]
for line in open(sys.argv[1], encoding="utf-8").read().split("\n"):
    if line in ("", "<s>", "</s>"):
        sentences.append([])
    else:
        sentences[-1].append(line.split("\t")[0])
sentences = ["### " + " ".join(tokens) + " ###" for tokens in sentences if tokens]
sentences = (sentences * (3_000_000 // sum(map(len, sentences)) + 1))
open("short", "w", encoding="utf-8").write("\n".join(sentences) + "\n")
open("long", "w", encoding="utf-8").write(" ".join(sentences) + "\n")
tokens = " ".join(sentences).split(" ")
tokens = (tokens * (300_000 // len(tokens) + 1))[:300_000]
open("long.conll", "w", encoding="utf-8").write("".join(f"{token}\tO\n" for token in tokens))
with open("short.conll", "w", encoding="utf-8") as file:
    for token, behind in zip(tokens, tokens[1:] + [""]):
        file.write(f"{token}\tO\n" + "\n" * (token == behind == "###"))
PYTHON
}

tag() {
    "$RELEASE" tag "$BATS_FILE_TMPDIR/sample.gaz" "$@"
}

@test "the long line is one, and has many spans" {
    same "$(wc -l <"$BATS_FILE_TMPDIR/long")" 1
    [ "$(wc -c <"$BATS_FILE_TMPDIR/long")" -gt 3000000 ]
    cmp <(tr '\n' ' ' <"$BATS_FILE_TMPDIR/long") <(tr '\n' ' ' <"$BATS_FILE_TMPDIR/short")
    [ "$(tag --to tsv "$BATS_FILE_TMPDIR/long" | wc -l)" -gt 30000 ]
}

@test "tsv: the spans of the short lines, tokenized and text" {
    local from j
    for from in tokenized text; do
        tag --from $from --to tsv "$BATS_FILE_TMPDIR/short" | cut -f3- >short.spans
        for j in 1 2; do
            tag --from $from --to tsv -j $j "$BATS_FILE_TMPDIR/long" | cut -f3- | cmp short.spans -
        done
    done
}

# bats test_tags=long
@test "jsonl: parts with continues, whose texts joined are the line, with the spans of the short lines" {
    local from j
    for from in tokenized text; do
        tag --from $from --to tsv --offsets codepoint "$BATS_FILE_TMPDIR/short" | cut -f3-5,7 >short.spans
        for j in 1 2; do
            tag --from $from --to jsonl -j $j "$BATS_FILE_TMPDIR/long" |
                python3 "$TESTS/join_parts.py" 2 joined >joined.spans
            cmp joined "$BATS_FILE_TMPDIR/long"
            cmp short.spans joined.spans
        done
    done
}

@test "jsonl of paragraphs: the short lines are one long paragraph" {
    tag --from text --to tsv --offsets codepoint "$BATS_FILE_TMPDIR/short" | cut -f3-5,7 >short.spans
    tag --from text --paragraphs --to jsonl -j 2 "$BATS_FILE_TMPDIR/short" |
        python3 "$TESTS/join_parts.py" 2 joined >joined.spans
    cmp <(cat joined) <(sed '$s/ *$//' "$BATS_FILE_TMPDIR/short")
    cmp short.spans joined.spans
}

@test "jsonl of a sentence of 300,000 rows: parts, whose texts joined are its tokens" {
    local j
    tag --from conll --to jsonl "$BATS_FILE_TMPDIR/short.conll" |
        python3 -c '
import json, sys
for line in sys.stdin:
    for span in json.loads(line)["spans"]:
        print(span["label"], span["text"], sep="\t")' >short.spans
    for j in 1 2; do
        tag --from conll --to jsonl -j $j "$BATS_FILE_TMPDIR/long.conll" |
            python3 "$TESTS/join_parts.py" 2 joined >joined.spans
        cut -f3,4 joined.spans | cmp short.spans -
        cmp joined <(cut -f1 "$BATS_FILE_TMPDIR/long.conll" | tr '\n' ' ' | sed 's/ $/\n/')
    done
}

@test "conll of a sentence of 300,000 rows: the tags of the short sentences" {
    local j
    tag --from conll "$BATS_FILE_TMPDIR/short.conll" | grep -v '^$' >short.rows
    for j in 1 2; do
        tag --from conll -j $j "$BATS_FILE_TMPDIR/long.conll" | cmp short.rows -
    done
    same "$(tag --from conll --to count "$BATS_FILE_TMPDIR/long.conll" | cut -d' ' -f2,4)" '1 300000'
}

@test "tsv of a sentence of 300,000 rows: token numbers" {
    local j
    tag --from conll --to tsv "$BATS_FILE_TMPDIR/short.conll" | cut -f5- >short.spans
    for j in 1 2; do
        tag --from conll --to tsv -j $j "$BATS_FILE_TMPDIR/long.conll" >long.rows
        cut -f5- long.rows | cmp short.spans -
        same "$(cut -f2 long.rows | sort -u)" 1
        python3 - "$BATS_FILE_TMPDIR/long.conll" <<'PYTHON'
import sys
tokens = [line.split("\t")[0] for line in open(sys.argv[1], encoding="utf-8")]
for row in open("long.rows", encoding="utf-8"):
    _, _, begin, end, _, _, surface = row.rstrip("\n").split("\t")
    assert " ".join(tokens[int(begin):int(end)]) == surface, row
PYTHON
    done
}

@test "conll and ansi of a long line: the same with one and two threads" {
    local from to
    for from in tokenized text; do
        for to in conll ansi; do
            tag --from $from --to $to -j 1 "$BATS_FILE_TMPDIR/long" >one
            tag --from $from --to $to -j 2 "$BATS_FILE_TMPDIR/long" | cmp one -
        done
        same "$(tag --from $from --to conll "$BATS_FILE_TMPDIR/long" | grep -c '	B-')" \
            "$(tag --from $from --to tsv "$BATS_FILE_TMPDIR/short" | wc -l)"
    done
}

@test "a token of 5 MB keeps its bytes in every output" {
    small_model
    python3 -c 'print("kernel " + "x" * 5000000 + " C")' >text
    local from
    for from in tokenized text; do
        "$RELEASE" tag m.gaz --from $from --to conll text | cut -f1 | tr '\n' ' ' | sed 's/  $/\n/' | cmp text -
        "$RELEASE" tag m.gaz --from $from --to jsonl text | python3 "$TESTS/join_parts.py" 1 joined >spans
        cmp joined text
        same "$(cut -f1,2 spans | tr '\t\n' '- ')" '0-6 5000008-5000009 '
        same "$("$RELEASE" tag m.gaz --from $from --to tsv text | cut -f3,4 | tr '\t\n' '- ')" '0-6 5000008-5000009 '
    done
}

@test "a row of 200,000 bytes is one row" {
    small_model
    python3 -c '
word = "x" * 200000
print(f"kernel\t{word}\nspace\tO\n")
print(f"{word}\tO\nkernel\tO\n")' >rows.conll
    same "$("$RELEASE" tag m.gaz --from conll --to count rows.conll)" 'sentences 2 tokens 4 spans 2'
    same "$("$RELEASE" tag m.gaz --from conll --to tsv rows.conll | cut -f2-4,7 | tr '\t\n' ':,')" \
        '1:0:2:kernel space,2:1:2:kernel,'
    "$RELEASE" tag m.gaz --from conll --to jsonl rows.conll | python3 -c '
import json, sys
texts = [json.loads(line)["text"] for line in sys.stdin]
assert texts == ["kernel space", "x" * 200000 + " kernel"], [(len(text), text[:20]) for text in texts]'
    "$RELEASE" tag m.gaz --from conll rows.conll | sed 's/\t[^\t]*$//' | cmp rows.conll -
}

@test "a comment of 200,000 bytes is one comment" {
    small_model
    python3 -c '
print("kernel\tO\n")
print("# " + "x" * 200000 + "\nspace\tO\n")' >rows.conll
    same "$("$RELEASE" tag m.gaz --from conll --to count rows.conll)" 'sentences 2 tokens 2 spans 1'
}

@test "a block that ends before a line end, inside a sentence" {
    small_model
    local before
    for before in 1 2 3 4 5 6 7 8 9 10 11; do # a row has 9 bytes, with CR 10, a line 11
        python3 - $before <<'PYTHON'
import sys
rows = "x" * int(sys.argv[1]) + "\tO\n" + "kernel\tO\n" * 250_000
open("rows.conll", "w").write(rows)
open("crlf.conll", "w", newline="").write(rows.replace("\n", "\r\n"))
open("text", "w").write("x" * int(sys.argv[1]) + " " + "kernel or\r\n" * 210_000)
PYTHON
        same "$("$RELEASE" tag m.gaz --from conll --to count rows.conll)" 'sentences 1 tokens 250001 spans 250000'
        same "$("$RELEASE" tag m.gaz --from conll --to count crlf.conll)" 'sentences 1 tokens 250001 spans 250000'
        same "$("$RELEASE" tag m.gaz --from text --paragraphs --to count text)" \
            'sentences 1 tokens 420001 spans 210000'
    done
}
