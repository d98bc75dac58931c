"""What the cells of a table name: entries of vocabularies and pages by their codes, files by their names.

Each kind is read once.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any
from uuid import UUID

from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.models import Page

from core.i18n import SOURCE_CODE
from core.tree import ARCHIVE_PATH
from core.versions import path_below_home
from newsroom.models import StableCode
from newsroom.tables.errors import CellError
from newsroom.tables.packed import Packed

NEAR = 3
"""Codes that are suggested in the place of one that nobody knows."""


@dataclass(slots=True)
class Codes:
    """The codes of one kind of thing."""

    by_code: dict[str, int] = field(default_factory=dict)
    by_id: dict[int, str] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)
    """Codes by names, in small letters."""

    def add(self, code: str, pk: int, name: str) -> None:
        """Take up one thing."""
        self.by_code[code] = pk
        self.by_id[pk] = code
        self.words[name.casefold()] = code
        self.words[code.casefold()] = code

    def find(self, text: str) -> int:
        """Return the id of what a cell names. Raises CellError, which names the near ones."""
        if text in self.by_code:
            return self.by_code[text]
        shown = f"\u2068{text}\u2069"
        asked = text.casefold()
        near = [asked] if asked in self.words else get_close_matches(asked, self.words, NEAR, 0.6)
        codes = list(dict.fromkeys(self.words[name] for name in near))
        if codes:
            raise CellError(_("There is no code %(code)s. Near it: %(near)s.") % {"code": shown, "near": ", ".join(codes)})
        raise CellError(_("There is no code %(code)s.") % {"code": shown})


class Names:
    """Everything that cells may name, and what was made of the files that came with a table."""

    def __init__(self, packed: Packed | None = None) -> None:
        self.packed = packed or Packed()
        self._entries: dict[type, Codes] = {}

    def of(self, model: Any) -> Codes:
        """Return the codes of a vocabulary or of a type of page; read with one query, two for pages."""
        if model not in self._entries:
            self._entries[model] = page_codes(model) if issubclass(model, Page) else _entry_codes(model)
        return self._entries[model]

    @cached_property
    def addresses(self) -> dict[int, str]:
        """The paths of all English pages below the home page, which is a slash itself; read once."""
        rows = english(Page).values_list("pk", "url_path")
        return {pk: path_below_home(url_path).strip("/") or "/" for pk, url_path in rows}

    @cached_property
    def _by_address(self) -> dict[str, int]:
        return {address: pk for pk, address in self.addresses.items()}

    def address(self, pk: int) -> str:
        """Return the path of a page, by which another site finds it too; the id of one that has no such path."""
        return self.addresses.get(pk, str(pk))

    def page(self, text: str) -> int:
        """Return the id of the page that a path or an id means. Raises CellError."""
        if text.isdecimal():
            return int(text)
        found = self._by_address.get(text.strip("/") or "/")
        if found is None:
            raise CellError(_("There is no page %(path)s.") % {"path": f"\u2068{text}\u2069"})
        return found


def kind_of(model: Any) -> str:
    """Return under which name the codes of a type are kept."""
    return str(model._meta.model_name)


def english(model: type[Page]) -> Any:
    """Return the English pages of a type that are not in the archive, in the order of the tree."""
    pages: Any = model._default_manager.filter(locale__language_code=SOURCE_CODE, depth__gt=1)
    return pages.exclude(url_path__startswith=ARCHIVE_PATH).order_by("path")


def given(kind: str) -> dict[UUID, str]:
    """Return the codes that files have given to things of a kind, by translation key."""
    return dict(StableCode.objects.filter(kind=kind).values_list("key", "code"))


def distinct(rows: Iterable[tuple[Any, UUID, str]], known: dict[UUID, str]) -> dict[Any, str]:
    """Return the code of each of (id, translation key, what it would be called by itself): given ones first, no two the same."""
    rows = list(rows)
    codes = {pk: known[key] for pk, key, _own in rows if key in known}
    taken = set(codes.values())
    for pk, key, own in rows:
        if key not in known:
            code, number = own, 2
            while code in taken:
                code, number = f"{own}-{number}", number + 1
            codes[pk] = code
            taken.add(code)
    return codes


def page_codes(model: type[Page]) -> Codes:
    """Return the codes of pages: what a file has called them, else their slugs. Two queries."""
    rows = list(english(model).values_list("pk", "translation_key", "slug", "title"))
    codes = distinct(((pk, key, slug) for pk, key, slug, _title in rows), given(kind_of(model)))
    found = Codes()
    for pk, _key, _slug, title in rows:
        found.add(codes[pk], pk, title)
    return found


def _entry_codes(model: Any) -> Codes:
    found = Codes()
    name = "name_en" if hasattr(model, "name_en") else "name"
    for pk, code, text in model._default_manager.order_by().values_list("pk", "code", name):
        found.add(code, pk, text or code)
    return found
