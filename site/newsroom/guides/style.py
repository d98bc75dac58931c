"""The style guide of a language: what the checks demand of it, and the terms that are agreed."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch

from core.i18n import BY_CODE, SOURCE_CODE, locale_ids
from newsroom.guides.content import written_rules
from translation_checks import checks_of
from translation_checks.examples import EXAMPLES
from translation_desk import findings
from translation_desk.tags import marked_up
from vocabulary.models import Term, TermVariant


@dataclass(frozen=True, slots=True)
class Rule:
    """One convention of a language, with an example where a check has one."""

    title: str
    explanation: str
    source: Any = ""
    wrong: Any = ""
    right: Any = ""


@dataclass(frozen=True, slots=True)
class TermRow:
    """A term as the language writes it."""

    english: str
    text: str
    avoided: tuple[str, ...]
    note: str
    kept: bool
    """Whether it is not translated."""


def rules(code: str, words: str = "") -> list[Rule]:
    """Return the conventions of a language whose words occur in them: one query, none for English."""
    if code == SOURCE_CODE:
        found = [Rule(title, explanation) for title, explanation in written_rules()]
    else:
        off = findings.silenced(locale_ids()[code])
        found = [_rule(check, code) for check in checks_of(code) if check.id not in off]
    return [rule for rule in found if _fits(words, (rule.title, rule.explanation))]


def _rule(check: Any, code: str) -> Rule:
    example = EXAMPLES[check.id]
    wrong, right = example.texts.get(code, ("", ""))
    shown = bool(wrong or right)
    return Rule(
        str(check.title),
        str(check.explanation),
        marked_up(example.source) if shown else "",
        marked_up(wrong) if wrong else "",
        marked_up(right) if right else "",
    )


def terms(code: str, words: str = "") -> list[tuple[str, list[TermRow]]]:
    """Return the agreed terms of a language by subject, in the order of their English: two queries, however many there are."""
    column = f"term_{BY_CODE[code].field_suffix}"
    avoided = TermVariant.objects.filter(language=code, status=TermVariant.Status.DEPRECATED)
    agreed = Term.objects.filter(status__in=Term.SHOWN).exclude(**{column: None}).exclude(**{column: ""})
    rows = agreed.select_related("subject").prefetch_related(Prefetch("variants", avoided, to_attr="avoided_there"))
    grouped: dict[str, list[TermRow]] = {}
    for row in sorted(rows, key=lambda term: (str(term.subject), (term.term_en or "").casefold())):
        kept = row.status == Term.Status.DO_NOT_TRANSLATE
        shown = TermRow(row.term_en or "", getattr(row, column), tuple(each.text for each in row.avoided_there), row.note, kept)
        if _fits(words, (shown.english, shown.text, *shown.avoided)):
            grouped.setdefault(str(row.subject), []).append(shown)
    return list(grouped.items())


def _fits(words: str, texts: Iterable[str]) -> bool:
    """Tell whether each of the words stands in one of the texts."""
    whole = " ".join(texts).casefold()
    return all(word in whole for word in words.casefold().split())
