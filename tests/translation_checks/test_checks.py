"""Every check in every language: what it finds, and the cases in which it has to keep quiet."""

import pytest
from django.test import override_settings

from translation_checks import CHECKS, Text, checks_of, found_in, found_in_page
from translation_checks.check import TARGETS
from translation_checks.examples import EXAMPLES

LONE = [(name, code) for name, example in EXAMPLES.items() for code in example.texts]


def names(text: Text) -> set[str]:
    return {finding.check.id for finding in found_in(text)}


@pytest.mark.parametrize(("name", "code"), LONE)
def test_the_wrong_example_is_found_by_its_check_and_the_right_one_by_none(name: str, code: str) -> None:
    assert name in names(EXAMPLES[name].wrong(code))
    assert names(EXAMPLES[name].right(code)) == set()


def test_every_check_has_an_example_in_each_of_its_languages() -> None:
    assert set(EXAMPLES) == set(CHECKS)
    shown = {name: set(example.texts) for name, example in EXAMPLES.items() if example.texts}
    assert shown == {name: set(check.languages) for name, check in CHECKS.items() if name != "consistency"}


@pytest.mark.parametrize("code", sorted(TARGETS))
def test_what_is_said_names_what_is_concerned(code: str) -> None:
    (finding,) = found_in(Text("It has 1,250 pits.", "⟦1⟧", code))[:1]
    assert finding.message == "The number \u20681,250\u2069 is missing or differs."


def test_a_text_that_is_not_written_has_no_findings() -> None:
    assert found_in(Text("It has 1,250 pits.", "", "fr")) == []


def test_a_check_that_is_switched_off_finds_nothing() -> None:
    text = EXAMPLES["numbers"].wrong("fr")
    assert found_in(text, without={"numbers"}) == []


QUIET = [
    # Numbers as languages write them.
    ("fr", "10,000 t in 2010", "10\u202f000 t en 2010"),
    ("fr", "It costs 0.5%", "Cela coûte 0,5\u00a0%"),
    ("fr", "1,250.75 kg", "1\u00a0250,75 kg"),
    ("es", "10,000 hides", "10 000 pieles"),
    ("es", "10,000 hides", "10.000 pieles"),
    ("es", "1,250.75 kg", "1.250,75 kg"),
    ("es", "A share of 0.5", "Una cuota de 0.5"),
    ("es", "2 billion shoes", "2000 millones de zapatos"),
    ("ru", "10,000 hides", "10\u00a0000 шкур"),
    ("ru", "5.5 mg/l", "5,5 мг/л"),
    ("ru", "30 million pairs", "30 млн пар"),
    ("ar", "10,000 hides", "10٬000 جلد"),
    ("ar", "10,000 hides", "10,000 جلد"),
    ("ar", "0.5 tonnes", "0٫5 طن"),
    ("ar", "0.5 tonnes", "0,5 طن"),
    ("zh-hans", "10,000 hides", "1万张皮"),
    ("zh-hans", "10,000 hides", "10000张皮"),
    ("zh-hans", "2.5 billion pairs", "25亿双"),
    ("zh-hans", "10 million pairs", "1000万双"),
    # Small numbers in words, ordinals and decades.
    ("fr", "It took 5 years.", "Cela a pris cinq ans."),
    ("es", "It took 5 years.", "Duró cinco años."),
    ("ru", "It took 5 years.", "Это заняло пять лет."),
    ("ar", "It took 5 years.", "استغرق ذلك خمس سنوات."),
    ("zh-hans", "It took 5 years.", "历时五年。"),
    ("fr", "the 18th session", "la dix-huitième session"),
    ("zh-hans", "in the 1990s", "20世纪90年代"),
    ("ru", "in the 19th century", "в XIX веке"),
    # Dates and ranges.
    ("fr", "12 March 2010", "12 mars 2010"),
    ("es", "12 March 2010", "12 de marzo de 2010"),
    ("ru", "12 March 2010", "12.03.2010"),
    ("ru", "12 March 2010", "12 марта 2010 года"),
    ("ar", "12 March 2010", "12 مارس 2010"),
    ("zh-hans", "12 March 2010", "2010年3月12日"),
    ("fr", "1–5 September 2012", "1er-5 septembre 2012"),
    ("ru", "dated October 1979", "датированный октябрём 1979 года"),
    ("ar", "sessions 3 and 13", "الدورتان الثالثة والثالثة عشرة"),
    ("es", "sessions 3 and 13", "las reuniones tercera y decimotercera"),
    ("ru", "sessions 13 to 18", "сессии с тринадцатой по восемнадцатую"),
    ("zh-hans", "sessions 13 to 18", "第十三届至第十八届"),
    ("fr", "5–10 days", "de 5 à 10 jours"),
    ("es", "You may march on.", "Puede seguir."),
    # Names with digits, formulas, standards, percent signs.
    ("fr", "BOD5 and COD", "DBO5 et DCO"),
    ("ru", "BOD5", "БПК5"),
    ("ru", "ISO 14001:2015", "ISO 14001:2015"),
    ("ar", "20% of it", "20 في المائة منه"),
    ("ru", "20% of it", "20\u00a0% от этого"),
    ("zh-hans", "20 per cent of it", "其中的20%"),
    ("fr", "CO⟦1⟧2⟦/1⟧ rises", "Le CO⟦1⟧2⟦/1⟧ augmente"),
    # Units with the signs of the language.
    ("ru", "30 mg/l of it", "30 мг/л этого"),
    ("ar", "30 mg/l of it", "30 ملغ/لتر منه"),
    ("zh-hans", "30 mg/l of it", "30毫克/升"),
    ("fr", "35 m³ of water", "35 m³ d’eau"),
    ("es", "35 cubic metres of water", "35 metros cúbicos de agua"),
    # Addresses whose language differs, and the full stop after one.
    ("fr", "See https://www.un.org/en/about.", "Voir https://www.un.org/fr/about."),
    ("zh-hans", "See https://example.org/a.", "见 https://example.org/a。"),
    # Names are the same everywhere.
    ("fr", "Leather Panel", "Leather Panel"),
    ("ru", "UNIDO", "UNIDO"),
    ("fr", "ISO 14001", "ISO 14001"),
    ("fr", "Contact", "Contact"),
    ("fr", "WCAG 2.2", "WCAG 2.2"),
    ("ru", "The system LWG", "Система LWG"),
    ("zh-hans", "Use the LWG audit", "使用 LWG 审核"),
    # Points of a list, brackets of two widths, quotations inside quotations.
    ("fr", "a) wash", "a) laver"),
    ("ru", "all 21", "все аймаки (их 21) готовы"),
    ("zh-hans", "Salt (NaCl)", "盐(NaCl)"),
    ("ru", "He said it.", "Он сказал: «Это „хром“»."),
    ("fr", "He said it.", "Il a dit\u00a0: «\u00a0C’est du “chrome”\u00a0»."),
    # Times and addresses have colons and question marks without spaces.
    ("fr", "At 10:30, https://example.org/?a=1", "À 10:30, https://example.org/?a=1"),
    ("es", "Ready? Really?!", "¿Listo? ¿De verdad?!"),
    ("ar", "In 2010, 5 plants", "في عام 2010، 5 محطات"),
    ("ar", "year 1431 AH", "سنة 1431 هـ"),
    ("zh-hans", "At 10:30", "在10:30"),
    ("ru", "2010–2015", "2010–2015"),
    ("ru", "a low-cost drum", "недорогой барабан-автомат"),
]


