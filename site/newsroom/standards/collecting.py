"""What is to be checked: every live page in every language, and the pages that are no pages of the tree. Asks the database."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from wagtail.models import Page

from core.i18n import BY_CODE, CODES, LANGUAGES, column_names, locale_code, speaking, split_path
from core.menus import portal
from core.versions import path_below_home, public, public_path
from home.models import LinkItem
from newsroom.standards.pages import ERROR, Facts
from newsroom.standards.required_pages import BY_ROLE, ROLES
from vocabulary.models import Organisation, Person, Term

NO_PAGE = "no-page-stands-here/"


def base() -> str:
    """Return the address of the site, without a slash at its end."""
    return str(settings.WAGTAILADMIN_BASE_URL).rstrip("/")


@dataclass(slots=True)
class Site:
    """The live pages, read once in a number of queries that does not grow with them."""

    pages: dict[str, Facts] = field(default_factory=dict)
    """By path."""
    names: frozenset[str] = frozenset()
    """Names in Latin letters that may stand on a page of any language."""


def read() -> Site:
    """Read what is live. The pages of each language follow the order of the tree."""
    rows = list(
        public(Page.objects.live())
        .filter(depth__gte=2, locale__language_code__in=CODES)
        .order_by("path")
        .values_list("translation_key", "locale", "title", "url_path")
    )
    versions: dict[UUID, set[str]] = defaultdict(set)
    for key, locale, _title, _path in rows:
        versions[key].add(locale_code(locale))
    site = Site(names=frozenset(_names()))
    with_contact = {
        locale_code(locale) for _key, locale, _title, path in rows if path_below_home(path) == BY_ROLE["contact"].path
    }
    site_names = {code: _site_name(code) for code in CODES}
    paths: dict[str, set[str]] = defaultdict(set)
    for key, locale, title, url_path in rows:
        code, below = locale_code(locale), path_below_home(url_path)
        path = public_path(url_path, code)
        paths[code].add(below)
        role = ROLES.get(below, "")
        site.pages[path] = Facts(
            f"{base()}{path}", BY_CODE[code], title, role, frozenset(versions[key]), site_names[code], code in with_contact
        )
    for facts in _beside_the_tree(paths, site_names, with_contact):
        site.pages[facts.address.removeprefix(base())] = facts
    return site


def facts_of(path: str, site: Site) -> Facts | None:
    """Return what is known of an address of this site; None where it begins with none of our languages."""
    known = site.pages.get(path)
    language, _rest = split_path(path)
    if known is not None or language is None:
        return known
    has_contact = f"/{language.code}/{BY_ROLE['contact'].path}" in site.pages
    return Facts(f"{base()}{path}", language, site_name=_site_name(language.code), has_contact=has_contact)


def _beside_the_tree(paths: dict[str, set[str]], site_names: dict[str, str], with_contact: set[str]) -> Iterator[Facts]:
    """Yield the search, an address without a page, and one of a page that the language lacks."""
    everything = set().union(*paths.values()) if paths else set()
    for language in LANGUAGES:
        if not paths[language.code]:
            continue
        around = Facts("", language, site_name=site_names[language.code], has_contact=language.code in with_contact)
        with speaking(language.code):
            yield replace(around, address=f"{base()}{reverse('search')}")
        prefix = f"{base()}/{language.code}/"
        yield replace(around, address=f"{prefix}{NO_PAGE}", role=ERROR)
        for missing in sorted(everything - paths[language.code])[:1]:
            yield replace(around, address=f"{prefix}{missing}", role=ERROR)


def _site_name(code: str) -> str:
    words = portal(code).words["site_name"]
    return words.text if words.code == code else ""


def _names() -> Iterator[str]:
    """Yield the names of people and bodies and the terms that are not translated, as they are written in Latin letters."""
    for model in (Person, Organisation):
        for row in model.objects.values_list("name", "form_latin", "form_french", "form_spanish"):
            yield from filter(None, row)
    yield from Organisation.objects.exclude(acronym="").values_list("acronym", flat=True)
    for row in Term.objects.filter(status=Term.Status.DO_NOT_TRANSLATE).values_list(*column_names("term")):
        yield from filter(None, row)
    yield from LinkItem.objects.values_list("name", flat=True).distinct()
