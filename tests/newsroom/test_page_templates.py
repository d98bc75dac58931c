"""Templates for new pages: what is kept, who keeps it, and how a form is filled by it."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.http import Http404
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from wagtail.models import Locale, Page
from wagtail.test.utils.form_data import querydict_from_html

from core.i18n import CODES
from knowledge.models import ArticlePage, PublicationPage
from newsroom.models import PageTemplate
from newsroom.page_editor import missing
from newsroom.page_templates import templates
from newsroom.page_templates.shipped import SHIPPED
from tests import factories
from tests.translation_desk.moderation import signed_in
from translation_desk.errors import BadValueError, NotAllowedError

pytestmark = pytest.mark.django_db

BODY = [
    {"type": "heading", "id": "h1", "value": {"text": "What it is about", "level": "2"}},
    {"type": "paragraph", "id": "p1", "value": "<p>[… About.]</p>"},
    {"type": "related_pages", "id": "r1", "value": {"title": "More", "pages": []}},
]


@pytest.fixture
def publications(six: factories.Pages) -> factories.Pages:
    """The lists of publications."""
    return factories.publication_index(six)


@pytest.fixture
def manual(publications: factories.Pages) -> PublicationPage:
    """A publication with facts, topics, a file and a body."""
    made = factories.publication(
        publications,
        "manual",
        body=BODY,
        symbol="ID/1",
        pages=12,
        topics=[factories.topic("tanning")],
        files=[("en", factories.document("manual"))],
    )["en"]
    return PublicationPage.objects.get(pk=made.pk)


def new(parent: Page, model: Any = PublicationPage) -> Any:
    """A page that is not stored yet."""
    return model(locale=parent.locale)


def test_a_kept_page_fills_the_next_one(publications: factories.Pages, manual: PublicationPage, people: SimpleNamespace) -> None:
    row = templates.keep(people.approver, manual, " Manual ", "For manuals.")
    page = new(publications["en"])
    templates.fill(page, f"kept-{row.pk}")
    assert (row.name, page.summary, page.document_type_id) == ("Manual", manual.summary, manual.document_type_id)
    assert [block.block_type for block in page.body] == ["heading", "paragraph"]
    assert [link.topic.code for link in page.topic_links.all()] == ["tanning"]


def test_facts_of_one_page_are_not_kept(publications: factories.Pages, manual: PublicationPage, people: SimpleNamespace) -> None:
    row = templates.keep(people.approver, manual, "Manual", "")
    page = new(publications["en"])
    templates.fill(page, f"kept-{row.pk}")
    assert (page.title, page.slug, page.year, page.pages, page.symbol, list(page.files.all())) == ("", "", None, None, "", [])


def test_blocks_get_ids_of_their_own(manual: PublicationPage, people: SimpleNamespace) -> None:
    row = templates.keep(people.approver, manual, "Manual", "")
    assert all("id" not in block for block in row.content["fields"]["body"])


def test_entries_that_are_gone_are_left_out(publications: factories.Pages, manual: PublicationPage, people: Any) -> None:
    row = templates.keep(people.approver, manual, "Manual", "")
    row.content["links"]["topic_links"] = [987654]
    row.content["fields"]["document_type"] = 987654
    row.save()
    page = new(publications["en"])
    templates.fill(page, f"kept-{row.pk}")
    assert (page.document_type_id, list(page.topic_links.all())) == (None, [])


def test_only_managers_keep_and_change(manual: PublicationPage, people: SimpleNamespace) -> None:
    row = templates.keep(people.approver, manual, "Manual", "")
    for step in (
        lambda: templates.keep(people.editor, manual, "Mine", ""),
        lambda: templates.rename(people.editor, row, "Mine", ""),
        lambda: templates.remove(people.editor, row),
    ):
        with pytest.raises(NotAllowedError):
            step()


def test_a_name_is_taken_over_only_when_told_so(manual: PublicationPage, people: SimpleNamespace) -> None:
    first = templates.keep(people.approver, manual, "Manual", "")
    with pytest.raises(BadValueError):
        templates.keep(people.approver, manual, "Manual", "")
    assert templates.keep(people.approver, manual, "Manual", "", replace=True).pk == first.pk
    other = templates.keep(people.approver, manual, "Other", "")
    with pytest.raises(BadValueError):
        templates.rename(people.approver, other, "Manual", "")


@pytest.mark.parametrize("key", ["kept-987654", "kept-x", "shipped-news", "shipped-none", "nonsense"])
def test_a_template_of_something_else_is_not_found(publications: factories.Pages, key: str) -> None:
    with pytest.raises(Http404):
        templates.fill(new(publications["en"]), key)


def test_a_template_stays_in_its_language(publications: factories.Pages, manual: PublicationPage, people: Any) -> None:
    row = templates.keep(people.approver, manual, "Manual", "")
    with pytest.raises(Http404):
        templates.fill(new(publications["fr"]), f"kept-{row.pk}")
    keys = [offer.key for offer in templates.offers(publications["fr"], [PublicationPage])]
    assert keys == ["shipped-publication"]


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("key", SHIPPED)
def test_what_is_left_of_a_shipped_template_is_told_in_every_language(db: None, key: str, code: str) -> None:
    locale, _created = Locale.objects.get_or_create(language_code=code)
    page = SHIPPED[key].model(locale=locale, title="New")
    templates.fill(page, f"shipped-{key}")
    marks = [item.quote for item in missing.of(page).errors if item.quote]
    blocks = len([block for block in page.body if block.block_type in {"paragraph", "quote"}])
    assert len(marks) >= blocks + 1
    with translation.override(code):
        page.body.stream_block.clean(page.body)


def test_offers_cost_the_same_however_many_there_are(publications: factories.Pages, manual: Any, people: Any) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            templates.offers(publications["en"], [PublicationPage, ArticlePage])
        return len(queries)

    templates.keep(people.approver, manual, "One", "")
    cost()
    before = cost()
    for number in range(5):
        templates.keep(people.approver, manual, f"More {number}", "")
    assert cost() == before == 1


def test_the_form_of_a_new_page_offers_templates_and_is_filled(publications: factories.Pages, people: SimpleNamespace) -> None:
    client = signed_in(people.admin)
    address = reverse("wagtailadmin_pages:add", args=["knowledge", "publicationpage", publications["en"].pk])
    chooser = reverse("newsroom:choose_template", args=[publications["en"].pk])
    blank = client.get(address).content.decode()
    assert f"{chooser}?type=knowledge.publicationpage" in blank and "Its parts, and what is" not in blank
    filled = client.get(address, {"template": "shipped-publication"}).content.decode()
    assert "Its parts, and what is" in filled
    assert f"{address}?template=shipped-publication" in client.get(chooser).content.decode()


def test_a_form_that_a_template_filled_is_stored_with_its_topics(
    publications: factories.Pages, manual: PublicationPage, people: SimpleNamespace
) -> None:
    row = templates.keep(people.approver, manual, "Manual", "")
    client = signed_in(people.admin)
    address = reverse("wagtailadmin_pages:add", args=["knowledge", "publicationpage", publications["en"].pk])
    html = client.get(address, {"template": f"kept-{row.pk}"}).content.decode()
    posted = querydict_from_html(html, form_id="page-edit-form").dict()
    posted |= {"title": "Anew", "slug": "anew", "year": "2020", "body-count": "0"}
    client.post(address, posted)
    page = PublicationPage.objects.get(slug="anew").get_latest_revision_as_object()
    assert (page.live, page.summary, [link.topic.code for link in page.topic_links.all()]) == (False, manual.summary, ["tanning"])


def test_managers_keep_rename_and_remove_on_screens(manual: PublicationPage, people: SimpleNamespace) -> None:
    client = signed_in(people.approver)
    keep = reverse("newsroom:keep_template", args=[manual.pk])
    assert "Give the template a name" not in client.get(keep).content.decode()
    assert client.post(keep, {"name": "Manual", "description": ""}).status_code == 302
    again = client.post(keep, {"name": "Manual", "description": "kept words"}).content.decode()
    assert "exists already" in again and "kept words" in again
    row = PageTemplate.objects.get()
    client.post(reverse("newsroom:template", args=[row.pk]), {"name": "Handbook", "description": "Long"})
    assert "Handbook" in client.get(reverse("newsroom:templates")).content.decode()
    client.post(reverse("newsroom:remove_template", args=[row.pk]))
    assert not PageTemplate.objects.exists()


@pytest.mark.parametrize(("who", "status"), [("approver", 200), ("editor", 302), ("translator", 302)])
def test_who_opens_the_screen_of_keeping(manual: PublicationPage, people: SimpleNamespace, who: str, status: int) -> None:
    answer = signed_in(getattr(people, who)).get(reverse("newsroom:keep_template", args=[manual.pk]))
    assert answer.status_code == status
