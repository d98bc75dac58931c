"""Refreshing the English source and its five jobs."""

from typing import Any

from tests import factories
from tests.bench.measuring import body, figures, long_page
from translation_desk import refreshing, signals


def measure() -> dict[str, Any]:
    """Return queries and milliseconds of a refresh after a text changed, by number of segments."""
    homes = factories.homes()
    return {str(number): _refresh(homes, number) for number in (30, 300, 1000)}


def _refresh(homes: factories.Pages, number: int) -> dict[str, float]:
    with signals.paused():
        page = long_page(homes, number)
        page.save_revision(clean=False).publish()
    refreshing.refresh_page(page.pk)
    blocks = body(number - 2)
    runs = iter(range(100))

    def publish() -> None:
        blocks[0]["value"]["text"] = f"First step, again {next(runs)}"
        page.body = blocks
        with signals.paused():
            page.save_revision(clean=False).publish()

    best: dict[str, float] = {}
    for _run in range(3):
        publish()
        taken = figures(lambda: refreshing.refresh_page(page.pk), repeat=1)
        best = taken if not best or taken["ms"] < best["ms"] else best
    return best
