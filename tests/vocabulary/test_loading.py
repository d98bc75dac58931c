"""Loading the project's vocabularies: complete, repeatable, and without undoing what staff edited when that is asked."""

import pytest
from django.contrib.contenttypes.models import ContentType
from wagtail.search.models import IndexEntry

from core.i18n import speaking
from vocabulary.loading import load_vocabularies
from vocabulary.models import Country, Goal, Region, Term, TermSubject

pytestmark = pytest.mark.django_db

MODELS = (Region, Country, Goal, TermSubject, Term)


def test_every_table_is_loaded_with_names_in_all_languages():
    load_vocabularies(index=False)
    assert Country.objects.count() == 195
    assert Term.objects.count() == 188
    austria = Country.objects.get(code="AUT")
    assert (austria.name_en, austria.name_zh_hans, austria.region.parent.code) == ("Austria", "奥地利", "europe")
    assert Goal.objects.get(code="goal-9").number == 9
    with speaking("fr"):
        assert Country.objects.rewrite(False).values_list("name", flat=True).get(code="AUT") == "Austria"
        assert str(Country.objects.get(code="AUT")) == "Autriche"


def test_a_second_load_keeps_the_rows_and_restores_the_names():
    load_vocabularies(index=False)
    keys = {model: set(model.objects.values_list("pk", flat=True)) for model in MODELS}
    Country.objects.filter(code="AUT").update(name_en="Somewhere")
    load_vocabularies(index=False)
    assert {model: set(model.objects.values_list("pk", flat=True)) for model in MODELS} == keys
    assert Country.objects.get(code="AUT").name_en == "Austria"


def test_what_staff_edited_is_left():
    load_vocabularies(index=False)
    Country.objects.filter(code="AUT").update(name_en="Republic of Austria")
    Region.objects.filter(code="western-europe").update(parent=None)
    Term.objects.filter(code="hide").delete()
    load_vocabularies(keep_edited=True, index=False)
    assert Country.objects.get(code="AUT").name_en == "Republic of Austria"
    assert Region.objects.get(code="western-europe").parent is None
    assert Term.objects.filter(code="hide").exists()


def test_loaded_entries_are_in_the_search_index():
    load_vocabularies()
    indexed = IndexEntry.objects.filter(content_type=ContentType.objects.get_for_model(Country))
    assert indexed.count() == 195
