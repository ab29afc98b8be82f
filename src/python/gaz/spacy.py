"""The spaCy component ``gaz``, and documents in spaCy's files.

>>> nlp = spacy.blank("en")
>>> nlp.add_pipe("gaz", config={"model": "names.gaz"})
>>> [(ent.text, ent.label_, ent.kb_id_, ent._.gaz_score) for ent in nlp("in New York").ents]
[('New York', 'City', 'Q60', 1.0)]
>>> gaz.spacy.write_docbin("train.spacy", gaz.documents.read("corpus.conll"), nlp)
"""

# Without `from __future__ import annotations`: spaCy checks a factory's config by its annotations.

import itertools
import os
import pathlib
import tempfile
import warnings
from collections.abc import Iterable, Iterator
from typing import Any, Literal

from spacy.language import Language
from spacy.tokens import Doc, DocBin, Span
from spacy.util import filter_spans

import gaz
from gaz.documents import Document, DocumentSpan

__all__ = ["Component", "make_component", "read_docbin", "write_docbin"]

AlignmentMode = Literal["strict", "contract", "expand"]

_FILE = "model.gaz"

if not Span.has_extension("gaz_score"):
    Span.set_extension("gaz_score", default=None)


class Component:
    """Sets entities, and spans under a key, where a model matches. ``make_component`` has the options.

    Attributes:
        gaz_model: The gaz.Model; spaCy takes an attribute "model" for a network. If its file is absent, it is opened
            when it is first needed, so that a pipeline that was saved with its model loads without that file.
        misaligned: How many spans were left out because token boundaries do not allow them. Processes of
            ``nlp.pipe(n_process=2)`` count for themselves.
    """

    def __init__(
        self,
        name: str,
        path: str | None,
        *,
        by_tokens: bool,
        alignment_mode: AlignmentMode,
        annotate_ents: bool,
        overwrite_ents: bool,
        spans_key: str | None,
        scores: bool,
        options: dict[str, Any],
    ) -> None:
        self.name = name
        self.by_tokens = by_tokens
        self.alignment_mode = alignment_mode
        self.annotate_ents = annotate_ents
        self.overwrite_ents = overwrite_ents
        self.spans_key = spans_key
        self.scores = scores
        self.options = options
        self.misaligned = 0
        self._path = path
        self._model: gaz.Model | None = None
        if path is not None and os.path.exists(path):
            self._model = gaz.Model(path)

    @property
    def gaz_model(self) -> gaz.Model:
        if self._model is None:
            if self._path is None:
                raise ValueError(f'{self.name} has no model: add_pipe("gaz", config={{"model": "names.gaz"}}) sets one')
            self._model = gaz.Model(self._path)
        return self._model

    def __call__(self, doc: Doc) -> Doc:
        return next(self.pipe([doc]))

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = 128) -> Iterator[Doc]:
        """The documents with their spans, tagged ``batch_size`` at a time."""
        stream = iter(stream)
        while docs := list(itertools.islice(stream, batch_size)):
            if self.by_tokens:
                for doc in docs:
                    yield self._annotate(doc, self._spans_of_tokens(doc))
            else:
                for doc, found in zip(docs, self.gaz_model.tag_many([doc.text for doc in docs], **self.options)):
                    yield self._annotate(doc, self._spans_of_text(doc, found))

    def _spans_of_text(self, doc: Doc, found: list[gaz.Span]) -> list[tuple[Span, float]]:
        spans = []
        for start, end, label, score, id, _ in found:
            span = doc.char_span(
                start, end, label=label, kb_id=id or "", span_id=id or "", alignment_mode=self.alignment_mode
            )
            if span:
                spans.append((span, score))
            else:
                self._count_misaligned(doc.text[start:end])
        return spans

    def _spans_of_tokens(self, doc: Doc) -> list[tuple[Span, float]]:
        return [
            (Span(doc, line[start], line[end - 1] + 1, label=label, kb_id=id or "", span_id=id or ""), score)
            for line in _lines(doc)
            for start, end, label, score, id, _ in self.gaz_model.tag_tokens([doc[at].text for at in line], **self.options)
        ]

    def _count_misaligned(self, surface: str) -> None:
        if not self.misaligned:
            warnings.warn(
                f'{self.name}: "{surface}" does not begin and end where tokens do, and is left out; so are others, which '
                f'are counted as misaligned; alignment_mode="expand" widens them, by_tokens=true matches tokens',
                stacklevel=2,
            )
        self.misaligned += 1

    def _annotate(self, doc: Doc, found: list[tuple[Span, float]]) -> Doc:
        spans = [span for span, _ in found]
        if self.spans_key is not None:
            doc.spans[self.spans_key] = spans
            if self.scores:
                doc.spans[self.spans_key].attrs["scores"] = [score for _, score in found]
        if self.annotate_ents:
            earlier, ours = list(doc.ents), filter_spans(spans)
            first, second = (ours, earlier) if self.overwrite_ents else (earlier, ours)
            taken = {at for span in first for at in range(span.start, span.end)}
            doc.set_ents([*first, *(span for span in second if taken.isdisjoint(range(span.start, span.end)))])
        if self.scores:
            for span, score in found:
                span._.gaz_score = score
        return doc

    def to_bytes(self, *, exclude: Iterable[str] = ()) -> bytes:
        """The model's file. Options are in the pipeline's config."""
        return self.gaz_model.to_bytes()

    def from_bytes(self, data: bytes, *, exclude: Iterable[str] = ()) -> "Component":
        """Uses the model that ``to_bytes`` gave."""
        self._model = gaz.Model.from_bytes(data)
        return self

    def to_disk(self, path: str | pathlib.Path, *, exclude: Iterable[str] = ()) -> None:
        """Copies the model's file into the folder ``path``."""
        folder = pathlib.Path(path)
        folder.mkdir(parents=True, exist_ok=True)
        # Renamed, not written over: this file may be the one that is mapped into memory.
        with tempfile.NamedTemporaryFile(dir=folder, delete=False) as file:
            try:
                file.write(self.gaz_model.to_bytes())
                file.close()
                os.chmod(file.name, 0o644)
                os.replace(file.name, folder / _FILE)
            except BaseException:
                os.unlink(file.name)
                raise

    def from_disk(self, path: str | pathlib.Path, *, exclude: Iterable[str] = ()) -> "Component":
        """Uses the model that ``to_disk`` wrote."""
        self._model = gaz.Model(pathlib.Path(path) / _FILE)
        return self


