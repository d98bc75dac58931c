"""A text of a vocabulary, the settings or a file changes for visitors when a second person of its language accepts it."""

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest

from core import menus
from core.models import SafetyAlert
from tests import factories
from tests.translation_desk import desk
from translation_desk import column_listing, permissions, proposals, roles
from translation_desk.errors import BadTextError, NotAllowedError, OwnProposalError, StaleError, WrongStateError
from translation_desk.models import ColumnProposal
from vocabulary.models import Topic

pytestmark = pytest.mark.django_db

Decision = ColumnProposal.Decision


@pytest.fixture(scope="module")
def people(six: factories.Pages, django_db_blocker: Any) -> Iterator[SimpleNamespace]:
    """One person for each part, shared by the tests of this module."""
    with django_db_blocker.unblock(), factories.undone():
        roles.set_up_roles(six)
        yield desk.people()


@pytest.fixture
def topic(people: SimpleNamespace) -> Topic:
    return factories.topic("tanning")


def propose(user: Any, row: Any, **texts: str) -> ColumnProposal:
    (made,) = proposals.propose(user, row, texts)
    return made


def live(topic: Topic, column: str = "name_fr") -> str:
    return Topic.objects.values_list(column, flat=True).get(pk=topic.pk) or ""


def decisions(topic: Topic) -> list[str]:
    return list(proposals.of_row(topic).order_by("pk").values_list("decision", flat=True))


def test_the_live_text_stays_until_a_second_person_accepts(people: Any, topic: Topic) -> None:
    proposal = propose(people.translator, topic, name_fr="Tannage")
    assert live(topic) == "tanning fr"
    assert (proposal.old_text, proposal.text, proposal.author) == ("tanning fr", "Tannage", people.translator)
    proposals.accept(people.reviewer, proposal)
    assert live(topic) == "Tannage"
    proposal.refresh_from_db()
    assert (proposal.decision, proposal.decided_by) == (Decision.ACCEPTED, people.reviewer)


@pytest.mark.parametrize(
    ("author", "column", "decider"),
    [
        ("reviewer", "name_fr", "reviewer"),
        ("approver", "name_en", "approver"),
        ("admin", "name_fr", "admin"),
    ],
)
def test_nobody_accepts_what_they_wrote(people: Any, topic: Topic, author: str, column: str, decider: str) -> None:
    proposal = propose(getattr(people, author), topic, **{column: "Own words"})
    with pytest.raises(OwnProposalError):
        proposals.accept(getattr(people, decider), proposal)
    assert live(topic, column) != "Own words"


@pytest.mark.parametrize("decider", ["translator", "other_reviewer", "editor", "approver", "stranger"])
def test_only_reviewers_of_the_language_decide(people: Any, topic: Topic, decider: str) -> None:
    proposal = propose(people.reviewer, topic, name_fr="Tannage")
    for step in (
        lambda user: proposals.accept(user, proposal),
        lambda user: proposals.refuse(user, proposal, "No."),
        lambda user: proposals.withdraw(user, proposal),
    ):
        with pytest.raises(NotAllowedError):
            step(getattr(people, decider))
    assert decisions(topic) == [Decision.WAITING]


def test_editors_propose_english_and_approvers_accept_it(people: Any, topic: Topic) -> None:
    proposal = propose(people.editor, topic, name_en="Tanning of hides")
    with pytest.raises(NotAllowedError):
        proposals.accept(people.reviewer, proposal)
    proposals.accept(people.approver, proposal)
    assert live(topic, "name_en") == "Tanning of hides"


@pytest.mark.parametrize("user", ["other_reviewer", "editor", "approver", "stranger"])
def test_only_people_of_the_language_propose(people: Any, topic: Topic, user: str) -> None:
    with pytest.raises(NotAllowedError):
        proposals.propose(getattr(people, user), topic, {"name_fr": "Tannage"})


def test_a_new_text_replaces_the_one_that_waits_and_the_live_text_takes_it_back(people: Any, topic: Topic) -> None:
    propose(people.translator, topic, name_fr="Un")
    assert proposals.propose(people.reviewer, topic, {"name_fr": "Un"}) == []
    propose(people.reviewer, topic, name_fr="Deux")
    assert decisions(topic) == [Decision.REPLACED, Decision.WAITING]
    assert proposals.propose(people.translator, topic, {"name_fr": "tanning fr"}) == []
    assert decisions(topic) == [Decision.REPLACED, Decision.WITHDRAWN]


def test_saying_the_same_again_does_not_change_who_wrote_it(people: Any, topic: Topic) -> None:
    proposal = propose(people.reviewer, topic, name_fr="Tannage")
    proposals.propose(people.translator, topic, {"name_fr": " Tannage "})
    with pytest.raises(OwnProposalError):
        proposals.accept(people.reviewer, proposal)


