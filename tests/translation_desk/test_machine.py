"""Machine suggestions: what is asked for, what becomes of it, and that nobody hands in what nobody has read."""

from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

import pytest
import requests
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Page

from machine_translation import base
from machine_translation.base import Engine
from machine_translation.errors import Reason, RefusedError, TemporaryError
from tests import factories
from tests.bench.measuring import body
from tests.translation_desk import desk
from tests.translation_desk.reviewing import english, job, made, six, staff, twice, untouched
from translation_desk import background, editing, four_eyes, jobs, machine, prefilling, submitting
from translation_desk.errors import BadTextError, NotAllowedError, WrongStateError
from translation_desk.models import MachineRequest, Segment, SegmentHistory, TranslationJob

__all__ = ["english", "job", "made", "six", "staff", "twice", "untouched"]

pytestmark = pytest.mark.django_db


class Fake(Engine):
    """Translates as it is told, and notes what it is asked."""

    label = "DeepL"

    def __init__(self) -> None:
        self.asked: list[Sequence[str]] = []
        self.errors: list[Exception] = []
        self.meanwhile: Any = None
        self.answer: Any = lambda fragment: f"MT {fragment}"

    def call(self, fragments: Sequence[str], language: str) -> list[str]:
        self.asked.append(fragments)
        if self.meanwhile:
            self.meanwhile()
        if self.errors:
            raise self.errors.pop(0)
        return [self.answer(fragment) for fragment in fragments]


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> Fake:
    made = Fake()
    monkeypatch.setattr(machine, "chosen", lambda: made)
    return made


@pytest.fixture
def grading(untouched: Page) -> TranslationJob:
    """A job with nothing written, of whose texts the memory has all but the title."""
    return desk.job(untouched)


@pytest.fixture
def pairs(six: factories.Pages, staff: SimpleNamespace) -> TranslationJob:
    """A job whose texts the memory has not; two of them are the same, one has a link."""
    blocks = [
        {"type": "heading", "id": "h1", "value": {"text": "Twins", "level": "2"}},
        {"type": "heading", "id": "h2", "value": {"text": "Twins", "level": "2"}},
        {"type": "paragraph", "id": "p1", "value": '<p>Read <a href="https://example.org/">this</a> first.</p>'},
    ]
    return desk.job(desk.english(six, "twins", title="Of twins", summary="About twins.", body=blocks))


def asked(user: Any, job: TranslationJob, at_once: Any) -> MachineRequest:
    """Ask, and have the work in the background done."""
    with at_once(execute=True):
        row = machine.request(user, job)
    return MachineRequest.objects.get(pk=row.pk)


def by_machine(job: TranslationJob) -> dict[str, str]:
    return {row.path: row.text for row in Segment.objects.filter(job=job, active=True).exclude(machine="")}


@pytest.fixture
def at_once(django_capture_on_commit_callbacks: Any) -> Any:
    return django_capture_on_commit_callbacks


@pytest.fixture
def filled(pairs: TranslationJob, staff: SimpleNamespace, engine: Fake, at_once: Any) -> TranslationJob:
    """The same job, filled in by a machine."""
    asked(staff.translator, pairs, at_once)
    return desk.job_again(pairs)


def test_without_an_engine_nothing_is_sent(
    pairs: TranslationJob, staff: SimpleNamespace, monkeypatch: pytest.MonkeyPatch, at_once: Any
) -> None:
    def forbidden(*_arguments: Any, **_options: Any) -> None:
        raise AssertionError("a text was sent")

    for name in ("request", "post", "get"):
        monkeypatch.setattr(requests, name, forbidden)
    monkeypatch.setattr(requests.Session, "request", forbidden)
    with pytest.raises(WrongStateError, match="switched off"), at_once(execute=True):
        machine.request(staff.translator, pairs)
    client = signed_in(staff.translator)
    address = reverse("translation_desk:job", args=[pairs.pk])
    html = client.get(address).content.decode()
    assert reverse("translation_desk:machine", args=[pairs.pk]) not in html and 'data-filter="machine"' not in html
    answer = client.post(reverse("translation_desk:machine", args=[pairs.pk]), follow=True)
    assert "Machine suggestions are switched off." in answer.content.decode()
    assert not MachineRequest.objects.exists() and not desk.job_again(pairs).started


def test_empty_texts_become_marked_drafts(filled: TranslationJob, staff: SimpleNamespace) -> None:
    row = desk.segment(filled, "summary")
    assert (row.text, row.machine, row.author, row.approved_text) == ("MT About twins.", "DeepL", staff.translator, "")
    event = SegmentHistory.objects.get(segment=row)
    assert (event.action, event.tool, event.user, event.text) == ("machine", "DeepL", staff.translator, row.text)
    assert (filled.started, filled.translator, filled.segments_done) == (True, staff.translator, filled.segments_total)
    request = MachineRequest.objects.get(job=filled)
    assert (request.state, request.done, request.filled, request.total) == ("done", 5, 5, 5)


