"""The tables that there are."""

from newsroom.tables.courses import COURSES
from newsroom.tables.links import LINKS
from newsroom.tables.projects import PROJECTS
from newsroom.tables.publications import PUBLICATIONS
from newsroom.tables.sessions import SESSIONS
from newsroom.tables.stories import STORIES
from newsroom.tables.table import Table

TABLES: dict[str, Table] = {table.code: table for table in (PUBLICATIONS, PROJECTS, COURSES, STORIES, LINKS, SESSIONS)}
"""By the code that stands in addresses and in names of files."""
