"""Lexicons: added to, read, harvested, grown, judged, built; evaluations."""

import bz2
import gzip
import lzma
import os
import threading

import pytest

import gaz

CORPUS = """\
The\tO
Linux\tB-System
kernel\tI-System
boots\tO

Debian\tB-System
uses\tO
Linux\tB-System
kernel\tI-System
"""


@pytest.fixture
def corpus(tmp_path):
    path = tmp_path / "corpus.conll"
    path.write_text(CORPUS * 3)
    return path


def test_entries_are_added():
    lexicon = gaz.Lexicon()
    lexicon.add("operating  system", "Thing", id="1", name="OS", priority=3, case="ignore", edges="strict")
    lexicon.add(["operating", "system"], "Thing", id="1")
    lexicon.add(["New York"], "City")
    assert len(lexicon) == 2 and lexicon.counts["types"]["Thing"]["kept"] == 1
    assert repr(lexicon) == "<gaz.Lexicon of 2 entries, 2 kept>"
    model = lexicon.model()
    (span,) = model.tag("an Operating System")
    assert model.entry(span.entry)["name"] == "OS" and model.ignore_case
    assert model.tag("a operating system.x") == []


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        (lambda x: x.add("", "T"), gaz.ArgumentError),
        (lambda x: x.add("a", ""), gaz.ArgumentError),
        (lambda x: x.add("a", "T\tU"), gaz.InputError),
        (lambda x: x.add("a", "T\0"), ValueError),
        (lambda x: x.add("a", 3), TypeError),
        (lambda x: x.add(["a", 3], "T"), TypeError),
        (lambda x: x.add("a", "T", case="upper"), ValueError),
        (lambda x: x.add("a", "T", priority=2**40), OverflowError),
        (lambda x: x.harvest("x", threads=-1), OverflowError),
        (lambda x: x.harvest("x", variants=["odd"]), ValueError),
        (lambda x: x.harvest("x", variants="plural"), TypeError),
        (lambda x: x.add_variants(["odd"]), ValueError),
        (lambda x: x.add_variants("plural"), TypeError),
        (lambda x: x.harvest("x", format="odd"), ValueError),
        (lambda x: x.read("/nonexistent"), gaz.FileError),
        (lambda x: x.read(3), TypeError),
        (lambda x: x.build("/nonexistent/m.gaz"), gaz.FileError),
        (lambda x: x.build("m.gaz", tokens="odd"), ValueError),
        (lambda x: x.grow(["text"]), gaz.InputError),
        (lambda x: x.grow([], accept=0.5), TypeError),
        (lambda x: x.apply_verdicts([("a\tb", "T", "keep")]), ValueError),
        (lambda x: x.apply_blocklist("/nonexistent"), gaz.FileError),
    ],
)
def test_wrong_arguments_are_refused(wrong, error):
    with pytest.raises(error):
        wrong(gaz.Lexicon())


def test_a_harvest_is_judged_written_and_read(corpus, tmp_path):
    lexicon = gaz.Lexicon()
    report = lexicon.harvest(corpus, variants=["plural", "upper"])
    assert (report["format"], report["scheme"], report["entities"], report["files"]) == ("conll", "iob2", 9, 1)
    lexicon.write(tmp_path / "lists")
    assert (tmp_path / "lists" / "System.tsv").exists()
    again = gaz.Lexicon()
    read = again.read(tmp_path / "lists")
    assert read.pop("entries") == len(lexicon) and read.pop("reasons") == []
    assert not any(read.values())
    assert again.counts == lexicon.counts
    report = again.build(tmp_path / "m.gaz", threads=2)
    model = gaz.Model(tmp_path / "m.gaz")
    assert report["entries"] == model.entries
    assert lexicon.model() == model


def test_a_gazetteer_is_judged(corpus, tmp_path):
    names = tmp_path / "System.tsv"
    names.write_text("zzq kit\nthe\n")
    lexicon = gaz.Lexicon()
    assert lexicon.read(names, gazetteer=True)["entries"] == 2
    lexicon.harvest(corpus)
    lexicon.write(tmp_path / "lists")
    header, *rows = (line.split("\t") for line in (tmp_path / "lists" / "System.tsv").read_text().splitlines())
    row = dict(zip(header, next(row for row in rows if row[0] == "zzq kit")))
    assert row["gazetteer"] == "yes" and row["annotated"] == "0" and 0 < float(row["precision"]) < 1

    lexicon = gaz.Lexicon()
    lexicon.read(names, label="Gem", gazetteer=True)
    with pytest.raises(gaz.InputError, match="the type Gem, which no corpus can judge") as caught:
        lexicon.harvest(corpus)
    assert "label=" in caught.value.hint


