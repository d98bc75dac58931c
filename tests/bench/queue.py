"""The queue with a hundred and ten thousand jobs: list, search with filters, matrix, the effect of a step on all, export."""

from typing import Any

from django.test import override_settings

from tests import factories
from tests.bench.measuring import administrator, figures
from tests.translation_desk import desk, queue_data

ADDRESSES = {
    "list": "/admin/translations/?tab=all",
    "list, last page": "/admin/translations/?tab=all&p=9999",
    "search, filters, order": "/admin/translations/?tab=all&q=titre&language=fr&language=ar&due=week&ordering=translator",
    "matrix": "/admin/translations/pages/",
    "effect on all": "/admin/translations/bulk/?action=set_priority&priority=10&effect=1&all=1&rows=tab%3Dall",
    "CSV of all": "/admin/translations/?tab=all&export=csv",
}
EMPTY = "/admin/empty-page/"


def measure() -> dict[str, Any]:
    """Return queries and milliseconds by number of jobs and screen, and those of an administration page with nothing in it."""
    homes = factories.homes()
    _user, client = administrator()
    translators = [desk.person(f"translator{number}", ("translator", "fr")) for number in range(20)]
    reviewers = [desk.person(f"reviewer{number}", ("reviewer", "fr")) for number in range(5)]

    def look(address: str) -> None:
        assert client.get(address).status_code == 200, address

    with override_settings(ROOT_URLCONF="tests.translation_desk.empty_urls"):
        look(EMPTY)
        found: dict[str, Any] = {"empty page": figures(lambda: look(EMPTY))}
        for number in (100, 10_000):
            with factories.undone():
                queue_data.crowd(homes, number, translators, reviewers)
                look(ADDRESSES["list"])
                found[str(number)] = {name: figures(lambda url=url: look(url)) for name, url in ADDRESSES.items()}
    return found
