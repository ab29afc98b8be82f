"""gaz: a gazetteer-driven dictionary tagger.

>>> import gaz
>>> lexicon = gaz.Lexicon()
>>> lexicon.add("New York", "City", id="Q60")
>>> model = lexicon.model()
>>> model.tag("in New York")
[Span(start=3, end=11, label='City', score=1.0, id='Q60', entry=0)]
"""

from gaz import _gaz, documents
from gaz._errors import (
    ArgumentError,
    Error,
    FileError,
    InputError,
    LimitError,
    ModelError,
    VersionError,
)
from gaz._evaluate import evaluate
from gaz._lexicon import Lexicon
from gaz._model import Model
from gaz._span import Span

__version__ = _gaz.version

__all__ = [
    "ArgumentError",
    "Error",
    "FileError",
    "InputError",
    "Lexicon",
    "LimitError",
    "Model",
    "ModelError",
    "Span",
    "VersionError",
    "documents",
    "evaluate",
]
