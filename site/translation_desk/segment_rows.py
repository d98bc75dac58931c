"""What the editor shows of each segment, made in a number of queries that does not grow with the segments."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db.models import Model
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _, ngettext
from wagtail.images import get_image_model

from core.i18n import locale_code
from termbase import recognising
from translation_desk import comments, differences, findings, places, tags, term_marks
from translation_desk.models import Question, Segment, TranslationJob
from translation_desk.permissions import can_review
from translation_desk.tags import marked_up

NONE = mark_safe("")


class Record(NamedTuple):
    """The columns of a segment that are shown. An instance of the model with just these takes three times as long to make."""

    pk: int
    kind: str
    place: UUID
    path: str
    source: str
    active: bool
    previous_id: int | None
    text: str
    kept: bool
    prefilled: bool
    machine: str
    version: int
    review: str
    suggestion: str
    suggested_by_id: int | None
    approved_text: str


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
    """One segment as it is shown. `drawing` has the template see texts (a SafeString is HTML), flags and the choice."""

    pk: str
    number: str
    version: str
    label: str
    """Of the segment within its block."""
    name: str
    """What a screen reader calls the field."""
    states: list[str] = field(default_factory=list)
    words: str = ""
    """The states, as filters look for them."""
    state: str = ""
    """In words for people."""
    english: SafeString = NONE
    """The English; with what changed in it since the earlier translation."""
    edited: str = ""
    limit: str = ""
    """How many characters the field takes."""
    one_line: bool = False
    tags: SafeString = NONE
    """Buttons that insert tags."""
    findings: SafeString = NONE
    """What the checks object to, with what was said of it."""
    earlier: SafeString = NONE
    """Translation of the English that this one replaced, as long as there is none of this one."""
    shown: SafeString = NONE
    """The translation to read; with the differences from the live one in review."""
    suggestion: SafeString = NONE
    suggested_by: str = ""
    may_accept_suggestion: bool = False
    repeats: str = ""
    comments: str = ""
    questions: str = ""
    """What any language asked about the English here."""
    other: SafeString = NONE
    choice: Choice | None = None
    flagged: bool = False
    accepted: bool = False
    prefilled: bool = False
    """Whether the text came from the memory or a machine and waits for somebody to say that it is right."""


@dataclass(slots=True)
class Section:
    """Rows that stand under one block."""

    label: str
    icon: SafeString
    heading: str = ""
    image: str = ""
    """Address of a picture of the block."""
    key: str = ""
    """Tells one block from another."""
    rows: list[Row] = field(default_factory=list)
    title: str = ""
    """A heading above the block, where a part of the list begins."""
    notes: SafeString = NONE
    """What the author of the English says about the block."""
    drawn: SafeString = NONE
    """The rows as HTML."""


@lru_cache(maxsize=64)
def _icon(name: str) -> SafeString:
    return render_to_string("wagtailadmin/shared/icon.html", {"name": name, "classname": "desk-block__icon"})


class Rows:
    """Reads the segments of a job and makes rows of them."""

    def __init__(
        self,
        job: TranslationJob,
        user: Any,
        *,
        other_texts: Mapping[str, str] | None = None,
        open_comments: Mapping[int, int] | None = None,
    ) -> None:
        """`open_comments`: how many threads are open by id of the segment, where the caller has counted them."""
        self.job = job
        self.user = user
        self.other_texts = other_texts or {}
        self.words = Words()
        self.outline = places.outline(job.version)
        columns = Segment.objects.filter(job=job).order_by("order", "pk").values_list(*Record._fields)
        self.before = {row.pk: row for row in map(Record._make, columns)}
        self.segments = [row for row in self.before.values() if row.active]
        self.repeats = Counter(row.source for row in self.segments if row.kind == Segment.Kind.TEXT)
        self.comments = comments.of_job(job).open if open_comments is None else open_comments
        asked = Question.objects.filter(page=job.source_page_id).order_by().values_list("place", "source", "state")
        self.questions = Counter((place, source) for place, source, state in asked if state != Question.State.SOLVED)
        self.answered = {(place, source) for place, source, state in asked if state == Question.State.ANSWERED}
        self.places = {path: self.outline.place(path) for path in {row.path for row in self.segments}}
        self.terms = recognising.current()
        self.found = findings.of_rows(job, self.segments, self.terms)
        self.objects = self._objects()
        self.names = names_of({row.suggested_by_id for row in self.segments if row.suggestion})

    @property
    def texts(self) -> list[Record]:
        """The texts among the segments, in the order of the page."""
        return [row for row in self.segments if row.kind == Segment.Kind.TEXT]

    def row(self, segment: Record, number: int = 0, *, review: bool = False) -> Row:
        """Return one row. `review`: show what is new against the live translation."""
        place = self.places[segment.path]
        made = Row(
            pk=str(segment.pk),
            number=str(number),
            version=str(segment.version),
            label=self.words.link if segment.kind == Segment.Kind.LINK else place.label,
            name=self.words.name % {"number": number, "place": self._name(place)},
            flagged=segment.review == Segment.Review.FLAGGED,
            accepted=segment.review == Segment.Review.ACCEPTED,
        )
        states = made.states
        if segment.kind == Segment.Kind.TEXT:
            self._fill_text(made, segment, place, review=review)
        else:
            made.english = marked_up(segment.source)
            made.choice = self._choice(segment, place)
            if segment.text != segment.approved_text:
                states.append("new")
        if open_threads := self.comments.get(segment.pk, 0):
            made.comments = ngettext("%(count)s open comment", "%(count)s open comments", open_threads) % {"count": open_threads}
            states.append("comments")
        if asked := self.questions[segment.place, segment.source]:
            made.questions = self._questions(asked, answered=(segment.place, segment.source) in self.answered)
            states.append("questions")
        if made.flagged:
            states.append("flagged")
        made.state = state_of(segment, changed="changed" in states, words=self.words)
        made.words = " ".join(states)
        return made

    @staticmethod
    def _questions(number: int, *, answered: bool) -> str:
        if answered:
            words = ngettext("%(count)s question, with an answer", "%(count)s questions, with an answer", number)
        else:
            words = ngettext("%(count)s open question", "%(count)s open questions", number)
        return words % {"count": number}

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

    def _sections(self, segments: Iterable[Record], numbers: Mapping[int, int], review: bool) -> list[Section]:
        found: list[Section] = []
        for segment in segments:
            group = self.places[segment.path].group
            if not found or found[-1].key != group.key:
                image = reverse("translation_desk:thumbnail", args=[group.image]) if group.image else ""
                found.append(Section(group.label, _icon(group.icon), group.heading, image, group.key))
            found[-1].rows.append(self.row(segment, numbers[segment.pk], review=review))
        return found

    def _fill_text(self, made: Row, segment: Record, place: places.Place, *, review: bool) -> None:
        source = segment.source
        live = self._ancestor(segment, lambda row: bool(row.approved_text), with_self=True)
        made.edited = tags.to_marks(source, segment.text)
        made.english = term_marks.underlined(tags.to_marks(source, source), self.terms)
        made.limit = str(place.limit) if place.limit and not place.rich else ""
        made.one_line = not place.lines
        made.tags = _tag_buttons(source, self.words.tags)
        if not segment.text:
            made.states.append("untranslated")
        if segment.prefilled:
            made.prefilled = True
            made.states.append("prefilled")
        if segment.machine and segment.text:
            made.prefilled = True
            made.states.append("machine")
        if segment.text != (live.approved_text if live else ""):
            made.states.append("new")
        if found := self.found.get(segment.pk):
            made.findings = findings_as_html(found, self.job, self.user)
            if any(told.verdict is None for told in found):
                made.states.append("findings")
        if (repeats := self.repeats[source] - 1) > 0:
            made.repeats = ngettext("%(count)s repetition", "%(count)s repetitions", repeats) % {"count": repeats}
        if segment.suggestion:
            made.states.append("suggested")
            made.suggestion = differences.shown(made.edited, tags.to_marks(source, segment.suggestion))
            made.suggested_by = self.names.get(segment.suggested_by_id or 0, "")
            made.may_accept_suggestion = segment.suggested_by_id != self.user.pk
        if self.other_texts:
            made.other = tags.shown(source, self.other_texts.get(str(segment.place), ""))
        self._compare(made, segment, live)
        if review and live and "new" in made.states:
            made.shown = differences.shown(tags.to_marks(source, live.approved_text), made.edited)
        else:
            made.shown = marked_up(made.edited)

    def _compare(self, made: Row, segment: Record, live: Record | None) -> None:
        """Add what changed in English, where the translation of the English before is all there is."""
        if segment.approved_text or segment.previous_id is None:
            return
        base = live or self._ancestor(segment, lambda row: bool(row.text))
        if base is not None and base.source != segment.source:
            made.states.append("changed")
            made.earlier = marked_up(tags.to_marks(segment.source, base.approved_text or base.text))
            before, after = tags.to_marks(base.source, base.source), tags.to_marks(segment.source, segment.source)
            made.english = differences.shown(before, after)

    def _ancestor(self, segment: Record, test: Callable[[Record], bool], *, with_self: bool = False) -> Record | None:
        row: Record | None = segment if with_self else self.before.get(segment.previous_id or 0)
        while row is not None and not test(row):
            row = self.before.get(row.previous_id or 0)
        return row

    def _name(self, place: places.Place) -> str:
        return self.words.comma.join(part for part in (place.group.label, place.label) if part)

    def _objects(self) -> dict[type[Model], dict[Any, Any]]:
        wanted: dict[type[Model], set[str]] = defaultdict(set)
        for row in self.segments:
            model = self.places[row.path].model
            if row.kind == Segment.Kind.OBJECT and model is not None:
                wanted[model] |= {key for key in (row.source, row.text) if key.isdigit()}
        return {model: model._base_manager.in_bulk(keys) for model, keys in wanted.items()}

    def _choice(self, segment: Record, place: places.Place) -> Choice:
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
            image=str(own.pk) if own and kind == "image" else "",
        )


class Words:
    """What is said of a thousand segments, looked up once."""

    def __init__(self) -> None:
        self.name = _("%(number)s: %(place)s")
        self.comma = _(", ")
        self.link = _("Address of a link")
        self.tags = _("Insert a tag")
        self.own, self.as_english = _("Own choice of this language"), _("As in English")
        self.changed, self.untranslated = _("English has changed"), _("Not translated")
        self.flagged, self.accepted = _("Flagged by the reviewer"), _("Accepted by the reviewer")
        self.prefilled = _("From the memory, not confirmed")
        self.machine = _("Machine translation (%(engine)s), not confirmed")
        self.kept, self.live, self.translated = _("Kept as still valid"), _("As live"), _("Translated")


def state_of(segment: Segment | Record, *, changed: bool, words: Words | None = None) -> str:
    """Return the state of a segment in words."""
    words = words or Words()
    if segment.kind != Segment.Kind.TEXT:
        return words.own if segment.text else words.as_english
    if not segment.text:
        return words.changed if changed else words.untranslated
    if segment.review == Segment.Review.FLAGGED:
        return words.flagged
    if segment.review == Segment.Review.ACCEPTED:
        return words.accepted
    if segment.prefilled:
        return words.prefilled
    if segment.machine:
        return words.machine % {"engine": segment.machine}
    if segment.kept:
        return words.kept
    return words.live if segment.text == segment.approved_text else words.translated


@lru_cache(maxsize=2048)
def _tag_buttons(source: str, caption: str) -> SafeString:
    if not tags.tags_of(source):
        return NONE
    buttons = format_html_join(
        "",
        '<button type="button" class="desk-tag" data-do="tag" data-tag="{0}"><span class="desk-mark">⟦{0}⟧</span> {1}</button>',
        ((tag.number, tag.kind) for tag in tags.tags_of(source)),
    )
    return format_html('<div class="desk-tags" role="group" aria-label="{}">{}</div>', caption, buttons)


def findings_as_html(found: Iterable[findings.Told], job: TranslationJob, user: Any) -> SafeString:
    """Return what was found in a text as HTML, with the way to its explanation and the buttons that the person may press."""
    found = list(found)
    if not found:
        return NONE
    explained = f"{reverse('translation_desk:checks')}?language={locale_code(job.locale_id)}#check-"
    may, reviews = findings.may_judge(user, job), can_review(user, job)
    lines = [
        {
            "told": told,
            "url": explained + told.finding.check.id,
            "may": may and not told.finding.check.final and (reviews or not told.is_error),
            "must_ask": may and not told.finding.check.final and not reviews and told.is_error,
        }
        for told in found
    ]
    return render_to_string("translation_desk/editor/findings.html", {"findings": lines})


def names_of(ids: Iterable[int | None]) -> dict[int, str]:
    """Return the names of people by id."""
    wanted = {pk for pk in ids if pk}
    if not wanted:
        return {}
    return {pk: str(user.get_full_name() or user) for pk, user in get_user_model()._default_manager.in_bulk(wanted).items()}
