#!/usr/bin/env python3
r"""Replaces the model m.gaz under a command that tags what comes through a pipe, and says what is wrong with its output.

usage: live.py COUNT HOW COMMAND...
old.gaz and new.gaz have the entries kernel and shell, as Old or New; for gaz grep -n -o old.gaz has kernel, and new.gaz
has shell. COUNT times one of them becomes m.gaz; before,
meanwhile and after, lines "kernel nNUMBER shell" are sent, of which each result is waited for. HOW: rename, cp, or
truncate (the file is empty, then half there, then whole). In the end a line must get what the last model says.
"""
import os
import re
import subprocess
import sys
import threading
import time

PATIENCE = 20.0  # seconds; the machine may be loaded
SETTLED = 1.1  # a file whose last change is so long ago is read once more


class Tagger:
    """The command, with what it has written so far."""

    def __init__(self, command):
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.greps = command[1] == "grep"
        self.output = bytearray()
        self.errors = b""
        self.sent = 0
        self.came = threading.Condition()
        self.threads = [threading.Thread(target=self.read), threading.Thread(target=self.read_errors)]
        for thread in self.threads:
            thread.start()

    def read(self):
        while got := os.read(self.process.stdout.fileno(), 1 << 16):
            with self.came:
                self.output += got
                self.came.notify()

    def read_errors(self):
        self.errors = self.process.stderr.read()

    def send(self):
        self.process.stdin.write(b"kernel n%06d shell\n" % self.sent)
        self.process.stdin.flush()
        self.sent += 1

    def wait(self):
        """For the results of all lines but the newest."""
        number = max(self.sent - 2, 0)
        wanted = b"\n%d:" % (number + 1) if self.greps and number else b"n%06d" % number if not self.greps else b"1:"
        with self.came:
            if not self.came.wait_for(lambda: wanted in self.output[-200000:], PATIENCE):
                print(f"no result for {wanted.decode()}; exit status {self.process.poll()}", self.errors.decode())
                os._exit(1)

    def end(self):
        self.process.stdin.close()
        for thread in self.threads:
            thread.join()
        return self.process.wait()


def replace(how, source, between):
    """Writes the source over the model, and calls `between` while it is not complete."""
    with open(source, "rb") as file:
        model = file.read()
    if how == "rename":
        with open("fresh", "wb") as file:
            file.write(model)
        between()
        os.rename("fresh", "m.gaz")
        return
    with open("m.gaz", "wb", buffering=0) as file:  # empty from now on
        if how == "truncate":
            between()
        file.write(model[:len(model) // 2])
        between()
        file.write(model[len(model) // 2:])


def check(tagger, status, count):
    output = tagger.output.decode()
    if tagger.greps:  # as gaz tag would give it
        output = re.sub(r"(\d+):(kernel|shell)", lambda found: "n%06d " % (int(found[1]) - 1) +
                        ("Old Old" if found[2] == "kernel" else "New New"), output)
    numbers = [int(number) for number in re.findall(r"n(\d{6})", output)]
    labels = re.findall(r"Old|New", output)
    told = tagger.errors.decode().splitlines()
    assert status == 0, (status, told)
    assert numbers == list(range(tagger.sent)), "lines are lost, repeated or out of order"
    assert len(labels) == 2 * tagger.sent, f"{len(labels)} spans of {tagger.sent} lines"
    assert all(first == second for first, second in zip(labels[::2], labels[1::2])), "a line has spans of both models"
    assert labels[-1] == ("New" if count % 2 else "Old"), "the last model was not taken"
    assert min(labels.count("Old"), labels.count("New")) > count / 50, "a model was hardly used"
    assert len(told) > count / 50 and len(set(told)) == 1 and " read again: " in told[0], set(told)


def main():
    count, how, command = int(sys.argv[1]), sys.argv[2], sys.argv[3:]
    replace("rename", "old.gaz", lambda: None)
    tagger = Tagger(command)
    tagger.send()
    tagger.send()
    tagger.wait()  # it is up
    for i in range(count):
        replace(how, "old.gaz" if i % 2 else "new.gaz", tagger.send)
        tagger.send()
        tagger.wait()
    time.sleep(SETTLED)
    tagger.send()
    check(tagger, tagger.end(), count)


main()
