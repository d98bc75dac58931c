"""Pages with something to look after, and checks at once."""

from typing import Any

from django.test import TestCase

from newsroom.models import UpkeepPoint
from newsroom.upkeep import checking


def committed() -> Any:
    """Return a context after which everything runs that waits for a commit, tasks among it."""
    return TestCase.captureOnCommitCallbacks(execute=True)


def check() -> None:
    """Look at everything that is live, and keep what needs a person."""
    with committed():
        checking.begin()


def kinds(**filters: Any) -> list[str]:
    """Return the kinds of the open points."""
    return sorted(UpkeepPoint.objects.filter(dismissed_at=None, **filters).values_list("kind", flat=True))


def figure(year: int, source_url: str = "", label: str = "plants built") -> tuple[str, Any]:
    """Return a block with one figure."""
    value = {"value": 250, "label": label, "source": "Panel", "source_url": source_url, "year": year}
    return "key_figures", {"figures": [value]}


def body(link: str, source: str, film: str) -> list[tuple[str, Any]]:
    """Return a body with a link in a text, one of a figure's source and one of a video."""
    video = {"title": "Film", "url": film, "language": "en", "transcript": "<p>A hide.</p>"}
    return [("paragraph", f'<p><a href="{link}">x</a></p>'), figure(2026, source), ("video", video)]
