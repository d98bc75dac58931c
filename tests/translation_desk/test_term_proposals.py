"""A new term is proposed from a segment and comes into the termbase when a second person of the language accepts it."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import ModelLogEntry, Page

from tests import factories
from tests.translation_desk import desk
from tests.translation_desk.reviewing import english, job, made, six, staff, twice, untouched
from translation_desk import proposals, term_proposals
from translation_desk.errors import BadTextError, BadValuesError, NotAllowedError, OwnProposalError, WrongStateError
from translation_desk.models import ColumnProposal, Notice, TermChange, TermProposal
from translation_desk.term_proposals import Wanted
from vocabulary.models import Term, TermSubject, TermVariant

__all__ = ["english", "job", "made", "six", "staff", "twice", "untouched"]

pytestmark = pytest.mark.django_db

Decision = TermProposal.Decision
BRINE = Wanted("brine", "saumure", "Salt in water.", "salts")


@pytest.fixture(autouse=True)
def termbase(staff: SimpleNamespace) -> None:
    factories.term("water", "salts", term_en="fresh water", term_fr="eau douce")
    variant = {"language": "en", "text": "soft water", "status": "allowed"}
    TermVariant.objects.create(term=Term.objects.get(code="water"), **variant)


def propose(user: Any, page: Page, wanted: Wanted = BRINE, code: str = "fr") -> TermProposal:
    return term_proposals.propose(user, desk.segment(desk.job(page, code), "summary"), wanted)


def decisions() -> list[str]:
    return list(TermProposal.objects.order_by("pk").values_list("decision", flat=True))


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def texts(term: Term) -> dict[str, str]:
    return {code: text for code in ("en", "fr", "ru") if (text := getattr(Term.objects.get(pk=term.pk), f"term_{code}"))}


def test_a_proposal_remembers_who_and_where(untouched: Page, staff: SimpleNamespace) -> None:
    made = propose(staff.translator, untouched, Wanted("  brine ", "saumure"))
    assert (made.english, made.text, made.author, made.subject) == ("brine", "saumure", staff.translator, None)
    assert made.segment == desk.segment(desk.job(untouched), "summary") and made.is_waiting
    assert not Term.objects.filter(term_en="brine").exists()


@pytest.mark.parametrize("who", ["editor", "approver", "other_reviewer", "stranger"])
def test_only_people_of_the_language_propose(who: str, untouched: Page, staff: SimpleNamespace) -> None:
    with pytest.raises(NotAllowedError):
        propose(getattr(staff, who), untouched)


@pytest.mark.parametrize(
    ("wanted", "fields"),
    [
        (Wanted("", " "), {"english", "text"}),
        (Wanted("…", "x"), {"english"}),
        (Wanted("x" * 201, "y" * 201), {"english", "text"}),
        (Wanted("brine", "saumure", note="x" * 2001, subject="gone"), {"note", "subject"}),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(
    wanted: Wanted, fields: set[str], untouched: Page, staff: SimpleNamespace
) -> None:
    with pytest.raises(BadValuesError) as refused:
        propose(staff.translator, untouched, wanted)
    assert set(refused.value.problems) == fields
    assert decisions() == []


@pytest.mark.parametrize("english", ["fresh water", "FRESH Water", "soft water", "fresh waters"])
def test_a_term_that_exists_is_named_with_its_translation(english: str, untouched: Page, staff: SimpleNamespace) -> None:
    with pytest.raises(BadValuesError) as refused:
        propose(staff.translator, untouched, Wanted(english, "eau"))
    assert "fresh water" in refused.value.problems["english"] and "eau douce" in refused.value.problems["english"]


def test_a_term_without_a_translation_is_told_as_such(untouched: Page, staff: SimpleNamespace) -> None:
    Term.objects.update(term_fr="")
    with pytest.raises(BadValuesError) as refused:
        propose(staff.translator, untouched, Wanted("soft water", "eau"))
    assert "without a translation" in refused.value.problems["english"]


def test_ones_own_newer_proposal_replaces_the_earlier(untouched: Page, staff: SimpleNamespace) -> None:
    propose(staff.translator, untouched)
    propose(staff.translator, untouched, Wanted("Brine", "eau salée"))
    assert decisions() == [Decision.REPLACED, Decision.WAITING]


def test_the_same_english_stands_once_whoever_proposes_it(untouched: Page, staff: SimpleNamespace) -> None:
    propose(staff.translator, untouched)
    propose(staff.reviewer, untouched, Wanted("BRINE", "saumure"))
    propose(staff.other_reviewer, untouched, Wanted("brine", "рассол"), "ru")
    (shown,) = term_proposals.waiting(staff.editor)
    assert [(one.first.text, len(one.proposals)) for one in shown.translations] == [("рассол", 1), ("saumure", 2)]
    assert term_proposals.count_waiting() == 1


def test_an_accepted_term_has_its_pair_and_is_allowed(untouched: Page, staff: SimpleNamespace) -> None:
    term = term_proposals.accept(staff.reviewer, propose(staff.translator, untouched), BRINE)
    assert (term.code, term.status, term.subject.code, term.note) == ("brine", "allowed", "salts", "Salt in water.")
    assert texts(term) == {"en": "brine", "fr": "saumure"}
    assert TermProposal.objects.get().term == term and decisions() == [Decision.ACCEPTED]


def test_it_passes_through_the_gate_of_texts(untouched: Page, staff: SimpleNamespace) -> None:
    term = term_proposals.accept(staff.reviewer, propose(staff.translator, untouched), BRINE)
    rows = ColumnProposal.objects.order_by("pk").values_list("field", "text", "decision", "author", "decided_by")
    of_both = (Decision.ACCEPTED, staff.translator.pk, staff.reviewer.pk)
    assert list(rows) == [("term", "brine", *of_both), ("term", "saumure", *of_both)]
    logged = ModelLogEntry.objects.filter(object_id=str(term.pk)).order_by("pk").values_list("action", flat=True)
    assert list(logged) == ["wagtail.create", proposals.ACCEPTED, proposals.ACCEPTED]
    assert not TermChange.objects.exists()


def test_what_was_mended_is_accepted(untouched: Page, staff: SimpleNamespace) -> None:
    mended = Wanted("salt brine", "saumure de sel", subject="salts", part_of_speech="noun")
    term = term_proposals.accept(staff.reviewer, propose(staff.translator, untouched), mended)
    assert texts(term) == {"en": "salt brine", "fr": "saumure de sel"} and term.part_of_speech == "noun"


def test_a_code_that_is_taken_gets_a_number(untouched: Page, staff: SimpleNamespace) -> None:
    factories.term("brine", "salts", term_en="something else")
    assert term_proposals.accept(staff.reviewer, propose(staff.translator, untouched), BRINE).code == "brine-2"


@pytest.mark.parametrize("author", ["reviewer", "admin"])
def test_nobody_accepts_or_refuses_their_own(author: str, untouched: Page, staff: SimpleNamespace) -> None:
    person = getattr(staff, author)
    made = propose(person, untouched)
    with pytest.raises(OwnProposalError):
        term_proposals.accept(person, made, BRINE)
    with pytest.raises(OwnProposalError):
        term_proposals.refuse(person, made, "No.")


def test_who_proposed_another_translation_does_not_decide(untouched: Page, staff: SimpleNamespace) -> None:
    made = propose(staff.translator, untouched)
    propose(staff.reviewer, untouched, Wanted("brine", "eau salée"))
    with pytest.raises(OwnProposalError):
        term_proposals.accept(staff.reviewer, made, BRINE)


@pytest.mark.parametrize("who", ["translator", "other_reviewer", "editor", "approver", "stranger"])
def test_only_reviewers_of_the_language_decide(who: str, untouched: Page, staff: SimpleNamespace) -> None:
    made = propose(staff.reviewer, untouched)
    for step in (
        lambda user: term_proposals.accept(user, made, BRINE),
        lambda user: term_proposals.refuse(user, made, "No."),
        lambda user: term_proposals.withdraw(user, made),
    ):
        with pytest.raises(NotAllowedError):
            step(getattr(staff, who))
    assert decisions() == [Decision.WAITING]


def test_only_managers_choose_the_status(untouched: Page, staff: SimpleNamespace) -> None:
    wanted = Wanted("brine", "saumure", subject="salts", status="preferred")
    made = propose(staff.translator, untouched)
    with pytest.raises(NotAllowedError):
        term_proposals.accept(staff.reviewer, made, wanted)
    assert term_proposals.accept(staff.admin, made, wanted).status == "preferred"


@pytest.mark.parametrize(
    ("wanted", "field"), [(Wanted("brine", "saumure"), "subject"), (Wanted("soft water", "eau", subject="salts"), "english")]
)
def test_a_term_that_lacks_something_is_not_accepted(wanted: Wanted, field: str, untouched: Page, staff: SimpleNamespace) -> None:
    made = propose(staff.translator, untouched)
    with pytest.raises(BadValuesError) as refused:
        term_proposals.accept(staff.reviewer, made, wanted)
    assert set(refused.value.problems) == {field}
    assert decisions() == [Decision.WAITING] and Term.objects.count() == 1


def test_what_others_proposed_is_settled_with_it(untouched: Page, staff: SimpleNamespace) -> None:
    second = desk.person("second", ("translators", "fr"))
    made = propose(staff.translator, untouched)
    propose(second, untouched, Wanted("brine", "eau salée"))
    propose(staff.other_reviewer, untouched, Wanted("brine", "рассол"), "ru")
    term = term_proposals.accept(staff.reviewer, made, BRINE)
    assert decisions() == [Decision.ACCEPTED, Decision.OUTDONE, Decision.HANDED_ON]
    waits = ColumnProposal.objects.get(decision="waiting")
    assert (waits.column, waits.text, waits.author, waits.object_id) == ("term_ru", "рассол", staff.other_reviewer, term.pk)
    assert texts(term) == {"en": "brine", "fr": "saumure"}


def test_a_refusal_needs_a_reason_and_leaves_other_languages_alone(untouched: Page, staff: SimpleNamespace) -> None:
    made = propose(staff.translator, untouched)
    propose(staff.other_reviewer, untouched, Wanted("brine", "рассол"), "ru")
    with pytest.raises(BadTextError):
        term_proposals.refuse(staff.reviewer, made, " ")
    assert term_proposals.refuse(staff.reviewer, made, "Too rare.").message == "Too rare."
    assert decisions() == [Decision.REFUSED, Decision.WAITING]


def test_ones_own_can_be_taken_back(untouched: Page, staff: SimpleNamespace) -> None:
    term_proposals.withdraw(staff.translator, propose(staff.translator, untouched))
    assert decisions() == [Decision.WITHDRAWN] and not Notice.objects.filter(event="term").exists()


def test_nothing_is_decided_twice(untouched: Page, staff: SimpleNamespace) -> None:
    made = propose(staff.translator, untouched)
    term_proposals.refuse(staff.reviewer, made, "Too rare.")
    with pytest.raises(WrongStateError):
        term_proposals.accept(staff.reviewer, made, BRINE)


@pytest.mark.parametrize("accepted", [True, False])
def test_the_author_is_told(accepted: bool, untouched: Page, staff: SimpleNamespace) -> None:
    made = propose(staff.translator, untouched)
    if accepted:
        term_proposals.accept(staff.reviewer, made, BRINE)
    else:
        term_proposals.refuse(staff.reviewer, made, "Too rare.")
    notice = Notice.objects.get(event="term")
    assert (notice.user, notice.actor, notice.message) == (staff.translator, staff.reviewer, "" if accepted else "Too rare.")
    html = signed_in(staff.translator).get(reverse("wagtailadmin_home")).content.decode()
    assert ("accepted your term “brine”" if accepted else "refused your term “brine”") in html
    assert reverse("translation_desk:term_proposal", args=[made.pk]) in html


def test_reviewers_find_on_their_dashboard_what_waits_for_them(untouched: Page, staff: SimpleNamespace) -> None:
    propose(staff.translator, untouched)
    assert b"1 proposed term waits" in signed_in(staff.reviewer).get(reverse("wagtailadmin_home")).content
    assert b"proposed term waits" not in signed_in(staff.translator).get(reverse("wagtailadmin_home")).content


def sent(user: Any, page: Page, **data: Any) -> Any:
    segment = desk.segment(desk.job(page), "summary")
    address = reverse("translation_desk:propose_term", args=[segment.job_id, segment.pk])
    return signed_in(user).post(address, data, content_type="application/json")


def test_the_editor_sends_a_proposal(untouched: Page, staff: SimpleNamespace) -> None:
    answer = sent(staff.translator, untouched, english="brine", text="saumure", note="", subject="")
    assert answer.status_code == 200 and "brine" in answer.json()["message"]
    assert TermProposal.objects.get().text == "saumure"


def test_the_editor_hears_what_is_wrong_by_field(untouched: Page, staff: SimpleNamespace) -> None:
    answer = sent(staff.translator, untouched, english="soft water", text="")
    assert answer.status_code == 422 and set(answer.json()["problems"]) == {"english", "text"}
    assert sent(staff.approver, untouched, english="brine", text="saumure").status_code == 403


@pytest.mark.parametrize(("who", "offered"), [("translator", True), ("reviewer", True), ("approver", False)])
def test_who_is_offered_the_form(who: str, offered: bool, untouched: Page, staff: SimpleNamespace) -> None:
    segment = desk.segment(desk.job(untouched), "summary")
    client = signed_in(getattr(staff, who))
    html = client.get(reverse("translation_desk:details", args=[segment.job_id, segment.pk])).json()["html"]
    page = client.get(reverse("translation_desk:job", args=[segment.job_id])).content.decode()
    assert ("data-propose-term" in html) is offered
    assert ('data-command="propose-term"' in page) is offered


def listed(user: Any, **asked: str) -> Any:
    return signed_in(user).get(reverse("translation_desk:term_proposals"), asked)


def shown(user: Any, proposal: TermProposal, **data: str) -> Any:
    address = reverse("translation_desk:term_proposal", args=[proposal.pk])
    return signed_in(user).post(address, data) if data else signed_in(user).get(address)


def test_everybody_at_the_desk_reads_what_waits(untouched: Page, staff: SimpleNamespace) -> None:
    propose(staff.translator, untouched)
    for person in (staff.translator, staff.other_reviewer, staff.editor):
        assert "saumure" in listed(person).content.decode()
        assert "Proposed terms (1)" in signed_in(person).get(reverse("translation_desk:terms")).content.decode()
    assert listed(staff.stranger).status_code != 200


def test_more_proposals_cost_no_more_queries(untouched: Page, staff: SimpleNamespace) -> None:
    def counted(**asked: str) -> int:
        with CaptureQueriesContext(connection) as taken:
            listed(staff.reviewer, **asked)
        return len(taken)

    term_proposals.refuse(staff.reviewer, propose(staff.translator, untouched), "No.")
    propose(staff.translator, untouched)
    counted()
    before = counted(), counted(show="decided")
    for number in range(4):
        term_proposals.refuse(staff.reviewer, propose(staff.translator, untouched, Wanted(f"other {number}", "x")), "No.")
        propose(staff.translator, untouched, Wanted(f"term {number}", "x"))
        propose(staff.other_reviewer, untouched, Wanted(f"term {number}", "х"), "ru")
    assert (counted(), counted(show="decided")) == before


def test_the_place_is_a_link_for_whoever_may_open_it(untouched: Page, staff: SimpleNamespace) -> None:
    made = propose(staff.translator, untouched)
    place = f"{reverse('translation_desk:job', args=[made.job_id])}#segment-{made.segment_id}"
    assert place in shown(staff.reviewer, made).content.decode()
    assert place not in shown(staff.other_reviewer, made).content.decode()


def test_the_screen_says_how_a_term_begins(untouched: Page, staff: SimpleNamespace) -> None:
    made = propose(staff.translator, untouched)
    page = shown(staff.reviewer, made).content.decode()
    assert "begins as allowed" in page and 'name="status"' not in page
    assert 'name="status"' in shown(staff.admin, made).content.decode()
    assert 'value="accept"' not in shown(staff.translator, made).content.decode()


def test_a_term_is_accepted_on_its_screen(untouched: Page, staff: SimpleNamespace) -> None:
    made = propose(staff.translator, untouched)
    answer = shown(staff.reviewer, made, step="accept", english="brine", text="saumure", subject="salts", status="preferred")
    assert answer.status_code == 302
    assert Term.objects.get(term_en="brine").status == "allowed"


def test_what_was_typed_stays_beside_what_is_wrong(untouched: Page, staff: SimpleNamespace) -> None:
    made = propose(staff.translator, untouched)
    answer = shown(staff.reviewer, made, step="accept", english="soft water", text="eau salée", subject="")
    html = answer.content.decode()
    assert answer.status_code == 422 and 'value="eau salée"' in html
    assert "Choose a subject." in html and "eau douce" in html


def test_a_refusal_without_a_reason_is_told(untouched: Page, staff: SimpleNamespace) -> None:
    answer = shown(staff.reviewer, propose(staff.translator, untouched), step="refuse", message="")
    assert answer.status_code == 422 and b"Say why" in answer.content


def test_a_proposal_outlives_its_page(untouched: Page, staff: SimpleNamespace) -> None:
    made = propose(staff.translator, untouched)
    TermProposal.objects.update(job=None, segment=None)
    assert shown(staff.reviewer, made).status_code == 200
    term_proposals.accept(staff.reviewer, made, BRINE)
    assert TermSubject.objects.filter(terms__term_en="brine").exists()
