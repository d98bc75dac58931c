"""Our panels beside Wagtail's page editor."""

import re
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from wagtail.admin.viewsets.pages import base_page_viewset, page_viewset_registry
from wagtail.models import Page
from wagtail.test.utils.form_data import querydict_from_html
from wagtail.users.models import UserProfile

from core.i18n import CODES
from home.models import StandardPage
from newsroom.page_editor.side_panels import name_sections
from newsroom.views.page_editor import PortalPageViewSet, WithPanels, portal_pages
from tests import factories
from tests.translation_desk import desk
from tests.translation_desk.moderation import signed_in

pytestmark = pytest.mark.django_db

MOST = 5
"""Queries that the panels add to the page editor: three for the languages, two for what is missing."""


def edit(client: Client, page: Page) -> str:
    return client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()


def test_languages_and_what_is_missing_stand_beside_the_form(six: factories.Pages, people: SimpleNamespace) -> None:
    page = desk.english(six)
    html = edit(signed_in(people.editor), page)
    assert 'data-side-panel="languages"' in html and 'data-side-panel="missing"' in html
    assert "No topic is chosen." in html and "Not started" in html


def test_each_finding_leads_to_a_section_of_the_form(six: factories.Pages, people: SimpleNamespace) -> None:
    page = desk.english(six, summary="Soaking")
    html = edit(signed_in(people.editor), page)
    for name in ("summary", "topics"):
        anchor = f"panel-child-content-{name}-section"
        assert f'href="#{anchor}"' in html and f'id="{anchor}"' in html


def everything_wrong(homes: factories.Pages) -> Page:
    """A publication in English about which everything is to be said that can be mended in a field."""
    words = "Water soaks " + "very " * 130 + "slowly. [… What it is.] The BLSS measures it."
    body = [
        {"type": "heading", "id": "h1", "value": {"text": "Part", "level": "3"}},
        {"type": "paragraph", "id": "p1", "value": f'<p>{words} <a href="#">x</a></p>'},
    ]
    made = factories.publication(factories.publication_index(homes, ("en",)), "wrong", body=body)["en"]
    factories.child(made, "files", language="", document=factories.document("large", size=9 * 1024 * 1024), scanned=True)
    page = made.specific
    page.title, page.summary, page.lead_image = "[… A title.]", "", factories.image()
    page.save_revision(clean=False)
    return page


def test_findings_lead_to_sections_in_every_language_of_one_process(six: factories.Pages, people: SimpleNamespace) -> None:
    page = everything_wrong(six)
    found = set()
    for code in ("zh-hans", *CODES):
        UserProfile.objects.update_or_create(user=people.editor, defaults={"preferred_language": code})
        html = edit(signed_in(people.editor), page)
        items = re.findall(r'<li class="comfort__item"><strong>(.*?)</strong>', html)
        anchors = [match[1] if (match := re.match('<a href="#([^"]+)">', item)) else "" for item in items]
        assert "" not in anchors
        sections = {anchor for anchor in anchors if not anchor.startswith("block-")}
        assert all(f'id="{anchor}"' in html for anchor in sections), code
        found.add((len(items), *sorted(anchors)))
    (only,) = found
    wanted = {"title", "summary", "files", "topics", "image_and_upkeep"}
    assert {f"panel-child-content-{name}-section" for name in wanted} | {"block-p1-section", "block-h1-section"} == set(only[1:])


def test_sections_are_named_in_english_by_whatever_was_drawn_first(six: factories.Pages, people: SimpleNamespace) -> None:
    """As after a start of another process, which answers an autosave of a form that the first one drew."""
    form = StandardPage.get_edit_handler()
    with translation.override("ar"):
        form.children[0].__dict__.pop("child_identifiers", None)
        assert "topics" not in form.children[0].child_identifiers
    form.__dict__.pop("names", None)
    with translation.override("fr"):
        name_sections(form)
    assert "topics" in form.children[0].child_identifiers


def test_pages_of_one_language_have_them_too(six: factories.Pages, people: SimpleNamespace) -> None:
    page = factories.standard(six, "alone", ("fr",))["fr"]
    html = edit(signed_in(people.admin), page)
    assert 'data-side-panel="languages"' in html and "Add English" in html


def test_people_without_a_role_get_no_languages(six: factories.Pages, people: SimpleNamespace, rf: Any) -> None:
    class Wagtails:
        def get_side_panels(self) -> list[Any]:
            return []

    class View(WithPanels, Wagtails):
        pass

    view = View()
    view.page, view.request = desk.english(six), rf.get("/")
    view.request.user = people.stranger
    assert [panel.name for panel in view.get_side_panels()] == ["missing"]


def test_an_autosave_tells_anew_what_is_missing(six: factories.Pages, people: SimpleNamespace) -> None:
    page = desk.english(six, body=[])
    client = signed_in(people.admin)
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    posted = querydict_from_html(edit(client, page), form_id="page-edit-form").dict()
    answer = client.post(address, {**posted, "summary": "Soaking", "body-count": "0"}, headers={"accept": "application/json"})
    assert "The summary only repeats the title." in answer.json()["html"]


def test_a_new_page_says_when_it_is_told(six: factories.Pages, people: SimpleNamespace) -> None:
    address = reverse("wagtailadmin_pages:add", args=["home", "standardpage", six["en"].pk])
    html = signed_in(people.admin).get(address).content.decode()
    assert "What is missing is told once the page is saved." in html


def test_an_earlier_version_has_them_too(six: factories.Pages, people: SimpleNamespace) -> None:
    page = desk.english(six)
    address = reverse("wagtailadmin_pages:revisions_revert", args=[page.pk, page.latest_revision_id])
    assert 'data-side-panel="missing"' in signed_in(people.admin).get(address).content.decode()


def test_all_types_of_the_portal_are_edited_here(db: None) -> None:
    assert page_viewset_registry.get_by_type(StandardPage) is portal_pages
    assert page_viewset_registry.get_by_type(Page) is base_page_viewset
    assert PortalPageViewSet.parent_models == ()


def test_the_panels_cost_a_fixed_number_of_queries(
    six: factories.Pages, people: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = signed_in(people.editor)

    def cost(page: Page) -> int:
        edit(client, page)
        with CaptureQueriesContext(connection) as queries:
            edit(client, page)
        return len(queries)

    paragraph = f'<p><a linktype="page" id="{six["en"].pk}">x</a></p>'
    short = desk.english(six, "short", body=[{"type": "paragraph", "value": paragraph}])
    long = desk.english(six, "long", body=[{"type": "paragraph", "value": paragraph}] * 9)
    paired = cost(short), cost(long)
    monkeypatch.setattr(WithPanels, "get_side_panels", lambda view: super(WithPanels, view).get_side_panels())
    more = [with_panels - cost(page) for with_panels, page in zip(paired, (short, long), strict=True)]
    assert more == [MOST, MOST]
