"""For every address that can write a page: what somebody would send to it to get at visitors, and who may.

A driver says what it sends, on which pages, and whose request may change what visitors see and why. Whatever it sends, the pages
that the desk keeps stay as they are: revisions word for word, workflow, place.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from django.test import Client
from django.urls import reverse

from tests.translation_desk import moderation
from tests.translation_desk.world import SECRET

World = Any
Send = Callable[[Client, World, str], Any]
"""Sends something about the page of that name."""

ALL = ("english", "french", "unborn", "by hand")
JSON = {"HTTP_ACCEPT": "application/json"}


@dataclass(frozen=True)
class Driver:
    """One way to get at a page."""

    label: str
    names: tuple[str, ...]
    send: Send
    pages: tuple[str, ...] = ALL
    shown_by: dict[str, Iterable[str]] = field(default_factory=dict)
    """By page, who may change what visitors see this way."""
    touched_by: dict[str, Iterable[str]] = field(default_factory=dict)
    """By page kept at the desk, who may change its revisions or workflow this way."""
    works: dict[str, str] = field(default_factory=dict)
    """By page, somebody whose request does change revisions, workflow or place: shows that what is sent is valid."""

    def who_gets_anywhere(self) -> set[str]:
        """Return everybody whose request may change anything."""
        return {*self.works.values(), *chain(*self.shown_by.values(), *self.touched_by.values())}


def url(name: str, *args: Any) -> str:
    """Return the address of a view of the page editor."""
    return reverse(f"wagtailadmin_pages:{name}", args=args)


def edit(**extra: Any) -> Send:
    """Return a driver that posts the page editor's form."""

    def send(client: Client, world: World, name: str) -> Any:
        return client.post(url("edit", world.pages[name].pk), {**world.forms[name], **extra})

    return send


def autosave(client: Client, world: World, name: str) -> Any:
    """Save as the page editor does by itself, over the newest revision."""
    page = world.pages[name]
    page.refresh_from_db()
    form = {**world.forms[name], "overwrite_revision_id": str(page.latest_revision_id)}
    return client.post(url("edit", page.pk), form, **JSON)


def revert(client: Client, world: World, name: str) -> Any:
    """Publish an earlier revision again."""
    page = world.pages[name]
    first = page.revisions.order_by("created_at").first()
    return (
        client.post(url("revisions_revert", page.pk, first.pk), {**world.forms[name], "action-publish": "1"}) if first else None
    )


def unschedule(client: Client, world: World, name: str) -> Any:
    """Call off a publication."""
    page = world.pages[name]
    return client.post(url("revisions_unschedule", page.pk, page.latest_revision_id or 0))


def add(client: Client, world: World, name: str) -> Any:
    """Make a page below and publish it at once."""
    form = {**world.forms[name], "slug": "brand-new", "action-publish": "1"}
    return client.post(url("add", "home", "standardpage", world.pages[name].get_parent().pk), form)


def decide(action: str, name_of_url: str = "workflow_action") -> Send:
    """Return a driver that decides on the review that is under way, by the address of the page."""

    def send(client: Client, world: World, name: str) -> Any:
        state = moderation.state_of(world.french)
        address = reverse(f"wagtailadmin_pages:{name_of_url}", args=[world.pages[name].pk, action, state.pk])
        return client.post(address, {"comment": "Because"})

    return send


def confirm_cancellation(client: Client, world: World, name: str) -> Any:
    """Go through the step that warns before a publication cancels a review."""
    return client.post(url("confirm_workflow_cancellation", world.pages[name].pk))


def copy(to: str, **extra: Any) -> Send:
    """Return a driver that copies a page below the home page of a language."""

    def send(client: Client, world: World, name: str) -> Any:
        form = {"new_title": SECRET, "new_slug": "a-copy", "new_parent_page": str(world.homes[to].pk), **extra}
        return client.post(url("copy", world.pages[name].pk), form)

    return send


def move(name_of_url: str, to: str) -> Send:
    """Return a driver that moves a page below the home page of a language."""

    def send(client: Client, world: World, name: str) -> Any:
        target = world.homes[to].pk
        args = [world.pages[name].pk] + ([target] if name_of_url == "move_confirm" else [])
        return client.post(url(name_of_url, *args), {"new_parent_page": str(target)})

    return send


def set_position(client: Client, world: World, name: str) -> Any:
    """Put a page second among its siblings."""
    return client.post(url("set_page_position", world.pages[name].pk) + "?position=1")


def plain_post(name_of_url: str, **data: Any) -> Send:
    """Return a driver that posts to a view of one page."""

    def send(client: Client, world: World, name: str) -> Any:
        return client.post(url(name_of_url, world.pages[name].pk), data)

    return send


def bulk(action: str, **data: Any) -> Send:
    """Return a driver for an action on many pages."""

    def send(client: Client, world: World, name: str) -> Any:
        address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
        values = {key: str(world.homes["ru"].pk) if value == "ru" else value for key, value in data.items()}
        return client.post(f"{address}?id={world.pages[name].pk}", values)

    return send


