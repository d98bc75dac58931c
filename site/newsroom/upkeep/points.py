"""The rules of the house: what on the live pages needs a person. Each rule is declared once, with its reason."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.utils import timezone
from wagtail.models import ReferenceIndex

from core.i18n import CODES, SOURCE_CODE
from core.models import CustomDocument, CustomImage
from newsroom.models import CheckedLink, UpkeepPoint
from newsroom.upkeep.own_links import OwnLinks
from newsroom.upkeep.reading import Content, Figure, Link, LivePage

Kind = UpkeepPoint.Kind

REVIEW_MONTHS = {
    "home.HomePage": 12,  # every visit begins here
    "home.StandardPage": 12,  # mission, contact persons, legal notices
    "home.ContactPage": 12,  # who answers, and for how long messages are kept
    "home.LinkDirectoryPage": 12,
    "knowledge.TopicPage": 24,  # the state of the art moves slowly
    "knowledge.CoursePage": 12,  # providers change dates and addresses
    "projects.ProjectPage": 12,  # while the project runs
}
"""Months after which somebody reads a page against its sources again. Types that are not named are dated records (publications,
sessions, news) or lists that make themselves: they do not age."""
WARNING_MONTHS = 6
"""A page with a safety notice: an error there costs health."""
FACT_YEARS = 5
"""A figure that is older is checked. Those of dated records and of projects that have ended stay true for their year."""
GAPS = {
    "files": "Nobody can read a publication without a file.",
    "people": "Without author and publisher it cannot be cited.",
    "pages": "Readers on slow lines want to know how long it is before they load it.",
    "origin": "Without symbol, project or session it cannot be found in the records of the organisation.",
}
"""What a publication must not lack, and why. Edition, month and editing are often unknown for good and do not count."""
NEW = timedelta(days=14)
"""So long after its upload a file is not called unused: the page for it may still be written."""


@dataclass(frozen=True, slots=True)
class Point:
    """One thing that needs a person."""

    kind: str
    code: str
    title: str
    about: str
    """What tells it from others of its kind: with the kind it is the identity of the point."""
    state: str
    """What the judgement rests on. A dismissal ends when it changes."""
    page_id: int | None = None
    image_id: int | None = None
    document_id: int | None = None
    data: dict[str, Any] = field(default_factory=dict)


def all_points(content: Content, own: OwnLinks, broken: dict[str, CheckedLink], today: date) -> Iterator[Point]:
    """Yield everything that needs a person. The same queries however many pages, images and files there are."""
    yield from links(content, own, broken)
    yield from reviews(content, today)
    yield from facts(content, own, broken, today)
    yield from pictures(content)
    yield from publications(content)
    yield from unused(content)


def links(content: Content, own: OwnLinks, broken: dict[str, CheckedLink]) -> Iterator[Point]:
    """Yield the broken links of each page; of a translation only those that are not broken on its English page."""
    in_english: set[tuple[object, str]] = set()
    seen: set[tuple[int, str]] = set()
    # English first. A place such as `#part` is one of the page itself, so it may be lost in one language alone.
    for link in sorted(content.links, key=lambda link: link.page.code != SOURCE_CODE):
        same = (link.page.translation_key, link.target)
        if same in in_english or (link.page.pk, link.target) in seen:
            continue
        seen.add((link.page.pk, link.target))
        if point := _link(link, own, broken):
            if link.page.code == SOURCE_CODE:
                in_english.add(same)
            yield point


def _link(link: Link, own: OwnLinks, broken: dict[str, CheckedLink]) -> Point | None:
    data: dict[str, Any] = {"target": link.target, "words": link.words[:200]}
    if own.is_own(link.target):
        problem, better = own.problem(link)
        if not problem:
            return None
        data |= {"problem": problem, "better": better}
    else:
        checked = broken.get(link.target)
        if checked is None:
            return None
        data |= {
            "problem": checked.answer,
            "since": checked.failing_since.isoformat() if checked.failing_since else "",
            "asked": checked.asked_at.isoformat() if checked.asked_at else "",
        }
    return _of_page(Kind.LINK, link.page, link.target, str(data["problem"]), data)


def reviews(content: Content, today: date) -> Iterator[Point]:
    """Yield the pages that nobody read against their sources for too long. The date is the same in all languages."""
    for page in content.leading():
        months = REVIEW_MONTHS.get(page.model)
        if months is None or page.completed:
            continue
        months = WARNING_MONTHS if page.warns else months
        since = page.last_reviewed or page.first_published
        if since is None or months_between(since, today) < months:
            continue
        data = {"since": since.isoformat(), "reviewed": page.last_reviewed is not None, "months": months}
        yield _of_page(Kind.REVIEW, page, "", since.isoformat(), data)


def months_between(first: date, last: date) -> int:
    """Return the whole months from one day to another."""
    return (last.year - first.year) * 12 + last.month - first.month - (last.day < first.day)


def facts(content: Content, own: OwnLinks, broken: dict[str, CheckedLink], today: date) -> Iterator[Point]:
    """Yield the figures that are old or whose source cannot be looked up. Numbers are the same in all languages."""
    leading = {page.pk for page in content.leading()}
    for figure in content.figures:
        page = figure.page
        if page.pk not in leading or page.model not in REVIEW_MONTHS or page.completed:
            continue
        old = today.year - figure.year > FACT_YEARS
        lost = _source_lost(figure, own, broken)
        if old or lost:
            data = {
                "label": figure.label,
                "number": figure.number,
                "year": figure.year,
                "source": figure.source,
                "old": old,
                "lost": lost,
            }
            rests_on = f"{figure.number} {figure.year} {figure.source} {figure.source_url} {lost}"
            yield _of_page(Kind.FACT, page, figure.label, rests_on, data)


def _source_lost(figure: Figure, own: OwnLinks, broken: dict[str, CheckedLink]) -> bool:
    if not figure.source_url:
        return False
    if own.is_own(figure.source_url):
        return bool(own.problem(Link(figure.page, figure.source_url))[0])
    return figure.source_url in broken


def pictures(content: Content) -> Iterator[Point]:
    """Yield images without English description, those that a live page shows without one in its language, and these pages."""
    columns = {code: f"description_{code.replace('-', '_')}" for code in CODES}
    rows = CustomImage.objects.order_by("pk").values("pk", "title_en", *columns.values())
    images = {row["pk"]: row for row in rows}
    shown: dict[str, set[int]] = defaultdict(set)
    wordless: dict[LivePage, set[int]] = defaultdict(set)
    for one in content.shown:
        if one.described or one.image_id not in images:
            continue
        shown[one.page.code].add(one.image_id)
        if not images[one.image_id][columns[one.page.code]]:
            wordless[one.page].add(one.image_id)
    for pk, row in images.items():
        for code, column in columns.items():
            if not row[column] and (code == SOURCE_CODE or pk in shown[code]):
                yield Point(Kind.IMAGE_ALT, code, row["title_en"] or "", f"{pk} {code}", "", image_id=pk)
    for page, ids in wordless.items():
        names = [images[pk]["title_en"] or "" for pk in sorted(ids)]
        yield _of_page(Kind.PAGE_ALT, page, "", " ".join(map(str, sorted(ids))), {"images": names})


def publications(content: Content) -> Iterator[Point]:
    """Yield publications that lack something of GAPS."""
    for page in content.leading():
        if page.gaps:
            yield _of_page(Kind.PUBLICATION, page, "", " ".join(page.gaps), {"gaps": list(page.gaps)})


def unused(content: Content) -> Iterator[Point]:
    """Yield images and files that no page, no draft and nothing else of the site uses."""
    kinds: tuple[tuple[str, Any, set[int], str], ...] = (
        (Kind.IMAGE, CustomImage, content.image_ids, "image_id"),
        (Kind.FILE, CustomDocument, content.document_ids, "document_id"),
    )
    for kind, model, used, column in kinds:
        named = ReferenceIndex.objects.filter(to_content_type=ReferenceIndex._get_base_content_type(model))
        in_use = used | {int(pk) for pk in named.order_by().values_list("to_object_id", flat=True).distinct()}
        old = model.objects.filter(created_at__lt=timezone.now() - NEW)
        for pk, title, size in old.order_by("pk").values_list("pk", "title_en", "file_size"):
            if pk not in in_use:
                yield Point(kind, SOURCE_CODE, title or "", str(pk), "", data={"size": size}, **{column: pk})


def _of_page(kind: str, page: LivePage, about: str, state: str, data: dict[str, Any]) -> Point:
    return Point(kind, page.code, page.title, f"{page.pk} {about}", state, page_id=page.pk, data=data)
