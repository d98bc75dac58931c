"""The directory of links as a table: all rows lie on one page, so a file makes one draft of it."""

from django.utils.translation import gettext_lazy as _

from core.languages_of_files import LANGUAGE_CHOICES
from home.models import LinkDirectoryPage, LinkItem
from newsroom.tables.columns import AddressColumn, ChoiceColumn, DayColumn, EntryColumn, TextColumn
from newsroom.tables.table import RowTable
from vocabulary.models import Country, LinkKind

LINKS = RowTable(
    code="links",
    label=_("Links"),
    icon="link",
    model=LinkItem,
    parent=LinkDirectoryPage,
    relation="links",
    named_by="name",
    columns=(
        TextColumn(name="name", label=_("name as printed"), longest=200, required=True),
        AddressColumn(name="url", label=_("address"), required=True),
        EntryColumn(name="kind", label=_("kind"), model=LinkKind, required=True),
        EntryColumn(name="country", label=_("country"), model=Country, example="ETH"),
        ChoiceColumn(name="language", label=_("language of the site"), choices=LANGUAGE_CHOICES, otherwise="en", example="en"),
        TextColumn(name="description", label=_("description"), longest=250),
        DayColumn(name="last_checked", label=_("last checked")),
    ),
)
