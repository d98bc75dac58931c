"""What translators and reviewers do at the desk, and what managers do for them."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from tests.month.cast import SOURCE
from tests.month.ledger import WORD
from tests.month.scene import Scene, approve_in_the_editor
from tests.translation_desk import desk
from translation_desk import assigning, comments, editing, jobs, lifting, questions, reviewing, submitting, tags
from translation_desk.models import Question, Segment, TranslationJob
from translation_desk.models.jobs import Status

OPEN = (Status.NOT_STARTED, Status.IN_TRANSLATION, Status.SENT_BACK, Status.OUTDATED, Status.LIVE)


def _again(job: TranslationJob) -> TranslationJob:
    return TranslationJob.objects.select_related("locale", "source_page", "target_page").get(pk=job.pk)


def translate(scene: Scene) -> bool:
    """Begin, go on or correct, write into segments, and hand in where nothing is missing."""
    statuses = OPEN[:4] if scene.chance(0.85) else OPEN
    job = scene.job(*statuses)
    if job is None:
        return False
    user = scene.cast.at_work_on(scene.dice, job) if scene.chance(0.95) else scene.cast.anybody(scene.dice)
    if job.translator_id is None:
        assigning.take(user, [job])
    job = jobs.open_correction(user, job) if job.status == Status.LIVE else jobs.start(user, job)
    if job.segments_pending:
        job = jobs.merge(user, job)
    rows = list(Segment.objects.filter(job=job, active=True, kind=Segment.Kind.TEXT).order_by("order"))
    finish = scene.chance(0.8)
    for row in rows:
        if row.suggestion and row.suggested_by_id != user.pk and scene.chance(0.7):
            editing.accept_suggestion(user, row)
        elif not row.text and editing.previous_text(row) and scene.chance(0.3):
            editing.keep(user, row)
        elif (not row.text and finish) or scene.chance(0.15):
            _write(scene, user, row)
    scene.work(60)
    if finish:
        # Texts of this play are English with a word of nobody's language.
        desk.judge_all(_again(job), user)
        submitting.submit(user, _again(job), note="Please look at the title.")
    return True


def _write(scene: Scene, user: Any, row: Segment) -> None:
    text = scene.ledger.signed(tags.to_marks(row.source, row.source), user)
    saved = editing.save_text(user, row, text, version=row.version)
    scene.ledger.written.update(dict.fromkeys(WORD.findall(text), saved.pk))


def review(scene: Scene) -> bool:
    """Decide on what waits: approve, now or for a date, correct, flag, or send back."""
    job = scene.job(Status.IN_REVIEW)
    if job is None:
        return False
    user = scene.cast.somebody(scene.dice, "reviewer", job.locale.language_code)
    if scene.chance(0.05):
        user = scene.cast.anybody(scene.dice)
    submission = submitting.pending(job)
    row = scene.pick(Segment.objects.filter(job=job, active=True, kind=Segment.Kind.TEXT).order_by("order"))
    if scene.chance(0.7):
        at = timezone.now() + timedelta(hours=scene.dice.randrange(1, 60)) if scene.chance(0.15) else None
        lifted = hasattr(submission, "lift") and submission.lift is not None
        reviewing.approve(user, job, at=at)
        scene.translation_approved(submission, user, lifted=lifted)
        return True
    if scene.chance(0.5):
        text = scene.ledger.signed(tags.to_marks(row.source, row.source), user)
        reviewing.suggest(user, row, text)
        if scene.chance(0.5):
            submitting.accept_corrections(scene.cast.at_work_on(scene.dice, job), _again(job))
            return True
    else:
        reviewing.flag(user, row, "Look at the glossary.")
    reviewing.send_back(user, _again(job), "Two words are wrong.")
    return True


def withdraw(scene: Scene) -> bool:
    """Take back what waits for review or for its date."""
    job = scene.job(Status.IN_REVIEW, Status.APPROVED)
    if job is None:
        return False
    submitting.withdraw(scene.cast.at_work_on(scene.dice, job), job)
    return True


def take_offline(scene: Scene) -> bool:
    """Take a translation away from visitors."""
    job = scene.job(Status.LIVE, Status.OUTDATED)
    if job is None:
        return False
    reviewing.take_offline(scene.cast.somebody(scene.dice, "reviewer", job.locale.language_code), job, "A wrong figure")
    return True


def return_to(scene: Scene) -> bool:
    """Put an earlier approved version before visitors again."""
    job = scene.job(Status.LIVE, Status.OUTDATED)
    earlier = scene.pick(reviewing.approved_versions(job)[1:]) if job else None
    if earlier is None:
        return False
    reviewing.return_to(scene.cast.somebody(scene.dice, "reviewer", job.locale.language_code), job, earlier, "Better before")
    return True


def keep_by_hand(scene: Scene) -> bool:
    """Give a page out of the desk's hands, or take one back."""
    code = scene.dice.choice(scene.foreign)
    user = scene.cast.somebody(scene.dice, "reviewer", code)
    stopped = TranslationJob.objects.filter(enabled=False, locale__language_code=code, source_page__live=True).order_by("pk")
    job = scene.pick(stopped) if scene.chance(0.5) else None
    if job is not None:
        jobs.restart(user, job)
        return True
    job = scene.job(Status.LIVE, Status.OUTDATED, Status.IN_TRANSLATION, code=code)
    if job is None:
        return False
    jobs.stop(user, job)
    return True


