#!/usr/bin/env bats
# gaz eval on what two annotators made of the same texts: documents by name, agreement, differences. The figures are
# those of scikit-learn, krippendorff and seqeval.
load helper

SEED=${GAZ_TEST_SEED:-$RANDOM}

# Two annotators' records of the same texts in FOLDER: a.jsonl, b.jsonl, a and b.
annotators() {
    needs_shared corpora/ncbi-disease
    echo "GAZ_TEST_SEED=$SEED"
    python3 "$TESTS/annotators.py" make "$SEED" "$SHARED/corpora/ncbi-disease/dev.conll" "$1"
}

needs_others() {
    needs_module sklearn.metrics
    needs_module krippendorff
    needs_module seqeval.metrics
}

# checked A B [OPTION...]: the figures of both are those of others.
checked() {
    "$GAZ" eval --pred "$@" --json --documents --agreement --differences rows.tsv --quiet >report.json
    python3 "$TESTS/annotators.py" check words.conll two report.json rows.tsv
}

# bats test_tags=long
@test "two annotators in files, in folders, in three formats: the figures are those of others" {
    needs_others
    annotators two
    # The texts that both have, in the order of the second.
    python3 - <<'PYTHON'
import json
names = {json.loads(line)["id"] for line in open("two/a.jsonl")}
with open("common.jsonl", "w") as file:
    file.writelines(line for line in open("two/b.jsonl") if json.loads(line)["id"] in names)
PYTHON
    "$GAZ" convert common.jsonl --to conll --quiet >words.conll
    checked two/a.jsonl two/b.jsonl
    checked two/a two/b # parts of it in folders
    checked two/a two/b.jsonl
    local side format
    for format in brat webanno; do
        for side in a b; do "$GAZ" convert two/$side.jsonl --id-field id --to $format -o $format/$side --quiet; done
    done
    checked brat/a two/b.jsonl # by the names of files, which are ids
    python3 - <<'PYTHON'
import json
records = sorted((json.loads(line) for line in open("two/b.jsonl")), key=lambda r: r["id"].replace("/", "%2F"))
with open("two/b.jsonl", "w") as file:
    file.writelines(json.dumps(record) + "\n" for record in records)
names = {json.loads(line)["id"] for line in open("two/a.jsonl")}
with open("common.jsonl", "w") as file:
    file.writelines(json.dumps(record) + "\n" for record in records if record["id"] in names)
PYTHON
    "$GAZ" convert common.jsonl --to conll --quiet >words.conll
    checked brat/a brat/b
    checked two/a brat/b
    checked webanno/a webanno/b
}

# folder NAME ID=TEXT...: a brat folder of texts without annotations.
folder() {
    local name=$1 item
    mkdir -p "$name"
    for item in "${@:2}"; do
        printf '%s' "${item#*=}" >"$name/${item%%=*}.txt"
        : >"$name/${item%%=*}.ann"
    done
}

@test "documents that one side lacks are left out, counted and named" {
    folder a x='EU law' y='UN law' only1='no' only2='no' only3='no' only4='no'
    folder b z='no' y='UN law' x='EU law'
    printf 'T1\tORG 0 2\tEU\n' | tee a/x.ann >b/x.ann
    printf 'T1\tORG 0 2\tUN\n' >a/y.ann
    "$GAZ" eval --pred a b >report 2>notes
    same "$(head -n 1 report)" 'processed 4 tokens with 1 phrases; found: 2 phrases; correct: 1.'
    same "$(cat notes)" 'gaz: left out: 1 document without predictions: z
gaz: left out: 4 documents without gold: only1, only2, only3, ...'
    "$GAZ" eval --pred a b --json --quiet | python3 -c '
import json, sys
assert json.load(sys.stdin)["unpaired"] == {
    "predicted": ["only1", "only2", "only3", "only4"], "gold": ["z"], "differing": []}'
}

@test "another text under the same name is an error that names it, or left out" {
    folder a x='EU law' y='UN law' z='z'
    folder b x='EU laws' y='UN law' z='zz'
    fails 1 "a: 2 documents with the same name as in b and another text: x, z; --lenient leaves it out" "$GAZ" eval --pred a b
    "$GAZ" eval --pred a b --lenient >report 2>notes
    same "$(head -n 1 report)" 'processed 2 tokens with 0 phrases; found: 0 phrases; correct: 0.'
    same "$(cat notes)" 'gaz: left out: 2 documents with another text there: x, z'
}

