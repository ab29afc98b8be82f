#!/usr/bin/env python3
"""Writes a file of each kind that a Linux machine has into folders of DIR: binary, markup, json and text.

usage: file_kinds.py DIR
"""
import bz2
import gzip
import io
import json
import lzma
import marshal
import os
import pickle
import random
import sqlite3
import struct
import sys
import tarfile
import wave
import zipfile
import zlib

folder = sys.argv[1]
os.makedirs(folder)
rng = random.Random(7)


def noise(size):
    return bytes(rng.randrange(256) for _ in range(size))


def put(kind, name, data):
    os.makedirs(os.path.join(folder, kind), exist_ok=True)
    with open(os.path.join(folder, kind, name), "wb") as file:
        file.write(data if isinstance(data, bytes) else data.encode())


def written(write):
    out = io.BytesIO()
    write(out)
    return out.getvalue()


def zipped(names):
    def write(out):
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for name in names:
                archive.writestr(name, "<a>kernel and user space</a>" * 9)

    return written(write)


def tarred(mode):
    def write(out):
        with tarfile.open(fileobj=out, mode=mode) as archive:
            entry = tarfile.TarInfo("kernel.txt")
            entry.size = 6
            archive.addfile(entry, io.BytesIO(b"kernel"))

    return written(write)


def png():
    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", 8, 8, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(noise(72))) + chunk(b"IEND", b"")


def sound(out):
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(noise(800))


def database():
    path = os.path.join(folder, "database")
    with sqlite3.connect(path) as base:
        base.execute("create table words (word text)")
        base.execute("insert into words values ('kernel')")
    base.close()
    with open(path, "rb") as file:
        data = file.read()
    os.remove(path)
    return data


def read(path):
    with open(path, "rb") as file:
        return file.read(1 << 20)


