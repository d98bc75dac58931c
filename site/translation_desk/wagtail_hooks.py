"""What the desk adds to Wagtail's administration; one module of hooks for each part."""

from django.urls import URLPattern, URLResolver, include, path
from wagtail import hooks

from translation_desk import (  # noqa: F401  # imported for their hooks
    hooks_archive,
    hooks_changes,
    hooks_checks,
    hooks_columns,
    hooks_doors,
    hooks_editor,
    hooks_jobs,
    hooks_orders,
    hooks_people,
    hooks_plan,
    hooks_queue,
    hooks_review,
    hooks_terms,
    hooks_tree,
    hooks_userbar,
)


@hooks.register("register_admin_urls")
def register_addresses() -> list[URLPattern | URLResolver]:
    """Put the desk's screens below `translations/`."""
    return [path("translations/", include("translation_desk.urls"))]
