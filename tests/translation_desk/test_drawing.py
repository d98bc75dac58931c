"""Rows filled into a mould are those that the template makes."""

from itertools import combinations
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

from core.i18n import BY_CODE
from translation_desk.drawing import Drawing
from translation_desk.screen import Mode, Screen, in_language
from translation_desk.segment_rows import Choice, Row, Section

NASTY = "<b>\"a\" & 'b'</b> 100 % %s %(x)s {{ row }} \ue0001\ue001"
HTML = mark_safe("<i>50 %</i> %s")
TEXTS = {"label": NASTY, "state": NASTY, "edited": NASTY, "comments": NASTY, "repeats": NASTY, "limit": "80"}
READY = {"english": HTML, "tags": HTML, "earlier": HTML, "findings": HTML, "shown": HTML, "other": HTML}
FLAGS = {"one_line": True, "flagged": True, "accepted": True, "prefilled": True}
SUGGESTION = {"suggestion": HTML, "suggested_by": NASTY, "may_accept_suggestion": True}
PARTS = {**TEXTS, **READY, **FLAGS}


def rows() -> list[Row]:
    needed: dict[str, Any] = {"pk": "12345", "number": "7", "version": "0", "label": "", "name": NASTY}
    some = [dict(chosen) for size in (0, 1, 2, len(PARTS)) for chosen in combinations(PARTS.items(), size)]
    some += [SUGGESTION, {**SUGGESTION, "may_accept_suggestion": False}, {"choice": Choice(NASTY, NASTY, NASTY, "link")}]
    return [Row(**needed | parts) for parts in some]


def context(mode: Mode, column: str = "") -> dict[str, Any]:
    return {
        "screen": Screen(mode, may_accept_corrections=True),
        "writing": mode == "write",
        "reviewing": mode == "review",
        "review": mode == "review",
        "in_english": in_language("en"),
        "in_target": in_language("ar"),
        "in_other": in_language(column) if column else "",
        "column": BY_CODE.get(column),
    }


@pytest.mark.parametrize("mode", ["write", "review", "read"])
@pytest.mark.parametrize("column", ["", "fr"])
def test_a_row_is_what_its_template_makes_of_it(mode: Mode, column: str) -> None:
    needed = context(mode, column)
    drawing = Drawing(needed)
    for _turn in range(2):  # into a new mould, and into a known one
        for row in rows():
            assert drawing.row(row) == render_to_string("translation_desk/editor/segment.html", {**needed, "row": row})


def test_rows_of_a_kind_keep_their_own_texts() -> None:
    drawing = Drawing(context("write"))
    first, second = (drawing.row(Row(text, "1", "0", "", "name", edited=text)) for text in ("11", "<22>"))
    assert ">11</textarea>" in first and 'id="segment-11"' in first
    assert ">&lt;22&gt;</textarea>" in second and "11" not in second


def test_a_section_is_what_its_template_makes_of_it() -> None:
    needed = context("write")
    sections = [
        Section(NASTY, HTML, rows=rows()),
        Section(NASTY, HTML, heading=NASTY, rows=rows()[:3]),
        Section(NASTY, HTML, image="/admin/image/1/", title=NASTY, rows=rows()[:1]),
    ]
    drawn = Drawing(needed).sections(sections)
    assert all("12345" in section.drawn for section in sections)
    assert drawn == "".join(
        render_to_string("translation_desk/editor/section.html", {**needed, "section": section}) for section in sections
    )
