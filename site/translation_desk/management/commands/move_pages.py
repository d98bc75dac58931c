"""Moves the pages below one page to another, within a language. Stands in the place of Wagtail's command of this name."""

from typing import Any

from django.core.management.base import CommandError
from wagtail.management.commands.move_pages import Command as WagtailCommand
from wagtail.models import Page


class Command(WagtailCommand):
    help = "Moves the pages below one page to another page of the same language."

    def handle(self, *args: Any, **options: Any) -> None:
        """Refuse to mix languages, else do as Wagtail does."""
        locales = set(Page.objects.filter(pk__in=[options["from_id"], options["to_id"]]).values_list("locale_id", flat=True))
        if len(locales) > 1:
            raise CommandError("A page can only be moved within its own language.")
        super().handle(*args, **options)
