"""Terms are found in English text in whatever form, and what was agreed for them in translations. No database is read."""

from collections.abc import Sequence

import pytest

from core.i18n import LANGUAGES
from termbase import phrases, recognising
from termbase.recognising import Termbase
from termbase.uses import TermUse

TERMS = {
    "hide": {"en": "hide", "fr": "peau", "ru": "шкура", "ar": "جلد خام", "zh-hans": "大皮"},
    "raw-hide": {"en": "raw hide", "fr": "peau brute (en poil)"},
    "salting": {"en": "salting", "fr": "salage"},
    "setting-out": {"en": "setting out", "fr": "mise au vent"},
    "cod": {"en": "COD", "fr": "DCO"},
    "leather": {"en": "leather", "fr": "cuir"},
    "curing": {"en": "curing (of hides)", "fr": "conservation"},
}


def termbase(status: str = "preferred", variants: Sequence[tuple[str, str, str, str]] = ()) -> Termbase:
    rows = []
    for number, (code, texts) in enumerate(TERMS.items()):
        columns = (number, code, status, "noun", "", *(texts.get(language.code, "") for language in LANGUAGES))
        own = [variant for variant in variants if code == "hide"] or [("", "", "", "")]
        rows += [(*columns, *variant) for variant in own]
    return recognising.made_of(tuple(rows))


KNOWN = termbase()


def found(text: str, terms: Termbase = KNOWN) -> list[tuple[str, str]]:
    return [(one.entry.code, text[one.start : one.end]) for one in recognising.occurrences(text, terms)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Soak the hides.", [("hide", "hides")]),
        ("The hide’s edge", [("hide", "hide’s")]),
        ("Raw hides and a hide", [("raw-hide", "Raw hides"), ("hide", "hide")]),
        ("Raw, hides", [("hide", "hides")]),
        ("Salting saves salt.", [("salting", "Salting")]),
        ("Salted hides", [("hide", "hides")]),
        ("This is the setting.", []),
        ("Setting out follows.", [("setting-out", "Setting out")]),
        ("Measure the COD of the cod.", [("cod", "COD")]),
        ("Curing takes days.", [("curing", "Curing")]),
        ("", []),
    ],
)
def test_terms_in_english(text: str, expected: list[tuple[str, str]]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Leather International reports", True),
        ("the Leather Industry", True),
        ("Leather is dry.", False),
        ("the American leather trade", False),
    ],
)
def test_a_part_of_a_name_binds_no_translation(text: str, named: bool) -> None:
    assert [one.named for one in recognising.occurrences(text, KNOWN)] == [named]
    assert [bool(use.wanted) for use in recognising.uses(text, "fr", KNOWN)] == [not named]


@pytest.mark.parametrize(
    ("code", "text", "phrase", "there"),
    [
        ("fr", "Les peaux brutes arrivent.", "peau brute", True),
        ("fr", "La peau est brute.", "peau brute", True),
        ("fr", "Les peaux arrivent.", "peau brute", False),
        ("ru", "Промывка сырых шкур", "сырая шкура", True),
        ("es", "Los cueros crudos", "cuero crudo", True),
        ("ar", "تُنقع الجلود الخام", "جلود خام", True),
        ("zh-hans", "牛的大皮", "大皮", True),
        ("zh-hans", "大的皮", "大皮", False),
    ],
)
def test_what_was_agreed_is_found_in_any_form(code: str, text: str, phrase: str, there: bool) -> None:
    assert phrases.has(text, phrase, code) is there


def test_words_to_be_avoided_stand_side_by_side() -> None:
    assert phrases.stands_in("Les usines à cuir ferment.", "usine à cuir", "fr")
    assert not phrases.stands_in("L’usine vend du cuir.", "usine sèche à cuir", "fr")


def test_brackets_give_another_name_unless_they_say_of_what() -> None:
    assert phrases.names("demande chimique en oxygène (DCO)", "fr") == ("demande chimique en oxygène", "DCO")
    assert phrases.names("curing (of hides)", "en") == ("curing",)


def test_a_use_has_what_is_agreed_allowed_and_avoided() -> None:
    terms = termbase(
        variants=[("fr", "cuir vert", "deprecated", ""), ("fr", "dépouille", "allowed", ""), ("en", "kip", "allowed", "")]
    )
    assert recognising.uses("a hide", "fr", terms) == (TermUse("hide", ("peau", "dépouille"), ("cuir vert",)),)
    assert found("a kip", terms) == [("hide", "kip")]


@pytest.mark.parametrize(
    ("status", "use"),
    [
        ("preferred", TermUse("hide", ("peau",))),
        ("allowed", TermUse("hide")),
        ("deprecated", TermUse("hide", avoided=("peau",))),
        ("do_not_translate", TermUse("hide", verbatim=True)),
    ],
)
def test_the_status_says_what_is_demanded(status: str, use: TermUse) -> None:
    assert recognising.uses("a hide", "fr", termbase(status)) == (use,)


def test_a_language_without_the_term_is_bound_to_nothing() -> None:
    assert recognising.uses("salting", "ru", KNOWN) == (TermUse("salting"),)
