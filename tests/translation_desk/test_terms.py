"""Terms in the editor and on the list of terms; variants of a language are for its people; the checks read the termbase."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from lxml import etree
from wagtail.models import Page

from core.columns import columns_of
from exchange_formats import tbx, term_table
from tests import factories
from tests.translation_desk import desk
from tests.translation_desk.reviewing import english, job, made, six, staff, twice, untouched
from translation_desk import findings, jobs, term_files
from vocabulary.models import Term, TermVariant

__all__ = ["english", "job", "made", "six", "staff", "twice", "untouched"]

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def water(staff: SimpleNamespace) -> Term:
    term = factories.term("water", term_en="water", term_fr="eau (douce)", note="Not for brine.", definition_en="Wet.")
    TermVariant.objects.create(term=term, language="fr", text="flotte", status="deprecated", note="Slang")
    TermVariant.objects.create(term=term, language="ru", text="водица", status="allowed")
    return term


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def details(user: Any, page: Page, path: str = "summary") -> str:
    job = desk.job(page)
    return signed_in(user).get(reverse("translation_desk:details", args=[job.pk, desk.segment(job, path).pk])).json()["html"]


def edit(user: Any, term: Term, *variants: dict[str, Any], initial: int = 0) -> Any:
    texts = {name: getattr(term, name) or "" for name in columns_of(Term)}
    rows = {f"variants-{number}-{name}": value for number, row in enumerate(variants) for name, value in row.items()}
    facts = {"code": term.code, "subject": term.subject_id, "status": term.status, "note": term.note}
    counts = {"variants-TOTAL_FORMS": len(variants), "variants-INITIAL_FORMS": initial}
    address = reverse(Term.snippet_viewset.get_url_name("edit"), args=[term.pk])
    return signed_in(user).post(address, {**texts, **facts, **counts, **rows})


def variants(term: Term) -> list[tuple[str, str, str]]:
    return list(TermVariant.objects.filter(term=term).order_by("language", "text").values_list("language", "text", "status"))


def test_the_english_is_underlined_and_stays_the_same_words(untouched: Page, staff: SimpleNamespace) -> None:
    page = signed_in(staff.translator).get(reverse("translation_desk:job", args=[desk.job(untouched).pk])).content.decode()
    assert 'What <span class="desk-term">water</span> does' in page


def test_details_have_the_term_with_all_that_is_said_of_it(untouched: Page, staff: SimpleNamespace) -> None:
    jobs.start(staff.translator, desk.job(untouched))
    html = details(staff.translator, untouched)
    assert 'data-number="1" data-text="eau"' in html and "eau (douce)" in html
    assert "Not for brine." in html and "Slang" in html and ">flotte</s>" in html and "водица" not in html


def test_who_only_reads_inserts_nothing(untouched: Page, staff: SimpleNamespace) -> None:
    assert "eau (douce)" in details(staff.approver, untouched)
    assert 'data-text="eau"' not in details(staff.approver, untouched)


def test_a_deprecated_term_is_not_inserted(untouched: Page, staff: SimpleNamespace, water: Term) -> None:
    Term.objects.filter(pk=water.pk).update(status="deprecated")
    jobs.start(staff.translator, desk.job(untouched))
    html = details(staff.translator, untouched)
    assert "<s id=" in html and 'data-text="eau"' not in html


def test_more_terms_cost_no_more_queries(untouched: Page, staff: SimpleNamespace) -> None:
    def counted() -> int:
        with CaptureQueriesContext(connection) as taken:
            details(staff.translator, untouched)
        return len(taken)

    details(staff.translator, untouched)
    before = counted()
    for code in ("what", "does", "hides"):
        TermVariant.objects.create(term=factories.term(code, term_en=code), language="fr", text="x")
    counted()
    assert counted() == before


@pytest.mark.parametrize(
    ("text", "names"), [("Ce que fait l’eau", []), ("Ce que fait la mer", ["terms"]), ("L’eau, la flotte", ["avoided_terms"])]
)
def test_checks_ask_the_termbase(text: str, names: list[str], untouched: Page, staff: SimpleNamespace) -> None:
    job = jobs.start(staff.translator, desk.job(untouched))
    segment = desk.segment(job, "summary")
    segment.text = text
    assert [told.finding.check.id for told in findings.of_segment(job, segment) if "term" in told.finding.check.id] == names


def test_people_of_a_language_write_its_variants(staff: SimpleNamespace, water: Term) -> None:
    TermVariant.objects.all().delete()
    edit(staff.translator, water, {"language": "fr", "text": "onde", "status": "allowed"})
    assert variants(water) == [("fr", "onde", "allowed")]


@pytest.mark.parametrize("removed", ["", "on"])
def test_nobody_touches_variants_of_another_language(removed: str, staff: SimpleNamespace, water: Term) -> None:
    known = TermVariant.objects.get(language="ru")
    row = {"id": known.pk, "language": "ru", "text": "водичка", "status": "allowed", "DELETE": removed}
    answer = edit(staff.translator, water, row, initial=1)
    assert answer.status_code == 200 and b"Only people of this language" in answer.content
    assert ("ru", "водица", "allowed") in variants(water)


def test_translators_change_no_status(staff: SimpleNamespace, water: Term) -> None:
    water.status = "deprecated"
    edit(staff.translator, water)
    assert Term.objects.get(pk=water.pk).status == "preferred"


def test_the_term_is_no_variant_of_itself(staff: SimpleNamespace, water: Term) -> None:
    answer = edit(staff.translator, water, {"language": "fr", "text": "Eau (douce)", "status": "allowed"})
    assert b"This is the term itself." in answer.content


def listed(user: Any, **asked: Any) -> Any:
    return signed_in(user).get(reverse("translation_desk:terms"), asked)


@pytest.mark.parametrize(
    ("asked", "codes"),
    [
        ({}, ["lime", "water"]),
        ({"q": "EAU"}, ["water"]),
        ({"status": "allowed"}, ["lime"]),
        ({"subject": "pits"}, ["lime"]),
        ({"language": "fr", "gaps": "on"}, ["lime"]),
        ({"language": "ru", "gaps": "on"}, []),
        ({"status": "nonsense", "language": "xx"}, ["lime", "water"]),
    ],
)
def test_the_list_is_filtered(asked: dict[str, str], codes: list[str], staff: SimpleNamespace) -> None:
    factories.term("lime", "pits", term_en="lime", term_fr="", status="allowed")
    assert [row.code for row in listed(staff.translator, **asked).context["rows"]] == codes


def test_the_list_costs_the_same_with_more_terms(staff: SimpleNamespace) -> None:
    listed(staff.translator)
    with CaptureQueriesContext(connection) as few:
        listed(staff.translator)
    for number in range(8):
        TermVariant.objects.create(term=factories.term(f"more-{number}"), language="fr", text="x")
    with CaptureQueriesContext(connection) as many:
        listed(staff.translator)
    assert len(many) == len(few)


@pytest.mark.parametrize(("who", "status"), [("translator", 200), ("approver", 200), ("stranger", 403)])
def test_who_reads_the_list_and_takes_it_home(who: str, status: int, staff: SimpleNamespace) -> None:
    person = getattr(staff, who)
    assert listed(person).status_code in {status, 302 if status == 403 else status}
    answer = signed_in(person).get(reverse("translation_desk:terms_export", args=["csv"]))
    assert (answer.status_code == 200) is (status == 200)


def test_exports_hold_all_terms(staff: SimpleNamespace) -> None:
    client = signed_in(staff.translator)
    table = client.get(reverse("translation_desk:terms_export", args=["csv"])).content
    file = client.get(reverse("translation_desk:terms_export", args=["tbx"])).content
    assert etree.fromstring(file).get("type") == "TBX-Basic"
    assert tbx.read(file) == term_files.written()
    assert [one.terms["fr"] for one in term_table.read(table)] == ["eau (douce)"]
    assert client.get(reverse("translation_desk:terms_export", args=["exe"])).status_code == 404
