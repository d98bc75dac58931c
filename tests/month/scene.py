"""The site, the people and the clock of a month, and what every deed needs of them."""

import json
import random
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import PermissionDenied
from wagtail.models import Page

from core.tree import ARCHIVE_PATH
from home.models import StandardPage
from tests import factories
from tests.month.cast import SOURCE, Cast, engaged
from tests.month.ledger import Ledger
from tests.translation_desk import desk
from translation_desk import refreshing, roles, signals
from translation_desk.errors import DeskError
from translation_desk.models import Submission, TranslationJob

SECTIONS = 4


@dataclass
class Scene:
    """Everything that deeds act upon. `dice` decides who does what, so that a seed tells the same month again."""

    dice: random.Random
    clock: Any
    homes: factories.Pages
    cast: Cast
    codes: tuple[str, ...]
    """Languages whose people work, English among them."""
    ledger: Ledger = field(default_factory=Ledger)
    committing: Callable[[], AbstractContextManager[Any]] = nullcontext
    """What a deed happens in; a test whose transaction is taken back carries out here what waits for a commit."""
    pages_made: int = 0

    @property
    def foreign(self) -> list[str]:
        """The languages that are translated into."""
        return [code for code in self.codes if code != SOURCE]

    def chance(self, share: float) -> bool:
        """Tell whether something happens that does so in this share of cases."""
        return self.dice.random() < share

    def pick(self, rows: Iterable[Any]) -> Any:
        """Return one of some rows, None of none."""
        found = list(rows)
        return self.dice.choice(found) if found else None

    def work(self, minutes: int = 12) -> None:
        """Let time go by: longer than what counts as one sitting of a translator."""
        self.clock.shift(60 * minutes)

    def english_page(self, *, live: bool = True, section: bool | None = None) -> Any:
        """Return an English page below the home page, of those that do not wait for approval."""
        pages = Page.objects.filter(locale__language_code=SOURCE, depth__gt=2, live=live).exclude(
            url_path__startswith=ARCHIVE_PATH
        )
        if section is not None:
            pages = pages.filter(depth=3) if section else pages.filter(depth__gt=3)
        page = self.pick(pages.order_by("pk"))
        return page.specific if page is not None and page.current_workflow_state is None else None

    def job(self, *statuses: str, code: str = "", **where: Any) -> Any:
        """Return a job of the desk in one of some statuses."""
        found = TranslationJob.objects.filter(locale__language_code__in=[code] if code else self.foreign, enabled=True, **where)
        if statuses:
            found = found.filter(status__in=statuses)
        job = self.pick(found.order_by("pk").values_list("pk", flat=True))
        return TranslationJob.objects.select_related("locale", "source_page", "target_page").get(pk=job) if job else None

    def do(self, name: str, deed: Callable[["Scene"], bool]) -> None:
        """Carry out a deed and count it: done, or refused as the desk refuses."""
        try:
            with self.committing():
                done = deed(self)
        except (DeskError, PermissionDenied) as error:
            kind = f"{name}: {type(error).__name__}"
            self.ledger.refusals[kind] = self.ledger.refusals.get(kind, 0) + 1
        else:
            if done:
                self.ledger.deeds[name] = self.ledger.deeds.get(name, 0) + 1
        self.work()

    def content_approved(self, content: Any, approver: Any) -> None:
        """Note that somebody approved the content of a revision."""
        self.ledger.approved([json.dumps(content, default=str)], approver)

    def translation_approved(self, submission: Submission, approver: Any, *, lifted: bool = False) -> None:
        """Note that somebody approved what was handed in."""
        for entry in submission.texts.values():
            other = entry["accepted_by"] not in (None, entry["author"])
            self.ledger.approved([entry["text"]], approver, excused=lifted or (other and entry["author"] == approver.pk))


def approve_in_the_editor(scene: Scene, page: Page, draft: Page, writer: Any, reviewer: Any) -> bool:
    """Save a draft in Wagtail's page editor, hand it in there and have it approved; what is refused is withdrawn."""
    revision = draft.save_revision(user=writer)
    page = Page.objects.get(pk=page.pk)
    page.get_workflow().start(page, writer)
    state = Page.objects.get(pk=page.pk).current_workflow_task_state
    try:
        state.task.specific.on_action(state, reviewer, "approve", comment="")
        scene.content_approved(revision.content, reviewer)
    finally:
        running = Page.objects.get(pk=page.pk).current_workflow_state
        if running is not None:
            running.cancel(user=writer)
    return True


def body_of(signed: Callable[[str], str]) -> list[dict[str, Any]]:
    """Return the body of an English page, each text with a word of its writer's."""
    body = json.loads(json.dumps(desk.BODY))
    body[0]["value"]["text"] = signed("Soaking")
    body[1]["value"] = (
        f"<p>{signed('Water returns to the <b>fibres</b>')}.</p>"
        f'<p>{signed("Read the")} <a href="https://example.org/soak">manual</a> first.</p>'
    )
    body[2]["value"]["figures"][0]["value"] |= {"unit": signed("plants"), "label": signed("built"), "source": signed("Panel")}
    return body


def opened(dice: random.Random, clock: Any, codes: tuple[str, ...], pages: int) -> Scene:
    """Make the site of the first day: home pages, sections, English pages that nobody has translated yet."""
    homes = factories.homes()
    roles.set_up_roles(homes)
    scene = Scene(dice, clock, homes, engaged(codes), codes)
    editor, approver = scene.cast.somebody(dice, "editor", SOURCE), scene.cast.somebody(dice, "approver", SOURCE)
    parents = [homes]
    for number in range(pages):
        fields = {name: scene.ledger.signed(text, editor) for name, text in {"title": "Soaking", "summary": "Of water"}.items()}
        body = body_of(lambda text: scene.ledger.signed(text, editor))
        parent = homes if number < SECTIONS else dice.choice(parents[1:])
        with signals.paused():
            page = factories.pages(StandardPage, parent, f"page-{number}", (SOURCE,), body=body, **fields)
            saved = Page.objects.get(pk=page[SOURCE].pk).specific
            revision = saved.save_revision(clean=False, user=editor)
            revision.publish(user=approver, skip_permission_checks=True)
        refreshing.refresh_page(saved.pk)
        scene.content_approved(revision.content, approver)
        if number < SECTIONS:
            parents.append(page)
    scene.pages_made = pages
    return scene