def test_variants_of_listed_entries():
    lexicon = gaz.Lexicon()
    lexicon.add("Crohn's disease", "D", id="1", name="Crohn's disease")
    lexicon.add("type 2 tumour", "D", id="2")
    lexicon.add("Crohns disease", "E")
    assert lexicon.add_variants([]) == 0
    assert lexicon.add_variants(["possessive", "numeral", "british"]) == 6
    assert (len(lexicon), lexicon.counts["variants"]) == (9, 6)
    spans = lexicon.model().tag("Crohn disease Crohns disease type II tumour type 2 tumor type II tumor")
    assert [(span.start, span.label, span.id) for span in spans] == [
        (0, "D", "1"), (14, "E", None), (29, "D", "2"), (44, "D", "2"),
    ]  # fmt: skip
    assert lexicon.add_variants(["possessive", "numeral", "british"]) == 0


def test_skipped_lines_are_told(tmp_path):
    path = tmp_path / "patterns.jsonl"
    path.write_text('{"label": "T", "pattern": "one"}\n{"label": "T", "pattern": [{"LOWER": {"REGEX": "x"}}]}\n')
    report = gaz.Lexicon().read(path)
    assert (report["entries"], report["skipped"]) == (1, 1)
    (reason,) = report["reasons"]
    assert isinstance(reason, gaz.Error) and reason.line == 2 and reason.file == str(path)


def test_packed_files(tmp_path):
    for name, pack in (("a.tsv.gz", gzip.compress), ("a.tsv.xz", lzma.compress), ("a.tsv.bz2", bz2.compress)):
        path = tmp_path / name
        path.write_bytes(pack(b"kernel\n"))
        try:
            assert gaz.Lexicon().read(path)["entries"] == 1
        except gaz.InputError as error:
            assert "not unpacked here" in str(error) and name != "a.tsv.gz"
        path.write_bytes(pack(b"kernel\n")[:-3])
        with pytest.raises(gaz.InputError, match="cut off|not unpacked here"):
            gaz.Lexicon().read(path)
    (tmp_path / "a.zip").write_bytes(b"PK\x03\x04kernel")
    with pytest.raises(gaz.InputError, match="a ZIP archive.*unzip -p does it"):
        gaz.Lexicon().read(tmp_path / "a.zip")


def test_terminologies(tmp_path):
    obo = tmp_path / "o.obo"
    obo.write_text(
        'format-version: 1.2\n\n[Term]\nid: X:1\nname: breast cancer\nnamespace: disease\n'
        'synonym: "mammary cancer" EXACT []\nsynonym: "tumour" BROAD []\nxref: MESH:D001943\n\n'
        "[Term]\nid: X:2\nname: old\nis_obsolete: true\n"
    )
    lexicon = gaz.Lexicon()
    report = lexicon.read(obo, xref="MESH", label="D")
    assert (report["entries"], report["obsolete"], report["other_scopes"], report["without_xref"]) == (2, 1, 1, 0)
    assert gaz.Lexicon().read(obo, scopes=["exact", "broad"])["entries"] == 3
    csv = tmp_path / "c.csv"
    csv.write_text("D1,foo bar,x;y\n")
    lexicon = gaz.Lexicon()
    lexicon.read(csv, columns="id=1,surface=2,synonyms=3", split=";", label="T")
    lexicon.build(tmp_path / "m.gaz")
    model = gaz.Model(tmp_path / "m.gaz")
    assert [(span.start, span.end, span.id) for span in model.tag("a foo bar x")] == [(2, 9, "D1"), (10, 11, "D1")]
    umls = tmp_path / "MRCONSO.RRF"
    umls.write_text("C0000001|ENG|P|L1|PF|S1|Y|A1||M1|D1|MSH|MH|D1|a b|0|N|256|\n")
    report = gaz.Lexicon().read(umls)
    assert report["entries"] == 1 and "no MRSTY.RRF beside it" in str(report["reasons"][0])
    assert "semantic_types= names it" in report["reasons"][0].hint
    types = tmp_path / "types"
    types.write_text("C0000001|T047|B|Disease|AT|256|\n")
    lexicon = gaz.Lexicon()
    assert str(types) in str(lexicon.read(umls, semantic_types=types)["reasons"][0])
    lexicon.build(tmp_path / "u.gaz")
    assert [span.label for span in gaz.Model(tmp_path / "u.gaz").tag("an a b")] == ["T047"]
    names = tmp_path / "names.json"
    names.write_text('{"ORG": ["European Union", ["U.N."]]}')
    assert gaz.Lexicon().read(names)["entries"] == 2
    assert gaz.Lexicon().read(names, format="skweak")["entries"] == 2
    with pytest.raises(ValueError, match="one ASCII character"):
        lexicon.read(csv, split="||")
    with pytest.raises(ValueError, match="scopes are exact"):
        lexicon.read(obo, scopes="all")
    bad = tmp_path / "bad.tsv"
    bad.write_text("surface\tpriority\na\tx\nb\t2\n")
    with pytest.raises(gaz.InputError) as caught:
        lexicon.read(bad)
    assert caught.value.line == 2 and caught.value.hint == "lenient=True leaves it out"
    assert gaz.Lexicon().read(bad, lenient=True)["skipped"] == 1


