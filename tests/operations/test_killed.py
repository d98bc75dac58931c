"""Publishing that is killed in the middle: wholly before or wholly after, and what follows it comes within a minute."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import transaction
from django.test import override_settings
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, PageLogEntry, Revision, WorkflowState

from demo import loading
from newsroom.models import OldAddressImport
from newsroom.old_addresses import importing
from operations import workers
from operations.models import ContentChange
from operations.page_cache.versions import content_version
from search import indexing, rebuilding
from search.asking import ask
from search.finding import find
from search.models import Completion, KnownWord, SearchDocument
from search.rebuilding import rebuild
from tests import factories
from tests.demo import small_content
from tests.operations.killing import (
    EVERY_STATEMENT,
    SETTINGS,
    PreparedSite,
    kill_at,
    killed_at_each_step,
    prepared_site,
    steps_of,
)
from tests.operations.test_workers import queue_worker
from tests.translation_desk import desk, moderation, ordering, reviewing
from translation_desk import orders, roles
from translation_desk.models import HeldApproval, Notice, SourceRefresh, SourceVersion, Submission, TranslationJob


@pytest.mark.skipif(EVERY_STATEMENT, reason="is about what is killed after the first commit")
def test_a_demonstration_that_is_loaded_can_be_searched(
    django_db_setup: None, django_db_blocker: Any, tmp_path: Path, settings: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"
    folder = small_content.write(tmp_path / "content", small_content.PAGES)
    with django_db_blocker.unblock(), prepared_site(tmp_path, lambda: None):
        # All pages are committed, and the search is still to be filled.
        kill_at(2, lambda: loading.load(lambda _line: None, folder=folder, sign_ins=False))
        assert not loading.is_empty()
        assert found() == []
        work_of_a_minute()
        searched = found()
        rebuild()
        assert searched == found() != []


@pytest.fixture(scope="module")
def world() -> SimpleNamespace:
    """What stands in the site, by name."""
    return SimpleNamespace()


@pytest.fixture(scope="module")
def site(
    world: SimpleNamespace, django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[PreparedSite]:
    folder = tmp_path_factory.mktemp("killed")
    with django_db_blocker.unblock(), prepared_site(folder, lambda: fill(world)) as site:
        yield site


def fill(world: SimpleNamespace) -> None:
    """English that waits for its approver, French for its reviewer; an order of two languages and an expiry that are due."""
    homes = factories.homes()
    roles.set_up_roles(homes)
    staff = desk.people()
    soaking = desk.english(homes)
    reviewing.translated(soaking, staff, "Eins")
    hand_in(soaking, staff.editor, summary="Newer English")
    tanning = desk.english(homes, "tanning", title="Tanning")
    reviewing.translated(tanning, staff, "Eins")
    reviewing.translated(tanning, staff, "Zwei", approved=False)
    ordered = desk.english(homes, "liming", title="Liming")
    russians = SimpleNamespace(translator=desk.person("translator-ru", ("translator", "ru")), reviewer=staff.other_reviewer)
    languages = {"fr": staff, "ru": russians}
    for code, translators in languages.items():
        reviewing.translated(ordered, translators, "Eins", code=code)
    ordering.schedule(ordered, staff, summary="Liming for good")
    orders.order(staff.approver, ordered, list(languages))
    for code, translators in languages.items():
        ordering.approved(ordered, translators, code)
    ordering.make_due(ordered)
    expiring = desk.english(homes, "bating", title="Bating")
    Page.objects.filter(pk=expiring.pk).update(expire_at=timezone.now() - timedelta(minutes=1))
    alone = factories.standard(homes, "fete", ("fr",))["fr"]
    alone.save_revision(clean=False).publish()
    rebuild()
    SourceRefresh.objects.all().delete()
    DBTaskResult.objects.all().delete()
    world.browsers = {part: moderation.signed_in(getattr(staff, part)) for part in ("admin", "approver", "reviewer")}
    world.soaking, world.alone = soaking.pk, alone.pk
    world.address = moderation.decision_url(soaking)
    world.french = moderation.decision_url(desk.job(tanning).target_page)


def hand_in(page: Page, user: Any, **changes: Any) -> None:
    for name, value in changes.items():
        setattr(page, name, value)
    page.save_revision(user=user)
    page.get_workflow().start(page, user)


def post(world: SimpleNamespace, part: str, address: str, **values: str) -> None:
    assert world.browsers[part].post(address, values).status_code in {200, 302}


def approve_english(world: SimpleNamespace) -> None:
    post(world, "approver", world.address)


def approve_a_translation(world: SimpleNamespace) -> None:
    post(world, "reviewer", world.french)


def take_offline_in_all_languages(world: SimpleNamespace) -> None:
    post(world, "approver", reverse("wagtailadmin_pages:unpublish", args=[world.soaking]), scope="all")


def take_a_page_of_one_language_offline(world: SimpleNamespace) -> None:
    post(world, "reviewer", reverse("wagtailadmin_pages:unpublish", args=[world.alone]))


def publish_what_is_due(world: SimpleNamespace) -> None:
    call_command("publish_scheduled", verbosity=0)


def run_tasks(world: SimpleNamespace) -> None:
    queue_worker("killed").run()


NOTICED = ("search.indexing.bring_up_to_date", "translation_desk.refreshing.run")
"""Tasks of which visitors or translators notice whether they ran."""

Facts = dict[int, tuple[Any, ...]]


def facts() -> Facts:
    """What staff and visitors see of each page, and what was written down beside it."""
    rows: dict[int, list[Any]] = {}

    def add(found: Any) -> None:
        for pk, *values in found:
            rows.setdefault(int(pk or 0), []).append(tuple(values))

    add(Page.objects.order_by("pk").values_list("pk", "live", "title", "has_unpublished_changes", "expired"))
    add((page.pk, getattr(page, "summary", "")) for page in Page.objects.order_by("pk").specific())
    add(PageLogEntry.objects.order_by("page_id", "action", "pk").values_list("page_id", "action"))
    add(Revision.objects.order_by("created_at").values_list("object_id", "approved_go_live_at"))
    add(WorkflowState.objects.order_by("pk").values_list("object_id", "status", "current_task_state__status"))
    add(HeldApproval.objects.order_by("pk").values_list("page_id", "revision_id"))
    add(
        TranslationJob.everything.order_by("pk").values_list(
            "target_page_id", "status", "enabled", "started", "live_version__number", "latest_version__number", "segments_pending"
        )
    )
    add(Submission.objects.order_by("pk").values_list("job__target_page_id", "decision", "texts"))
    add(Notice.objects.order_by("event", "user").values_list("job__target_page_id", "event", "user"))
    add(SourceVersion.everything.order_by("number", "pk").values_list("revision__object_id", "number", "grade"))
    return {pk: tuple(values) for pk, values in rows.items()}


def found() -> list[tuple[int, str, str]]:
    """What a visitor can find."""
    return list(SearchDocument.objects.order_by("page_id").values_list("page_id", "title", "summary"))


def work_of_a_minute() -> None:
    """What the task worker does by the clock and from its queue, a minute later."""
    workers.put_back("killed")
    ContentChange.objects.update(at=timezone.now() - timedelta(minutes=1))
    call_command("notice_late_changes", verbosity=0)
    queue_worker("other").run()


def queue() -> list[Any]:
    return sorted(DBTaskResult.objects.filter(task_path__in=NOTICED).values_list("task_path", "status"))


def check(operation: Callable[[SimpleNamespace], None], world: SimpleNamespace, site: PreparedSite, most: int = 99) -> None:
    """Kill an operation at each step: no page is half done, a second try succeeds, a minute later all is as without a kill."""
    before, waiting, version = facts(), queue(), content_version().read()
    steps = steps_of(lambda: operation(world))
    after = facts()
    work_of_a_minute()
    settled = facts(), found()
    site.put_back()
    known = [(before, waiting)]
    for step in killed_at_each_step(lambda: operation(world), min(steps, most)):
        left = facts(), queue()
        for pk, now in left[0].items():
            assert now in (before.get(pk), after.get(pk)), (step, pk)
        if left not in known:
            known.append(left)
            operation(world)
            work_of_a_minute()
            assert (facts(), found()) == settled, step
            assert content_version().read() != version, step
        if left != known[0]:
            site.put_back()
    # Before each statement, all is as before up to the one commit, which may be the end.
    assert len(known) > 1 or EVERY_STATEMENT


@pytest.mark.parametrize(
    "operation",
    [
        approve_english,
        approve_a_translation,
        take_offline_in_all_languages,
        take_a_page_of_one_language_offline,
        publish_what_is_due,
    ],
)
def test_nothing_is_half_published(
    operation: Callable[[SimpleNamespace], None], world: SimpleNamespace, site: PreparedSite
) -> None:
    site.put_back()
    check(operation, world, site)


def test_a_row_that_is_written_outside_of_a_transaction_is_noticed(site: PreparedSite) -> None:
    site.put_back()
    version = content_version().read()
    Redirect.objects.create(old_path="/en/salt", redirect_link="https://example.org/")
    assert content_version().read() != version
    assert not ContentChange.objects.exists()


def import_redirects(world: SimpleNamespace) -> None:
    lines = [b"old_address,new_address", *(b"/en/%d/,https://example.org/" % number for number in range(3))]
    world.browsers["admin"].post(
        reverse("newsroom:old_addresses"), {"file": SimpleUploadedFile("redirects.csv", b"\n".join(lines))}
    )
    row = OldAddressImport.objects.latest("pk")
    importing.run.func(row.pk)
    world.browsers["admin"].post(reverse("newsroom:old_address_import", args=[row.pk]), {"step": "take"})
    importing.run.func(row.pk)


def test_an_import_of_redirects_is_whole(world: SimpleNamespace, site: PreparedSite) -> None:
    site.put_back()
    steps = steps_of(lambda: import_redirects(world))
    assert Redirect.objects.count() == 3
    site.put_back()
    for step in killed_at_each_step(lambda: import_redirects(world), steps):
        assert Redirect.objects.count() in {0, 3}, step
        import_redirects(world)
        assert Redirect.objects.count() == 3
        site.put_back()


def seen_by_searchers() -> list[Any]:
    """What visitors find, are offered and are corrected to."""
    asked = ("liming", "soaking", "water", "eins", "sauking")
    pages = [[document.title for document in find(ask(word, code)).documents] for word in asked for code in ("en", "fr")]
    return [
        pages,
        sorted(Completion.objects.values_list("text", flat=True)),
        sorted(KnownWord.objects.values_list("key", "documents")),
    ]


def test_a_rebuild_leaves_what_is_found(world: SimpleNamespace, site: PreparedSite, monkeypatch: pytest.MonkeyPatch) -> None:
    site.put_back()
    monkeypatch.setattr(rebuilding, "BATCH", 6)
    before = seen_by_searchers()
    old = SearchDocument.objects.order_by("pk").values_list("pk", "page", "fingerprint")
    assert len(old) > 5
    kept = list(old)
    SearchDocument.objects.update(fingerprint="", analyser=0)
    site.keep()
    steps = steps_of(rebuild)
    assert list(old) == kept
    site.put_back()
    for step in killed_at_each_step(rebuild, steps):
        assert seen_by_searchers() == before, step
    rebuild()
    assert (list(old), seen_by_searchers()) == (kept, before)


def test_no_task_is_half_done(world: SimpleNamespace, site: PreparedSite) -> None:
    site.put_back()
    publish_what_is_due(world)
    DBTaskResult.objects.exclude(task_path__in=NOTICED).delete()
    site.keep()
    check(run_tasks, world, site, most=12)


@pytest.mark.django_db
@override_settings(**SETTINGS)
def test_what_is_undone_asks_for_nothing() -> None:
    with transaction.atomic():
        indexing.later([uuid4()])
        transaction.set_rollback(True)
    assert not DBTaskResult.objects.exists()
