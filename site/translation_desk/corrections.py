"""Tells a typo from a change that translators have to see.

A typo leaves the sense alone, so the translations made of the text before hold for the text after. It is none where a number, a
unit, a link, a negation or a whole passage changes, or anything beside words.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from html import unescape
from typing import Any

from django.utils.translation import gettext as _

from translation_desk.counting import TAG, plain
from translation_desk.lineage import Step, steps
from translation_desk.places import Outline

NUMBER = re.compile(r"\d+(?:[.,\u00a0\u202f ]\d+)*|[½¼¾⅓⅔]")
WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
BEHIND_NUMBER = re.compile(r"\d[\u00a0\u202f ]?([^\W\d_]{1,3})\b")
SIGN = re.compile(r"[%‰°µ€£$¥<>≤≥±+−=/]|(?<=\d)-|-(?=\d)")
NUMBER_WORDS = frozenset(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen"
    " nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million billion first second third half"
    " quarter twice once double triple dozen".split()
)
SYMBOLS = frozenset(
    "nm mm cm dm m km mg g kg t ml cl dl l hl s min h d a kw mw gw w wh kwh mwh j kj mj pa kpa mpa bar k c f mol"
    " ha v kv hz db".split()
)
"""Units right behind a number. Capitals count when they are compared: mW is not MW."""
UNITS = frozenset(
    "ppm ppb percent kwh mwh kg mg ml mm cm km micron microns metre metres meter meters kilometre kilometres centimetre"
    " centimetres millimetre millimetres gram grams gramme grammes kilogram kilograms milligram milligrams ton tons tonne tonnes"
    " litre litres liter liters millilitre millilitres hectare hectares acre acres second seconds minute minutes hour hours day"
    " days week weeks month months year years degree degrees celsius fahrenheit kelvin volt volts watt watts joule joules dollar"
    " dollars euro euros usd eur".split()
)
NEGATIONS = frozenset(
    "no not never none nor neither without cannot nobody nothing nowhere unless except but only least most more less".split()
)
NEGATING = ("un", "in", "im", "il", "ir", "non", "dis", "mis", "anti")
"""Beginnings that turn a word into its opposite."""

SHORTEST = 3

ALIKE = 0.7
"""How alike, by characters, a text and its correction are at least."""

WORDS_IN_A_ROW = 3
"""With more words in a row that are new or gone, a passage has changed."""


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Why a change is more than a typo, and where."""

    path: str
    kind: str
    """`number`, `unit`, `link`, `negation`, `passage` or `data`."""

    def sentence(self, outline: Outline) -> str:
        """Return the reason with the name of the passage, in the active language."""
        return str(_sentences()[self.kind]) % {"passage": passage(outline, self.path)}


def _sentences() -> dict[str, str]:
    return {
        "number": _("%(passage)s: a number changes."),
        "unit": _("%(passage)s: a unit changes."),
        "link": _("%(passage)s: a link or formatting changes."),
        "negation": _("%(passage)s: a word changes that can turn the sense around."),
        "passage": _("%(passage)s: a whole passage changes."),
        "data": _("%(passage)s: more than words changes."),
    }


def passage(outline: Outline, path: str) -> str:
    """Return the name of a passage: its block with the heading, and its field."""
    place = outline.place(path)
    names = [place.group.label, f"“{place.group.heading}”" if place.group.heading else "", place.label]
    return _(", ").join(dict.fromkeys(name for name in names if name)) or _("Page")


def obstacles(
    old: Sequence[Mapping[str, Any]], new: Sequence[Mapping[str, Any]], *, same_shape: bool, data: Iterable[str] = ()
) -> list[Obstacle]:
    """Return what makes more than a typo of the way from some segments to others, in the order of the page.

    `same_shape`: nothing beside words differs (`engine.Prints.shape`). `data`: paths of what does, if known.
    """
    before, now = _by_place(old), _by_place(new)
    found = [obstacle for step in steps(old, new) if (obstacle := _obstacle(step, before, now)) is not None]
    moved = [now[place]["path"] for place in now if place in before and now[place]["attrs"] != before[place]["attrs"]]
    found += [Obstacle(path, "link") for path in dict.fromkeys(moved)]
    if same_shape:
        return found
    others = [Obstacle(path, "data") for path in data if not any(each.path.startswith(path) for each in found)]
    return [*found, *others] or [Obstacle("", "data")]


def _by_place(segments: Iterable[Mapping[str, Any]]) -> dict[str, Mapping[str, Any]]:
    return {entry["place"]: entry for entry in segments if entry["kind"] == "text"}


def _obstacle(step: Step, before: Mapping[str, Mapping[str, Any]], now: Mapping[str, Mapping[str, Any]]) -> Obstacle | None:
    path, gone, made = step
    if not gone or not made:
        return Obstacle(path, "passage")
    old, new = before[gone], now[made]
    if TAG.findall(old["data"]) != TAG.findall(new["data"]) or old["attrs"] != new["attrs"]:
        return Obstacle(path, "link")
    kind = why_no_typo(plain(old["data"]), plain(new["data"]))
    return Obstacle(path, kind) if kind else None


def why_no_typo(old: str, new: str) -> str:
    """Return what of two plain texts makes their difference more than a typo, as a kind of `Obstacle`; empty for a typo."""
    old, new = unescape(old), unescape(new)
    before, now = _words(old), _words(new)
    if NUMBER.findall(old) != NUMBER.findall(new) or _only(before, NUMBER_WORDS) != _only(now, NUMBER_WORDS):
        return "number"
    if SIGN.findall(old) != SIGN.findall(new) or _only(before, UNITS) != _only(now, UNITS) or _symbols(old) != _symbols(new):
        return "unit"
    if _negations(before) != _negations(now) or _turned(before, now):
        return "negation"
    blocks = SequenceMatcher(None, before, now, autojunk=False).get_opcodes()
    longest = max((max(b - a, d - c) for kind, a, b, c, d in blocks if kind != "equal"), default=0)
    unlike = SequenceMatcher(None, old, new, autojunk=False).ratio() < ALIKE
    return "passage" if unlike or longest > WORDS_IN_A_ROW else ""


def _words(text: str) -> list[str]:
    return [word.replace("’", "'") for word in WORD.findall(text.lower())]


def _only(words: Iterable[str], known: frozenset[str]) -> list[str]:
    return [word for word in words if word in known]


def _symbols(text: str) -> list[str]:
    """Return the units right behind numbers."""
    return [symbol for symbol in BEHIND_NUMBER.findall(text) if symbol.lower() in SYMBOLS]


def _negations(words: Iterable[str]) -> list[str]:
    return ["not" if word.endswith("n't") else word for word in words if word in NEGATIONS or word.endswith("n't")]


def _turned(before: Sequence[str], now: Sequence[str]) -> bool:
    """Tell whether a word became its opposite by its beginning: safe, unsafe."""
    for kind, a, b, c, d in SequenceMatcher(None, before, now, autojunk=False).get_opcodes():
        if kind != "replace":
            continue
        old, new = set(before[a:b]), set(now[c:d])
        pairs = [(word, other) for word in old for other in new]
        if any(_opposite(*pair) or _opposite(*reversed(pair)) for pair in pairs):
            return True
    return False


def _opposite(word: str, other: str) -> bool:
    # Shorter words are others by chance: to, into.
    return len(word) > SHORTEST and any(start + word == other for start in NEGATING)
