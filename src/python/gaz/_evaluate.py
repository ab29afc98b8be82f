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
    agreement: bool = False,
    documents: bool = False,
    differences: Path | None = None,
    page: Path | None = None,
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
    id_field: str | None = None,
    lenient: bool = False,
    trust_unreviewed: bool = False,
) -> dict[str, Any]:
    """Compares predicted spans with gold ones, as ``gaz eval --json`` does.

    Args:
        predicted: A model, which tags the gold files; or a file or folder of predictions about the same texts, such as
            what a second annotator made of them. Documents that have names are paired by them; else both have the same
            tokens. Such a file may have both: then its last but one column is gold.
        gold: Annotated corpora.
        fill: A second file of predictions: its spans that overlap none of the first file's are added to those.
        strict: Entities are those of seqeval's strict mode, not those of conlleval.
        min_score: Of a model's matches, 0 to 1 [default: the model's].
        abbreviations: A model predicts the abbreviations that a document defines, as for ``Model.tag``.
        agreement: Count how far both sides agree: Cohen's kappa, Krippendorff's alpha, and a table of types.
        documents: Count spans for each document, too.
        differences: A file that receives a table of the spans that are not on both sides, as tab-separated values.
        page: A file that receives a page of HTML: where both sides differ, side by side.
        trust_unreviewed: With a model: take gold documents that nobody has touched since a model suggested their spans,
            too.
        id_field: Of JSON records, the member with the name of a document; dots select inner ones [default: id].
        format: And all that follows: as for ``Lexicon.harvest``.

    Returns:
        A dict: precision, recall, f1 (shares, 0 to 1), counts, and the same for each type; ``unpaired``, the names of
        documents that are not on both sides; ``agreement`` and ``documents``, None unless they were asked for.

    Raises:
        FileError: A file cannot be read.
        InputError: A file is malformed, or the texts differ.
    """
    if isinstance(predicted, Model) and not gold:
        raise TypeError("evaluate takes a model and at least one gold file")
    if isinstance(predicted, Model) and fill is not None:
        raise TypeError("evaluate fills the gaps of a file of predictions, not of a model")
    if not isinstance(predicted, Model) and abbreviations:
        raise TypeError("evaluate follows the abbreviations of a model's predictions, not of a file's")
    options = {
        "strict": strict, "min_score": min_score, "abbreviations": abbreviations, "agreement": agreement,
        "documents": documents, "differences": differences is not None, "page": page is not None, "format": format,
        "offsets": offsets, "field": field, "encoding": encoding, "fields": fields, "labels": labels, "scheme": scheme,
        "separator": separator,
        "token_column": token_column, "tag_column": tag_column, "id_column": id_column, "id_field": id_field,
        "lenient": lenient, "reviewed_only": not trust_unreviewed,
    }  # fmt: skip
    result: dict[str, Any] = json.loads(_gaz.evaluate(predicted, fill, gold or (None,), differences, page, options))
    return result
