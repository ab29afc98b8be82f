"""Runs the README's commands and compares what they print.

A ```console block holds commands behind "$ " and the output that each gives; a line "..." stands for any lines. A command
that ends in & runs until the end, and the next one waits for its output. The C example is compiled and must print the ```text block. Usage: readme.py README.md BUILD_FOLDER
"""
import os
import re
import subprocess
import sys
import tempfile
import time


def blocks(text, language):
    return re.findall(r"^```" + language + r"\n(.*?)^```$", text, re.M | re.S)


def steps(block):
    command = None
    output = []
    for line in block.splitlines():
        if line.startswith("$ "):
            if command is not None:
                yield command, output
            command, output = line[2:], []
        else:
            output.append(line)
    if command is not None:
        yield command, output


def matches(expected, actual):
    if not expected:
        return not actual
    if expected[0] == "...":
        return any(matches(expected[1:], actual[i:]) for i in range(len(actual) + 1))
    return bool(actual) and expected[0] == actual[0] and matches(expected[1:], actual[1:])


def run(command, folder, environment):
    done = subprocess.run(["bash", "-c", command], cwd=folder, env=environment, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True, check=False)
    return done.stdout.splitlines()


def run_behind(command, expected, folder, environment, running):
    """Starts a command, and waits until it has printed as much as is expected of it, or has ended."""
    output = tempfile.TemporaryFile("w+")
    running.append(subprocess.Popen(["bash", "-c", "exec " + command.rstrip("& ")], cwd=folder, env=environment,
                                    stdout=output, stderr=output))
    for _ in range(600):
        output.seek(0)
        lines = output.read().splitlines()
        if len(lines) >= len(expected) or running[-1].poll() is not None:
            break
        time.sleep(0.05)
    return lines


def main():
    readme, build = sys.argv[1], os.path.abspath(sys.argv[2])
    top = os.path.dirname(os.path.abspath(readme))
    text = open(readme, encoding="utf-8").read()
    passed = failed = 0
    with tempfile.TemporaryDirectory() as folder:
        os.symlink(os.path.join(top, "gazetteers"), os.path.join(folder, "gazetteers"))
        environment = dict(os.environ, PATH=build + ":" + os.environ["PATH"])
        for name in ("MAKEFLAGS", "MFLAGS", "MAKELEVEL"):  # the commands are not those of this make
            environment.pop(name, None)
        checks = [step for block in blocks(text, "console") for step in steps(block)]
        with open(os.path.join(folder, "main.c"), "w", encoding="utf-8") as file:
            file.write(blocks(text, "c")[0])
        compile_and_run = "cc -I%s/include main.c %s/libgaz.a $(make -s -C %s libraries) -lpthread -o main && ./main"
        checks.append((compile_and_run % (top, build, top), blocks(text, "text")[0].splitlines()))
        running = []
        for command, expected in checks:
            if command.endswith("&"):
                actual = run_behind(command, expected, folder, environment, running)
            else:
                actual = run(command, folder, environment)
            if matches(expected, actual):
                passed += 1
            else:
                failed += 1
                print("$ " + command, "expected:", *expected, "got:", *actual, sep="\n")
        for process in running:
            process.terminate()
            failed += process.wait() != 0
    print("%d passed, %d failed" % (passed, failed))
    sys.exit(1 if failed or not passed else 0)


main()
