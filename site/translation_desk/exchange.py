"""Translations as files for people's own tools: what of a job goes into one, for one job or for many."""

import io
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.utils.text import slugify
from django.utils.translation import gettext as _, ngettext

from core.i18n import BY_CODE, SOURCE_CODE, locale_code
from exchange_formats.formats import FORMATS, Format
from exchange_formats.inline import FORMATTING
from exchange_formats.units import State, Translation, Unit, digest
from termbase import recognising
from termbase.recognising import Termbase
from translation_desk import comments, places, tags, term_marks
from translation_desk.errors import BadTextError, WrongStateError
from translation_desk.models import Segment, SourceNote, SourceVersion, TranslationJob
from translation_desk.permissions import require

MOST_JOBS = 200
"""How many translations go into one ZIP."""


def export(user: Any, job: TranslationJob, format_name: str, *, fill: bool = False) -> tuple[str, bytes]:
    """Return name and content of the file of one translation. `fill`: put the English where there is no translation yet.

    Raises NotAllowedError, WrongStateError.
    """
    require(comments.may_comment(user, job))
    made = translations([job], fill=fill)
    if not made:
        raise WrongStateError(_("“%(title)s” has no texts to translate.") % {"title": job.source_title})
    chosen = FORMATS[format_name]
    return file_name(job, chosen), chosen.write(made[0][1])


def export_many(user: Any, jobs: Iterable[TranslationJob], format_name: str, *, fill: bool = False) -> bytes:
    """Return a ZIP with the files of translations. Raises NotAllowedError, WrongStateError."""
    jobs = list(jobs)
    for job in jobs:
        require(comments.may_comment(user, job))
    if len(jobs) > MOST_JOBS:
        raise WrongStateError(
            ngettext(
                "One ZIP holds at most %(limit)s translation. Choose fewer.",
                "One ZIP holds at most %(limit)s translations. Choose fewer.",
                MOST_JOBS,
            )
            % {"limit": MOST_JOBS}
        )
    made = translations(jobs, fill=fill)
    if not made:
        raise WrongStateError(_("None of these pages has texts to translate."))
    chosen = FORMATS[format_name]
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        for job, translation in made:
            archive.writestr(file_name(job, chosen), chosen.write(translation))
    return kept.getvalue()


def file_name(job: TranslationJob, chosen: Format) -> str:
    """Return what the file of a job is called; no two jobs have the same."""
    title = slugify(job.source_title)[:60] or "page"
    return f"{title}-{locale_code(job.locale_id)}-{job.pk}.{chosen.ending}"


def translations(jobs: Iterable[TranslationJob], *, fill: bool = False) -> list[tuple[TranslationJob, Translation]]:
    """Return what goes into the files of jobs, labels in the active language; jobs of pages without words are left out.

    The number of queries grows neither with jobs nor with segments. Asks for no right.
    """
    jobs = list(jobs)
    rows = defaultdict(list)
    for row in Segment.objects.filter(job__in=jobs, active=True, kind=Segment.Kind.TEXT).order_by("order", "pk"):
        rows[row.job_id].append(row)
    outlines = _outlines({job.version_id for job in jobs})
    notes = _notes({job.source_page_id for job in jobs if job.source_page_id})
    terms = recognising.current()
    found = []
    for job in jobs:
        language = BY_CODE[locale_code(job.locale_id)]
        outline, number = outlines[job.version_id]
        about = notes.get(job.source_page_id or 0, {})
        units = tuple(_unit(row, outline, about, _hints(row, language.code, terms), fill=fill) for row in rows[job.pk])
        key, title = str(job.translation_key), job.source_title
        if units:
            made = Translation(key, language.code, language.tag, number, title, units, direction=language.direction)
            found.append((job, made))
    return found


def as_stored(segment: Segment, place: places.Place) -> str:
    """Return the translation of a segment as it is stored once it is saved as it is; old texts may differ in blanks."""
    try:
        return tags.to_stored(segment.source, tags.to_marks(segment.source, segment.text), rich=place.rich, lines=place.lines)
    except BadTextError:
        return segment.text


def _unit(
    segment: Segment, outline: places.Outline, notes: Mapping[str, list[str]], terms: tuple[tuple[str, str], ...], *, fill: bool
) -> Unit:
    place = outline.place(segment.path)
    source = tags.to_marks(segment.source, segment.source)
    target = tags.to_marks(segment.source, segment.text)
    # What is about the whole page stands with its title.
    block = place.group.key or ("" if segment.path == "title" else None)
    return Unit(
        id=str(segment.place),
        source=source,
        target=target or (source if fill else ""),
        elements={str(tag.number): tag.name for tag in tags.tags_of(segment.source)} | {name: name for name in FORMATTING},
        state=_state(segment),
        digest=digest(as_stored(segment, place)),
        path=segment.path,
        context=_(", ").join(part for part in (place.group.label, place.label) if part),
        notes=tuple(notes.get(block, ()) if block is not None else ()),
        terms=terms,
        limit=place.limit if place.limit and not place.rich else None,
    )


def _hints(segment: Segment, code: str, terms: Termbase) -> tuple[tuple[str, str], ...]:
    """Return the terms that occur in a segment with what is agreed for them, each once."""
    entries = (one.entry for one in term_marks.in_text(tags.to_marks(segment.source, segment.source), terms))
    pairs = ((entry.texts[SOURCE_CODE], entry.agreed(code)) for entry in entries)
    return tuple(dict.fromkeys(pair for pair in pairs if pair[1]))


def _state(segment: Segment) -> State:
    if not segment.text:
        return State.UNTRANSLATED
    if segment.review == Segment.Review.FLAGGED:
        return State.QUESTIONED
    if segment.text == segment.approved_text:
        return State.FINAL
    return State.REVIEWED if segment.review == Segment.Review.ACCEPTED else State.TRANSLATED


def _outlines(ids: Iterable[int]) -> dict[int, tuple[places.Outline, int]]:
    """Return outlines and numbers of English versions by their ids, in one query."""
    found = {}
    for pk, content, number in SourceVersion.everything.filter(pk__in=ids).values_list("pk", "content", "number"):
        model: Any = ContentType.objects.get_for_id(content["content_type"]).model_class()
        found[pk] = places.Outline(model, content), number
    return found


def _notes(pages: Iterable[int]) -> dict[int, dict[str, list[str]]]:
    """Return what authors of the English noted, by page and block; in one query."""
    found: dict[int, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for page, block, text, link in SourceNote.objects.filter(page__in=pages).values_list("page", "block", "text", "link"):
        found[page][block].append(" ".join(part for part in (text, link) if part))
    return found
