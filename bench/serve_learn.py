"""make bench-serve-learn CORPORA=DIR: how good the suggestions of gaz serve become while documents are annotated.

The sentences of DIR/ncbi-disease/train.conll, nine of them a document, are sent one by one to a server that learns and
knows one name at first. After each fifty documents the harvest is waited for, and the model that is served then is
evaluated on dev.conll, which nobody has sent. Expected is what the harvest says of itself, on text held out. The harvest
of the same documents by gaz harvest, at the end, must give the same figures. Meanwhile a client asks for spans, one
request after the other.
"""
import json
import os
import pathlib
import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request

from run import GAZ, processor, say

STEP = int(os.environ.get("BENCH_STEP", "50"))
SENTENCES = 9  # of a document, as many as an abstract has


def sentences(path):
    """Tokens and tags of each sentence."""
    rows = []
    for line in open(path, encoding="utf-8"):
        fields = line.split()
        if fields:
            rows.append((fields[0], fields[-1]))
        elif rows:
            yield rows
            rows = []
    if rows:
        yield rows


def documents(path):
    """Texts with spans: a line is a sentence, its tokens with spaces between."""
    text, spans, count, number = "", [], 0, 0
    for rows in sentences(path):
        for token, tag in rows:
            if tag.startswith("B-") or (tag.startswith("I-") and not inside):
                spans.append({"start": len(text), "end": 0, "label": tag[2:]})
            inside = tag != "O"
            text += token
            if inside:
                spans[-1]["end"] = len(text)
            text += " "
        text = text[:-1] + "\n"
        inside, count = False, count + 1
        if count == SENTENCES:
            yield {"id": number, "text": text, "spans": spans}
            text, spans, count, number = "", [], 0, number + 1
    if spans:
        yield {"id": number, "text": text, "spans": spans}


def ask(url, body=None):
    headers = {"Content-Type": "application/json"} if body else {}
    data = json.dumps(body).encode() if body else None
    with urllib.request.urlopen(urllib.request.Request(url, data, headers)) as answer:
        return json.load(answer)


def run(*arguments):
    return subprocess.run([str(argument) for argument in arguments], check=True, capture_output=True, text=True).stdout


def f1(model, gold):
    return 100 * json.loads(run(GAZ, "eval", model, gold, "--json"))["f1"]


class Client(threading.Thread):
    """Asks for the spans of a text again and again."""

    def __init__(self, url, text):
        super().__init__(daemon=True)
        self.url, self.text, self.times, self.ended = url, text, [], False
        self.start()

    def run(self):
        while not self.ended:
            begin = time.perf_counter()
            ask(self.url + "tag", {"text": self.text})
            self.times.append(1000 * (time.perf_counter() - begin))
            time.sleep(0.002)

    def end(self):
        self.ended = True
        self.join()
        times = sorted(self.times)
        return statistics.median(times), times[len(times) * 99 // 100]


def wait(url, rounds):
    """Waits for a round. Returns the status, and how long it took."""
    begin = time.perf_counter()
    while True:
        status = ask(url + "status")
        if len(status["rounds"]) == rounds and not status["at_work"]:
            return status, time.perf_counter() - begin
        time.sleep(0.02)


def start(folder, count):
    (folder / "lists").mkdir()
    (folder / "lists" / "Disease.tsv").write_text("breast cancer\n")
    run(GAZ, "build", folder / "lists", "-o", folder / "m.gaz", "--quiet")
    server = subprocess.Popen([GAZ, "serve", folder / "m.gaz", "--port", "0", "--lists", folder / "lists", "--corpus",
                               folder / "corpus", "--learn", "--learn-seconds", "0", "--learn-documents", str(count)],
                              stderr=subprocess.PIPE, text=True)
    return server, re.search("serving at (.*)", server.stderr.readline())[1]


def learn(folder, corpus):
    train = list(documents(corpus / "train.conll"))
    train = train[:len(train) // 2 // STEP * STEP]
    dev = folder / "dev.jsonl"
    with open(dev, "w") as file:
        for document in documents(corpus / "dev.conll"):
            file.write(json.dumps(document) + "\n")
    server, url = start(folder, STEP)
    say("| documents | entries | taken | expected P | R | F1 | its range | F1 on dev | round, s | p50 ms | p99 ms |")
    say("| ---: | ---: | --- | ---: | ---: | ---: | --- | ---: | ---: | ---: | ---: |")
    sent = []
    for begin in range(0, len(train), STEP):
        times = []
        for document in train[begin:begin + STEP]:
            at = time.perf_counter()
            ask(url + "annotations", document)
            times.append(time.perf_counter() - at)
        sent += times
        client = Client(url, train[0]["text"])
        status, seconds = wait(url, begin // STEP + 1)
        p50, p99 = client.end()
        last = status["rounds"][-1]
        expected = ["%.1f" % (100 * last[name]) if last["judged"] else "-" for name in ("precision", "recall", "f1")]
        expected.append("%.1f to %.1f" % (100 * last["f1_low"], 100 * last["f1_high"]) if last["judged"] else "-")
        say("| %d | %d | %s | %s | %.1f | %.1f | %.1f | %.1f |" %
            (last["documents"], last["entries"], "yes" if last["taken"] else "no", " | ".join(expected),
             f1(folder / "m.gaz", dev), seconds, p50, p99))
    server.terminate()
    if server.wait() != 0:
        sys.exit("FAILED: the server")
    say("")
    say("A document is kept in %.1f ms (median)." % (1000 * statistics.median(sent)))
    run(GAZ, "harvest", *sorted((folder / "corpus").glob("*.jsonl")), "-o", folder / "again", "--quiet")
    run(GAZ, "build", folder / "again", "-o", folder / "again.gaz", "--quiet")
    say("gaz harvest of the same documents: F1 on dev %.1f." % f1(folder / "again.gaz", dev))


def main():
    if len(sys.argv) != 2:
        sys.exit("usage: serve_learn.py CORPORA")
    corpus = pathlib.Path(sys.argv[1]) / "ncbi-disease"
    say("%s; %d documents at a time" % (processor(), STEP))
    say("")
    with tempfile.TemporaryDirectory() as folder:
        learn(pathlib.Path(folder), corpus)


if __name__ == "__main__":
    main()
