"""Views of the whole portal: the entrance, errors, robots.txt."""

import re
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.template import Context, Engine
from django.utils import timezone, translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views import static
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe
from wagtail.documents.views.serve import serve
from wagtail.models import Page
from wagtail.views import authenticate_with_password

from core import asking, low_data
from core.i18n import BY_CODE, LANGUAGES, SOURCE_CODE, active_language, split_path
from core.tree import home_paths
from core.versions import Version, at_path, language_bar, public, public_path
from core.visitors import came_from_here, times

FILE_ENDING = re.compile(r"\.\w{2,5}$")
REQUESTS_PER_HOUR = 10
"""Pages that one sender may ask for."""
DAY = 24 * 60 * 60
WORDS_OF_ADDRESS = re.compile(r"[^\W_]+")


@require_safe
def entrance(request: HttpRequest) -> HttpResponse:
    """Send a visitor of `/` to the language their browser prefers among those whose home page is live, else to English."""
    live = set(
        Page.objects.live().filter(depth=2, locale__language_code__in=BY_CODE).values_list("locale__language_code", flat=True)
    )
    preferred = active_language().code
    code = preferred if preferred in live else SOURCE_CODE
    return HttpResponseRedirect(f"/{code}/")


@cache_control(max_age=3600)
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Tell crawlers where the sitemap is and what not to fetch; of an administration that was moved, nothing."""
    lines = [
        "User-agent: *",
        "Disallow: /admin/" if settings.ADMIN_PATH == "admin" else "Disallow:",
        f"Sitemap: {request.build_absolute_uri('/sitemap.xml')}",
        "",
    ]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@cache_control(max_age=3600)
@require_safe
def security_contact(request: HttpRequest) -> HttpResponse:
    """Tell whoever finds a flaw where to report it (RFC 9116); 404 where nobody is named.

    It holds for half a year from the day it is read: a site that nobody runs any more stops to answer rather than to be right.
    """
    if not settings.SECURITY_CONTACT:
        return not_found(request)
    today = timezone.now().replace(hour=0, minute=0, second=0, microsecond=0)
    lines = [
        f"Contact: {settings.SECURITY_CONTACT}",
        f"Expires: {(today + timedelta(days=180)).isoformat().replace('+00:00', 'Z')}",
        f"Preferred-Languages: {', '.join(language.tag for language in LANGUAGES)}",
        f"Canonical: {settings.WAGTAILADMIN_BASE_URL}{request.path}",
        "",
    ]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


def upload(request: HttpRequest, path: str) -> HttpResponseBase:
    """Answer with an uploaded picture where no web server in front does."""
    answered: HttpResponseBase = static.serve(request, path, document_root=str(settings.MEDIA_ROOT))
    return answered


def document(request: HttpRequest, document_id: str, document_filename: str) -> HttpResponseBase:
    """Answer with a file as Wagtail does, and say who may keep it: without a word, browsers and networks keep files for days.

    Hooks say who may have it. What somebody gets who is signed in, others may not have.
    """
    response: HttpResponseBase = serve(request, document_id, document_filename)
    if response.status_code in {200, 304}:
        signed_in = settings.SESSION_COOKIE_NAME in request.COOKIES
        response.headers.setdefault("Cache-Control", "private, max-age=0" if signed_in else "public, max-age=0, s-maxage=60")
    return response


def password_of_page(request: HttpRequest, page_view_restriction_id: int, page_id: int) -> HttpResponseBase:
    """Take the password of a page as Wagtail does; of drafts, and of pages that it is not the password of, nothing is told."""
    page = get_object_or_404(Page.objects.live(), pk=page_id)
    if not page.get_view_restrictions().filter(pk=page_view_restriction_id).exists():
        return not_found(request)
    response: HttpResponseBase = authenticate_with_password(request, page_view_restriction_id, page_id)
    return response


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 404 with the versions of the page that exist in other languages and the front page of its section."""
    context = _around(request)
    return _error(request, "404.html", 404, context | _offer(request, context["versions"].get(SOURCE_CODE)))


def _offer(request: HttpRequest, english: Version | None) -> dict[str, Any]:
    """Return what an answer says of asking for a page in the language of its address; nothing where that is not offered."""
    language, _path = split_path(request.path_info)
    if english is None or language is None or not asking.offers(english.page_id, language.code):
        return {}
    return {"ask_path": english.url.removeprefix(f"/{SOURCE_CODE}/"), "asked": request.GET.get("asked") == "1"}


