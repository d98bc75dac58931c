"""The catalogues: texts found in code and templates, merged without loss, compiled, checked."""

import re
from pathlib import Path

import polib
import pytest

from core import catalogue_checks, catalogues
from core.catalogues import Message

TEMPLATE = """
{% load i18n %}
<main>
    {# Translators: Stands above the list. #}
  <h1>{% translate "Publications" %}</h1>
        {% translate "May" context "month" %}
    <p title="{% translate 'A "quoted" title' as title %}">{{ title }}</p>
  {% blocktranslate trimmed count number=total with name=page.title %}
    {{ number }} file of
    {{ name }}
  {% plural %}
    {{ number }} files of
    {{ name }}
  {% endblocktranslate %}
      {% blocktranslate trimmed context "share" %}100% of {{ total }}{% endblocktranslate %}
  {% include "part.html" with label=_("More") %}
  {{ _("Less") }}
  {% comment %}Not for translation{% endcomment %} don't "stop
</main>
"""

CODE = """
from django.utils.translation import gettext as _, gettext_lazy, ngettext, npgettext, pgettext_lazy

HEADING = gettext_lazy("Heading")
MONTH = pgettext_lazy("month", "May")


def label(number: int) -> str:
    # Translators: On a button.
    first = _("Send" " it")
    second = ngettext("%(number)s page", "%(number)s pages", number)
    third = npgettext("of a book", "%(number)s leaf", "%(number)s leaves", number)
    return first + second + third + _(number)
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    templates = tmp_path / "home" / "templates" / "home"
    templates.mkdir(parents=True)
    (templates / "page.html").write_text(TEMPLATE, encoding="utf-8")
    (tmp_path / "home" / "labels.py").write_text(CODE, encoding="utf-8")
    migrations = tmp_path / "home" / "migrations"
    migrations.mkdir()
    (migrations / "0001_initial.py").write_text('_("In a migration")', encoding="utf-8")
    return tmp_path


def test_texts_are_found_in_code_and_templates(project: Path) -> None:
    found = catalogues.extract(project)
    assert {(message.context, message.text, message.plural) for message in found.values()} == {
        (None, "Publications", None),
        ("month", "May", None),
        (None, 'A "quoted" title', None),
        (None, "%(number)s file of %(name)s", "%(number)s files of %(name)s"),
        ("share", "100%% of %(total)s", None),
        (None, "More", None),
        (None, "Less", None),
        (None, "Heading", None),
        (None, "Send it", None),
        (None, "%(number)s page", "%(number)s pages"),
        ("of a book", "%(number)s leaf", "%(number)s leaves"),
    }
    assert found["month", "May"].files == {"home/labels.py", "home/templates/home/page.html"}
    assert found[None, "Publications"].comments == {"Stands above the list."}
    assert found[None, "Send it"].comments == {"On a button."}


def test_a_template_that_cannot_be_read_is_named(project: Path) -> None:
    (project / "home" / "templates" / "home" / "page.html").write_text(
        "{% blocktranslate %}{% if a %}{% endblocktranslate %}", encoding="utf-8"
    )
    with pytest.raises(catalogues.CatalogueError, match=r"home/templates/home/page\.html"):
        catalogues.extract(project)


def test_a_merge_keeps_translations_and_comments(project: Path) -> None:
    catalogues.update_all(project)
    path = catalogues.catalogue_path("ar", project)
    catalogue = polib.pofile(str(path))
    known = catalogue.find("Heading")
    known.msgstr, known.tcomment = "عنوان", "As on the old site."
    catalogue.append(polib.POEntry(msgid="Vanished", msgstr="اختفى"))
    catalogue.save()

    merge = catalogues.merge("ar", catalogues.extract(project), project)

    assert (merge.added, merge.removed) == (0, 1)
    again = polib.pofile(str(path))
    assert again.find("Heading").msgstr == "عنوان"
    assert again.find("Heading").tcomment == "As on the old site."
    assert again.find("Vanished") is None
    assert len(again.find("%(number)s page").msgstr_plural) == 6
    assert [entry.msgid.lower() for entry in again] == sorted(entry.msgid.lower() for entry in again)
    assert "#: home/labels.py home/templates/home/page.html\n" in path.read_text(encoding="utf-8")


def test_a_second_merge_changes_nothing(project: Path) -> None:
    catalogues.update_all(project)
    before = {code: catalogues.catalogue_path(code, project).read_bytes() for code in catalogues.CODES}
    catalogues.update_all(project)
    assert {code: catalogues.catalogue_path(code, project).read_bytes() for code in catalogues.CODES} == before


def test_english_is_complete_by_itself(project: Path) -> None:
    catalogues.update_all(project)
    catalogue = polib.pofile(str(catalogues.catalogue_path("en", project)))
    assert list(catalogue_checks.catalogue_problems("en", catalogue, catalogues.extract(project))) == []


def test_only_changed_catalogues_are_compiled(project: Path) -> None:
    catalogues.update_all(project)
    assert len(catalogues.compile_all(project)) == len(catalogues.CODES)
    assert catalogues.compile_all(project) == []
    compiled = polib.mofile(str(catalogues.catalogue_path("en", project).with_suffix(".mo")))
    assert compiled.find("Heading").msgstr == "Heading"


def test_missing_and_vanished_texts_are_listed(project: Path) -> None:
    catalogues.update_all(project)
    (project / "home" / "labels.py").write_text('_("Brand new")', encoding="utf-8")
    found = list(catalogue_checks.problems(project))
    assert "fr: missing: “Brand new” (home/labels.py)" in found
    assert "fr: no longer in the code: “Heading”" in found
    assert "fr: not translated: “Publications”" in found
    assert "ar: plural form 5 is not translated: “%(number)s file of %(name)s”" in found


def problems_of(code: str, text: str, translation: str) -> list[str]:
    entry = polib.POEntry(msgid=text, msgstr=translation)
    return list(catalogue_checks.entry_problems(code, entry))


@pytest.mark.parametrize(
    ("code", "text", "translation", "problem"),
    [
        ("fr", "%(number)s pages", "%(nombre)s pages", "other placeholders"),
        ("fr", "Page {number}", "Page", "other placeholders"),
        ("fr", "%s of %s", "%s", "other placeholders"),
        ("fr", "<b>Bold</b>", "<b>Gras", "other HTML tags"),
        ("fr", "Label: ", "Étiquette :", "other space"),
        ("ru", "Send message", "Отправить message", "English words left (message)"),
        ("ru", "Send", "", "not translated"),
    ],
)
def test_a_broken_translation_is_named(code: str, text: str, translation: str, problem: str) -> None:
    found = problems_of(code, text, translation)
    assert len(found) == 1
    assert problem in found[0]


@pytest.mark.parametrize(
    ("code", "text", "translation"),
    [
        ("ru", "UNIDO publications", "Публикации UNIDO"),
        ("zh-hans", "File (PDF, %(size)s)", "文件（PDF，%(size)s）"),
        ("ar", '<a href="%(url)s">Read</a>', '<a href="%(url)s">اقرأ</a>'),
        ("fr", "Contact", "Contact"),
        ("zh-hans", ", ", "，"),
    ],
)
def test_a_sound_translation_passes(code: str, text: str, translation: str) -> None:
    assert problems_of(code, text, translation) == []


def plural_problems(code: str, *forms: str) -> list[str]:
    entry = polib.POEntry(msgid="%(number)s page", msgid_plural="%(number)s pages", msgstr_plural=dict(enumerate(forms)))
    return list(catalogue_checks.entry_problems(code, entry))


def test_a_form_for_one_number_may_write_it_in_words() -> None:
    arabic = ("لا صفحات", "صفحة واحدة", "صفحتان", "%(number)s صفحات", "%(number)s صفحة", "%(number)s صفحة")
    assert plural_problems("ar", *arabic) == []
    assert plural_problems("ru", "одна страница", "%(number)s страницы", "%(number)s страниц") == [
        "other placeholders in “одна страница”"
    ]
    assert plural_problems("ru", "%(number)s страница", "%(number)s страницы") == ["has not exactly 3 plural forms"]


def test_a_number_that_is_filled_in_by_position_may_not_be_left_out() -> None:
    entry = polib.POEntry(msgid="%d page", msgid_plural="%d pages", msgstr_plural={0: "una página", 1: "%d páginas"})
    assert list(catalogue_checks.entry_problems("es", entry)) == ["other placeholders in “una página”"]


def test_two_plurals_for_one_text_are_refused(project: Path) -> None:
    (project / "home" / "other.py").write_text('ngettext("%(number)s page", "%(number)s sheets", 2)', encoding="utf-8")
    with pytest.raises(catalogues.CatalogueError, match="another plural"):
        catalogues.extract(project)


def test_a_text_that_is_there_twice_is_named(tmp_path: Path) -> None:
    path = tmp_path / "django.po"
    entry = 'msgctxt "month"\nmsgid "May"\nmsgstr "Mai"\n'
    path.write_text(f'msgid ""\nmsgstr ""\n\n{entry}\nmsgid "May"\nmsgstr "Peut"\n', encoding="utf-8")
    assert len(catalogues.read_catalogue(path)) == 2
    path.write_text(f"{entry}\n{entry}", encoding="utf-8")
    with pytest.raises(catalogues.CatalogueError, match="“May” is there twice"):
        catalogues.read_catalogue(path)


def test_key_is_context_and_text() -> None:
    assert Message("May", context="month").key == ("month", "May")


@pytest.mark.parametrize("folder", ["site", "home", "knowledge", "projects", "search"])
def test_no_text_is_hidden_behind_a_name_that_is_not_looked_for(folder: str) -> None:
    root = Path(__file__).resolve().parents[2] / folder
    names = {name for path in root.rglob("*.py") for name in re.findall(r"gettext\w* as (\w+)", path.read_text("utf-8"))}
    assert names <= set(catalogues.KEYWORDS)
