"""The name under which the search lists projects."""

from collections.abc import Iterable, Mapping

from django.utils.translation import pgettext

from core.searching import name_codes


def section_names(codes: Iterable[str]) -> Mapping[str, str]:
    """Return the name of the section."""
    return {code: pgettext("section of the site", "Projects") for code in codes if code == "projects"}


def register() -> None:
    """Register the name; called once when the application is ready."""
    name_codes("section", section_names)
