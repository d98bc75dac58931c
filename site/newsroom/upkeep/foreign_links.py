"""Links to other sites: which are asked when, and from when on one counts as broken.

Nothing is asked unless `CHECK_FOREIGN_LINKS` is set. One bad night is no broken link: an address has to fail at three visits
over three days at least.
"""

import hashlib
import time
from collections import defaultdict
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone

from newsroom.models import CheckedLink
from newsroom.upkeep.asking import Answer, Asker

Verdict = CheckedLink.Verdict

FAILURES_UNTIL_BROKEN = 3
DAYS_UNTIL_BROKEN = timedelta(days=3)
AGAIN = {"works": timedelta(days=14), "failed": timedelta(days=1), "refused": timedelta(days=30)}
"""After which time an address is asked again, by what it said."""
AT_ONCE = 40
HOSTS_AT_ONCE = 4
SECONDS = 60.0
"""How long one piece of work goes on asking, so that the worker stays free for what people wait for."""


def enabled() -> bool:
    """Tell whether other sites may be asked."""
    return bool(settings.CHECK_FOREIGN_LINKS)


def agent() -> str:
    """Return the name that the check gives other sites: that of this site, with the address to complain at."""
    base = settings.WAGTAILADMIN_BASE_URL
    return f"{urlsplit(base).hostname or 'site'}-link-check/1.0 (+{base})"


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
        by_host[(urlsplit(link.address).hostname or "").lower()].append(link)
    end = time.monotonic() + SECONDS

    def ask_host(links: Sequence[CheckedLink]) -> list[tuple[CheckedLink, Answer]]:
        found = []
        for link in links:
            if time.monotonic() >= end:
                break
            found.append((link, asker.ask(link.address)))
        return found

    # The threads only talk to other sites; the database is this one's business.
    with ThreadPoolExecutor(HOSTS_AT_ONCE) as pool:
        answers = [pair for found in pool.map(ask_host, by_host.values()) for pair in found]
    for link, answer in answers:
        note(link, answer, today)
    return len(answers)


def note(link: CheckedLink, answer: Answer, today: date) -> None:
    """Keep an answer, and judge the address by it and by those before."""
    link.answer, link.asked_at, link.ask_on = answer.said, timezone.now(), today + AGAIN[answer.outcome]
    if answer.outcome == "failed":
        link.failures += 1
        link.failing_since = link.failing_since or today
        lasting = link.failures >= FAILURES_UNTIL_BROKEN and today - link.failing_since >= DAYS_UNTIL_BROKEN
        link.verdict = Verdict.BROKEN if lasting else Verdict.FAILING
    else:
        link.failures, link.failing_since = 0, None
        link.verdict = Verdict.WORKS if answer.outcome == "works" else Verdict.REFUSED
    link.save(update_fields=["answer", "asked_at", "ask_on", "failures", "failing_since", "verdict"])


def broken() -> dict[str, CheckedLink]:
    """Return the broken addresses; none while other sites are not asked."""
    return {link.address: link for link in CheckedLink.objects.filter(verdict=Verdict.BROKEN)} if enabled() else {}
