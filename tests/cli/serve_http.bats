# gaz serve and HTTP itself: requests that no library sends, byte by byte.
source "$BATS_TEST_DIRNAME/helper.bash"
source "$BATS_TEST_DIRNAME/serve.bash"

# talk: a script in Python, in which send(BYTES...) sends on a new connection and returns the answers there, until it is
# closed: (status, headers, body) of each.
talk() {
    python3 - "$URL" "$(cat)" <<'END'
import socket, sys, urllib.parse
address = urllib.parse.urlsplit(sys.argv[1])

def connect():
    return socket.create_connection((address.hostname, address.port), timeout=60)

def read(file, head=False):
    """The next answer; None: the connection is closed."""
    line = file.readline()
    if not line: return None
    headers = {}
    while (field := file.readline().strip()):
        name, value = field.decode().split(": ", 1)
        headers[name.lower()] = value
    size = 0 if head or line.split()[1] in (b"204", b"100") else int(headers["content-length"])
    return int(line.split()[1]), headers, file.read(size)

def send(*parts, head=False):
    client = connect()
    for part in parts: client.sendall(part)
    file, answers = client.makefile("rb"), []
    while (answer := read(file, head)): answers.append(answer)
    return answers

def first(sent):
    """The status of the first answer, once the server has closed the connection; 0: there was none."""
    client = connect()
    try:
        client.sendall(sent)
        answer = client.makefile("rb").read()
    except ConnectionError:
        return 0
    return int(answer.split()[1]) if answer else 0

def request(method, path, *headers, body=b"", host=b"localhost", last=True):
    lines = [b"%s %s HTTP/1.1" % (method, path), b"Host: " + host, *headers] + [b"Connection: close"] * last
    if body or method == b"POST": lines.append(b"Content-Length: %d" % len(body))
    return b"\r\n".join(lines) + b"\r\n\r\n" + body

def tag(body, last=True):
    return request(b"POST", b"/tag", b"Content-Type: text/plain", body=body, last=last)

exec(sys.argv[2])
END
}

small() {
    printf '%s\n' $'linux kernel\tOS' $'C++\tLang' >list.tsv
    "$GAZ" build list.tsv -o m.gaz --quiet
    serve m.gaz --max-seconds 2 "$@" # whoever neither ends nor is refused is closed
}

@test "methods: HEAD is GET without the body, others are told what the path has" {
    small
    talk <<'END'
(get,), (head,) = send(request(b"GET", b"/health")), send(request(b"HEAD", b"/health"), head=True)
assert get[0] == head[0] == 200 and head[2] == b"" and head[1]["content-length"] == str(len(get[2])), (get, head)
for method in (b"PUT", b"DELETE", b"OPTIONS", b"PATCH", b"BREW"):
    (answer,) = send(request(method, b"/health"))
    assert answer[0] == 405 and answer[1]["allow"] == "GET, HEAD", answer
    assert b"/health is asked with GET" in answer[2], answer
(answer,) = send(request(b"OPTIONS", b"/tag", b"Origin: http://localhost", b"Access-Control-Request-Method: POST"))
assert answer[0] in (403, 405) and not any(name.startswith("access-control") for name in answer[1]), answer
(answer,) = send(request(b"GET", b"/tag"))
assert answer[0] == 405 and answer[1]["allow"] == "POST", answer
(answer,) = send(request(b"POST", b"/no/such/path", body=b"x"))
assert answer[0] == 404 and b"there is nothing at /no/such/path" in answer[2], answer
END
}

