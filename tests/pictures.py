#!/usr/bin/env python3
"""Pictures of the pages, to be looked at: text, report and that of gaz serve, 1400 and 420 pixels wide, light and dark.

usage: pictures.py GAZ FOLDER [live]    the pictures go into FOLDER, and that of README.md to tests/page.png;
                                        live: those of gaz serve only
"""
import collections
import os
import pathlib
import random
import shutil
import struct
import subprocess
import sys
import tempfile
import time
import zlib

TESTS = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(TESTS / "cli"))
sys.dont_write_bytecode = True
from browser import Browser  # noqa: E402

SAMPLE = TESTS.parent / "gazetteers" / "sample"
SIZES = {"wide": (1400, 900), "phone": (420, 800)}
TYPES = ("Algorithm Application Architecture Data_Structure Device Error_Name File_Type Function Hardware Language "
         "Library License Operating_System Organization Protocol Standard Version").split()
NAMES = ("merge sort|Firefox|x86-64|hash table|GPU|segmentation fault|JSON file|printf|SSD|Python|zlib|GPL|Linux|Mozilla|"
         "TCP|POSIX|2.6.32").split("|")
WORDS = "the a of with runs in is and writes reads over an older faster".split()


def sample_text():
    """The sample corpus as prose: a paragraph for a few sentences."""
    sentences = [[]]
    for line in (SAMPLE / "sample.conll").read_text(encoding="utf-8").splitlines():
        if line.startswith(("<s>", "</s>")) or not line:
            if sentences[-1]:
                sentences.append([])
        else:
            sentences[-1].append(line.split("\t")[0])
    text = ""
    for number, sentence in enumerate(sentences):
        line = " ".join(sentence)
        for sign in (".", ",", ";", ":", ")", "'s"):
            line = line.replace(" " + sign, sign)
        text += line.replace("( ", "(") + ("\n\n" if number % 5 == 4 else " ")
    return text


def many_types(seed=17):
    choose = random.Random(seed)
    return "".join(" ".join(choose.choice(WORDS) + " " + choose.choice(NAMES) for _ in range(12)) + ".\n"
                   for _ in range(20))


