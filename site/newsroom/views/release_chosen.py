"""Putting the pages of translations that were chosen in the queue into a release."""

from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _, pgettext_lazy
from wagtail.admin import messages
from wagtail.models import Page

from core.i18n import CODES, locale_code
from newsroom.releases import composing, wording
from newsroom.releases.forms import IntoReleaseForm
from newsroom.views.releases import StepView, address, say_added
from translation_desk.models import TranslationJob
from translation_desk.views.bulk import SHOWN, chosen_jobs


class ChosenView(StepView):
    """Shows the English pages of chosen translations, says of each why it cannot be added, and adds the others."""

    template_name = "newsroom/releases/chosen.html"
    page_title = pgettext_lazy("release", "Add to a release")
    form_class = IntoReleaseForm

    @property
    def list_url(self) -> str:
        """Where the person came from."""
        return f"{reverse('translation_desk:queue')}?{self.request.GET.get('rows', '')}"

    @cached_property
    def by_page(self) -> dict[int | None, list[TranslationJob]]:
        """The chosen translations by their English page."""
        found: dict[int | None, list[TranslationJob]] = {}
        for job in chosen_jobs(self.request):
            found.setdefault(job.source_page_id, []).append(job)
        return found

    @cached_property
    def pages(self) -> list[Page]:
        """The English pages, in the order of the page tree."""
        return list(Page.objects.filter(pk__in=[pk for pk in self.by_page if pk is not None]).order_by("path"))

    @cached_property
    def reasons(self) -> dict[int, str]:
        """Why pages cannot be added."""
        return composing.refusals(self.pages)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show what would be added, or send back who chose nothing."""
        if not self.by_page:
            messages.warning(request, _("Choose at least one row first."))
            return redirect(self.list_url)
        return super().get(request, *args, **kwargs)

    def carry_out(self, data: dict[str, Any]) -> str:
        """Add those that can be."""
        free = [page for page in self.pages if page.pk not in self.reasons]
        release, made = composing.add_to(self.request.user, data["release"], free, title=data["title"])
        say_added(self.request, len(made))
        return address(release)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """List the pages, first those that cannot be added."""
        rows: list[dict[str, Any]] = [
            {
                "title": page.draft_title or page.title,
                "languages": _names(self.by_page[page.pk]),
                "reason": self.reasons.get(page.pk, ""),
            }
            for page in self.pages
        ]
        gone = [{"title": job.source_title, "reason": _("The English page was deleted.")} for job in self.by_page.get(None, [])]
        rows = sorted([*gone, *rows], key=lambda row: not row["reason"])
        return super().get_context_data(
            rows=rows[:SHOWN],
            further=len(rows) - len(rows[:SHOWN]),
            free=len(self.pages) - len(self.reasons),
            back=self.list_url,
            **kwargs,
        )


def _names(jobs: list[TranslationJob]) -> str:
    """Return the languages of translations, in the order of the table."""
    codes = {locale_code(job.locale_id) for job in jobs}
    return wording.names([code for code in CODES if code in codes])


urlpatterns: list[URLPattern] = [path("releases/chosen/", ChosenView.as_view(), name="release_chosen")]
