#!/usr/bin/env bats
# gaz serve with lists and a corpus: verdicts, documents that are kept, and what is learnt of them.
# bats file_tags=long

load helper
load serve

small_model() { # lists and their model: m.gaz
    mkdir lists
    printf '%s\n' 'linux kernel' 'zebra' >lists/Thing.tsv
    printf '%s\n' 'C ++' 'C' >lists/Language.tsv
    "$GAZ" build lists -o m.gaz --quiet "$@"
}

# labels TEXT: label=surface of each span of the answer
labels() {
    ask /tag "$1" 'H:Content-Type: text/plain' | python3 -c '
import json, sys
print(",".join(span["label"] + "=" + span["text"] for span in json.load(sys.stdin)["spans"]))'
}

# field EXPRESSION: of the status
field() {
    ask /status | python3 -c 'import json, sys; status = json.load(sys.stdin); print(eval(sys.argv[1]))' "$1"
}

# settled: waits until everything that has come is learnt
settled() {
    for _ in $(seq 600); do
        [ "$(field 'status["queued"] or status["at_work"]')" != False ] && [ "$(field 'status["queued"] or status["at_work"]')" != 0 ] || return 0
        sleep 0.1
    done
    return 1
}

verdict() { # verdict SURFACE TYPE VERDICT
    ask /verdict "{\"surface\": \"$1\", \"type\": \"$2\", \"verdict\": \"$3\"}"
}

rebuilt() { # the model is what the lists give
    "$GAZ" build lists -o again.gaz --quiet "$@"
    cmp m.gaz again.gaz
}

@test "a verdict is in the lists, the file and the answers at once" {
    small_model
    serve m.gaz --lists lists
    same "$(labels 'a zebra in C++')" 'Thing=zebra,Language=C++'
    same "$(verdict zebra Thing drop)" "{\"model_version\": \"$(ask /health | grep -o 'gaz-[^"]*')\"}"
    same "$(labels 'a zebra in C++')" 'Language=C++'
    grep -q $'^zebra\t.*\tdrop\t' lists/Thing.tsv
    rebuilt
    verdict 'brown \t  bear' Thing keep
    verdict C++ Language drop
    same "$(labels 'a brown bear, not a zebra, in C++')" 'Thing=brown bear,Language=C'
    grep -q $'^brown bear\t.*\tkeep\t' lists/Thing.tsv
    verdict zebra Thing keep # another mind
    verdict 'a\\b' Thing keep
    verdict "it's \\\"so\\\"" Thing keep
    verdict '#x' Thing keep
    same "$(labels 'zebra a\b '\''it'\''s "so" #x')" "Thing=zebra,Thing=a\\b,Thing=it's \"so\",Thing=#x"
    rebuilt
    same "$(cat messages)" "gaz: serving at $URL/"
    stop
    serve m.gaz --lists lists
    same "$(labels 'a brown bear, a zebra, in C++')" 'Thing=brown bear,Thing=zebra,Language=C'
    same "$(cat messages)" "gaz: serving at $URL/" # the model is that of the lists
}

@test "a model stays built as it was" {
    small_model --case auto --fold accents --edges strict --word-chars - --tokens words
    serve m.gaz --lists lists
    same "$(labels 'Zébra, non-zebra; ZEBRA.x')" 'Thing=Zébra'
    verdict 'Linux Kernel' Thing drop # written otherwise than in the list
    same "$(labels 'ZEBRA of a LINUX KERNEL')" 'Thing=ZEBRA'
    rebuilt --case auto --fold accents --edges strict --word-chars - --tokens words
    same "$(wc -l <messages)" 1
}

@test "a model that is not that of the lists is built of them with the next verdict, and that is told" {
    small_model
    printf 'lion\tThing\n' >other.tsv
    "$GAZ" build lists other.tsv -o m.gaz --quiet --case ignore
    serve m.gaz --lists lists
    grep -qF 'm.gaz is not what the lists in lists give' messages
    same "$(labels 'a LION and a ZEBRA')" 'Thing=LION,Thing=ZEBRA'
    verdict zebra Thing keep
    same "$(labels 'a LION and a ZEBRA')" 'Thing=ZEBRA'
}

