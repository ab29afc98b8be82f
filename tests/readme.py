"""Runs the README's commands and compares what they print.

A ```console block holds commands behind "$ " and the output that each gives; a line "..." stands for any lines. The C
example is compiled and must print the ```text block. Usage: readme.py README.md BUILD_FOLDER
"""
import os
import re
import subprocess
import sys
import tempfile


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
        for command, expected in checks:
            actual = run(command, folder, environment)
            if matches(expected, actual):
                passed += 1
            else:
                failed += 1
                print("$ " + command, "expected:", *expected, "got:", *actual, sep="\n")
    print("%d passed, %d failed" % (passed, failed))
    sys.exit(1 if failed or not passed else 0)


main()