@csrf_exempt
def ask_for_page(request: HttpRequest) -> HttpResponse:
    """Note that a visitor asks for a page in the language of the address, and lead back to where it is missing, with thanks.

    What cannot be asked for is answered as what is not there: of private pages and drafts nothing is told. Public pages set no
    cookie, so the browser's word on where the form came from is checked.
    """
    if request.method != "POST":
        return not_found(request)
    if not came_from_here(request):
        return _from_elsewhere(request)
    path, code = request.POST.get("path", "").strip("/"), active_language().code
    versions = at_path(path) if _may_exist(path) else {}
    english = versions.get(SOURCE_CODE)
    if english is None or code in versions or not asking.offers(english.page_id, code):
        return not_found(request)
    if not request.POST.get("website"):
        if times(request, "ask") > REQUESTS_PER_HOUR:
            sentence = _("You have asked for several pages within an hour. Please wait a while and ask again.")
            return _error(request, "403.html", 429, {"reason": sentence})
        asking.ask(english.page_id, code, again=times(request, f"ask {english.page_id} {code}", seconds=DAY) > 1)
    return HttpResponseRedirect(f"{english.url.replace(SOURCE_CODE, code, 1)}?asked=1#asked")


@csrf_exempt
@never_cache
def switch_low_data(request: HttpRequest) -> HttpResponse:
    """Switch low-data mode on or off and lead back to the page that the form stands on."""
    if request.method != "POST":
        return not_found(request)
    if not came_from_here(request):
        return _from_elsewhere(request)
    home = f"/{active_language().code}/"
    # The browser names the page with its filters. One that names none comes back to the page that the form names.
    ways = (request.headers.get("Referer", ""), request.POST.get("page", ""))
    back = next((way for way in ways if url_has_allowed_host_and_scheme(way, {request.get_host()})), home)
    response = HttpResponseRedirect(back, status=303)
    low_data.remember(request, response, on=request.POST.get("low_data") == "on")
    return response


def _from_elsewhere(request: HttpRequest) -> HttpResponse:
    sentence = _("Your request was not accepted because your browser did not say which page it came from.")
    return _error(request, "403.html", 403, {"reason": sentence})


def gone(request: HttpRequest) -> HttpResponse:
    """Answer 410 where a page was taken away, with what else there is of it and around it, as for a page that is not found."""
    return _error(request, "410.html", 410, _around(request))


def _around(request: HttpRequest) -> dict[str, Any]:
    """Return what may help somebody at an address without a page."""
    language, path = split_path(request.path_info)
    if not _may_exist(path):
        path = ""
    versions = at_path(path) if path else {}
    reader = active_language()
    section = _section(path, reader.code) if language else None
    return {
        "versions": {code: version for code, version in versions.items() if code != reader.code},
        "section": section,
        "language_bar": language_bar(versions, path if language else "", reader.code),
        "missing_in_language": bool(versions) and language is not None,
        "missing_words": words_of(path),
    }


def _may_exist(path: str) -> bool:
    """Tell whether a page may stand at a path; databases refuse to look for others."""
    return bool(path) and len(path) < 500 and "\x00" not in path


def words_of(path: str) -> str:
    """Return the words in the last part of an address that has any: what somebody may have looked for there."""
    for part in reversed(path.split("/")):
        words = WORDS_OF_ADDRESS.findall(FILE_ENDING.sub("", part))
        if any(word.isalpha() for word in words):
            return " ".join(words)[:100]
    return ""


def _section(path: str, code: str) -> Version | None:
    """Return the front page of the section that a path lies in, or the nearest live page above it that everybody may see."""
    parts = [part for part in path.strip("/").split("/") if part][:-1]
    paths = [home + "/".join(parts[:length]) + "/" for home in home_paths([code]) for length in range(1, len(parts) + 1)]
    row = public(Page.objects.live()).filter(url_path__in=paths).order_by("-depth").values_list("id", "title", "url_path").first()
    return Version(row[0], BY_CODE[code], row[1], public_path(row[2], code)) if row else None


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 403."""
    return _error(request, "403.html", 403, {})


def refused_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form whose token is missing or out of date."""
    return _error(
        request, "403.html", 403, {"reason": _("The form had expired. Go back, load the page again and send it once more.")}
    )


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 500 without the database: it may be the very thing that fails."""
    language, _rest = split_path(request.path_info)
    code = language.code if language else active_language().code
    with translation.override(code):
        # The engine itself, since the usual way would run the context processors, which read the database.
        html = Engine.get_default().get_template("500.html").render(Context({"language": BY_CODE[code], "languages": LANGUAGES}))
    return HttpResponse(html, status=500)


def _error(request: HttpRequest, template: str, status: int, context: dict[str, Any]) -> HttpResponse:
    response = render(request, template, context, status=status)
    response["X-Robots-Tag"] = "noindex"
    return response
