"""Links in texts lead to the reader's language."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from core import versions
from core.i18n import CODES, speaking
from core.rich_text import expand
from tests import factories

pytestmark = pytest.mark.django_db


def link(*pages: Page) -> str:
    return "".join(f'<p><a linktype="page" id="{page.pk}">text</a></p>' for page in pages)


@pytest.mark.parametrize("code", CODES)
def test_a_link_leads_to_the_readers_language(six: factories.Pages, code: str) -> None:
    about = factories.standard(six, "about", CODES)
    with speaking(code):
        assert expand(link(about["en"])) == f'<p><a href="/{code}/about/">text</a></p>'


def test_a_link_to_another_language_prints_its_name(six: factories.Pages) -> None:
    about = factories.standard(six, "about", ("en",))
    with speaking("ru"):
        assert expand(link(about["en"])) == (
            '<p><a href="/en/about/" hreflang="en">text</a> <span class="language-name">(английский)</span></p>'
        )


def test_hreflang_is_a_tag_of_bcp_47(six: factories.Pages) -> None:
    about = factories.standard(six, "about", ("zh-hans",))
    with speaking("en"):
        assert 'hreflang="zh-Hans"' in expand(link(about["zh-hans"]))


@pytest.mark.parametrize("target", ["999999", "x", ""])
def test_a_link_to_a_page_that_is_gone_keeps_its_text(six: factories.Pages, target: str) -> None:
    with speaking("en"):
        assert expand(f'<p><a linktype="page" id="{target}">text</a></p>') == "<p><a>text</a></p>"


def test_a_link_to_a_draft_keeps_its_text(six: factories.Pages) -> None:
    draft = factories.standard(six, "draft", live=False)["en"]
    with speaking("en"):
        assert expand(link(draft)) == "<p><a>text</a></p>"


def test_many_links_are_looked_up_in_one_query(six: factories.Pages) -> None:
    pages = [factories.standard(six, f"page-{number}")["en"] for number in range(5)]
    with speaking("fr"), CaptureQueriesContext(connection) as captured:
        expand(link(*pages))
    versions.forget_links()
    assert len(captured) == 1


def test_a_link_to_another_site_stays_as_it_is(six: factories.Pages) -> None:
    with speaking("en"):
        assert expand('<p><a href="https://example.org/">text</a></p>') == '<p><a href="https://example.org/">text</a></p>'


@pytest.mark.parametrize("order", ['linktype="page" id="{}"', 'id="{}" linktype="page"'])
def test_a_page_knows_the_links_of_its_texts(six: factories.Pages, order: str) -> None:
    text = f"<p><a {order.format(six['fr'].pk)}>x</a></p>"
    body = [("paragraph", text), ("callout", {"kind": "info", "title": "T", "text": text.replace(str(six["fr"].pk), "77")})]
    page = factories.standard(six, "about", body=body)["en"]
    assert type(page).objects.get(pk=page.pk).linked_page_ids() == {six["fr"].pk, 77}


def test_a_page_knows_its_related_pages(six: factories.Pages) -> None:
    body = [("related_pages", {"title": "More", "pages": [six["fr"], six["en"]]})]
    page = factories.standard(six, "about", body=body)["en"]
    assert type(page).objects.get(pk=page.pk).linked_page_ids() == {six["fr"].pk, six["en"].pk}
