#!/usr/bin/env bats
# gaz serve: explanations, the models that are served, and who gets the page.
load helper
load serve

# member FILE EXPRESSION: of the JSON in a file, called `it`, as JSON.
member() {
    python3 -c 'import json, sys; it = json.load(open(sys.argv[1])); print(json.dumps(eval(sys.argv[2]), ensure_ascii=False))' "$@"
}

small_model() {
    printf '%s\n' $'kernel\tOS' $'kernel space\tOS' $'café\tDrink' >list.tsv
    "$GAZ" build list.tsv -o m.gaz --quiet
}

@test "the explanations of a text are those of gaz explain" {
    context_lists
    cd "$BATS_TEST_TMPDIR/work"
    "$RELEASE" build "$BATS_FILE_TMPDIR/context" -o m.gaz --quiet
    grep -v '^$' "$BATS_FILE_TMPDIR/context.conll" | cut -f1 | head -3000 | awk '{ printf "%s%s", $0, NR % 15 ? " " : "\n" }' >text
    serve m.gaz
    python3 -c 'import json; print(json.dumps({"text": open("text").read()}))' >body
    ask /explain @body >answer
    "$GAZ" explain m.gaz text --from text --offsets codepoint --json >expected
    python3 - <<'END'
import json
answer = json.load(open("answer"))
expected = [json.loads(line) for line in open("expected")]
for one in expected + answer["explanations"]:
    one.pop("file", None)
assert len(expected) > 100 and any(one["rejected"] for one in expected) or any("parts" in one for one in expected)
assert answer["explanations"] == expected and answer["complete"] is True
END
}

@test "one span is explained in the unit that is asked for, tagged or not" {
    small_model
    serve m.gaz
    local unit
    for unit in codepoint:2:8 utf16:3:9 byte:5:11; do
        IFS=: read -r unit start end <<<"$unit"
        ask "/explain?offsets=$unit" '{"start": '$start', "text": "😀 kernel space", "end": '$end'}' >answer
        same "$(member answer '[it["explanation"][name] for name in ("text", "tagged", "reason", "begin", "end")] + [it["offsets"]]')" \
            "[\"kernel\", false, \"shorter\", $start, $end, \"$unit\"]"
    done
    ask /explain '{"text": "😀 kernel space", "start": 2, "end": 14}' >answer
    same "$(member answer '[it["explanation"]["tagged"], it["explanation"]["rejected"][0]["text"], it["offsets"]]')" '[true, "kernel", "codepoint"]'
    same "$(member answer 'it["model_version"]')" "$(ask /health >health && member health 'it["model_version"]')"
    ask /explain '{"text": "a word", "start": 2, "end": 6}' >answer
    same "$(member answer '[it["explanation"]["tagged"], it["explanation"]["text"]]')" '[false, "word"]'
    ask /explain '{"text": ""}' >answer
    same "$(member answer '[it["explanations"], it["complete"]]')" '[[], true]'
    ask '/explain?min_score=1&type=Drink' '{"text": "caf\u00e9 kernel"}' >answer
    same "$(member answer '[one["text"] for one in it["explanations"]]')" '["café"]'
}

@test "a text with very many spans says that not all are explained" {
    small_model
    serve m.gaz
    python3 -c 'import json; print(json.dumps({"text": "kernel\n" * 1000}))' >body
    ask /explain @body >answer
    same "$(member answer '[len(it["explanations"]), it["complete"]]')" '[1000, true]'
    python3 -c 'import json; print(json.dumps({"text": "kernel\n" * 1001}))' >body
    ask /explain @body >answer
    same "$(member answer '[len(it["explanations"]), it["complete"]]')" '[1000, false]'
}

@test "what cannot be explained is said" {
    small_model
    serve m.gaz
    refused 400 'no member \"text\"' /explain '{"start": 1, "end": 2}'
    refused 400 'no member \"text\"' /explain '{"text": ["kernel"]}'
    refused 400 '\"start\" and an \"end\"' /explain '{"text": "kernel", "start": 1}'
    refused 400 '\"start\" and an \"end\"' /explain '{"text": "kernel", "end": 1}'
    local bad
    for bad in -1 1.5 '"1"' null 1e3; do
        refused 400 '\"start\" and an \"end\"' /explain '{"text": "kernel", "start": '"$bad"', "end": 6}'
    done
    refused 400 'the span is empty' /explain '{"text": "kernel", "start": 3, "end": 3}'
    refused 400 'ends after the text' /explain '{"text": "kernel", "start": 3, "end": 7}'
    refused 400 'ends after the text' /explain '{"text": "kernel", "start": 3, "end": 99999999999999999999999999}'
    refused 400 'inside a character' '/explain?offsets=utf16' '{"text": "a 😀", "start": 2, "end": 3}'
    refused 400 'bytes, code points or UTF-16' '/explain?offsets=grapheme' '{"text": "kernel"}'
    refused 400 'without all' '/explain?all=1' '{"text": "kernel"}'
    refused 400 'without all' '/explain?abbreviations=1' '{"text": "kernel"}'
    refused 400 '' /explain '{"text": "kernel"'
    refused 405 '' /explain
}

@test "models are named, with entries and types; a path says which one it is of" {
    small_model
    printf 'beta\tOther\n' >second.tsv
    "$GAZ" build second.tsv -o second.gaz --quiet
    serve first=m.gaz second.gaz
    ask /models >answer
    same "$(member answer '[it["model"]] + [[one["name"], one["entries"], one["types"]] for one in it["models"]]')" \
        '["first", ["first", 3, ["Drink", "OS"]], ["second", 1, ["Other"]]]'
    ask /m/second/health >health
    same "$(member answer 'it["models"][1]["model_version"]')" "$(member health 'it["model_version"]')"
    ask /m/second/models >answer
    same "$(member answer 'it["model"]')" '"second"'
    refused 308 '' /m/second
    refused 404 'no model' /m/third/
}

@test "page, models and explanations are for those who may ask" {
    small_model
    echo 'ann:secret' >users
    serve m.gaz --credentials users
    local path
    for path in / /m/m /m/m/ /models; do
        refused 401 'needed' $path
    done
    refused 401 'needed' /explain '{"text": "kernel"}'
    ask / "H:Authorization: Basic $(printf ann:secret | base64)" | grep -q '<textarea'
}
