"""Reads at the end what is in the database and prints it as JSON. Run as a module of its own process: `audit [settle]`.

`settle`: put back at once what a killed worker had begun, as a worker does three quarters of a minute after its last sign of life.
"""

import json
import sys
from collections import Counter
from datetime import timedelta
from typing import Any

import django

from tests.load.ledger import WORD


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
        "begun again": [path for path, runs in tasks.values_list("task_path", "worker_ids") if len(runs) > 1],
        "changes the page cache was not told of": ContentChange.objects.count(),
    }


def settle() -> int:
    """Put back what killed workers had begun, as if their last signs of life were old; return how many tasks."""
    from operations import workers

    workers.DEAD_AFTER = timedelta(0)
    return workers.take_up_tasks()


if __name__ == "__main__":
    django.setup()
    print(json.dumps(settle() if "settle" in sys.argv[1:] else found()))
