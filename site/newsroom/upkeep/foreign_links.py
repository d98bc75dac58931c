"""Links to other sites: which are asked when, and from when on one counts as broken.

Nothing is asked unless `CHECK_FOREIGN_LINKS` is set. One bad night is no broken link: an address has to fail at three visits
over three days at least.
"""

import hashlib
import logging
import time
from collections import defaultdict
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from newsroom.models import CheckedLink, UpkeepPoint
from newsroom.upkeep.asking import Answer, Asker
from newsroom.upkeep.own_links import host_of
from translation_desk.errors import WrongStateError

logger = logging.getLogger(__name__)

Verdict = CheckedLink.Verdict

FAILURES_UNTIL_BROKEN = 3
DAYS_UNTIL_BROKEN = timedelta(days=3)
AGAIN = {"works": timedelta(days=14), "failed": timedelta(days=1), "refused": timedelta(days=30), "later": timedelta(days=1)}
"""After which time an address is asked again, by what it said."""
OFFLINE = {"name", "connection", "time"}
"""Failures that a server without a network has everywhere."""
AT_ONCE = 40
HOSTS_AT_ONCE = 4
SECONDS = 60.0
"""How long one piece of work goes on asking, so that the worker stays free for what people wait for."""
HOSTS_TO_BE_SURE = 4
"""So many hosts and none that can be reached: the fault is this server's own network."""
SOON = timedelta(minutes=10)
"""Between two times that people have the same address asked."""


def enabled() -> bool:
    """Tell whether other sites may be asked."""
    return bool(settings.CHECK_FOREIGN_LINKS)


def agent() -> str:
    """Return the name that the check gives other sites: that of this site, with the address to complain at."""
    base = settings.WAGTAILADMIN_BASE_URL
    return f"{host_of(base) or 'site'}-link-check/1.0 (+{base})"


def key_of(address: str) -> str:
    """Return what an address is found by."""
    return hashlib.sha256(address.encode()).hexdigest()


def follow(addresses: Iterable[str]) -> None:
    """Keep exactly the addresses that live pages lead to; what was known of the others is forgotten."""
    wanted = {key_of(address): address for address in addresses}
    known = dict(CheckedLink.objects.values_list("key", "pk"))
    gone = [pk for key, pk in known.items() if key not in wanted]
    for start in range(0, len(gone), 500):
        CheckedLink.objects.filter(pk__in=gone[start : start + 500]).delete()
    new = [CheckedLink(key=key, address=address) for key, address in wanted.items() if key not in known]
    CheckedLink.objects.bulk_create(new, batch_size=200, ignore_conflicts=True)


def due(today: date) -> list[CheckedLink]:
    """Return the addresses that are next to be asked."""
    return list(CheckedLink.objects.filter(ask_on__lte=today).order_by("ask_on", "pk")[:AT_ONCE])


def ask_some(asker: Asker | None = None, *, today: date | None = None) -> int:
    """Ask for about a minute, several hosts at a time, and return how many addresses answered or failed to."""
    today = today or timezone.localdate()
    asker = asker or Asker(agent())
    by_host: dict[str, list[CheckedLink]] = defaultdict(list)
    for link in due(today):
        by_host[host_of(link.address)].append(link)
    end = time.monotonic() + SECONDS

    def ask_host(links: Sequence[CheckedLink]) -> list[tuple[CheckedLink, Answer]]:
        found = []
        for link in links:
            if time.monotonic() >= end:
                break
            since = link.failing_since or today
            found.append((link, asker.ask(link.address, in_trouble_for=today - since)))
        return found

    # The threads only talk to other sites; the database is this one's business.
    with ThreadPoolExecutor(HOSTS_AT_ONCE) as pool:
        answers = [pair for found in pool.map(ask_host, by_host.values()) for pair in found]
    if len(by_host) >= HOSTS_TO_BE_SURE and all(answer.said in OFFLINE for _link, answer in answers):
        logger.warning("No other site could be reached; the links to them are asked another time.")
        return 0
    for link, answer in answers:
        note(link, answer, today)
    return len(answers)


def of_point(point: UpkeepPoint) -> CheckedLink | None:
    """Return the address on another site that a point is about; None for other points, and while other sites are not asked."""
    target = str(point.data.get("target", "")) if point.kind == UpkeepPoint.Kind.LINK and enabled() else ""
    return CheckedLink.objects.filter(key=key_of(target)).first() if target else None


def is_waiting(link: CheckedLink) -> bool:
    """Tell whether somebody had an address asked whose answer is still to come. After some minutes it counts as lost."""
    if link.wanted_at is None or timezone.now() - link.wanted_at > SOON:
        return False
    return link.asked_at is None or link.asked_at < link.wanted_at


def want(link: CheckedLink) -> None:
    """Note that somebody wants an address asked now. Raises WrongStateError where it was asked a moment ago."""
    soon = timezone.now() - SOON
    if any(moment is not None and moment > soon for moment in (link.wanted_at, link.asked_at)):
        raise WrongStateError(_("The site was asked a few minutes ago. Other sites are not to be pressed: try again later."))
    link.wanted_at = timezone.now()
    link.save(update_fields=["wanted_at"])


def ask_one(link: CheckedLink, asker: Asker | None = None) -> None:
    """Ask one address now, and judge it as after each night."""
    today = timezone.localdate()
    answer = (asker or Asker(agent())).ask(link.address, in_trouble_for=today - (link.failing_since or today))
    note(link, answer, today)


def note(link: CheckedLink, answer: Answer, today: date) -> None:
    """Keep an answer, and judge the address by it and by those before."""
    link.asked_at, link.ask_on = timezone.now(), today + max(AGAIN[answer.outcome], answer.wait)
    if answer.outcome != "later":
        link.answer = answer.said
    elif answer.said == "robots":
        # Nothing is known of the address, but since when its host is in trouble.
        link.failing_since = link.failing_since or today
    if answer.outcome == "failed":
        link.failures += 1
        link.failing_since = link.failing_since or today
        lasting = link.failures >= FAILURES_UNTIL_BROKEN and today - link.failing_since >= DAYS_UNTIL_BROKEN
        link.verdict = Verdict.BROKEN if lasting else Verdict.FAILING
    elif answer.outcome != "later":
        link.failures, link.failing_since = 0, None
        link.verdict = Verdict.WORKS if answer.outcome == "works" else Verdict.REFUSED
    link.save(update_fields=["answer", "asked_at", "ask_on", "failures", "failing_since", "verdict"])


def broken() -> dict[str, CheckedLink]:
    """Return the broken addresses; none while other sites are not asked."""
    return {link.address: link for link in CheckedLink.objects.filter(verdict=Verdict.BROKEN)} if enabled() else {}
