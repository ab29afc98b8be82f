# gaz serve as ML backend of Label Studio. Label Studio itself asks in tests/label_studio.
source "$BATS_TEST_DIRNAME/helper.bash"
source "$BATS_TEST_DIRNAME/serve.bash"

CONFIG='<View><Labels name=\"label\" toName=\"text\"><Label value=\"OS\"/><Label value=\"Programming\" alias=\"Lang\"/></Labels><Text name=\"text\" value=\"$text\"/></View>'

studio() { # ARGUMENTS...: serves the model for Label Studio
    [[ $(ldd "$GAZ") == *libxml2* ]] || skip "this gaz was built without libxml2"
    printf '%s\n' $'kernel\tOS' $'C ++\tLang' $'memory\tDevice' >list.tsv
    "$GAZ" build list.tsv -o m.gaz --quiet
    serve m.gaz "$@"
    VERSION=$(ask /health | python3 -c 'import json, sys; print(json.load(sys.stdin)["model_version"])')
}

# setup_of CONFIG: the body with which Label Studio 1.23 sets a backend up; CONFIG is the inside of a JSON string.
setup_of() {
    printf '{"project": "7.1795889311", "schema": "%s", "hostname": "http://localhost:8712", "access_token": "5ec2e7", "extra_params": null}' "$1"
}

# predict_of CONFIG TASK...: that with which it asks for predictions.
predict_of() {
    local config=$1 tasks
    shift
    tasks=$(printf '%s, ' "$@")
    printf '{"tasks": [%s], "project": "7.1795889311", "label_config": "%s", "params": {"login": null, "password": null, "context": null}}' \
        "${tasks%, }" "$config"
}

# spans: of each prediction that comes in, START END LABEL TEXT of its regions.
spans() {
    python3 -c '
import json, sys
for prediction in json.load(sys.stdin)["results"]:
    regions = [(r["value"]["start"], r["value"]["end"], *r["value"]["labels"], r["value"]["text"]) for r in prediction["result"]]
    print("; ".join(" ".join(map(str, region)) for region in regions) or "-")'
}

@test "health, setup, predict, versions: as Label Studio asks, over one connection" {
    studio
    cat >tasks.json <<'END'
{"tasks": [{"id": 41, "data": {"text": "\ud83d\ude00 the kernel runs C ++"}, "meta": {"x": 1}, "created_at": "2026-11-28T10:00:00Z", "is_labeled": false, "project": 7, "annotations": [], "predictions": []}, {"id": 42, "data": {"text": "kernel"}}], "project": "7.1795889311", "label_config": "@", "params": {"login": null, "password": null, "context": null}}
END
    python3 - "$URL" "$VERSION" "$CONFIG" "$(setup_of "$CONFIG")" <<'END'
import http.client, json, re, sys, urllib.parse
url, version, config, setup = sys.argv[1:]
connection = http.client.HTTPConnection(urllib.parse.urlsplit(url).netloc, timeout=60)
connection.connect()
sock = connection.sock
def ask(method, path, body=None):
    connection.request(method, "/label-studio" + path, body, {"Content-Type": "application/json"})
    answer = connection.getresponse()
    assert answer.status == 200 and answer.getheader("Content-Length"), answer.status
    return json.load(answer)
assert ask("GET", "/health") == {"status": "UP", "model_class": "gaz", "model_version": version}
assert ask("POST", "/setup", setup) == {"model_version": version}
answer = ask("POST", "/predict", open("tasks.json").read().replace("@", config))
ids = [region.pop("id") for prediction in answer["results"] for region in prediction["result"]]
assert len(set(ids)) == 3 and all(re.fullmatch("r[0-9]+-[0-9]+", i) for i in ids), ids
def region(start, end, text, label):
    return {"from_name": "label", "to_name": "text", "type": "labels", "score": 1.0,
            "value": {"start": start, "end": end, "text": text, "labels": [label]}}
assert answer == {"results": [
    {"model_version": version, "score": 1.0, "result": [region(6, 12, "kernel", "OS"), region(18, 22, "C ++", "Lang")]},
    {"model_version": version, "score": 1.0, "result": [region(0, 6, "kernel", "OS")]}]}, answer
assert ask("GET", "/versions") == {"versions": [version]}
assert connection.sock is sock
END
    stop
    run ! grep -q 5ec2e7 messages
}