def test_feeds_are_read(tmp_path):
    feed = tmp_path / "feed.txt"
    feed.write_text("# Feed\n1.2.3.4 # seen\nhxxp://evil[.]com/x\n10.0.0.0/8\n")
    lexicon = gaz.Lexicon()
    report = lexicon.read(feed)
    assert (report["entries"], report["skipped"], report["comments"]) == (2, 1, 1)
    reasons = [(reason.line, str(reason)) for reason in report["reasons"]]
    assert any(line == 4 and "a block of addresses" in text for line, text in reasons)
    assert any("1 comments behind them cut off, 1 defanged ones made whole" in text for _, text in reasons)
    lexicon.build(tmp_path / "m.gaz")
    tags = [(span.label, span.start) for span in gaz.Model(tmp_path / "m.gaz").tag("1.2.3.4.5 1.2.3.4 http://evil.com/x")]
    assert tags == [("ipv4-addr", 10), ("url", 18)]
    assert gaz.Lexicon().read(feed, format="list")["entries"] == 3
    loose = gaz.Lexicon()
    loose.read(feed, edges="token", label="IOC")
    loose.build(tmp_path / "l.gaz")
    assert [span.label for span in gaz.Model(tmp_path / "l.gaz").tag("1.2.3.4.5")] == ["IOC"]
    bundle = tmp_path / "b.json"
    bundle.write_text(
        '{"objects": [{"type": "indicator", "id": "indicator--1", "pattern": "[domain-name:value = \'evil.com\']"}]}'
    )
    for name in (None, "stix"):
        assert gaz.Lexicon().read(bundle, format=name)["entries"] == 1


def test_lists_have_rules(tmp_path):
    path = tmp_path / "Name.tsv"
    path.write_text("who\n")
    lexicon = gaz.Lexicon()
    lexicon.read(path, label="Org", case="ignore", priority=2)
    assert lexicon.model().tag("WHO")[0].label == "Org"


def test_people_decide(tmp_path):
    lexicon = gaz.Lexicon()
    lexicon.add("kernel", "Thing")
    lexicon.add("york", "City")
    assert lexicon.apply_verdicts([("kernel", "Thing", "drop"), ("linux", "System", "keep")]) == 2
    assert [span.label for span in lexicon.model().tag("linux kernel york")] == ["System", "City"]
    table = tmp_path / "verdicts.tsv"
    table.write_text("verdict\tsurface\ttype\nkeep\tkernel\tThing\n")
    assert lexicon.apply_verdicts(table) == 1
    block = tmp_path / "block.txt"
    block.write_text("york\n")
    assert lexicon.apply_blocklist(block) == 1
    assert [span.label for span in lexicon.model().tag("linux kernel york")] == ["System", "Thing"]
    assert lexicon.export(tmp_path / "out.tsv", format="tsv")["entries"] == 2
    assert (tmp_path / "out.tsv").read_text() == "linux\tSystem\nkernel\tThing\n"
    (tmp_path / "text.txt").write_text("The Linux kernel is Linux.")
    lexicon.write_report(tmp_path / "page.html", title="What is known", texts=tmp_path / "text.txt")
    assert "What is known" in (tmp_path / "page.html").read_text()


