"""What the results page shows: results with their facts in words, facets, chips, notes, ways on."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.core.paginator import Paginator
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy, pgettext_lazy

from core.facets import Chip, Facet, chip_label, facet_of
from core.i18n import BY_CODE, CODES, Language, language_tag
from core.listing import NOT_UNDERSTOOD, PER_PAGE, SHORTENED
from core.menus import MenuItem, portal
from core.pagination import Pagination
from search import correcting, fruitless, lexicon, promotions
from search.addresses import FACETS, Question
from search.asking import Asked, ask
from search.cards import NAMES, Card, cards
from search.finding import FEW, LANGUAGE, Elsewhere, Found, Outcome, elsewhere, find
from search.models import SearchDocument
from search.passages import Passage, file_passage, marked_title, passage, summary_passage

MOST_ELSEWHERE = 5
MOST_TOPICS = 2

COMMON_WORDS = gettext_lazy("These words are in almost every text. A word that says more finds better results.")
NO_WORDS = gettext_lazy("There is no word or number to search for in what you typed.")

ORDER_LABELS = {
    "relevance": pgettext_lazy("sort order", "Best match first"),
    "newest": gettext_lazy("Newest first"),
    "oldest": gettext_lazy("Oldest first"),
}
FACET_LABELS = {
    "section": pgettext_lazy("search", "Section"),
    "topic": gettext_lazy("Topic"),
    "type": pgettext_lazy("search", "Type"),
    "country": gettext_lazy("Country"),
    "year": pgettext_lazy("search", "Year"),
    "language": pgettext_lazy("search", "Language"),
}


@dataclass(frozen=True, slots=True)
class Result:
    """A document as a reader sees it."""

    title: SafeString
    url: str
    language: Language
    foreign: bool
    """In another language than the page."""
    passage: Passage | None
    passage_tag: str
    passage_direction: str
    passage_foreign: bool
    partial: bool
    card: Card


class Results:
    """The results page as one request asks for it."""

    def __init__(self, question: Question, reader: Language) -> None:
        self.question = question
        self.reader = reader
        self.asked: Asked = ask(question.text, reader.code)
        self.outcome: Outcome = find(
            self.asked, filters=question.filters, order=question.order, page=question.page, per_page=PER_PAGE
        )
        self.question = Question(self.asked.text, self.outcome.filters, self.outcome.order, self.outcome.page)
        self.odd = question.odd or bool(self.outcome.unknown) or self.outcome.page != question.page

    @property
    def text(self) -> str:
        """The query as it stands in the box."""
        return self.asked.text

    @property
    def isolated_text(self) -> str:
        """The query where no element can say that it may run the other way: in the title."""
        return f"\u2068{self.text}\u2069"

    @property
    def total(self) -> int:
        """Number of results."""
        return self.outcome.total

    @property
    def has_full(self) -> bool:
        """Whether any result has all words."""
        return self.outcome.exact_total > 0

    @property
    def is_filtered(self) -> bool:
        """Whether the visitor chose any filter."""
        return bool(self.question.filters)

    @property
    def is_first_view(self) -> bool:
        """Whether nothing was chosen beyond the words: what stands around the results is shown there only."""
        return not self.is_filtered and self.outcome.page == 1

    @property
    def notes(self) -> list[Any]:
        """What the visitor should know about how their query was read."""
        notes: list[Any] = []
        if self.asked.shortened:
            notes.append(SHORTENED)
        if self.odd:
            notes.append(NOT_UNDERSTOOD)
        if self.asked.only_stop_words:
            notes.append(COMMON_WORDS)
        elif not self.asked:
            notes.append(NO_WORDS)
        return notes

    @property
    def searched(self) -> Language | None:
        """The language of the results where it is one, and not the page's."""
        if LANGUAGE in self.question.filters or self.asked.language == self.reader.code:
            return None
        return BY_CODE[self.asked.language]

    @cached_property
    def facets(self) -> list[Facet]:
        """The facets that offer a choice."""
        facets = [
            facet_of(
                name,
                FACET_LABELS[name],
                self.outcome.facets.get(name, {}),
                self.question.filters.get(name, ()),
                NAMES[name],
                numeric=name == "year",
            )
            for name in FACETS
        ]
        return [facet for facet in facets if len(facet.values) > 1 or facet.selected]

    @cached_property
    def chips(self) -> list[Chip]:
        """The chosen filters, each with the address that drops it."""
        return [
            Chip(chip_label(facet, value), f"{self.question.without(facet.name, value.code)}#results")
            for facet in self.facets
            for value in facet.selected
        ]

    @property
    def orders(self) -> list[tuple[str, Any, bool]]:
        """Name, label and state of each order."""
        return [(name, label, name == self.question.order) for name, label in ORDER_LABELS.items()]

    @property
    def pagination(self) -> Pagination:
        """The links to the other pages of results."""
        paginator = Paginator(range(self.total), PER_PAGE)
        return Pagination(paginator.page(self.outcome.page), lambda number: self.question.address(page=number))

    @property
    def plain_address(self) -> str:
        """Address without filters."""
        return self.question.address(filters={})

    @property
    def everywhere_address(self) -> str:
        """Address of the same search in all languages; empty where that is what is shown."""
        if len(self.question.filters.get(LANGUAGE, ())) == len(CODES):
            return ""
        return self.question.address(filters={**self.question.filters, LANGUAGE: CODES})

    @cached_property
    def corrections(self) -> list[tuple[str, str]]:
        """Queries that may have been meant, each with its address; asked for where little was found."""
        if not self.asked or self.outcome.exact_total >= FEW or self.is_filtered:
            return []
        return [(text, self.question.address(text=text, filters={})) for text in correcting.corrections(self.asked)]

    @cached_property
    def definitions(self) -> list[lexicon.Definition]:
        """Terms that the query names."""
        return lexicon.definitions(self.asked) if self.asked and self.is_first_view else []

    @cached_property
    def topics(self) -> list[MenuItem]:
        """Pages of the topics that the query names."""
        if not self.asked or not self.is_first_view:
            return []
        pages = portal(self.reader.code).topics
        found = [pages[number] for number in lexicon.topics(self.asked) if number in pages]
        return [item for item in found if item.url][:MOST_TOPICS]

    @cached_property
    def _promoted(self) -> list[SearchDocument]:
        return promotions.promoted(self.asked) if self.asked and self.is_first_view else []

    @cached_property
    def _elsewhere(self) -> Elsewhere:
        if not self.asked or not self.is_first_view:
            return Elsewhere()
        beside = [*self._promoted, *(found.document for found in self.outcome.results if found.partial)]
        return elsewhere(self.asked, MOST_ELSEWHERE, without={document.translation_key for document in beside})

    @property
    def elsewhere_total(self) -> int:
        """Number of pages that only other languages have."""
        return self._elsewhere.total

    @cached_property
    def _cards(self) -> dict[int, Card]:
        """What is remembered of each document on the page, asked for once."""
        return cards([*self.outcome.documents, *self._elsewhere.documents, *self._promoted], self.reader)

    @cached_property
    def promoted(self) -> list[Result]:
        """What staff recommend for this query."""
        shown = []
        for document in self._promoted:
            found = Found(document, self.asked.wanted)
            shown.append(self._result(found, summary_passage(document, found.wanted)))
        return shown

    @cached_property
    def full(self) -> list[Result]:
        """The results with all words."""
        return [result for result in self._all[0] if not result.partial]

    @cached_property
    def partial(self) -> list[Result]:
        """The results with some of the words."""
        return [result for result in self._all[0] if result.partial]

    @property
    def others(self) -> list[Result]:
        """The results in other languages."""
        return self._all[1]

    @cached_property
    def _all(self) -> tuple[list[Result], list[Result]]:
        """Return the results and those in other languages; texts of files are read for both together."""
        recommended = {document.pk for document in self._promoted}
        groups = ([found for found in self.outcome.results if found.document.pk not in recommended], self._elsewhere.results)
        passages = _passages([found for group in groups for found in group])
        own, others = ([self._result(found, passages[found.document.pk]) for found in group] for group in groups)
        return own, others

    def _result(self, found: Found, shown: Passage | None) -> Result:
        document = found.document
        language = BY_CODE[document.language]
        passage_code = shown.language if shown else language.code
        return Result(
            title=marked_title(document, found.wanted),
            url=document.facts.get("url", ""),
            language=language,
            foreign=language != self.reader,
            passage=shown,
            passage_tag=language_tag(passage_code),
            passage_direction=BY_CODE[passage_code].direction if passage_code in BY_CODE else "auto",
            passage_foreign=passage_code != self.reader.code,
            partial=found.partial,
            card=self._cards[document.pk],
        )

    def record(self) -> bool:
        """Count the query for staff where it found nothing in full, and tell whether it did."""
        fruitlessly = bool(self.asked and self.is_first_view and not self.outcome.exact_total and not self._promoted)
        if self.asked and fruitlessly:
            fruitless.record(self.asked)
        return fruitlessly


def _passages(results: Iterable[Found]) -> dict[int, Passage | None]:
    """Return what to show of each document: its text, else its files, which are read in one query, else its summary."""
    by_id = {found.document.pk: found for found in results}
    passages: dict[int, Passage | None] = {pk: passage(found.document, found.wanted) for pk, found in by_id.items()}
    missing = [pk for pk, shown in passages.items() if shown is None]
    if missing:
        texts = SearchDocument.objects.filter(pk__in=missing).exclude(files_text="")
        for pk, text, language in texts.values_list("pk", "files_text", "files_language").iterator():
            found = by_id[pk]
            passages[pk] = file_passage(text, language or found.document.language, found.wanted)
    return {pk: shown or summary_passage(by_id[pk].document, by_id[pk].wanted) for pk, shown in passages.items()}
