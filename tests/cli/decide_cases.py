#!/usr/bin/env python3
"""What decide.bats does with pages in Chromium, with real keys and clicks. usage: decide_cases.py CASE PAGE [ARGUMENT...]"""
import math
import os
import pathlib
import sys
import time

from browser import Browser, SECONDS
from html_cases import ACTIVE, LIVE, TIP, equal, quiet

MARKS = "Array.from(document.querySelectorAll('mark'))"
FOUND = """Array.from(document.querySelectorAll('mark')).filter((m) => m.textContent.trim() === %r)"""
VERDICTS = "verdicts.list()"
SHOWN = "document.querySelector('.rail .figures span').textContent"


def go_to(browser, surface):
    """Steps with n to the first span of a surface."""
    for _ in range(2000):
        browser.key("n")
        if browser.run(ACTIVE + ".tagName === 'MARK' && %s.textContent.trim()" % ACTIVE) == surface:
            return
    sys.exit("n does not come to " + surface)


def rows(text):
    lines = text.rstrip("\n").split("\n")
    equal(lines[0].split("\t")[:4], ["surface", "type", "id", "verdict"])
    return [tuple(line.split("\t")[:4]) for line in lines[1:]]


def download(browser, folder, name="verdicts.tsv"):
    """Opens the verdicts with v, and downloads them into a folder."""
    browser.send("Browser.setDownloadBehavior", behavior="allow", downloadPath=os.path.abspath(folder))
    browser.key("v")
    equal(browser.run("document.getElementById('verdicts').open"), True)
    browser.click("Array.from(document.querySelectorAll('#verdicts button')).find((b) => b.textContent === 'Download')")
    until = time.monotonic() + SECONDS
    path = pathlib.Path(folder, name)
    while not path.exists() and time.monotonic() < until:
        time.sleep(0.05)
    text = path.read_text(encoding="utf-8")
    browser.key("Escape")
    equal(browser.run("document.getElementById('verdicts').open"), False)
    return text


def press(browser, verdict):
    """keep, drop, or t and the begin of a type's name."""
    if verdict in ("keep", "drop"):
        browser.key(verdict[0])
    else:
        browser.key("t")
        equal(browser.run("document.getElementById('pick').open"), True)
        browser.type(verdict)
        browser.key("Enter")
        equal(browser.run("document.getElementById('pick').open"), False)


def give(browser, folder, *pairs):
    """Gives verdicts on spans with keys, SURFACE=VERDICT, and downloads the list."""
    for pair in pairs:
        surface, verdict = pair.split("=")
        go_to(browser, surface)
        press(browser, verdict)
        look = {"keep": "kept", "drop": "dropped"}.get(verdict, "retyped")
        count = browser.run((FOUND + ".length") % surface)
        equal(browser.run((FOUND + ".filter((m) => m.classList.contains(%r)).length") % (surface, look)), count, pair)
        equal(browser.run(LIVE).startswith(surface + ": " + verdict), True, browser.run(LIVE))
    text = download(browser, folder)
    equal([(row[0].replace("\\\\", "\\"), row[3]) for row in rows(text)], [tuple(pair.split("=")) for pair in pairs])
    equal(text, browser.run(VERDICTS))
    equal(browser.run("document.querySelector('#verdicts-open .count').textContent"), str(len(pairs)))


def crossed(browser):
    """The second span begins in the first one, and ends behind it."""
    browser.key("n")
    browser.key("n")
    equal(browser.run(ACTIVE + ".textContent"), "b")
    browser.key("d")
    equal(rows(browser.run(VERDICTS)), [("b c", "Y", "", "drop")])


def take_back(browser):
    browser.key("n")
    for key in "kd":
        browser.key(key)
        equal(len(rows(browser.run(VERDICTS))), 1)
    equal(rows(browser.run(VERDICTS))[0][3], "drop")
    browser.key("d")
    equal(rows(browser.run(VERDICTS)), [])
    equal(browser.run("document.querySelectorAll('mark.kept, mark.dropped, mark.retyped').length"), 0)
    name = browser.run("getComputedStyle(%s, '::after').content" % ACTIVE)
    press(browser, "Lan")
    equal(browser.run("getComputedStyle(%s, '::after').content" % ACTIVE), '"Language"')
    press(browser, "keep")
    equal(browser.run("getComputedStyle(%s, '::after').content" % ACTIVE), name)
    browser.key("t")
    browser.key("Escape")
    equal(rows(browser.run(VERDICTS))[0][3], "keep")
    browser.key("v")
    browser.click("document.querySelector('#verdicts tbody button')")
    equal(rows(browser.run(VERDICTS)), [])
    browser.key("Escape")