@test "paths: parts that are empty, encoded, too many or of another model" {
    small
    talk <<'END'
for path, status in ((b"/", 200), (b"//", 404), (b"/health/", 404), (b"/%68ealth", 200), (b"/health?a=b", 200), (b"/m", 404),
                     (b"/m/", 404), (b"/m//health", 404), (b"/m/m", 308), (b"/m/m/", 200), (b"/m/m/health", 200),
                     (b"/m/M/health", 404), (b"/m/m/m/m/health", 404), (b"/../health", 404), (b"/%zz", 404),
                     (b"/health%2f", 404), (b"/" + b"x" * 5000, 404)):
    (answer,) = send(request(b"GET", path))
    assert answer[0] == status, (path, answer)
    assert len(answer[2]) < 400 or status == 200, answer # a long path is not repeated
(answer,) = send(request(b"GET", b"/m/m"))
assert answer[1]["location"] == "m/", answer
(answer,) = send(request(b"POST", b"/solr//tag", body=b"x"))
assert answer[0] == 404, answer
(answer,) = send(request(b"GET", b"/no\"<script>"))
assert answer[0] in (400, 404) and answer[1].get("content-type") != "text/html; charset=utf-8", answer
END
}

@test "hosts: absent, doubled, with a port, with brackets, and none" {
    small --name gaz.example
    talk <<'END'
for host, status in ((b"localhost", 200), (b"LOCALHOST:1", 200), (b"127.0.0.1:80", 200), (b"[::1]", 200), (b"[::1]:80", 200),
                     (b"gaz.example.", 403), (b"gaz.example", 200), (b"gaz.example:", 200), (b"gaz.example:8o", 403),
                     (b"[::1", 403), (b"[::1]x", 403), (b"[]", 403), (b":80", 403), (b"x" * 300, 403), (b"1.2.3", 403),
                     (b"user@localhost", 403)):
    (answer,) = send(request(b"GET", b"/health", host=host))
    assert answer[0] == status, (host, answer)
assert first(b"GET /health HTTP/1.0\r\n\r\n") == 200 # of old clients, which no page can be
for hosts in (b"localhost", b"evil.example"), (b"evil.example", b"localhost"): # of two, it is the first
    (answer,) = send(request(b"GET", b"/health", b"Host: " + hosts[1], host=hosts[0]))
    assert answer[0] == (200 if hosts[0] == b"localhost" else 403), (hosts, answer)
for site, origin, status in ((b"none", None, 200), (b"same-site", None, 403), (None, b"http://localhost", 200),
                             (None, b"localhost", 403), (None, b"http://localhost:81", 403), (None, b"", 403)):
    headers = ([b"Sec-Fetch-Site: " + site] if site else []) + ([b"Origin: " + origin] if origin is not None else [])
    (answer,) = send(request(b"POST", b"/tag", *headers, body=b'{"text": ""}'))
    assert answer[0] == status, (site, origin, answer)
END
}

