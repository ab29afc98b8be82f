#!/usr/bin/env python3
"""What html.bats looks for in Chromium. usage: html_cases.py CASE PAGE [ARGUMENT...]"""
import collections
import re
import sys

from browser import Browser

ACTIVE = "document.activeElement"
LIVE = "document.getElementById('live').textContent"
TIP = "document.getElementById('tip')"
HITS = "document.getElementById('found').textContent"
LEGEND = """Object.fromEntries(Array.from(document.querySelectorAll('#types button.type'),
    (b) => [b.querySelector('bdi').textContent, Number(b.querySelector('.count').textContent.replaceAll(',', ''))]))"""
PAINTED = "Array.from(CSS.highlights.get('hit') || [], String)"
IN_SIGHT = """(() => { const r = [...CSS.highlights.get('hit')][0].getBoundingClientRect();
    return r.height > 0 && r.top > document.querySelector('.top').getBoundingClientRect().bottom &&
           r.bottom < innerHeight; })()"""


def equal(actual, expected, what=""):
    if actual != expected:
        sys.exit("%s\nexpected: %.3000r\ngot:      %.3000r" % (what, expected, actual))


def quiet(browser):
    equal(browser.complaints(), [], "the browser complains")


def legend(browser, spans):
    """The legend counts what a table of types and surfaces has; the most frequent type stands first."""
    with open(spans, encoding="utf-8", newline="\n") as file:
        expected = collections.Counter(line.rstrip("\n") for line in file)
    counts = browser.run(LEGEND)
    equal(counts, dict(expected))
    equal(list(counts.values()), sorted(counts.values(), reverse=True))
    total = sum(expected.values())
    equal(browser.run("document.getElementById('total').textContent"), "%s spans" % format(total, ","))


def shown_text(path):
    """A file as the page is to show it."""
    text = open(path, "rb").read()
    while True:
        try:
            text.decode("utf-8")
            break
        except UnicodeDecodeError as error:
            text = text[:error.start] + "\ufffd".encode() + text[error.start + 1:]
    text = text.decode("utf-8").replace("\r\n", "\n").replace("\r", "\n")
    text = re.sub("[\0-\x08\x0b-\x1f]", lambda found: chr(0x2400 + ord(found[0])), text)
    return re.sub("[\x80-\x9f]", "\ufffd", text.replace("\x7f", "\u2421"))


def page_text(browser):
    return browser.run("Array.from(document.querySelectorAll('article > p'), (p) => p.textContent)")


def text(browser, path):
    """Nothing but line ends between blocks is missing; cuts within a line lose nothing."""
    blocks = page_text(browser)
    whole = shown_text(path)
    at = 0
    for block in blocks:
        if not whole.startswith(block, at):
            sys.exit("%.300r is not at %d, there is %.300r" % (block, at, whole[at:at + 300]))
        at += len(block)
        at += at < len(whole) and whole[at] == "\n"
    equal(whole[at:], "")
    if max(map(len, blocks)) < 300000 < len(whole):
        equal(len(blocks) > 5, True, "the text is in blocks")


STATE = """(() => { const style = (mark, part) => getComputedStyle(mark, part);
    const mark = document.querySelector('mark.t%d');
    return [style(mark, null).backgroundColor !== 'rgba(0, 0, 0, 0)', style(mark, '::after').content]; })()"""


def filter_types(browser):
    first = "document.querySelector('#types button')"
    number = int(browser.run(first + ".closest('li').className").lstrip("t"))
    name = browser.run(first + ".querySelector('bdi').textContent")
    pressed = first + ".getAttribute('aria-pressed')"
    equal(browser.run(STATE % number), [True, '"%s"' % name])
    for hide in (lambda: browser.click(first), lambda: browser.key("1")):
        hide()
        equal(browser.run(pressed), "false")
        equal(browser.run(STATE % number), [False, "none"])
        equal(browser.run(LIVE), name + " hidden")
        hide()
        equal(browser.run(pressed), "true")
        equal(browser.run(STATE % number), [True, '"%s"' % name])
    browser.key("0")
    equal(browser.run("document.querySelectorAll('#types [aria-pressed=true]').length"), 0)
    browser.key("n")
    equal(browser.run(ACTIVE + ".tagName") != "MARK", True, "there is no span to go to")
    browser.key("0")
    equal(browser.run("document.querySelectorAll('#types [aria-pressed=false]').length"), 0)


