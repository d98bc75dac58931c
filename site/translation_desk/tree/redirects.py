"""Permanent redirects from every address that a public page has left, in every language.

They lead to pages, not to addresses: a page that moves twice is reached from both old addresses at once, so there are no chains,
and no page leads to itself.
"""

from collections.abc import Mapping

from django.db.models import QuerySet
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Site

from core.i18n import BY_CODE, locale_code
from core.versions import public_path

LONGEST = Redirect._meta.get_field("old_path").max_length


def tree_paths(pages: QuerySet) -> dict[int, str]:
    """Return the tree paths of pages by id, to be compared after a change."""
    return dict(pages.order_by().values_list("pk", "url_path"))


def leave(before: Mapping[int, str]) -> int:
    """Lead from the addresses that pages had before a change to the pages, and return from how many.

    `before` is what `tree_paths` gave. Pages that were never public leave nothing behind. Redirects from addresses where live
    pages stand now give way to them. The number of queries does not grow with the pages.
    """
    rows = Page.objects.filter(pk__in=before, depth__gte=2, locale__language_code__in=BY_CODE).values_list(
        "pk", "url_path", "locale__language_code", "live", "first_published_at"
    )
    left: dict[str, int] = {}
    reached: list[str] = []
    for pk, url_path, code, live, published in rows:
        old, new = address(before[pk], code), address(url_path, code)
        if live:
            reached.append(new)
        if old != new and published is not None and len(old) <= LONGEST:
            left[old] = pk
    _give_way([*reached, *left])
    _lead_on(left)
    Redirect.objects.bulk_create(
        Redirect(old_path=old, redirect_page_id=pk, is_permanent=True, automatically_created=True) for old, pk in left.items()
    )
    return len(left)


def give_way(page: Page) -> None:
    """Remove redirects away from the address at which a page is live."""
    if page.live and page.depth >= 2:
        _give_way([address(page.url_path, locale_code(page.locale_id))])


def address(url_path: str, code: str) -> str:
    """Return the address of a page as redirects keep it: `/fr/topics/tanning`."""
    return Redirect.normalise_path(public_path(url_path, code))


def _give_way(addresses: list[str]) -> None:
    Redirect.objects.filter(old_path__in=addresses).delete()


def _lead_on(left: Mapping[str, int]) -> None:
    """Let redirects that somebody made to an address which is left now lead to the page itself."""
    roots = {site.root_url for site in Site.objects.all()}
    asked = {f"{root}{old}{end}": pk for old, pk in left.items() for root in roots for end in ("", "/")}
    found = list(Redirect.objects.filter(redirect_link__in=asked)) if asked else []
    for redirect in found:
        redirect.redirect_page_id, redirect.redirect_link = asked[redirect.redirect_link], ""
    Redirect.objects.bulk_update(found, ["redirect_page", "redirect_link"])
