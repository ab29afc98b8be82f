#!/usr/bin/env bats
# gaz harvest --cross-tags: a corpus with what the other folds' entries tag in it, as features for a tagger that learns.
load helper

setup_file() {
    context_lists
}

# expected SUMMARY: precision, recall and F1 of a harvest's dealt folds
expected() {
    sed -n 's/^dealt folds *precision \(.*\), recall \(.*\), F1 \([0-9.]*\).*/\1 \2 \3/p' "$1"
}

# measured EVAL-ARGUMENT...: the same of a file, as a harvest rounds them
measured() {
    "$GAZ" eval "$@" --json --quiet | python3 -c '
import json, sys
made = json.load(sys.stdin)
print(*("%.1f" % (100 * round(made[key], 4)) for key in ("precision", "recall", "f1")))'
}

# bats test_tags=long
@test "the tags are worth what the harvest promises" {
    local corpus=$BATS_FILE_TMPDIR/context.conll option
    for option in '' --no-context '--precision 0.95' '--variants none' '--min-count 3'; do
        "$GAZ" harvest "$corpus" -o lists --cross-tags cross $option >summary
        same "$(measured --pred cross "$corpus")" "$(expected summary)"
        same "$(measured --pred cross --tag-column 2)" "$(expected summary)"
        rm -r lists
    done
}

# bats test_tags=long
@test "the tags of real corpora are worth what the harvest promises" {
    needs_shared corpora/cyner
    local name
    for name in cyner crossner-politics; do
        "$RELEASE" harvest "$SHARED/corpora/$name/train.conll" -o $name --cross-tags cross -j 2 >summary
        same "$(measured --pred cross "$SHARED/corpora/$name/train.conll")" "$(expected summary)"
    done
}

@test "every sentence is written once, in order, with the corpus's documents and entities" {
    {
        cat "$BATS_FILE_TMPDIR/context.conll"
        printf -- '-DOCSTART-\tO\n\n#\tO\n# a\tB-Tool\nI-\tI-Tool\n-\tB-Tool\n\nlast\tB-New'
    } >corpus.conll
    "$GAZ" harvest corpus.conll --cross-tags cross --quiet
    "$GAZ" convert corpus.conll --to conll >gold
    cut -f1,2 cross | cmp gold -
    same "$(grep -n DOCSTART cross | cut -d: -f2)" $'-DOCSTART-\tO\t0\tO'
    same "$(awk -F'\t' 'NF != 4 && NF != 0' cross)" ''
    same "$(awk -F'\t' 'NF && ($4 == "O") != ($3 == "0")' cross)" ''
    [ "$(grep -c '	B-Tool$' cross)" -gt 200 ]
}

@test "a score is that of the span, and not below the threshold" {
    "$GAZ" harvest "$BATS_FILE_TMPDIR/context.conll" -o lists --cross-tags cross --quiet
    local lowest
    lowest=$(awk -F'\t' '$1 == "estimate" { print $5 }' lists/scoring.txt)
    awk -F'\t' -v lowest="$lowest" '
        $4 ~ /^B-/ { score = $3; count++; if (score < lowest || score > 1) exit 1 }
        $4 ~ /^I-/ { inner++; if ($3 != score) exit 1 }
        END { if (count < 200 || inner < 10 || lowest <= 0) exit 1 }' cross
}

@test "a name that only one document has is not tagged in it, though the lists have it" {
    awk 'BEGIN {
        for (i = 0; i < 40; i++) {
            print "-DOCSTART-\tO\n"
            for (k = 0; k < 8; k++) printf "use\tO\nzork%d\tB-Tool\nwith\tO\nonly%c%c\tB-Tool\n.\tO\n\n", k, 97 + i % 26, 97 + i / 26
        }
    }' >corpus.conll
    "$GAZ" harvest corpus.conll -o lists --cross-tags cross --quiet
    same "$(grep -c '^zork.*	B-Tool$' cross)" 320
    same "$(grep '^only' cross | cut -f2- | sort -u)" $'B-Tool\t0\tO'
    same "$("$GAZ" build lists -o m.gaz --quiet && "$GAZ" tag m.gaz --from conll corpus.conll | grep -c '^only.*	B-Tool	B-Tool$')" 320
}

