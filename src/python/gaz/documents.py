"""Annotated texts in every format that gaz reads and writes.

>>> for document in gaz.documents.read("corpus.conll"):
...     print(document.text, document.spans)
>>> gaz.documents.write("corpus.jsonl", documents, "doccano")
"""

from __future__ import annotations

import html
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from gaz import _gaz
from gaz._lexicon import Path

__all__ = ["Document", "DocumentSpan", "Reader", "Sense", "read", "write"]

# Background colours of labels, in the order in which they occur.
_COLOURS = ("#bfe1d9", "#ffe08a", "#c9d7f8", "#f8c9d4", "#d9f2b4", "#e4d0f5", "#fcd5b0", "#c4ecf4")


class Sense(NamedTuple):
    """What else a span may mean."""

    label: str
    score: float | None = None
    id: str | None = None
    name: str | None = None


class DocumentSpan(NamedTuple):
    """A span of a document: code points from ``start`` to ``end``, exclusive.

    ``score`` is 0 to 1, or None; ``id`` and ``name`` are those of the concept; ``senses`` are the weaker ones, the
    strongest first.
    """

    start: int
    end: int
    label: str
    score: float | None = None
    id: str | None = None
    name: str | None = None
    senses: tuple[Sense, ...] = ()


@dataclass
class Document:
    """One annotated text. All offsets are code points, or numbers of tokens.

    Attributes:
        text: The text.
        spans: In the order of the file, or by start.
        name: Of the file, without folder and ending, or None.
        number: Of the document in its file, from 1; 0: it is the whole file.
        tokens: Start and end of each token, if the document was read or tagged.
        sentences: First token of each sentence, and one past its last.
        id: What its record calls it, or where a file is a document, the file's name; or None. It goes into every format
            but conll, spacy, opennlp and brackets, and names files of single documents.
        unreviewed: A model suggested the spans, and nobody has touched them, as far as is known. Formats of annotation
            tools keep that, and ``Lexicon.harvest`` leaves such documents out.
    """

    text: str
    spans: list[DocumentSpan] = field(default_factory=list)
    name: str | None = None
    number: int = 0
    tokens: list[tuple[int, int]] = field(default_factory=list)
    sentences: list[tuple[int, int]] = field(default_factory=list)
    id: str | None = None
    unreviewed: bool = False

    @classmethod
    def from_tuple(cls, values: tuple[Any, ...]) -> Document:
        """A document from what the extension gives."""
        name, number, id, text, tokens, sentences, spans, unreviewed = values
        made = [DocumentSpan._make((*span[:6], tuple(map(Sense._make, span[6])))) for span in spans]
        return cls(text, made, name, number, tokens, sentences, id, unreviewed)

    def _repr_html_(self) -> str:
        """The text with its spans in colours, for notebooks."""
        colours: dict[str, str] = {}
        parts = []
        at = 0
        for span in sorted(self.spans, key=lambda span: (span.start, -span.end)):
            if span.start < at:
                continue  # it overlaps one that is shown
            colour = colours.setdefault(span.label, _COLOURS[len(colours) % len(_COLOURS)])
            told = " ".join(str(part) for part in (span.label, span.id, span.name, span.score) if part is not None)
            parts += [
                html.escape(self.text[at : span.start]),
                f'<mark style="background:{colour};color:#000;padding:.1em .25em;border-radius:.3em" '
                f'title="{html.escape(told)}">{html.escape(self.text[span.start : span.end])}'
                f'<small style="font-weight:bold;margin-left:.4em">{html.escape(span.label)}</small></mark>',
            ]
            at = span.end
        parts.append(html.escape(self.text[at:]))
        return f'<div style="white-space:pre-wrap;line-height:1.8">{"".join(parts)}</div>'


class Reader(Iterator[Document]):
    """An iterator over the documents of a file. One thread at a time may use it."""

    def __init__(self, reader: _gaz.DocumentReader) -> None:
        self._reader = reader

    def __iter__(self) -> Reader:
        return self

    def __next__(self) -> Document:
        return Document.from_tuple(next(self._reader))

    @property
    def report(self) -> dict[str, Any]:
        """What was found and repaired so far, as ``Lexicon.harvest`` returns it."""
        return self._reader.report


def read(
    path: Path,
    *,
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
    reviewed_only: bool = False,
) -> Reader:
    """Reads the documents of a file or a folder, one after the other. The options are those of
    ``Lexicon.harvest``, and ``id_field``: of JSON records, the member with the id, a str or an int; dots select inner
    ones [default: none; in BioC "id"]. ``reviewed_only`` leaves out documents that nobody has touched since a model
    suggested their spans.

    Raises:
        FileError: The file cannot be read.
        InputError: It is malformed; it has file and line.
        UnicodeDecodeError: A text is not UTF-8.
    """
    options = {
        "format": format, "offsets": offsets, "field": field, "encoding": encoding, "fields": fields,
        "labels": labels, "scheme": scheme, "separator": separator,
        "token_column": token_column, "tag_column": tag_column, "id_column": id_column, "id_field": id_field,
        "lenient": lenient, "reviewed_only": reviewed_only,
    }  # fmt: skip
    return Reader(_gaz.DocumentReader(path, options))


def write(
    path: Path,
    documents: Iterable[Document],
    format: str,
    *,
    folder: bool = False,
    offsets: str | None = None,
    from_name: str | None = None,
    to_name: str | None = None,
    data_key: str | None = None,
    id_column: bool = False,
    id_url: str | None = None,
) -> dict[str, int]:
    """Writes documents. A file is replaced as a whole, or not at all.

    Args:
        path: A file; with ``folder`` a folder.
        documents: Their tokens are those of the word tokenizer.
        format: "conll", "brat" (with ``folder``), "doccano", "label-studio", "prodigy", "spacy", "webanno", "pubtator",
            "argilla", "pubannotation", "bioc", "json-tokens", "enamex", "inline-xml", "opennlp", "brackets", "jsonl",
            "html-inline" or "html".
        folder: A file for each name of a document; brat, webanno, enamex, inline-xml, html-inline: for each document.
        offsets: jsonl, doccano, label-studio: "byte", "codepoint", "utf16" [default: the format's].
        from_name: label-studio: the name of the labels in the labelling configuration [default: label].
        to_name: label-studio: the name of the text in the labelling configuration [default: text].
        data_key: label-studio: the key of the text in a task's data [default: text].
        id_column: conll: a last column with ids.
        id_url: html: the address of a concept's page, with {id} in it.

    Returns:
        A dict: documents, spans (written), overlapping (left out), widened (to whole tokens), nameless (of several in
        a file, whose ids the format does not have), unmarked (where html-inline has no place), stripped (of other
        members of their records).

    Raises:
        ArgumentError: The format is not written, or a span contains no token.
    """
    options = {
        "offsets": offsets, "from_name": from_name, "to_name": to_name, "data_key": data_key, "id_column": id_column,
        "id_url": id_url,
    }  # fmt: skip
    writer = _gaz.DocumentWriter(path, format, folder, options)
    try:
        for document in documents:
            writer.write(document.text, document.name, document.id, document.spans, document.unreviewed)
        return writer.finish()
    finally:
        writer.close()
