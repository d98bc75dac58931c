"""Screens about the tree that all languages share: what a change does in each language, before it is made."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.models import Page

from translation_desk.errors import DeskError
from translation_desk.models import TreeOperation
from translation_desk.tree import operations, reach
from translation_desk.tree.reach import Reach


def confirm(
    request: HttpRequest,
    heading: str,
    reaches: Sequence[Reach],
    *,
    button: str,
    back: str,
    explanation: str = "",
    problem: str = "",
    form: Any = None,
    hidden: Iterable[tuple[str, str]] = (),
    icon: str = "globe",
    serious: bool = False,
    status: int = 200,
) -> HttpResponse:
    """Show what happens in each language, with a form that does it at the present address; without `button`, without a form."""
    context = {
        "heading": heading,
        "subtitle": reaches[0].title if len(reaches) == 1 else "",
        "reaches": reaches,
        "button": button,
        "back": back,
        "explanation": explanation,
        "problem": problem,
        "form": form,
        "hidden": list(hidden),
        "icon": icon,
        "serious": serious,
    }
    return TemplateResponse(request, "translation_desk/tree/confirm.html", context, status=status)


def explorer_of(page: Page) -> str:
    """Return the address of the list in which a page stands."""
    parent = page.get_parent()
    return reverse("wagtailadmin_explore", args=[parent.pk if parent else page.pk])


def moving(request: HttpRequest, page: Page, destination: Page) -> HttpResponse:
    """Show what happens in each language when a page moves."""
    return confirm(
        request,
        _("Move"),
        [reach.moving(page, reach.path_below(destination, page.slug))],
        button=_("Move in all languages"),
        back=explorer_of(page),
        explanation=_("The page moves below “%(title)s” in every language, with all pages below it.")
        % {"title": destination.title},
    )


def moving_many(request: HttpRequest, pages: Sequence[Page], destination: Page) -> HttpResponse:
    """Show the same for many pages."""
    return confirm(
        request,
        _("Move"),
        [reach.moving(page, reach.path_below(destination, page.slug)) for page in pages],
        button=_("Move in all languages"),
        back=explorer_of(pages[0]),
        explanation=_("These pages move below “%(title)s” in every language, with all pages below them.")
        % {"title": destination.title},
        hidden=[("chooser", str(destination.pk)), ("confirmed", "1")],
    )


@require_safe
def address_change(request: HttpRequest, page_id: int) -> HttpResponse:
    """Show what publishing the newest draft of an English page does to the addresses in all languages."""
    page = get_object_or_404(Page, pk=page_id, depth__gt=2).specific
    if not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    slug = page.get_latest_revision_as_object().slug
    return confirm(
        request,
        _("What changes in each language"),
        [reach.moving(page, reach.path_below(page.get_parent(), slug))],
        button="",
        back=reverse("wagtailadmin_pages:edit", args=[page.pk]),
        explanation=_("When the newest draft of the English page is published, its address changes in all languages at once."),
    )


@require_POST
def tree_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Put one failed change of the tree back."""
    operation = get_object_or_404(TreeOperation, pk=pk)
    try:
        operations.try_again(request.user, operation)
    except DeskError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("It is being tried again."))
    return redirect(get_valid_next_url_from_request(request) or reverse("translation_desk:refreshes"))


urlpatterns: list[URLPattern] = [
    path("tree/<int:page_id>/address/", address_change, name="address_change"),
    path("tree/changes/<int:pk>/again/", tree_again, name="tree_again"),
]
