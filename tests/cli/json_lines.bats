#!/usr/bin/env bats
# Records of JSON lines: what cannot be tagged never stops the others.

source "$BATS_TEST_DIRNAME/helper.bash"

broken() { python3 "$TESTS/broken_records.py" "$@"; }

@test "a record that cannot be tagged is passed through, counted and told" {
    small_model
    local every
    for every in 1 3 10; do
        broken write 300 $every >r.jsonl
        "$GAZ" tag m.gaz --from jsonl r.jsonl >out 2>notes
        broken check 300 $every out notes
        "$GAZ" tag m.gaz --from jsonl --lenient - <r.jsonl 2>notes | cmp out -
        broken check 300 $every out notes
    done
    "$GAZ" tag m.gaz --from jsonl --quiet r.jsonl 2>notes | cmp out -
    [ ! -s notes ]
}

@test "in threads and small reads too, each record in its place" {
    small_model
    broken write 40000 7 >r.jsonl
    local j
    for j in 1 2 3 4; do
        "$RELEASE" tag m.gaz --from jsonl -j $j r.jsonl >out 2>notes
        broken check 40000 7 out notes
    done
    broken write 3000 7 >r.jsonl
    for j in 1 3; do
        python3 "$TESTS/small_writes.py" $j r.jsonl | "$GAZ" tag m.gaz --from jsonl -j $j >out 2>notes
        broken check 3000 7 out notes
        same "$(cut -d : -f 2 notes | sort -u)" ' standard input'
    done
}

@test "a single record of a fault is told as one" {
    small_model
    printf '%s\n' '{"text": "kernel"}' '' '{"text": 7}' >a.jsonl
    printf '%s\n' 'kernel' '{"text": "kernel"}' '{"text": 8}' >b.jsonl
    "$GAZ" tag m.gaz --from jsonl a.jsonl b.jsonl >out 2>notes
    same "$(cat notes)" "$(printf 'gaz: %s\n' 'b.jsonl: line 1: not JSON; this record was passed through' \
        'a.jsonl: line 3: the field is no text; the first of 2 such records, which were passed through')"
    same "$(sed -n 2,3p out)" $'{"text": 7}\nkernel'
}

@test "outputs that do not hold them leave them out, and tell" {
    small_model
    broken write 60 2 >r.jsonl
    local options
    for options in '--to tsv' '--to count' '--to conll' '--to ansi' '--to doccano' '--to brat -o brat' '--only-matching' \
        '--only-matching --to tsv'; do
        "$GAZ" tag m.gaz --from jsonl $options r.jsonl >out 2>notes
        same "$(grep -c 'left out$' notes)" 7
        [ "$(wc -l <notes)" -eq 7 ]
        ! grep -v kernel out | grep -n '[{[]'
    done
    "$GAZ" tag m.gaz --from jsonl --only-matching r.jsonl 2>notes | grep -c '"spans": \[{' | grep -qx 30
    same "$("$GAZ" tag m.gaz --from jsonl --only-matching --quiet r.jsonl | wc -l)" 30
    same "$("$GAZ" tag m.gaz --from jsonl --to tsv --quiet r.jsonl | wc -l)" 30
    same "$(ls brat/*.ann | wc -l)" 30
}

@test "--strict ends at the first" {
    small_model
    broken write 60 2 >all
    sed -n 'n;p' all | while IFS= read -r record; do
        printf '{"text": "a kernel"}\n\n%s\n{"text": "C"}\n' "$record" >r.jsonl
        fails 1 'r.jsonl: line 3: ' "$GAZ" tag m.gaz --from jsonl --strict r.jsonl
    done
    "$GAZ" tag m.gaz --from jsonl --strict <<<'{"text": "a kernel"}' | grep -q '"kernel"'
    fails 2 'input is read either strictly or leniently' "$GAZ" tag m.gaz --from jsonl --strict --lenient r.jsonl
    fails 2 'leave --strict out' "$GAZ" tag m.gaz --from jsonl --strict --review 3 r.jsonl
}

@test "what is between the members of a record stays as it is" {
    printf 'kernel\tOS\n' >list.tsv
    "$GAZ" build list.tsv -o m.gaz --quiet
    printf '%s\n' '{"text":"x",  "a" : 1,"b":[ 2]}' '{ "a":1 ,"spans":[], "text":"x" }' >in.jsonl
    same "$("$GAZ" tag m.gaz --from jsonl --quiet in.jsonl 2>/dev/null)" \
        '{"text":"x",  "a" : 1,"b":[ 2], "spans": []}'$'\n''{"a":1, "text":"x", "spans": []}'
}

