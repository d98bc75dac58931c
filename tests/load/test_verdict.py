"""That the load test finds what it looks for: it must not pass because it sees nothing."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.load import verdict
from tests.load.client import Answer
from tests.load.ledger import Ledger, Outage, Saves
from tests.load.turns import Reading, Turn
from tests.load.visitors import words_of

PAGE = "/en/soaking/"


@pytest.fixture
def ledger() -> Ledger:
    """A run in which everything went well: one page was approved anew at 10 s, one text of each kind was saved."""
    made = Ledger()
    made.began = 0.0
    made.known("zq01x")
    made.watch(PAGE, "zq01x")
    word = made.word("English")
    word.approval_asked, word.approved = 9.5, 10.0
    made.versions[PAGE].append(word)
    made.drafts = {"zq7x": True}
    made.messages, made.sent["zq8x"] = {"zq8x": True}, 1
    made.saves = {5: Saves(asked=3, answered=[1, 2], last="two", unanswered=["three"])}
    read(made, 11.0, 11.1, "zq1x")
    return made


@pytest.fixture
def found() -> dict[str, Any]:
    """What the database then holds."""
    return {
        "segments": {"5": ["three", 3]},
        "drafts": ["zq7x"],
        "messages": {"zq8x": 1},
        "tasks": {"SUCCESSFUL": 9},
        "failed tasks": [],
        "begun again": ["a task of the killed worker"],
        "mails to the office": 1,
        "changes the page cache was not told of": 0,
    }


def read(ledger: Ledger, asked: float, answered: float, word: str) -> None:
    ledger.read(PAGE, Answer(200, word, {}, asked, answered), [word])


def sentences(ledger: Ledger, found: dict[str, Any], memory: list[dict[str, Any]] | None = None) -> list[str]:
    return verdict.missed(ledger, found, memory or [], verdict.report(ledger, found, 20.0))


def test_nothing_is_found_where_all_went_well(ledger: Ledger, found: dict[str, Any]) -> None:
    read(ledger, 9.0, 11.0, "zq01x")
    # nginx may still have the page that held just before the approval.
    read(ledger, 11.2, 11.3, "zq01x")
    assert sentences(ledger, found) == []


BAD_LUCK: dict[str, Callable[[Ledger, dict[str, Any]], Any]] = {
    "before its approval": lambda ledger, _found: read(ledger, 9.0, 9.4, "zq1x"),
    "(unknown)": lambda ledger, _found: read(ledger, 9.0, 9.4, "zq99x"),
    "still showed the old text": lambda ledger, _found: read(ledger, 12.4, 12.5, "zq01x"),
    "a visitor waited 3.0 s": lambda ledger, _found: ledger.outages.append(Outage("page", PAGE, 5.0, 3.0, 502)),
    "draft zq7x": lambda _ledger, found: found["drafts"].clear(),
    "message zq8x was answered and is not there": lambda _ledger, found: found["messages"].clear(),
    "message zq8x was sent 1 times and is there 2": lambda _ledger, found: found["messages"].update(zq8x=2),
    "segment 5": lambda _ledger, found: found["segments"].update({"5": ["one", 3]}),
    "“three” is there": lambda _ledger, found: found["segments"].update({"5": ["three", 1]}),
    "tasks are left": lambda _ledger, found: found["tasks"].update(READY=1),
    "tasks ran twice": lambda _ledger, found: found["begun again"].append("another"),
    "1 messages made 0 mails": lambda _ledger, found: found.update({"mails to the office": 0}),
    "task failed": lambda _ledger, found: found["failed tasks"].append("a task"),
}


@pytest.mark.parametrize("sentence", BAD_LUCK)
def test_what_goes_wrong_is_found(ledger: Ledger, found: dict[str, Any], sentence: str) -> None:
    BAD_LUCK[sentence](ledger, found)
    assert any(sentence in one for one in sentences(ledger, found))


def test_memory_that_grows_is_found(ledger: Ledger, found: dict[str, Any]) -> None:
    grows = {"program": "web 1", "process": 7, "slope MiB/min": 2.0}
    assert sentences(ledger, found, [grows]) == ["web 1 (7) would grow by 20.0 MiB in ten minutes"]


def test_a_search_that_repeats_its_words_shows_nothing_by_that() -> None:
    address = "/en/search/?q=zq5x"
    assert words_of(address, '<h1>zq5x</h1><a href="?q=zq5x">2</a>') == []
    assert words_of(address, '<h1>zq5x</h1><p class="passage">of <mark>zq5x</mark></p>') == ["zq5x"]


LIST, PRESS = "/en/news/", "/en/news/press/"


@pytest.fixture
def turn() -> Turn:
    """A release that went live well: the commit came at 10.2 s, nginx kept the old list until the last moment."""
    made = Turn("release go", {LIST: "zq2x", PRESS: "zq2x"}, shows=True, before=10.0, after=10.2)
    seen = [(PRESS, 9.0, False), (LIST, 9.1, False), (PRESS, 10.1, True), (LIST, 11.2, False), (LIST, 12.6, True)]
    made.readings = [Reading(address, asked, asked + 0.1, shown) for address, asked, shown in seen]
    return made


def test_a_release_that_nginx_keeps_old_for_its_time_is_good(turn: Turn) -> None:
    assert verdict.missed_turns([turn]) == []
    assert verdict.report_turns([turn])["longest that part of a release was old beside new, s"] == 1.0


SPOILT: dict[str, Reading] = {
    "leak: /en/news/ had changed 0.80 s before the commit": Reading(LIST, 9.1, 9.2, True),
    "/en/news/press/ was old 2.30 s after another was new": Reading(PRESS, 12.5, 12.6, False),
}


@pytest.mark.parametrize("sentence", SPOILT)
def test_a_part_of_a_release_that_is_early_or_late_is_found(turn: Turn, sentence: str) -> None:
    turn.readings.append(SPOILT[sentence])
    assert any(sentence in one for one in verdict.missed_turns([turn]))


def test_an_address_that_was_never_seen_to_turn_is_found(turn: Turn) -> None:
    turn.readings.pop()
    assert verdict.missed_turns([turn]) == ["/en/news/ was not seen before and after: release go"]
