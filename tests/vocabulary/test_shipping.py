"""New shipped texts in a loaded site: they fill and renew what nobody touched, and leave what staff changed."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Locale

from translation_desk.models import TermChange
from vocabulary import loading
from vocabulary.loading import Loaded, load_vocabularies
from vocabulary.models import Country, ShippedEntry, Term

pytestmark = pytest.mark.django_db

Ship = Callable[..., Loaded]


@pytest.fixture
def ship(monkeypatch: pytest.MonkeyPatch) -> Ship:
    """Load tables in which one row has other values: the table, the row's code, the values."""
    shipped = loading.read_table

    def ship(table: str = "", code: str = "", **values: str) -> Loaded:
        def read(name: str) -> list[dict[str, str]]:
            rows = shipped(name)
            for row in rows:
                if name == table and code in {row.get("code"), row.get("iso3")}:
                    row.update(values)
            return rows

        monkeypatch.setattr(loading, "read_table", read)
        return load_vocabularies(keep_edited=True, index=False)

    return ship


def said(loaded: Loaded) -> tuple[int, int, int, int]:
    return loaded.added, loaded.filled, loaded.renewed, loaded.kept


def test_a_first_load_adds_and_a_second_does_nothing(ship: Ship) -> None:
    assert said(ship()) == (442, 0, 0, 0)
    before = list(Term.objects.order_by("pk").values()), list(ShippedEntry.objects.order_by("pk").values())
    assert said(ship()) == (0, 0, 0, 0)
    assert (list(Term.objects.order_by("pk").values()), list(ShippedEntry.objects.order_by("pk").values())) == before


def test_what_nobody_touched_is_renewed(ship: Ship) -> None:
    ship()
    loaded = ship("termbase", "hide", definition_fr="Peau d’un grand animal.", term_en="hides")
    assert said(loaded) == (0, 0, 2, 0)
    hide = Term.objects.get(code="hide")
    assert (hide.term_en, hide.definition_fr) == ("hides", "Peau d’un grand animal.")
    assert Term.objects.rewrite(False).values_list("term", flat=True).get(code="hide") == "hides"


def test_what_staff_changed_stays_however_often_it_is_shipped(ship: Ship) -> None:
    ship()
    Term.objects.filter(code="hide").update(definition_fr="Nos mots.", note="Ours")
    for text in ("Un", "Deux"):
        assert said(ship("termbase", "hide", definition_fr=text)) == (0, 0, 0, 1)
    hide = Term.objects.get(code="hide")
    assert (hide.definition_fr, hide.note) == ("Nos mots.", "Ours")


def test_beside_a_field_that_staff_changed_others_are_renewed(ship: Ship) -> None:
    ship()
    Term.objects.filter(code="hide").update(term_es="nuestro")
    assert said(ship("termbase", "hide", definition_fr="Neuf", definition_ru="Новое")) == (0, 0, 2, 1)
    hide = Term.objects.get(code="hide")
    assert (hide.term_es, hide.definition_fr, hide.definition_ru) == ("nuestro", "Neuf", "Новое")


def test_a_field_that_was_shipped_empty_is_filled(ship: Ship) -> None:
    ship("countries", "AUT", ar="")
    assert said(ship()) == (0, 1, 0, 0)
    assert Country.objects.get(code="AUT").name_ar == "النمسا"


def test_a_field_that_staff_emptied_stays_empty(ship: Ship) -> None:
    ship()
    Term.objects.filter(code="hide").update(definition_fr=None)
    assert said(ship("termbase", "hide", definition_fr="Neuf")) == (0, 0, 0, 1)
    assert not Term.objects.get(code="hide").definition_fr


def test_without_fingerprints_only_empty_fields_are_filled(ship: Ship) -> None:
    ship()
    ShippedEntry.objects.all().delete()
    Term.objects.filter(code="hide").update(definition_fr="Ancien", definition_ru="")
    assert said(ship()) == (0, 1, 0, 1)
    hide = Term.objects.get(code="hide")
    assert hide.definition_fr == "Ancien" and "Наружный" in hide.definition_ru
    assert said(ship("termbase", "hide", definition_ru="Новое")) == (0, 0, 1, 1)


def test_overwriting_takes_all_back_and_remembers_what_it_wrote(ship: Ship) -> None:
    ship()
    Country.objects.filter(code="AUT").update(name_fr="Edited")
    load_vocabularies(index=False)
    assert said(ship("countries", "AUT", fr="L’Autriche")) == (0, 0, 1, 0)


@pytest.mark.parametrize(("column", "dated"), [("definition_fr", "fr"), ("term_ru", "ru")])
def test_terms_are_dated_where_visitors_read_something_else(ship: Ship, column: str, dated: str) -> None:
    ship()
    before = Term.objects.get(code="hide").text_dates
    ship("termbase", "hide", **{column: "Neuf"})
    after = Term.objects.get(code="hide").text_dates
    assert {code for code in after if after[code] != before.get(code)} == {dated}


def test_a_renewed_translation_of_a_term_is_among_the_changed_ones(ship: Ship) -> None:
    french = Locale.objects.get_or_create(language_code="fr")[0]
    ship()
    old = Term.objects.get(code="hide").term_fr
    ship("termbase", "hide", term_fr="grande peau", definition_fr="Neuf", term_en="hides")
    (change,) = TermChange.objects.all()
    assert (change.term.code, change.locale, change.old_text, change.new_text) == ("hide", french, old, "grande peau")


def test_the_search_hears_of_what_was_written_only(ship: Ship) -> None:
    heard: list[tuple[Any, bool]] = []

    def hear(sender: Any, add_only: bool, **_kwargs: Any) -> None:
        heard.append((sender, add_only))

    ship()
    loading.entries_stored.connect(hear)
    try:
        ship()
        assert heard == []
        ship("countries", "AUT", fr="L’Autriche")
        assert heard == [(Country, False)]
    finally:
        loading.entries_stored.disconnect(hear)


def test_the_number_of_queries_does_not_grow_with_what_is_renewed(ship: Ship) -> None:
    def cost(**values: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            ship("termbase", "hide", **values)
        return len(queries)

    ship()
    assert cost(term_ru="шкуры") == cost(definition_fr="Deux", definition_es="Dos", definition_ru="Два", term_ru="шкура")
