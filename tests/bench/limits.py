"""What the figures must not exceed."""

from typing import Any

REFRESH_QUERIES = 60
TIMES_FASTER = 10


def missed(desk: dict[str, Any], stock: dict[str, Any]) -> list[str]:
    """Return a sentence for each limit that was missed."""
    found = []
    for number, taken in desk["refresh"].items():
        if taken["queries"] > REFRESH_QUERIES:
            found.append(f"refreshing {number} segments takes {taken['queries']} queries, at most {REFRESH_QUERIES} are allowed")
    return found