@test "wrong verdicts are refused, and change nothing" {
    small_model
    cp -r lists before
    serve m.gaz --lists lists
    refused 400 'have a type Animal' /verdict '{"surface": "lion", "type": "Animal", "verdict": "keep"}'
    refused 400 'not \"maybe\"' /verdict '{"surface": "lion", "type": "Thing", "verdict": "maybe"}'
    refused 400 '\"surface\" is empty' /verdict '{"surface": " \n", "type": "Thing", "verdict": "keep"}'
    refused 400 'no member \"surface\"' /verdict '{"type": "Thing", "verdict": "keep"}'
    refused 400 'no member \"type\"' /verdict '{"surface": "x", "type": 1, "verdict": "keep"}'
    refused 400 'no member \"verdict\"' /verdict '{"surface": "x", "type": "Thing"}'
    refused 400 'control character' /verdict '{"surface": "a\u0000b", "type": "Thing", "verdict": "keep"}'
    refused 400 'control character' /verdict '{"surface": "a", "type": "Thing", "id": "\u0001", "verdict": "keep"}'
    refused 400 'not an object' /verdict '["x"]'
    refused 400 'line 1' /verdict '{"surface": '
    diff -r before lists
    refused 404 '--corpus' /annotations '{"id": 1, "text": "", "spans": []}'
    stop
    serve m.gaz
    refused 404 '--lists' /verdict '{"surface": "zebra", "type": "Thing", "verdict": "drop"}'
    refused 404 'nothing is kept' /status
}

