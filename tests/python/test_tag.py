"""Texts to spans."""

import pytest

import gaz
from gaz import Span

TEXTS = {
    "composed": "au café de New York",
    "decomposed": "au cafe\u0301 de New York",
    "hangul": "저는 한국어 한국어를 New York",
    "joined emoji": "👩‍👩‍👧 New York 👩‍👩‍👧 kernel",
    "dotted": "İİ İstanbul New York",
    "crlf": "é\r\nNew York\r\n😀 kernel\r\n",
    "control": "\x00\ufeffNew York\x00\u2028kernel",
    "astral": "𝔘𝔫𝔦 𐍈 kernel 𐍈 New\u00a0York",
    "flags": "🇩🇪🇫🇷 kernel",
    "empty": "",
    "blank": " \n\t",
}


def in_utf16(text, offset):
    return len(text[:offset].encode("utf-16-le", "surrogatepass")) // 2


def test_a_span_is_a_named_tuple(model):
    (span,) = model.tag("in New York")
    assert span == (3, 11, "City", 1.0, "Q60", span.entry)
    assert span.text("in New York") == "New York"
    assert model.entry(span.entry) == {
        "label": "City", "id": "Q60", "name": None, "score": 1.0, "exact_case": False, "strict_edges": False
    }  # fmt: skip
    assert isinstance(span, Span) and type(span.score) is float
    assert span._replace(label="Town").label == "Town"


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_every_unit_is_of_the_same_places(model, text):
    points = model.tag(text, all=True)
    data = text.encode()
    at_bytes = model.tag(data, all=True)
    at_utf16 = model.tag(text, offsets="utf16", all=True)
    assert model.tag(text, offsets="byte", all=True) == at_bytes
    assert model.tag(data, offsets="codepoint", all=True) == points
    assert model.tag(data, offsets="utf16", all=True) == at_utf16
    assert len(points) == len(at_bytes) == len(at_utf16)
    for point, byte, unit in zip(points, at_bytes, at_utf16):
        assert data[byte.start : byte.end].decode() == text[point.start : point.end]
        assert unit.start == in_utf16(text, point.start) and unit.end == in_utf16(text, point.end)
        assert point[2:] == byte[2:] == unit[2:]


def test_hard_unicode_is_found(model):
    found = {name: [span.text(text) for span in model.tag(text)] for name, text in TEXTS.items()}
    assert found == {
        "composed": ["café", "New York"],
        "decomposed": ["cafe\u0301", "New York"],
        "hangul": ["한국어", "New York"],
        "joined emoji": ["👩‍👩‍👧", "New York", "👩‍👩‍👧", "kernel"],
        "dotted": ["İstanbul", "New York"],
        "crlf": ["New York", "kernel"],
        "control": ["New York", "kernel"],
        "astral": ["kernel", "New\u00a0York"],
        "flags": ["kernel"],
        "empty": [],
        "blank": [],
    }


def test_lone_surrogates_are_refused_or_replaced(model):
    text = "\ud83d\ude00 \ud800é kernel \udfff New York \ud7ff 한국어"
    with pytest.raises(UnicodeEncodeError):
        model.tag(text)
    with pytest.raises(UnicodeEncodeError):
        list(model.tag_many(["kernel", text]))
    with pytest.raises(UnicodeEncodeError):
        model.tag_tokens(["kernel", "\udc80"])
    spans = model.tag(text, errors="replace")
    assert [span.text(text) for span in spans] == ["kernel", "New York", "한국어"]
    assert list(model.tag_many([text], errors="replace")) == [spans]
    at_utf16 = model.tag(text, errors="replace", offsets="utf16")
    assert [span.start for span in at_utf16] == [in_utf16(text, span.start) for span in spans]
    assert [span.text(["\udc80", "kernel"]) for span in model.tag_tokens(["\udc80", "kernel"], errors="replace")] == [
        ["kernel"]
    ]


def test_bytes_that_are_not_utf8(model):
    data = b"\xff kernel \xed\xa0\x80 New York"
    assert [data[span.start : span.end] for span in model.tag(data)] == [b"kernel", b"New York"]
    with pytest.raises(UnicodeDecodeError):
        model.tag(data, offsets="codepoint")
    text = data.decode(errors="replace")
    assert [span.text(text) for span in model.tag(data, offsets="codepoint", errors="replace")] == ["kernel", "New York"]
    assert model.tag(bytearray(data)) == model.tag(memoryview(data)) == model.tag(data)


def test_options_choose_matches(model):
    text = "the Python kernel of New York"
    assert [s.label for s in model.tag(text)] == ["Software", "City"]
    assert [s.text(text) for s in model.tag(text, all=True)] == ["Python kernel", "kernel", "New York", "York"]
    assert [s.label for s in model.tag(text, types=["City"])] == ["City"]
    assert model.tag(text, types=("Thing",)) == []  # it lies in a longer match
    assert model.tag(text, min_score=None, precision=None, types=None, offsets=None) == model.tag(text)
    assert model.tag("Python\nkernel", paragraphs=True)[0].label == "Software"
    assert model.tag("Python\nkernel")[0].label == "Thing"
    assert [s.label for s in model.tag("C + + x", tokenized=True)] == ["Software"]
    assert model.tag("C++", tokenized=True) == [] and model.tag("C++") != []


