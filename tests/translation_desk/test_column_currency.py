"""Texts of vocabularies whose English was changed: found by history, listed, renewed or upheld by two people."""

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from core.columns import columns_of
from tests import factories
from tests.translation_desk import desk
from tests.translation_desk.moderation import signed_in
from translation_desk import column_listing, proposals, roles
from translation_desk.column_listing import Column
from translation_desk.errors import NotAllowedError, OwnProposalError, WrongStateError
from translation_desk.models import TermChange
from vocabulary.models import Topic

pytestmark = pytest.mark.django_db
URL = "/admin/translations/texts/"


@pytest.fixture(scope="module")
def people(six: factories.Pages, django_db_blocker: Any) -> Iterator[SimpleNamespace]:
    """One person for each part, shared by the tests of this module."""
    with django_db_blocker.unblock(), factories.undone():
        roles.set_up_roles(six)
        yield desk.people()


@pytest.fixture
def topic(people: SimpleNamespace) -> Topic:
    """A topic in all languages whose English was changed after it was translated."""
    made = factories.topic("tanning")
    change(people, made, name_en="Tanning of hides")
    return made


def change(people: SimpleNamespace, row: Any, **texts: str) -> None:
    """Have texts proposed and accepted."""
    authors = {"en": (people.editor, people.approver), "fr": (people.translator, people.reviewer)}
    for name, text in texts.items():
        author, decider = authors[name.rpartition("_")[2]]
        for proposal in proposals.propose(author, row, {name: text}):
            proposals.accept(decider, proposal)


def outdated(code: str = "fr") -> list[str]:
    """Return the columns of topics in a language that are behind and for which nothing waits."""
    locale = factories.Page.objects.filter(locale__language_code=code).values_list("locale", flat=True)[0]
    return [name for _place, _pk, name in column_listing.outdated({locale}, Topic)]


def column(row: Any, name: str = "name_fr") -> Column:
    return Column(row, columns_of(type(row))[name])


def test_a_translation_is_behind_once_its_english_was_changed(topic: Topic) -> None:
    assert (outdated(), outdated("ar"), outdated("en")) == (["name_fr"], ["name_ar"], [])


def test_a_text_that_is_accepted_afterwards_renews_it_in_its_language(people: Any, topic: Topic) -> None:
    change(people, topic, name_fr="Tannage des peaux")
    assert (outdated(), outdated("ar")) == ([], ["name_ar"])


def test_a_change_that_was_taken_back_makes_nothing_outdated(people: Any, topic: Topic) -> None:
    change(people, topic, name_en="tanning en")
    assert outdated() == []
    change(people, topic, name_en="Hides")
    assert outdated() == ["name_fr"]


def test_what_is_empty_is_missing_and_not_outdated(people: Any, topic: Topic) -> None:
    Topic.objects.filter(pk=topic.pk).update(name_fr="")
    assert outdated() == []


def test_a_first_english_text_is_no_change(people: Any) -> None:
    topic = factories.topic("wet", description_en="", description_fr="Rivière")
    change(people, topic, description_en="Wet work")
    assert outdated() == []


def test_english_that_code_wrote_meanwhile_counts_as_it_is(topic: Topic) -> None:
    Topic.objects.filter(pk=topic.pk).update(name_en="tanning en")
    assert outdated() == []


def test_a_row_that_is_gone_is_passed_over(topic: Topic) -> None:
    topic.delete()
    assert outdated() == []


def test_a_text_is_upheld_by_two_people(people: Any, topic: Topic) -> None:
    made = proposals.uphold(people.reviewer, topic, "name_fr")
    assert outdated() == []
    with pytest.raises(OwnProposalError):
        proposals.accept(people.reviewer, made)
    proposals.accept(people.admin, made)
    topic.refresh_from_db()
    assert (topic.name_fr, outdated()) == ("tanning fr", [])


def test_a_refused_text_leaves_it_outdated(people: Any, topic: Topic) -> None:
    proposals.refuse(people.reviewer, proposals.uphold(people.translator, topic, "name_fr"), "It does not.")
    assert outdated() == ["name_fr"]


def test_upholding_asks_for_a_role_and_a_text_and_that_none_waits(people: Any, topic: Topic) -> None:
    with pytest.raises(NotAllowedError):
        proposals.uphold(people.other_reviewer, topic, "name_fr")
    with pytest.raises(WrongStateError, match="no text"):
        proposals.uphold(people.translator, topic, "description_fr")
    proposals.uphold(people.translator, topic, "name_fr")
    with pytest.raises(WrongStateError, match="waits"):
        proposals.uphold(people.reviewer, topic, "name_fr")


