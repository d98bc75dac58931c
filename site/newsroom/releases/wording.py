"""What screens say of a release and of its history."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _, ngettext

from core.formatting import day, listed
from core.i18n import SOURCE_CODE, language_name
from newsroom.models import Release, ReleaseEvent
from newsroom.releases.progress import Cell, Progress, Stage
from newsroom.releases.rolling_back import Effect
from translation_desk.filters import person_name
from translation_desk.wording import local_time

Action = ReleaseEvent.Action


def names(codes: list[str]) -> str:
    """Return the names of languages as one list, in the language of the screen."""
    return capfirst(listed([language_name(code) for code in codes])) if codes else ""


def terms(release: Release) -> dict[str, str]:
    """Return what a release is made of: when, in which languages, when it is ready."""
    return {
        "when": local_time(release.goes_live_at) or _("Not set yet"),
        "languages": names([SOURCE_CODE, *release.languages]),
        "ready_when": ready_when(release.least),
        "required": names(release.required) if release.required and release.least is not None else "",
    }


def ready_when(least: int | None) -> str:
    """Say when a release is ready: how many languages each page needs, None for all."""
    if least is None:
        return _("English and all chosen languages of every page are approved")
    if not least:
        return _("English of every page is approved")
    return ngettext(
        "English and at least %(count)d of the languages are approved for each page",
        "English and at least %(count)d of the languages are approved for each page",
        least,
    ) % {"count": least}


def state(release: Release, *, is_ready: bool) -> str:
    """Say what a release is at the moment; of one to come, also that it is ready."""
    label = str(release.state.label)
    return _("%(state)s, ready") % {"state": label} if is_ready and release.is_open else label


def day_of(value: date | datetime) -> str:
    """Return the day of a point in time, in the active time zone."""
    return day(timezone.localtime(value).date() if isinstance(value, datetime) else value)


def by_holder(progress: Progress) -> list[dict[str, Any]]:
    """Return what a release waits for, by the name of whoever has it; those who have most first."""
    titles = {id(cell): row.item.title for row in progress.rows for cell in row.all_cells}
    groups: dict[str, list[dict[str, Any]]] = {}
    for cell in progress.held_up_by:
        groups.setdefault(holder(cell), []).append({"cell": cell, "title": titles[id(cell)]})
    ordered = sorted(groups.items(), key=lambda group: (-len(group[1]), group[0]))
    return [{"name": name, "entries": entries} for name, entries in ordered]


def holder(cell: Cell) -> str:
    """Say who has a page in a language now."""
    if cell.holder is not None:
        return person_name(cell.holder)
    match cell.stage:
        case Stage.NOT_ORDERED:
            return _("Nobody: not ordered yet")
        case Stage.IN_REVIEW if cell.code == SOURCE_CODE:
            return _("The approvers of English")
        case Stage.DRAFT | Stage.SENT_BACK | Stage.GONE if cell.code == SOURCE_CODE:
            return _("The editors of English")
        case Stage.IN_REVIEW:
            return _("The reviewers: %(language)s") % {"language": language_name(cell.code)}
        case Stage.BLOCKED:
            return _("The page above")
    return _("The translators: %(language)s") % {"language": language_name(cell.code)}


def by_page(effects: Sequence[Effect]) -> list[dict[str, Any]]:
    """Return what rolling a release back does, by page: the languages that go offline, that return, that cannot."""
    pages: dict[int, list[Effect]] = {}
    for effect in effects:
        pages.setdefault(effect.outcome.item_id, []).append(effect)
    return [
        {
            "title": found[0].title,
            "offline": names([effect.code for effect in found if effect.goes_offline and not effect.hindrance]),
            "returns": names([effect.code for effect in found if not effect.goes_offline and not effect.hindrance]),
            "hindrances": [{"name": names([effect.code]), "reason": effect.hindrance} for effect in found if effect.hindrance],
        }
        for found in pages.values()
    ]


def details(event: ReleaseEvent) -> str:
    """Return what a step of the history adds to its name; empty where it says all."""
    data = event.data
    match event.action:
        case Action.ADDED | Action.REMOVED | Action.FAILED:
            return str(data.get("page", ""))
        case Action.CHANGED if data.get("goes_live_at"):
            return _("Goes live at %(time)s") % {"time": local_time(data["goes_live_at"])}
        case Action.LATE | Action.ORDERED if data.get("pages"):
            return str(listed(data["pages"]))
        case Action.ROLLED_BACK if data.get("left"):
            return _("Left as they are: %(pages)s") % {"pages": listed(data["left"])}
        case Action.CALLED_OFF | Action.REMOVED if data.get("drafts"):
            return _("Approved texts became drafts again")
    return ""
