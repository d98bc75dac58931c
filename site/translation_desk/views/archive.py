"""Screens of the archive: deleting a page in all languages, what was deleted, bringing it back, asking for a deletion."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _, ngettext, pgettext
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin import messages
from wagtail.admin.ui.components import Component
from wagtail.models import Page

from core import formatting
from core.tree import is_archived
from translation_desk import explorer
from translation_desk.errors import DeskError
from translation_desk.models import DeletionRequest
from translation_desk.permissions import is_manager, locales_to_review
from translation_desk.tree import archiving, operations, reach
from translation_desk.tree.forms import AskForm, DeleteForm, RestoreForm
from translation_desk.views.tree import confirm, explorer_of

PAGE_SIZE = 50


class DeletionRequestsPanel(Component):
    """Tells managers on the dashboard that somebody asks for a deletion."""

    order = 6
    template_name = "translation_desk/tree/requests_panel.html"

    def get_context_data(self, parent_context: dict) -> dict:
        """Count the requests."""
        shown = is_manager(parent_context["request"].user)
        return {"number": DeletionRequest.objects.count() if shown else 0, "url": reverse("translation_desk:archive")}


def delete(request: HttpRequest, pages: Sequence[Page], back: str) -> HttpResponse:
    """Show what deleting pages does in each language and ask where their addresses lead; put them into the archive."""
    form = DeleteForm(request.POST if request.method == "POST" and "confirmed" in request.POST else None)
    if form.is_valid():
        try:
            with transaction.atomic():
                for page in pages:
                    operations.delete(request.user, page, form.cleaned_data["target"])
        except DeskError as error:
            form.add_error("target", str(error))
        else:
            told = ngettext("%(count)s page goes into the archive.", "%(count)s pages go into the archive.", len(pages))
            button = messages.button(reverse("translation_desk:archive"), _("Archive"))
            messages.success(request, told % {"count": formatting.number(len(pages))}, buttons=[button])
            return redirect(back)
    heading = _("Delete in all languages") if any(map(explorer.is_source, pages)) else _("Delete")
    return confirm(
        request,
        heading,
        [reach.deleting(page) for page in pages],
        button=heading,
        back=back,
        explanation=_("The pages go into the archive with all pages below them. For 90 days they can be restored from there."),
        form=form,
        hidden=[("confirmed", "1"), ("next", back)],
        icon="bin",
        serious=True,
    )


def _may_restore(user: Any) -> bool:
    return is_manager(user) or bool(locales_to_review(user))


@require_safe
def archive(request: HttpRequest) -> HttpResponse:
    """List what was deleted, newest first, and what editors ask to delete."""
    if not _may_restore(request.user):
        raise PermissionDenied
    entries = archiving.restorable(request.user).select_related("archived_by", "page")
    asked = DeletionRequest.objects.all() if is_manager(request.user) else DeletionRequest.objects.none()
    context = {
        "rows": Paginator(entries, PAGE_SIZE).get_page(request.GET.get("p")),
        "requests": asked.select_related("page", "requested_by")[:PAGE_SIZE],
    }
    return TemplateResponse(request, "translation_desk/tree/archive.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def restore(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what restoring a page does in each language; where its place is taken another is chosen here."""
    if not _may_restore(request.user):
        raise PermissionDenied
    entry = get_object_or_404(archiving.restorable(request.user).select_related("page", "parent"), pk=pk)
    parent = entry.parent if entry.parent is not None and not is_archived(entry.parent) else None
    initial = {"parent": parent, "slug": entry.slug}
    form = RestoreForm(request.POST if request.method == "POST" else None, initial=initial)
    back, slug = reverse("translation_desk:archive"), entry.slug
    if form.is_valid():
        parent, slug = form.cleaned_data["parent"], form.cleaned_data["slug"]
        try:
            operations.restore(request.user, entry, parent, slug)
        except DeskError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("“%(title)s” comes back within a moment.") % {"title": entry.title})
            return redirect(back)
    return confirm(
        request,
        pgettext("translation desk", "Restore"),
        [reach.restoring(entry, parent, slug)],
        button=_("Restore in all languages") if explorer.is_source(entry.page) else pgettext("translation desk", "Restore"),
        back=back,
        explanation=""
        if parent
        else _("The page above it is gone or archived too. Choose another place, or restore that page first."),
        form=form,
        icon="history",
    )


@require_http_methods(["GET", "HEAD", "POST"])
def ask_for_deletion(request: HttpRequest, page_id: int) -> HttpResponse:
    """Ask those who may to delete a page."""
    page = get_object_or_404(Page, pk=page_id, depth__gt=2)
    if not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    form = AskForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            operations.ask_for_deletion(request.user, page, form.cleaned_data["reason"])
        except DeskError as error:
            form.add_error("reason", str(error))
        else:
            messages.success(request, _("Approvers and administrators see your request on their dashboard."))
            return redirect(explorer_of(page))
    return confirm(
        request,
        _("Ask for deletion"),
        [reach.deleting(page)],
        button=_("Ask for deletion"),
        back=explorer_of(page),
        explanation=_("Only approvers and administrators delete pages."),
        form=form,
        icon="bin",
    )


urlpatterns: list[URLPattern] = [
    path("archive/", archive, name="archive"),
    path("archive/<int:pk>/restore/", restore, name="restore"),
    path("tree/<int:page_id>/ask-for-deletion/", ask_for_deletion, name="ask_for_deletion"),
]
