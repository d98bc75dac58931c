"""Lays work on the translation desk of the demonstration, through the services that people use.

First the past: who translated and who approved what is live. Then what the plan requires, English that has changed since, and
work in every state.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import yaml
from django.contrib.auth import get_user_model
from django.utils import timezone
from wagtail.models import Page
from wagtail.users.models import UserProfile

from config.languages import CODES, SOURCE_CODE
from demo.keys import key
from translation_desk import assigning, comments, editing, jobs, planning, refreshing, reviewing, submitting, tags
from translation_desk.adoption import Vouchers
from translation_desk.models import Level, NoticeSettings, PlanRule, Segment, TranslationJob
from translation_desk.models.jobs import Priority

FILE = "desk.yaml"

People = dict[str, Any]


def people() -> People:
    """Return the people of the demonstration by user name."""
    return {user.get_username(): user for user in get_user_model().objects.all()}


def vouchers() -> Vouchers:
    """Return the demonstration's translators and reviewers by language; nobody where no sign-ins were made."""
    known = people()
    codes = [code for code in CODES if code != SOURCE_CODE]
    return Vouchers(
        {code: known[f"translator-{code}"] for code in codes if f"translator-{code}" in known},
        {code: known[f"reviewer-{code}"] for code in codes if f"reviewer-{code}" in known},
    )


def lay_work(folder: Path) -> None:
    """Change English and leave work in every state, as the content's `desk.yaml` says; nothing without the file."""
    file = folder / FILE
    if not file.exists():
        return
    plan = yaml.safe_load(file.read_text(encoding="utf-8"))
    known = people()
    with _without_mails(known):
        _require(plan["required"], known["approver"])
        for change in plan["english"]:
            _change_english(change, known)
        for entry in plan["work"]:
            _lay_one(entry, known)


@contextmanager
def _without_mails(known: People) -> Iterator[None]:
    """Let nobody be mailed about a past that is being made up; afterwards people are told as usual."""
    switches = ("submitted_notifications", "approved_notifications", "rejected_notifications")
    profiles = UserProfile.objects.filter(pk__in=[UserProfile.get_for_user(user).pk for user in known.values()])
    profiles.update(**dict.fromkeys(switches, False))
    NoticeSettings.objects.bulk_create(
        NoticeSettings(user=user, delivery=NoticeSettings.Delivery.NONE) for user in known.values()
    )
    yield
    NoticeSettings.objects.all().delete()
    profiles.update(**dict.fromkeys(switches, True))


def _require(paths: Iterable[str], manager: Any) -> None:
    """Have the plan require pages in every language."""
    for path in paths:
        page = Page.objects.get(translation_key=key(path), locale__language_code=SOURCE_CODE)
        planning.save(manager, planning.draft(scope=PlanRule.Scope.PAGE, page=page, level=Level.REQUIRED))


def _change_english(change: dict[str, str], known: People) -> None:
    """Have the editor change a sentence and the approver accept it."""
    page = Page.objects.get(translation_key=key(change["page"]), locale__language_code=SOURCE_CODE).specific
    body = page.body.raw_data
    found = 0
    for block in body:
        if isinstance(block["value"], str) and change["old"] in block["value"]:
            block["value"] = block["value"].replace(change["old"], change["new"])
            found += 1
    if found != 1:
        raise ValueError(f"{FILE}: “{change['old']}” stands in {found} blocks of {change['page']}, not in one")
    page.body = [dict(block) for block in body]
    page.save_revision(user=known["editor"], log_action=True)
    page.get_workflow().start(page, known["editor"])
    state = page.current_workflow_task_state
    state.task.specific.on_action(state, known["approver"], "approve")
    refreshing.refresh_page(page.pk)


def _lay_one(entry: dict[str, Any], known: People) -> None:
    code = entry["language"]
    translator, reviewer = known[f"translator-{code}"], known[f"reviewer-{code}"]
    job = _job(entry)
    if entry.get("correction"):
        jobs.open_correction(translator, job)
    elif entry.get("take") or entry.get("texts"):
        jobs.start(translator, job)
    job = _job(entry)
    assigning.set_due(reviewer, [job], timezone.localdate() + timedelta(days=entry["due"]))
    if entry.get("urgent"):
        assigning.set_priority(known["approver"], [job], Priority.URGENT)
    if entry.get("assign"):
        assigning.assign(reviewer, [job], translator)
    for written in entry.get("texts", []):
        segment = _segment(entry, written["english"])
        editing.save_text(translator, segment, tags.to_marks(segment.source, written["text"]), version=segment.version)
    _talk(entry, translator, reviewer)
    if "submit" in entry:
        submitting.submit(translator, _job(entry), note=entry["submit"])
    if "flag" in entry:
        reviewing.flag(reviewer, _segment(entry, entry["flag"]["english"]), entry["flag"]["text"])
    if "send_back" in entry:
        reviewing.send_back(reviewer, _job(entry), entry["send_back"])
    if entry.get("approve"):
        reviewing.approve(reviewer, _job(entry), at=timezone.now() + timedelta(days=entry["go_live"]))


def _talk(entry: dict[str, Any], translator: Any, reviewer: Any) -> None:
    thread = None
    for remark in entry.get("comments", []):
        person = translator if remark["by"] == "translator" else reviewer
        if remark.get("answer") and thread is not None:
            comments.answer(person, thread, remark["text"])
        else:
            thread = comments.add(person, _job(entry), remark["text"], segment=_segment(entry, remark["english"]))


def _job(entry: dict[str, Any]) -> TranslationJob:
    return TranslationJob.objects.select_related("source_page", "target_page", "version", "latest_version", "locale").get(
        translation_key=key(entry["page"]), locale__language_code=entry["language"]
    )


def _segment(entry: dict[str, Any], english: str) -> Segment:
    try:
        return Segment.objects.filter(job=_job(entry), active=True, source__startswith=english).order_by("order")[0]
    except IndexError as error:
        raise ValueError(f"{FILE}: {entry['page']} has no text that begins with “{english}”") from error
