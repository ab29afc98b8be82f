"""One run of a command whose calls fail, and whether what is left of it is right."""
import collections
import os
import shutil
import signal
import struct
import subprocess

OLD = b"surface\tannotated\nold\t1\n"  # what stood in an output before
SECONDS = 60  # a run that takes longer hangs
SANITIZED = 99
CARELESS = "libraptor2."  # it leaves statements out without a word, prints, and reads from NULL if nothing is left

Run = collections.namedtuple("Run", "status out err files")
Report = collections.namedtuple("Report", "calls failed descriptor caller")

ENVIRONMENT = {
    "PATH": os.environ["PATH"],
    "LC_ALL": "C.UTF-8",
    "SOURCE_DATE_EPOCH": "1767225600",
    "ASAN_OPTIONS": f"exitcode={SANITIZED}:verify_asan_link_order=0:allocator_may_return_null=1",
    "UBSAN_OPTIONS": f"exitcode={SANITIZED}:print_stacktrace=1",
    "LSAN_OPTIONS": f"exitcode={SANITIZED}",
}


def read_files(folder):
    found = {}
    for path, _, names in os.walk(folder):
        for name in names:
            full = os.path.join(path, name)
            with open(full, "rb") as file:
                found[os.path.relpath(full, folder)] = file.read()
    return found


def is_mixed(files, before, expected):
    """Whether some outputs are still what they were, and others new."""
    differing = [name for name in {**before, **expected} if before.get(name) != expected.get(name)]
    new = sum(files.get(name) == expected.get(name) for name in differing)
    return 0 < new < len(differing)


