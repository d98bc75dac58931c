"""What the translation plan says of English pages: rules read once for many pages, and pure functions that weigh them.

Of several rules the most specific holds: page, then the nearest section, then the type of the page; among those of one thing a
rule for the language comes before one for all. Without a rule a page is wanted. Home pages are always required, and a page that
stands above a planned one is wanted, since nothing can be published below a page that does not exist.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from wagtail.models import Page

from core.i18n import CODES, SOURCE_CODE, locale_ids
from core.tree import ARCHIVE_PATH
from translation_desk.models import Level, PlanRule, TranslationJob
from translation_desk.models.plan import PLANNED

STEP = Page.steplen
HOME = 2 * STEP
"""Length of the tree path of a home page."""

Place = tuple[UUID, int]
"""Translation key and id of a locale."""
Scope = PlanRule.Scope


@dataclass(frozen=True, slots=True)
class Facts:
    """What the plan must know of an English page."""

    pk: int
    key: UUID
    path: str
    type_id: int


@dataclass(frozen=True, slots=True)
class Rules:
    """All rules, by what they are about and the id of the locale or None."""

    pages: Mapping[tuple[UUID, int | None], PlanRule] = field(default_factory=dict)
    sections: Mapping[tuple[str, int | None], PlanRule] = field(default_factory=dict)
    types: Mapping[tuple[int, int | None], PlanRule] = field(default_factory=dict)

    @classmethod
    def of(cls, rules: Iterable[PlanRule], paths: Mapping[UUID, str]) -> "Rules":
        """Sort rules; `paths` are those of the English pages that sections begin with. A section without a page says nothing."""
        made = cls({}, {}, {})
        tables: dict[str, Any] = {Scope.PAGE: made.pages, Scope.SECTION: made.sections, Scope.TYPE: made.types}
        for rule in rules:
            subject: Any = rule.content_type_id if rule.scope == Scope.TYPE else rule.translation_key
            if rule.scope == Scope.SECTION:
                subject = paths.get(subject)
            if subject is not None:
                tables[rule.scope][subject, rule.locale_id] = rule
        return made

    def rule(self, facts: Facts, locale_id: int) -> PlanRule | None:
        """Return the rule that holds for a page in a language."""
        places: list[tuple[Any, Any]] = [(self.pages, facts.key)]
        if self.sections:
            places += [(self.sections, facts.path[:length]) for length in range(len(facts.path), 0, -STEP)]
        places.append((self.types, facts.type_id))
        for table, subject in places:
            for asked in (locale_id, None):
                if (subject, asked) in table:
                    return table[subject, asked]
        return None

    def level(self, facts: Facts, locale_id: int) -> Level:
        """Return what the rules say of a page in a language."""
        if len(facts.path) <= HOME:
            return Level.REQUIRED
        rule = self.rule(facts, locale_id)
        return Level(rule.level) if rule else Level.WANTED


def weighed(pages: Sequence[Facts], rules: Rules, locales: Sequence[int]) -> dict[Place, Level]:
    """Return the level of each page in each language, when `pages` are all there are: those above planned ones are wanted."""
    levels = {(page.key, locale_id): rules.level(page, locale_id) for page in pages for locale_id in locales}
    if all(level in PLANNED for level in levels.values()):
        return levels
    keys = {page.path: page.key for page in pages}
    for page in pages:
        above = [keys[path] for path in paths_above(page.path) if path in keys]
        for locale_id in locales:
            if levels[page.key, locale_id] in PLANNED:
                for key in above:
                    if levels[key, locale_id] not in PLANNED:
                        levels[key, locale_id] = Level.WANTED
    return levels


def paths_above(path: str) -> list[str]:
    """Return the tree paths of the pages between a page and its home page, nearest first."""
    return [path[:length] for length in range(len(path) - STEP, HOME, -STEP)]


def target_locales() -> list[int]:
    """Return the ids of the locales that are translated into, in the order of the table of languages."""
    known = locale_ids()
    return [known[code] for code in CODES if code != SOURCE_CODE and code in known]


def load(rules: Iterable[PlanRule] | None = None) -> Rules:
    """Read all rules, or sort those given: two queries, one where no rule is about a section."""
    found = list(PlanRule.objects.all() if rules is None else rules)
    keys = [rule.translation_key for rule in found if rule.scope == Scope.SECTION]
    paths: dict[UUID, str] = {}
    if keys:
        english = Page.objects.filter(translation_key__in=keys, locale__language_code=SOURCE_CODE)
        paths = dict(english.values_list("translation_key", "path"))
    return Rules.of(found, paths)


def facts(page: Page) -> Facts:
    """Return what the plan must know of an English page."""
    return Facts(page.pk, page.translation_key, page.path, page.content_type_id)


def levels(pages: Iterable[Page], rules: Rules | None = None) -> dict[Place, Level]:
    """Return what the rules say of English pages in every language, in as many queries for one page as for a thousand.

    Pages that are needed for those below them have jobs that say so.
    """
    known = load() if rules is None else rules
    return {
        (page.translation_key, locale_id): known.level(facts(page), locale_id) for page in pages for locale_id in target_locales()
    }


def asked_for(page: Page, rules: Rules) -> dict[int, Level]:
    """Return the level of an English page by the id of the locale, those below it considered. One query at most."""
    found = {locale_id: rules.level(facts(page), locale_id) for locale_id in target_locales()}
    if all(level in PLANNED for level in found.values()):
        return found
    below = TranslationJob.objects.filter(source_page__path__startswith=page.path, level__in=PLANNED).exclude(source_page=page.pk)
    for locale_id in below.order_by().values_list("locale_id", flat=True).distinct():
        if found.get(locale_id) not in {None, *PLANNED}:
            found[locale_id] = Level.WANTED
    return found


def live_pages() -> list[Facts]:
    """Return all English pages that visitors can read, in the order of the tree, in one query."""
    pages = Page.objects.filter(locale__language_code=SOURCE_CODE, live=True, depth__gt=1)
    rows = pages.exclude(url_path__startswith=ARCHIVE_PATH).order_by("path")
    return [Facts(*row) for row in rows.values_list("pk", "translation_key", "path", "content_type_id")]
