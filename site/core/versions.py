"""The language versions of a page, and the version that a reader of one language gets.

Slugs are the same in every language, so a page's path below the home page is too. Every question is answered for a whole
list at once, in one query.
"""

from collections.abc import Iterable
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Case, CharField, Exists, ExpressionWrapper, F, OuterRef, QuerySet, Value, When
from django.db.models.functions import Substr
from django.http import HttpRequest
from django.utils import translation
from django.utils.translation import gettext as _
from wagtail.models import Page, PageViewRestriction

from core import announcing
from core.i18n import BY_CODE, CODES, LANGUAGES, SOURCE_CODE, Language, locale_code, locale_ids
from core.remembering import remembered, remembered_each

HOME_PATH = 2 * Page.steplen
"""Length of the path of a home page, with which the paths of all pages of its language begin."""


@dataclass(frozen=True, slots=True)
class Version:
    """A live page in one language."""

    page_id: int
    language: Language
    title: str
    url: str
    private: bool = False
    """Whether only some may read it: then its title is for its own readers."""


@dataclass(frozen=True, slots=True)
class BarEntry:
    """One entry of the language bar."""

    language: Language
    url: str
    current: bool
    exists: bool
    note: str
    """Said in the entry's own language where the page does not exist in it."""


def public_path(url_path: str, code: str) -> str:
    """Return the address of a page from its tree path and language: `/home-ar/topics/` and ar give `/ar/topics/`."""
    return f"/{code}/{url_path.split('/', 2)[2]}"


def path_below_home(url_path: str) -> str:
    """Return the part of a tree path that all languages share: `topics/tanning/`, empty for a home page."""
    return url_path.split("/", 2)[2]


def preference(reader: str) -> Case:
    """Return an expression that ranks languages for a reader: their own, then English, then the order of the table."""
    order = dict.fromkeys((reader, SOURCE_CODE, *CODES))
    rows = locale_ids()
    # By the row's id, which spares every query the table of languages.
    ranks = (When(locale=rows[code], then=Value(rank)) for rank, code in enumerate(order) if code in rows)
    return Case(*ranks, default=Value(len(order)))


def public(pages: QuerySet) -> QuerySet:
    """Leave out pages that only some may see, what lies below them, and languages whose home page is not live: none is served.

    Does what Wagtail's own `public()` does of the first, without the query that it makes beforehand.
    """
    return in_open_languages(pages).filter(~_only_for_some())


def _only_for_some() -> Exists:
    """Return the condition that only some may read a page or one above it."""
    above = PageViewRestriction.objects.order_by().annotate(asked=ExpressionWrapper(OuterRef("path"), output_field=CharField()))
    return Exists(above.filter(asked__startswith=F("page__path")))


def in_open_languages(pages: QuerySet) -> QuerySet:
    """Leave out pages of languages whose home page is not live."""
    # By its whole path, which has an index: to look at all pages for each page would take minutes where there are many.
    hidden_homes = Page.objects.order_by().filter(path=Substr(OuterRef("path"), 1, HOME_PATH), live=False)
    return pages.filter(~Exists(hidden_homes))


def is_public(path: str) -> bool:
    """Tell of a tree path whether everybody may read a live page there: what `public` tells of many, mostly without a query."""
    return not any(path.startswith(closed) for closed in remembered("closed", _closed_paths))


def is_admitted(page: Page, request: HttpRequest) -> bool:
    """Tell whether somebody has what a private page asks of its readers: the password, an account, a group."""
    restrictions = list(page.get_view_restrictions())
    return bool(restrictions) and all(restriction.accept_request(request) for restriction in restrictions)


def _closed_paths() -> frozenset[str]:
    restricted = PageViewRestriction.objects.order_by().values_list("page__path", flat=True)
    hidden_homes = Page.objects.order_by().filter(depth=2, live=False).values_list("path", flat=True)
    return frozenset(restricted.union(hidden_homes))


def one_version_each(pages: QuerySet, reader: str) -> QuerySet:
    """Keep one live version of each page: the reader's language, else English, else the first in the order of the table.

    Adds `rank`: 0 for the reader's own language.
    """
    ranked = pages.annotate(rank=preference(reader))
    better = (
        public(Page.objects.live())
        .filter(translation_key=OuterRef("translation_key"))
        .annotate(other_rank=preference(reader))
        .filter(other_rank__lt=OuterRef("rank"))
    )
    return ranked.filter(~Exists(better))


def versions_of(page_ids: Iterable[int]) -> dict[int, dict[str, Version]]:
    """Return the live versions of many pages by language, by the id of any version of each page, in one query.

    Versions of a language that is closed are none; private ones are told as such.
    """
    wanted = set(page_ids)
    if not wanted:
        return {}
    asked = Page.objects.filter(pk__in=wanted).order_by().values("translation_key")
    keys: dict[int, UUID] = {}
    grouped: dict[UUID, dict[str, Version]] = {}
    pages = in_open_languages(Page.objects.filter(translation_key__in=asked, depth__gte=2))
    rows = pages.annotate(private=_only_for_some()).values_list(
        "id", "translation_key", "locale__language_code", "title", "url_path", "live", "private"
    )
    for page_id, key, code, title, url_path, live, private in rows:
        keys[page_id] = key
        if live and code in BY_CODE:
            grouped.setdefault(key, {})[code] = Version(page_id, BY_CODE[code], title, public_path(url_path, code), private)
    return {page_id: grouped.get(keys[page_id], {}) for page_id in wanted & keys.keys()}


