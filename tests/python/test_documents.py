"""Documents in every format, as objects."""

import json

import pytest

import gaz
from gaz.documents import Document, DocumentSpan, Sense, read, write

TEXT = "é 😀 New York and the kernel.\nA café, 한국어."
SPANS = [
    DocumentSpan(4, 12, "City", 0.5, "Q60", "New York City", (Sense("State", 0.25, "Q1384", None),)),
    DocumentSpan(21, 27, "Thing"),
    DocumentSpan(31, 35, "Place"),
]


def test_a_tagged_text_is_a_document(model):
    document = model.document(TEXT, name="n")
    assert document.name == "n" and document.text == TEXT
    assert [span[:3] for span in document.spans] == [span[:3] for span in model.tag(TEXT)]
    assert [TEXT[start:end] for start, end in document.tokens][:4] == ["é", "😀", "New", "York"]
    assert len(document.sentences) == 2 and document.sentences[1][1] == len(document.tokens)
    assert model.document(TEXT.encode()) == model.document(TEXT)
    assert [span.label for span in model.document(TEXT, types=["City"]).spans] == ["City"]
    assert model.document("").spans == []
    with pytest.raises(TypeError, match="offsets"):
        model.document(TEXT, offsets="byte")


def test_a_tagged_document_has_senses():
    lexicon = gaz.Lexicon()
    lexicon.add("java", "Language", priority=2)
    lexicon.add("java", "Island", id="Q3757")
    model = lexicon.model()
    for senses, wanted in ((False, []), (True, ["Island"]), (False, [])):
        (span,) = model.document("é java", senses=senses).spans
        assert span.label == "Language" and [sense.label for sense in span.senses] == wanted


def test_a_notebook_shows_it(model):
    page = model.document("<b> New York & kernel")._repr_html_()
    assert page.startswith("<div") and "&lt;b&gt;" in page and "&amp;" in page and page.count("<mark") == 2
    overlapping = Document("New York", [DocumentSpan(0, 8, "A"), DocumentSpan(4, 8, "B")])
    assert overlapping._repr_html_().count("<mark") == 1


@pytest.mark.parametrize(
    "format",
    ["doccano", "label-studio", "spacy", "prodigy", "webanno", "jsonl", "brat", "conll", "argilla", "pubannotation", "bioc", "pubtator",
     "enamex", "inline-xml", "opennlp", "brackets",
     "html-inline"],
)  # fmt: skip
def test_formats_keep_spans(tmp_path, format):
    folder = format in ("brat", "webanno", "html-inline")
    path = tmp_path / "out"
    report = write(path, [Document(TEXT, SPANS, "one")], format, folder=folder)
    assert report["documents"] == 1 and report["spans"] == 3
    if format in ("webanno", "html-inline"):
        path = next(path.iterdir())
    reader = read(path, format=format)
    (back,) = reader
    assert reader.report["format"] == format
    assert sorted((back.text[span.start : span.end], span.label) for span in back.spans) == sorted(
        (TEXT[span.start : span.end], span.label) for span in SPANS
    )
    if format not in ("conll", "webanno", "opennlp", "brackets"):
        assert back.text == TEXT
    if format == "jsonl":
        assert [tuple(span) for span in back.spans] == [tuple(span) for span in SPANS]


def test_tokens_and_tags_have_a_sentence_a_line(tmp_path):
    path = tmp_path / "out.jsonl"
    write(path, [Document("é EU\nlaw .", [DocumentSpan(2, 8, "A"), DocumentSpan(9, 10, "B")]), Document("", []),
                 Document("a\n\nb c", [DocumentSpan(3, 4, "C")], id="x")], "json-tokens")  # fmt: skip
    assert [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()] == [
        {"tokens": ["é", "EU", "law", "."], "ner_tags": ["O", "B-A", "I-A", "B-B"]},
        {"tokens": ["a"], "ner_tags": ["O"], "id": "x"},
        {"tokens": ["b", "c"], "ner_tags": ["B-C", "O"], "id": "x"},
    ]
    assert [[span.label for span in document.spans] for document in read(path)] == [["A", "B"], [], ["C"]]


def test_spans_may_come_in_any_order(tmp_path):
    mixed = [SPANS[2], SPANS[0], SPANS[1]]
    write(tmp_path / "out.jsonl", [Document(TEXT, mixed)], "jsonl")
    (back,) = read(tmp_path / "out.jsonl", format="jsonl")
    assert sorted(back.spans) == sorted(SPANS)


