"""Taking, assigning, dates, reminders; in bulk with the effect before and an undo after."""

from collections.abc import Iterator
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests import factories
from tests.translation_desk import desk, queue_data
from tests.translation_desk.empty_page import queries
from translation_desk import assigning
from translation_desk.errors import NotAllowedError, WrongStateError
from translation_desk.models import JobBatch, Notice, TranslationJob
from translation_desk.models.jobs import Status

pytestmark = pytest.mark.django_db

BULK = "/admin/translations/bulk/"
SOON = date(2100, 1, 1)


@pytest.fixture(scope="module")
def world(six: factories.Pages, django_db_blocker: Any) -> Iterator[SimpleNamespace]:
    """Jobs in French and Russian, and the people of both languages."""
    with django_db_blocker.unblock(), factories.undone():
        people = desk.people()
        people.colleague = desk.person("colleague-fr", ("translator", "fr"))
        pages = [queue_data.page(six, f"Page {number}", f"page-{number}") for number in range(4)]
        make = queue_data.job
        jobs = SimpleNamespace(
            free=make(pages[0], "fr"),
            taken=make(pages[1], "fr", status=Status.IN_TRANSLATION, translator=people.colleague),
            review=make(pages[2], "fr", status=Status.IN_REVIEW, translator=people.translator),
            live=make(pages[3], "fr", status=Status.LIVE),
            russian=make(pages[0], "ru"),
            by_hand=make(pages[1], "ru", enabled=False),
        )
        yield SimpleNamespace(people=people, jobs=jobs, pages=pages)


def now(job: TranslationJob) -> TranslationJob:
    return TranslationJob.objects.get(pk=job.pk)


def told(event: str) -> set[tuple[str, int]]:
    return set(Notice.objects.filter(event=event).values_list("user__username", "job"))


# --- One job ---


def test_a_translator_takes_what_is_free(world: SimpleNamespace) -> None:
    outcome = assigning.take(world.people.translator, [world.jobs.free])
    assert now(world.jobs.free).translator == world.people.translator
    assert [effect.job for effect in outcome.done] == [world.jobs.free]
    assert not Notice.objects.exists()


@pytest.mark.parametrize(
    ("person", "job", "error"),
    [
        ("translator", "russian", NotAllowedError),
        ("other_reviewer", "free", NotAllowedError),
        ("editor", "free", NotAllowedError),
        ("stranger", "free", NotAllowedError),
        ("translator", "taken", WrongStateError),
        ("colleague", "review", WrongStateError),
        ("translator", "live", WrongStateError),
        ("other_reviewer", "by_hand", WrongStateError),
    ],
)
def test_what_cannot_be_taken_is_refused(world: SimpleNamespace, person: str, job: str, error: type[Exception]) -> None:
    before = now(getattr(world.jobs, job)).translator_id
    with pytest.raises(error):
        assigning.take(getattr(world.people, person), [getattr(world.jobs, job)])
    assert now(getattr(world.jobs, job)).translator_id == before
    assert not JobBatch.objects.exists()


def test_work_of_an_absent_colleague_is_taken_over_and_they_are_told(world: SimpleNamespace) -> None:
    assigning.take(world.people.translator, [world.jobs.taken], over=True)
    assert now(world.jobs.taken).translator == world.people.translator
    assert told(Notice.Event.HANDED_OVER) == {(world.people.colleague.username, world.jobs.taken.pk)}


def test_taking_what_one_was_to_review_frees_the_review(world: SimpleNamespace) -> None:
    TranslationJob.objects.filter(pk=world.jobs.free.pk).update(reviewer=world.people.reviewer)
    assigning.take(world.people.reviewer, [world.jobs.free])
    job = now(world.jobs.free)
    assert (job.translator, job.reviewer) == (world.people.reviewer, None)


@pytest.mark.parametrize("step", ["assign", "set_reviewer", "set_due", "set_priority", "remind"])
@pytest.mark.parametrize("person", ["translator", "other_reviewer", "editor", "stranger"])
def test_only_managers_of_the_language_give_out_work(world: SimpleNamespace, step: str, person: str) -> None:
    values: dict[str, Any] = {"assign": None, "set_reviewer": None, "set_due": SOON, "set_priority": 10, "remind": ""}
    with pytest.raises(NotAllowedError):
        getattr(assigning, step)(getattr(world.people, person), [world.jobs.taken], values[step])


@pytest.mark.parametrize("person", ["reviewer", "approver", "admin"])
def test_reviewers_and_managers_assign(world: SimpleNamespace, person: str) -> None:
    assigning.assign(getattr(world.people, person), [world.jobs.taken], world.people.translator)
    assert now(world.jobs.taken).translator == world.people.translator
    assert told(Notice.Event.ASSIGNED) == {(world.people.translator.username, world.jobs.taken.pk)}
    assert told(Notice.Event.HANDED_OVER) == {(world.people.colleague.username, world.jobs.taken.pk)}


