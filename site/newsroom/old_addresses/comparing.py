"""What a table of old addresses would change: where each leads in one step, and what is wrong with it."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from core.i18n import locale_code, split_path
from core.middleware import own_segments
from core.models import CustomDocument
from core.tree import home_paths
from core.versions import public_path
from newsroom.tables.columns import NO, YES
from newsroom.tables.errors import CellError
from newsroom.tables.names import Names
from newsroom.tables.registry import TABLES
from newsroom.tables.sheets import Row
from newsroom.tables.table import RowTable

COLUMNS = ("old_address", "new_address", "permanent")
REQUIRED = ("old_address", "new_address")
NEW, CHANGED, UNCHANGED, BROKEN = "new", "changed", "unchanged", "broken"
LONGEST = Redirect._meta.get_field("old_path").max_length or 255
MOST_STEPS = 50
EXAMPLE = "/content/leather-and-environment"


@dataclass(frozen=True, slots=True)
class Target:
    """Where a redirect leads: to a page, or to an address; one of the site begins with a slash."""

    page: int | None = None
    link: str = ""

    def key(self) -> str:
        """Return the address as the table of redirects would keep it; empty for pages and other sites."""
        return Redirect.normalise_path(self.link) if self.link.startswith("/") else ""


@dataclass(slots=True)
class Line:
    """What one row of a file would do."""

    row: Row
    old: str
    target: Target = Target()
    permanent: bool = True
    known: Redirect | None = None
    before: str = ""
    after: str = ""
    column: str = ""
    problem: str = ""
    shortened: bool = False
    """Whether the address in the file leads on by another redirect, so that the last one is taken."""

    @property
    def kind(self) -> str:
        """Return `broken`, `new`, `changed` or `unchanged`."""
        if self.problem:
            return BROKEN
        if self.known is None:
            return NEW
        return CHANGED if self.before != self.after else UNCHANGED


class Site:
    """What there is to lead to; read with five queries, however many rows ask."""

    def __init__(self) -> None:
        pages = Page.objects.filter(depth__gte=2).values_list("pk", "url_path", "locale_id", "live")
        homes = home_paths()
        self.addresses: dict[int, str] = {}
        self.live: dict[str, int] = {}
        for pk, url_path, locale, live in pages:
            if f"/{url_path.split('/')[1]}/" in homes:
                self.addresses[pk] = public_path(url_path, locale_code(locale))
                if live:
                    self.live[Redirect.normalise_path(self.addresses[pk])] = pk
        self.redirects = {one.old_path: one for one in Redirect.objects.order_by("-pk")}
        self.documents = {str(pk): file for pk, file in CustomDocument.objects.values_list("pk", "file")}
        self.files = {file.rpartition("/")[2]: pk for pk, file in self.documents.items()}
        self.names = Names()

    def target_of(self, redirect: Redirect) -> Target:
        """Return where a redirect leads."""
        if redirect.redirect_page_id:
            return Target(page=redirect.redirect_page_id)
        return Target(link=redirect.redirect_link.removeprefix(settings.WAGTAILADMIN_BASE_URL.rstrip("/")))

    def shown(self, target: Target) -> str:
        """Return a target as the table says it."""
        if target.page is None:
            return target.link
        address = self.addresses.get(target.page, "")
        return address if self.live.get(Redirect.normalise_path(address)) == target.page else f"page:{target.page}"

    def document_address(self, pk: str) -> str:
        """Return the address of a document."""
        return f"/documents/{pk}/{self.documents[pk].rpartition('/')[2]}"

    def leads_somewhere(self, target: Target) -> bool:
        """Tell whether an address of the site that is no page is one of a file or of a view."""
        path = urlsplit(target.link).path
        parts = path.strip("/").split("/")
        if parts[0] == "documents":
            return len(parts) > 1 and parts[1] in self.documents
        try:
            return "wagtail_serve" not in (resolve(path).url_name or "")
        except Resolver404:
            return False


def exported(site: Site) -> Iterable[list[str]]:
    """Yield the cells of all redirects, by their old addresses."""
    for old in sorted(site.redirects):
        found = site.redirects[old]
        yield [old, site.shown(site.target_of(found)), YES if found.is_permanent else NO]


def compared(rows: Sequence[Row], site: Site) -> list[Line]:
    """Return what the rows of a file would change, each leading to its end in one step."""
    seen: dict[str, int] = {}
    lines = [_line(row, site, seen) for row in rows]
    leading = {old: site.target_of(found) for old, found in site.redirects.items()}
    leading |= {line.old: line.target for line in lines if not line.problem}
    for line in lines:
        if not line.problem:
            _follow(line, leading, site)
    return lines


def counts(lines: Iterable[Line]) -> dict[str, int]:
    """Return how many rows there are of each kind."""
    return dict(Counter(line.kind for line in lines))


def leading_on(lines: Iterable[Line], site: Site) -> list[tuple[Redirect, Target]]:
    """Return the redirects there are already that lead to an old address of the file, with where they lead in one step then."""
    ends = {line.old: line.target for line in lines if not line.problem}
    own = set(ends)
    found = []
    for old, redirect in site.redirects.items():
        end = ends.get(site.target_of(redirect).key())
        if end is not None and old not in own:
            found.append((redirect, end))
    return found


def _line(row: Row, site: Site, seen: dict[str, int]) -> Line:
    line = Line(row, "")
    for column, read in (("old_address", _read_old), ("new_address", _read_new), ("permanent", _read_permanent)):
        try:
            if column in row.formulas:
                raise CellError(_("A formula stands here. Paste its value in its place."))
            read(line, row.cells.get(column, ""), site)
        except CellError as error:
            line.column, line.problem = column, str(error)
            return line
    first = seen.setdefault(line.old, row.number)
    if first != row.number:
        line.column = "old_address"
        line.problem = _("The same address stands in rows %(first)s and %(second)s.") % {"first": first, "second": row.number}
    return line


def _path(text: str) -> str:
    """Return an address without the site's own host."""
    return text.removeprefix(settings.WAGTAILADMIN_BASE_URL.rstrip("/")).split("#", 1)[0]


