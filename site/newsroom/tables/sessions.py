"""Sessions of the Panel as a table."""

from django.utils.translation import gettext_lazy as _

from knowledge.models import SessionIndexPage, SessionPage
from newsroom.tables.columns import ChoiceColumn, DayColumn, EntryColumn, NumberColumn, TextColumn
from newsroom.tables.shared import HEAD, TAIL
from newsroom.tables.special import LinesColumn
from newsroom.tables.table import Table
from vocabulary.models import Country, Organisation

SESSIONS = Table(
    code="sessions",
    label=_("Panel sessions"),
    icon="group",
    model=SessionPage,
    parent=SessionIndexPage,
    columns=(
        *HEAD,
        NumberColumn(name="number", label=_("number"), required=True, example="14"),
        DayColumn(name="start_date", label=_("first day"), required=True),
        DayColumn(name="end_date", label=_("last day")),
        ChoiceColumn(
            name="date_precision",
            label=_("dates are known to the"),
            choices=SessionPage.Precision.choices,
            otherwise="day",
            example="day",
        ),
        TextColumn(name="city", label=_("city"), longest=100, required=True),
        EntryColumn(name="country", label=_("country"), model=Country, example="ETH"),
        EntryColumn(name="host", label=_("host"), model=Organisation, example="unido"),
        NumberColumn(name="delegates", label=_("delegates"), example="60"),
        LinesColumn(name="themes", label=_("Themes"), longest=200),
        *TAIL,
    ),
)
