"""What is cleared away each night, and what must stay."""

import os
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.cache import caches
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from django.core.management import CommandError, call_command
from django.utils import timezone
from wagtail.models import Page, PageLogEntry, Revision

from core.models import CustomRendition
from home.models import ContactMessage
from operations import housekeeping
from operations.media import Media
from tests.factories import homes, photograph, standard
from translation_desk import revisions
from translation_desk.models import MemoryImport


@pytest.mark.django_db
def test_housekeeping_deletes_expired_messages_only() -> None:
    today = timezone.localdate()
    ContactMessage.objects.create(message="old", language="en", delete_after=today - timedelta(days=1))
    ContactMessage.objects.create(message="last day", language="en", delete_after=today)
    call_command("housekeeping", verbosity=0)
    assert [message.message for message in ContactMessage.objects.all()] == ["last day"]


@pytest.mark.django_db
def test_housekeeping_clears_old_task_results(settings: object) -> None:
    from django_tasks_db.models import DBTaskResult

    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    long_ago = timezone.now() - timedelta(days=30)
    common = {
        "args_kwargs": {},
        "task_path": "home.contact.mail_to_office",
        "backend_name": "default",
        "exception_class_path": "",
        "traceback": "",
    }
    DBTaskResult.objects.create(status="SUCCESSFUL", **common)
    DBTaskResult.objects.update(finished_at=long_ago)
    waiting = DBTaskResult.objects.create(status="READY", **common)
    call_command("housekeeping", verbosity=0)
    assert [result.pk for result in DBTaskResult.objects.all()] == [waiting.pk]


@pytest.mark.django_db
def test_a_step_that_fails_stops_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []

    def fail() -> int:
        raise OSError("the disk is full")

    steps = {"first": fail, "second": lambda: done.append("second") or 1}
    monkeypatch.setattr(housekeeping, "STEPS", steps)
    with pytest.raises(CommandError, match="Failed: first"):
        call_command("housekeeping", verbosity=0)
    assert done == ["second"]


@pytest.fixture
def page(db: None) -> Any:
    """A live English page."""
    return standard(homes())["en"]


def revision(page: Any, days_ago: int, **fields: Any) -> Revision:
    made = Page.objects.get(pk=page.pk).specific.save_revision()
    Revision.objects.filter(pk=made.pk).update(created_at=timezone.now() - timedelta(days=days_ago), **fields)
    return Revision.objects.get(pk=made.pk)


def publish(page: Any, made: Revision) -> None:
    Page.objects.filter(pk=page.pk).update(live_revision=made)


def test_revisions_that_say_nothing_any_more_are_deleted(page: Any) -> None:
    old, young, live, since = (revision(page, days) for days in (500, 100, 50, 10))
    publish(page, live)
    latest = revision(page, 5)
    assert set(revisions.purgeable(365)) == {old}
    assert set(revisions.purgeable()) == {old, young}
    assert revisions.purge(365) == 1
    assert set(Revision.objects.for_instance(page)) == {young, live, since, latest}
    assert revisions.purge(365) == 0


def test_revisions_of_a_page_that_was_never_live_say_who_wrote_it(page: Any) -> None:
    first = revision(page, 500)
    revision(page, 400)
    Page.objects.filter(pk=page.pk).update(live_revision=None)
    assert first not in revisions.purgeable(365)


def test_revisions_that_somebody_decided_about_stay(page: Any) -> None:
    edited, decided, planned, live = (revision(page, days) for days in (500, 499, 498, 10))
    publish(page, live)
    Revision.objects.filter(pk=planned.pk).update(approved_go_live_at=timezone.now())
    kind = ContentType.objects.get_for_model(page)
    for made, action in ((edited, "wagtail.edit"), (decided, "wagtail.publish")):
        PageLogEntry.objects.create(
            page=page, content_type=kind, label="page", action=action, timestamp=timezone.now(), data={}, revision=made
        )
    assert set(revisions.purgeable(365)) == {edited}


def test_no_revision_goes_where_all_are_kept(page: Any, settings: Any) -> None:
    settings.REVISIONS_KEPT_DAYS = 0
    revision(page, 5000)
    publish(page, revision(page, 10))
    assert housekeeping.old_revisions() == 0


@pytest.mark.django_db
def test_files_that_nobody_took_over_are_deleted_and_taken_ones_stay() -> None:
    long_ago = timezone.now() - timedelta(days=31)
    stages = MemoryImport.Stage
    for name, stage, at in (
        ("untaken", stages.READING, long_ago),
        ("unreadable", stages.REFUSED, long_ago),
        ("taken", stages.TAKING, long_ago),
        ("young", stages.READING, timezone.now()),
    ):
        MemoryImport.objects.create(name=name, stage=stage, requested_at=at, size=1, content=b"", codes="fr")
    call_command("housekeeping", verbosity=0)
    assert set(MemoryImport.objects.values_list("name", flat=True)) == {"taken", "young"}


@pytest.mark.django_db
def test_sizes_that_no_page_asks_for_are_deleted() -> None:
    picture = photograph()
    for spec in ("width-320|format-webp", "width-123|format-webp", "max-165x165"):
        picture.get_rendition(spec)
    assert housekeeping.unused_renditions() == 1
    assert set(CustomRendition.objects.values_list("filter_spec", flat=True)) == {"width-320|format-webp", "max-165x165"}
    assert housekeeping.unused_renditions() == 0


@pytest.mark.django_db
def test_files_that_nothing_names_are_reported_and_deleted_only_when_asked(
    tmp_path: Any, settings: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.MEDIA_ROOT = tmp_path
    picture = photograph()
    media = Media(FileSystemStorage())
    for name in ("documents/lost.pdf", "documents/just-uploaded.pdf"):
        media.put(name, ContentFile(b"x"))
    for name in media.names():
        if name != "documents/just-uploaded.pdf":
            os.utime(tmp_path / name, (0, 0))
    assert list(housekeeping.orphans()) == ["documents/lost.pdf"]
    call_command("housekeeping", verbosity=0)
    assert (tmp_path / "documents/lost.pdf").exists()
    call_command("housekeeping", "--delete-orphans", verbosity=0)
    assert "Deleted documents/lost.pdf" in capsys.readouterr().out
    assert set(media.names()) == {picture.file.name, "documents/just-uploaded.pdf"}


def test_what_ran_out_in_a_cache_of_files_is_deleted(tmp_path: Any, settings: Any) -> None:
    backend = "django.core.cache.backends.filebased.FileBasedCache"
    settings.CACHES = {"default": {"BACKEND": backend, "LOCATION": tmp_path}}
    caches["default"].set("over", 1, -1)
    caches["default"].set("later", 1, 100)
    caches["default"].set("never", 1, None)
    assert housekeeping.leftovers_of_the_cache() == 1
    assert (caches["default"].get("later"), caches["default"].get("never")) == (1, 1)
