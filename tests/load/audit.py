"""Waits for the end of all tasks, reads what is in the database, prints it as JSON. Run as a module of its own: `audit [settle]`.

`settle`: put back at once what a killed worker had begun, as another does three quarters of a minute after its last sign of life.
"""

import json
import sys
import time
from collections import Counter
from datetime import timedelta
from typing import Any

import django

from tests.load.ledger import WORD

PATIENCE = 150.0


def found() -> dict[str, Any]:
    """Return texts and versions of segments, words of drafts and messages with their numbers, tasks by state and by runs."""
    from django_tasks_db.models import DBTaskResult
    from wagtail.models import Revision

    from home.models import ContactMessage
    from operations.models import ContentChange
    from translation_desk.models import Segment

    tasks = DBTaskResult.objects.all()
    messages = Counter(word for text in ContactMessage.objects.values_list("message", flat=True) for word in WORD.findall(text))
    revisions = Revision.objects.filter(content__contains={"live": True}).values_list("content", flat=True)
    return {
        "segments": {pk: [text, version] for pk, text, version in Segment.objects.values_list("pk", "text", "version")},
        "drafts": sorted({word for content in revisions.iterator() for word in WORD.findall(content["summary"])}),
        "messages": messages,
        "tasks": Counter(tasks.values_list("status", flat=True)),
        "failed tasks": [
            f"{path}: {trace.strip().splitlines()[-1] if trace.strip() else ''}"
            for path, trace in tasks.filter(status="FAILED").values_list("task_path", "traceback")
        ],
        "mails to the office": tasks.filter(task_path="home.contact.mail_to_office", status="SUCCESSFUL").count(),
        "begun again": [path for path, runs in tasks.values_list("task_path", "worker_ids") if len(runs) > 1],
        "changes the page cache was not told of": ContentChange.objects.count(),
    }


def settle() -> None:
    """Put back what killed workers had begun, as if their last signs of life were old."""
    from operations import workers

    workers.DEAD_AFTER = timedelta(0)
    workers.take_up_tasks()


def wait_for_tasks() -> None:
    """Wait until nothing is to be done, for so long as it takes a worker to take up what another left."""
    from django_tasks_db.models import DBTaskResult

    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and DBTaskResult.objects.filter(status__in=("READY", "RUNNING")).exists():
        time.sleep(0.2)


if __name__ == "__main__":
    django.setup()
    if "settle" in sys.argv[1:]:
        settle()
    wait_for_tasks()
    print(json.dumps(found()))
