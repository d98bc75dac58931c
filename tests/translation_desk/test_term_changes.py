"""A changed translation of a term leads to the live texts that have the earlier one; the new one is proposed there."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Page

from tests import factories
from tests.translation_desk import desk
from tests.translation_desk.reviewing import english, job, made, seen, six, staff, translated, twice, untouched
from translation_desk import editing, proposals, reviewing, submitting, term_changes
from translation_desk.errors import NotAllowedError, WrongStateError
from translation_desk.models import Segment, TermChange, TranslationJob
from translation_desk.models.jobs import Status
from vocabulary.models import Term

__all__ = ["english", "job", "made", "six", "staff", "twice", "untouched"]

pytestmark = pytest.mark.django_db

OLD, NEW = "flotte", "eau douce"


@pytest.fixture
def water(staff: SimpleNamespace) -> Term:
    return factories.term("water", term_en="water", term_fr=OLD, term_ru="вода")


@pytest.fixture
def live(untouched: Page, staff: SimpleNamespace) -> TranslationJob:
    """A live translation in which the term's earlier translation stands twice in the same way and once in another."""
    translated(untouched, staff, "Flottes")
    return desk.job(untouched)


@pytest.fixture
def change(water: Term, staff: SimpleNamespace) -> TermChange:
    (proposal,) = proposals.propose(staff.translator, water, {"term_fr": NEW})
    proposals.accept(staff.reviewer, proposal)
    return TermChange.objects.get()


def proposed(job: TranslationJob) -> list[Segment]:
    return list(Segment.objects.filter(job=job).exclude(suggestion="").order_by("order"))


def ids(cases: list[term_changes.Case]) -> list[int]:
    return [place.segment for case in cases for place in case.places]


def test_an_accepted_translation_of_a_term_is_remembered(change: TermChange, staff: SimpleNamespace) -> None:
    assert (change.old_text, change.new_text, change.user) == (OLD, NEW, staff.reviewer)


@pytest.mark.parametrize(
    ("column", "who", "by"), [("definition_fr", "translator", "reviewer"), ("term_en", "editor", "approver")]
)
def test_nothing_else_is(column: str, who: str, by: str, water: Term, staff: SimpleNamespace) -> None:
    (proposal,) = proposals.propose(getattr(staff, who), water, {column: "Other"})
    proposals.accept(getattr(staff, by), proposal)
    assert not TermChange.objects.exists()


def test_live_texts_with_the_earlier_term_are_found(live: TranslationJob, change: TermChange, staff: SimpleNamespace) -> None:
    cases = term_changes.cases(staff.reviewer, change)
    sources = set(Segment.objects.filter(pk__in=ids(cases)).values_list("source", flat=True))
    assert sources and all("water" in source.lower() for source in sources)
    assert all(case.after == case.before.replace("Flottes", "Eau douce") for case in cases)


def test_texts_without_the_english_term_are_not(live: TranslationJob, change: TermChange, staff: SimpleNamespace) -> None:
    Segment.objects.filter(job=live, source__icontains="water").update(source="Wet")
    assert term_changes.cases(staff.reviewer, change) == []


def test_texts_that_have_the_new_term_are_not(live: TranslationJob, change: TermChange, staff: SimpleNamespace) -> None:
    Segment.objects.filter(job=live).update(approved_text="La flotte est une eau douce", text="La flotte est une eau douce")
    assert term_changes.cases(staff.reviewer, change) == []


def test_the_same_english_with_the_same_translation_is_one_case(
    live: TranslationJob, change: TermChange, staff: SimpleNamespace
) -> None:
    rows = Segment.objects.filter(job=live, active=True, kind="text").order_by("order")[:2]
    for row in rows:
        Segment.objects.filter(pk=row.pk).update(source="Water", approved_text="Flotte", text="Flotte")
    first = term_changes.cases(staff.reviewer, change)[0]
    assert (first.after, len(first.places)) == ("Eau douce", 2)


def test_a_phrase_whose_words_stand_apart_is_flagged(live: TranslationJob, change: TermChange, staff: SimpleNamespace) -> None:
    TermChange.objects.update(old_text="flotte marine")
    change.refresh_from_db()
    row = Segment.objects.filter(job=live, source__icontains="water").first()
    Segment.objects.filter(pk=row.pk).update(approved_text="La flotte est marine", text="La flotte est marine")
    (case,) = term_changes.cases(staff.reviewer, change)
    assert case.after == ""
    term_changes.requeue(staff.reviewer, change, ids([case]))
    row.refresh_from_db()
    assert (row.review, row.suggestion) == (Segment.Review.FLAGGED, "")


def test_proposing_opens_a_correction_and_shows_visitors_nothing(
    live: TranslationJob, change: TermChange, staff: SimpleNamespace
) -> None:
    before = seen(live)
    cases = term_changes.cases(staff.reviewer, change)
    outcome = term_changes.requeue(staff.reviewer, change, ids(cases))
    live.refresh_from_db()
    assert (outcome.jobs, outcome.texts, outcome.refused) == (1, len(ids(cases)), [])
    assert (live.status, live.correction) == (Status.IN_TRANSLATION, True)
    assert {row.pk for row in proposed(live)} == set(ids(cases))
    assert all(row.text == row.approved_text and row.suggested_by_id == staff.reviewer.pk for row in proposed(live))
    assert seen(live) == before
    assert not [place for case in term_changes.cases(staff.reviewer, change) for place in case.places if not place.refusal]


