"""Five thousand documents: our whole page of results beside the first ten and the total of stock search; queries of a page."""

from collections.abc import Callable
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import translation
from wagtail.models import Locale, Page

from knowledge.models import PublicationPage
from search.asking import Asked
from tests.bench import search_limits, search_quality, search_speed
from tests.bench.measuring import figures
from tests.search import stock_index

NUMBER = 5000


def measure() -> dict[str, Any]:
    """Return milliseconds by frequency of the words, ours and of stock search, and the queries of a page of results."""
    rebuild = search_speed.index(NUMBER)
    stock_index.make()
    search_quality.index_stock(PublicationPage.objects.all())
    search_speed.settle()
    queries = search_speed.words(NUMBER)
    return {
        "rebuild": rebuild,
        "ours": search_speed.answers(queries),
        search_limits.LIKE_STOCK: search_speed.first_ten(queries),
        # Once is enough: it takes long.
        "stock": {name: search_speed.milliseconds([_stock(asked) for asked in chosen], 1) for name, chosen in queries.items()},
        "results page": {name: _page(chosen[0]) for name, chosen in queries.items()},
    }


def _stock(asked: Asked) -> Callable[[], int]:
    pages = Page.objects.live().filter(locale=Locale.objects.get(language_code=asked.language))

    def look() -> int:
        results = pages.search(asked.text, backend="stock")
        list(results[:10])
        return results.count()

    return look


def _page(asked: Asked) -> dict[str, float]:
    with translation.override(asked.language):
        address = reverse("search")
    client = Client()
    return figures(lambda: client.get(address, {"q": asked.text}))