def test_the_same_english_is_sent_once(filled: TranslationJob, engine: Fake) -> None:
    [fragments] = engine.asked
    assert sorted(fragments) == ["About twins.", "Of twins", 'Read <x id="1">this</x> first.', "Twins"]
    assert desk.segment(filled, "body.h1.text").text == desk.segment(filled, "body.h2.text").text == "MT Twins"


def test_links_come_back_as_they_are_stored(filled: TranslationJob) -> None:
    row = Segment.objects.get(job=filled, source__contains="<a ")
    assert row.text == f"MT {row.source}"


def test_what_the_memory_has_is_not_asked_for(
    grading: TranslationJob, staff: SimpleNamespace, engine: Fake, at_once: Any
) -> None:
    known = prefilling.fillable(grading, Segment.objects.filter(job=grading, active=True, kind="text").order_by("order"))
    assert known
    asked(staff.translator, grading, at_once)
    assert set(by_machine(grading)) and not Segment.objects.filter(pk__in=known).exclude(text="").exists()


def test_the_engine_is_asked_outside_of_transactions(
    pairs: TranslationJob, staff: SimpleNamespace, engine: Fake, at_once: Any
) -> None:
    # The test itself stands in one.
    before = len(connection.savepoint_ids)
    depths: list[int] = []
    engine.meanwhile = lambda: depths.append(len(connection.savepoint_ids))
    with transaction.atomic():
        row = machine.request(staff.translator, pairs)
    machine.run.call(row.pk)
    assert depths == [before]


def test_what_a_person_types_meanwhile_stays(pairs: TranslationJob, staff: SimpleNamespace, engine: Fake, at_once: Any) -> None:
    def types() -> None:
        row = desk.segment(pairs, "summary")
        editing.save_text(staff.translator, row, "Des jumeaux.", version=row.version)
        row = desk.segment(pairs, "title")
        editing.save_text(staff.translator, row, "Essai", version=row.version)
        editing.save_text(staff.translator, row, "", version=row.version + 1)

    engine.meanwhile = types
    request = asked(staff.translator, pairs, at_once)
    assert desk.segment(pairs, "summary").text == "Des jumeaux." and desk.segment(pairs, "title").text == ""
    assert (request.state, request.filled) == ("done", 3)
    assert machine.sentences(request)[0] == "3 of 5 texts were filled in."


def test_what_does_not_fit_is_left_out(pairs: TranslationJob, staff: SimpleNamespace, engine: Fake, at_once: Any) -> None:
    engine.answer = lambda fragment: "x" * 300 if "Of" in fragment else fragment.replace('<x id="1">', "").replace("</x>", "")
    asked(staff.translator, pairs, at_once)
    assert set(by_machine(pairs)) == {"summary", "body.h1.text", "body.h2.text"}


def test_a_busy_service_is_asked_again(pairs: TranslationJob, staff: SimpleNamespace, engine: Fake, at_once: Any) -> None:
    engine.errors = [TemporaryError(Reason.BUSY, seconds=90), TemporaryError(Reason.UNREACHABLE)]
    request = asked(staff.translator, pairs, at_once)
    assert (request.state, request.attempts, request.reason, request.error) == ("done", 3, "", "")
    assert len(engine.asked) == 3 and len(by_machine(pairs)) == 5


def test_the_pause_is_as_long_as_the_service_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[Any] = []
    backend = SimpleNamespace(supports_defer=True)

    def using(run_after: Any) -> Any:
        seen.append(run_after)
        return SimpleNamespace(enqueue=lambda _pk: None)

    task = SimpleNamespace(get_backend=lambda: backend, using=using)
    for seconds in (0, 300):
        background.later(task, SimpleNamespace(pk=1, attempts=1), seconds=seconds)
    assert 200 < (seen[1] - seen[0]).total_seconds() < 300


def test_people_are_told_why_it_failed(pairs: TranslationJob, staff: SimpleNamespace, engine: Fake, at_once: Any) -> None:
    engine.errors = [TemporaryError(Reason.BUSY)] * 3
    request = asked(staff.translator, pairs, at_once)
    assert request.failed
    html = shown(staff.translator, pairs)
    assert "The translation service had too much to do. 0 of 5 texts were filled in." in html and "Try again" in html
    request = asked(staff.translator, pairs, at_once)
    assert request.state == "done" and MachineRequest.objects.count() == 1


