"""Points as sentences, in the language of whoever reads them."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _, gettext_lazy, ngettext, pgettext

from core.formatting import day, figure, listed, sentences
from core.i18n import SOURCE_CODE, locale_code
from newsroom.models import UpkeepPoint
from translation_desk.wording import local_time

Kind = UpkeepPoint.Kind

LINKS: Mapping[str, Any] = {
    "page_gone": gettext_lazy("It leads to a page that no longer exists."),
    "page_not_live": gettext_lazy("It leads to a page that is not live in any language."),
    "file_gone": gettext_lazy("It leads to a file that no longer exists."),
    "no_such_address": gettext_lazy("There is no such address on this site."),
    "no_scheme": gettext_lazy("The address lacks “https://” at its beginning, so browsers look for it on this site."),
    "name": gettext_lazy("No server has this name."),
    "private": gettext_lazy("It leads into a private network, which visitors cannot reach."),
    "address": gettext_lazy("This is not an address of the web."),
    "certificate": gettext_lazy("The certificate of the site is not valid, so browsers warn of it."),
    "time": gettext_lazy("The site did not answer in time."),
    "connection": gettext_lazy("No connection to the site could be made."),
    "redirects": gettext_lazy("The site redirects without end."),
    "404": gettext_lazy("The site has nothing at this address (404)."),
    "410": gettext_lazy("The site has removed what was at this address (410)."),
}
"""What is wrong with a link, by the words of `own_links` and `asking`."""
GAPS: Mapping[str, Any] = {
    "files": gettext_lazy("a file"),
    "people": gettext_lazy("people or organisations"),
    "pages": gettext_lazy("the number of pages"),
    "origin": gettext_lazy("a symbol, project or session"),
}


def sentence(point: UpkeepPoint) -> str:
    """Return what is the matter."""
    data = point.data
    match point.kind:
        case Kind.LINK:
            return _link(data)
        case Kind.REVIEW:
            return _review(data)
        case Kind.FACT:
            return _fact(data)
        case Kind.PAGE_ALT:
            return ngettext(
                "A picture on this page has no description in its language: %(images)s.",
                "Pictures on this page have no description in its language: %(images)s.",
                len(data["images"]),
            ) % {"images": listed(data["images"])}
        case Kind.IMAGE_ALT:
            return _("It has no description for people who cannot see it.")
        case Kind.PUBLICATION:
            return _("It lacks %(gaps)s.") % {"gaps": listed([str(GAPS[gap]) for gap in data["gaps"]])}
        case _:
            size = filesizeformat(data["size"]) if data.get("size") else ""
            return _("Nothing on this site uses it (%(size)s).") % {"size": size} if size else _("Nothing on this site uses it.")


def _link(data: Mapping[str, Any]) -> str:
    problem = str(data["problem"])
    if problem == "moved":
        return _("The page has moved. Link to its present address: %(address)s") % {"address": data["better"]}
    if problem == "no_place":
        return _("The page has no place named “%(place)s”, so the link leads to its beginning.") % {
            # Kept together in a sentence of another direction.
            "place": f"\u2068{data['better']}\u2069"
        }
    text = str(LINKS.get(problem) or _("The site answers with an error (%(status)s).") % {"status": problem})
    since, asked = parse_date(data.get("since") or ""), parse_datetime(data.get("asked") or "")
    if since is None or asked is None:
        return text
    facts = _("Failing since %(since)s, asked last on %(asked)s.") % {"since": day(since), "asked": local_time(asked)}
    return sentences([text, facts])


def _review(data: Mapping[str, Any]) -> str:
    values = {"date": day(date.fromisoformat(data["since"])), "months": data["months"]}
    if data["reviewed"]:
        return (
            ngettext(
                "Last checked on %(date)s; due each month.",
                "Last checked on %(date)s; due every %(months)d months.",
                data["months"],
            )
            % values
        )
    return (
        ngettext(
            "Never checked since it was published on %(date)s; due each month.",
            "Never checked since it was published on %(date)s; due every %(months)d months.",
            data["months"],
        )
        % values
    )


def _fact(data: Mapping[str, Any]) -> str:
    value, high, qualifier, unit = data["number"]
    number = figure(Decimal(value), Decimal(high) if high else None, qualifier, unit) if value else ""
    values = {"label": f"{number} {data['label']}".strip(), "year": data["year"], "source": data["source"]}
    if data["old"] and data["lost"]:
        return _("“%(label)s” is of %(year)s, and the link to its source (%(source)s) is broken.") % values
    if data["lost"]:
        return _("The link to the source of “%(label)s” (%(source)s, %(year)s) is broken.") % values
    return _("“%(label)s” is of %(year)s (%(source)s). Is there a newer figure?") % values


def link_words(point: UpkeepPoint) -> tuple[str, str]:
    """Return the words of a link, and its address where it has one that says something; both empty for other points."""
    if point.kind != Kind.LINK:
        return "", ""
    target = str(point.data["target"])
    return str(point.data["words"]), "" if target.startswith(("page:", "document:")) else target


def thing(point: UpkeepPoint) -> str:
    """Return the title of what a point is about; a picture or file may have none."""
    return point.title or pgettext("of a picture or file", "Without title")


def address(point: UpkeepPoint) -> str:
    """Return where it is mended: the editor of the page, the form of the image or file, the list of texts in other languages."""
    if point.page_id:
        return reverse("wagtailadmin_pages:edit", args=[point.page_id])
    if point.kind == Kind.IMAGE_ALT and locale_code(point.locale_id) != SOURCE_CODE:
        query = f"language={locale_code(point.locale_id)}&kind=core.customimage"
        return f"{reverse('translation_desk:columns')}?{query}"
    if point.image_id:
        return reverse("wagtailimages:edit", args=[point.image_id])
    return reverse("wagtaildocs:edit", args=[point.document_id])
