"""What visitors write about a page is turned into work for its people: once, without saying who wrote."""

from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from core.reports import ReportError
from home import messages
from home.models import ContactMessage
from tests import factories
from tests.translation_desk import desk, moderation
from tests.translation_desk.test_one_language import live
from translation_desk import jobs, questions
from translation_desk.models import Notice, Question, SegmentComment, TranslationJob
from translation_desk.models.jobs import Status
from translation_desk.readers_messages import page_at

pytestmark = pytest.mark.django_db

WORDS = "The limit in the second table is wrong."


@pytest.fixture
def office(people: Any) -> Any:
    """Somebody who answers visitors and has no part in any language."""
    user = desk.person("office")
    for name in ("access_admin", "change_contactmessage", "view_contactmessage"):
        user.user_permissions.add(Permission.objects.get(codename=name))
    return type(user).objects.get(pk=user.pk)


def message(path: str = "/fr/soaking/", **fields: Any) -> ContactMessage:
    values = {"message": WORDS, "name": "Visitor", "email": "visitor@example.org", "language": "fr", "reply_language": "fr"}
    return ContactMessage.objects.create(**values, page_path=path, delete_after=date(2100, 1, 1), **fields)


def screen(name: str, of: ContactMessage) -> str:
    return reverse(ContactMessage.snippet_viewset.get_url_name(name), args=[of.pk])


def test_the_screens_walk_from_the_message_to_the_correction(six: factories.Pages, people: Any, office: Any) -> None:
    job = desk.make_live(desk.english(six), people)
    written, browser = message(), moderation.signed_in(office)
    assert screen("turn", written) in browser.get(screen("edit", written)).content.decode()
    shown = browser.get(screen("turn", written)).content.decode()
    assert WORDS in shown
    assert "visitor@example.org" not in shown
    browser.post(screen("turn", written), {"text": "The limit is wrong."})
    comment = SegmentComment.objects.get()
    assert (comment.job_id, comment.segment, comment.text, comment.author) == (job.pk, None, "The limit is wrong.", office)
    job = desk.job_again(job)
    assert (job.status, job.started, job.correction, job.comments_open) == (Status.IN_TRANSLATION, True, True, 1)
    assert job.translator == people.translator
    edit = browser.get(screen("edit", written)).content.decode()
    assert reverse("translation_desk:job", args=[job.pk]) in edit
    assert "In translation" in edit
    assert screen("turn", written) not in edit
    assert "FR Soaking" in moderation.visitors_html(job.target_page)


def test_nothing_of_the_visitor_is_passed_on(six: factories.Pages, people: Any, office: Any) -> None:
    desk.make_live(desk.english(six), people)
    messages.turn(office, message(), WORDS)
    told = Notice.objects.filter(event=Notice.Event.READER)
    assert {notice.user for notice in told} == {people.translator, people.reviewer}
    everything = str([list(told.values()), list(SegmentComment.objects.values())])
    assert WORDS in everything
    assert "visitor@example.org" not in everything
    assert "Visitor" not in everything


def test_work_under_way_is_joined(six: factories.Pages, people: Any, office: Any) -> None:
    job = desk.make_live(desk.english(six), people)
    moderation.hand_in(job, people.translator)
    before = desk.job_again(job)
    messages.turn(office, message(), WORDS)
    after = desk.job_again(job)
    assert (after.status, after.correction, after.comments_open) == (before.status, before.correction, 1)


def test_a_page_kept_by_hand_gets_the_words_and_stays_by_hand(six: factories.Pages, people: Any, office: Any) -> None:
    job = jobs.stop(people.reviewer, desk.make_live(desk.english(six), people))
    messages.turn(office, message(), WORDS)
    job = desk.job_again(job)
    assert (job.enabled, job.started, job.comments_open) == (False, False, 1)


def test_the_english_becomes_a_fault_that_a_person_closes(six: factories.Pages, people: Any, office: Any) -> None:
    page = desk.english(six, owner=people.editor)
    written = messages.turn(office, message("/en/soaking/"), WORDS)
    question = Question.objects.get()
    assert (question.kind, question.text, question.page) == (Question.Kind.FAULT, WORDS, page.page_ptr)
    assert Notice.objects.get(event=Notice.Event.FAULT).user == people.editor
    desk.publish(page, title="Soaking hides", summary="New.")
    question.refresh_from_db()
    assert question.state == Question.State.OPEN
    editor = moderation.signed_in(people.editor)
    for address in (
        reverse("translation_desk:question", args=[question.pk]),
        reverse("translation_desk:questions") + "?show=faults",
    ):
        assert "From a reader" in editor.get(address).content.decode()
    questions.solve(people.editor, question, "Mended.")
    found = messages.outcome(written)
    assert found is not None
    assert (found.state, found.url) == ("Solved", reverse("translation_desk:question", args=[question.pk]))


