"""Low-data mode: the same pages with every picture and video in words, for readers who pay by the megabyte.

A reader's choice is the only cookie that a visitor can get. Browsers that are set to save data ask for the mode by themselves; a
choice made on the site counts for more. Pages differ by what `wanted` says and by nothing else of a visitor.
"""

from django.conf import settings
from django.http import HttpRequest, HttpResponse

COOKIE = "low_data"
ON, OFF = "1", "0"
YEAR = 365 * 24 * 60 * 60


def wanted(request: HttpRequest) -> bool:
    """Tell whether pictures and videos are left out. Reads the cookie and the header `Save-Data`, nothing else."""
    chosen = request.COOKIES.get(COOKIE)
    return chosen == ON or (chosen != OFF and asked_by_browser(request))


def asked_by_browser(request: HttpRequest) -> bool:
    """Tell whether the browser is set to save data."""
    return request.META.get("HTTP_SAVE_DATA", "").strip().lower() == "on"


def remember(request: HttpRequest, response: HttpResponse, *, on: bool) -> None:
    """Have the browser remember a choice, and forget what it keeps of pages made for the other one.

    Off is what holds without a choice, so it needs no cookie, unless the browser asks to save data.
    """
    if on or asked_by_browser(request):
        value, secure = (ON if on else OFF), settings.SESSION_COOKIE_SECURE
        response.set_cookie(COOKIE, value, max_age=YEAR, secure=secure, httponly=True, samesite="Lax")
    else:
        response.delete_cookie(COOKIE, samesite="Lax")
    response["Clear-Site-Data"] = '"cache"'