@test "a verdict on one id, and many verdicts at a time" {
    mkdir lists
    printf '%s\n' $'surface\ttype\tid' $'EU\tOrg\tQ1' $'EU\tOrg\tQ2' >lists/Org.tsv
    for i in $(seq 40); do printf 'name%d\tOrg\t\n' "$i"; done >>lists/Org.tsv
    "$GAZ" build lists -o m.gaz --quiet
    serve m.gaz --lists lists
    ask /verdict '{"surface": "EU", "type": "Org", "id": "Q1", "verdict": "drop"}'
    same "$(ask /tag '{"text": "EU"}' | grep -o '"id": "[^"]*"')" '"id": "Q2"'
    for i in $(seq 40); do verdict "name$i" Org drop >"answer$i" & done
    for i in $(jobs -p); do [ "$i" = "$SERVER" ] || wait "$i"; done
    same "$(cat answer* | grep -c model_version)" 40
    same "$(grep -c $'^name.*\tdrop\t' lists/Org.tsv)" 40
    same "$(labels 'name1 name2 name39 name40')" ''
    rebuilt
}

@test "lists that cannot be used, and options that do not fit together" {
    needs_serve
    small_model
    fails 2 '--learn needs --lists DIR and --corpus DIR' "$GAZ" serve m.gaz --port 0 --learn --lists lists
    fails 2 'of one model' "$GAZ" serve m.gaz n=m.gaz --port 0 --lists lists
    fails 2 'of one model' "$GAZ" serve m.gaz n=m.gaz --port 0 --corpus corpus
    fails 1 'nowhere' "$GAZ" serve m.gaz --port 0 --lists nowhere
    mkdir empty
    fails 1 'no entry' "$GAZ" serve m.gaz --port 0 --lists empty
    fails 1 'm.gaz' "$GAZ" serve m.gaz --port 0 --corpus m.gaz
    [ ! -e corpus ]
}

@test "documents are kept as they come, in any unit" {
    small_model
    serve m.gaz --corpus corpus
    same "$(ask /annotations '{"id": "a/../b", "text": "😀 a zebra", "spans": [{"start": 4, "end": 9, "label": "Thing", "score": 1, "text": "zebra", "id": "Q1", "name": "Equus"}]}')" \
        "{\"id\": \"a/../b\", \"model_version\": \"$(ask /health | grep -o 'gaz-[^"]*')\"}"
    ask '/annotations?offsets=utf16' '{"id": 7, "text": "😀 a zebra", "spans": [{"start": 5, "end": 10, "label": "Thi\u006eg"}]}'
    ask /annotations '{"id": "none", "text": "\u0061 lion", "spans": []}'
    same "$(ls corpus | tr '\n' ' ')" 'http.7.jsonl http.a%2F%2E%2E%2Fb.jsonl http.none.jsonl '
    same "$(cat corpus/http.a*)" '{"text": "😀 a zebra", "id": "a/../b", "spans": [{"start": 4, "end": 9, "label": "Thing", "id": "Q1", "name": "Equus", "text": "zebra"}]}'
    same "$(cat corpus/http.7.jsonl)" '{"text": "😀 a zebra", "id": "7", "spans": [{"start": 4, "end": 9, "label": "Thing", "text": "zebra"}]}'
    same "$(field '[status["documents"], status["annotations"], status["learning"], status["queued"], status["rounds"]]')" "[3, 2, False, 0, []]"
    ask /annotations '{"id": "a/../b", "text": "a zebra", "spans": []}'
    same "$(field '[status["documents"], status["annotations"]]')" "[3, 1]"
    "$GAZ" harvest corpus/*.jsonl -o harvested --report >report
    grep -q '^documents *3$' report
    grep -q '^unannotated *0$' report
    cp -r corpus before
    refused 400 'no member \"id\"' /annotations '{"text": "x", "spans": []}'
    refused 400 '\"id\" is neither' /annotations '{"id": "", "text": "x", "spans": []}'
    refused 400 '\"id\" is neither' /annotations '{"id": -1, "text": "x", "spans": []}'
    refused 400 'zero byte' /annotations '{"id": "\u0000", "text": "x", "spans": []}'
    refused 400 '\"text\" is not a string' /annotations '{"id": 1, "text": ["x"], "spans": []}'
    refused 400 'no member \"spans\"' /annotations '{"id": 1, "text": "x"}'
    refused 400 'not an array' /annotations '{"id": 1, "text": "x", "spans": null}'
    refused 400 'not an object' /annotations '{"id": 1, "text": "x", "spans": [1]}'
    refused 400 'no member \"start\"' /annotations '{"id": 1, "text": "x", "spans": [{"end": 1, "label": "T"}]}'
    refused 400 'not a whole number' /annotations '{"id": 1, "text": "x", "spans": [{"start": 0.5, "end": 1, "label": "T"}]}'
    refused 400 'after the end' /annotations '{"id": 1, "text": "x", "spans": [{"start": 0, "end": 2, "label": "T"}]}'
    refused 400 'inside of a character' '/annotations?offsets=byte' '{"id": 1, "text": "é", "spans": [{"start": 0, "end": 1, "label": "T"}]}'
    refused 400 'is empty' /annotations '{"id": 1, "text": "x", "spans": [{"start": 0, "end": 1, "label": ""}]}'
    refused 400 'no member \"label\"' /annotations '{"id": 1, "text": "x", "spans": [{"start": 0, "end": 1}]}'
    refused 400 'offsets' '/annotations?all=1' '{"id": 1, "text": "x", "spans": []}'
    refused 400 '"error"' /annotations '{"id": 1, "text": "x y", "spans": [{"start": 1, "end": 2, "label": "T"}]}'
    refused 400 '"error"' /annotations '{"id": 1, "text": "x y", "spans": [{"start": 2, "end": 1, "label": "T"}]}'
    diff -r before corpus
}

# corpus COUNT: documents that were there before, in each of which a name occurs
corpus() {
    mkdir -p corpus
    python3 - "$1" <<'END'
import json, random, sys
draw = random.Random(7)
names = ["red panda", "zebra", "okapi", "brown bear", "lynx", "grey wolf", "gnu", "ibex", "linux kernel", "tapir"]
for number in range(int(sys.argv[1])):
    text, spans = "", []
    for _ in range(6):
        text += draw.choice(["we saw the ", "near it a ", "there lives one ", "the keeper fed a "])
        name = draw.choice(names)
        spans.append({"start": len(text), "end": len(text) + len(name), "label": "Thing"})
        text += name + draw.choice([" today. ", " in the park. ", ", as they say. "])
    with open("corpus/old%03d.jsonl" % number, "w") as file:
        file.write(json.dumps({"text": text, "spans": spans}) + "\n")
END
}

@test "what comes is learnt with what was there, and stays" {
    small_model
    corpus 60
    serve m.gaz --lists lists --corpus corpus --learn --learn-seconds 0 --learn-documents 2
    same "$(field '[status["documents"], status["learning"], status["queued"]]')" '[60, True, 0]'
    same "$(labels 'an okapi, an aye-aye')" ''
    verdict lynx Thing drop
    ask /annotations '{"id": 1, "text": "an aye-aye and an aye-aye", "spans": [{"start": 3, "end": 10, "label": "Thing"}, {"start": 18, "end": 25, "label": "Thing"}]}'
    same "$(field '[status["queued"], len(status["rounds"])]')" '[1, 0]'
    ask /annotations '{"id": 2, "text": "no aye aye here", "spans": []}'
    settled
    same "$(field '[(r["documents"], r["annotations"], r["judged"], r["taken"]) for r in status["rounds"]]')" '[(62, 362, True, True)]'
    same "$(field 'status["model_version"] == status["rounds"][0]["model_version"] and status["rounds"][0]["f1"] > 0.9')" True
    same "$(labels 'an okapi, a lynx, we saw the aye-aye today')" 'Thing=okapi,Thing=aye-aye'
    grep -q $'^lynx\t.*\tdrop\t' lists/Thing.tsv
    rebuilt
    same "$("$GAZ" info m.gaz | grep -c .)" "$("$GAZ" info again.gaz | grep -c .)"
    stop
    same "$(ls -A corpus | grep '^[.]')" .gaz-history
    same "$(wc -l <messages)" 1
    "$GAZ" harvest corpus/*.jsonl -o harvested --quiet
    serve m.gaz --lists lists --corpus corpus --learn
    same "$(field '[status["queued"], len(status["rounds"]), status["documents"]]')" '[0, 1, 62]'
    same "$(labels 'an okapi, a lynx')" 'Thing=okapi'
}

@test "a verdict that comes in a round is kept, and a document too" {
    small_model
    corpus 300
    serve m.gaz --lists lists --corpus corpus --learn --learn-seconds 0
    ask /annotations '{"id": 1, "text": "x", "spans": []}'
    until [ "$(field 'status["at_work"] or len(status["rounds"]) > 0')" = True ]; do sleep 0.05; done
    verdict okapi Thing drop
    ask /annotations '{"id": 2, "text": "an aye-aye", "spans": [{"start": 3, "end": 10, "label": "Thing"}]}'
    settled
    same "$(field 'status["rounds"][-1]["documents"]')" 302
    same "$(labels 'an okapi, a lynx, near it a grey wolf')" 'Thing=lynx,Thing=grey wolf'
    grep -q $'^okapi\t.*\tdrop\t' lists/Thing.tsv
    rebuilt
}

@test "what an earlier server has begun is done before anything is answered, and learnt" {
    small_model
    corpus 60
    touch corpus/.gaz-new
    printf 'surface\ttype\tid\tverdict\tcase\nzebra\tThing\t\tdrop\t\n' >lists/.gaz-change.tsv
    serve m.gaz --lists lists
    same "$(labels 'a zebra')" ''
    grep -q $'^zebra\t.*\tdrop\t' lists/Thing.tsv
    [ ! -e lists/.gaz-change.tsv ]
    rebuilt
    stop
    serve m.gaz --lists lists --corpus corpus --learn --learn-documents 10
    settled
    same "$(field '[(r["documents"], r["taken"]) for r in status["rounds"]]')" '[(60, True)]'
    same "$(labels 'a zebra, an okapi')" 'Thing=okapi'
    [ ! -e corpus/.gaz-new ]
}

@test "lists that are worse on held-out text are not taken, nor are those of a corpus that cannot be read" {
    corpus 60
    "$GAZ" harvest corpus/*.jsonl -o lists --quiet
    "$GAZ" build lists -o m.gaz --quiet
    cp -r lists before
    cp m.gaz before.gaz
    python3 - <<'END'
import glob, json, random # annotations by chance
draw = random.Random(3)
for path in glob.glob("corpus/*.jsonl"):
    record = json.load(open(path))
    words = record["text"].split(" ")
    record["spans"], at = [], 0
    for word in words:
        if word and draw.random() < 0.2:
            record["spans"].append({"start": at, "end": at + len(word), "label": "Thing"})
        at += len(word) + 1
    json.dump(record, open(path, "w"))
END
    serve m.gaz --lists lists --corpus corpus --learn --learn-seconds 0
    ask /annotations '{"id": 1, "text": "x", "spans": []}'
    settled
    same "$(field '[(r["judged"], r["taken"], r["f1"] < r["f1_before"] - 0.02, "lower" in r["reason"]) for r in status["rounds"]]')" '[(True, False, True, True)]'
    diff -r before lists
    cmp m.gaz before.gaz
    echo '{"text": "x", "spans": [{"start": 0, "end": 99, "label": "T"}]}' >corpus/bad.jsonl
    ask /annotations '{"id": 2, "text": "x", "spans": []}'
    settled
    same "$(field '[(r["taken"], "error" in r) for r in status["rounds"][1:]]')" '[(False, True)]'
    grep -q 'nothing was learnt: corpus/bad.jsonl' messages
    diff -r before lists
    rm corpus/*.jsonl
    ask /annotations '{"id": 2, "text": "x", "spans": [{"start": 0, "end": 1, "label": "Thing"}]}'
    settled
    same "$(field '[(r["judged"], r["taken"], "less than half" in r["reason"]) for r in status["rounds"][2:]]')" '[(False, False, True)]'
    grep -q '^gaz: what was learnt is not taken: the corpora have less than half' messages
    diff -r before lists
}

@test "whatever kills it leaves lists, corpus and model whole, and what was answered is there" {
    small_model
    corpus 60
    serve m.gaz --lists lists --corpus corpus --learn --learn-seconds 0
    local begin=${EPOCHREALTIME/./}
    ask /annotations '{"id": "first", "text": "an animal", "spans": []}'
    local most=$((2 * (${EPOCHREALTIME/./} - begin) / 1000)) # milliseconds: twice what an answer takes here
    stop
    for i in $(seq 20); do
        serve m.gaz --lists lists --corpus corpus --learn --learn-seconds 0
        { ask /annotations "{\"id\": \"k$i\", \"text\": \"the animal$i here\", \"spans\": [{\"start\": 4, \"end\": $((10 + ${#i})), \"label\": \"Thing\"}]}" && touch "kept$i"; } &
        { verdict "word$i" Thing keep && touch "given$i"; } &
        sleep "$(printf '%d.%03d' $((i * most / 20 / 1000)) $((i * most / 20 % 1000)))"
        kill -9 "$SERVER"
        wait "$SERVER" || true
        wait || true
        [ ! -e "kept$i" ] || [ -e "corpus/http.k$i.jsonl" ]
        "$RELEASE" harvest corpus/*.jsonl -o harvested --quiet
        "$RELEASE" build lists -o again.gaz --quiet
        "$RELEASE" info m.gaz >/dev/null
        for j in $(seq "$i"); do [ ! -e "given$j" ] || grep -q "^word$j	.*	keep	" lists/Thing.tsv; done
    done
    [ -n "$(ls given* kept*)" ]
    serve m.gaz --lists lists --corpus corpus --learn --learn-seconds 0
    rebuilt # what was begun is done when it answers
    stop
    [ ! -e lists/.gaz-change.tsv ]
}

@test "SIGTERM in a round: it is given up, or done" {
    small_model
    corpus 300
    serve m.gaz --lists lists --corpus corpus --learn --learn-seconds 0
    ask /annotations '{"id": 1, "text": "x", "spans": []}'
    until [ "$(field 'status["at_work"] or len(status["rounds"]) > 0')" = True ]; do sleep 0.05; done
    stop
    [ ! -e lists/.gaz-change.tsv ]
    [ -e corpus/.gaz-new ] || grep -q '"documents": 301' corpus/.gaz-history
    rebuilt
}

@test "SIGTERM among verdicts: whoever waits is answered" {
    small_model
    seq -f 'name%.0f' 150000 >>lists/Thing.tsv # so that the first one takes a while, and the others wait for it
    "$RELEASE" build lists -o m.gaz --quiet
    serve m.gaz --lists lists
    python3 - "$URL" "$SERVER" >answers <<'END'
import json, os, signal, socket, sys, time
address = sys.argv[1].split("/")[2].split(":")
sockets = []
for number in range(5):
    body = json.dumps({"surface": "w%d" % number, "type": "Thing", "verdict": "keep"})
    sockets.append(socket.create_connection((address[0], int(address[1]))))
    sockets[-1].sendall(b"POST /verdict HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%s"
                        % (len(body), body.encode()))
    time.sleep(0.05)
os.kill(int(sys.argv[2]), signal.SIGTERM)
for one in sockets:
    print(one.makefile().read().splitlines()[-1])
END
    wait "$SERVER"
    for i in $(seq 5); do
        sed -n "${i}p" answers | grep -q '^{"error": "the server ends"}$' ||
            { sed -n "${i}p" answers | grep -q '^{"model_version' && grep -q "^w$((i - 1))	.*	keep	" lists/Thing.tsv; }
    done
    [ ! -e lists/.gaz-change.tsv ]
    "$RELEASE" build lists -o again.gaz --quiet
    cmp m.gaz again.gaz
}