@pytest.mark.parametrize("person", ["other_reviewer", "editor", "approver", "admin"])
def test_work_goes_only_to_people_of_the_language(world: SimpleNamespace, person: str) -> None:
    with pytest.raises(NotAllowedError):
        assigning.assign(world.people.approver, [world.jobs.free], getattr(world.people, person))
    with pytest.raises(NotAllowedError):
        assigning.set_reviewer(world.people.approver, [world.jobs.free], getattr(world.people, person))


def test_a_translator_is_no_reviewer(world: SimpleNamespace) -> None:
    with pytest.raises(NotAllowedError):
        assigning.set_reviewer(world.people.approver, [world.jobs.free], world.people.translator)


def test_nobody_reviews_their_own_translation(world: SimpleNamespace) -> None:
    assigning.assign(world.people.approver, [world.jobs.free], world.people.reviewer)
    with pytest.raises(WrongStateError):
        assigning.set_reviewer(world.people.approver, [world.jobs.free], world.people.reviewer)


def test_a_named_reviewer_is_told(world: SimpleNamespace) -> None:
    assigning.set_reviewer(world.people.approver, [world.jobs.review], world.people.reviewer)
    assert now(world.jobs.review).reviewer == world.people.reviewer
    assert Notice.objects.get().data == {"role": "reviewer"}
    assert told(Notice.Event.ASSIGNED) == {(world.people.reviewer.username, world.jobs.review.pk)}


def test_dates_and_priority_are_for_work_that_is_left(world: SimpleNamespace) -> None:
    assigning.set_due(world.people.reviewer, [world.jobs.free], SOON)
    assigning.set_priority(world.people.reviewer, [world.jobs.free], 10)
    assert (now(world.jobs.free).due, now(world.jobs.free).priority) == (SOON, 10)
    assigning.set_due(world.people.reviewer, [world.jobs.free], None)
    assert now(world.jobs.free).due is None
    with pytest.raises(WrongStateError):
        assigning.set_due(world.people.reviewer, [world.jobs.live], SOON)


def test_a_reminder_reaches_whoever_acts_next_and_not_twice_a_day(world: SimpleNamespace) -> None:
    jobs, people = world.jobs, world.people
    outcome = assigning.remind(people.approver, [jobs.free, jobs.taken, jobs.review], "Please finish.")
    assert told(Notice.Event.REMINDER) == {(people.colleague.username, jobs.taken.pk), (people.reviewer.username, jobs.review.pk)}
    assert set(Notice.objects.values_list("message", flat=True)) == {"Please finish."}
    assert [effect.job for effect in outcome.refused] == [jobs.free]
    assert outcome.batch is None
    with pytest.raises(WrongStateError):
        assigning.remind(people.approver, [jobs.taken])
    Notice.objects.update(created_at=timezone.now() - timedelta(days=2))
    assigning.remind(people.approver, [jobs.taken])


# --- Many jobs, and back ---


def test_a_step_serves_what_it_may_and_says_why_not_the_rest(world: SimpleNamespace) -> None:
    jobs = [world.jobs.free, world.jobs.taken, world.jobs.live, world.jobs.russian]
    outcome = assigning.take(world.people.translator, jobs)
    assert [effect.job for effect in outcome.done] == [world.jobs.free]
    assert {effect.job: type(effect.refusal) for effect in outcome.refused} == {
        world.jobs.taken: WrongStateError,
        world.jobs.live: WrongStateError,
        world.jobs.russian: NotAllowedError,
    }


def test_the_effect_is_known_before_and_changes_nothing(world: SimpleNamespace) -> None:
    effects = assigning.preview_effect(world.people.approver, [world.jobs.free, world.jobs.by_hand], "set_due", SOON)
    assert [(effect.changes, bool(effect.refusal)) for effect in effects] == [({"due": SOON}, False), ({}, True)]
    assert now(world.jobs.free).due is None


def test_undoing_restores_what_nobody_changed_since(world: SimpleNamespace) -> None:
    jobs, people = world.jobs, world.people
    batch = assigning.assign(people.approver, [jobs.free, jobs.taken], people.translator).batch
    assert batch is not None
    assigning.assign(people.approver, [jobs.free], None)
    undone = assigning.undo(people.approver, batch)
    assert (undone.restored, undone.kept) == (1, [jobs.free])
    assert now(jobs.taken).translator == people.colleague
    assert now(jobs.free).translator is None
    with pytest.raises(WrongStateError):
        assigning.undo(people.approver, batch)


def test_a_date_comes_back_as_it_was(world: SimpleNamespace) -> None:
    TranslationJob.objects.filter(pk=world.jobs.free.pk).update(due=date(2099, 5, 4))
    batch = assigning.set_due(world.people.reviewer, [world.jobs.free, world.jobs.taken], SOON).batch
    assert batch is not None
    assert assigning.undo(world.people.reviewer, batch).restored == 2
    assert (now(world.jobs.free).due, now(world.jobs.taken).due) == (date(2099, 5, 4), None)


