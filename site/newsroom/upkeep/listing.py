"""Who sees which points, and what may be done about one: say that it is no problem, or that a page was read today."""

from typing import Any

from django.db import transaction
from django.db.models import Count, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page

from core.i18n import SOURCE_CODE, locale_code
from newsroom.models import UpkeepCheck, UpkeepPoint
from translation_desk.errors import BadValueError, WrongStateError
from translation_desk.permissions import can_see, locales_to_translate, require, writes_english

Kind = UpkeepPoint.Kind


def visible(user: Any) -> QuerySet[UpkeepPoint]:
    """Return the points that concern somebody: all for those who answer for the English, else those of their languages.

    Raises NotAllowedError for people without a role.
    """
    require(can_see(user))
    rows = UpkeepPoint.objects.select_related("locale")
    return rows if writes_english(user) else rows.filter(locale__in=locales_to_translate(user))


def counts(user: Any) -> dict[str, int]:
    """Return the number of open points of each kind, in the order of the kinds, in one query. Raises NotAllowedError."""
    found = visible(user).filter(dismissed_at=None).order_by().values_list("kind").annotate(Count("pk"))
    numbers: dict[str, int] = dict(found)
    return {kind.value: numbers.get(kind.value, 0) for kind in Kind}


def last_check() -> UpkeepCheck | None:
    """Return the check that the list comes from."""
    return UpkeepCheck.objects.filter(state=UpkeepCheck.State.DONE).order_by("-finished_at").first()


@transaction.atomic
def dismiss(user: Any, point: UpkeepPoint, reason: str) -> None:
    """Say that a point is no problem. It comes back when what it is about changes. Raises NotAllowedError, BadValueError."""
    require(visible(user).filter(pk=point.pk).exists())
    if not reason.strip():
        raise BadValueError("reason", _("Say in a few words why this is no problem: others see the point too."))
    point.dismissed_at, point.dismissed_by, point.reason = timezone.now(), user, reason.strip()
    point.save(update_fields=["dismissed_at", "dismissed_by", "reason"])


@transaction.atomic
def put_back(user: Any, point: UpkeepPoint) -> None:
    """Take back that a point is no problem. Raises NotAllowedError."""
    require(visible(user).filter(pk=point.pk).exists())
    point.dismissed_at, point.dismissed_by, point.reason = None, None, ""
    point.save(update_fields=["dismissed_at", "dismissed_by", "reason"])


def may_say_checked(user: Any, point: UpkeepPoint) -> bool:
    """Tell whether somebody may say of a page due for review that they read it today: who answers for the English."""
    return point.kind == Kind.REVIEW and writes_english(user) and locale_code(point.locale_id) == SOURCE_CODE


@transaction.atomic
def checked_today(user: Any, point: UpkeepPoint) -> None:
    """Propose today as the day on which a page was last checked; it goes through approval like every other change.

    Raises NotAllowedError, and WrongStateError where the page has other changes that are not live: they would go with it.
    """
    require(may_say_checked(user, point))
    page = Page.objects.select_for_update().get(pk=point.page_id).specific
    require(page.permissions_for_user(user).can_edit(), _("You may not edit this page."))
    if page.has_unpublished_changes or page.workflow_in_progress:
        raise WrongStateError(_("This page has changes that are not live yet. Set the date in its editor, together with them."))
    workflow = page.get_workflow()
    if workflow is None:
        raise WrongStateError(_("No review is set up for this language. Ask an administrator."))
    page.last_reviewed = timezone.localdate()
    page.save_revision(user=user, log_action=True)
    workflow.start(page, user)
