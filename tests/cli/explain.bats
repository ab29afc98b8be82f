#!/usr/bin/env bats
# gaz explain: why a span was tagged, or was not.
load helper

# Lists of two types, with evidence, and their model m.gaz.
known_lists() {
    mkdir lists
    printf '%s\n' $'surface\tannotated\tseen\tinside\tprecision\tstatus\tverdict\tpriority\tid' \
        $'operating system\t12\t15\t2\t0.9\tkept\t\t\tQ9135' \
        $'kernel\t9\t10\t1\t0.9\tkept\t\t\t' \
        $'kernel space\t3\t4\t0\t0.75\tkept\t\t\t' \
        $'the\t3\t71\t0\t0.04\tpurity\t\t\t' \
        $'space\t5\t6\t0\t0.8\tkept\tdrop\t\t' \
        $'café\t2\t2\t0\t0.5\tkept\t\t\t' >lists/System.tsv
    printf '%s\n' $'surface\tannotated\tseen\tinside\tprecision\tstatus\tverdict\tpriority\tid' \
        $'kernel\t4\t10\t0\t0.4\tkept\t\t\t' $'한국어 처리\t1\t1\t0\t0.5\tkept\t\t\t' \
        $'👩‍👩‍👧 kernel\t2\t2\t0\t0.75\tkept\t\t-2\t' >lists/Device.tsv
    "$GAZ" build lists -o m.gaz --quiet
}

explain() { # explain TEXT [OPTION...]
    "$GAZ" explain m.gaz --lists lists --text "$1" "${@:2}"
}

# reasons TEXT [OPTION...]: text=reason of each object, then those that lost in brackets.
reasons() {
    explain "$1" --json "${@:2}" | python3 -c '
import json, sys
for line in sys.stdin:
    found = json.loads(line)
    lost = "".join("[%s=%s]" % (l["text"], l["reason"]) for l in found["rejected"])
    print("%s=%s%s" % (found["text"], found["reason"], lost), end=",")'
}

@test "each span with its entry, list, line, evidence, score, and what lost" {
    known_lists
    explain 'the operating system kernel space' >found
    golden explain.txt <found
    explain 'the operating system kernel space' --json | golden explain.jsonl
}

@test "what became of a span: every reason" {
    known_lists
    same "$(reasons 'the kernel space' --span 0:3)" "the=dropped,"
    same "$(reasons 'the kernel space' --span 4:10)" "kernel=shorter[kernel=shorter],"
    same "$(reasons 'a kernel' --span 2:8)" "kernel=tagged[kernel=other entry],"
    same "$(reasons 'a kernel' --span 2:8 --type Device)" "kernel=filtered[kernel=other entry],"
    same "$(reasons 'a kernel' --span 2:8 --min-score 0.95)" "kernel=score[kernel=score],"
    same "$(reasons 'my space' --span 3:8)" "space=dropped,"
    same "$(reasons 'my spaces' --span 3:8)" "space=cuts token,"
    same "$(reasons 'my space' --span 0:2)" "my=unknown,"
    same "$(reasons 'my  space' --span 2:4)" "  =no token,"
    same "$(reasons $'my\nspace' --span 0:8)" $'my\nspace=sentence[space=dropped],'
    explain 'the kernel' --span 0:3 | grep -qF 'dropped for purity: annotated 3 of 71 occurrences'
    explain 'my space' --span 3:8 | grep -qF "dropped by a human's verdict"
    explain 'a kernel' --span 2:8 | grep -qF 'a lower sense of the surface than type System, by precision, lists/Device.tsv:2'
    explain 'kernels' --span 0:7 | grep -qF 'near    kernel System, differs in singular, kept, lists/System.tsv:3'
    explain 'Kernel' --why Kernel | grep -qF 'near    kernel Device, differs in case'
    head -c 70000 /dev/zero | tr '\0' x >long
    "$GAZ" explain m.gaz --lists lists --span 0:70000 --json long | grep -qF '"reason": "long token"'
}

@test "--why: wherever a surface stands, and inside tokens where it stands nowhere" {
    known_lists
    same "$(reasons $'kernel, kernel space;\r\nOperating kernel' --why kernel)" \
        "kernel=tagged[kernel=other entry],kernel=shorter[kernel=shorter],kernel=tagged[kernel=other entry],"
    same "$(reasons 'spaces, kernels, kernel7' --why kernel)" "kernel=cuts token,kernel=cuts token,"
    fails 0 '"nothing" does not stand in the text' explain 'a kernel' --why nothing
    fails 2 'holds no token' explain 'a kernel' --why ' '
    same "$(reasons $'operating\tsystem' --why 'operating system')" $'operating\tsystem=tagged,'
}

