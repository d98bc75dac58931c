"""The tab of the queue for texts outside of pages, and the screen of one text: typing in place, deciding on many, refusals."""

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from core.columns import columns_of
from core.models import SiteSettings
from tests import factories
from tests.translation_desk import desk
from tests.translation_desk.empty_page import beyond_empty
from tests.translation_desk.moderation import signed_in
from translation_desk import proposals, roles
from translation_desk.column_listing import Column
from translation_desk.models import ColumnProposal
from vocabulary.models import Topic

pytestmark = pytest.mark.django_db

URL = "/admin/translations/texts/"
MOST_QUERIES = 12


@pytest.fixture(scope="module")
def people(six: factories.Pages, django_db_blocker: Any) -> Iterator[SimpleNamespace]:
    """One person for each part, shared by the tests of this module."""
    with django_db_blocker.unblock(), factories.undone():
        roles.set_up_roles(six)
        SiteSettings.objects.update(tagline_en="Cleaner leather")
        yield desk.people()


@pytest.fixture
def topic(people: Any) -> Topic:
    return factories.topic("tanning", name_fr="", description_en="How hides become leather")


def column(row: Any, name: str) -> Column:
    return Column(row, columns_of(type(row))[name])


def propose(user: Any, row: Any, **texts: str) -> ColumnProposal:
    (made,) = proposals.propose(user, row, texts)
    return made


def texts(client: Client, **query: str) -> str:
    answer = client.get(URL, query)
    assert answer.status_code == 200
    return answer.content.decode()


def waiting(row: Any) -> dict[str, str]:
    return {found.column: found.text for found in proposals.of_row(row).filter(decision="waiting")}


def decision(proposal: ColumnProposal) -> tuple[str, str]:
    proposal.refresh_from_db()
    return proposal.decision, proposal.message


def test_missing_texts_of_my_languages_are_typed_in_place(people: Any, topic: Topic) -> None:
    browser = signed_in(people.translator)
    text = texts(browser, show="missing")
    name, description = column(topic, "name_fr"), column(topic, "description_fr")
    assert f'name="{name.input_name}"' in text and 'lang="fr" dir="ltr"' in text
    assert "How hides become leather" in text and "Cleaner leather" in text
    assert column(topic, "description_ru").input_name not in text
    answer = browser.post(f"{URL}?show=missing", {"step": "save", name.input_name: "Tannage", description.input_name: ""})
    assert answer.status_code == 302
    assert waiting(topic) == {"name_fr": "Tannage"}
    topic.refresh_from_db()
    assert topic.name_fr == ""
    text = texts(browser, show="missing")
    assert name.input_name not in text and description.input_name in text


def test_a_text_that_does_not_fit_stays_in_its_field_with_the_reason(people: Any, topic: Topic) -> None:
    name, description = column(topic, "name_fr"), column(topic, "description_fr")
    typed = {"step": "save", name.input_name: "Tannage", description.input_name: "<b>" + "x" * 300}
    answer = signed_in(people.translator).post(f"{URL}?show=missing", typed)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert f'aria-describedby="{description.input_name}-error"' in text
    assert "&lt;b&gt;xxx" in text and "at most 300 characters" in text
    assert waiting(topic) == {"name_fr": "Tannage"}


@pytest.mark.parametrize(
    "name", ["text-1-1-name_fr", "text-x-1-name_fr", "text-{type}-999999-name_fr", "text-{type}-{pk}-code", "text-"]
)
def test_an_input_that_is_no_column_is_passed_over(people: Any, topic: Topic, name: str) -> None:
    found = name.format(type=column(topic, "name_fr").type_id, pk=topic.pk)
    assert signed_in(people.admin).post(URL, {"step": "save", found: "Anything"}).status_code == 302
    assert not ColumnProposal.objects.exists()


def test_texts_of_other_languages_are_refused_whoever_sends_them(people: Any, topic: Topic) -> None:
    for user in (people.translator, people.editor, people.approver):
        name = column(topic, "description_ru").input_name
        answer = signed_in(user).post(URL, {"step": "save", name: "Тайна"})
        assert answer.status_code == 422
    assert waiting(topic) == {}


