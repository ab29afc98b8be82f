#!/usr/bin/env python3
"""Runs every command of gaz, and unit tests, under valgrind: nothing is used before it is set, nothing is lost.

usage: memcheck.py FOLDER GAZ [UNIT_TEST...] [--only TEXT]
"""
import argparse
import concurrent.futures
import pathlib
import shutil
import subprocess
import sys

import commands
import world
from trial import ENVIRONMENT

FOUND = 98  # none of gaz's exit codes
VALGRIND = ["valgrind", "-q", "--tool=memcheck", "--leak-check=full", "--show-leak-kinds=definite,indirect,possible",
            "--errors-for-leak-kinds=definite,indirect,possible", f"--error-exitcode={FOUND}",
            f"--suppressions={pathlib.Path(__file__).resolve().parent / 'valgrind.supp'}"]


def run(command, folder, source="/dev/null"):
    with open(folder / source, "rb") as given:
        return subprocess.run([*VALGRIND, *command], cwd=folder, env=ENVIRONMENT, stdin=given, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE)


def check_command(command, folder, gaz, number):
    place = folder / f"place{number}"
    shutil.copytree(folder / "world", place)
    (place / "out").mkdir()
    for name in command.copies:
        shutil.copytree(place / name, place / "out" / name)
    done = run([gaz, *command.arguments], place, command.stdin or "/dev/null")
    shutil.rmtree(place)
    return command.name, done.returncode in (0, 1) and b"==" not in done.stderr, done.stderr


def check_unit(path, folder):
    done = run([path], folder)
    return path.name, done.returncode == 0, done.stdout[-2000:] + done.stderr


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("gaz", type=pathlib.Path)
    parser.add_argument("units", type=pathlib.Path, nargs="*")
    parser.add_argument("--only", default="")
    arguments = parser.parse_args()
    folder, gaz = arguments.folder.resolve(), arguments.gaz.resolve()
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "world").mkdir(parents=True)
    table = [command for command in commands.table(world.make(folder / "world", gaz)) if arguments.only in command.name]
    wrong = 0
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        runs = [pool.submit(check_command, command, folder, gaz, number) for number, command in enumerate(table)]
        runs += [pool.submit(check_unit, path.resolve(), folder) for path in arguments.units]
        for done in runs:
            name, good, messages = done.result()
            print(f"{'ok' if good else 'WRONG':6}{name}", flush=True)
            wrong += not good
            if not good:
                print(messages.decode(errors="replace")[:4000], flush=True)
    print(f"{len(table)} commands and {len(arguments.units)} unit tests under valgrind, {wrong} wrong")
    sys.exit(1 if wrong else 0)


main()
