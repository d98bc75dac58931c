"""The guides and the style guide."""

from types import SimpleNamespace

import pytest
from django.db import connection
from django.template.loader import get_template
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from core.i18n import CODES
from newsroom.guides import content, style
from tests import factories
from tests.translation_desk.moderation import signed_in
from translation_checks import checks_of
from translation_desk.models import SilencedCheck
from vocabulary.models import Term, TermVariant

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("guide", content.GUIDES, ids=lambda guide: guide.key)
def test_each_guide_is_short_and_drawn(guide: content.Guide) -> None:
    assert 6 <= len(guide.steps) <= 10
    for step in guide.steps:
        assert get_template(step.file)


@pytest.mark.parametrize("code", CODES)
def test_names_of_buttons_stand_in_the_words_in_every_language(code: str) -> None:
    with translation.override(code):
        for guide in content.GUIDES:
            for step in guide.steps:
                assert all(str(label) in step.text for label in step.labels.values())
                assert "%(" not in step.text


@pytest.mark.parametrize(
    ("who", "first"), [("editor", "editor"), ("approver", "approver"), ("translator", "translator"), ("reviewer", "reviewer")]
)
def test_the_guide_of_ones_role_comes_first(people: SimpleNamespace, who: str, first: str) -> None:
    assert content.own_first(getattr(people, who))[0].key == first


@pytest.mark.parametrize(
    ("who", "screen", "key"),
    [
        ("translator", "editor", "translator"),
        ("reviewer", "queue", "reviewer"),
        ("editor", "page", "editor"),
        ("approver", "page", "approver"),
        ("approver", "queue", "manager"),
    ],
)
def test_screens_lead_to_the_guide_that_helps(people: SimpleNamespace, who: str, screen: str, key: str) -> None:
    assert content.first_of(getattr(people, who), screen) == key


def test_the_queue_leads_to_the_guide(people: SimpleNamespace) -> None:
    html = signed_in(people.translator).get(reverse("translation_desk:queue")).content.decode()
    assert f"{reverse('newsroom:guides')}#guide-translator" in html


@pytest.mark.parametrize("address", ["guides", "style_guide"])
def test_everybody_with_access_reads_them(people: SimpleNamespace, address: str) -> None:
    assert signed_in(people.translator).get(reverse(f"newsroom:{address}")).status_code == 200
    assert signed_in(None).get(reverse(f"newsroom:{address}")).status_code == 302


def test_the_rules_are_those_of_the_checks_that_are_on(people: SimpleNamespace, six: factories.Pages) -> None:
    assert len(style.rules("fr")) == len(checks_of("fr"))
    SilencedCheck.objects.create(name=checks_of("fr")[0].id, locale=six["fr"].locale)
    assert len(style.rules("fr")) == len(checks_of("fr")) - 1


def test_english_has_rules_of_its_own(db: None) -> None:
    assert "At most 35 words" in style.rules("en")[0].explanation


def test_terms_stand_by_subject_with_what_is_avoided(db: None) -> None:
    term = factories.term("drum", term_en="drum", term_fr="foulon")
    TermVariant.objects.create(term=term, language="fr", text="tambour", status=TermVariant.Status.DEPRECATED)
    factories.term("old", status=Term.Status.DEPRECATED)
    factories.term("english-only", term_fr="")
    ((subject, rows),) = style.terms("fr")
    assert (subject, [(row.english, row.text, row.avoided) for row in rows]) == ("tanning en", [("drum", "foulon", ("tambour",))])


def test_rules_and_terms_are_searched(people: SimpleNamespace) -> None:
    factories.term("drum", term_en="drum", term_fr="foulon")
    factories.term("hide", term_en="hide", term_fr="peau")
    html = signed_in(people.translator).get(reverse("newsroom:style_guide"), {"language": "fr", "q": "Foulon"}).content.decode()
    assert "foulon" in html and "peau" not in html and "No rule has these words." in html


def test_the_number_of_queries_does_not_grow_with_terms(six: factories.Pages) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            style.terms("fr")
            style.rules("fr")
        return len(queries)

    factories.term("one")
    cost()
    before = cost()
    for number in range(5):
        term = factories.term(f"more-{number}", f"subject-{number}")
        TermVariant.objects.create(term=term, language="fr", text="x", status=TermVariant.Status.DEPRECATED)
    assert cost() == before == 3
