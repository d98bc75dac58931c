"""Addresses of Wagtail's in whose place the newsroom has screens of its own. Included before Wagtail's."""

from django.urls import path
from django.views.generic import RedirectView
from wagtail.admin.auth import require_admin_access

to_old_addresses = require_admin_access(RedirectView.as_view(pattern_name="newsroom:old_addresses"))
"""Wagtail stores a table of redirects row by row, without a look at circles and dead ends, and takes nothing back."""

urlpatterns = [
    path("redirects/import/", to_old_addresses, name="newsroom_redirect_import"),
    path("redirects/import/process/", to_old_addresses, name="newsroom_redirect_import_process"),
]
