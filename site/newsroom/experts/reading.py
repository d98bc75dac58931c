"""The text that an expert is asked about, passage by passage: what visitors read now, and for translations the English."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.text import Truncator
from wagtail.models import Page

from core.i18n import SOURCE_CODE, locale_code
from newsroom.models import ExpertQuestion
from translation_desk import approval, differences, engine, tags
from translation_desk.errors import WrongStateError

EXCERPT = 300


@dataclass(frozen=True, slots=True)
class Passage:
    """One passage of the page."""

    number: int
    text: str
    english: str = ""
    change: SafeString | str = ""
    """The difference to what visitors read now; empty where there is none or nothing is live."""
    is_new: bool = False
    """Whether visitors read no such passage yet, on a page that is live."""

    @property
    def excerpt(self) -> str:
        """The beginning, by which the passage is known in an answer."""
        return Truncator(self.text).chars(EXCERPT)


def passages(question: ExpertQuestion) -> list[Passage]:
    """Return the passages of the text, in the order of the page; the number of queries does not grow with them."""
    page = question.page
    texts = _texts(question.revision.as_object())
    live = _texts(_live(page)) if page.live else {}
    english = _texts(_english(question))
    return [
        Passage(
            number,
            text,
            english.get(path, ""),
            differences.shown(live[path], text) if path in live and live[path] != text else "",
            bool(live) and path not in live,
        )
        for number, (path, text) in enumerate(texts.items())
    ]


def _texts(page: Page | None) -> dict[str, str]:
    """Return the texts of a page by their place in it, without tags."""
    found: dict[str, list[str]] = {}
    for path, text in _pieces(page):
        found.setdefault(path, []).append(text)
    return {path: "\n".join(texts) for path, texts in found.items()}


def _pieces(page: Page | None) -> Iterator[tuple[str, str]]:
    if page is None:
        return
    for segment in engine.freeze(page).segments:
        if segment["kind"] == "text":
            yield segment["path"], tags.plain(segment["data"])


def _live(page: Page) -> Page:
    return page.live_revision.as_object() if page.live_revision is not None else page.specific


def _english(question: ExpertQuestion) -> Page | None:
    """Return the English that the text translates; None for English itself and for pages that have none."""
    page = question.page
    if locale_code(page.locale_id) == SOURCE_CODE:
        return None
    submission = approval.read_submission(question.revision)
    if submission is not None:
        try:
            return engine.source_page(submission.version)
        except WrongStateError:
            return None
    english = Page.objects.filter(translation_key=page.translation_key, locale__language_code=SOURCE_CODE, live=True).first()
    return english.specific if english is not None else None
