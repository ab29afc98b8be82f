#!/usr/bin/env python3
"""What serve_page.bats looks for in Chromium. usage: serve_page_cases.py CASE URL [ARGUMENT...]"""
import http.client
import http.server
import json
import pathlib
import sys
import threading
import urllib.parse

from browser import Browser

SAID = "document.getElementById('said').textContent"
TIP = "document.getElementById('tip')"
TOTAL = "document.getElementById('total').textContent"
AREA = "document.getElementById('text')"
ACTIVE = "document.activeElement"
MARKS = "Array.from(document.querySelectorAll('mark:not(.more)'), (m) => m.dataset.s || m.textContent)"
SHOWN = "Array.from(document.querySelectorAll('article > p'), (p) => p.textContent).join('\\n')"
LIST = "Array.from(document.querySelectorAll('.spans li'), (li) => li.innerText.split('\\n'))"
COUNTS = """Object.fromEntries(Array.from(document.querySelectorAll('#types button.type'),
    (b) => [b.querySelector('bdi').textContent, Number(b.querySelector('.count').textContent)]))"""


def equal(actual, expected, what=""):
    if actual != expected:
        sys.exit("%s\nexpected: %.3000r\ngot:      %.3000r" % (what, expected, actual))


def ask(url, path, body=None, **headers):
    """Status and value of an answer."""
    address = urllib.parse.urlsplit(url)
    connection = http.client.HTTPConnection(address.hostname, address.port, timeout=60)
    data = None if body is None else json.dumps(body).encode()
    connection.request("GET" if body is None else "POST", path, data, {"Content-Type": "application/json", **headers})
    answer = connection.getresponse()
    return answer.status, json.loads(answer.read() or "null")


def spans_of(url, text, path="/tag?offsets=utf16"):
    return ask(url, path, {"text": text})[1]["spans"]


def complaints(browser, url):
    """What the browser complains about, but that there are no lists, and requests to others."""
    def is_good(one):
        return one.startswith("request: " + url + "/") or (url + "/status" in one and "404" in one) or \
            ("/m/" in one and "/status" in one)
    return [one for one in browser.complaints() if not is_good(one)]


def wait_spans(browser, count):
    browser.wait("%s === '%s'" % (TOTAL, "1 span" if count == 1 else "%s spans" % format(count, ",")), "spans")
    browser.settle()


def start(browser, url, path="/"):
    browser.open(url + path)
    browser.wait("document.getElementById('model').options.length > 0", "the models")


def paste(browser, text, count):
    """In place of what is there."""
    browser.run("%s.select(); %s.focus()" % (AREA, AREA))
    browser.paste(text)
    browser.wait("%s.value === %s" % (AREA, json.dumps(text)), "the pasted text")
    browser.wait("%s === %s" % (SHOWN, json.dumps(text)), "the text shown")
    wait_spans(browser, count)


# ---- The page ----

def pasted(browser, url):
    """A pasted text shows its spans, coloured, counted, listed, and keys go from one to the next."""
    text = "the 😀 kernel, a kernel space\nand a shell in C ++\n\n"
    start(browser, url)
    equal(browser.run(ACTIVE + ".id"), "text")
    paste(browser, text, 4)
    surfaces = ["kernel", "kernel space", "shell", "C ++"]
    equal(browser.run(MARKS), surfaces)
    equal(browser.run(COUNTS), {"OS": 2, "Tool": 1, "Language": 1})
    equal(browser.run(LIST), [["kernel", "OS"], ["kernel space", "OS"], ["shell", "Tool"], ["C ++", "Language"]])
    grounds = browser.run("Array.from(document.querySelectorAll('mark'), (m) => getComputedStyle(m).backgroundColor)")
    equal([grounds[0] == grounds[1], len(set(grounds))], [True, 3], "colours")
    equal(browser.run("getComputedStyle(document.querySelector('mark'), '::after').content"), '"OS"')
    browser.key("Escape")  # out of the field, to the first span
    equal(browser.run(ACTIVE + ".textContent"), "kernel")
    for key, expected in zip("nnnp", surfaces[1:] + surfaces[2:3]):
        browser.key(key)
        equal(browser.run(ACTIVE + ".textContent"), expected, key)
    equal("span 3 of 4" in browser.run("document.getElementById('live').textContent"), True)
    browser.key("w")
    equal(browser.run(ACTIVE + ".id"), "text")
    browser.click("document.getElementById('next')")
    browser.click("document.querySelectorAll('.spans button')[3]")
    equal(browser.run(ACTIVE + ".textContent"), "C ++")
    browser.key("1")
    equal(browser.run("[%s, getComputedStyle(document.querySelector('mark'), '::after').content]" % LIST),
          [[["shell", "Tool"], ["C ++", "Language"]], "none"])
    equal(browser.nameless(), [], "controls without a name")
    equal(complaints(browser, url), [], "the browser complains")


