#!/usr/bin/env python3
"""Reads Prodigy tasks and spaCy training pairs of the same documents with spaCy, and fails if a span or a sense gets lost.

usage: spacy_reads.py TASKS.jsonl PAIRS.jsonl
Prints how many spans there are, and how many of the pairs' do not begin and end where a token of spaCy's own English
tokenizer does.
"""
import json
import sys

import spacy
from spacy.tokens import Doc, DocBin
from spacy.training import Example


def read(path):
    with open(path, encoding="utf-8", newline="\n") as file:
        return [json.loads(line) for line in file]


def main():
    tasks, pairs = map(read, sys.argv[1:])
    nlp = spacy.blank("en")
    binary = DocBin()
    spans = apart = 0
    assert len(tasks) == len(pairs)
    for task, (text, annotations) in zip(tasks, pairs):
        tokens = task["tokens"]
        doc = Doc(nlp.vocab, words=[token["text"] for token in tokens], spaces=[token["ws"] for token in tokens])
        assert doc.text == text == task["text"]
        first = list({(span["start"], span["end"]): span for span in reversed(task["spans"])}.values())[::-1]
        entities = [doc.char_span(span["start"], span["end"], label=span["label"], kb_id=span.get("kb_id", ""))
                    for span in first]
        assert None not in entities, task
        for span, entity in zip(first, entities):
            assert (entity.start, entity.end - 1) == (span["token_start"], span["token_end"]), span
        doc.set_ents(entities)
        binary.add(doc)
        triples = [tuple(entity) for entity in annotations["entities"]]
        assert triples == [(entity.start_char, entity.end_char, entity.label_) for entity in entities]
        example = Example.from_dict(doc, annotations)
        assert len(example.reference.ents) == len(triples)
        if any("kb_id" in span for span in task["spans"]) or len(first) < len(task["spans"]):
            assert [(span["start"], span["end"], span["label"], span.get("kb_id", "")) for span in task["spans"]] == \
                [(span.start_char, span.end_char, span.label_, span.kb_id_) for span in example.reference.spans["gaz"]]
        else:
            assert list(annotations) == ["entities"]
        own = nlp.make_doc(text)
        for begin, end, label in triples:
            assert own.char_span(begin, end, label=label, alignment_mode="expand") is not None
            apart += own.char_span(begin, end, label=label) is None
        spans += len(triples)
    again = list(DocBin().from_bytes(binary.to_bytes()).get_docs(nlp.vocab))
    assert sum(len(doc.ents) for doc in again) == spans
    print(spans, "spans,", apart, "of them cut a token of spaCy's")


main()