PLACE = "Array.from(document.querySelectorAll('mark')).indexOf(document.activeElement)"


def steps(browser):
    marks = browser.run("document.querySelectorAll('mark').length")
    for key, expected in (("n", 0), ("n", 1), ("n", 2), ("p", 1), ("p", 0), ("p", marks - 1), ("n", 0)):
        browser.key(key)
        equal(browser.run(PLACE), expected, key)
    equal(browser.run(LIVE).endswith("span 1 of %d" % marks), True)
    browser.key("2")
    hidden = "'.' + document.querySelector('#types [aria-pressed=false]').closest('li').className"
    left = "Array.from(document.querySelectorAll('mark:not(' + %s + ')'))" % hidden
    seen = []
    for _ in range(60):
        browser.key("n")
        seen.append(browser.run("%s.indexOf(%s)" % (left, ACTIVE)))
        equal(browser.run("(() => { const r = %s.getBoundingClientRect(); "
                          "return r.top > 0 && r.bottom < innerHeight; })()" % ACTIVE), True, "in sight")
    equal(seen == list(range(seen[0], seen[0] + 60)), True, "no span is left out: %s" % seen)
    browser.run("document.activeElement.blur(); scrollTo(0, 0)")
    for _ in range(40):
        browser.key("Tab")
        if browser.run(ACTIVE + ".tagName") == "MARK":
            return
    sys.exit("Tab does not come to a span")


def explanation(browser):
    equal(browser.run(TIP + ".hidden"), True)
    mark = "document.querySelectorAll('mark')[%d]"
    browser.point(mark % 3)
    equal(browser.run(TIP + ".hidden"), False)
    name = browser.run("getComputedStyle(%s, '::after').content.slice(1, -1)" % (mark % 3))
    data = browser.run((mark % 3) + ".dataset.e").split(",")
    told = browser.run(TIP + ".textContent")
    for part in (name, "score%.3f" % float(data[0]), "precision of the entry%.3f" % float(data[1])):
        equal(part in told, True, part + " is not in " + told)
    equal(browser.run((mark % 3) + ".getAttribute('aria-describedby')"), "tip")
    browser.send("Input.dispatchMouseEvent", type="mouseMoved", x=2, y=2)
    browser.settle()
    equal(browser.run(TIP + ".hidden"), True, "the pointer has gone")
    browser.key("n")
    equal(browser.run(TIP + ".hidden"), False, "the focus shows it too")
    browser.key("Escape")
    equal(browser.run(TIP + ".hidden"), True, "Esc hides it")
    browser.click(mark % 5)
    equal(browser.run(PLACE), 5, "a click goes to the span")


def evidence(browser):
    """What the page says of numbers that are put into it."""
    cases = {"0.5,0.5": None, "0.5,0.5,31,33,2": "annotated 31 of 33 occurrences, 2 nested in longer entities",
             "0.5,0.5,1,1,0": "annotated 1 of 1 occurrence", "0.5,0.5,0,7,0": "annotated 0 of 7 occurrences",
             "0.5,0.5,0,0,0": "the corpus does not have it: a variant, or added by hand",
             "0.9,0.5,1,1,0": "What surrounds it speaks for it.", "0.2,0.5,1,1,0": "What surrounds it speaks against it."}
    for data, told in cases.items():
        browser.run("document.activeElement.blur(); document.querySelector('mark').dataset.e = '%s'" % data)
        browser.run("(() => { const m = document.querySelector('mark'); m.tabIndex = 0; m.focus(); })()")
        text = browser.run(TIP + ".innerText")
        equal("evidence" in text, data.count(",") > 1, text)
        equal(told is None or told in text, True, text)