def test_somebody_else_cannot_undo(world: SimpleNamespace) -> None:
    batch = assigning.take(world.people.translator, [world.jobs.free]).batch
    assert batch is not None
    with pytest.raises(NotAllowedError):
        assigning.undo(world.people.colleague, batch)
    assert assigning.undo(world.people.approver, batch).restored == 1


def test_news_that_no_mail_carried_yet_goes_with_the_undone_step(world: SimpleNamespace) -> None:
    batch = assigning.assign(world.people.approver, [world.jobs.free], world.people.translator).batch
    assert batch is not None
    Notice.objects.update(mailed_at=None)
    assigning.undo(world.people.approver, batch)
    assert not Notice.objects.exists()


# --- The screens ---


def test_rows_are_chosen_the_effect_shown_confirmed_and_undone(world: SimpleNamespace, client: Client) -> None:
    jobs, people = world.jobs, world.people
    client.force_login(people.reviewer)
    assert 'value="assign"' in client.get("/admin/translations/?tab=all").content.decode()
    query = {"action": "assign", "job": [jobs.taken.pk, jobs.russian.pk], "rows": "tab=all"}
    assert "Show the effect" in client.get(BULK, query).content.decode()
    query |= {"person": people.translator.pk, "effect": 1}
    answer = client.get(BULK, query)
    text = answer.content.decode()
    assert people.colleague.get_full_name() in text and people.translator.get_full_name() in text
    assert "Only reviewers of Russian and managers may do this." in text
    assert now(jobs.taken).translator == people.colleague
    text = client.post(answer.request["PATH_INFO"] + "?" + answer.request["QUERY_STRING"], follow=True).content.decode()
    assert "1 translation changed." in text
    assert now(jobs.taken).translator == people.translator
    undo = reverse("translation_desk:undo", args=[JobBatch.objects.get().pk])
    assert f'href="{undo}"' in text
    assert "1 translation gets back" in client.get(undo).content.decode()
    text = client.post(undo, {"next": "/admin/translations/?tab=all"}, follow=True).content.decode()
    assert "Undone: 1 translation is as before." in text
    assert now(jobs.taken).translator == people.colleague


def test_everything_that_matches_is_served_beyond_the_page(world: SimpleNamespace, client: Client) -> None:
    client.force_login(world.people.approver)
    query = "action=set_priority&all=1&rows=tab%3Dall%26language%3Dfr&priority=10&effect=1"
    assert "3 translations will change." in client.get(f"{BULK}?{query}").content.decode()
    client.post(f"{BULK}?{query}")
    assert set(TranslationJob.objects.filter(priority=10)) == {world.jobs.free, world.jobs.taken, world.jobs.review}


def test_a_translator_is_offered_taking_only(world: SimpleNamespace, client: Client) -> None:
    client.force_login(world.people.translator)
    text = client.get("/admin/translations/?tab=all").content.decode()
    assert 'value="take"' in text and 'value="assign"' not in text
    assert client.get(BULK, {"action": "assign", "job": world.jobs.free.pk}).status_code == 302
    assert client.post(f"{BULK}?action=set_due&effect=1&job={world.jobs.free.pk}").status_code == 302
    assert not JobBatch.objects.exists()


def test_an_editor_looks_and_chooses_nothing(world: SimpleNamespace, client: Client) -> None:
    client.force_login(world.people.editor)
    assert 'name="job"' not in client.get("/admin/translations/?tab=all").content.decode()


def test_a_day_that_has_passed_is_refused_in_words(world: SimpleNamespace, client: Client) -> None:
    client.force_login(world.people.reviewer)
    query = {"action": "set_due", "job": world.jobs.free.pk, "due": "2001-01-01", "effect": 1}
    text = client.get(BULK, query).content.decode()
    assert "This day has passed." in text and 'id="desk-effect"' not in text


@pytest.mark.parametrize("query", ["action=take", "action=take&job=abc", "action=take&all=1&rows=status%3Dnonsense"])
def test_who_chose_nothing_is_told(world: SimpleNamespace, client: Client, query: str) -> None:
    client.force_login(world.people.translator)
    assert "Choose at least one row first." in client.get(f"{BULK}?{query}", follow=True).content.decode()
    assert client.get(f"{BULK}?action=nonsense").status_code == 404


def test_the_cost_of_a_step_does_not_grow_with_rows(six: factories.Pages, world: SimpleNamespace, client: Client) -> None:
    client.force_login(world.people.admin)
    taken = []
    for number in (50, 500):
        with factories.undone():
            TranslationJob.objects.all().delete()
            queue_data.crowd(six, number, [world.people.translator], [world.people.reviewer])
            query = f"action=assign&person={world.people.translator.pk}&all=1&rows=tab%3Dall&effect=1"
            taken.append(queries(client, f"{BULK}?{query}"))
    assert taken[1] <= taken[0]
