"""Beginning, merging, mending and keeping by hand."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import Page, PageLogEntry

from tests import factories
from tests.translation_desk import desk, moderation
from translation_desk import jobs, roles
from translation_desk.errors import NotAllowedError, WrongStateError
from translation_desk.models.jobs import Status

pytestmark = pytest.mark.django_db


def test_starting_makes_a_draft_that_no_visitor_can_reach(six: factories.Pages, client: Client) -> None:
    people = desk.people()
    page = desk.english(six)
    job = jobs.start(people.translator, desk.job(page))
    assert job.status == Status.IN_TRANSLATION
    assert job.translator == people.translator
    target = Page.objects.get(pk=job.target_page_id)
    assert not target.live and target.alias_of_id is None and target.slug == page.slug
    assert client.get("/fr/soaking/").status_code == 404


def test_only_people_of_the_language_may_start(six: factories.Pages) -> None:
    people = desk.people()
    page = desk.english(six)
    for person in (people.other_reviewer, people.editor, people.approver, people.stranger):
        with pytest.raises(NotAllowedError):
            jobs.start(person, desk.job(page))
    assert desk.job(page).target_page_id is None


def test_missing_pages_above_are_made_as_drafts(six: factories.Pages) -> None:
    people = desk.people()
    parents = {"en": desk.english(six, "processing")}
    page = desk.english(parents, "soaking")
    job = jobs.start(people.translator, desk.job(page))
    above = job.target_page.get_parent()
    assert above.locale.language_code == "fr" and not above.live and above.alias_of_id is None
    assert desk.job(parents["en"]).target_page_id == above.pk
    assert desk.job(parents["en"]).status == Status.NOT_STARTED


def test_a_correction_of_a_live_translation(six: factories.Pages) -> None:
    people = desk.people()
    page = desk.english(six)
    desk.make_live(page, people)
    job = jobs.open_correction(people.translator, desk.job(page))
    assert (job.status, job.correction) == (Status.IN_TRANSLATION, True)
    assert desk.segment(job, "summary").text == "FR What water does."


def test_nothing_to_correct_before_it_is_live(six: factories.Pages) -> None:
    people = desk.people()
    page = desk.english(six)
    with pytest.raises(WrongStateError):
        jobs.open_correction(people.translator, desk.job(page))


def test_deleted_english_keeps_the_texts(six: factories.Pages) -> None:
    people = desk.people()
    page = desk.english(six)
    job = jobs.start(people.translator, desk.job(page))
    desk.translate(job, people.translator)
    Page.objects.get(pk=page.pk).delete()
    job = desk.job(page)
    assert job.source_page_id is None
    assert desk.segment(job, "summary").text == "FR What water does."
    with pytest.raises(WrongStateError, match="deleted"):
        jobs.merge(people.translator, job)


def test_by_hand_and_back_without_loss(six: factories.Pages) -> None:
    people = desk.people()
    page = desk.english(six)
    desk.make_live(page, people)
    job = jobs.stop(people.reviewer, desk.job(page))
    assert jobs.job_of(job.target_page) is None
    by_hand = job.target_page.specific
    by_hand.summary = "Écrit à la main."
    by_hand.body = [*by_hand.body.raw_data, {"type": "heading", "id": "own", "value": {"text": "À part", "level": "2"}}]
    by_hand.save_revision(user=people.translator, clean=False).publish(skip_permission_checks=True)
    job = jobs.restart(people.reviewer, job)
    assert desk.segment(job, "summary").text == "Écrit à la main."
    assert desk.segment(job, "title").text == "FR Soaking"
    assert Page.objects.get(pk=by_hand.pk).specific.body[-1].value["text"] == "À part"
    assert job.status == Status.IN_TRANSLATION


def test_the_queue_names_a_page_kept_by_hand_as_visitors_do(six: factories.Pages) -> None:
    people = desk.people()
    page = desk.english(six)
    desk.make_live(page, people)
    by_hand = jobs.stop(people.reviewer, desk.job(page)).target_page.specific
    by_hand.title = "Trempage"
    by_hand.save_revision(user=people.translator, clean=False).publish(skip_permission_checks=True)
    assert desk.job(page).target_title == "Trempage"


def test_the_queue_says_that_a_page_kept_by_hand_waits_for_the_page_above(six: factories.Pages) -> None:
    roles.set_up_roles(six)
    people = desk.people()
    section = desk.english(six, "section")
    page = desk.english({"en": section})
    jobs.start(people.translator, desk.job(page))
    by_hand = jobs.stop(people.reviewer, desk.job(page)).target_page.specific
    by_hand.save_revision(user=people.translator, clean=False)
    by_hand.get_workflow().start(by_hand, people.translator)
    moderation.decide(by_hand, people.reviewer)
    assert not Page.objects.get(pk=by_hand.pk).live
    assert desk.job(page).status == Status.APPROVED


def test_a_page_kept_by_hand_that_waits_for_its_date_is_not_taken_back(six: factories.Pages) -> None:
    people = desk.people()
    page = desk.english(six)
    desk.make_live(page, people)
    job = jobs.stop(people.reviewer, desk.job(page))
    revision = job.target_page.specific.save_revision(user=people.translator, clean=False)
    revision.approved_go_live_at = timezone.now() + timedelta(days=1)
    revision.save()
    with pytest.raises(WrongStateError, match="waits for review or for its date"):
        jobs.restart(people.reviewer, job)


def test_only_reviewers_and_managers_stop_a_translation(six: factories.Pages) -> None:
    people = desk.people()
    page = desk.english(six)
    desk.make_live(page, people)
    for person in (people.translator, people.other_reviewer, people.editor):
        with pytest.raises(NotAllowedError):
            jobs.stop(person, desk.job(page))
    assert desk.job(page).enabled


def test_beginning_is_logged(six: factories.Pages) -> None:
    people = desk.people()
    job = jobs.start(people.translator, desk.job(desk.english(six)))
    entry = PageLogEntry.objects.get(page=job.target_page_id, action="translation_desk.start")
    assert entry.user == people.translator
