"""Columns of Arrow."""

import gc

import pytest

import gaz

TEXTS = ["the kernel", None, "", "é Python kernel of New York", "a text of more than twelve bytes: kernel", None]


def wanted(model, texts):
    return [
        None if text is None else [dict(zip(("start", "end", "label", "score", "id"), span)) for span in model.tag(text)]
        for text in texts
    ]


@pytest.fixture(scope="module")
def pyarrow():
    return pytest.importorskip("pyarrow")


@pytest.mark.parametrize("kind", ["string", "large_string", "string_view"])
def test_every_kind_of_strings(model, pyarrow, kind):
    array = pyarrow.array(TEXTS, getattr(pyarrow, kind)())
    for part in (array, array[1:], array[3:5], array[:0], pyarrow.array([None, None], array.type)):
        result = model.tag_arrow(part)
        made = pyarrow.array(result)
        made.validate(full=True)
        assert len(result) == len(made) == len(part)
        assert made.to_pylist() == wanted(model, part.to_pylist())
        assert made.null_count == part.null_count


@pytest.mark.parametrize("kind", ["binary", "large_binary", "binary_view"])
def test_binary_has_offsets_in_bytes(model, pyarrow, kind):
    data = [None if text is None else text.encode() for text in TEXTS] + [b"\xff kernel"]
    made = pyarrow.array(model.tag_arrow(pyarrow.array(data, getattr(pyarrow, kind)())))
    made.validate(full=True)
    assert made.to_pylist() == wanted(model, data)


def test_the_type_says_what_it_is(model, pyarrow):
    made = pyarrow.array(model.tag_arrow(pyarrow.array(TEXTS)))
    assert str(made.type.value_type.field("label").type) == "dictionary<values=string, indices=int32, ordered=0>"
    assert [made.type.value_type.field(at).name for at in range(5)] == ["start", "end", "label", "score", "id"]
    labels = made.values.field("label")
    assert labels.dictionary.to_pylist() == list(model.types)


def test_chunks_stay_chunks(model, pyarrow):
    chunked = pyarrow.chunked_array([TEXTS, [], TEXTS[:2]], pyarrow.string())
    result = model.tag_arrow(chunked)
    for _ in range(2):  # a result can be read again
        made = pyarrow.chunked_array(result)
        made.validate(full=True)
        assert [len(chunk) for chunk in made.chunks] == [6, 0, 2]
        assert made.to_pylist() == wanted(model, TEXTS + TEXTS[:2])
    assert len(result) == 8


@pytest.mark.parametrize("threads", [1, 2, 5])
def test_rows_do_not_depend_on_threads(model, pyarrow, threads):
    texts = TEXTS * 1000 + ["kernel " * 100_000, None] + TEXTS
    found = wanted(model, texts)
    for size in (0, 1, 255, 256, 257, len(texts)):
        made = pyarrow.array(model.tag_arrow(pyarrow.array(texts[:size], pyarrow.string()), threads=threads))
        made.validate(full=True)
        assert made.to_pylist() == found[:size] and made.null_count == texts[:size].count(None)
    chunked = pyarrow.chunked_array([texts, [], texts[:300]], pyarrow.string())
    assert pyarrow.chunked_array(model.tag_arrow(chunked, threads=threads)).to_pylist() == found + found[:300]
    with pytest.raises(ValueError, match="threads"):
        model.tag_arrow(chunked, threads=0)


def test_options(model, pyarrow):
    array = pyarrow.array(["é kernel 😀 New York"])
    for options in ({"offsets": "utf16"}, {"offsets": "byte"}, {"types": ["City"]}, {"all": True}):
        (row,) = pyarrow.array(model.tag_arrow(array, **options)).to_pylist()
        spans = model.tag("é kernel 😀 New York", **options)
        assert [(s["start"], s["end"], s["label"]) for s in row] == [s[:3] for s in spans]


def test_results_outlive_everything(path, pyarrow):
    model = gaz.Model(path)
    result = model.tag_arrow(pyarrow.array(TEXTS * 100))
    model.close()
    made = pyarrow.array(result)
    fields = made.values.field("label")
    del model, result
    gc.collect()
    assert made.to_pylist()[0][0]["label"] == "Thing"
    del made
    gc.collect()
    assert fields[0].as_py() == "Thing"


def test_other_types_are_refused(model, pyarrow):
    for array in (pyarrow.array([1, 2]), pyarrow.array(["a"]).dictionary_encode(), pyarrow.chunked_array([[1]])):
        with pytest.raises(TypeError, match="strings"):
            model.tag_arrow(array)


def test_what_a_source_raises(model, pyarrow):
    class Broken:
        def __arrow_c_array__(self, requested_schema=None):
            raise KeyError("broken")

    class Odd:
        def __arrow_c_stream__(self, requested_schema=None):
            return 3

    def batches():
        yield pyarrow.record_batch([pyarrow.array(["kernel"])], ["text"])
        raise OSError("the disk is gone")

    with pytest.raises(KeyError):
        model.tag_arrow(Broken())
    with pytest.raises((TypeError, ValueError)):
        model.tag_arrow(Odd())
    stream = pyarrow.RecordBatchReader.from_batches(pyarrow.schema([("text", pyarrow.string())]), batches())
    with pytest.raises((RuntimeError, TypeError)):
        model.tag_arrow(stream)


def test_polars(model):
    polars = pytest.importorskip("polars")
    series = polars.Series("text", TEXTS)
    made = polars.Series(model.tag_arrow(series))
    assert made.to_list() == wanted(model, TEXTS)
    frame = polars.DataFrame({"text": TEXTS}).with_columns(spans=made)
    assert frame.explode("spans")["spans"].struct.field("label").drop_nulls().to_list() == [
        "Thing", "Software", "City", "Thing"
    ]  # fmt: skip