def concepts(browser, url=None):
    """The explanation of the first span, EU, and of the second, which hostile.tsv of html.bats has."""
    mark = "document.querySelectorAll('mark')[%d]"
    links = "Array.from(%s.querySelectorAll('a'), (a) => a.href)" % TIP
    for number, parts, ids in [
            (0, ["ORG", "idQ458", "nameEuropean Union", "It may also be", "LOC Q9 1.000", "ORG Q7 \u00c9 1.000"], ["Q458", "Q9", "Q7"]),
            (1, ["idx y/<b>&\"'{id}?#%", "name<script>window.harm=1</script>"], ["x%20y%2F%3Cb%3E%26%22'%7Bid%7D%3F%23%25"]),
            (2, ["idQ0", "LOC Q1 ", "LOC Q10 ", "and 19 more"], ["Q%d" % i for i in range(11)])]:
        browser.point(mark % number)
        told = browser.run(TIP + ".textContent")
        for part in parts:
            equal(part in told, True, part + " is not in " + told)
        equal(browser.run(links), [url.replace("{id}", id) for id in ids] if url else [])
    equal(browser.run("window.harm === undefined"), True)
    if not url:
        return
    browser.run("window.opened = 0; document.addEventListener('click', (e) => {"
                "if (e.target.closest('a')) { window.opened++; e.preventDefault(); } })")
    browser.click(mark % 0)
    browser.key("Enter")
    equal(browser.run("window.opened"), 1, "Enter follows the link of the span in focus")
    browser.click(TIP + ".querySelector('a')")
    equal(browser.run("window.opened"), 2, "a click does")


def search(browser):
    browser.key("/")
    equal(browser.run(ACTIVE + ".id"), "find")
    browser.type("The KERNEL")
    browser.key("Enter")
    whole = "\n".join(page_text(browser)).lower()
    count = whole.count("the kernel")
    equal(count > 3, True, "the sample has it")
    for key, shift, number in (("", False, 1), ("Enter", False, 2), ("Enter", False, 3), ("Enter", True, 2),
                               ("Enter", True, 1), ("Enter", True, count), ("Enter", False, 1)):
        if key:
            browser.key(key, shift)
        equal(browser.run(HITS), "%d of %d" % (number, count))
        equal([hit.lower() for hit in browser.run(PAINTED)], ["the kernel"])
        equal(browser.run(IN_SIGHT), True, "in sight")
    equal(browser.run(ACTIVE + ".id"), "find", "the next Enter goes on")
    equal(browser.run("document.getElementById('found').getAttribute('aria-live')"), "polite")
    browser.key("Escape")
    equal(browser.run("document.getElementById('find').value"), "")
    equal(browser.run(ACTIVE + ".id !== 'find'"), True)
    equal(browser.run(PAINTED), [])
    for query, told in ((".*", "no hits"), ("zzzz", "no hits"), ("(", "no hits")):
        browser.key("/")
        browser.type(query)
        browser.key("Enter")
        equal(browser.run(HITS), told, query)
        browser.key("Escape")
    browser.key("n")
    equal(browser.run(ACTIVE + ".tagName"), "MARK", "keys work again")


# The contrast (WCAG 2) of the text and of the label with each span's ground, as they are painted.
CONTRAST = """(() => {
    const pen = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
    const light = (colour) => {
        pen.fillStyle = colour;
        pen.fillRect(0, 0, 1, 1);
        const [r, g, b] = [...pen.getImageData(0, 0, 1, 1).data].map((part) => {
            const x = part / 255;
            return x <= 0.04045 ? x / 12.92 : ((x + 0.055) / 1.055) ** 2.4;
        });
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const ratio = (a, b) => (Math.max(light(a), light(b)) + 0.05) / (Math.min(light(a), light(b)) + 0.05);
    const marks = Array.from(document.querySelectorAll('mark'), (mark) => {
        const style = getComputedStyle(mark);
        const label = getComputedStyle(mark, '::after');
        return [style.color, label.color].map((colour) => ratio(colour, style.backgroundColor));
    });
    const ground = getComputedStyle(document.body).backgroundColor;
    const words = Array.from(document.querySelectorAll('h1, article > h2, .rail .count, .total, .rail bdi'),
        (word) => ratio(getComputedStyle(word).color, ground));
    return [marks.length, Math.min(...marks.flat()), Math.min(...words), light(ground)];
})()"""


