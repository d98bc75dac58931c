"""Screens about the tree that all languages share: what a change does in each language, before it is made."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _, ngettext, pgettext
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.admin.viewsets.pages import page_viewset_registry
from wagtail.models import Page

from core import formatting
from core.i18n import SOURCE_CODE, locale_code
from translation_desk.errors import DeskError
from translation_desk.models import TreeOperation
from translation_desk.tree import operations, reach
from translation_desk.tree.forms import WithdrawForm
from translation_desk.tree.reach import Reach

_wagtails_unpublish = page_viewset_registry.as_view("unpublish", page_id_kwarg="page_id")


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
    explanation, button = _("The page moves below “%(title)s”, with all pages below it."), _("Move")
    if locale_code(page.locale_id) == SOURCE_CODE:
        explanation = _("The page moves below “%(title)s” in every language, with all pages below it.")
        button = _("Move in all languages")
    return confirm(
        request,
        _("Move"),
        [reach.moving(page, reach.path_below(destination, page.slug))],
        button=button,
        back=explorer_of(page),
        explanation=explanation % {"title": destination.title},
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


def unpublish(request: HttpRequest, page_id: int) -> HttpResponse:
    """Ask in which languages an English page goes offline, having shown what that does; leave other pages to Wagtail."""
    page = get_object_or_404(Page, pk=page_id)
    if locale_code(page.locale_id) != SOURCE_CODE or page.is_root():
        with transaction.atomic():  # offline and out of the search, or neither
            return _wagtails_unpublish(request, page_id=page_id)
    if not page.permissions_for_user(request.user).can_unpublish():
        raise PermissionDenied
    back = get_valid_next_url_from_request(request) or explorer_of(page)
    return _unpublish(request, [page], back)


def unpublish_many(request: HttpRequest, pages: Sequence[Page], back: str) -> HttpResponse:
    """Ask the same for many English pages."""
    return _unpublish(request, pages, back, posted="confirmed" in request.POST)


def _unpublish(request: HttpRequest, pages: Sequence[Page], back: str, posted: bool = True) -> HttpResponse:
    shown = [reach.withdrawing(page) for page in pages]
    below = any(row.below for one in shown for row in one.rows)
    form = WithdrawForm(request.POST if posted and request.method == "POST" else None, below=below)
    if form.is_valid():
        try:
            with transaction.atomic():
                for page in pages:
                    chosen = form.cleaned_data
                    operations.take_offline(request.user, page, chosen["scope"], below=chosen.get("include_descendants", False))
        except DeskError as error:
            messages.error(request, str(error))
        else:
            told = ngettext("%(count)s page goes offline.", "%(count)s pages go offline.", len(pages))
            messages.success(request, told % {"count": formatting.number(len(pages))})
        return redirect(back)
    return confirm(
        request,
        pgettext("translation desk", "Take offline"),
        shown,
        button=pgettext("translation desk", "Take offline now"),
        back=back,
        form=form,
        hidden=[("next", back), ("confirmed", "1")],
        icon="download",
        serious=True,
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
