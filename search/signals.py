"""What the search does when something happens elsewhere."""

from typing import Any

from django.apps import apps
from django.db import connections, router
from django.db.models.signals import post_migrate

from search.engines import engine
from search.models import SearchDocument


def prepare(using: str, **_kwargs: Any) -> None:
    """Make the index in the database that was migrated, unless its tables are not there (any more)."""
    if not router.allow_migrate_model(using, SearchDocument):
        return
    if SearchDocument._meta.db_table in connections[using].introspection.table_names():
        engine(using).prepare()


def connect() -> None:
    """Connect the handlers; called once when the application is ready."""
    post_migrate.connect(prepare, sender=apps.get_app_config("search"), dispatch_uid="search.prepare")
