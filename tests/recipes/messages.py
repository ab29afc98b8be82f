#!/usr/bin/env python3
r"""Messages for log programs, and whether they came out with their spans.

usage: messages.py lines FIRST END [syslog]          plain lines, or syslog's
       messages.py journal FIRST END                 journald's export format
       messages.py json FIRST END                    records with the field "message"
       messages.py follow FILE END                   written into a file that is opened anew at SIGHUP
       messages.py send PORT FIRST END               syslog over TCP
       messages.py check-tagged FILE END [matches]   the lines of rsyslog's template
       messages.py check-records FILE FIELD END [matches] [utf8]
       messages.py check-tail FILE RAW               a record for each line
"""
import json
import re
import signal
import socket
import struct
import sys
import time

MODEL = {"check pass": "Event", "root": "User", "кернел": "Word"}
TEXTS = ['check pass; user "root" \\ <é> \U0001f469\u200d\U0001f469\u200d\U0001f467 кернел'.encode(),
         b'nothing {"a": [1]} $!x %msg% \\n',
         b'C:\\root\\n "',
         b"Check Pass",
         b"caf\xe9 root"]


def text(i, utf8=False):
    return b"n%d %s" % (i, TEXTS[i % (4 if utf8 else 5)])


def expected(message):
    """Types and surfaces in their order, found by other means than gaz's."""
    words = re.finditer("|".join(rf"\b{re.escape(name)}\b" for name in MODEL), message, re.IGNORECASE)
    return [(found.start(), found.end(), MODEL[found.group().lower()]) for found in words]


def syslog(i):
    return b"<13>Mar 10 01:00:%02d host app[%d]: %s" % (i % 60, i, text(i))


def entry(i):
    message = text(i) + b" line\nroot" * (i % 35 == 0) + b" root".rjust(5000) * (i % 1000 == 2)
    return (b"__REALTIME_TIMESTAMP=%d\n__MONOTONIC_TIMESTAMP=%d\n_BOOT_ID=%s\nMESSAGE\n%s%s\n\n" %
            (1700000000000000 + i, i + 1, b"ab" * 16, struct.pack("<Q", len(message)), message))


def follow(path, end):
    anew = []
    signal.signal(signal.SIGHUP, lambda *_: anew.append(True))
    file = open(path, "ab", buffering=0)
    for i in range(end):
        if anew:
            anew.clear()
            file.close()
            file = open(path, "ab", buffering=0)
        file.write(text(i) + b"\n")
        time.sleep(0.0002)


def send(port, first, end):
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.sendall(b"".join(syslog(i) + b"\n" for i in range(first, end)))


def check_spans(message, spans, i):
    got = [(span["start"], span["end"], span["label"]) for span in spans]
    assert got == expected(message), f"message {i}: {got} in {message!r}"
    assert all(message[span["start"]:span["end"]] == span["text"] for span in spans), f"message {i}"


def wanted(end, matches, utf8=False):
    return [i for i in range(end) if not matches or expected(text(i, utf8).decode(errors="replace"))]


def check_tagged(path, end, matches=False):
    lines = open(path, "rb").read().splitlines()
    numbers = wanted(end, matches)
    for i, line in zip(numbers, lines):
        head, found, spans = line.partition(text(i) + b" [")
        assert found, f"message {i} is not in {line!r}"
        blank = b" " if head.endswith(b" ") else b""
        check_spans((blank + text(i)).decode(errors="replace"), json.loads(b"[" + spans), i)
    assert len(lines) == len(numbers), f"{len(lines)} lines"


def check_records(path, field, end, matches=False, utf8=False):
    records = [json.loads(line) for line in open(path, encoding="utf-8")]
    numbers = wanted(end, matches, utf8)
    for i, record in zip(numbers, records):
        message = record[field]
        if isinstance(message, list):  # journald's bytes
            message = bytes(message).decode(errors="replace")
        whole = text(i, utf8).decode(errors="replace")
        assert message.lstrip(" ").startswith(whole), f"message {i} is not in {message[:200]!r}"
        check_spans(message, record["spans"], i)
    assert len(records) == len(numbers), f"{len(records)} records, {len(numbers)} wanted"


def check_tail(path, raw):
    records = [json.loads(line) for line in open(path, encoding="utf-8")]
    lines = open(raw, "rb").read().decode(errors="replace").splitlines()
    assert [record["text"] for record in records] == lines, f"{len(records)} records of {len(lines)} lines"
    numbers = [int(re.match(r"n(\d+) ", line).group(1)) for line in lines]
    assert len(numbers) > 1000 and all(a < b for a, b in zip(numbers, numbers[1:])), "lines are repeated or out of order"
    for number, record in zip(numbers, records):
        check_spans(record["text"], record["spans"], number)


def main():
    verb, *rest = sys.argv[1:]
    numbers = [int(word) for word in rest if word.isdigit()]
    write = sys.stdout.buffer.write
    if verb == "lines":
        for i in range(*numbers):
            write((syslog(i) if "syslog" in rest else text(i, "utf8" in rest)) + b"\n")
    elif verb == "journal":
        for i in range(*numbers):
            write(entry(i))
    elif verb == "json":
        for i in range(*numbers):
            write(json.dumps({"message": text(i, True).decode()}).encode() + b"\n")
    elif verb == "follow":
        follow(rest[0], *numbers)
    elif verb == "send":
        send(*numbers)
    elif verb == "check-tagged":
        check_tagged(rest[0], *numbers, "matches" in rest)
    elif verb == "check-records":
        check_records(rest[0], rest[1], *numbers, "matches" in rest, "utf8" in rest)
    elif verb == "check-tail":
        check_tail(*rest)


main()
