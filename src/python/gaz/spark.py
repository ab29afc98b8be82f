"""gaz on a cluster of Spark. The package is installed on each node; the model is sent there as a file, which Spark Connect
does not do.

>>> import gaz.spark
>>> gaz.spark.tag(frame, "text", "names.gaz").selectExpr("id", "explode(spans) AS span")
>>> gaz.spark.pipe(sc.textFile("texts.jsonl"), "names.gaz").saveAsTextFile("tagged")
"""

from __future__ import annotations

import atexit
import os
import pathlib
import shlex
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from operator import itemgetter
from typing import TYPE_CHECKING, Any

import pandas
from pyspark import SparkContext, SparkFiles
from pyspark.sql import DataFrame
from pyspark.sql.functions import pandas_udf, struct, to_json
from pyspark.sql.types import ArrayType, DoubleType, IntegerType, StringType, StructType

import gaz

if TYPE_CHECKING:
    from pyspark import RDD

__all__ = ["SPANS", "pipe", "tag"]

SPANS = ArrayType(
    StructType()
    .add("start", IntegerType(), False)
    .add("end", IntegerType(), False)
    .add("label", StringType(), False)
    .add("score", DoubleType(), False)
    .add("id", StringType()),
    False,
)
"""The type of the column that ``tag`` adds."""


def tag(
    frame: DataFrame,
    column: str,
    model: gaz.Model | str | os.PathLike[str],
    *,
    output: str = "spans",
    offsets: str | None = None,
    paragraphs: bool = False,
    all: bool = False,
    min_score: float | None = None,
    precision: float | None = None,
    types: Sequence[str] | None = None,
) -> DataFrame:
    """The data frame with a column of spans: array<struct<start, end, label, score, id>>.

    Each Python process of a worker opens the model once. Texts that are null have spans that are null.

    Args:
        frame: A data frame.
        column: The name of its column with texts.
        model: A model, or the path of one on the driver. It is sent to the workers.
        output: The name of the column with spans; one of that name is replaced.
        offsets: As for ``gaz.Model.tag``, and so are the others.
        paragraphs: Matches may run over line ends, up to a blank line.
        all: Every match, overlapping ones too.
        min_score: Least score, 0 to 1.
        precision: Use the lowest score that promised this precision, 0 to 1.
        types: Matches with these labels only.

    Raises:
        TypeError: The column has no strings.
        ArgumentError: The model has no such type.
        FileError: The model cannot be read.
    """
    kind = frame.select(frame[column]).schema[0].dataType
    if not isinstance(kind, StringType):
        raise TypeError(f"column {column} is of type {kind.simpleString()}, not string")
    opened = _opened(model)
    options: dict[str, Any] = {
        "offsets": offsets, "paragraphs": paragraphs, "all": all,
        "min_score": min_score, "precision": precision, "types": None if types is None else list(types),
    }  # fmt: skip
    opened.tag("", **options)  # what is wrong with the options is better said by the driver than by a worker
    file = _send(frame.sparkSession.sparkContext, opened)
    return frame.withColumn(output, pandas_udf(_tagger(file, options), SPANS)(frame[column]))


def pipe(
    records: RDD[str] | DataFrame,
    model: gaz.Model | str | os.PathLike[str],
    *arguments: str,
) -> RDD[str]:
    """Sends JSON lines through ``gaz tag``, a process for each partition, and returns its JSON lines.

    Args:
        records: An RDD of JSON objects with a field "text"; or a data frame with such a column, whose rows become
            objects. Records that cannot be tagged, such as rows whose text is null, pass unchanged; "--strict" makes
            them fail.
        model: A model, or the path of one on the driver. It is sent to the workers.
        arguments: More options of ``gaz tag``: "--field", "body", "--min-score", "0.9".

    Returns:
        For each object, in order, the object with a field "spans". A command that fails makes the job fail.
    """
    if isinstance(records, DataFrame):
        record = to_json(struct("*"), {"ignoreNullFields": "false"})
        records = records.select(record).rdd.map(itemgetter(0))
    context = records.context
    file = _send(context, _opened(model))
    # Executors run in the folder to which files are sent. In local mode there is none, and the driver's is known.
    path = SparkFiles.get(file) if str(context.master).startswith("local") else file
    command = [context.pythonExec, "-m", "gaz", "tag", path, "-", "--from", "jsonl", "--to", "jsonl", "--quiet", *arguments]
    return records.pipe(shlex.join(command), env=_environment(), checkCode=True)


def _environment() -> dict[str, str]:
    """What the command needs, for pipe gives it nothing."""
    return {name: os.environ[name] for name in ("PATH", "PYTHONPATH", "LD_LIBRARY_PATH") if name in os.environ}


def _opened(model: gaz.Model | str | os.PathLike[str]) -> gaz.Model:
    return model if isinstance(model, gaz.Model) else gaz.Model(model)


def _send(context: SparkContext, model: gaz.Model) -> str:
    """Adds the model to the context's files, and returns the name there: one of its own for each content, because
    Spark refuses a second file of the same name."""
    name = f"{model.checksum}.gaz"
    path = _folder() / name
    if not path.exists():
        path.write_bytes(model.to_bytes())
    if not any(pathlib.PurePath(file).name == name for file in context.listFiles):
        context.addFile(str(path))
    return name


@lru_cache(maxsize=None)
def _folder() -> pathlib.Path:
    """A folder for sent models, from which workers that join later read them too."""
    folder = pathlib.Path(tempfile.mkdtemp(prefix="gaz-spark-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


@lru_cache(maxsize=8)
def _received(file: str) -> gaz.Model:
    """The model in a worker: opened once by each process, which serves one task after the other."""
    return gaz.Model(SparkFiles.get(file))


def _tagger(file: str, options: dict[str, Any]) -> Callable[[Iterator[pandas.Series]], Iterator[pandas.Series]]:
    def spans(columns: Iterator[pandas.Series]) -> Iterator[pandas.Series]:
        model = _received(file)
        for texts in columns:
            # Nulls are None or NaN, as the version of pandas has it.
            found = model.tag_many([text for text in texts if isinstance(text, str)], **options)
            yield pandas.Series([_row(next(found)) if isinstance(text, str) else None for text in texts], dtype=object)

    return spans


def _row(spans: list[gaz.Span]) -> list[dict[str, Any]]:
    return [
        {"start": start, "end": end, "label": label, "score": score, "id": id} for start, end, label, score, id, _ in spans
    ]
