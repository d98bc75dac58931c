"""Columns of running text and of rows: the body, people with their parts, files, lines of words, modules."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import uuid4

from django.utils.text import format_lazy
from django.utils.translation import gettext as _, gettext_lazy, ngettext

from core.i18n import SOURCE_CODE, locale_ids
from core.languages_of_files import LANGUAGE_CHOICES
from core.pasted import clean_plain
from knowledge.models import PublicationPerson
from newsroom.tables import body, rich
from newsroom.tables.columns import Column, Content, RowsColumn, chosen, multiline, whole
from newsroom.tables.errors import CellError
from newsroom.tables.library import Library
from newsroom.tables.names import Names
from vocabulary.models import Person

SCANNED = "scanned"
BAR = "|"

_BAR = re.compile(r"(?<!\\)\|")


def barred(values: Iterable[str]) -> str:
    """Return values with bars between them, without empty ones at the end. A bar of a value has a backslash before it."""
    texts = [value.replace(BAR, rf"\{BAR}") for value in values]
    while texts and not texts[-1]:
        texts.pop()
    return BAR.join(texts)


def lines(text: str) -> list[str]:
    """Return the lines of a cell, cleaned, without empty ones."""
    return [line for each in text.split("\n") if (line := clean_plain(each))]


def unbarred(text: str, number: int) -> list[str]:
    """Return so many values that stand between bars, empty where the text ends before. Raises CellError for more."""
    values = [value.strip().replace(rf"\{BAR}", BAR) for value in _BAR.split(text)]
    if len(values) > number:
        raise CellError(
            ngettext(
                "More than %(number)s value stands between the bars here: %(text)s.",
                "More than %(number)s values stand between the bars here: %(text)s.",
                number,
            )
            % {"number": number, "text": f"\u2068{text[:60]}\u2069"}
        )
    return [*values, *[""] * (number - len(values))]


@dataclass(frozen=True, kw_only=True)
class BodyColumn(Column):
    """The body of a page as running text."""

    usual_help: ClassVar[Any] = format_lazy(
        gettext_lazy(
            "Paragraphs with an empty line between them; “## ” before a heading, “- ” before an item of a list, **bold**, "
            "[words](https://…), [words]({page}), ![description]({picture}). Other blocks stand between “{begin}” and “{end}”, "
            "as in an exported file. “{kept}” leaves the body as it is."
        ),
        page="page:publications/…",
        picture="drums.jpg",
        begin=body.BEGIN,
        end=body.END,
        kept=body.KEPT,
    )

    def text(self, content: Content, names: Names) -> str:
        """Return the running text, or the mark of a body that is kept."""
        return body.to_text(content.get(self.field) or "[]", names)

    def read(self, text: str, names: Names) -> str:
        """Return the text, once it can be made into a body."""
        if text != body.KEPT:
            body.to_stored(multiline(text), "[]", names)
        return multiline(text)

    def put(self, content: Content, value: str, names: Names) -> None:
        """Put the body in, unless the one there is to be kept."""
        before = content.get(self.field) or "[]"
        if value == body.KEPT:
            if before == "[]":
                raise CellError(_("“%(kept)s” leaves a body as it is, and this page has none.") % {"kept": body.KEPT})
        elif body.to_text(before, names) == body.KEPT:
            raise CellError(
                _("The body of this page holds more than a cell can say. Change it there, and leave “%(kept)s” here.")
                % {"kept": body.KEPT}
            )
        else:
            content[self.field] = body.to_stored(value, before, names)


@dataclass(frozen=True, kw_only=True)
class PeopleColumn(RowsColumn):
    """People and their part in a publication."""

    usual_help: ClassVar[Any] = gettext_lazy(
        "Codes of people, with a semicolon between two. What somebody was other than the author follows after a colon."
    )

    def row_text(self, row: Content, names: Names) -> str:
        """Return the code, with the part of whoever is no author."""
        code = names.of(Person).by_id.get(row["person"], "")
        return code if row["role"] == PublicationPerson.Role.AUTHOR or not code else f"{code}:{row['role']}"

    def row(self, text: str, names: Names) -> Content:
        """Return the row."""
        code, _colon, role = (part.strip() for part in text.partition(":"))
        role = chosen(role, PublicationPerson.Role.choices) if role else PublicationPerson.Role.AUTHOR.value
        return {"person": names.of(Person).find(code), "role": role}


@dataclass(frozen=True, kw_only=True)
class FilesColumn(RowsColumn):
    """Files of a publication."""

    usual_help: ClassVar[Any] = format_lazy(
        gettext_lazy(
            "Names of files that come with the table or are among the documents of the site, with a semicolon between two. "
            "After a bar: the code of the language, the number of pages, and “{scanned}” for a picture of paper."
        ),
        scanned=SCANNED,
    )

    def row_text(self, row: Content, names: Names) -> str:
        """Return name, language and, where they are known, pages and kind."""
        document = row["document"]
        name = names.packed.documents.name(document)
        facts = [name, row["language"], str(row.get("pages") or ""), SCANNED if row.get("scanned") else ""]
        return barred(facts) if name else ""

    def row(self, text: str, names: Names) -> Content:
        """Return the row; its document is a name as long as that comes new with the ZIP."""
        name, language, pages, scanned, *more = [*(part.strip() for part in text.split(BAR)), "", "", ""]
        if any(more) or scanned.casefold() not in {"", SCANNED}:
            raise CellError(_("A file is written as %(form)s.") % {"form": f"name|language|pages|{SCANNED}"})
        return {
            "document": names.packed.documents.find(name),
            "language": chosen(language, LANGUAGE_CHOICES) if language else SOURCE_CODE,
            "pages": whole(pages, 1, 32767) if pages else None,
            "scanned": bool(scanned),
        }

    def put(self, content: Content, value: list[Content], names: Names) -> None:
        """Put the rows in, with the documents that names stand for."""
        super().put(content, with_ids(value, "document", names.packed.documents), names)


def with_ids(rows: list[Content], key: str, library: Library) -> list[Content]:
    """Return rows with ids in the place of names of what comes new, as soon as that is stored."""
    return [{**row, key: library.find(row[key])} if isinstance(row[key], str) else row for row in rows]


class TranslatedRowsColumn(RowsColumn):
    """Rows with words that are translated: each has a key that it shares with its translations."""

    def fresh(self) -> Content:
        """Return a row with a key of its own."""
        return {"pk": None, "translation_key": str(uuid4()), "locale": locale_ids()[SOURCE_CODE]}

    def put(self, content: Content, value: list[Content], names: Names) -> None:
        """Put the rows in; where as many are left as are new, a new one is the old one in other words."""
        before = list(content.get(self.field) or ())
        super().put(content, value, names)
        rows = content[self.field]
        kept = {row["translation_key"] for row in rows}
        left = [row for row in before if row["translation_key"] not in kept]
        new = [place for place, row in enumerate(rows) if row["pk"] is None and row["translation_key"] not in _keys(before)]
        if len(left) == len(new):
            for place, old in zip(new, left, strict=True):
                rows[place] = {**old, **value[place], "sort_order": place}


def _keys(rows: list[Content]) -> set[str]:
    return {row["translation_key"] for row in rows}


@dataclass(frozen=True, kw_only=True)
class LinesColumn(TranslatedRowsColumn):
    """Rows of one text each."""

    longest: int
    usual_help: ClassVar[Any] = gettext_lazy("One on each line of the cell.")

    def parts(self, text: str) -> list[str]:
        """Return the lines."""
        return lines(text)

    def joined(self, texts: list[str]) -> str:
        """Return the lines, each by itself."""
        return "\n".join(texts)

    def row_text(self, row: Content, names: Names) -> str:
        """Return the text."""
        return str(row["text"])

    def row(self, text: str, names: Names) -> Content:
        """Return the row."""
        if len(text) > self.longest:
            raise CellError(_("This line is too long: %(text)s.") % {"text": text[:60]})
        return {"text": text}


@dataclass(frozen=True, kw_only=True)
class ModulesColumn(TranslatedRowsColumn):
    """Modules of a course: a heading for each, and its text."""

    longest: int = 150
    usual_help: ClassVar[Any] = format_lazy(
        gettext_lazy("“## ” before the title of each module; its text beneath, as in the body. “{kept}”: as it is."),
        kept=body.KEPT,
    )

    def joined(self, texts: list[str]) -> str:
        """Return the modules one after the other; the mark where the text of one cannot be written."""
        return body.KEPT if any(text.endswith(body.KEPT) for text in texts) else "\n\n".join(texts)

    def parts(self, text: str) -> list[str]:
        """Return the modules."""
        found = re.split(r"(?m)^## ", multiline(text))
        if found[0].strip():
            raise CellError(_("A module begins with its title, after “## ”."))
        return [f"## {part.strip()}" for part in found[1:]]

    def row_text(self, row: Content, names: Names) -> str:
        """Return the module."""
        return f"## {row['title']}\n\n{body.rich_to_text(row.get('text') or '', names)}".strip()

    def row(self, text: str, names: Names) -> Content:
        """Return the row."""
        title, _line, rest = text.removeprefix("## ").partition("\n")
        if not title.strip() or len(title.strip()) > self.longest:
            raise CellError(_("The title of a module is missing or too long: %(text)s.") % {"text": title[:60]})
        return {"title": clean_plain(title), "text": rich.to_html(rest, names)}

    def read(self, text: str, names: Names) -> Any:
        """Return the rows, None where they are to be kept."""
        return None if text == body.KEPT else super().read(text, names)

    def put(self, content: Content, value: Any, names: Names) -> None:
        """Put the rows in, unless those there are to be kept."""
        if value is None:
            if not content.get(self.field):
                raise CellError(_("“%(kept)s” leaves modules as they are, and this page has none.") % {"kept": body.KEPT})
        elif self.text(content, names) == body.KEPT:
            raise CellError(
                _("The modules of this course hold more than a cell can say. Change them there, and leave “%(kept)s” here.")
                % {"kept": body.KEPT}
            )
        else:
            super().put(content, value, names)
