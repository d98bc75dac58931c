"""Columns: how what a page stores becomes the text of a cell, and back. What a row stores is read as its revisions keep it."""

import re
from abc import ABC, abstractmethod
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, ClassVar

from django.utils.text import format_lazy
from django.utils.translation import gettext as _, gettext_lazy, ngettext

from core.pasted import clean_characters, clean_plain
from newsroom.tables.errors import CellError
from newsroom.tables.names import Names

Content = dict[str, Any]
"""What a page or a row of it stores, as revisions keep it: plain values, rows as lists of such."""

SEPARATOR = ";"
YES, NO = "yes", "no"


def parts(text: str) -> list[str]:
    """Return what stands in a cell between semicolons or line ends, each once."""
    return list(dict.fromkeys(part for each in re.split(r"[;\n]", text) if (part := each.strip())))


@dataclass(frozen=True, kw_only=True)
class Column(ABC):
    """One column. `name` stands in the first line of the file, `label` and `help` on the screen."""

    usual_help: ClassVar[Any] = ""
    """What is said of every column of the kind that has no help of its own."""

    name: str
    label: Any
    help: Any = ""
    example: str = ""
    required: bool = False
    stored: str = ""
    """The field that it is about, where that is called otherwise than the column."""

    @property
    def field(self) -> str:
        """Return the name of the field."""
        return self.stored or self.name

    @abstractmethod
    def text(self, content: Content, names: Names) -> str:
        """Return what stands in the cell of a row that is stored."""

    @abstractmethod
    def read(self, text: str, names: Names) -> Any:
        """Return what a cell says, to be put into a row. Raises CellError."""

    def put(self, content: Content, value: Any, names: Names) -> None:
        """Put into a row what a cell says."""
        content[self.field] = value


@dataclass(frozen=True, kw_only=True)
class TextColumn(Column):
    """Plain text, by default one line."""

    longest: int
    usual_help: ClassVar[Any] = gettext_lazy("Plain text.")

    def text(self, content: Content, names: Names) -> str:
        """Return the text."""
        return str(content.get(self.field) or "")

    def read(self, text: str, names: Names) -> str:
        """Return the text, cleaned as the editor cleans it."""
        cleaned = clean_plain(text)
        if len(cleaned) > self.longest:
            raise CellError(
                ngettext(
                    "This text has %(length)s signs. It may have up to %(limit)s sign.",
                    "This text has %(length)s signs. It may have up to %(limit)s signs.",
                    self.longest,
                )
                % {"length": len(cleaned), "limit": self.longest}
            )
        return cleaned


@dataclass(frozen=True, kw_only=True)
class NumberColumn(Column):
    """A whole number."""

    least: int = 0
    most: int = 32767
    usual_help: ClassVar[Any] = gettext_lazy("A whole number.")

    def text(self, content: Content, names: Names) -> str:
        """Return the digits."""
        value = content.get(self.field)
        return "" if value is None else str(value)

    def read(self, text: str, names: Names) -> int | None:
        """Return the number."""
        if not text:
            return None
        return whole(text, self.least, self.most)


def whole(text: str, least: int, most: int) -> int:
    """Return a whole number within bounds, also where a program has written noughts behind its point. Raises CellError."""
    found = re.fullmatch(r"([0-9]{1,9})(\.0+)?", text, re.ASCII)
    if found is None or not least <= int(found[1]) <= most:
        raise CellError(_("This has to be a whole number from %(least)s to %(most)s.") % {"least": str(least), "most": str(most)})
    return int(found[1])


@dataclass(frozen=True, kw_only=True)
class DecimalColumn(Column):
    """A number with a decimal point."""

    digits: int
    places: int
    usual_help: ClassVar[Any] = gettext_lazy("A number with a point before its decimals and nothing between thousands.")

    def text(self, content: Content, names: Names) -> str:
        """Return the number without noughts at its end."""
        value = content.get(self.field)
        return "" if value in (None, "") else f"{Decimal(str(value)).normalize():f}"

    def read(self, text: str, names: Names) -> str | None:
        """Return the number as revisions keep it."""
        if not text:
            return None
        try:
            number = Decimal(text) if re.fullmatch(r"[0-9]+(\.[0-9]+)?", text) else None
        except InvalidOperation:
            number = None
        if number is None or number >= 10 ** (self.digits - self.places) or number != round(number, self.places):
            raise CellError(
                ngettext(
                    "This has to be a number such as 12.5, with up to %(places)s decimal.",
                    "This has to be a number such as 12.5, with up to %(places)s decimals.",
                    self.places,
                )
                % {"places": self.places}
            )
        return str(number)


@dataclass(frozen=True, kw_only=True)
class DayColumn(Column):
    """A day."""

    usual_help: ClassVar[Any] = gettext_lazy("A day as year, month, day: 2024-03-31.")
    example: str = "2024-03-31"

    def text(self, content: Content, names: Names) -> str:
        """Return the day."""
        return str(content.get(self.field) or "")[:10]

    def read(self, text: str, names: Names) -> str | None:
        """Return the day as revisions keep it."""
        if not text:
            return None
        try:
            return date.fromisoformat(text).isoformat()
        except ValueError as error:
            raise CellError(_("This has to be a day such as 2024-03-31.")) from error


