"""Checks of what a program put into the text: tags, placeholders, addresses, the room in a field."""

import re
from collections import Counter
from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from core.verbatim import PLACEHOLDER
from translation_checks.check import Check, Severity, each_once
from translation_checks.text import Text, addresses


class Links(Check):
    """A link of the source has to stand in the translation."""

    id = "links"
    title = _("Missing links")
    explanation = _("Every link of the English has to be in the translation, around the words that lead there.")
    message = _("The link %(found)s is missing.")
    severity = Severity.ERROR
    final = True

    def find(self, text: Text) -> Iterator[str]:
        """Yield the marks of links that are missing."""
        for number in sorted(text.required, key=int):
            if f"⟦{number}⟧" not in text.target:
                yield f"⟦{number}⟧"


class BrokenTags(Check):
    """Half a tag is none."""

    id = "broken_tags"
    title = _("Broken tags")
    explanation = _("The double brackets ⟦ ⟧ belong to tags. A bracket that is part of no tag is what remains of a broken one.")
    message = _("%(found)s is not a whole tag.")
    severity = Severity.ERROR
    final = True

    def find(self, text: Text) -> Iterator[str]:
        """Yield brackets outside of marks, with what stands beside them."""
        if "⟦" in text.plain or "⟧" in text.plain:
            yield from each_once(found[0] for found in re.finditer(r"⟦[^\s⟦⟧]{0,6}|[^\s⟦⟧]{0,6}⟧", text.plain))


class TooLong(Check):
    """A field takes so many characters and no more."""

    id = "too_long"
    title = _("Texts that are too long")
    explanation = _(
        "Titles, summaries and other short texts have a greatest length, so that lists and search engines show them whole."
    )
    message = _("The text is too long for its place: %(found)s characters.")
    severity = Severity.ERROR
    final = True

    def find(self, text: Text) -> Iterator[str]:
        """Yield the length if it is too great."""
        if text.limit and len(text.plain) > text.limit:
            yield f"{len(text.plain)}/{text.limit}"


class Placeholders(Check):
    """Programs fill placeholders in by their names."""

    id = "placeholders"
    title = _("Placeholders")
    explanation = _(
        "Names in braces or after a percent sign, such as {name}, are replaced by a program. They are not translated."
    )
    message = _("The placeholder %(found)s is missing or differs.")
    severity = Severity.ERROR

    def find(self, text: Text) -> Iterator[str]:
        """Yield placeholders that stand fewer times than in the source."""
        # A percent sign before a letter is one in prose more often than not: “50 %de”.
        wanted, found = (
            Counter(name for name in PLACEHOLDER.findall(side) if len(name) > len("%s"))
            for side in (text.plain_source, text.plain)
        )
        yield from wanted - found


_LANGUAGE_IN_PATH = re.compile(r"/(?:ar|en|es|fr|ru|zh|zh-hans|zh-cn)(?=/|$)", re.IGNORECASE)


class Addresses(Check):
    """Addresses of web and mail are taken over as they are."""

    id = "addresses"
    title = _("Web and e-mail addresses")
    explanation = _("Addresses are taken over letter by letter. Only the part that names a language, such as /en/, may differ.")
    message = _("The address %(found)s is missing or differs.")
    severity = Severity.ERROR

    def find(self, text: Text) -> Iterator[str]:
        """Yield addresses of the source that the translation has not."""
        wanted = addresses(text.plain_source)
        if wanted:
            present = {_without_language(address) for address in addresses(text.plain)}
            yield from each_once(address for address in wanted if _without_language(address) not in present)


def _without_language(address: str) -> str:
    return _LANGUAGE_IN_PATH.sub("", address.lower()).rstrip("/")


CHECKS = (Links(), BrokenTags(), TooLong(), Placeholders(), Addresses())
