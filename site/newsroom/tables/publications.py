"""Publications as a table."""

from django.utils.translation import gettext_lazy as _

from core.languages_of_files import LANGUAGE_CHOICES
from knowledge.models import PublicationIndexPage, PublicationPage, SessionPage
from newsroom.tables.columns import ChoiceColumn, EntriesColumn, EntryColumn, NumberColumn, TextColumn
from newsroom.tables.shared import HEAD, TAIL
from newsroom.tables.special import FilesColumn, PeopleColumn
from newsroom.tables.table import Table
from projects.models import ProjectPage
from vocabulary.models import Country, DocumentType, Organisation

PUBLICATIONS = Table(
    code="publications",
    label=_("Publications"),
    icon="doc-full",
    model=PublicationPage,
    parent=PublicationIndexPage,
    columns=(
        *HEAD,
        EntryColumn(name="document_type", label=_("document type"), model=DocumentType, required=True, example="paper"),
        NumberColumn(name="year", label=_("year"), least=1950, most=2100, required=True, example="2004"),
        NumberColumn(name="month", label=_("month"), least=1, most=12, example="5"),
        FilesColumn(name="files", label=_("Files"), example="manual.pdf|en|48; manual-fr.pdf|fr|50|scanned"),
        PeopleColumn(name="people", label=_("People"), stored="person_links", example="buljan; kral:editor"),
        EntriesColumn(
            name="publishers",
            label=_("Published by"),
            stored="organisation_links",
            model=Organisation,
            key="organisation",
            example="unido",
        ),
        TextColumn(name="original_title", label=_("original title"), longest=300),
        ChoiceColumn(
            name="original_language", label=_("original language"), choices=LANGUAGE_CHOICES, otherwise="en", example="en"
        ),
        TextColumn(name="edition", label=_("edition"), longest=80),
        ChoiceColumn(name="editing", label=_("editing"), choices=PublicationPage.Editing.choices, example="edited"),
        NumberColumn(name="pages", label=_("pages"), example="48"),
        EntryColumn(
            name="session", label=_("Panel session"), model=SessionPage, example="session-14", help=_("The code of a page.")
        ),
        EntryColumn(name="project", label=_("project"), model=ProjectPage, help=_("The code of a page.")),
        TextColumn(name="project_number", label=_("UNIDO project number"), longest=80, example="US/RAS/92/120"),
        TextColumn(name="symbol", label=_("document symbol"), longest=60),
        EntriesColumn(
            name="countries", label=_("Countries"), stored="country_links", model=Country, key="country", example="ETH; KEN"
        ),
        EntriesColumn(
            name="related",
            label=_("Related publications"),
            stored="related_links",
            model=PublicationPage,
            key="target",
            help=_("Codes of publications that are there already, with a semicolon between two."),
        ),
        *TAIL,
    ),
)
