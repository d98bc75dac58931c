"""Questions about the English and faults in it: the list, one question with its answer, and asking without a script."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _, gettext_lazy, pgettext_lazy
from django.views.generic.base import TemplateView
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Page

from core.i18n import SOURCE_CODE, locale_code
from translation_desk import comments, places, questions, tags
from translation_desk.errors import DeskError, WrongStateError
from translation_desk.models import Question, Segment, TranslationJob
from translation_desk.permissions import can_see, writes_english
from translation_desk.review_forms import AskForm, QuestionForm
from translation_desk.views.decisions import DecisionView

Kind, State = Question.Kind, Question.State
PER_PAGE = 25

TABS: dict[str, tuple[Any, Q, Any]] = {
    "open": (
        gettext_lazy("Open questions"),
        Q(kind=Kind.QUESTION, state=State.OPEN),
        gettext_lazy("No question waits for an answer."),
    ),
    "faults": (
        gettext_lazy("Faults in the English"),
        Q(kind=Kind.FAULT) & ~Q(state=State.SOLVED),
        gettext_lazy("No fault is open. A fault closes by itself when the corrected English is published."),
    ),
    "answered": (
        pgettext_lazy("questions", "Answered"),
        Q(kind=Kind.QUESTION, state=State.ANSWERED),
        gettext_lazy("No answered question waits to be marked as solved."),
    ),
    "solved": (pgettext_lazy("questions", "Solved"), Q(state=State.SOLVED), gettext_lazy("Nothing is solved yet.")),
    "all": (pgettext_lazy("questions", "All"), Q(), gettext_lazy("Nobody has asked anything yet.")),
}
"""What the parts of the list are called, what stands in them, and what they say when they are empty."""


def english_address(question: Question) -> str:
    """Return the address of the page editor at the block that a question is about, or of the page as a whole."""
    address = reverse("wagtailadmin_pages:edit", args=[question.page_id])
    if not question.path:
        return address
    name, *inner = places.split_path(question.path)
    place = f"block-{inner[0]}-section" if inner else f"id_{name}"
    return f"{address}#{place}"


class QuestionsView(WagtailAdminTemplateMixin, TemplateView):
    """What was asked about the English and reported of it, in all languages; `page` keeps to one English page."""

    template_name = "translation_desk/questions/list.html"
    page_title = gettext_lazy("Questions and faults")
    header_icon = "comment"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Read what is to be shown."""
        super().setup(request, *args, **kwargs)
        if not can_see(request.user):
            raise PermissionDenied
        asked = request.GET.get("page", "")
        self.page = get_object_or_404(Page, pk=int(asked)) if asked.isdecimal() and len(asked) < 10 else None
        self.tab = request.GET.get("show", "") if request.GET.get("show") in TABS else "open"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead back to the start."""
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.get_page_title()}]

    def found(self) -> QuerySet[Question]:
        """Return what the person may read, of the page that is asked for."""
        found = questions.visible_questions(self.request.user)
        return found.filter(page=self.page) if self.page else found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Read one page of rows; the number of queries does not grow with them."""
        numbers = self.found().aggregate(**{name: Count("pk", filter=which or None) for name, (_l, which, _e) in TABS.items()})
        _label, which, empty = TABS[self.tab]
        order = ["-created_at", "-pk"] if self.tab in {"solved", "all"} else ["created_at", "pk"]
        rows = questions.with_people(self.found().filter(which)).order_by(*order)
        paginator = WagtailPaginator(rows, PER_PAGE)
        page = paginator.get_page(self.request.GET.get("p", 1))
        return super().get_context_data(
            tabs=[(name, label, numbers[name], name == self.tab) for name, (label, _which, _empty) in TABS.items()],
            page=page,
            elided_page_range=paginator.get_elided_page_range(page.number),
            rows=[
                (question, english_address(question) if questions.may_solve(self.request.user, question) else "")
                for question in page.object_list
            ],
            of_page=self.page,
            empty=empty,
            **kwargs,
        )


