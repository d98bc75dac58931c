"""What a table would change, row by row, before anything is written."""

from collections import Counter
from collections.abc import Iterable, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.core.validators import validate_slug
from django.db.models import Q
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.models import Page, Revision, WorkflowState

from core import formatting
from core.tree import home_paths
from core.versions import path_below_home
from newsroom.tables.columns import Column, Content
from newsroom.tables.errors import CellError
from newsroom.tables.names import Names
from newsroom.tables.sheets import Row
from newsroom.tables.table import Item, Table
from translation_desk.models import HeldApproval

LONGEST_CODE = 100
NEW, CHANGED, UNCHANGED, BROKEN, CONFLICT = "new", "changed", "unchanged", "broken", "conflict"


@dataclass(frozen=True, slots=True)
class Change:
    """What a row changes in one column."""

    column: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a row, and in which column; empty where it is wrong as a whole."""

    column: str
    sentence: str


@dataclass(slots=True)
class Line:
    """What one row of a file would do."""

    row: Row
    code: str
    item: Item | None = None
    new: bool = False
    changes: list[Change] = field(default_factory=list)
    values: list[tuple[Column, Any]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    conflict: str = ""

    @property
    def stored(self) -> Item:
        """Return the row that it changes. Raises ValueError for a line that names none."""
        if self.item is None:
            raise ValueError("This line is about no row.")
        return self.item

    @property
    def kind(self) -> str:
        """Return `broken`, `conflict`, `new`, `changed` or `unchanged`."""
        if self.problems:
            return BROKEN
        if self.conflict:
            return CONFLICT
        if self.new:
            return NEW
        return CHANGED if self.changes else UNCHANGED


def compared(table: Table, rows: Sequence[Row], names: Names, user: Any) -> list[Line]:
    """Return what the rows of a file would change. The number of queries grows with neither rows nor pages."""
    items = {item.code: item for item in table.items()}
    place = table.place()
    seen: dict[str, int] = {}
    lines = []
    for row in rows:
        code = row.cells.get("code", "")
        line = Line(row, code, items.get(code))
        if problem := _code_problem(code, row.number, seen):
            line.problems.append(Problem("code", problem))
        else:
            _compare(table, line, place, names)
        lines.append(line)
    _note_conflicts(lines, user)
    _note_places(table, lines, place)
    return lines


def counts(lines: Iterable[Line]) -> dict[str, int]:
    """Return how many rows there are of each kind."""
    return dict(Counter(line.kind for line in lines))


def _compare(table: Table, line: Line, place: Page | None, names: Names) -> None:
    """Note what a row changes, or what is wrong with it."""
    if line.item is None:
        if place is None:
            line.problems.append(Problem("", _("There is no page yet below which this could stand. Make the list first.")))
            return
        line.new, line.item = True, table.begun(line.code, place)
    content = _read_cells(table, line, names)
    if line.values and not line.problems:
        _validate(table, line, content)


def _code_problem(code: str, number: int, seen: dict[str, int]) -> str:
    try:
        validate_slug(code)
        validate_slug(slugify(code))
    except ValidationError:
        return _("The code is missing, or has signs other than letters, digits, hyphens and low lines.")
    if len(code) > LONGEST_CODE:
        return _("The code is longer than %(limit)s signs.") % {"limit": LONGEST_CODE}
    first = seen.setdefault(code, number)
    if first != number:
        return _("The same code stands in rows %(first)s and %(second)s.") % {"first": first, "second": number}
    return ""


def _read_cells(table: Table, line: Line, names: Names) -> Content:
    """Note what each cell changes, or what is wrong with it; return what the row would store."""
    content = deepcopy(line.stored.content)
    for column in table.columns:
        cell = line.row.cells.get(column.name)
        try:
            if column.name in line.row.formulas:
                raise CellError(_("A formula stands here. Paste its value in its place."))
            if cell is None and not (line.new and column.required):
                continue
            if not cell and column.required:
                raise CellError(_("This must not be empty."))
            before = column.text(content, names)
            if cell == before.strip():
                continue
            value = column.read(cell or "", names)
            column.put(content, value, names)
            after = column.text(content, names)
            if after != before:
                line.values.append((column, value))
                line.changes.append(Change(column.name, "" if line.new else before, after))
        except CellError as error:
            line.problems.append(Problem(column.name, str(error)))
    return content


def _validate(table: Table, line: Line, content: Content) -> None:
    """Ask the page type whether it takes what the cells say together. Costs no query."""
    model = table.model
    if hasattr(model, "from_serializable_data"):
        # Files that are not stored yet were checked by their columns.
        made = model.from_serializable_data({**content, "files": [], "gallery": [], "lead_image": None}, check_fks=False)
        # Without a place in the tree no page looks for others of its name, which is done for all rows together.
        made.path = ""
    else:
        fields = {each.name: each for each in model._meta.concrete_fields if not each.primary_key}
        made = model(**{fields[name].attname: value for name, value in content.items() if name in fields})
    try:
        made.clean_fields(exclude=_unasked(model))
        made.clean()
    except ValidationError as error:
        by_field = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
        columns = {column.field: column.name for column in table.columns}
        for name, sentences in by_field.items():
            line.problems.append(Problem(columns.get(name, ""), formatting.sentences(sentences)))


def _unasked(model: Any) -> list[str]:
    """Return the fields that are not asked: links, which would be looked up one by one, and what the tree sets."""
    tree = {"path", "depth", "url_path", "numchild", "translation_key"}
    return [field.name for field in model._meta.concrete_fields if field.is_relation or field.name in tree]


def _note_conflicts(lines: Sequence[Line], user: Any) -> None:
    """Say of each page that would change whether somebody else is at it. Four queries at most."""
    pages = {line.item.page.pk: line.item.page for line in lines if line.item and line.item.page.pk and line.changes}
    reasons = conflicts(pages.values(), user)
    for line in lines:
        if line.item is not None and line.changes and line.item.page.pk in reasons:
            line.conflict = reasons[line.item.page.pk]


def conflicts(pages: Iterable[Page], user: Any) -> dict[int, str]:
    """Return why pages cannot be changed now, by their ids."""
    by_key = {str(page.pk): page for page in pages}
    base = ContentType.objects.get_for_model(Page)
    active = WorkflowState.objects.active().filter(base_content_type=base, object_id__in=by_key)
    reviewed = set(active.values_list("object_id", flat=True))
    waiting = Revision.page_revisions.filter(object_id__in=by_key, approved_go_live_at__isnull=False)
    dated = set(waiting.values_list("object_id", flat=True))
    dated |= {str(pk) for pk in HeldApproval.objects.filter(page__in=list(by_key)).values_list("page", flat=True)}
    found: dict[int, str] = {}
    for key, page in by_key.items():
        draft = page.latest_revision if page.has_unpublished_changes else None
        if page.locked:
            found[page.pk] = _("This page is locked.")
        elif key in reviewed:
            found[page.pk] = _("This page waits for approval. Have that decided first.")
        elif key in dated:
            found[page.pk] = _("This page is approved and goes live later.")
        elif draft is not None and draft.user_id not in (None, user.pk):
            found[page.pk] = _("Somebody else has a draft of this page that is not published.")
    return found


def _note_places(table: Table, lines: Sequence[Line], place: Page | None) -> None:
    """Say of new pages whose address is taken, in whatever language. Two queries."""
    new = [line for line in lines if line.new and line.item and line.item.page.pk is None and not line.problems]
    if not new or place is None:
        return
    below = path_below_home(place.url_path)
    beside = Q(pk__in=[])
    for home in home_paths():
        beside |= Q(url_path__startswith=f"{home}{below}")
    taken = set(Page.objects.filter(beside, depth=place.depth + 1).values_list("slug", flat=True))
    seen: set[str] = set()
    for line in new:
        if line.stored.page.slug in taken | seen:
            line.problems.append(Problem("code", _("Another page has this address already. Choose another code.")))
        seen.add(line.stored.page.slug)
