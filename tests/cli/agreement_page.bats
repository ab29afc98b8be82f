#!/usr/bin/env bats
# The page of gaz eval: where two sides differ, side by side, as Chromium shows it.
# bats file_tags=long

load helper
load browser

CASES=agreement_cases

# record ID TEXT [BEGIN END LABEL]...
record() {
    python3 -c '
import json, sys
name, text, *spans = sys.argv[1:]
spans = [[int(a), int(b), c] for a, b, c in zip(spans[::3], spans[1::3], spans[2::3])]
print(json.dumps({"id": name, "text": text, "spans": spans}))' "$@"
}

@test "the framed spans are the rows of the table, of random annotators" {
    needs_browser
    needs_shared corpora/ncbi-disease
    local seed=${GAZ_TEST_SEED:-$RANDOM}
    echo "GAZ_TEST_SEED=$seed"
    python3 "$TESTS/annotators.py" make "$seed" "$SHARED/corpora/ncbi-disease/dev.conll" two
    "$GAZ" eval --pred two/a two/b --page page.html --differences rows.tsv --quiet
    in_browser rows page.html rows.tsv
    grep -q '<mark class="t[01] same">' page.html
}

@test "column files, and a model" {
    needs_browser
    printf 'the\tO\tB-X\nUN\tB-X\tI-X\nand\tO\tO\n\nEU\tB-X\tB-X\n\n<b>\tO\tB-Y\n' >both
    "$GAZ" eval --pred both --page page.html --differences rows.tsv --quiet
    in_browser rows page.html rows.tsv
    in_browser text page.html 'the UN and …' 'the UN and …' '… <b>' '… <b>'
    sample_model m.gaz
    printf '{"text": "a kernel of memory", "spans": []}\n' >gold.jsonl
    "$GAZ" eval m.gaz gold.jsonl --page page.html --differences rows.tsv --quiet
    in_browser rows page.html rows.tsv
    grep -q 'Differences: m.gaz, gold.jsonl</title>' page.html
}

@test "text and names are never markup" {
    needs_browser
    record '<script>window.harm=1</script>' $'a <b>&amp; \'"</p></mark>\r\n\tx' 2 5 '</style><script>window.harm=1</script>' >a.jsonl
    record '<script>window.harm=1</script>' $'a <b>&amp; \'"</p></mark>\r\n\tx' >b.jsonl
    "$GAZ" eval --pred a.jsonl b.jsonl --page page.html --quiet
    in_browser text page.html $'a <b>&amp; \'"</p></mark> …' $'a <b>&amp; \'"</p></mark> …'
}

@test "keys, a phone, dark colours" {
    needs_browser
    record x 'the EU and the UN' 4 6 ORG 15 17 ORG >a.jsonl
    record x 'the EU and the UN' 4 6 LOC >b.jsonl
    "$GAZ" eval --pred a.jsonl b.jsonl --page page.html --quiet
    in_browser keys page.html n 'EU, type' n 'UN, only predicted' n 'EU, type' n 'EU, type' p 'EU, type' p 'UN, only predicted'
    in_browser shapes page.html
}

@test "only what differs is shown, and what is left out of a long page is told" {
    python3 - <<'PYTHON'
import json
for side in "ab":
    with open(side + ".jsonl", "w") as file:
        for i in range(3000):
            spans = [[0, 2, "X"]] if side == "a" or i % 100 == 0 else []
            text = "EU law " + "and " * 1000 if i == 1 else "EU law"
            file.write(json.dumps({"id": f"d{i}", "text": text, "spans": spans}) + "\n")
    with open(side + ".conll", "w") as file: # one sentence
        file.writelines("EU\tB-%s\nof\tO\n" % ("XY"[side == "a" and i % 2]) for i in range(100000))
PYTHON
    "$GAZ" eval --pred a.jsonl b.jsonl --page page.html --quiet
    same "$(grep -c '<article>' page.html)" 2000
    same "$(grep -c '<h2>d0</h2>' page.html)" 0
    grep -q '<p class="note">970 more differences are not shown; a table of them has all.</p>' page.html
    same "$(grep -c 'and and' page.html)" 2
    [ "$(grep -o ' and' page.html | wc -l)" -lt 100 ]
    # Behind a long row the page goes on at the next difference, wherever that is.
    python3 - <<'PYTHON'
import json
places = [*range(0, 361, 20), 19990]
spans = [[3 * i, 3 * i + 2, "X"] for i in places]
for side in "ab":
    with open(side + "far.jsonl", "w") as file:
        file.write(json.dumps({"text": "EU " * 20000, "spans": spans if side == "a" else []}) + "\n")
PYTHON
    "$GAZ" eval --pred afar.jsonl bfar.jsonl --page page.html --quiet
    same "$(grep -c '<div class="sides">' page.html)" 2
    [ "$(grep -o 'EU' page.html | wc -l)" -lt 1000 ]
    "$GAZ" eval --pred b.jsonl b.jsonl --page page.html --quiet
    grep -q '<p class="note">Both sides have the same spans.</p>' page.html
    "$GAZ" eval --pred a.conll b.conll --page page.html --quiet
    [ "$(grep -c '<div class="sides">' page.html)" -gt 100 ]
    [ "$(awk '{ if (length > most) most = length } END { print most }' page.html)" -lt 100000 ]
    same "$(grep -o '<mark class="t[01] differs"' page.html | wc -l)" 100000
    fails 1 'absent/p.html: ' "$GAZ" eval --pred a.jsonl b.jsonl --page absent/p.html --quiet
}
