"""A model."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from gaz import _gaz
from gaz._errors import ModelError
from gaz._span import Span

if TYPE_CHECKING:
    from gaz._lexicon import Lexicon
    from gaz.documents import Document

    from typing_extensions import Self


class Model(_gaz.Model):
    """A compiled lexicon: immutable, mapped into memory, shared by threads and by processes that open the same file.

    It is pickled as the path of its file and the checksum, or, opened from bytes, as these. Models with the same
    checksum are equal and have the same hash.

    Args:
        path: A file that ``Lexicon.build`` or ``gaz build`` wrote.
        trusted: Skip the verification, for a file that the process itself wrote. Tagging with a damaged model that was
            not verified is undefined behaviour.
        copy: Read the file into memory. It may then be written over, which a mapped file may not: that kills the
            process. A copy is not shared with other processes.

    Raises:
        FileError: The file cannot be read.
        ModelError: It is not a model, or a damaged one.
        VersionError: It has another version of the format.
    """

    def __new__(cls, path: str | os.PathLike[str], *, trusted: bool = False, copy: bool = False) -> Self:
        return super().__new__(cls, path, trusted, False, copy)

    @classmethod
    def from_bytes(cls, data: bytes, *, trusted: bool = False) -> Self:
        """A model from the bytes of its file, which are copied."""
        return _gaz.Model.__new__(cls, data, trusted, True)

    @property
    def entries(self) -> int:
        """The number of entries."""
        return int(self.info["entries"])

    @property
    def min_score(self) -> float:
        """The least score of a match, 0 to 1, unless a call sets another."""
        return float(self.info["min_score"])

    @property
    def ignore_case(self) -> bool:
        """Whether an entry matches in any case."""
        return any(self.info[name] and self.info[name]["ignore_case"] for name in ("corpus", "words"))

    def replace(self, text: str, replacement: str | Callable[[Span], str], **options: Any) -> str:
        """The text with each span replaced.

        Args:
            text: A str.
            replacement: What stands for each span: a str, or a function of the Span that returns one. ``lambda span:
                f"<{span.label}>"`` shows the labels.
            options: As for ``tag``, but ``offsets``, ``all`` and ``senses``.
        """
        if not isinstance(text, str):
            raise TypeError(f"replace takes a str, not {type(text).__name__}")
        for name in ("offsets", "all", "senses"):
            if name in options:
                raise TypeError(f"replace has no option {name}")
        parts: list[str] = []
        at = 0
        for span in self.tag(text, **options):
            parts += text[at : span.start], replacement if isinstance(replacement, str) else replacement(span)
            at = span.end
        return "".join([*parts, text[at:]])

    def document(self, text: str | bytes, *, name: str | None = None, id: str | None = None, **options: Any) -> Document:
        """The text with its tokens, sentences and spans, as a ``gaz.documents.Document``. A notebook shows it in colours.

        Args:
            text: UTF-8, if it is bytes. Offsets of the document are code points.
            name: Of the document's file.
            id: Of the document.
            options: As for ``tag``, but ``offsets``. With ``senses``, each span has its weaker ones.
        """
        from gaz.documents import Document

        _, number, _, *rest = self._document(text, **options)
        return Document.from_tuple((name, number, id, *rest))

    def explain(
        self,
        text: str | bytes,
        start: int | None = None,
        end: int | None = None,
        *,
        surface: str | None = None,
        lexicon: Lexicon | None = None,
        offsets: str | None = None,
        paragraphs: bool = False,
        min_score: float | None = None,
        types: Iterable[str] | None = None,
    ) -> Any:
        """Why spans were tagged, or were not, as ``gaz explain --json`` tells it.

        Args:
            text: A str, or bytes.
            start: With ``end``, the span that is asked for, tagged or not. In the unit of ``offsets``.
            end: One past its end.
            surface: Explain where this surface occurs, tagged or not.
            lexicon: What the model was built from. Without it, entries that were dropped are not known.
            offsets: As for ``tag``.
            paragraphs: As for ``tag``.
            min_score: As for ``tag``.
            types: As for ``tag``.

        Returns:
            A dict for ``start`` and ``end``; else a list of one for each span.

        Raises:
            ArgumentError: The span is outside of the text, or empty.
        """
        if (start is None) != (end is None) or (start is not None and surface is not None):
            raise TypeError("explain takes start and end, or a surface, or none of them")
        options = {"offsets": offsets, "paragraphs": paragraphs, "min_score": min_score}
        found = [json.loads(line) for line in self._explain(text, start, end, surface, lexicon, types, options)]
        return found if start is None else found[0]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *unused: object) -> None:
        self.close()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Model) and self.checksum == other.checksum

    def __hash__(self) -> int:
        return hash(self.checksum)

    def __repr__(self) -> str:
        source = "from bytes" if self.path is None else repr(self.path)
        return f"<gaz.Model {source}, {self.entries} entries{', closed' if self.closed else ''}>"

    def __reduce__(self) -> tuple[Any, ...]:
        if self.path is None:
            return _from_bytes, (type(self), self.to_bytes())
        return _reopen, (type(self), os.path.abspath(self.path), self.checksum)


def _from_bytes(cls: type[Model], data: bytes) -> Model:
    return cls.from_bytes(data)


def _reopen(cls: type[Model], path: str, checksum: str) -> Model:
    model = cls(path)
    if model.checksum != checksum:
        raise ModelError(f"is another model than the one that was pickled, {checksum}", 5, path)
    return model
