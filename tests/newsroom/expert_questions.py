"""Questions to experts as tests ask them."""

from typing import Any

from django.test import TestCase
from wagtail.models import Page

from newsroom.experts import answering, asking
from newsroom.models import ExpertQuestion


def ask(user: Any, page: Page, **values: Any) -> ExpertQuestion:
    """Ask an expert about a page."""
    usual = {
        "name": "Ada Expert",
        "email": "expert@example.org",
        "organisation": "Institute",
        "language": "en",
        "message": "",
        "days": 14,
        "required": False,
    }
    with committed():
        return asking.ask(user, page, **{**usual, **values})


def answer(question: ExpertQuestion, said: str, **values: Any) -> ExpertQuestion:
    """Answer a question."""
    with committed():
        return answering.answer(question, said, **values)


def committed() -> Any:
    """Do what follows a commit: mails leave then."""
    return TestCase.captureOnCommitCallbacks(execute=True)
