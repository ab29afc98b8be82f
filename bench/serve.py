"""make bench-serve: requests a second of gaz serve, against the least server on the same library, in the same run.

wrk with 8 connections in one thread asks for the spans of a text of 100 bytes and of one of 10 KB, for BENCH_SECONDS (4)
each, BENCH_ROUNDS (5) rounds, interleaved; both servers have two threads, and the other one answers as many bytes with
what it has at hand. Ratios are medians of the rounds. Then BENCH_REQUESTS (1,000,000) requests with the server's memory
before and after, and 200 changes of the model's file under load, in which no request may fail.
"""
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request

from run import FOLDER, GAZ, ROUNDS, processor, say

SECONDS = int(os.environ.get("BENCH_SECONDS", "4"))
REQUESTS = int(os.environ.get("BENCH_REQUESTS", "1000000"))
HERE = os.path.dirname(os.path.abspath(__file__))
TOP = os.path.dirname(HERE)
SENTENCE = "We run Python, MySQL and the Apache server on Linux; the old parts in C++ read a text file at each start. "


class Server:
    def __init__(self, arguments, pattern):
        self.messages = tempfile.TemporaryFile("w+")
        self.process = subprocess.Popen(arguments, stdout=self.messages, stderr=self.messages)
        self.found = None
        while not self.found:
            if self.process.poll() is not None:
                sys.exit("FAILED: %s" % arguments)
            time.sleep(0.02)
            self.messages.seek(0)
            self.found = re.search(pattern, self.messages.read())

    def memory(self):
        with open("/proc/%d/status" % self.process.pid) as file:
            return int(re.search(r"VmRSS:\s+(\d+)", file.read())[1]) / 1024

    def stop(self):
        self.process.terminate()
        self.process.wait()


def load(url, body, seconds):
    """Requests a second, p50 and p99 in ms, requests, failures."""
    out = subprocess.run(["wrk", "-t1", "-c8", "-d%ds" % seconds, "--latency", "-s", os.path.join(HERE, "post.lua"), url],
                         env=dict(os.environ, BODY=body), stdout=subprocess.PIPE, text=True, check=True).stdout
    def milliseconds(share):
        number, unit = re.search(r"%s%%\s+([\d.]+)(us|ms|s)" % share, out).groups()
        return float(number) * {"us": 0.001, "ms": 1, "s": 1000}[unit]
    failures = sum(map(int, re.findall(r"Non-2xx or 3xx responses: (\d+)", out)))
    failures += sum(map(int, re.findall(r"(?:connect|read|write|timeout) (\d+)", out)))
    return (float(re.search(r"Requests/sec:\s+([\d.]+)", out)[1]), milliseconds(50), milliseconds(99),
            int(re.search(r"(\d+) requests in", out)[1]), failures)


def bench_sizes(work, gaz):
    say("| text | requests a second | p50 ms | p99 ms | the least server's | ratio |")
    say("| --- | ---: | ---: | ---: | ---: | ---: |")
    for size in (100, 10000):
        body = os.path.join(work, "%d.json" % size)
        with open(body, "w") as file:
            json.dump({"text": (SENTENCE * (size // len(SENTENCE) + 1))[:size]}, file)
        with open(body, "rb") as file:
            answer = urllib.request.urlopen(urllib.request.Request(gaz + "tag", file.read(),
                                                                   {"Content-Type": "application/json"})).read()
        port = 8790 + size % 7
        hello = Server([os.path.join(FOLDER, "hello"), str(port), "2", str(len(answer))], "(ready)")
        own, other = [], []
        for _ in range(ROUNDS):
            own.append(load(gaz + "tag", body, SECONDS))
            other.append(load("http://127.0.0.1:%d/" % port, body, SECONDS))
        hello.stop()
        if any(result[4] for result in own):
            sys.exit("FAILED: requests")
        middle = [statistics.median(column) for column in zip(*own)]
        least = statistics.median(result[0] for result in other)
        ratio = statistics.median(one[0] / two[0] for one, two in zip(own, other))
        say("| %d bytes, %d spans | %d | %.2f | %.2f | %d | %.2f |" %
            (size, answer.count(b'"label"'), middle[0], middle[1], middle[2], least, ratio))


def bench_memory(work, server, gaz):
    body = os.path.join(work, "100.json")
    load(gaz + "tag", body, 2)
    before, done = server.memory(), 0
    while done < REQUESTS:
        done += load(gaz + "tag", body, 5)[3]
    say("\n%d requests: %.1f MB before, %.1f MB after" % (done, before, server.memory()))
    if server.memory() > before * 1.2 + 2:
        sys.exit("FAILED: memory grows")


def bench_reloads(work, models, path, gaz):
    changes = 200
    failed = []

    def change():
        for number in range(changes):
            shutil.copy(models[number % 2], path + ".new")
            os.replace(path + ".new", path)
            time.sleep(0.3)

    thread = threading.Thread(target=change)
    thread.start()
    done = 0
    while thread.is_alive():
        result = load(gaz + "tag", os.path.join(work, "100.json"), 2)
        done += result[3]
        failed.append(result[4])
    with urllib.request.urlopen(gaz + "metrics") as answer:
        answer.read()
    say("%d changes of the model under load: %d requests, %d failed" % (changes, done, sum(failed)))
    if sum(failed):
        sys.exit("FAILED: requests were lost")


def main():
    if not shutil.which("wrk"):
        sys.exit("wrk is missing: make deps-bench")
    with tempfile.TemporaryDirectory() as work:
        path = os.path.join(work, "software.gaz")
        models = [os.path.join(work, name) for name in ("one.gaz", "two.gaz")]
        lists = os.path.join(TOP, "gazetteers", "software")
        subprocess.run([GAZ, "build", lists, "-o", models[0], "--quiet"], check=True)
        subprocess.run([GAZ, "build", lists, "--ignore-case", "-o", models[1], "--quiet"], check=True)
        shutil.copy(models[0], path)
        server = Server([GAZ, "serve", path, "--port", "0"], r"serving at (\S+)")
        gaz = server.found[1]
        say("%s, %d processors, %d rounds of %d s\n" % (processor(), os.cpu_count(), ROUNDS, SECONDS))
        bench_sizes(work, gaz)
        bench_memory(work, server, gaz)
        bench_reloads(work, models, path, gaz)
        server.stop()


if __name__ == "__main__":
    main()