def test_all_proposals_are_taken_over_at_once_and_go_live_by_approval(
    live: TranslationJob, change: TermChange, staff: SimpleNamespace
) -> None:
    term_changes.requeue(staff.reviewer, change, ids(term_changes.cases(staff.reviewer, change)))
    wanted = {row.pk: row.suggestion for row in proposed(live)}
    done = editing.accept_suggestions(staff.translator, live)
    assert {row.pk: row.text for row in done} == wanted and proposed(live) == []
    assert {row.author_id for row in done} == {staff.reviewer.pk}
    assert NEW not in seen(live).lower()
    submitting.submit(staff.translator, TranslationJob.objects.get(pk=live.pk))
    reviewing.approve(staff.reviewer, TranslationJob.objects.get(pk=live.pk))
    assert NEW in seen(live).lower()


def test_nobody_takes_over_what_they_proposed(live: TranslationJob, change: TermChange, staff: SimpleNamespace) -> None:
    term_changes.requeue(staff.reviewer, change, ids(term_changes.cases(staff.reviewer, change)))
    with pytest.raises(WrongStateError):
        editing.accept_suggestions(staff.reviewer, live)


def test_what_waits_for_review_is_left_alone(job: TranslationJob, change: TermChange, staff: SimpleNamespace) -> None:
    Segment.objects.filter(job=job).update(source="Water", approved_text=OLD, text=OLD)
    (case, *_rest) = term_changes.cases(staff.reviewer, change)
    assert case.places and not case.open
    assert term_changes.requeue(staff.reviewer, change, ids([case])).texts == 0


@pytest.mark.parametrize(
    ("code", "text", "old", "new", "after"),
    [
        ("fr", "Peaux et peau.", "peau", "cuir", "Cuir et cuir."),
        ("fr", "La ⟦1⟧peau⟦/1⟧ brute", "peau", "cuir", "La ⟦1⟧cuir⟦/1⟧ brute"),
        ("fr", "La peau ⟦1⟧brute⟦/1⟧", "peau brute", "cuir", ""),
        ("ar", "مسلخ ومدبغة", "مدبغة", "معمل دباغة", "مسلخ ومعمل دباغة"),
        ("zh-hans", "制革厂的水", "制革厂", "皮厂", "皮厂的水"),
    ],
)
def test_the_new_term_takes_the_place_of_the_old_one(code: str, text: str, old: str, new: str, after: str) -> None:
    assert term_changes.replaced(text, old, new, code) == after


@pytest.mark.parametrize("who", ["translator", "other_reviewer", "editor", "stranger"])
def test_who_may_not_propose(who: str, live: TranslationJob, change: TermChange, staff: SimpleNamespace) -> None:
    with pytest.raises(NotAllowedError):
        term_changes.requeue(getattr(staff, who), change, [1])


def screen(user: Any, change: TermChange, data: dict[str, Any] | None = None) -> Any:
    client = Client()
    client.force_login(user)
    address = reverse("translation_desk:term_change", args=[change.pk])
    return client.post(address, data, follow=True) if data is not None else client.get(address)


def test_the_screen_shows_the_difference_and_takes_ticks(
    live: TranslationJob, change: TermChange, staff: SimpleNamespace
) -> None:
    page = screen(staff.reviewer, change).content.decode()
    assert "</span>Eau douce</ins>" in page and 'name="case"' in page
    assert 'name="case"' not in screen(staff.translator, change).content.decode()
    assert screen(staff.other_reviewer, change).status_code in {302, 403}
    keys = [row["value"] for row in screen(staff.reviewer, change).context["rows"]]
    assert b"Proposed in" in screen(staff.reviewer, change, {"case": keys}).content
    assert proposed(live)


def test_the_editor_offers_to_take_over_all(live: TranslationJob, change: TermChange, staff: SimpleNamespace) -> None:
    term_changes.requeue(staff.reviewer, change, ids(term_changes.cases(staff.reviewer, change)))
    client = Client()
    client.force_login(staff.translator)
    assert b"Accept all proposed texts" in client.get(reverse("translation_desk:job", args=[live.pk])).content
    client.post(reverse("translation_desk:accept_proposed", args=[live.pk]))
    assert proposed(live) == []


def test_more_texts_cost_no_more_queries(live: TranslationJob, change: TermChange, staff: SimpleNamespace) -> None:
    def counted() -> int:
        with CaptureQueriesContext(connection) as taken:
            assert term_changes.cases(staff.reviewer, change)
        return len(taken)

    counted()
    before = counted()
    Segment.objects.filter(job=live).update(source="Water", approved_text=OLD, text=OLD)
    assert counted() == before


def test_the_list_of_changes_is_the_languages_own(change: TermChange, staff: SimpleNamespace) -> None:
    def listed(user: Any) -> Any:
        client = Client()
        client.force_login(user)
        return client.get(reverse("translation_desk:term_changes"))

    assert OLD in listed(staff.translator).content.decode()
    assert OLD not in listed(staff.other_reviewer).content.decode()
    assert listed(staff.stranger).status_code in {302, 403}
