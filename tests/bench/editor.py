"""The translation editor: opening it with everything translated, and saving one segment."""

import json
from itertools import count
from typing import Any

from django.urls import reverse
from django.utils import timezone

from tests import factories
from tests.bench.measuring import administrator, figures, long_page
from translation_desk import jobs, refreshing
from translation_desk.models import Segment, TranslationJob


def measure() -> dict[str, Any]:
    """Return queries and milliseconds of the editor by number of segments, and of saving a text in the longest page."""
    homes = factories.homes()
    user, client = administrator()
    found: dict[str, Any] = {}
    for number in (30, 300, 1000):
        page = long_page(homes, number)
        refreshing.refresh_page(page.pk)
        job = TranslationJob.objects.get(translation_key=page.translation_key, locale=homes["fr"].locale)
        jobs.start(user, job)
        rows = list(job.segments.filter(active=True))
        for row in rows:
            row.text, row.author, row.written_at = f"FR {row.source}", user, timezone.now()
        Segment.objects.bulk_update(rows, ["text", "author", "written_at"], batch_size=500)
        address = reverse("translation_desk:job", args=[job.pk])

        def look(address: str = address) -> None:
            answer = client.get(address)
            assert answer.status_code == 200 and "data-segment=" in answer.content.decode()

        found[str(number)] = figures(look)
    segment = job.segments.get(path="title")
    versions = count()

    def save() -> None:
        version = next(versions)
        data = json.dumps({"text": f"Titre {version}", "version": version})
        url = reverse("translation_desk:segment", args=[job.pk, segment.pk, "save"])
        assert client.post(url, data, content_type="application/json").status_code == 200

    found["save"] = figures(save)
    return found
