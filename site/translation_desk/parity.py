"""How far the languages are, against the plan and in absolute figures. What exists in one language only is no gap of others."""

from dataclasses import dataclass, field

from wagtail.models import Page

from core.i18n import locale_code
from translation_desk import plan
from translation_desk.models import Level, TranslationJob


@dataclass(slots=True)
class Share:
    """How many of some English pages exist in a language."""

    pages: int = 0
    up_to_date: int = 0
    outdated: int = 0

    @property
    def missing(self) -> int:
        """Pages that visitors cannot read in the language."""
        return self.pages - self.up_to_date - self.outdated

    @property
    def percent(self) -> int | None:
        """Share of the pages that are up to date, rounded down so that 100 means all; None of no pages."""
        return self.up_to_date * 100 // self.pages if self.pages else None

    def add(self, live: bool, behind: bool) -> None:
        """Count a page."""
        self.pages += 1
        if live:
            self.up_to_date += not behind
            self.outdated += behind


@dataclass(slots=True)
class Parity:
    """One language: what the plan requires, what it wants, and all English pages."""

    code: str
    required: Share = field(default_factory=Share)
    wanted: Share = field(default_factory=Share)
    all_pages: Share = field(default_factory=Share)


def figures() -> list[Parity]:
    """Return the figures of all languages in the order of the table, in five queries however many pages there are."""
    locales = plan.target_locales()
    pages = plan.live_pages()
    levels = plan.weighed(pages, plan.load(), locales)
    live = set(Page.objects.live().filter(locale__in=locales, depth__gt=1).values_list("translation_key", "locale_id"))
    # What people keep by hand may differ from English, so only they know whether it is behind.
    changed = TranslationJob.objects.filter(enabled=True, grade__isnull=False).order_by()
    behind = set(changed.values_list("translation_key", "locale_id"))
    found = []
    for locale_id in locales:
        parity = Parity(locale_code(locale_id))
        for page in pages:
            place = (page.key, locale_id)
            facts = (place in live, place in behind)
            parity.all_pages.add(*facts)
            if levels[place] == Level.REQUIRED:
                parity.required.add(*facts)
            elif levels[place] == Level.WANTED:
                parity.wanted.add(*facts)
        found.append(parity)
    return found
