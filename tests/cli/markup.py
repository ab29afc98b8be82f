#!/usr/bin/env python3
"""What markup.bats checks with Python's own parser of HTML, which shares no code with gaz.

usage: markup.py words PAGE...           a list of words and pairs of words that the pages show
       markup.py slices UNIT PAGE TSV    each offset slices to the surface
       markup.py counts LIST PAGE TSV    as many matches of each entry as its text has
       markup.py plain MARKED PAGE       without its marks, a page is what it was, byte for byte
       markup.py marks MARKED TSV [LEFT] the marks say what the table says, but for LEFT of its spans
       markup.py paragraphs CONLL        a page of the sentences of a column file
"""
import collections
import html
import html.parser
import re
import sys

SKIPPED = {"script", "style", "noscript", "iframe", "noembed", "noframes", "template"}
INLINE = {"a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins",
          "kbd", "label", "map", "mark", "nobr", "output", "q", "s", "samp", "small", "span", "strike", "strong", "sub",
          "sup", "time", "tt", "u", "var", "wbr", "script", "style", "noscript"}
BLANK = {"audio", "button", "canvas", "embed", "iframe", "img", "input", "meter", "object", "progress", "rp", "rt",
         "select", "video", "datalist", "svg", "math"}


class Text(html.parser.HTMLParser):
    """The lines that a page shows."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.parts = []
        self.skipped = []
        self.pre = 0

    def boundary(self, tag):
        if tag in BLANK:
            self.parts.append(" ")
        elif tag not in INLINE and re.fullmatch("[a-z]+[1-6]?", tag):
            self.parts.append("\n")

    def handle_starttag(self, tag, attributes):
        self.boundary(tag)
        if tag in SKIPPED:
            self.skipped.append(tag)
        self.pre += tag == "pre"

    def handle_endtag(self, tag):
        self.boundary(tag)
        if tag in self.skipped:
            self.skipped.remove(tag)
        self.pre -= tag == "pre" and self.pre > 0

    def handle_startendtag(self, tag, attributes):
        self.boundary(tag)

    def handle_data(self, data):
        if not self.skipped:
            self.parts.append(data if self.pre else re.sub("[\t\n\r\f]", " ", data))


def read(path):
    with open(path, "rb") as file:
        return file.read()


def lines_of(path):
    parser = Text()
    parser.feed(read(path).decode("utf-8", "replace"))
    parser.close()
    return "".join(parser.parts).split("\n")


def plain(text):
    """A piece of source without tags and references, with one blank for several."""
    text = re.sub(r"<!--.*?-->|<(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>", "", text, flags=re.S)
    return " ".join(html.unescape(text).split())


def spans_of(path):
    with open(path, encoding="utf-8", newline="\n") as file:
        for line in file:
            cells = line.rstrip("\n").split("\t")
            yield int(cells[1]), int(cells[2]), int(cells[3]), cells[4], cells[6]


def words(paths):
    found = collections.Counter()
    for path in paths:
        for line in lines_of(path):
            tokens = line.split()
            found.update(word for word in tokens if re.fullmatch("[A-Za-z]{3,}", word))
            found.update(" ".join(pair) for pair in zip(tokens, tokens[1:])
                         if all(re.fullmatch("[A-Za-z]+", word) for word in pair))
    for number, (entry, _) in enumerate(sorted(found.most_common(600))):
        print("%s\tT%d" % (entry, number % 7))


def slices(unit, page, table):
    source = read(page)
    text = source.decode("utf-8", "replace")
    units = {"byte": source, "codepoint": text, "utf16": text.encode("utf-16-le")}[unit]
    width = 2 if unit == "utf16" else 1
    count = 0
    for line, begin, end, _, surface in spans_of(table):
        piece = units[begin * width:end * width]
        before = units[:begin * width]
        if unit == "byte":
            piece, before = piece.decode("utf-8", "replace"), before.decode("utf-8", "replace")
        if unit == "utf16":
            piece, before = piece.decode("utf-16-le"), before.decode("utf-16-le")
        shown = plain(piece)
        assert shown == " ".join(surface.split()), (page, begin, end, piece, surface)
        assert line == before.count("\n") + 1, (page, line, begin)
        count += 1
    print(count)


def counts(path, page, table):
    """Words stand alone where neither neighbour belongs to a word."""
    entries = [line.rstrip("\n").split("\t")[0] for line in open(path, encoding="utf-8")]
    expected = collections.Counter()
    by_first = collections.defaultdict(list)
    for entry in entries:
        by_first[entry.split()[0]].append(entry.split())
    for line in lines_of(page):
        tokens = re.findall(r"\w+|[^\w\s]", line)
        at = 0
        while at < len(tokens):
            fitting = [entry for entry in by_first[tokens[at]] if tokens[at:at + len(entry)] == entry]
            entry = max(fitting, key=len, default=None)
            if entry:
                expected[" ".join(entry)] += 1
            at += len(entry) if entry else 1
    found = collections.Counter(" ".join(surface.split()) for *_, surface in spans_of(table))
    assert found == expected, (page, found - expected, expected - found)
    print(sum(found.values()))


def without_marks(marked):
    return re.sub(rb'<mark data-type="[^">]*"[^>]*>|</mark>', b"", marked)


def unmark(marked, page):
    assert b"<mark" not in read(page), page
    assert without_marks(read(marked)) == read(page), page


class Marks(html.parser.HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.open = []
        self.spans = []
        self.numbers = {}

    def handle_starttag(self, tag, attributes):
        values = dict(attributes)
        if tag != "mark" or "data-type" not in values:
            assert not self.open, "an element in a mark: " + tag
            return
        number = values.get("data-span")
        if number is None or number not in self.numbers:
            self.spans.append([values["data-type"], ""])
            self.numbers[number] = len(self.spans) - 1
        self.open.append(len(self.spans) - 1 if number is None else self.numbers[number])

    def handle_endtag(self, tag):
        if self.open:
            assert tag == "mark", "an element that ends in a mark: " + tag
            self.open.pop()

    def handle_data(self, data):
        for number in self.open:
            self.spans[number][1] += data


def marks(marked, table, left="0"):
    parser = Marks()
    parser.feed(read(marked).decode("utf-8", "replace"))
    parser.close()
    found = collections.Counter((type_, "".join(text.split())) for type_, text in parser.spans)
    wanted = collections.Counter((type_, "".join(surface.split())) for *_, type_, surface in spans_of(table))
    missing = wanted - found
    assert not found - wanted, (marked, found - wanted)
    assert sum(missing.values()) == int(left), (marked, missing)
    print(sum(found.values()))


def paragraphs(path):
    sentence = []
    print("<!DOCTYPE html>\n<meta charset=utf-8>\n<title>x</title>\n<body>")
    for line in open(path, encoding="utf-8").read().split("\n") + [""]:
        if line.strip() and not line.startswith("-DOCSTART-"):
            sentence.append(html.escape(line.split("\t")[0]))
        elif sentence:
            print("<p>%s</p>" % " ".join(sentence))
            sentence = []


def main():
    case = {"plain": unmark}.get(sys.argv[1]) or globals()[sys.argv[1]]
    if sys.argv[1] == "words":
        words(sys.argv[2:])
    else:
        case(*sys.argv[2:])


main()
