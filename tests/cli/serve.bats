# gaz serve: what all protocols have in common, and the generic ones.
source "$BATS_TEST_DIRNAME/helper.bash"
source "$BATS_TEST_DIRNAME/serve.bash"

small_model() {
    printf '%s\n' $'linux kernel\tOS' $'C++\tLang' $'café\tDrink' >list.tsv
    "$GAZ" build list.tsv -o m.gaz --quiet
}

@test "a text, many texts, plain text" {
    small_model
    serve m.gaz
    local version
    version=$(ask /health | python3 -c 'import json, sys; print(json.load(sys.stdin)["model_version"])')
    same "$version" "gaz-$("$GAZ" --version | cut -d ' ' -f 2)-$("$GAZ" info m.gaz --json | python3 -c 'import json, sys; print(json.load(sys.stdin)["checksum"])')"
    same "$(ask /tag '{"text": "😀 the linux kernel in C++", "other": [1]}')" \
        '{"spans": [{"start": 6, "end": 18, "label": "OS", "score": 1.0, "text": "linux kernel"}, {"start": 22, "end": 25, "label": "Lang", "score": 1.0, "text": "C++"}], "offsets": "codepoint", "model_version": "'"$version"'"}'
    same "$(ask /tag '{"texts": ["C++", "", "\u0063af\u00e9 \ud83d\ude00"]}')" \
        '{"results": [{"spans": [{"start": 0, "end": 3, "label": "Lang", "score": 1.0, "text": "C++"}]}, {"spans": []}, {"spans": [{"start": 0, "end": 4, "label": "Drink", "score": 1.0, "text": "café"}]}], "offsets": "codepoint", "model_version": "'"$version"'"}'
    same "$(ask /tag 'a "C++"' 'H:Content-Type: text/plain; charset=utf-8')" \
        '{"spans": [{"start": 3, "end": 6, "label": "Lang", "score": 1.0, "text": "C++"}], "offsets": "codepoint", "model_version": "'"$version"'"}'
    stop
}

@test "offsets, types, scores and senses are chosen in the query" {
    printf '%s\n' $'EU\tOrg' $'EU\tPlace' $'EU law\tLaw' >list.tsv
    "$GAZ" build list.tsv -o m.gaz --quiet
    serve m.gaz
    same "$(ask '/tag?offsets=byte' '{"text": "😀 EU"}' | cut -c 1-35)" '{"spans": [{"start": 5, "end": 7, "'
    same "$(ask '/tag?offsets=utf16' '{"text": "😀 EU"}' | cut -c 1-35)" '{"spans": [{"start": 3, "end": 5, "'
    same "$(ask '/tag?offsets=grapheme' '{"text": "👩‍👩‍👧 EU"}' | cut -c 1-35)" '{"spans": [{"start": 2, "end": 4, "'
    same "$(ask '/tag?type=Org' '{"text": "EU"}' | grep -o '"label": "[A-Za-z]*"')" '"label": "Org"'
    same "$(ask '/tag?all=1' '{"text": "EU law"}' | grep -o '"label"' | wc -l)" 2
    same "$(ask '/tag?senses=1' '{"text": "EU"}' | grep -c '"senses"')" 1
    refused 400 'there is no argument ofsets' '/tag?ofsets=byte' '{"text": "EU"}'
    refused 400 'type=Nothing: there is no such value' '/tag?type=Nothing' '{"text": "EU"}'
    refused 400 'min_score=2' '/tag?min_score=2' '{"text": "EU"}'
    refused 400 'offsets=words' '/tag?offsets=words' '{"text": "EU"}'
    same "$(ask '/tag?min_score=1' '{"text": "EU"}' | grep -c '"label"')" 1
}

