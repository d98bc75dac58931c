"""Address, place, order, menu flag and privacy of an English page, carried to all its translations, drafts included."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail.models import Page

from core.formatting import listed
from core.i18n import SOURCE_CODE, language_name, locale_code
from core.tree import FOLLOWED, is_archived, taken_in
from core.versions import path_below_home
from translation_desk import jobs, privacy
from translation_desk.errors import WrongStateError
from translation_desk.models import SourceVersion
from translation_desk.tree import redirects
from translation_desk.tree.leading import carrying


class PlaceTakenError(WrongStateError):
    """Another page stands at the new address in some language, so that nothing was changed in any."""

    code = "place_taken"

    def __init__(self, codes: Sequence[str]) -> None:
        names = listed([capfirst(language_name(code)) for code in codes])
        sentence = _("Another page has this address already, in these languages: %(languages)s. Nothing was changed.")
        super().__init__(sentence % {"languages": names})


def require_free(page: Page, parent: Page, slug: str | None = None) -> None:
    """Raise PlaceTakenError unless a page may stand below `parent` in every language, WrongStateError unless there is a place."""
    path = f"{path_below_home(parent.url_path)}{slug or page.slug}/"
    codes = taken_in([path], [page.translation_key])
    if codes:
        raise PlaceTakenError(codes)
    without = _languages_without(parent, page)
    if without and not SourceVersion.objects.filter(translation_key=parent.translation_key).exists():
        raise WrongStateError(_("The page above this one must be published in English first."))


def _languages_without(parent: Page, page: Page) -> set[int]:
    """Return the ids of the locales in which a page exists, but not the one that it is to stand below."""
    own = Page.objects.filter(translation_key=page.translation_key).values_list("locale_id", flat=True)
    above = Page.objects.filter(translation_key=parent.translation_key).values_list("locale_id", flat=True)
    return set(own) - set(above)


def translations(page: Page) -> list[Page]:
    """Return the versions of an English page in the other languages, live or not, outside of the archive."""
    found = Page.objects.filter(translation_key=page.translation_key).exclude(locale=page.locale_id).order_by("pk")
    return [translation for translation in found if not is_archived(translation)]


def differs(page: Page) -> bool:
    """Tell whether a translation of an English page has another address or menu flag. Of their order nothing is said."""
    if page.depth <= 2:
        return False
    below = path_below_home(page.url_path)
    return any(
        path_below_home(translation.url_path) != below or translation.show_in_menus != page.show_in_menus
        for translation in translations(page)
    )


@transaction.atomic
def follow(page_id: int) -> None:
    """Bring all translations of an English page to where it stands. Does nothing where they stand there already.

    Raises PlaceTakenError, WrongStateError; then nothing has changed in any language.
    """
    english = Page.objects.filter(pk=page_id).first()
    if english is None or english.depth <= 2 or locale_code(english.locale_id) != SOURCE_CODE or is_archived(english):
        return
    found = translations(english)
    parent = english.get_parent()
    require_free(english, parent)
    trees = Q(pk__in=[])
    for translation in found:
        trees |= Q(path__startswith=translation.path)
    before = redirects.tree_paths(Page.objects.filter(trees))
    above = {page.locale_id: page for page in Page.objects.filter(translation_key=parent.translation_key)}
    order = list(parent.get_children().order_by("path").values_list("translation_key", flat=True))
    with carrying():
        for translation in found:
            _carry(translation, english, above.get(translation.locale_id) or parent_made(parent, translation), order)
    redirects.leave(before)
    privacy.follow(english, [translation.pk for translation in found])


def parent_made(parent: Page, translation: Page) -> Page:
    """Return the page above in a language that lacks it, made as a draft that no visitor sees."""
    return jobs.ensure_target(jobs.job_above(parent, translation.locale_id))


def _carry(translation: Page, english: Page, parent: Page, order: Sequence[Any]) -> None:
    changed = [name for name in FOLLOWED if getattr(translation, name) != getattr(english, name)]
    if changed:
        for name in changed:
            setattr(translation, name, getattr(english, name))
        translation.save(clean=False, update_fields=[*changed, "url_path"])
    if translation.get_parent().pk != parent.pk:
        Page.objects.get(pk=translation.pk).move(Page.objects.get(pk=parent.pk), pos="last-child")
    _put_in_order(translation.pk, translation.translation_key, parent.pk, order)


def _put_in_order(page_id: int, key: Any, parent_id: int, order: Sequence[Any]) -> None:
    """Put a page between those of its siblings that stand before and after it in English."""
    siblings = list(Page.objects.get(pk=parent_id).get_children().order_by("path").values_list("pk", "translation_key"))
    place = {sibling_key: number for number, (_pk, sibling_key) in enumerate(siblings)}
    ids = {sibling_key: pk for pk, sibling_key in siblings}
    at = order.index(key)
    before = next((other for other in reversed(order[:at]) if other in place), None)
    after = next((other for other in order[at + 1 :] if other in place), None)
    fits = (before is None or place[before] < place[key]) and (after is None or place[key] < place[after])
    if fits:
        return
    page = Page.objects.get(pk=page_id)
    if before is not None:
        page.move(Page.objects.get(pk=ids[before]), pos="right")
    else:
        page.move(Page.objects.get(pk=ids[after]), pos="left")
