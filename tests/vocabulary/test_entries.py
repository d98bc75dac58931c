"""Entries as readers see them, and the names that facets show."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from config.languages import BY_CODE
from core.i18n import speaking
from tests import factories
from vocabulary.facets import entries_of, names_of
from vocabulary.loading import load_vocabularies
from vocabulary.models import Country, Goal, Organisation, Person, Region, Term, TermSubject, Topic


@pytest.mark.parametrize(
    ("fields", "reader", "text", "tag"),
    [
        ({"name": "J. Buljan"}, "en", "J. Buljan", ""),
        ({"name": "J. Buljan"}, "ar", "J. Buljan", "en"),
        ({"name": "J. Buljan"}, "fr", "J. Buljan", "en"),
        ({"name": "J. Buljan", "form_cyrillic": "Й. Бульян"}, "ru", "Й. Бульян", ""),
        ({"name": "J. Buljan", "form_cyrillic": "Й. Бульян"}, "ar", "J. Buljan", "en"),
        ({"name": "Иванов", "name_language": "ru"}, "ru", "Иванов", ""),
        ({"name": "Иванов", "name_language": "ru", "form_latin": "Ivanov"}, "en", "Ivanov", ""),
        ({"name": "Ivanov", "name_language": "ru"}, "ru", "Ivanov", "ru"),
        ({"name": "中国皮革", "name_language": "zh-hans"}, "en", "中国皮革", "zh-Hans"),
    ],
)
def test_a_name_as_a_reader_sees_it(fields: dict[str, str], reader: str, text: str, tag: str) -> None:
    assert Person(**fields).shown(BY_CODE[reader]) == (text, tag)


def test_a_name_is_shown_for_the_active_language() -> None:
    with speaking("ru"):
        assert Organisation(name="Board", form_cyrillic="Совет").shown().text == "Совет"


@pytest.mark.parametrize(("code", "name"), [("fr", "Tannage"), ("ru", "Tanning")])
def test_an_entry_is_named_in_the_readers_language(code: str, name: str) -> None:
    with speaking(code):
        assert str(Topic(code="tanning", name_en="Tanning", name_fr="Tannage")) == name


def test_an_entry_without_a_name_shows_its_code() -> None:
    assert str(Topic(code="tanning")) == "tanning"


@pytest.mark.django_db
def test_names_of_facets_are_read_once() -> None:
    factories.topic("tanning")
    with speaking("fr"):
        names_of(Topic)(["tanning"])
        with CaptureQueriesContext(connection) as captured:
            assert names_of(Topic)(["tanning", "unknown"]) == {"tanning": "tanning fr"}
    assert len(captured) == 0


@pytest.mark.django_db
def test_a_renamed_entry_shows_at_once_in_facets() -> None:
    topic = factories.topic("tanning")
    with speaking("fr"):
        names_of(Topic)(["tanning"])
        topic.name_fr = "Tannage"
        topic.save()
        assert names_of(Topic)(["tanning"]) == {"tanning": "Tannage"}


@pytest.mark.django_db
def test_a_new_entry_shows_at_once_among_all() -> None:
    assert entries_of(Goal) == {}
    goal = factories.goal(9)
    assert entries_of(Goal) == {goal.pk: goal}


@pytest.mark.django_db
def test_entries_are_read_once() -> None:
    factories.goal(9)
    entries_of(Goal)
    with CaptureQueriesContext(connection) as captured:
        entries_of(Goal)
    assert len(captured) == 0


@pytest.mark.django_db
class TestLoading:
    """Loading the project's tables."""

    def test_every_table_is_loaded(self) -> None:
        load_vocabularies(index=False)
        counts = [model.objects.count() for model in (Country, Region, Goal, TermSubject, Term)]
        assert counts == [195, 29, 17, 13, 188]

    def test_a_second_run_changes_nothing(self) -> None:
        load_vocabularies(index=False)
        before = list(Country.objects.values())
        load_vocabularies(index=False)
        assert list(Country.objects.values()) == before

    def test_names_do_not_depend_on_the_active_language(self) -> None:
        with speaking("ru"):
            load_vocabularies(index=False)
        austria = Country.objects.get(code="AUT")
        assert (austria.name_en, austria.name_ru) == ("Austria", "Австрия")

    @pytest.mark.parametrize(("keep_edited", "name"), [(True, "Edited"), (False, "Autriche")])
    def test_names_that_staff_gave(self, keep_edited: bool, name: str) -> None:
        load_vocabularies(index=False)
        Country.objects.filter(code="AUT").update(name_fr="Edited")
        load_vocabularies(keep_edited=keep_edited, index=False)
        assert Country.objects.get(code="AUT").name_fr == name
