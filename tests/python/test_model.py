"""Opening, describing, closing and sending models."""

import copy
import multiprocessing
import pickle
import sys
import weakref

import pytest

import gaz


def spans_in_child(model, text):
    return model.tag(text), model.checksum


def test_a_model_describes_itself(model, path):
    assert model.types == ("City", "Language", "Place", "Sign", "Software", "Thing")
    assert model.entries == 9 and model.min_score == 0.0 and not model.ignore_case
    assert model.path == str(path)
    assert len(model.checksum) == 16
    assert model.info["words"]["longest"] == 3 and model.info["file_size"] == path.stat().st_size
    assert repr(model) == f"<gaz.Model {str(path)!r}, 9 entries>"


def test_labels_are_made_once(model):
    (first,), (second,) = model.tag("kernel"), model.tag("the kernel")
    assert first.label is second.label is model.types[5] is sys.intern("".join(["Th", "ing"]))


def test_the_checksum_is_that_of_the_command(model, path, command):
    assert model.checksum in command("info", path)


def test_bytes_make_a_model(model, path):
    data = path.read_bytes()
    copied = gaz.Model.from_bytes(data)
    assert model.to_bytes() == copied.to_bytes() == data
    assert copied.path is None and "from bytes" in repr(copied)
    assert copied.tag("in New York") == model.tag("in New York")
    assert gaz.Model.from_bytes(bytearray(data), trusted=True) == model
    with pytest.raises(gaz.ModelError, match="Lexicon.build"):
        gaz.Model.from_bytes(b"nothing")
    with pytest.raises(gaz.ModelError):
        gaz.Model.from_bytes(data[:-1])
    with pytest.raises(TypeError):
        gaz.Model.from_bytes("text")


def test_a_copy_outlives_its_file(model, tmp_path):
    path = tmp_path / "m.gaz"
    path.write_bytes(model.to_bytes())
    copied = gaz.Model(path, copy=True)
    path.write_bytes(b"")
    assert copied == model and copied.tag("in New York") == model.tag("in New York")
    with pytest.raises(gaz.ModelError):
        gaz.Model(path, copy=True)


def test_equal_models_are_equal(model, path, tmp_path):
    other = gaz.Lexicon()
    other.add("kernel", "Thing")
    assert gaz.Model(path) == model == gaz.Model.from_bytes(path.read_bytes())
    assert len({model, gaz.Model(path), other.model()}) == 2
    assert model != other.model() and model != "model"


def test_pickles_are_small_and_alike(model, path, tmp_path):
    assert pickle.dumps(model) == pickle.dumps(gaz.Model(path))
    assert len(pickle.dumps(model)) < 300
    for sent in (model, gaz.Model.from_bytes(model.to_bytes())):
        back = pickle.loads(pickle.dumps(sent))
        assert back == model and back.tag("kernel") == model.tag("kernel") and back.path == sent.path
    assert copy.deepcopy(model) == model
    assert pickle.loads(pickle.dumps(model.tag("kernel"))) == model.tag("kernel")


def test_a_replaced_file_is_noticed(model, tmp_path):
    path = tmp_path / "m.gaz"
    path.write_bytes(model.to_bytes())
    pickled = pickle.dumps(gaz.Model(path))
    lexicon = gaz.Lexicon()
    lexicon.add("other", "Thing")
    lexicon.build(path)
    with pytest.raises(gaz.ModelError, match=model.checksum):
        pickle.loads(pickled)
    path.unlink()
    with pytest.raises(gaz.FileError):
        pickle.loads(pickled)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("method", ["fork", "spawn"])
@pytest.mark.parametrize("in_memory", [False, True])
def test_processes_share_a_model(model, method, in_memory):
    sent = gaz.Model.from_bytes(model.to_bytes()) if in_memory else model
    text = "é New York kernel"
    with multiprocessing.get_context(method).Pool(2) as pool:
        for spans, checksum in pool.starmap(spans_in_child, [(sent, text)] * 4):
            assert spans == model.tag(text) and checksum == model.checksum


def test_a_closed_model_is_refused(path):
    with gaz.Model(path) as model:
        spans = model.tag("New York")
        assert not model.closed
    assert model.closed and repr(model).endswith("closed>")
    assert spans[0].label == "City" and spans[0].id == "Q60"
    assert model.types and model.checksum and hash(model)
    model.close()
    for use in (
        lambda: model.tag("x"),
        lambda: model.tag("x", precision=0.5),
        lambda: model.tag_tokens(["x"]),
        lambda: model.tag_many(["x"]),
        lambda: model.entry(0),
        lambda: model.to_bytes(),
        lambda: model.explain("x"),
        lambda: model.document("x"),
        lambda: gaz.evaluate(model, "x.conll"),
    ):
        with pytest.raises(ValueError, match="closed"):
            use()


def test_closing_while_options_are_read(path):
    """Values of options may run code."""

    class Closing:
        def __init__(self, model):
            self.model = model

        def __bool__(self):
            self.model.close()
            return True

        def __iter__(self):
            self.model.close()
            return iter(["City"])

    for options in ("all", "precision"), ("types", "precision"), ("all", "min_score"):
        model = gaz.Model(path)
        values = {name: 0.5 if name in ("precision", "min_score") else Closing(model) for name in options}
        with pytest.raises(ValueError, match="closed"):
            model.tag("kernel", **values)
    with pytest.raises(ValueError, match="closed"):
        model = gaz.Model(path)
        model.tag_tokens(Closing(model))


def test_a_model_is_freed(path):
    model = gaz.Model(path)
    reference = weakref.ref(model)
    spans = model.tag("New York")
    del model
    assert reference() is None and spans[0].label == "City"


def test_errors_are_objects(tmp_path):
    missing = tmp_path / "é-missing.gaz"
    with pytest.raises(gaz.FileError) as caught:
        gaz.Model(missing)
    error = caught.value
    assert isinstance(error, OSError) and isinstance(error, gaz.Error)
    assert error.file == str(missing) and error.line is None and error.hint is None and error.status == 3
    assert str(error) == f"{missing}: {error.message}"
    corpus = tmp_path / "c.conll"
    corpus.write_text("only\n")
    with pytest.raises(gaz.InputError) as caught:
        gaz.Lexicon().harvest(corpus, format="conll")
    error = caught.value
    assert isinstance(error, ValueError) and error.file == str(corpus) and error.line == 1
    assert "tag_column=" in error.hint and "--" not in str(error)
    assert str(error) == f"{corpus}:1: {error.message}; {error.hint}"
    back = pickle.loads(pickle.dumps(error))
    assert type(back) is type(error) and back.args == error.args and str(back) == str(error) and back.line == 1
    with pytest.raises(ValueError, match="null|zero"):
        gaz.Model("a\0b")


def test_the_command_comes_along(command):
    assert command("--version").split()[-1] == gaz.__version__


def test_explanations(model, lexicon):
    text = "é New York Kernel"
    told = model.explain(text, 2, 10)
    assert (told["begin"], told["end"], told["type"], told["reason"]) == (2, 10, "City", "tagged")
    assert [one["text"] for one in model.explain(text)] == ["New York"]
    assert model.explain(text.encode(), 3, 11)["type"] == "City"
    assert model.explain(text, 11, 17)["reason"] != "tagged"
    assert model.explain("York", surface="York", lexicon=lexicon)[0]["type"] == "City"
    with pytest.raises(gaz.ArgumentError):
        model.explain(text, 40, 50)
    with pytest.raises(TypeError):
        model.explain(text, 40)
    with pytest.raises(TypeError):
        model.explain(text, lexicon=model)
