"""Backup and restore: complete or not at all, whenever they are killed."""

import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import InMemoryStorage
from django.core.management import CommandError, call_command
from django.db import connection

from operations import archive, backing_up, restoring
from operations.errors import ArchiveError, OperationError, RefusedError
from operations.models import Restoration
from tests.operations.scratch import ALIAS, ScratchSite, killed_at, scratch_site

SAVED = {"images/mark.svg": "as saved", "documents/added.pdf": "came back"}
PRESENT = {"images/mark.svg": "as it is", "documents/later.pdf": "goes"}

STEPS_OF_BACKUP = ("media read", "database dumped", "archive written", "archive verified", "archive named")
STEPS_OF_RESTORE = (
    "archive verified",
    "file brought",
    "media brought",
    "database loaded",
    "database compared",
    "database committed",
    "file moved",
    "file deleted",
)


@pytest.fixture(scope="module")
def site(django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ScratchSite]:
    with django_db_blocker.unblock(), scratch_site(tmp_path_factory.mktemp("site")) as site:
        yield site


@pytest.fixture(scope="module")
def saved(site: ScratchSite, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup of a site called “saved”."""
    target = tmp_path_factory.mktemp("backups") / "saved.tar"
    site.fill("saved", SAVED)
    backing_up.back_up(target, connection=site.database, media=site.media)
    return target


@pytest.fixture
def present(site: ScratchSite, saved: Path, monkeypatch: pytest.MonkeyPatch) -> ScratchSite:
    """The site as it is, called “present”. Each page of an SQLite file is copied by itself, so that it can stop half way."""
    monkeypatch.setattr("operations.sqlite.PAGES_AT_ONCE", 1)
    site.fill("present", PRESENT)
    return site


def bring_back(site: ScratchSite, path: Path) -> None:
    restoring.restore(path, may_replace=True, connection=site.database, media=site.media)


def test_a_restored_site_is_the_saved_one(present: ScratchSite, saved: Path) -> None:
    bring_back(present, saved)
    assert (present.name, present.files) == ("saved", SAVED)
    assert not restoring.is_waiting(present.media)


@pytest.mark.parametrize("step", STEPS_OF_RESTORE)
def test_a_restore_that_is_killed_leaves_the_old_or_the_new(step: str, present: ScratchSite, saved: Path) -> None:
    assert killed_at(step, lambda: bring_back(present, saved))
    before = present.files
    if present.name == "present":
        assert PRESENT.items() <= before.items()
    else:
        assert present.name == "saved"
        assert SAVED.keys() <= before.keys()
    restoring.finish(connection=present.database, media=present.media)
    if present.name == "present":
        assert PRESENT.items() <= present.files.items()
    else:
        assert present.files == SAVED
    bring_back(present, saved)
    assert (present.name, present.files) == ("saved", SAVED)
    assert not restoring.is_waiting(present.media)


@pytest.mark.parametrize("step", STEPS_OF_BACKUP)
def test_a_backup_that_is_killed_has_its_name_only_when_it_is_whole(step: str, present: ScratchSite, tmp_path: Path) -> None:
    target = tmp_path / "leather-panel-1.tar"
    assert killed_at(step, lambda: backing_up.back_up(target, connection=present.database, media=present.media))
    assert target.exists() == (step == "archive named")
    if target.exists():
        archive.verified(target)
    again = tmp_path / "leather-panel-2.tar"
    backing_up.back_up(again, connection=present.database, media=present.media)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted({path.name for path in (target, again) if path.exists()})


def test_what_editors_upload_after_the_database_is_back_stays(present: ScratchSite, saved: Path) -> None:
    assert killed_at("database committed", lambda: bring_back(present, saved))
    new = Path(present.media.storage.path("documents/new.pdf"))
    new.write_text("new")
    restoring.finish(connection=present.database, media=present.media)
    assert present.files == {**SAVED, "documents/new.pdf": "new"}


def test_media_may_lie_in_another_storage(present: ScratchSite, saved: Path, tmp_path: Path) -> None:
    elsewhere = ScratchSite(present.database, type(present.media)(InMemoryStorage()))
    elsewhere.fill("present", PRESENT)
    bring_back(elsewhere, saved)
    assert elsewhere.files == SAVED
    assert not restoring.is_waiting(elsewhere.media)
    copy = tmp_path / "copy.tar"
    manifest = backing_up.back_up(copy, connection=elsewhere.database, media=elsewhere.media)
    assert [entry.sha256 for _name, entry in sorted(manifest.media)] == [
        entry.sha256 for _name, entry in sorted(archive.verified(saved).media)
    ]


@pytest.mark.parametrize("name", ["database", "media/images/mark.svg", "manifest.json", "manifest.sha256"])
def test_a_damaged_backup_is_refused_before_anything_is_touched(
    name: str, present: ScratchSite, saved: Path, tmp_path: Path
) -> None:
    data = bytearray(saved.read_bytes())
    with tarfile.open(saved) as tar:
        member = tar.getmember(name)
    data[member.offset_data + member.size // 2] ^= 0xFF
    damaged = tmp_path / "damaged.tar"
    damaged.write_bytes(data)
    with pytest.raises(ArchiveError):
        bring_back(present, damaged)
    assert (present.name, present.files) == ("present", PRESENT)


def test_a_backup_that_ends_early_is_refused(present: ScratchSite, saved: Path, tmp_path: Path) -> None:
    with tarfile.open(saved) as tar:
        start = tar.getmember(archive.MANIFEST).offset
    short = tmp_path / "short.tar"
    short.write_bytes(saved.read_bytes()[:start])
    with pytest.raises(ArchiveError, match="no whole backup"):
        bring_back(present, short)


def test_a_file_that_would_lie_outside_the_media_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "hostile.tar"
    with tarfile.open(path, "w") as tar:
        tar.addfile(tarfile.TarInfo("media/../../etc/passwd"))
    with pytest.raises(ArchiveError, match="does not belong"):
        archive.verified(path)


def test_a_site_with_pages_is_replaced_only_when_told_so(present: ScratchSite, saved: Path) -> None:
    with pytest.raises(RefusedError, match="--replace"):
        restoring.restore(saved, connection=present.database, media=present.media)
    assert present.name == "present"


def test_a_backup_of_a_newer_version_is_refused(present: ScratchSite, saved: Path) -> None:
    manifest = archive.verified(saved)
    manifest.migrations = {"home": ["9999_from_the_future"]}
    with pytest.raises(RefusedError, match=r"home\.9999_from_the_future"):
        restoring.check(manifest, present.database)


def test_a_backup_of_another_kind_of_database_is_refused(present: ScratchSite, saved: Path) -> None:
    manifest = archive.verified(saved)
    manifest.engine = "another"
    with pytest.raises(RefusedError, match="another"):
        restoring.check(manifest, present.database)


def test_a_restoration_is_noted(present: ScratchSite, saved: Path) -> None:
    bring_back(present, saved)
    noted = Restoration.objects.using(ALIAS).latest("restored_at")
    assert noted.backup_made_at.isoformat() == archive.verified(saved).created_at


@pytest.mark.django_db
def test_a_backup_of_all_tables_can_be_restored(site: ScratchSite, tmp_path: Path) -> None:
    target = tmp_path / "all.tar"
    whole = connection.copy()
    if connection.vendor == "sqlite":
        # The database of the tests lies in memory, where a second connection waits for the end of this test.
        whole.settings_dict["NAME"] = tmp_path / "whole.sqlite3"
        whole.settings_dict["NAME"].write_bytes(connection.connection.serialize())
    manifest = backing_up.back_up(target, connection=whole, media=site.media)
    assert manifest.tables["wagtailcore_page"][0] != "0"
    backing_up.try_out(target, connection=whole)
    manifest.tables["wagtailcore_page"] = ["99", "0"]
    with pytest.raises(OperationError, match="wagtailcore_page"):
        backing_up.database_of(whole).rehearse(backing_up.unpacked_database(target, tmp_path), manifest.tables)
    whole.close()


def test_old_backups_are_deleted(tmp_path: Path) -> None:
    for day in ("01", "02", "03"):
        (tmp_path / f"leather-panel-203001{day}-030000.tar").touch()
    other = tmp_path / "other.tar"
    other.touch()
    assert [path.name for path in backing_up.prune(tmp_path, 2)] == ["leather-panel-20300101-030000.tar"]
    assert other.exists()


def test_a_backup_takes_the_place_of_no_file(tmp_path: Path) -> None:
    (tmp_path / "notes.tar").touch()
    with pytest.raises(CommandError, match="exists"):
        call_command("backup", str(tmp_path / "notes.tar"))


def test_a_missing_backup_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="does not exist"):
        call_command("restore", str(tmp_path / "none.tar"))
