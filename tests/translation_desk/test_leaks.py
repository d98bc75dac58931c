"""Byways by which text could reach visitors without a second person, or under another's name."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Page, PageViewRestriction

from tests import factories
from tests.translation_desk import desk, moderation
from translation_desk import editing, four_eyes, jobs, reviewing, submitting
from translation_desk.errors import NotAllowedError
from translation_desk.models import FourEyesTask, Segment, Submission, TranslationJob
from translation_desk.models.jobs import Status

pytestmark = pytest.mark.django_db


@pytest.fixture
def live(six: factories.Pages, people: Any) -> TranslationJob:
    """A live French translation."""
    return desk.make_live(desk.english(six), people)


def correct(job: TranslationJob, user: Any, text: str, path: str = "title") -> None:
    """Write a draft over a text of a job."""
    row = desk.segment(job, path)
    editing.save_text(user, row, text, version=row.version)


def hand_made(job: TranslationJob, user: Any, **fields: Any) -> Page:
    """Save a draft of a page that is kept by hand."""
    page = Page.objects.get(pk=job.target_page_id).get_latest_revision_as_object()
    for name, value in fields.items():
        setattr(page, name, value)
    page.save_revision(user=user, clean=False)
    return page


def test_to_disable_a_task_approves_nothing(live: TranslationJob, people: Any) -> None:
    correct(live, people.translator, "Secret")
    submitting.submit(people.translator, live)
    task = FourEyesTask.objects.get(pk=moderation.state_of(live.target_page).task_id)
    moderation.signed_in(people.admin).post(reverse("wagtailadmin_workflows:disable_task", args=[task.pk]))
    assert "Secret" not in moderation.visitors_html(live.target_page)
    assert live.submissions.get().decision == Submission.Decision.PENDING


def test_a_workflow_without_tasks_approves_nothing(live: TranslationJob, people: Any) -> None:
    correct(live, people.translator, "Secret")
    FourEyesTask.objects.update(active=False)
    with pytest.raises(NotAllowedError):
        submitting.submit(people.translator, live)
    assert "Secret" not in moderation.visitors_html(live.target_page)


def test_a_reviewer_approves_only_what_they_were_shown(live: TranslationJob, people: Any) -> None:
    correct(live, people.translator, "Seen")
    submitting.submit(people.translator, live)
    browser = moderation.signed_in(people.reviewer)
    address = reverse("translation_desk:approve", args=[live.pk])
    shown = browser.get(address).context["shown"]
    submitting.withdraw(people.translator, live)
    correct(live, people.translator, "Secret")
    submitting.submit(people.translator, live)
    assert browser.post(address, {"shown": shown}).status_code == 409
    assert "Secret" not in moderation.visitors_html(live.target_page)
    assert desk.job_again(live).status == Status.IN_REVIEW


def test_words_of_a_hand_made_page_keep_their_author(live: TranslationJob, people: Any) -> None:
    jobs.stop(people.admin, live)
    hand_made(live, people.reviewer, title="Secret")
    hand_made(live, people.translator, summary="Summary")
    job = jobs.restart(people.admin, live)
    assert desk.segment(job, "title").author == people.reviewer
    assert desk.segment(job, "summary").author == people.translator
    submission = submitting.submit(people.admin, job)
    assert four_eyes.disqualified(people.reviewer, submission.revision) == ["Secret"]


def test_words_written_at_the_desk_keep_their_author_on_a_hand_made_page(live: TranslationJob, people: Any) -> None:
    correct(live, people.reviewer, "Secret")
    submitting.submit(people.reviewer, TranslationJob.objects.get(pk=live.pk))
    submission = live.submissions.get()
    submission.revision.user = people.translator  # who handed it in need not have written it
    submission.revision.save()
    submitting.withdraw(people.reviewer, live)
    jobs.stop(people.admin, live)
    page = hand_made(live, people.translator, summary="Summary")
    assert not four_eyes.may_approve(people.reviewer, page.latest_revision)


def test_a_hand_made_page_stays_live_until_a_translation_is_approved(live: TranslationJob, people: Any) -> None:
    english = Page.objects.get(pk=live.source_page_id).specific
    jobs.stop(people.admin, live)
    page = hand_made(live, people.translator, title="By hand")
    page.get_workflow().start(page, people.translator)
    moderation.decide(page, people.reviewer)
    assert "By hand" in moderation.visitors_html(page)
    jobs.restart(people.admin, live)
    desk.publish(english, body=[dict(block) for block in english.body.raw_data][:2])
    html = moderation.visitors_html(page)
    assert "By hand" in html and "FR built" in html


def test_a_field_that_english_empties_is_emptied_on_live_pages(six: factories.Pages, people: Any) -> None:
    english = desk.english(six, seo_title="English only")
    job = desk.make_live(english, people)
    desk.publish(english, seo_title="")
    assert Page.objects.get(pk=job.target_page_id).seo_title == ""


def test_translations_of_a_page_that_moves_below_a_private_one_are_private(six: factories.Pages, people: Any) -> None:
    private, english = desk.english(six, "members"), desk.english(six)
    job = desk.make_live(english, people)
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
    english.move(private, pos="last-child")
    assert moderation.visitors_html(job.target_page) == "302"
    Page.objects.get(pk=english.pk).specific.move(Page.objects.get(pk=six["en"].pk), pos="last-child")
    assert "FR Soaking" in moderation.visitors_html(job.target_page)
    assert not PageViewRestriction.objects.filter(page__in=[english, job.target_page]).exists()


def test_an_image_of_one_language_that_is_gone_stops_no_refresh(six: factories.Pages, people: Any) -> None:
    images = [get_image_model().objects.create(title=name, file=get_test_image_file()) for name in ("en", "fr")]
    english = desk.english(six, lead_image=images[0])
    job = desk.make_live(english, people)
    Segment.objects.filter(job=job, path="lead_image").update(text=images[1].pk, approved_text=images[1].pk)
    images[1].delete()
    desk.publish(english, body=[dict(block) for block in english.body.raw_data][:2])
    assert Page.objects.get(pk=job.target_page_id).specific.lead_image_id == images[0].pk


def test_a_publication_called_off_in_the_page_history_can_be_withdrawn(live: TranslationJob, people: Any) -> None:
    correct(live, people.translator, "Secret")
    submission = submitting.submit(people.translator, live)
    reviewing.approve(people.reviewer, live, at=timezone.now() + timedelta(days=2))
    address = reverse("wagtailadmin_pages:revisions_unschedule", args=[live.target_page_id, submission.revision_id])
    moderation.signed_in(people.admin).post(address)
    submitting.withdraw(people.translator, live)
    correct(live, people.translator, "Better")


def table(*rows: tuple[str, float]) -> list[dict[str, Any]]:
    """Return a body of one table of names and numbers."""
    columns = [{"type": "text", "heading": "Substance"}, {"type": "number", "heading": "Limit"}]
    value = {"columns": columns, "rows": [{"values": list(row)} for row in rows], "caption": ""}
    return [{"type": "table", "id": "t1", "value": {"caption": "Limits", "table": value, "source": ""}}]


def test_a_new_row_of_a_table_puts_no_number_beside_another_name(six: factories.Pages, people: Any) -> None:
    english = desk.english(six, body=table(("Arsenic", 5)))
    job = desk.make_live(english, people)
    desk.publish(english, body=table(("Chromium", 50), ("Arsenic", 5)))
    shown = Page.objects.get(pk=job.target_page_id).specific.body[0].value["table"]
    assert [row["values"] for row in shown.row_data] == [["FR Arsenic", 5]]


def test_a_link_of_one_language_stands_in_a_text_that_stays(six: factories.Pages, people: Any) -> None:
    link = '<p>Read the <a href="https://example.org/soak">manual</a> {}.</p>'
    headings = [{"type": "heading", "id": f"h{n}", "value": {"text": f"Part {n}", "level": "2"}} for n in range(6)]
    english = desk.english(six, body=[*headings, {"type": "paragraph", "id": "p1", "value": link.format("first")}])
    job = desk.make_live(english, people)
    here = "https://example.org/fr"
    Segment.objects.filter(job=job, kind=Segment.Kind.LINK).update(text=here, approved_text=here)
    desk.publish(english, body=[{"type": "paragraph", "id": "p1", "value": link.format("twice")}])
    html = str(Page.objects.get(pk=job.target_page_id).specific.body[0].value)
    assert "FR Read the" in html and "first" in html


def test_a_correction_moves_along_with_its_text(live: TranslationJob, people: Any) -> None:
    english = Page.objects.get(pk=live.source_page_id).specific
    correct(live, people.translator, "FR Trempage", "body.b1.text")
    submitting.submit(people.translator, live)
    reviewing.suggest(people.reviewer, desk.segment(live, "body.b1.text"), "Trempe")
    reviewing.send_back(people.reviewer, live, "")
    body = [dict(block) for block in english.body.raw_data]
    desk.publish(english, body=[{**body[0], "id": "moved"}, *body[1:]])
    jobs.merge(people.translator, live)
    row = desk.segment(live, "body.moved.text")
    assert (row.text, row.suggestion, row.suggested_by) == ("FR Trempage", "Trempe", people.reviewer)