def _lines(doc: Doc) -> Iterator[list[int]]:
    """The numbers of each line's tokens but blanks: no match crosses a line's end, as in raw text."""
    line: list[int] = []
    for token in doc:
        if not token.is_space:
            line.append(token.i)
        elif "\n" in token.text:
            yield line
            line = []
    yield line


@Language.factory(
    "gaz",
    assigns=["doc.ents", "token.ent_iob", "token.ent_type", "token.ent_kb_id", "token.ent_id", "span._.gaz_score"],
    default_config={
        "model": None,
        "by_tokens": False,
        "alignment_mode": "expand",
        "annotate_ents": True,
        "overwrite_ents": False,
        "spans_key": None,
        "scores": True,
        "all": False,
        "min_score": None,
        "precision": None,
        "types": None,
        "abbreviations": False,
    },
)
def make_component(
    nlp: Language,
    name: str,
    model: str | None,
    by_tokens: bool,
    alignment_mode: AlignmentMode,
    annotate_ents: bool,
    overwrite_ents: bool,
    spans_key: str | None,
    scores: bool,
    all: bool,
    min_score: float | None,
    precision: float | None,
    types: list[str] | None,
    abbreviations: bool,
) -> Component:
    """What ``nlp.add_pipe("gaz", config={...})`` makes.

    Args:
        nlp: The pipeline.
        name: Of the component.
        model: The path of a model.
        by_tokens: Match the words of the Doc, so that nothing needs aligning, rather than its text. Entries match as
            they were tokenized in the corpus.
        alignment_mode: What becomes of a span of the text that does not begin and end where tokens do, as for
            ``Doc.char_span``: "expand" it to whole tokens, "contract" it, or "strict": leave it out.
        annotate_ents: Set ``doc.ents``, and each entity's ``kb_id_`` and ``id_`` to the id of its entry. Of overlapping
            spans the longest is taken, then the first. Tokens outside of entities are marked so.
        overwrite_ents: Replace the entities of earlier components where they overlap, rather than giving way to them.
        spans_key: Set ``doc.spans[spans_key]`` to all spans, overlapping ones too.
        scores: Set ``span._.gaz_score``, and ``doc.spans[spans_key].attrs["scores"]``: 0 to 1.
        all: As for ``gaz.Model.tag``.
        min_score: As for ``gaz.Model.tag``.
        precision: As for ``gaz.Model.tag``.
        types: As for ``gaz.Model.tag``.
        abbreviations: As for ``gaz.Model.tag``; a Doc is a document.

    Raises:
        FileError: The model cannot be read; if it is absent, this is raised when it is needed.
        ModelError: It is not a model, or a damaged one.
    """
    return Component(
        name,
        model,
        by_tokens=by_tokens,
        alignment_mode=alignment_mode,
        annotate_ents=annotate_ents,
        overwrite_ents=overwrite_ents,
        spans_key=spans_key,
        scores=scores,
        options={
            "all": all, "min_score": min_score, "precision": precision, "types": types, "abbreviations": abbreviations,
        },  # fmt: skip
    )


