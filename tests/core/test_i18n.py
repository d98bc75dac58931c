"""Languages at run time."""

import pytest
from django.utils import translation

from config.languages import BY_CODE
from core import i18n
from core.i18n import speaking
from tests import factories
from vocabulary.models import Topic


@pytest.mark.parametrize(
    ("path", "code", "rest"),
    [
        ("/fr/topics/tanning/", "fr", "topics/tanning/"),
        ("/zh-hans/", "zh-hans", ""),
        ("/en", "en", ""),
        ("/de/x/", None, "de/x/"),
        ("/publications/", None, "publications/"),
        ("/english/", None, "english/"),
        ("/EN/", None, "EN/"),
        ("/", None, ""),
    ],
)
def test_split_path(path: str, code: str | None, rest: str) -> None:
    language, found = i18n.split_path(path)
    assert (language.code if language else None, found) == (code, rest)


def test_active_language_is_english_where_none_of_ours_is_active() -> None:
    with translation.override("de"):
        assert i18n.active_language().code == "en"


def test_speaking_refuses_a_language_that_is_not_ours() -> None:
    with pytest.raises(KeyError), speaking("de"):
        pass


@pytest.mark.parametrize(
    ("code", "reader", "name"),
    [
        ("it", "ru", "итальянский"),
        ("it", "fr", "italien"),
        ("fr", "fr", "français"),
        ("zh-hans", "es", "chino"),
        ("ar", "en", "Arabic"),
        ("am", "zh-hans", "阿姆哈拉文"),
        ("en", "zh-hans", "英文"),
        ("mul", "en", "Multiple languages"),
        ("xx", "en", "xx"),
    ],
)
def test_language_name(code: str, reader: str, name: str) -> None:
    assert i18n.language_name(code, BY_CODE[reader]) == name


def test_language_name_is_in_the_active_language() -> None:
    with speaking("es"):
        assert i18n.language_name("ru") == "ruso"


@pytest.mark.parametrize(("code", "tag"), [("zh-hans", "zh-Hans"), ("ar", "ar"), ("it", "it")])
def test_language_tag(code: str, tag: str) -> None:
    assert i18n.language_tag(code) == tag


def test_served_is_the_readers_column() -> None:
    with speaking("fr"):
        assert i18n.served(Topic(name_en="Tanning", name_fr="Tannage"), "name") == ("Tannage", "fr")


@pytest.mark.parametrize("empty", ["", None])
def test_served_falls_back_to_english_and_says_so(empty: str | None) -> None:
    with speaking("fr"):
        assert i18n.served(Topic(name_en="Tanning", name_fr=empty), "name") == ("Tanning", "en")


def test_served_falls_back_to_any_language() -> None:
    topic = Topic(name_en="", name_fr="", name_es="Curtido")
    with speaking("fr"):
        assert i18n.served(topic, "name") == ("Curtido", "es")


def test_served_is_empty_where_nothing_is_filled() -> None:
    with speaking("fr"):
        assert i18n.served(Topic(), "name") == ("", "fr")


@pytest.mark.django_db
def test_names_sort_by_the_readers_language_and_fall_back_to_english() -> None:
    factories.topic("one", name_en="b", name_fr="z")
    factories.topic("two", name_en="a", name_fr="y")
    factories.topic("three", name_en="x", name_fr="")
    with speaking("fr"):
        assert [topic.code for topic in Topic.objects.by_name()] == ["three", "two", "one"]


@pytest.mark.parametrize(
    ("text", "script"),
    [("الدباغة", "arabic"), ("鞣制", "han"), ("Дубление", "cyrillic"), ("Été", "latin"), ("12 鞣", "han"), ("12 %", None)],
)
def test_script_of(text: str, script: str | None) -> None:
    assert i18n.script_of(text) == script


@pytest.mark.parametrize(
    ("text", "plain"), [("Éthiopie", "ethiopie"), ("ДУБЛЕНИЕ", "дубление"), ("Straße", "strasse"), ("鞣制", "鞣制")]
)
def test_folded(text: str, plain: str) -> None:
    assert i18n.folded(text) == plain


@pytest.mark.django_db
def test_a_new_locale_row_is_noticed() -> None:
    from wagtail.models import Locale

    english = Locale.objects.get(language_code="en")
    assert i18n.locale_code(english.pk) == "en"
    french = Locale.objects.create(language_code="fr")
    assert i18n.locale_code(french.pk) == "fr"
