"""What a change of the tree does in each language, told before it is made: a table of languages, one line each."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q
from django.utils.text import capfirst
from django.utils.translation import gettext as _, ngettext
from wagtail.models import Page

from core import formatting
from core.i18n import BY_CODE, SOURCE_CODE, Language, language_name, locale_code
from core.versions import path_below_home, public_path
from translation_desk import presenting
from translation_desk.languages_of_page import ORDER
from translation_desk.models import ArchivedPage, TranslationJob
from translation_desk.models.jobs import Status


@dataclass(frozen=True, slots=True)
class Cell:
    """What happens in one language, with the address that it is about."""

    text: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One language of a page."""

    language: Language
    name: str
    """Of the language, in the person's."""
    title: str
    """Of the page in that language; empty where there is none."""
    status: str
    label: str
    icon: str
    below: str
    """How many public pages below are concerned too; empty for none."""
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Reach:
    """A page in all languages, and what would happen to each."""

    page: Page
    headings: tuple[str, ...]
    rows: list[Row] = field(default_factory=list)

    @property
    def title(self) -> str:
        """Title of the page."""
        return str(self.page.title)


Telling = Callable[[Page], tuple[Cell, ...]]


def versions(page: Page) -> dict[str, Page]:
    """Return a page and its versions by language, English first; a page that is not English alone. With what their state asks."""
    asked = Q(pk=page.pk)
    if locale_code(page.locale_id) == SOURCE_CODE:
        asked |= Q(translation_key=page.translation_key)
    found = {
        locale_code(version.locale_id): version
        for version in Page.objects.filter(asked)
        .select_related("held_approval")
        .prefetch_workflow_states()
        .annotate_approved_schedule()
    }
    return {code: found[code] for code in ORDER if code in found}


def of(page: Page, headings: Sequence[str], tell: Telling) -> Reach:
    """Return what happens to the versions of a page. `tell` gives the cells of one. Queries do not grow with the pages below."""
    pages = versions(page)
    jobs = {job.locale_id: job for job in TranslationJob.objects.filter(translation_key=page.translation_key)}
    below = _live_below(pages.values())
    rows = []
    for code, version in pages.items():
        job = jobs.get(version.locale_id)
        status: Any = Status(job.status) if job is not None and job.enabled else presenting.state_of(version)
        number = below[version.pk]
        pages_below = ngettext("%(count)s public page below", "%(count)s public pages below", number)
        rows.append(
            Row(
                BY_CODE[code],
                capfirst(language_name(code)),
                version.title,
                status.value,
                str(status.label),
                presenting.icon_of(status.value),
                pages_below % {"count": formatting.number(number)} if number else "",
                (
                    Cell(_("Public") if version.live else _("Not public"), address_of(version) if version.live else ""),
                    *tell(version),
                ),
            )
        )
    return Reach(page, (_("Now"), *headings), rows)


def moving(page: Page, path: str) -> Reach:
    """Return what happens when a page goes to another address. `path`: the new one below the home page."""

    def tell(version: Page) -> tuple[Cell, ...]:
        after = f"/{locale_code(version.locale_id)}/{path}"
        if version.first_published_at is None:
            return (Cell(_("The draft moves along."), ""),)
        if after == address_of(version):
            return (Cell(_("The address stays."), after),)
        return (Cell(_("The old address leads to the new one for good."), after),)

    return of(page, (_("Afterwards"),), tell)


def withdrawing(page: Page) -> Reach:
    """Return what happens when a page goes offline: in all languages, or in English alone."""

    def tell(version: Page) -> tuple[Cell, ...]:
        if not version.live:
            return (Cell(_("Stays a draft.")), Cell(_("Stays a draft.")))
        gone = Cell(_("Goes offline. The address answers that the page was removed."))
        is_english = locale_code(version.locale_id) == SOURCE_CODE
        return (gone, gone if is_english else Cell(_("Stays public, kept by hand in the page editor.")))

    return of(page, (_("All languages"), _("English only")), tell)


def deleting(page: Page) -> Reach:
    """Return what happens when a page is deleted."""

    def tell(version: Page) -> tuple[Cell, ...]:
        if version.first_published_at is None:
            return (Cell(_("The draft goes into the archive.")),)
        return (Cell(_("Goes into the archive. The address leads to the page chosen below, or answers that it was removed.")),)

    return of(page, (_("Afterwards"),), tell)


def restoring(entry: ArchivedPage, parent: Page | None, slug: str) -> Reach:
    """Return what happens when a page comes back from the archive below `parent`; None while no place is chosen."""
    live = {pk for version in entry.versions for pk, _revision in version["live"]}
    before = {version["page"]: version["url_path"] for version in entry.versions}

    def tell(version: Page) -> tuple[Cell, ...]:
        code = locale_code(version.locale_id)
        old = public_path(before.get(version.pk, version.url_path), code)
        after = f"/{code}/{path_below(parent, slug)}" if parent else ""
        if version.pk not in live:
            return (Cell(_("Comes back as a draft.")),)
        if not after or after == old:
            return (Cell(_("Public again as it was."), after),)
        return (Cell(_("Public again. The old address leads to the new one."), after),)

    return of(entry.page, (_("Afterwards"),), tell)


def address_of(page: Page) -> str:
    """Return the public address of a page."""
    return public_path(page.url_path, locale_code(page.locale_id))


def path_below(parent: Page, slug: str) -> str:
    """Return the path below the home page that a page of this slug has below another page."""
    return f"{path_below_home(parent.url_path)}{slug}/"


def _live_below(pages: Iterable[Page]) -> dict[int, int]:
    """Return how many live pages lie below each page."""
    pages = list(pages)
    trees = Q(pk__in=[])
    for page in pages:
        trees |= Q(path__startswith=page.path, depth__gt=page.depth)
    paths = list(Page.objects.filter(trees, live=True).values_list("path", flat=True))
    return {page.pk: sum(path.startswith(page.path) for path in paths) for page in pages}
