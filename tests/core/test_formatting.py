"""Numbers, money, sizes and dates in six languages."""

from datetime import date
from decimal import Decimal

import pytest
from django.template import Context, Template
from pytest_django.fixtures import Settings

from core import formatting
from core.i18n import CODES, speaking

NO_BREAK = "\u00a0"
NARROW = "\u202f"
SIX_NUMBERS = {"ar": "12,345.5", "zh-hans": "12,345.5", "en": "12,345.5", "fr": "12|345,5", "ru": "12|345,5", "es": "12|345,5"}


@pytest.mark.parametrize("code", CODES)
def test_number(code: str) -> None:
    with speaking(code):
        assert formatting.number(Decimal("12345.50")).replace(NO_BREAK, "|").replace(NARROW, "|") == SIX_NUMBERS[code]


@pytest.mark.parametrize("code", ["fr", "ru"])
def test_separators_never_break_a_line(code: str) -> None:
    with speaking(code):
        texts = [
            formatting.number(1234567),
            formatting.money(1234567, "EUR"),
            formatting.figure(Decimal(1500), unit="%"),
            formatting.figure(Decimal(1500), unit="kg"),
            formatting.day(date(2001, 5, 14)),
        ]
    assert not any(" " in text for text in texts), texts


@pytest.mark.parametrize(("code", "text"), [("en", "66%"), ("fr", "66|%"), ("es", "66|%"), ("ar", "66%")])
def test_percent(code: str, text: str) -> None:
    with speaking(code):
        assert formatting.percent(66).replace(NO_BREAK, "|").replace(NARROW, "|") == text


def test_decimals_are_kept_when_asked() -> None:
    with speaking("en"):
        assert formatting.number(2, decimals=2) == "2.00"


def test_a_float_shows_no_binary_remainder() -> None:
    with speaking("en"):
        assert formatting.number(0.1) == "0.1"


@pytest.mark.parametrize(("setting", "text"), [("latn", "1,234.5"), ("arab", "١,٢٣٤.٥")])
def test_arabic_digits_follow_the_setting(settings: Settings, setting: str, text: str) -> None:
    settings.ARABIC_DIGITS = setting
    with speaking("ar"):
        assert formatting.number(Decimal("1234.5")) == text


@pytest.mark.parametrize(("setting", "day"), [("latn", "14"), ("arab", "١٤")])
def test_digits_of_arabic_dates_follow_the_setting(settings: Settings, setting: str, day: str) -> None:
    settings.ARABIC_DIGITS = setting
    with speaking("ar"):
        assert formatting.day(date(2001, 5, 14)).split()[0].startswith(day)


def test_the_setting_leaves_other_languages_alone(settings: Settings) -> None:
    settings.ARABIC_DIGITS = "arab"
    with speaking("en"):
        assert formatting.number(12) == "12"


@pytest.mark.parametrize(
    ("code", "text"),
    [("ar", "35–60%"), ("zh-hans", "35–60%"), ("en", "35–60%"), ("fr", "35–60|%"), ("ru", "35–60|%"), ("es", "35–60|%")],
)
def test_range_in_per_cent(code: str, text: str) -> None:
    with speaking(code):
        assert formatting.figure(Decimal(35), Decimal(60), unit="%").replace(NO_BREAK, "|") == text


def test_qualifier_stands_before_the_number() -> None:
    with speaking("en"):
        assert formatting.figure(Decimal(250), qualifier="more_than", unit="plants") == f"more than 250{NO_BREAK}plants"


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("ar", "EUR|1,200,000"),
        ("zh-hans", "EUR|1,200,000"),
        ("en", "EUR|1,200,000"),
        ("fr", "1|200|000|EUR"),
        ("ru", "1|200|000|EUR"),
        ("es", "1|200|000|EUR"),
    ],
)
def test_money(code: str, text: str) -> None:
    with speaking(code):
        assert formatting.money(Decimal("1200000.00"), "EUR").replace(NO_BREAK, "|").replace(NARROW, "|") == text


def test_money_that_is_not_whole_shows_two_decimals() -> None:
    with speaking("en"):
        assert formatting.money(Decimal("1200.5"), "USD") == f"USD{NO_BREAK}1,200.50"


def test_money_of_a_currency_without_cents_is_not_rounded() -> None:
    with speaking("en"):
        assert formatting.money(Decimal("1200.5"), "JPY") == f"JPY{NO_BREAK}1,200.50"


