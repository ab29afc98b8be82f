"""Makes the small inputs on which calls fail, with the release build: one of every format that gaz reads."""
import bz2
import gzip
import lzma
import pathlib
import subprocess
import sys

TESTS = pathlib.Path(__file__).resolve().parent.parent

LISTS = {
    "Thing.tsv": "surface\tid\tverdict\nlinux kernel\tQ1\t\nkernel space\tQ2\tkeep\nzebra\t\t\ncafé noir\tQ4\t\n",
    "Language.tsv": "C ++\nC\nkernel\n",
}
TEXT = "The linux kernel has a kernel space; a café noir and C++.\nA Zebra Line (ZL), a ZL, zebra.\n\nC, kernel\n"
TOKENIZED = "the linux kernel has a kernel space\n\nC ++ and a zebra\n"
COLUMNS = "the\tO\nlinux\tB-Thing\nkernel\tI-Thing\n\nC\tB-Language\n++\tI-Language\nand\tO\nzebra\tB-Thing\n"
PREDICTED = "the\tO\nlinux\tB-Thing\nkernel\tO\n\nC\tB-Language\n++\tI-Language\nand\tB-Thing\nzebra\tB-Thing\n"
RECORDS = '{"id": "a", "text": "a linux kernel \\u00e9 zebra"}\n{"id": "b", "text": "no \\"C++\\"", "more": [1, null]}\n'
PAGE = "<!doctype html><html><head><title>A</title></head><body><p>The <b>linux</b> kernel &amp; a zebra</p></body></html>"
XML = "<?xml version='1.0'?><doc><p>The linux <i>kernel</i></p><p>zebra &#233;</p></doc>"
OBO = ('format-version: 1.2\n\n[Term]\nid: X:1\nname: a b\nsynonym: "c d" EXACT []\nxref: MESH:D1\n\n'
       "[Term]\nid: X:2\nname: e\n")
SKOS = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    xmlns:skos="http://www.w3.org/2004/02/skos/core#"><skos:Concept rdf:about="http://a/1">
    <skos:prefLabel xml:lang="en">breast cancer</skos:prefLabel></skos:Concept></rdf:RDF>"""
TURTLE = """@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
<http://a/1> skos:prefLabel "breast cancer"@en ; skos:altLabel "mamma"@en .\n"""
DICTIONARIES = {
    "disease.obo": OBO,
    "disease.csv": 'surface,id,synonyms\n"f ""g""",1,h|i\nj,2,\n',
    "MRCONSO.RRF": "C0000001|ENG|P|L1|PF|S1|Y|A1||M1|D1|MSH|MH|D1|k l|0|N|256|\n",
    "names.json": '{"Tool": ["m \\u006e", ["o", "p q"]], "N": ["r"]}',
    "ids.tsv": "D01\ts t\nD02\tu\n",
    "stix.json": '{"objects":[{"id":"indicator--1","type":"indicator","name":"n","pattern":'
                 '"[url:value = \'http://a.org\' OR mutex:name = \'b\']"}]}',
    "misp.json": '[{"Event":{"Attribute":[{"type":"domain|ip","value":"a.org|1.2.3.4"}]}}]',
    "feed.txt": "# Head\n1.2.3.4 # x\nevil[.]com\n10.0.0.0/8\n",
    "concepts.xml": '<s><token id="1" canonical="v"><variant base="w x"/></token></s>',
    "skos.rdf": SKOS,
    "skos.ttl": TURTLE,
    "patterns.jsonl": '{"label": "T", "pattern": [{"LOWER": "a"}, {"LOWER": "b"}], "id": "1"}\n'
                      '{"label": "T", "pattern": "c d"}\n',
}
FOLDERS = ("brat", "webanno", "enamex", "inline-xml", "html-inline")  # a file for each document


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def make_files(folder):
    for name, text in LISTS.items():
        write(folder / "lists" / name, text)
    for name, text in DICTIONARIES.items():
        write(folder / "dictionaries" / name, text)
    write(folder / "broken.tsv", "surface\ttype\tpriority\na b\tT\t1\nc\tT\tmany\nd\tT\t2\n")
    write(folder / "text.txt", TEXT)
    write(folder / "latin.txt", "")
    (folder / "latin.txt").write_bytes(TEXT.encode("latin-1"))
    write(folder / "tokenized.txt", TOKENIZED)
    write(folder / "gold.conll", COLUMNS)
    write(folder / "predicted.conll", PREDICTED)
    write(folder / "records.jsonl", RECORDS)
    write(folder / "page.html", PAGE)
    write(folder / "page.xml", XML)
    write(folder / "blocked", "zebra\n")
    write(folder / "verdicts.tsv", "surface\ttype\tverdict\nzebra\tThing\tkeep\n")
    write(folder / "many" / "a.txt", TEXT)
    write(folder / "many" / "inner" / "b.txt", TEXT)
    write(folder / "credentials", "somebody:secret\n")
    for name, pack in (("gz", gzip.compress), ("xz", lzma.compress), ("bz2", bz2.compress)):
        (folder / f"packed.txt.{name}").write_bytes(pack(TEXT.encode()))
    for name, command in (("zst", ["zstd", "-q", "-c"]), ("lz4", ["lz4", "-q", "-c"])):
        packed = subprocess.run([*command, folder / "text.txt"], stdout=subprocess.PIPE, check=True)
        (folder / f"packed.txt.{name}").write_bytes(packed.stdout)
    for name, script, arguments in (("corpus", "name_corpus.py", ["1", "40"]), ("others", "name_corpus.py", ["2", "40"]),
                                    ("folds", "context_corpus.py", ["200"])):
        corpus = subprocess.run([sys.executable, "-B", TESTS / "cli" / script, *arguments], stdout=subprocess.PIPE,
                                check=True)
        (folder / f"{name}.conll").write_bytes(corpus.stdout)


def make(folder, gaz):
    """Everything is in `folder`, which is new. Returns the formats that documents are written in; those that are read
    again, all but html, are in formats/NAME."""
    def run(*arguments):
        return subprocess.run([gaz, *arguments], cwd=folder, check=True, stdout=subprocess.PIPE).stdout

    make_files(folder)
    run("build", "lists", "-o", "m.gaz", "--case", "ignore", "--quiet")
    run("harvest", "corpus.conll", "-o", "judged", "--quiet")
    run("build", "judged", "-o", "judged.gaz", "--quiet")
    (folder / "formats").mkdir()
    asked = subprocess.run([gaz, "convert", "gold.conll", "--to", "none"], cwd=folder, stderr=subprocess.PIPE)
    formats = asked.stderr.decode().split(" one of ")[1].split(", not ")[0].split(", ")
    for name in formats:
        if name == "html":
            continue
        options = ["-o", f"formats/{name}"] if name in FOLDERS else []
        source = ["page.html", "--from", "html"] if name == "html-inline" else ["text.txt", "--from", "text"]
        found = run("tag", "m.gaz", *source, "--to", name, "--quiet", *options)
        if not options:
            (folder / "formats" / name).write_bytes(found)
    return formats
