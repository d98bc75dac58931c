"""Threads of comments."""

from types import SimpleNamespace

import pytest

from tests import factories
from tests.translation_desk import desk
from translation_desk import comments
from translation_desk.errors import BadTextError, NotAllowedError
from translation_desk.models import TranslationJob

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(six: factories.Pages) -> SimpleNamespace:
    return desk.people()


@pytest.fixture
def job(six: factories.Pages, people: SimpleNamespace) -> TranslationJob:
    return desk.job(desk.english(six))


def test_open_threads_are_counted(job: TranslationJob, people: SimpleNamespace) -> None:
    first = comments.add(people.translator, job, "Which plant?", segment=desk.segment(job, "title"))
    comments.add(people.reviewer, job, "Please check the terms.")
    comments.answer(people.reviewer, first, "The one in Kasur.")
    assert desk.job_again(job).comments_open == 2
    comments.resolve(people.reviewer, first)
    assert desk.job_again(job).comments_open == 1
    comments.reopen(people.translator, first)
    assert desk.job_again(job).comments_open == 2


def test_an_answer_to_an_answer_joins_the_thread(job: TranslationJob, people: SimpleNamespace) -> None:
    first = comments.add(people.translator, job, "Which plant?")
    second = comments.answer(people.reviewer, first, "Kasur.")
    assert comments.answer(people.translator, second, "Thanks.").parent == first


def test_an_answer_opens_a_resolved_thread(job: TranslationJob, people: SimpleNamespace) -> None:
    first = comments.resolve(people.translator, comments.add(people.translator, job, "Which plant?"))
    comments.answer(people.reviewer, first, "Not so fast.")
    first.refresh_from_db()
    assert first.resolved_at is None


def test_managers_may_speak_but_no_strangers(job: TranslationJob, people: SimpleNamespace) -> None:
    comments.add(people.approver, job, "Before Friday, please.")
    for who in (people.stranger, people.other_reviewer, people.editor):
        with pytest.raises(NotAllowedError):
            comments.add(who, job, "Hello")


@pytest.mark.parametrize("text", ["  ", "x" * 5001])
def test_empty_and_endless_comments_are_refused(job: TranslationJob, people: SimpleNamespace, text: str) -> None:
    with pytest.raises(BadTextError):
        comments.add(people.translator, job, text)
