"""References to publications in the two formats that programs for literature read: BibTeX and RIS.

A reference names the document as it is printed: names and title in their own script and language. Text is UTF-8; what BibTeX and
LaTeX would take for commands is written so that it reads as itself.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.i18n import SOURCE_CODE, active_language, language_tag
from core.versions import best, links_for, remember_links

if TYPE_CHECKING:
    from knowledge.models import PublicationPage

MOST = 500
"""References in one file at most."""
REPORT = ("techreport", "RPRT")
KINDS: Mapping[str, tuple[str, str]] = {"manual": ("manual", "RPRT"), "guideline": ("manual", "RPRT")}
"""BibTeX's and RIS's name of a document type, by its code; others are reports."""
SESSION_PAPER = ("inproceedings", "CPAPER")
LATEX = {
    "\\": r"\textbackslash{}",
    # Braces count for BibTeX even behind a backslash.
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{character: f"\\{character}" for character in "%&#$_"},
}
NAME_SEPARATOR = re.compile(r"\band\b|,")
"""What BibTeX would take a name apart at."""


@dataclass(frozen=True, slots=True)
class Citation:
    """What a reference says of a publication."""

    key: str
    kind: tuple[str, str]
    title: str
    translated_title: str
    authors: tuple[str, ...]
    """People, as printed; where no author is known, `bodies` stand for them."""
    editors: tuple[str, ...]
    translators: tuple[str, ...]
    bodies: tuple[str, ...]
    event: str
    year: int
    month: int | None
    symbol: str
    edition: str
    pages: int | None
    language: str
    url: str

    @property
    def corporate(self) -> bool:
        """Whether the bodies that published it stand for authors who are not named."""
        return not self.authors and not self.editors


def load(pages: Iterable["PublicationPage"]) -> None:
    """Look up together, for this request, what references of many publications name of other pages."""
    remember_links({page_id for page in pages for page_id in (page.pk, page.session_id) if page_id}, active_language().code)


def cite(page: "PublicationPage", origin: str) -> Citation:
    """Return the reference to a publication; `origin` is scheme and host of the site."""
    people: dict[str, list[str]] = {}
    for link in page.person_links.all():
        people.setdefault(link.role, []).append(link.person.name)
    versions = links_for(active_language().code).named(page.session_id) if page.session_id else {}
    event = best(versions, SOURCE_CODE)
    title = page.printed_title or page.title
    return Citation(
        key=page.slug,
        kind=SESSION_PAPER if event else KINDS.get(page.document_type.code, REPORT),
        title=title,
        translated_title=page.title if page.title != title else "",
        authors=tuple(people.get("author", ())),
        editors=tuple(people.get("editor", ())),
        translators=tuple(people.get("translator", ())),
        bodies=tuple(link.organisation.name for link in page.organisation_links.all()),
        event=event.title if event else "",
        year=page.year,
        month=page.month,
        symbol=page.symbol,
        edition=page.edition,
        pages=page.pages,
        language=language_tag(page.original_language),
        url=f"{origin}{page.public_url}",
    )


def bibtex(citation: Citation) -> str:
    """Return the entry of a BibTeX file."""
    kind = citation.kind[0]
    bodies = " and ".join(_corporate(name) for name in citation.bodies)
    publisher = {"techreport": "institution", "manual": "organization"}.get(kind, "publisher")
    fields = {
        # A second pair of braces keeps the capital letters of the title.
        "title": f"{{{_latex(citation.title)}}}",
        "titleaddon": _latex(citation.translated_title),
        "author": bodies if citation.corporate else _names(citation.authors),
        "editor": _names(citation.editors),
        "translator": _names(citation.translators),
        "booktitle": _latex(citation.event),
        publisher: " and ".join(_latex(name) for name in citation.bodies),
        "year": str(citation.year),
        "month": str(citation.month or ""),
        "number": _latex(citation.symbol),
        "edition": _latex(citation.edition),
        "pagetotal": str(citation.pages or ""),
        "language": _latex(citation.language),
        "url": citation.url,
    }
    lines = [f"  {name} = {{{text}}}" for name, text in fields.items() if text]
    return f"@{kind}{{{citation.key},\n" + ",\n".join(lines) + "\n}\n"


def ris(citation: Citation) -> str:
    """Return the entry of a RIS file."""
    month = f"{citation.month:02}" if citation.month else ""
    lines = [
        ("TY", citation.kind[1]),
        ("ID", citation.key),
        ("TI", citation.title),
        ("TT", citation.translated_title),
        *(("AU", name) for name in (citation.bodies if citation.corporate else citation.authors)),
        *(("A2", name) for name in citation.editors),
        *(("A4", name) for name in citation.translators),
        ("T2", citation.event),
        *(("PB", name) for name in citation.bodies),
        ("PY", str(citation.year)),
        ("DA", f"{citation.year}/{month}//" if month else ""),
        ("SN", citation.symbol),
        ("ET", citation.edition),
        ("SP", str(citation.pages or "")),
        ("LA", citation.language),
        ("UR", citation.url),
    ]
    written = [f"{tag}  - {_line(text)}" for tag, text in lines if text]
    return "\r\n".join([*written, "ER  - ", "", ""])


def _line(text: str) -> str:
    return " ".join(text.split())


def _latex(text: str) -> str:
    return "".join(LATEX.get(character, character) for character in _line(text))


def _names(names: Iterable[str]) -> str:
    return " and ".join(_corporate(name) if NAME_SEPARATOR.search(name) else _latex(name) for name in names)


def _corporate(name: str) -> str:
    """Return a name that BibTeX leaves whole."""
    return f"{{{_latex(name)}}}"


FORMATS = {
    "bib": (bibtex, "application/x-bibtex; charset=utf-8"),
    "ris": (ris, "application/x-research-info-systems; charset=utf-8"),
}
"""By the ending of the file: what writes an entry, and the content type."""
