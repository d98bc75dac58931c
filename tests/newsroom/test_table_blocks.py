"""Blocks and results in cells: how they come back, who they stay, and what is refused."""

import json
from types import SimpleNamespace
from typing import Any

import pytest
from wagtail.models import Page

from core.blocks import BodyBlock
from newsroom.tables import body, fenced
from newsroom.tables.errors import CellError
from newsroom.tables.names import Names
from newsroom.tables.registry import TABLES
from tests import factories
from tests.newsroom.table_pages import blocks, stored
from tests.newsroom.table_world import made, problems, received, sheet, six, staff, taken

__all__ = ["made", "six", "staff"]

pytestmark = pytest.mark.django_db

UNTOLD = {
    **dict.fromkeys(
        ("path", "depth", "numchild", "url_path", "translation_key", "locale", "content_type", "draft_title"), "tree"
    ),
    **dict.fromkeys(
        ("live", "has_unpublished_changes", "first_published_at", "last_published_at", "latest_revision"), "approval"
    ),
    **dict.fromkeys(("live_revision", "latest_revision_created_at", "go_live_at", "expire_at", "expired"), "approval"),
    **dict.fromkeys(("locked", "locked_at", "locked_by", "owner", "alias_of"), "people"),
    **dict.fromkeys(("id", "page_ptr", "slug"), "the code"),
    **dict.fromkeys(("show_in_menus", "search_description"), "no item of a list has it"),
}
"""Fields of pages that are in no table, and why."""


@pytest.mark.parametrize("code", [code for code in TABLES if code != "links"])
def test_every_field_of_a_page_is_in_its_table(code: str) -> None:
    table = TABLES[code]
    relations = {one.get_accessor_name() for one in table.model._meta.related_objects if one.remote_field.name == "page"}
    fields = {field.name for field in table.model._meta.concrete_fields} - UNTOLD.keys()
    children = {one for one in relations if one and hasattr(getattr(table.model, one, None), "rel")}
    own = {name for name in children if name.endswith("_links") or name in {"files", "themes", "modules", "gallery", "outcomes"}}
    unused = {"country_links"} if code in {"sessions", "courses", "stories"} else set()
    assert (fields | own) - unused <= {column.field for column in table.columns}


def test_each_block_comes_back_as_it_was(made: SimpleNamespace) -> None:
    every = blocks(made)
    assert {kind for kind, _value in every} | {"paragraph", "heading"} == set(BodyBlock().child_blocks)
    for block in every:
        text = body.to_text(stored(block), Names())
        assert text != body.KEPT, block
        again = json.loads(body.to_stored(text, "[]", Names()))[0]
        assert fenced.simple(block[0], again["value"], Names()) == fenced.simple(*block, Names())


def test_a_block_is_written_by_its_fields_and_by_names(made: SimpleNamespace) -> None:
    page = factories.publication(made.publications, "manual")["en"]
    value = {"title": "More", "pages": [{"type": "item", "id": "p", "value": page.pk}]}
    assert body.to_text(stored(("related_pages", value)), Names()) == (
        "::: related_pages\ntitle: More\npages:\n- publications/manual\n:::"
    )


def test_what_changes_in_a_block_leaves_it_and_its_items_what_they_are(made: SimpleNamespace) -> None:
    before = stored(*[block for block in blocks(made) if block[0] in {"steps", "quote"}])
    text = body.to_text(before, Names()).replace("Step 1", "Second step").replace("attribution: y", "attribution: z")
    steps, quote = json.loads(body.to_stored(text, before, Names()))
    assert [item["id"] for item in steps["value"]["items"]] == ["s0", "s1"]
    assert steps["value"]["items"][1]["value"]["title"] == "Second step"
    assert (steps["id"], quote["id"], quote["value"]["attribution"]) == ("id-0", "id-1", "z")


@pytest.mark.parametrize(
    ("kind", "lines", "said"),
    [
        ("nothing", "a: b", "is none of these"),
        ("callout", "kind: shouting\ntitle: T\ntext: x", "kind"),
        ("key_figures", "figures: []", "figures"),
        ("key_figures", "figures:\n- {value: many, label: a, source: b, year: 2000}", "has not the form"),
        ("key_figures", "figures:\n- {value: 2, high: 1, label: a, source: b, year: 2000}", "larger than the number"),
        ("table", "caption: C\ntable: {columns: [{type: text, heading: A}], rows: [[a, b]]}", "has not the form"),
        ("table", "caption: C\ntable: {columns: [{type: sum, heading: A}], rows: []}", "has not the form"),
        ("video", "title: V\nlanguage: en\ntranscript: x", "either a video file or an address"),
        ("quote", "- a", "has not the form"),
        ("quote", "text: {a: b}\nattribution: c", "has not the form"),
        ("steps", "items: [{title: one}]", "items"),
        ("quote", "!!python/object/apply:os.getcwd []", "cannot be read"),
    ],
)
def test_what_the_editor_would_refuse_is_refused(kind: str, lines: str, said: str) -> None:
    with pytest.raises(CellError, match=said):
        fenced.stored(kind, lines, Names())


def test_results_in_figures_stay_the_same_rows_in_other_words(staff: SimpleNamespace, made: SimpleNamespace) -> None:
    project = factories.project(made.projects, "aid")["en"]
    factories.child(project, "outcomes", value=5, label="plants", source="Report", year=2009)
    lines = "6||about||plants|Report|2010\n-12.5|20||%|salt \\| hides|Report|2009|https://example.org/"
    taken(staff.editor, sheet([{"code": "aid", "results": lines.partition("\n")[0]}]), "projects", hand_in=False)
    saved = Page.objects.get(pk=project.pk).get_latest_revision_as_object()
    (outcome,) = saved.outcomes.all()
    assert (outcome.value, outcome.qualifier, outcome.year) == (6, "about", 2010)
    assert outcome.translation_key == Page.objects.get(pk=project.pk).specific.outcomes.get().translation_key
    taken(staff.editor, sheet([{"code": "aid", "results": lines}]), "projects", hand_in=False)
    saved = Page.objects.get(pk=project.pk).get_latest_revision_as_object()
    assert [one.label for one in saved.outcomes.all()] == ["plants", "salt | hides"]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("many||||plants|Report|2009", "no number"),
        ("5||perhaps||plants|Report|2009", "is none of these"),
        ("5||||plants||2009", "are needed"),
        ("5||||plants|Report|1800", "from 1950"),
        ("5||||plants|Report|2009|nowhere", "valid URL"),
        ("5||||plants|Report|2009|https://a.example|more", "More than 8 values"),
    ],
)
def test_results_that_cannot_be_taken_are_told(line: str, said: str, staff: SimpleNamespace, made: SimpleNamespace) -> None:
    row: dict[str, Any] = {"code": "aid", "title": "Aid", "summary": "It.", "results": line}
    ((_row, column, sentence),) = problems(received(staff.editor, sheet([row]), "projects"))
    assert column == "results" and said in sentence