class Place:
    """A folder with the inputs, in which one command runs at a time."""

    def __init__(self, folder, world, gaz, injector):
        self.folder, self.gaz, self.injector = folder, gaz, injector
        shutil.copytree(world, folder)
        self.known = {}  # by command: what it gives if nothing fails
        self.filled = {}  # by command: what stands in its outputs before
        self.report = folder / "report"
        self.inputs = None

    def prepare(self, command):
        out = self.folder / "out"
        shutil.rmtree(out, ignore_errors=True)
        out.mkdir()
        for name in command.copies:
            shutil.copytree(self.folder / name, out / name)
        for name, content in self.filled.get(command.name, {}).items():
            (out / name).parent.mkdir(parents=True, exist_ok=True)
            (out / name).write_bytes(content)

    def start(self, command, **faults):
        self.prepare(command)
        environment = dict(ENVIRONMENT)
        if faults:
            self.report.unlink(missing_ok=True)
            environment["LD_PRELOAD"] = str(self.injector)
            environment["FAULTS_REPORT"] = str(self.report)
            environment.update({"FAULTS_" + name.upper(): str(value) for name, value in faults.items()})
        with open(self.folder / (command.stdin or "/dev/null"), "rb") as source, \
                open(self.folder / "stdout", "wb") as out, open(self.folder / "stderr", "wb") as err:
            return subprocess.Popen([self.gaz, *command.arguments], cwd=self.folder, env=environment, stdin=source,
                                    stdout=out, stderr=err, close_fds=False)

    def finish(self, process):
        try:
            status = process.wait(SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            status = None
        return Run(status, (self.folder / "stdout").read_bytes(), (self.folder / "stderr").read_bytes(),
                   read_files(self.folder / "out"))

    def run(self, command, **faults):
        return self.finish(self.start(command, **faults))

    def get_report(self):
        try:
            calls, failed, descriptor, caller = struct.unpack("qqq64s", self.report.read_bytes())
        except (FileNotFoundError, struct.error):
            return Report(0, 0, 0, "")
        return Report(calls, failed, descriptor, caller.rstrip(b"\0").decode())

    def expected(self, command):
        """What the command gives if nothing fails."""
        if command.name not in self.known:
            first = self.run(command)
            self.filled[command.name] = {
                name: OLD for name in first.files if name.split("/")[0] in command.old and "scoring" not in name}
            runs = [self.run(command), self.run(command)]
            assert runs[0].status == 0, f"{command.name} fails: {runs[0].err.decode()}"
            assert runs[0] == runs[1], f"{command.name} gives another result when it runs again"
            self.known[command.name] = runs[0]
        return self.known[command.name]

    def count(self, command, kind):
        """How many calls of a kind the command makes."""
        expected = self.expected(command)
        run = self.run(command, kind=kind)
        assert run == expected, f"{command.name}: counting calls changes the result: {run.err.decode()}"
        return self.get_report().calls


class Trial:
    """`outcome` is "told" (an error), "no harm" (the right result) or "wrong", for a `reason`; "library's" if a library
    that is known for it has a wrong result when it has no memory."""

    def __init__(self, place, command, kind, mode, number):
        self.expected = place.expected(command)
        self.kind, self.mode, self.mark = kind, mode, command.mark
        self.run = place.run(command, kind=kind, mode=mode, at=number)
        self.report = place.get_report()
        self.caller = self.report.caller
        self.before = {**{f"{name}/{path}": content for name in command.copies
                          for path, content in read_files(place.folder / name).items()},
                       **place.filled[command.name]}
        self.reason = self.find_reason(command)
        good = self.run.status == self.expected.status
        self.outcome = "wrong" if self.reason else "no harm" if good else "told"
        own = self.caller.startswith(CARELESS)
        crashes = self.run.status == -signal.SIGSEGV and (own or mode == "all")
        lacks = kind in ("memory", "map") and (command.careless or own)
        if self.reason and lacks and (crashes or self.run.status in (0, 1, 2)):
            self.outcome = "library's"

    def find_reason(self, command):
        run = self.run
        if run.status is None:
            return "hangs"
        if run.status < 0:
            return f"signal {signal.Signals(-run.status).name}: {run.err.decode(errors='replace')[:300]} {self.caller}"
        if run.status == 127 and b"thread-local data" in run.err and self.kind == "memory":
            return ""  # the C library ends a process that it cannot load a library for
        if run.status == SANITIZED or b"Sanitizer" in run.err:
            return run.err.decode(errors="replace")[:6000]
        if run.status == self.expected.status:
            return self.find_reason_of_success()
        if run.status not in command.wrong:
            return f"status {run.status}: {run.err.decode(errors='replace')[:300]}"
        if self.report.failed == 0:
            return f"no call failed, status {run.status}: {run.err.decode(errors='replace')[:300]}"
        stdio = b"standard output: cannot write: Interrupted system call"
        if self.mode == "interrupt" and run.err.rstrip(b"\n").endswith(stdio):  # the line end may be lost as well
            return ""  # stdio does not try again; gaz has no handler of signals that would interrupt it
        if self.mode in ("short", "interrupt"):
            return f"a call that is no fault is told: {run.err.decode(errors='replace')[:300]}"
        return self.find_reason_of_message() or self.find_reason_of_files()

    def find_reason_of_success(self):
        run, expected = self.run, self.expected
        if run.out != expected.out:
            return f"success with another output: {run.out[:300]} instead of {expected.out[:300]}"
        if run.files != expected.files:
            names = [name for name in {**run.files, **expected.files}
                     if run.files.get(name) != expected.files.get(name)]
            return f"success with other files: {', '.join(sorted(names))}; {run.err.decode(errors='replace')[:200]}"
        return ""

    def find_reason_of_message(self):
        """A failure has one line that says so, unless the messages' own output failed. Where everything fails from some
        call on, there may be one for each file, and what libraries print."""
        if self.kind == "write" and (self.mode == "all" or self.report.descriptor == 2):
            return ""
        usual = self.expected.err.splitlines()
        lines = [line for line in self.run.err.splitlines() if line not in usual]
        told = [line for line in lines if line.startswith(b"gaz")]
        if told and (self.mode == "all" or len(lines) == 1) and self.run.err.endswith(b"\n"):
            return ""
        return f"status {self.run.status}, {len(lines)} lines of messages: {self.run.err.decode(errors='replace')[:400]}"

    def find_reason_of_files(self):
        """Each file is the old or the new one, no other is there, and a mark says if they are mixed, where there is one."""
        mark, files = self.mark, self.run.files
        if mark and is_mixed(files, self.before, self.expected.files) != (mark in files) and self.kind != "unlink":
            return f"{mark} is {'there' if mark in files else 'not there'}"
        for name, content in files.items():
            if name == mark:
                continue
            if content not in (self.before.get(name), self.expected.files.get(name)):
                if name not in self.expected.files and self.kind == "unlink":
                    continue  # it could not be removed
                return f"{name} is neither the old file nor the new one: {content[:200]}"
        for name in self.before:
            if name not in self.run.files and name in self.expected.files:
                return f"{name}, which was there, is gone"
        return ""
