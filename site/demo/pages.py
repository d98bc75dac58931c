"""Builds the pages: English first, then each language top down from copies of the English pages."""

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta

from django.apps import apps
from wagtail.models import Locale, Page

from core.i18n import CODES, LANGUAGES, SOURCE_CODE
from core.languages_setup import home_pages
from demo.fields import fill_linked, fill_plain
from demo.files import HOME, Content, PageFiles
from demo.keys import key
from demo.publishing import drop_other_revisions, publish
from demo.sources import Sources

Report = Callable[[str], None]

FIRST_DAY = datetime(2026, 9, 1, 8, tzinfo=UTC)
STEP = timedelta(hours=6)
"""Time between the publishing of two pages, so that lists of the newest have an order that is the same on every load."""


class PageBuilder:
    """Builds all pages of the content below the home pages, which exist already."""

    def __init__(self, content: Content, sources: Sources, report: Report) -> None:
        self.content = content
        self.sources = sources
        self.report = report
        self.locales = {locale.language_code: locale for locale in Locale.objects.filter(language_code__in=CODES)}
        self.homes = home_pages()
        self.made: dict[str, dict[str, Page]] = {code: {} for code in CODES}
        self.numbers = {path: number for number, path in enumerate(content.pages)}

    def build(self) -> dict[str, int]:
        """Build everything, publish it and return the number of pages by language."""
        self._make_english()
        for page in self.content.pages.values():
            self._publish_english(page)
        self.report(f"English: {len(self.made[SOURCE_CODE])} pages")
        for language in LANGUAGES:
            if language.code != SOURCE_CODE:
                for page in self.content.pages.values():
                    if language.code in page.texts:
                        self._translate(page, language.code)
                self.report(f"{language.english_name}: {len(self.made[language.code])} pages")
        for pages in self.made.values():
            drop_other_revisions(list(pages.values()))
        return {code: len(pages) for code, pages in self.made.items()}

    def _make_english(self) -> None:
        """Make every English page without what leads to other pages, so that all links have their target afterwards."""
        locale = self.locales[SOURCE_CODE]
        ids = self.sources.keys.setdefault("pages", {})
        for files in self.content.pages.values():
            if files.path == HOME:
                page = self.homes[SOURCE_CODE]
                fill_plain(page, files, SOURCE_CODE, self.sources)
            else:
                model = apps.get_model(files.type)
                page = model(slug=files.slug, locale=locale, translation_key=key(files.path), live=False)
                fill_plain(page, files, SOURCE_CODE, self.sources)
                self.made[SOURCE_CODE][files.parent].add_child(instance=page)
            self.made[SOURCE_CODE][files.path] = page
            ids[files.path] = page.pk

    def _publish_english(self, files: PageFiles) -> None:
        page = self.made[SOURCE_CODE][files.path]
        # Children added meanwhile have changed the row's place in the tree.
        page.refresh_from_db(fields=["numchild"])
        fill_linked(page, files, SOURCE_CODE, self.sources)
        publish(page, self._published(files, SOURCE_CODE))

    def _translate(self, files: PageFiles, code: str) -> None:
        """Make a page in one language from the English one. Its parent must exist in that language."""
        if files.path == HOME:
            page = self.homes[code]
        elif files.parent not in self.made[code]:
            self.report(f"  left out: {files.path} in {code}, because the page above it does not exist in that language")
            return
        else:
            page = self.made[SOURCE_CODE][files.path].copy_for_translation(self.locales[code])
        fill_plain(page, files, code, self.sources)
        fill_linked(page, files, code, self.sources)
        publish(page, self._published(files, code))
        self.made[code][files.path] = page

    def _published(self, files: PageFiles, code: str) -> datetime:
        """Return when a page counts as published: articles on their date, others one after the other, languages minutes apart."""
        minutes = timedelta(minutes=CODES.index(code))
        if "date" in files.data:
            return datetime.combine(files.data["date"], time(8), tzinfo=UTC) + minutes
        return FIRST_DAY + self.numbers[files.path] * STEP + minutes
