"""What Wagtail leaves in English is in our additions: all of it, nothing else, and Django finds it."""

import json
import re
from pathlib import Path

import polib
import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext, ngettext, trans_real
from wagtail.users.models import UserProfile

from config.languages import SOURCE_CODE
from core import catalogues, wagtail_catalogues
from core.catalogues import Key

CODES = wagtail_catalogues.TRANSLATED_CODES
DOMAINS = wagtail_catalogues.DOMAINS


def test_our_additions_are_complete_and_sound() -> None:
    found = list(wagtail_catalogues.problems())
    assert found == [], "\n".join(found)


@pytest.mark.parametrize("code", CODES)
def test_django_finds_every_text_of_wagtail(code: str) -> None:
    known = trans_real.translation(code)._catalog  # type: ignore[attr-defined]

    def found(key: Key, plural: str | None) -> bool:
        text = key[1] if key[0] is None else f"{key[0]}\x04{key[1]}"
        return (text, 0) in known or (plural is None and text in known)

    texts = wagtail_catalogues.texts("django")
    assert [key for key, message in texts.items() if not found(key, message.plural)] == []


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("domain", DOMAINS)
def test_nothing_that_wagtail_translates_is_translated_again(code: str, domain: str) -> None:
    every, with_plural = wagtail_catalogues.translated(code, domain)
    catalogue = catalogues.read_catalogue(wagtail_catalogues.catalogue_path(code, domain))
    again = [entry.msgid for entry in catalogue if (entry.msgctxt, entry.msgid) in (with_plural if entry.msgid_plural else every)]
    assert again == []


def test_ours_come_before_our_additions() -> None:
    assert [Path(path).relative_to(catalogues.ROOT).as_posix() for path in settings.LOCALE_PATHS] == list(
        catalogues.CATALOGUE_FOLDERS
    )
    assert SOURCE_CODE not in CODES


@pytest.fixture
def additions(tmp_path: Path) -> Path:
    wagtail_catalogues.update_all(tmp_path)
    return tmp_path


def spanish(root: Path) -> tuple[Path, polib.POFile]:
    path = wagtail_catalogues.catalogue_path("es", "django", root)
    return path, catalogues.read_catalogue(path)


def test_a_merge_keeps_translations_and_drops_what_wagtail_has(additions: Path) -> None:
    path, catalogue = spanish(additions)
    entry = catalogue.find("Page types usage")
    assert [name for name, _line in entry.occurrences] == ["wagtail.admin"]
    entry.msgstr = "Uso de los tipos"
    catalogue.append(polib.POEntry(msgid="Publish", msgstr="Sacar"))
    catalogue.save()

    merge = next(merge for merge in wagtail_catalogues.update_all(additions) if merge.path == path)

    assert (merge.added, merge.removed) == (0, 1)
    assert spanish(additions)[1].find("Page types usage").msgstr == "Uso de los tipos"


def test_what_is_missing_unsure_or_left_over_is_listed(additions: Path) -> None:
    path, catalogue = spanish(additions)
    catalogue.remove(catalogue.find("Dark"))
    catalogue.find("Light").flags.append("fuzzy")
    catalogue.find("%(num_parent_objects)d page").msgstr_plural = {0: "%(num)d página", 1: "%(num_parent_objects)d páginas"}
    catalogue.append(polib.POEntry(msgid="Publish", msgstr="Sacar"))
    catalogue.save()
    found = [line for line in wagtail_catalogues.problems(additions) if line.startswith("es, Wagtail's django: ")]
    page = "“%(num_parent_objects)d page”"
    for expected in (
        "missing: “Dark” (wagtail.users)",
        "marked as fuzzy: “Light”",
        "translated by Wagtail itself, or gone: “Publish”",
        f"has not exactly 3 plural forms: {page}",
        f"other placeholders in “%(num)d página”: {page}",
    ):
        assert f"es, Wagtail's django: {expected}" in found
    path.unlink()
    assert "es: the catalogue site/wagtail_locale/…/django.po is missing" in wagtail_catalogues.problems(additions)


@pytest.mark.parametrize(("number", "expected"), [(1, "1 página"), (2, "2 páginas"), (1_000_000, "1000000 páginas")])
def test_catalogues_with_other_plural_rules_stand_side_by_side(number: int, expected: str) -> None:
    """Ours know two forms in Spanish and Wagtail's three: each entry is read by the rule of its own catalogue."""
    rules = {wagtail_catalogues.plural_forms("es", "django"), catalogues.PLURAL_FORMS["es"]}
    assert len(rules) == 2
    own = next(entry for entry in catalogues.read_catalogue(catalogues.catalogue_path("es")) if entry.msgid_plural)
    with translation.override("es"):
        assert ngettext(own.msgid, own.msgid_plural, number) == own.msgstr_plural[int(number != 1)]
        added = ngettext("%(num_parent_objects)d page", "%(num_parent_objects)d pages", number)
        assert added % {"num_parent_objects": number} == expected
        theirs = ngettext(
            "%(num_parent_objects)d user has been deleted", "%(num_parent_objects)d users have been deleted", number
        )
        assert theirs.startswith("%(num_parent_objects)d usuario ha" if number == 1 else "%(num_parent_objects)d usuarios han")


@pytest.fixture
def administrator(client: Client, django_user_model: type) -> Client:
    user = django_user_model.objects.create_superuser("reader", "reader@example.org", "a long password")  # type: ignore[attr-defined]
    UserProfile.objects.create(user=user, preferred_language="en")
    client.force_login(user)
    return client


def speak(code: str) -> None:
    UserProfile.objects.update(preferred_language=code)


@pytest.mark.django_db
@pytest.mark.parametrize(("code", "title"), [("es", "Uso de los tipos de página"), ("zh-hans", "页面类型使用情况")])
def test_a_screen_whose_title_was_english_is_in_the_readers_language(administrator: Client, code: str, title: str) -> None:
    url = reverse("wagtailadmin_reports:page_types_usage")
    assert "Page types usage" in administrator.get(url).content.decode()
    speak(code)
    text = administrator.get(url).content.decode()
    assert title in text
    assert "Page types usage" not in text


def test_russian_and_arabic_know_the_newest_texts() -> None:
    with translation.override("ru"):
        assert gettext("Anyone") == "Кто угодно"
    with translation.override("ar"):
        assert gettext("Anyone") == "أي شخص"


@pytest.mark.django_db
@pytest.mark.parametrize("code", CODES)
def test_scripts_get_additions_and_wagtails_plural_rule(administrator: Client, code: str) -> None:
    speak(code)
    script = administrator.get(reverse("wagtailadmin_javascript_catalog")).content.decode()
    rule = wagtail_catalogues.plural_forms(code, "djangojs")
    assert rule.partition("plural=")[2].partition("plural=")[2].rstrip(";").strip() in script
    newest = re.search(r"const newcatalog = (\{.*?\n  \});", script, re.DOTALL)
    assert newest
    catalogue = json.loads(newest[1])
    assert catalogue["Autosave in progress…"] != "Autosave in progress…"
    assert len(catalogue["%(num)s error"]) == catalogues.plural_count(rule)
    assert all(catalogue["%(num)s error"])
