"""Months as six languages name them."""

import re

_ENGLISH = "January February March April May June July August September October November December".split()
# "May" and "March" are words too, so a day or a year must stand beside them.
_IN_ENGLISH = re.compile(rf"\b\d{{1,2}} ({'|'.join(_ENGLISH)})\b|\b({'|'.join(_ENGLISH)}) (?:\d{{1,2}}, )?\d{{4}}\b")

_NAMES: dict[str, tuple[str, ...]] = {
    "fr": tuple("janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()),
    "es": tuple(
        "enero febrero marzo abril mayo junio julio agosto se(?:p)?tiembre octubre noviembre diciembre".split()
    ),
    "ru": tuple(
        r"январ\w+ феврал\w+ март\w{0,2} апрел\w+ ма(?:й|я|ю|е|ем) июн\w+ июл\w+ август\w{0,2} сентябр\w+ октябр\w+ ноябр\w+ "
        r"декабр\w+".split()
    ),
    "ar": (
        "يناير|كانون الثاني", "فبراير|شباط", "مارس|آذار", "أبريل|نيسان", "مايو|أيار", "يونيو|يونيه|حزيران", "يوليو|يوليه|تموز",
        "أغسطس|آب", "سبتمبر|أيلول", "أكتوبر|تشرين الأول", "نوفمبر|تشرين الثاني", "ديسمبر|كانون الأول",
    ),
}  # fmt: skip
_IN = {code: tuple(re.compile(rf"(?<!\w)(?:{name})(?!\w)", re.IGNORECASE) for name in names) for code, names in _NAMES.items()}
_IN_CHINESE = re.compile(r"(?<!\d)(\d{1,2}) ?月")
_IN_DIGITS = re.compile(r"\d{1,2}[./](\d{1,2})[./]\d{4}|\d{4}-(\d{2})-\d{2}")


def months_in_english(text: str) -> dict[int, str]:
    """Return the months of the dates in an English text by number, as they are written."""
    found = (match[1] or match[2] for match in _IN_ENGLISH.finditer(text))
    return {_ENGLISH.index(name) + 1: name for name in found}


def months_in(text: str, code: str) -> set[int]:
    """Return the numbers of the months that a text names."""
    found = {int(match[1] or match[2]) for match in _IN_DIGITS.finditer(text)}
    if code == "zh-hans":
        return found | {int(match[1]) for match in _IN_CHINESE.finditer(text)}
    return found | {number for number, name in enumerate(_IN[code], start=1) if name.search(text)}
