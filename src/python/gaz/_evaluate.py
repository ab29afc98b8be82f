"""Predicted against gold spans."""

from __future__ import annotations

import json
from typing import Any

from gaz import _gaz
from gaz._lexicon import Path
from gaz._model import Model


def evaluate(
    predicted: Model | Path,
    *gold: Path,
    fill: Path | None = None,
    strict: bool = False,
    min_score: float | None = None,
    abbreviations: bool = False,
    format: str | None = None,
    offsets: str | None = None,
    field: str | None = None,
    encoding: str | None = None,
    fields: str | None = None,
    labels: str | None = None,
    scheme: str | None = None,
    separator: str | None = None,
    token_column: int | None = None,
    tag_column: int | None = None,
    id_column: int | None = None,
    lenient: bool = False,
) -> dict[str, Any]:
    """Compares predicted spans with gold ones, as ``gaz eval --json`` does.

    Args:
        predicted: A model, which tags the gold files; or a file of predictions with the same tokens as the gold file.
            Such a file may have both: then its last but one column is gold.
        gold: Annotated corpora.
        fill: A second file of predictions: its spans that overlap none of the first file's are added to those.
        strict: Entities are those of seqeval's strict mode, not those of conlleval.
        min_score: Of a model's matches, 0 to 1 [default: the model's].
        abbreviations: A model predicts the abbreviations that a document defines, as for ``Model.tag``.
        format: And all that follows: as for ``Lexicon.harvest``.

    Returns:
        A dict: precision, recall, f1 (shares, 0 to 1), counts, and the same for each type.

    Raises:
        FileError: A file cannot be read.
        InputError: A file is malformed, or the tokens differ.
    """
    if isinstance(predicted, Model) and not gold:
        raise TypeError("evaluate takes a model and at least one gold file")
    if isinstance(predicted, Model) and fill is not None:
        raise TypeError("evaluate fills the gaps of a file of predictions, not of a model")
    if not isinstance(predicted, Model) and abbreviations:
        raise TypeError("evaluate follows the abbreviations of a model's predictions, not of a file's")
    options = {
        "strict": strict, "min_score": min_score, "abbreviations": abbreviations, "format": format, "offsets": offsets, "field": field,
        "encoding": encoding, "fields": fields, "labels": labels, "scheme": scheme, "separator": separator,
        "token_column": token_column, "tag_column": tag_column, "id_column": id_column, "lenient": lenient,
    }  # fmt: skip
    result: dict[str, Any] = json.loads(_gaz.evaluate(predicted, fill, gold or (None,), options))
    return result