@test "spans are those of gaz tag, in every unit" {
    needs_shared corpora
    "$GAZ" build "$TOP/gazetteers/software" -o m.gaz --quiet
    serve m.gaz
    head -c 300000 "$SHARED"/logs/*.log | iconv -c -f utf-8 -t utf-8 >text
    printf '😀 Python on Linux\r\n👩‍👩‍👧 C++\n' >>text
    for unit in byte codepoint utf16 grapheme; do
        ask "/tag?offsets=$unit" @text 'H:Content-Type: text/plain' >answer
        "$GAZ" tag m.gaz text --from text --to jsonl --document file --offsets "$unit" >expected
        python3 - <<'END'
import json
answer, expected = json.load(open("answer")), json.loads(open("expected").read())
assert len(expected["spans"]) > 100 and answer["spans"] == expected["spans"]
END
    done
}

@test "clients of Hugging Face, doccano, DBpedia Spotlight and Solr" {
    small_model
    printf 'EU\tOrg\tQ458\tEuropean Union\n' >ids.tsv
    "$GAZ" build ids.tsv --columns surface=1,type=2,id=3,name=4 -o ids.gaz --quiet
    serve m.gaz ids.gaz
    same "$(ask /hf '{"inputs": "😀 C++", "parameters": {}}')" '[{"entity_group": "Lang", "score": 1.0, "word": "C++", "start": 2, "end": 5}]'
    same "$(ask /hf '{"inputs": ["C++", "x"]}')" '[[{"entity_group": "Lang", "score": 1.0, "word": "C++", "start": 0, "end": 3}], []]'
    same "$(ask /doccano '{"text": "😀 C++"}')" '[{"label": "Lang", "score": 1.0, "start_offset": 3, "end_offset": 6}]'
    same "$(ask /m/ids/rest/annotate 'confidence=0.4&text=%F0%9F%98%80+the+EU%00' 'H:Content-Type: application/x-www-form-urlencoded')" \
        '{"@text": "😀 the EU�", "@confidence": "0.4", "@support": "0", "@types": "", "@sparql": "", "@policy": "whitelist", "Resources": [{"@URI": "Q458", "@support": "1", "@types": "Org", "@surfaceForm": "EU", "@offset": "6", "@similarityScore": "1.0000", "@percentageOfSecondRank": "0.0"}]}'
    same "$(ask /rest/annotate text=nothing | grep -c '"Resources": \[\]')" 1
    same "$(ask '/m/ids/solr/any/tag?overlaps=NO_SUB&matchText=true&tagsLimit=1' '😀 EU EU' 'H:Content-Type: text/plain')" \
        '{"responseHeader": {"status": 0, "QTime": 0}, "tagsCount": 1, "tags": [{"startOffset": 3, "endOffset": 5, "matchText": "EU", "ids": ["Q458"]}], "response": {"start": 0, "docs": [{"id": "Q458", "name": "European Union", "type": "Org"}], "numFound": 1}}'
    same "$(ask '/m/ids/solr/any/tag?offsets=byte' '😀 EU' | grep -o '"startOffset": [0-9]*')" '"startOffset": 5'
    refused 400 'overlaps is ALL' '/solr/any/tag?overlaps=SOME' 'EU'
    refused 400 'offsets is byte' '/solr/any/tag?offsets=words' 'EU'
}

@test "what cannot be read is said, with its place" {
    small_model
    serve m.gaz
    refused 400 'no JSON' /tag '{"text": "x"'
    refused 400 'line 2' /tag $'{"text": "x",\n "b": nul}'
    refused 400 'one half of a pair' /tag '{"text": "\ud800"}'
    refused 400 'not an object' /tag '["x"]'
    refused 400 'followed by something else' /tag '{"text": "x"} {}'
    refused 400 'no member \"text\"' /tag '{"body": "x"}'
    refused 400 'a text is not a string' /tag '{"text": 5}'
    refused 400 'a text is not a string' /tag '{"texts": ["x", 5]}'
    printf '{"text": "\xff"}' >bytes
    refused 400 'not UTF-8' /tag @bytes
    refused 400 'not an object' /tag ''
    refused 415 'neither application/json nor text/plain' /tag 'x' 'H:Content-Type: text/html'
    refused 404 'nothing at /no' /no
    refused 404 'no model \"other\"' /m/other/tag '{"text": "x"}'
    refused 405 'asked with POST' /tag
    refused 405 'asked with GET' /health '{}'
    same "$(cat messages | wc -l)" 1
}

# bats test_tags=long
@test "who may ask: hosts, pages, users and tokens" {
    small_model
    printf '%s\n' '# who' '' 'ann:pa:ss wörd' 's3cret-token' >who
    serve m.gaz --name gaz.example
    refused 403 'not called evil.example' /tag '{"text": "x"}' 'H:Host: evil.example'
    refused 403 'not called localhost.evil.example' /tag '{"text": "x"}' 'H:Host: localhost.evil.example:80'
    ask /tag '{"text": "x"}' 'H:Host: gaz.example:8720' >out
    ask /tag '{"text": "x"}' 'H:Host: [::1]:8720' >out
    refused 403 'page of another server' /tag '{"text": "x"}' 'H:Origin: http://evil.example'
    refused 403 'page of another server' /tag '{"text": "x"}' 'H:Origin: null'
    refused 403 'page of another server' /tag '{"text": "x"}' 'H:Sec-Fetch-Site: cross-site'
    ask /tag '{"text": "x"}' "H:Origin: $URL" 'H:Sec-Fetch-Site: same-origin' >out
    stop
    serve m.gaz --credentials who
    refused 401 'a user or a token is needed' /tag '{"text": "x"}'
    refused 401 'a user or a token is needed' /tag '{"text": "x"}' 'H:Authorization: Bearer s3cret-toke'
    refused 401 'a user or a token is needed' /tag '{"text": "x"}' 'H:Authorization: Bearer s3cret-token1'
    refused 401 'a user or a token is needed' /tag '{"text": "x"}' "H:Authorization: Basic $(printf 'ann:pa' | base64)"
    refused 401 'a user or a token is needed' /metrics
    ask /tag '{"text": "x"}' 'H:Authorization: bearer s3cret-token' >out
    ask /tag '{"text": "x"}' "H:Authorization: Basic $(printf 'ann:pa:ss wörd' | base64)" >out
    ask /health >out
    printf 'new-token\n' >who
    kill -HUP "$SERVER"
    for _ in $(seq 100); do ask /tag '{"text": "x"}' 'H:Authorization: Bearer new-token' >out 2>&1 && break || sleep 0.1; done
    refused 401 'a user or a token is needed' /tag '{"text": "x"}' 'H:Authorization: Bearer s3cret-token'
    same "$(grep -c -e s3cret -e 'pa:ss' -e new-token messages || true)" 0
    stop
    : >who
    fails 1 'who: the file has no user and no token' "$GAZ" serve m.gaz --credentials who --port 0
}

@test "limits of bodies, in one piece and in chunks" {
    small_model
    serve m.gaz --max-body 1
    head -c 1000001 /dev/zero | tr '\0' x >large
    refused 413 'larger than 1000000 bytes' /tag @large 'H:Content-Type: text/plain'
    cat large large large large >larger # who is refused reads why, and can ask again
    refused 404 'nothing at /no' /no @larger
    head -c 1000000 large >whole
    ask /tag @whole 'H:Content-Type: text/plain' >out
    python3 - "$URL" <<'END'
import http.client, sys, urllib.parse
address = urllib.parse.urlsplit(sys.argv[1])
def post(pieces, **headers):
    connection = http.client.HTTPConnection(address.hostname, address.port, timeout=60)
    connection.request("POST", "/tag", iter(pieces), {"Content-Type": "text/plain", **headers}, encode_chunked=True)
    answer = connection.getresponse()
    return answer.status, answer.read()
assert post([b"a C+", b"+ x"])[1].startswith(b'{"spans": [{"start": 2, "end": 5'), "chunks"
assert post([b"x" * 1000] * 2000)[0] == 413, "too many chunks"
# Expect: 100-continue, and several requests on one connection.
connection = http.client.HTTPConnection(address.hostname, address.port, timeout=60)
for number in range(100):
    connection.request("POST", "/tag", b"C++", {"Content-Type": "text/plain", "Expect": "100-continue"} if number % 2 else {"Content-Type": "text/plain"})
    answer = connection.getresponse()
    assert answer.status == 200 and b'"Lang"' in answer.read()
END
}

@test "slow clients and half requests are closed, others are answered meanwhile" {
    small_model
    serve m.gaz --max-seconds 1 --max-connections 8
    python3 - "$URL" <<'END'
import socket, sys, time, urllib.parse, urllib.request
address = urllib.parse.urlsplit(sys.argv[1])
slow = [socket.create_connection((address.hostname, address.port)) for _ in range(4)]
slow[1].sendall(b"POST /tag HTTP/1.1\r\nHost: localhost\r\nContent-Le")
slow[2].sendall(b"POST /tag HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\nContent-Length: 100\r\n\r\nx")
closed = [False] * 4
begin = time.monotonic()
while not all(closed):
    assert time.monotonic() - begin < 60, closed
    for number, client in enumerate(slow):
        try:
            if number == 3: client.sendall(b"G")  # byte by byte
            client.settimeout(0.05)
            closed[number] = closed[number] or client.recv(1000) == b""
        except socket.timeout:
            pass
        except OSError:
            closed[number] = True
    assert urllib.request.urlopen(sys.argv[1] + "/health", timeout=30).status == 200
END
}

@test "a model that is replaced or written over is served next, a bad one is not" {
    small_model
    serve m.gaz
    printf 'world\tThing\n' >other.tsv
    "$GAZ" build other.tsv -o other.gaz --quiet
    cp other.gaz m.gaz
    for _ in $(seq 200); do ask /tag '{"text": "world"}' | grep -q Thing && break || sleep 0.1; done
    ask /tag '{"text": "world"}' | grep Thing
    printf 'no model' >bad
    mv bad m.gaz
    for _ in $(seq 200); do grep -q 'the model read before stays' messages && break || sleep 0.1; done
    ask /tag '{"text": "world"}' | grep Thing
    same "$(sed 1d messages)" "gaz: m.gaz: read again: $(ask /health | grep -o 'gaz-[0-9a-f.-]*')
gaz: m.gaz: is not a gaz model; the model read before stays"
    kill -HUP "$SERVER"
    for _ in $(seq 200); do [ "$(grep -c 'read before stays' messages)" = 2 ] && break || sleep 0.1; done
    "$GAZ" build list.tsv -o m.gaz --quiet
    for _ in $(seq 200); do ask /tag '{"text": "C++"}' | grep -q Lang && break || sleep 0.1; done
    stop
}

@test "requests are counted" {
    small_model
    serve m.gaz
    for _ in 1 2 3; do ask /tag '{"text": "C++ C++"}' >out; done
    refused 400 'no JSON' /tag '{'
    ask /metrics >counts
    same "$(grep -c '^gaz_requests_total{path="/tag",status="2xx"} 3$' counts)" 1
    same "$(grep -c '^gaz_requests_total{path="/tag",status="4xx"} 1$' counts)" 1
    same "$(grep '^gaz_spans_total' counts)" 'gaz_spans_total 6'
    same "$(grep -c '^gaz_request_seconds_bucket{path="/tag",le="+Inf"} 4$' counts)" 1
    grep '^gaz_model_entries{model="m",checksum="[0-9a-f]*"} 3$' counts
    same "$(grep -v '^#' counts | grep -vcE '^[a-z_]+(\{[a-z]+="[^"]*"(,[a-z]+="[^"]*")*\})? [0-9.e-]+$')" 0
}

@test "what is told before anything is served" {
    needs_serve
    small_model
    fails 2 'a model is needed' "$GAZ" serve
    fails 2 'two models are called m' "$GAZ" serve m.gaz ./m.gaz
    fails 1 'absent.gaz: cannot open' "$GAZ" serve absent.gaz
    fails 2 'localhost is no address' "$GAZ" serve m.gaz --address localhost
    printf 'EU B-ORG\n\n' >corpus.conll
    "$GAZ" harvest corpus.conll -o lists --quiet --min-purity 0
    "$GAZ" build lists -o rows.gaz --tokens corpus --quiet
    fails 2 'the model cannot tag raw text' "$GAZ" serve rows.gaz
    serve m.gaz
    fails 1 'cannot listen: Address already in use' "$GAZ" serve m.gaz --port "${URL##*:}"
    serve m.gaz --address ::1
    ask /health >out
}