@test "documents and schemes of every kind are written as IOB2 columns" {
    "$GAZ" convert "$BATS_FILE_TMPDIR/context.conll" --to conll >corpus.conll
    "$GAZ" convert corpus.conll --to jsonl >corpus.jsonl
    "$GAZ" harvest corpus.jsonl -o lists --cross-tags cross >summary
    same "$(measured --pred cross corpus.jsonl)" "$(expected summary)"
    sed 's/B-Step$/S-Step/; s/B-Tool$/S-Tool/' corpus.conll >bioes.conll
    python3 - <<'PYTHON'
rows = [line.rstrip("\n").split("\t") for line in open("corpus.conll")]
with open("bioes.conll", "w") as out:
    for row, after in zip(rows, rows[1:] + [[""]]):
        if len(row) == 2 and row[1] != "O":
            goes_on = len(after) == 2 and after[1].startswith("I-")
            first = row[1].startswith("B-")
            row[1] = ("B" if goes_on else "S") + row[1][1:] if first else ("I" if goes_on else "E") + row[1][1:]
        print(*row, sep="\t", file=out)
PYTHON
    "$GAZ" harvest corpus.conll --cross-tags of-iob2 --quiet
    "$GAZ" harvest bioes.conll --cross-tags of-bioes --quiet
    cmp of-iob2 of-bioes
}

# bats test_tags=long
@test "sentences that cross-validation thins out are tagged too, by the same rule" {
    awk 'BEGIN {
        srand(3)
        for (i = 0; i < 10100; i++) {
            if (i % 20 == 0) print "-DOCSTART-\tO\n"
            for (k = 0; k < 60; k++) {
                name = int(rand() * 300)
                print "w" name "\t" (name < 200 || rand() < 0.5 ? "B-T" : "O")
            }
            print ""
        }
    }' >corpus.conll
    local options='--variants none --no-context' found promised
    [ -z "${GAZ_LARGE:-}" ] || options=
    "$RELEASE" harvest corpus.conll -o lists --cross-tags cross -j 2 $options >summary
    cut -f1,2 cross | cmp <(tail -n +3 corpus.conll) -
    same "$(grep -c '^w1[0-9][0-9]	B-T	[01]\.[0-9]*	B-T$' cross)" "$(grep -c '^w1[0-9][0-9]	B-T' corpus.conll)"
    GAZ=$RELEASE
    promised=$(expected summary | cut -d' ' -f3)
    found=$(measured --pred cross corpus.conll | cut -d' ' -f3)
    awk -v a="$found" -v b="$promised" 'BEGIN { exit !(a - b < 0.5 && b - a < 0.5) }' || { echo "$found $promised"; return 1; }
}

@test "threads, lists that are there, and verdicts change nothing" {
    local corpus=$BATS_FILE_TMPDIR/context.conll
    "$GAZ" harvest "$corpus" --cross-tags one --quiet
    "$GAZ" harvest "$corpus" --cross-tags four -j 4 --quiet
    cmp one four
    cp -r "$BATS_FILE_TMPDIR/context" lists
    echo ruby >block
    "$GAZ" harvest "$corpus" -o lists --cross-tags merged --block block --quiet
    cmp one merged
    [ "$(grep -c '^ruby	.*	B-Tool$' one)" -gt 0 ]
}

@test "gaz tag --score-column gives new text the same columns" {
    "$GAZ" build "$BATS_FILE_TMPDIR/context" -o m.gaz --quiet
    "$GAZ" tag m.gaz --from conll --to conll --score-column "$BATS_FILE_TMPDIR/context.conll" >tagged
    "$GAZ" harvest "$BATS_FILE_TMPDIR/context.conll" --cross-tags cross --quiet
    cut -f1,2 tagged | cmp <(cut -f1,2 cross) -
    same "$(awk -F'\t' 'NF != 4 && NF != 0' tagged)" ''
    same "$(awk -F'\t' 'NF && ($4 == "O") != ($3 == "0")' tagged)" ''
    same "$(measured --pred tagged --tag-column 2)" "$(measured m.gaz "$BATS_FILE_TMPDIR/context.conll")"
}

@test "without -o the columns alone are written" {
    "$GAZ" harvest "$BATS_FILE_TMPDIR/context.conll" --cross-tags cross >out
    same "$(cat out)" ''
    files cross out
}

@test "a corpus that is too small, or is not judged, is refused; no file is left or changed" {
    printf 'x\tB-T\ny\tO\n\n' >few.conll
    echo old >cross
    fails 1 'the corpus is too small to be cut into folds' "$GAZ" harvest few.conll -o lists --cross-tags cross
    fails 2 '--cross-tags needs entries that are judged' "$GAZ" harvest few.conll -o lists --cross-tags cross --min-purity 0.5
    fails 1 'absent/cross' "$GAZ" harvest few.conll -o lists --cross-tags absent/cross
    fails 1 'nothing.conll' "$GAZ" harvest nothing.conll -o lists --cross-tags cross
    same "$(cat cross)" old
    fails 1 '/dev/full' "$GAZ" harvest "$BATS_FILE_TMPDIR/context.conll" --cross-tags /dev/full
    files cross few.conll
}
