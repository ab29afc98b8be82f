#!/usr/bin/env bats
# The maxima that LIMITS of the manual names: what is as large works, and what is larger by one is refused, left out or
# in parts, as it says there.

load helper

model() {
    printf 'surface\ttype\nok\tT\n' >ok.tsv
    "$GAZ" build ok.tsv -o ok.gaz --quiet
}

@test "a token of 65,535 bytes and an entry of 65,535 tokens, and no more" {
    python3 - <<'END'
def write(name, surface):
    with open(name, "w") as file:
        file.write(f"surface\ttype\n{surface}\tT\nok\tT\n")
write("token.tsv", "a" * 65535)
write("token_more.tsv", "a" * 65536)
write("tokens.tsv", " ".join("a" * 65535))
write("tokens_more.tsv", " ".join("a" * 65536))
END
    for list in token tokens; do
        same "$("$GAZ" build $list.tsv -o $list.gaz)" "$list.gaz: 2 entries"
        fails 1 "${list}_more.tsv: line 2: the surface is too long: at most 65535 tokens of at most 65535 bytes" \
            "$GAZ" build ${list}_more.tsv -o more.gaz
        "$GAZ" build ${list}_more.tsv --lenient -o more.gaz 2>err
        same "$("$GAZ" info more.gaz | grep '^entries')" "entries           1"
    done
    python3 -c 'print("a" * 65535); print("a" * 65536); print("ok")' >text
    same "$("$GAZ" tag token.gaz text --to count)" "sentences 3 tokens 3 spans 2"
    python3 -c 'print("a " * 65535); print("a " * 65534)' >text
    same "$("$GAZ" tag tokens.gaz text --to count)" "sentences 2 tokens 131069 spans 1"
}

@test "any digits in a token of 255 bytes" {
    printf 'surface\ttype\nv\\d\tT\n' >digits.tsv
    "$GAZ" build digits.tsv -o digits.gaz --quiet
    python3 -c 'print("v" + "1" * 254); print("v" + "1" * 255)' >text
    same "$("$GAZ" tag digits.gaz text --from text --to tsv | cut -f 2-5)" "1	0	255	T"
}

@test "the eight longest entries at a token" {
    for refused in 7 8; do
        python3 - $refused <<'END' >nested.tsv
import sys
print("surface\ttype\tcase\nw1\tT\tignore")
for last in range(2, int(sys.argv[1]) + 2):
    print("w1", *(f"W{word}" for word in range(2, last + 1)), end="\tT\texact\n")
END
        "$GAZ" build nested.tsv -o nested.gaz --quiet
        echo 'w1 w2 w3 w4 w5 w6 w7 w8 w9 w10' >text
        same "$("$GAZ" tag nested.gaz text --to count)" "sentences 1 tokens 10 spans $((8 - refused))"
    done
}

@test "a record with 32,768 spans is one, with 32,769 two" {
    model
    for spans in 32768 32769; do
        python3 -c "print('ok ' * $spans)" | "$GAZ" tag ok.gaz --from text --to jsonl >out
        same "$(wc -l <out) $(grep -o '"label"' out | wc -l) $(grep -c '"continues": true' out || :)" \
            "$((spans - 32767)) $spans $((spans - 32768))"
    done
}

@test "a text of 1 MiB is one record, of 2 MiB within a token one, of a byte more two" {
    model
    for more in 0 1; do
        python3 -c "print(('x ' * 2**20)[:2**20 + $more])" >words
        python3 -c "print('x' * (2**21 + $more))" >token
        for text in words token; do
            "$GAZ" tag ok.gaz $text --from text --to jsonl >out
            same "$text $(wc -l <out)" "$text $((more + 1))"
            same "$(python3 -c 'import json; print("".join(json.loads(line)["text"] for line in open("out")))' | cksum)" \
                "$(cksum <$text)"
        done
    done
}

@test "a row of 1 MiB" {
    model
    python3 -c 'print("ok\tO\n" + "x" * (2**20 - 2) + "\tO")' >row.conll
    same "$("$GAZ" tag ok.gaz row.conll --from conll --to count)" "sentences 1 tokens 2 spans 1"
    python3 -c 'print("ok\tO\n" + "x" * (2**21 + 2**19) + "\tO\nok\tO")' >long.conll
    fails 1 'long.conll: line 2: a row of over 1 MiB' "$GAZ" tag ok.gaz long.conll --from conll
    fails 1 'long.conll: line 2: a row of over 1 MiB' "$GAZ" tag ok.gaz long.conll --from conll --lenient
}

@test "JSON that nests 2,048 deep" {
    model
    for depth in 2048 2049; do
        python3 -c "print('{\"text\": \"ok\", \"v\": ' + '[' * ($depth - 1) + ']' * ($depth - 1) + '}')" >$depth.jsonl
    done
    same "$("$GAZ" tag ok.gaz 2048.jsonl --from jsonl --to count)" "sentences 1 tokens 1 spans 1"
    "$GAZ" tag ok.gaz 2049.jsonl --from jsonl >out 2>err
    cmp out 2049.jsonl
    same "$(cat err)" "gaz: 2049.jsonl: line 1: nested too deep; this record was passed through"
    fails 1 '2049.jsonl: line 1: no JSON' "$GAZ" tag ok.gaz 2049.jsonl --from jsonl --strict
}

