"""Takes translations that existed before the translation desk into its tables, as approved."""

from typing import Any

from django.core.management.base import BaseCommand

from translation_desk.adoption import adopt_site


class Command(BaseCommand):
    help = (
        "Give every live English page that the translation desk does not know its jobs, and take up its live translations as "
        "approved. Run it once on a site that was translated before; whoever runs it vouches for those translations."
    )

    def handle(self, *_args: Any, **options: Any) -> None:
        count = adopt_site(report=self.stdout.write if options["verbosity"] else lambda _line: None)
        self.stdout.write(f"{count} texts taken up.")
