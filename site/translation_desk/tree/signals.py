"""What the tree of all languages does when Wagtail moves, renames or publishes a page."""

from typing import Any

from wagtail.models import Page
from wagtail.signals import page_published, page_slug_changed, post_page_move, pre_page_move

from core.i18n import SOURCE_CODE, locale_code
from core.tree import ARCHIVE_PATH, follows_english, is_archived
from translation_desk import holding
from translation_desk.tree import following, operations, redirects
from translation_desk.tree.leading import is_carrying, require_own_place


def connect() -> None:
    """Connect the handlers; called once when the application is ready."""
    pre_page_move.connect(_about_to_move, dispatch_uid="translation_desk.tree.about_to_move")
    post_page_move.connect(_moved, dispatch_uid="translation_desk.tree.moved")
    page_slug_changed.connect(_renamed, dispatch_uid="translation_desk.tree.renamed")
    page_published.connect(_published, dispatch_uid="translation_desk.tree.published")


def _leads(page: Page) -> bool:
    return page.depth > 2 and locale_code(page.locale_id) == SOURCE_CODE and not is_archived(page)


def _about_to_move(instance: Page, parent_page_before: Page, parent_page_after: Page, **_kwargs: Any) -> None:
    """Refuse before anything is written what cannot be done in all languages, whichever screen or command asks for it."""
    require_own_place(instance)
    stands = instance.depth > 2 and not is_archived(instance) and not is_archived(parent_page_after)
    if parent_page_before.pk != parent_page_after.pk and stands and not is_carrying():
        following.require_free(instance, parent_page_after)


def _moved(instance: Page, url_path_before: str, url_path_after: str, **_kwargs: Any) -> None:
    if url_path_before != url_path_after:
        _leave(instance, url_path_before, url_path_after)
    if _leads(instance):
        operations.follow_later(instance)


def _renamed(instance: Page, instance_before: Page, **_kwargs: Any) -> None:
    _leave(instance, instance_before.url_path, instance.url_path)


def _leave(page: Page, before: str, after: str) -> None:
    """Leave redirects behind a page and those below it. Whoever carries translations does so for all of them at once."""
    through_the_archive = before.startswith(ARCHIVE_PATH) or after.startswith(ARCHIVE_PATH)
    if through_the_archive or page.depth <= 2 or follows_english(page):
        return
    tree = redirects.tree_paths(Page.objects.filter(path__startswith=Page.objects.get(pk=page.pk).path))
    redirects.leave({pk: before + path.removeprefix(after) for pk, path in tree.items()})


def _published(instance: Page, **_kwargs: Any) -> None:
    redirects.give_way(instance)
    operations.release_later(holding.held_below(instance))
    if _leads(instance) and following.differs(instance):
        operations.follow_later(instance)
