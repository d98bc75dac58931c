"""Deleting, where Wagtail's screens do it: pages go into the archive, which no list of pages shows."""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from core.tree import ARCHIVE_SLUG, with_english
from translation_desk import explorer, permissions
from translation_desk.errors import DeskError
from translation_desk.refusals import refuse
from translation_desk.tree import archiving, leading
from translation_desk.views import archive, tree


class ArchiveMenuItem(MenuItem):
    """The way to the archive, for those who delete and restore."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Tell whether the person may restore."""
        return permissions.is_manager(request.user) or bool(permissions.locales_to_review(request.user))


@hooks.register("register_admin_menu_item")
def register_archive() -> MenuItem:
    """Put the archive below the desk."""
    return ArchiveMenuItem(
        gettext_lazy("Archive"), reverse("translation_desk:archive"), name="archive", icon_name="folder-inverse", order=130
    )


@hooks.register("construct_explorer_page_queryset")
def list_no_archive(_parent: Page, pages: QuerySet, _request: HttpRequest) -> QuerySet:
    """Leave the archive out of lists of pages, whose rows offer what the rights on them allow."""
    return with_english(_without_archive(pages))


@hooks.register("construct_page_chooser_queryset")
def choose_nothing_archived(pages: QuerySet, _request: HttpRequest) -> QuerySet:
    """Leave the archive out of choosers."""
    return _without_archive(pages)


def _without_archive(pages: QuerySet) -> QuerySet:
    # By the place in the tree, which Wagtail's search can filter by too.
    for path in Page.objects.filter(depth=2, slug=ARCHIVE_SLUG).values_list("path", flat=True):
        pages = pages.exclude(path__startswith=path)
    return pages


@hooks.register("before_delete_page")
def delete_into_the_archive(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Put a page into the archive in all languages. A draft that was never public or translated is deleted as Wagtail does."""
    back = tree.explorer_of(page)
    sentence = _refusal(request.user, [page])
    if sentence:
        return refuse(request, sentence, back_to=back)
    return archive.delete(request, [page], back) if archiving.leaves_traces(page) else None


@hooks.register("before_bulk_action", order=10)
def delete_many_into_the_archive(request: HttpRequest, action_type: str, objects: list[Any], action: Any) -> HttpResponse | None:
    """Do the same with many pages."""
    pages = [entry for entry in objects if isinstance(entry, Page)]
    if action_type != "delete" or not pages:
        return None
    sentence = _refusal(request.user, pages)
    if sentence:
        return refuse(request, sentence, back_to=action.next_url)
    return archive.delete(request, pages, action.next_url) if any(archiving.leaves_traces(page) for page in pages) else None


@hooks.register("register_page_header_buttons")
def lead_to_asking(page: Page, user: Any, next_url: str | None = None, view_name: str = "") -> Iterator[Button]:
    """Let editors ask for what approvers and administrators do."""
    asks = explorer.is_source(page) and page.depth > 2 and not permissions.is_manager(user)
    if asks and page.permissions_for_user(user).can_edit():
        url = reverse("translation_desk:ask_for_deletion", args=[page.pk])
        yield Button(_("Ask for deletion"), url=url, icon_name="bin", priority=60)


@hooks.register("construct_homepage_panels")
def show_requests(_request: HttpRequest, panels: list[Component]) -> None:
    """Put requests where managers look first."""
    panels.append(archive.DeletionRequestsPanel())


def _refusal(user: Any, pages: list[Page]) -> str:
    """Return why pages cannot be deleted; empty where they can."""
    try:
        for page in pages:
            leading.require_own_place(page)
            traces = archiving.leaves_traces(page)
            permissions.require(
                permissions.can_put_away(user, page) or not traces,
                _("Only approvers and administrators delete pages. You can ask them to."),
            )
    except DeskError as error:
        return str(error)
    return ""
