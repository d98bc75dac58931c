"""The public glossary."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext

from core.i18n import CODES, speaking
from knowledge.glossary import GlossaryView
from tests import factories
from vocabulary.models import Term, TermSubject

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("terms")]


@pytest.fixture(scope="module")
def terms(six: factories.Pages, django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock(), factories.undone():
        factories.glossary(six)
        factories.term(
            "tanning",
            "process",
            term_en="Tanning",
            term_ar="الدباغة",
            term_zh_hans="鞣制",
            term_fr="tannage à l’écorce",
            term_ru="Дубление",
            term_es="curtición",
            definition_en="Turning hide into leather.",
            definition_ar="تحويل الجلد الخام إلى جلد.",
        )
        factories.term("liming", "process", term_fr="", definition_en="Steeping in lime.")
        factories.term("hide", "material")
        yield


def view(query: str = "", code: str = "en") -> GlossaryView:
    with speaking(code):
        glossary = GlossaryView(QueryDict(query))
        glossary.entries, glossary.subjects  # noqa: B018  # both are read while the language is active
        return glossary


def found(query: str, code: str = "en") -> list[str]:
    return [entry.code for entry in view(query, code).entries]


def test_terms_stand_in_the_order_of_the_readers_language() -> None:
    assert found("") == ["hide", "liming", "tanning"]


@pytest.mark.parametrize(
    "word", ["tann", "TANNING", "الدباغة", "دباغة", "鞣", "écorce", "ÉCORCE", "дубление", "ДУБЛ", "CURTICIÓN"]
)
@pytest.mark.parametrize("code", ["en", "ar"])
def test_a_word_is_found_in_any_script(word: str, code: str) -> None:
    assert found(f"q={word}", code) == ["tanning"]


@pytest.mark.parametrize("word", ["nothing", "%", "_", "'", "\\", "x" * 3000])
def test_a_word_that_matches_nothing_finds_nothing(word: str) -> None:
    query = QueryDict(mutable=True)
    query["q"] = word
    assert found(query.urlencode()) == []


@pytest.mark.parametrize("query", ["q=", "q=%20%20", "q=%00"])
def test_an_empty_word_finds_all(query: str) -> None:
    assert len(found(query)) == 3


def test_a_subject() -> None:
    assert found("subject=process") == ["liming", "tanning"]


def test_a_word_within_a_subject() -> None:
    assert found("subject=material&q=tanning") == []


def test_subjects_count_what_the_word_finds() -> None:
    assert [(subject.code, subject.count) for subject in view("q=tanning").subjects] == [("process", 1)]


@pytest.mark.parametrize("subject", ["nothing", "%00", "x" * 5000])
def test_an_unknown_subject_is_left_out_with_a_note(subject: str) -> None:
    glossary = view(f"subject={subject}")
    assert (len(glossary.entries), len(glossary.notes)) == (3, 1)


@pytest.mark.parametrize("page", ["0", "99", "two", "-1"])
def test_an_unknown_page_is_left_out_with_a_note(page: str) -> None:
    glossary = view(f"page={page}")
    assert (len(glossary.entries), len(glossary.notes)) == (3, 1)


def test_two_queries_whatever_is_asked() -> None:
    with CaptureQueriesContext(connection) as captured:
        view("q=tanning&subject=process", "fr")
    assert len(captured) == 2


def test_a_definition_is_shown_in_the_readers_language_only() -> None:
    definitions = {entry.code: entry.definition for entry in view(code="ar").entries}
    assert definitions == {"tanning": "تحويل الجلد الخام إلى جلد.", "liming": "", "hide": ""}


def test_an_entry_has_the_term_in_the_other_languages() -> None:
    (entry,) = view("q=tanning").entries
    assert [form.language.code for form in entry.others] == [code for code in CODES if code != "en"]


def test_a_term_without_a_text_in_the_readers_language_is_not_listed() -> None:
    assert found("", "fr") == ["hide", "tanning"]
    assert [subject.count for subject in view(code="fr").subjects if subject.code == "process"] == [1]


def test_a_term_that_stays_english_is_listed_in_english_and_says_so(client: Client) -> None:
    Term.objects.filter(code="liming").update(status="do_not_translate")
    assert '<span lang="en" dir="ltr">liming en</span>' in client.get("/fr/glossary/").text


def test_every_form_carries_its_language(client: Client) -> None:
    html = client.get("/en/glossary/").text
    assert '<bdi lang="ar" dir="rtl">الدباغة</bdi>' in html
    assert '<bdi lang="zh-Hans" dir="ltr">鞣制</bdi>' in html


def test_the_glossary_says_that_its_terms_are_drafts(client: Client) -> None:
    assert "Draft terminology" in client.get("/en/glossary/?q=tanning").text


def test_the_word_asked_stays_in_the_form(client: Client) -> None:
    html = client.get("/en/glossary/?q=%22%3Cb%3E").text
    assert re.search(r'name="q" value="&quot;&lt;b&gt;"', html)


@pytest.mark.parametrize("code", CODES)
def test_the_page_renders(client: Client, code: str) -> None:
    assert client.get(f"/{code}/glossary/?q=tanning&subject=process").status_code == 200


def test_a_term_without_any_text_is_not_listed() -> None:
    Term.objects.create(code="fresh", subject=TermSubject.objects.get(code="process"))
    assert "fresh" not in found("")
    assert [subject.count for subject in view().subjects if subject.code == "process"] == [2]


@pytest.mark.parametrize(("status", "there"), [("allowed", False), ("deprecated", False), ("do_not_translate", True)])
def test_visitors_read_what_is_preferred_or_stays_english(status: str, there: bool) -> None:
    Term.objects.filter(code="tanning").update(status=status)
    assert ("tanning" in found("")) is there
