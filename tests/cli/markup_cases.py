#!/usr/bin/env python3
"""What markup.bats looks for in Chromium. usage: markup_cases.py shown PAGE MARKED [PAGE MARKED...]"""
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import browser as browsers

TEXT = "[document.documentElement.innerText, document.documentElement.textContent, document.title].join('\\u0001')"
MARKS = """[...document.querySelectorAll("mark[data-type]")].every(mark =>
    mark.namespaceURI.endsWith("xhtml") && !mark.querySelector(":not(mark)"))"""


def shown(browser, *pages):
    """A page with marks shows what it did without them."""
    count = 0
    for page, marked in zip(pages[::2], pages[1::2]):
        browser.open(page)
        before = browser.run(TEXT)
        browser.open(marked)
        after = browser.run(TEXT)
        assert before == after, (page, [pair for pair in zip(before.split("\n"), after.split("\n")) if pair[0] != pair[1]][:3])
        assert browser.run(MARKS), page
        count += browser.run("document.querySelectorAll('mark[data-type]').length")
    print(count)


with browsers.Browser() as opened:
    globals()[sys.argv[1]](opened, *sys.argv[2:])
