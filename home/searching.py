"""Names of the codes that pages of the front tell the search."""

from collections.abc import Iterable, Mapping

from django.utils.translation import pgettext

from core.searching import name_codes


def section_names(codes: Iterable[str]) -> Mapping[str, str]:
    """Return the names of the sections."""
    names = {"pages": pgettext("section of the site", "Other pages"), "links": pgettext("section of the site", "Links")}
    return {code: names[code] for code in codes if code in names}


def register() -> None:
    """Register the names; called once when the application is ready."""
    name_codes("section", section_names)