def typed(browser, url):
    """Spans come and go with each key, and of many texts the last one is shown."""
    start(browser, url)
    browser.type("a kern")
    browser.wait(SHOWN + " === 'a kern'")
    equal(browser.run(MARKS), [])
    browser.type("el")
    wait_spans(browser, 1)
    browser.type("s")
    wait_spans(browser, 0)
    for _ in range(30):
        browser.insert(" shell kernel")
    wait_spans(browser, 60)
    browser.click("document.getElementById('clear')")
    browser.wait(TOTAL + " === ''")
    equal(browser.run("[%s, %s]" % (MARKS, SHOWN)), [[], ""])
    equal(complaints(browser, url), [])


def late(browser, url):
    """An answer that comes after that to a later text is for nobody."""
    start(browser, url)
    browser.run("""(() => { const ask = window.fetch; let first = true;
        window.fetch = async (path, options) => {
            const slow = first && path.includes('/tag');
            if (slow) first = false;
            const answer = await ask(path, { ...options, signal: undefined });
            if (slow) await new Promise((done) => { window.release = done; });
            return answer;
        }; })()""")
    browser.insert("a kernel")
    browser.wait("window.release", "the first request")
    browser.insert(" a shell")
    wait_spans(browser, 2)
    browser.run("window.release(); new Promise((done) => setTimeout(done, 200))")
    equal(browser.run("[%s, %s]" % (SHOWN, TOTAL)), ["a kernel a shell", "2 spans"])


def moved(browser, url):
    """Paragraphs that are taken again are known to be elsewhere."""
    places = """Array.from(document.querySelectorAll('mark:not(.more)')).every((mark) => {
        const at = liveBlocks.placeOf(mark);
        return %s.value.slice(at.begin, at.end) === mark.textContent; })""" % AREA
    text = "".join("line %d of the kernel space, which has no shell\n" % i for i in range(1000))
    start(browser, url)
    paste(browser, text, 2000)
    equal(browser.run(places), True)
    begin = browser.run("(window.second = document.querySelectorAll('article > p')[1]).begin")
    rest = text[begin:]
    paste(browser, rest, 2 * rest.count("\n"))
    equal(browser.run("window.second === document.querySelector('article > p')"), True, "a paragraph is taken again")
    equal(browser.run(places), True)


def explained(browser, url):
    """What is selected, by key or pointer, is explained."""
    start(browser, url)
    paste(browser, "first line\n\U0001f600 kernel space and shell", 2)
    browser.key("Escape")
    browser.wait(TIP + ".innerText.includes('precision of the entry')", "the explanation")
    told = browser.run(TIP + ".innerText")
    for part in ("OS", "score", "What else could be here:", "kernel OS", "shorter than \"kernel space\" OS"):
        equal(part in told, True, part + " in " + told)
    browser.key("Escape")
    equal(browser.run(TIP + ".hidden"), True)
    browser.key("e")
    equal(browser.run("[%s.hidden, %s.innerText.includes('What else')]" % (TIP, TIP)), [False, True])
    browser.point("document.querySelectorAll('mark')[1]")
    browser.wait(TIP + ".innerText.startsWith('Tool') && %s.innerText.includes('precision')" % TIP)
    equal(complaints(browser, url), [])


def nested(browser, url):
    """Overlapping spans are nested or cut, and counted once."""
    start(browser, url)
    text = "a b c d\nkernel space"
    paste(browser, text, 3)
    browser.click("document.getElementById('all')")
    wait_spans(browser, 5)
    equal(sorted(browser.run(MARKS)), sorted(one["text"] for one in spans_of(url, text, "/tag?all=1")))
    equal(browser.run(SHOWN), text)
    equal(browser.run("document.querySelectorAll('mark.more').length > 0 && document.querySelectorAll('mark mark').length > 0"), True)
    deep = "z " * 3000 + "end"
    browser.run("%s.select(); %s.focus()" % (AREA, AREA))
    browser.paste(deep)
    browser.wait(SAID + ".includes('more spans overlap too many others')", "too deep")
    equal(browser.run(SHOWN), deep)


