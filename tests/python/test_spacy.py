"""The spaCy component."""

import itertools
import multiprocessing
import pathlib
import warnings

import pytest
from test_corpora import corpus, harvested, sentences  # noqa: F401 (the first two are fixtures)
from test_tag import TEXTS

import gaz

spacy = pytest.importorskip("spacy")
from spacy.tokens import Doc, DocBin, Span  # noqa: E402


def pipeline(model, **config):
    nlp = spacy.blank("en")
    nlp.add_pipe("gaz", config={"model": str(model), **config})
    return nlp


def told(spans):
    return [(span.text, span.label_) for span in spans]


def places(spans):
    return [(span.start_char, span.end_char, span.label_, span._.gaz_score, span.kb_id_) for span in spans]


def wanted(spans):
    return [(span.start, span.end, span.label, span.score, span.id or "") for span in spans]


def test_entities(path):
    doc = pipeline(path)("é New York and the Python kernel")
    assert told(doc.ents) == [("New York", "City"), ("Python kernel", "Software")]
    city = doc.ents[0]
    assert (city.kb_id_, city.id_, city.ent_id_, city._.gaz_score) == ("Q60", "Q60", "Q60", 1.0)
    assert doc[1].ent_kb_id_ == doc[2].ent_id_ == "Q60"
    assert [token.ent_iob_ for token in doc] == ["O", "B", "I", "O", "O", "B", "I"]
    assert pipeline(path, scores=False)(doc.text).ents[0]._.gaz_score is None


def test_spans_under_a_key_may_overlap(path):
    doc = pipeline(path, spans_key="names", all=True)("the Python kernel of New York")
    assert told(doc.spans["names"]) == [
        ("Python kernel", "Software"), ("kernel", "Thing"), ("New York", "City"), ("York", "City")
    ]  # fmt: skip
    assert doc.spans["names"].attrs["scores"] == [1.0] * 4
    assert told(doc.ents) == [("Python kernel", "Software"), ("New York", "City")]
    doc = pipeline(path, spans_key="names", annotate_ents=False, types=["City"])("the kernel of New York")
    assert told(doc.spans["names"]) == [("New York", "City")] and not doc.ents


@pytest.mark.parametrize(("overwrite", "entities"), [(False, ["of New"]), (True, ["New York"])])
def test_earlier_entities_are_respected_or_replaced(path, overwrite, entities):
    nlp = pipeline(path, overwrite_ents=overwrite, spans_key="names")
    ruler = nlp.add_pipe("entity_ruler", first=True)
    ruler.add_patterns([{"label": "X", "pattern": "of New", "id": "x"}, {"label": "Y", "pattern": "the", "id": "y"}])
    doc = nlp("the kernel of New York")
    assert [ent.text for ent in doc.ents] == ["the", "kernel", *entities]
    assert (doc.ents[0].label_, doc.ents[0].ent_id_) == ("Y", "y")
    assert told(doc.spans["names"]) == [("kernel", "Thing"), ("New York", "City")]


def words_doc(nlp, *words):
    return Doc(nlp.vocab, words=words, spaces=[False] * len(words))


@pytest.mark.parametrize(
    ("mode", "found", "misaligned"),
    [("strict", ["kernel"], 2), ("contract", ["kernel"], 2), ("expand", ["a-kernel", "b-kernel-c", "kernel"], 0)],
)
def test_spans_that_are_not_of_tokens(path, mode, found, misaligned):
    nlp = pipeline(path, alignment_mode=mode)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        for _ in range(2):
            doc = nlp(words_doc(nlp, "a-kernel", " ", "b-kernel-c", " ", "kernel"))
            assert [ent.text for ent in doc.ents] == found
    assert nlp.get_pipe("gaz").misaligned == 2 * misaligned
    told = [str(warning.message) for warning in caught]
    assert len(told) == (misaligned > 0)
    assert all('"kernel"' in message and "expand" in message for message in told)


def test_of_spans_at_one_token_the_longest_is_an_entity(path):
    nlp = pipeline(path, spans_key="names")
    doc = nlp(words_doc(nlp, "New", " ", "York-kernel"))
    assert told(doc.spans["names"]) == [("New York-kernel", "City"), ("York-kernel", "Thing")]
    assert told(doc.ents) == [("New York-kernel", "City")]


def test_tokens_need_no_aligning(path):
    nlp = pipeline(path, by_tokens=True)
    assert told(nlp("the Python  kernel\r\nof New\nYork, 한국어").ents) == [
        ("Python  kernel", "Software"), ("York", "City"), ("한국어", "Language")
    ]  # fmt: skip
    doc = nlp(words_doc(nlp, "C", "+", "+", "a-kernel", "New", "York"))
    assert [(ent.start, ent.end, ent.label_, ent.kb_id_) for ent in doc.ents] == [(0, 3, "Software", ""), (4, 6, "City", "Q60")]
    assert told(nlp("").ents) == []


