"""The terms are read from the database in one query, and what somebody changes is there at once."""

from typing import Any

import pytest

from termbase import recognising
from tests import factories
from vocabulary.models import TermVariant

pytestmark = pytest.mark.django_db


def test_one_query_reads_terms_and_variants(django_assert_num_queries: Any) -> None:
    for code in ("hide", "lime", "drum"):
        term = factories.term(code, term_en=code, term_fr=f"{code} fr")
        for text in ("un", "deux"):
            TermVariant.objects.create(term=term, language="fr", text=text)
    with django_assert_num_queries(1):
        terms = recognising.current()
    assert terms.entries[("lime",)].variants("fr") == ("deux", "un")


def test_a_changed_term_is_there_at_once() -> None:
    term = factories.term("hide", term_en="hide", term_fr="peau")
    assert recognising.uses("hides", "fr", recognising.current())[0].wanted == ("peau",)
    term.term_fr = "cuir"
    term.save()
    assert recognising.uses("hides", "fr", recognising.current())[0].wanted == ("cuir",)
