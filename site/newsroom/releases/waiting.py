"""What a release asks of the rest of the site: its texts wait for it; readers are told of the languages that come after it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from django.urls import reverse
from wagtail.models import Page

from core.i18n import CODES, SOURCE_CODE, locale_code, locale_ids
from core.remembering import remembered
from core.versions import path_below_home, public
from newsroom.models import Release, ReleaseItem, ReleaseOutcome
from translation_desk.obstacles import Found, Obstacle, Text


def check(texts: Sequence[Text]) -> Found:
    """Find texts of pages that are in a release which is not live, in its languages; a check of `obstacles`."""
    keys = {text.translation_key for text in texts if text.translation_key}
    items = ReleaseItem.objects.filter(open=True, translation_key__in=keys).select_related("release")
    releases = {item.translation_key: item.release for item in items}
    for text in texts:
        release = releases.get(text.translation_key) if text.translation_key else None
        if release is not None and locale_code(text.locale_id) in {SOURCE_CODE, *release.languages}:
            yield text.key, _obstacle(release)


def _obstacle(release: Release) -> Obstacle:
    at = release.goes_live_at.isoformat() if release.goes_live_at else ""
    return Obstacle("together", release.title, at=at, url=reverse("newsroom:release", args=[release.pk]))


def coming(path: str) -> frozenset[str]:
    """Return the languages in which the page at a path below the home page was said to come; for `core.announcing`."""
    return _announced().get(path.strip("/"), frozenset())


def _announced() -> Mapping[str, frozenset[str]]:
    return remembered("newsroom.coming", _find_announced)


def _find_announced() -> dict[str, frozenset[str]]:
    codes: dict[object, set[str]] = defaultdict(set)
    for key, locale_id in ReleaseOutcome.objects.filter(coming=True).values_list("translation_key", "locale_id"):
        codes[key].add(locale_code(locale_id))
    if not codes:
        return {}
    english = public(Page.objects.live()).filter(translation_key__in=codes, locale=locale_ids()[SOURCE_CODE])
    return {
        path_below_home(url_path).strip("/"): frozenset(codes[key]) & frozenset(CODES)
        for key, url_path in english.values_list("translation_key", "url_path")
    }