elf = read("/proc/self/exe")
ustar = tarred("w:")
binary = {
    "program": elf,
    "library.so": elf[:5000],
    "object.o": b"\x7fELF\x02\x01\x01" + bytes(9) + b"\x01\0>\0" + noise(500),
    "archive.a": b"!<arch>\n" + b"kernel.o/       0           0     0     644     6         `\nkernel",
    "package.deb": b"!<arch>\ndebian-binary   0           0     0     100644  4         `\n2.0\n" + noise(300),
    "Name.class": b"\xca\xfe\xba\xbe\0\0\0\x34" + noise(300),
    "app.jar": zipped(["META-INF/MANIFEST.MF", "Name.class"]),
    "module.wasm": b"\0asm\x01\0\0\0" + noise(200),
    "code.pyc": b"\xa7\r\r\n" + bytes(12) + marshal.dumps(compile("kernel = 'user space'", "code.py", "exec")),
    "data.pickle": pickle.dumps({"kernel": list(range(200))}),
    "array.npy": b"\x93NUMPY\x01\0v\0{'descr': '<i8'}\n" + noise(400),
    "table.parquet": b"PAR1" + bytes(4) + noise(400) + b"PAR1",
    "image.png": png(),
    "photo.jpeg": b"\xff\xd8\xff\xe0\0\x10JFIF\0\x01" + noise(600),
    "image.gif": b"GIF89a\x08\0\x08\0\xf0\0\0" + noise(300),
    "image.tiff": b"II*\0\x08\0\0\0" + noise(300),
    "image.webp": b"RIFF\x24\x01\0\0WEBPVP8 " + noise(300),
    "icon.ico": b"\0\0\x01\0\x01\0\x10\x10\0\0" + noise(200),
    "image.bmp": b"BM" + struct.pack("<IHHI", 1000, 0, 0, 54) + noise(600),
    "font.ttf": b"\0\x01\0\0\0\x0f\0\x80" + noise(300),
    "font.woff2": b"wOF2\0\x01\0\0" + noise(300),
    "page.pdf": b"%PDF-1.4\n1 0 obj\n<< /Title (kernel) >>\nendobj\n%%EOF\n",
    "text.docx": zipped(["[Content_Types].xml", "word/document.xml"]),
    "table.xlsx": zipped(["xl/workbook.xml"]),
    "old.doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + noise(400),
    "all.zip": zipped(["kernel.txt"]),
    "nothing.zip": zipped([]),
    "base.sqlite": database(),
    "all.tar": ustar,
    "all.tar.gz": tarred("w:gz"),
    "image.png.gz": gzip.compress(png()),
    "twice.gz": gzip.compress(gzip.compress(b"kernel\n")),
    "all.tar.xz": lzma.compress(ustar),
    "all.tar.bz2": bz2.compress(ustar),
    "all.7z": b"7z\xbc\xaf\x27\x1c\0\x04" + noise(300),
    "song.mp3": b"ID3\x03\0\0\0\0\0\x0fTIT2" + noise(500),
    "frames.mp3": b"\xff\xfb\x90\x00" + noise(500),
    "sound.wav": written(sound),
    "sound.ogg": b"OggS\0\x02" + noise(500),
    "sound.flac": b"fLaC\0\0\0\x22" + noise(500),
    "film.mp4": b"\0\0\0\x20ftypisom" + noise(500),
    "xterm": b"\x1a\x01\x30\0\x26\0\x0f\0\x9d\x01\xe6\x05xterm|terminal\0\0\x01" + noise(300),
    "kernel.mo": struct.pack("<7I", 0x950412DE, 0, 1, 28, 36, 0, 44) + b"kernel\0noyau\0" + noise(90),
    "locale-archive": struct.pack("<14I", 0xDE020109, *range(13)) + noise(400),
    "core.dump": bytes(4096),
    **{f"random{size}": noise(size) for size in (100, 1000, 4096, 100000)},
}
markup = {
    "page.html": "<!DOCTYPE html>\n<html><body>kernel and user space</body></html>\n",
    "bare.htm": "\n<HTML><body>kernel</body></HTML>\n",
    "data.xml": '\ufeff<?xml version="1.0"?>\n<words><word type="OS">kernel</word></words>\n',
    "image.svg": '<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"/>\n',
    "text.rtf": "{\\rtf1\\ansi kernel\\par}\n",
    "page.ps": "%!PS-Adobe-3.0\n(kernel) show\nshowpage\n",
    "key.pem": "-----BEGIN CERTIFICATE-----\nMIIBkernel\n-----END CERTIFICATE-----\n",
}
records = {
    "package.json": {"name": "kernel", "version": "1.0.0", "dependencies": {"space": "^2.0"}},
    "map.geojson": {"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"name": "Kernel"}}]},
    "book.ipynb": {"cells": [{"cell_type": "code", "source": ["kernel"]}], "nbformat": 4},
    "package-lock.json": {"lockfileVersion": 3, "packages": {"": {"name": "kernel"}}},
    "numbers.txt": [[1, 2], [3, 4]],
}
texts = {
    "run.sh": "#!/bin/sh\nset -e\nfor i in kernel space; do echo \"$i\"; done\n",
    "style.css": "body { color: red }\n.kernel > a:hover { margin: 0 }\n",
    "data.yaml": "kernel:\n  - user space\n  - name: memory\n",
    "data.toml": '[kernel]\nname = "user space"\nsize = 3\n',
    "data.ini": "; comment\n[kernel]\nname = user space\n",
    "Makefile": "all: kernel\n\tcc -o kernel kernel.c\n",
    "kernel.c": "#include <stdio.h>\n\nint main(void) {\n    return 0;\n}\n",
    "change.diff": "--- a/kernel.c\n+++ b/kernel.c\n@@ -1,2 +1,2 @@\n-int kernel;\n+long kernel;\n context\n",
    "inbox.mbox": "From a@b.c Thu Jan  1 00:00:00 1970\nSubject: kernel\n\nThe kernel and user space.\n",
    "kernel.1": ".TH KERNEL 1\n.SH NAME\nkernel \\- user space\n",
    "dump.sql": "CREATE TABLE words (word text);\nINSERT INTO words VALUES ('kernel');\n",
    "words.csv": "word,type\nkernel,OS\nuser space,OS\n",
    "system.log": "Jan  1 00:00:00 host kernel: [0.0] user space\nJan  1 00:00:01 host init: done\n",
    "README.md": "# Kernel\n\nThe *kernel* and user space.\n",
    "passwd": "root:x:0:0:root:/root:/bin/bash\ndaemon:x:1:1:daemon:/usr/sbin:/usr/sbin/nologin\n",
}
archives = ("app.jar", "text.docx", "table.xlsx", "all.zip", "nothing.zip", "all.7z")
for name, data in binary.items():
    put("archives" if name in archives else "binary", name, data)
for name, data in markup.items():
    put("markup", name, data)
for name, data in records.items():
    put("json", name, json.dumps(data) + "\n")
for name, data in texts.items():
    put("text", name, data)