HOSTILE = ("</textarea></script><script>window.harm=1</script><img src=x onerror=window.harm=2>"
           "<style>body{display:none}</style>&lt;b&gt; ]]> <!-- \u202ekernel\u202c \u2066shell \u0000\u001b\u0085 "
           "\ud83d\ude00 kernel \ufeffshell javascript:alert(1) ${harm} \\u0041\r\n\tkernel\u2028shell")


def hostile(browser, url):
    """Text is text: nothing of it is run, loaded or lost."""
    start(browser, url)
    browser.insert(HOSTILE)
    shown = browser.run(AREA + ".value")
    wait_spans(browser, len(spans_of(url, shown)))
    equal(browser.run(SHOWN), shown)
    equal(browser.run(MARKS), [one["text"] for one in spans_of(url, shown)])
    equal(browser.run("[window.harm, document.images.length, document.querySelectorAll('article *').length]")[:2], [None, 0])
    equal(browser.run("[...new Set(Array.from(document.querySelectorAll('article *'), (e) => e.tagName))].sort().join()"), "H2,MARK,P")
    browser.key("Escape")
    browser.wait(TIP + ".innerText.includes('precision')")
    equal(complaints(browser, url), [])
    # Nor is what a fault would put into the page.
    refused = browser.run("""new Promise((done) => {
        const found = [];
        document.addEventListener('securitypolicyviolation', (event) => found.push(event.effectiveDirective));
        const script = document.createElement('script');
        try { script.textContent = 'window.harm = 3'; } catch (error) { found.push(error.name); }
        try { document.body.innerHTML += '<b>'; } catch (error) { found.push(error.name); }
        const image = new Image();
        image.src = 'http://localhost:1/x';
        const style = document.createElement('style');
        style.textContent = 'body { color: red }';
        document.head.append(script, style, image);
        setTimeout(() => done([window.harm, getComputedStyle(document.body).color === 'rgb(255, 0, 0)', found.sort()]), 300);
    })""")
    equal(refused[:2], [None, False], "a script or a style of the text's")
    for one in ("TypeError", "img-src", "style-src-elem"):
        equal(one in refused[2], True, "%s in %r" % (one, refused[2]))


def types(browser, url):
    """Names of types are text, too."""
    start(browser, url)
    paste(browser, "kernel shell", 2)
    equal(browser.run("Array.from(document.querySelectorAll('mark'), (m) => getComputedStyle(m, '::after').content)"),
          ['"\\"}body{display:none}<b>"', '"a\\\\62 é"'])
    equal(browser.run("getComputedStyle(document.body).display"), "block")
    equal(list(browser.run(COUNTS)), ["\"}body{display:none}<b>", "a\\62 é"])


