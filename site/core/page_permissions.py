"""What people may do with pages, beyond Wagtail's own rules.

Trees of different languages never mix. And once `approval_required()` was called (the application that moderates does so when
it is ready), nobody publishes directly, superusers included: publishing is the approval of somebody else's work. Code that
acts for a decision already taken passes `skip_permission_checks=True`, as Wagtail's workflow does.
"""

from functools import cached_property
from typing import Any

from django.contrib.auth.models import AnonymousUser
from wagtail.models import Page
from wagtail.models.pages import PagePermissionTester

from core.i18n import SOURCE_CODE, locale_code
from core.tree import follows_english, is_archived, is_read_in_english

_state = {"approval_required": False}


def approval_required() -> None:
    """Close direct publishing, for as long as the process lives."""
    _state["approval_required"] = True


class PortalPermissionTester(PagePermissionTester):
    """Answers Wagtail's questions about a page of ours. Asks the database no more than Wagtail's own does.

    With a page of the archive nobody may do anything, superusers included; it is restored as a whole. Where a page stands that
    follows English is decided in English; people of its own language decide about pages that exist in their language only.
    """

    def __init__(self, user: Any, page: Page) -> None:
        super().__init__(AnonymousUser() if is_archived(page) else user, page)

    @cached_property
    def decides(self) -> bool:
        """Whether rights on the page reach what it shares with English: place, privacy, presence. One query at most."""
        if self.user.is_superuser or locale_code(self.page.locale_id) == SOURCE_CODE:
            return True
        return self.page.depth > 2 and not follows_english(self.page)

    def can_publish(self) -> bool:
        """Tell whether the person may publish the page at once, without anybody's approval."""
        return not _state["approval_required"] and super().can_publish()

    def can_publish_subpage(self) -> bool:
        """Tell whether the person may publish a new page below this one at once, copies and aliases included."""
        return not _state["approval_required"] and super().can_publish_subpage()

    def can_set_view_restrictions(self) -> bool:
        """Tell whether the person may decide who sees the page: the right to publish, which is no text."""
        return super().can_publish() and self.decides

    def can_unschedule(self) -> bool:
        """Tell whether the person may call off a publication that was approved."""
        return super().can_publish() and self.decides

    def can_unpublish(self) -> bool:
        """Tell whether the person may take the page offline: of translations those that can be read in no English version."""
        return super().can_unpublish() and (self.decides or (self.page.depth > 2 and not is_read_in_english(self.page)))

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        """Tell whether the person may delete the page. Who only writes in a language deletes own drafts, never public."""
        if not self.decides:
            return False
        if self.user.is_superuser or locale_code(self.page.locale_id) == SOURCE_CODE or "publish" in self.permissions:
            return super().can_delete(ignore_bulk=ignore_bulk)
        # First what the page itself says: Wagtail looks at all pages below.
        if self.page.owner_id != self.user.pk or self.page.first_published_at is not None:
            return False
        if not super().can_delete(ignore_bulk=ignore_bulk):
            return False
        below = self.page.get_descendants() if self.page.numchild else Page.objects.none()
        return not below.exclude(owner=self.user, first_published_at__isnull=True).exists()

    def can_move_to(self, destination: Page) -> bool:
        """Tell whether the page may move there: within its language only."""
        return self.page.locale_id == destination.locale_id and super().can_move_to(destination)

    def can_copy_to(self, destination: Page, recursive: bool = False) -> bool:
        """Tell whether a copy may be made there: within its language only."""
        return self.page.locale_id == destination.locale_id and super().can_copy_to(destination, recursive)
