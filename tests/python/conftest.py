import doctest
import os
import pathlib
import re
import subprocess
import sys

import pytest

import gaz

ROOT = pathlib.Path(__file__).resolve().parents[2]

ENTRIES = [
    ("New York", "City", "Q60"),
    ("York", "City", "Q42462"),
    ("kernel", "Thing", None),
    ("Python kernel", "Software", "py/k"),
    ("café", "Place", "é"),
    ("한국어", "Language", "Q9176"),
    ("İstanbul", "City", "Q406"),
    ("👩‍👩‍👧", "Sign", None),
    ("C + +", "Software", None),
]


@pytest.fixture(scope="session")
def lexicon():
    lexicon = gaz.Lexicon()
    for surface, label, id in ENTRIES:
        lexicon.add(surface, label, id=id)
    return lexicon


@pytest.fixture(scope="session")
def path(lexicon, tmp_path_factory):
    path = tmp_path_factory.mktemp("models") / "small.gaz"
    lexicon.build(path)
    return path


@pytest.fixture(scope="session")
def model(path):
    return gaz.Model(path)


@pytest.fixture(scope="session")
def shared():
    """Data from outside the project."""
    folder = pathlib.Path(os.environ.get("GAZ_SHARED", ROOT.parent / "shared"))
    if not folder.exists():
        pytest.skip("GAZ_SHARED is absent")
    return folder


@pytest.fixture(scope="session")
def command():
    """Runs the command of the package, and returns what it writes."""

    def run(*arguments, input=None):
        done = subprocess.run(
            [sys.executable, "-m", "gaz", *map(str, arguments)], input=input, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    return run


def guide_sections():
    """The code of each section of the guide, src/python/README.md, that has some, by its heading."""
    guide = (ROOT / "src" / "python" / "README.md").read_text(encoding="utf-8")
    sections = re.findall(r"^## (.*?)\n(.*?)(?=^## |\Z)", guide, re.M | re.S)
    code = {heading: "\n".join(re.findall(r"^```python\n(.*?)^```$", text, re.M | re.S)) for heading, text in sections}
    return {heading: text for heading, text in code.items() if text}


@pytest.fixture
def guide(tmp_path, monkeypatch):
    """Runs sections of the guide, one after the other: what they show must happen."""

    def run(*headings):
        (tmp_path / "gazetteers").symlink_to(ROOT / "gazetteers")
        monkeypatch.chdir(tmp_path)
        sections = guide_sections()
        code = "\n".join(sections[heading] for heading in headings)
        test = doctest.DocTestParser().get_doctest(code, {}, "README.md", None, 0)
        told = []
        doctest.DocTestRunner(optionflags=doctest.ELLIPSIS).run(test, out=told.append)
        assert not told, "".join(told)

    return run
