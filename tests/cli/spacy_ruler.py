#!/usr/bin/env python3
"""Compares what spaCy's EntityRuler finds with exported patterns with what gaz tag found.

usage: spacy_ruler.py text|tokens PATTERNS.jsonl    gaz tag --to jsonl --offsets codepoint on standard input

text: spaCy cuts the text of each record by itself (blank English). tokens: the records come from columns, and spaCy gets
their tokens. gaz takes the leftmost, then the longest match; the ruler takes the longest of all, then the leftmost. So
gaz's spans are compared with the leftmost, then longest of all matches of the ruler. Where the two cut a text alike they
have to be the same. Prints how many records and spans there were, how often the ruler's own choice was another, and how
many differences touch a place where the two cut otherwise; anything else is printed and ends with 1.
"""
import json
import re
import sys

import spacy
from spacy.tokens import Doc

WORDS = re.compile(r"\w+|[^\w\s]")


def choose(matches):
    """The leftmost, then longest ones that do not overlap."""
    chosen, end = [], 0
    for begin, stop, label in sorted(matches, key=lambda match: (match[0], -match[1])):
        if begin >= end:
            chosen.append((begin, stop, label))
            end = stop
    return set(chosen)


def words_of(text):
    return {match.span() for match in WORDS.finditer(text)}


def main():
    mode, path = sys.argv[1:]
    nlp = spacy.blank("en")
    ruler = nlp.add_pipe("entity_ruler").from_disk(path)
    otherwise = set()  # patterns that the two cut otherwise, as gaz's words
    for pattern in ruler.patterns if mode == "text" else []:
        doc = nlp.make_doc(pattern["pattern"])
        if {(token.idx, token.idx + len(token)) for token in doc} != words_of(doc.text):
            otherwise.add(" ".join(WORDS.findall(doc.text)))
    records = spans = alike = ties = cuts = wrong = 0
    for line in sys.stdin:
        record = json.loads(line)
        text = record["text"]
        doc = nlp.make_doc(text) if mode == "text" else Doc(nlp.vocab, text.split(" ") if text else [])
        own = ruler(doc)
        tokens = {(token.idx, token.idx + len(token)) for token in doc}
        places = words_of(text) ^ tokens if mode == "text" else set()
        tagged = {(span["start"], span["end"], span["label"]) for span in record["spans"]}
        matches = set()
        for key, begin, end in ruler.match(doc):
            label = ruler._ent_ids.get(key, (nlp.vocab.strings[key],))[0]
            matches.add((doc[begin].idx, doc[end - 1].idx + len(doc[end - 1]), label))
        ruled = choose(matches)
        records += 1
        spans += len(tagged)
        alike += len(tagged & ruled)
        ties += len({(span.start_char, span.end_char, span.label_) for span in own.ents} ^ ruled)
        for begin, end, label in sorted(tagged ^ ruled):
            # Spans that overlap decide together; so do the places between them.
            first, last = begin, end
            for other in tagged | ruled:
                if other[0] < end and other[1] > begin:
                    first, last = min(first, other[0]), max(last, other[1])
            cut = any(place[0] < last and place[1] > first for place in places)
            if cut or " ".join(WORDS.findall(text[begin:end])) in otherwise:
                cuts += 1
            else:
                wrong += 1
                print("unexplained:", text[begin:end], label, "in", text, file=sys.stderr)
    print(f"records {records} spans {spans} alike {alike} ties {ties} cuts {cuts}")
    return wrong > 0


if __name__ == "__main__":
    sys.exit(main())
