"""The termbase as files: all terms written out, and what a file would change, line by line."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_slug
from django.db.models import Prefetch
from django.utils.translation import gettext as _

from core.columns import columns_of
from core.formatting import listed
from core.i18n import BY_CODE, LANGUAGES, SOURCE_CODE, language_name, locale_code
from exchange_formats import concepts
from exchange_formats.concepts import Concept, Variant
from translation_desk import permissions, proposals
from translation_desk.errors import BadTextError
from translation_desk.models import ColumnProposal
from vocabulary.models import Term, TermSubject, TermVariant

FACTS = ("subject", "status", "part_of_speech", "note", "source")
TEXTS = ("term", "definition")
LONGEST_CODE = 80


def written() -> list[Concept]:
    """Return all terms as files hold them; two queries. Only live texts: what waits for a second person is no term yet."""
    return [concept_of(term) for term in _terms()]


def concept_of(term: Term) -> Concept:
    """Return a term as files hold it. It brings its subject and variants along."""
    return Concept(
        code=term.code,
        subject=term.subject.code,
        status=term.status,
        part_of_speech=term.part_of_speech,
        note=term.note,
        source=term.source,
        terms=_texts(term, "term"),
        definitions=_texts(term, "definition"),
        variants=tuple(sorted(Variant(row.language, row.text, row.status, row.note) for row in term.variants.all())),
    )


def _texts(term: Term, name: str) -> dict[str, str]:
    found = ((language.code, getattr(term, f"{name}_{language.field_suffix}")) for language in LANGUAGES)
    return {code: text for code, text in found if text}


def _terms() -> Any:
    variants = TermVariant.objects.order_by("language", "text")
    return Term.objects.select_related("subject").prefetch_related(Prefetch("variants", variants)).order_by("code")


@dataclass(slots=True)
class Line:
    """What one term of a file would do."""

    concept: Concept
    term: Term | None = None
    """The term that it is about; None where it is new."""
    facts: dict[str, str] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    """New texts by column: they become proposals."""
    variants: list[Variant] = field(default_factory=list)
    """New variants, and those with another status or note."""
    problem: str = ""
    """Why the line is left out as a whole."""
    notes: list[str] = field(default_factory=list)
    """What of it is left out, and why."""

    @property
    def kind(self) -> str:
        """Return `broken`, `new`, `changed` or `unchanged`."""
        if self.problem:
            return "broken"
        if self.term is None:
            return "new"
        return "changed" if self.facts or self.texts or self.variants else "unchanged"

    def changes(self) -> list[dict[str, str]]:
        """Return what changes: the name of what it is, its language if it has one, the text before and after."""
        columns = columns_of(Term)
        found = [{"name": name, "language": "", "before": self._before(name), "after": text} for name, text in self.facts.items()]
        for column, text in self.texts.items():
            before = getattr(self.term, column, None) or ""
            name, language = columns[column].translated_field.name, columns[column].language
            found.append({"name": name, "language": language, "before": before, "after": text})
        found += [{"name": one.status, "language": one.language, "before": "", "after": one.text} for one in self.variants]
        return found

    def _before(self, name: str) -> str:
        if self.term is None:
            return ""
        return self.term.subject.code if name == "subject" else str(getattr(self.term, name))


def compared(user: Any, found: Iterable[Concept]) -> list[Line]:
    """Return what the terms of a file would change, in as many queries however many there are.

    What is empty in the file stays as it is. Texts of languages that are not the person's are left out, and so are those for
    which another text waits for approval already.
    """
    terms = {term.code: term for term in _terms()}
    subjects = set(TermSubject.objects.values_list("code", flat=True))
    own = {locale_code(pk) for pk in permissions.locales_to_propose(user)}
    waiting = _waiting()
    lines: list[Line] = []
    seen: dict[str, int] = {}
    for concept in found:
        line = Line(concept, terms.get(concept.code))
        line.problem = _problem(line, subjects, seen)
        seen.setdefault(concept.code, concept.line)
        if not line.problem:
            _compare(line, own, waiting.get(line.term.pk, {}) if line.term else {})
        lines.append(line)
    return lines


def _waiting() -> Mapping[int, Mapping[str, str]]:
    found: dict[int, dict[str, str]] = {}
    rows = ColumnProposal.objects.filter(
        content_type__app_label="vocabulary", content_type__model="term", decision=ColumnProposal.Decision.WAITING
    )
    for proposal in rows:
        found.setdefault(proposal.object_id, {})[proposal.column] = proposal.text
    return found


def _problem(line: Line, subjects: set[str], seen: Mapping[str, int]) -> str:
    concept = line.concept
    try:
        validate_slug(concept.code)
    except ValidationError:
        return _("The code is missing, or has signs other than letters, digits, hyphens and low lines.")
    if len(concept.code) > LONGEST_CODE:
        return _("The code is longer than %(limit)s signs.") % {"limit": LONGEST_CODE}
    if concept.code in seen:
        return _("The same code stands in line %(line)s already.") % {"line": seen[concept.code]}
    if concept.subject and concept.subject not in subjects:
        return _("There is no subject with the code %(code)s.") % {"code": f"\u2068{concept.subject}\u2069"}
    if concept.status and concept.status not in concepts.STATUSES:
        return _("The status has to be one of these: %(names)s.") % {"names": ", ".join(concepts.STATUSES)}
    if concept.part_of_speech and concept.part_of_speech not in concepts.PARTS_OF_SPEECH:
        return _("The part of speech has to be one of these: %(names)s.") % {"names": ", ".join(concepts.PARTS_OF_SPEECH)}
    if line.term is None and not concept.subject:
        return _("A new term needs a subject.")
    if line.term is None and not concept.terms.get(SOURCE_CODE):
        return _("A new term needs its English.")
    return ""


def _compare(line: Line, own: set[str], waiting: Mapping[str, str]) -> None:
    concept, term = line.concept, line.term
    now = concept_of(term) if term else Concept(concept.code)
    line.facts = {name: text for name in FACTS if (text := getattr(concept, name)) and text != getattr(now, name)}
    strange = [*_compare_texts(line, now, own, waiting), *_compare_variants(line, now, own)]
    if strange:
        names = [language_name(code) for code in dict.fromkeys(strange)]
        line.notes.append(_("Left out, since these are not your languages: %(names)s.") % {"names": listed(names)})
        if term is None and SOURCE_CODE in strange:
            line.problem = _("A new term needs its English, and English is not your language.")
    if concept.left_out:
        line.notes.append(
            _("Languages that this site has not: %(names)s.") % {"names": ", ".join(dict.fromkeys(concept.left_out))}
        )


def _compare_texts(line: Line, now: Concept, own: set[str], waiting: Mapping[str, str]) -> list[str]:
    """Take up the texts that are new, and return the languages of those that the person may not write."""
    concept = line.concept
    strange = []
    for name, texts, before in (("term", concept.terms, now.terms), ("definition", concept.definitions, now.definitions)):
        for code, text in texts.items():
            column = f"{name}_{BY_CODE[code].field_suffix}"
            if text in {before.get(code, ""), waiting.get(column)}:
                continue
            if code not in own:
                strange.append(code)
            elif column in waiting:
                note = _("%(language)s: another text waits for approval already.")
                line.notes.append(note % {"language": language_name(code)})
            else:
                _take_text(line, column, text)
    return strange


def _compare_variants(line: Line, now: Concept, own: set[str]) -> list[str]:
    """Do the same with the variants."""
    agreed = {**now.terms, **line.concept.terms}
    there = {(one.language, one.text): one for one in now.variants}
    longest = TermVariant._meta.get_field("text").max_length or 0
    strange = []
    for variant in line.concept.variants:
        known = there.get((variant.language, variant.text))
        if known is not None and known.status == variant.status and variant.note in {"", known.note}:
            continue
        if variant.language not in own:
            strange.append(variant.language)
        elif len(variant.text) > longest:
            line.notes.append(_("The variant %(text)s is too long.") % {"text": f"\u2068{variant.text}\u2069"})
        elif variant.text.casefold() != agreed.get(variant.language, "").casefold():
            line.variants.append(variant)
    return strange


def _take_text(line: Line, column: str, text: str) -> None:
    try:
        line.texts[column] = proposals.clean(columns_of(Term)[column], text, line.term or Term(code=line.concept.code))
    except BadTextError as error:
        language = language_name(columns_of(Term)[column].language)
        line.notes.append(_("%(language)s: %(message)s") % {"language": language, "message": str(error)})
