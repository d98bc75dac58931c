"""Judges links that stay on this site: pages, files and addresses are looked up, places of pages are taken from the pages."""

from functools import cached_property
from urllib.parse import SplitResult, unquote, urljoin, urlsplit

from django.conf import settings
from django.urls import Resolver404, resolve
from django.utils import translation
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Site

from core.i18n import CODES, SOURCE_CODE, locale_code
from core.models import CustomDocument
from core.versions import path_below_home, public, public_path
from newsroom.upkeep.places import Places
from newsroom.upkeep.reading import Content, Link

PAGE_VIEWS = {"wagtail_serve"}
"""The name under which pages are served: the tree knows whether there is one."""


WEB = ("http", "https")


def host_of(address: str) -> str:
    """Return the host that an address names; empty where it names none, or cannot be read."""
    try:
        return (urlsplit(address).hostname or "").lower()
    except ValueError:
        return ""


def own_hosts() -> set[str]:
    """Return the names under which this site is reached."""
    hosts = {host.lower() for host in Site.objects.values_list("hostname", flat=True)}
    hosts.add(host_of(settings.WAGTAILADMIN_BASE_URL))
    hosts |= {host.lower() for host in settings.ALLOWED_HOSTS if "*" not in host and not host.startswith(".")}
    return hosts - {""}


class OwnLinks:
    """What links may lead to; everything is read when the first link is judged, in the same queries however many there are."""

    def __init__(self, content: Content) -> None:
        self.content = content
        self.places = Places()

    @cached_property
    def hosts(self) -> set[str]:
        """The site's own names."""
        return own_hosts()

    @cached_property
    def live_keys(self) -> set[object]:
        """Translation keys of pages that are live in some language: links lead readers to one of these."""
        return {page.translation_key for page in self.content.pages.values()}

    @cached_property
    def keys(self) -> dict[int, object]:
        """Translation key of each page, live or not."""
        return dict(Page.objects.order_by().values_list("pk", "translation_key"))

    @cached_property
    def paths(self) -> set[tuple[str, str]]:
        """Language and path of each live page."""
        return {(page.code, path_below_home(page.url_path)) for page in self.content.pages.values()}

    @cached_property
    def public_paths(self) -> set[tuple[str, str]]:
        """Language and path of each live page that every visitor may read: of the others nobody is shown the places."""
        rows = public(Page.objects.live()).filter(depth__gte=2).order_by().values_list("locale", "url_path")
        return {(locale_code(locale), path_below_home(path)) for locale, path in rows}

    @cached_property
    def documents(self) -> set[int]:
        """The files there are."""
        return set(CustomDocument.objects.values_list("pk", flat=True))

    @cached_property
    def redirects(self) -> dict[str, str]:
        """Where old addresses lead: an address, or the path of a live page; empty where that is gone."""
        found: dict[str, str] = {}
        rows = Redirect.objects.values_list(
            "old_path", "redirect_link", "redirect_page__live", "redirect_page__url_path", "redirect_page__locale_id"
        )
        for old, link, live, path, locale_id in rows:
            found[old] = link or (f"/{locale_code(locale_id)}/{path_below_home(path)}" if live else "")
        return found

    def is_own(self, target: str) -> bool:
        """Tell whether a link stays on this site, or leads nowhere at all."""
        scheme = target.partition(":")[0].lower() if ":" in target else ""
        return host_of(target) in self.hosts if target.startswith("//") or scheme in WEB else True

    def problem(self, link: Link) -> tuple[str, str]:
        """Return what is wrong with a link, as a word of `wording.LINKS`, and what it should say instead; empty if nothing is.

        With `no_place` the second is the place that its page does not have.
        """
        kind, _colon, number = link.target.partition(":")
        if kind == "page" and number.isdecimal():
            key = self.keys.get(int(number))
            if key is None:
                return "page_gone", ""
            return ("", "") if key in self.live_keys else ("page_not_live", "")
        if kind == "document" and number.isdecimal():
            return ("", "") if int(number) in self.documents else ("file_gone", "")
        try:
            written = urlsplit(link.target)
            # As browsers read it: below the page that it stands on.
            parts = urlsplit(urljoin(f"https://site{public_path(link.page.url_path, link.page.code)}", link.target))
        except ValueError:
            return "address", ""
        if parts.scheme not in WEB:
            return "address", ""
        problem = self._address_problem(parts)
        host_like = "." in written.path.split("/")[0].strip(".")
        if problem[0] == "no_such_address" and not written.scheme and not written.netloc and host_like:
            return "no_scheme", ""
        return problem

    def _address_problem(self, parts: SplitResult) -> tuple[str, str]:
        path = unquote(parts.path) or "/"
        if path.startswith((settings.STATIC_URL, settings.MEDIA_URL)):
            return "", ""
        code = path.split("/")[1]
        with translation.override(code if code in CODES else SOURCE_CODE):
            try:
                match = resolve(path)
            except Resolver404:
                match = None
        if match is not None and match.url_name == "wagtaildocs_serve":
            return ("", "") if int(match.args[0]) in self.documents else ("file_gone", "")
        if match is not None and match.url_name not in PAGE_VIEWS:
            return "", ""
        below = path.split("/", 2)[2] if path.count("/") > 1 else ""
        below = below if not below or below.endswith("/") else f"{below}/"
        if code in CODES and (code, below) in self.paths:
            page = f"/{code}/{below}{f'?{parts.query}' if parts.query else ''}"
            lost = parts.fragment and (code, below) in self.public_paths and self.places.lacks(page, parts.fragment)
            return ("no_place", unquote(parts.fragment)) if lost else ("", "")
        target = self.redirects.get(Redirect.normalise_path(path))
        return ("moved", target) if target else ("no_such_address", "")
