"""Checks of spaces, brackets and quotation marks that hold in all languages."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from translation_checks.check import Check, each_once
from translation_checks.letters import HAN, NO_BREAK
from translation_checks.text import Text

_DOUBLE = re.compile(rf"\S*[ {NO_BREAK}]{{2,}}\S*")


class DoubleSpaces(Check):
    """One space is enough."""

    id = "double_spaces"
    title = _("Double spaces")
    explanation = _("Two spaces stand where one is meant.")
    message = _("Two spaces stand in %(found)s.")

    def find(self, text: Text) -> Iterator[str]:
        """Yield the words around two spaces."""
        yield from each_once(found[0] for found in _DOUBLE.finditer(text.plain))


_BRACKETS = ("()", "[]", "{}", "【】", "《》")
# “a)” and “2)” begin the points of a list.
_POINT = re.compile(r"(?:^|(?<=[\s;]))[^\W_]{1,2}[)）]")


class Brackets(Check):
    """What is opened is closed."""

    id = "brackets"
    title = _("Brackets without their other half")
    explanation = _("A bracket is opened and not closed, or closed and not opened. “a)” at the head of a point does not count.")
    message = _("The bracket %(found)s lacks its other half.")

    def find(self, text: Text) -> Iterator[str]:
        """Yield brackets that stand more often than their other half, if the source has none such."""
        if not _lacking(text.prose_source):
            yield from _lacking(text.prose)


def _lacking(prose: str) -> list[str]:
    # Whether Chinese brackets have full width is another check.
    prose = prose.replace("（", "(").replace("）", ")")
    counted = {pair: prose.count(pair[0]) - prose.count(pair[1]) for pair in _BRACKETS}
    if -len(_POINT.findall(prose)) <= counted["()"] < 0:
        counted["()"] = 0
    return [pair[0] if more > 0 else pair[1] for pair, more in counted.items() if more]


_PAIRS: dict[str, tuple[tuple[str, str], ...]] = {
    "ar": (("«", "»"), ("“", "”")),
    "es": (("«", "»"), ("“", "”")),
    "fr": (("«", "»"), ("“", "”")),
    "ru": (("«", "»"), ("„", "“")),
    "zh-hans": (("“", "”"), ("「", "」"), ("『", "』")),
}


class OpenQuotes(Check):
    """A quotation ends somewhere."""

    id = "open_quotes"
    title = _("Quotation marks without their other half")
    explanation = _("A quotation is opened and not closed, or closed and not opened.")
    message = _("The quotation mark %(found)s lacks its other half.")

    def find(self, text: Text) -> Iterator[str]:
        """Yield quotation marks that stand more often than their other half."""
        for opening, closing in _PAIRS[text.code]:
            more = text.plain.count(opening) - text.plain.count(closing)
            if more and (opening in text.plain or opening != "„"):
                yield opening if more > 0 else closing


# After a digit it stands for inches or seconds.
_STRAIGHT = re.compile(r"(?<!\d)\"[^\"]*\"")
_ENGLISH = re.compile(r"“[^”]*”")
_IN_GUILLEMETS = re.compile(r"«[^»]*»")


class QuotationMarks(Check):
    """Each language has quotation marks of its own."""

    id = "quotation_marks"
    title = _("Quotation marks of another language")
    explanation = _(
        "French and Russian quote with « » and put “ ” or „ “ inside; Arabic and Spanish with « » or “ ”; Chinese with “ ”. The "
        "straight marks of typewriters are right in none of them."
    )
    message = _("%(found)s has the quotation marks of another language.")

    def find(self, text: Text) -> Iterator[str]:
        """Yield quotations in the wrong marks."""
        yield from each_once(found[0] for found in _STRAIGHT.finditer(text.prose))
        if text.code in {"fr", "ru"}:
            outside = _IN_GUILLEMETS.sub("", text.prose)
            yield from each_once(found[0] for found in _ENGLISH.finditer(outside))
        elif text.code == "zh-hans":
            yield from each_once(found[0] for found in re.finditer(rf"«[^»]*[{HAN}][^»]*»", text.prose))


CHECKS = (DoubleSpaces(), Brackets(), OpenQuotes(), QuotationMarks())
