"""Pages of one language: made in one language's tree, or left there when their English went offline.

They have no job at the desk, so they are never outdated and never a gap. People of their language write and approve them in the
page editor, under the same four eyes, and decide where they stand.
"""

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.models import Case, Exists, OuterRef, QuerySet, Value, When
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from core.i18n import CODES, SOURCE_CODE, locale_code
from core.tree import ARCHIVE_PATH
from translation_desk.models import TranslationJob

LABELS = {
    "ar": _("Only in Arabic"),
    "zh-hans": _("Only in Chinese"),
    "fr": _("Only in French"),
    "ru": _("Only in Russian"),
    "es": _("Only in Spanish"),
}
"""What is said of such a page, by its language: whole phrases, since many languages decline the name."""


class Standing(models.TextChoices):
    """What there is of a page in English, where nobody can read it in English."""

    NONE = "none", _("There is no English version.")
    DRAFTED = "drafted", _("An English version is being prepared.")
    OFFLINE = "offline", _("The English version is offline.")


def every() -> QuerySet[Page]:
    """Return all pages of one language outside of the archive, drafts included, each with its `standing`.

    A page that the desk keeps is none of them, even while its English is offline.
    """
    english = english_versions(OuterRef("translation_key"))
    at_the_desk = TranslationJob.everything.filter(target_page=OuterRef("pk"), enabled=True)
    others = [code for code in CODES if code != SOURCE_CODE]
    pages = Page.objects.filter(depth__gt=2, locale__language_code__in=others).exclude(url_path__startswith=ARCHIVE_PATH)
    return pages.filter(~Exists(english.filter(live=True)), ~Exists(at_the_desk)).annotate(
        standing=Case(
            When(Exists(english.filter(first_published_at__isnull=False)), then=Value(Standing.OFFLINE)),
            When(Exists(english), then=Value(Standing.DRAFTED)),
            default=Value(Standing.NONE),
            output_field=models.CharField(),
        )
    )


def english_versions(key: Any) -> QuerySet[Page]:
    """Return the English page of a translation key, live or not, unless it lies in the archive."""
    found = Page.objects.filter(translation_key=key, locale__language_code=SOURCE_CODE, depth__gt=1)
    return found.exclude(url_path__startswith=ARCHIVE_PATH)


def among(pages: Iterable[Page]) -> dict[int, Standing]:
    """Return how those of some pages stand that are pages of one language, by id; one query, none for English pages."""
    ids = [page.pk for page in pages if page.depth > 2 and locale_code(page.locale_id) != SOURCE_CODE]
    rows = every().filter(pk__in=ids).order_by().values_list("pk", "standing") if ids else []
    return {pk: Standing(standing) for pk, standing in rows}


def standing(page: Page) -> Standing | None:
    """Return how a page of one language stands; None for a page that is none."""
    return among([page]).get(page.pk)


def label(page: Page) -> str:
    """Return the words “Only in Arabic” for the language of a page."""
    return str(LABELS[locale_code(page.locale_id)])