class QuestionView(DecisionView):
    """One question: what was asked about which text, what became of it, and what one may do about it."""

    template_name = "translation_desk/questions/question.html"
    form_class = QuestionForm
    header_icon = "comment"
    error_field = "text"
    question: Question

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Read the question, and the job that it was asked at."""
        found = questions.with_people(Question.objects.select_related("version"))
        self.question = get_object_or_404(found, pk=kwargs["question_id"])
        super().setup(request, *args, job_id=self.question.job_id, **kwargs)

    def read_job(self, job_id: int | None) -> TranslationJob:
        """Return the job that it was asked at; for a page without jobs one that is not stored, with its language."""
        return super().read_job(job_id) if job_id else TranslationJob(locale_id=self.question.page.locale_id)

    def allowed(self, user: Any) -> bool:
        """Allow everybody who has a role."""
        return can_see(user)

    @property
    def is_english(self) -> bool:
        """Whether it is about an English page."""
        return locale_code(self.question.page.locale_id) == SOURCE_CODE

    def get_page_title(self) -> str:
        """Say what it is."""
        return str(self.question.get_kind_display()) if self.is_english else _("Fault in a page of one language")

    def get_page_subtitle(self) -> str:
        """Name the English page."""
        return self.question.page.title

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """Lead back to the list."""
        return [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {"url": reverse("translation_desk:questions"), "label": str(QuestionsView.page_title)},
            {"url": "", "label": self.get_page_title(), "sublabel": self.get_page_subtitle()},
        ]

    def back(self) -> str:
        """Return to the question itself."""
        return reverse("translation_desk:question", args=[self.question.pk])

    def keep_key(self) -> str:
        """Return the name under which the browser keeps what was typed, until something happened."""
        return f"{self.request.path}#{len(self.question.events.all())}"

    def steps(self) -> list[tuple[str, str]]:
        """Return what this person may do now, by name, with the words of the button."""
        user, question = self.request.user, self.question
        offered = [
            (question.state == State.OPEN and self.is_english and writes_english(user), "answer", _("Answer for all languages")),
            (
                question.state != State.SOLVED and questions.may_solve(user, question),
                "solve",
                _("Close this report") if question.is_fault else _("Mark as solved"),
            ),
            (question.state != State.OPEN, "reopen", _("Open again")),
        ]
        return [(name, label) for holds, name, label in offered if holds]

    def perform(self, form: Any) -> str:
        """Take the step of the button that was pressed."""
        user, text = self.request.user, form.cleaned_data["text"]
        match self.request.POST.get("step"):
            case "answer":
                questions.answer(user, self.question, text)
                return _("Your answer was sent to everybody who works on this page.")
            case "solve":
                questions.solve(user, self.question, text)
                return _("It is closed.")
            case "reopen":
                questions.reopen(user, self.question, text)
                return _("It is open again.")
        raise DeskError(_("The request cannot be read."))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the place on the page and the steps."""
        where: list[str] = []
        if self.question.path and self.question.version is not None:
            place = places.outline(self.question.version).place(self.question.path)
            where = [part for part in (place.group.label, place.label) if part]
        return super().get_context_data(
            question=self.question,
            place=where,
            edits=questions.may_solve(self.request.user, self.question),
            english_address=english_address(self.question),
            may_open_job=self.job.pk is not None and comments.may_comment(self.request.user, self.job),
            steps=self.steps(),
            **kwargs,
        )


class AskView(DecisionView):
    """Ask about one of the texts of a page, without the editor's script."""

    page_title = gettext_lazy("Ask about the English")
    explanation = gettext_lazy("Whoever answers for the English page is told. The answer reaches all languages.")
    button = pgettext_lazy("verb, on a button", "Ask")
    form_class = AskForm
    error_field = "text"

    def allowed(self, user: Any) -> bool:
        """Allow who may read the job."""
        return can_see(user) and comments.may_comment(user, self.job)

    def get_form_kwargs(self) -> dict[str, Any]:
        """Give the form the texts of the page."""
        segments = Segment.objects.filter(job=self.job, active=True, kind=Segment.Kind.TEXT).only("pk", "source")
        choices = [
            (segment.pk, f"{number}: {Truncator(tags.plain(segment.source)).chars(80)}")
            for number, segment in enumerate(segments, start=1)
        ]
        return {**super().get_form_kwargs(), "segments": choices}

    def get_initial(self) -> dict[str, Any]:
        """Begin with the text that the address names."""
        return {"segment": self.request.GET.get("segment", "")}

    def perform(self, form: Any) -> str:
        """Ask."""
        segment = Segment.objects.filter(pk=form.cleaned_data["segment"], job=self.job).first()
        if segment is None:
            raise WrongStateError(_("This text does not exist any more. Load the page anew."))
        questions.ask(self.request.user, segment, form.cleaned_data["text"], fault=form.cleaned_data["kind"] == Kind.FAULT)
        return _("Your question was sent.")


urlpatterns: list[URLPattern] = [
    path("questions/", QuestionsView.as_view(), name="questions"),
    path("questions/<int:question_id>/", QuestionView.as_view(), name="question"),
    path("<int:job_id>/ask/", AskView.as_view(), name="ask"),
]