def log_text():
    users = ("root", "webmaster", "pgadmin", "cyrus")
    return "".join("Jun 14 15:%02d:%02d combo sshd(pam_unix)[%d]: authentication failure; user=%s\n"
                   % (i // 60 % 60, i % 60, 19900 + i, users[i % 4]) for i in range(200))


def make_pages(gaz):
    """Writes the pages into the working folder."""
    def run(*arguments, output=None):
        with open(output or os.devnull, "wb") as file:
            subprocess.run([gaz, *map(str, arguments)], stdout=file, check=True)

    def write(name, text):
        pathlib.Path(name).write_text(text, encoding="utf-8")

    write("linux.txt", sample_text())
    write("types.txt", many_types())
    write("types.tsv", "".join("%s\t%s\n" % pair for pair in zip(NAMES, TYPES)))
    write("auth.log", log_text())
    write("events.tsv", "authentication failure\tEvent\nsshd\tService\nroot\tUser\nwebmaster\tUser\n")
    write("new.tsv", "surface\ttype\tprobability\tcount\texample\tverdict\n"
          "page cache\tOperating_System\t0.91\t7\tthe page cache of a file | a page cache that grew\t\n"
          "ext4\tFile_Type\t0.74\t5\tan ext4 volume\t\nBrian\tDevice\t0.22\t3\tBrian wrote it\t\n")
    run("harvest", SAMPLE / "sample.conll", "-o", "lists", "--quiet")
    run("build", "lists", "-o", "software.gaz", "--quiet")
    for name in ("types", "events"):
        run("build", name + ".tsv", "-o", name + ".gaz", "--quiet")
    run("tag", "software.gaz", "linux.txt", "--from", "text", "--to", "html", output="text.html")
    run("tag", "types.gaz", "types.txt", "--from", "text", "--to", "html", output="types.html")
    run("tag", "events.gaz", "auth.log", "--from", "text", "--to", "html", output="log.html")
    run("report", "lists", "--text", "linux.txt", "-o", "report.html")
    run("report", "new.tsv", "-o", "suggestions.html")
    run("report", "types.tsv", "events.tsv", "--text", "types.txt", "-o", "lists.html")
    run("eval", "software.gaz", SAMPLE / "sample.conll", "--quiet", "--page", "agreement.html")


OPEN_FIRST = "document.querySelector('#types .open').click()"

# What is done with a page before its picture is taken: keys, and expressions.
SCENES = {
    "text": ["n", "k", "u", "d", "u"],
    "text-rail": [OPEN_FIRST, "+", "+", "+", "+", "+", "+"],
    "text-verdicts": ["n", "k", "n", "d", "v"],
    "text-types": ["n", "t"],
    "types": [],
    "log": [],
    "report": [],
    "report-rows": ["n", "d", "n", "k", "n"],
    "report-end": ["scrollTo(0, document.documentElement.scrollHeight)"],
    "suggestions": ["n", "k", "n"],
    "lists": [],
    "agreement": ["n", "n"],
}


def act(browser, steps):
    for step in steps:
        if len(step) == 1:
            browser.key(step)
        else:
            browser.run(step)
            browser.settle()


def take(folder):
    for name, steps in SCENES.items():
        for size, (width, height) in SIZES.items():
            for scheme in ("light", "dark"):
                with Browser(width, height) as browser:
                    browser.media(prefers_color_scheme=scheme)
                    browser.open(name.split("-")[0] + ".html")
                    if size == "phone" and name.endswith("-rail"):
                        act(browser, ["document.getElementById('rail-open').click()"])
                    act(browser, steps)
                    browser.screenshot(folder / ("%s-%s-%s.png" % (name, size, scheme)))
                    for complaint in browser.complaints():
                        print(name, size, scheme, complaint)


# ---- The page of gaz serve ----

LIVE_SCENES = {
    "live": ["PASTE", "Escape", "n"],
    "live-empty": [],
    "live-overlaps": ["PASTE", "document.getElementById('all').click()", "Escape", "n", "n", "n", "n"],
    "live-verdicts": ["PASTE", "Escape", "n", "d", "n", "k", "n", "n", "d"],
    "live-keys": ["PASTE", "Escape", "?"],
    "live-rail": ["PASTE", "document.getElementById('rail-open').click()", OPEN_FIRST],
}


def act_live(browser, steps):
    for step in steps:
        if step == "PASTE":
            browser.insert(pathlib.Path("linux.txt").read_text(encoding="utf-8")[:5000])
            browser.wait("document.querySelector('mark')")
        elif len(step) == 1 or step == "Escape":
            browser.key(step)
        else:
            browser.run(step)
        time.sleep(0.7)
        browser.settle()


def take_live(gaz, folder):
    for name, steps in LIVE_SCENES.items():
        for size, (width, height) in SIZES.items():
            for scheme in ("light", "dark"):
                subprocess.run([gaz, "build", "lists", "-o", "software.gaz", "--quiet"], check=True)
                shutil.rmtree("kept", ignore_errors=True)
                shutil.copytree("lists", "kept")
                server = subprocess.Popen([gaz, "serve", "software.gaz", "--port", "0", "--lists", "kept"],
                                          stderr=subprocess.PIPE, text=True)
                url = server.stderr.readline().split()[-1]
                with Browser(width, height) as browser:
                    browser.media(prefers_color_scheme=scheme)
                    browser.open(url)
                    browser.wait("document.getElementById('model').options.length")
                    act_live(browser, steps)
                    browser.screenshot(folder / ("%s-%s-%s.png" % (name, size, scheme)))
                server.terminate()
                server.wait()


def shrink(path):
    """Writes a picture of the browser's anew with a palette of 256 colours, each pixel with the nearest of them."""
    data = path.read_bytes()
    chunks, at = {}, 8
    while at < len(data):
        size, kind = struct.unpack(">I4s", data[at:at + 8])
        chunks[kind] = chunks.get(kind, b"") + data[at + 8:at + 8 + size]
        at += size + 12
    width, height, _, form = struct.unpack(">IIBB", chunks[b"IHDR"][:10])
    step = {2: 3, 6: 4}[form]
    packed, before, pixels = zlib.decompress(chunks[b"IDAT"]), bytes(width * step), []
    for y in range(height):
        begin = y * (width * step + 1)
        line = unfilter(packed[begin], bytearray(packed[begin + 1:begin + 1 + width * step]), before, step)
        pixels += [tuple(line[i:i + 3]) for i in range(0, len(line), step)]
        before = line
    palette = []
    for colour, _ in collections.Counter(pixels).most_common():
        if len(palette) < 256 and all(distance(colour, other) >= 40 for other in palette):
            palette.append(colour)
    near = {colour: min(range(len(palette)), key=lambda i: distance(palette[i], colour))
            for colour in set(pixels)}
    rows = b"".join(b"\0" + bytes(near[p] for p in pixels[y * width:(y + 1) * width]) for y in range(height))

    def chunk(kind, body):
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    path.write_bytes(data[:8] + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)) +
                     chunk(b"PLTE", b"".join(map(bytes, palette))) + chunk(b"IDAT", zlib.compress(rows, 9)) +
                     chunk(b"IEND", b""))


def distance(left, right):
    return sum((a - b) ** 2 for a, b in zip(left, right))


def unfilter(kind, line, before, step):
    """A line of a PNG, given the one above."""
    for i in range(len(line)):
        left = line[i - step] if i >= step else 0
        up = before[i]
        corner = before[i - step] if i >= step else 0
        nearest = min((abs(up - corner), 0, left), (abs(left - corner), 1, up), (abs(left + up - 2 * corner), 2, corner))[2]
        line[i] = line[i] + (0, left, up, (left + up) // 2, nearest)[kind] & 255
    return bytes(line)


def take_for_readme(path):
    with Browser(1200, 700) as browser:
        browser.media(prefers_color_scheme="light")
        browser.open("text.html")
        act(browser, [OPEN_FIRST, "n", "k", "u"])
        browser.screenshot(path)
    shrink(path)


def main():
    gaz, folder = os.path.abspath(sys.argv[1]), pathlib.Path(sys.argv[2]).absolute()
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as work:
        os.chdir(work)
        make_pages(gaz)
        take_live(gaz, folder)
        if sys.argv[3:] != ["live"]:
            take(folder)
            take_for_readme(TESTS / "page.png")
        os.chdir("/")


main()