@pytest.mark.parametrize(("code", "source", "target"), QUIET)
def test_what_is_right_is_left_alone(code: str, source: str, target: str) -> None:
    assert [finding.message for finding in found_in(Text(source, target, code))] == []


FOUND = [
    ("numbers", "fr", "In 2010 it had 35 m³.", "En 2001, il comptait 35 m³."),
    ("numbers", "es", "A share of 2.5", "Una cuota de 25"),
    ("numbers", "ru", "A share of 2.5", "Доля 25"),
    ("numbers", "ar", "In 1998", "في عام 1989"),
    ("numbers", "zh-hans", "3 million pairs", "30万双"),
    ("numbers", "fr", "It takes 25 days.", "Cela prend vingt jours."),
    ("units", "zh-hans", "5 mg/l", "5克/升"),
    ("addresses", "fr", "See www.example.org/a", "Voir www.example.org/b"),
    ("untranslated", "fr", "Soaking of hides", "Soaking of hides"),
    ("other_script", "zh-hans", "Hides", "皮革 кожа"),
    ("french_spaces", "fr", "Why?", "Pourquoi ?"),
    ("french_spaces", "fr", "Why?", "Pourquoi?"),
    ("french_spaces", "fr", "half", "50%"),
    ("open_quotes", "ru", "It.", "Он сказал: «Это „хром»."),
    ("quotation_marks", "ru", "It.", 'Курс "Сушка" начат.'),
    ("russian_dashes", "ru", "It.", "Хром – металл."),
    ("arabic_punctuation", "ar", "It.", "الماء; الملح"),
    ("chinese_punctuation", "zh-hans", "It.", "水是液体."),
    ("chinese_spaces", "zh-hans", "It.", "水， 盐"),
    ("brackets", "fr", "It.", "Le sel) est là."),
]


@pytest.mark.parametrize(("name", "code", "source", "target"), FOUND)
def test_what_is_wrong_is_found(name: str, code: str, source: str, target: str) -> None:
    assert name in names(Text(source, target, code))


@pytest.mark.parametrize(("digits", "wrong"), [("latn", "منذ عام ٢٠١٠"), ("arab", "منذ عام 2010")])
def test_arabic_has_the_digits_that_are_set_up(digits: str, wrong: str) -> None:
    with override_settings(ARABIC_DIGITS=digits):
        assert names(Text("Since 2010", wrong, "ar")) == {"arabic_digits"}


@pytest.mark.parametrize("code", sorted(TARGETS))
def test_the_same_english_has_one_translation_on_a_page(code: str) -> None:
    right = EXAMPLES["double_spaces"].right(code)
    other = Text(right.source, EXAMPLES["untranslated"].right(code).target, code)
    empty = Text(right.source, "", code)
    assert [[finding.check.id for finding in found] for found in found_in_page([right, right, empty])] == [[], [], []]
    found = found_in_page([right, other])
    assert [[(finding.check.id, finding.found) for finding in each] for each in found] == [
        [("consistency", other.target)],
        [("consistency", right.target)],
    ]
    assert found_in_page([right, other], without={"consistency"}) == [[], []]


def test_only_markup_and_room_are_final() -> None:
    assert {name for name, check in CHECKS.items() if check.final} == {"links", "broken_tags", "too_long"}
    assert {check.id for check in checks_of("zh-hans")} >= {"chinese_punctuation", "chinese_spaces"}
    assert "french_spaces" not in {check.id for check in checks_of("zh-hans")}
