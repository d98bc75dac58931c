"""Words with digits in them: units, standards, formulas, decimals. One treatment for the index and for queries.

Letters beside a number are words of their own, so that `ISO14001` is `ISO 14001` and `BOD5` is found by `BOD`. A formula is one
word (`H2S`, `CO2`), and so is a single letter with its number (`A4`, `3D`). A decimal number is one word however its point is
written.
"""

import re

_NUMBER = re.compile(r"(?<!\d)\d++(?:[.,٫٬]\d++)++")
_THOUSANDS = re.compile(r"[1-9]\d{0,2}(?:[.,٬]\d{3})+")
_DECIMAL = re.compile(r"(\d+)[.,٫](\d{1,3})")
_MIXED = re.compile(r"(?P<head>[^\W\d_]+)(?P<number>\d+(?:d\d+)?)|(?P<first>\d+(?:d\d+)?)(?P<unit>[^\W\d_]+)")
# Two letters before a small number that make a formula, not a unit or a standard.
_FORMULA = re.compile(r"(?:[bcns]o|po|[ns]h|cn|cl|br|h[cfg]|no|na|ca|cr|fe|mn|al|si|ti|zn|cu|cd|as|pb|sn|ni|mg|o|k)\d{1,2}")
_ORDINAL = re.compile(r"\d+(?:st|nd|rd|th|er|re|eme|nde?|de|[aoe]s?)")
_OXIDATION = re.compile(r"(cr|mn|fe)(ii|iii|iv|vi|vii)")
_STATES = {"cr3": ("cr", "iii"), "cr6": ("cr", "vi")}


def joined(text: str) -> str:
    """Return a normalised word with its decimals and thousands written in one way, without signs: `3,5` is `3d5`."""
    return _NUMBER.sub(_one_number, text)


def _one_number(found: re.Match[str]) -> str:
    """Return a number with points or commas in it as letters and digits, or apart if it is a date or a list."""
    number = found[0]
    if _THOUSANDS.fullmatch(number):
        return re.sub(r"\D", "", number)
    if decimal := _DECIMAL.fullmatch(number):
        return f"{decimal[1]}d{decimal[2]}"
    return " ".join(re.split(r"\D", number))


def parts(word: str) -> tuple[str, ...]:
    """Return the words that a run of letters and digits stands for."""
    if word.isalpha() or word.isdecimal():
        oxidation = _OXIDATION.fullmatch(word)
        return oxidation.groups() if oxidation else (word,)
    if word in _STATES:
        return _STATES[word]
    mixed = _MIXED.fullmatch(word)
    if mixed is None or _FORMULA.fullmatch(word) or _ORDINAL.fullmatch(word):
        return (word,)
    halves = (mixed["head"], mixed["number"]) if mixed["head"] else (mixed["first"], mixed["unit"])
    letters = mixed["head"] or mixed["unit"]
    return halves if len(letters) > 1 else (word,)
