"""The termbase at the desk: which terms there are under some filters, beside their translation into one language."""

from dataclasses import dataclass
from typing import Any

from core.i18n import BY_CODE, CODES, SOURCE_CODE, column_names, folded, locale_ids
from translation_desk import permissions
from vocabulary.models import Term, TermSubject


@dataclass(frozen=True, slots=True)
class Asked:
    """What is looked for."""

    language: str
    words: str = ""
    status: str = ""
    subject: str = ""
    gaps: bool = False
    """Only terms that have no translation into the language."""


def languages(user: Any) -> list[str]:
    """Return the codes of the languages beside which terms may be read, the person's own first. Everybody may read all."""
    others = [code for code in CODES if code != SOURCE_CODE]
    own = permissions.locales_to_translate(user)
    ids = locale_ids()
    return sorted(others, key=lambda code: ids[code] not in own)


def found(user: Any, asked: Asked) -> list[Term]:
    """Return the terms by their English; one query. Raises NotAllowedError."""
    permissions.require(permissions.can_see(user))
    terms = Term.objects.select_related("subject").prefetch_related("variants")
    if asked.status:
        terms = terms.filter(status=asked.status)
    if asked.subject:
        terms = terms.filter(subject__code=asked.subject)
    column = f"term_{BY_CODE[asked.language].field_suffix}"
    word, columns = folded(asked.words), column_names("term")
    # Compared here: databases disagree on capitals and accents outside of ASCII.
    rows = [
        term
        for term in terms
        if not (asked.gaps and getattr(term, column))
        and (not word or any(text and word in folded(text) for text in (getattr(term, name) for name in columns)))
    ]
    return sorted(rows, key=lambda term: folded(term.term_en or term.code))


def subjects() -> list[tuple[str, str]]:
    """Return the subjects by name in the active language: code and name."""
    return sorted(TermSubject.objects.names().items(), key=lambda subject: folded(subject[1]))
