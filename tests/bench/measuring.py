"""How figures are taken."""

import time
from collections.abc import Callable
from typing import Any

from django.contrib.auth import get_user_model
from django.db import connection, reset_queries
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests import factories

REPEAT = 3


def figures(action: Callable[[], Any], *, repeat: int = REPEAT) -> dict[str, float]:
    """Return the queries of the last and the milliseconds of the fastest of some runs."""
    best = float("inf")
    number = 0
    for _run in range(repeat):
        # The log holds 9,000 queries; an older one would push out what is counted.
        reset_queries()
        with CaptureQueriesContext(connection) as queries:
            started = time.perf_counter()
            action()
            best = min(best, time.perf_counter() - started)
        number = len(queries)
    return {"queries": number, "ms": round(best * 1000, 1)}


def body(number: int) -> list[dict[str, Any]]:
    """Return a body of so many texts: half of them headings, half paragraphs."""
    blocks: list[dict[str, Any]] = []
    for place in range(number):
        if place % 2:
            text = f"<p>Paragraph {place}: the liquor of step <b>{place}</b> goes to the pit.</p>"
            blocks.append({"type": "paragraph", "id": f"p{place}", "value": text})
        else:
            blocks.append({"type": "heading", "id": f"h{place}", "value": {"text": f"Step {place}", "level": "2"}})
    return blocks


def long_page(homes: factories.Pages, number: int) -> Any:
    """Make a live English page of about so many segments."""
    return factories.pages(
        factories.StandardPage,
        homes,
        f"long-{number}",
        ("en",),
        title=f"Long {number}",
        summary="Many steps.",
        body=body(number - 2),
    )["en"]


def administrator() -> tuple[Any, Client]:
    """Return an administrator and a client in which they are signed in."""
    user = get_user_model().objects.create_superuser("bench", "bench@example.org", "a long password")
    client = Client()
    client.force_login(user)
    return user, client
