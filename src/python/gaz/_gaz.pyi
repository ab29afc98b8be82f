import os
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, final

from typing_extensions import Self

from gaz._span import Span

version: str

_Path = str | os.PathLike[str]
_Text = str | bytes | bytearray | memoryview

@final
class ArrowSpans:
    def __len__(self) -> int: ...
    def __arrow_c_schema__(self) -> object: ...
    def __arrow_c_array__(self, requested_schema: object | None = None) -> tuple[object, object]: ...

@final
class ArrowSpansStream:
    def __len__(self) -> int: ...
    def __arrow_c_schema__(self) -> object: ...
    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object: ...

@final
class TagMany(Iterator[list[Span]]):
    def __iter__(self) -> Self: ...
    def __next__(self) -> list[Span]: ...

class Model:
    def __new__(
        cls, source: _Path | bytes, trusted: bool = False, in_memory: bool = False, copy: bool = False
    ) -> Self: ...
    @property
    def types(self) -> tuple[str, ...]: ...
    @property
    def checksum(self) -> str: ...
    @property
    def path(self) -> str | None: ...
    @property
    def closed(self) -> bool: ...
    @property
    def info(self) -> dict[str, Any]: ...
    def tag(
        self,
        text: _Text,
        /,
        *,
        offsets: str | None = None,
        errors: str = "strict",
        paragraphs: bool = False,
        tokenized: bool = False,
        markup: str | None = None,
        all: bool = False,
        senses: bool = False,
        min_score: float | None = None,
        precision: float | None = None,
        types: Iterable[str] | None = None,
        abbreviations: bool = False,
    ) -> list[Span]: ...
    def tag_tokens(
        self,
        tokens: Sequence[_Text],
        /,
        *,
        errors: str = "strict",
        all: bool = False,
        senses: bool = False,
        min_score: float | None = None,
        precision: float | None = None,
        types: Iterable[str] | None = None,
        abbreviations: bool = False,
    ) -> list[Span]: ...
    def tag_many(
        self,
        texts: Iterable[_Text],
        /,
        *,
        threads: int = 1,
        offsets: str | None = None,
        errors: str = "strict",
        paragraphs: bool = False,
        tokenized: bool = False,
        markup: str | None = None,
        all: bool = False,
        senses: bool = False,
        min_score: float | None = None,
        precision: float | None = None,
        types: Iterable[str] | None = None,
        abbreviations: bool = False,
    ) -> TagMany: ...
    def tag_arrow(
        self,
        texts: object,
        /,
        *,
        threads: int = 1,
        offsets: str | None = None,
        paragraphs: bool = False,
        tokenized: bool = False,
        markup: str | None = None,
        all: bool = False,
        senses: bool = False,
        min_score: float | None = None,
        precision: float | None = None,
        types: Iterable[str] | None = None,
        abbreviations: bool = False,
    ) -> ArrowSpans | ArrowSpansStream: ...
    def entry(self, number: int, /) -> dict[str, Any]: ...
    def to_bytes(self) -> bytes: ...
    def close(self) -> None: ...
    def _document(self, text: _Text, /, **options: Any) -> tuple[Any, ...]: ...
    def _explain(
        self,
        text: _Text,
        start: int | None,
        end: int | None,
        surface: str | None,
        lexicon: Lexicon | None,
        types: Iterable[str] | None,
        options: dict[str, Any],
        /,
    ) -> list[str]: ...

class Lexicon:
    def __new__(cls) -> Self: ...
    @property
    def counts(self) -> dict[str, Any]: ...
    @property
    def estimate(self) -> dict[str, Any] | None: ...
    def _add(self, tokens: tuple[str, ...], options: dict[str, Any], /) -> None: ...
    def _import(self, path: _Path, options: dict[str, Any], /) -> dict[str, Any]: ...
    def _harvest(self, paths: tuple[_Path, ...], cross_tags: _Path | None, options: dict[str, Any], /) -> dict[str, Any]: ...
    def _grow(
        self,
        texts: tuple[str | bytes, ...],
        paths: tuple[_Path, ...],
        types: Iterable[str] | None,
        options: dict[str, Any],
        count: int,
        folder: _Path | None,
        probability: float,
        /,
    ) -> tuple[str, int]: ...
    def _build(self, path: _Path, options: dict[str, Any], /) -> dict[str, int]: ...
    def _export(self, path: _Path, options: dict[str, Any], /) -> dict[str, int]: ...
    def _write(self, folder: _Path, /) -> None: ...
    def _write_report(self, path: _Path, texts: tuple[_Path, ...], options: dict[str, Any], /) -> None: ...
    def _add_variants(self, kinds: int, /) -> int: ...
    def _apply_blocklist(self, path: _Path, /) -> int: ...
    def _apply_verdicts(self, path: _Path, /) -> int: ...

@final
class DocumentReader(Iterator[tuple[Any, ...]]):
    def __new__(cls, path: _Path, options: dict[str, Any], /) -> Self: ...
    def __iter__(self) -> Self: ...
    def __next__(self) -> tuple[Any, ...]: ...
    @property
    def report(self) -> dict[str, Any]: ...

@final
class DocumentWriter:
    def __new__(cls, path: _Path, format: str, folder: bool, options: dict[str, Any], /) -> Self: ...
    def write(
        self, text: str, name: str | None, id: str | None, spans: Iterable[tuple[Any, ...]], unreviewed: bool, /
    ) -> None: ...
    def finish(self) -> dict[str, int]: ...
    def close(self) -> None: ...

def evaluate(
    predicted: Model | _Path, fill: _Path | None, gold: tuple[_Path | None, ...], differences: _Path | None, page: _Path | None,
    options: dict[str, Any], /
) -> str: ...