@test "offsets in bytes, code points and UTF-16 slice the text" {
    known_lists
    printf '👩‍👩‍👧 kernel é café\tcafe\u0301\r\n\xff kernel 한국어 처리\n' >text
    local unit
    for unit in byte codepoint utf16; do
        "$GAZ" explain m.gaz --lists lists --offsets $unit --json text >found
        python3 - $unit found text <<'PYTHON'
import json, sys
unit, found, path = sys.argv[1:]
data = open(path, "rb").read()
text = data.decode("utf-8", "surrogateescape")
def cut(begin, end):
    if unit == "byte":
        return data[begin:end]
    if unit == "codepoint":
        return text[begin:end].encode("utf-8", "surrogateescape")
    wide = text.encode("utf-16-le", "surrogatepass")
    return wide[2 * begin:2 * end].decode("utf-16-le", "surrogatepass").encode("utf-8", "surrogateescape")
count = 0
for line in open(found, encoding="utf-8"):
    about = json.loads(line)
    for span in [about] + about["rejected"]:
        assert cut(span["begin"], span["end"]) == span["text"].encode(), (span, cut(span["begin"], span["end"]))
        count += 1
assert count >= 6, count
PYTHON
        # what is given back finds the span again
        python3 -c 'import json, sys
for line in sys.stdin: about = json.loads(line); print(about["begin"], about["end"], sep=":")' <found |
            while read -r span; do
                "$GAZ" explain m.gaz --lists lists --offsets $unit --span "$span" --json text | grep -qF '"tagged": true'
            done
    done
    fails 2 'inside a character' "$GAZ" explain m.gaz --quiet --offsets utf16 --span 0:1 text
}

@test "the spans and scores are those of gaz tag, over files, pipes and packed files" {
    sample_model sample.gaz
    "$RELEASE" harvest "$SAMPLE/sample.conll" -o lists --quiet
    cut -f1 "$SAMPLE/sample.conll" | sed 's/^$/\x01/' | tr '\n\001' ' \n' | head -n 300 >text
    local from
    for from in text tokenized; do
        "$RELEASE" tag sample.gaz --from $from --to tsv text | awk -F'\t' '{ print $2, $3, $4, $5, $6 }' >tagged
        [ "$(wc -l <tagged)" -gt 100 ]
        for options in "--lists lists" --quiet; do
            "$RELEASE" explain sample.gaz --from $from $options --json text >found
            python3 -c '
import json, sys
for line in sys.stdin:
    s = json.loads(line)
    print(s["line"], s["begin"], s["end"], s["type"], "%.10g" % s["score"])' <found | cmp - tagged
        done
        gzip -c text | "$RELEASE" explain sample.gaz --from $from --quiet --json | sed 's/^{"file": "-"/{"file": "text"/' |
            cmp - found
    done
}

# places FROM [OPTION...] FILE: the spans of gaz tag and of gaz explain lie at the same places.
places() {
    "$RELEASE" tag sample.gaz --from "$@" --to tsv | cut -f2-6 | tr '\t' ' ' >tagged
    [ "$(wc -l <tagged)" -gt 10000 ]
    "$RELEASE" explain sample.gaz --from "$@" --quiet --json | python3 -c '
import json, sys
for line in sys.stdin:
    s = json.loads(line)
    print(s["line"], s["begin"], s["end"], s["type"], "%.10g" % s["score"])' | cmp - tagged
}

# bats test_tags=long
@test "every input, over many blocks: places as gaz tag --to tsv tells them" {
    sample_model sample.gaz
    python3 - "$SAMPLE/sample.conll" <<'PYTHON'
import json, sys
lines = [line.rstrip("\n") for line in open(sys.argv[1], encoding="utf-8")]
sentences, tokens = [], []
for line in lines + [""]:
    if line.startswith("<") or not line.strip():
        if tokens: sentences.append(tokens)
        tokens = []
    else:
        tokens.append(line.split("\t")[0])
with open("conll", "w", newline="") as conll, open("jsonl", "w") as jsonl, open("text", "w") as text:
    for i in range(40):
        for k, sentence in enumerate(sentences):
            end = "\r\n" if k % 3 else "\n"
            conll.write("".join("%d\t%s\t_%s" % (n, token, end) for n, token in enumerate(sentence)) + end)
            line = " ".join(sentence)
            json.dump({"id": k, "in": {"body": "é\U0001f600 " + line + "\r\n\n" + line}}, jsonl)
            jsonl.write("\n\n" if k % 5 == 0 else "\n")
            text.write(("\ufeff" if i + k == 0 else "") + line.replace("a", "á") + ("\n\n" if k % 4 == 0 else "\r\n"))
PYTHON
    places conll --token-column 2 conll
    places conll --token-column 2 --separator tab conll
    places jsonl --field in.body --offsets utf16 jsonl
    places jsonl --field in.body --paragraphs jsonl
    places text --paragraphs --offsets codepoint text
    places text text
    places tokenized --offsets utf16 text
    gzip -c jsonl >packed
    places jsonl --field in.body packed
}

