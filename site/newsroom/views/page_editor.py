"""Wagtail's page editor with our panels beside it, and with a template to begin from."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.functional import cached_property
from wagtail.admin.ui.components import MediaContainer
from wagtail.admin.views.pages.create import CreateView
from wagtail.admin.views.pages.edit import EditView
from wagtail.admin.views.pages.revisions import RevisionsRevertView
from wagtail.admin.viewsets.pages import PageViewSet
from wagtail.admin.widgets.button import HeaderButton
from wagtail.models import Page

from core.models import BasePage
from newsroom.hooks_guides import guide_button
from newsroom.page_editor.side_panels import LanguagesPanel, MissingPanel, name_sections
from newsroom.page_templates import templates
from translation_desk import permissions


class WithPanels:
    """Adds our panels to those of Wagtail."""

    page: Any
    edit_handler: Any
    request: HttpRequest

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Name the sections of the form before anything of it is drawn."""
        name_sections(self.edit_handler)
        return super().get_context_data(**kwargs)  # type: ignore[misc]  # Wagtail's view

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        """Wagtail's buttons and the way to the guide."""
        return [*super().header_buttons, guide_button(self.request.user, "page")]  # type: ignore[misc]  # Wagtail's view

    def get_side_panels(self) -> MediaContainer:
        """Return Wagtail's panels and ours.

        What is missing is told again with each answer to an autosave; the languages do not change by one.
        """
        panels = super().get_side_panels()  # type: ignore[misc]  # Wagtail's view stands beside this class
        if permissions.can_see(self.request.user) and not getattr(self, "expects_json_response", False):
            panels.append(LanguagesPanel(self.page, self.request))
        panels.append(MissingPanel(self.page, self.request))
        return panels


class AddPageView(WithPanels, CreateView):
    """The form of a new page, empty or filled by a template."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Fill the page before its form is made, if a template is asked for."""
        asked = request.GET.get("template", "")
        if asked:
            templates.fill(self.page, asked)
        return super().get(request)


class EditPageView(WithPanels, EditView):
    """The form of a page."""


class RevertPageView(WithPanels, RevisionsRevertView):
    """The form with an earlier version of a page."""


class PortalPageViewSet(PageViewSet):
    """Leads Wagtail's addresses for the pages of the portal to these views."""

    model = BasePage
    add_view_class = AddPageView
    edit_view_class = EditPageView
    revisions_revert_view_class = RevertPageView
    parent_models: tuple[type, ...] = ()
    """The lists of pages stay Wagtail's."""

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """Return what all views are given: they look pages up, which the abstract type cannot."""
        return super().get_common_view_kwargs(**{"model": Page, **kwargs})


portal_pages = PortalPageViewSet("portal_pages")
