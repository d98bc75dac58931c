"""The content version is raised by every change of what visitors see, however it is written, and by nothing else."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone
from wagtail.models import Page

from core.models import SiteSettings
from operations.models import ContentChange
from operations.page_cache import versions, watching
from tests import factories
from vocabulary.models import Topic


@pytest.mark.parametrize(
    "sql",
    [
        'UPDATE "wagtailcore_page" SET "title" = %s, "draft_title" = %s WHERE "wagtailcore_page"."id" = %s',
        'UPDATE "wagtailcore_page" SET "live" = %s',
        'INSERT INTO "vocabulary_topic" ("name_en") VALUES (%s)',
        'INSERT OR IGNORE INTO "home_featuredlink" ("a") SELECT 1',
        'DELETE FROM "core_safetyalert" WHERE "id" IN (1)',
        "  update wagtailcore_page set path = %s || substr(path, 9) where path like %s",
        'WITH found AS (SELECT 1) INSERT INTO "search_searchdocument" SELECT * FROM found',
        'ALTER TABLE "search_knownword" RENAME TO "old"',
        'UPDATE "translation_desk_translationjob" SET "grade" = %s, "status" = %s WHERE "id" = 1',
        'INSERT INTO "some_table_that_is_new" VALUES (1)',
    ],
)
def test_statements_that_may_change_a_page(sql: str) -> None:
    assert watching.changes_content(sql)


@pytest.mark.parametrize(
    "sql",
    [
        'SELECT "title" FROM "wagtailcore_page" WHERE "title" = \'UPDATE\' FOR UPDATE',
        'UPDATE "wagtailcore_page" SET "latest_revision_id" = %s, "draft_title" = %s WHERE "id" = %s',
        'INSERT INTO "wagtailcore_revision" ("content") VALUES (%s)',
        'INSERT INTO "django_session" ("session_key") VALUES (%s)',
        'INSERT INTO "wagtailsearch_indexentry" ("a") VALUES (%s) ON CONFLICT ("a") DO UPDATE SET "a" = EXCLUDED."a"',
        'UPDATE "accounts_user" SET "last_login" = %s',
        'UPDATE "translation_desk_segment" SET "text" = %s',
        'UPDATE "translation_desk_translationjob" SET "status" = %s, "waiting_since" = %s WHERE "id" = 1',
        'INSERT INTO "operations_contentchange" ("at") VALUES (%s)',
        "SAVEPOINT s1",
        "PRAGMA foreign_keys",
    ],
)
def test_statements_that_no_visitor_notices(sql: str) -> None:
    assert not watching.changes_content(sql)


@pytest.fixture
def watched(settings: Any, tmp_path: Path, db: None) -> Iterator[versions.ContentVersion]:
    """The version of a site whose statements are watched, none of which has changed anything yet."""
    settings.DATA_DIR = tmp_path
    versions.content_version.cache_clear()
    # What the portal was made of has been noted already.
    connection.run_on_commit.clear()
    ContentChange.objects.all().delete()
    yield versions.content_version()
    versions.content_version.cache_clear()


def publish(page: Page) -> None:
    page.title = "Another title"
    page.save_revision().publish()


def move_in_bulk(page: Page) -> None:
    Page.objects.filter(pk=page.pk).update(title="Another title")


def save_words(_page: Page) -> None:
    settings = SiteSettings.objects.get()
    settings.tagline_fr = "Autre devise"
    settings.save()


def add_in_bulk(_page: Page) -> None:
    Topic.objects.bulk_create([Topic(code="bulk", name_en="Bulk")])


@pytest.mark.parametrize("change", [publish, move_in_bulk, save_words, add_in_bulk, lambda page: page.delete()])
def test_a_change_raises_it_after_the_commit_and_leaves_nothing(
    six: factories.Pages, watched: versions.ContentVersion, django_capture_on_commit_callbacks: Any, change: Any
) -> None:
    page = factories.standard(six, "seen", ("en",))["en"]
    connection.run_on_commit.clear()
    before = watched.read()
    with django_capture_on_commit_callbacks(execute=True):
        change(page)
        assert watched.read() == before
    assert watched.read() != before


def test_a_draft_does_not_raise_it(
    six: factories.Pages, watched: versions.ContentVersion, django_capture_on_commit_callbacks: Any
) -> None:
    page = factories.standard(six, "drafted", ("en",))["en"]
    connection.run_on_commit.clear()
    before = watched.read()
    with django_capture_on_commit_callbacks(execute=True):
        page.title = "Not yet"
        page.save_revision()
    assert watched.read() == before


def test_one_row_for_a_transaction_of_many_changes(
    watched: versions.ContentVersion, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True) as callbacks:
        for number in range(3):
            factories.topic(f"topic-{number}")
        assert ContentChange.objects.count() == 1
    assert len([callback for callback in callbacks if isinstance(callback, watching.Raise)]) == 1
    assert not ContentChange.objects.exists()


def test_a_change_after_one_that_was_taken_back_counts(
    watched: versions.ContentVersion, django_capture_on_commit_callbacks: Any
) -> None:
    before = watched.read()
    with django_capture_on_commit_callbacks(execute=True):
        with transaction.atomic():
            factories.topic("taken-back")
            transaction.set_rollback(True)
        assert not ContentChange.objects.exists()
        factories.topic("kept")
    assert watched.read() != before


def test_a_change_whose_process_died_is_noticed_within_a_minute(watched: versions.ContentVersion) -> None:
    before = watched.read()
    ContentChange.objects.create()
    call_command("notice_late_changes", verbosity=0)
    assert watched.read() == before, "it may still be on its way"
    ContentChange.objects.update(at=timezone.now() - timedelta(minutes=1))
    call_command("notice_late_changes", verbosity=0)
    assert watched.read() != before
    assert not ContentChange.objects.exists()


def test_a_change_stays_noted_while_the_version_cannot_be_raised(
    watched: versions.ContentVersion, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    monkeypatch.setattr(versions.FileVersion, "raise_", lambda _self: False)
    with django_capture_on_commit_callbacks(execute=True):
        factories.topic("far")
    assert ContentChange.objects.count() == 1


def test_migrating_raises_it_without_noting_anything(watched: versions.ContentVersion) -> None:
    before = watched.read()
    watching.pause()
    factories.topic("migrated")
    watching.resume()
    assert watched.read() != before
    assert not ContentChange.objects.exists()


def test_every_page_is_rendered_anew_on_demand(watched: versions.ContentVersion) -> None:
    before = watched.read()
    call_command("forget_pages", verbosity=0)
    assert watched.read() not in {before, ""}


def test_a_connection_that_opens_while_statements_are_counted_stays_watched() -> None:
    """Each request counts its statements, and whoever stops to count takes the last wrapper away."""
    new = connection.copy()
    for _request in range(2):
        with new.execute_wrapper(lambda execute, *arguments: execute(*arguments)):
            watching.connect(new)
    assert new.execute_wrappers == [watching._watch]