@test "columns: sentences and tokens by number" {
    known_lists
    printf '# a comment is passed over\nthe O\nkernel O\nspace O\n\n<s>\nmy O\nkernels O\n' >rows
    "$GAZ" explain m.gaz --lists lists --from conll rows >found
    grep -qxF 'rows:1: the [kernel space]' found
    grep -qF '  tagged 1-3 System' found
    grep -qF 'shorter than "kernel space" 1-3 System' found
    "$GAZ" explain m.gaz --lists lists --from conll rows --span 2:1:2 --span 1:1:2 --json |
        python3 -c 'import json, sys
for line in sys.stdin:
    about = json.loads(line)
    print(about["line"], about["begin"], about["end"], about["text"], about["reason"])' >found
    same "$(tr '\n' , <found)" '1 1 2 kernel shorter,2 1 2 kernels unknown,'
    "$GAZ" explain m.gaz --lists lists --from conll --token-column 2 rows --why O --json | grep -c '"line": 2' |
        grep -qx 2
    fails 2 'rows: line 2: the span ends after the text' "$GAZ" explain m.gaz --quiet --from conll rows --span 2:1:3
    fails 2 'rows: line 3: there is no such sentence' "$GAZ" explain m.gaz --quiet --from conll rows --span 3:0:1
    printf 'the O\nkernel\n' >bad
    fails 1 'bad: line 2: the row has no column 2' "$GAZ" explain m.gaz --quiet --from conll --separator blank \
        --token-column 2 bad
    same "$("$GAZ" explain m.gaz --quiet --from conll --separator blank --token-column 2 --lenient bad)" ''
}

@test "records: offsets in the field's text, by line" {
    known_lists
    printf '{"text": "a kernel"}\n\n{"text": "é kernel"}\n{"text": 5}\n{"text": "kernel space"}\n' >records
    fails 1 'records: line 4: the object has no text' "$GAZ" explain m.gaz --quiet --from jsonl records
    "$GAZ" explain m.gaz --lists lists --from jsonl --lenient --offsets codepoint records >found
    same "$(grep -c 'records:3: é \[kernel\]' found)" 1
    same "$(grep '  tagged' found | tr '\n' ,)" '  tagged 2-8 System,  tagged 2-8 System,  tagged 0-12 System,'
    "$GAZ" explain m.gaz --lists lists --from jsonl --offsets codepoint records --span 3:2:8 | grep -qF '  tagged 2-8'
    fails 2 'line 3: the span ends after the text' "$GAZ" explain m.gaz --quiet --from jsonl records --span 3:2:10
    fails 2 'line 2: there is no such record' "$GAZ" explain m.gaz --quiet --from jsonl records --span 2:0:1
}

@test "--why: near forms, where the surface stands nowhere" {
    known_lists
    explain 'the Kernel, a KERNEL and kernels' --why kernel >found
    same "$(grep -c 'the surface does not occur as it is: this differs in case' found)" 2
    same "$(grep -c 'not tagged' found)" 2
    explain 'a kernel' --why Kernel >found
    grep -qF 'differs in case' found
    grep -qF '  tagged 2-8 System' found
    explain 'a kernel, a Kernel' --why Kernel >found
    ! grep -qF 'differs in case and' found
    same "$(explain 'kernels' --why kernel --json | grep -c '"differs": "tokens"')" 1
    # behind many blocks
    { seq 200000; echo KERNEL; seq 200000; echo my-Kernel; } >text
    "$RELEASE" explain m.gaz --lists lists text --why kernel >found
    same "$(grep -o '^text:[0-9]*: [^ ]*$' found | tr '\n' ,)" 'text:200001: [KERNEL],text:400002: my-[Kernel],'
}

