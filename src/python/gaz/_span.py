"""A span."""

from __future__ import annotations

from typing import NamedTuple


class Span(NamedTuple):
    """A tagged part of a text.

    Attributes:
        start: Where it begins: a code point of a str, a byte of bytes, or what ``offsets`` asked for; a token after
            ``tag_tokens``. From 0.
        end: One past its end, in the unit of ``start``.
        label: The type of the entry.
        score: The probability that the match is right, 0 to 1.
        id: The id of the entry's concept, or None.
        entry: The number of the entry, for ``Model.entry``.
    """

    start: int
    end: int
    label: str
    score: float
    id: str | None
    entry: int

    def text(self, text: str) -> str:
        """The span's part of the text that was tagged (or of bytes, or of a list of tokens)."""
        return text[self.start : self.end]