def test_documents_of_pubtator(tmp_path):
    path = tmp_path / "a.pubtator"
    path.write_text("12|t|é flu\n12|a|A cold.\n12\t2\t5\tflu\tD\tX|Y\n12\tCID\tX\tY\n", encoding="utf-8")
    reader = read(path)
    (document,) = reader
    assert (document.name, document.id, document.text) == ("a", "12", "é flu\nA cold.")
    assert document.spans == [DocumentSpan(2, 5, "D", None, "X", None, (Sense("D", None, "Y"),))]
    assert reader.report["relations"] == 1
    document.name = document.id = None
    report = write(tmp_path / "b.pubtator", [document, document], "pubtator")
    assert report["documents"] == 2
    assert (tmp_path / "b.pubtator").read_text(encoding="utf-8").splitlines()[:4] == [
        "1|t|é flu", "1|a|A cold.", "1\t2\t5\tflu\tD\tX|Y", ""
    ]  # fmt: skip
    assert [back.id for back in read(tmp_path / "b.pubtator")] == ["1", "2"]
    with pytest.raises(gaz.InputError, match="other ids"):
        write(tmp_path / "c.pubtator", [Document("flu", [DocumentSpan(0, 3, "D", None, "X|Y")])], "pubtator")


def test_documents_of_columns(tmp_path):
    path = tmp_path / "c.conll"
    path.write_text("-DOCSTART- O\n\na B-X\nb O\n\n-DOCSTART- O\n\né B-Y\n")
    first, second = read(path)
    assert (first.number, second.number) == (1, 2)
    assert second.spans[0].label == "Y" and second.text[second.spans[0].start : second.spans[0].end] == "é"


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        (lambda p: write(p, [], "odd"), ValueError),
        (lambda p: write(p / "f", [], "text"), gaz.ArgumentError),
        (lambda p: write(p / "no" / "file", [], "jsonl"), gaz.FileError),
        (lambda p: write(p / "f", [Document("ab", [DocumentSpan(0, 3, "X")])], "jsonl"), ValueError),
        (lambda p: write(p / "f", [Document("éb", [DocumentSpan(0, 3, "X")])], "jsonl"), ValueError),
        (lambda p: write(p / "f", [Document(" b", [DocumentSpan(0, 1, "X")])], "jsonl"), gaz.ArgumentError),
        (lambda p: write(p / "f", [Document("b", [DocumentSpan(0, 1, None)])], "jsonl"), TypeError),
        (lambda p: write(p / "f", [Document("b", [(0, 1)])], "jsonl"), TypeError),
        (lambda p: write(p / "f", [Document("\ud800")], "jsonl"), UnicodeEncodeError),
        (lambda p: read(p / "absent.jsonl"), gaz.FileError),
        (lambda p: read(p, scheme="odd"), ValueError),
    ],
)
def test_wrong_arguments_are_refused(tmp_path, wrong, error):
    with pytest.raises(error) as caught:
        wrong(tmp_path)
    assert caught and not list(tmp_path.iterdir())


def test_members_and_labels_of_json(tmp_path):
    path = tmp_path / "a.json"
    path.write_text('{"body": "the EU", "marks": [{"f": 4, "t": 6, "kind": 1}]}')
    fields = "text=body,spans=marks,begin=f,end=t,label=kind"
    reader = read(path, fields=fields, labels="PER,ORG")
    assert [span[:3] for document in reader for span in document.spans] == [(4, 6, "ORG")]
    assert reader.report["fields"] == fields and reader.report["skipped_spans"] == 0
    with pytest.raises(gaz.InputError, match="has no name") as caught:
        list(read(path, fields=fields))
    assert caught.value.hint == "labels= names them"
    with pytest.raises(gaz.InputError) as caught:
        list(read(path))
    assert caught.value.hint == "fields= names the members"
    reader = read(path, fields=fields, lenient=True)
    assert [document.spans for document in reader] == [[]] and reader.report["skipped_spans"] == 1
    lexicon = gaz.Lexicon()
    assert lexicon.harvest(path, fields=fields, labels="PER,ORG", min_purity=0)["entities"] == 1


def test_malformed_files_say_where(tmp_path):
    path = tmp_path / "bad.jsonl"
    path.write_text('{"text": "a b", "label": [[0, 1, "X"]]}\n{"text": }\n')
    reader = read(path, format="doccano")
    assert next(reader).spans == [DocumentSpan(0, 1, "X")]
    with pytest.raises(gaz.InputError) as caught:
        next(reader)
    assert caught.value.line == 2
    assert list(reader) == []


