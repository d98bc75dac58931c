"""What the figures must not exceed."""

from typing import Any

REFRESH_QUERIES = 60
TIMES_FASTER = 10
SUBMIT_QUERIES = 120
SEGMENTS_PER_QUERY = 20
APPROVE_QUERIES = 130


def missed(desk: dict[str, Any], stock: dict[str, Any]) -> list[str]:
    """Return a sentence for each limit that was missed."""
    found = []
    for number, taken in desk["refresh"].items():
        if taken["queries"] > REFRESH_QUERIES:
            found.append(f"refreshing {number} segments takes {taken['queries']} queries, at most {REFRESH_QUERIES} are allowed")
    for number, taken in desk["review"]["submit"].items():
        allowed = SUBMIT_QUERIES + int(number) // SEGMENTS_PER_QUERY
        if taken["beyond_empty"] > allowed:
            found.append(f"handing in {number} segments takes {taken['beyond_empty']} queries, at most {allowed} are allowed")
    for number, taken in desk["review"]["approve"].items():
        if taken["beyond_empty"] > APPROVE_QUERIES:
            found.append(
                f"approving {number} segments takes {taken['beyond_empty']} queries, at most {APPROVE_QUERIES} are allowed"
            )
    return found
