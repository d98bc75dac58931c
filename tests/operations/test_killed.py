"""Publishing that is killed in the middle: wholly before or wholly after, and what follows it comes within a minute."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import override_settings
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from wagtail.models import Page, PageLogEntry, Revision, WorkflowState

from operations import workers
from operations.models import ContentChange
from operations.page_cache.versions import content_version
from search import indexing
from search.models import SearchDocument
from search.rebuilding import rebuild
from tests import factories
from tests.operations.killing import SETTINGS, PreparedSite, killed_at_each_step, prepared_site, steps_of
from tests.operations.test_workers import queue_worker
from tests.translation_desk import desk, moderation, ordering, reviewing
from translation_desk import orders, roles
from translation_desk.models import HeldApproval, Notice, SourceVersion, Submission, TranslationJob


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
    """English that waits for its approver, French that waits for its reviewer, an order and an expiry that are due."""
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
    reviewing.translated(ordered, staff, "Eins")
    ordering.schedule(ordered, staff, summary="Liming for good")
    orders.order(staff.approver, ordered, ["fr"])
    ordering.approved(ordered, staff)
    Revision.objects.filter(approved_go_live_at__isnull=False).update(approved_go_live_at=timezone.now() - timedelta(minutes=1))
    expiring = desk.english(homes, "bating", title="Bating")
    Page.objects.filter(pk=expiring.pk).update(expire_at=timezone.now() - timedelta(minutes=1))
    alone = factories.standard(homes, "fete", ("fr",))["fr"]
    alone.save_revision(clean=False).publish()
    rebuild()
    world.browsers = {part: moderation.signed_in(getattr(staff, part)) for part in ("approver", "reviewer")}
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


def work_of_a_minute(world: SimpleNamespace) -> None:
    """What the task worker does by the clock and from its queue, a minute later."""
    workers.put_back("killed")
    ContentChange.objects.update(at=timezone.now() - timedelta(minutes=1))
    call_command("notice_late_changes", verbosity=0)
    queue_worker("other").run()


def queue() -> list[Any]:
    return sorted(DBTaskResult.objects.values_list("task_path", "status"))


def check(operation: Callable[[SimpleNamespace], None], world: SimpleNamespace, site: PreparedSite) -> None:
    """Kill an operation at each step: no page is half done, a second try succeeds, a minute later all is as without a kill."""
    before, waiting, version = facts(), queue(), content_version().read()
    steps = steps_of(lambda: operation(world))
    after = facts()
    work_of_a_minute(world)
    settled = facts(), found()
    site.put_back()
    known = [(before, waiting)]
    for step in killed_at_each_step(lambda: operation(world), steps):
        left = facts(), queue()
        for pk, now in left[0].items():
            assert now in (before.get(pk), after.get(pk)), (step, pk)
        if left not in known:
            known.append(left)
            operation(world)
            work_of_a_minute(world)
            assert (facts(), found()) == settled, step
            assert content_version().read() != version, step
        if left != known[0]:
            site.put_back()
    assert len(known) > 1


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


def test_no_task_is_half_done(world: SimpleNamespace, site: PreparedSite) -> None:
    site.put_back()
    approve_english(world)
    publish_what_is_due(world)
    # The two that visitors and translators notice.
    DBTaskResult.objects.exclude(task_path__in=["search.indexing.bring_up_to_date", "translation_desk.refreshing.run"]).delete()
    site.keep()
    check(run_tasks, world, site)


@pytest.mark.django_db
@override_settings(**SETTINGS)
def test_what_is_undone_asks_for_nothing() -> None:
    with transaction.atomic():
        indexing.later([uuid4()])
        transaction.set_rollback(True)
    assert not DBTaskResult.objects.exists()
