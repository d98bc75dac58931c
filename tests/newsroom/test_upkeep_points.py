"""The rules of the house: what needs a person, what does not, and how long a dismissal holds."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page

from core.models import CustomDocument, CustomImage
from newsroom.models import UpkeepCheck, UpkeepPoint
from newsroom.upkeep import checking, points, reading, wording
from newsroom.upkeep.own_links import OwnLinks
from tests import factories
from tests.newsroom import upkeep

pytestmark = pytest.mark.django_db

Kind = UpkeepPoint.Kind
TODAY = date(2026, 6, 15)
FRESH = date(2026, 6, 1)


def found(kind: str) -> list[points.Point]:
    """Return the points of a kind, but for those of the home pages that every test has."""
    content = reading.read()
    every = points.all_points(content, OwnLinks(content), {}, TODAY)
    return [point for point in every if point.kind == kind and not point.title.startswith("Home ")]


@pytest.mark.parametrize(("reviewed", "due"), [(date(2025, 6, 15), True), (date(2025, 6, 16), False), (None, False)])
def test_a_page_is_due_for_review_after_its_months(six: factories.Pages, reviewed: date | None, due: bool) -> None:
    page = factories.standard(six, "about", ("en", "fr"), last_reviewed=reviewed)["en"]
    Page.objects.filter(slug="about").update(first_published_at=timezone.now())
    assert [point.page_id for point in found(Kind.REVIEW)] == ([page.pk] if due else [])


def test_a_page_that_was_never_checked_counts_from_its_publication(six: factories.Pages) -> None:
    factories.standard(six, "about")
    Page.objects.filter(slug="about").update(first_published_at="2020-01-01T00:00:00Z")
    [point] = found(Kind.REVIEW)
    assert (point.data["since"], point.data["reviewed"]) == ("2020-01-01", False)


def test_a_page_with_a_safety_notice_is_due_sooner(six: factories.Pages) -> None:
    notice = [("callout", {"kind": "safety", "title": "Gas", "text": "<p>Never enter alone.</p>"})]
    page = factories.standard(six, "gas", body=notice, last_reviewed=date(2025, 12, 1))["en"]
    factories.standard(six, "about", last_reviewed=date(2025, 12, 1))
    assert [point.page_id for point in found(Kind.REVIEW)] == [page.pk]


def test_dated_records_and_completed_projects_are_never_due(six: factories.Pages) -> None:
    old = {"last_reviewed": date(2001, 1, 1), "body": [upkeep.figure(1990)]}
    factories.publication(factories.publication_index(six, ("en",)), "manual", **old)
    factories.article(factories.article_index(six, ("en",)), "story", **old)
    projects = factories.project_index(six, ("en",))
    factories.project(projects, "ended", status="completed", **old)
    factories.project(projects, "running", status="ongoing", **old)
    assert [point.title for kind in (Kind.REVIEW, Kind.FACT) for point in found(kind)] == ["running en", "running en"]


def test_a_figure_is_due_when_it_is_old_and_once_for_all_languages(six: factories.Pages) -> None:
    body = [upkeep.figure(2020, label="old"), upkeep.figure(2021, label="young enough")]
    page = factories.standard(six, "about", ("en", "ar"), body=body, last_reviewed=FRESH)["en"]
    assert [(point.page_id, point.data["label"]) for point in found(Kind.FACT)] == [(page.pk, "old")]


def test_a_figure_is_due_when_its_source_cannot_be_looked_up(six: factories.Pages) -> None:
    factories.standard(six, "about", body=[upkeep.figure(2025, "https://gone.example/")], last_reviewed=FRESH)
    content = reading.read()
    broken: Any = {"https://gone.example/": None}
    [point] = points.facts(content, OwnLinks(content), broken, TODAY)
    assert (point.data["old"], point.data["lost"]) == (False, True)


def test_outcomes_of_a_running_project_are_facts(six: factories.Pages) -> None:
    page = factories.project(factories.project_index(six, ("en",)), "running", status="ongoing", last_reviewed=FRESH)["en"]
    factories.child(page, "outcomes", value=3, label="plants", source="Report", year=2009)
    assert [point.data["label"] for point in found(Kind.FACT)] == ["plants"]


def test_publications_tell_what_they_lack(six: factories.Pages) -> None:
    index = factories.publication_index(six, ("en", "fr"))
    bare = factories.publication(index, "bare", ("en", "fr"))["en"]
    full = factories.publication(index, "full", files=[("en", factories.document("full"))], symbol="ID/1", pages=12)["en"]
    factories.child(full, "organisation_links", organisation=factories.organisation("unido"))
    [point] = found(Kind.PUBLICATION)
    assert (point.page_id, point.data["gaps"]) == (bare.pk, list(points.GAPS))
    assert points.GAPS.keys() == wording.GAPS.keys()


def test_pictures_without_words_are_found_where_they_stand_and_in_the_library(six: factories.Pages) -> None:
    described = factories.drawing("Drum")
    described.description_en = "A drum"
    described.save()
    bare = factories.drawing("Vat")

    def block(image: Any, **more: Any) -> tuple[str, Any]:
        return "image", {"image": {"image": image.pk, "alt_text": "", "decorative": False, **more}, "caption": ""}

    raw = [{"type": kind, "value": value} for kind, value in (block(described), block(bare), block(bare, decorative=True))]
    pages = factories.standard(six, "soaking", ("en", "fr"), last_reviewed=FRESH)
    for page in pages.values():
        page.body = raw
        page.save()
    on_pages = {(point.code, *point.data["images"]) for point in found(Kind.PAGE_ALT)}
    assert on_pages == {("en", "Vat"), ("fr", "Drum", "Vat")}
    in_library = {(point.code, point.title) for point in found(Kind.IMAGE_ALT)}
    assert in_library == {("en", "Vat"), ("fr", "Drum"), ("fr", "Vat")}


def test_what_nothing_uses_is_found_unless_it_is_new(six: factories.Pages) -> None:
    used, free, new = (factories.document(name) for name in ("used", "free", "new"))
    lead, unused = factories.drawing("Lead"), factories.drawing("Unused")
    factories.publication(factories.publication_index(six, ("en",)), "manual", files=[("en", used)], lead_image=lead)
    long_ago = timezone.now() - timedelta(days=30)
    CustomDocument.objects.exclude(pk=new.pk).update(created_at=long_ago)
    CustomImage.objects.update(created_at=long_ago)
    assert [point.document_id for point in found(Kind.FILE)] == [free.pk]
    assert [point.image_id for point in found(Kind.IMAGE)] == [unused.pk]


def test_what_only_a_draft_uses_is_in_use(six: factories.Pages) -> None:
    image = factories.drawing("Drum")
    CustomImage.objects.update(created_at=timezone.now() - timedelta(days=30))
    page = factories.standard(six, "about")["en"].specific
    page.lead_image = image
    page.save_revision(clean=False)
    assert found(Kind.IMAGE) == []


def test_every_point_has_a_sentence_and_a_place_to_mend_it(six: factories.Pages) -> None:
    factories.standard(six, "about", body=[upkeep.figure(1990)], last_reviewed=date(2001, 1, 1))
    factories.publication(factories.publication_index(six, ("en",)), "bare")
    factories.drawing("Drum")
    upkeep.check()
    rows = list(UpkeepPoint.objects.all())
    assert {row.kind for row in rows} >= {Kind.REVIEW, Kind.FACT, Kind.PUBLICATION, Kind.IMAGE_ALT}
    assert all(wording.sentence(row) and wording.address(row).startswith("/admin/") for row in rows)


def test_a_dismissal_holds_until_the_thing_changes(six: factories.Pages) -> None:
    page = factories.standard(six, "about", last_reviewed=date(2001, 1, 1))["en"]
    about = UpkeepPoint.objects.filter(page=page, kind=Kind.REVIEW)
    upkeep.check()
    about.update(dismissed_at=timezone.now(), reason="Historic")
    upkeep.check()
    assert about.get().reason == "Historic"
    page.last_reviewed = date(2002, 1, 1)
    page.save()
    upkeep.check()
    assert (about.get().dismissed_at, about.get().reason) == (None, "")


def test_what_was_mended_leaves_the_list_and_the_rest_keeps_its_day(six: factories.Pages) -> None:
    pages = [factories.standard(six, slug, last_reviewed=date(2001, 1, 1))["en"] for slug in ("one", "two")]
    upkeep.check()
    UpkeepPoint.objects.update(since=date(2020, 1, 1))
    pages[0].last_reviewed = timezone.localdate()
    pages[0].save()
    upkeep.check()
    rows = UpkeepPoint.objects.filter(kind=Kind.REVIEW, page__in=pages)
    assert [(row.page_id, row.since) for row in rows] == [(pages[1].pk, date(2020, 1, 1))]


def test_a_check_that_fails_is_tried_again_and_changes_nothing(six: factories.Pages, monkeypatch: pytest.MonkeyPatch) -> None:
    upkeep.check()
    before = UpkeepPoint.objects.count()
    monkeypatch.setattr(reading, "read", lambda: 1 / 0)
    upkeep.check()
    row = UpkeepCheck.objects.order_by("-pk")[0]
    assert (row.state, row.attempts, "ZeroDivisionError" in row.error) == ("failed", 3, True)
    assert UpkeepPoint.objects.count() == before


def test_queries_of_a_check_do_not_grow_with_pages(six: factories.Pages) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            checking.look()
        return len(queries)

    index = factories.publication_index(six)

    def add(number: int) -> None:
        body = [upkeep.figure(1990), ("paragraph", '<p><a href="/en/nothing/">x</a></p>')]
        factories.standard(six, f"page-{number}", ("en", "fr", "ar"), body=body)
        factories.publication(index, f"manual-{number}", ("en", "fr"), files=[("en", factories.document(f"d{number}"))])
        factories.drawing(f"Picture {number}")

    add(0)
    count()
    few = count()
    for number in range(1, 4):
        add(number)
    assert count() == few