def large(browser, url):
    """A megabyte is shown whole, and keys are answered while it is."""
    line = "the kernel space of a shell, and words that are in no list at all\n"
    text = line * ((1 << 20) // len(line))
    start(browser, url)
    browser.run("""(() => { const make = liveBlocks.make;
        let turn = 0;
        window.turns = new Set();
        setInterval(() => turn++, 1);
        liveBlocks.SLICE = 1;
        liveBlocks.make = (...parts) => { window.turns.add(turn); return make(...parts); }; })()""")
    browser.run("%s.value = %s; %s.dispatchEvent(new InputEvent('input', {inputType: 'insertFromPaste'}))"
                % (AREA, json.dumps(text), AREA))
    wait_spans(browser, 2 * text.count("\n"))
    equal(browser.run("window.turns.size > 5"), True, "nothing else was done meanwhile")
    equal(browser.run(SHOWN + ".length") >= len(text) - 1, True, "the text's length")
    equal(browser.run("document.querySelectorAll('p.long').length > 50"), True, "blocks that are laid out in sight only")
    browser.key("Escape")
    browser.key("n")
    equal(browser.run(ACTIVE + ".textContent"), "shell")
    equal(browser.run(LIST + ".length"), 101)
    equal(complaints(browser, url), [])


def dropped(browser, url):
    """Files: UTF-8, UTF-16, what is neither, and one too large."""
    start(browser, url)
    for name, count, note in (("utf8.txt", 2, ""), ("utf16.txt", 2, ""), ("bad.txt", 1, "bad.txt is not UTF-8")):
        browser.drop(AREA, name)
        browser.wait("document.title.startsWith('%s')" % name)
        wait_spans(browser, count)
        browser.wait("%s.includes(%s)" % (SAID, json.dumps(note)), "what is said of " + name)
    pathlib.Path("large.txt").write_bytes(b"kernel\n" * (3 << 20))
    browser.drop(AREA, "large.txt")
    browser.wait(SAID + ".includes('too large for a page')")
    equal(browser.run("document.title").startswith("bad.txt"), True)


def models(browser, url):
    """Each model has a page, and on each all can be chosen."""
    for path in ("/m/second", "/m/second/"):
        start(browser, url, path)
        equal(browser.run("location.pathname"), "/m/second/")
        paste(browser, "a kernel, a beta", 1)
        equal(browser.run(MARKS), ["beta"])
        equal(complaints(browser, url), [])
    browser.run("(() => { const m = document.getElementById('model'); m.value = 'm'; m.dispatchEvent(new Event('change')); })()")
    browser.wait("%s.join() === 'kernel'" % MARKS)
    equal(browser.run("location.pathname"), "/m/m/")
    start(browser, url)
    equal(browser.run("Array.from(document.getElementById('model').options, (o) => o.value)"), ["m", "second"])


def no_lists(browser, url):
    """Without lists the keys for verdicts say so, and nothing is lost."""
    start(browser, url)
    paste(browser, "a kernel", 1)
    browser.key("Escape")
    for key in "kd":
        browser.run("document.getElementById('said').textContent = ''")
        browser.key(key)
        browser.wait(SAID + ".startsWith('No verdicts can be given')")
    equal(browser.run(MARKS), ["kernel"])


def users(browser, url):
    """Who has said who he is to the page need not do so again."""
    start(browser, url.replace("//", "//ann:secret@"))
    paste(browser, "a kernel", 1)
    browser.key("Escape")
    browser.wait(TIP + ".innerText.includes('precision')")
    equal(complaints(browser, url), [])


def phone(browser, url):
    """Nothing is wider than a phone."""
    browser.size(360, 740)
    start(browser, url)
    paste(browser, "a kernel " * 40 + "x" * 500, 40)
    equal(browser.run("document.documentElement.scrollWidth"), 360)
    browser.click("document.getElementById('rail-open')")
    equal(browser.run("document.getElementById('rail').offsetHeight > 50 && document.documentElement.scrollWidth"), 360)


# ---- Verdicts ----

def verdicts(browser, url):
    """An entry that is dropped by its key is gone, here, in a text pasted later, and in another tab; keep brings it back."""
    first = browser.session
    start(browser, url)
    paste(browser, "a kernel, a shell, a kernel", 3)
    second = browser.tab()
    start(browser, url)
    paste(browser, "this kernel and that shell", 2)
    browser.show(first)
    browser.key("Escape")
    browser.key("d")
    wait_spans(browser, 1)
    equal(browser.run(MARKS), ["shell"])
    browser.wait(SAID + ".includes('Dropped kernel, OS.')")
    equal(browser.run(ACTIVE + ".textContent"), "shell", "the focus goes on to the next span")
    paste(browser, "again a kernel, again a shell", 1)
    browser.session = second  # which is behind, and learns of it nevertheless
    browser.wait(MARKS + ".join() === 'shell'", "the other tab")
    browser.show(second)
    browser.key("Escape")
    browser.key("k")
    browser.wait("document.querySelector('mark.kept')", "kept")
    equal(browser.run(MARKS), ["shell"])
    browser.show(first)
    browser.click("document.querySelector('.given button')")  # Keep
    browser.wait(MARKS + ".join() === 'kernel,shell'", "the entry is back")
    equal(complaints(browser, url), [])


def verdict_clicked(browser, url):
    """Buttons do what keys do."""
    start(browser, url)
    paste(browser, "a kernel, a shell", 2)
    browser.click("document.querySelector('mark')")
    browser.click("Array.from(document.querySelectorAll('#tip button')).find((b) => b.textContent === 'Drop')")
    wait_spans(browser, 1)
    equal(browser.run(MARKS), ["shell"])
    browser.wait("document.querySelector('#said button')", "the way back")
    browser.click("document.querySelector('#said button')")
    wait_spans(browser, 2)
    browser.key("n")
    browser.run("window.asked = 0; window.fetch = async (path) => { window.asked += path.includes('verdict'); }")
    browser.send("Input.dispatchKeyEvent", type="keyDown", text="d", key="d", autoRepeat=True)
    browser.settle()
    equal(browser.run("window.asked"), 0, "a key that is held decides again")


def odd_surfaces(browser, url):
    """Surfaces with what lists escape, and tokens that the text writes without blanks."""
    start(browser, url)
    paste(browser, "a\\b in C++", 2)
    browser.key("Escape")
    browser.key("d")
    wait_spans(browser, 1)
    browser.key("d")
    wait_spans(browser, 0)
    equal(browser.run("Array.from(document.querySelectorAll('.given bdi'), (b) => b.textContent)"), ["a\\b", "C++"])


# ---- Pages of others ----

ATTACK = """<!doctype html><meta charset="utf-8"><form id="f" method="post" enctype="text/plain" action="URL/verdict" target="frame">
<input name='{"surface": "kernel", "type": "OS", "verdict": "drop", "x": "' value='"}'></form>
<iframe name="frame"></iframe><iframe id="framed" src="URL/"></iframe>"""


def serve_attack(url):
    """A page of another origin; returns its server."""
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(ATTACK.replace("URL", url).encode())

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def attacked(browser, url):
    """A page of another origin has nothing done, and reads nothing; nor does a name that leads here."""
    server = serve_attack(url)
    before = spans_of(url, "a kernel")
    equal(len(before), 1)
    browser.open("http://127.0.0.1:%d/" % server.server_address[1], settle=False)
    body = json.dumps({"surface": "kernel", "type": "OS", "verdict": "drop"})
    for path in ("/verdict", "/tag", "/explain"):
        for options in ("{method: 'POST', mode: 'no-cors', body: B}", "{method: 'POST', body: B}",
                        "{method: 'POST', headers: {'Content-Type': 'application/json'}, body: B}",
                        "{method: 'POST', mode: 'no-cors', credentials: 'include', referrerPolicy: 'no-referrer', body: B}"):
            got = browser.run("fetch('%s', %s).then((r) => r.text(), (e) => 'refused')"
                              % (url + path, options.replace("B", json.dumps(body))))
            equal(got in ("refused", ""), True, "%s %s gave %r" % (path, options, got))
    equal(browser.run("fetch('%s/models').then((r) => r.text(), () => 'refused')" % url), "refused")
    browser.run("document.getElementById('f').submit()")
    browser.wait("(() => { try { return !frames[0].document; } catch (e) { return true; } })()", "the form's answer")
    browser.settle()
    statuses = [event["params"]["response"]["status"] for event in browser.events
                if event.get("method") == "Network.responseReceived" and event["params"]["type"] != "Preflight" and event["params"]["response"]["url"].startswith(url)
                and not event["params"]["response"]["url"].endswith(("/models", url + "/"))]
    equal(len(statuses) > 6 and set(statuses) == {403}, True, "the statuses %r" % statuses)
    framed = browser.run("(() => { try { return frames[1].document.body.innerText; } catch (e) { return 'refused'; } })()")
    equal(framed, "refused", "the page in a frame of another's")
    equal(spans_of(url, "a kernel"), before)
    server.shutdown()


def foreign_host(_, url):
    for host in ("evil.example", "127.0.0.1.evil.example:80", "localhost.evil.example", ""):
        for path, body in (("/", None), ("/models", None), ("/tag", {"text": "kernel"}), ("/verdict", {"surface": "kernel"})):
            status, answer = ask(url, path, body, Host=host) if host else (403, {"error": "not called"})
            equal((status, "not called" in answer["error"]), (403, True), "%s of %s: %r" % (path, host, answer))
    for origin in ("http://evil.example", "null", url.replace("127.0.0.1", "localhost"), url + "0"):
        equal(ask(url, "/tag", {"text": "kernel"}, Origin=origin)[0], 403, origin)
    for site in ("cross-site", "same-site"):
        equal(ask(url, "/tag", {"text": "kernel"}, **{"Sec-Fetch-Site": site})[0], 403, site)
    equal(ask(url, "/tag", {"text": "kernel"}, Origin=url, **{"Sec-Fetch-Site": "same-origin"})[0], 200)


def main():
    case, url, *rest = sys.argv[1:]
    act = globals()[case.replace("-", "_")]
    if case == "foreign_host":
        act(None, url)
        return
    with Browser() as browser:
        act(browser, url, *rest)


main()