@test "what --lenient passes over is counted on both sides" {
    folder a x='EU law' y='UN law'
    folder b x='EU law' y='UN law'
    printf 'T1\tORG 0 2\tEU\n' | tee a/x.ann >b/x.ann
    printf 'T1\tORG 0 2\tEU\n' >b/y.ann # which is UN there
    "$GAZ" eval --pred a b --lenient >report 2>notes
    same "$(head -n 1 report)" 'processed 4 tokens with 1 phrases; found: 1 phrases; correct: 1.'
    same "$(cat notes)" 'gaz: gold texts: 1 malformed rows, records and spans were left out (--lenient)'
    "$GAZ" eval --pred b a --lenient --json --quiet | python3 -c '
import json, sys
repairs = json.load(sys.stdin)["repairs"]
assert [repairs[side]["malformed"] for side in ("gold", "predicted")] == [0, 1], repairs'
    printf 'EU\tB-ORG\tB-ORG\nrow\nof\tO\tO\n' >rows
    "$GAZ" eval --pred rows --lenient 2>&1 >report | grep -c ' 1 malformed rows' | same "$(cat)" 2
}

@test "names that do not tell documents apart: the order does" {
    local record='{"id": %s, "text": "%s", "spans": []}\n'
    printf "$record" 1 'EU law' 1 'UN law' >a.jsonl # the same twice
    printf "$record" 1 'EU law' 2 'UN law' >b.jsonl
    "$GAZ" eval --pred a.jsonl b.jsonl --quiet
    printf "$record" 2 'EU law' 3 'UN law' >c.jsonl # the same texts, numbered from another number on
    "$GAZ" eval --pred c.jsonl b.jsonl --quiet
    printf "$record" '"x"' 'EU law' '"y"' 'UN law' >d.jsonl # no name is on both sides
    "$GAZ" eval --pred d.jsonl b.jsonl --quiet
    printf "$record" null 'EU law' 3 'UN law' >e.jsonl # one without
    "$GAZ" eval --pred e.jsonl b.jsonl --quiet
    # If the order is wrong, too, the message says why it counts.
    local other='token 2 (sentence 1) is "law"; in z.jsonl it is "laws"; '
    printf "$record" 7 'EU laws' 8 'UN law' >z.jsonl
    fails 1 "a.jsonl: ${other}several documents have the same name, so that their order counts" "$GAZ" eval --pred a.jsonl z.jsonl
    fails 1 "b.jsonl: ${other}no document has the same name on both sides, so" "$GAZ" eval --pred b.jsonl z.jsonl
    fails 1 "e.jsonl: ${other}not all documents have ids, so" "$GAZ" eval --pred e.jsonl z.jsonl
    head -n 1 a.jsonl >short.jsonl
    fails 1 'short.jsonl: ends after 2 tokens; token 3 (sentence 2) of a.jsonl is "UN"; several' "$GAZ" eval --pred short.jsonl a.jsonl
    fails 1 'a.jsonl: token 3 (sentence 2) is "UN"; short.jsonl ends after 2 tokens; several' "$GAZ" eval --pred a.jsonl short.jsonl
    printf '{"key": {"id": 2}, "text": "UN law", "spans": []}\n{"key": {"id": 1}, "text": "EU law", "spans": []}\n' >f.jsonl
    sed 's/"id": \(.\)/"key": {"id": \1}/' b.jsonl >g.jsonl
    fails 1 'f.jsonl: token 1 (sentence 1) is "UN"; in g.jsonl it is "EU"' "$GAZ" eval --pred f.jsonl g.jsonl
    "$GAZ" eval --pred f.jsonl g.jsonl --id-field key.id --quiet
    folder one x='EU law'
    folder other y='EU law' # two texts, whatever they are called
    "$GAZ" eval --pred one other --quiet
}

