"""Handing in and deciding, as tests of roles, four eyes and doors need it."""

from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import translation
from wagtail.models import Page, TaskState

from tests.translation_desk import desk
from translation_desk import submitting
from translation_desk.models import Submission, TranslationJob


def hand_in(job: TranslationJob, user: Any) -> Submission:
    """Hand a job's drafts in for review, as if somebody had begun to work on it."""
    TranslationJob.objects.filter(pk=job.pk).update(started=True)
    return submitting.submit(user, desk.job_again(job))


def state_of(page: Page) -> TaskState:
    """Return the running step of a page's workflow."""
    state = Page.objects.get(pk=page.pk).current_workflow_task_state
    assert state is not None
    return state


def decide(page: Page, user: Any, action: str = "approve", **kwargs: Any) -> None:
    """Decide on the running step as Wagtail's screens do."""
    state = state_of(page)
    state.task.specific.on_action(state, user, action, **kwargs)


def decision_url(page: Page, action: str = "approve", state: TaskState | None = None) -> str:
    """Return the address at which Wagtail takes decisions."""
    return reverse("wagtailadmin_pages:workflow_action", args=[page.pk, action, (state or state_of(page)).pk])


def signed_in(user: Any) -> Client:
    """Return a browser in which somebody is signed in; a visitor's for None."""
    client = Client()
    if user is not None:
        client.force_login(user)
    return client


def visitors_html(page: Page) -> str:
    """Return what a visitor is served at a page's address; the status where it is not 200."""
    found = Page.objects.filter(pk=page.pk).first()
    if found is None:
        return "deleted"
    with translation.override(translation.get_language()):  # a request leaves its language active
        answer = Client().get(found.specific.public_url)
    return answer.content.decode() if answer.status_code == 200 else f"{answer.status_code}"
