#!/usr/bin/env python3
"""Slices every span of documents for annotation tools out of their text, in the tool's own unit, and checks what else
the format asks for.

usage: document_spans.py FORMAT UNIT PATH [unscored]

FORMAT is one that documents are written in but conll and html, UNIT what the offsets count (byte, codepoint,
utf16, grapheme), PATH a file or, for formats with a document a file, a folder or a file. Spans that gaz has tagged have a score, unscored ones
have none. Prints "type TAB surface" of each span, TABs
and line ends as blanks.
"""
import html
import json
import os
import re
import sys

ENCODINGS = {"byte": ("utf-8", 1), "codepoint": ("utf-32-le", 4), "utf16": ("utf-16-le", 2)}


class Ruler:
    """Slices a text by offsets in a unit."""

    def __init__(self, text, unit):
        self.unit = unit
        if unit == "grapheme":
            import regex
            self.clusters = regex.findall(r"\X", text)
        else:
            self.encoding, self.width = ENCODINGS[unit]
            self.encoded = text.encode(self.encoding)

    def slice(self, begin, end):
        assert isinstance(begin, int) and isinstance(end, int) and 0 <= begin < end, (begin, end)
        if self.unit == "grapheme":
            assert end <= len(self.clusters), end
            return "".join(self.clusters[begin:end])
        assert end * self.width <= len(self.encoded), end
        return self.encoded[begin * self.width:end * self.width].decode(self.encoding)


def show(label, surface):
    assert surface == surface.strip(), repr(surface)
    print(label, surface.translate({9: " ", 10: " ", 13: " "}), sep="\t")


scored = True


def check_score(span):
    if scored:
        assert 0 <= span["score"] <= 1
    else:
        assert "score" not in span


def json_lines(path):
    with open(path, encoding="utf-8", newline="\n") as file:
        for line in file:
            yield json.loads(line)


def ordered(extents):
    """Spans come by begin and do not overlap."""
    at = 0
    for begin, end in extents:
        assert at <= begin < end, extents
        at = end


def check_doccano(path, unit):
    for record in json_lines(path):
        ruler = Ruler(record["text"], unit)
        ordered([label[:2] for label in record["label"]])
        for begin, end, label in record["label"]:
            show(label, ruler.slice(begin, end))


def check_spacy(path, unit):
    for text, annotations in json_lines(path):
        ruler = Ruler(text, unit)
        assert list(annotations) == ["entities"]
        ordered([entity[:2] for entity in annotations["entities"]])
        for begin, end, label in annotations["entities"]:
            show(label, ruler.slice(begin, end))


def check_jsonl(path, unit):
    for record in json_lines(path):
        ruler = Ruler(record["text"], unit)
        ordered([(span["start"], span["end"]) for span in record["spans"]])
        for span in record["spans"]:
            surface = ruler.slice(span["start"], span["end"])
            assert span["text"] in surface if unit == "grapheme" else span["text"] == surface, span
            check_score(span)
            show(span["label"], surface)


def check_label_studio(path, unit):
    with open(path, encoding="utf-8") as file:
        tasks = json.load(file)
    assert isinstance(tasks, list)
    for task in tasks:
        text = task["data"]["text"]
        ruler = Ruler(text, unit)
        (prediction,) = task["predictions"]
        ids = [region["id"] for region in prediction["result"]]
        assert len(ids) == len(set(ids)), ids
        assert ("score" in prediction) == (bool(ids) and scored)
        for region in prediction["result"]:
            value = region["value"]
            assert (region["from_name"], region["to_name"], region["type"]) == ("label", "text", "labels")
            check_score(region)
            assert value["text"] == ruler.slice(value["start"], value["end"]), region
            (label,) = value["labels"]
            show(label, value["text"])


def check_argilla(path, unit):
    with open(path, encoding="utf-8") as file:
        records = json.load(file)
    for record in records:
        assert set(record) - {"id"} == {"fields", "metadata", "suggestions"} and list(record["suggestions"]) == ["spans"]
        ruler = Ruler(record["fields"]["text"], unit)
        suggestion = record["suggestions"]["spans"]
        ordered([(span["start"], span["end"]) for span in suggestion["value"]])
        assert ("score" in suggestion) == (bool(suggestion["value"]) and scored)
        assert len(suggestion.get("score", suggestion["value"])) == len(suggestion["value"])
        assert all(0 <= score <= 1 for score in suggestion.get("score", []))
        for span in suggestion["value"]:
            assert set(span) == {"start", "end", "label"}
            show(span["label"], ruler.slice(span["start"], span["end"]))


