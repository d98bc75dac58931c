"""One text of a vocabulary, the settings, an alert or a file in one language: what waits, what was before, a new proposal."""

from collections.abc import Callable
from functools import cached_property
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _, gettext_lazy, pgettext_lazy
from wagtail.admin import messages
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.utils import get_valid_next_url_from_request

from core.columns import columns_of, translated_models
from core.i18n import BY_CODE, SOURCE_CODE, language_name, locale_ids
from translation_desk import column_listing, differences, permissions, proposals
from translation_desk.column_listing import Column
from translation_desk.errors import BadTextError, DeskError
from translation_desk.models import ColumnProposal
from translation_desk.views.bulk import DeskScreen

PER_PAGE = 30


class ColumnView(DeskScreen):
    """A column of a row. POST takes one step with it: `step` names it, `proposal` the proposal that it is about."""

    template_name = "translation_desk/columns/column.html"
    header_icon = "history"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Begin with nothing typed."""
        super().setup(request, *args, **kwargs)
        self.problems: dict[str, str] = {}

    @cached_property
    def column(self) -> Column:
        """The column that the address names."""
        found = get_object_or_404(ContentType, pk=self.kwargs["type_id"])
        model = found.model_class()
        if model not in translated_models() or self.kwargs["name"] not in columns_of(model):
            raise Http404
        row = get_object_or_404(model._base_manager, pk=self.kwargs["object_id"])
        return column_listing.with_english_before(Column(row, columns_of(model)[self.kwargs["name"]]))

    @cached_property
    def locale_id(self) -> int:
        """The language."""
        return locale_ids()[self.column.field.language]

    @property
    def history(self) -> Any:
        """All proposals for the column, newest first."""
        field = self.column.field.translated_field.name
        found = proposals.of_row(self.column.row).filter(field=field, locale=self.locale_id)
        return found.select_related("author", "decided_by").order_by("-pk")

    def get_page_title(self) -> str:
        """Name row and column."""
        return " · ".join(filter(None, (self.column.kind, self.column.name)))

    def get_page_subtitle(self) -> str:
        """Name the column and its language."""
        language = language_name(self.column.field.language)
        return _("%(column)s (%(language)s)") % {"column": self.column.label, "language": language}

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Return the way here."""
        *above, _self = super().get_breadcrumbs_items()
        tab = {"url": reverse("translation_desk:columns"), "label": gettext_lazy("Vocabularies and settings")}
        return [*above, tab, {"url": "", "label": self.get_page_title(), "sublabel": self.get_page_subtitle()}]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Take the step; a refusal stands where it belongs, with what was typed."""
        step = request.POST.get("step", "")
        if step not in STEPS:
            raise Http404
        perform, told, field = STEPS[step]
        try:
            perform(self, request)
        except DeskError as error:
            self.problems[field] = str(error)
            return self.render_to_response(self.get_context_data(**kwargs), status=error.status)
        messages.success(request, told)
        return redirect(get_valid_next_url_from_request(request) or self.column.url)

    def named(self) -> ColumnProposal:
        """Return the proposal that a step is about: one of this column."""
        key = self.request.POST.get("proposal", "")
        return get_object_or_404(self.history, pk=int(key) if key.isdecimal() and len(key) < 18 else 0)

    def entry(self, proposal: ColumnProposal) -> dict[str, Any]:
        """Return a line of the history, with the text that can be proposed again: of what is live, the one before it."""
        is_live = proposal.decision == ColumnProposal.Decision.ACCEPTED and proposal.text == self.column.live
        again = proposal.old_text if is_live else proposal.text
        offered = not proposal.is_waiting and again != self.column.live and (again or self.column.field.blank)
        return {
            "proposal": proposal,
            "difference": differences.shown(proposal.old_text, proposal.text),
            "is_live": is_live,
            "again": again if offered else None,
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Read what waits and one page of what was."""
        user, column = self.request.user, self.column
        paginator = WagtailPaginator(self.history, PER_PAGE)
        page = paginator.get_page(self.request.GET.get("p", 1))
        waiting = self.history.filter(decision=ColumnProposal.Decision.WAITING).first()
        decides = permissions.can_accept(user, self.locale_id)
        typed = self.request.POST.get("text") if "text" in self.problems else None
        return super().get_context_data(**kwargs) | {
            "column": Column(column.row, column.field, waiting, column.before),
            "english_change": differences.shown(column.before, column.english) if column.before else "",
            "waiting": waiting,
            "difference": differences.shown(column.live, waiting.text) if waiting is not None else "",
            "own": waiting is not None and waiting.author_id == user.pk,
            "decides": decides,
            "proposes": permissions.can_propose(user, self.locale_id),
            "text": typed if typed is not None else (waiting.text if waiting is not None else column.live),
            "message": self.request.POST.get("message", ""),
            "problems": self.problems,
            "required": not column.field.blank,
            "is_english": column.field.language == SOURCE_CODE,
            "english_language": BY_CODE[SOURCE_CODE],
            "page": page,
            "history": [self.entry(proposal) for proposal in page.object_list],
            "elided_page_range": paginator.get_elided_page_range(page.number),
            "next": get_valid_next_url_from_request(self.request),
        }


def _propose(view: ColumnView, request: HttpRequest) -> None:
    proposals.propose(request.user, view.column.row, {view.column.field.name: request.POST.get("text", "")})


def _uphold(view: ColumnView, request: HttpRequest) -> None:
    if request.POST.get("text", "").strip().replace("\r\n", "\n") not in {"", view.column.live}:
        raise BadTextError(_("You have changed the text. Propose it, or type the present one again."))
    proposals.uphold(request.user, view.column.row, view.column.field.name)


def _accept(view: ColumnView, request: HttpRequest) -> None:
    proposals.accept(request.user, view.named())


def _refuse(view: ColumnView, request: HttpRequest) -> None:
    proposals.refuse(request.user, view.named(), request.POST.get("message", ""))


def _withdraw(view: ColumnView, request: HttpRequest) -> None:
    proposals.withdraw(request.user, view.named())


def _confirm(view: ColumnView, request: HttpRequest) -> None:
    proposals.confirm(request.user, view.named(), seen=request.POST.get("seen", ""))


STEPS: dict[str, tuple[Callable[[ColumnView, HttpRequest], None], Any, str]] = {
    "propose": (_propose, gettext_lazy("Saved. A second person of the language has to accept a new text."), "text"),
    "uphold": (_uphold, gettext_lazy("Saved. A second person of the language has to agree that it stands."), "text"),
    "accept": (_accept, gettext_lazy("Accepted. Visitors read the new text now."), "decision"),
    "refuse": (_refuse, gettext_lazy("Refused. Visitors go on reading the present text."), "message"),
    "withdraw": (_withdraw, gettext_lazy("Taken back."), "decision"),
    "confirm": (_confirm, pgettext_lazy("proposed text", "The proposal stands beside the present text now."), "decision"),
}
"""By name: what is done, what the person is told, where a refusal stands."""

urlpatterns: list[URLPattern] = [path("texts/<int:type_id>/<int:object_id>/<slug:name>/", ColumnView.as_view(), name="column")]
