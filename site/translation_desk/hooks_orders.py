"""Approved English that waits: said in the page editor, with the way to ordering its translations."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _, pgettext
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from translation_desk import obstacles, orders, permissions
from translation_desk.models import HeldApproval
from translation_desk.wording import local_time


@hooks.register("before_edit_page", order=30)
def say_what_it_waits_for(request: HttpRequest, page: Page) -> None:
    """Say in the page editor what approved text of the page waits for; to its approver also what it will wait for."""
    if request.method != "GET" or (page.live and not page.has_unpublished_changes):
        return
    revision = orders.awaited_revision(page)
    buttons = []
    if revision is not None and permissions.is_manager(request.user):
        url = reverse("translation_desk:order", args=[page.pk])
        buttons.append(messages.button(url, pgettext("translation desk", "Translations before publication")))
    held = HeldApproval.objects.filter(page=page.pk)
    waits = obstacles.of_held(held).get(page.pk, [])
    if waits:
        messages.info(
            request, _("The newest approved text goes live by itself as soon as nothing stands in its way."), buttons=buttons
        )
    elif revision is not None and revision.approved_go_live_at:
        told = _("The newest approved text goes live on %(time)s.") % {"time": local_time(revision.approved_go_live_at)}
        messages.info(request, told, buttons=buttons)
    elif page.workflow_in_progress and (waits := obstacles.of_page(page)):
        messages.info(request, _("What is approved is not shown to visitors before that; then it goes live by itself."))
    for obstacle in waits:
        way = [messages.button(obstacle.url, pgettext("translation desk", "See that page"))] if obstacle.url else []
        messages.info(request, obstacle.sentence(), buttons=way)


@hooks.register("register_page_header_buttons")
def lead_to_orders(page: Page, user: Any, next_url: str | None = None, view_name: str = "") -> Iterator[Button]:
    """Lead from approved English that is not live yet to its translations."""
    may_wait = page.has_unpublished_changes and permissions.can_see(user)
    if may_wait and orders.awaited_revision(page) is not None:
        url = reverse("translation_desk:order", args=[page.pk])
        yield Button(pgettext("translation desk", "Translations before publication"), url=url, icon_name="calendar", priority=37)
