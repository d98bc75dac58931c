"""What a first visit to a page costs and tells others, and whether the page fits a phone and a finger."""

import re
from urllib.parse import urlsplit

import pytest

from tests.browser.kinds import Kind, case_name, cases
from tests.browser.survey import Surveyor

# Of the languages in Latin and Cyrillic letters, Russian has the longest words; the crawl visits every page of all six.
ALL = pytest.mark.parametrize(("kind", "code"), cases("en", "ar", "zh-hans", "ru"), ids=case_name)


@ALL
def test_answers_as_it_should(surveyor: Surveyor, kind: Kind, code: str) -> None:
    look = surveyor.look(kind, code)
    assert look.status == (422 if kind.sends_form else kind.status)
    assert not look.failed


@ALL
def test_no_cookie_and_no_other_host(surveyor: Surveyor, kind: Kind, code: str) -> None:
    look = surveyor.look(kind, code)
    assert look.cookies == []
    assert look.hosts == {urlsplit(surveyor.site).netloc}


@ALL
def test_is_light(surveyor: Surveyor, kind: Kind, code: str) -> None:
    look = surveyor.look(kind, code)
    assert look.html_size <= 25_000
    assert look.total_size <= (200_000 if kind.name == "home" else 150_000)
    assert look.script_size <= 5_000


@ALL
def test_the_only_script_completes_words(surveyor: Surveyor, kind: Kind, code: str) -> None:
    scripts = surveyor.look(kind, code).scripts
    assert all(re.fullmatch(r"/static/js/suggest(\.\w+)?\.js", script) for script in scripts)
    assert len(scripts) <= 1


@ALL
def test_fits_a_phone(surveyor: Surveyor, kind: Kind, code: str) -> None:
    found = surveyor.look(kind, code).too_wide
    assert not found, "\n".join(found)


@ALL
def test_targets_suit_a_finger(surveyor: Surveyor, kind: Kind, code: str) -> None:
    found = surveyor.look(kind, code).small_targets
    assert not found, "\n".join(found)
