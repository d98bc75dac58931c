"""Sessions of the Panel."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from config.languages import CODES
from core.i18n import speaking
from knowledge.models import SessionPage
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("precision", "text"), [("day", "14–18 May 2001"), ("month", "May 2001"), ("year", "2001")])
def test_dates_are_no_more_exact_than_known(precision: str, text: str) -> None:
    page = SessionPage(start_date=date(2001, 5, 14), end_date=date(2001, 5, 18), date_precision=precision)
    with speaking("en"):
        assert page.dates.replace("\u00a0", " ") == text


def test_a_session_cannot_end_before_it_begins(six: factories.Pages) -> None:
    with pytest.raises(ValidationError) as error:
        factories.session(factories.session_index(six), 7, end_date=date(2001, 5, 1))
    assert set(error.value.message_dict) == {"end_date"}


def test_sessions_stand_newest_first(six: factories.Pages, client: Client) -> None:
    index = factories.session_index(six)
    for number in (3, 17, 9):
        factories.session(index, number)
    assert [page.number for page in client.get("/en/sessions/").context["sessions"]] == [17, 9, 3]


def test_sessions_of_other_languages_stand_apart(six: factories.Pages, client: Client) -> None:
    index = factories.session_index(six)
    factories.session(index, 3, ("en", "fr"))
    factories.session(index, 4, ("en",))
    context = client.get("/fr/sessions/").context
    assert [page.public_url for page in context["sessions"]] == ["/fr/sessions/session-3/"]
    assert [version.url for version in context["others"]] == ["/en/sessions/session-4/"]


def test_papers_of_any_version_of_the_session_are_listed(six: factories.Pages, client: Client) -> None:
    session = factories.session(factories.session_index(six), 7, ("en", "fr"))
    publications = factories.publication_index(six)
    factories.publication(publications, "both", ("en", "fr"), session=session["en"])
    factories.publication(publications, "english", ("en",), session=session["en"])
    context = client.get("/fr/sessions/session-7/").context
    assert [page.public_url for page in context["papers"]] == ["/fr/publications/both/"]
    assert [version.url for version in context["others"]] == ["/en/publications/english/"]


@pytest.mark.parametrize("code", CODES)
def test_the_page_renders(six: factories.Pages, client: Client, code: str) -> None:
    session = factories.session(factories.session_index(six), 7, CODES, country=factories.country("KEN"), delegates=1200)
    factories.child(session[code], "themes", text="A theme")
    html = client.get(f"/{code}/sessions/session-7/").text
    assert f"KEN {code}" in html
    assert "A theme" in html
