"""From a public page to the desk: the page's languages in Wagtail's user bar."""

from typing import Any

from django.forms import Media
from django.http import HttpRequest
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.userbar import BaseItem, ContentCheckerItem, EditPageItem
from wagtail.models import Page

from core.i18n import locale_code, split_path
from translation_desk import explorer, languages_of_page, permissions, presenting
from translation_desk.languages_of_page import State


class LinkItem(BaseItem):
    """A way to a screen of the administration."""

    template_name = "translation_desk/userbar/link.html"

    def __init__(self, url: str, label: str, icon: str) -> None:
        self.url, self.label, self.icon = url, label, icon


class StateItem(BaseItem):
    """One language of the page with its state; a link where the person may do something."""

    template_name = "translation_desk/userbar/state.html"

    def __init__(self, state: State) -> None:
        self.state = state
        self.icon = presenting.icon_of(state.status)

    @property
    def media(self) -> Media:
        """The few rules of these rows, which stand in the bar's own tree of elements."""
        return Media(css={"all": ["translation_desk/userbar.css"]})


@hooks.register("construct_wagtail_userbar")
def show_languages(request: HttpRequest, items: list[Any], page: Any) -> None:
    """Add the languages of the page for people with a role, before Wagtail's checks; nothing to a preview.

    Where the page does not exist in the reader's language the address still tells which one is meant. Wagtail's editor also asks
    for the bar, to learn what to check; there no language stands in the address, and the page may not be stored yet.
    """
    preview = getattr(request, "is_preview", False) or getattr(request, "in_preview_panel", False)
    language, path = split_path(request.path_info)
    if language is None or preview or not permissions.can_see(request.user):
        return
    if isinstance(page, Page):
        key, current = page.translation_key, locale_code(page.locale_id)
    else:
        key, current = languages_of_page.key_at(path), language.code
    if key is None:
        return
    whole = languages_of_page.of(key, request.user, current)
    added: list[Any] = [StateItem(state) for state in whole.states]
    if whole.english is not None:
        added.append(LinkItem(explorer.translations_url(whole.english), _("Translations of this page"), "globe"))
    if whole.record_url:
        added.append(LinkItem(whole.record_url, whole.record_label, "history"))
    if any(state.current and state.url for state in whole.states):
        # The row of this language leads there already, and says what for.
        items[:] = [item for item in items if not isinstance(item, EditPageItem)]
    checks = next((place for place, item in enumerate(items) if isinstance(item, ContentCheckerItem)), len(items))
    items[checks:checks] = added
