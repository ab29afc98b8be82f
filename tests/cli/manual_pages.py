"""Proves that the pages, which the manual is cut into, have all of it: each line, each option of a command in its own
page, and no reference to a heading or page that is not there.

usage: manual_pages.py GAZ MANUAL FOLDER
"""
import collections
import pathlib
import re
import subprocess
import sys

gaz, manual, folder = sys.argv[1:]
source = pathlib.Path(manual).read_text(encoding="utf-8").split("\n")
pages = {path.name: path.read_text(encoding="utf-8").split("\n") for path in sorted(pathlib.Path(folder).iterdir())}
faults = []


def lines_are_lost():
    """Lines of the manual that the pages have less often. References are looked at below; usage is in the synopsis."""
    headings = {line[4:].strip('"') for line in source if line.startswith(".SH ")}
    written = collections.Counter(line for page in pages.values() for line in page)
    for line, count in collections.Counter(source).items():
        reference = re.fullmatch(r'\.BR? (?:"([^"]*)"|(\S*)).*', line)
        if reference and (reference[1] or reference[2]) in headings or re.match(r'\.SS gaz |\.TH |\.\\" page ', line):
            continue
        if written[line] < count:
            faults.append(f"{count - written[line]} times lost: {line}")
    for line in source:
        usage = re.match(r"\.SS gaz ([a-z]+) (.*)", line)
        if usage and usage[2] not in pages[f"gaz-{usage[1]}.1"]:
            faults.append(f"no synopsis: {line}")


def references_lead_nowhere():
    headings = {line[4:].strip('"') for line in source if line.startswith(".SH ")} - {"NAME"}
    for name, page in pages.items():
        own = {line[4:].strip('"') for line in page if line.startswith(".SH ")}
        for number, line in enumerate(page):
            reference = re.match(r'\.BR? (?:"([^"]*)"|(\S*))', line)
            heading = reference and (reference[1] or reference[2])
            if heading in headings - own and page[number + 1] != "in":
                faults.append(f"{name}:{number + 1}: {heading} is in another page")
            other = re.match(r"\.BR (gaz\S*) \((\d)\)", line)
            if other and f"{other[1]}.{other[2]}".replace("\\-", "-") not in pages:
                faults.append(f"{name}:{number + 1}: there is no {other[1]}")


def help_of(*command):
    return subprocess.run([gaz, *command], capture_output=True, text=True, check=True).stdout


def commands_differ():
    commands = re.findall(r"^  ([a-z]+) +(.*)", help_of("--help"), re.M)
    for command, summary in commands:
        name, text = f"gaz-{command}.1", help_of(command, "--help")
        if not text.endswith(f"\nmanual: man gaz-{command}\n"):
            faults.append(f"gaz {command} --help does not name its page")
        if f"gaz\\-{command} \\- {summary}" not in pages.get(name, []):
            faults.append(f"{name} does not say of gaz {command}: {summary}")
            continue
        plain = re.sub(r"\\f.|[\",|]", " ", " ".join(pages[name])).replace("\\-", "-").split()
        for option in sorted(set(re.findall(r"(?:^|(?<=[ ,]))--?[a-zA-Z][a-z-]*", text))):
            if option not in plain:
                faults.append(f"{name} has no {option}")
    if len(commands) < 13 or len(pages) <= len(commands):
        faults.append(f"{len(commands)} commands have {len(pages)} pages")


lines_are_lost()
references_lead_nowhere()
commands_differ()
print("\n".join(faults))
sys.exit(bool(faults))