def write_by_hand(scene: Scene) -> bool:
    """Edit a page that is kept by hand and have it approved by Wagtail's own workflow."""
    found = TranslationJob.objects.filter(enabled=False, target_page__isnull=False).select_related("target_page", "locale")
    job = scene.pick(found.order_by("pk"))
    page = job.target_page.specific if job else None
    if page is None or page.current_workflow_state is not None:
        return False
    code = job.locale.language_code
    writer, reviewer = (scene.cast.somebody(scene.dice, part, code) for part in ("translator", "reviewer"))
    draft = page.get_latest_revision_as_object()
    draft.title = scene.ledger.signed(draft.title, writer)
    return approve_in_the_editor(scene, page, draft, writer, reviewer)


def lift(scene: Scene) -> bool:
    """Let a translator who reviews too approve their own work, with a reason."""
    job = scene.job(Status.IN_REVIEW)
    if job is None:
        return False
    submission = submitting.pending(job)
    both = scene.cast.person(submission.submitted_by_id)
    lifting.lift(scene.cast.somebody(scene.dice, "approver", SOURCE), job, "Everybody else is on holiday until Monday.")
    reviewing.approve(both, _again(job))
    scene.translation_approved(submission, both, lifted=True)
    return True


def ask(scene: Scene) -> bool:
    """Ask about the English, or answer such a question; leave a comment."""
    question = scene.pick(Question.objects.filter(state=Question.State.OPEN).order_by("pk")) if scene.chance(0.5) else None
    if question is not None:
        questions.answer(scene.cast.somebody(scene.dice, "editor", SOURCE), question, "Fresh water is meant.")
        return True
    job = scene.job(*OPEN)
    row = scene.pick(Segment.objects.filter(job=job, active=True, kind=Segment.Kind.TEXT).order_by("order")) if job else None
    if row is None:
        return False
    user = scene.cast.at_work_on(scene.dice, job)
    questions.ask(user, row, "Which water?", fault=scene.chance(0.3))
    comments.add(user, job, "I asked the author.", segment=row)
    return True


def assign(scene: Scene) -> bool:
    """Give work to somebody, with a date."""
    job = scene.job(*OPEN)
    if job is None:
        return False
    code = job.locale.language_code
    user = scene.cast.somebody(scene.dice, "reviewer", code)
    assigning.assign(user, [job], scene.cast.somebody(scene.dice, "translator", code))
    assigning.set_due(user, [_again(job)], timezone.localdate() + timedelta(days=scene.dice.randrange(1, 9)))
    return True


DEEDS = {
    translate: 40,
    review: 30,
    withdraw: 2,
    take_offline: 1,
    return_to: 1,
    keep_by_hand: 2,
    write_by_hand: 2,
    lift: 1,
    ask: 4,
    assign: 5,
}
"""How often each happens, beside the others."""
