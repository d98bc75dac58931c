"""One place that turns dates, numbers, money and sizes held as data into text of the reader's language.

Rules come from CLDR through Babel. On top of them: Arabic pages show the digits chosen by the setting ARABIC_DIGITS, and French
and Russian separators never break at a line's end.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache

from babel.core import Locale as CldrLocale
from babel.dates import format_date as cldr_date, format_datetime as cldr_datetime, format_skeleton
from babel.lists import format_list
from babel.numbers import format_currency, format_decimal, format_percent
from django.conf import settings
from django.utils.translation import gettext as _, ngettext, pgettext

from core.i18n import active_language

EASTERN_ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
WESTERN = str.maketrans("٠١٢٣٤٥٦٧٨٩", "0123456789")
NO_BREAK = str.maketrans({" ": "\u00a0"})
UNITED_NATIONS_MONTHS = {
    "يناير": "كانون الثاني/يناير",
    "فبراير": "شباط/فبراير",
    "مارس": "آذار/مارس",
    "أبريل": "نيسان/أبريل",
    "مايو": "أيار/مايو",
    "يونيو": "حزيران/يونيو",
    "يوليو": "تموز/يوليو",
    "أغسطس": "آب/أغسطس",
    "سبتمبر": "أيلول/سبتمبر",
    "أكتوبر": "تشرين الأول/أكتوبر",
    "نوفمبر": "تشرين الثاني/نوفمبر",
    "ديسمبر": "كانون الأول/ديسمبر",
}
"""Arabic texts of the United Nations name each month twice, for readers of the east and of the west of the Arab world."""

FIRST_SEPARATED = 1_000
"""No language parts the digits of smaller whole numbers."""
SHORT_MONTH = re.compile(r"(?<!M)MMM(?!M)")


def cldr_locale() -> CldrLocale:
    """Return the CLDR locale of the active language; English is that of the United Nations, day before month."""
    code = active_language().code
    return CldrLocale.parse("en_GB" if code == "en" else code.replace("-", "_"))


def _digits(text: str) -> str:
    if active_language().code != "ar":
        return text
    return text.translate(EASTERN_ARABIC if settings.ARABIC_DIGITS == "arab" else WESTERN)


def number(value: Decimal | float | int, *, decimals: int | None = None) -> str:
    """Format a number with the language's separators; trailing zeros of a Decimal fall away."""
    if decimals is None and isinstance(value, int) and 0 <= value < FIRST_SEPARATED:
        return _digits(str(value))
    return _digits(_number(Decimal(str(value)), decimals, active_language().code))


@lru_cache(maxsize=4096)
def _number(value: Decimal, decimals: int | None, code: str) -> str:
    """Format a number in the active language, whose code tells the answers apart: a list shows a hundred small numbers."""
    pattern = None if decimals is None else "#,##0." + "0" * decimals if decimals else "#,##0"
    text = format_decimal(value, format=pattern or "#,##0.######", locale=cldr_locale(), numbering_system="latn")
    return _grouped(text, value)


def percent(value: int) -> str:
    """Format a share in hundredths: `66 %` as the language writes it."""
    return _digits(format_percent(Decimal(value) / 100, locale=cldr_locale(), numbering_system="latn").translate(NO_BREAK))


def _grouped(text: str, value: Decimal) -> str:
    """Return a formatted number whose separators never break at a line's end.

    Spanish groups digits with a space, and only from five digits on, as its academies ask.
    """
    if active_language().code == "es":
        text = text.replace(".", " " if abs(value) >= 10_000 else "")
    return text.translate(NO_BREAK)


def year(value: int) -> str:
    """Format a year: digits of the language, no separator."""
    return _digits(str(value))


def year_range(start: int | None, end: int | None) -> str:
    """Format a period of years; an open end is said in words."""
    if start and end:
        if start == end:
            return year(start)
        return pgettext("period", "%(start)s–%(end)s") % {"start": year(start), "end": year(end)}
    if start:
        return pgettext("period with an open end", "since %(year)s") % {"year": year(start)}
    if end:
        return pgettext("period with an open start", "until %(year)s") % {"year": year(end)}
    return ""


def day(value: date, *, precision: str = "day") -> str:
    """Format a date in full, as month and year, or as a year (`precision` day, month or year)."""
    if precision == "year":
        return _digits(format_skeleton("y", value, locale=cldr_locale()))
    if precision == "month":
        return _spelt(format_skeleton("yMMMM", value, locale=cldr_locale()), value)
    return _spelt(cldr_date(value, format="long", locale=cldr_locale()).translate(NO_BREAK), value)