@pytest.mark.parametrize(("size", "number"), [(999, "999"), (1499, "1"), (1_500_000, "1.5"), (12_000_000, "12")])
def test_file_size(size: int, number: str) -> None:
    with speaking("en"):
        assert formatting.file_size(size).split()[0] == number


def test_size_just_below_a_million_does_not_say_a_thousand_kilobytes() -> None:
    with speaking("en"):
        assert formatting.file_size(999_999).split()[0] == "1"


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("ar", "14 أيار/مايو 2001"),
        ("zh-hans", "2001年5月14日"),
        ("en", "14 May 2001"),
        ("fr", "14 mai 2001"),
        ("ru", "14 мая 2001 г."),
        ("es", "14 de mayo de 2001"),
    ],
)
def test_day(code: str, text: str) -> None:
    with speaking(code):
        assert " ".join(formatting.day(date(2001, 5, 14)).split()) == text


@pytest.mark.parametrize(("precision", "text"), [("day", "14 May 2001"), ("month", "May 2001"), ("year", "2001")])
def test_precision_of_a_date(precision: str, text: str) -> None:
    with speaking("en"):
        assert formatting.day(date(2001, 5, 14), precision=precision).replace(NO_BREAK, " ") == text


def test_months_stand_alone_in_russian() -> None:
    with speaking("ru"):
        assert formatting.day(date(2001, 5, 14), precision="month").startswith("май")


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("ar", "14–18 أيلول/سبتمبر 2001"),
        ("zh-hans", "2001年9月14日至18日"),
        ("en", "14–18 September 2001"),
        ("fr", "14-18 septembre 2001"),
        ("ru", "14–18 сентября 2001 г."),
        ("es", "14-18 de septiembre de 2001"),
    ],
)
def test_a_range_of_days_shares_the_month_and_names_it_in_full(code: str, text: str) -> None:
    with speaking(code):
        assert " ".join(formatting.day_range(date(2001, 9, 14), date(2001, 9, 18)).split()) == text


def test_a_range_over_two_months_names_both() -> None:
    with speaking("en"):
        assert " ".join(formatting.day_range(date(2001, 5, 30), date(2001, 6, 2)).split()) == "30 May – 2 June 2001"


@pytest.mark.parametrize("end", [None, date(2001, 5, 14)])
def test_a_range_of_one_day_is_a_day(end: date | None) -> None:
    with speaking("en"):
        assert formatting.day_range(date(2001, 5, 14), end) == formatting.day(date(2001, 5, 14))


@pytest.mark.parametrize(
    ("start", "end", "text"),
    [(2001, 2004, "2001–2004"), (2001, 2001, "2001"), (2001, None, "since 2001"), (None, 2004, "until 2004"), (None, None, "")],
)
def test_year_range(start: int | None, end: int | None, text: str) -> None:
    with speaking("en"):
        assert formatting.year_range(start, end) == text


@pytest.mark.parametrize(("code", "text"), [("en", "a, b and c"), ("fr", "a, b et c"), ("ru", "a, b и c"), ("es", "a, b y c")])
def test_listed(code: str, text: str) -> None:
    with speaking(code):
        assert formatting.listed(["a", "b", "c"]).replace(", and", " and") == text


@pytest.mark.parametrize("code", CODES)
def test_sentences_are_joined_with_a_space(code: str) -> None:
    with speaking(code):
        assert formatting.sentences(["One.", "", "Two: three."]) == "One. Two: three."


def test_chinese_sentences_follow_each_other_without_a_space() -> None:
    with speaking("zh-hans"):
        assert formatting.sentences(["检查正在进行。", "请稍后。"]) == "检查正在进行。请稍后。"
        assert formatting.run_on("<b>失败。</b>\n 原因： <q>x</q>") == "<b>失败。</b>原因：<q>x</q>"
    with speaking("en"):
        assert formatting.run_on("检查正在进行。 请稍后。") == "检查正在进行。 请稍后。"


def test_the_tag_joins_what_stands_in_it_and_escapes_it_once() -> None:
    template = Template("{% sentences %}{{ one }} <b>{{ two }}</b>{% endsentences %} {{ one }}")
    with speaking("zh-hans"):
        assert template.render(Context({"one": "甲。", "two": "<"})) == "甲。<b>&lt;</b> 甲。"
