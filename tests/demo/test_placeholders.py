"""Placeholder PDFs are valid and say what they are."""

import re

import pytest

from demo.placeholders import placeholder, wording_language


@pytest.mark.parametrize("pages", [1, 3])
def test_the_table_of_positions_points_at_the_objects(pages):
    data = placeholder("Mass balance (second edition)", "en", pages)
    start = int(re.search(rb"startxref\n(\d+)", data)[1])
    positions = [int(found) for found in re.findall(rb"(\d{10}) 00000 n", data[start:])]
    assert len(positions) == 4 + 2 * pages
    for number, position in enumerate(positions, start=1):
        assert data[position:].startswith(f"{number} 0 obj\n".encode())
    for length, stream in re.findall(rb"/Length (\d+) >>\nstream\n(.*?)\nendstream", data, re.DOTALL):
        assert int(length) == len(stream)
    assert data.count(b"/Type /Page ") == pages
    assert len(data) < 8000


def test_text_title_and_language():
    data = placeholder("Formación — Král", "es")
    assert "Archivo provisional".encode("cp1252") in data
    assert "Formación — Král".encode("cp1252") in data
    assert b"/Lang (es)" in data
    assert "Formación — Král".encode("utf-16-be").hex().upper().encode() in data


def test_languages_that_the_font_cannot_write_are_served_in_english():
    assert [wording_language(code) for code in ("fr", "es", "ar", "zh-hans", "de")] == ["fr", "es", "en", "en", "en"]
    assert "Lódz".encode("cp1252") in placeholder("Lódź", "en")
