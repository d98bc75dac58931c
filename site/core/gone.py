"""What there was once at an address that leads nowhere now: how the middleware learns of pages that are gone.

The application that takes pages away registers itself here; without one only the page tree is asked.
"""

from collections.abc import Callable

from wagtail.models import Page

from core.i18n import BY_CODE, split_path
from core.tree import home_paths
from core.versions import public

Remembers = Callable[[str], bool]
_registered: list[Remembers] = []


def register(remembers: Remembers) -> None:
    """Register the function that tells of an address, as `/fr/topics/tanning`, whether its page is gone; called once."""
    _registered[:] = [remembers]


def is_gone(address: str) -> bool:
    """Tell whether a public page stood at an address of ours and no page does now: it was taken offline or deleted.

    Of a page that only some may see nothing is told.
    """
    language, path = split_path(address)
    path = path.strip("/")
    if language is None or language.code not in BY_CODE or len(path) >= 500 or "\x00" in path:
        return False
    return _stands_offline(language.code, path) or any(remembers(f"/{language.code}/{path}") for remembers in _registered)


def _stands_offline(code: str, path: str) -> bool:
    at = [f"{home}{path}/" for home in home_paths([code]) if path]
    return public(Page.objects.filter(url_path__in=at, live=False, first_published_at__isnull=False)).exists()
