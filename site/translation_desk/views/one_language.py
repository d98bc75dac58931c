"""Screens of pages of one language: their list, what one of them may become, and the steps to an English version."""

from functools import cached_property
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _, gettext_lazy, ngettext, pgettext, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin import messages
from wagtail.admin.views.generic.base import BaseListingView
from wagtail.admin.widgets import AdminPageChooser
from wagtail.models import Page

from core import formatting
from core.i18n import CODES, SOURCE_CODE, language_name
from core.tree import ARCHIVE_PATH
from core.versions import path_below_home
from translation_desk import english_later, one_language
from translation_desk.errors import DeskError
from translation_desk.models import Question
from translation_desk.one_language import Standing
from translation_desk.permissions import can_manage, can_see
from translation_desk.tree import reach
from translation_desk.views.tree import confirm

TITLE = gettext_lazy("Pages in one language")


class OneLanguageForm(forms.Form):
    """Which pages the list shows."""

    language = forms.ChoiceField(label=gettext_lazy("Language"), required=False)
    english = forms.ChoiceField(
        label=gettext_lazy("English version"),
        required=False,
        choices=[("", pgettext_lazy("English version", "Any")), *Standing.choices],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        languages = [(code, capfirst(language_name(code))) for code in CODES if code != SOURCE_CODE]
        fields["language"].choices = [("", _("All languages")), *languages]


class OneLanguageListView(BaseListingView):
    """All pages that visitors can read in one language, or will, but not in English."""

    template_name = "translation_desk/one_language/index.html"
    results_template_name = "translation_desk/one_language/results.html"
    page_title = TITLE
    header_icon = "doc-full"
    index_url_name = "translation_desk:one_language"
    index_results_url_name = "translation_desk:one_language"
    model = Page
    paginate_by = 50
    verbose_name_plural = pgettext_lazy("translation desk", "pages")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Let in everybody who has a role at the desk."""
        if not can_see(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Return the way here: home, queue, list."""
        above = {"url": reverse("translation_desk:queue"), "label": _("Translations")}
        return [*self.breadcrumbs_items, above, {"url": "", "label": self.get_page_title()}]

    @cached_property
    def form(self) -> OneLanguageForm:
        """The choices of the person."""
        return OneLanguageForm(self.request.GET)

    def get_queryset(self) -> QuerySet[Page]:
        """Return the pages that pass the filters, language by language, those changed last first."""
        pages: Any = one_language.every()
        if not self.form.is_valid():
            return pages.none()
        chosen = self.form.cleaned_data
        if chosen["language"]:
            pages = pages.filter(locale__language_code=chosen["language"])
        if chosen["english"]:
            pages = pages.filter(standing=chosen["english"])
        faults = Question.objects.filter(page=OuterRef("pk"), state=Question.State.OPEN).order_by().values("page")
        pages = pages.annotate(faults=Coalesce(Subquery(faults.annotate(number=Count("pk")).values("number")), 0))
        ordered = pages.order_by("locale__language_code", "-latest_revision_created_at", "pk")
        return ordered.select_related("held_approval").prefetch_workflow_states().annotate_approved_schedule()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what each row says."""
        context = super().get_context_data(**kwargs)
        rows = [
            {
                "page": page,
                "label": one_language.label(page),
                "standing": Standing(page.standing).label,
                "faults": _faults(page.faults),
            }
            for page in context["object_list"]
        ]
        return context | {"form": self.form, "rows": rows, "media": context["media"] + self.form.media}


def _faults(number: int) -> str:
    text = ngettext("%(count)s fault that a reader noticed", "%(count)s faults that readers noticed", number)
    return text % {"count": formatting.number(number)} if number else ""


def _page(request: HttpRequest, page_id: int) -> Page:
    """Return a page that is not English and not in the archive, to people who have a role."""
    if not can_see(request.user):
        raise PermissionDenied
    pages = Page.objects.filter(depth__gt=2).exclude(locale__language_code=SOURCE_CODE).exclude(url_path__startswith=ARCHIVE_PATH)
    return get_object_or_404(pages, pk=page_id)


@require_safe
def about(request: HttpRequest, page_id: int) -> HttpResponse:
    """Say what it means that a page exists in one language, and what this person may do about it."""
    page = _page(request, page_id)
    manages = can_manage(request.user, page.locale_id)
    standing = one_language.standing(page)
    english = english_later.english_of(page)
    refusal = ""
    if standing == Standing.NONE:
        try:
            english_later.require_addable(request.user, page)
        except DeskError as error:
            refusal = str(error)
    context = {
        "page": page,
        "english": english,
        "heading": one_language.label(page) if standing else _("Linked with an English page"),
        "standing": standing,
        "explanation": Standing(standing).label if standing else "",
        "refusal": refusal,
        "may_add": standing == Standing.NONE and not refusal,
        "may_link": standing == Standing.NONE and manages,
        "may_unlink": manages and english_later.undoable(page) is not None,
        "may_edit": page.permissions_for_user(request.user).can_edit(),
        "edits_english": english is not None and english.permissions_for_user(request.user).can_edit(),
    }
    return TemplateResponse(request, "translation_desk/one_language/about.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def add_english(request: HttpRequest, page_id: int) -> HttpResponse:
    """Make an English draft of a page, having said what happens."""
    page = _page(request, page_id)
    problem = ""
    try:
        if request.method == "POST":
            english = english_later.add(request.user, page)
            messages.success(request, _("The English draft is made. Write it anew and hand it in."))
            return redirect("wagtailadmin_pages:edit", english.pk)
        english_later.require_addable(request.user, page)
    except DeskError as error:
        problem = str(error)
    return confirm(
        request,
        _("Add an English version"),
        [reach.of(page, (), lambda _version: ())],
        button=_("Make an English draft"),
        back=reverse("translation_desk:about_one_language", args=[page.pk]),
        explanation=_(
            "A draft with the content of this page is made at the same place in English, to be written anew there. Visitors see "
            "nothing of it until it is approved. This page stays as it is, kept by hand."
        ),
        problem=problem,
        icon="plus",
    )


class LinkForm(forms.Form):
    """The English page that a page becomes the translation of."""

    english = forms.ModelChoiceField(
        label=gettext_lazy("English page"),
        queryset=Page.objects.filter(depth__gt=2, locale__language_code=SOURCE_CODE).exclude(url_path__startswith=ARCHIVE_PATH),
        widget=AdminPageChooser,
        help_text=gettext_lazy("It must be of the same type and have no version in the language of this page."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def link(request: HttpRequest, page_id: int) -> HttpResponse:
    """Choose an English page, see what happens to the address, and link both."""
    page = _page(request, page_id)
    if not can_manage(request.user, page.locale_id):
        raise PermissionDenied
    back = reverse("translation_desk:about_one_language", args=[page.pk])
    form: forms.Form = LinkForm(request.POST if request.method == "POST" else None)
    shown = reach.of(page, (), lambda _version: ())
    explanation = _("This page becomes the translation of the English page you choose. Its text stays as it was approved.")
    hidden: list[tuple[str, str]] = []
    if form.is_valid():
        english = form.cleaned_data["english"]
        try:
            if "confirmed" in request.POST:
                english_later.link(request.user, page, english)
                messages.success(request, _("Both pages are versions of each other now."))
                return redirect(back)
            english_later.require_linkable(request.user, page, english)
        except DeskError as error:
            form.add_error("english", str(error))
        else:
            shown = reach.moving(page, path_below_home(english.url_path))
            explanation = _("This page becomes the translation of “%(title)s” and follows its address, place and privacy.")
            explanation %= {"title": english.title}
            hidden, form = [("confirmed", "1"), ("english", str(english.pk))], forms.Form()
    return confirm(
        request,
        _("Link with an English page"),
        [shown],
        button=pgettext("verb, on a button", "Link") if hidden else _("See what changes"),
        back=back,
        explanation=explanation,
        form=form,
        hidden=hidden,
        icon="link",
        status=422 if form.errors else 200,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def unlink(request: HttpRequest, page_id: int) -> HttpResponse:
    """Undo a link."""
    page = _page(request, page_id)
    if not can_manage(request.user, page.locale_id):
        raise PermissionDenied
    back = reverse("translation_desk:about_one_language", args=[page.pk])
    problem = "" if english_later.undoable(page) else _("There is no link that could be undone.")
    if request.method == "POST":
        try:
            english_later.unlink(request.user, page)
            messages.success(request, _("The link is undone."))
            return redirect(back)
        except DeskError as error:
            problem = str(error)
    return confirm(
        request,
        _("Undo the link with English"),
        [reach.of(page, (), lambda _version: ())],
        button=_("Undo the link"),
        back=back,
        explanation=_("The page is again a page of one language, at its address from before. Its text stays as it is."),
        problem=problem,
        icon="link",
    )


urlpatterns: list[URLPattern] = [
    path("one-language/", OneLanguageListView.as_view(), name="one_language"),
    path("one-language/<int:page_id>/", about, name="about_one_language"),
    path("one-language/<int:page_id>/add-english/", add_english, name="add_english"),
    path("one-language/<int:page_id>/link/", link, name="link_english"),
    path("one-language/<int:page_id>/unlink/", unlink, name="unlink_english"),
]
