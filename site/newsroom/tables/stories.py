"""News, events and field stories as a table."""

from django.utils.translation import gettext_lazy as _

from knowledge.models import ArticleIndexPage, ArticlePage
from newsroom.tables.columns import ChoiceColumn, DayColumn, EntryColumn, TextColumn
from newsroom.tables.pictures import GalleryColumn
from newsroom.tables.shared import HEAD, TAIL
from newsroom.tables.table import Table
from vocabulary.models import Country

STORIES = Table(
    code="stories",
    label=_("News, events and stories"),
    icon="form",
    model=ArticlePage,
    parent=ArticleIndexPage,
    columns=(
        *HEAD,
        ChoiceColumn(name="kind", label=_("kind"), choices=ArticlePage.Kind.choices, otherwise="news", example="story"),
        DayColumn(name="date", label=_("date"), required=True),
        DayColumn(name="event_start", label=_("first day")),
        DayColumn(name="event_end", label=_("last day")),
        TextColumn(name="place", label=_("place"), longest=150),
        EntryColumn(name="country", label=_("country"), model=Country, example="ETH"),
        GalleryColumn(name="gallery", label=_("Gallery")),
        *TAIL,
    ),
)
