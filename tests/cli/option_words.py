"""Proves that help and manual describe each option with the same words: the manual begins with what --help says, and
may go on after it.

usage: option_words.py GAZ PAGE
"""
import re
import subprocess
import sys

gaz, page = sys.argv[1:]


def helped(command):
    """Each option of a command with its words in --help."""
    text = subprocess.run([gaz, command, "--help"], capture_output=True, text=True, check=True).stdout
    option = r"^  (?:-\w, |    )(--[a-z-]+)(?: [A-Za-z:]+)? {2,}(\S.*(?:\n {20,}\S.*)*)"
    return {name: " ".join(words.split()) for name, words in re.findall(option, text, re.M)}


def plain(lines):
    """Lines of the manual without its markup."""
    text = " ".join(re.sub(r"^\.[A-Z]+ ", "", line).replace('"', "") if line[0] == "." else line for line in lines)
    return re.sub(r"\\f.|\\&", "", text).replace("\\-", "-")


def documented():
    """Each command's options with their words in the manual."""
    commands, options, lines = {}, {}, open(page, encoding="utf-8").read().split("\n")
    for number, line in enumerate(lines):
        if line.startswith((".SS", ".SH")):
            name = line.split()[2] if line.startswith(".SS gaz ") else None
            options = commands.setdefault(name, {})
        if line.startswith(".TP"):
            name = re.search(r"--[a-z-]+", plain([lines[number + 1]]))
            end = number + 2
            while not re.match(r"\.(TP|PP|SS|SH|RS)", lines[end]):
                end += 1
            if name:
                options.setdefault(name[0], plain(lines[number + 2 : end]))
    return commands


manual = documented()
commands = re.findall(r"^  ([a-z]+) ", subprocess.run([gaz, "--help"], capture_output=True, text=True).stdout, re.M)
count = wrong = 0
for command in commands:
    for option, words in helped(command).items():
        count += 1
        sentence = words[0].upper() + words[1:] + "."
        found = manual.get(command, {}).get(option, "")
        if not (found + " ").startswith(sentence + " "):
            print(f"gaz {command} {option}\n  help:   {sentence}\n  manual: {found}")
            wrong += 1
if count < 110 or wrong:
    sys.exit(f"{wrong} of {count} options are described with other words")
