"""Where the findings of the standards check are mended: the editor of a page, the words of the site, or no screen at all."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from django.utils.translation import gettext as _, pgettext
from wagtail.models import Page
from wagtail.permissions import page_permission_policy

from core.i18n import BY_CODE, SOURCE_CODE, split_path
from core.models import SiteSettings
from core.tree import home_paths
from newsroom.standards.registry import RULES
from newsroom.standards.rule import Finding, Place


@dataclass(frozen=True, slots=True)
class Way:
    """The way to where a finding is mended; without an address it says who can do it."""

    words: str
    url: str = ""


def ways(user: Any, findings: Sequence[Finding]) -> list[Way]:
    """Return the way to where each finding is mended, for a person, or for somebody who may do everything where that is None.

    The same queries however many findings there are.
    """
    at = {finding.address: _place_of(finding.address) for finding in findings}
    pages = _pages({each for code, below in at.values() for each in ((code, below), (SOURCE_CODE, below))})
    may_edit = _editable(user, pages.values())
    words = _words_of_site(findings)
    found = []
    for finding in findings:
        code, below = at[finding.address]
        place = RULES[finding.rule].mended_at(finding.sentence)
        own, english = pages.get((code, below)), pages.get((SOURCE_CODE, below))
        if place is Place.SITE and words is not None:
            found.append(words.way(finding.language))
        elif place is not Place.PAGE or own is english is None:
            found.append(Way(_("This is part of the program. Tell whoever keeps the site running.")))
        elif own is not None and own in may_edit:
            found.append(Way(pgettext("upkeep", "Open the page"), reverse("wagtailadmin_pages:edit", args=[own])))
        elif own is None and english in may_edit:
            found.append(Way(_("Open the English page"), reverse("wagtailadmin_pages:edit", args=[english])))
        else:
            found.append(Way(_("It is up to those who edit this page.")))
    return found


@dataclass(frozen=True, slots=True)
class _WordsOfSite:
    settings: SiteSettings
    type_id: int

    def way(self, code: str) -> Way:
        if code == SOURCE_CODE:
            args: list[Any] = [self.settings._meta.app_label, self.settings._meta.model_name, self.settings.site_id]
            return Way(_("Open the words of the site"), reverse("wagtailsettings:edit", args=args))
        args = [self.type_id, self.settings.pk, f"site_name_{BY_CODE[code].field_suffix}"]
        return Way(_("Open the name of the site in this language"), reverse("translation_desk:column", args=args))


def _words_of_site(findings: Sequence[Finding]) -> _WordsOfSite | None:
    if not any(RULES[finding.rule].place is Place.SITE for finding in findings):
        return None
    settings = SiteSettings.objects.order_by("-site__is_default_site").first()
    return _WordsOfSite(settings, ContentType.objects.get_for_model(SiteSettings).pk) if settings is not None else None


def _place_of(address: str) -> tuple[str, str]:
    language, below = split_path(unquote(urlsplit(address).path))
    return (language.code if language else "", below)


def _pages(places: set[tuple[str, str]]) -> dict[tuple[str, str], int]:
    """Return the pages, live or not, by language and path below the home page."""
    homes = {code: path for path, code in home_paths().items()}
    by_path = {f"{homes[code]}{below}": (code, below) for code, below in places if code in homes}
    rows = Page.objects.filter(url_path__in=by_path).order_by().values_list("url_path", "pk")
    return {by_path[path]: pk for path, pk in rows}


def _editable(user: Any, pks: Any) -> set[int]:
    if user is None:
        return set(pks)
    editable = page_permission_policy.instances_user_has_permission_for(user, "change")
    return set(editable.filter(pk__in=set(pks)).order_by().values_list("pk", flat=True))
