"""Courses as a table."""

from django.utils.translation import gettext_lazy as _

from core.languages_of_files import LANGUAGE_CHOICES
from knowledge.models import CourseIndexPage, CoursePage
from newsroom.tables.columns import (
    AddressColumn,
    ChoiceColumn,
    CodesColumn,
    DecimalColumn,
    EntryColumn,
    NumberColumn,
    TextColumn,
    YesNoColumn,
)
from newsroom.tables.shared import HEAD, TAIL
from newsroom.tables.special import ModulesColumn
from newsroom.tables.table import Table
from vocabulary.models import Organisation

COURSES = Table(
    code="courses",
    label=_("Courses"),
    icon="openquote",
    model=CoursePage,
    parent=CourseIndexPage,
    columns=(
        *HEAD,
        TextColumn(name="audience", label=_("for whom"), longest=250, required=True),
        CodesColumn(
            name="languages",
            label=_("Languages of the course"),
            stored="course_languages",
            choices=LANGUAGE_CHOICES,
            key="language",
            example="en; fr",
        ),
        DecimalColumn(name="hours", label=_("length in hours"), digits=5, places=1, example="12.5"),
        NumberColumn(name="year", label=_("year of the course"), example="2012"),
        YesNoColumn(name="certificate", label=_("ends with a certificate")),
        NumberColumn(name="pass_mark", label=_("pass mark in per cent"), most=100, example="70"),
        EntryColumn(name="provider", label=_("provider"), model=Organisation, example="unido"),
        AddressColumn(name="provider_url", label=_("address of the course")),
        ChoiceColumn(
            name="provider_language",
            label=_("language of that address"),
            choices=LANGUAGE_CHOICES,
            otherwise="en",
            example="en",
        ),
        ModulesColumn(name="modules", label=_("Modules")),
        *TAIL,
    ),
)