@dataclass(frozen=True, kw_only=True)
class YesNoColumn(Column):
    """Yes or no; empty is no."""

    usual_help: ClassVar[Any] = format_lazy(gettext_lazy("“{yes}” or “{no}”; empty is no."), yes=YES, no=NO)
    example: str = YES

    def text(self, content: Content, names: Names) -> str:
        """Return `yes` or `no`."""
        return YES if content.get(self.field) else NO

    def read(self, text: str, names: Names) -> bool:
        """Return what it says; spreadsheets say it in words of their own."""
        if text.casefold() not in {YES, NO, "", "true", "false"}:
            raise CellError(_("This has to be “%(yes)s” or “%(no)s”.") % {"yes": YES, "no": NO})
        return text.casefold() in {YES, "true"}


@dataclass(frozen=True, kw_only=True)
class ChoiceColumn(Column):
    """One of a few values, by their codes."""

    choices: Any
    """Pairs of code and name."""
    otherwise: str = ""
    """What an empty cell means."""
    usual_help: ClassVar[Any] = gettext_lazy("One of the codes.")

    def text(self, content: Content, names: Names) -> str:
        """Return the code."""
        return str(content.get(self.field) or "")

    def read(self, text: str, names: Names) -> str:
        """Return the code."""
        return chosen(text, self.choices) if text else self.otherwise


def chosen(text: str, choices: Any) -> str:
    """Return a code in small letters. Raises CellError where it is none of those there are."""
    codes = [code for code, _name in choices]
    if text.casefold() not in codes:
        raise CellError(_("%(text)s is none of these: %(names)s.") % {"text": f"\u2068{text}\u2069", "names": ", ".join(codes)})
    return text.casefold()


@dataclass(frozen=True, kw_only=True)
class AddressColumn(TextColumn):
    """A web address."""

    longest: int = 200
    usual_help: ClassVar[Any] = gettext_lazy("A web address.")
    example: str = "https://leatherpanel.org/"

    def read(self, text: str, names: Names) -> str:
        """Return the address."""
        if text and not re.fullmatch(r"https?://[^\s/?#]+\S*", text):
            raise CellError(_("This has to be a web address such as https://leatherpanel.org/."))
        return super().read(text, names)


@dataclass(frozen=True, kw_only=True)
class EntryColumn(Column):
    """One entry of a vocabulary, or one page, by its code."""

    model: Any
    usual_help: ClassVar[Any] = gettext_lazy("A code.")

    def text(self, content: Content, names: Names) -> str:
        """Return the code."""
        pk = content.get(self.field)
        return names.of(self.model).by_id.get(pk, "") if pk else ""

    def read(self, text: str, names: Names) -> int | None:
        """Return the id of what it names."""
        return names.of(self.model).find(text) if text else None


@dataclass(frozen=True, kw_only=True)
class RowsColumn(Column, ABC):
    """Rows of a relation of the page, each from one part of the cell. Rows that stay keep their identity."""

    def parts(self, text: str) -> list[str]:
        """Return the parts of a cell."""
        return parts(text)

    @abstractmethod
    def row_text(self, row: Content, names: Names) -> str:
        """Return the part of the cell that stands for a row; empty for one that means nothing any more."""

    @abstractmethod
    def row(self, text: str, names: Names) -> Content:
        """Return what a part of the cell says of a row. Raises CellError."""

    def fresh(self) -> Content:
        """Return what a new row has beside that."""
        return {"pk": None}

    def joined(self, texts: list[str]) -> str:
        """Return the cell that its parts make."""
        return f"{SEPARATOR} ".join(texts)

    def text(self, content: Content, names: Names) -> str:
        """Return the parts for all rows."""
        return self.joined([text for row in content.get(self.field) or () if (text := self.row_text(row, names))])

    def read(self, text: str, names: Names) -> list[Content]:
        """Return what the cell says of each row."""
        found: list[Content] = []
        for part in self.parts(text):
            row = self.row(part, names)
            if row not in found:
                found.append(row)
        return found

    def put(self, content: Content, value: list[Content], names: Names) -> None:
        """Put the rows in, each in the place of the one that says the same, if there is one."""
        left = list(content.get(self.field) or ())
        rows = []
        for place, wanted in enumerate(value):
            text = self.row_text(wanted, names)
            same = next((row for row in left if self.row_text(row, names) == text), None)
            if same is not None:
                left.remove(same)
            rows.append({**(same or self.fresh()), **wanted, "sort_order": place})
        content[self.field] = rows


@dataclass(frozen=True, kw_only=True)
class EntriesColumn(RowsColumn):
    """Entries of a vocabulary, or pages, by their codes."""

    model: Any
    key: str
    """Name of the field of a row that names the entry."""
    usual_help: ClassVar[Any] = gettext_lazy("Codes, with a semicolon between two.")

    def row_text(self, row: Content, names: Names) -> str:
        """Return the code."""
        return names.of(self.model).by_id.get(row[self.key], "")

    def row(self, text: str, names: Names) -> Content:
        """Return the row."""
        return {self.key: names.of(self.model).find(text)}


@dataclass(frozen=True, kw_only=True)
class CodesColumn(RowsColumn):
    """Codes of a fixed list, such as languages."""

    choices: Any
    key: str
    usual_help: ClassVar[Any] = gettext_lazy("Codes, with a semicolon between two.")

    def row_text(self, row: Content, names: Names) -> str:
        """Return the code."""
        return str(row[self.key])

    def row(self, text: str, names: Names) -> Content:
        """Return the row."""
        return {self.key: chosen(text, self.choices)}


def multiline(text: str) -> str:
    """Return a text of several lines without what cannot be seen and without space at the ends of lines."""
    lines = (line.rstrip() for line in clean_characters(text.replace("\r\n", "\n").replace("\r", "\n")).split("\n"))
    return "\n".join(lines).strip()