@test "bodies: their type, their length and their end" {
    small
    talk <<'END'
json = b'{"text": "C++"}'
for kind, body, status in ((b"application/json", json, 200), (b"APPLICATION/JSON ; charset=utf-8", json, 200),
                           (b"text/plain;charset=utf-8", b"C++", 200), (b"application/jsonx", json, 415), (b"text", b"C++", 415),
                           (b"application/x-www-form-urlencoded", json, 200), # as curl -d says
                           (b"application/x-www-form-urlencoded", b"text=C++", 415), (b"", json, 200)):
    (answer,) = send(request(b"POST", b"/tag", b"Content-Type: " + kind, body=body))
    assert answer[0] == status and (status != 200 or b'"Lang"' in answer[2]), (kind, answer)
(answer,) = send(request(b"POST", b"/tag", body=json)) # without a type
assert answer[0] == 200 and b'"Lang"' in answer[2], answer
assert send(request(b"POST", b"/tag", b"Content-Type: text/plain"))[0][2].startswith(b'{"spans": [], ')
for length in (b"-1", b"x", b"99999999999999999999999"):
    status = first(b"POST /tag HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + length + b"\r\n\r\n")
    assert status in (400, 413), (length, status)
for chunk in (b"3\r\nC++\r\n0\r\n\r\n", b"1\r\nC\r\n2;x=y\r\n++\r\n0\r\nX: y\r\n\r\n"):
    head = (b"POST /tag HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\nConnection: close\r\n"
            b"Transfer-Encoding: chunked\r\n\r\n")
    (answer,) = send(head + chunk)
    assert answer[0] == 200 and b'"Lang"' in answer[2], answer
assert first(head + b"zz\r\nC++\r\n") == 400
# A client that goes in the middle of its body gets nothing, and the server goes on.
for _ in range(20):
    client = connect()
    client.sendall(b"POST /tag HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\nhalf")
    client.close()
assert send(tag(b"C++"))[0][0] == 200
END
}

@test "who asks before he sends is answered before he does" {
    small --max-body 1
    talk <<'END'
def expect(path, length):
    client = connect()
    client.sendall(b"POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\nExpect: 100-continue\r\n"
                   b"Content-Length: %d\r\n\r\n" % (path, length))
    return client, client.makefile("rb")
for path, length, status in ((b"/no", 5, 404), (b"/health", 5, 405), (b"/tag", 5000000, 413)):
    client, file = expect(path, length)
    assert read(file)[0] == status, path
client, file = expect(b"/tag", 3)
assert read(file)[0] == 100
client.sendall(b"C++")
answer = read(file)
assert answer[0] == 200 and b'"Lang"' in answer[2], answer
END
}

@test "several requests on a connection, sent at once, are answered in their order" {
    small
    talk <<'END'
answers = send(tag(b"C++", False), tag(b"linux kernel", False), request(b"GET", b"/no", last=False), tag(b"x" * 100000, False),
               request(b"GET", b"/health"))
assert [answer[0] for answer in answers] == [200, 200, 404, 200, 200], answers
assert b"Lang" in answers[0][2] and b"OS" in answers[1][2]
answers = send(b"".join([tag(b"C++", False), tag(b"linux kernel"), tag(b"C++")])) # nothing comes behind a close
assert len(answers) == 2 and answers[1][1]["connection"].lower() == "close", answers
answers = send(b"\r\n\r\n" + tag(b"C++")) # blank lines before a request
assert [answer[0] for answer in answers] == [200], answers
answers = send(b"".join(tag(b"C++ " * i, i == 59) for i in range(1, 60)))
assert [answer[2].count(b"Lang") for answer in answers] == list(range(1, 60))
END
}

@test "heads that are no HTTP, or too large, are refused, and others are served" {
    small
    talk <<'END'
for head in (b"\0\1\2\3\r\n\r\n", b"GET\r\n\r\n", b"GET /health\r\n\r\n", b"GET /health HTTP/9.9\r\nHost: localhost\r\n\r\n",
             b"GET /health HTTP/1.1\r\nHost localhost\r\n\r\n", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",
             request(b"GET", b"/health", b"X: " + b"y" * 100000), request(b"GET", b"/health", *[b"X%d: y" % i for i in range(9000)])):
    status = first(head)
    assert status == 0 or status >= 400, (head[:60], status)
    assert send(tag(b"C++"))[0][0] == 200
END
    same "$(cat messages)" "gaz: serving at $URL/"
}

@test "arguments of the query, as odd as can be" {
    small
    talk <<'END'
for query, status in ((b"all=true", 200), (b"all=false", 200), (b"all", 200), (b"all=0", 200), (b"all=2", 400), (b"senses=no", 400),
                      (b"abbreviations=1", 200), (b"abbreviations=", 200), (b"min_score=", 400), (b"min_score=-0.1", 400),
                      (b"min_score=nan", 400), (b"min_score=1e400", 400), (b"offsets=", 400), (b"offsets=default", 400),
                      (b"type=OS&type=Lang", 200), (b"&".join([b"type=OS"] * 64), 200), (b"&".join([b"type=OS"] * 65), 400),
                      (b"type=", 400), (b"%61ll=1", 200), (b"=", 400), (b"&", 400), (b"all=1&offsets=byte", 200)):
    (answer,) = send(request(b"POST", b"/tag?" + query, b"Content-Type: text/plain", body=b"C++"))
    assert answer[0] == status, (query, answer)
for path in (b"/explain?all=1", b"/explain?abbreviations=1"):
    (answer,) = send(request(b"POST", path, body=b'{"text": "C++"}'))
    assert answer[0] == 400 and b"without all and abbreviations" in answer[2], answer
END
}
