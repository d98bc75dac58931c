"""Languages at run time: which one is active, which one a text is really in.

Reads the table in `config.languages`; never activates a code outside it.
"""

import re
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from babel import Locale as CldrLocale
from babel.core import UnknownLocaleError
from django.conf import settings
from django.db.models import CharField, F, Value
from django.db.models.functions import Coalesce, NullIf
from django.utils import translation
from wagtail.models import Locale

from config.languages import BY_CODE, CODES, LANGUAGES, SOURCE_CODE, Language, Script

PREFIX = re.compile(r"^/(?P<code>[a-z]{2}(?:-[a-z]+)?)(?P<rest>/.*|)$")

UNITED_NATIONS_NAMES = {("ar", "en"): "الإنكليزية"}
"""Names of languages, by reader and language, that the United Nations spell otherwise than CLDR."""
SPOKEN_CHINESE = re.compile("语$")
"""How CLDR's Chinese names of languages end; the United Nations call written ones 法文, not 法语."""

SCRIPT_RANGES: dict[Script, str] = {
    "arabic": "\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufeff",
    "cyrillic": "\u0400-\u052f",
    "han": "\u2e80-\u2fdf\u3005\u3007\u3021-\u3029\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff",
    "latin": "A-Za-z\u00aa\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1eff",
}


def active_language() -> Language:
    """Return the language of the current request, English when none of ours is active."""
    return BY_CODE.get(translation.get_language() or "", BY_CODE[SOURCE_CODE])


def split_path(path: str) -> tuple[Language | None, str]:
    """Split an address into its language and the rest below it, without leading slash.

    The language is None, and the rest the whole path, where the address begins with none of our prefixes.
    """
    match = PREFIX.match(path)
    if match and match["code"] in BY_CODE:
        return BY_CODE[match["code"]], match["rest"].lstrip("/")
    return None, path.lstrip("/")


_codes: dict[int, str] = {}


def locale_code(locale_id: int) -> str:
    """Return the language code of a locale row; the six rows are read once per process."""
    if locale_id not in _codes:
        _codes.update(Locale.objects.values_list("pk", "language_code"))
    return _codes[locale_id]


def locale_ids() -> dict[str, int]:
    """Return the ids of the locale rows by language code; the rows are read once per process."""
    if len(_codes) < len(CODES):
        _codes.update(Locale.objects.values_list("pk", "language_code"))
    return {code: pk for pk, code in _codes.items()}


def forget_locales(**_kwargs: Any) -> None:
    """Forget the locale rows, after one of them changed."""
    _codes.clear()


@contextmanager
def speaking(code: str) -> Iterator[Language]:
    """Activate a language of ours for the length of a block. Raises KeyError for another code."""
    language = BY_CODE[code]
    with translation.override(language.code):
        yield language


def language_name(code: str, in_language: Language | None = None) -> str:
    """Return the name of any language, ours or not, in a language of ours: «итальянский» for `it` in Russian."""
    reader = in_language or active_language()
    if code in BY_CODE and reader.code == code:
        return BY_CODE[code].own_name
    if (reader.code, code) in UNITED_NATIONS_NAMES:
        return UNITED_NATIONS_NAMES[reader.code, code]
    base = code.split("-", maxsplit=1)[0].lower()
    try:
        name = CldrLocale.parse(reader.code.replace("-", "_")).languages.get(base, code)
    except UnknownLocaleError:
        return code
    return SPOKEN_CHINESE.sub("文", name) if reader.code == "zh-hans" else name


def language_tag(code: str) -> str:
    """Return the BCP 47 tag of a language code: `zh-Hans` for `zh-hans`, others as they are."""
    return BY_CODE[code].tag if code in BY_CODE else code


def served(instance: Any, field: str) -> tuple[str, str]:
    """Return the text of a translated column and the code of the language it is really in.

    The active language's column if it is filled, else the first filled one in the order of the fallback.
    """
    active = active_language().code
    for code in (active, *settings.MODELTRANSLATION_FALLBACK_LANGUAGES):
        text = getattr(instance, f"{field}_{code.replace('-', '_')}", None)
        if text:
            return str(text), code
    return "", active


def in_name_order(field: str = "name") -> list[Any]:
    """Return `order_by` arguments that sort by a translated column and fall back to English where it is empty."""
    column = f"{field}_{active_language().field_suffix}"
    empty = Value("", output_field=CharField())
    return [Coalesce(NullIf(F(column), empty), F(f"{field}_{SOURCE_CODE}")).asc(), "pk"]


def folded(text: str) -> str:
    """Return a text without capitals and accents, to compare words and to sort names: "Éthiopie" stands between D and F."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(character for character in decomposed if not unicodedata.combining(character))


def column_names(field: str) -> list[str]:
    """Return the names of a translated field's columns, in the order of the table."""
    return [f"{field}_{code.replace('-', '_')}" for code in CODES]


def script_of(text: str) -> Script | None:
    """Return the script of the first letter that belongs to one of ours, None when there is none."""
    for character in text:
        for script, ranges in SCRIPT_RANGES.items():
            if re.match(f"[{ranges}]", character):
                return script
    return None


__all__ = [
    "BY_CODE",
    "CODES",
    "LANGUAGES",
    "SCRIPT_RANGES",
    "SOURCE_CODE",
    "Language",
    "active_language",
    "column_names",
    "folded",
    "forget_locales",
    "in_name_order",
    "language_name",
    "language_tag",
    "locale_code",
    "locale_ids",
    "script_of",
    "served",
    "speaking",
    "split_path",
]
