"""Pages of which some are up to date in French, some outdated, some missing, and some not planned."""

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

from django.core.management import call_command
from wagtail.models import Locale, Page

from core.i18n import locale_code
from newsroom.models import ParitySummary
from newsroom.parity import reading
from newsroom.parity.figures import Figures
from tests import factories
from tests.translation_desk import desk
from translation_desk import planning
from translation_desk.models import TranslationJob, TranslationRequest

SINCE = datetime(2026, 3, 4, 12, tzinfo=UTC)
BEFORE = datetime(2026, 5, 6, 12, tzinfo=UTC)


def build(homes: factories.Pages, people: SimpleNamespace) -> SimpleNamespace:
    """Make the pages, each of which is a section, and count them.

    In French `first` is up to date, `second` outdated, `third` missing and in translation, `fourth` missing and not planned.
    `notice` exists in Arabic only, `draft` is not live.
    """
    pages = [desk.english(homes, slug) for slug in ("first", "second", "third", "fourth")]
    for page in pages[:2]:
        desk.make_live(page, people)
    TranslationJob.objects.filter(pk=desk.job(pages[1]).pk).update(grade=10, status="outdated", words_changed=2)
    TranslationJob.objects.filter(pk=desk.job(pages[2]).pk).update(status="in_translation")
    factories.standard(homes, "notice", ("ar",))
    factories.standard(homes, "draft", ("en",), live=False)
    for page, level in ((pages[0], "required"), (pages[1], "required"), (pages[3], "not_planned")):
        planning.save(people.approver, planning.draft(scope="page", page=page, level=level))
    Page.objects.filter(pk=pages[2].pk).update(first_published_at=SINCE)
    Page.objects.filter(pk=pages[3].pk).update(first_published_at=BEFORE)
    TranslationRequest.objects.create(
        translation_key=pages[2].translation_key, locale=Locale.objects.get(language_code="fr"), readers=4, colleagues=1
    )
    # What is there already is asked for no more.
    TranslationRequest.objects.create(
        translation_key=pages[0].translation_key, locale=Locale.objects.get(language_code="fr"), readers=9
    )
    call_command("count_parity", verbosity=0)
    return SimpleNamespace(homes=homes, people=people, pages=pages)


def french(user: Any, layer: str, scope: str, section: str = "") -> Figures:
    """Return the figures of French."""
    return reading.newest(user).figures(layer, scope, code="fr", section=section)


def on_day(day: Any, code: str, **values: Any) -> ParitySummary:
    """Make the figures of a day: pages of the home's section that the plan requires."""
    locale = next(locale for locale in Locale.objects.all() if locale_code(locale.pk) == code)
    numbers = dict.fromkeys(("outdated", "in_work", "words_due", "words_missing", "words_outdated", "readers", "colleagues"), 0)
    place = {"layer": "pages", "section": "home", "level": "required", "date": day, "locale": locale}
    return ParitySummary.objects.create(**{**place, **numbers, "due": 10, "current": 5, **values})
