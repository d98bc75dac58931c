"""Cutting pages into segments and putting translations back."""

from pathlib import Path

import pytest
from wagtail.models import Page
from wagtail_localize import strings

from tests import factories
from tests.translation_desk import desk
from translation_desk import engine, jobs
from translation_desk.models import SourceVersion

pytestmark = pytest.mark.django_db


def latest(page: Page) -> SourceVersion:
    return SourceVersion.objects.filter(translation_key=page.translation_key).latest("number")


def test_texts_links_and_tags_are_found(six: factories.Pages) -> None:
    segments = latest(desk.english(six)).segments
    texts = [entry["data"] for entry in segments if entry["kind"] == "text"]
    assert texts == [
        "Soaking",
        "What water does.",
        "Soaking",
        "Water returns to the <b>fibres</b>.",
        'Read the <a id="a1">manual</a> first.',
        "plants",
        "built",
        "Panel",
    ]
    link = next(entry for entry in segments if entry["kind"] == "link")
    assert link["data"] == "https://example.org/soak"


def test_limits_of_fields_travel_with_the_texts(six: factories.Pages) -> None:
    segments = {entry["path"]: entry for entry in latest(desk.english(six)).segments if entry["kind"] == "text"}
    assert segments["summary"]["max_length"] == 300
    assert segments["body.b1.text"]["max_length"] == 150
    assert segments["body.b2"]["rich"] and not segments["title"]["rich"]


def test_words_of_a_table_are_found_and_put_back(six: factories.Pages) -> None:
    table = {
        "columns": [{"type": "text", "heading": "Step"}, {"type": "number", "heading": "Days"}],
        "rows": [{"values": ["Liming", "2"]}],
        "caption": "",
    }
    body = [{"type": "table", "id": "t1", "value": {"caption": "Steps", "table": table, "source": ""}}]
    page = desk.english(six, body=body)
    version = latest(page)
    place = {entry["path"]: entry["place"] for entry in version.segments if entry["kind"] == "text"}
    people = desk.people()
    job = jobs.start(people.translator, desk.job(page))
    shown = engine.render(version, job.target_page.specific, {place["body.t1.table.rows.0.0"]: "Chaulage"})
    value = shown.body[0].value["table"]
    assert [row["values"][0] for row in value.row_data] == ["Chaulage"]
    assert value.row_data[0]["values"][1] == 2
    assert value.columns[0]["heading"] == "Step"


def test_a_translation_keeps_tags_and_addresses(six: factories.Pages) -> None:
    page = desk.english(six)
    people = desk.people()
    job = jobs.start(people.translator, desk.job(page))
    row = desk.segment(job, "body.b2", 1)
    row.text = 'Lisez d’abord le <a id="a1">manuel</a>.'
    row.save()
    shown = jobs.preview(job)
    assert '<a href="https://example.org/soak">manuel</a>' in shown.body[1].value.source
    assert "Water returns" in shown.body[1].value.source


def test_another_address_for_one_language(six: factories.Pages) -> None:
    page = desk.english(six)
    people = desk.people()
    job = jobs.start(people.translator, desk.job(page))
    link = job.segments.get(kind="link")
    link.text = "https://example.org/tremper"
    link.save()
    assert 'href="https://example.org/tremper"' in jobs.preview(job).body[1].value.source


def test_shape_knows_words_from_data(six: factories.Pages) -> None:
    page = desk.english(six)
    first = latest(page).shape
    desk.publish(page, title="Soaking hides")
    assert latest(page).shape == first
    body = [*page.body.raw_data]
    body[2]["value"]["figures"][0]["value"]["value"] = "300"
    desk.publish(page, body=body)
    assert latest(page).shape != first


def test_formulas_stay_in_one_text(six: factories.Pages) -> None:
    body = [{"type": "paragraph", "id": "p1", "value": "<p>Cr<sub>2</sub>O<sub>3</sub> stays below 5 mg m<sup>-3</sup>.</p>"}]
    segments = latest(desk.english(six, body=body)).segments
    texts = [entry["data"] for entry in segments if entry["kind"] == "text" and entry["path"] == "body.p1"]
    assert texts == ["Cr<sub>2</sub>O<sub>3</sub> stays below 5 mg m<sup>-3</sup>."]


def test_the_library_still_needs_to_be_told_of_formulas() -> None:
    source = Path(strings.__file__).read_text(encoding="utf-8")
    assert 'INLINE_TAGS = ["a", "abbr", "acronym", "b", "code", "em", "i", "strong", "br"]' in source
