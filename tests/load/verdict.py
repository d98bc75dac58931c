"""What happened, in figures, and a sentence for each thing that should not have."""

from collections import Counter, defaultdict
from statistics import quantiles
from typing import Any

from tests.load.ledger import Ledger, Request
from tests.load.memory import MOST_GROWTH
from tests.load.turns import Turn

BALANCER_CHECK = 2.0
"""Seconds for which nginx leaves a server out that did not answer (`fail_timeout`), and that it waits for a connection."""
KEPT_BY_NGINX = 1.0
"""Seconds that nginx may answer with a page it keeps: to the end of the second in which it was asked for."""
TOLERANCE = 0.25
VISITING = (
    "page", "page that changes", "another language", "search", "filtered list", "suggestion", "contact page", "message",
)  # fmt: skip
LISTED = 20
KILLED_WORKERS = 1
"""Each had one task in hand at most, which another begins again."""
Missed = list[str]


def report(ledger: Ledger, found: dict[str, Any], seconds: float) -> dict[str, Any]:
    """Return the figures of a run."""
    kinds: dict[str, list[Request]] = defaultdict(list)
    for request in ledger.requests:
        kinds[request.kind].append(request)
    failures = Counter(int(request.asked) for request in ledger.requests if request.failed)
    visitors = [request for request in ledger.requests if request.kind in VISITING]
    return {
        "seconds": round(seconds),
        "requests": {kind: figures(requests) for kind, requests in sorted(kinds.items())},
        "visitors": {
            **figures(visitors),
            "longest until a page was there after it had failed, s": round(longest_outage(ledger), 2),
            "longest time in which nobody was answered well, s": round(longest_silence(visitors), 2),
        },
        "failures by second": {second: failures[second] for second in sorted(failures)},
        "drafts": kept(ledger.drafts, found["drafts"]),
        "messages": kept(ledger.messages, found["messages"]),
        "segments": segments(ledger, found),
        "approved": sum(len(words) - 1 for words in ledger.versions.values()),
        "readings of pages that change": sum(map(len, ledger.seen.values())),
        "leaks": len(ledger.leaks),
        "longest that an old text was still read after its successor's approval, s": round(ledger.staleness(), 2),
        "tasks": found["tasks"],
        "tasks begun again": found["begun again"],
        "events": ledger.events,
    }


def report_turns(turns: list[Turn]) -> dict[str, Any]:
    """Return the figures of a release that went live and back."""
    return {
        "readings of a release": sum(len(turn.readings) for turn in turns),
        "longest that part of a release was old beside new, s": round(max((turn.longest for turn in turns), default=0.0), 2),
    }


def missed_turns(turns: list[Turn]) -> Missed:
    """Return a sentence for each address that did not turn together with the others."""
    return [sentence for turn in turns for sentence in turn.missed(KEPT_BY_NGINX + TOLERANCE)[:LISTED]]


def figures(requests: list[Request]) -> dict[str, Any]:
    """Return number, failures and times of some requests."""
    times = sorted(1000 * (request.answered - request.asked) for request in requests if not request.failed)
    cuts = quantiles(times, n=100) if len(times) > 1 else [0.0] * 99
    return {
        "asked": len(requests),
        "failed": sum(request.failed for request in requests),
        "p50 ms": round(cuts[49], 1),
        "p99 ms": round(cuts[98], 1),
    }


def longest_outage(ledger: Ledger) -> float:
    """Return for how long the unluckiest visitor reloaded a page that failed."""
    return max((outage.seconds for outage in ledger.outages), default=0.0)


def longest_silence(requests: list[Request]) -> float:
    """Return the longest time between two good answers of which at least one bad one fell."""
    longest, last_good, failed = 0.0, 0.0, False
    for request in sorted(requests, key=lambda request: request.answered):
        if request.failed:
            failed = True
            continue
        if failed:
            longest = max(longest, request.answered - last_good)
        last_good, failed = request.answered, False
    return longest


