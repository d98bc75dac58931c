"""Every page type can be made, previewed, edited and published in the administration."""

from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse
from wagtail.models import Page
from wagtail.test.utils.form_data import querydict_from_html, rich_text

from core.models import BasePage
from home.models import ContactPage, LinkDirectoryPage, SiteMapPage, StandardPage
from knowledge.models import (
    ArticleIndexPage,
    ArticlePage,
    CourseIndexPage,
    CoursePage,
    GlossaryPage,
    PublicationIndexPage,
    PublicationPage,
    SessionIndexPage,
    SessionPage,
    TopicIndexPage,
    TopicPage,
)
from projects.models import ProjectIndexPage, ProjectPage
from tests import factories

Publish = Callable[[str, Any], Any]
Parents = Callable[[factories.Pages], factories.Pages]


def here(homes: factories.Pages) -> factories.Pages:
    return homes


CASES: dict[type[BasePage], tuple[Parents, Callable[[], dict[str, Any]]]] = {
    StandardPage: (here, dict),
    SiteMapPage: (here, dict),
    LinkDirectoryPage: (here, dict),
    ContactPage: (
        here,
        lambda: {"office": "Office", "reply_languages": ["en", "ar"], "confirmation": rich_text("<p>Thank you.</p>")},
    ),
    TopicIndexPage: (here, dict),
    TopicPage: (factories.topic_index, lambda: {"topic": factories.topic("tanning").pk}),
    PublicationIndexPage: (here, dict),
    PublicationPage: (
        factories.publication_index,
        lambda: {"year": "2010", "document_type": factories.document_type("paper").pk},
    ),
    CourseIndexPage: (here, dict),
    CoursePage: (factories.course_index, lambda: {"audience": "Operators"}),
    SessionIndexPage: (here, dict),
    SessionPage: (factories.session_index, lambda: {"number": "7", "start_date": "2001-05-14", "city": "City"}),
    ArticleIndexPage: (here, dict),
    ArticlePage: (factories.article_index, dict),
    GlossaryPage: (here, dict),
    ProjectIndexPage: (here, dict),
    ProjectPage: (factories.project_index, dict),
}

BODY = {
    "body-count": "2",
    "body-0-deleted": "",
    "body-0-order": "0",
    "body-0-type": "heading",
    "body-0-value-text": "A heading",
    "body-0-value-level": "2",
    "body-1-deleted": "",
    "body-1-order": "1",
    "body-1-type": "quote",
    "body-1-value-text": "Prevention first.",
    "body-1-value-attribution": "Course notes",
}


def filled(page_html: str, fields: dict[str, Any]) -> Any:
    data = querydict_from_html(page_html, form_id="page-edit-form")
    for name, value in {**BODY, **fields}.items():
        data.setlist(name, value) if isinstance(value, list) else data.__setitem__(name, value)
    return data


def test_every_page_type_but_the_home_page_is_tried() -> None:
    types = {model for model in apps.get_models() if issubclass(model, BasePage)}
    assert {model.__name__ for model in types - set(CASES)} == {"HomePage"}


@pytest.mark.parametrize(
    ("model", "code"),
    [*((model, "en") for model in CASES), *((model, "ar") for model in (StandardPage, ContactPage, PublicationPage))],
)
def test_make_preview_edit_publish(
    editor: Client, publish: Publish, six: factories.Pages, model: type[BasePage], code: str
) -> None:
    parents, required = CASES[model]
    parent = parents(six)[code]
    fields = {"title": "A page", "slug": "a-page", "summary": "What it says.", **required()}
    place = (model._meta.app_label, model._meta.model_name, parent.pk)

    url = reverse("wagtailadmin_pages:add", args=place)
    page_html = editor.get(url)
    assert page_html.status_code == 200
    data = filled(page_html.content.decode(), fields)

    preview = reverse("wagtailadmin_pages:preview_on_add", args=place)
    assert editor.post(preview, data).json() == {"is_valid": True, "is_available": True}
    shown = editor.get(preview).content.decode()
    assert f'<html lang="{code}" dir="{"rtl" if code == "ar" else "ltr"}"' in shown
    assert "A heading" in shown

    answer = publish(url, {**data.dict(), **lists(data)})
    assert answer.status_code == 302, answer.context["form"].errors
    page = model.objects.get(slug="a-page", locale__language_code=code)
    assert page.live

    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    data = filled(editor.get(edit).content.decode(), {**fields, "title": "A better page"})
    preview = reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk])
    assert editor.post(preview, data).json()["is_available"]
    assert editor.get(preview).status_code == 200
    answer = publish(edit, {**data.dict(), **lists(data)})
    assert answer.status_code == 302, answer.context["form"].errors
    assert Page.objects.get(pk=page.pk).title == "A better page"


def lists(data: Any) -> dict[str, list[str]]:
    return {name: values for name, values in data.lists() if len(values) > 1}


def test_home_page_can_be_edited(editor: Client, publish: Publish, six: factories.Pages) -> None:
    edit = reverse("wagtailadmin_pages:edit", args=[six["ar"].pk])
    data = filled(editor.get(edit).content.decode(), {"pillars-TOTAL_FORMS": "1", "pillars-0-title": "A", "pillars-0-text": "B"})
    data["pillars-0-target"] = str(six["ar"].pk)
    answer = publish(edit, {**data.dict(), "title": "البداية"})
    assert answer.status_code == 302, answer.context["form"].errors
    assert Page.objects.get(pk=six["ar"].pk).title == "البداية"


def test_languages_of_the_answers_are_ticked(editor: Client, publish: Publish, six: factories.Pages) -> None:
    page = factories.contact(six, ("en",))["en"]
    text = editor.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    boxes = text.count('type="checkbox" name="reply_languages"')
    assert boxes == 6
    data = filled(text, {"reply_languages": ["ar", "ru"], "confirmation": rich_text("<p>Thank you.</p>")})
    publish(reverse("wagtailadmin_pages:edit", args=[page.pk]), {**data.dict(), **lists(data)})
    page.refresh_from_db()
    assert page.reply_languages == ["ar", "ru"]
