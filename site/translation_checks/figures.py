"""Checks of numbers and of what stands beside them: units, dates, formulas."""

import re
from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from core.i18n import SOURCE_CODE
from translation_checks import dates
from translation_checks.check import Check, Severity, each_once
from translation_checks.letters import DIGITS, LOWERED
from translation_checks.quantities import quantities, stands_in_words, unit_after
from translation_checks.text import Text

# Other languages may count these in words or in Roman numerals: 19th century, the 1990s.
_ORDINAL = re.compile(r"\d+(?:st|nd|rd|th|s)\b")
_COUNTED_IN_WORDS = re.compile(
    r"\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
    r"|hundred|thousand|million|billion|dozen|half|third|quarter|fifth|double|twice|century|centuries|decade|ninet\w+|eight\w+"
    r"|first|second|fourth|sixth|seventh|ninth|tenth|\w+teenth|\w+tieth)s?\b",
    re.IGNORECASE,
)
_BIG = 12
"""Whole numbers up to this one come and go with the wording: “two or three”, “2 or 3”."""

_ELEMENTS = "H|He|Li|Be|B|C|N|O|F|Ne|Na|Mg|Al|Si|P|S|Cl|Ar|K|Ca|Ti|V|Cr|Mn|Fe|Co|Ni|Cu|Zn|As|Se|Br|Zr|Mo|Ag|Cd|Sn|Sb|I|Ba|W|Hg|Pb"
_FORMULA = re.compile(rf"(?<![\w])(?=\w*[\d₀-₉])(?:(?:{_ELEMENTS})[\d₀-₉]{{0,2}}){{2,}}(?![\w])")


def _without_formulas(text: str) -> str:
    return _FORMULA.sub("□", text)


def _values_in(prose: str, code: str) -> set[Decimal]:
    return {value for quantity in quantities(_without_formulas(prose), code) for value in quantity.values}


class Numbers(Check):
    """Every number of the source stands in the translation."""

    id = "numbers"
    title = _("Missing numbers")
    explanation = _(
        "Numbers are compared by value, as the language writes them: 1,000 may be 1 000 or ١٠٠٠. Small numbers may be written in "
        "words."
    )
    message = _("The number %(found)s is missing or differs.")
    severity = Severity.ERROR

    def find(self, text: Text) -> Iterator[str]:
        """Yield numbers of the source, as it writes them, that the translation has not."""
        source = _without_formulas(_ORDINAL.sub("□", text.prose_source))
        wanted = list(quantities(source, SOURCE_CODE))
        if not wanted:
            return
        present = _values_in(text.prose, text.code)
        # The number of a version or chapter keeps its point; a comma would turn thousands into a fraction.
        verbatim = {quantity.written for quantity in quantities(text.prose, text.code) if "," not in quantity.written}
        present |= {Decimal(month) for month in dates.months_in(text.prose, text.code)}
        yield from each_once(
            quantity.written
            for quantity in wanted
            if not (quantity.values & present)
            and quantity.written not in verbatim
            and not any(stands_in_words(value, text.prose, text.code) for value in quantity.values)
        )


class AddedNumbers(Check):
    """A number that the source has not came from somewhere."""

    id = "added_numbers"
    title = _("Added numbers")
    explanation = _(
        "A number in the translation is not in the English. Small numbers and English with numbers in words are left out."
    )
    message = _("The number %(found)s is not in the English.")

    def find(self, text: Text) -> Iterator[str]:
        """Yield numbers of the translation that the source has not."""
        source = text.plain_source
        if _COUNTED_IN_WORDS.search(source) or _ORDINAL.search(source):
            return
        known = _values_in(text.prose_source, SOURCE_CODE) | {Decimal(digits) for digits in re.findall(r"\d+", source)}
        for quantity in quantities(_without_formulas(text.prose), text.code):
            small = any(value == int(value) and value <= _BIG for value in quantity.values)
            if not small and not quantity.values & known:
                yield quantity.written


class Units(Check):
    """What is counted in kilograms is not counted in tonnes."""

    id = "units"
    title = _("Units")
    explanation = _("The unit behind a number has to be the same; its name or sign is that of the language: mg/l, мг/л, 毫克/升.")
    message = _("The unit of %(found)s differs.")
    severity = Severity.ERROR

    def find(self, text: Text) -> Iterator[str]:
        """Yield number and unit of the source where the translation has the number with other units only."""
        wanted = _measures(text.prose_source, SOURCE_CODE)
        if not wanted:
            return
        present = _measures(text.prose, text.code)
        for value, units in wanted.items():
            found = present.get(value)
            if found and not found.keys() & units.keys():
                yield next(iter(units.values()))


def _measures(prose: str, code: str) -> dict[Decimal, dict[str, str]]:
    """Return the units that stand behind each value, with both as they are written."""
    found: dict[Decimal, dict[str, str]] = {}
    for quantity in quantities(prose, code):
        unit = unit_after(prose, quantity.end)
        if unit:
            for value in quantity.values:
                found.setdefault(value, {})[unit] = f"{quantity.written} {unit}"
    return found


class Months(Check):
    """A date keeps its month."""

    id = "months"
    title = _("Dates")
    explanation = _("A date may be written in words or in digits, as the language does, but its month has to be the same.")
    message = _("The month %(found)s is missing, and another one stands there.")
    severity = Severity.ERROR

    def find(self, text: Text) -> Iterator[str]:
        """Yield months of the source, if the translation names others instead."""
        wanted = dates.months_in_english(text.prose_source)
        if not wanted:
            return
        present = dates.months_in(text.prose.translate(DIGITS), text.code)
        if present:
            yield from (name for number, name in wanted.items() if number not in present)


class Formulas(Check):
    """Formulas are the same in all languages."""

    id = "formulas"
    title = _("Chemical formulas")
    explanation = _(
        "Formulas are the same in all languages, in Latin letters. Whether digits stand below the line does not matter."
    )
    message = _("The formula %(found)s is missing or differs.")

    def find(self, text: Text) -> Iterator[str]:
        """Yield formulas of the source that the translation has not."""
        wanted = _FORMULA.findall(text.prose_source)
        if wanted:
            present = text.prose.translate(LOWERED)
            yield from each_once(formula for formula in wanted if formula.translate(LOWERED) not in present)


CHECKS = (Numbers(), AddedNumbers(), Units(), Months(), Formulas())
