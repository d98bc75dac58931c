"""The demonstration's translations as the checks read them, cut from the files without a database."""

import re
from collections.abc import Iterator
from functools import cache
from html import unescape
from typing import Any

from core.i18n import LANGUAGES
from demo import files, markdown
from demo.shape import is_data
from termbase import recognising
from translation_checks import Text
from translation_checks.text import MARK
from vocabulary.loading import read_table

_BLOCK = re.compile(r"</?(?:p|li|ul|ol|hr)>")
_LINK = re.compile(r"<a [^>]*>")
_ANY_TAG = re.compile(r"<(/?)(\w+)[^>]*>")
_MARKDOWN_KEYS = frozenset({"paragraph", "text", "transcript", "confirmation"})


@cache
def content() -> files.Content:
    return files.read()


@cache
def termbase() -> recognising.Termbase:
    """The terms of the project's tables, as they are read from the database."""
    variants: dict[str, list[tuple[str, ...]]] = {}
    for row in read_table("term_variants"):
        variants.setdefault(row["term"], []).append((row["language"], row["text"], row["status"], row["note"]))
    columns = [f"term_{language.field_suffix}" for language in LANGUAGES]
    return recognising.made_of(
        tuple(
            (number, row["code"], row["status"], row["part_of_speech"], "", *(row[column] for column in columns), *variant)
            for number, row in enumerate(read_table("termbase"))
            for variant in variants.get(row["code"], [("", "", "", "")])
        )
    )


def _text(source: str, target: str, code: str, required: frozenset[str] = frozenset()) -> Text:
    terms = recognising.uses(MARK.sub("", source), code, termbase())
    return Text(source, target, code, required, terms=terms)


def texts(code: str) -> Iterator[list[tuple[str, Text]]]:
    """Yield for each page its places and texts in a language."""
    for page in content().pages.values():
        if code in page.texts:
            yield [
                (f"{page.path} {place}", text)
                for place, english, translated in _leaves(page.texts["en"], page.texts[code], "", "")
                for text in _cut(english, translated, code, markdown_=place.rpartition(".")[2].split("[")[0] in _MARKDOWN_KEYS)
            ]


def _leaves(english: Any, translated: Any, place: str, key: str) -> Iterator[tuple[str, str, str]]:
    if isinstance(english, dict):
        for name, value in english.items():
            if not is_data(name, value) and name in translated and name not in {"type", "data"}:
                yield from _leaves(value, translated[name], f"{place}.{name}", name)
    elif isinstance(english, list):
        for number, (one, other) in enumerate(zip(english, translated, strict=True)):
            yield from _leaves(one, other, f"{place}[{number}]", key)
    elif isinstance(english, str) and english.strip() not in {"", "%"}:
        yield place, english, translated


def _cut(english: str, translated: str, code: str, *, markdown_: bool) -> Iterator[Text]:
    if not markdown_:
        yield _text(" ".join(english.split(" ")).strip(), translated.strip(), code)
        return
    sources, targets = (_fragments(markdown.to_html(text, lambda path: path)) for text in (english, translated))
    if len(sources) != len(targets):
        # The desk gives the last segment what is left, and so do we.
        last = min(len(sources), len(targets)) - 1
        sources, targets = ([*side[:last], " ".join(side[last:])] for side in (sources, targets))
    for source, target in zip(sources, targets, strict=True):
        links = {link: str(number) for number, link in enumerate(dict.fromkeys(_LINK.findall(source)), start=1)}
        yield _text(_marked(source, links), _marked(target, links), code, frozenset(links.values()))


def _fragments(html: str) -> list[str]:
    return [fragment.strip() for fragment in _BLOCK.split(html) if fragment.strip()]


def _marked(fragment: str, links: dict[str, str]) -> str:
    opened: list[str] = []

    def mark(found: re.Match[str]) -> str:
        if found[1]:
            return f"⟦/{opened.pop()}⟧"
        opened.append(links.get(found[0], found[2]))
        return f"⟦{opened[-1]}⟧"

    return unescape(_ANY_TAG.sub(mark, fragment))