def _read_old(line: Line, text: str, site: Site) -> None:
    path = _path(text)
    if not path.startswith("/") or path.startswith("//") or any(sign in path for sign in " \n\t\\"):
        raise CellError(_("This has to be an address of this site, from its first slash on: %(example)s.") % {"example": EXAMPLE})
    line.old = Redirect.normalise_path(path)
    if len(line.old) > LONGEST:
        raise CellError(_("This address is longer than %(limit)s signs.") % {"limit": LONGEST})
    if line.old in site.live:
        raise CellError(_("A page of the site is live at this address."))
    if line.old == "/" or line.old.lstrip("/").split("/")[0].split("?")[0] in own_segments():
        raise CellError(_("This address belongs to the site itself."))
    line.known = site.redirects.get(line.old)


def _read_new(line: Line, text: str, site: Site) -> None:
    known = site.shown(site.target_of(line.known)) if line.known else ""
    line.target = site.target_of(line.known) if line.known and text == known else _target(_path(text), site)
    line.after = text if text == known else site.shown(line.target)


def _target(text: str, site: Site) -> Target:
    if text.startswith("/") and not text.startswith("//"):
        page = site.live.get(Redirect.normalise_path(text)) if split_path(text)[0] else None
        return Target(page=page) if page else Target(link=text)
    kind, _colon, name = text.partition(":")
    table = TABLES.get(kind)
    if kind == "file":
        if name not in site.files:
            raise CellError(_("There is no document with the file %(name)s.") % {"name": f"\u2068{name}\u2069"})
        return Target(link=site.document_address(site.files[name]))
    if table is not None and not isinstance(table, RowTable):
        return Target(page=site.names.of(table.model).find(name))
    if kind in {"http", "https"} and urlsplit(text).netloc and len(text) <= LONGEST:
        return Target(link=text)
    raise CellError(
        _("This has to be an address such as %(address)s, a page such as %(page)s, or a document such as %(file)s.")
        % {"address": "/en/publications/", "page": "publications:mass-balance", "file": "file:mass-balance.pdf"}
    )


def _read_permanent(line: Line, text: str, _site: Site) -> None:
    if text.casefold() not in {YES, NO, ""}:
        raise CellError(_("This has to be “%(yes)s” or “%(no)s”.") % {"yes": YES, "no": NO})
    line.permanent = text.casefold() != NO


def _follow(line: Line, leading: dict[str, Target], site: Site) -> None:
    """Let a line lead to the end of its chain; note loops and dead ends."""
    target, steps = line.target, [line.old]
    while (key := target.key()) and key in leading:
        if key in steps or len(steps) > MOST_STEPS:
            circle = " → ".join([*steps, key])
            line.column, line.problem = (
                "new_address",
                _("These addresses lead in a circle: %(addresses)s.") % {"addresses": f"\u2068{circle}\u2069"},
            )
            return
        steps.append(key)
        target = leading[key]
    line.shortened = len(steps) > 1
    known = line.known is not None and site.target_of(line.known) == target
    if target.page is not None and site.shown(target).startswith("page:") and not known:
        line.column, line.problem = "new_address", _("This page is not live, so nobody could read it there.")
    elif target.link.startswith("/") and not known and not site.leads_somewhere(target):
        line.column, line.problem = "new_address", _("Nothing stands at this address, so it would be a dead end.")
    line.target, line.after = target, site.shown(target)
    if line.known is not None:
        line.before = _described(site.shown(site.target_of(line.known)), line.known.is_permanent)
        line.after = _described(line.after, line.permanent)


def _described(address: str, permanent: Any) -> str:
    return address if permanent else _("%(address)s (for a time)") % {"address": address}
