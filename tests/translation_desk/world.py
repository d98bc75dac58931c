"""Pages in every state that a door could leak: live with a draft, live with a review under way, not live yet, kept by hand."""

from types import SimpleNamespace
from typing import Any

from django.urls import reverse
from django.utils import timezone, translation
from wagtail.models import Page, Revision
from wagtail.test.utils.form_data import querydict_from_html

from newsroom.models import UpkeepPoint
from tests import factories
from tests.translation_desk import desk, moderation
from translation_desk import jobs, notes, questions, roles
from translation_desk.models import PlanRule, Segment, SegmentComment, SourceNote, SourceRefresh, Submission, TranslationJob

DUE = {"since": "2020-01-01", "reviewed": True, "months": 12}
"""What the upkeep says of a page that nobody read for long."""

SECRET = "Not for visitors yet"
"""In every draft, and in nothing that is live."""


BODY = {
    "body-count": "1",
    "body-0-deleted": "",
    "body-0-order": "0",
    "body-0-type": "heading",
    "body-0-value-text": SECRET,
    "body-0-value-level": "2",
}
"""What the page editor posts for a body of one heading; its script makes these fields."""


def build(homes: factories.Pages) -> SimpleNamespace:
    """Make the pages and one person for each part."""
    roles.set_up_roles(homes)
    people = desk.people()
    english = desk.english(homes)
    world = SimpleNamespace(homes=homes, people=people, english=english)
    world.job = desk.make_live(english, people)
    Segment.objects.filter(job=world.job, path="title").update(text=SECRET, author=people.translator)
    TranslationJob.objects.filter(pk=world.job.pk).update(started=True)
    world.submission = moderation.hand_in(world.job, people.translator)
    world.french = Page.objects.get(pk=world.job.target_page_id).specific

    unborn = jobs.start(people.translator, desk.job(desk.english(homes, "unborn")))
    desk.translate(unborn, people.translator, SECRET)
    world.unborn = Page.objects.get(pk=desk.job_again(unborn).target_page_id).specific

    by_hand = desk.make_live(desk.english(homes, "by-hand"), people)
    jobs.stop(people.reviewer, by_hand)
    world.by_hand = Page.objects.get(pk=by_hand.target_page_id).specific

    for page, author in ((english, people.editor), (world.by_hand, people.translator)):
        draft = Page.objects.get(pk=page.pk).specific
        draft.title = SECRET
        draft.save_revision(user=author)
    world.jobs = {"french": desk.job_again(world.job), "unborn": desk.job_again(unborn), "by hand": by_hand}
    world.old = _approved_before(world.jobs["french"], people)
    world.comment = SegmentComment.objects.create(job=world.job, author=people.reviewer, text="See the glossary.")
    world.question = questions.ask(people.translator, desk.segment(world.job, "summary"), "Which water?")
    world.note = notes.save(people.editor, SourceNote(page=english, text="Fresh water is meant."))
    world.refresh = SourceRefresh.objects.create(
        page_id=english.pk, state=SourceRefresh.State.FAILED, attempts=3, finished_at=timezone.now()
    )
    world.point = UpkeepPoint.objects.create(kind="review", locale=english.locale, page=english, title="Soaking", data=DUE)
    world.rule = PlanRule.objects.create(scope="page", translation_key=english.translation_key, level="wanted")
    world.pages = {"english": english, "french": world.french, "unborn": world.unborn, "by hand": world.by_hand}
    world.forms = {name: posted(page, people.admin) for name, page in world.pages.items()}
    world.html = {name: moderation.visitors_html(page) for name, page in world.pages.items()}
    assert not [name for name, html in world.html.items() if SECRET in html]
    return world


def _approved_before(job: TranslationJob, people: Any) -> Submission:
    """Return a submission for what is live, as if it had been approved."""
    rows = Segment.objects.filter(job=job, active=True)
    return Submission.objects.create(
        job=job,
        revision_id=Page.objects.get(pk=job.target_page_id).live_revision_id,
        version=job.version,
        texts={str(row.pk): {"text": row.approved_text, "author": None, "accepted_by": None, "changed": True} for row in rows},
        submitted_by=people.translator,
        decision=Submission.Decision.APPROVED,
        decided_by=people.reviewer,
        decided_at=timezone.now(),
    )


def posted(page: Page, user: Any) -> dict[str, Any]:
    """Return what the page editor would post for a page, as if the desk did not keep it."""
    TranslationJob.objects.filter(target_page=page.pk).update(enabled=False)
    with translation.override(translation.get_language()):  # a request leaves its language active
        answer = moderation.signed_in(user).get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    enabled = not page.slug.startswith("by-hand")
    TranslationJob.objects.filter(target_page=page.pk).update(enabled=enabled)
    data = querydict_from_html(answer.content.decode(), form_id="page-edit-form")
    return {**data.dict(), **BODY, "title": SECRET, "summary": SECRET}


def state(page: Page) -> dict[str, Any]:
    """Return what must not change behind the desk's back: revisions word for word, workflow, place, locale."""
    row = Page.objects.filter(pk=page.pk).values("path", "latest_revision_id", "live_revision_id", "live", "locale_id").first()
    revisions = list(Revision.objects.for_instance(page).order_by("pk").values_list("pk", "content", "approved_go_live_at"))
    running = Page.objects.get(pk=page.pk).current_workflow_state if row else None
    task = (running.pk, running.status, running.current_task_state_id) if running else None
    return {"row": row, "revisions": revisions, "task": task}