def best(versions: dict[str, Version], reader: str) -> Version | None:
    """Return the version for a reader: their language, else English, else the first in the order of the table."""
    for code in (reader, SOURCE_CODE, *CODES):
        if code in versions:
            return versions[code]
    return None


def for_reader(page_ids: Iterable[int], reader: str) -> dict[int, Version]:
    """Return the version of each page that a reader gets, by the id of any of its versions, in one query.

    Pages without a live version are left out.
    """
    found = {page_id: best(versions, reader) for page_id, versions in versions_of(page_ids).items()}
    return {page_id: version for page_id, version in found.items() if version}


def shown(page: Page) -> Version:
    """Return a page of a list as a version of itself: what a list of titles prints, whatever the type of the page."""
    code = locale_code(page.locale_id)
    return Version(page.pk, BY_CODE[code], page.title, public_path(page.url_path, code))


class Links:
    """The pages that the texts of one screen link to, looked up together.

    A private screen may name private pages; no other does.
    """

    def __init__(self, reader: str, page_ids: Iterable[int] = (), *, private: bool = False) -> None:
        self.reader = reader
        self.private = private
        self.known: dict[int, dict[str, Version]] = {}
        self.load(page_ids)

    def load(self, page_ids: Iterable[int]) -> None:
        """Look up the pages that are not known yet, in one query."""
        missing = set(page_ids) - self.known.keys()
        if missing:
            self.known |= remembered_each("versions", missing, _versions_or_none)

    def versions(self, page_id: int) -> dict[str, Version]:
        """Return the live versions of a page by language."""
        self.load([page_id])
        return self.known[page_id]

    def named(self, page_id: int) -> dict[str, Version]:
        """Return those of the versions whose titles the screen may name."""
        return {code: version for code, version in self.versions(page_id).items() if self.private or not version.private}

    def get(self, page_id: int) -> Version | None:
        """Return the version for the reader, or None when the page has no live one that may be named."""
        return best(self.named(page_id), self.reader)


def _versions_or_none(page_ids: set[int]) -> dict[int, dict[str, Version]]:
    found = versions_of(page_ids)
    return {page_id: found.get(page_id, {}) for page_id in page_ids}


_links: ContextVar[Links | None] = ContextVar("links", default=None)


def remember_links(page_ids: Iterable[int], reader: str, *, private: bool = False) -> None:
    """Look up the links of a screen before its texts are rendered."""
    _links.set(Links(reader, page_ids, private=private))


def looked_up() -> set[int]:
    """Return the ids of the pages that were looked up for this screen; none outside of a page that is being shown."""
    links = _links.get()
    return set(links.known) if links else set()


def links_for(reader: str) -> Links:
    """Return the links looked up for this screen.

    Another language, or work outside of a screen, gets a fresh set: nothing would ever make a kept one forget.
    """
    links = _links.get()
    return links if links is not None and links.reader == reader else Links(reader)


def forget_links(**_kwargs: Any) -> None:
    """Forget the links of a finished request."""
    _links.set(None)


def language_bar(versions: dict[str, Version], path: str, current: str) -> list[BarEntry]:
    """Return the six entries of the language bar, in the order of the table.

    `path` is the part below the home page. An entry without a version leads to the same path in that language, where a page says
    so and offers the versions that exist.
    """
    entries = []
    coming = announcing.coming(path) if path and len(versions) < len(LANGUAGES) else frozenset()
    for language in LANGUAGES:
        version = versions.get(language.code)
        note = ""
        if version is None:
            with translation.override(language.code):
                note = _("This page does not exist in this language yet")
                if language.code in coming:
                    note = _("This page is coming in this language")
        url = version.url if version else f"/{language.code}/{path}"
        entries.append(BarEntry(language, url, language.code == current, version is not None, note))
    return entries


def at_path(path: str) -> dict[str, Version]:
    """Return the live pages for everybody that stand at a path below the home page, by language, in one query."""
    clean = path.strip("/")
    suffix = f"{clean}/" if clean else ""
    homes = Page.objects.filter(depth=2, locale__language_code__in=CODES).values_list("url_path", flat=True)
    rows = (
        public(Page.objects.live())
        .filter(url_path__in=[home + suffix for home in homes], locale__language_code__in=CODES)
        .annotate(code=F("locale__language_code"))
        .values_list("id", "code", "title", "url_path")
    )
    return {code: Version(page_id, BY_CODE[code], title, public_path(url_path, code)) for page_id, code, title, url_path in rows}
