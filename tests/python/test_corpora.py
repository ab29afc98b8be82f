"""Every way to tag gives the spans that the command gives, on the text of all corpora."""

import json

import pytest

import gaz

CORPORA = [
    "bc5cdr/dev", "bc5cdr/train", "crossner-politics/dev", "crossner-politics/train", "crossner-science/dev",
    "crossner-science/train", "cyner/dev", "cyner/train", "ncbi-disease/dev", "ncbi-disease/train", "ncbi-disease-iobes/dev",
    "seed", "softner/dev", "softner/train", "wikiser/train", "wnut17/dev", "wnut17/train",
]  # fmt: skip


def sentences_of(lines):
    """The sentences of lines with columns, each a list of rows."""
    sentence = []
    for line in lines:
        columns = line.split("\t") if "\t" in line else line.split()
        if columns and columns[0].strip() and columns[0] not in ("<s>", "</s>", "-DOCSTART-"):
            sentence.append(columns)
        elif sentence:
            yield sentence
            sentence = []
    if sentence:
        yield sentence


def sentences(path):
    """The sentences of a column file, each a list of tokens."""
    for rows in sentences_of(path.read_text(encoding="utf-8").split("\n")):
        yield [row[0] for row in rows]


def tags_of(tokens, spans):
    """Each token's tag, of spans in token numbers."""
    tags = ["O"] * len(tokens)
    for start, end, label, *_ in spans:
        tags[start:end] = [f"B-{label}"] + [f"I-{label}"] * (end - start - 1)
    return tags


def command_spans(command, path, lines, *options):
    records = "".join(json.dumps({"text": line}) + "\n" for line in lines)
    for line in command("tag", path, "-", "--from", "jsonl", "--to", "jsonl", *options, input=records).splitlines():
        yield [
            (span["start"], span["end"], span["label"], span["score"], span.get("id")) for span in json.loads(line)["spans"]
        ]


def assert_same(found, printed):
    """The spans of the command, whose scores have four decimals."""
    assert len(found) == len(printed)
    for spans, told in zip(found, printed):
        assert [(*span[:3], span.id) for span in spans] == [(*span[:3], span[4]) for span in told]
        assert all(abs(span.score - other[3]) < 0.000051 for span, other in zip(spans, told))


def test_the_list_of_corpora_is_complete(shared):
    folder = shared / "corpora"
    assert set(CORPORA) == {str(path.relative_to(folder))[: -len(".conll")] for path in folder.glob("**/*.conll")}


@pytest.fixture(params=CORPORA)
def corpus(request, shared):
    return shared / "corpora" / f"{request.param}.conll"


@pytest.fixture
def harvested(corpus, tmp_path):
    """The path of a model of the corpus's own names."""
    lexicon = gaz.Lexicon()
    lexicon.harvest(corpus, min_purity=0.3)
    lexicon.build(tmp_path / "m.gaz")
    return tmp_path / "m.gaz"


def test_corpora(corpus, harvested, command):
    model = gaz.Model(harvested)
    found = list(sentences(corpus))
    texts = ["\n".join(" ".join(tokens) for tokens in found[at : at + 10]) for at in range(0, len(found), 10)]
    check(model, command, harvested, texts)
    by_tokens = [model.tag_tokens(tokens) for tokens in found]
    tagged = command("tag", harvested, corpus, "--from", "conll", "--to", "conll", "--quiet").split("\n")
    assert [tags_of(tokens, spans) for tokens, spans in zip(found, by_tokens, strict=True)] == [
        [row[-1] for row in rows] for rows in sentences_of(tagged)
    ]
    for tokens, spans in zip(found, by_tokens):
        line = " ".join(tokens)
        if line.split() != tokens:
            continue  # a token with blanks in it
        starts = [sum(len(token) + 1 for token in tokens[:at]) for at in range(len(tokens) + 1)]
        assert [(starts[s.start], starts[s.end] - 1, *s[2:]) for s in spans] == model.tag(line, tokenized=True)


def check(model, command, path, texts):
    wanted = [model.tag(text) for text in texts]
    assert sum(map(len, wanted)) >= min(len(texts), 100)
    assert_same(wanted, list(command_spans(command, path, texts)))
    assert list(model.tag_many(texts)) == wanted
    assert list(model.tag_many(texts, threads=2)) == wanted
    assert [[(*s[:2],) for s in spans] for spans in wanted] == [
        [(len(text.encode()[: s.start].decode()), len(text.encode()[: s.end].decode())) for s in model.tag(text.encode())]
        for text in texts
    ]
    pyarrow = pytest.importorskip("pyarrow")
    rows = pyarrow.array(model.tag_arrow(pyarrow.array(texts))).to_pylist()
    assert rows == [[dict(zip(("start", "end", "label", "score", "id"), span)) for span in spans] for spans in wanted]


def test_matches_scored_in_context(shared, command, tmp_path):
    lexicon = gaz.Lexicon()
    corpus = shared / "corpora" / "crossner-science" / "train.conll"
    lexicon.harvest(corpus)
    assert lexicon.estimate["context"]
    path = tmp_path / "m.gaz"
    lexicon.build(path)
    model = gaz.Model(path)
    found = list(sentences(corpus))
    texts = ["\n".join(" ".join(tokens) for tokens in found[at : at + 10]) for at in range(0, len(found), 10)]
    check(model, command, path, texts)
    precise = [model.tag(text, precision=0.9) for text in texts]
    assert_same(precise, list(command_spans(command, path, texts, "--precision", "0.9")))
    assert sum(map(len, precise)) < sum(len(model.tag(text, min_score=0)) for text in texts)


def test_files_in_other_encodings(tmp_path):
    names = tmp_path / "names.txt"
    names.write_bytes("Köln\nWien\n".encode("latin1"))
    lexicon = gaz.Lexicon()
    with pytest.raises(gaz.InputError) as caught:
        lexicon.read(names, label="CITY")
    assert (caught.value.line, caught.value.hint) == (1, "encoding= names the encoding")
    assert lexicon.read(names, label="CITY", encoding="latin1")["entries"] == 2
    model = lexicon.model()
    assert [span.label for span in model.tag("in Köln")] == ["CITY"]
    lenient = gaz.Lexicon().read(names, label="CITY", lenient=True)
    assert (lenient["entries"], [reason.line for reason in lenient["reasons"]]) == (2, [1])
    corpus = tmp_path / "corpus.conll"
    corpus.write_bytes("in\tO\nKöln\tB-CITY\n".encode("utf-16"))
    report = gaz.Lexicon().harvest(corpus, encoding="UTF-16", min_purity=0)
    assert (report["entities"], report["not_utf8"]) == (1, 0)
    assert gaz.evaluate(model, corpus, encoding="UTF-16")["f1"] == 1
    (document,) = gaz.documents.read(corpus, encoding="UTF-16")
    assert document.text.split() == ["in", "Köln"]
    with pytest.raises(gaz.ArgumentError, match='there is no encoding "nonsense"'):
        gaz.Lexicon().harvest(corpus, encoding="nonsense")
