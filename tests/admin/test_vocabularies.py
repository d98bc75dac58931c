"""Vocabularies, words of the site and alerts: six groups of fields; choosers that find an entry by any of its names."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Site

from config.languages import LANGUAGES
from core.models import SafetyAlert, SiteSettings
from tests import factories
from translation_desk import proposals
from vocabulary.models import Topic

GROUP = re.compile(r'<fieldset class="language-group">(.*?)</fieldset>', re.DOTALL)


@pytest.fixture
def plain_search(settings: Any) -> None:
    """Search without an index: its tables come from migrations, which tests of models leave out."""
    settings.WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database.fallback"}}


def edit_url(entry: Any) -> str:
    return reverse(entry.snippet_viewset.get_url_name("edit"), args=[entry.pk])


@pytest.mark.parametrize(
    "make",
    [
        lambda: factories.topic("tanning"),
        lambda: factories.country("FRA"),
        lambda: factories.term("hide"),
        lambda: factories.goal(9),
        lambda: SafetyAlert.objects.create(text_en="Never enter alone"),
    ],
    ids=["topic", "country", "term", "goal", "alert"],
)
def test_each_language_has_its_group_in_its_direction(editor: Client, make: Any) -> None:
    groups = GROUP.findall(editor.get(edit_url(make())).content.decode())
    ordered = sorted(LANGUAGES, key=lambda language: language.code != "en")
    assert len(groups) == len(ordered)
    for group, language in zip(groups, ordered, strict=True):
        assert language.own_name in group
        assert f"[{language.code}]" not in group
        tags = re.findall(r"<(?:input|textarea)[^>]*>", group)
        assert tags
        assert all(f'lang="{language.tag}"' in tag and f'dir="{language.direction}"' in tag for tag in tags)
        assert ("w-required-mark" in group) == (language.code == "en")


def test_words_of_the_site_explain_themselves_once(editor: Client, six: factories.Pages) -> None:
    settings = SiteSettings.for_site(Site.objects.get(is_default_site=True))
    answer = editor.get(reverse("wagtailsettings:edit", args=["core", "sitesettings", settings.site_id]))
    text = answer.content.decode()
    assert len(GROUP.findall(text)) == len(LANGUAGES)
    assert text.count("acronyms written out") == 1


def test_the_six_names_of_a_topic_wait_for_a_second_person(editor: Client, six: factories.Pages) -> None:
    topic = factories.topic("tanning")
    names = {f"name_{language.field_suffix}": f"New {language.code}" for language in LANGUAGES}
    answer = editor.post(edit_url(topic), {"code": "tanning", "order": "1", **names})
    assert answer.status_code == 302, answer.context["form"].errors
    assert {proposal.column: proposal.text for proposal in proposals.of_row(topic)} == names


@pytest.mark.usefixtures("plain_search")
def test_choosers_find_an_entry_by_any_name_and_by_code(editor: Client) -> None:
    factories.topic("footwear")
    wanted = {"name_en": "Tanning", "name_ar": "دباغة", "name_ru": "Дубление", "name_zh_hans": "鞣制"}
    Topic.objects.create(code="tan", **wanted)
    url = reverse(Topic.snippet_viewset.chooser_viewset.get_url_name("choose_results"))
    for query in (*wanted.values(), "Дубл", "tan"):
        found = editor.get(url, {"q": query}).content.decode()
        assert "Tanning" in found, query
        assert "footwear" not in found, query


def test_chooser_sorts_by_name(editor: Client) -> None:
    factories.topic("b-code", name_en="Alpha", order=2)
    factories.topic("a-code", name_en="Omega", order=1)
    url = reverse(Topic.snippet_viewset.chooser_viewset.get_url_name("choose_results"))
    found = editor.get(url).content.decode()
    assert found.index("Alpha") < found.index("Omega")


@pytest.mark.usefixtures("plain_search")
def test_organisation_is_found_by_a_form_in_another_script_and_by_acronym(editor: Client) -> None:
    body = factories.organisation("unido", name="United Nations Industrial Development Organization", acronym="UNIDO")
    body.form_cyrillic = "Организация"
    body.save()
    url = reverse(type(body).snippet_viewset.chooser_viewset.get_url_name("choose_results"))
    for query in ("Орган", "UNID", "unido"):
        assert body.name in editor.get(url, {"q": query}).content.decode(), query