def contrast(browser, types):
    equal(browser.run("new Set(Array.from(document.querySelectorAll('mark'), (m) => m.className)).size"), int(types))
    for step in ("light", "dark", "button", "button"):
        if step == "button":
            browser.click("document.getElementById('theme')")
        else:
            browser.media(prefers_color_scheme=step)
        count, least, words, ground = browser.run(CONTRAST)
        equal(count, int(types))
        equal(least >= 4.5 and words >= 4.5, True, "contrast in %s: %.2f, %.2f" % (step, least, words))
        dark = browser.run("document.getElementById('theme').textContent") == "Light"  # what it changes to
        equal(ground < 0.2, dark, step)
    equal(dark, True, "the button goes from dark to light to dark")
    browser.media(forced_colors="active")
    equal(browser.run("getComputedStyle(document.querySelector('mark')).borderTopStyle"), "solid")


def names(browser):
    equal(browser.nameless(), [])
    for landmark in ("header", "nav", "main", "h1", "[role=search]"):
        equal(browser.run("document.querySelectorAll('%s').length" % landmark), 1, landmark)
    equal(browser.run("document.title"), "sample \u2013 m")
    browser.key("?")
    equal(browser.run("document.getElementById('help').open"), True)
    equal(browser.nameless(), [])
    browser.key("Escape")
    equal(browser.run("document.getElementById('help').open"), False)
    equal(browser.run("""Array.from(document.querySelectorAll('button, input, a[href]')).filter(
        (control) => control.tabIndex < 0).length"""), 0)
    browser.key("Tab")
    equal(browser.run("getComputedStyle(%s).outlineStyle" % ACTIVE), "solid", "the focus is seen")


def narrow(browser):
    for width in (320, 400, 700, 1000):
        browser.size(width, 700)
        browser.settle()
        equal(browser.run("document.documentElement.scrollWidth <= innerWidth"), True, str(width))


def unscripted(browser):
    browser.send("Emulation.setScriptExecutionDisabled", value=True)
    browser.open(sys.argv[2], settle=False)
    browser.send("Emulation.setScriptExecutionDisabled", value=False)
    equal(browser.run("document.querySelectorAll('#types button').length"), 0)
    marks = browser.run("document.querySelectorAll('mark').length")
    equal(marks > 400, True)
    equal(browser.run("Array.from(document.querySelectorAll('mark'), (m) => getComputedStyle(m, '::after').content)"
                      ".filter((name) => name.length > 2).length"), marks)
    equal(browser.run("getComputedStyle(document.querySelector('.find')).display"), "none")
    equal(browser.run("document.querySelectorAll('#types li').length") > 5, True)


def hostile(browser, path, *types):
    equal(browser.run("window.harm === undefined"), True)
    equal(browser.run("document.scripts.length"), 1)
    equal(browser.run("document.querySelectorAll('main img, main script, main plaintext, main textarea, main b, nav bdi *').length"), 0)
    equal("\n".join(page_text(browser)), shown_text(path))
    equal(browser.run("document.querySelector('h2 + p').previousElementSibling.textContent"), "<b>x&")
    counts = browser.run(LEGEND)
    equal(counts, {types[0]: 4, types[1]: 2})
    labels = browser.run("Array.from(document.querySelectorAll('mark'), (m) => getComputedStyle(m, '::after').content)")
    equal(sorted({label[1:-1].replace('\\"', '"').replace("\\\\", "\\") for label in labels}), sorted(types))
    browser.key("n")
    equal(browser.run(TIP + ".querySelector('b').textContent"), types[0])
    equal(browser.run("window.harm === undefined"), True)


