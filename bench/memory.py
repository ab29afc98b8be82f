#!/usr/bin/env python3
"""Peak memory of gaz against the size of a document: each output of gaz tag, each input and output of gaz convert.

usage: memory.py GAZ [MB...]    MB: sizes of the document, two or more [default: 10 20]

The slope between the smallest and the largest size is what a byte of the document costs; what does not depend on the
size (the program, the model) is not in it. The document is lines of words with a match in every fifth word or so.
"""
import os, resource, subprocess, sys, tempfile

TAGGED = ("conll jsonl brat doccano label-studio prodigy spacy webanno pubtator argilla pubannotation bioc json-tokens "
          "enamex inline-xml opennlp brackets html tsv").split()
LINE = "The Linux kernel and its page table live in kernel space , he said .\n"


def peak(command, folder):
    """Peak memory of a command in MB; None if it fails."""
    process = subprocess.Popen(command, stdout=open(os.path.join(folder, "output"), "wb"), stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    return usage.ru_maxrss / 1024 if status == 0 else None


def row(name, sizes, peaks, spans):
    if None in peaks:
        return f"| {name} | " + " | ".join("-" for _ in sizes) + " | - | - |"
    slope = (peaks[-1] - peaks[0]) / (sizes[-1] - sizes[0])
    return (f"| {name} | " + " | ".join(f"{mb:.0f}" for mb in peaks) +
            f" | {slope:.1f} | {(peaks[-1] - peaks[0]) * (1 << 20) / (spans[-1] - spans[0]):.0f} |")


def main():
    gaz = os.path.abspath(sys.argv[1])
    sizes = sorted(int(word) for word in sys.argv[2:]) or [10, 20]
    with tempfile.TemporaryDirectory(dir=os.environ.get("TMPDIR")) as folder:
        model, lists = os.path.join(folder, "m.gaz"), os.path.join(folder, "l.tsv")
        with open(lists, "w") as file:
            file.write("Linux kernel\tOS\npage table\tPART\nkernel space\tPART\n")
        subprocess.run([gaz, "build", lists, "-o", model, "--quiet"], check=True)
        texts, spans = [], []
        for mb in sizes:
            texts.append(os.path.join(folder, f"d{mb}.txt"))
            lines = (mb << 20) // len(LINE)
            spans.append(3 * lines)
            with open(texts[-1], "w") as file:
                file.write(LINE * lines)
        head = " | ".join(f"{mb} MB" for mb in sizes)
        rule = "| --- |" + " ---: |" * (len(sizes) + 2)
        print(f"| gaz tag --document file --to | {head} | bytes a byte | bytes a span |\n{rule}")
        for output in TAGGED:
            print(row(output, sizes, [peak([gaz, "tag", model, text, "--from", "text", "--document", "file", "--to",
                                            output], folder) for text in texts], spans), flush=True)
        print(f"\n| gaz convert --from, to doccano | {head} | bytes a byte | bytes a span |\n{rule}")
        for source in TAGGED:
            peaks = []
            for text in texts:
                made = os.path.join(folder, "made")
                if subprocess.run(["rm", "-rf", made]).returncode or source in ("html", "tsv", "brat", "webanno"):
                    peaks.append(None)
                    continue
                with open(made, "wb") as file:
                    good = subprocess.run([gaz, "tag", model, text, "--from", "text", "--document", "file", "--to", source],
                                          stdout=file, stderr=subprocess.DEVNULL).returncode == 0
                peaks.append(peak([gaz, "convert", made, "--from", source, "--to", "doccano"], folder) if good else None)
            print(row(source, sizes, peaks, spans), flush=True)


if __name__ == "__main__":
    main()
