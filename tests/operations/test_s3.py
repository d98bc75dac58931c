"""Uploads in an S3-compatible storage: pictures by its public address, documents only through the rules of the portal."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client
from wagtail.models import Collection, CollectionViewRestriction

from config import env
from operations import backing_up, restoring
from operations.media import Media
from tests.factories import document, photograph
from tests.operations.s3 import Objects, s3
from tests.operations.scratch import ScratchSite, scratch_site


@pytest.fixture
def bucket(settings: Any) -> Iterator[Objects]:
    """The objects of the storage that the portal uses."""
    with s3("uploads") as (host, objects):
        settings.MEDIA_BUCKET = env.bucket(f"s3+http://key:secret@{host}/uploads?region=here&public=https://media.example.org")
        settings.STORAGES = {**settings.STORAGES, "default": {"BACKEND": "operations.storage.MediaStorage"}}
        yield objects


@pytest.mark.django_db
def test_pictures_lie_in_the_bucket_and_are_shown_by_its_public_address(
    bucket: Objects, django_capture_on_commit_callbacks: Any
) -> None:
    picture = photograph()
    rendition = picture.get_rendition("width-320|format-webp")
    assert {picture.file.name, rendition.file.name} <= bucket.keys()
    assert rendition.url == f"https://media.example.org/{rendition.file.name}"
    with django_capture_on_commit_callbacks(execute=True):
        rendition.delete()
    assert rendition.file.name not in bucket


@pytest.mark.django_db
def test_a_document_comes_through_the_portal_which_asks_who_may_read_it(bucket: Objects, client: Client) -> None:
    paper = document(file=ContentFile(b"%PDF-1.4", name="paper.pdf"))
    response = client.get(paper.url)
    assert response.status_code == 200
    assert response.getvalue() == bucket[paper.file.name]
    assert "media.example.org" not in str(response.headers)
    private = Collection.get_first_root_node().add_child(name="Private")
    CollectionViewRestriction.objects.create(collection=private, restriction_type="login")
    type(paper).objects.filter(pk=paper.pk).update(collection=private)
    refused = client.get(paper.url)
    assert refused.status_code == 302
    assert "media.example.org" not in refused["Location"]


def test_tasks_that_delete_files_hold_no_secret(bucket: Objects) -> None:
    assert default_storage.deconstruct()[1:] == ((), {})


def test_no_name_is_used_twice(bucket: Objects) -> None:
    names = {default_storage.save("documents/paper.pdf", ContentFile(text)) for text in (b"one", b"two")}
    assert len(names) == 2
    assert {bucket[name] for name in names} == {b"one", b"two"}


def test_backup_and_restore(bucket: Objects, django_db_blocker: Any, tmp_path: Path) -> None:
    with django_db_blocker.unblock(), scratch_site(tmp_path) as site:
        there = ScratchSite(site.database, Media(default_storage))
        saved = {"images/a.svg": "as saved", "documents/b.pdf": "came back"}
        there.fill("saved", saved)
        target = tmp_path / "backup.tar"
        backing_up.back_up(target, connection=site.database, media=there.media)
        there.fill("present", {"images/a.svg": "as it is", "documents/c.pdf": "goes"})
        restoring.restore(target, may_replace=True, connection=site.database, media=there.media)
        assert (there.name, there.files) == ("saved", saved)
        assert sorted(bucket) == sorted(saved)
