"""New terms that people propose: what the editor sends, the list of what waits, the decision on one."""

from functools import cached_property
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _, gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.paginator import WagtailPaginator

from core.i18n import SOURCE_CODE, language_name
from translation_desk import permissions, tags, term_proposals, terms
from translation_desk.errors import BadValuesError, DeskError
from translation_desk.models import Segment, TermProposal
from translation_desk.proposals import LONGEST_MESSAGE
from translation_desk.screen import in_language
from translation_desk.views.bulk import DeskScreen
from translation_desk.views.editor import readable_job
from translation_desk.views.json_addresses import json_path, posted
from vocabulary.models import Term

PER_PAGE = 30
TITLE = gettext_lazy("Proposed terms")


@require_POST
def propose(request: HttpRequest, job_id: int, segment_id: int) -> JsonResponse:
    """Propose a term that was met in a segment."""
    job = readable_job(request.user, job_id)
    data = posted(request)
    segment = get_object_or_404(Segment.objects.defer("approved_text"), pk=segment_id, job=job)
    values = {name: str(data.get(name, "")) for name in ("english", "text", "note", "subject")}
    made = term_proposals.propose(request.user, segment, term_proposals.Wanted(**values))
    told = _("“%(term)s” is proposed. Reviewers of the language decide, and you are told.")
    return JsonResponse({"message": told % {"term": made.english}})