@test "a JSON array, and objects over several lines, are records too" {
    small_model
    local array
    for array in '[{"text": "kernel", "n": [1, "],["]}, {"text": "C", "n": 2}]' \
        $'[\n  {"text": "kernel", "n": [1,\n "],["]},\n  {"text": "C",\r\n "n": 2}\n]' \
        $' [ {"text": "kernel", "n": [1, "],["]},\n{"text": "C", "n": 2}]\n' \
        $'\xef\xbb\xbf[\r\n{"text": "kernel", "n": [1, "],["]}\r\n,{"text": "C", "n": 2}]' \
        $'{\n "text": "kernel",\n "n": [1, "],["]\n}\n{"text": "C", "n": 2}' \
        $'[{"text": "kernel", "n": [1, "],["]}]\n[{"text": "C", "n": 2}]'; do
        printf '%s' "$array" >r.json
        same "$("$GAZ" tag m.gaz --from jsonl -j 2 r.json | jq -c '[.n, (.spans[] | .label)]')" \
            $'[[1,"],["],"Operating_System"]\n[2,"Language"]'
        same "$(python3 "$TESTS/small_writes.py" 1 r.json | "$GAZ" tag m.gaz --from jsonl)" "$("$GAZ" tag m.gaz --from jsonl r.json)"
        same "$("$GAZ" explain m.gaz --from jsonl --quiet r.json | grep -c "Operating_System")" 1
    done
    # offsets are those of the file, lines are the numbers of the records
    printf '[{"text":\n"a"},\n{"text": "kernel"}, 3, {"text": "C"\n}\n' >r.json
    run --separate-stderr "$GAZ" tag m.gaz --from jsonl --with-source r.json
    same "$(jq -c '.source | [.line, .offset]' <<<"$(grep text <<<"$output")" | xargs)" '[1,1] [2,16] [4,39]'
    [[ $stderr == *'line 3: not an object; '* ]]
    run --separate-stderr "$GAZ" tag m.gaz --from jsonl <<<'[{"text": "kernel"}, {"text": "C'
    [[ $stderr == *'line 2: not JSON; '* ]]
    # an array that ends behind an element is told, too
    for array in '[{"text": "kernel"}' '[{"text": "kernel"},' $'[\n{"text": "kernel"},\n'; do
        printf '%s' "$array" >r.json
        run --separate-stderr "$GAZ" tag m.gaz --from jsonl r.json
        same "$status $(grep -c Operating_System <<<"$output")" '2 1'
        [[ $stderr == *'r.json: the array of JSON has no end: the file is cut off'* ]]
        fails 1 'the array of JSON has no end' "$GAZ" explain m.gaz --from jsonl --quiet r.json
    done
    # a first line that was cut off makes no array, and no object, of what follows
    for array in '[' '{' '[  '; do
        printf '%s\n{"text": "kernel"}\n{"text": "C"}\n' "$array" >r.json
        same "$("$GAZ" tag m.gaz --from jsonl --quiet r.json | grep -c '"spans": \[{')" 2
    done
    local log
    for log in '[INFO] {"a"}' '[2026-01-01] [x]' '[]' '{}' '[1, {"text": "kernel"}]' '["a"' $'{"text": "C"}\n[\n{'; do
        same "$("$GAZ" tag m.gaz --from jsonl --quiet <<<"$log" | tail -n 1)" "$(tail -n 1 <<<"$log")"
    done
}

