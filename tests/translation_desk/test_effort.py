"""What translating a page takes, before it is ordered."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests import factories
from tests.translation_desk import desk
from translation_desk import leverage, memory
from translation_desk.errors import NotAllowedError, WrongStateError
from translation_desk.leverage import Amount, Effort
from translation_desk.models import Segment

pytestmark = pytest.mark.django_db


def effort_of(user: Any, page: Any, code: str) -> Effort:
    found = leverage.analysis(user, page)
    return next(effort for effort in found.efforts if effort.code == code)


def test_a_new_page_is_new_with_its_repetitions_apart(six: factories.Pages, people: SimpleNamespace) -> None:
    page = desk.english(six, title="Soaking", summary="Soaking")  # and its first heading
    found = leverage.analysis(people.editor, page)
    effort = found.efforts[0]
    assert effort.bands["repeated"] == Amount(2, 2)
    assert effort.bands["new"].segments == found.segments - 2
    assert effort.left.words == found.words


def test_what_is_approved_is_done_and_the_memory_helps_elsewhere(six: factories.Pages, people: SimpleNamespace) -> None:
    page = desk.english(six)
    desk.make_live(page, people)
    memory.fill()
    twin = desk.english(six, "twin", title="Soaking anew")
    assert effort_of(people.editor, page, "fr").left == Amount()
    bands = effort_of(people.editor, twin, "fr").bands
    assert bands["new"].segments == 1
    assert bands["context"].segments + bands["exact"].segments > 0
    assert effort_of(people.editor, twin, "es").bands["context"] == Amount()


def test_english_that_waits_for_its_date_counts(six: factories.Pages, people: SimpleNamespace) -> None:
    page = desk.english(six)
    desk.make_live(page, people)
    page.title = "A title that nobody has seen"
    page.save_revision()
    assert effort_of(people.editor, page, "fr").left == Amount(1, 6)


def test_lengths_are_foretold_from_what_is_approved(six: factories.Pages, people: SimpleNamespace, monkeypatch: Any) -> None:
    desk.make_live(desk.english(six), people)
    new = desk.english(six, "new", title="Something else altogether")
    assert effort_of(people.editor, new, "fr").length is None
    monkeypatch.setattr(leverage, "LEAST_WORDS", 1)
    job = desk.job(desk.english(six, "third"), "fr")
    assert job.words_total
    assert (effort_of(people.editor, new, "fr").length or 0) > 0


@pytest.mark.parametrize(
    ("percent", "name"),
    [
        (101, "context"),
        (100, "exact"),
        (99, "95"),
        (95, "95"),
        (94, "85"),
        (85, "85"),
        (84, "75"),
        (74, "65"),
        (65, "65"),
        (0, "new"),
    ],
)
def test_bands_are_those_of_translators_tools(percent: int, name: str) -> None:
    assert leverage.band(percent) == name


def test_strangers_and_translations_are_refused(six: factories.Pages, people: SimpleNamespace) -> None:
    page = desk.english(six)
    with pytest.raises(NotAllowedError):
        leverage.analysis(people.stranger, page)
    with pytest.raises(WrongStateError):
        leverage.analysis(people.editor, six["fr"])


def test_queries_do_not_grow_with_a_page(six: factories.Pages, people: SimpleNamespace, django_assert_num_queries: Any) -> None:
    more = [{"type": "heading", "id": f"h{number}", "value": {"text": f"Pit {number}", "level": "2"}} for number in range(5)]
    short, long = (desk.english(six, name, body=[*desk.BODY, *added]) for name, added in (("short", []), ("long", more)))
    assert Segment.objects.filter(job=desk.job(long, "fr")).count() > Segment.objects.filter(job=desk.job(short, "fr")).count()
    leverage.analysis(people.editor, short)
    with CaptureQueriesContext(connection) as first:
        leverage.analysis(people.editor, short)
    with django_assert_num_queries(len(first)):
        leverage.analysis(people.editor, long)


def test_an_image_that_nobody_described_is_told(six: factories.Pages, people: SimpleNamespace) -> None:
    image = factories.image(title="Drums")
    page = desk.english(six, lead_image=image)
    assert [hint.found for hint in leverage.analysis(people.editor, page).hints] == ["Drums"]
    image.description_en = "Two wooden drums"
    image.save()
    page.refresh_from_db()
    assert leverage.analysis(people.editor, page).hints == []


def test_the_screen_shows_bands_and_hints(six: factories.Pages, people: SimpleNamespace, client: Client) -> None:
    page = desk.english(six, title="The BOD of soaking")
    client.force_login(people.editor)
    text = client.get(reverse("translation_desk:effort", args=[page.pk])).content.decode()
    assert "“BOD” stands 1 time" in text
    assert "To be translated in all" in text
    editor = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert reverse("translation_desk:effort", args=[page.pk]) in editor