class AcceptForm(forms.Form):
    """A proposed term as it is to stand in the termbase."""

    english = forms.CharField(label=gettext_lazy("English term"), required=False)
    text = forms.CharField(label=gettext_lazy("Translation"), required=False)
    subject = forms.ChoiceField(label=gettext_lazy("Subject"), required=False)
    part_of_speech = forms.ChoiceField(
        label=gettext_lazy("Part of speech"), required=False, choices=[("", "–"), *Term.PartOfSpeech.choices]
    )
    status = forms.ChoiceField(label=gettext_lazy("Status"), required=False, choices=Term.Status.choices)
    note = forms.CharField(
        label=gettext_lazy("Note"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        help_text=gettext_lazy("For translators: how the term is used. Visitors do not see it."),
    )

    def __init__(self, *args: Any, proposal: TermProposal, manages: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        for name, language in (("english", "en"), ("text", proposal.language.tag)):
            direction = "ltr" if name == "english" else proposal.language.direction
            fields[name].widget.attrs |= {"lang": language, "dir": direction, "maxlength": 200}
        fields["subject"].choices = [("", pgettext_lazy("subject of a term", "Not chosen")), *terms.subjects()]
        if not manages:
            del fields["status"]
        for name in ("english", "text", "subject"):
            # Marked as needed; the service says what is missing, with all the other reasons.
            fields[name].widget.attrs["aria-required"] = "true"
            fields[name].label = f"{fields[name].label} *"

    def wanted(self) -> term_proposals.Wanted:
        """Return what was typed."""
        self.is_valid()
        return term_proposals.Wanted(**{name: self.data.get(name, "").strip() for name in self.fields})


class TermProposalsView(DeskScreen):
    """What waits in all languages, by its English; or what was decided."""

    template_name = "translation_desk/terms/proposals.html"
    page_title = TITLE
    header_icon = "list-ul"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead back to the terms."""
        *above, here = super().get_breadcrumbs_items()
        return [*above, {"url": reverse("translation_desk:terms"), "label": gettext_lazy("Terms")}, here]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Read one page; the number of queries does not grow with the rows."""
        user = self.request.user
        shows_decided = self.request.GET.get("show") == "decided"
        found = term_proposals.decided(user) if shows_decided else term_proposals.waiting(user)
        paginator = WagtailPaginator(found, PER_PAGE)
        page = paginator.get_page(self.request.GET.get("p", 1))
        count = term_proposals.count_waiting() if shows_decided else paginator.count
        return super().get_context_data(
            tabs=[
                ("", gettext_lazy("Waiting for approval"), count, not shows_decided),
                ("decided", gettext_lazy("Decided"), None, shows_decided),
            ],
            shows_decided=shows_decided,
            decides=permissions.locales_to_accept(user),
            rows=page.object_list,
            page=page,
            elided_page_range=paginator.get_elided_page_range(page.number),
            in_english=in_language(SOURCE_CODE),
            **kwargs,
        )


class TermProposalView(DeskScreen):
    """One proposed term. POST takes a step with it, which `step` names."""

    template_name = "translation_desk/terms/proposal.html"
    header_icon = "list-ul"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Begin with nothing refused."""
        super().setup(request, *args, **kwargs)
        self.form: AcceptForm | None = None
        self.problems: dict[str, str] = {}

    @cached_property
    def proposal(self) -> TermProposal:
        """The proposal that the address names."""
        return get_object_or_404(term_proposals.with_people(TermProposal.objects).select_related("segment"), pk=self.kwargs["pk"])

    @cached_property
    def others(self) -> list[TermProposal]:
        """What else waits for the same English."""
        return term_proposals.rivals(self.proposal)

    def get_page_title(self) -> str:
        """Name the term and the language."""
        language = language_name(self.proposal.language.code)
        return _("%(title)s (%(language)s)") % {"title": self.proposal.english, "language": language}

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead back to the proposed terms."""
        *above, here = super().get_breadcrumbs_items()
        ways = (("terms", gettext_lazy("Terms")), ("term_proposals", TITLE))
        return [*above, *({"url": reverse(f"translation_desk:{name}"), "label": label} for name, label in ways), here]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Take the step; a refusal stands where it belongs, with what was typed."""
        step = request.POST.get("step", "")
        if step not in STEPS:
            raise Http404
        field, told = STEPS[step]
        try:
            getattr(self, step)(request)
        except BadValuesError as error:
            for name, problem in error.problems.items():
                self.form.add_error(name if name in self.form.fields else None, problem)  # type: ignore[union-attr]  # `accept` made it
        except DeskError as error:
            self.problems[field] = str(error)
            return self.render_to_response(self.get_context_data(**kwargs), status=error.status)
        else:
            messages.success(request, told)
            return redirect("translation_desk:term_proposals")
        return self.render_to_response(self.get_context_data(**kwargs), status=BadValuesError.status)

    def accept(self, request: HttpRequest) -> None:
        """Take the term into the termbase as it was mended."""
        manages = permissions.is_manager(request.user)
        self.form = AcceptForm(request.POST, proposal=self.proposal, manages=manages)
        term_proposals.accept(request.user, self.proposal, self.form.wanted())

    def refuse(self, request: HttpRequest) -> None:
        """Refuse it with a reason."""
        term_proposals.refuse(request.user, self.proposal, request.POST.get("message", ""))

    def withdraw(self, request: HttpRequest) -> None:
        """Take one's own back."""
        term_proposals.withdraw(request.user, self.proposal)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Show the proposal, where it was met, and what the person may do with it."""
        user, proposal = self.request.user, self.proposal
        manages = permissions.is_manager(user)
        decides = proposal.is_waiting and term_proposals.may_decide(user, proposal, self.others)
        form = self.form
        if decides and form is None:
            form = AcceptForm(initial=self._typed(), proposal=proposal, manages=manages)
        opens = proposal.locale_id in permissions.locales_to_open(user)
        segment = proposal.segment
        return super().get_context_data(
            proposal=proposal,
            others=self.others if proposal.is_waiting else [],
            own=proposal.is_waiting and proposal.author_id == user.pk,
            decides=decides,
            # Somebody of the language who proposed another translation reads why there are no buttons.
            rival=not decides and proposal.is_waiting and permissions.can_accept(user, proposal.locale_id),
            manages=manages,
            form=form,
            problems=self.problems,
            message=self.request.POST.get("message", ""),
            longest=LONGEST_MESSAGE,
            place=_place(proposal) if opens else "",
            context=tags.shown(segment.source, segment.source) if segment is not None else "",
            term_url=_term_url(user, proposal),
            in_english=in_language(SOURCE_CODE),
            in_target=in_language(proposal.language.code),
            **kwargs,
        )

    def _typed(self) -> dict[str, Any]:
        """Return what the form begins with: what was proposed."""
        proposal = self.proposal
        return {
            "english": proposal.english,
            "text": proposal.text,
            "subject": proposal.subject.code if proposal.subject else "",
            "status": Term.Status.ALLOWED,
            "note": proposal.note,
        }


def _place(proposal: TermProposal) -> str:
    """Return the address at which a term was met; empty where the page is gone."""
    if proposal.job_id is None:
        return ""
    address = reverse("translation_desk:job", args=[proposal.job_id])
    return f"{address}#segment-{proposal.segment_id}" if proposal.segment_id else address


def _term_url(user: Any, proposal: TermProposal) -> str:
    if proposal.term_id is None or not user.has_perm("vocabulary.change_term"):
        return ""
    return reverse(Term.snippet_viewset.get_url_name("edit"), args=[proposal.term_id])


STEPS: dict[str, tuple[str, Any]] = {
    "accept": ("decision", gettext_lazy("Accepted. The term is in the termbase now.")),
    "refuse": ("message", gettext_lazy("Refused. Whoever proposed the term is told.")),
    "withdraw": ("decision", gettext_lazy("Taken back.")),
}
"""By name: where a refusal stands, and what the person is told."""

urlpatterns: list[URLPattern] = [
    path("terms/proposed/", TermProposalsView.as_view(), name="term_proposals"),
    path("terms/proposed/<int:pk>/", TermProposalView.as_view(), name="term_proposal"),
]
json_urlpatterns: list[URLPattern] = [json_path("<int:job_id>/segments/<int:segment_id>/term/", propose, "propose_term")]
"""Before the address of steps with a segment, which takes any word for one."""
