"""What the screens of releases show."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django import template

from newsroom.models import Release, ReleaseState
from newsroom.releases import wording
from newsroom.releases.progress import Progress, Row
from newsroom.releases.rolling_back import Effect
from translation_desk.wording import local_time

register = template.Library()

register.filter("release_time", local_time)

ICONS: dict[str, str] = {
    ReleaseState.OPEN: "radio-empty",
    ReleaseState.PLANNED: "calendar-alt",
    ReleaseState.LATE: "warning",
    ReleaseState.LIVE: "circle-check",
    ReleaseState.ROLLED_BACK: "rotate",
    ReleaseState.CALLED_OFF: "circle-xmark",
}
STYLES: dict[str, str] = {ReleaseState.LATE: "outdated", ReleaseState.LIVE: "live"}
"""Which of the desk's statuses a state looks like."""


@register.inclusion_tag("translation_desk/status.html")
def release_state(release: Release, progress: Progress | None = None) -> dict[str, Any]:
    """Show the state of a release; of one to come, also whether it is ready."""
    state = release.state
    label = wording.state(release, is_ready=progress is not None and progress.is_ready)
    return {"status": STYLES.get(state, state.value), "label": label, "icon": ICONS[state]}


@register.filter
def release_day(value: date | datetime) -> str:
    """Return a day in the language of the screen."""
    return wording.day_of(value)


@register.filter
def release_goes(row: Row) -> str:
    """Return the languages in which a page goes live."""
    return wording.names([cell.code for cell in row.all_cells if cell.goes_live])


@register.filter
def release_lacks(row: Row) -> str:
    """Return the languages in which a page comes later."""
    return wording.names([cell.code for cell in row.cells if not cell.is_ready])


@register.filter
def release_holders(progress: Progress) -> list[dict[str, Any]]:
    """Return what a release waits for, by whoever has it."""
    return wording.by_holder(progress)


@register.filter
def release_effects(effects: Sequence[Effect]) -> list[dict[str, Any]]:
    """Return what rolling back does, by page."""
    return wording.by_page(effects)
