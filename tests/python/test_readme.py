"""What the guide shows happens."""

import doctest

import gaz
import pytest
from conftest import guide_sections

FIRST = "From a corpus to a corrected dictionary"
OPTIONAL = {"spaCy", "Data frames and data sets", "Spark"}  # the last one is tested by spark/test_spark.py


def test_the_guide(guide):
    sections = list(guide_sections())
    assert sections[0] == FIRST and OPTIONAL < set(sections)
    guide(*(heading for heading in sections if heading not in OPTIONAL))


def test_spacy(guide):
    pytest.importorskip("spacy")
    guide(FIRST, "spaCy")


def test_data_frames(guide):
    for module in ("datasets", "duckdb", "pandas", "polars", "pyarrow"):
        pytest.importorskip(module)
    guide(FIRST, "Many texts", "Data frames and data sets")


def test_the_module_shows_how_it_begins():
    assert doctest.testmod(gaz).failed == 0
