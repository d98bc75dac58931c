"""Questions about the English: who asks, who is told, who answers, how faults close, what the screens show and cost."""

import json
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core import mail
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from tests import factories
from tests.translation_desk import desk
from tests.translation_desk.empty_page import queries
from tests.translation_desk.moderation import signed_in
from translation_desk import jobs, questions
from translation_desk.errors import BadTextError, NotAllowedError, WrongStateError
from translation_desk.models import Notice, Question, TranslationJob
from translation_desk.presenting import address_of

pytestmark = pytest.mark.django_db

Event, State = Notice.Event, Question.State
DANGEROUS = "<script>alert(1)</script>"


@pytest.fixture
def people(people: SimpleNamespace) -> SimpleNamespace:
    people.russian = desk.person("translator-ru", ("translator", "ru"))
    people.second_editor = desk.person("second-editor", ("editor", "en"))
    return people


@pytest.fixture(scope="module")
def made_page(six: factories.Pages, made_people: SimpleNamespace, django_db_blocker: Any) -> Iterator[Page]:
    with django_db_blocker.unblock(), factories.undone():
        yield desk.english(six, owner=made_people.editor)


@pytest.fixture
def page(made_page: Page, db: None) -> Page:
    return Page.objects.get(pk=made_page.pk).specific


@pytest.fixture
def question(page: Page, people: SimpleNamespace) -> Question:
    return ask(page, people)


def test_questions_of_archived_pages_are_not_listed(question: Question, people: SimpleNamespace) -> None:
    assert list(questions.visible_questions(people.editor)) == [question]
    TranslationJob.objects.filter(pk=question.job_id).update(archived=True)
    assert list(questions.visible_questions(people.editor)) == []


def ask(
    page: Page, people: SimpleNamespace, text: str = "Which water?", *, path: str = "summary", fault: bool = False
) -> Question:
    return questions.ask(people.translator, desk.segment(desk.job(page), path), text, fault=fault)


def told(event: str) -> set[Any]:
    return {notice.user for notice in Notice.objects.filter(event=event).select_related("user")}


def step(client: Client, question: Question, name: str, text: str = "") -> Any:
    return client.post(reverse("translation_desk:question", args=[question.pk]), {"step": name, "text": text})


def test_a_question_goes_to_the_owner_of_the_page(page: Page, people: SimpleNamespace) -> None:
    ask(page, people)
    assert told(Event.QUESTION) == {people.editor}


@pytest.mark.parametrize("why", ["closed account", "no part in English", "nobody"])
def test_without_an_owner_who_may_answer_it_goes_to_all_editors(page: Page, people: SimpleNamespace, why: str) -> None:
    if why == "closed account":
        get_user_model().objects.filter(pk=people.editor.pk).update(is_active=False)
    else:
        Page.objects.filter(pk=page.pk).update(owner=people.stranger if why == "no part in English" else None)
    ask(page, people)
    editors = {people.second_editor} if why == "closed account" else {people.editor, people.second_editor}
    assert told(Event.QUESTION) == editors


