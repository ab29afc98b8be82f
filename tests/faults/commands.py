"""The commands whose calls fail: each command of gaz, each format that is read and written, at least once."""
import dataclasses

from world import DICTIONARIES

# The C library does not say whether an encoding, or the library that reads RDF, is absent or cannot be loaded.
UNLOADED = (1, 2)

LISTS_MARK = "lists/.gaz-unfinished"
KEPT = ("brat", "webanno")  # documents that are there are left as they are
REFUSED = (*KEPT, "enamex", "inline-xml", "html-inline")  # gaz convert does not write over documents that differ


@dataclasses.dataclass
class Command:
    """What is run. The paths that it writes are below out/, or `lists`, a copy of which it gets."""
    name: str
    arguments: list
    wrong: tuple = (1,)  # exit status of a failure
    copies: tuple = ()  # inputs that it changes: folders of the world that are copied into out/ before it runs
    old: tuple = ()  # outputs that are there before
    stdin: str = ""
    mark: str = ""  # the output that is there while some of the others are old, and some new
    careless: bool = False  # a library that it uses does not look after its memory


def builds():
    yield Command("build lists", ["build", "lists", "-o", "out/m.gaz", "--quiet"], old=("m.gaz",))
    yield Command("build lists, options", ["build", "lists", "-o", "out/m.gaz", "--ignore-case", "--fold", "accents", "--variants",
                  "all", "--block", "blocked", "--conflicts", "out/conflicts.tsv", "--skipped", "out/skipped.tsv"],
                  old=("m.gaz", "conflicts.tsv", "skipped.tsv"))
    yield Command("build, lines skipped", ["build", "broken.tsv", "-o", "out/m.gaz", "--lenient", "--skipped",
                  "out/skipped.tsv"], old=("m.gaz", "skipped.tsv"))
    yield Command("build corpus", ["build", "gold.conll", "-o", "out/m.gaz", "--quiet", "-j", "2"], old=("m.gaz",))
    yield Command("build judged lists", ["build", "judged", "-o", "out/m.gaz", "--quiet", "-j", "2"], old=("m.gaz",))
    yield Command("build model", ["build", "m.gaz", "-o", "out/m.gaz", "--quiet"], old=("m.gaz",))
    yield Command("build encoded list", ["build", "latin.txt", "-o", "out/m.gaz", "--encoding", "latin1", "--type", "T",
                  "--quiet"], UNLOADED)
    for name in DICTIONARIES:
        yield Command(f"build {name}", ["build", f"dictionaries/{name}", "-o", "out/m.gaz", "--quiet"],
                      UNLOADED if name.startswith("skos") else (1,), old=("m.gaz",),
                      careless=name.startswith("skos"))
    for name in ("gz", "zst", "xz", "bz2", "lz4"):
        yield Command(f"build list.{name}", ["build", f"packed.txt.{name}", "-o", "out/m.gaz", "--type", "T", "--quiet"])


def tags(formats):
    for name in formats:
        source = ["page.html", "--from", "html"] if name == "html-inline" else ["text.txt", "--from", "text"]
        yield Command(f"tag to {name}", ["tag", "m.gaz", *source, "--to", name, "--quiet", "-o", "out/d"], (1, 2),
                      old=() if name in KEPT else ("d",))
    for name in ("tsv", "ansi", "count", "conll", "jsonl"):
        yield Command(f"tag to {name}, printed", ["tag", "m.gaz", "text.txt", "--from", "text", "--to", name, "--quiet"],
                      (1, 2))
    for source, path in (("tokenized", "tokenized.txt"), ("conll", "gold.conll"), ("jsonl", "records.jsonl"),
                         ("html", "page.html"), ("xml", "page.xml")):
        yield Command(f"tag from {source}", ["tag", "m.gaz", path, "--from", source, "--quiet"], (1, 2))
    for name in ("gz", "zst", "xz", "bz2", "lz4"):
        yield Command(f"tag .{name}", ["tag", "m.gaz", f"packed.txt.{name}", "--from", "text", "--to", "tsv", "--quiet"], (1, 2))
    yield Command("tag encoded", ["tag", "m.gaz", "latin.txt", "--from", "text", "--encoding", "latin1", "--to", "tsv",
                  "--quiet"], (1, 2))
    yield Command("tag on two threads", ["tag", "judged.gaz", "text.txt", "many/a.txt", "--from", "text", "--to",
                  "jsonl", "-j", "2", "--quiet"], (1, 2))
    yield Command("tag folder", ["tag", "m.gaz", "-r", "many", "--from", "text", "--to", "jsonl", "-o", "out/d"], (1, 2))
    yield Command("tag stdin", ["tag", "m.gaz", "--from", "text", "--to", "jsonl", "--abbreviations", "--senses", "all",
                  "--quiet"], (1, 2), stdin="text.txt")
    yield Command("tag records", ["tag", "m.gaz", "records.jsonl", "--from", "jsonl", "--to", "prodigy", "--with-source",
                  "--id-field", "id", "--quiet"], (1, 2))
    yield Command("tag review", ["tag", "judged.gaz", "text.txt", "--from", "text", "--review", "5", "--lists",
                  "judged", "--quiet"], (1, 2))
    yield Command("tag columns", ["tag", "judged.gaz", "corpus.conll", "--from", "conll", "--to", "conll",
                  "--score-column", "--quiet"], (1, 2))


