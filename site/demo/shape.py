"""Lays a translation over the English shape of a page.

A translated file holds text only. Its structure must be that of the English file, which gives numbers, codes and addresses.
"""

import re
from typing import Any

DATA_KEYS = frozenset(
    {
        "value",
        "high",
        "qualifier",
        "year",
        "image",
        "kind",
        "source_url",
        "url",
        "language",
        "file",
        "page",
        "pages",
        "country",
        "last_checked",
        "name",
    }
)
"""Keys that hold no text, unless they hold a group: `image` is a picture's key in a row and a block in a body. `name` is the
name of a linked body, as printed."""

LINK_TARGET = re.compile(r"\]\(([^)\s]*)\)")


def merge(english: Any, translated: Any, place: str) -> tuple[Any, list[str]]:
    """Return the English content with its text replaced by the translation, and a sentence for each place that does not fit.

    Where something does not fit, the English stands in the result.
    """
    if isinstance(english, dict):
        return _merge_mapping(english, translated, place)
    if isinstance(english, list):
        return _merge_list(english, translated, place)
    if isinstance(english, str):
        return _merge_text(english, translated, place)
    if translated not in (None, english):
        return english, [f"{place}: data is not repeated in a translation"]
    return english, []


def is_data(key: str, value: Any) -> bool:
    """Tell whether a key of an English file holds data."""
    return key in DATA_KEYS and not isinstance(value, dict)


def holds_text(content: Any) -> bool:
    """Tell whether a piece of English content has anything to translate."""
    if isinstance(content, dict):
        return any(not is_data(key, value) and holds_text(value) for key, value in content.items())
    if isinstance(content, list):
        return any(holds_text(item) for item in content)
    return isinstance(content, str) and bool(content.strip()) and content.strip() != "%"


def _merge_mapping(english: dict[str, Any], translated: Any, place: str) -> tuple[Any, list[str]]:
    if not isinstance(translated, dict):
        return english, [f"{place}: must be a group of keys as in English"]
    problems = [f"{place}: “{key}” is not in the English file" for key in translated if key not in english]
    merged = dict(english)
    for key, value in english.items():
        where = f"{place}.{key}" if place else str(key)
        if is_data(key, value):
            if key in translated:
                problems.append(f"{where}: data is not repeated in a translation")
        elif key in translated:
            merged[key], found = merge(value, translated[key], where)
            problems += found
        elif holds_text(value):
            problems.append(f"{where}: the translation is missing")
    return merged, problems


def _merge_list(english: list[Any], translated: Any, place: str) -> tuple[Any, list[str]]:
    if not isinstance(translated, list):
        return english, [f"{place}: must be a list as in English"]
    if len(translated) != len(english):
        return english, [f"{place}: has {len(translated)} entries, English has {len(english)}"]
    merged, problems = [], []
    for position, (item, text) in enumerate(zip(english, translated, strict=True), start=1):
        result, found = merge(item, text, f"{place}[{position}]")
        merged.append(result)
        problems += found
    return merged, problems


def _merge_text(english: str, translated: Any, place: str) -> tuple[str, list[str]]:
    if not isinstance(translated, str) or (english.strip() and not translated.strip()):
        return english, [f"{place}: must be a text"]
    if sorted(LINK_TARGET.findall(english)) != sorted(LINK_TARGET.findall(translated)):
        return english, [f"{place}: the links do not lead where the English ones lead"]
    return translated, []