@test "folders: files by name, of one format; names of files where records have none" {
    mkdir a b
    printf '{"text": "EU law", "spans": [{"start": 0, "end": 2, "label": "ORG"}]}\n' | tee a/x.json >b/x.json
    printf '{"text": "UN law", "spans": []}\n{"text": "law", "spans": []}\n' | tee a/y.jsonl >b/y.jsonl
    printf '{"text": "none", "spans": []}\n' >a/w.jsonl
    printf 'raw' | tee a/readme.txt >a/.hidden.jsonl
    : | tee a/empty.jsonl >b/zero.jsonl
    mkdir a/inner.json
    "$GAZ" eval --pred a b --documents --quiet >report
    same "$(sed -n '/^document/,$p' report | cut -d ' ' -f 1 | tr '\n' ' ')" 'document x:1 y:1 y:2 '
    "$GAZ" convert a --to jsonl | cut -c 10-13 | tr '\n' ' ' | same "$(cat)" '"non "EU  "UN  "law '
    same "$("$GAZ" harvest a --report | sed -n 's/^\(files\|documents\)  *//p' | tr '\n' ' ')" '3 4 '
    gzip a/y.jsonl
    "$GAZ" eval --pred a b --quiet | diff <(sed '/^$/,$d' report) -
    printf 'EU\tB-ORG\n' >a/z.tsv
    fails 1 'a/z.tsv: is conll, and the files before it in the folder are jsonl' "$GAZ" eval --pred a b
    local format
    for format in enamex opennlp html-inline brackets inline-xml; do # as gaz calls them; the last must be named
        "$GAZ" convert b/x.json --to $format -o written.$format --quiet
        local options=()
        [[ $format != inline-xml ]] || options=(--from $format)
        "$GAZ" eval --pred written.$format written.$format "${options[@]}" --quiet | head -n 1 |
            same "$(cat)" 'processed 2 tokens with 1 phrases; found: 1 phrases; correct: 1.'
    done
    "$GAZ" convert b/y.jsonl --to enamex -o written.enamex --quiet # without marks: the name tells
    same "$("$GAZ" harvest written.enamex --report | grep -c '^documents  *3$')" 1
    fails 1 'is no annotated text, of which a folder is read, but' "$GAZ" harvest written.inline-xml -o lists
    mkdir columns none
    printf 'EU\tB-ORG\n' >columns/z.tsv
    fails 1 'columns/z.tsv: is no annotated text, of which a folder is read' "$GAZ" harvest columns -o lists
    fails 1 'none: is a folder without .ann files or other annotated texts' "$GAZ" harvest none -o lists
    printf '{"text": 1}\n' >none/bad.json
    fails 1 'none/bad.json: line 1: ' "$GAZ" harvest none -o lists
}

@test "column files: tokens in their order; documents by number" {
    printf 'EU\tB-ORG\tB-LOC\nlaw\tO\tO\n\n-DOCSTART-\tO\tO\n\nthe\tO\tB-ORG\nUN\tB-ORG\tI-ORG\nand\tO\tO\nUS\tB-LOC\tO\nEU\tO\tB-ORG\n' >both
    "$GAZ" eval --pred both --documents --agreement --differences rows --quiet >report
    cat >expected <<'ROWS'
document	begin	end	surface	predicted	gold	kind
both:1	0	1	EU	LOC	ORG	type
both:2	0	2	the UN	ORG		boundary
both:2	1	2	UN		ORG	boundary
both:2	3	4	US		LOC	only gold
both:2	4	5	EU	ORG		only predicted
ROWS
    diff expected rows
    cat >expected <<'REPORT'

document                     gold    found  correct  precision     recall       F1
both:1                          1        1        0      0.00%      0.00%     0.00
both:2                          2        2        0      0.00%      0.00%     0.00

agreement on spans            units     agreed   observed      kappa      alpha
all                               5          0     0.0000    -0.5625    -0.4062
LOC                               5          3     0.6000    -0.2500    -0.1250
ORG                               5          1     0.2000    -0.6667    -0.5000
REPORT
    sed -n '/^$/,$p' report | head -n 9 | diff expected -
    sed -n '/gold /,$p' report | tail -n 4 >table
    cat >expected <<'TABLE'
predicted \ gold                LOC        ORG          -
LOC                               0          1          0
ORG                               0          0          2
-                                 1          1          0
TABLE
    diff expected table
    "$GAZ" eval --pred both --quiet | diff <(sed '/^$/,$d' report) - # conlleval's report has not changed
}

