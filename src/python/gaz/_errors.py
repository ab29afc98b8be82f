"""The exceptions of gaz."""

from __future__ import annotations

# What can be done about a failure, by the numbers of gaz_hint, in this package's own names.
_HINTS = {
    1: "token_column= sets the column of the tokens, lenient=True passes over such rows",
    2: "tag_column= sets the column of the tags",
    3: "field= names the field with the text, lenient=True passes over such records",
    4: "offsets= sets the unit",
    5: "tag_column= sets the column of the tags, format= another format",
    6: 'build it with tokens="both" or "words"',
    7: 'build it with tokens="both" or "corpus"',
    8: "folder=True writes files into a folder",
    9: "Lexicon.build makes one",
    10: "Model.types has its types",
    11: "label= sets the label of the list",
    12: 'format="tokensregex" reads it',
    13: "lenient=True leaves it out",
    14: "Lexicon.harvest makes entries of it",
    15: 'columns="id=1,surface=2" says which',
    16: "encoding= names the encoding",
    17: 'encoding="UTF-16", "UTF-16LE" or "UTF-16BE" reads it',
    18: "iconv -l lists them",
    19: "fields= names the members",
    20: "labels= names them",
    21: "semantic_types= names it, label= another label",
    22: "label= names one that they annotate",
    30: "jq -c '.[]' makes lines of it",
    31: "jq -c . makes a line of each",
    36: "jsonl, doccano, prodigy, label-studio, argilla, pubannotation, bioc and json-tokens have one",
    37: "jsonl has them, and brat, webanno, html and the like",
}


class Error(Exception):
    """What gaz could not do, and why.

    Attributes:
        message: One sentence, without file and line.
        status: The library's number of this kind of failure (gaz_status in gaz.h).
        file: The file that the failure is about, or None.
        line: The line of that file, from 1, or None.
        hint: What can be done, in the names of this package, or None.
    """

    def __init__(
        self, message: str, status: int = 0, file: str | None = None, line: int | None = None, hint: str | None = None
    ) -> None:
        self.args = (message, status, file, line, hint)
        self.message = message
        self.status = status
        self.file = file
        self.line = line
        self.hint = hint

    def __str__(self) -> str:
        place = "" if self.file is None else f"{self.file}: " if self.line is None else f"{self.file}:{self.line}: "
        return f"{place}{self.message}" + (f"; {self.hint}" if self.hint else "")


class ArgumentError(Error, ValueError):
    """An argument that the function does not take."""


class FileError(Error, OSError):
    """The system refused to open, read, write or rename a file."""


class InputError(Error, ValueError):
    """A corpus, list or text is malformed."""


class ModelError(Error):
    """Not a model, or a truncated, damaged or replaced one."""


class VersionError(ModelError):
    """A model of another version of the format."""


class LimitError(Error, OverflowError):
    """Larger than a format can hold."""


_CLASSES = {
    1: ArgumentError,
    3: FileError,
    4: InputError,
    5: ModelError,
    6: VersionError,
    7: LimitError,
    8: FileError,
}


def make(status: int, message: str, file: str | None, line: int, hint: int) -> Error:
    """Called by the extension."""
    return _CLASSES.get(status, Error)(message, status, file, line or None, _HINTS.get(hint))
