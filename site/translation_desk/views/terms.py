"""The termbase at the desk: the list of terms, and the list as a file."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET
from wagtail.admin.paginator import WagtailPaginator
from wagtail.models import Site

from core.i18n import BY_CODE, SOURCE_CODE, language_name
from exchange_formats import tbx, term_table
from translation_desk import permissions, term_files, term_imports, term_proposals, terms
from translation_desk.screen import in_language
from translation_desk.views.bulk import DeskScreen
from vocabulary.models import Term

PER_PAGE = 50
TITLE = gettext_lazy("Terms")
TYPES = {"tbx": "application/x-tbx+xml", "csv": "text/csv; charset=utf-8"}


class TermFilters(forms.Form):
    """What the list shows."""

    q = forms.CharField(label=gettext_lazy("Search"), required=False, max_length=100)
    language = forms.ChoiceField(label=gettext_lazy("Language"), required=False)
    status = forms.ChoiceField(
        label=gettext_lazy("Status"), required=False, choices=[("", gettext_lazy("All statuses")), *Term.Status.choices]
    )
    subject = forms.ChoiceField(label=gettext_lazy("Subject"), required=False)
    gaps = forms.BooleanField(label=gettext_lazy("Only terms without a translation"), required=False)

    def __init__(self, *args: Any, codes: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["q"].widget.attrs |= {"type": "search", "dir": "auto"}
        fields["language"].choices = [(code, capfirst(language_name(code))) for code in codes]
        fields["subject"].choices = [("", gettext_lazy("All subjects")), *terms.subjects()]


@dataclass(frozen=True, slots=True)
class Row:
    """A term as it is listed."""

    url: str
    code: str
    english: str
    text: str
    status: str
    is_preferred: bool
    subject: str
    allowed: list[str]
    avoided: list[str]


class TermsView(DeskScreen):
    """All terms beside their translation into one language."""

    template_name = "translation_desk/terms/index.html"
    page_title = TITLE
    header_icon = "list-ul"

    @cached_property
    def asked(self) -> terms.Asked:
        """What the person asks for; what makes no sense is not asked for."""
        codes = terms.languages(self.request.user)
        form = TermFilters(self.request.GET, codes=codes)
        form.is_valid()
        values = form.cleaned_data
        return terms.Asked(
            language=values.get("language") or codes[0],
            words=values.get("q", ""),
            status=values.get("status", ""),
            subject=values.get("subject", ""),
            gaps=values.get("gaps", False),
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Read one page of terms; the number of queries does not grow with them."""
        asked, user = self.asked, self.request.user
        shown = {
            "q": asked.words,
            "language": asked.language,
            "status": asked.status,
            "subject": asked.subject,
            "gaps": asked.gaps,
        }
        paginator = WagtailPaginator(terms.found(user, asked), PER_PAGE)
        page = paginator.get_page(self.request.GET.get("p", 1))
        names = dict(terms.subjects())
        return super().get_context_data(
            form=TermFilters(shown, codes=terms.languages(user)),
            rows=[self._row(term, names) for term in page.object_list],
            page=page,
            elided_page_range=paginator.get_elided_page_range(page.number),
            in_english=in_language(SOURCE_CODE),
            in_target=in_language(asked.language),
            imports_url=reverse("translation_desk:term_imports") if term_imports.may_import(user) else "",
            changes_url=f"{reverse('translation_desk:term_changes')}?{urlencode({'language': asked.language})}",
            proposed=term_proposals.count_waiting(),
            add_url=reverse(Term.snippet_viewset.get_url_name("add")) if user.has_perm("vocabulary.add_term") else "",
            **kwargs,
        )

    def _row(self, term: Term, names: dict[str, str]) -> Row:
        code, user = self.asked.language, self.request.user
        variants = [row for row in term.variants.all() if row.language == code]
        edit = user.has_perm("vocabulary.change_term")
        return Row(
            url=reverse(Term.snippet_viewset.get_url_name("edit"), args=[term.pk]) if edit else "",
            code=term.code,
            english=term.term_en or term.code,
            text=getattr(term, f"term_{BY_CODE[code].field_suffix}") or "",
            status=term.get_status_display(),
            is_preferred=term.status == Term.Status.PREFERRED,
            subject=names.get(term.subject.code, ""),
            allowed=[row.text for row in variants if row.status == row.Status.ALLOWED],
            avoided=[row.text for row in variants if row.status == row.Status.DEPRECATED],
        )


@require_GET
def export(request: HttpRequest, kind: str) -> HttpResponse:
    """Answer with all terms as a file; for everybody who may see the list."""
    if not permissions.can_see(request.user):
        raise PermissionDenied
    if kind not in TYPES:
        raise Http404
    found = term_files.written()
    if kind == "csv":
        data = term_table.write(found)
    else:
        site = Site.find_for_request(request)
        data = tbx.write(found, source=(site.site_name or site.hostname) if site else request.get_host())
    name = f"terms-{timezone.localdate():%Y-%m-%d}.{kind}"
    return HttpResponse(data, content_type=TYPES[kind], headers={"Content-Disposition": f'attachment; filename="{name}"'})


urlpatterns: list[URLPattern] = [
    path("terms/", TermsView.as_view(), name="terms"),
    path("terms/export.<slug:kind>", export, name="terms_export"),
]