def test_batches_give_what_one_document_gives(path):
    texts = [*TEXTS.values(), "", "kernel " * 50] * 5
    for config in ({}, {"by_tokens": True}):
        nlp = pipeline(path, **config)
        alone = [places(nlp(text).ents) for text in texts]
        assert [places(doc.ents) for doc in nlp.pipe(texts, batch_size=7)] == alone
        assert [places(doc.ents) for doc in nlp.pipe(iter(texts))] == alone


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_hard_unicode(path, model, text):
    nlp = pipeline(path, spans_key="names", alignment_mode="strict")
    doc = nlp(Doc(nlp.vocab, words=list(text), spaces=[False] * len(text)))  # each code point is a token: all align
    assert doc.text == text and places(doc.spans["names"]) == wanted(model.tag(text))


@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_processes(path, method, monkeypatch):
    nlp = pipeline(path, spans_key="names")
    texts = [*TEXTS.values(), "the Python kernel of New York"]
    alone = [places(nlp(text).ents) for text in texts]
    monkeypatch.setattr("spacy.language.mp", multiprocessing.get_context(method))
    docs = list(nlp.pipe(texts, n_process=2, batch_size=3))
    assert [places(doc.ents) for doc in docs] == [places(doc.spans["names"]) for doc in docs] == alone
    assert docs[-1].spans["names"].attrs["scores"] == [1.0, 1.0]


def test_saved_pipelines_hold_their_model(lexicon, tmp_path):
    lexicon.build(tmp_path / "m.gaz")
    nlp = pipeline(tmp_path / "m.gaz", spans_key="names")
    data = nlp.to_bytes()
    nlp.to_disk(tmp_path / "pipe")
    assert [file.name for file in (tmp_path / "pipe" / "gaz").iterdir()] == ["model.gaz"]
    assert (tmp_path / "pipe" / "gaz" / "model.gaz").read_bytes() == (tmp_path / "m.gaz").read_bytes()
    loaded = spacy.load(tmp_path / "pipe")
    (tmp_path / "m.gaz").unlink()
    for copy in (spacy.load(tmp_path / "pipe"), spacy.blank("en").from_config(nlp.config).from_bytes(data)):
        assert told(copy("in New York").ents) == [("New York", "City")]
        assert copy.get_pipe("gaz").spans_key == "names"
    loaded.to_disk(tmp_path / "pipe")  # onto the model that it uses
    assert told(loaded("in New York").ents) == told(spacy.load(tmp_path / "pipe")("in New York").ents) != []


def test_documents_keep_what_was_set(path):
    nlp = pipeline(path, spans_key="names")
    doc = nlp("in New York")
    stored = DocBin(store_user_data=True, docs=[doc]).to_bytes()
    for copy in (Doc(nlp.vocab).from_bytes(doc.to_bytes()), *DocBin(store_user_data=True).from_bytes(stored).get_docs(nlp.vocab)):
        assert places(copy.ents) == places(copy.spans["names"]) == [(3, 11, "City", 1.0, "Q60")]
        assert isinstance(copy.ents[0], Span)


def test_what_is_wrong_is_said(tmp_path, path):
    nlp = spacy.blank("en")
    component = nlp.add_pipe("gaz")
    with pytest.raises(ValueError, match="gaz has no model"):
        nlp("kernel")
    assert nlp.pipe_names == ["gaz"] and component.name == "gaz"
    assert not hasattr(component, "model")  # spaCy would take it for a network, and asks for it before there is one
    with pytest.raises(gaz.FileError, match="absent.gaz"):
        pipeline(tmp_path / "absent.gaz")("kernel")
    (tmp_path / "bad.gaz").write_text("no model")
    with pytest.raises(gaz.ModelError, match="bad.gaz"):
        pipeline(tmp_path / "bad.gaz")
    for config in ({"alignment_mode": "odd"}, {"typo": 1}, {"types": "City"}, {"min_score": "high"}):
        with pytest.raises(ValueError, match=next(iter(config))):
            pipeline(path, **config)


def test_tokens_of_all_corpora(corpus, harvested):
    """By tokens: what tag_tokens gives, which test_corpora compares with the command."""
    model = gaz.Model(harvested)
    nlp = pipeline(harvested, by_tokens=True, spans_key="names")
    # spaCy takes a token of blanks alone for none; these corpora have none.
    found = list(sentences(corpus))
    docs = nlp.pipe(Doc(nlp.vocab, words=tokens) for tokens in found)
    count = 0
    for doc, tokens in zip(docs, found, strict=True):
        spans = [(span.start, span.end, span.label_, span._.gaz_score, span.kb_id_) for span in doc.spans["names"]]
        assert spans == wanted(model.tag_tokens(tokens))
        assert spans == [(ent.start, ent.end, ent.label_, ent._.gaz_score, ent.kb_id_) for ent in doc.ents]
        count += len(spans)
    assert count >= min(len(found) / 10, 100)


