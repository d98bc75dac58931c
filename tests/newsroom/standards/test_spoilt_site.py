"""The proof of the standards check: on a portal that keeps every rule it finds nothing, on one that breaks each it finds each."""

import csv
import io
import re
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from config.languages import CODES
from newsroom.standards import collecting
from newsroom.standards.registry import RULES
from newsroom.standards.required_pages import REQUIRED_PAGES
from tests import factories
from tests.newsroom.standards import portal, spoiling
from tests.newsroom.standards.spoiling import EVERYWHERE, SPOILT


@pytest.fixture(scope="module", autouse=True)
def filled(six: factories.Pages, made_people: SimpleNamespace, django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock(), factories.undone():
        portal.build(six)
        yield


def ran(*arguments: str) -> tuple[str, str]:
    """Return what the command writes of the whole site, and how it fails where it does."""
    written = io.StringIO()
    try:
        call_command("check_standards", "--all", *arguments, stdout=written)
    except CommandError as error:
        return written.getvalue(), str(error)
    return written.getvalue(), ""


def test_there_is_a_way_to_spoil_every_sentence_of_every_rule() -> None:
    spoilt: dict[str, set[str]] = {code: set() for code in RULES}
    for each in SPOILT:
        spoilt[each.rule].add(each.sentence)
    assert spoilt == {code: set(rule.sentences) for code, rule in RULES.items()}


def test_nothing_is_found_before_and_each_breach_after_it_was_spoilt(people: SimpleNamespace, settings: Any) -> None:
    beside_the_tree = 2  # the search, and an address without a page
    assert ran()[0].startswith(f"No findings on {len(CODES) * (len(REQUIRED_PAGES) + beside_the_tree)} pages")
    spoiling.content()
    settings.MIDDLEWARE = ["tests.newsroom.standards.spoiling.SpoiltAnswers", *settings.MIDDLEWARE]
    written, failure = ran("--csv")
    rows = list(csv.DictReader(io.StringIO(written.removeprefix("\ufeff"))))
    assert failure.startswith(f"{len(rows)} findings on")
    assert sorted(map(named, rows)) == sorted(expected())
    assert all(row["Cure"] and row["Where"] for row in rows)


def named(row: dict[str, str]) -> tuple[str, str, str, str]:
    """Return rule, sentence, path and element of a row."""
    rule = next(rule for rule in RULES.values() if str(rule.title) == row["Rule"])
    sentences = {name: re.sub(r"%\\\((\w+)\\\)s", ".*", re.escape(str(text))) for name, text in rule.sentences.items()}
    (sentence,) = (name for name, pattern in sentences.items() if re.fullmatch(pattern, row["Finding"]))
    return rule.code, sentence, row["Address"].removeprefix(collecting.base()), row["Element"]


def expected() -> Iterator[tuple[str, str, str, str]]:
    """Yield rule, sentence, path and element of everything that was spoilt."""
    pages = collecting.read().pages
    for each in SPOILT:
        places = [path for path in pages if path.startswith(f"/{each.code}/")] if each.path == EVERYWHERE else [each.address]
        for place in places:
            yield each.rule, each.sentence, place, each.element
