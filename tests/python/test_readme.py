"""What the guide shows happens."""

import doctest
import re

import gaz
from conftest import ROOT


def test_the_guide(tmp_path, monkeypatch):
    (tmp_path / "gazetteers").symlink_to(ROOT / "gazetteers")
    monkeypatch.chdir(tmp_path)
    text = (ROOT / "src" / "python" / "README.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```python\n(.*?)^```$", text, re.M | re.S)
    assert len(blocks) == 3
    test = doctest.DocTestParser().get_doctest("\n".join(blocks), {}, "README.md", None, 0)
    told = []
    doctest.DocTestRunner(optionflags=doctest.ELLIPSIS).run(test, out=told.append)
    assert not told, "".join(told)


def test_the_module_shows_how_it_begins():
    assert doctest.testmod(gaz).failed == 0
