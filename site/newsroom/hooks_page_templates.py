"""The ways to the templates for new pages."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _, gettext_lazy
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from newsroom.menus import MENU_HOOK, NewsroomItem
from newsroom.page_templates import templates


@hooks.register(MENU_HOOK)
def register_templates() -> MenuItem:
    """Put the templates into the newsroom's menu."""
    url = reverse("newsroom:templates")
    return NewsroomItem(gettext_lazy("Templates for pages"), url, name="page-templates", icon_name="copy", order=700)


@hooks.register("register_page_header_buttons")
def lead_to_templates(page: Page, user: Any, next_url: str | None = None, view_name: str = "") -> Iterator[Button]:
    """Offer to add a page from a template below this one, and to managers to keep this one as a template."""
    if page.depth < 2:
        return
    if page.permissions_for_user(user).can_add_subpage() and page.specific_class.creatable_subpage_models():
        url = reverse("newsroom:choose_template", args=[page.pk])
        yield Button(_("Add from a template"), url=url, icon_name="copy", priority=15)
    if view_name == "edit" and templates.may_keep(user, page):
        yield Button(
            _("Keep as a template"), url=reverse("newsroom:keep_template", args=[page.pk]), icon_name="copy", priority=45
        )


@hooks.register("before_create_page")
def offer_templates(request: HttpRequest, parent_page: Page, page_class: type[Page]) -> None:
    """Say on the empty form of a new page that there are templates for it."""
    if request.method != "GET" or "template" in request.GET or parent_page.depth < 2:
        return
    if not templates.offers(parent_page, [page_class]):
        return
    address = reverse("newsroom:choose_template", args=[parent_page.pk])
    button = messages.button(f"{address}?{urlencode({'type': page_class._meta.label_lower})}", _("Choose a template"))
    messages.info(request, _("There are templates for pages of this type."), buttons=[button])
