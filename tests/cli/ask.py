"""usage: ask.py STATUS URL PATH [BODY] [HEADER: VALUE]...   prints the body of an answer, which must have that status"""
import http.client
import sys
import urllib.parse

status, url, path, *rest = sys.argv[1:]
body = rest.pop(0).encode() if rest and not rest[0].startswith("H:") else None
if body and body.startswith(b"@"):
    with open(body[1:], "rb") as file:
        body = file.read()
headers = {"Content-Type": "application/json"} if body is not None else {}
for header in rest:
    name, value = header.removeprefix("H:").split(": ", 1)
    headers[name] = value
address = urllib.parse.urlsplit(url)
connection = http.client.HTTPConnection(address.hostname, address.port, timeout=60)
connection.request("GET" if body is None else "POST", path, body, headers)
answer = connection.getresponse()
text = answer.read().decode()
sys.stdout.write(text)
if answer.status != int(status):
    sys.exit("status %d, not %s: %s" % (answer.status, status, text))
