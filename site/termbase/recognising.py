"""The terms that occur in an English text. One query reads all terms each time, so that a change holds at once."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from core.i18n import LANGUAGES, SOURCE_CODE, column_names
from termbase import phrases
from termbase.uses import TermUse
from vocabulary.models import Term, TermVariant

Status = Term.Status
Variant = tuple[str, str, str]
"""Language, text and note of a variant."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A term as the desk needs it."""

    pk: int
    code: str
    status: str
    part_of_speech: str
    note: str
    texts: Mapping[str, str]
    """The term by language."""
    allowed: tuple[Variant, ...] = ()
    deprecated: tuple[Variant, ...] = ()

    def variants(self, code: str, *, deprecated: bool = False) -> tuple[str, ...]:
        """Return the variants of a language: those that are allowed, or those to be avoided."""
        rows = self.deprecated if deprecated else self.allowed
        return tuple(text for language, text, _note in rows if language == code)

    def agreed(self, code: str) -> str:
        """Return what a translation calls it; empty where nothing is agreed or the term is to be avoided."""
        if self.status == Status.DO_NOT_TRANSLATE:
            return self.texts[SOURCE_CODE]
        return "" if self.status == Status.DEPRECATED else self.texts.get(code, "")

    def use(self, english: str, code: str, *, named: bool = False) -> TermUse:
        """Return what a check of a translation has to know. `named`: the words are a part of some name, which binds nobody."""
        agreed = phrases.names(self.texts.get(code, ""), code)
        avoided = self.variants(code, deprecated=True)
        if self.status == Status.DO_NOT_TRANSLATE:
            return TermUse(english, verbatim=True)
        if self.status == Status.DEPRECATED:
            return TermUse(english, avoided=(*agreed, *avoided))
        demanded = self.status == Status.PREFERRED and agreed and not named
        return TermUse(english, (*agreed, *self.variants(code)) if demanded else (), avoided)


@dataclass(frozen=True, slots=True, eq=False)
class Termbase:
    """All terms, found by what they are called in English."""

    entries: Mapping[phrases.Key, Entry]
    longest: int
    rows: tuple[Any, ...]
    """What it was made of."""


class Occurrence(NamedTuple):
    """A term in a text, with its place."""

    entry: Entry
    start: int
    end: int
    named: bool
    """Whether it is written as a part of a name or of a title: "Tanning Industry"."""


_NAME_BEFORE = re.compile(r"\b[A-Z][\w’'-]* $")
_NAME_AFTER = re.compile(r" [A-Z]")

_made: Termbase | None = None
"""What this process made last."""


def current() -> Termbase:
    """Return the terms as they are; one query. They are made anew only where they have changed."""
    global _made  # noqa: PLW0603  # one for the process
    rows = _read()
    # Asked once: another thread may put a newer one in its place at any moment.
    made = _made
    if made is None or made.rows != rows:
        made = _made = made_of(rows)
    return made


def _read() -> tuple[Any, ...]:
    variants = ("language", "text", "status", "note")
    columns = ("pk", "code", "status", "part_of_speech", "note", *column_names("term"))
    found = Term.objects.order_by("pk", "variants__language", "variants__text")
    return tuple(found.values_list(*columns, *(f"variants__{name}" for name in variants)))


def made_of(rows: tuple[Any, ...]) -> Termbase:
    """Return the terms of rows as they are read: one for each variant of a term."""
    terms: dict[int, tuple[Any, ...]] = {}
    variants: dict[tuple[int, str], list[Variant]] = {}
    for row in rows:
        terms[row[0]] = row[:-4]
        language, text, status, note = row[-4:]
        if language:
            variants.setdefault((row[0], status), []).append((language, text, note))
    entries: dict[phrases.Key, Entry] = {}
    others: dict[phrases.Key, Entry] = {}
    for pk, code, status, part_of_speech, note, *texts in terms.values():
        allowed = tuple(variants.get((pk, TermVariant.Status.ALLOWED), ()))
        deprecated = tuple(variants.get((pk, TermVariant.Status.DEPRECATED), ()))
        by_language = {language.code: text or "" for language, text in zip(LANGUAGES, texts, strict=True)}
        entry = Entry(pk, code, status, part_of_speech, note, by_language, allowed, deprecated)
        for name in phrases.names(by_language[SOURCE_CODE], SOURCE_CODE):
            entries.setdefault(phrases.key(name, SOURCE_CODE), entry)
        for name in (*entry.variants(SOURCE_CODE), *entry.variants(SOURCE_CODE, deprecated=True)):
            others.setdefault(phrases.key(name, SOURCE_CODE), entry)
    found = {key: entry for key, entry in {**others, **entries}.items() if key}
    return Termbase(found, phrases.longest_of(found), rows)


@lru_cache(maxsize=16_384)
def occurrences(text: str, terms: Termbase) -> tuple[Occurrence, ...]:
    """Return the terms that occur in an English text without marks, in order. Where several overlap, the longest is meant."""
    found = []
    for units, entry in phrases.spans(text, terms.entries, terms.longest):
        start, end = units[0].start, units[-1].end
        if not _is_other_word(text[start:end], entry):
            found.append(Occurrence(entry, start, end, _is_named(text, start, end, entry)))
    return tuple(found)


def _is_other_word(surface: str, entry: Entry) -> bool:
    """Tell whether an abbreviation only looks like the word: COD is no fish."""
    forms = {name.casefold(): name for name in phrases.names(entry.texts[SOURCE_CODE], SOURCE_CODE)}
    name = forms.get(surface.casefold(), "")
    return len(name) > 1 and name.isupper() and not surface.isupper()


def _is_named(text: str, start: int, end: int, entry: Entry) -> bool:
    """Tell whether a phrase has a capital of which the termbase does not know, beside another word that has one."""
    if not text[start].isupper() or not entry.texts[SOURCE_CODE][:1].islower():
        return False
    return _NAME_BEFORE.search(text, 0, start) is not None or _NAME_AFTER.match(text, end) is not None


def uses(text: str, code: str, terms: Termbase) -> tuple[TermUse, ...]:
    """Return the terms that occur in an English text as checks of a language's translations need them, each once."""
    there = occurrences(text, terms)
    return tuple(dict.fromkeys(one.entry.use(text[one.start : one.end], code, named=one.named) for one in there))
