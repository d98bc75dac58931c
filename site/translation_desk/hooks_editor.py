"""The translation editor at the page's edit address."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.models import Page

from translation_desk import one_language
from translation_desk.models import TranslationJob


@hooks.register("before_edit_page", order=20)
def say_that_it_stands_alone(request: HttpRequest, page: Page) -> None:
    """Say that a page exists in one language only, and lead to what can be done about it."""
    if request.method != "GET" or one_language.standing(page) is None:
        return
    address = reverse("translation_desk:about_one_language", args=[page.pk])
    messages.info(request, one_language.label(page), buttons=[messages.button(address, _("What this means"))])


@hooks.register("before_edit_page", order=-10)
def edit_translation(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Show the translation editor instead of the page editor for a page that the desk keeps."""
    from translation_desk.views.editor import EditorView  # views need the addresses, which are read after the hooks

    job_id = TranslationJob.objects.filter(target_page=page.pk, enabled=True).values_list("pk", flat=True).first()
    return EditorView.as_view()(request, job_id=job_id) if job_id else None
