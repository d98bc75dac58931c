"""Asking for a translation that the plan does not provide: colleagues in the administration, readers on the public site.

The first request for a page that is translated on request puts it into the plan. What is not planned waits for a manager. Of a
reader nothing is kept; the number is shown where people decide what to translate next.
"""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Page

from core.i18n import SOURCE_CODE, locale_code, locale_ids
from core.tree import ARCHIVE_PATH, is_archived
from core.versions import public
from translation_desk import plan, planning
from translation_desk.errors import WrongStateError
from translation_desk.models import Level, PlanRule, TranslationJob, TranslationRequest
from translation_desk.models.plan import PLANNED
from translation_desk.permissions import can_see, require

Scope, Origin = PlanRule.Scope, PlanRule.Origin


@transaction.atomic
def ask(user: Any, page: Page, locale_id: int, reason: str = "") -> TranslationRequest:
    """Ask for an English page in a language, as a colleague. Raises NotAllowedError, WrongStateError."""
    require(can_see(user))
    if not page.live or is_archived(page) or page.depth < 2 or locale_code(page.locale_id) != SOURCE_CODE:
        raise WrongStateError(_("Only an English page that is live can be asked for."))
    if locale_id not in plan.target_locales():
        raise WrongStateError(_("Pages are not translated into this language."))
    level = _level(page, locale_id)
    if level in PLANNED:
        raise WrongStateError(_("This translation is planned already."))
    request = _noted(page, locale_id)
    if request.asked_by_id != user.pk:
        request.colleagues += 1
    request.asked_by, request.reason, request.last_at = user, reason.strip(), timezone.now()
    request.save(update_fields=["colleagues", "asked_by", "reason", "last_at"])
    data = {"language": locale_code(locale_id), "comment": request.reason}
    log(instance=page, action="translation_desk.asked", user=user, data=data)
    if level == Level.ON_REQUEST:
        _promote(page, locale_id, user, request.reason)
    return request


def _level(page: Page, locale_id: int) -> Level:
    """Return the level of a page in a language: that of its job, which knows whether a page below needs it, else of the rules."""
    job = TranslationJob.objects.filter(translation_key=page.translation_key, locale=locale_id).only("level").first()
    return Level(job.level) if job else plan.levels([page])[page.translation_key, locale_id]


def _noted(page: Page, locale_id: int) -> TranslationRequest:
    """Return the row of a page and language, locked."""
    row, _made = TranslationRequest.objects.get_or_create(translation_key=page.translation_key, locale_id=locale_id)
    return TranslationRequest.objects.select_for_update().get(pk=row.pk)


def _promote(page: Page, locale_id: int, user: Any, reason: str) -> None:
    """Put a page into the plan of a language because it was asked for."""
    values = {"level": Level.WANTED, "origin": Origin.REQUEST, "note": reason, "set_by": user, "set_at": timezone.now()}
    rule, _made = PlanRule.objects.update_or_create(
        scope=Scope.PAGE, translation_key=page.translation_key, locale_id=locale_id, defaults=values
    )
    planning.write(rule, user, "promoted")
    planning.enqueue(user)


def waits(request: TranslationRequest, page: Page, rules: plan.Rules) -> bool:
    """Tell whether a manager still has to decide: an English page was asked for since it was set to “not planned”."""
    rule = rules.rule(plan.facts(page), request.locale_id)
    return rule is not None and rule.level == Level.NOT_PLANNED and request.last_at > rule.set_at


def english_pages(requests: Iterable[TranslationRequest]) -> dict[UUID, Page]:
    """Return the English pages of requests by key, in one query, without those in the archive."""
    keys = {request.translation_key for request in requests}
    pages = Page.objects.filter(translation_key__in=keys, locale__language_code=SOURCE_CODE)
    return {page.translation_key: page for page in pages.exclude(url_path__startswith=ARCHIVE_PATH)}


def waiting() -> int:
    """Return the number of colleagues' requests that wait for a manager: one query, four where there are any."""
    requests = list(TranslationRequest.objects.filter(colleagues__gt=0))
    if not requests:
        return 0
    pages, rules = english_pages(requests), plan.load()
    found = [(request, pages.get(request.translation_key)) for request in requests]
    return sum(page is not None and waits(request, page, rules) for request, page in found)


class ReadersRequests:
    """What the public site knows of the plan; see `core.asking.Plan`."""

    def offers(self, page_id: int, language: str) -> bool:
        """Tell whether readers may ask for a page in a language. Nothing is said of private pages, drafts and the archive."""
        page, locale_id = self._found(page_id), locale_ids().get(language)
        return page is not None and locale_id is not None and self._offered(page, locale_id)

    @transaction.atomic
    def ask(self, page_id: int, language: str, *, again: bool) -> bool:
        """Count a reader's request; the first for a page that is translated on request puts it into the plan."""
        page, locale_id = self._found(page_id), locale_ids().get(language)
        if page is None or locale_id is None or not self._offered(page, locale_id):
            return False
        if not again:
            row = _noted(page, locale_id)
            TranslationRequest.objects.filter(pk=row.pk).update(readers=F("readers") + 1, last_at=timezone.now())
            if _level(page, locale_id) == Level.ON_REQUEST:
                _promote(page, locale_id, None, "")
        return True

    @staticmethod
    def _found(page_id: int) -> Page | None:
        return public(Page.objects.live()).filter(pk=page_id, depth__gt=1, locale__language_code=SOURCE_CODE).first()

    @staticmethod
    def _offered(page: Page, locale_id: int) -> bool:
        if locale_id not in plan.target_locales():
            return False
        there = Page.objects.live().filter(translation_key=page.translation_key, locale=locale_id)
        return not there.exists() and plan.levels([page])[page.translation_key, locale_id] != Level.NOT_PLANNED
