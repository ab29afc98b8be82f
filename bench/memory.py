#!/usr/bin/env python3
"""Peak memory of gaz against the size of a document: each output of gaz tag, each input and output of gaz convert.

usage: memory.py GAZ [MB...]    MB: sizes of the document, two or more [default: 10 20]

The slope between the smallest and the largest size is what a byte of the document costs; what does not depend on the
size (the program, the model) is not in it. The document is lines of words with a match in every fifth word or so. What
gaz convert reads is larger than its text: the slope is also given for a byte of the file. conll and tsv are written
sentence by sentence, so that gaz tag holds no document for them; tsv has no text, and a page of html none that is read.
"""
import os, shutil, subprocess, sys, tempfile

WRITTEN = ("jsonl brat doccano label-studio prodigy spacy webanno pubtator argilla pubannotation bioc json-tokens "
           "enamex inline-xml opennlp brackets html html-inline").split()
READ = ["conll"] + [name for name in WRITTEN if name != "html"]
LINE = "The Linux kernel and its page table live in kernel space , he said .\n"


def peak(command, output):
    """Peak memory of a command in MB; None if it fails."""
    process = subprocess.Popen(command, stdout=open(output, "wb"), stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    return usage.ru_maxrss / 1024 if status == 0 else None


def size_of(path):
    """The bytes of a file, or of those in a folder."""
    if not os.path.isdir(path):
        return os.path.getsize(path)
    return sum(os.path.getsize(os.path.join(path, name)) for name in os.listdir(path))


def row(name, peaks, *counts):
    """A row of the table: the peaks, and what they grow by for each of the things that are counted, of every size."""
    if None in peaks:
        return f"| {name} | " + " | ".join("-" for _ in range(len(peaks) + len(counts))) + " |"
    grown = (peaks[-1] - peaks[0]) * (1 << 20)
    slopes = [grown / (count[-1] - count[0]) for count in counts]
    return (f"| {name} | " + " | ".join(f"{mb:.0f}" for mb in peaks) + " | " +
            " | ".join(f"{slope:.1f}" if slope < 20 else f"{slope:.0f}" for slope in slopes) + " |")


class Bench:
    def __init__(self, gaz, folder, sizes):
        self.gaz, self.folder, self.sizes = gaz, folder, sizes
        self.model = self.path("m.gaz")
        with open(self.path("l.tsv"), "w") as file:
            file.write("Linux kernel\tOS\npage table\tPART\nkernel space\tPART\n")
        subprocess.run([gaz, "build", self.path("l.tsv"), "-o", self.model, "--quiet"], check=True)
        lines = [(mb << 20) // len(LINE) for mb in sizes]
        self.spans = [3 * count for count in lines]
        self.bytes = [len(LINE) * count for count in lines]
        self.texts = [self.path(f"d{mb}.txt") for mb in sizes]
        for text, count in zip(self.texts, lines):
            with open(text, "w") as file:
                file.write(LINE * count)

    def path(self, name):
        return os.path.join(self.folder, name)

    def tag(self, text, output, made):
        """Peak memory of tagging a text; what is written stands in `made`, a file or for brat a folder."""
        command = [self.gaz, "tag", self.model, text, "--from", "text", "--to", output]
        if output != "conll":
            command += ["--document", "file"]
        if output != "brat":
            return peak(command, made)
        shutil.rmtree(made, ignore_errors=True)
        return peak(command + ["-o", made], os.devnull)

    def head(self, title, *columns):
        print(f"| {title} | " + " | ".join([f"{mb} MB" for mb in self.sizes] + list(columns)) + " |")
        print("| --- |" + " ---: |" * (len(self.sizes) + len(columns)))

    def write(self):
        self.head("gaz tag --document file --to", "bytes a byte", "bytes a span")
        for output in WRITTEN:
            peaks = [self.tag(text, output, self.path("brat" if output == "brat" else "made")) for text in self.texts]
            print(row(output, peaks, self.bytes, self.spans), flush=True)

    def read(self):
        self.head("gaz convert --to doccano --from", "bytes a byte of text", "bytes a byte of the file", "bytes a span")
        for source in READ:
            peaks, files = [], []
            for text in self.texts:
                made = self.path("brat" if source == "brat" else "made")
                self.tag(text, source, made)
                files.append(size_of(made))
                peaks.append(peak([self.gaz, "convert", made, "--from", source, "--to", "doccano"], os.devnull))
            print(row(source, peaks, self.bytes, files, self.spans), flush=True)


def main():
    gaz = os.path.abspath(sys.argv[1])
    sizes = sorted(int(word) for word in sys.argv[2:]) or [10, 20]
    with tempfile.TemporaryDirectory(dir=os.environ.get("TMPDIR")) as folder:
        bench = Bench(gaz, folder, sizes)
        bench.write()
        print()
        bench.read()


if __name__ == "__main__":
    main()