def kept(asked: dict[str, bool], found: Any) -> dict[str, int]:
    """Return how many of some texts were asked to be saved, were answered, are there."""
    return {
        "asked": len(asked),
        "answered": sum(asked.values()),
        "answered and there": sum(answered and word in found for word, answered in asked.items()),
        "there without an answer": sum(not answered and word in found for word, answered in asked.items()),
    }


def segments(ledger: Ledger, found: dict[str, Any]) -> dict[str, int]:
    """Return how many saves of segments were asked for, were answered, and are accounted for.

    A person's next text replaces the one before. So an answered save is there when the segment's text is the last one answered,
    or one sent after it, and its version is as high as all answered ones made it, each one higher than the one before.
    """
    asked = sum(saves.asked for saves in ledger.saves.values())
    answered = sum(len(saves.answered) for saves in ledger.saves.values())
    return {"asked": asked, "answered": answered, "answered and there": answered - len(lost_segments(ledger, found))}


def lost_segments(ledger: Ledger, found: dict[str, Any]) -> list[str]:
    """Return a sentence for each save of a segment that was answered and is not there."""
    lost = []
    for pk, saves in ledger.saves.items():
        text, version = found["segments"].get(str(pk), ["", 0])
        rising = all(earlier < later for earlier, later in zip(saves.answered, saves.answered[1:], strict=False))
        if saves.answered and (not rising or version < saves.answered[-1] or text not in {saves.last, *saves.unanswered}):
            lost.append(f"segment {pk}: “{saves.last}” was answered, “{text}” is there")
    return lost


def missed(ledger: Ledger, found: dict[str, Any], memory: list[dict[str, Any]], told: dict[str, Any]) -> Missed:
    """Return a sentence for each thing that should not have happened."""
    sentences = [f"leak: {leak}" for leak in ledger.leaks[:LISTED]]
    for address, seconds in ledger.stale(KEPT_BY_NGINX + TOLERANCE)[:LISTED]:
        sentences.append(f"{address} still showed the old text to somebody who asked {seconds} s after its approval")
    for outage in ledger.outages:
        if outage.seconds > BALANCER_CHECK + TOLERANCE:
            what = f"a visitor waited {outage.seconds:.1f} s at {outage.asked:.1f} s for {outage.address}"
            sentences.append(f"{what}, which first answered {outage.status}")
    sentences += lost_segments(ledger, found)
    for what, asked, there in (("draft", ledger.drafts, found["drafts"]), ("message", ledger.messages, found["messages"])):
        sentences += [
            f"{what} {word} was answered and is not there" for word, good in asked.items() if good and word not in there
        ]
    often = {word: number for word, number in found["messages"].items() if number > ledger.sent[word]}
    sentences += [f"message {word} was sent {ledger.sent[word]} times and is there {often[word]} times" for word in often]
    sentences += [f"task failed: {task}" for task in found["failed tasks"]]
    if len(found["begun again"]) > KILLED_WORKERS:
        sentences.append(f"tasks ran twice though their worker was not killed: {', '.join(found['begun again'])}")
    if found["mails to the office"] != sum(found["messages"].values()):
        sentences.append(f"{sum(found['messages'].values())} messages made {found['mails to the office']} mails to the office")
    unfinished = {state: number for state, number in found["tasks"].items() if state not in {"SUCCESSFUL", "FAILED"}}
    if unfinished:
        sentences.append(f"tasks are left: {unfinished}")
    if found["changes the page cache was not told of"]:
        sentences.append("changes are left that the page cache was not told of")
    for entry in memory:
        growth = entry.get("slope MiB/min", 0.0) * 10
        if growth > MOST_GROWTH:
            sentences.append(f"{entry['program']} ({entry['process']}) would grow by {growth:.1f} MiB in ten minutes")
    sentences += [f"unexpected: {what}" for what in ledger.odd[:LISTED]]
    for kind in ("drafts", "messages", "segments"):
        if not told[kind]["answered"]:
            sentences.append(f"no {kind} were saved at all")
    return sentences