def test_a_used_up_quota_keeps_what_came_and_is_not_tried_again(
    pairs: TranslationJob, staff: SimpleNamespace, engine: Fake, at_once: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(base, "MOST_TEXTS", 2)
    engine.meanwhile = lambda: len(engine.asked) > 1 and engine.errors.append(RefusedError(Reason.QUOTA))
    request = asked(staff.translator, pairs, at_once)
    assert (request.state, request.attempts, request.reason, request.filled) == ("failed", 1, "quota", 2)
    assert len(by_machine(pairs)) == 2


def test_what_was_handed_in_meanwhile_is_left_alone(
    pairs: TranslationJob, staff: SimpleNamespace, engine: Fake, at_once: Any
) -> None:
    engine.meanwhile = lambda: TranslationJob.objects.filter(pk=pairs.pk).update(status="in_review")
    request = asked(staff.translator, pairs, at_once)
    assert (request.state, request.reason, request.filled) == ("failed", "stopped", 0)


def test_who_may_not_write_any_more_fills_nothing(
    pairs: TranslationJob, staff: SimpleNamespace, engine: Fake, at_once: Any
) -> None:
    engine.meanwhile = staff.translator.groups.clear
    request = asked(staff.translator, pairs, at_once)
    assert (request.reason, by_machine(pairs)) == ("stopped", {})


def test_a_worker_that_was_overtaken_writes_nothing(
    pairs: TranslationJob, staff: SimpleNamespace, engine: Fake, at_once: Any
) -> None:
    engine.meanwhile = lambda: MachineRequest.objects.update(attempts=2)
    request = asked(staff.translator, pairs, at_once)
    assert (request.state, by_machine(pairs)) == ("waiting", {})


def test_an_engine_that_was_switched_off_is_not_asked(
    pairs: TranslationJob, staff: SimpleNamespace, engine: Fake, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = machine.request(staff.translator, pairs)
    monkeypatch.setattr(machine, "chosen", lambda: None)
    machine.run.call(row.pk)
    assert (MachineRequest.objects.get().reason, engine.asked) == ("off", [])


def test_one_request_at_a_time(pairs: TranslationJob, staff: SimpleNamespace, engine: Fake) -> None:
    machine.request(staff.translator, pairs)
    with pytest.raises(WrongStateError, match="already"):
        machine.request(staff.translator, pairs)


def test_nothing_is_asked_where_nothing_is_empty(filled: TranslationJob, staff: SimpleNamespace) -> None:
    with pytest.raises(WrongStateError, match="no text left"):
        machine.request(staff.translator, filled)


@pytest.mark.parametrize("who", ["approver", "editor", "other_reviewer", "stranger"])
def test_who_may_not_write_may_not_ask(who: str, pairs: TranslationJob, staff: SimpleNamespace, engine: Fake) -> None:
    with pytest.raises(NotAllowedError):
        machine.request(getattr(staff, who), pairs)
    assert not engine.asked


def test_what_waits_for_review_is_not_asked_for(job: TranslationJob, staff: SimpleNamespace, engine: Fake) -> None:
    with pytest.raises(WrongStateError):
        machine.request(staff.translator, job)


def test_each_text_is_confirmed_by_itself_before_it_is_handed_in(filled: TranslationJob, staff: SimpleNamespace) -> None:
    desk.judge_all(filled, staff.reviewer)
    rows = list(Segment.objects.filter(job=filled, active=True).exclude(machine=""))
    with pytest.raises(WrongStateError):
        prefilling.confirm(staff.translator, filled)
    for row in rows:
        with pytest.raises(BadTextError) as refused:
            submitting.submit(staff.translator, desk.job_again(filled))
        assert row.pk in refused.value.problems and "Machine translation (DeepL)" in refused.value.problems[row.pk]
        machine.confirm(staff.translator, row)
    submitting.submit(staff.translator, desk.job_again(filled))


def test_confirming_is_remembered_and_changes_no_text(filled: TranslationJob, staff: SimpleNamespace) -> None:
    row = desk.segment(filled, "summary")
    after = machine.confirm(staff.reviewer, row)
    assert (after.text, after.version, after.author, after.machine) == (row.text, row.version, staff.translator, "")
    event = SegmentHistory.objects.filter(segment=row).first()
    assert event is not None and (event.action, event.user) == ("confirmed", staff.reviewer)
    with pytest.raises(WrongStateError):
        machine.confirm(staff.reviewer, row)


def test_who_may_not_write_may_not_confirm(filled: TranslationJob, staff: SimpleNamespace) -> None:
    with pytest.raises(NotAllowedError):
        machine.confirm(staff.other_reviewer, desk.segment(filled, "summary"))


def test_a_changed_text_is_no_longer_the_machines(filled: TranslationJob, staff: SimpleNamespace) -> None:
    row = desk.segment(filled, "summary")
    assert editing.save_text(staff.translator, row, row.text, version=row.version).machine == "DeepL"
    assert editing.save_text(staff.translator, row, "Des jumeaux.", version=row.version).machine == ""


def test_repeating_an_unread_text_does_not_read_it(filled: TranslationJob, staff: SimpleNamespace) -> None:
    Segment.objects.filter(job=filled, path="body.h2.text").update(text="", machine="")
    [twin] = editing.fill_repeated(staff.translator, desk.segment(filled, "body.h1.text"))
    assert (twin.text, twin.machine) == ("MT Twins", "DeepL")


def test_bringing_a_text_of_the_machine_back_does_not_read_it(filled: TranslationJob, staff: SimpleNamespace) -> None:
    row = desk.segment(filled, "summary")
    event = SegmentHistory.objects.get(segment=row)
    row = editing.save_text(staff.translator, row, "Des jumeaux.", version=row.version)
    assert editing.restore(staff.translator, row, event).machine == "DeepL"


def test_whoever_asked_does_not_approve(pairs: TranslationJob, staff: SimpleNamespace, engine: Fake, at_once: Any) -> None:
    asked(staff.reviewer, pairs, at_once)
    desk.judge_all(desk.job_again(pairs), staff.reviewer)
    for row in Segment.objects.filter(job=pairs).exclude(machine=""):
        machine.confirm(staff.reviewer, row)
    submission = submitting.submit(staff.reviewer, desk.job_again(pairs))
    assert submission.revision is not None
    assert four_eyes.refusal(staff.reviewer, submission.revision) and not four_eyes.refusal(staff.admin, submission.revision)


def test_english_that_only_moves_takes_the_mark_along(filled: TranslationJob, staff: SimpleNamespace) -> None:
    page = filled.source_page.specific
    blocks = [block for block in page.body.raw_data if block["id"] != "h2"]
    desk.publish(page, body=[*blocks, {"type": "heading", "id": "h3", "value": {"text": "Twins", "level": "2"}}])
    job = jobs.merge(staff.translator, desk.job_again(filled))
    row = desk.segment(job, "body.h3.text")
    assert (row.text, row.machine) == ("MT Twins", "DeepL")


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def shown(user: Any, job: TranslationJob) -> str:
    return signed_in(user).get(reverse("translation_desk:job", args=[job.pk])).content.decode()


def test_the_editor_offers_shows_and_confirms(pairs: TranslationJob, staff: SimpleNamespace, engine: Fake, at_once: Any) -> None:
    client = signed_in(staff.translator)
    address = reverse("translation_desk:job", args=[pairs.pk])
    assert reverse("translation_desk:machine", args=[pairs.pk]) in client.get(address).content.decode()
    with at_once(execute=True):
        client.post(reverse("translation_desk:machine", args=[pairs.pk]))
    html = client.get(address).content.decode()
    assert html.count('data-do="confirm"') == 5 and "Machine translation (DeepL), not confirmed" in html
    assert "data-confirm-all" not in html
    row = desk.segment(pairs, "summary")
    answer = client.post(reverse("translation_desk:segment", args=[pairs.pk, row.pk, "confirm"]), "{}", "application/json")
    assert 'data-do="confirm"' not in answer.json()["segments"][str(row.pk)]
    details = signed_in(staff.reviewer).get(reverse("translation_desk:details", args=[pairs.pk, row.pk])).json()["html"]
    assert "A machine translated this text first (DeepL)." in details


def test_the_editor_hears_how_far_it_is(pairs: TranslationJob, staff: SimpleNamespace, engine: Fake) -> None:
    machine.request(staff.translator, pairs)
    assert "data-working" in shown(staff.translator, pairs)
    client = signed_in(staff.translator)
    address = reverse("translation_desk:machine_state", args=[pairs.pk])
    assert client.get(address).json() == {"works": True, "text": "DeepL translates the empty texts: 0 of 5."}
    machine.run.call(MachineRequest.objects.get().pk)
    assert client.get(address).json() == {"works": False, "text": ""}
    assert signed_in(staff.other_reviewer).get(address).status_code == 403


def test_fifty_texts_take_as_many_queries_as_five(six: factories.Pages, staff: SimpleNamespace, engine: Fake) -> None:
    numbers = []
    for size in (5, 45):
        page = desk.english(six, f"many-{size}", title=f"Many {size}", body=body(size - 2))
        row = machine.request(staff.translator, jobs.start(staff.translator, desk.job(page)))
        with CaptureQueriesContext(connection) as queries:
            machine.run.call(row.pk)
        assert MachineRequest.objects.get(pk=row.pk).filled >= size - 2
        numbers.append(len(queries))
    assert numbers[0] == numbers[1]
