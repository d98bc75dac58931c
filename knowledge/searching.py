"""Names of the codes that pages of these sections tell the search."""

from collections.abc import Iterable, Mapping

from django.utils.translation import pgettext

from core.searching import name_codes
from knowledge.lists import kind_names
from vocabulary.facets import names_of
from vocabulary.models import DocumentType


def section_names(codes: Iterable[str]) -> Mapping[str, str]:
    """Return the names of the sections."""
    names = {
        "publications": pgettext("section of the site", "Publications"),
        "training": pgettext("section of the site", "Training"),
        "news": pgettext("section of the site", "News and field stories"),
        "topics": pgettext("section of the site", "Topics"),
        "sessions": pgettext("section of the site", "Panel sessions"),
        "glossary": pgettext("section of the site", "Glossary"),
    }
    return {code: names[code] for code in codes if code in names}


def register() -> None:
    """Register the names; called once when the application is ready."""
    name_codes("section", section_names)
    name_codes("type", names_of(DocumentType))
    name_codes("type", kind_names)
