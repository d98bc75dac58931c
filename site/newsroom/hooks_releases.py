"""Where releases are reached from: the menu, the header of an English page, lists of pages, the first screen."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy, ngettext, pgettext, pgettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.admin.views.pages.bulk_actions.page_bulk_action import PageBulkAction
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from newsroom.menus import MENU_HOOK
from newsroom.models import Release, ReleaseItem
from newsroom.releases import composing, listing
from newsroom.releases.forms import IntoReleaseForm
from translation_desk import explorer, permissions
from translation_desk.errors import DeskError
from translation_desk.refusals import refuse
from translation_desk.views.header import STEPS_HOOK, QueueStep


class ReleasesItem(MenuItem):
    """The way to the releases, for everybody with a role."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Tell whether the person has a role."""
        return permissions.can_see(request.user)


@hooks.register(MENU_HOOK)
def register_menu_item() -> ReleasesItem:
    """Put the releases first in the newsroom."""
    url = reverse("newsroom:releases")
    return ReleasesItem(pgettext_lazy("release", "Releases"), url, name="releases", icon_name="calendar-alt", order=100)


@hooks.register("register_page_header_buttons")
def lead_to_releases(page: Page, user: Any, next_url: str | None = None, view_name: str = "") -> Iterator[Button]:
    """Lead from an English page to the release that it is in; a manager, to putting it into one."""
    if not explorer.is_source(page) or not permissions.can_see(user):
        return
    release = listing.release_of(page)
    if release is not None:
        url = reverse("newsroom:release", args=[release.pk])
        yield Button(pgettext("release", "The release of this page"), url=url, icon_name="calendar-alt", priority=39)
    elif permissions.is_manager(user):
        url = reverse("newsroom:release_page", args=[page.pk])
        yield Button(pgettext("release", "Add to a release…"), url=url, icon_name="calendar-alt", priority=39)


@hooks.register(STEPS_HOOK)
def offer_for_chosen_translations(user: Any) -> Iterator[QueueStep]:
    """Let managers put the pages of chosen translations into a release."""
    if permissions.is_manager(user):
        yield QueueStep(pgettext_lazy("release", "Add to a release"), reverse("newsroom:release_chosen"))


@hooks.register("register_bulk_action")
class AddToRelease(PageBulkAction):
    """Put the English pages that were chosen in a list into a release."""

    display_name = pgettext_lazy("release", "Add to a release")
    action_type = "add_to_release"
    aria_label = gettext_lazy("Add the chosen pages to a release")
    template_name = "newsroom/releases/bulk.html"
    action_priority = 55
    form_class = IntoReleaseForm

    def check_perm(self, page: Page) -> bool:
        """Tell whether a page can be added: English, by a manager, and in no open release."""
        allowed = explorer.is_source(page) and permissions.is_manager(self.request.user)
        return allowed and page.translation_key not in self.taken

    @cached_property
    def taken(self) -> set[Any]:
        """What is in an open release."""
        return set(ReleaseItem.objects.filter(open=True).values_list("translation_key", flat=True))

    def form_valid(self, form: Any) -> HttpResponse:
        """Add the pages; say why where that is refused."""
        try:
            return super().form_valid(form)
        except DeskError as error:
            return refuse(self.request, str(error), back_to=self.next_url)

    def get_execution_context(self) -> dict[str, Any]:
        """Say which release, or the title of a new one."""
        return {**super().get_execution_context(), **self.cleaned_form.cleaned_data}

    @classmethod
    def execute_action(
        cls, objects: list[Page], user: Any = None, release: Any = None, title: str = "", **kwargs: Any
    ) -> tuple[int, int]:
        """Add them, all or none."""
        return len(composing.add_to(user, release, objects, title=title)[1]), 0

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str:
        """Say how many were added."""
        told = ngettext("%(count)d page was added.", "%(count)d pages were added.", num_parent_objects)
        return told % {"count": num_parent_objects}


class LateReleasesPanel(Component):
    """Releases whose time has come and that are not live, on the first screen of those who decide on them."""

    name = "late_releases"
    template_name = "newsroom/releases/panel.html"
    order = 90

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        """Return them; nothing for others."""
        manager = permissions.is_manager(parent_context["request"].user)
        late = listing.open_releases().exclude(late_since=None, failed_at=None) if manager else Release.objects.none()
        return {"releases": list(late)}


@hooks.register("construct_homepage_panels")
def show_late_releases(_request: HttpRequest, panels: list[Component]) -> None:
    """Put late releases where managers look first."""
    panels.append(LateReleasesPanel())