def check_pubannotation(path, unit):
    with open(path, encoding="utf-8") as file:
        records = json.load(file)
    for record in records:
        ruler = Ruler(record["text"], unit)
        ids = [denotation["id"] for denotation in record["denotations"]]
        assert len(ids) == len(set(ids)), ids
        for denotation in record["denotations"]:
            show(denotation["obj"], ruler.slice(denotation["span"]["begin"], denotation["span"]["end"]))


def check_bioc(path, unit):
    with open(path, encoding="utf-8") as file:
        collection = json.load(file)
    assert list(collection) == ["source", "date", "key", "infons", "documents"]
    for document in collection["documents"]:
        (passage,) = document["passages"]
        assert passage["offset"] == 0 and set(passage) == {"offset", "infons", "text", "sentences", "annotations",
                                                           "relations"}
        ruler = Ruler(passage["text"], unit)
        for annotation in passage["annotations"]:
            (location,) = annotation["locations"]
            assert annotation["text"] == ruler.slice(location["offset"], location["offset"] + location["length"])
            show(annotation["infons"]["type"], annotation["text"])


def check_prodigy(path, unit):
    for record in json_lines(path):
        text, tokens = record["text"], record["tokens"]
        ruler = Ruler(text, unit)
        assert "".join(token["text"] + " " * token["ws"] for token in tokens) == text
        for number, token in enumerate(tokens):
            assert token["id"] == number and ruler.slice(token["start"], token["end"]) == token["text"], token
        for span in record["spans"]:
            assert tokens[span["token_start"]]["start"] == span["start"], span
            assert tokens[span["token_end"]]["end"] == span["end"], span
            check_score(span)
            show(span["label"], ruler.slice(span["start"], span["end"]))


def paths_of(path, ending):
    if not os.path.isdir(path):
        return [path]
    names = sorted(name for name in os.listdir(path) if name.endswith(ending))
    return [os.path.join(path, name) for name in names]


def check_brat(path, unit):
    for path in paths_of(path, ".ann"):
        with open(path[:-3] + "txt", encoding="utf-8", newline="") as file:
            text = file.read()
        assert "\r\n" not in text and not text.startswith("\ufeff")
        ruler = Ruler(text, unit)
        seen = set()
        with open(path, encoding="utf-8", newline="\n") as file:
            for line in file:
                assert line.endswith("\n")
                number, middle, surface = line[:-1].split("\t", 2)
                if number.startswith("#"):
                    kind, about = middle.split(" ")
                    assert kind == "AnnotatorNotes" and about in seen, line
                    assert 0 <= float(re.fullmatch("gaz ([0-9.]+)( [0-9a-f]{16})?", surface)[1]) <= 1
                    continue
                assert re.fullmatch("T[0-9]+", number) and number not in seen, line
                seen.add(number)
                label, offsets = middle.split(" ", 1)
                pieces = [ruler.slice(*map(int, piece.split(" "))) for piece in offsets.split(";")]
                assert all("\n" not in piece and piece == piece.strip() for piece in pieces), pieces
                assert " ".join(pieces) == surface, (pieces, surface)
                show(label, surface)


def unescape(text):
    return re.sub(r"\\(.)", lambda found: {"t": "\t", "r": "\r", "n": "\n", "f": "\f", "b": "\b"}.get(
        found[1], found[1]), text)


