"""The panel "My translations" of Wagtail's dashboard."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import Q
from django.forms import Media
from django.utils import timezone
from wagtail.admin.ui.components import Component

from core.i18n import BY_CODE, locale_code
from translation_desk import column_listing, presenting, term_proposals
from translation_desk.models import Notice, TranslationJob
from translation_desk.models.jobs import Status
from translation_desk.permissions import can_see, locales_to_accept, locales_to_review, locales_to_translate
from translation_desk.wording import language_of, language_told, sentence, standing_in

SHOWN = 6
MINE = [Status.SENT_BACK, Status.IN_TRANSLATION, Status.NOT_STARTED, Status.OUTDATED]


class MyTranslationsPanel(Component):
    """My open jobs, what waits for my review, what I was told. The same few queries however much there is."""

    name = "my_translations"
    template_name = "translation_desk/dashboard/my_translations.html"
    order = 90

    @property
    def media(self) -> Media:
        """The few rules of this panel."""
        return Media(css={"all": ["translation_desk/dashboard.css"]})

    def render_html(self, parent_context: Mapping[str, Any] | None = None) -> str:
        """Show nothing to people who have no part in translation."""
        if parent_context is None or not can_see(parent_context["request"].user):
            return ""
        return str(super().render_html(parent_context))

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        """Read the three lists, and how many texts of vocabularies and settings wait."""
        user = parent_context["request"].user
        today = timezone.localdate()
        jobs = TranslationJob.objects.filter(enabled=True, source_page__isnull=False)
        mine = jobs.filter(translator=user, status__in=MINE)
        reviews = jobs.filter(status=Status.IN_REVIEW, locale__in=locales_to_review(user))
        reviews = reviews.filter(Q(reviewer=user) | Q(reviewer=None))
        notices = Notice.objects.filter(user=user).select_related("job", "actor", "instead_of")
        return {
            "mine": [job_row(job, today) for job in mine[: SHOWN + 1]],
            "reviews": [job_row(job, today) for job in reviews.order_by("-priority", "waiting_since", "pk")[: SHOWN + 1]],
            "to_decide": column_listing.waiting(locales_to_accept(user)).exclude(author=user).count(),
            "terms_to_decide": term_proposals.count_to_decide(user),
            "notices": [notice_row(notice) for notice in notices[:SHOWN]],
            "shown": SHOWN,
            "translates": bool(locales_to_translate(user)),
            "reviews_too": bool(locales_to_review(user)),
        }


def notice_row(notice: Notice) -> dict[str, Any]:
    """Return what a line of news shows."""
    return {
        "notice": notice,
        "sentence": sentence(notice),
        "standing_in": standing_in(notice),
        "titles": presenting.titles_of(notice),
        "language": language_told(notice),
        "address": presenting.address_of(notice),
    }


def job_row(job: TranslationJob, today: date) -> dict[str, Any]:
    """Return what a line about a job shows."""
    return {
        "job": job,
        "language": language_of(job),
        "target_language": BY_CODE[locale_code(job.locale_id)],
        "overdue": job.due is not None and job.due < today,
    }
