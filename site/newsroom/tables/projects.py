"""Projects as a table."""

from django.utils.translation import gettext_lazy as _

from newsroom.tables.columns import ChoiceColumn, DecimalColumn, EntriesColumn, NumberColumn, TextColumn
from newsroom.tables.results import ResultsColumn
from newsroom.tables.shared import HEAD, TAIL
from newsroom.tables.table import Table
from projects.models import ProjectIndexPage, ProjectPage
from vocabulary.models import Country, Goal, Organisation, Region

PROJECTS = Table(
    code="projects",
    label=_("Projects"),
    icon="folder-open-inverse",
    model=ProjectPage,
    parent=ProjectIndexPage,
    columns=(
        *HEAD,
        EntriesColumn(
            name="countries", label=_("Countries"), stored="country_links", model=Country, key="country", example="ETH; KEN"
        ),
        EntriesColumn(name="regions", label=_("Regions"), stored="region_links", model=Region, key="region"),
        NumberColumn(name="start_year", label=_("first year"), least=1950, most=2100, example="1996"),
        NumberColumn(name="end_year", label=_("last year"), least=1950, most=2100, example="2000"),
        ChoiceColumn(
            name="status", label=_("status"), choices=ProjectPage.Status.choices, otherwise="completed", example="completed"
        ),
        TextColumn(name="number", label=_("UNIDO project number"), longest=80, example="US/RAS/92/120"),
        EntriesColumn(
            name="donors", label=_("Donors"), stored="donor_links", model=Organisation, key="organisation", example="unido"
        ),
        EntriesColumn(
            name="counterparts", label=_("Counterparts"), stored="counterpart_links", model=Organisation, key="organisation"
        ),
        DecimalColumn(name="budget", label=_("budget"), digits=14, places=2, example="1250000"),
        TextColumn(name="currency", label=_("currency"), longest=3, help=_("ISO 4217 code, for example EUR."), example="USD"),
        TextColumn(name="budget_note", label=_("note on the budget"), longest=300),
        ResultsColumn(name="results", label=_("Results in figures"), stored="outcomes"),
        EntriesColumn(name="goals", label=_("Sustainable Development Goals"), stored="goal_links", model=Goal, key="goal"),
        *TAIL,
    ),
)
