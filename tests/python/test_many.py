"""Many texts, on several threads, across forks, closed in the middle."""

import gc
import os
import random
import threading

import pytest

import gaz


def many_texts(count=3000):
    seed = int(os.environ.get("GAZ_TEST_SEED", random.randrange(2**32)))
    print("GAZ_TEST_SEED", seed)
    chance = random.Random(seed)
    words = ["kernel", "New York", "é", "😀", "Python", "café", "한국어", "the", "\n"]
    texts = [" ".join(chance.choices(words, k=chance.randrange(40))) for _ in range(count)]
    return [text.encode() if chance.random() < 0.2 else text for text in texts]


@pytest.mark.parametrize("threads", [1, 2, 5])
def test_order_and_spans_do_not_depend_on_threads(model, threads):
    texts = many_texts()
    wanted = [model.tag(text, all=True) for text in texts]
    assert list(model.tag_many(texts, all=True, threads=threads)) == wanted
    assert list(model.tag_many(iter(texts), all=True, threads=threads)) == wanted


@pytest.mark.skipif(not os.path.exists("/proc/self/task"), reason="no /proc")
@pytest.mark.parametrize("threads", [1, 2, 5])
def test_the_one_who_iterates_is_one_of_the_threads(model, threads):
    def running():
        return len(os.listdir("/proc/self/task"))

    before = running()
    iterator = model.tag_many(["kernel"] * 5000, threads=threads)
    next(iterator)
    assert running() == before + threads - 1


@pytest.mark.parametrize("threads", [1, 3])
def test_no_texts_and_long_texts(model, threads):
    assert list(model.tag_many([], threads=threads)) == []
    long = ["kernel " * size for size in (0, 1, 200_000, 3, 50_000)]
    assert [len(spans) for spans in model.tag_many(long, threads=threads)] == [0, 1, 200_000, 3, 50_000]


@pytest.mark.parametrize("threads", [1, 4])
def test_reading_ahead_is_bounded(model, threads):
    read = 0

    def texts():
        nonlocal read
        while True:
            read += 1
            yield "kernel"

    iterator = model.tag_many(texts(), threads=threads)
    assert read == 0
    for given in range(5000):
        assert len(next(iterator)) == 1
        assert read <= given + 256 * (3 * threads + 1)


@pytest.mark.parametrize("threads", [1, 3])
@pytest.mark.parametrize("good", [0, 1, 256, 700])
def test_what_the_source_raises_comes_in_its_place(model, threads, good):
    def texts(last):
        yield from ["kernel"] * good
        if isinstance(last, Exception):
            raise last
        yield last
        yield "kernel"

    for last, error in ((KeyError("gone"), KeyError), (3, TypeError), ("\ud800", UnicodeEncodeError)):
        iterator = model.tag_many(texts(last), threads=threads)
        for _ in range(good):
            assert len(next(iterator)) == 1
        with pytest.raises(error):
            next(iterator)
        assert list(iterator) == []


@pytest.mark.parametrize("threads", [1, 3])
def test_iterators_that_are_left(path, threads):
    for taken in (0, 1, 300):
        model = gaz.Model(path)
        iterator = model.tag_many(many_texts(2000), threads=threads)
        for _ in range(taken):
            next(iterator)
        del iterator
        assert len(model.tag("kernel")) == 1


@pytest.mark.parametrize("threads", [1, 3])
def test_closing_in_the_middle_lets_the_iterator_end(path, threads):
    model = gaz.Model(path)
    iterator = model.tag_many(["kernel"] * 5000, threads=threads)
    first = next(iterator)
    model.close()
    del model
    gc.collect()
    assert sum(len(spans) for spans in iterator) == 4999 and first[0].label == "Thing"


def test_closing_while_threads_tag(path):
    """One thread closes the model while others tag: each call succeeds, or says that the model is closed."""
    text = "New York kernel " * 20_000
    for _ in range(5):
        model = gaz.Model(path)
        wanted = len(model.tag(text))
        wrong = []

        def work():
            while True:
                try:
                    if len(model.tag(text)) != wanted:
                        wrong.append("count")
                except ValueError:
                    return

        threads = [threading.Thread(target=work) for _ in range(3)]
        for thread in threads:
            thread.start()
        model.close()
        for thread in threads:
            thread.join()
        assert not wrong


def test_threads_share_a_model(model):
    texts = many_texts(300)
    wanted = [model.tag(text) for text in texts]
    wrong = []

    def work(number):
        options = {"all": bool(number % 2), "min_score": None if number % 3 else 0.0}
        for text, spans in zip(texts, wanted):
            found = model.tag(text, **options)
            if not options["all"] and found != spans:
                wrong.append(text)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong


@pytest.mark.parametrize("threads", [1, 2])
def test_an_iterator_in_use_is_refused(model, threads):
    """By its own source here, or by another thread."""

    def texts():
        for _ in range(1000):
            with pytest.raises(RuntimeError, match="in use"):
                next(iterator)
            yield "kernel"

    iterator = model.tag_many(texts(), threads=threads)
    assert sum(len(spans) for spans in iterator) == 1000


def child_status(work):
    """Runs `work` in a forked process; 0 if it returned True."""
    process = os.fork()
    if process == 0:
        status = 1
        try:
            status = 0 if work() else 2
        finally:
            os._exit(status)
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_forks(model):
    text = "New York kernel"
    wanted = model.tag(text)
    assert child_status(lambda: model.tag(text) == wanted) == 0
    assert child_status(lambda: list(model.tag_many([text] * 999, threads=3)) == [wanted] * 999) == 0
    alone = model.tag_many([text] * 999)
    next(alone)
    assert child_status(lambda: len(list(alone)) == 998) == 0

    running = model.tag_many([text] * 5000, threads=3)
    next(running)

    def refused():
        with pytest.raises(RuntimeError, match="process"):
            next(running)
        return model.tag(text) == wanted

    assert child_status(refused) == 0
    assert len(list(running)) == 4999


def test_an_iterator_in_a_cycle_is_collected(path):
    class Source:
        def __iter__(self):
            return self

        def __next__(self):
            return "kernel"

    for threads in (1, 2):
        source = Source()
        source.iterator = gaz.Model(path).tag_many(source, threads=threads)
        next(source.iterator)
        del source
    assert gc.collect() >= 2