@test "what is the same everywhere has no agreement beyond chance" {
    printf 'EU\tB-ORG\tB-ORG\n' >same
    "$GAZ" eval --pred same --agreement --quiet | grep -c 'undefined  undefined$' | same "$(cat)" 4
    "$GAZ" eval --pred same --agreement --json --quiet | python3 -c '
import json, sys
found = json.load(sys.stdin)["agreement"]["spans"]
assert (found["units"], found["observed"], found["kappa"], found["alpha"]) == (1, 1, None, None), found'
    printf 'EU\tO\tO\n' >none # no span, no unit
    "$GAZ" eval --pred none --agreement --quiet | grep -q '^all  *0  *0  undefined  undefined  undefined$'
    "$GAZ" eval --pred none --agreement --json --quiet | python3 -c '
import json, sys
found = json.load(sys.stdin)["agreement"]["spans"]
assert (found["units"], found["observed"], found["types"]) == (0, None, []), found'
    : >empty
    "$GAZ" eval --pred empty empty --agreement --documents --differences rows --quiet >report
    same "$(wc -l <rows)" 1
}

@test "a model is compared like an annotator" {
    sample_model m.gaz
    printf '{"id": "x\\u001b[31m\\n", "text": "the kernel\\nmemory\\u0007 Linux", "spans": [{"start": 4, "end": 24, "label": "X"}]}\n' >gold.jsonl
    "$GAZ" eval m.gaz gold.jsonl --agreement --documents --differences rows.tsv --quiet >report
    same "$(wc -l <rows.tsv)" "$(($(grep -c . rows.tsv)))"
    ! LC_ALL=C grep -q "$(printf '[\001-\010\013-\037]')" rows.tsv report
    cut -f 5,6 rows.tsv | grep -q X
    "$GAZ" eval m.gaz "$SAMPLE/sample.conll" --agreement --documents --quiet | grep -q '^agreement on tokens '
}

@test "tables that cannot be written" {
    printf 'EU\tO\tO\n' >both
    fails 1 'absent/rows: ' "$GAZ" eval --pred both --differences absent/rows --quiet
    fails 1 '/dev/full: ' "$GAZ" eval --pred both --differences /dev/full --quiet
}

@test "the order of documents has no effect on any figure: ids, senses, tags, strict" {
    python3 - <<'PYTHON'
import json, random
draw = random.Random(5)
sides = {"a": [], "b": []}
for i in range(60):
    words = [draw.choice(["EU", "law", "(UN)", "x-ray", "é"]) for _ in range(draw.randrange(1, 40))]
    for records in sides.values():
        text, spans = "", []
        for word in words:
            if draw.random() < 0.3:
                for sense in range(draw.choice([1, 1, 2])): # two spans of the same tokens are senses
                    spans.append({"start": len(text), "end": len(text) + len(word), "label": draw.choice("XY"),
                                  "id": f"Q{draw.randrange(3)}{sense}"})
            text += word + draw.choice([" ", "\n"])
        records.append({"id": i, "text": text, "spans": spans})
for name, records in sides.items():
    for order in ("same", "other"):
        with open(f"{name}.{order}.jsonl", "w") as file:
            file.writelines(json.dumps(record) + "\n" for record in records)
        draw.shuffle(records)
PYTHON
    "$GAZ" eval --pred a.same.jsonl b.same.jsonl --ids --agreement --quiet >expected
    "$GAZ" eval --pred a.other.jsonl b.other.jsonl --ids --agreement --quiet | diff expected -
    "$GAZ" eval --pred a.same.jsonl b.other.jsonl --ids --agreement --quiet | diff expected -
    grep -q '^documents  *[1-9]' expected
    "$GAZ" eval --pred a.other.jsonl b.same.jsonl --strict --json --quiet >other.json
    "$GAZ" eval --pred a.same.jsonl b.same.jsonl --strict --json --quiet | diff - other.json
    # Without documents to pair it is the same again.
    "$GAZ" eval --pred a.same.jsonl b.same.jsonl --id-field none --ids --agreement --quiet | diff expected -
}
