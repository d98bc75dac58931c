"""The same pages in stock wagtail-localize: its editor, its import, its report, its refresh."""

import json
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.serializers.json import DjangoJSONEncoder
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page
from wagtail_localize.models import StringTranslation, TranslatableObject, Translation, TranslationSource

from tests import factories
from tests.bench.measuring import administrator, body, figures, long_page

REPORT_ROWS = 50
"""As many as a screen of the report shows, and of our queue."""


def measure() -> dict[str, Any]:
    """Return queries and milliseconds of the editor with everything translated, of an import, of a refresh, of the report."""
    homes = factories.homes()
    user, client = administrator()
    editor, refresh, imported = {}, {}, {}
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
        po = translation.export_po()
        for entry in po:
            entry.msgstr = f"Autre {entry.msgid}"
        imported[str(number)] = figures(lambda po=po, translation=translation: translation.import_po(po, user=user), repeat=1)
        blocks = body(number - 2)
        blocks[0]["value"]["text"] = "First step, again"
        page.body = json.dumps(blocks)
        page.save()
        refresh[str(number)] = figures(source.update_from_db, repeat=1)
    return {"editor": editor, "import of PO": imported, "refresh": refresh, "report": _report(homes, client)}


def _report(homes: factories.Pages, client: Client) -> dict[str, float]:
    """Return the figures of the report over a screen full of translated pages."""
    french = homes["fr"].locale
    for number in range(REPORT_ROWS):
        page = factories.pages(factories.StandardPage, homes, f"row-{number}", ("en", "fr"))["en"]
        kind = ContentType.objects.get_for_model(Page)
        source = TranslationSource.objects.create(
            object=TranslatableObject.objects.create(translation_key=page.translation_key, content_type=kind),
            specific_content_type=ContentType.objects.get_for_model(page),
            locale=page.locale,
            object_repr=page.title,
            content_json=json.dumps(page.serializable_data(), cls=DjangoJSONEncoder),
            last_updated_at=timezone.now(),
        )
        Translation.objects.create(source=source, target_locale=french)

    def look() -> None:
        assert "row-7" in client.get(reverse("wagtail_localize:translations_report"), {"p": 1}).content.decode()

    return figures(look, repeat=2)
