"""Letters and spaces, as ranges to stand inside square brackets of regular expressions."""

import re

HAN = "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
# Without kashida, which lengthens letters and is none.
ARABIC = "\u0620-\u063f\u0641-\u064a\u066e-\u06d3"
CYRILLIC = "\u0400-\u04ff"
LATIN = "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f"
NO_BREAK = "\u00a0\u202f"

BY_SCRIPT = {
    "arabic": re.compile(f"[{ARABIC}]"),
    "cyrillic": re.compile(f"[{CYRILLIC}]"),
    "han": re.compile(f"[{HAN}]"),
    "latin": re.compile(f"[{LATIN}]"),
}
WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")

DIGITS = str.maketrans(
    dict(zip("٠١٢٣٤٥٦٧٨٩", "0123456789", strict=True))
    | dict(zip("۰۱۲۳۴۵۶۷۸۹", "0123456789", strict=True))
    | dict(zip("０１２３４５６７８９", "0123456789", strict=True))
)
"""Digits of other scripts as European ones."""

LOWERED = str.maketrans(dict(zip("₀₁₂₃₄₅₆₇₈₉", "0123456789", strict=True)) | dict(zip("²³", "23", strict=True)))
"""Digits below and above the line as ordinary ones."""