def converts(formats):
    for name in formats:
        if name != "html":
            yield Command(f"convert {name}", ["convert", f"formats/{name}", "--from", name, "--to", name, "-o", "out/d", "--quiet"],
                          old=() if name in REFUSED else ("d",))
            yield Command(f"eval {name}", ["eval", "m.gaz", f"formats/{name}", "--from", name, "--json", "--quiet"])
    yield Command("convert, printed", ["convert", "gold.conll", "--to", "jsonl", "--quiet"])


def others():
    yield Command("harvest", ["harvest", "corpus.conll", "-o", "out/lists", "--quiet"], old=("lists",),
                  mark=LISTS_MARK)
    yield Command("harvest, options", ["harvest", "gold.conll", "formats/jsonl", "-o", "out/lists", "--gazetteer", "lists",
                  "--verdicts", "verdicts.tsv", "--block", "blocked", "-j", "2"], mark=LISTS_MARK)
    yield Command("harvest --cross-tags", ["harvest", "folds.conll", "--cross-tags", "out/features", "--quiet"],
                  old=("features",))
    yield Command("harvest by purity", ["harvest", "gold.conll", "-o", "out/lists", "--min-purity", "0.5"], copies=("lists",),
                  mark=LISTS_MARK)
    yield Command("harvest report", ["harvest", "formats/brat", "--report"])
    yield Command("grep", ["grep", "m.gaz", "text.txt", "tokenized.txt", "-n", "--color=always"], (2,))
    yield Command("grep -f", ["grep", "-f", "lists/Thing.tsv", "text.txt", "-o", "-b", "-i"], (2,))
    yield Command("grep -r -c", ["grep", "m.gaz", "-r", "many", "--count-by", "entry"], (2,))
    yield Command("grep packed", ["grep", "m.gaz", "packed.txt.gz", "packed.txt.zst", "-C", "1"], (2,))
    yield Command("grow", ["grow", "judged", "others.conll", "--from", "conll", "-o", "out/grown.tsv", "--quiet"],
                  old=("grown.tsv",))
    yield Command("grow --accept", ["grow", "out/judged", "others.conll", "--from", "conll", "--accept", "0.1", "--quiet"],
                  copies=("judged",))
    yield Command("eval model", ["eval", "judged.gaz", "corpus.conll", "--calibration", "--entries", "out/entries.tsv",
                  "--quiet"], old=("entries.tsv",))
    yield Command("eval predictions", ["eval", "--pred", "predicted.conll", "gold.conll", "--agreement", "--documents",
                  "--differences", "out/differences.tsv", "--page", "out/page.html", "--quiet"],
                  old=("differences.tsv", "page.html"))
    yield Command("eval filled", ["eval", "--pred", "predicted.conll", "--fill", "gold.conll", "gold.conll"])
    yield Command("report", ["report", "judged", "-o", "out/page.html", "--text", "text.txt"], old=("page.html",))
    yield Command("report, printed", ["report", "lists"])
    yield Command("explain", ["explain", "judged.gaz", "text.txt", "--lists", "judged", "--quiet"])
    yield Command("explain --json", ["explain", "m.gaz", "text.txt", "--json", "--quiet"])
    yield Command("explain --why", ["explain", "m.gaz", "text.txt", "--why", "kernel", "--lists", "lists", "--quiet"])
    yield Command("info", ["info", "judged.gaz"])
    yield Command("info --json", ["info", "m.gaz", "--json"])
    yield Command("info --verify", ["info", "m.gaz", "--verify"])
    yield Command("info --entry", ["info", "m.gaz", "--entry", "kernel", "--json"])
    yield Command("info --id", ["info", "m.gaz", "--id", "Q1"])
    yield Command("export", ["export", "lists", "-o", "out/patterns.jsonl", "--quiet"], old=("patterns.jsonl",))
    yield Command("export tsv", ["export", "m.gaz", "--to", "tsv"])
    yield Command("completion", ["completion", "bash"])
    yield Command("--help", ["--help"])
    yield Command("tag --help", ["tag", "--help"])
    yield Command("--version", ["--version"])


def table(formats):
    return [*builds(), *tags(formats), *converts(formats), *others()]