@test "ids of regions come once only, as suggestions are added to those of before" {
    studio
    for _ in 1 2; do ask /label-studio/predict "$(predict_of "$CONFIG" '{"data": {"text": "kernel"}}')"; done >answers
    same "$(grep -o '"id": "[^"]*"' answers | sort -u | wc -l)" 2
}

@test "a task has a prediction each, also without a text" {
    studio
    same "$(ask /label-studio/predict "$(predict_of "$CONFIG" '{"data": {"text": "kernel"}}' '{"data": {"other": "kernel"}}' \
        '{"data": {"text": null}}' '{"data": []}' '{"id": 3}' '{"data": {"text": ""}}' '{"data": {"text": "C ++ memory"}}')" | spans)" \
        $'0 6 OS kernel\n-\n-\n-\n-\n-\n0 4 Lang C ++'
    same "$(ask /label-studio/predict "$(predict_of "$CONFIG")")" '{"results": []}'
    refused 400 'a task is not an object' /label-studio/predict "$(predict_of "$CONFIG" '"kernel"')"
}

@test "only labels of the project are suggested, unless its tasks bring their own" {
    studio
    local text='{"data": {"a": {"body": "kernel C ++ memory"}, "labels": ["x"]}}'
    local end='</Labels><Text name=\"t\" value=\"$a.body\"/></View>'
    same "$(ask /label-studio/predict "$(predict_of '<View><Labels name=\"l\" toName=\"t\"><Label value=\"Device\"/>'"$end" "$text")" | spans)" \
        '12 18 Device memory'
    same "$(ask /label-studio/predict "$(predict_of '<View><Labels name=\"l\" toName=\"t\"><Label value=\"device\"/>'"$end" "$text")" | spans)" -
    same "$(ask /label-studio/predict "$(predict_of '<View><Labels name=\"l\" toName=\"t\" value=\"$labels\">'"$end" "$text")" | spans)" \
        '0 6 OS kernel; 7 11 Lang C ++; 12 18 Device memory'
    same "$(ask '/label-studio/predict?type=OS&type=Device' "$(predict_of "$CONFIG" '{"data": {"text": "kernel C ++ memory"}}')" | spans)" \
        '0 6 OS kernel'
}

@test "of several Labels and texts the first that fit" {
    studio
    local config='<View><Image name=\"i\" value=\"$image\"/><Labels name=\"boxes\" toName=\"i\"><Label value=\"Lang\"/></Labels>'
    config+='<Labels name=\"names\" toName=\"second\"><Label value=\"OS\"/></Labels><Labels name=\"more\" toName=\"first\"><Label value=\"Lang\"/></Labels>'
    config+='<Text name=\"first\" value=\"$title\"/><Text name=\"second\" value=\"$body\"/></View>'
    ask /label-studio/predict "$(predict_of "$config" '{"data": {"title": "C ++ kernel", "body": "a C ++ kernel"}}')" >answer
    same "$(spans <answer)" '7 13 OS kernel'
    same "$(grep -o '"from_name": "[a-z]*", "to_name": "[a-z]*"' answer)" '"from_name": "names", "to_name": "second"'
}

@test "offsets are code points unless the address says otherwise; each model has an address" {
    studio other=m.gaz
    local body
    body=$(predict_of "$CONFIG" '{"data": {"text": "😀 👩‍👩‍👧 kernel\r\nC ++"}}')
    same "$(ask /label-studio/predict "$body" | spans)" $'8 14 OS kernel; 16 20 Lang C ++'
    same "$(ask '/label-studio/predict?offsets=utf16' "$body" | spans)" $'12 18 OS kernel; 20 24 Lang C ++'
    same "$(ask /m/other/label-studio/predict "$body" | spans)" $'8 14 OS kernel; 16 20 Lang C ++'
    ask /m/other/label-studio/health | grep -q UP
    refused 405 GET /label-studio/health '{}'
    refused 404 nothing /label-studio/train '{}'
}

@test "configurations that cannot be used, and hostile ones, are refused with a reason" {
    studio
    refused 400 'has no labelling configuration' /label-studio/setup '{"project": "7.1"}'
    refused 400 'has no labelling configuration' /label-studio/setup '{"schema": null}'
    refused 400 'has no labelling configuration' /label-studio/predict '{"tasks": []}'
    refused 400 'no array \"tasks\"' /label-studio/predict '{"label_config": "<View/>"}'
    refused 400 'the labelling configuration: line 1: no XML' /label-studio/setup "$(setup_of '<View><Labels></View>')"
    refused 400 'the labelling configuration: line 3: no XML' /label-studio/setup "$(setup_of '<View>\n\n<Labels name=/></View>')"
    refused 400 'there are no Labels whose toName is a Text' /label-studio/setup "$(setup_of '<View><Text name=\"text\" value=\"$text\"/></View>')"
    refused 400 'valueType is \"url\"' /label-studio/setup "$(setup_of "${CONFIG/'value=\"$text\"'/'value=\"$text\" valueType=\"url\"'}")"
    refused 400 'the HyperText \"text\"' /label-studio/setup "$(setup_of "${CONFIG/'<Text'/'<HyperText'}")"
    refused 400 'XML that declares entities' /label-studio/setup \
        "$(setup_of '<!DOCTYPE View [<!ENTITY a SYSTEM \"file:///etc/passwd\">]><View><Text name=\"t\">&a;</Text></View>')"
    refused 400 'XML that declares entities' /label-studio/predict \
        "$(predict_of '<!DOCTYPE View [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;\">]><View>&b;</View>' '{"data": {"text": "kernel"}}')"
    refused 400 'no JSON' /label-studio/predict '{"tasks": ['
    refused 400 'no JSON' /label-studio/setup '{"schema": "<View/>"'
    refused 400 'not an object' /label-studio/setup '[]'
    ask /label-studio/setup "$(setup_of "$CONFIG")"
}

@test "a new model has a new version" {
    studio
    local old=$VERSION
    printf 'memory\tOS\n' >>list.tsv
    "$GAZ" build list.tsv -o new.gaz --quiet
    mv new.gaz m.gaz
    for _ in $(seq 200); do
        [ "$(ask /label-studio/setup "$(setup_of "$CONFIG")")" = '{"model_version": "'"$old"'"}' ] || break
        sleep 0.05
    done
    ask /label-studio/predict "$(predict_of "$CONFIG" '{"data": {"text": "a memory"}}')" >answer
    same "$(grep -c "$old" answer || true)" 0
}

@test "webhooks are answered, whatever they tell of" {
    studio
    local action
    for action in START_TRAINING PROJECT_UPDATED TASKS_CREATED ANNOTATION_CREATED ANNOTATIONS_DELETED; do
        same "$(python3 "$TESTS/ask.py" 201 "$URL" /label-studio/webhook '{"action": "'"$action"'"}')" '{"result": {}, "status": "ok"}'
    done
    refused 400 'no \"action\"' /label-studio/webhook '{}'
    refused 400 'no JSON' /label-studio/webhook '{"action"'
}

# webhook_of ACTION ANNOTATION [TASK]: the body that Label Studio sends of an annotation of task 41 in project 7.
webhook_of() {
    local task=${3:-'{"id": 41, "data": {"text": "😀 the kernel runs C ++", "spans": [], "annotations": [1]}, "project": 7}'}
    printf '{"action": "%s", "annotation": %s, "task": %s, "project": {"id": 7, "title": "t", "label_config": "%s"}}' \
        "$1" "$2" "$task" "$CONFIG"
}

# annotation ID START END TEXT LABEL: one with a region, and one of other Labels.
annotation() {
    printf '{"id": %s, "was_cancelled": false, "task": 41, "result": [{"id": "a", "from_name": "label", "to_name": "text", "type": "labels", "value": {"start": %s, "end": %s, "text": "%s", "labels": ["%s"]}}, {"id": "b", "from_name": "other", "to_name": "title", "type": "labels", "value": {"start": 0, "end": 1, "text": "T", "labels": ["X"]}}]}' "$@"
}

tell() { # ACTION ANNOTATION [TASK]
    same "$(python3 "$TESTS/ask.py" 201 "$URL" /label-studio/webhook "$(webhook_of "$@")")" '{"result": {}, "status": "ok"}'
}

@test "annotations are kept, changed, and forgotten when they are skipped or deleted" {
    studio --corpus corpus
    tell ANNOTATION_CREATED "$(annotation 9 6 12 kernel OS)"
    same "$(ls corpus)" label-studio-7.annotation-9.jsonl
    same "$(cat corpus/*)" '{"text": "😀 the kernel runs C ++", "id": "annotation-9", "spans": [{"start": 6, "end": 12, "label": "OS", "text": "kernel"}]}'
    tell ANNOTATION_UPDATED "$(annotation 9 18 22 'C ++' Lang)"
    grep -q '"start": 18, "end": 22, "label": "Lang"' corpus/label-studio-7.annotation-9.jsonl
    tell ANNOTATION_CREATED '{"id": 10, "result": [], "task": 41}'
    same "$(cat corpus/label-studio-7.annotation-10.jsonl)" '{"text": "😀 the kernel runs C ++", "id": "annotation-10", "spans": []}'
    tell ANNOTATION_UPDATED '{"id": 10, "result": [], "task": 41, "was_cancelled": true}'
    same "$(ls corpus)" label-studio-7.annotation-9.jsonl
    tell ANNOTATIONS_CREATED "[$(annotation 11 6 12 kernel OS), {\"id\": 12, \"task\": 42, \"result\": []}]" \
        '[{"id": 42, "data": {"text": "another"}}, {"id": 41, "data": {"text": "😀 the kernel"}}]'
    same "$(cat corpus/*annotation-12.jsonl corpus/*annotation-11.jsonl)" '{"text": "another", "id": "annotation-12", "spans": []}
{"text": "😀 the kernel", "id": "annotation-11", "spans": [{"start": 6, "end": 12, "label": "OS", "text": "kernel"}]}'
    same "$(python3 "$TESTS/ask.py" 201 "$URL" /label-studio/webhook \
        '{"action": "ANNOTATIONS_DELETED", "annotations": [{"id": 9}, {"id": 11}, {"id": 99}], "project": {"id": 7}}')" '{"result": {}, "status": "ok"}'
    same "$(ls corpus)" label-studio-7.annotation-12.jsonl
}

@test "annotations that cannot be read are refused, and nothing of them is kept" {
    studio --corpus corpus
    refused 400 'to send its payload' /label-studio/webhook '{"action": "ANNOTATION_CREATED", "project": {"id": 7, "label_config": "'"$CONFIG"'"}}'
    refused 400 'no \"project\" with an id' /label-studio/webhook '{"action": "ANNOTATION_CREATED", "annotation": {"id": 1}, "project": {"id": "../x"}}'
    refused 400 'no labelling configuration' /label-studio/webhook '{"action": "ANNOTATION_CREATED", "annotation": {"id": 1}, "project": {"id": 7}}'
    refused 400 'no id of the annotation' /label-studio/webhook "$(webhook_of ANNOTATION_CREATED '{"id": "../x", "result": []}')"
    refused 400 'no \"task\" of the annotation' /label-studio/webhook "$(webhook_of ANNOTATION_CREATED '{"id": 1, "task": 41, "result": []}' '[]')"
    refused 400 'no object \"data\"' /label-studio/webhook "$(webhook_of ANNOTATION_CREATED '{"id": 1, "result": []}' '{"id": 41}')"
    refused 400 'no text in the field' /label-studio/webhook "$(webhook_of ANNOTATION_CREATED '{"id": 1, "result": []}' '{"data": {"body": "x"}}')"
    refused 400 'by its text' /label-studio/webhook "$(webhook_of ANNOTATION_CREATED "$(annotation 1 5 11 user OS)")"
    refused 400 'beyond the text' '/label-studio/webhook?offsets=codepoint' "$(webhook_of ANNOTATION_CREATED "$(annotation 1 6 120 kernel OS)")"
    refused 400 'offsets=words' '/label-studio/webhook?offsets=words' "$(webhook_of ANNOTATION_CREATED "$(annotation 1 6 12 kernel OS)")"
    same "$(ls corpus)" ''
    tell ANNOTATION_CREATED "$(annotation 1 7 13 kernel OS)" # UTF-16, as its copy of the text shows
    grep -q '"start": 6, "end": 12' corpus/*
}
