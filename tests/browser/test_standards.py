"""The standards check on the whole demo content, and its screen in a real browser."""

import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from playwright.sync_api import BrowserContext
from wagtail.users.models import UserProfile

from newsroom.models import StandardsFinding, StandardsRun
from newsroom.standards.registry import RULES
from tests.browser.desk_people import SignIn, barriers, context, people, sign_in, too_wide
from tests.browser.live import ROOT, environment

__all__ = ["context", "people", "sign_in"]


def test_the_demo_breaks_no_rule(site: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    own = environment(Path(tmp_path_factory.getbasetemp()) / "site", site.removeprefix("http://"))
    command = [sys.executable, "manage.py", "check_standards", "--all"]
    answer = subprocess.run(command, cwd=ROOT, env=own, capture_output=True, text=True, check=False)
    assert answer.returncode == 0, f"{answer.stdout[:20_000]}\n{answer.stderr[-2_000:]}"
    assert answer.stdout.startswith("No findings on "), answer.stdout


@pytest.mark.parametrize("looks", [("en", 1280, "light"), ("zh-hans", 1024, "dark"), ("ar", 360, "dark")], ids=str)
def test_no_barrier_and_no_overflow(
    context: BrowserContext, people: SimpleNamespace, sign_in: SignIn, looks: tuple[str, int, Any]
) -> None:
    code, width, scheme = looks
    run = StandardsRun.objects.create(state=StandardsRun.State.DONE, finished_at="2026-11-01T10:00:00Z", pages=500, seconds=20)
    values = {"language": "fr", "text": "Leather and the environment", "page": "terms", "number": "3", "share": "70"}
    StandardsFinding.objects.bulk_create(
        StandardsFinding(
            run=run,
            rule=rule.code,
            sentence=sentence,
            language="fr",
            title="Cuir et environnement",
            address="https://portal.example/fr/publications/cuir-et-environnement-en-afrique-orientale/",
            element="main > article.page > div.prose > p",
            named=values,
        )
        for rule in RULES.values()
        for sentence in rule.sentences
    )
    UserProfile.objects.update_or_create(user=people.approver, defaults={"preferred_language": code})
    sign_in(people.approver)
    window = context.new_page()
    window.set_viewport_size({"width": width, "height": 900})
    window.emulate_media(color_scheme=scheme)
    window.goto("/admin/newsroom/standards/")
    assert barriers(window, "#main") + too_wide(window) == []
