"""A cluster of Spark gives what the command gives, row by row. cluster.sh starts it."""

import concurrent.futures
import json
import os
import pathlib
import signal
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest
from conftest import ENTRIES, ROOT
from test_corpora import CORPORA, assert_same, sentences
from test_tag import TEXTS

import gaz

pytest.importorskip("pyspark")
if "GAZ_SPARK_MASTER" not in os.environ:
    pytest.skip("no cluster: make test-spark starts one", allow_module_level=True)

import gaz.spark  # noqa: E402
import pandas  # noqa: E402
from pyspark.sql import SparkSession  # noqa: E402
from pyspark.sql.functions import pandas_udf  # noqa: E402

LOOPBACK = {
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.memory": "512m",
    "spark.executor.memory": "768m",
    "spark.ui.enabled": "false",
    "spark.pyspark.python": sys.executable,
}


@pytest.fixture(scope="module")
def spark():
    session = SparkSession.builder.master(os.environ["GAZ_SPARK_MASTER"]).config(map=LOOPBACK).getOrCreate()
    yield session
    session.stop()


@pytest.fixture(scope="module")
def corpora():
    """Corpora, or none: the hard texts are tested alone then."""
    folder = pathlib.Path(os.environ.get("GAZ_SHARED", ROOT.parent / "shared")) / "corpora"
    return [folder / f"{name}.conll" for name in CORPORA if folder.exists()]


@pytest.fixture(scope="module")
def texts(corpora):
    """Hard Unicode, and the sentences of corpora."""
    texts = [*TEXTS.values(), "the Python kernel of New York"] * 20
    return texts + [" ".join(tokens) for corpus in corpora for tokens in sentences(corpus)]


@pytest.fixture(scope="module")
def names(corpora, tmp_path_factory):
    """The path of a model that knows the names in these texts."""
    lexicon = gaz.Lexicon()
    for surface, label, id in ENTRIES:
        lexicon.add(surface, label, id=id)
    for corpus in corpora:
        for document in gaz.documents.read(corpus):
            for span in document.spans:
                lexicon.add(document.text[span.start : span.end], span.label)
    path = tmp_path_factory.mktemp("spark") / "names.gaz"
    lexicon.build(path)
    return path


def lines(texts):
    return [json.dumps({"id": number, "text": text}) for number, text in enumerate(texts)]


@pytest.fixture(scope="module")
def printed(command, names, texts):
    """What ``gaz tag`` writes for each text."""
    records = "".join(line + "\n" for line in lines(texts))
    return command("tag", names, "-", "--from", "jsonl", "--to", "jsonl", input=records).split("\n")[:-1]


def frame_of(spark, texts, partitions):
    return spark.createDataFrame(list(enumerate(texts)), "id int, text string").repartition(partitions, "id")


def check(rows, printed):
    """The rows of ``tag`` are the lines of the command."""
    found = {row.id: row.spans for row in rows}
    assert len(rows) == len(found) == len(printed)
    wanted = [json.loads(line)["spans"] for line in printed]
    assert_same(
        [[gaz.Span(*span, 0) for span in found[number]] for number in range(len(printed))],
        [[(span["start"], span["end"], span["label"], span["score"], span.get("id")) for span in spans] for spans in wanted],
    )
    return sum(map(len, wanted))


def test_rows_have_the_spans_of_the_command(spark, names, texts, printed):
    tagged = gaz.spark.tag(frame_of(spark, texts, 4), "text", names)
    assert tagged.schema["spans"].dataType == gaz.spark.SPANS
    assert check(tagged.collect(), printed) > 100


def test_piped_lines_are_those_of_the_command(spark, names, texts, printed):
    piped = gaz.spark.pipe(spark.sparkContext.parallelize(lines(texts), 4), names).collect()
    assert piped == printed


def test_nulls_options_and_other_columns(spark, model):
    frame = spark.createDataFrame([(1, "in New York"), (2, None), (3, "the Python kernel"), (4, "")], "id int, text string")
    rows = gaz.spark.tag(frame, "text", model, types=["City"], output="found").orderBy("id").collect()
    assert [row.found if row.found is None else [tuple(span) for span in row.found] for row in rows] == [
        [(3, 11, "City", 1.0, "Q60")], None, [], []
    ]  # fmt: skip
    both = gaz.spark.tag(gaz.spark.tag(frame, "text", model), "text", gaz.Model.from_bytes(model.to_bytes()), all=True)
    assert [len(row.spans) for row in both.where("text is not null").orderBy("id").collect()] == [2, 2, 0]
    piped = [json.loads(line) for line in gaz.spark.pipe(frame.coalesce(1), model, "--type", "City").collect()]
    assert [(record["id"], len(record.get("spans", ()))) for record in piped] == [(1, 1), (2, 0), (3, 0), (4, 0)]


