"""SQLite's table of Wagtail's own search, which a migration makes and tables made from the models lack."""

from importlib import import_module

from django.db import connection


def make() -> None:
    """Make the table where the database is SQLite."""
    if connection.vendor != "sqlite":
        return
    operations = import_module("wagtail.search.migrations.0006_customise_indexentry").Migration.operations
    statements = [one.sql for operation in operations for one in getattr(operation, "database_operations", ())]
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS wagtailsearch_indexentry_fts")
        for statement in statements:
            cursor.execute(statement)
