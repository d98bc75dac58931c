"""Drafts are nobody's business outside of their language, and no visitor's: the addresses are read with other people's eyes."""

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client

from tests import factories
from tests.security import addresses
from translation_desk.models import Segment, SegmentComment, SegmentHistory, Submission

SECRET = "Zirconium"
OF_TEXTS = ("admin/pages/", "admin/reports/", "admin/translations/", "admin/newsroom/")
"""Where the administration shows texts of pages. Elsewhere it shows vocabularies, files and people, and takes as long."""


@pytest.fixture(scope="module")
def made(six: factories.Pages, django_db_blocker: Any, tmp_path_factory: Any) -> Iterator[SimpleNamespace]:
    """One row of everything; every French text that is not approved is secret."""
    with django_db_blocker.unblock(), factories.undone(), pytest.MonkeyPatch.context() as patch:
        from django.conf import settings  # the fixture of that name lives for one test

        patch.setattr(settings, "MEDIA_ROOT", str(tmp_path_factory.mktemp("media")))
        made = addresses.build(six)
        Segment.objects.filter(job=made.job, kind=Segment.Kind.TEXT).update(text=SECRET, suggestion=SECRET)
        segment = made.job.segments.filter(path="summary").first()
        SegmentHistory.objects.create(
            segment=segment, action=SegmentHistory.Action.WRITTEN, text=SECRET, user=made.people.translator
        )
        SegmentComment.objects.update(text=SECRET)
        for submission in Submission.objects.filter(job=made.job, decision="pending").select_related("revision"):
            submission.texts = {key: {**entry, "text": SECRET} for key, entry in submission.texts.items()}
            submission.save()
            submission.revision.content["summary"] = SECRET
            submission.revision.save()
        yield made


@pytest.mark.parametrize("who", ["visitor", "other_reviewer"])
def test_no_address_tells_a_draft_of_another_language(db: None, made: SimpleNamespace, who: str) -> None:
    if connection.vendor == "postgresql":
        pytest.skip("What screens say does not depend on the database; asked on SQLite, which saves half a minute.")
    client = Client(raise_request_exception=False)
    if who != "visitor":
        client.force_login(getattr(made.people, who))
    telling = []
    for pattern, name in addresses.patterns().items():
        # Who holds the link of an expert was asked about the draft.
        if name.startswith("expert") or not (who == "visitor" or pattern.startswith(OF_TEXTS)):
            continue
        with transaction.atomic():
            answer = client.get(addresses.address(pattern, name, made))
            if SECRET.encode() in answer.getvalue():
                telling.append(pattern)
            transaction.set_rollback(True)
    assert telling == []