@test "an array of bytes, as journald writes them, is a text" {
    small_model
    printf '%s\n' '{"MESSAGE": "a kernel"}' '{"MESSAGE": [ 27,91,49,109, 195,169 ,32, 67 ], "P": 1}' \
        '{"MESSAGE": [255, 32, 107, 101, 114, 110, 101, 108]}' '{"MESSAGE": [67, 256]}' '{"MESSAGE": []}' >r.jsonl
    "$GAZ" tag m.gaz --from jsonl --field MESSAGE r.jsonl 2>notes >out
    diff - out <<'LINES'
{"MESSAGE": "a kernel", "spans": [{"start": 2, "end": 8, "label": "Operating_System", "score": 1.0, "text": "kernel"}]}
{"MESSAGE": [ 27,91,49,109, 195,169 ,32, 67 ], "P": 1, "spans": [{"start": 6, "end": 7, "label": "Language", "score": 1.0, "text": "C"}]}
{"MESSAGE": [255, 32, 107, 101, 114, 110, 101, 108], "spans": [{"start": 2, "end": 8, "label": "Operating_System", "score": 1.0, "text": "kernel"}]}
{"MESSAGE": [67, 256]}
{"MESSAGE": []}
LINES
    same "$(cat notes)" 'gaz: r.jsonl: line 4: the field is no text; the first of 2 such records, which were passed through'
    same "$("$GAZ" tag m.gaz --from jsonl --field MESSAGE --to tsv --quiet r.jsonl | cut -f 2-4,7 | tr '\t\n' ' ,')" \
        '1 2 8 kernel,2 7 8 C,3 2 8 kernel,'
    same "$("$GAZ" tag m.gaz --from jsonl --field MESSAGE --to doccano --quiet r.jsonl | sed -n 2p | cut -c 1-53)" \
        '{"text": "\u001b[1mé C", "label": [[6, 7, "Language"'
}

@test "a field may lead through arrays" {
    small_model
    printf '%s\n' '{"Records": [{"message": "a kernel"}, {"x": 1}, {"message": "caf\u00e9", "n": ["C", [67], 1]}]}' \
        '{"Records": []}' '{"Records": {"0": {"message": "kernel"}}}' >r.jsonl
    tag() { "$GAZ" tag m.gaz --from jsonl --quiet "$@" r.jsonl; }
    tag --field 'Records.*.message' >out
    same "$(head -n 1 out | sed 's/.*, "spans"/"spans"/')" \
        '"spans": [{"field": "Records.0.message", "start": 2, "end": 8, "label": "Operating_System", "score": 1.0, "text": "kernel"}, {"field": "Records.2.message", "start": 0, "end": 4, "label": "Application", "score": 1.0, "text": "café"}]}'
    sed -n 2,3p r.jsonl | diff - <(sed -n 2,3p out)
    same "$(tag --field 'Records.*.message' --field 'Records.*.n.*' --to tsv | cut -f 2-4,7- | tr '\t\n' ' ,')" \
        '1 2 8 kernel Records.0.message,1 0 5 café Records.2.message,1 0 1 C Records.2.n.0,1 0 1 C Records.2.n.1,'
    same "$(tag --field 'Records.0.message' --to tsv | cut -f 2-4,7- | tr '\t\n' ' ,')" '1 2 8 kernel,3 0 6 kernel,'
    same "$(tag --field 'Records.*.message' --to count)" 'sentences 2 tokens 3 spans 2'
    fails 2 'this output cannot show which field a span is of' tag --field 'Records.*.message' --to doccano
    same "$("$GAZ" explain m.gaz --from jsonl --quiet --lenient --field 'Records.*.message' --offsets codepoint r.jsonl |
        grep -c tagged)" 2
}

@test "--spans-as names the member with the spans" {
    small_model
    written() { "$GAZ" tag m.gaz --from jsonl --quiet --spans-as "$1" <<<"$2" | sed 's/{"start[^}]*}/S/g'; }
    same "$(written gaz '{"text": "kernel", "spans": 5, "b": 1}')" '{"text": "kernel", "spans": 5, "b": 1, "gaz": [S]}'
    same "$(written '$!.gaz' '{"text": "kernel"}')" '{"text": "kernel", "$!": {"gaz": [S]}}'
    same "$(written '$!.gaz' '{"$!": {"x": [1], "gaz": 2, "y": {}}, "text": "kernel"}')" \
        '{"text": "kernel", "$!": {"x": [1], "y": {}, "gaz": [S]}}'
    same "$(written 'a.b.c' '{"a": {"b": {"d": 1}, "c": 2}, "text": "kernel C"}')" \
        '{"text": "kernel C", "a": {"c": 2, "b": {"d": 1, "c": [S, S]}}}'
    same "$(written 'a.b' '{"a": "x", "text": "none"}')" '{"text": "none", "a": {"b": []}}'
    same "$(written 'a"é' '{"text": "kernel"}')" '{"text": "kernel", "a\"é": [S]}'
    same "$("$GAZ" tag m.gaz --from jsonl --quiet --spans-as x -j 2 <<<'{"text": "C"}' | cut -c 1-20)" '{"text": "C", "x": ['
}

