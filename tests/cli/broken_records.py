#!/usr/bin/env python3
"""JSON lines of which some cannot be tagged, each in one of many ways, and what gaz makes of them.

usage: broken_records.py write COUNT EVERY             the records, to standard output; every EVERY-th is broken
       broken_records.py check COUNT EVERY OUT NOTES   OUT is what `gaz tag --from jsonl --to jsonl` wrote of them with a
                                                       model in which "kernel" is an entry, NOTES its standard error
"""
import collections
import json
import re
import sys

FAULTS = {
    "not JSON": [
        b'{"text": "a kernel"',
        b"a kernel",
        b"[INFO] the kernel has started",
        b"{'text': 'kernel'}",
        b'{"text": "a"} {"text": "kernel"}',
        b'{"text": "kernel",}',
        b'{"text": "a\x01kernel"}',
        b'{"text": "\\q kernel"}',
        b'{"text": "kernel \xff',
        b'{"a": 1, "text"}',
    ],
    "half of a surrogate pair in a string": [b'{"text": "kernel \\ud83d"}', b'{"text": "kernel", "x": "\\ude00"}'],
    "a number that is too large": [b'{"text": "kernel", "x": 1e400}'],
    "nested too deep": [b'{"text": "kernel", "x": ' + 3000 * b"[" + 3000 * b"]" + b"}"],
    "not an object": [b'[1, {"text": "kernel"}]', b'"kernel"', b"7", b"[]", b"null"],
    "no field with the text": [b"{}", b'{"message": "kernel"}', b'  {"Text": "kernel"}\r'],
    "the field is no text": [
        b'{"text": null}',
        b'{"text": 3}',
        b'{"text": true}',
        b'{"text": {"text": "kernel"}}',
        b'{"text": ["kernel"]}',
        b'{"text": [107, 300]}',
    ],
}
BROKEN = [(fault, record) for fault, records in FAULTS.items() for record in records]


def records(count, every):
    """Each record with its fault, None for most."""
    for number in range(count):
        if number % every == every - 1:
            yield BROKEN[number // every % len(BROKEN)]
        else:
            yield None, b'{"n": %d, "text": "the kernel %d \\u00e9", "last": [1, {"a": 1e3}]}' % (number, number)


def check(count, every, out, notes):
    counts, firsts, good = collections.Counter(), {}, 0
    with open(out, "rb") as file:
        for number, (fault, record) in enumerate(records(count, every), 1):
            written = next(file)
            if fault:
                assert written == record + b"\n", (number, record, written)
                counts[fault] += 1
                firsts.setdefault(fault, number)
                continue
            assert written.startswith(record[:-1] + b', "spans": ['), (number, written)
            spans = json.loads(written)["spans"]
            assert [(span["start"], span["text"]) for span in spans] == [(4, "kernel")], (number, written)
            good += 1
        assert not file.read(1)
    with open(notes) as file:
        told = [re.fullmatch(r"gaz: .*: line (\d+): (.*); (?:the first of (\d+) such records, which were|this record was)"
                             r" passed through\n", line).groups() for line in file]  # fmt: skip
    assert [(fault, int(line), int(n or 1)) for line, fault, n in told] == [
        (fault, firsts[fault], counts[fault]) for fault in FAULTS if fault in firsts], told  # fmt: skip
    print(f"{good} records with spans, {sum(counts.values())} passed through, of {len(counts)} faults")


def main():
    count, every = int(sys.argv[2]), int(sys.argv[3])
    if sys.argv[1] == "check":
        check(count, every, *sys.argv[4:])
    else:
        sys.stdout.buffer.writelines(record + b"\n" for _, record in records(count, every))


main()
