"""Questions to experts: who asks, what approval waits for, what ends a question, what is told and kept."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.log_actions import registry
from wagtail.models import Page, PageLogEntry, Revision

from newsroom.experts import asking, following, forgetting, links, listing, reading
from newsroom.models import ExpertQuestion
from operations import persons
from tests.newsroom.expert_questions import answer, ask, committed
from tests.translation_desk import desk
from translation_desk import audit, reviewing, submitting
from translation_desk.errors import BadTextError, BadValueError, DeskError, NotAllowedError, WrongStateError
from translation_desk.models import NoticeSettings, TranslationJob

State = ExpertQuestion.State
ADDRESS = "expert@example.org"


def french(job: TranslationJob) -> Page:
    return Page.objects.get(pk=job.target_page_id)


def _drafted(page: Page) -> Page:
    page.save_revision()
    return Page.objects.get(pk=page.pk)


def hand_in_newer(job: TranslationJob, staff: SimpleNamespace) -> None:
    reviewing.send_back(staff.reviewer, job, "Once more, please.")
    desk.translate(desk.job_again(job), staff.translator, "FR Drei")
    submitting.submit(staff.translator, desk.job_again(job))


@pytest.mark.parametrize(
    ("who", "pages"),
    [
        ("editor", "English"),
        ("approver", "English French"),
        ("admin", "English French"),
        ("translator", ""),
        ("reviewer", "French"),
        ("other_reviewer", ""),
        ("stranger", ""),
    ],
)
def test_those_ask_who_answer_for_the_text(
    who: str, pages: str, job: TranslationJob, english: Page, staff: SimpleNamespace
) -> None:
    english.title = "A newer title"
    for name, page in (("French", french(job)), ("English", _drafted(english))):
        try:
            ask(getattr(staff, who), page)
        except NotAllowedError:
            assert name not in pages
        else:
            assert name in pages


def test_the_mail_brings_the_link_in_the_language_of_the_expert(job: TranslationJob, staff: SimpleNamespace) -> None:
    question = ask(staff.reviewer, french(job), language="ar", message="Is the chemistry right?")
    (message,) = mail.outbox
    assert message.to == [ADDRESS]
    assert links.address_of(question) in message.body
    assert "/ar/expert/" in message.body
    assert "Is the chemistry right?" in message.body
    assert 'dir="rtl"' in message.alternatives[0][0]
    assert staff.reviewer.last_name not in message.body


def test_no_name_breaks_out_of_its_line(job: TranslationJob, staff: SimpleNamespace) -> None:
    question = ask(staff.reviewer, french(job), name="Ada\nBcc: all@example.org", organisation="One\r\nTwo")
    assert (question.name, question.organisation) == ("Ada Bcc: all@example.org", "One Two")
    (message,) = mail.outbox
    assert message.recipients() == [ADDRESS]
    with pytest.raises(BadValueError):
        ask(staff.reviewer, french(job), email="other@example.org\nBcc: all@example.org")


def test_there_must_be_a_text_that_waits(twice: TranslationJob, staff: SimpleNamespace) -> None:
    with pytest.raises(WrongStateError):
        ask(staff.reviewer, french(twice))


def test_ten_questions_may_be_open(job: TranslationJob, staff: SimpleNamespace) -> None:
    for number in range(asking.MOST_OPEN):
        ask(staff.reviewer, french(job), email=f"expert-{number}@example.org")
    with pytest.raises(WrongStateError):
        ask(staff.reviewer, french(job))


def test_nobody_is_asked_twice_about_a_text(job: TranslationJob, staff: SimpleNamespace) -> None:
    ask(staff.reviewer, french(job))
    with pytest.raises(BadValueError):
        ask(staff.reviewer, french(job), email=ADDRESS.upper())


def test_approval_waits_for_an_agreement_that_is_required(job: TranslationJob, staff: SimpleNamespace) -> None:
    question = ask(staff.reviewer, french(job), required=True)
    with pytest.raises(NotAllowedError, match="Ada Expert"):
        reviewing.approve(staff.reviewer, job)
    answer(question, "agrees")
    assert french(job).live_revision_id != question.revision_id
    reviewing.approve(staff.reviewer, desk.job_again(job))
    assert french(job).live_revision_id == question.revision_id


def test_even_administrators_wait(job: TranslationJob, staff: SimpleNamespace) -> None:
    ask(staff.reviewer, french(job), required=True)
    with pytest.raises(NotAllowedError, match="Ada Expert"):
        reviewing.approve(staff.admin, job)


def test_required_changes_block_until_the_question_is_withdrawn(job: TranslationJob, staff: SimpleNamespace) -> None:
    question = ask(staff.reviewer, french(job), required=True)
    answer(question, "changes", words="The limit is 2 mg.")
    with pytest.raises(NotAllowedError, match="Changes are asked for"):
        reviewing.approve(staff.reviewer, job)
    asking.withdraw(staff.reviewer, question)
    assert reviewing.approve(staff.reviewer, desk.job_again(job)).decision == "approved"


@pytest.mark.parametrize("said", ["", "changes"])
def test_advice_blocks_nothing(said: str, job: TranslationJob, staff: SimpleNamespace) -> None:
    question = ask(staff.reviewer, french(job))
    if said:
        answer(question, said, words="No.")
    assert reviewing.approve(staff.reviewer, job).decision == "approved"


def test_an_agreement_with_an_older_text_is_none_with_a_newer_one(job: TranslationJob, staff: SimpleNamespace) -> None:
    answer(ask(staff.reviewer, french(job), required=True), "agrees")
    hand_in_newer(job, staff)
    with pytest.raises(NotAllowedError, match="another text"):
        reviewing.approve(staff.reviewer, desk.job_again(job))
    answer(ask(staff.reviewer, french(job), required=True), "agrees")
    assert reviewing.approve(staff.reviewer, desk.job_again(job)).decision == "approved"


def test_a_text_that_was_written_over_is_another(english: Page, staff: SimpleNamespace) -> None:
    english.title = "First"
    question = ask(staff.editor, _drafted(english))
    revision = Revision.objects.get(pk=question.revision_id)
    revision.content["title"] = "Second"
    revision.save()
    with pytest.raises(WrongStateError):
        answer(ExpertQuestion.objects.get(), "agrees")


def test_newer_text_ends_the_question_and_the_person_is_told(job: TranslationJob, staff: SimpleNamespace) -> None:
    question = ask(staff.reviewer, french(job))
    mail.outbox.clear()
    with committed():
        hand_in_newer(job, staff)
    question.refresh_from_db()
    assert question.state == State.REPLACED
    assert [message.to for message in mail.outbox if "ended" in message.subject] == [[staff.reviewer.email]]
    with pytest.raises(WrongStateError):
        answer(question, "agrees")


def test_publication_of_another_text_ends_the_question(english: Page, staff: SimpleNamespace) -> None:
    english.title = "First"
    question = ask(staff.editor, _drafted(english))
    desk.publish(Page.objects.get(pk=english.pk).specific, title="Second")
    question.refresh_from_db()
    assert question.state == State.REPLACED


def test_a_question_is_answered_once(job: TranslationJob, staff: SimpleNamespace) -> None:
    question = ask(staff.reviewer, french(job))
    answer(question, "agrees")
    with pytest.raises(WrongStateError):
        answer(question, "changes", words="No")
    assert ExpertQuestion.objects.get().answer == "agrees"


def test_changes_need_words(job: TranslationJob, staff: SimpleNamespace) -> None:
    question = ask(staff.reviewer, french(job))
    with pytest.raises(BadTextError):
        answer(question, "changes", remarks=[("Passage", " ")])
    answer(question, "changes", remarks=[("Passage", "Wrong"), ("Other", "")])
    assert ExpertQuestion.objects.get().remarks == [{"text": "Passage", "words": "Wrong"}]


def test_the_answer_reaches_who_asked_and_a_copy_the_expert(job: TranslationJob, staff: SimpleNamespace) -> None:
    question = ask(staff.reviewer, french(job))
    mail.outbox.clear()
    answer(question, "changes", words="The limit is 2 mg.")
    told = {message.to[0]: message.body for message in mail.outbox}
    assert set(told) == {staff.reviewer.email, ADDRESS}
    assert "Asks for changes" in told[staff.reviewer.email]
    assert all("The limit is 2 mg." in body for body in told.values())


def test_who_wants_no_mail_gets_none(job: TranslationJob, staff: SimpleNamespace) -> None:
    NoticeSettings.objects.create(user=staff.reviewer, delivery=NoticeSettings.Delivery.NONE)
    question = ask(staff.reviewer, french(job))
    mail.outbox.clear()
    answer(question, "agrees")
    assert [message.to for message in mail.outbox] == [[ADDRESS]]


def test_the_answer_stands_in_the_log_and_in_the_record(job: TranslationJob, staff: SimpleNamespace) -> None:
    answer(ask(staff.reviewer, french(job)), "agrees", words="Good.")
    entry = PageLogEntry.objects.get(action="newsroom.expert_agrees")
    assert (entry.page_id, entry.user, entry.data["email"]) == (job.target_page_id, None, ADDRESS)
    formatter = registry.get_formatter(entry)
    assert str(formatter.format_message(entry)) == "Expert Ada Expert (Institute) agreed"
    assert formatter.format_comment(entry) == f"{ADDRESS}\nGood."
    steps = [event.step for event in audit.events(audit.event_keys(job)[:10])]
    assert "Expert Ada Expert (Institute) agreed" in steps


def test_reviewers_read_the_answer_where_they_decide(job: TranslationJob, staff: SimpleNamespace, client: Any) -> None:
    answer(ask(staff.reviewer, french(job)), "changes", words="The limit is 2 mg.")
    client.force_login(staff.reviewer)
    html = client.get(f"/admin/translations/{job.pk}/approve/").content.decode()
    assert "Ada Expert (Institute)" in html
    assert "The limit is 2 mg." in html


@pytest.mark.parametrize("way", ["age", "request"])
def test_names_are_erased(way: str, job: TranslationJob, staff: SimpleNamespace) -> None:
    question = ask(staff.reviewer, french(job))
    answer(question, "changes", words="The limit is 2 mg.")
    assert persons.held_about(ADDRESS)["questions to an expert"][0]["words"] == "The limit is 2 mg."
    if way == "age":
        ExpertQuestion.objects.update(expires_at=timezone.now() - timedelta(days=forgetting.KEPT_DAYS + 1))
        call_command("keep_expert_questions", verbosity=0)
    else:
        call_command("erase_person", ADDRESS, "--no-input", verbosity=0)
    question.refresh_from_db()
    assert (question.name, question.email, question.organisation, question.words) == ("", "", "", "The limit is 2 mg.")
    entry = PageLogEntry.objects.get(action="newsroom.expert_changes")
    assert "Ada" not in str(entry.data)
    assert "erased" in str(registry.get_formatter(entry).format_message(entry))
    assert not any(persons.held_about(ADDRESS).values())


def test_erasing_ends_a_link_that_works(job: TranslationJob, staff: SimpleNamespace) -> None:
    question = ask(staff.reviewer, french(job))
    forgetting.erase(ADDRESS)
    question.refresh_from_db()
    assert question.state == State.WITHDRAWN
    assert PageLogEntry.objects.get(action="newsroom.expert_withdrawn").data["name"] == ""


def test_only_who_may_ask_may_withdraw(job: TranslationJob, staff: SimpleNamespace) -> None:
    question = ask(staff.reviewer, french(job))
    with pytest.raises(NotAllowedError):
        asking.withdraw(staff.translator, question)
    asking.withdraw(staff.approver, question)
    with pytest.raises(DeskError):
        asking.withdraw(staff.approver, question)


def test_passages_show_english_and_what_changed(job: TranslationJob, staff: SimpleNamespace) -> None:
    passages = reading.passages(ask(staff.reviewer, french(job)))
    heading = next(passage for passage in passages if passage.english == "Soaking")
    assert "Zwei" in heading.text
    assert "Eins" in heading.change
    assert "<ins" in heading.change


def test_lists_cost_the_same_however_long(job: TranslationJob, staff: SimpleNamespace) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as caught:
            listing.rows(listing.visible(staff.reviewer))
            listing.rows(listing.of_page(french(job)))
        return len(caught)

    ask(staff.reviewer, french(job))
    few = cost()
    for number in range(4):
        ask(staff.reviewer, french(job), email=f"expert-{number}@example.org")
    assert cost() == few


def test_the_fingerprint_ignores_what_wagtail_notes(job: TranslationJob, staff: SimpleNamespace) -> None:
    question = ask(staff.reviewer, french(job))
    revision = Revision.objects.get(pk=question.revision_id)
    revision.content |= {"latest_revision_created_at": "2026-01-01T00:00:00Z", "live": False}
    assert following.digest(question.page, revision) == question.digest
