"""Drivers for the desk's own addresses: each is sent words that nobody approved, for every page that the desk keeps."""

from dataclasses import replace
from itertools import product
from typing import Any
from urllib.parse import urlencode

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import get_resolver, reverse
from wagtail.models import Page

from exchange_formats.formats import FORMATS
from exchange_formats.units import State
from newsroom.models import Release, TableImport
from newsroom.tables import importing
from newsroom.tables.registry import TABLES
from tests.translation_desk.drivers import Driver, Send, World
from tests.translation_desk.world import SECRET
from translation_desk import exchange, exchange_import
from translation_desk.bulk import ACTIONS
from translation_desk.models import JobBatch, SourceVersion, TranslationImport

TYPED = {
    "text": SECRET,
    "value": SECRET,
    "message": SECRET,
    "reason": SECRET,
    "note": SECRET,
    "version": 0,
    "history": 1,
    "step": "answer",
    "check": "double_spaces",
}
WRITERS = ("translator", "reviewer", "admin")
BY_REVIEWER = {"french": "reviewer"}
DECIDERS = ("reviewer", "admin")


def desk(name: str, **slugs: tuple[str, ...]) -> Send:
    """Return a driver that posts to an address of the desk, as a form and as a script would; `slugs` are the values of slugs."""

    def send(client: Client, world: World, page: str) -> Any:
        job = world.jobs[page]
        known = {
            "job_id": job.pk,
            "segment_id": job.segments.filter(path="title").values_list("pk", flat=True)[0],
            "submission_id": world.old.pk,
            "comment_id": world.comment.pk,
            "batch_id": 0,
            "image_id": 0,
            "question_id": world.question.pk,
            "note_id": world.note.pk,
            "page_id": world.english.pk,
            "pk": world.refresh.pk,
            "rule_id": world.rule.pk,
            "user_id": world.people.translator.pk,
        }
        answer = None
        for chosen in product(*slugs.values()):
            values = {**known, **dict(zip(slugs, chosen, strict=True))}
            address = reverse(f"translation_desk:{name}", kwargs={key: values[key] for key in arguments(name)})
            client.post(address, TYPED)
            answer = client.post(address, TYPED, content_type="application/json", HTTP_ACCEPT="application/json")
            assert answer.status_code < 500, address
        return answer

    return send


def steps(client: Client, world: World, page: str) -> Any:
    """Take every step of the queue with a page's job, and undo it."""
    values = {"over": "on", "person": world.people.translator.pk, "due": "2100-01-01", "priority": 10, "message": SECRET}
    answer = None
    for action in ACTIONS:
        query = urlencode({"action": action, "job": world.jobs[page].pk, "effect": 1, **values})
        client.get(f"{reverse('translation_desk:bulk')}?{query}")
        client.post(f"{reverse('translation_desk:bulk')}?{query}")
    for batch in JobBatch.objects.all():
        answer = client.post(reverse("translation_desk:undo", args=[batch.pk]))
    return answer


def change(name: str) -> Send:
    """Return a driver that hands the English page in and posts to a screen about its change."""

    def send(client: Client, world: World, page: str) -> Any:
        handed_in = Page.objects.get(pk=world.pages[page].pk).specific
        handed_in.get_workflow().start(handed_in, world.people.editor)
        shown = handed_in.current_workflow_task_state.revision_id
        address = reverse(f"translation_desk:{name}", args=[handed_in.pk])
        return client.post(address, {**TYPED, "grade": 10, "shown": shown})

    return send


def regrade(client: Client, world: World, page: str) -> Any:
    """Grade a published change of the English anew, up and down."""
    first = world.jobs[page].version
    changed = [{**entry, "data": f"{entry['data']}."} if entry["path"] == "title" else entry for entry in first.segments]
    values = {field.attname: getattr(first, field.attname) for field in SourceVersion._meta.fields if not field.primary_key}
    version = SourceVersion.objects.create(**{**values, "number": first.number + 1, "segments": changed})
    address = reverse("translation_desk:regrade", args=[version.page_id, version.pk])
    return [client.post(address, {**TYPED, "grade": grade}) for grade in (20, 0, 10)][-1]