def test_many_are_accepted_at_once_but_not_ones_own(people: Any, topic: Topic) -> None:
    other, mine = propose(people.translator, topic, name_fr="Tannage"), propose(people.reviewer, topic, description_fr="Le mien")
    browser = signed_in(people.reviewer)
    text = texts(browser)
    assert f'name="proposal" value="{other.pk}"' in text and f'name="proposal" value="{mine.pk}"' not in text
    browser.post(URL, {"step": "accept", "proposal": [other.pk, mine.pk]})
    assert (decision(other)[0], decision(mine)[0]) == ("accepted", "waiting")
    topic.refresh_from_db()
    assert (topic.name_fr, topic.description_fr) == ("Tannage", None)
    text = texts(browser)
    assert "1 text accepted." in text and "somebody else has to accept it" in text


def test_a_refusal_needs_a_reason_which_is_kept(people: Any, topic: Topic) -> None:
    proposal = propose(people.translator, topic, name_fr="Tannage")
    browser = signed_in(people.reviewer)
    answer = browser.post(URL, {"step": "refuse", "proposal": proposal.pk, "message": " "})
    assert answer.status_code == 422 and "Say why" in answer.content.decode()
    assert f'value="{proposal.pk}" data-w-bulk-target="item" data-action="w-bulk#toggle" checked' in answer.content.decode()
    browser.post(URL, {"step": "refuse", "proposal": proposal.pk, "message": "See the termbase."})
    assert decision(proposal) == ("refused", "See the termbase.")


@pytest.mark.parametrize("user", ["translator", "other_reviewer", "editor", "approver"])
def test_people_who_do_not_decide_in_a_language_change_nothing(people: Any, topic: Topic, user: str) -> None:
    proposal = propose(people.reviewer, topic, name_fr="Tannage")
    browser = signed_in(getattr(people, user))
    address = column(topic, "name_fr").url
    for step in ("accept", "refuse", "withdraw"):
        data = {"step": step, "proposal": proposal.pk, "message": "No."}
        browser.post(URL, data)
        assert browser.post(address, data).status_code == 403
    assert decision(proposal) == ("waiting", "")


def test_people_without_a_role_stay_out(people: Any, topic: Topic) -> None:
    for address in (URL, column(topic, "name_fr").url):
        assert signed_in(people.stranger).get(address).status_code == 302
        assert signed_in(None).get(address).status_code == 302


def test_the_tab_stands_beside_the_others_with_its_number(people: Any, topic: Topic) -> None:
    propose(people.translator, topic, name_fr="Tannage")
    text = signed_in(people.translator).get("/admin/translations/").content.decode()
    tab = text[text.index(f'href="{URL}"') :]
    # Description and tagline are missing, the name waits.
    assert '<span class="desk-tabs__count">3</span>' in tab[:300]
    assert 'aria-current="page"' in texts(signed_in(people.translator)).split(f'href="{URL}"')[1][:40]


def test_filters_choose_language_and_kind(people: Any, topic: Topic) -> None:
    browser = signed_in(people.admin)
    text = texts(browser, show="missing", language="ru", kind="core.sitesettings")
    assert "Cleaner leather" in text and "How hides become leather" not in text
    assert "_tagline_ru" not in text and "-tagline_ru" in text and "-tagline_fr" not in text
    assert "Cleaner leather" in texts(browser, show="nonsense", language="xx", kind="no.model", p="9")


def test_the_number_of_queries_does_not_grow(people: Any, client: Client) -> None:
    client.force_login(people.admin)
    taken = []
    for number in (2, 30):
        with factories.undone():
            for place in range(number):
                row = factories.topic(f"topic-{place}", name_fr="", name_ru="", description_en="Text")
                propose(people.translator, row, name_fr="Nom")
            taken.append([beyond_empty(client, f"{URL}?show={show}") for show in ("missing", "waiting")])
    assert taken[0] == taken[1]
    assert max(taken[1]) <= MOST_QUERIES


def test_one_text_is_accepted_refused_and_taken_back_on_its_screen(people: Any, topic: Topic) -> None:
    address = column(topic, "name_fr").url
    translator, reviewer = signed_in(people.translator), signed_in(people.reviewer)
    translator.post(address, {"step": "propose", "text": "Un"})
    proposal = ColumnProposal.objects.get()
    assert translator.post(address, {"step": "accept", "proposal": proposal.pk}).status_code == 403
    translator.post(address, {"step": "withdraw", "proposal": proposal.pk})
    assert decision(proposal)[0] == "withdrawn"
    translator.post(address, {"step": "propose", "text": "Deux"})
    second = ColumnProposal.objects.get(decision="waiting")
    assert reviewer.post(address, {"step": "refuse", "proposal": second.pk, "message": ""}).status_code == 422
    assert reviewer.post(address, {"step": "accept", "proposal": second.pk}).status_code == 302
    topic.refresh_from_db()
    assert topic.name_fr == "Deux"