def test_the_mail_leads_to_the_question_which_its_reader_may_open(
    page: Page, people: SimpleNamespace, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        question = ask(page, people)
    (sent,) = mail.outbox
    address = reverse("translation_desk:question", args=[question.pk])
    assert sent.to == [people.editor.email]
    assert "Which water?" in sent.body
    assert address in sent.body
    assert address_of(Notice.objects.get()) == address
    assert signed_in(people.editor).get(address).status_code == 200


def test_all_languages_see_it_at_the_same_text(page: Page, people: SimpleNamespace, question: Question) -> None:
    assert list(questions.at(desk.segment(desk.job(page, "ru"), "summary"))) == [question]
    assert not questions.at(desk.segment(desk.job(page, "ru"), "title"))


def test_not_where_the_english_has_changed(page: Page, people: SimpleNamespace, question: Question) -> None:
    desk.publish(page, summary="What warm water does.")
    assert not questions.at(desk.segment(desk.job(page, "ru"), "summary"))


def test_the_answer_is_told_to_all_who_work_on_the_page(page: Page, people: SimpleNamespace, question: Question) -> None:
    jobs.start(people.russian, desk.job(page, "ru"))
    questions.answer(people.editor, question, "Fresh water.")
    assert told(Event.ANSWERED) == {people.translator, people.russian}


@pytest.mark.parametrize("who", ["translator", "reviewer", "stranger"])
def test_only_people_of_english_answer(question: Question, people: SimpleNamespace, who: str) -> None:
    with pytest.raises(NotAllowedError):
        questions.answer(getattr(people, who), question, "Salt water.")


def test_strangers_neither_ask_nor_open_again(page: Page, people: SimpleNamespace, question: Question) -> None:
    with pytest.raises(NotAllowedError):
        questions.ask(people.stranger, desk.segment(desk.job(page), "title"), "Hello?")
    with pytest.raises(NotAllowedError):
        questions.reopen(people.stranger, question, "Hello?")


def test_it_is_answered_once(people: SimpleNamespace, question: Question) -> None:
    questions.answer(people.editor, question, "Fresh water.")
    with pytest.raises(WrongStateError):
        questions.answer(people.approver, question, "Rain water.")


def test_opened_again_it_is_told_and_may_be_answered_again(people: SimpleNamespace, question: Question) -> None:
    questions.answer(people.editor, question, "Fresh water.")
    questions.reopen(people.other_reviewer, question, "How warm?")
    assert Notice.objects.filter(event=Event.QUESTION, user=people.editor, data__renewed=True).exists()
    assert questions.answer(people.approver, question, "Lukewarm.").state == State.ANSWERED
    assert [event.text for event in question.events.all()] == ["Fresh water.", "How warm?", "Lukewarm."]


def test_who_asked_marks_it_as_solved_others_do_not(people: SimpleNamespace, question: Question) -> None:
    with pytest.raises(NotAllowedError):
        questions.solve(people.other_reviewer, question)
    assert questions.solve(people.translator, question).state == State.SOLVED


@pytest.mark.parametrize("text", ["  ", "x" * 5001])
def test_empty_and_endless_texts_are_refused(page: Page, people: SimpleNamespace, text: str) -> None:
    with pytest.raises(BadTextError):
        ask(page, people, text)


def test_a_fault_is_closed_by_people_of_english_with_a_message(page: Page, people: SimpleNamespace) -> None:
    fault = ask(page, people, "It is 15 °C.", fault=True)
    with pytest.raises(NotAllowedError):
        questions.solve(people.translator, fault, "Never mind.")
    with pytest.raises(BadTextError):
        questions.solve(people.editor, fault)
    questions.solve(people.editor, fault, "25 °C is right.")
    assert told(Event.SOLVED) == {people.translator}


def test_a_fault_closes_when_the_corrected_english_is_published(page: Page, people: SimpleNamespace) -> None:
    mended = ask(page, people, "Which water?", path="summary", fault=True)
    other = ask(page, people, "A typo.", path="title", fault=True)
    question = ask(page, people, "Why?", path="summary")
    desk.publish(page, summary="What warm water does.")
    states = dict(Question.objects.values_list("pk", "state"))
    assert states == {mended.pk: State.SOLVED, other.pk: State.OPEN, question.pk: State.OPEN}
    assert told(Event.SOLVED) == {people.translator}


def test_asking_from_the_editor_shows_it_there_escaped(page: Page, people: SimpleNamespace) -> None:
    job = jobs.start(people.translator, desk.job(page))
    segment, client = desk.segment(job, "summary"), signed_in(people.translator)
    address = reverse("translation_desk:segment", args=[job.pk, segment.pk, "ask"])
    answer = client.post(address, json.dumps({"text": DANGEROUS, "fault": True}), content_type="application/json")
    assert "1 open question" in answer.json()["segments"][str(segment.pk)]
    html = client.get(reverse("translation_desk:details", args=[job.pk, segment.pk])).json()["html"]
    assert "Fault in the English" in html
    assert "&lt;script&gt;" in html
    assert DANGEROUS not in html


def test_another_languages_translator_asks_through_their_own_job_only(page: Page, people: SimpleNamespace) -> None:
    job = desk.job(page)
    address = reverse("translation_desk:segment", args=[job.pk, desk.segment(job, "title").pk, "ask"])
    answer = signed_in(people.russian).post(address, json.dumps({"text": "Well?"}), content_type="application/json")
    assert answer.status_code == 403
    assert not Question.objects.exists()


def test_asking_works_without_a_script_and_loses_nothing(page: Page, people: SimpleNamespace) -> None:
    job, client = desk.job(page), signed_in(people.translator)
    address = reverse("translation_desk:ask", args=[job.pk])
    segment = desk.segment(job, "summary")
    refused = client.post(address, {"segment": 0, "kind": "question", "text": "Which water?"})
    assert refused.status_code == 422
    assert "Which water?" in refused.content.decode()
    assert client.post(address, {"segment": segment.pk, "kind": "question", "text": "Which water?"}).status_code == 302
    assert Question.objects.get().place == segment.place


def test_a_late_answer_is_refused_and_stays_in_the_form(people: SimpleNamespace, question: Question) -> None:
    assert step(signed_in(people.editor), question, "answer", "Fresh water.").status_code == 302
    late = step(signed_in(people.approver), question, "answer", "Rain water.")
    assert late.status_code == 409
    assert "Rain water." in late.content.decode()


def test_an_answer_without_words_is_asked_for_beside_the_field(people: SimpleNamespace, question: Question) -> None:
    answer = step(signed_in(people.editor), question, "answer")
    assert answer.status_code == 422
    assert "Write a few words first." in str(answer.context["form"].errors["text"])


def test_a_translator_of_another_language_reads_the_answer_but_gives_none(people: SimpleNamespace, question: Question) -> None:
    questions.answer(people.editor, question, "Fresh water.")
    client = signed_in(people.russian)
    text = client.get(reverse("translation_desk:question", args=[question.pk])).content.decode()
    assert "Fresh water." in text
    assert 'value="answer"' not in text
    assert step(client, question, "solve").status_code == 403


@pytest.mark.parametrize("name", ["questions", "question", "ask"])
def test_strangers_see_nothing(page: Page, people: SimpleNamespace, question: Question, name: str) -> None:
    arguments = {"questions": [], "question": [question.pk], "ask": [desk.job(page).pk]}[name]
    assert signed_in(people.stranger).get(reverse(f"translation_desk:{name}", args=arguments)).status_code == 302


def test_the_list_counts_and_leads_to_the_english_at_that_block(page: Page, people: SimpleNamespace) -> None:
    ask(page, people, "Which manual?", path="body.b2")
    ask(page, people, "Wrong word.", path="title", fault=True)
    answer = signed_in(people.editor).get(reverse("translation_desk:questions"))
    assert {name: number for name, _label, number, _current in answer.context["tabs"]} == {
        "open": 1,
        "faults": 1,
        "answered": 0,
        "solved": 0,
        "all": 2,
    }
    assert f"{reverse('wagtailadmin_pages:edit', args=[page.pk])}#block-b2-section" in answer.content.decode()
    assert "Wrong word." not in answer.content.decode()


def test_the_lists_queries_do_not_grow(page: Page, people: SimpleNamespace) -> None:
    client, address = signed_in(people.editor), reverse("translation_desk:questions")
    questions.answer(people.editor, ask(page, people), "Fresh water.")
    ask(page, people)
    one = queries(client, f"{address}?show=all")
    for number in range(10):
        questions.answer(people.editor, ask(page, people, f"Question {number}"), "Yes.")
    assert queries(client, f"{address}?show=all") == one


def test_no_visitor_reads_a_question(page: Page, people: SimpleNamespace, question: Question) -> None:
    questions.answer(people.editor, question, "Not for visitors.")
    html = Client().get(page.public_url).content.decode()
    assert "Which water?" not in html
    assert "Not for visitors." not in html
    assert Client().get(reverse("translation_desk:question", args=[question.pk])).status_code == 302