def arguments(name: str) -> list[str]:
    """Return the names of what an address of the desk is made of."""
    patterns = get_resolver("translation_desk.urls").url_patterns
    return [key for pattern in patterns if pattern.name == name for key in pattern.pattern.converters]


def driver(name: str, *, shown_by: Any = None, touched_by: Any = None, works: Any = None, **slugs: tuple[str, ...]) -> Driver:
    """Return the driver of an address; on which pages who may change what visitors see, or revisions and workflow."""
    return Driver(
        f"desk: {name}",
        (f"translation_desk:{name}",),
        desk(name, **slugs),
        pages=("french", "unborn"),
        shown_by=shown_by or {},
        touched_by=touched_by or {},
        works=works or {},
    )


def english(name: str) -> Send:
    """Return a driver that adds, links or unlinks the English of a page."""

    def send(client: Client, world: World, page: str) -> Any:
        form = {"english": str(world.pages["english"].pk), "confirmed": "1"}
        return client.post(reverse(f"translation_desk:{name}", args=[world.pages[page].pk]), form)

    return send


def exchanged(client: Client, world: World, page: str) -> Any:
    """Send a file with words that nobody approved, as that of a page and as any; take over what came, and take it back."""
    [(_job, made)] = exchange.translations([world.jobs[page]])
    units = tuple(replace(unit, target=SECRET, state=State.TRANSLATED) for unit in made.units)
    data = FORMATS["po"].write(replace(made, units=units))
    answer = None
    for address in (
        reverse("translation_desk:exchange_job", args=[world.jobs[page].pk]),
        reverse("translation_desk:exchange"),
    ):
        answer = client.post(address, {"file": SimpleUploadedFile("back.po", data)})
    for row in TranslationImport.objects.all():
        for step in ("", "take", "undo"):
            if step:
                answer = client.post(reverse("translation_desk:exchange_import", args=[row.pk]), {"step": step})
            exchange_import.work.call(row.pk)
    return answer


def tables(client: Client, world: World, page: str) -> Any:
    """Send a table of every kind that names the page, take it and have it approved, and take it back."""
    answer = None
    slug = world.pages[page].slug
    for code in TABLES:
        data = f"code,{TABLES[code].columns[0].name}\n{slug},{SECRET}\n"
        client.post(reverse("newsroom:table", args=[code]), {"file": SimpleUploadedFile("table.csv", data.encode())})
    for row in TableImport.objects.all():
        for step in ("take", "approve", "undo"):
            answer = client.post(reverse("newsroom:table_import", args=[row.pk]), {"step": step, "hand_in": "on"})
            importing.run.call(row.pk)
    return answer


RELEASE_STEPS = ("change", "add", "order", "now", "call_off", "roll_back")


def releases(client: Client, world: World, page: str) -> Any:
    """Put a page into a release of its own and take every step with it."""
    client.post(reverse("newsroom:release_new"), {"title": SECRET, "languages": ["fr"], "note": SECRET})
    release = Release.objects.filter(title=SECRET).first() or Release.objects.create(title=SECRET, languages=["fr"])
    english = world.pages["english" if page == "french" else page]
    english = Page.objects.get(translation_key=english.translation_key, locale__language_code="en")
    bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "add_to_release"])
    client.post(f"{bulk}?id={english.pk}", {"release": release.pk})
    client.post(f"{reverse('newsroom:release_chosen')}?job={world.jobs[page].pk}", {"release": release.pk})
    client.post(reverse("newsroom:release_page", args=[english.pk]), {"release": release.pk})
    form = {"title": SECRET, "languages": ["fr"], "page": english.pk, "reason": SECRET, "fate": "live", "note": SECRET}
    for item in release.items.all():
        client.post(reverse("newsroom:release_take_out", args=[release.pk, item.pk]), form)
    return [client.post(reverse(f"newsroom:release_{step}", args=[release.pk]), form) for step in RELEASE_STEPS][-1]


