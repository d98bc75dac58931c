"""Pages in a release, with approved texts, as tests of releases need them."""

from collections.abc import Callable, Iterable
from types import SimpleNamespace
from typing import Any

import pytest
from wagtail.models import Page

from newsroom.models import Release
from newsroom.releases import composing
from newsroom.releases.composing import Terms
from tests import factories
from tests.translation_desk import desk, moderation
from translation_desk import jobs, reviewing, submitting


@pytest.fixture
def pages(made: SimpleNamespace, db: None) -> SimpleNamespace:
    """The pages that a module made, fresh from the database, by the names in its `keys`."""
    return SimpleNamespace(**{name: Page.objects.get(pk=pk).specific for name, pk in made.keys.items()})


@pytest.fixture
def committed(django_capture_on_commit_callbacks: Any) -> Callable[[], Any]:
    """Do what waits for the commit, tasks among it, at the end of a block."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


def release(staff: Any, pages: Iterable[Page], **terms: Any) -> Release:
    """Make a release of some pages, in French unless told."""
    made = composing.create(staff.approver, Terms(**{"title": "Safety", "languages": ["fr"], **terms}))
    composing.add_pages(staff.approver, made, pages)
    return made


def draft(parents: factories.Pages, slug: str, staff: Any, **fields: Any) -> Page:
    """Make an English page that is not live."""
    never = {"live": False, "first_published_at": None, "last_published_at": None}
    page = factories.standard(parents, slug, body=desk.BODY, **{"title": slug.capitalize(), **never, **fields})["en"]
    Page.objects.get(pk=page.pk).specific.save_revision(user=staff.editor, clean=False)
    return Page.objects.get(pk=page.pk).specific


def approve_english(page: Page, staff: Any, **changes: Any) -> None:
    """Have the English of a page approved, with changes."""
    changed = page.get_latest_revision_as_object()
    for name, value in changes.items():
        setattr(changed, name, value)
    changed.save_revision(user=staff.editor)
    changed.get_workflow().start(changed, staff.editor)
    moderation.decide(changed, staff.approver)


def approve(page: Page, writer: Any, reviewer: Any, code: str = "fr", prefix: str = "") -> None:
    """Translate what is wanted of a page and have it approved."""
    job = jobs.start(writer, desk.job(page, code))
    jobs.merge(writer, job)
    desk.translate(desk.job(page, code), writer, prefix)
    submitting.submit(writer, desk.job(page, code))
    reviewing.approve(reviewer, desk.job(page, code))


def target(page: Page, code: str = "fr") -> Page:
    """Return a translation of a page as it is now."""
    return Page.objects.get(translation_key=page.translation_key, locale__language_code=code)


def is_live(page: Page, code: str = "fr") -> bool:
    """Tell whether readers find a page in a language."""
    return Page.objects.filter(translation_key=page.translation_key, locale__language_code=code, live=True).exists()