def clicks(browser):
    """The same by clicks, in the explanation of a span."""
    browser.click("document.querySelectorAll('mark')[3]")
    button = "Array.from(document.querySelectorAll('#tip button')).find((b) => b.textContent.startsWith('%s'))"
    browser.run("window.place = (at) => { const r = at.getBoundingClientRect(); return [r.x + 5, r.y + 5]; }")

    def press_button(name):
        x, y = browser.run("place(%s)" % (button % name))
        for kind in ("mousePressed", "mouseReleased"):
            browser.send("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)
        browser.settle()

    press_button("Drop")
    equal(rows(browser.run(VERDICTS))[0][3], "drop")
    equal(browser.run((button % "Drop") + ".getAttribute('aria-pressed')"), "true")
    press_button("Type")
    browser.click("document.querySelector('#pick .choices button')")
    equal(rows(browser.run(VERDICTS))[0][3] not in ("keep", "drop"), True)


def reload(browser):
    """Verdicts outlive the page, where the browser keeps anything; without it nothing breaks."""
    browser.key("n")
    browser.key("d")
    before = browser.run(VERDICTS)
    dropped = browser.run("document.querySelectorAll('mark.dropped').length")
    browser.open(sys.argv[2])
    equal(browser.run(VERDICTS), before)
    equal(browser.run("document.querySelectorAll('mark.dropped').length"), dropped)
    browser.send("Page.addScriptToEvaluateOnNewDocument",
                 source="Object.defineProperty(window, 'localStorage', { get() { throw new Error('no'); } });")
    browser.open(sys.argv[2])
    equal(rows(browser.run(VERDICTS)), [])
    browser.key("n")
    browser.key("k")
    equal(len(rows(browser.run(VERDICTS))), 1)
    browser.key("v")
    equal("does not keep" in browser.run("document.getElementById('verdicts').textContent"), True)
    browser.click("Array.from(document.querySelectorAll('#verdicts button')).find((b) => b.textContent === 'Copy')")
    told = browser.run("document.querySelector('#verdicts output').textContent")
    equal(told in ("Copied.", "The browser does not let pages copy."), True, told)


def scores(browser):
    return [float(one) for one in browser.run(MARKS + ".map((m) => m.dataset.e.split(',')[0])")]


def slider(browser):
    """The least score hides, and counts in rail and types follow."""
    all_scores = scores(browser)
    browser.run("document.getElementById('least').focus()")
    for key in ("+",) * 13:
        browser.key(key)
    left = [score for score in all_scores if score >= 0.65 - 1e-9]
    equal(0 < len(left) < len(all_scores), True)
    equal(browser.run("document.querySelector('.rail .figures b').textContent"), "0.65")
    equal(browser.run(SHOWN).split(" shown")[0], format(len(left), ","))
    equal(browser.run("Array.from(document.querySelectorAll('#types .type .count'), (c) => Number(c.textContent)).reduce((a, b) => a + b)"), len(left))
    looks = browser.run(MARKS + ".map((m) => getComputedStyle(m, '::after').content !== 'none')")
    equal(looks, [score >= 0.65 - 1e-9 for score in all_scores])
    browser.key("n")
    seen = [browser.run("Number(%s.dataset.e.split(',')[0])" % ACTIVE)]
    for _ in range(30):
        browser.key("n")
        seen.append(browser.run("Number(%s.dataset.e.split(',')[0])" % ACTIVE))
    equal(min(seen) >= 0.65 - 1e-9, True)
    for _ in range(20):
        browser.key("-")
    equal(browser.run(SHOWN).split(" shown")[0], format(len(all_scores), ","))


def certainty(browser):
    """The line below a span tells its certainty."""
    looks = browser.run(MARKS + """.map((m) => { const s = getComputedStyle(m);
        return [Number(m.dataset.e.split(',')[0]), s.borderBottomStyle, s.borderBottomWidth]; })""")
    expected = [[score, "dotted" if score < 0.25 else "dashed" if score < 0.75 else "solid",
                 "1px" if score < 0.5 else "2px"] for score, _, _ in looks]
    equal(looks, expected)
    equal(len({look[1] for look in looks}) > 1, True)


def uncertain(browser):
    """u goes from one uncertain span to the next, and passes over those that have a verdict."""
    unsure = [i for i, score in enumerate(scores(browser)) if score < 0.8]
    equal(len(unsure) > 5, True)
    place = MARKS + ".indexOf(document.activeElement)"
    seen = []
    for _ in range(4):
        browser.key("u")
        seen.append(browser.run(place))
    equal(seen, unsure[:4])
    browser.key("U", shift=True)
    equal(browser.run(place), unsure[2])
    same = browser.run("(() => { const t = (m) => m.textContent + m.className.split(' ')[0]; const a = document.activeElement;"
                       "return %s.map((m, i) => t(m) === t(a) ? i : -1).filter((i) => i >= 0); })()" % MARKS)
    browser.key("d")
    browser.key("p")
    browser.key("u")
    after = [i for i in unsure if i > unsure[2] and i not in same][0]
    equal(browser.run(place), after, "one with a verdict is passed over")


def rail(browser):
    """A type opens to what matched, counted; a click on it shows nothing else, and the next one all again."""
    name = browser.run("document.querySelector('#types .type bdi').textContent")
    expected = browser.run("""(() => { const counts = {};
        for (const m of %s) if (getComputedStyle(m, '::after').content === '"%s"') {
            const surface = m.textContent.trim(); counts[surface] = (counts[surface] || 0) + 1; }
        return counts; })()""" % (MARKS, name))
    browser.click("document.querySelector('#types .open')")
    while browser.run("document.querySelectorAll('#types .inner .small').length"):
        browser.click("document.querySelector('#types .inner .small')")
    told = browser.run("Array.from(document.querySelectorAll('#types .inner button'), (b) => [b.querySelector('bdi').textContent,"
                       " Number(b.querySelector('.count').textContent)])")
    equal(dict(told), expected)
    equal([count for _, count in told], sorted(expected.values(), reverse=True))
    browser.click("document.querySelector('#types .inner button')")
    looks = browser.run(MARKS + ".filter((m) => getComputedStyle(m, '::after').content !== 'none').length")
    equal(looks, told[0][1])
    equal(browser.run(ACTIVE + ".textContent"), told[0][0], "the first of them is gone to")
    browser.key("n")
    equal(browser.run(ACTIVE + ".textContent"), told[0][0])
    browser.click("document.querySelector('#types .inner [aria-pressed=true]')")
    equal(browser.run(MARKS + ".filter((m) => getComputedStyle(m, '::after').content !== 'none').length"),
          sum(browser.run("Array.from(document.querySelectorAll('#types .type .count'), (c) => Number(c.textContent))")))


DOCUMENTS = """Array.from(document.querySelectorAll('.rail .documents button'), (b) => [b.querySelector('bdi').textContent,
    Number(b.querySelector('.count').textContent)])"""


def documents(browser):
    equal(browser.run(DOCUMENTS), [["a", 1], ["b", 0], ["c", 2]])
    browser.click("document.querySelectorAll('.rail .documents button')[2]")
    equal(browser.run("""(() => { const r = document.querySelectorAll('article')[2].getBoundingClientRect();
        return r.top >= 0 && r.top < innerHeight; })()"""), True)
    browser.click("document.getElementById('sparse')")
    equal(browser.run(DOCUMENTS), [["a", 1], ["c", 2]])
    equal(browser.run("Array.from(document.querySelectorAll('article'), (a) => getComputedStyle(a).display)"),
          ["block", "none", "block"])
    browser.key("1")
    equal(browser.run(DOCUMENTS), [["c", 1]], "filters count")


def about(browser, *expected):
    equal(browser.run("Array.from(document.querySelectorAll('.about dd'), (d) => d.textContent)"), list(expected))
    equal(browser.run("document.querySelector('h1').textContent"), expected[0].rsplit(".", 1)[0])


def log(browser, lines):
    numbers = """Array.from(document.querySelectorAll('article i'), (i) => getComputedStyle(i).display)"""
    equal(browser.run(numbers), ["inline-block"] * int(lines))
    font = "getComputedStyle(document.querySelector('article > p')).fontFamily.includes('mono')"
    equal(browser.run(font), True)
    equal(browser.run("document.getElementById('view').textContent"), "As prose")
    browser.click("document.getElementById('view')")
    equal(browser.run(font), False)
    equal(browser.run(numbers), ["none"] * int(lines))
    equal(browser.run("document.getElementById('view').textContent"), "As log")


def prose(browser):
    """Lines of prose are some 70 characters long."""
    equal(browser.run("document.querySelectorAll('article.log, article i').length"), 0)
    width = browser.run("""(() => { const p = document.querySelector('article > p'); const r = document.createRange();
        const walk = document.createTreeWalker(p, NodeFilter.SHOW_TEXT); let n = walk.nextNode();
        while (n.length < 40) n = walk.nextNode();
        r.setStart(n, 0); r.setEnd(n, 10); return p.clientWidth / (r.getBoundingClientRect().width / 10); })()""")
    equal(60 < width < 95, True, "%.1f characters" % width)


# The colour that is painted behind spans and their swatches, as sRGB.
COLOURS = """(() => {
    const pen = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
    return Array.from(document.querySelectorAll('#types .swatch'), (swatch) => {
        pen.fillStyle = getComputedStyle(swatch).backgroundColor;
        pen.fillRect(0, 0, 1, 1);
        return [...pen.getImageData(0, 0, 1, 1).data].slice(0, 3);
    });
})()"""


def oklab(colour):
    r, g, b = (c / 255 / 12.92 if c <= 10 else ((c / 255 + 0.055) / 1.055) ** 2.4 for c in colour)
    l = (0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b) ** (1 / 3)
    m = (0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b) ** (1 / 3)
    s = (0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b) ** (1 / 3)
    return (0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s,
            1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s,
            0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s)


def colours(browser, count):
    """Types are told apart: twice what a trained eye sees side by side (0.02 in OKLab) and more, and by their names."""
    for scheme in ("light", "dark"):
        browser.media(prefers_color_scheme=scheme)
        found = [oklab(colour) for colour in browser.run(COLOURS)]
        equal(len(found), int(count))
        least = min(math.dist(a, b) for i, a in enumerate(found) for b in found[:i])
        equal(least >= 0.05, True, "%s: two are only %.3f apart" % (scheme, least))
    equal(browser.run("new Set(%s.map((m) => getComputedStyle(m, '::after').content)).size" % MARKS), int(count))


def phone(browser):
    browser.size(420, 800)
    browser.settle()
    inside = "Array.from(document.querySelectorAll('.top button, .top input')).filter((c) => c.offsetWidth).every((c) => { const r = c.getBoundingClientRect(); return r.left >= 0 && r.right <= innerWidth && r.width > 30; })"
    equal(browser.run(inside), True, "a control is out of reach")
    equal(browser.run("document.querySelector('.top').offsetHeight <= 100"), True, "the header is small")
    equal(browser.run("document.getElementById('rail').offsetHeight"), 0)
    browser.click("document.getElementById('rail-open')")
    equal(browser.run("document.getElementById('rail').offsetHeight > 100"), True)
    browser.click("document.querySelector('#types .open')")
    for step in ("true", "false"):
        equal(browser.run("document.documentElement.scrollWidth <= innerWidth"), True)
        browser.click("document.getElementById('rail-open')")
    browser.click("document.querySelector('mark')")
    equal(browser.run("(() => { const r = %s.getBoundingClientRect(); return r.width > 0 && r.left >= 0 && r.right <= innerWidth; })()" % TIP), True)


# ---- Reports ----

CURRENT = ACTIVE + ".closest('tr') && %s.closest('tr').cells[0].textContent" % ACTIVE
TABLE = "Array.from(document.querySelectorAll('table')).find((t) => t.caption.textContent.startsWith(%r))"


def give_rows(browser, folder, *pairs):
    """Gives verdicts on rows of a report with keys, SURFACE=VERDICT, and downloads the list."""
    for pair in pairs:
        surface, verdict = pair.split("=")
        for _ in range(500):
            browser.key("n")
            if browser.run(CURRENT) == surface:
                break
        else:
            sys.exit("n does not come to " + surface)
        press(browser, verdict)
        look = {"keep": "kept", "drop": "dropped"}.get(verdict, "retyped")
        equal(browser.run(ACTIVE + ".classList.contains(%r)" % look), True, pair)
        equal(browser.run(ACTIVE + ".querySelectorAll('.verdict [aria-pressed=true]').length"), 1)
    equal([(row[0], row[3]) for row in rows(download(browser, folder))], [tuple(pair.split("=")) for pair in pairs])


def row_steps(browser):
    """n and p go from row to row, u over those with a verdict; a click gives one, and the same click takes it back."""
    names = browser.run("Array.from(document.querySelectorAll('tr[data-t]'), (row) => row.cells[0].textContent)")
    equal(len(names) > 4, True)
    for key, expected in (("n", 0), ("n", 1), ("p", 0), ("p", len(names) - 1), ("n", 0)):
        browser.key(key)
        equal(browser.run(CURRENT), names[expected], key)
    browser.key("d")
    browser.key("n")
    browser.key("d")
    browser.key("p")
    browser.key("p")
    browser.key("u")
    open_rows = browser.run("Array.from(document.querySelectorAll('tr[data-t]:not(.dropped)'), (row) => row.cells[0].textContent)")
    equal(browser.run(CURRENT), open_rows[0])
    browser.key("U", shift=True)
    equal(browser.run(CURRENT), open_rows[-1])
    before = len(rows(browser.run(VERDICTS)))
    for count in (before + 1, before):
        browser.click("document.querySelector('tr[data-t]:not(.dropped) .verdict button, tr.kept .verdict button')"
                      if count > before else "document.querySelector('tr.kept .verdict button')")
        equal(len(rows(browser.run(VERDICTS))), count)
    browser.click(TABLE % "Entries to look at first" + ".tHead.rows[0].cells[0].querySelector('button')")
    equal(browser.run("document.querySelectorAll('tr.dropped').length") >= 2, True, "sorting keeps verdicts")


def figures(browser, *expected):
    told = browser.run("Array.from(document.querySelectorAll('.figures div'), (d) => d.querySelector('dt').textContent + ' ' +"
                       " d.querySelector('dd').firstChild.textContent)")
    equal(told[:len(expected)], list(expected))
    equal(browser.nameless(), [])


def expected(browser, *notes):
    """What is said below the first figures."""
    equal(browser.run("Array.from(document.querySelectorAll('.figures small'), (n) => n.textContent)")[:len(notes)], list(notes))


def charts(browser):
    """The curve lies in its plot; the figures at their places."""
    inside = browser.run("""Array.from(document.querySelectorAll('.charts svg')).every((svg) => { const s = svg.getBoundingClientRect();
        return Array.from(svg.children).every((c) => { const r = c.getBoundingClientRect();
            return r.left >= s.left - 1 && r.right <= s.right + 1 && r.top >= s.top - 1 && r.bottom <= s.bottom + 1; }); })""")
    equal(inside, True)
    equal(browser.run("document.querySelectorAll('.charts svg').length"), 3)
    equal(browser.run("document.querySelectorAll('.charts svg')[1].querySelectorAll('circle').length > 3"), True)
    points = browser.run("Array.from(document.querySelectorAll('.charts svg')[2].querySelector('polyline').points, (p) => p.x)")
    equal(points, sorted(points))
    equal(len(points) > 10, True)


def report_head(browser, title):
    equal(browser.run("document.querySelector('h1').textContent"), title)
    equal(browser.run("document.title"), title)


def report_phone(browser):
    browser.size(420, 800)
    browser.settle()
    equal(browser.run("document.documentElement.scrollWidth <= innerWidth"), True)
    outside = "Array.from(document.querySelectorAll('.stacked td, .stacked th')).filter((c) => { const r = c.getBoundingClientRect(); return r.width && (r.left < 0 || r.right > innerWidth); }).length"
    equal(browser.run(outside), 0, "cells are out of reach")
    name = "getComputedStyle(document.querySelector('tr[data-t] td:nth-child(3)'), '::before').content"
    equal(browser.run(name), '"Type: "')


def main():
    with Browser() as browser:
        browser.open(sys.argv[2])
        globals()[sys.argv[1]](browser, *sys.argv[3:])
        quiet(browser)


if __name__ == "__main__":
    main()
