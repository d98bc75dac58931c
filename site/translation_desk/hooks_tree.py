"""The tree that all languages share, where Wagtail's screens change it: what will happen is shown first, or why it cannot."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.models import Page

from core.i18n import SOURCE_CODE, locale_code
from translation_desk.errors import DeskError
from translation_desk.refusals import refuse
from translation_desk.tree import following, leading
from translation_desk.views import tree


@hooks.register("before_move_page", order=10)
def show_what_moves(request: HttpRequest, page: Page, destination: Page) -> HttpResponse | None:
    """Show the move in all languages before it is made. Refuse it where a translation would move, or a place is taken."""
    try:
        leading.require_own_place(page)
        following.require_free(page, destination)
    except DeskError as error:
        return refuse(request, str(error), back_to=tree.explorer_of(page))
    return None if request.method == "POST" else tree.moving(request, page, destination)


@hooks.register("after_move_page")
def say_that_languages_follow(request: HttpRequest, page: Page) -> None:
    """Say what happens to the other languages now."""
    if locale_code(page.locale_id) == SOURCE_CODE:
        messages.info(request, _("The other languages follow within a moment."))


@hooks.register("before_edit_page", order=20)
def warn_of_a_new_address(request: HttpRequest, page: Page) -> None:
    """Say that the newest draft of a live English page has another address, and lead to what that means in each language."""
    if request.method != "GET" or page.depth <= 2 or locale_code(page.locale_id) != SOURCE_CODE:
        return
    # The editor shows the newest draft, so the row says what the address is now.
    now = Page.objects.filter(pk=page.pk, live=True).values_list("slug", flat=True).first()
    if now is not None and now != page.slug:
        button = messages.button(reverse("translation_desk:address_change", args=[page.pk]), _("See what changes"))
        messages.warning(request, _("Publishing this draft changes the address of the page in all languages."), buttons=[button])


@hooks.register("before_bulk_action", order=10)
def move_many_in_all_languages(request: HttpRequest, action_type: str, objects: list[Any], action: Any) -> HttpResponse | None:
    """Show what moving many pages does in each language; refuse all of them where one cannot move."""
    pages = [entry for entry in objects if isinstance(entry, Page)]
    if action_type != "move" or not pages:
        return None
    destination = action.cleaned_form.cleaned_data["chooser"]
    try:
        for page in pages:
            leading.require_own_place(page)
            following.require_free(page, destination)
    except DeskError as error:
        return refuse(request, f"{page.title}: {error}", back_to=tree.explorer_of(pages[0]))
    return None if "confirmed" in request.POST else tree.moving_many(request, pages, destination)


@hooks.register("before_bulk_action", order=10)
def take_many_offline(request: HttpRequest, action_type: str, objects: list[Any], action: Any) -> HttpResponse | None:
    """Ask in which languages many English pages go offline. Pages of one language alone are left to Wagtail."""
    pages = [entry for entry in objects if isinstance(entry, Page)]
    english = [page for page in pages if locale_code(page.locale_id) == SOURCE_CODE]
    if action_type != "unpublish" or not english:
        return None
    if len(english) < len(pages):
        sentence = _(
            "Choose either English pages or pages of other languages: English ones may take the others offline with them."
        )
        return refuse(request, sentence, back_to=action.next_url)
    return tree.unpublish_many(request, pages, action.next_url)
