"""How texts enter the memory, and what becomes of those they replace."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from tests.translation_memory.units import OTHER_PAGE, PAGE, entered, entry
from translation_memory import indexing
from translation_memory.entering import enter
from translation_memory.models import MemoryUnit, SourceText, SourceToken, TargetToken

pytestmark = pytest.mark.django_db


def present() -> set[tuple[str, str]]:
    return set(MemoryUnit.objects.filter(replaced_at=None).values_list("source", "target"))


def test_a_later_approval_of_the_place_replaces_and_does_not_delete() -> None:
    first = entered("Soaking", "Trempage")
    second = entered("Soaking", "Reverdissage", day=2)
    first.refresh_from_db()
    assert (first.target, first.replaced_by, first.replaced_at is None) == ("Trempage", second, False)
    assert present() == {("Soaking", "Reverdissage")}


def test_new_english_in_the_place_replaces_the_old() -> None:
    first = entered("Soaking", "Trempage")
    second = entered("Tanning", "Tannage", day=2)
    first.refresh_from_db()
    assert first.replaced_by == second


def test_the_same_text_approved_again_stays_one_unit_with_the_later_date() -> None:
    first = entered("Soaking", "Trempage")
    assert enter([entry("Soaking", "Trempage", day=9, after="next")]) == 0
    first.refresh_from_db()
    assert (first.approved_at.day, first.after, first.replaced_at) == (9, "next", None)
    assert MemoryUnit.objects.count() == 1


def test_of_several_texts_in_a_place_the_likest_is_replaced() -> None:
    enter([entry("Water returns to the fibres.", "L’eau revient."), entry("Read the manual first.", "Lisez le manuel.")])
    enter([entry("Something else entirely, new.", "Neuf."), entry("Read the new manual first.", "Lisez le nouveau manuel.")])
    replaced = MemoryUnit.objects.exclude(replaced_at=None).values_list("target", "replaced_by__target")
    assert list(replaced) == [("Lisez le manuel.", "Lisez le nouveau manuel.")]


def test_a_text_that_left_the_page_keeps_its_unit() -> None:
    enter([entry("Soaking", "Trempage", path="title"), entry("Tanning", "Tannage", path="summary")])
    enter([entry("Soaking", "Trempage", path="title")])
    assert present() == {("Soaking", "Trempage"), ("Tanning", "Tannage")}


def test_the_same_place_of_other_pages_and_languages_is_another_place() -> None:
    entered("Soaking", "Trempage")
    entered("Soaking", "Reverdissage", page=OTHER_PAGE)
    entered("Soaking", "Remojo", language="es")
    assert MemoryUnit.objects.filter(replaced_at=None).count() == 3
    assert SourceText.objects.count() == 2


def test_texts_without_translation_do_not_enter() -> None:
    assert enter([entry("Soaking", "")]) == 0
    assert not SourceText.objects.exists()


def test_what_is_rolled_back_leaves_nothing() -> None:
    with transaction.atomic():
        enter([entry("Soaking", "Trempage")])
        transaction.set_rollback(True)
    assert not MemoryUnit.objects.exists()
    assert not SourceText.objects.exists()


def test_fifty_texts_take_as_many_queries_as_five() -> None:
    numbers = []
    for size, page in ((5, PAGE), (50, OTHER_PAGE)):
        for text in ("Texte", "Autre texte"):
            texts = [
                entry(f"Text {number} of the hide", f"{text} {number}", page=page, path=f"p{number}") for number in range(size)
            ]
            with CaptureQueriesContext(connection) as queries:
                enter(texts)
            numbers.append(len(queries))
    first, replacing = numbers[:2], numbers[2:]
    assert first == replacing


def test_rows_of_words_are_made_anew_as_they_were() -> None:
    enter([entry("Soak &amp; wash the <b>hides</b>", "Trempez les <b>peaux</b>"), entry("2019", "2019", path="year")])
    models = (SourceToken, TargetToken)
    before = [set(model.objects.values_list("language", "token")) for model in models]
    assert indexing.rebuild() == 2
    assert [set(model.objects.values_list("language", "token")) for model in models] == before
