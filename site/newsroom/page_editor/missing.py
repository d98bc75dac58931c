"""What a page still lacks before it can go to review: told beside the editor, from the draft as it was last saved.

Nothing here keeps anybody from saving. The number of queries depends neither on the length of the page nor on its files.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _, ngettext
from wagtail.models import Page

from core.formatting import number
from core.i18n import SOURCE_CODE, served
from core.models import BasePage, CustomDocument
from core.plain_text import block_lines, downloads
from knowledge.models import PublicationPage
from translation_desk import counting, leverage, translatability
from translation_desk.translatability import Kind

LONGEST_SUMMARY = 300
LONGEST_PARAGRAPH = 120
"""Words."""
LARGEST_FILE = 5 * 1024 * 1024
WORDS_PER_MINUTE = 230
"""How fast adults read running English."""
PLACEHOLDER = re.compile(r"\[…\s*[^\]\s][^\]]*\]")
"""The mark of a text that a template leaves to be written. `[…]` alone is what was left out of a quotation."""

_SENTENCE_END = re.compile(r"[.!?…]+(?:\s|$)")
_LINK = re.compile(r"<a\b[^>]*>")
_TARGET = re.compile(r'\b(linktype|id|href)="([^"]*)"')


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to look at."""

    text: str
    why: str
    field: str
    """Name of the field or relation that it is mended in."""
    block: str = ""
    """Id of the block of the body that it is mended in."""
    quote: str = ""
    """The words of the page that are meant."""


@dataclass(slots=True)
class Report:
    """What a page lacks, and what reading it takes."""

    errors: list[Item] = field(default_factory=list)
    """What visitors would miss or stumble over."""
    hints: list[Item] = field(default_factory=list)
    words: int = 0
    minutes: int = 0
    sentence: int = 0
    """Words in a sentence on average. The three numbers are 0 where the text is not English."""


@dataclass(frozen=True, slots=True)
class _Block:
    """A block of the body as it is stored."""

    key: str
    kind: str
    value: Any
    lines: tuple[str, ...]


def of(page: BasePage) -> Report:
    """Return what the page lacks as it stands in memory: a stored one, or the one that a form has just filled.

    At most five queries: the picture, the topics, the files, and what links lead to.
    """
    report = Report()
    with translation.override(page.language.code):
        blocks = list(_blocks(page))
    texts = [("title", "", page.title), ("summary", "", page.summary)]
    texts += [("body", block.key, line) for block in blocks for line in block.lines]
    _summary(page, report)
    _placeholders(texts, report)
    _pictures(page, blocks, report)
    if page.topic_panels and not len(page.topic_links.all()):
        report.hints.append(Item(_("No topic is chosen."), _("Topics are how readers and related pages find it."), "topic_links"))
    _files(page, report)
    _links(blocks, report)
    _headings(blocks, report)
    if page.language.code == SOURCE_CODE:
        _reading(texts, report)
    return report


def _blocks(page: BasePage) -> Iterator[_Block]:
    known = page.body.stream_block.child_blocks
    for item in page.body.get_prep_value():
        if item["type"] in known:
            lines = tuple(block_lines(known[item["type"]], item["value"]))
            yield _Block(item["id"] or "", item["type"], item["value"], lines)


def _summary(page: BasePage, report: Report) -> None:
    summary = page.summary.strip()
    if not summary:
        report.errors.append(Item(_("There is no summary."), _("Lists, search results and search engines show it."), "summary"))
    elif len(summary) > LONGEST_SUMMARY:
        told = _("The summary has %(length)s characters; at most %(limit)s fit.")
        values = {"length": number(len(summary)), "limit": number(LONGEST_SUMMARY)}
        report.errors.append(Item(told % values, _("Lists, search results and search engines show it."), "summary"))
    elif summary.rstrip(".").casefold() == page.title.strip().rstrip(".").casefold():
        why = _("Say in one or two sentences what readers will find.")
        report.hints.append(Item(_("The summary only repeats the title."), why, "summary"))


def _placeholders(texts: Iterable[tuple[str, str, str]], report: Report) -> None:
    for name, block, text in texts:
        for mark in PLACEHOLDER.findall(text):
            told = _("A placeholder of the template is still there.")
            report.errors.append(Item(told, _("Write the text, or remove it."), name, block, mark))


def _pictures(page: BasePage, blocks: Iterable[_Block], report: Report) -> None:
    why = _("Who cannot see it learns nothing, and search engines neither.")
    with translation.override(page.language.code):
        described = page.lead_image is None or bool(served(page.lead_image, "description")[0])
    if not described:
        report.errors.append(Item(_("The lead image has no description."), why, "lead_image"))
    for block in blocks:
        if leverage.images_without_words(block.value):
            report.errors.append(Item(_("An image in the text has no description."), why, "body", block.key))


