"""Addresses that others printed and linked to lead to their pages in one step."""

import csv
import http.client
from urllib.parse import urlsplit

import pytest

from demo.files import CONTENT
from demo.old_addresses import FILE

with (CONTENT / FILE).open(encoding="utf-8", newline="") as table:
    ROWS = [(row["old_address"], row["new_address"]) for row in csv.DictReader(table)]


def answer(site: str, path: str) -> tuple[int, str]:
    """Return the status of an address and where it leads, without going there."""
    connection = http.client.HTTPConnection(urlsplit(site).netloc, timeout=30)
    connection.request("GET", path, headers={"Accept-Language": "fr"})
    response = connection.getresponse()
    found = (response.status, response.headers.get("Location", ""))
    connection.close()
    return found


@pytest.mark.parametrize(("old", "new"), [*ROWS, ("/publications?page=4", "/en/publications/")])
def test_an_old_address_leads_to_its_page_in_one_step(site: str, old: str, new: str) -> None:
    assert answer(site, old) == (301, new)
    assert answer(site, new)[0] == 200
