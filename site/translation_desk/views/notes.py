"""Notes for translators: the screen on which authors leave them, and the files that come with them."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _, gettext_lazy, pgettext, pgettext_lazy
from django.views.decorators.http import require_GET, require_POST
from django.views.generic.edit import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.documents.widgets import AdminDocumentChooser
from wagtail.models import Page

from translation_desk import notes
from translation_desk.errors import DeskError
from translation_desk.models import SourceNote
from translation_desk.permissions import can_see
from translation_desk.review_forms import words


class NoteForm(forms.ModelForm):
    """A note, a file or a link, about a page or a block of it."""

    block = forms.ChoiceField(label=pgettext_lazy("note for translators", "About"), required=False)
    text = words(gettext_lazy("Note"), required=False)
    link = forms.URLField(
        label=gettext_lazy("Link"),
        required=False,
        max_length=500,
        assume_scheme="https",
        help_text=gettext_lazy("A whole address that begins with https:// or http://."),
    )

    class Meta:
        model = SourceNote
        fields = ["block", "text", "document", "link"]
        widgets = {"document": AdminDocumentChooser}
        help_texts = {
            "document": gettext_lazy(
                "Translators can open it even if its collection is private. In other collections it is public."
            ),
        }

    def __init__(self, *args: Any, blocks: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["block"]
        known = {key for key, _label in blocks}
        own = self.instance.block
        # A note whose block is gone keeps saying so until somebody chooses another.
        field.choices = blocks if own in known else [*blocks, (own, _("A block that is gone"))]


class NotesView(WagtailAdminTemplateMixin, FormView):
    """The notes of an English page with a form for one more, or for the one that is being changed."""

    template_name = "translation_desk/notes/screen.html"
    page_title = gettext_lazy("Notes for translators")
    header_icon = "clipboard-list"
    form_class = NoteForm
    page: Page
    note: SourceNote | None = None

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Read the page, and the note if one is to be changed."""
        super().setup(request, *args, **kwargs)
        if "note_id" in kwargs:
            self.note = get_object_or_404(SourceNote.objects.select_related("page"), pk=kwargs["note_id"])
        page_id = self.note.page_id if self.note else kwargs["page_id"]
        self.page = get_object_or_404(Page.objects.filter(depth__gt=1), pk=page_id).specific

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Refuse who may leave no notes here, before showing a form."""
        if not notes.may_write(request.user, self.page):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        """Name the page."""
        return self.page.get_admin_display_title()

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead back to the page."""
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("wagtailadmin_pages:edit", args=[self.page.pk]), "label": self.page.get_admin_display_title()},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_form_kwargs(self) -> dict[str, Any]:
        """Give the form the blocks of the page."""
        instance = self.note or SourceNote(page=self.page)
        return {**super().get_form_kwargs(), "instance": instance, "blocks": notes.blocks(self.page)}

    def form_valid(self, form: Any) -> HttpResponse:
        """Keep the note; show a refusal beside the form."""
        try:
            notes.save(self.request.user, form.instance)
        except DeskError as error:
            form.add_error("text", str(error))
            return self.form_invalid(form)
        messages.success(self.request, _("Your note was saved. Translators of all languages see it."))
        return redirect("translation_desk:notes", self.page.pk)

    def form_invalid(self, form: Any) -> HttpResponse:
        """Show the form again with what was typed."""
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the notes that there are, each with what it is about."""
        context = super().get_context_data(**kwargs)
        labels = dict(context["form"].fields["block"].choices)
        rows = [(note, labels.get(note.block, _("A block that is gone"))) for note in notes.of_page(self.page.pk)]
        return context | {"page": self.page, "note": self.note, "rows": rows, "media": context["form"].media}


@require_POST
def remove(request: HttpRequest, note_id: int) -> HttpResponse:
    """Take a note away."""
    note = get_object_or_404(SourceNote.objects.select_related("page"), pk=note_id)
    try:
        notes.remove(request.user, note)
    except DeskError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, pgettext("translation desk", "The note was removed."))
    return redirect("translation_desk:notes", note.page_id)


@require_GET
def file(request: HttpRequest, note_id: int) -> FileResponse:
    """Give a note's file to people with a role, whatever collection it lies in."""
    if not can_see(request.user):
        raise PermissionDenied
    note = get_object_or_404(SourceNote.objects.select_related("document"), pk=note_id, document__isnull=False)
    document: Any = note.document
    try:
        content = document.file.open("rb")
    except OSError as error:
        raise Http404 from error
    response = FileResponse(content, as_attachment=True, filename=document.filename)
    response.headers["Cache-Control"] = "private, no-store"
    return response


urlpatterns: list[URLPattern] = [
    path("notes/<int:page_id>/", NotesView.as_view(), name="notes"),
    path("notes/note/<int:note_id>/", NotesView.as_view(), name="note"),
    path("notes/note/<int:note_id>/remove/", remove, name="note_remove"),
    path("notes/note/<int:note_id>/file/", file, name="note_file"),
]