@test "marks in a hundred others" {
    for depth in 100 101; do
        python3 -c "print('<ENAMEX TYPE=\"A\">' * $depth + 'x' + '</ENAMEX>' * $depth)" >$depth.txt
    done
    "$GAZ" convert 100.txt --to jsonl 2>err | grep -q '"label": "A"'
    fails 1 '101.txt: line 1: a mark in a hundred others' "$GAZ" convert 101.txt --to jsonl
}

@test "a list of 63 columns, a delimited file of 256, a quoted field of 1,000 line ends" {
    for columns in 63 64; do
        python3 -c "print('surface', *range(1, $columns), sep='\t'); print(*['x'] * $columns, sep='\t')" >$columns.tsv
    done
    same "$("$GAZ" build 63.tsv -o m.gaz)" "m.gaz: 1 entries"
    fails 1 '64.tsv: line 1: a list has fewer than 64 columns' "$GAZ" build 64.tsv -o m.gaz
    for columns in 256 257; do
        python3 -c "print('id', *range(2, $columns), 'name', sep=','); print(*['x'] * $columns, sep=',')" >$columns.csv
    done
    same "$("$GAZ" build 256.csv --columns id=id,surface=name -o m.gaz)" "m.gaz: 1 entries"
    fails 1 '257.csv: line 1: the first row names no column "name"' \
        "$GAZ" build 257.csv --columns id=id,surface=name -o m.gaz
    for ends in 1000 1001; do
        python3 -c "print('id,name,note\n1,one,\"' + '\n' * $ends + '\"\n2,two,x')" >$ends.csv
    done
    same "$("$GAZ" build 1000.csv --columns id=id,surface=name -o m.gaz)" "m.gaz: 2 entries"
    "$GAZ" build 1001.csv --columns id=id,surface=name -o m.gaz 2>err
    grep -qx 'gaz: 1001.csv: line 2: a quote that is not closed; skipped' err
}

@test "a type whose files have names of 240 bytes" {
    for bytes in 240 241; do
        python3 - $bytes >$bytes.conll <<'END'
import sys
kind = "T" * (int(sys.argv[1]) - len(".suggested.tsv")) # the longest of the names of its lists
for n in range(20):
    print(f"name{n}\tB-{kind}\nis\tO\n")
END
    done
    "$GAZ" harvest 240.conll -o lists --min-purity 0.1 --variants none --quiet
    fails 1 'is too long for the name of its list, which would have 241 bytes' \
        "$GAZ" harvest 241.conll -o more --min-purity 0.1 --variants none --quiet
    [ ! -e more ] || same "$(ls more)" ''
}

@test "a surface of 1,000 bytes gets variants, a longer one none" {
    for bytes in 1000 1001; do
        python3 -c "print('surface\ttype\n' + 'ab ' * 300 + 'c' * ($bytes - 900) + '\tT')" >$bytes.tsv
    done
    same "$("$GAZ" build 1000.tsv --variants plural -o m.gaz)" "m.gaz: 2 entries, 1 variants of listed ones"
    same "$("$GAZ" build 1001.tsv --variants plural -o m.gaz)" "m.gaz: 1 entries"
}

@test "1,024 short forms of a document" {
    python3 - <<'END'
forms = [[chr(97 + n // 26**k % 26) + "ed" for k in range(3)] for n in range(1025)]
open("long.tsv", "w").write("surface\ttype\n" + "".join(" ".join(form) + "\tT\n" for form in forms))
for known in 1024, 1025:
    with open(str(known), "w") as text:
        for form in forms[:known]:
            print(" ".join(form), f"({''.join(word[0].upper() for word in form)})", file=text)
        print("what AAA is", file=text)
END
    "$GAZ" build long.tsv -o long.gaz --quiet
    for known in 1024 1025; do
        "$GAZ" tag long.gaz $known --from text --to tsv --abbreviations >$known.tsv
    done
    same "$(tail -n 1 1024.tsv | cut -f 2,7)" "1025	AAA"
    same "$(tail -n 1 1025.tsv | cut -f 2,7)" "1025	$(tail -n 2 1025 | head -n 1 | tr -d '()' | cut -d ' ' -f 4)"
}

@test "1,024 threads, 100 rules for lists, 32 vocabularies" {
    model
    same "$(echo ok | "$GAZ" tag ok.gaz -j 1024 --to count)" "sentences 1 tokens 1 spans 1"
    fails 2 '-j' "$GAZ" tag ok.gaz -j 1025
    rules=$(printf -- '--priority ok.tsv=1 %.0s' {1..100})
    "$GAZ" build ok.tsv $rules -o m.gaz --quiet
    fails 2 'over 100 lists' "$GAZ" build ok.tsv $rules --priority ok.tsv=1 -o m.gaz
    xrefs=$(printf -- '--xref V%s ' {1..32})
    "$GAZ" build ok.tsv $xrefs -o m.gaz --quiet
    fails 2 'at most 32 times' "$GAZ" build ok.tsv $xrefs --xref V33 -o m.gaz
}
