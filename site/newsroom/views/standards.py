"""The screen of the standards check: the rules, what the last run found, and the way to run it again."""

from typing import Any
from urllib.parse import urlencode, urlsplit

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.http import require_POST

from core.formatting import number
from core.i18n import BY_CODE, CODES, language_name
from newsroom.standards import reporting
from newsroom.standards.registry import RULES
from translation_desk.errors import DeskError
from translation_desk.permissions import is_manager
from translation_desk.views.bulk import DeskScreen

PER_PAGE = 50


class StandardsView(DeskScreen):
    """The report; `language` and `rule` narrow the findings, `export=csv` answers with the file."""

    template_name = "newsroom/standards/index.html"
    page_title = gettext_lazy("Standards check")
    header_icon = "clipboard-list"

    @cached_property
    def chosen(self) -> dict[str, str]:
        """What the findings are narrowed to; a value that does not exist narrows nothing."""
        asked = {"language": self.request.GET.get("language", ""), "rule": self.request.GET.get("rule", "")}
        known = {"language": CODES, "rule": RULES}
        return {name: value for name, value in asked.items() if value in known[name]}

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the screen, or answer with the file."""
        if request.GET.get("export") != "csv":
            return super().get(request, *args, **kwargs)
        narrowed = {"code": self.chosen.get("language", ""), "rule": self.chosen.get("rule", "")}
        name = "-".join(["standards-check", *self.chosen.values()])
        # Made now: the language of the person is no longer active when the answer is sent.
        lines = list(reporting.as_csv(request.user, **narrowed))
        disposition = f'attachment; filename="{name}.csv"'
        return HttpResponse("".join(lines), "text/csv; charset=utf-8", headers={"Content-Disposition": disposition})

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Return the way here: home, this screen."""
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the report and one page of findings."""
        report = reporting.newest(self.request.user)
        code, rule = self.chosen.get("language", ""), self.chosen.get("rule", "")
        paginator = Paginator(reporting.findings(self.request.user, code=code, rule=rule), PER_PAGE)
        page = paginator.get_page(self.request.GET.get("p"))
        found = [reporting.finding_of(row) for row in page.object_list]
        return super().get_context_data(
            report=report,
            seconds=round(report.last.seconds) if report.last else 0,
            may_run=is_manager(self.request.user),
            rules=[
                {"rule": RULES[name], "number": count, "shown": number(count), "url": self._address(rule=name)}
                for name, count in report.counts.items()
            ],
            languages=[(each, capfirst(language_name(each))) for each in CODES],
            chosen=self.chosen,
            found=[self._row(each) for each in reporting.shown(self.request.user, found)],
            page=page,
            elided_page_range=paginator.get_elided_page_range(page.number),
            export_url=self._address(export="csv"),
            **kwargs,
        )

    def _address(self, **values: str) -> str:
        return f"{reverse('newsroom:standards')}?{urlencode(self.chosen | values)}"

    @staticmethod
    def _row(found: reporting.Shown) -> dict[str, Any]:
        return {
            "found": found,
            "path": urlsplit(found.address).path,
            "language": BY_CODE.get(found.language),
            "name": capfirst(language_name(found.language)),
        }


@require_POST
def run_again(request: HttpRequest) -> HttpResponse:
    """Have everything checked once more."""
    try:
        reporting.run_again(request.user)
    except DeskError as error:
        raise PermissionDenied(str(error)) from error
    messages.success(request, _("The check was asked for. It takes a minute or two; its findings then stand here."))
    return redirect("newsroom:standards")


urlpatterns: list[URLPattern] = [
    path("standards/", StandardsView.as_view(), name="standards"),
    path("standards/run/", run_again, name="standards_run"),
]
