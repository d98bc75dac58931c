"""Links of live pages that lead to no live page. Links to other sites are checked elsewhere."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from wagtail.models import Page, ReferenceIndex


@dataclass(frozen=True, slots=True)
class BrokenLink:
    """A link that leads nowhere."""

    page_id: int
    title: str
    target_id: int
    """A page that is a draft, was taken offline, or is gone."""

    def __str__(self) -> str:
        return f"page {self.page_id} to page {self.target_id}"


def broken_links() -> Iterator[BrokenLink]:
    """Yield the links, from Wagtail's index of references, in two queries however many there are."""
    pages = ContentType.objects.get_for_model(Page)
    live = dict(Page.objects.live().order_by("pk").values_list("pk", "title"))
    references = ReferenceIndex.objects.filter(base_content_type=pages, to_content_type=pages)
    seen: set[tuple[int, int]] = set()
    for source, target in references.order_by("pk").values_list("object_id", "to_object_id"):
        link = (int(source), int(target))
        if link[0] in live and link[1] not in live and link not in seen:
            seen.add(link)
            yield BrokenLink(link[0], live[link[0]], link[1])
