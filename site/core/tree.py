"""The one tree that all languages share: a translated page stands where its English page stands.

Address, place, order, menu flag and privacy are those of the English page, in every language. What is put away into the archive
lies below a page of its own beside the home pages, where no site looks.
"""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, Case, Exists, OuterRef, Q, QuerySet, When
from wagtail.models import Page

from core.i18n import CODES, SOURCE_CODE, locale_code

ARCHIVE_SLUG = "archived-pages"
ARCHIVE_PATH = f"/{ARCHIVE_SLUG}/"
"""How the tree paths of archived pages begin."""
FOLLOWED = ("slug", "show_in_menus")
"""Fields of a page that are those of its English page."""


def is_archived(page: Page) -> bool:
    """Tell whether a page lies in the archive, or is the archive itself. Asks the database nothing."""
    return bool(page.url_path.startswith(ARCHIVE_PATH))


def with_english(pages: QuerySet) -> QuerySet:
    """Have pages of a list know of their English what rights on them depend on, so that no row asks for itself."""
    english = Page.objects.filter(translation_key=OuterRef("translation_key"), locale__language_code=SOURCE_CODE, depth__gt=1)
    present = english.exclude(url_path__startswith=ARCHIVE_PATH)
    published = present.filter(Q(live=True) | Q(first_published_at__isnull=False))
    follows = Case(When(first_published_at=None, then=Exists(present)), default=Exists(published), output_field=BooleanField())
    return pages.annotate(known_to_follow=follows, known_to_be_read=Exists(english.filter(live=True)))


def follows_english(page: Page) -> bool:
    """Tell whether a page stands where an English page stands, so that nobody moves it by itself. Home pages do not.

    One query at most, none for a page of `with_english`.
    """
    known = page.__dict__.get("known_to_follow")
    if known is None:
        return followed_values(page) is not None
    return bool(known) and page.depth > 2 and locale_code(page.locale_id) != SOURCE_CODE


def english_title(page: Page) -> str:
    """Return the title of the English version of a page; empty for English pages and where there is none. One query at most."""
    if page.pk is None or page.depth < 2 or locale_code(page.locale_id) == SOURCE_CODE:
        return ""
    english = Page.objects.filter(translation_key=page.translation_key, locale__language_code=SOURCE_CODE)
    return english.values_list("title", flat=True).first() or ""


def followed_values(page: Page) -> dict[str, Any] | None:
    """Return what a page has from its English page, as it is stored now; None for a page that follows none. One query at most.

    A page that visitors could read before there was an English version follows it only once that is published.
    """
    if page.pk is None or page.depth <= 2 or locale_code(page.locale_id) == SOURCE_CODE:
        return None
    english = Page.objects.filter(translation_key=OuterRef("translation_key"), locale__language_code=SOURCE_CODE)
    if page.first_published_at is not None:
        english = english.filter(Q(live=True) | Q(first_published_at__isnull=False))
    led = Page.objects.filter(pk=page.pk).filter(Exists(english.exclude(url_path__startswith=ARCHIVE_PATH)))
    return led.values(*FOLLOWED, "url_path").first()


def is_read_in_english(page: Page) -> bool:
    """Tell whether visitors can read the English version of a page. One query, none for a page of `with_english`."""
    known = page.__dict__.get("known_to_be_read")
    if known is not None:
        return bool(known)
    english = Page.objects.filter(translation_key=page.translation_key, locale__language_code=SOURCE_CODE, depth__gt=1)
    return english.filter(live=True).exists()


def home_paths(codes: Iterable[str] = CODES) -> dict[str, str]:
    """Return the languages of the home pages by their tree path, in one query."""
    homes = Page.objects.filter(depth=2, locale__language_code__in=list(codes)).exclude(slug=ARCHIVE_SLUG)
    return dict(homes.values_list("url_path", "locale__language_code"))


def taken_in(paths: Iterable[str], keys: Iterable[UUID]) -> list[str]:
    """Return the languages in which other pages than those of `keys` stand at one of these paths below the home page.

    `paths` as `topics/tanning/`. One query for all of them.
    """
    wanted = {home + path: code for home, code in home_paths().items() for path in paths}
    found = Page.objects.filter(url_path__in=wanted).exclude(translation_key__in=list(keys)).values_list("url_path", flat=True)
    taken = {wanted[path] for path in found}
    return [code for code in CODES if code in taken]