def test_a_live_text_that_changed_meanwhile_is_looked_at_again_first(people: Any, topic: Topic) -> None:
    proposal = propose(people.translator, topic, name_fr="Tannage")
    topic.name_fr = "Loaded by a command"
    topic.save()
    with pytest.raises(StaleError):
        proposals.accept(people.reviewer, proposal)
    with pytest.raises(StaleError):
        proposals.confirm(people.reviewer, proposal, seen="tanning fr")
    proposals.confirm(people.reviewer, proposal, seen="Loaded by a command")
    proposals.accept(people.reviewer, proposal)
    assert live(topic) == "Tannage"


def test_what_is_decided_is_not_decided_again(people: Any, topic: Topic) -> None:
    proposal = propose(people.translator, topic, name_fr="Tannage")
    proposals.refuse(people.reviewer, proposal, "The termbase says otherwise.")
    with pytest.raises(WrongStateError):
        proposals.accept(people.reviewer, proposal)
    assert live(topic) == "tanning fr"


def test_a_refusal_says_why(people: Any, topic: Topic) -> None:
    proposal = propose(people.translator, topic, name_fr="Tannage")
    with pytest.raises(BadTextError):
        proposals.refuse(people.reviewer, proposal, "  ")
    assert decisions(topic) == [Decision.WAITING]


@pytest.mark.parametrize(("column", "text"), [("name_fr", "x" * 201), ("name_en", "  ")])
def test_a_text_that_the_column_cannot_hold_is_refused(people: Any, topic: Topic, column: str, text: str) -> None:
    with pytest.raises(BadTextError):
        proposals.propose(people.admin, topic, {column: text})
    assert decisions(topic) == []


def test_an_optional_text_can_be_emptied(people: Any, topic: Topic) -> None:
    topic.description_fr = "Le tannage"
    topic.save()
    proposals.accept(people.reviewer, propose(people.translator, topic, description_fr=""))
    assert live(topic, "description_fr") == ""


def test_a_deleted_row_takes_back_what_waited_for_it(people: Any, topic: Topic) -> None:
    proposal = propose(people.translator, topic, name_fr="Tannage")
    topic.delete()
    proposal.refresh_from_db()
    assert proposal.decision == Decision.WITHDRAWN


def test_a_step_with_many_leaves_out_what_is_refused(people: Any, topic: Topic) -> None:
    mine = propose(people.reviewer, topic, description_fr="À moi")
    other = propose(people.translator, topic, name_fr="Tannage")
    outcome = proposals.each([mine, other], lambda proposal: proposals.accept(people.reviewer, proposal))
    assert [found.pk for found in outcome.done] == [other.pk]
    assert [(found.pk, type(error)) for found, error in outcome.refused] == [(mine.pk, OwnProposalError)]


def test_what_stands_around_every_page_follows_an_accepted_text(people: Any) -> None:
    alert = SafetyAlert.objects.create(text_en="Never enter alone")
    assert [found.text for found in menus.portal("fr").alerts] == ["Never enter alone"]
    proposals.accept(people.reviewer, propose(people.translator, alert, text_fr="Jamais seul"))
    assert [found.text for found in menus.portal("fr").alerts] == ["Jamais seul"]


def test_a_column_is_missing_where_english_has_a_text_and_none_waits(people: Any, topic: Topic) -> None:
    def missing(user: Any) -> set[tuple[str, str]]:
        keys = column_listing.missing(permissions.locales_to_propose(user), Topic)
        return {(column.name, column.field.name) for column in column_listing.of_keys(keys)}

    factories.topic("leather", name_fr="", name_ru=None, description_en="What it is")
    assert missing(people.translator) == {("leather en", "name_fr"), ("leather en", "description_fr")}
    assert missing(people.other_reviewer) == {("leather en", "name_ru"), ("leather en", "description_ru")}
    assert missing(people.editor) == set()
    propose(people.translator, Topic.objects.get(code="leather"), name_fr="Cuir")
    assert missing(people.translator) == {("leather en", "description_fr")}
    assert column_listing.count(permissions.locales_to_propose(people.translator)) == 2


def test_counting_takes_the_same_queries_however_many_rows(people: Any, django_assert_num_queries: Any) -> None:
    locale_ids = permissions.locales_to_propose(people.admin)
    for number in range(3):
        factories.topic(f"topic-{number}", name_fr="", description_en="Text")
    column_listing.count(locale_ids)
    with django_assert_num_queries(1):
        column_listing.count(locale_ids)