def test_a_stale_text_is_shown_as_such_and_not_accepted_before_it_is_looked_at(people: Any, topic: Topic) -> None:
    proposal = propose(people.translator, topic, name_fr="Tannage")
    Topic.objects.filter(pk=topic.pk).update(name_fr="Changed by a command")
    address, browser = column(topic, "name_fr").url, signed_in(people.reviewer)
    assert f'name="proposal" value="{proposal.pk}"' not in texts(browser)
    text = browser.get(address).content.decode()
    assert 'value="confirm"' in text and 'value="accept"' not in text
    assert browser.post(address, {"step": "accept", "proposal": proposal.pk}).status_code == 409
    browser.post(URL, {"step": "accept", "proposal": proposal.pk})
    assert decision(proposal)[0] == "waiting"
    browser.post(address, {"step": "confirm", "proposal": proposal.pk, "seen": "Changed by a command"})
    browser.post(address, {"step": "accept", "proposal": proposal.pk})
    assert decision(proposal)[0] == "accepted"


def test_what_was_typed_stays_when_it_does_not_fit(people: Any, topic: Topic) -> None:
    answer = signed_in(people.translator).post(column(topic, "name_fr").url, {"step": "propose", "text": "y" * 201})
    assert answer.status_code == 422
    assert f'value="{"y" * 201}"' in answer.content.decode() and "at most 200 characters" in answer.content.decode()


@pytest.mark.parametrize("kwargs", [{"name": "code"}, {"type_id": 0}, {"object_id": 999999}])
def test_an_address_that_names_no_column_is_not_found(people: Any, topic: Topic, kwargs: dict[str, Any]) -> None:
    known = {"type_id": column(topic, "name_fr").type_id, "object_id": topic.pk, "name": "name_fr"}
    address = reverse("translation_desk:column", kwargs={**known, **kwargs})
    assert signed_in(people.admin).get(address).status_code == 404
    assert signed_in(people.admin).post(column(topic, "name_fr").url, {"step": "steal"}).status_code == 404


def test_the_history_of_a_text_says_who_did_what_and_undoes_it(people: Any, topic: Topic) -> None:
    address = column(topic, "name_fr").url
    translator, reviewer = signed_in(people.translator), signed_in(people.reviewer)
    for text in ("Tannage", "Tannerie"):
        proposals.accept(people.reviewer, propose(people.translator, topic, name_fr=text))
    proposals.refuse(people.reviewer, propose(people.translator, topic, name_fr="Tan"), "Too <short>.")
    text = translator.get(address).content.decode()
    assert "Too &lt;short&gt;." in text and text.count("Decided by <bdi>reviewer-fr Tester</bdi>") == 3
    assert [entry["again"] for entry in translator.get(address).context["history"]] == ["Tan", "Tannage", "Tannage"]
    translator.post(address, {"step": "propose", "text": "Tannage"})
    topic.refresh_from_db()
    assert topic.name_fr == "Tannerie"
    undoing = ColumnProposal.objects.get(decision="waiting")
    reviewer.post(address, {"step": "accept", "proposal": undoing.pk})
    topic.refresh_from_db()
    assert topic.name_fr == "Tannage"


def test_the_history_of_a_text_takes_the_same_queries_however_long_it_is(people: Any, topic: Topic, client: Client) -> None:
    client.force_login(people.reviewer)
    taken = []
    for number in (1, 12):
        for place in range(number):
            proposals.refuse(people.reviewer, propose(people.translator, topic, name_fr=f"Nom {number} {place}"), "No.")
        taken.append(beyond_empty(client, column(topic, "name_fr").url))
    assert taken[0] == taken[1]


def test_an_accepted_text_stands_in_the_log_of_its_entry(people: Any, topic: Topic) -> None:
    proposals.accept(people.reviewer, propose(people.translator, topic, name_fr="Tannage"))
    history = reverse(Topic.snippet_viewset.get_url_name("history"), args=[topic.pk])
    assert "Proposed text accepted (French): Tannage" in signed_in(people.admin).get(history).content.decode()


def test_the_dashboard_counts_what_waits_for_my_decision(people: Any, topic: Topic) -> None:
    propose(people.translator, topic, name_fr="Tannage")
    told = "1 text of vocabularies and settings waits for your decision"
    assert told in signed_in(people.reviewer).get("/admin/").content.decode()
    assert told not in signed_in(people.translator).get("/admin/").content.decode()
    assert told not in signed_in(people.other_reviewer).get("/admin/").content.decode()