def headings(browser, *expected):
    equal(browser.run("Array.from(document.querySelectorAll('article > h2'), (h) => h.textContent)"), list(expected))
    equal(browser.run("document.querySelectorAll('mark').length") > 0, True)
    equal(browser.run("document.title"), expected[0] + " \u2013 m")


def large(browser):
    browser.key("1")
    equal(browser.run("document.querySelectorAll('#types [aria-pressed=false]').length"), 1)
    hidden = int(browser.run("document.querySelector('#types [aria-pressed=false]').closest('li').className")[1:])
    equal(browser.run(STATE % hidden), [False, "none"])
    browser.key("n")
    equal(browser.run(ACTIVE + ".tagName"), "MARK")
    equal(browser.run("%s.classList.contains('t%d')" % (ACTIVE, hidden)), False)
    browser.key("/")
    browser.type("a needle stands")
    browser.key("Enter")
    equal(browser.run(HITS), "1 of 1")
    equal(browser.run(PAINTED), ["a needle stands"])
    equal(browser.run(IN_SIGHT), True, "in sight")
    browser.key("Escape")
    browser.key("p")
    equal(browser.run("%s.compareDocumentPosition(document.querySelectorAll('mark')[100000]) & 2" % ACTIVE), 2,
          "it goes on from there")


ROWS = """Array.from(document.querySelectorAll('table')).find((t) => t.caption.textContent.startsWith('%s'))"""
CELLS = """Array.from(%s.tBodies[0].rows, (row) => Array.from(row.cells).filter((cell) => !cell.classList.contains('verdict'))
    .map((cell) => cell.textContent))"""


def report_rows(browser, caption, *expected):
    equal(["|".join(row) for row in browser.run(CELLS % (ROWS % caption))], list(expected), caption)
    equal(browser.nameless(), [])


def report(browser, folder):
    import glob
    entries = collections.Counter()
    for path in glob.glob(folder + "/*.tsv"):
        with open(path, encoding="utf-8") as file:
            entries[path.split("/")[-1].split(".")[0]] += sum(1 for _ in file) - 1
    table = ROWS % "Entries by type"
    rows = browser.run(CELLS % table)
    equal({row[0]: int(row[1]) for row in rows}, dict(entries))
    bins = browser.run(CELLS % (ROWS % "Entries by precision"))
    equal(sum(int(row[1]) + int(row[2]) for row in bins), sum(entries.values()))
    equal(len(bins), 10)
    for clicks, ascending in ((1, False), (2, True)):
        browser.click(table + ".tHead.rows[0].cells[1].querySelector('button')")
        counts = [int(row[1]) for row in browser.run(CELLS % table)]
        equal(counts, sorted(counts, reverse=not ascending))
        equal(browser.run(table + ".tHead.rows[0].cells[1].getAttribute('aria-sort')"),
              "ascending" if ascending else "descending")
    browser.click(table + ".tHead.rows[0].cells[0].querySelector('button')")
    equal([row[0] for row in browser.run(CELLS % table)], sorted(entries))
    equal(browser.run("Array.from(document.querySelectorAll('main table')).every((t) => t.caption && "
                      "t.querySelector('th[scope=row]') && t.querySelector('th[scope=col]'))"), True)
    equal(browser.run("Array.from(document.querySelectorAll('.figures.quiet dd'), (d) => d.textContent)")[0],
          format(sum(entries.values()), ","))
    equal(browser.nameless(), [])
    for width in (400, 900):
        browser.size(width, 700)
        browser.settle()
        equal(browser.run("document.documentElement.scrollWidth <= innerWidth"), True, str(width))
    for scheme in ("light", "dark"):
        browser.media(prefers_color_scheme=scheme)
        equal(browser.run(CONTRAST.replace("h1, article > h2, .rail .count, .total, .rail bdi",
                                           "h1, h2, section > p, figcaption, td, th"))[2] >= 4.5, True, scheme)


def main():
    case = {"filter": filter_types}.get(sys.argv[1]) or globals()[sys.argv[1]]
    with Browser() as browser:
        browser.open(sys.argv[2])
        case(browser, *sys.argv[3:])
        quiet(browser)


if __name__ == "__main__":
    main()
