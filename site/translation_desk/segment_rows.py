"""What the editor shows of each segment, made in a number of queries that does not grow with the segments."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Count
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from wagtail.images import get_image_model

from translation_desk import differences, places, tags
from translation_desk.models import Segment, SegmentComment, TranslationJob

NONE = mark_safe("")
NEEDED = (
    "job_id",
    "kind",
    "place",
    "path",
    "source",
    "order",
    "active",
    "previous_id",
    "text",
    "kept",
    "version",
    "review",
    "suggestion",
    "suggested_by_id",
    "approved_text",
)


@dataclass(slots=True)
class Choice:
    """An image, file or address that may differ per language."""

    english: str
    own: str
    value: str
    kind: str
    """`image`, `document` or `link`: what is opened to choose another."""
    image: str = ""


@dataclass(slots=True)
class Row:
    """One segment as it is shown. All texts are ready for the template; numbers are strings, since ids are not localized."""

    pk: str
    number: str
    version: str
    label: str
    name: str
    """What a screen reader calls the field."""
    states: str
    """Words that filters look for: untranslated, changed, flagged, comments, new."""
    state: str
    source: SafeString
    edited: str
    tags: tuple[tags.Tag, ...] = ()
    limit: str = ""
    lines: bool = True
    warning: str = ""
    english_change: SafeString = NONE
    previous: str = ""
    """Earlier translation, as it is edited; of the English that this one replaced."""
    shown: SafeString = NONE
    """The translation to read; with the differences from the live one in review."""
    live: str = ""
    suggestion: SafeString = NONE
    suggested_by: str = ""
    may_accept_suggestion: bool = False
    repeats: int = 0
    comments: int = 0
    other: SafeString = NONE
    choice: Choice | None = None
    flagged: bool = False
    accepted: bool = False
    new: bool = False


@dataclass(slots=True)
class Section:
    """Rows that stand under one block."""

    group: places.Group
    rows: list[Row] = field(default_factory=list)
    title: str = ""
    """A heading above the block, where a part of the list begins."""


class Rows:
    """Reads the segments of a job and makes rows of them."""

    def __init__(self, job: TranslationJob, user: Any, *, other_texts: Mapping[str, str] | None = None) -> None:
        self.job = job
        self.user = user
        self.other_texts = other_texts or {}
        self.outline = places.outline(job.version)
        everything = {row.pk: row for row in job.segments.only(*NEEDED).order_by("order", "pk")}
        self.before = everything
        self.segments = [row for row in everything.values() if row.active]
        self.repeats = Counter(row.source for row in self.segments if row.kind == Segment.Kind.TEXT)
        self.comments = dict(
            SegmentComment.objects.filter(job=job, parent=None, resolved_at=None, segment__isnull=False)
            .order_by()
            .values_list("segment")
            .annotate(Count("pk"))
        )
        self.places = {path: self.outline.place(path) for path in {row.path for row in self.segments}}
        self.objects = self._objects()
        self.names = names_of({row.suggested_by_id for row in self.segments if row.suggestion})

    def row(self, segment: Segment, number: int = 0, *, review: bool = False) -> Row:
        """Return one row. `review`: show what is new against the live translation."""
        place = self.places[segment.path]
        made = Row(
            pk=str(segment.pk),
            number=str(number),
            version=str(segment.version),
            label=place.label,
            name=self._name(place, number),
            states="",
            state="",
            source=tags.shown(segment.source, segment.source),
            edited="",
            flagged=segment.review == Segment.Review.FLAGGED,
            accepted=segment.review == Segment.Review.ACCEPTED,
            comments=self.comments.get(segment.pk, 0),
        )
        live = self._ancestor(segment, lambda row: bool(row.approved_text), with_self=True)
        made.new = segment.text != (live.approved_text if live else "")
        if segment.kind == Segment.Kind.TEXT:
            self._fill_text(made, segment, place, live, review=review)
        else:
            made.choice = self._choice(segment, place)
            made.new = segment.text != segment.approved_text
        made.state = state_of(segment, changed=bool(made.english_change))
        made.states = " ".join(
            word
            for word, holds in (
                ("untranslated", segment.kind == Segment.Kind.TEXT and not segment.text),
                ("changed", bool(made.english_change)),
                ("comments", made.comments > 0),
                ("flagged", made.flagged),
                ("suggested", bool(segment.suggestion)),
                ("new", made.new),
            )
            if holds
        )
        return made

    def sections(self, *, review: bool = False, flagged_first: bool = False) -> list[Section]:
        """Return the rows under their blocks, in the order of the page; flagged ones before the rest where asked."""
        numbers = {segment.pk: number for number, segment in enumerate(self.segments, start=1)}
        if not flagged_first:
            return self._sections(self.segments, numbers, review)
        flagged = [row for row in self.segments if row.review == Segment.Review.FLAGGED or row.suggestion]
        rest = [row for row in self.segments if not (row.review == Segment.Review.FLAGGED or row.suggestion)]
        first, then = self._sections(flagged, numbers, review), self._sections(rest, numbers, review)
        if first:
            first[0].title = _("What the reviewer marked")
            if then:
                then[0].title = _("The rest of the page")
        return [*first, *then]

    def _sections(self, segments: Iterable[Segment], numbers: Mapping[int, int], review: bool) -> list[Section]:
        found: list[Section] = []
        for segment in segments:
            group = self.places[segment.path].group
            if not found or found[-1].group.key != group.key:
                found.append(Section(group))
            found[-1].rows.append(self.row(segment, numbers[segment.pk], review=review))
        return found

    def _fill_text(self, made: Row, segment: Segment, place: places.Place, live: Segment | None, *, review: bool) -> None:
        made.edited = tags.to_marks(segment.source, segment.text)
        made.tags = tags.tags_of(segment.source)
        made.limit = str(place.limit) if place.limit and not place.rich else ""
        made.lines = place.lines
        made.warning = tags.sentence_of_missing(tags.missing(segment.source, segment.text))
        made.repeats = self.repeats[segment.source] - 1
        made.live = tags.to_marks(segment.source, live.approved_text) if live else ""
        if segment.suggestion:
            made.suggestion = differences.shown(made.edited, tags.to_marks(segment.source, segment.suggestion))
            made.suggested_by = self.names.get(segment.suggested_by_id or 0, "")
            made.may_accept_suggestion = segment.suggested_by_id != self.user.pk
        made.shown = (
            differences.shown(made.live, made.edited) if review and made.new and made.live else tags.marked_up(made.edited)
        )
        if self.other_texts:
            made.other = tags.shown(segment.source, self.other_texts.get(str(segment.place), ""))
        if segment.approved_text or segment.previous_id is None:
            return
        base = live or self._ancestor(segment, lambda row: bool(row.text))
        if base is not None:
            made.previous = tags.to_marks(segment.source, base.approved_text or base.text)
            if base.source != segment.source:
                made.english_change = differences.shown(
                    tags.to_marks(base.source, base.source), tags.to_marks(segment.source, segment.source)
                )

    def _ancestor(self, segment: Segment, test: Callable[[Segment], bool], *, with_self: bool = False) -> Segment | None:
        row = segment if with_self else self.before.get(segment.previous_id or 0)
        while row is not None and not test(row):
            row = self.before.get(row.previous_id or 0)
        return row

    def _name(self, place: places.Place, number: int) -> str:
        inner = [part for part in (place.group.label, place.label) if part]
        return _("%(number)s: %(place)s") % {"number": number, "place": _(", ").join(inner)}

    def _objects(self) -> dict[type, dict[Any, Any]]:
        wanted: dict[type, set[str]] = defaultdict(set)
        for row in self.segments:
            model = self.places[row.path].model
            if row.kind == Segment.Kind.OBJECT and model is not None:
                wanted[model] |= {key for key in (row.source, row.text) if key.isdigit()}
        return {model: model._base_manager.in_bulk(keys) for model, keys in wanted.items()}  # type: ignore[attr-defined]

    def _choice(self, segment: Segment, place: places.Place) -> Choice:
        if segment.kind == Segment.Kind.LINK or place.model is None:
            return Choice(segment.source, segment.text, segment.text or segment.source, "link")
        known = self.objects.get(place.model, {})
        english, own = (known.get(int(key)) if key.isdigit() else None for key in (segment.source, segment.text))
        kind = "image" if issubclass(place.model, get_image_model()) else "document"
        shown = own or english
        return Choice(
            english=str(english) if english else _("(deleted)"),
            own=str(own) if own else "",
            value=str(shown.pk) if shown else "",
            kind=kind,
            image=str(shown.pk) if shown and kind == "image" else "",
        )


def state_of(segment: Segment, *, changed: bool) -> str:
    """Return the state of a segment in words."""
    if segment.kind != Segment.Kind.TEXT:
        return _("Own choice of this language") if segment.text else _("As in English")
    if not segment.text:
        return _("English has changed") if changed else _("Not translated")
    if segment.review == Segment.Review.FLAGGED:
        return _("Flagged by the reviewer")
    if segment.review == Segment.Review.ACCEPTED:
        return _("Accepted by the reviewer")
    if segment.kept:
        return _("Kept as still valid")
    return _("As live") if segment.text == segment.approved_text else _("Translated")


def names_of(ids: Iterable[int | None]) -> dict[int, str]:
    """Return the names of people by id."""
    wanted = {pk for pk in ids if pk}
    if not wanted:
        return {}
    return {pk: str(user.get_full_name() or user) for pk, user in get_user_model()._default_manager.in_bulk(wanted).items()}
