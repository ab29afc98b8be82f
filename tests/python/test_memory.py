"""Nothing leaks, and no allocation that fails crashes."""

import gc
import os
import pathlib
import resource
import shutil
import subprocess
import sys

import pytest

import gaz
from gaz import _gaz

CALLS = int(os.environ.get("GAZ_TEST_CALLS", 60_000))


def resident():
    gc.collect()
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * resource.getpagesize()


def uses(path):
    model = gaz.Model(path)
    texts = ["é New York kernel", "kernel", b"kernel", ""]
    lexicon = gaz.Lexicon()
    lexicon.add("kernel", "Thing")

    def wrong():
        for call in (lambda: model.tag("\ud800"), lambda: model.tag("a", types=["No"]), lambda: gaz.Model("/nonexistent")):
            with pytest.raises((gaz.Error, UnicodeError)):
                call()

    yield "tag", 1, lambda: model.tag("é New York kernel", types=["City", "Thing"])
    yield "tag_tokens", 1, lambda: model.tag_tokens(["the", "kernel", "New", "York"])
    yield "tag_many", 40, lambda: list(model.tag_many(texts))
    yield "tag_many on threads", 2000, lambda: list(model.tag_many(texts, threads=2))
    yield "tag_many left", 2000, lambda: next(model.tag_many(texts, threads=2))
    yield "open", 50, lambda: gaz.Model(path).tag("kernel")
    yield "bytes", 50, lambda: gaz.Model.from_bytes(model.to_bytes())
    yield "document", 20, lambda: model.document("é New York kernel")
    yield "explain", 200, lambda: model.explain("é New York kernel", 2, 10)
    yield "errors", 20, wrong
    yield "info", 10, lambda: (model.info, lexicon.counts, model.entry(0))
    yield "add", 10, lambda: gaz.Lexicon().add("New York", "City", id="Q60")
    try:
        import pyarrow
    except ImportError:
        return
    array = pyarrow.array(["é New York kernel", None, "kernel"])
    yield "tag_arrow", 20, lambda: pyarrow.array(model.tag_arrow(array))
    chunked = pyarrow.chunked_array([array, array])
    yield "tag_arrow in chunks", 20, lambda: pyarrow.chunked_array(model.tag_arrow(chunked))


