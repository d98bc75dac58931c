"""The known ways past moderation, one by one: with wagtail-localize as it is installed elsewhere, each showed visitors text that
nobody had approved."""

import ast
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.checks import run_checks
from django.urls import get_resolver, reverse
from wagtail import hooks
from wagtail.admin.action_menu import _get_base_page_action_menu_items
from wagtail.models import Locale, Page, TranslatableMixin
from wagtail.snippets.models import get_snippet_models

from tests import factories
from tests.translation_desk import admin_addresses, desk, moderation
from translation_desk import editing, jobs
from translation_desk.errors import WrongStateError
from translation_desk.models import Segment, TranslationJob

pytestmark = pytest.mark.django_db

ROOT = Path(__file__).resolve().parents[2]
OURS = ("site", "home", "knowledge", "projects")


@pytest.fixture
def live_job(six: factories.Pages, people: Any) -> TranslationJob:
    """A live French translation with a draft of the translator's on top."""
    job = desk.make_live(desk.english(six), people)
    Segment.objects.filter(job=job, path="title").update(text="Secret", author=people.translator)
    TranslationJob.objects.filter(pk=job.pk).update(started=True)
    return desk.job_again(job)


def called_names() -> set[str]:
    """Return the names of all functions and methods that our code calls."""
    found: set[str] = set()
    for folder in OURS:
        for path in (ROOT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call):
                    target = node.func
                    found.add(target.attr if isinstance(target, ast.Attribute) else getattr(target, "id", ""))
    return found


class TestLibraryOnly:
    """B3, B4, B6, B7 and B8: the screens, endpoints and buttons of wagtail-localize do not exist."""

    def test_no_address(self):
        assert not [name for _path, name in admin_addresses._walk(get_resolver()) if "localize" in name]
        assert not [key for key in get_resolver().app_dict if "localize" in str(key)]

    def test_no_table_no_hook_no_button(self):
        assert not [model for model in apps.get_models() if model.__module__.startswith("wagtail_localize")]
        hooks.search_for_hooks()
        registered = {function.__module__ for entries in hooks._hooks.values() for function, _order in entries}
        assert not [module for module in registered if module.startswith("wagtail_localize")]
        assert not [item for item in _get_base_page_action_menu_items() if type(item).__module__.startswith("wagtail_localize")]

    def test_a_check_refuses_to_install_it(self, monkeypatch):
        assert "translation_desk.E001" not in {message.id for message in run_checks()}
        installed = apps.is_installed
        monkeypatch.setattr(apps, "is_installed", lambda name: name == "wagtail_localize" or installed(name))
        assert "translation_desk.E001" in {message.id for message in run_checks()}


def test_b1_nothing_saves_a_target_through_wagtail_localize():
    assert not called_names() & {"save_target", "create_or_update_translation"}


def test_b2_and_b5_no_snippet_is_translatable():
    assert not [model for model in get_snippet_models() if issubclass(model, TranslatableMixin)]


def test_b3_a_translation_is_not_published_from_the_edit_address(live_job, people):
    page = Page.objects.get(pk=live_job.target_page_id).specific
    before = moderation.visitors_html(page)
    for user in vars(people).values():
        moderation.signed_in(user).post(reverse("wagtailadmin_pages:edit", args=[page.pk]), {"action": "publish"})
        assert moderation.visitors_html(page) == before
    assert "Secret" not in before


def test_b4_a_refresh_carries_no_draft_to_visitors(live_job):
    english = Page.objects.get(pk=live_job.source_page_id).specific
    desk.publish(english, summary="Changed in English.")
    assert "Secret" not in moderation.visitors_html(live_job.target_page)
    assert "Changed in English" not in moderation.visitors_html(live_job.target_page)


def test_b6_work_on_one_page_leaves_the_pages_below_alone(six, people, live_job):
    below = desk.make_live(desk.english({**six, "en": live_job.source_page}, "below"), people)
    Segment.objects.filter(job=below, path="title").update(text="Secret")
    before = Page.objects.filter(pk=below.target_page_id).values("title", "live_revision", "latest_revision").get()
    moderation.hand_in(live_job, people.translator)
    moderation.decide(live_job.target_page, people.reviewer)
    assert "Secret" in moderation.visitors_html(live_job.target_page)
    assert Page.objects.filter(pk=below.target_page_id).values("title", "live_revision", "latest_revision").get() == before


def test_b7_no_page_becomes_an_alias_and_none_is_converted(live_job, people):
    page = Page.objects.get(pk=live_job.target_page_id).specific
    before = moderation.visitors_html(page)
    page.alias_of = live_job.source_page.specific
    with pytest.raises(RuntimeError, match="no alias pages"):
        page.save()
    # One from before the desk, straight in the table.
    Page.objects.filter(pk=page.pk).update(alias_of=live_job.source_page)
    for user in (people.translator, people.reviewer, people.admin):
        moderation.signed_in(user).post(reverse("wagtailadmin_pages:convert_alias", args=[page.pk]))
        assert Page.objects.get(pk=page.pk).alias_of_id == live_job.source_page_id
    assert moderation.visitors_html(page) == before


def test_b8_nobody_writes_into_a_translation_under_review(live_job, people):
    moderation.hand_in(live_job, people.translator)
    title = desk.segment(live_job, "title")
    for user in (people.translator, people.reviewer, people.admin):
        with pytest.raises(WrongStateError):
            editing.save_text(user, title, "Slipped in", version=title.version)
    assert desk.segment(live_job, "title").text == "Secret"


def test_b9_approval_publishes_what_was_reviewed(live_job, people):
    moderation.hand_in(live_job, people.translator)
    page = Page.objects.get(pk=live_job.target_page_id).specific
    Segment.objects.filter(job=live_job, path="title").update(text="Written later")
    answer = moderation.signed_in(people.reviewer).post(moderation.decision_url(page))
    assert answer.status_code == 302
    html = moderation.visitors_html(page)
    assert "Secret" in html
    assert "Written later" not in html


def test_b10_a_job_that_begins_shows_visitors_nothing(six, people):
    job = jobs.start(people.translator, desk.job(desk.english(six)))
    page = desk.job_again(job).target_page
    assert not page.live
    assert moderation.visitors_html(page) == "404"
    jobs.preview(job).save_revision(user=people.translator, clean=False)
    assert moderation.visitors_html(page) == "404"


def test_b11_missing_pages_above_are_made_as_drafts_never_as_aliases(six, people):
    above = desk.english(six, "above")
    below = desk.english({**six, "en": above}, "below")
    french = Locale.objects.get(language_code="fr")
    with pytest.raises(RuntimeError, match="no alias pages"):
        below.copy_for_translation(french, copy_parents=True)
    assert not Page.objects.filter(locale=french, depth__gt=2).exists()
    jobs.start(people.translator, desk.job(below))
    made = Page.objects.filter(locale=french, depth__gt=2)
    assert {(page.slug, page.live, page.alias_of_id) for page in made} == {("above", False, None), ("below", False, None)}
    assert moderation.visitors_html(made.get(slug="above")) == "404"