def _files(page: BasePage, report: Report) -> None:
    """Look at the files of a publication and at those in the body."""
    rows = list(page.files.all()) if isinstance(page, PublicationPage) else []
    if isinstance(page, PublicationPage) and not rows:
        why = _("Readers come to a publication for its file.")
        report.errors.append(Item(_("The publication has no file."), why, "files"))
    offered = dict(downloads(page.body.stream_block, page.body.get_prep_value()))
    found = CustomDocument.objects.in_bulk({*offered, *(row.document_id for row in rows if row.document_id)})
    for row in rows:
        name = str(found.get(row.document_id) or "")
        if not row.language:
            report.errors.append(
                Item(_("A file has no language."), _("Readers choose a file by its language."), "files", quote=name)
            )
        if not row.pages:
            why = _("Readers want to know how long it is before they fetch it.")
            report.hints.append(Item(_("A file has no number of pages."), why, "files", quote=name))
        if row.scanned:
            why = _("Search and screen readers may fail. Offer a file with text if there is one.")
            report.hints.append(Item(_("A file is a scan."), why, "files", quote=name))
    held = {row.document_id for row in rows}
    for key, document in sorted(found.items()):
        if (document.file_size or 0) > LARGEST_FILE:
            told = _("A file has %(size)s megabytes.") % {"size": number(round(document.file_size / 1024 / 1024))}
            why = _("Over a slow or costly connection nobody fetches it. Offer a smaller one.")
            report.hints.append(Item(told, why, "files" if key in held else "body", quote=str(document)))


def _links(blocks: Iterable[_Block], report: Report) -> None:
    """Look for links that lead to nothing: without an address, to a page that is gone or not live, to a file that is gone."""
    pages: list[tuple[int, str]] = []
    files: list[tuple[int, str]] = []
    nothing = _("This link leads to nothing.")
    for block in blocks:
        for text in _strings(block.value):
            for tag in _LINK.findall(text):
                facts = dict(_TARGET.findall(tag))
                kind, key = facts.get("linktype"), facts.get("id", "")
                if kind in {"page", "document"} and key.isdigit():
                    (pages if kind == "page" else files).append((int(key), block.key))
                elif not facts.get("href", "").strip("# "):
                    report.errors.append(Item(nothing, _("It has no address."), "body", block.key))
        if block.kind == "related_pages":
            pages += [(key, block.key) for key in _numbers(block.value.get("pages"))]
    live = dict(Page.objects.filter(pk__in={key for key, _block in pages}).values_list("pk", "live")) if pages else {}
    there = CustomDocument.objects.in_bulk({key for key, _block in files})
    for key, where in dict.fromkeys(pages):
        if key not in live:
            report.errors.append(Item(nothing, _("The page was removed."), "body", where))
        elif not live[key]:
            why = _("Visitors do not see the link until that page is live.")
            report.hints.append(Item(_("A link leads to a page that is not live."), why, "body", where))
    for key, where in dict.fromkeys(files):
        if key not in there:
            report.errors.append(Item(nothing, _("The file was removed."), "body", where))


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from _strings(part)
    elif isinstance(value, list):
        for part in value:
            yield from _strings(part)


def _numbers(values: Any) -> list[int]:
    """Return the ids in a stored list; lists that were stored long ago hold their values bare."""
    found = [item["value"] if isinstance(item, dict) else item for item in values or ()]
    return [int(value) for value in found if value]


def _headings(blocks: Iterable[_Block], report: Report) -> None:
    above = False
    for block in blocks:
        if block.kind == "heading":
            if block.value.get("level") == "3" and not above:
                why = _("A part stands under a section: who moves from heading to heading would look for the one above.")
                text = str(block.value.get("text") or "")
                report.hints.append(Item(_("A heading skips a level."), why, "body", block.key, text))
            above = above or block.value.get("level") != "3"


def _reading(texts: list[tuple[str, str, str]], report: Report) -> None:
    """Count words and sentences, and name what is hard to follow."""
    # Cells of a table are no sentences.
    prose = [(name, block, text) for name, block, text in texts if " | " not in text]
    lengths = [counting.words(part) for _name, _block, text in prose for part in _SENTENCE_END.split(text)]
    lengths = [length for length in lengths if length]
    report.words = sum(counting.words(text) for _name, _block, text in texts)
    report.minutes = -(-report.words // WORDS_PER_MINUTE)
    report.sentence = round(sum(lengths) / len(lengths)) if lengths else 0
    why = _("Long sentences are hard to follow and to translate: cut it in two.")
    for name, block, text in prose:
        for hint in translatability.of_texts([text]):
            if hint.kind == Kind.LONG_SENTENCE:
                told = ngettext("A sentence has %(count)s word.", "A sentence has %(count)s words.", hint.number)
                report.hints.append(Item(told % {"count": number(hint.number)}, why, name, block, hint.found))
        words = counting.words(text)
        if words > LONGEST_PARAGRAPH:
            told = ngettext("A paragraph has %(count)s word.", "A paragraph has %(count)s words.", words)
            reason = _("On a small screen it is a wall. Cut it in two, or make a list of it.")
            report.hints.append(Item(told % {"count": number(words)}, reason, name, block, f"{text[:80].rstrip()} …"))
    for hint in translatability.of_texts([text for _name, _block, text in prose]):
        if hint.kind == Kind.ACRONYM:
            told = _("“%(name)s” is explained nowhere on the page.") % {"name": hint.found}
            first = next(((name, block) for name, block, text in prose if hint.found in text), ("body", ""))
            report.hints.append(Item(told, _("Write it out where it comes first."), *first))


__all__ = ["PLACEHOLDER", "Item", "Report", "of"]
