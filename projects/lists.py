"""What the list of projects filters and sorts by."""

from collections.abc import Iterable

from django.db.models import Case, F, IntegerField, Value, When
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy as _, pgettext_lazy

from core.listing import FacetDefinition, ListDefinition, SortOrder, YearRange
from vocabulary.facets import names_of
from vocabulary.models import Country, Goal, Organisation, Topic


def _status_names(_codes: Iterable[str]) -> dict[str, str]:
    return {"planned": gettext("Planned"), "ongoing": gettext("Ongoing"), "completed": gettext("Completed")}


def last_year() -> Coalesce:
    """Return the expression that gives a project's last year for filters.

    A project that goes on lasts to this year; one that is over and whose last year is not known counts with its first.
    """
    number = IntegerField()
    goes_on = Greatest("start_year", Value(timezone.localdate().year), output_field=number)
    unknown = Case(
        When(status="completed", then=F("start_year")), When(start_year__isnull=False, then=goes_on), output_field=number
    )
    return Coalesce("end_year", unknown, output_field=number)


PROJECTS = ListDefinition(
    facets=(
        FacetDefinition("country", _("Country"), "country_links__country__code", names_of(Country), by_count=False),
        FacetDefinition("topic", _("Topic"), "topic_links__topic__code", names_of(Topic)),
        FacetDefinition("donor", _("Donor"), "donor_links__organisation__code", names_of(Organisation), by_count=False),
        FacetDefinition("goal", _("Sustainable Development Goal"), "goal_links__goal__code", names_of(Goal), by_count=False),
        FacetDefinition("status", _("Status"), "status", _status_names),
    ),
    orders=(
        SortOrder("newest", _("Newest first"), ("-start_year", "-end_year", "title")),
        SortOrder("oldest", _("Oldest first"), ("start_year", "end_year", "title")),
        SortOrder("title", pgettext_lazy("sort order", "Title"), ("title",)),
    ),
    years=YearRange("start_year", "last_year"),
)
