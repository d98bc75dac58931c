"""Existing translations become approved texts of the desk."""

import pytest
from django.core.management import call_command

from tests import factories
from tests.translation_desk import desk
from translation_desk import adoption, engine, signals, wordless
from translation_desk.adoption import Vouchers
from translation_desk.models.jobs import Status

pytestmark = pytest.mark.django_db


def translated(six: factories.Pages) -> factories.Pages:
    body = {"en": desk.BODY, "fr": [dict(block) for block in desk.BODY]}
    body["fr"][1]["value"] = (
        '<p>L’eau revient aux <b>fibres</b>.</p><p>Lisez le <a href="https://example.org/soak">manuel</a> d’abord.</p>'
    )
    with signals.paused():
        return factories.pages(
            factories.StandardPage, six, "soaking", ("en", "fr"), title={"en": "Soaking", "fr": "Trempe"}, body=body
        )


def test_live_translations_are_approved_under_the_given_names(six: factories.Pages) -> None:
    people = desk.people()
    pages = translated(six)
    adoption.adopt_site(Vouchers({"fr": people.translator}, {"fr": people.reviewer}))
    job = desk.job(pages["en"])
    assert job.status == Status.LIVE
    assert (job.translator, job.reviewer) == (people.translator, people.reviewer)
    row = desk.segment(job, "title")
    assert (row.text, row.approved_text, row.approved_author, row.approved_by) == (
        "Trempe",
        "Trempe",
        people.translator,
        people.reviewer,
    )
    assert desk.job(pages["en"], "ar").status == Status.NOT_STARTED


def test_what_was_taken_up_renders_the_same_page(six: factories.Pages) -> None:
    pages = translated(six)
    call_command("adopt_translations", verbosity=0)
    job = desk.job(pages["en"])
    texts = wordless.approved_texts([job], job.version)[job.pk]
    before = job.target_page.specific
    after = engine.render(job.version, job.target_page.specific, texts, missing="keep")
    assert after.body.get_prep_value() == before.body.get_prep_value()
    assert after.title == "Trempe"


def test_links_in_another_order_keep_their_addresses(six: factories.Pages) -> None:
    english = '<p><a href="https://example.org/a">A</a> before <a href="https://example.org/b">B</a></p>'
    french = '<p><a href="https://example.org/b">B</a> après <a href="https://example.org/a">A</a></p>'
    body = {code: [{"type": "paragraph", "id": "p1", "value": text}] for code, text in (("en", english), ("fr", french))}
    with signals.paused():
        pages = factories.pages(factories.StandardPage, six, "links-page", ("en", "fr"), body=body)
    adoption.adopt_site()
    job = desk.job(pages["en"])
    assert desk.segment(job, "body.p1").text == '<a id="a2">B</a> après <a id="a1">A</a>'


def test_running_it_again_changes_nothing(six: factories.Pages) -> None:
    translated(six)
    assert adoption.adopt_site() > 0
    assert adoption.adopt_site() == 0
