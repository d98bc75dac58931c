"""What the lists of the knowledge sections filter and sort by."""

from collections.abc import Iterable

from django.utils.text import capfirst
from django.utils.translation import gettext, gettext_lazy as _, pgettext_lazy

from core import formatting
from core.i18n import language_name
from core.listing import FacetDefinition, ListDefinition, SortOrder, YearRange
from vocabulary.facets import names_of
from vocabulary.models import Country, DocumentType, Topic


def _language_names(codes: Iterable[str]) -> dict[str, str]:
    return {code: capfirst(language_name(code)) for code in codes}


def _session_names(numbers: Iterable[int]) -> dict[int, str]:
    return {number: gettext("Session %(number)s") % {"number": formatting.year(number)} for number in numbers}


PUBLICATIONS = ListDefinition(
    facets=(
        FacetDefinition("topic", _("Topic"), "topic_links__topic__code", names_of(Topic)),
        FacetDefinition("type", _("Document type"), "document_type__code", names_of(DocumentType)),
        FacetDefinition("country", _("Country"), "country_links__country__code", names_of(Country), by_count=False),
        FacetDefinition("language", _("Language of the file"), "files__language", _language_names),
        FacetDefinition("session", _("Panel session"), "session__number", _session_names, by_count=False, numeric=True),
    ),
    orders=(
        SortOrder("newest", _("Newest first"), ("-year", "-month", "title")),
        SortOrder("oldest", _("Oldest first"), ("year", "month", "title")),
        SortOrder("title", pgettext_lazy("sort order", "Title"), ("title",)),
    ),
    years=YearRange("year"),
)

COURSES = ListDefinition(
    facets=(
        FacetDefinition("topic", _("Topic"), "topic_links__topic__code", names_of(Topic)),
        FacetDefinition("language", _("Language of the course"), "course_languages__language", _language_names),
    ),
    orders=(SortOrder("title", pgettext_lazy("sort order", "Title"), ("title",)),),
)


def kind_names(codes: Iterable[str]) -> dict[str, str]:
    """Return the names of the kinds of articles."""
    names = {"news": gettext("News"), "event": gettext("Event"), "story": gettext("Field story")}
    return {code: names[code] for code in codes if code in names}


ARTICLES = ListDefinition(
    facets=(
        FacetDefinition("kind", _("Kind"), "kind", kind_names),
        FacetDefinition("topic", _("Topic"), "topic_links__topic__code", names_of(Topic)),
    ),
    orders=(SortOrder("newest", _("Newest first"), ("-date", "title")),),
)
