"""What a process remembers until the content changes."""

from collections.abc import Iterator
from itertools import count

import pytest
from django.db import connection, transaction
from django.template import Context, Template
from django.test import RequestFactory
from django.utils.translation import override

from core import remembering
from core.remembering import State, remembered, remembered_each
from operations.page_cache import watching
from tests import factories
from vocabulary.models import Topic


class Content:
    """A content whose state the test says."""

    def __init__(self) -> None:
        self.state = State("one", present=True)
        self.times = count(1)

    def ask(self, key: str = "key") -> int:
        return remembered(key, lambda: next(self.times))


@pytest.fixture
def content() -> Iterator[Content]:
    made = Content()
    remembering.provide_state(lambda: made.state)
    yield made
    remembering.provide_state(watching.state)
    remembering.forget()


def test_a_value_is_made_once(content: Content) -> None:
    assert [content.ask(), content.ask(), content.ask("other"), content.ask()] == [1, 1, 2, 1]


def test_a_change_makes_everything_anew(content: Content) -> None:
    content.ask()
    content.state = State("two", present=True)
    assert [content.ask(), content.ask()] == [2, 2]


def test_a_state_that_comes_back_has_been_forgotten(content: Content) -> None:
    content.ask()
    content.state = State("two", present=True)
    content.ask()
    content.state = State("one", present=True)
    assert content.ask() == 3


def test_whoever_may_see_an_older_state_takes_and_gives_nothing(content: Content) -> None:
    content.state = State("one", present=False)
    assert [content.ask(), content.ask()] == [1, 2]
    content.state = State("one", present=True)
    assert content.ask() == 3
    content.state = State("one", present=False)
    assert [content.ask(), content.ask("other"), content.ask("other")] == [3, 4, 5]


def test_nothing_is_remembered_of_an_unknown_state(content: Content) -> None:
    content.state = State("", present=True)
    assert [content.ask(), content.ask()] == [1, 2]


def test_what_is_missing_is_made_together(content: Content) -> None:
    asked: list[set[int]] = []

    def squares(numbers: set[int]) -> dict[int, int]:
        asked.append(numbers)
        return {number: number * number for number in numbers if number < 5}

    assert remembered_each("squares", [1, 2], squares) == {1: 1, 2: 4}
    assert remembered_each("squares", [2, 3, 7], squares) == {2: 4, 3: 9}
    assert asked == [{1, 2}, {3, 7}]


def test_memory_has_a_limit(content: Content, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remembering, "MOST", 10)
    for number in range(30):
        content.ask(str(number))
    assert len(remembering._memory.values) <= 11


def test_a_heavy_value_counts_more(content: Content, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remembering, "MOST", 3)
    content.ask()
    remembered("heavy", lambda: 0, weight=3)
    assert content.ask() == 2


def test_a_part_of_a_page_is_remembered_for_its_language_and_parts(content: Content) -> None:
    template = Template("{% remember 'part' place %}{{ word }}{% endremember %}")

    def render(word: str, place: int, code: str = "en") -> str:
        with override(code):
            return template.render(Context({"word": word, "place": place}))

    assert [render("a", 1), render("b", 1), render("c", 2), render("d", 1, "fr")] == ["a", "a", "c", "d"]


def test_a_preview_neither_shows_what_is_remembered_nor_leaves_anything(content: Content) -> None:
    template = Template("{% remember 'part' %}{{ word }}{% endremember %}")
    preview = RequestFactory().get("/")
    preview.is_preview = True  # type: ignore[attr-defined]  # as Wagtail marks it
    assert template.render(Context({"word": "draft", "request": preview})) == "draft"
    assert template.render(Context({"word": "live"})) == "live"
    assert template.render(Context({"word": "draft", "request": preview})) == "draft"


def names() -> list[str]:
    return remembered("names", lambda: sorted(Topic.objects.values_list("code", flat=True)))


@pytest.mark.django_db
def test_a_transaction_sees_each_of_its_own_changes() -> None:
    assert names() == []
    factories.topic("first")
    assert names() == ["first"]
    Topic.objects.update(code="second")
    assert names() == ["second"]
    with transaction.atomic():
        Topic.objects.all().delete()
        assert names() == []
        transaction.set_rollback(True)
    assert names() == ["second"]


@pytest.mark.django_db
def test_a_change_that_is_not_committed_stays_in_its_transaction() -> None:
    before = watching.state()
    factories.topic("uncommitted")
    within = watching.state()
    assert within.present
    assert within.token != before.token
    connection.run_on_commit.clear()
    assert watching.state().token == before.token


@pytest.mark.django_db
def test_a_transaction_that_changed_nothing_adds_nothing() -> None:
    connection.run_on_commit.clear()
    assert connection.in_atomic_block
    assert not watching.state().present


@pytest.mark.django_db
def test_a_request_reads_the_version_once(monkeypatch: pytest.MonkeyPatch) -> None:
    read = count(1)
    monkeypatch.setattr("operations.page_cache.versions.FileVersion.read", lambda _self: str(next(read)))
    watching.begin_request()
    assert watching.state().token == watching.state().token == "1"
    watching.end_request()
    assert [watching.state().token, watching.state().token] == ["2", "3"]
