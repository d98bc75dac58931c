"""Compares the search index with the pages and repairs it; part of the night's work."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from search.checking import Found, check

SAID = {"empty": "without text, probably scanned", "locked": "protected by a password", "failed": "unreadable"}


class Command(BaseCommand):
    help = "Compare the search index with the pages, and repair what differs."

    def handle(self, *args: Any, **options: Any) -> None:
        found = check()
        if options["verbosity"]:
            self.stdout.write(sentence(found))
        if found.failed and getattr(self, "_called_from_command_line", False):
            # The night's work would only repeat the whole check each minute; the log has what failed.
            keys = ", ".join(str(key) for key in found.failed[:10])
            raise CommandError(
                f"{len(found.failed)} pages could not be indexed, among them those with the translation keys {keys}."
            )


def sentence(found: Found) -> str:
    """Return what a check found in one line."""
    wrong = [
        f"{number} {word}"
        for number, word in (
            (found.missing, "missing"),
            (found.outdated, "outdated"),
            (found.superfluous, "superfluous"),
        )
        if number
    ]
    files = [f"{number} {SAID[state]}" for state, number in found.textless.items()]
    if found.unread:
        files.append(f"{found.unread} to be read")
    return (
        f"{found.documents} documents checked: {', '.join(wrong) or 'all as they should be'}"
        f"{' (repaired)' if wrong and not found.failed else ''}. Files: {', '.join(files) or 'all with their text'}."
    )
