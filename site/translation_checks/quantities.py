"""Numbers as texts of six languages write them, and what follows them: multipliers and units.

A written number is turned into every value that it can stand for in its language, so that `1,000`, `1 000` and `١٠٠٠` agree while
`1,250` left in a French text, where it is less than two, does not.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from translation_checks.letters import CYRILLIC, DIGITS, HAN, LATIN

SPACES = " \u00a0\u202f\u2009"
# A letter right before digits makes a name or a formula of them: PM10, BOD5, m3.
_WRITTEN = re.compile(
    rf"(?<![{LATIN}{CYRILLIC}\d])"
    rf"(?:[1-9]\d{{0,2}}(?:[{SPACES}]\d{{3}})+(?!\d)|\d+)(?:[.,٫٬'’]\d+)*"
)
_NUMERIC_DATE = re.compile(r"\d{1,2}[./]\d{1,2}[./](?:\d{4}|\d{2})")
_GROUPED = {sign: re.compile(rf"[1-9]\d{{0,2}}(?:{re.escape(sign)}\d{{3}})+") for sign in ".,٬'’"}

THOUSANDS = {"en": ",", "fr": "", "es": ".", "ru": "", "ar": ",٬.", "zh-hans": ","}
"""Signs that may part thousands, beside spaces."""
DECIMALS = {"en": ".", "fr": ",", "es": ",.", "ru": ",", "ar": ",.٫", "zh-hans": "."}

_MULTIPLIERS: dict[str, tuple[tuple[str, int], ...]] = {
    "en": (("thousand", 3), ("million", 6), ("billion", 9), ("trillion", 12)),
    "fr": (("mille(?!s)", 3), ("millier", 3), ("milliard", 9), ("million", 6), ("billion", 12)),
    "es": (("mil millones", 9), ("mil(?!l)", 3), ("mill", 6), ("billon", 12)),
    "ru": (("тыс", 3), ("млн", 6), ("миллион", 6), ("млрд", 9), ("миллиард", 9), ("трлн", 12), ("триллион", 12)),
    "ar": (("ألف", 3), ("آلاف", 3), ("مليون", 6), ("ملايين", 6), ("مليار", 9), ("بليون", 9), ("تريليون", 12)),
    "zh-hans": (("百万", 6), ("千万", 7), ("百", 2), ("千", 3), ("万亿", 12), ("万", 4), ("亿", 8)),
}
_AFTER = {
    code: re.compile(rf"[{SPACES}多余几]*(?:de )?(?:{'|'.join(f'({word})' for word, _power in words)})")
    for code, words in _MULTIPLIERS.items()
}


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number as it is written, and the values that it may have."""

    written: str
    values: frozenset[Decimal]
    end: int
    """Where it ends in the text."""


def quantities(text: str, code: str) -> Iterator[Quantity]:
    """Yield the numbers of a text in a language."""
    text = text.translate(DIGITS)
    for found in _WRITTEN.finditer(text):
        written = found[0]
        values = set(_values(written, code))
        if multiplied := _AFTER[code].match(text, found.end()):
            power = _MULTIPLIERS[code][(multiplied.lastindex or 1) - 1][1]
            values |= {value * 10**power for value in values}
        yield Quantity(written, frozenset(values), found.end())


def _values(written: str, code: str) -> Iterator[Decimal]:
    bare = re.sub(f"[{SPACES}]", "", written)
    parts = [Decimal(part) for part in re.split(r"\D+", bare) if part]
    if len(parts) == 1:
        yield parts[0]
        return
    if _NUMERIC_DATE.fullmatch(bare):
        yield from parts
        return
    signs = re.sub(r"\d", "", bare)
    thousands = [sign for sign in THOUSANDS[code] if sign in bare and _GROUPED[sign].fullmatch(bare)]
    if thousands:
        yield Decimal(re.sub(r"\D", "", bare))
    if len(signs) == 1 and signs in DECIMALS[code] and not (thousands and code in {"en", "zh-hans"}):
        yield Decimal(bare.replace(signs, "."))
        if code == "en":
            return
    elif len(signs) > 1 and signs[-1] in DECIMALS[code] and len(set(signs[:-1])) == 1 and signs[0] != signs[-1]:
        whole, _sign, part = bare.rpartition(signs[-1])
        yield Decimal(re.sub(r"\D", "", whole) + "." + part)
        return
    if not thousands:
        # A list, a time, the number of a standard or of a chapter.
        yield from parts


_TEENS = "عشر"

