"""The menu entry, and the ways from a page to its translations."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _, gettext_lazy, pgettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.views import home
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from translation_desk import english_later, english_titles, explorer, notes, one_language, permissions
from translation_desk.models import TranslationJob

LISTING_PANELS = (
    home.LockedPagesPanel,
    home.RecentEditsPanel,
    home.UserObjectsInWorkflowModerationPanel,
    home.WorkflowObjectsToModeratePanel,
)


class QueueMenuItem(MenuItem):
    """The way to a list of the desk, for everybody who has a role there."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Tell whether the person has a role."""
        return permissions.can_see(request.user)


@hooks.register("register_admin_menu_item")
def register_menu_item() -> MenuItem:
    """Put the queue beside the pages."""
    return QueueMenuItem(
        gettext_lazy("Translations"), reverse("translation_desk:queue"), name="translations", icon_name="globe", order=110
    )


@hooks.register("register_admin_menu_item")
def register_questions() -> MenuItem:
    """Put questions and faults beneath the queue: who answers for the English may have no other business at the desk."""
    return QueueMenuItem(
        gettext_lazy("Questions and faults"),
        reverse("translation_desk:questions"),
        name="translation-questions",
        icon_name="comment",
        order=111,
    )


class MemoryMenuItem(MenuItem):
    """The way to the translation memory, for everybody who works in a language."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Tell whether there is a language whose memory the person may search."""
        return bool(permissions.locales_to_open(request.user))


@hooks.register("register_admin_menu_item")
def register_memory() -> MenuItem:
    """Put the memory beneath what is to be done."""
    return MemoryMenuItem(
        pgettext_lazy("menu", "Translation memory"),
        reverse("translation_desk:memory"),
        name="translation-memory",
        icon_name="openquote",
        order=112,
    )


@hooks.register("insert_global_admin_css")
def style_the_statuses() -> SafeString:
    """Add the look of a status, which lists all over the administration show, and what fingers need on every screen of ours."""
    sheets = ((static(f"translation_desk/{name}.css"),) for name in ("status", "touch"))
    return format_html_join("", '<link rel="stylesheet" href="{}">', sheets)


@hooks.register("construct_homepage_panels", order=1000)
def show_english_titles(_request: HttpRequest, panels: list[Any]) -> None:
    """Put English titles into the panels of Wagtail's own that list pages."""
    panels[:] = [english_titles.CompletedPanel(panel) if isinstance(panel, LISTING_PANELS) else panel for panel in panels]


@hooks.register("register_page_header_buttons")
def lead_to_translations(page: Page, user: Any, next_url: str | None = None, view_name: str = "") -> Iterator[Button]:
    """Lead from an English page to the state of its languages, and from a translated page to its job."""
    if page.depth < 2 or not permissions.can_see(user):
        return
    if explorer.is_source(page):
        yield Button(_("Translations of this page"), url=explorer.translations_url(page), icon_name="globe", priority=35)
        if notes.may_write(user, page):
            address = reverse("translation_desk:notes", args=[page.pk])
            yield Button(_("Notes for translators"), url=address, icon_name="clipboard-list", priority=36)
        return
    if one_language.standing(page) is not None:
        url = reverse("translation_desk:about_one_language", args=[page.pk])
        yield Button(one_language.label(page), url=url, icon_name="doc-full", priority=36)
    elif english_later.undoable(page) is not None:
        url = reverse("translation_desk:about_one_language", args=[page.pk])
        yield Button(_("Linked with an English page"), url=url, icon_name="link", priority=36)
    job = TranslationJob.objects.filter(target_page=page.pk).values_list("pk", flat=True).first()
    if job:
        yield Button(
            _("Translation of this page"), url=reverse("translation_desk:job", args=[job]), icon_name="globe", priority=35
        )
