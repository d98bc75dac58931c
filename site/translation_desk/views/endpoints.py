"""What the editor's script calls. Each view parses, calls one service and answers with the segment as it is then."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, JsonResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import URLPattern, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from core import formatting
from translation_checks import CHECKS
from translation_desk import (
    comments,
    editing,
    findings,
    machine,
    memory,
    prefilling,
    presenting,
    questions,
    reviewing,
    submitting,
    tags,
    term_listing,
    terms,
)
from translation_desk.drawing import Drawing
from translation_desk.errors import BadTextError
from translation_desk.models import MachineRequest, Segment, SegmentComment, SegmentHistory, TranslationJob, Verdict
from translation_desk.models.jobs import Status
from translation_desk.screen import screen, segment_context
from translation_desk.segment_rows import Rows, findings_as_html, state_of
from translation_desk.views import editor
from translation_desk.views.editor import readable_job
from translation_desk.views.json_addresses import json_path, posted

Data = dict[str, Any]


def _segment(job_id: int, segment_id: int) -> Segment:
    return get_object_or_404(Segment.objects.defer("approved_text"), pk=segment_id, job_id=job_id)


def _text(data: Data, name: str = "text") -> str:
    value = data.get(name, "")
    if not isinstance(value, str):
        raise BadTextError(_("The request cannot be read."))
    return value


def _number(data: Data, name: str) -> int:
    value = data.get(name)
    if not isinstance(value, int):
        raise BadTextError(_("The request cannot be read."))
    return value


def _save(user: Any, segment: Segment, data: Data) -> Data:
    """Save a text. This happens every second while somebody types, so it reads and answers no more than it must."""
    own = [text for text in data.get("own", []) if isinstance(text, str)][:20]
    saved = editing.save_text(user, segment, _text(data), version=_number(data, "version"), own=own)
    found = findings.of_segment(saved.job, saved)
    changed = not saved.approved_text and saved.previous is not None and saved.previous.source != saved.source
    return {
        "version": saved.version,
        "text": tags.to_marks(saved.source, saved.text),
        "state": state_of(saved, changed=changed),
        "done": bool(saved.text),
        "prefilled": saved.prefilled or bool(saved.machine),
        "findings": findings_as_html(found, saved.job, user),
        "open": any(told.verdict is None for told in found),
        "progress": _progress(saved.job),
    }


def _keep(user: Any, segment: Segment, _data: Data) -> None:
    editing.keep(user, segment)


def _fill(user: Any, segment: Segment, data: Data) -> list[Segment]:
    except_ids = [pk for pk in data.get("except", []) if isinstance(pk, int)]
    return editing.fill_repeated(user, segment, except_ids=except_ids)


def _confirm(user: Any, segment: Segment, _data: Data) -> None:
    if segment.machine:
        machine.confirm(user, segment)
    else:
        prefilling.confirm(user, segment.job, [segment.pk])


def _accept(user: Any, segment: Segment, _data: Data) -> None:
    if segment.job.status == Status.IN_REVIEW:
        submitting.accept_corrections(user, segment.job, [segment.pk])
    else:
        editing.accept_suggestion(user, segment)


def _restore(user: Any, segment: Segment, data: Data) -> None:
    ids = [pk for pk in (segment.pk, segment.previous_id) if pk]
    history = get_object_or_404(SegmentHistory, pk=_number(data, "history"), segment_id__in=ids)
    editing.restore(user, segment, history)


def _object(user: Any, segment: Segment, data: Data) -> None:
    editing.set_object(user, segment, _text(data, "value"))


def _suggest(user: Any, segment: Segment, data: Data) -> None:
    reviewing.suggest(user, segment, _text(data))


def _clear(user: Any, segment: Segment, _data: Data) -> None:
    reviewing.accept_segments(user, [segment])


def _flag(user: Any, segment: Segment, data: Data) -> None:
    reviewing.flag(user, segment, _text(data, "message"))


def _comment(user: Any, segment: Segment, data: Data) -> None:
    comments.add(user, segment.job, _text(data), segment=segment)


def _judge(user: Any, segment: Segment, data: Data) -> None:
    findings.judge(user, segment, _text(data, "check"), _text(data, "reason"))


def _same(user: Any, segment: Segment, data: Data) -> None:
    findings.same_as_english(user, segment, version=_number(data, "version"))


def _ask(user: Any, segment: Segment, data: Data) -> None:
    readable_job(user, segment.job_id)
    questions.ask(user, segment, _text(data), fault=data.get("fault") is True)


ACTIONS: dict[str, Callable[[Any, Segment, Data], Any]] = {
    "keep": _keep,
    "fill": _fill,
    "accept": _accept,
    "confirm": _confirm,
    "restore": _restore,
    "object": _object,
    "suggest": _suggest,
    "clear": _clear,
    "flag": _flag,
    "comment": _comment,
    "ask": _ask,
    "judge": _judge,
    "same": _same,
}


@require_POST
def segment_action(request: HttpRequest, job_id: int, segment_id: int, action: str) -> JsonResponse:
    """Do something to a segment. Saving answers with what changed only; everything else with the segment drawn anew."""
    if action not in {"save", *ACTIONS}:
        raise Http404
    data = posted(request)
    if action == "save":
        return JsonResponse(_save(request.user, Segment(pk=segment_id, job_id=job_id), data))
    segment = _segment(job_id, segment_id)
    found = ACTIONS[action](request.user, segment, data)
    others = [row.pk for row in found] if isinstance(found, list) else []
    return JsonResponse(_drawn(request, job_id, [segment.pk, *others]))


def _drawn(request: HttpRequest, job_id: int, segment_ids: list[int]) -> dict[str, Any]:
    job = readable_job(request.user, job_id)
    shown = screen(request.user, job)
    rows = Rows(job, request.user)
    context = segment_context(job, shown)
    drawing = Drawing(context)
    drawn = {
        segment.pk: drawing.row(rows.row(segment, number, review=context["review"]))
        for number, segment in enumerate(rows.segments, start=1)
        if segment.pk in segment_ids
    }
    return {"segments": drawn, "progress": _progress(job)}


def _progress(job: TranslationJob) -> dict[str, Any]:
    progress = presenting.progress(job)
    if progress is None:
        return {}
    return {"done": progress.done, "total": progress.total, "text": " · ".join([progress.segments, *progress.lengths])}


@require_GET
def details(request: HttpRequest, job_id: int, segment_id: int) -> JsonResponse:
    """Return what belongs to a segment as HTML, read when somebody opens it: what the memory has, comments, history and more."""
    job = readable_job(request.user, job_id)
    segment = _segment(job_id, segment_id)
    ids = [pk for pk in (segment.pk, segment.previous_id) if pk]
    events = SegmentHistory.objects.filter(segment__in=ids).select_related("user", "segment")[:50]
    engine = next((made for event in events if (made := editing.machine_of(event))), "")
    threads = comments.threads(job, segment)
    outline = Rows(job, request.user)
    numbers = {row.pk: str(number) for number, row in enumerate(outline.segments, start=1)}
    alike = editing.repetitions(segment).order_by("order").values_list("pk", flat=True)
    twins = [outline.row(outline.before[pk], int(numbers[pk])) for pk in alike]
    shown = screen(request.user, job)
    context = {
        "segment": segment,
        "subjects": terms.subjects() if shown.may_propose_terms and segment.is_text else [],
        "terms": term_listing.beside(outline.terms, job, segment),
        "suggestions": memory.beside(request.user, job, segment),
        "memory_url": editor.memory_url(job),
        "events": [(event, tags.shown(event.segment.source, event.text), str(event.pk)) for event in events],
        "engine": engine,
        "verdicts": _verdicts(segment),
        "threads": threads,
        "questions": questions.with_people(questions.at(segment)),
        "back": f"{reverse('translation_desk:job', args=[job.pk])}#segment-{segment.pk}",
        "job": job,
        "twins": twins,
        **segment_context(job, shown),
    }
    return JsonResponse({"html": render_to_string("translation_desk/editor/details.html", context, request)})


def _verdicts(segment: Segment) -> list[dict[str, Any]]:
    """Return what was said of findings in a segment, newest first, with the title of the check."""
    return [
        {
            "verdict": verdict,
            "check": CHECKS[verdict.name].title if verdict.name in CHECKS else verdict.name,
            "text": tags.shown(segment.source, verdict.text),
        }
        for verdict in Verdict.objects.filter(segment=segment).select_related("user")[:20]
    ]


@require_POST
def comment_action(request: HttpRequest, comment_id: int, action: str) -> JsonResponse:
    """Answer, resolve or reopen a thread."""
    data = posted(request)
    comment = get_object_or_404(SegmentComment.objects.select_related("job", "segment", "parent"), pk=comment_id)
    if action == "answer":
        comments.answer(request.user, comment, _text(data))
    elif action == "resolve":
        comments.resolve(request.user, comment)
    elif action == "reopen":
        comments.reopen(request.user, comment)
    else:
        raise Http404
    if comment.segment_id is None:
        return JsonResponse({"segments": {}})
    return JsonResponse(_drawn(request, comment.job_id, [comment.segment_id]))


@require_GET
def machine_state(request: HttpRequest, job_id: int) -> JsonResponse:
    """Say how far the machine is with a translation."""
    asked = get_object_or_404(MachineRequest, job=readable_job(request.user, job_id))
    return JsonResponse({"works": asked.works, "text": formatting.sentences(machine.sentences(asked))})


urlpatterns: list[URLPattern] = [
    json_path("<int:job_id>/machine/state/", machine_state, "machine_state"),
    json_path("<int:job_id>/segments/<int:segment_id>/", details, "details"),
    json_path("<int:job_id>/segments/<int:segment_id>/<slug:action>/", segment_action, "segment"),
    json_path("comments/<int:comment_id>/<slug:action>/", comment_action, "comment"),
]