@pytest.mark.parametrize(
    ("format", "field"),
    [("jsonl", "id"), ("doccano", "id"), ("prodigy", "meta.id"), ("label-studio", "id"), ("argilla", "id"),
     ("pubannotation", "sourceid"), ("bioc", None), ("pubtator", None), ("brat", None), ("webanno", None),
     ("enamex", None), ("inline-xml", None)],
)  # fmt: skip
def test_formats_keep_ids(tmp_path, format, field):
    ids = ["a/b", "ä 1", "a/b", "50%41", "%~2"]
    folder = format in ("brat", "webanno", "enamex", "inline-xml")
    path = tmp_path / "out"
    report = write(path, [Document(TEXT, SPANS, id=id) for id in ids], format, folder=folder)
    assert (report["documents"], report["nameless"], report["stripped"]) == (5, 0, 0)
    paths = sorted(path.iterdir()) if folder and format != "brat" else [path]
    read_back = [document.id for path in paths for document in read(path, format=format, id_field=field)]
    assert sorted(read_back) == sorted(ids)
    if folder:
        assert len([file for file in path.iterdir() if file.suffix in (".ann", ".tsv", ".enamex", ".xml")]) == 5


def test_ids_that_are_not_there_are_counted(tmp_path, model):
    path = tmp_path / "out.jsonl"
    write(path, [model.document(TEXT, id="one"), model.document(TEXT)], "jsonl")
    reader = read(path, id_field="id")
    assert [document.id for document in reader] == ["one", None]
    assert reader.report["unnamed"] == 1
    assert write(path, [Document(TEXT, id="one")], "spacy")["nameless"] == 0


@pytest.mark.parametrize("format", ["brat", "doccano", "prodigy", "label-studio", "argilla"])
def test_suggestions_are_left_out_of_a_harvest(tmp_path, model, format):
    path = tmp_path / "out"
    document = model.document(TEXT, name="one")
    assert document.unreviewed
    reviewed = model.document("The kernel", name="two")
    reviewed.unreviewed = False
    write(path, [document, reviewed], format, folder=format == "brat")
    assert [back.unreviewed for back in read(path, format=format)] == [True, False]
    reader = read(path, format=format, reviewed_only=True)
    assert [back.text for back in reader] == ["The kernel"] and reader.report["unreviewed"] == 1
    for trust in (False, True):
        report = gaz.Lexicon().harvest(path, format=format, trust_unreviewed=trust)
        assert (report["documents"], report["unreviewed"]) == ((2, 0) if trust else (1, 1))
        result = gaz.evaluate(model, path, format=format, documents=True, trust_unreviewed=trust)
        assert (len(result["documents"]), result["repairs"]["gold"]["unreviewed"]) == ((2, 0) if trust else (1, 1))


def test_two_annotators(tmp_path):
    for side, label in (("a", "ORG"), ("b", "LOC")):
        folder = tmp_path / side
        folder.mkdir()
        records = [
            {"id": 1, "text": "EU law", "spans": [{"start": 0, "end": 2, "label": "ORG"}]},
            {"id": 2, "text": "é UN", "spans": [{"start": 2, "end": 4, "label": label}]},
            {"id": side, "text": "no", "spans": []},
        ]
        (folder / "x.jsonl").write_text("\n".join(json.dumps(record) for record in records), encoding="utf-8")
    sides = tmp_path / "a", tmp_path / "b"
    result = gaz.evaluate(*sides, agreement=True, documents=True, differences=tmp_path / "rows.tsv", page=tmp_path / "p.html")
    assert result["unpaired"] == {"predicted": ["a"], "gold": ["b"], "differing": []}
    assert [(row["document"], row["correct"]) for row in result["documents"]] == [("1", 1), ("2", 0)]
    spans = result["agreement"]["spans"]
    assert (spans["units"], spans["agreed"], spans["kappa"]) == (2, 1, 0)
    assert (tmp_path / "rows.tsv").read_text(encoding="utf-8").splitlines()[1:] == ["2\t2\t4\tUN\tORG\tLOC\ttype"]
    assert (tmp_path / "p.html").read_text(encoding="utf-8").count('<mark class="t1 differs" title="type">') == 1
    plain = gaz.evaluate(*sides)
    assert plain["agreement"] is None and plain["documents"] is None
    assert plain["f1"] == result["f1"] == 0.5
    assert gaz.evaluate(*sides, id_field="none")["unpaired"]["gold"] == []  # the names of files do
    assert len(list(gaz.documents.read(sides[0]))) == 3
