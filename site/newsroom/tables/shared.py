"""Columns that every type of page has."""

from django.utils.translation import gettext_lazy as _

from newsroom.tables.columns import Column, DayColumn, EntriesColumn, TextColumn
from newsroom.tables.pictures import ImageColumn
from newsroom.tables.special import BodyColumn
from vocabulary.models import Topic

TITLE = TextColumn(name="title", label=_("title"), longest=255, required=True)
SUMMARY = TextColumn(
    name="summary",
    label=_("summary"),
    longest=300,
    required=True,
    help=_("One or two sentences for lists, search results and search engines; at most 300 characters."),
)
TOPICS = EntriesColumn(
    name="topics", label=_("Topics"), stored="topic_links", model=Topic, key="topic", example="tanning; effluent-treatment"
)
CHECKED = DayColumn(
    name="last_reviewed", label=_("last checked"), help=_("When somebody last read the page against its sources.")
)
BODY = BodyColumn(name="body", label=_("body"))
LEAD_IMAGE = ImageColumn(name="lead_image", label=_("lead image"))
SEARCH_TITLE = TextColumn(
    name="search_title", label=_("title for search engines"), longest=255, stored="seo_title", help=_("Empty: as the title.")
)

HEAD: tuple[Column, ...] = (TITLE, SUMMARY)
TAIL: tuple[Column, ...] = (TOPICS, CHECKED, LEAD_IMAGE, SEARCH_TITLE, BODY)