def test_senses_follow_their_span(tmp_path):
    lexicon = gaz.Lexicon()
    lexicon.add("java", "Language", priority=2)
    lexicon.add("java", "Island", id="Q3757")
    model = lexicon.model()
    assert [s.label for s in model.tag("é java")] == ["Language"]
    assert [(s.start, s.end, s.label, s.id) for s in model.tag("é java", senses=True)] == [
        (2, 6, "Language", None),
        (2, 6, "Island", "Q3757"),
    ]


def test_tokens_are_numbered(model):
    tokens = ["the", "Python", "kernel", "C", "+", "+", "한국어"]
    assert [s[:3] for s in model.tag_tokens(tokens)] == [(1, 3, "Software"), (3, 6, "Software"), (6, 7, "Language")]
    assert model.tag_tokens(tuple(tokens)) == model.tag_tokens(iter(tokens)) == model.tag_tokens(tokens)
    assert model.tag_tokens([token.encode() for token in tokens]) == model.tag_tokens(tokens)
    assert model.tag_tokens([]) == []


def test_spans_are_replaced(model):
    text = "é: New York, kernel 😀"
    assert model.replace(text, lambda span: f"<{span.label}>") == "é: <City>, <Thing> 😀"
    assert model.replace(text, "_", types=["City"]) == "é: _, kernel 😀"
    assert model.replace("", "_") == ""
    for option in ("offsets", "all", "senses"):
        with pytest.raises(TypeError, match=option):
            model.replace(text, "_", **{option: True})


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        (lambda m: m.tag(), TypeError),
        (lambda m: m.tag("a", "b"), TypeError),
        (lambda m: m.tag(None), TypeError),
        (lambda m: m.tag("a", typo=1), TypeError),
        (lambda m: m.tag("a", threads=2), TypeError),
        (lambda m: m.tag("a", types="City"), TypeError),
        (lambda m: m.tag("a", types=[1]), TypeError),
        (lambda m: m.tag("a", types=["No"]), gaz.ArgumentError),
        (lambda m: m.tag("a", types=["City\0x"]), ValueError),
        (lambda m: m.tag("a", min_score=1.5), ValueError),
        (lambda m: m.tag("a", min_score=float("nan")), ValueError),
        (lambda m: m.tag("a", min_score="x"), TypeError),
        (lambda m: m.tag("a", precision=0.9), ValueError),
        (lambda m: m.tag("a", offsets="lines"), ValueError),
        (lambda m: m.tag("a", offsets="grapheme"), ValueError),
        (lambda m: m.tag("a", offsets=1), TypeError),
        (lambda m: m.tag("a", errors="ignore"), ValueError),
        (lambda m: m.tag_tokens("kernel"), TypeError),
        (lambda m: m.tag_tokens([1]), TypeError),
        (lambda m: m.tag_tokens(["kernel"], offsets="byte"), TypeError),
        (lambda m: m.tag_many("kernel"), TypeError),
        (lambda m: m.tag_many(1), TypeError),
        (lambda m: m.tag_many([], threads=0), ValueError),
        (lambda m: m.tag_many([], threads=1025), ValueError),
        (lambda m: m.entry(99), IndexError),
        (lambda m: m.entry(-1), OverflowError),
        (lambda m: m.tag_arrow(["kernel"]), TypeError),
    ],
)
def test_wrong_arguments_are_refused(model, wrong, error):
    with pytest.raises(error):
        wrong(model)


def test_signatures_and_help(model):
    import inspect

    for name in ("tag", "tag_tokens", "tag_many", "tag_arrow"):
        method = getattr(gaz.Model, name)
        assert "types" in inspect.signature(method).parameters
        assert "Args:" in method.__doc__
    for thing in (gaz.Model, gaz.Lexicon):
        for name, member in inspect.getmembers(thing):
            assert name.startswith("_") or member.__doc__, name
    for module in (gaz, gaz.documents):
        for name in module.__all__:
            assert getattr(module, name).__doc__, name


PAGE = "<title>x</title><p title='New York'>\U0001f600 <b>New</b>\n York &amp; caf&#233;<script>kernel</script><p>New<p>York"


def test_markup_is_tagged_in_the_page(model):
    spans = model.tag(PAGE, markup="html")
    assert [PAGE[span.start : span.end] for span in spans] == ["New</b>\n York", "caf&#233;", "York"]
    data = PAGE.encode()
    assert [data[s.start : s.end].decode() for s in model.tag(data, markup="html")] == [s.text(PAGE) for s in spans]
    units = model.tag(PAGE, markup="html", offsets="utf16")
    assert [span.start for span in units] == [in_utf16(PAGE, span.start) for span in spans]
    assert list(model.tag_many([PAGE, "York"], markup="html", threads=2)) == [spans, model.tag("York")]
    document = model.document(PAGE, markup="html")
    assert document.text == "x\n\U0001f600 New  York & café\nNew\nYork"
    assert [document.text[span.start : span.end] for span in document.spans] == ["New  York", "café", "York"]
    assert [s.label for s in model.tag("<a>New <i>York</i></a>", markup="xml")] == ["City"]
    with pytest.raises(gaz.Error, match="the end of a, where i is open"):
        model.tag("<a><i></a>", markup="xml")
    for wrong in ({"markup": "brat"}, {"markup": 1}, {"markup": "html", "paragraphs": True}):
        with pytest.raises(ValueError):
            model.tag(PAGE, **wrong)
