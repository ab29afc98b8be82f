"""Short forms that a text defines."""

import random

import pytest

import gaz

TEXT = "é NY. Of New York (NY) and C++ (CP), NY and CP. NYC"


def found(spans):
    return [(span.start, span.end, span.label, span.id) for span in spans]


WANTED = [(9, 17, "City", "Q60"), (19, 21, "City", "Q60"), (27, 30, "Software", None), (37, 39, "City", "Q60")]


def test_the_short_form_is_what_the_long_form_is(model):
    spans = model.tag(TEXT, abbreviations=True)
    assert found(spans) == WANTED  # CP is no short form of C++: it has no P
    assert spans[1].entry == spans[0].entry and spans[1].score == spans[0].score
    assert [span.text(TEXT) for span in spans] == ["New York", "NY", "C++", "NY"]
    assert found(model.tag(TEXT)) == [WANTED[0], WANTED[2]]
    assert model.tag(TEXT, abbreviations=False) == model.tag(TEXT)
    assert model.tag(TEXT.encode(), offsets="codepoint", abbreviations=True) == spans
    assert model.tag(TEXT, types=["City"], abbreviations=True) == [span for span in spans if span.label == "City"]
    assert model.replace(TEXT, "_", abbreviations=True) == "é NY. Of _ (_) and _ (CP), _ and CP. NYC"


def test_a_text_is_a_document(model):
    assert model.tag("New York (NY)", abbreviations=True) != []
    assert model.tag("NY", abbreviations=True) == []
    assert found(model.tag_tokens(["New", "York", "(", "NY", ")", "NY"], abbreviations=True)) == [
        (0, 2, "City", "Q60"),
        (3, 4, "City", "Q60"),
        (5, 6, "City", "Q60"),
    ]
    assert model.tag_tokens(["NY"], abbreviations=True) == []


def test_documents(model):
    document = model.document(TEXT, abbreviations=True)
    assert [(span.start, span.end, span.label, span.id) for span in document.spans] == WANTED


def many_texts():
    rng = random.Random(1)
    pieces = ["New York (NY)", "NY", "kernel", "Python kernel (PK)", "PK (Python kernel)", "PK", "\n", "é"]
    return [" ".join(rng.choices(pieces, k=rng.randrange(20))) for _ in range(2000)]


@pytest.mark.parametrize("threads", [1, 2, 4])
def test_many_texts(model, threads):
    texts = many_texts()
    wanted = [model.tag(text, abbreviations=True) for text in texts]
    assert list(model.tag_many(texts, threads=threads, abbreviations=True)) == wanted
    assert sum(map(len, wanted)) > sum(map(len, model.tag_many(texts))) + 1000


@pytest.mark.parametrize("threads", [1, 3])
def test_columns_of_texts(model, threads):
    pyarrow = pytest.importorskip("pyarrow")
    texts = many_texts()
    rows = pyarrow.array(model.tag_arrow(pyarrow.array(texts), threads=threads, abbreviations=True)).to_pylist()
    wanted = [[span[:3] for span in model.tag(text, abbreviations=True)] for text in texts]
    assert [[(span["start"], span["end"], span["label"]) for span in row] for row in rows] == wanted


def test_weaker_senses_go_along():
    lexicon = gaz.Lexicon()
    lexicon.add("heat shock protein", "Gene", priority=2)
    lexicon.add("heat shock protein", "Family", id="F1")
    spans = lexicon.model().tag("heat shock protein (HSP)", senses=True, abbreviations=True)
    assert [(s.start, s.label) for s in spans] == [(0, "Gene"), (0, "Family"), (20, "Gene"), (20, "Family")]


def test_it_is_refused_with_all_matches(model):
    with pytest.raises(gaz.ArgumentError):
        model.tag("New York (NY)", all=True, abbreviations=True)


def test_evaluation(model, path, tmp_path):
    gold = tmp_path / "gold.conll"
    gold.write_text("New B-City\nYork I-City\n( O\nNY B-City\n) O\n\nNY B-City\n\n-DOCSTART- O\n\nNY O\n")
    assert gaz.evaluate(model, gold)["recall"] == pytest.approx(1 / 3)
    assert gaz.evaluate(model, gold, abbreviations=True)["f1"] == 1
    with pytest.raises(TypeError, match="model's predictions"):
        gaz.evaluate(gold, gold, abbreviations=True)


def test_spacy(path):
    spacy = pytest.importorskip("spacy")
    pytest.importorskip("gaz.spacy")  # registers itself where the package is not installed
    nlp = spacy.blank("en")
    nlp.add_pipe("gaz", config={"model": str(path), "abbreviations": True})
    assert [(ent.text, ent.kb_id_) for ent in nlp("New York (NY) and NY").ents] == [
        ("New York", "Q60"),
        ("NY", "Q60"),
        ("NY", "Q60"),
    ]
    assert [ent.text for ent in nlp("NY").ents] == []