def read_webanno(path):
    """The text as INCEpTION rebuilds it, and rows of sentence, begin, end, token, value."""
    with open(path, encoding="utf-8", newline="\n") as file:
        lines = file.read().split("\n")
    assert lines[0] == "#FORMAT=WebAnno TSV 3.3" and lines[1].startswith("#T_SP=") and lines[2] == ""
    assert lines.pop() == ""
    units = b""
    sentence, header, rows = 0, [], []
    for number, line in enumerate(lines[3:], 4):
        assert "\r" not in line, line
        if line.startswith("#Text=") and (header or not lines[number - 2]):
            header.append(unescape(line[6:]))
            continue
        if not line:
            header = []
            continue
        name, extent, token, value, nothing = line.split("\t")
        begin, end = map(int, extent.split("-"))
        assert nothing == ""
        if header:
            sentence += 1
            units += " ".encode("utf-16-le") * (begin - len(units) // 2)
            assert len(units) == 2 * begin, line
            units += "\n".join(header).encode("utf-16-le")
            header, count = [], 0
        count += 1
        assert name == f"{sentence}-{count}", line
        rows.append((begin, end, token, value))
    return units.decode("utf-16-le"), rows


def check_webanno(path, unit):
    for path in paths_of(path, ".tsv"):
        text, rows = read_webanno(path)
        ruler = Ruler(text, unit)
        spans = []
        numbers = []
        for begin, end, token, value in rows:
            assert ruler.slice(begin, end) == token, (begin, end, token)
            found = re.fullmatch(r"((?:\\.|[^\\\[])*)(?:\[([0-9]+)\])?", value, re.S)
            if value == "_":
                continue
            label, number = unescape(found[1]), found[2]
            if number and numbers and numbers[-1] == number:
                spans[-1][2] = end
                continue
            numbers.append(number)
            spans.append([label, begin, end])
        assert [int(number) for number in numbers if number] == list(range(1, sum(map(bool, numbers)) + 1)), numbers
        for label, begin, end in spans:
            show(label, ruler.slice(begin, end))


def check_json_tokens(path, unit):
    for record in json_lines(path):
        tokens, tags = record["tokens"], record["ner_tags"]
        assert len(tokens) == len(tags) > 0 and all(tokens), record
        spans = []
        for number, tag in enumerate(tags):
            if tag.startswith("I-"):
                assert spans[-1][0] == tag[2:] and spans[-1][2] == number, tags
                spans[-1][2] += 1
            elif tag != "O":
                assert tag.startswith("B-"), tags
                spans.append([tag[2:], number, number + 1])
        for label, begin, end in spans:
            show(label, " ".join(tokens[begin:end]))


def check_markup(path, ending, mark):
    """What no mark holds has no other markup in it."""
    for path in paths_of(path, ending):
        with open(path, encoding="utf-8", newline="") as file:
            text = file.read()
        at = 0
        for found in re.finditer(mark, text, re.S):
            assert not re.search("[<>]|&(?!amp;|lt;|gt;|#xFEFF;)", text[at:found.start()] + found[2]), found
            show(html.unescape(found[1]), html.unescape(found[2]))
            at = found.end()
        assert not re.search("[<>]", text[at:]), text[at:]


def check_enamex(path, unit):
    check_markup(path, ".enamex", '<ENAMEX TYPE="([^"]*)">(.*?)</ENAMEX>')


def check_inline_xml(path, unit):
    check_markup(path, ".xml", r"<([^<> /]+)>(.*?)</\1>")


def check_marked_words(path, begins, ends):
    with open(path, encoding="utf-8", newline="\n") as file:
        for line in file:
            words = line[:-1].split(" ")
            assert line == "\n" or all(words), line
            span = None
            for word in words:
                begin = re.fullmatch(begins, word)
                if begin and span is None:
                    span = (begin[1], [])
                elif span and word == ends:
                    show(span[0], " ".join(span[1]))
                    span = None
                elif span:
                    span[1].append(word)
            assert span is None, line


def check_opennlp(path, unit):
    check_marked_words(path, "<START:([^:>]+)>", "<END>")


def check_brackets(path, unit):
    check_marked_words(path, r"\[([^]]+)", "]")


CHECKS = {"brat": check_brat, "doccano": check_doccano, "jsonl": check_jsonl, "label-studio": check_label_studio,
          "prodigy": check_prodigy, "argilla": check_argilla, "pubannotation": check_pubannotation, "bioc": check_bioc,
          "spacy": check_spacy, "webanno": check_webanno, "json-tokens": check_json_tokens, "enamex": check_enamex,
          "inline-xml": check_inline_xml, "opennlp": check_opennlp, "brackets": check_brackets}


def main():
    global scored
    form, unit, path, *rest = sys.argv[1:]
    scored = rest != ["unscored"]
    sys.stdout.reconfigure(encoding="utf-8")
    CHECKS[form](path, unit)


main()