def test_an_upheld_term_is_no_changed_term(people: Any) -> None:
    term = factories.term("drum")
    change(people, term, term_en="Tanning drum")
    proposals.accept(people.reviewer, proposals.uphold(people.translator, term, "term_fr"))
    assert not TermChange.objects.exists()


def test_lists_and_counts_take_the_same_queries_however_many(people: Any) -> None:
    def taken() -> tuple[int, int]:
        locales = set(factories.Page.objects.filter(depth=2).values_list("locale", flat=True))
        with CaptureQueriesContext(connection) as listing:
            found = column_listing.of_keys(column_listing.outdated(locales))
        with CaptureQueriesContext(connection) as counting:
            column_listing.count(locales)
        assert all(one.before for one in found)
        return len(listing), len(counting)

    for number in range(2):
        change(people, factories.topic(f"topic-{number}"), name_en=f"New {number}")
    taken()
    few = taken()
    for number in range(2, 12):
        change(people, factories.topic(f"topic-{number}"), name_en=f"New {number}")
    assert taken() == few
    assert few[0] <= 7 and few[1] <= 4, few


# --- Screens ---


def test_the_list_shows_what_changed_and_takes_a_new_text(people: Any, topic: Topic) -> None:
    browser = signed_in(people.translator)
    text = browser.get(URL, {"show": "outdated"}).content.decode()
    name = column(topic).input_name
    assert "1 text whose English has changed" in text
    assert "removed: </span>tanning en</del>" in text
    assert f'name="{name}" value="tanning fr"' in text
    browser.post(f"{URL}?show=outdated", {"step": "save", name: "Tannage des peaux"})
    (waits,) = proposals.of_row(topic).filter(decision="waiting")
    assert waits.text == "Tannage des peaux"
    assert "Nothing is outdated here" in browser.get(URL, {"show": "outdated"}).content.decode()


def test_what_is_ticked_is_upheld_and_what_is_left_alone_is_not(people: Any, topic: Topic) -> None:
    other = factories.topic("leather")
    change(people, other, name_en="Leathers")
    browser, first, second = signed_in(people.translator), column(topic).input_name, column(other).input_name
    browser.post(f"{URL}?show=outdated", {"step": "save", first: "tanning fr", second: "leather fr", "upheld": first})
    assert [made.text for made in proposals.of_row(topic).filter(decision="waiting")] == ["tanning fr"]
    assert not proposals.of_row(other).filter(decision="waiting").exists()
    text = signed_in(people.reviewer).get(URL, {"show": "waiting"}).content.decode()
    assert "This text stands as it is, although the English has changed." in text


def test_english_is_accepted_before_what_is_accepted_with_it(people: Any) -> None:
    topic = factories.topic("wet")
    (french,) = proposals.propose(people.translator, topic, {"name_fr": "Rivière"})
    (english,) = proposals.propose(people.editor, topic, {"name_en": "Wet work"})
    signed_in(people.admin).post(URL, {"step": "accept", "proposal": [french.pk, english.pk]})
    assert (outdated(), outdated("ar")) == ([], ["name_ar"])


def test_the_screen_of_one_text_upholds_it(people: Any, topic: Topic) -> None:
    browser, url = signed_in(people.translator), column(topic).url
    assert "What changed in the English since this text was approved" in browser.get(url).content.decode()
    answer = browser.post(url, {"step": "uphold", "text": "typed over"})
    assert answer.status_code == 422
    assert "You have changed the text." in answer.content.decode() and "typed over" in answer.content.decode()
    browser.post(url, {"step": "uphold", "text": "tanning fr"})
    assert proposals.of_row(topic).get(decision="waiting").text == "tanning fr"


@pytest.mark.parametrize(("readers", "names"), [("missing", ["a"]), ("outdated", ["b"]), ("gap", ["b"]), ("waiting", ["a"])])
def test_what_readers_find_is_listed_whether_a_text_waits_or_not(
    people: Any, client: Client, readers: str, names: list[str]
) -> None:
    factories.topic("a", name_fr="")
    change(people, (second := factories.topic("b")), name_en="B")
    proposals.uphold(people.translator, second, "name_fr")
    client.force_login(people.translator)
    asked = {"readers": readers, "kind": "vocabulary.topic", "language": "fr", "show": "missing"}
    rows = client.get(URL, asked).context["rows"]
    assert [row["column"].row.code for row in rows] == names