def test_memory_is_constant(path):
    for name, cost, use in uses(path):
        # What an allocator takes now and then is no leak: that grows in every round.
        count = max(CALLS // cost // 6, 20)
        sizes = []
        for _ in range(6):
            for _ in range(count):
                use()
            sizes.append(resident())
        grown = min(after - before for before, after in zip(sizes[1:], sizes[2:]))
        assert grown <= 4 * count, f"{name}: at least {grown} bytes after each {count} calls"


def arrow_column(texts):
    """What has the texts as an Arrow array that was exported once; None without pyarrow."""
    try:
        import pyarrow
    except ImportError:
        return None
    capsules = pyarrow.array(texts, pyarrow.string()).__arrow_c_array__()

    class Column:
        def __arrow_c_array__(self):
            return capsules

    return Column()


def exported(result):
    schema, array = result.__arrow_c_array__()
    return len(result), type(schema), type(array)


def extension_uses(path, corpus):
    """Calls of the extension alone: Python itself does not survive every allocation that fails."""
    text = "é New York kernel"
    model = _gaz.Model(path)
    lexicon = _gaz.Lexicon()
    options = {"label": "City", "id": "Q60", "name": None, "priority": 1, "case": "auto", "edges": None}

    def write():
        writer = _gaz.DocumentWriter(corpus + ".out", "jsonl", False, {"offsets": None})
        writer.write(text, "n", "n/1", [(2, 10, "City", 0.5, "Q60", "New York City", [("Town", None, None, None)])], True)
        return writer.finish()

    yield lambda: model.tag(text, types=["City", "Thing"], offsets="utf16")
    yield lambda: model.tag(text.encode(), offsets="codepoint")
    yield lambda: model.tag("\ud800 kernel" * 100, errors="replace")
    yield lambda: model.tag_tokens(["the", "kernel", b"New", "York"])
    yield lambda: model.tag("New York (NY), kernel: NY", abbreviations=True, senses=True)
    yield lambda: list(model.tag_many([text] * 600))
    yield lambda: list(model.tag_many([text] * 600, threads=2, types=["City"]))
    if column := arrow_column([text, None, "", text + "s"] * 200):
        yield lambda: len(model.tag_arrow(column))
        yield lambda: exported(model.tag_arrow(column, threads=2))
    yield lambda: _gaz.Model(path).checksum
    yield lambda: _gaz.Model(model.to_bytes(), True, True).tag(text)
    yield lambda: (model.info, model.checksum, model.entry(0))
    yield lambda: model._document(text)
    yield lambda: model._explain(text, None, None, "kernel", lexicon, ["Thing"], {"paragraphs": True})
    yield lambda: lexicon._add(("New", "York"), options)
    yield lambda: (lexicon.counts, lexicon.estimate)
    yield lambda: _gaz.Lexicon()._harvest((corpus,), None, {"min_purity": 0.1, "format": "conll"})
    yield lambda: list(_gaz.DocumentReader(corpus, {"format": "conll"}))
    yield lambda: _gaz.evaluate(model, None, (corpus,), None, None, {"strict": True})
    yield lambda: _gaz.evaluate(model, None, (corpus,), None, None, {"abbreviations": True})
    yield lambda: _gaz.evaluate(corpus, corpus, (corpus,), None, None, {})
    wanted = {"differences": True, "page": True, "agreement": True, "documents": True}
    yield lambda: _gaz.evaluate(corpus, None, (corpus,), corpus + ".tsv", corpus + ".html", wanted)
    yield write


def check_failing(fail, path, folder):
    """Each allocation of each call fails once: the call raises, or gives what it always gives."""
    corpus = folder / "c.conll"
    corpus.write_text("New B-City\nYork I-City\né O\n")
    all_failed = 0
    for number_of_use, use in enumerate(extension_uses(str(path), str(corpus))):
        wanted = repr(use())
        failed = passed = number = 0
        while passed < 50:  # some allocations are of objects that Python keeps, and are not made each time
            number += 1
            result = None
            try:
                fail(number)
                result = use()
                passed += 1
            except SystemError:
                raise
            except Exception:  # Python itself makes another error of some
                failed += 1
            finally:
                fail(0)
            assert result is None or repr(result) == wanted, number_of_use
        assert repr(use()) == wanted
        all_failed += failed
    assert all_failed > 50


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # of Python's garbage collection
def test_every_allocation_of_python_fails_in_turn(path, tmp_path):
    testing = pytest.importorskip("_testcapi", reason="this Python has no _testcapi")
    check_failing(lambda at: testing.set_nomemory(at, at + 1) if at else testing.remove_mem_hooks(), path, tmp_path)


def test_every_malloc_fails_in_turn(path, tmp_path):
    """In a process of its own, with an allocator that fails when told."""
    if "asan" in os.environ.get("LD_PRELOAD", ""):
        pytest.skip("the sanitizer has an allocator of its own")
    if not shutil.which("cc"):
        pytest.skip("there is no C compiler")
    source = pathlib.Path(__file__).parent / "failing_malloc.c"
    library = tmp_path / "failing.so"
    subprocess.run(["cc", "-shared", "-fPIC", "-O1", source, "-o", library], check=True)
    script = (
        "import ctypes, pathlib, sys; from test_memory import check_failing; "
        "check_failing(ctypes.CDLL(sys.argv[1]).fail_at, *map(pathlib.Path, sys.argv[2:]))"
    )
    subprocess.run(
        [sys.executable, "-B", "-c", script, library, path, tmp_path],
        env={**os.environ, "LD_PRELOAD": str(library)}, cwd=source.parent, check=True,
    )  # fmt: skip
