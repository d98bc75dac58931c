"""Handing in and approving a translation, through HTTP."""

from typing import Any

from django.test import Client, override_settings

from tests import factories
from tests.bench.measuring import REPEAT, figures, long_page
from tests.translation_desk import desk
from translation_desk import jobs, refreshing, roles
from translation_desk.models import TranslationJob
from translation_desk.models.jobs import Status

SIZES = (20, 200)


def measure() -> dict[str, Any]:
    """Return queries, those beyond an empty page of the administration, and times, by step and number of segments."""
    homes = factories.homes()
    staff = desk.people()
    roles.set_up_roles(homes)
    taken: dict[str, Any] = {"submit": {}, "approve": {}}
    for number in SIZES:
        page = long_page(homes, number)
        refreshing.refresh_page(page.pk)
        rounds = [_round(desk.job(page), staff, f"R{turn}") for turn in range(REPEAT)]
        for step, sizes in taken.items():
            # The first round makes the page, the others change a live one.
            worst = {unit: max(turn[step][unit] for turn in rounds) for unit in ("queries", "beyond_empty")}
            sizes[number] = {**worst, "ms": min(turn[step]["ms"] for turn in rounds)}
    return taken


def _round(job: TranslationJob, staff: Any, prefix: str) -> dict[str, dict[str, float]]:
    begin = jobs.start if job.status == Status.NOT_STARTED else jobs.open_correction
    desk.translate(begin(staff.translator, job), staff.translator, prefix)
    return {
        "submit": _posted(staff.translator, job, "submit", {"note": ""}),
        "approve": _posted(staff.reviewer, job, "approve", {"message": ""}),
    }


def _posted(user: Any, job: TranslationJob, step: str, data: dict[str, str]) -> dict[str, float]:
    client = Client()
    client.force_login(user)
    with override_settings(ROOT_URLCONF="tests.translation_desk.empty_admin"):
        client.get("/admin/empty/")
        empty = figures(lambda: client.get("/admin/empty/"), repeat=1)
        answers: list[Any] = []
        taken = figures(lambda: answers.append(client.post(f"/admin/translations/{job.pk}/{step}/", data)), repeat=1)
    if answers[0].status_code != 302:
        raise RuntimeError(f"{step} was refused: {answers[0].status_code}")
    return {**taken, "beyond_empty": taken["queries"] - empty["queries"]}