def test_each_process_opens_the_model_once(spark, names, texts):
    frame = frame_of(spark, texts[:100], 8)
    tagged = gaz.spark.tag(frame, "text", names)
    for _ in range(3):
        tagged.collect()

    def opened(columns: Iterator[pandas.Series]) -> Iterator[pandas.Series]:
        for column in columns:
            info = gaz.spark._received.cache_info()
            yield pandas.Series([f"{info.misses} {info.hits}"] * len(column))

    infos = [tuple(map(int, row[0].split())) for row in frame.select(pandas_udf(opened, "string")("text")).collect()]
    assert max(misses for misses, _ in infos) <= 3  # as many models as these tests send
    assert max(hits for _, hits in infos) >= 8


def test_what_is_wrong_is_said(spark, names, tmp_path):
    frame = spark.createDataFrame([(1, "a")], "id int, text string")
    for wrong, error in (
        (lambda: gaz.spark.tag(frame, "id", names), TypeError),
        (lambda: gaz.spark.tag(frame, "text", names, types=["No"]), gaz.ArgumentError),
        (lambda: gaz.spark.tag(frame, "text", names, min_score=2), ValueError),
        (lambda: gaz.spark.tag(frame, "text", tmp_path / "absent.gaz"), gaz.FileError),
        (lambda: gaz.spark.pipe(frame, tmp_path / "absent.gaz"), gaz.FileError),
    ):
        with pytest.raises(error):
            wrong()
    piped = gaz.spark.pipe(spark.sparkContext.parallelize(['{"text": "a"}', "no JSON"], 1), names, "--strict")
    with pytest.raises(Exception, match="PIPE_FUNCTION_EXITED|error code"):
        piped.collect()


def test_local_mode(names, tmp_path):
    """In a process of its own, because a process has one context."""
    program = tmp_path / "local.py"
    program.write_text(
        "import sys, gaz.spark\n"
        "from pyspark.sql import SparkSession\n"
        "session = SparkSession.builder.master('local[1]').config(map=%r).getOrCreate()\n"
        "frame = session.createDataFrame([('in New York',)], ['text'])\n"
        "print(gaz.spark.tag(frame, 'text', sys.argv[1]).collect()[0].spans[0].label)\n"
        "print(gaz.spark.pipe(frame, sys.argv[1]).collect()[0])\n" % LOOPBACK
    )
    done = subprocess.run([sys.executable, program, names], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("City\n") and json.loads(done.stdout.split("\n")[1])["spans"][0]["id"] == "Q60"


def test_the_guide(spark, guide):
    guide("From a corpus to a corrected dictionary", "Spark")


# The last test, since one worker is left after it.
def test_a_worker_dies_in_the_middle(spark, names, texts, printed, capsys):
    def pause(columns: Iterator[pandas.Series]) -> Iterator[pandas.Series]:
        for column in columns:
            time.sleep(0.5)
            yield column

    partitions = 40
    frame = frame_of(spark, texts, partitions)
    slow = frame.withColumn("text", pandas_udf(pause, "string")("text"))
    tagged = gaz.spark.tag(slow, "text", names)
    tracker = spark.sparkContext.statusTracker()
    with concurrent.futures.ThreadPoolExecutor(1) as executor:
        rows = executor.submit(tagged.collect)
        stage = None
        while not (stage and 4 <= stage.numCompletedTasks):
            assert not rows.done(), "the job ended before a worker could be killed"
            time.sleep(0.1)
            running = [tracker.getStageInfo(number) for number in tracker.getActiveStageIds()]
            stage = next((stage for stage in running if stage and stage.numTasks == partitions), None)
        os.killpg(int(os.environ["GAZ_SPARK_WORKER"]), signal.SIGKILL)
        done = stage.numCompletedTasks
        count = check(rows.result(timeout=600), printed)
    ended = tracker.getStageInfo(stage.stageId)
    assert done < partitions and ended.numFailedTasks > 0
    with capsys.disabled():
        print(
            f"\nkilled one of two workers after {done} of {partitions} tasks; {ended.numFailedTasks} failed and ran again; "
            f"{len(printed)} rows have the {count} spans that gaz tag gives"
        )
