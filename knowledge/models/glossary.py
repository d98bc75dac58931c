"""The public glossary: the termbase for readers."""

from typing import Any, ClassVar

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from core.models import BasePage
from core.searchable import SearchFacts
from knowledge.glossary import GlossaryView, term_lines


class GlossaryPage(BasePage):
    """The terms of the trade in six languages."""

    topic_panels: ClassVar[list[Any]] = []
    parent_page_types: ClassVar = ["home.HomePage"]
    subpage_types: ClassVar = []
    max_count_per_parent = 1
    template = "knowledge/glossary_page.html"
    search_sources: ClassVar = ("vocabulary.Term",)
    schema_type = "DefinedTermSet"

    class Meta:
        verbose_name = _("glossary")
        verbose_name_plural = _("glossaries")

    def search_facts(self) -> SearchFacts:
        """The terms in all languages and their definitions in the page's."""
        words, foreign_words = term_lines(self.language)
        return self.filed_facts("glossary", words=words, foreign_words=foreign_words)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the terms that the address asks for."""
        context = super().get_context(request, *args, **kwargs)
        glossary = GlossaryView(request.GET)
        context["pagination"] = glossary.pagination
        context["glossary"] = glossary
        context["noindex"] = bool(glossary.word or glossary.subject or glossary.notes)
        return context
