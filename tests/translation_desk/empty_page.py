"""What a screen of the administration costs beyond Wagtail's own frame."""

from collections.abc import Sequence

from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext


def queries(client: Client, url: str) -> int:
    """Return the number of queries of a page that has been visited before."""
    assert client.get(url).status_code == 200
    with CaptureQueriesContext(connection) as taken:
        client.get(url)
    return len(taken)


def beyond_empty(client: Client, url: str) -> int:
    """Return how many queries more than an empty page a page takes."""
    with override_settings(ROOT_URLCONF="tests.translation_desk.empty_urls"):
        return queries(client, url) - queries(client, "/admin/empty-page/")


def each_beyond_empty(client: Client, urls: Sequence[str]) -> list[int]:
    """Return the same for several pages of one kind, of which a visit to the first warms all."""
    with override_settings(ROOT_URLCONF="tests.translation_desk.empty_urls"):
        empty = queries(client, "/admin/empty-page/")
        assert client.get(urls[0]).status_code == 200
        taken = []
        for url in urls:
            with CaptureQueriesContext(connection) as own:
                assert client.get(url).status_code == 200
            taken.append(len(own) - empty)
    return taken
