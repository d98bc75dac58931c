"""An administrator who is signed in, somebody who approves, and the six home pages."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from tests import factories
from tests.portal import six
from translation_desk.roles import set_up_roles

__all__ = ["editor", "publish", "six"]


@pytest.fixture
def editor(db: None, client: Client) -> Client:
    """A browser in which an administrator is signed in."""
    user: Any = get_user_model().objects.create_superuser("editor", "editor@example.org", "a long password")
    client.force_login(user)
    return client


@pytest.fixture
def publish(editor: Client, six: factories.Pages) -> Callable[[str, Any], Any]:
    """A function that submits a page's form and has a second person approve it; returns the answer to the first."""
    set_up_roles(six)
    second: Any = get_user_model().objects.create_superuser("second", "second@example.org", "a long password")
    approver = Client()
    approver.force_login(second)

    def run(url: str, data: Any) -> Any:
        answer = editor.post(url, {**data, "action-submit": "1"})
        page = Page.objects.order_by("-latest_revision_created_at").filter(latest_revision__isnull=False)[0]
        state = page.current_workflow_task_state
        if state is not None:
            approver.post(reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.pk]))
        return answer

    return run