def _spelt(text: str, first_day: date) -> str:
    """Return a date with digits, months and ordinals as the language's own texts write them, which CLDR leaves out."""
    code = active_language().code
    if code == "ar":
        for month, both in UNITED_NATIONS_MONTHS.items():
            text = text.replace(month, both)
    if code == "fr" and first_day.day == 1 and text.startswith("1\u00a0"):
        text = f"1er{text[1:]}"
    return _digits(text)


def moment(value: datetime) -> str:
    """Format a point in time, in its own time zone."""
    return _digits(cldr_datetime(value, format="medium", tzinfo=value.tzinfo, locale=cldr_locale()))


def day_range(start: date, end: date | None, *, precision: str = "day") -> str:
    """Format a range of days, sharing month and year where the language does."""
    if end is None or end == start or precision != "day":
        return day(start, precision=precision)
    locale = cldr_locale()
    # CLDR has ranges with months in full for few languages; the others take theirs from the short form.
    patterns = locale.interval_formats.get("yMMMMd") or locale.interval_formats["yMMMd"]
    largest = "y" if start.year != end.year else "M" if start.month != end.month else "d"
    parts = [SHORT_MONTH.sub("MMMM", part) for part in patterns[largest]]
    text = "".join(cldr_date(value, format=part, locale=locale) for value, part in zip((start, end), parts, strict=True))
    if largest == "d" and active_language().code in {"fr", "es"}:
        # Periods of years (`year_range`) and the languages' own texts have a hyphen, where CLDR has a dash.
        text = text.replace("–", "-")
    return _spelt(text.translate(NO_BREAK), start)


def money(amount: Decimal | int, currency: str) -> str:
    """Format an amount with its ISO 4217 code, without decimals when it is whole."""
    whole = Decimal(amount) == Decimal(amount).to_integral_value()
    pattern = "¤¤\u00a0#,##0" if active_language().code in {"en", "ar", "zh-hans"} else "#,##0\u00a0¤¤"
    if not whole:
        pattern = pattern.replace("#,##0", "#,##0.00")
    text = format_currency(amount, currency, format=pattern, locale=cldr_locale(), currency_digits=False, numbering_system="latn")
    return _digits(_grouped(text, Decimal(amount)))


def file_size(size: int) -> str:
    """Format a size in bytes, in steps of a thousand, with the unit in the language."""
    if size < 1000:
        return ngettext("%(count)s byte", "%(count)s bytes", size) % {"count": number(size)}
    if size < 999_500:
        return _("%(count)s kB") % {"count": number(round(size / 1000))}
    return _("%(count)s MB") % {"count": number(round(size / 1_000_000, 1))}


def listed(items: Sequence[str]) -> str:
    """Join items as the language lists them: "English, French and Russian"."""
    return format_list(list(items), locale=cldr_locale())


GAP = re.compile(r"([。！？：；](?:[”’）」]|</[a-z]+>)*)\s+")
"""A space behind a full-width mark, which has its own; elements may end between the two."""


def run_on(text: str) -> str:
    """Return sentences that follow each other as the language sets them: Chinese has no space between them."""
    return GAP.sub(r"\1", text) if active_language().code == "zh-hans" else text


def sentences(texts: Iterable[str]) -> str:
    """Join sentences to running text."""
    return run_on(" ".join(str(text) for text in texts if text))


QUALIFIERS = {
    "": lambda: "%(number)s",
    "about": lambda: pgettext("before a number", "about %(number)s"),
    "more_than": lambda: pgettext("before a number", "more than %(number)s"),
    "up_to": lambda: pgettext("before a number", "up to %(number)s"),
    "planned": lambda: pgettext("before a number", "%(number)s planned"),
}


def figure(value: Decimal, high: Decimal | None = None, qualifier: str = "", unit: str = "") -> str:
    """Format a measured figure: a number or a range, its qualifier and its unit ("about 35–60 %")."""
    language = active_language().code
    if language == "zh-hans":
        value, high, unit = _chinese_scale(value, high, unit)
    text = number(value) if high is None else f"{number(value)}–{number(high)}"
    if unit == "%":
        text += "%" if language in {"en", "zh-hans", "ar"} else "\u00a0%"
    text = QUALIFIERS[qualifier]() % {"number": text}
    if unit and unit != "%":
        text += unit if language == "zh-hans" else f"\u00a0{unit}"
    return text


def _chinese_scale(value: Decimal, high: Decimal | None, unit: str) -> tuple[Decimal, Decimal | None, str]:
    """Chinese counts in steps of ten thousand: 360 million is 3.6 times 亿, 10 million is 1,000 times 万."""
    if not unit.startswith("百万"):
        return value, high, unit
    factor, word = (Decimal("0.01"), "亿") if value >= 100 else (Decimal(100), "万")
    return value * factor, None if high is None else high * factor, word + unit.removeprefix("百万")