@test "a span that is longer than a block, and spans in any order" {
    known_lists
    { seq 100000; echo 'a kernel'; } >text
    local size
    size=$(wc -c <text)
    "$RELEASE" explain m.gaz --lists lists --json text --span $((size - 7)):$((size - 1)) --span 0:$size --span 0:1 |
        python3 -c 'import json, sys; print(*(json.loads(line)["reason"] for line in sys.stdin))' >found
    same "$(cat found)" 'unknown sentence tagged'
    cat text | "$RELEASE" explain m.gaz --quiet --span 5:6 --span $((size - 7)):$((size - 1)) | grep -qF '  tagged'
}

@test "empty input, bad UTF-8, models without a side, wrong lists" {
    known_lists
    : >empty
    same "$("$GAZ" explain m.gaz --lists lists empty)" ''
    same "$(printf '\n\r\n \n' | "$GAZ" explain m.gaz --lists lists)" ''
    fails 2 'span ends after the text' "$GAZ" explain m.gaz --quiet --span 0:1 empty
    printf '\xfe\xfd kernel \x00 \xed\xa0\x80\n' | "$GAZ" explain m.gaz --lists lists --json >found
    python3 -c 'import json; [json.loads(line) for line in open("found", encoding="utf-8")]'
    grep -qF '"begin": 3, "end": 9' found
    printf '\x1b[31m kernel\n' | "$GAZ" explain m.gaz --lists lists >found
    run ! grep -q $'\x1b' found
    "$GAZ" build lists -o words.gaz --tokens words --quiet
    fails 2 'the model holds no corpus tokens' "$GAZ" explain words.gaz --quiet --from tokenized empty
    mkdir others
    printf 'surface\tpriority\nkernel\t\nuser\t\n' >others/Person.tsv
    "$GAZ" explain m.gaz --lists others --text 'kernel user' >found 2>err
    grep -qF 'hint: the model was built from other lists' err
    same "$(wc -l <err)" 1
    "$GAZ" explain m.gaz --lists others --text 'a user' --why user 2>/dev/null |
        grep -qF 'kept in the lists, but not in the model'
    fails 0 'without --lists' "$GAZ" explain m.gaz --text kernel
    grep -qF 'known from the lists only' "$BATS_TEST_TMPDIR/out"
    grep -qF 'annotated 9 of 10 occurrences' "$BATS_TEST_TMPDIR/out" # the model has it
    fails 1 'nowhere' "$GAZ" explain m.gaz --lists nowhere --text kernel
    fails 1 'nowhere' "$GAZ" explain m.gaz --quiet nowhere
}

@test "entries that the case brings together" {
    mkdir lists
    printf 'surface\tprecision\nKernel\t0.5\nkernel\t0.75\n' >lists/A.tsv
    printf 'surface\tprecision\nKERNEL\t0.6\n' >lists/B.tsv
    "$GAZ" build lists -o m.gaz --ignore-case --quiet
    same "$(reasons 'KERNel')" "KERNel=tagged[KERNel=other entry][KERNel=other entry],"
    explain 'KERNel' >found
    grep -qF 'entry   kernel, lists/A.tsv:3' found
    same "$(grep -c 'by precision' found)" 2
}

@test "wrong usage" {
    known_lists
    fails 2 'no model given' "$GAZ" explain
    fails 2 '--span is BEGIN:END' explain kernel --span 3
    fails 2 '--span BEGIN' explain kernel --span -1:3
    fails 2 '--span END' explain kernel --span 1:x
    fails 2 '--span END' explain kernel --span 1:99999999999999999999999
    fails 2 'is empty' explain kernel --span 3:1
    fails 2 '--text' explain kernel m.gaz
    fails 2 '--from' explain kernel --from brat
    fails 2 '--span is LINE:BEGIN:END' explain kernel --from conll --span 0:1
    fails 2 '--span is LINE:BEGIN:END' explain kernel --from jsonl --span 0:1
    fails 2 '--span is BEGIN:END, without a line' explain kernel --span 1:0:1
    fails 2 '--span LINE' explain kernel --from conll --span 0:0:1
    fails 2 '--span is BEGIN:END' explain kernel --from conll --span 1:0:1:2
    fails 2 'with --span or with --why' explain kernel --span 0:6 --why kernel
    fails 2 'leave --min-score out' explain kernel --precision 0.5 --min-score 0.5
    fails 2 'span ends after the text' explain kernel --span 0:7
    fails 2 'span ends after the text' explain kernel --span 100:18446744073709551615
    fails 2 'no type "Nothing"' explain kernel --type Nothing
}

@test "a closed pipe ends it quietly" {
    known_lists
    printf 'a kernel\n%.0s' {1..20000} >text
    "$GAZ" explain m.gaz --lists lists text 2>err | head -n 1 >/dev/null
    [ ! -s err ]
}