def api(client: Client, world: World, name: str) -> Any:
    """Go through all actions of the administration's API."""
    page, home = world.pages[name], world.homes["ru"].pk
    for action, data in {
        "publish": {},
        "revert_to_page_revision": {"revision_id": page.latest_revision_id or 0},
        "copy": {"destination_page_id": page.get_parent().pk, "keep_live": True},
        "create_alias": {"destination_page_id": home},
        "copy_for_translation": {"locale": "ru", "alias": True, "copy_parents": True},
        "convert_alias": {},
        "move": {"destination_page_id": home},
        "unpublish": {},
        "delete": {},
    }.items():
        address = reverse("wagtailadmin_api:pages:action", args=[page.pk, action])
        answer = client.post(address, data, content_type="application/json")
        assert answer.status_code in {302, 403}, (action, answer.status_code)


EDIT = ("wagtailadmin_pages:edit",)
DECIDE = ("wagtailadmin_pages:workflow_action", "translation_desk_workflow_action")
BY_WRITERS = {"english": "editor", "by hand": "translator"}
OF_ENGLISH = {"english": ("approver", "admin")}
ADMIN = dict.fromkeys(ALL, ("admin",))
MANAGERS = {**ADMIN, **OF_ENGLISH}

DRIVERS = (
    Driver("save a draft", EDIT, edit(), works=BY_WRITERS),
    Driver("publish from the editor", EDIT, edit(**{"action-publish": "1"}), works=BY_WRITERS),
    Driver("submit from the editor", EDIT, edit(**{"action-submit": "1"}), works=BY_WRITERS),
    Driver("restart the review from the editor", EDIT, edit(**{"action-restart-workflow": "1"})),
    Driver("cancel the review from the editor", EDIT, edit(**{"action-cancel-workflow": "1"})),
    Driver(
        "approve while editing",
        EDIT,
        edit(**{"action-workflow-action": "1", "workflow-action-name": "approve"}),
        pages=("french",),
    ),
    Driver("save by itself", EDIT, autosave, works=BY_WRITERS),
    Driver("revert", ("wagtailadmin_pages:revisions_revert",), revert, works=BY_WRITERS),
    Driver("call off a publication", ("wagtailadmin_pages:revisions_unschedule",), unschedule),
    Driver("publish a new page", ("wagtailadmin_pages:add",), add),
    Driver(
        "approve",
        DECIDE,
        decide("approve"),
        pages=("french",),
        shown_by={"french": ("reviewer", "admin")},
        touched_by={"french": ("reviewer", "admin")},
        works={"french": "reviewer"},
    ),
    Driver(
        "ask for changes",
        DECIDE,
        decide("reject"),
        pages=("french",),
        touched_by={"french": ("reviewer", "admin")},
        works={"french": "reviewer"},
    ),
    Driver("confirm a cancellation", ("wagtailadmin_pages:confirm_workflow_cancellation",), confirm_cancellation),
    Driver("copy and publish", ("wagtailadmin_pages:copy",), copy("fr", publish_copies="on", copy_subpages="on")),
    Driver("copy into another language", ("wagtailadmin_pages:copy",), copy("ru")),
    Driver("make an alias", ("wagtailadmin_pages:copy",), copy("fr", alias="on")),
    Driver("choose another language to move to", ("wagtailadmin_pages:move",), move("move", "ru")),
    Driver("move into another language", ("wagtailadmin_pages:move_confirm",), move("move_confirm", "ru")),
    Driver(
        "change the order",
        ("wagtailadmin_pages:set_page_position", "translation_desk_set_position"),
        set_position,
        works={"english": "admin"},
    ),
    Driver(
        "delete",
        ("wagtailadmin_pages:delete",),
        plain_post("delete", confirmed="1"),
        shown_by=MANAGERS,
        touched_by=ADMIN,
        works={"english": "approver"},
    ),
    Driver(
        "take offline",
        ("wagtailadmin_pages:unpublish", "translation_desk_unpublish"),
        plain_post("unpublish", scope="all"),
        shown_by=MANAGERS,
        touched_by=ADMIN,
        works={"english": "approver"},
    ),
    Driver(
        "restrict who sees it",
        ("wagtailadmin_pages:set_privacy", "translation_desk_set_privacy"),
        plain_post("set_privacy", restriction_type="login"),
        shown_by=OF_ENGLISH,
    ),
    Driver("lock", ("wagtailadmin_pages:lock",), plain_post("lock")),
    Driver("unlock", ("wagtailadmin_pages:unlock",), plain_post("unlock")),
    Driver("convert an alias", ("wagtailadmin_pages:convert_alias",), plain_post("convert_alias")),
    Driver("publish many", ("bulk:publish", "wagtail_bulk_action"), bulk("publish", include_descendants="on")),
    Driver(
        "take many offline",
        ("bulk:unpublish", "wagtail_bulk_action"),
        bulk("unpublish", scope="all", confirmed="1"),
        shown_by=MANAGERS,
        touched_by=ADMIN,
    ),
    Driver("move many into another language", ("bulk:move", "wagtail_bulk_action"), bulk("move", chooser="ru")),
    Driver(
        "delete many", ("bulk:delete", "wagtail_bulk_action"), bulk("delete", confirmed="1"), shown_by=MANAGERS, touched_by=ADMIN
    ),
    Driver("act through the API", ("wagtailadmin_api:pages:action", "translation_desk_page_action_by_api"), api),
)