def read_docbin(path: str | os.PathLike[str], nlp: Language, *, spans_key: str | None = None) -> Iterator[Document]:
    """Reads a DocBin, a file ``*.spacy``, as documents for ``gaz.documents.write``.

    Args:
        path: The file.
        nlp: A pipeline, of which the vocabulary is used: ``spacy.blank("en")``.
        spans_key: Read the spans of this group and not the entities.

    Ids are those of the knowledge base (``kb_id_``), else of the span (``id_``); the score is that of the component
    ``gaz``, if the file has it. A document is called after the file, and numbered from 1.
    """
    name = pathlib.Path(path).stem
    for number, doc in enumerate(DocBin().from_disk(path).get_docs(nlp.vocab), 1):
        spans = doc.ents if spans_key is None else doc.spans.get(spans_key, ())
        yield Document(doc.text, list(map(_document_span, spans)), name, number)


def _document_span(span: Span) -> DocumentSpan:
    return DocumentSpan(
        span.start_char, span.end_char, span.label_, span._.gaz_score, span.kb_id_ or span.id_ or None
    )


def write_docbin(
    path: str | os.PathLike[str],
    documents: Iterable[Document],
    nlp: Language,
    *,
    spans_key: str | None = None,
    alignment_mode: AlignmentMode = "expand",
) -> dict[str, int]:
    """Writes documents as a DocBin, a file ``*.spacy``, which ``spacy train`` reads.

    Args:
        path: The file.
        documents: As ``gaz.documents.read`` gives them.
        nlp: The pipeline whose tokenizer cuts the texts.
        spans_key: Write all spans into this group, overlapping ones too, and no entities.
        alignment_mode: What becomes of spans that cut tokens of spaCy: "expand" widens them to whole ones, "contract"
            narrows them, "strict" leaves them out.

    Returns:
        A dict: documents, spans (written), overlapping and misaligned (left out).
    """
    docs = DocBin(store_user_data=True)
    report = {"documents": 0, "spans": 0, "overlapping": 0, "misaligned": 0}
    for document in documents:
        doc = nlp.make_doc(document.text)
        made = [_doc_span(doc, span, alignment_mode) for span in document.spans]
        spans = [span for span in made if span is not None]
        report["misaligned"] += len(made) - len(spans)
        kept = spans if spans_key is not None else filter_spans(spans)
        report["overlapping"] += len(spans) - len(kept)
        if spans_key is not None:
            doc.spans[spans_key] = kept
        else:
            doc.set_ents(kept)
        report["documents"] += 1
        report["spans"] += len(kept)
        docs.add(doc)
    docs.to_disk(path)
    return report


def _doc_span(doc: Doc, span: DocumentSpan, alignment_mode: AlignmentMode) -> Span | None:
    made = doc.char_span(
        span.start, span.end, span.label, kb_id=span.id or "", span_id=span.id or "", alignment_mode=alignment_mode
    )
    if made is not None and span.score is not None:
        made._.gaz_score = span.score
    return made