def test_a_page_of_one_language_has_a_fault_that_its_people_close(six: factories.Pages, people: Any, office: Any) -> None:
    page = live(six)
    written = messages.turn(office, message("/fr/fete/"), WORDS)
    question = Question.objects.get()
    assert (question.page_id, question.job, question.text) == (page.pk, None, WORDS)
    address = reverse("translation_desk:question", args=[question.pk])
    faults = moderation.signed_in(people.translator).get(reverse("translation_desk:questions") + "?show=faults").content.decode()
    assert WORDS in faults
    assert reverse("wagtailadmin_pages:edit", args=[page.pk]) in faults
    listed = moderation.signed_in(people.editor).get(reverse("translation_desk:one_language")).content.decode()
    assert "1 fault that a reader noticed" in listed
    for person in (people.editor, people.approver, people.other_reviewer):
        moderation.signed_in(person).post(address, {"step": "solve", "text": "Done."})
        moderation.signed_in(person).post(address, {"step": "answer", "text": "Done."})
        assert Question.objects.get().state == Question.State.OPEN
    moderation.signed_in(people.translator).post(address, {"step": "solve", "text": "Done."})
    found = messages.outcome(written)
    assert found is not None
    assert (found.url, found.state) == (address, "Solved")
    moderation.signed_in(people.reviewer).post(address, {"step": "reopen", "text": "Not yet."})
    assert Question.objects.get().state == Question.State.OPEN


def test_each_message_is_turned_once(six: factories.Pages, people: Any, office: Any) -> None:
    factories.standard(six, "soaking", ("en",))
    written = message("/en/soaking/")
    messages.turn(office, written, WORDS)
    with pytest.raises(ReportError, match="already"):
        messages.turn(office, written, WORDS)
    answer = moderation.signed_in(office).post(screen("turn", written), {"text": "Again"})
    assert answer.status_code == 422
    assert "Again" in answer.content.decode()
    assert Question.objects.count() == 1


@pytest.mark.parametrize("text", ["   ", "x" * 5001])
def test_words_that_cannot_be_kept_are_refused_beside_them(six: factories.Pages, people: Any, office: Any, text: str) -> None:
    factories.standard(six, "soaking", ("en",))
    answer = moderation.signed_in(office).post(screen("turn", message("/en/soaking/")), {"text": text})
    assert answer.status_code == 422
    assert answer.context["form"].errors["text"]
    assert not Question.objects.exists()
    assert not ContactMessage.objects.exclude(work="").exists()


@pytest.mark.parametrize("path", ["", "/fr/no-such-page/", "/xx/soaking/", "/fr/search/", "/fr/" + "x" * 490, "/fr/a%00b/"])
def test_a_message_about_no_page_of_ours_stays_a_message(six: factories.Pages, office: Any, path: str) -> None:
    written = message(path)
    assert messages.offer(written) == ""
    with pytest.raises(ReportError):
        messages.turn(office, written, WORDS)


def test_who_may_not_change_messages_turns_none(six: factories.Pages, people: Any) -> None:
    factories.standard(six, "soaking", ("en",))
    written = message("/en/soaking/")
    for person in (people.translator, people.reviewer, people.stranger):
        with pytest.raises(PermissionDenied):
            messages.turn(person, written, WORDS)
        moderation.signed_in(person).post(screen("turn", written), {"text": WORDS})
    assert not Question.objects.exists()


def test_an_old_address_leads_to_the_page_and_the_archive_to_none(six: factories.Pages, people: Any) -> None:
    page = factories.standard(six, "soaking", ("en", "fr"))["fr"]
    Redirect.add_redirect("/fr/old", page)
    assert page_at("/fr/old/") == page_at("/fr/soaking/") == Page.objects.get(pk=page.pk)
    assert TranslationJob.objects.count() == 0
