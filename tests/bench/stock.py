"""The same pages in stock wagtail-localize: its editor, its report, its refresh."""

import json
from typing import Any

from django.urls import reverse
from wagtail_localize.models import StringTranslation, Translation, TranslationSource

from core.i18n import SOURCE_CODE
from tests import factories
from tests.bench.measuring import administrator, body, figures, long_page


def measure() -> dict[str, Any]:
    """Return queries and milliseconds of the editor with everything translated, of a refresh, and of the report."""
    homes = factories.homes()
    user, client = administrator()
    editor, refresh = {}, {}
    for number in (30, 300, 1000):
        page = long_page(homes, number)
        source, _created = TranslationSource.get_or_create_from_instance(page)
        translation = Translation.objects.create(source=source, target_locale=homes["fr"].locale)
        rows = [
            StringTranslation(
                translation_of_id=segment.string_id,
                locale=homes["fr"].locale,
                context_id=segment.context_id,
                data=f"FR {segment.string_id}",
                translation_type="manual",
                last_translated_by=user,
            )
            for segment in source.stringsegment_set.all()
        ]
        StringTranslation.objects.bulk_create(rows)
        translation.save_target(user=user, publish=True)
        target = page.get_translation(homes["fr"].locale)
        address = reverse("wagtailadmin_pages:edit", args=[target.pk])

        def look(address: str = address) -> None:
            answer = client.get(address)
            assert answer.status_code == 200 and "props" in answer.content.decode()

        editor[str(number)] = figures(look, repeat=2)
        blocks = body(number - 2)
        blocks[0]["value"]["text"] = "First step, again"
        page.body = json.dumps(blocks)
        page.save()
        refresh[str(number)] = figures(source.update_from_db, repeat=1)
    report = figures(lambda: client.get(reverse("wagtail_localize:translations_report")), repeat=2)
    return {"editor": editor, "refresh": refresh, "report of 3 rows": report, "source language": SOURCE_CODE}
