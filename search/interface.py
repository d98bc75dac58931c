"""What sections and the administration may ask of the search, through `core.searching`."""

from collections.abc import Collection, Mapping

from wagtail.models import Page

from search import indexing
from search.finding import found_pages
from search.title_keys import of_title


class SiteSearch:
    """The search of this site."""

    def pages(self, query: str, language: str) -> Mapping[int, int]:
        """Return the pages that a query finds in any language, by id, with their place in the order of relevance."""
        return found_pages(query, language)

    def take_out(self, page_ids: Collection[int]) -> None:
        """Find pages no more until they are brought in again."""
        indexing.remove_pages(Page.objects.filter(pk__in=page_ids))

    def look_again(self, page_ids: Collection[int]) -> None:
        """Have pages brought up to date in the background."""
        indexing.pages_later(Page.objects.filter(pk__in=page_ids))

    def title_keys(self, title: str, language: str) -> str:
        """Return the words under which a title is found in the administration: without accents, in every spelling we fold."""
        return of_title(title, language)