def test_names_are_found(shared, tmp_path, command):
    lexicon = gaz.Lexicon()
    lexicon.harvest(shared / "corpora" / "cyner" / "train.conll", growth=True)
    text = (shared / "corpora" / "cyner" / "dev.conll").read_text(encoding="utf-8")[:200_000]
    raw = " ".join(line.split("\t")[0] for line in text.splitlines())
    assert 0 < len(lexicon.grow([raw], count=20)) <= 20
    lexicon.write(tmp_path / "lists")
    (tmp_path / "raw.txt").write_text(raw)
    again = gaz.Lexicon()
    again.read(tmp_path / "lists", growth=True)
    names = again.grow([raw], count=20)
    assert names == lexicon.grow([raw], count=20)  # as it was harvested, in another order
    assert names == again.grow(paths=tmp_path / "raw.txt", count=20, threads=2)
    printed = command("grow", tmp_path / "lists", tmp_path / "raw.txt", "--top", "20", "--quiet").splitlines()
    assert [name["surface"] for name in names] == [line.split("\t")[0] for line in printed if line[0] != "#"][1:]
    assert {"verdict", "surface", "type", "probability"} <= names[0].keys()
    again.grow([raw], count=20, accept=0.0, folder=tmp_path / "lists")
    assert list((tmp_path / "lists").glob("*.suggested.tsv"))
    rows = [(name["surface"], name["type"], "keep") for name in names]
    assert lexicon.apply_verdicts(rows) == len(rows)


def test_evaluation(corpus, tmp_path, command):
    lexicon = gaz.Lexicon()
    lexicon.add("Linux kernel", "System")
    lexicon.build(tmp_path / "m.gaz")
    result = gaz.evaluate(gaz.Model(tmp_path / "m.gaz"), corpus)
    import json

    assert result == json.loads(command("eval", tmp_path / "m.gaz", corpus, "--json"))
    assert gaz.evaluate(corpus, corpus)["f1"] == 1
    with pytest.raises(TypeError):
        gaz.evaluate(lexicon.model())
    with pytest.raises(gaz.FileError):
        gaz.evaluate(lexicon.model(), corpus, "/nonexistent.conll")


def test_cross_tags_and_gaps_that_are_filled(tmp_path):
    lexicon = gaz.Lexicon()
    (tmp_path / "corpus.conll").write_text(CORPUS * 120)
    lexicon.harvest(tmp_path / "corpus.conll", cross_tags=tmp_path / "cross.conll")
    made = gaz.evaluate(tmp_path / "cross.conll", tmp_path / "corpus.conll")
    assert made["f1"] == pytest.approx(lexicon.estimate["f1"], abs=0.0001)
    (tmp_path / "gold.conll").write_text("a\tB-X\nb\tO\nc\tB-Y\nd\tI-Y\n")
    (tmp_path / "first.conll").write_text("a\tO\nb\tO\nc\tO\nd\tB-Y\n")
    (tmp_path / "second.conll").write_text("a\tB-X\nb\tO\nc\tB-Y\nd\tI-Y\n")
    paths = [tmp_path / f"{name}.conll" for name in ("first", "gold", "second")]
    alone = gaz.evaluate(*paths[:2])
    filled = gaz.evaluate(*paths[:2], fill=paths[2])
    assert (alone["correct"], alone["found"]) == (0, 1)
    assert (filled["correct"], filled["found"]) == (1, 2)
    with pytest.raises(TypeError):
        gaz.evaluate(lexicon.model(), paths[1], fill=paths[2])
    with pytest.raises(gaz.Error):
        gaz.Lexicon().harvest(paths[1], cross_tags=tmp_path / "few.conll")
    assert not (tmp_path / "few.conll").exists()


def test_a_lexicon_in_use_is_refused(tmp_path):
    """The harvest waits for a pipe, without the GIL."""
    lexicon = gaz.Lexicon()
    lexicon.add("kernel", "Thing")
    pipe = tmp_path / "pipe.conll"
    os.mkfifo(pipe)
    thread = threading.Thread(target=lexicon.harvest, args=(pipe,), kwargs={"format": "conll", "min_purity": 0.1})
    thread.start()
    with open(pipe, "w") as file:  # opens once the harvest reads
        for use in (
            lambda: lexicon.add("x", "T"),
            lambda: lexicon.counts,
            lambda: lexicon.estimate,
            lambda: lexicon.write(tmp_path / "lists"),
            lambda: lexicon.harvest("x"),
            lambda: lexicon.grow([]),
        ):
            with pytest.raises(RuntimeError, match="another thread"):
                use()
        file.write(CORPUS)
    thread.join()
    assert len(lexicon) == 3