WORDS: dict[str, tuple[str, ...]] = {
    "fr": tuple(
        "zéro une?|premi deux|second trois quatr cinq six sept huit neu[fv] di[xz] onz douz treiz quatorz quinz seiz dix-sept "
        "dix-huit dix-neu vingt".split()
    ),
    "es": tuple(
        "cero un|primer dos|segund tres|tercer cuatro|cuart cinco|quint seis|sext siete|séptim ocho|octav nueve|noven diez|décim "
        "once|undécim doce|duodécim trece|decimoterc catorce|decimocuart quince|decimoquint dieciséis|decimosext "
        "diecisiete|decimos[ée]ptim dieciocho|decimoctav diecinueve|decimonoven veinte|vigésim".split()
    ),
    "ru": tuple(
        "нол|нул од[иен]|перв дв[аеу]|втор тр[иеё] чет[ыв] пят шест сем|седьм вос девят десят одиннадцат двенадцат тринадцат "
        "четырнадцат пятнадцат шестнадцат семнадцат восемнадцат девятнадцат двадцат".split()
    ),
    "ar": (
        *(small := (
            "صفر", "واحد|أول", "اثن|إثن|ثان", "ثلاث|ثالث", "أربع|رابع", "خمس|خامس", "ست|سادس", "سبع|سابع", "ثمان|ثامن",
            "تسع|تاسع",
        )),
        "عشر|عاشر",
        *(f"(?:{unit})\\w* {_TEENS}" for unit in ("أحد|إحدى|حادي", *small[2:])),
        "عشر[وي]",
    ),
    "zh-hans": tuple("零|〇 一 二|两 三 四 五 六 七 八 九 十 十一 十二 十三 十四 十五 十六 十七 十八 十九 二十".split()),
}  # fmt: skip
"""How words for small numbers begin, by number; ordinals too."""


def stands_in_words(value: Decimal, text: str, code: str) -> bool:
    """Tell whether a text writes a small number in words."""
    if value != int(value) or not 0 <= value < len(WORDS[code]):
        return False
    # Arabic words grow at both ends, Chinese ones have none.
    edge = "" if code in {"ar", "zh-hans"} else r"\b"
    return re.search(f"{edge}(?:{WORDS[code][int(value)]})", text.lower()) is not None


UNITS: dict[str, str] = {
    "mg/l": r"mg/l|мг/л|毫克/升|毫克每升|(?:ملغم|ملغ|مغ)/(?:لتر|ل)",
    "g/l": r"g/l|г/л|克/升|غ/لتر",
    "m³": r"m³|m3|cubic met(?:re|er)s?|mètres? cubes?|metros? cúbicos?|м³|м3|куб\w* м\w*|立方米|مت[رً]ا? مكعب\w*|أمتار مكعبة",
    "m²": r"m²|m2|square met(?:re|er)s?|mètres? carrés?|metros? cuadrados?|м²|м2|кв\w*\.? м\w*|平方米|متر\w? مربع\w*|أمتار مربعة",
    "mg": r"mg|milligrams?|milligrammes?|miligramos?|мг|миллиграмм\w*|毫克|ملغم?|مليغرام\w*",
    "kg": r"kg|kilograms?|kilos?|kilogrammes?|kilogramos?|кг|килограмм\w*|公斤|千克|كغم?|كيلوغرام\w*|كلغ",
    "g": r"g|grams?|grammes?|gramos?|г|грамм\w*|克|غرام\w*",
    "t": r"t|tonnes?|tons?|metric tons?|toneladas?|т|тонн\w*|吨|طن\w*|أطنان",
    "ml": r"ml|millilit(?:re|er)s?|mililitros?|мл|миллилитр\w*|毫升|ملل|مليلتر\w*",
    "l": r"l|lit(?:re|er)s?|litros?|л|литр\w*|升|لتر\w*",
    "km": r"km|kilomet(?:re|er)s?|kilomètres?|kilómetros?|км|километр\w*|公里|千米|كم|كيلومتر\w*",
    "cm": r"cm|centimet(?:re|er)s?|centimètres?|centímetros?|см|сантиметр\w*|厘米|سم|سنتيمتر\w*",
    "mm": r"mm|millimet(?:re|er)s?|millimètres?|milímetros?|мм|миллиметр\w*|毫米|ملم|مليمتر\w*",
    "%": r"%|٪|per cent|percent|pour cent|por ciento|процент\w*|في المائة|بالمائة|في المئة",
    "°C": r"°\s?C|°\s?С|℃|degrees Celsius|摄氏度|درجة مئوية|درجات مئوية",
    "kWh": r"kWh|кВт[·∙⋅-]?ч|千瓦时|كيلوواط ساعة",
    "ha": r"ha|hectares?|hectáreas?|га|гектар\w*|公顷|هكتار\w*",
}
"""Units by how they are written in any of the languages. What is not here is not judged."""

_UNIT = re.compile(
    rf"[{SPACES}]*(?:{'|'.join(f'(?P<u{number}>{spelling})' for number, spelling in enumerate(UNITS.values()))})"
    rf"(?:(?<=[{HAN}%٪℃])|(?![\w/²³-]))",
)
_UNIT_NAMES = tuple(UNITS)


def unit_after(text: str, position: int) -> str:
    """Return the unit that follows a number, or nothing where none that is known does."""
    found = _UNIT.match(text, position)
    return _UNIT_NAMES[int(found.lastgroup[1:])] if found and found.lastgroup else ""
