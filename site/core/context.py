"""What every template of a public page may use."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from core import low_data
from core.i18n import active_language
from core.menus import portal as read_portal
from core.versions import language_bar


def portal(request: HttpRequest) -> dict[str, Any]:
    """Add the reader's language and, when asked for, the site's menu, footer and words.

    `may_be_staff` tells whether the browser has a session, without opening it: a page for visitors never touches the session.
    Views that show a page replace `language_bar` by the versions of that page; the default leads to the six home pages.
    """
    language = active_language()
    return {
        "language": language,
        "portal": SimpleLazyObject(lambda: read_portal(language.code)),
        "language_bar": SimpleLazyObject(lambda: language_bar({}, "", language.code)),
        "low_data": low_data.wanted(request),
        "may_be_staff": settings.SESSION_COOKIE_NAME in request.COOKIES,
        "site_origin": f"{request.scheme}://{request.get_host()}",
    }
