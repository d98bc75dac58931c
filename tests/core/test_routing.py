"""The page an address leads to: the same one that Wagtail finds, with fewer queries."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client, RequestFactory
from wagtail.models import Page, PageViewRestriction

from core import routing
from core.i18n import CODES, speaking
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def tree(six: factories.Pages, django_db_blocker: Any) -> Iterator[None]:
    """Pages on three levels, some in two languages, some of the same name, one a draft with a live page below it."""
    with django_db_blocker.unblock(), factories.undone():
        about = factories.standard(six, "about", ("en", "fr"))
        part = factories.standard(about, "part", ("en", "fr"))
        factories.standard(part, "about", ("en",))
        factories.publication_index(six)
        draft = factories.standard(six, "draft", ("en",))
        factories.standard(draft, "below", ("en",))
        Page.objects.filter(pk=draft["en"].pk).update(live=False)
        yield


def found(code: str, path: str) -> tuple[Any, Any]:
    """Return what Wagtail and we find."""
    request = RequestFactory().get(f"/{code}/{path}")
    with speaking(code):
        theirs, ours = Page.route_for_request(request, path), routing.route(request, path)
    return theirs, ours


PATHS = (
    "",
    "about/",
    "about/part/",
    "about/part/about/",
    "publications/",
    "part/",
    "draft/",
    "draft/below/",
    "nowhere/",
    "ABOUT/",
)


@pytest.mark.usefixtures("tree")
@pytest.mark.parametrize("path", PATHS)
def test_the_page_is_the_one_that_wagtail_finds(path: str) -> None:
    for code in CODES:
        theirs, ours = found(code, path)
        assert (ours and (ours.page, type(ours.page))) == (theirs and (theirs.page, type(theirs.page))), code


def test_a_home_page_that_is_not_live_has_nothing_below_it(six: factories.Pages) -> None:
    factories.standard(six, "over", ("en", "fr"))
    Page.objects.filter(pk=six["fr"].pk).update(live=False)
    assert [Client().get(path).status_code for path in ("/fr/", "/fr/over/", "/en/over/")] == [404, 404, 200]


def test_an_address_follows_its_page(six: factories.Pages, client: Client) -> None:
    page = factories.standard(six, "before", ("en",))["en"]
    assert client.get("/en/before/").status_code == 200
    page.slug = "after"
    page.save()
    assert [client.get(f"/en/{slug}/").status_code for slug in ("before", "after")] == [404, 200]


def test_a_page_is_found_with_one_query(six: factories.Pages, django_assert_num_queries: Any) -> None:
    factories.standard(factories.standard(six, "over", ("en",)), "under", ("en",))
    request = RequestFactory().get("/en/over/under/")
    routing.route(request, "over/under/")
    with django_assert_num_queries(1):
        routing.route(request, "over/under/")


def test_a_page_that_becomes_private_is_refused_at_once(six: factories.Pages, client: Client) -> None:
    page = factories.standard(six, "over", ("en",))["en"]
    below = factories.standard({"en": page}, "under", ("en",))["en"]
    assert client.get("/en/over/under/").status_code == 200
    restriction = PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    assert client.get("/en/over/under/").status_code == 302
    restriction.delete()
    assert client.get("/en/over/under/").status_code == 200
    assert below.get_view_restrictions().count() == 0
