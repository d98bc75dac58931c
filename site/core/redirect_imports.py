"""The import of redirects from a table.

Wagtail reads any file that has the right ending, so it is checked before; and stores row by row, so that is done as a whole.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from wagtail.admin import messages
from wagtail.contrib.redirects.utils import get_supported_extensions
from wagtail.contrib.redirects.views import process_import, start_import

from core import document_files, scanning


def checked_start(request: HttpRequest) -> HttpResponse:
    """Check the file, then let Wagtail read it. What Wagtail refuses by its ending is left to Wagtail."""
    file = request.FILES.get("import_file")
    if file and (file.name or "").lower().endswith(tuple(f".{extension}" for extension in get_supported_extensions())):
        try:
            document_files.check_upload(file)
            scanning.check_upload(file)
        except ValidationError as error:
            messages.error(request, error.messages[0])
            return HttpResponseRedirect(reverse("wagtailredirects:start_import"))
    return start_import(request)


@transaction.atomic
def whole_import(request: HttpRequest) -> HttpResponse:
    """Let Wagtail store the rows, all or, where it is interrupted, none."""
    return process_import(request)
