"""One engine: a process that builds its automaton once and then runs over the text whenever it is told to."""
import json
import os
import subprocess


class Skip(Exception):
    """Why an engine cannot run on this machine or with this dictionary."""


class Engine:
    """`command` gets the dictionary and the text, then `options`. `kind` says in which shape it gets them: gaz takes a
    model and the text, raw a model of words and the text, a peer the prepared surfaces and the prepared text, a limit the
    text alone."""

    def __init__(self, label, kind, command, options=(), wall=False, environment=None):
        self.label = label
        self.kind = kind
        self.command = list(command)
        self.options = list(options)
        self.wall = wall  # speed is by the clock on the wall: there are threads
        self.environment = environment or {}
        self.process = None

    def start(self, *inputs):
        """Starts it and gives what it says when it is ready."""
        self.process = subprocess.Popen(self.command + list(inputs) + self.options, stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                                        env=dict(os.environ, **self.environment))
        ready = self.answer()
        if "skip" in ready:
            self.stop()
            raise Skip(ready["skip"])
        return ready

    def answer(self):
        line = self.process.stdout.readline()
        if line:
            return json.loads(line)
        reason = self.process.stderr.read().strip().splitlines()
        self.stop()
        raise Skip("it ended: " + (reason[-1] if reason else "signal %d" % -self.process.returncode))

    def ask(self, request):
        """Gives the answer to a line."""
        try:
            self.process.stdin.write(request + "\n")
            self.process.stdin.flush()
        except BrokenPipeError:
            pass
        return self.answer()

    def run(self):
        """Runs once; gives seconds and matches."""
        result = self.ask("run")
        return result["wall" if self.wall else "seconds"], result["matches"]

    def stop(self):
        self.process.stdin.close()
        self.process.wait()
