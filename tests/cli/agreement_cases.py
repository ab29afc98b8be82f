#!/usr/bin/env python3
"""What agreement_page.bats looks for in Chromium. usage: agreement_cases.py CASE PAGE [ARGUMENT...]"""
import csv
import sys

from browser import Browser

MARKS = """Array.from(document.querySelectorAll('mark.differs'), (m) => [m.closest('article').querySelector('h2').textContent,
    m.closest('p').className, m.textContent, getComputedStyle(m, '::after').content.slice(1, -1), m.title])"""
WIDTHS = "[document.documentElement.scrollWidth, innerWidth]"


def equal(actual, expected, what=""):
    if actual != expected:
        sys.exit("%s\nexpected: %.3000r\ngot:      %.3000r" % (what, expected, actual))


def rows(browser, table):
    """The marks that are framed are the rows of the table, each on the sides that have a span."""
    expected = []
    for row in list(csv.reader(open(table, encoding="utf-8", newline=""), delimiter="\t", quoting=csv.QUOTE_NONE))[1:]:
        for side, kind in (("predicted", row[4]), ("gold", row[5])):
            if kind:
                expected.append([row[0], side, row[3], kind, row[6]])
    marks = browser.run(MARKS)
    equal(sorted(marks), sorted(expected))
    equal(browser.run("document.getElementById('total').textContent").split()[0], format(len(expected), ","))


def text(browser, *expected):
    """Nothing of a text is taken for markup."""
    equal(browser.run("Array.from(document.querySelectorAll('.sides:not(.names) > p'), (p) => p.textContent)"), list(expected))
    equal(browser.run("window.harm === undefined"), True)


def keys(browser, *order):
    """n and p go around; what is read out says what differs."""
    for key, expected in zip(order[::2], order[1::2]):
        browser.key(key)
        equal(browser.run("document.activeElement.textContent + ', ' + document.activeElement.title"), expected, key)
        equal(browser.run("document.getElementById('live').textContent").startswith(expected), True, "live")
    browser.key("?")
    equal(browser.run("document.getElementById('help').open"), True)


def shapes(browser):
    """It fits a phone, where sides stand below each other, and has dark colours."""
    sides = "Array.from(document.querySelector('article .sides').children, (p) => p.getBoundingClientRect())"
    equal(browser.run(f"(([a, b]) => a.top === b.top && a.right < b.left)({sides})"), True, "side by side")
    browser.size(360, 700)
    equal(browser.run(f"(([a, b]) => a.bottom < b.top && a.left === b.left)({sides})"), True, "one below the other")
    equal(browser.run(WIDTHS), [360, 360])
    light = browser.run("getComputedStyle(document.querySelector('mark')).backgroundColor")
    browser.click("document.getElementById('theme')")
    equal(browser.run("getComputedStyle(document.querySelector('mark')).backgroundColor") != light, True, "dark")
    equal(browser.nameless(), [], "what has no name")


def main():
    case, page, *arguments = sys.argv[1:]
    with Browser() as browser:
        browser.open(page)
        globals()[case](browser, *arguments)
        equal(browser.complaints(), [], "the browser complains")


main()
