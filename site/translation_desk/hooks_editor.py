"""The translation editor at the page's edit address."""

from django.http import HttpRequest, HttpResponse
from wagtail import hooks
from wagtail.models import Page

from translation_desk.models import TranslationJob


@hooks.register("before_edit_page", order=-10)
def edit_translation(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Show the translation editor instead of the page editor for a page that the desk keeps."""
    from translation_desk.views.editor import EditorView  # views need the addresses, which are read after the hooks

    job_id = TranslationJob.objects.filter(target_page=page.pk, enabled=True).values_list("pk", flat=True).first()
    return EditorView.as_view()(request, job_id=job_id) if job_id else None