@test "--spans-only leaves the other members out, and a record for each" {
    small_model
    printf '%s\n' '{"id": "a", "text": "a kernel", "spans": 1, "g": {"x": 1}}' '' 'no JSON' '{"text": 5}' '{"text": "none"}' \
        $'{"text": "caf\xe9 C"}' >r.jsonl
    only() { "$GAZ" tag m.gaz --from jsonl --spans-only "$@" r.jsonl 2>notes | sed 's/{"start[^}]*}/S/g' | tr '\n' ' '; }
    same "$(only)" '{"spans": [S]} {} {} {"spans": []} {"spans": [S]} '
    same "$(grep line notes)" "$(printf 'gaz: r.jsonl: line %s; its place is taken by {}\n' '3: not JSON' '4: the field is no text')"
    [ "$(wc -l <notes)" -eq 3 ] # what is not UTF-8, too, but nothing of members written over
    same "$(only --spans-as g.x.y -j 2)" '{"g": {"x": {"y": [S]}}} {} {} {"g": {"x": {"y": []}}} {"g": {"x": {"y": [S]}}} '
    same "$(only --only-matching)" '{"spans": [S]} {"spans": [S]} '
    same "$(only --id-field id --with-source --only-matching)" \
        '{"spans": [S], "id": "a", "source": {"file": "r.jsonl", "line": 1, "offset": 0}} {"spans": [S], "source": {"file": "r.jsonl", "line": 6, "offset": 97}} '
    sed 2,4d r.jsonl | "$GAZ" tag m.gaz --from jsonl --field id --field g.z --spans-only - 2>notes | head -n 1 | grep -qxF '{"spans": []}'
    fails 2 'reduced to their spans where records of jsonl become such' "$GAZ" tag m.gaz --from jsonl --spans-only --to tsv r.jsonl
    fails 2 'reduced to their spans where records of jsonl become such' "$GAZ" tag m.gaz --from text --spans-only r.jsonl
}

@test "a member that the spans replace is told" {
    small_model
    printf '%s\n' '{"text": "kernel"}' '{"text": "C", "spans": [1]}' '{"text": "no", "spans": null, "g": {"x": 1}}' 'no JSON' \
        '{"text": "C", "g": 1}' >r.jsonl
    told() { "$GAZ" tag m.gaz --from jsonl "$@" r.jsonl 2>&1 >out | grep 'a member'; }
    local what='a member was where the spans are written'
    same "$(told)" "gaz: r.jsonl: line 2: $what; the first of 2 such records, in which it was written over; --spans-as names another member"
    same "$(told --only-matching)" "gaz: r.jsonl: line 2: $what; it was written over; --spans-as names another member"
    same "$(told --spans-as g.s)" "gaz: r.jsonl: line 5: $what; it was written over; --spans-as names another member"
    same "$(told --spans-as g.s.x)" "gaz: r.jsonl: line 5: $what; it was written over; --spans-as names another member"
    same "$(told --spans-as g.x)" "gaz: r.jsonl: line 3: $what; the first of 2 such records, in which it was written over; --spans-as names another member"
    ! told --spans-as new
    ! told --to doccano
}

@test "what --spans-as is asked in vain" {
    small_model
    echo '{"text": "kernel"}' >r.jsonl
    local name
    for name in '' . .a a. a..b; do
        fails 2 'the name of the member with the spans is empty' "$GAZ" tag m.gaz --from jsonl --to jsonl --spans-as "$name" r.jsonl
    done
    for name in text text.gaz a a.b.c; do
        fails 2 'the spans would be written over the text' \
            "$GAZ" tag m.gaz --from jsonl --to jsonl --field text --field a.b --spans-as "$name" r.jsonl
    done
    "$GAZ" tag m.gaz --from jsonl --to jsonl --field text --spans-as textual r.jsonl | grep -q textual
    fails 2 'the member with the spans is named where records of jsonl become such' \
        "$GAZ" tag m.gaz --from jsonl --to tsv --spans-as x r.jsonl
    fails 2 'the member with the spans is named where records of jsonl become such' \
        "$GAZ" tag m.gaz --from text --to jsonl --spans-as x r.jsonl
}