def upkeep(client: Client, world: World, _page: str) -> Any:
    """Take every step of upkeep with a page that is due for review, and have everything checked."""
    address = reverse("newsroom:upkeep_point", args=[world.point.pk])
    for step in ("dismiss", "put_back", "checked"):
        client.post(address, {"step": step, "reason": SECRET})
    return client.post(reverse("newsroom:upkeep_check"))


SEGMENT_ACTIONS = (
    "save",
    "keep",
    "fill",
    "accept",
    "restore",
    "object",
    "suggest",
    "clear",
    "flag",
    "comment",
    "ask",
    "judge",
    "same",
    "confirm",
)

DESK_DRIVERS = (
    Driver("desk: steps of the queue", ("translation_desk:bulk", "translation_desk:undo"), steps, pages=("french", "unborn")),
    Driver(
        "desk: files of other tools",
        ("translation_desk:exchange", "translation_desk:exchange_job", "translation_desk:exchange_import"),
        exchanged,
        pages=("french", "unborn"),
    ),
    Driver("newsroom: tables", ("newsroom:table", "newsroom:table_import"), tables, pages=("french", "unborn")),
    Driver(
        "newsroom: releases",
        (
            *(f"newsroom:release_{step}" for step in ("new", "chosen", "page", "take_out", *RELEASE_STEPS)),
            "bulk:add_to_release",
        ),
        releases,
        pages=("french", "unborn"),
    ),
    driver("refresh_again"),
    driver("tree_again"),
    driver("restore"),
    driver("ask_for_deletion"),
    driver("preview"),
    driver("submit", touched_by={"unborn": WRITERS}, works={"unborn": "translator"}),
    driver("withdraw", touched_by={"french": (*WRITERS, "approver")}, works={"french": "translator"}),
    driver("send_back", touched_by={"french": DECIDERS}, works=BY_REVIEWER),
    driver("approve", shown_by={"french": DECIDERS}, touched_by={"french": DECIDERS}, works=BY_REVIEWER),
    driver("take_offline", shown_by={"french": DECIDERS}, touched_by={"french": DECIDERS}, works=BY_REVIEWER),
    driver("people"),
    driver("order"),
    driver("call_off"),
    driver("lift"),
    driver("return_to", touched_by={"french": DECIDERS}, works=BY_REVIEWER),
    driver("segment", action=SEGMENT_ACTIONS),
    driver("ask"),
    driver("switch_check", code=("fr",), check=("double_spaces",)),
    driver("question"),
    *(driver(name) for name in ("notes", "note", "note_remove")),
    *(driver(f"plan_{step}") for step in ("add", "rule", "remove", "again")),
    driver("plan_ask", code=("fr",)),
    driver("comment", action=("answer", "resolve", "reopen")),
    *(driver(step) for step in ("start", "take_over", "correct", "merge", "accept_all", "remark", "stop", "restart")),
    *(driver(name) for name in ("accept_corrections", "prefill", "confirm_all", "machine", "memory_imports", "memory_import")),
    *(
        driver(name)
        for name in ("accept_proposed", "term_imports", "term_import", "term_change", "term_proposal", "propose_term")
    ),
    *(
        driver(step)
        for step in (
            "invite",
            "person",
            "invite_again",
            "absence",
            "take_factor",
            "close_account",
            "reopen_account",
            "erase_account",
        )
    ),
    *(
        Driver(f"desk: {name}", (f"translation_desk:{name}",), english(name))
        for name in ("add_english", "link_english", "unlink_english")
    ),
    Driver("newsroom: upkeep", ("newsroom:upkeep_point", "newsroom:upkeep_check"), upkeep, pages=("english",)),
    Driver("desk: propose", ("translation_desk:propose_change",), change("propose_change"), pages=("english",)),
    Driver("desk: grade anew", ("translation_desk:regrade",), regrade, pages=("french",)),
    Driver(
        "desk: approve English",
        ("translation_desk:approve_change",),
        change("approve_change"),
        pages=("english",),
        shown_by={"english": ("approver", "admin")},
        works={"english": "approver"},
    ),
)