@pytest.mark.parametrize("name", ["bc5cdr", "crossner-science", "wnut17"])
def test_corpora(shared, command, tmp_path, name):
    corpus = shared / "corpora" / name / "dev.conll"
    lexicon = gaz.Lexicon()
    lexicon.harvest(corpus, min_purity=0.3)
    path = tmp_path / "m.gaz"
    lexicon.build(path)
    model = gaz.Model(path)
    found = [tokens for tokens in sentences(corpus) if " ".join(tokens).split() == tokens]
    nlp = pipeline(path, by_tokens=True)
    docs = list(nlp.pipe([Doc(nlp.vocab, words=tokens) for tokens in found]))
    lines = [doc.text.rstrip() for doc in docs]
    # By tokens: what the command finds in tokenized text, line by line.
    options = ("--from", "tokenized", "--to", "tsv", "--offsets", "codepoint")
    rows = command("tag", path, "-", *options, input="".join(line + "\n" for line in lines)).splitlines()
    starts = itertools.accumulate((len(line) + 1 for line in lines), initial=0)
    by_tokens = [
        [str(number), str(start + ent.start_char), str(start + ent.end_char), ent.label_]
        for number, (start, doc) in enumerate(zip(starts, docs), 1)
        for ent in doc.ents
    ]
    assert by_tokens == [row.split("\t")[1:5] for row in rows] and len(by_tokens) > 100
    # By text, with tokens at every code point: what tag gives.
    nlp = pipeline(path, alignment_mode="strict")
    docs = nlp.pipe(Doc(nlp.vocab, words=list(line), spaces=[False] * len(line)) for line in lines[:500])
    assert [places(doc.ents) for doc in docs] == [wanted(model.tag(line)) for line in lines[:500]]
    # With spaCy's own tokens: expanded ones contain those of tag.
    docs = list(pipeline(path, spans_key="names").pipe(lines))
    for doc, line in zip(docs, lines):
        for span, at in zip(doc.spans["names"], model.tag(line), strict=True):
            assert span.start_char <= at.start < at.end <= span.end_char and span.label_ == at.label


def test_the_module_has_no_other_door():
    assert pathlib.Path(spacy.registry.factories.get("gaz").__code__.co_filename).name == "spacy.py"


def test_documents_as_a_docbin(tmp_path, path):
    from gaz.documents import Document, DocumentSpan
    from gaz.spacy import read_docbin, write_docbin

    text = "é New York\n😀 and the Python kernel"
    spans = [DocumentSpan(2, 10, "City", 0.5, "Q60"), DocumentSpan(21, 34, "Soft ware"), DocumentSpan(28, 34, "Thing")]
    nlp = spacy.blank("en")
    report = write_docbin(tmp_path / "d.spacy", [Document(text, spans), Document("", [])], nlp)
    assert report == {"documents": 2, "spans": 2, "overlapping": 1, "misaligned": 0}
    doc, _ = DocBin().from_disk(tmp_path / "d.spacy").get_docs(nlp.vocab)
    assert told(doc.ents) == [("New York", "City"), ("Python kernel", "Soft ware")]
    first, second = read_docbin(tmp_path / "d.spacy", nlp)
    assert (first.text, first.spans, first.name, first.number) == (text, spans[:2], "d", 1)
    assert (second.text, second.spans, second.number) == ("", [], 2)
    report = write_docbin(tmp_path / "d.spacy", [Document(text, spans)], nlp, spans_key="names")
    assert report["spans"] == 3
    (again,) = read_docbin(tmp_path / "d.spacy", nlp, spans_key="names")
    assert again.spans == spans and next(read_docbin(tmp_path / "d.spacy", nlp)).spans == []
    cut = [Document("Newark", [DocumentSpan(0, 3, "A")])]
    assert write_docbin(tmp_path / "d.spacy", cut, nlp, alignment_mode="strict")["misaligned"] == 1
    assert write_docbin(tmp_path / "d.spacy", cut, nlp)["spans"] == 1
    pipeline(path)(text)  # what a component tags is read, too
    DocBin(docs=[pipeline(path)("in New York")], store_user_data=True).to_disk(tmp_path / "d.spacy")
    (tagged,) = read_docbin(tmp_path / "d.spacy", nlp)
    assert tagged.spans == [DocumentSpan(3, 11, "City", 1.0, "Q60")]
