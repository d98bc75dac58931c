"""Addresses of Wagtail's that lead to a view of ours, which checks what is sent, or to none. Included before Wagtail's own."""

from django.urls import path
from wagtail.admin.auth import require_admin_access

from core.profile_pictures import PersonalAccountView
from core.redirect_imports import checked_start, whole_import
from core.views import not_found

urlpatterns = [
    # Wagtail's fails on purpose, to show an error page: an alarm that anybody on the staff could set off.
    path("failwhale/", not_found, name="wagtailadmin_error_test"),
    path("account/", require_admin_access(PersonalAccountView.as_view()), name="core_account"),
    path("redirects/import/", require_admin_access(checked_start), name="core_redirect_import"),
    path("redirects/import/process/", require_admin_access(whole_import), name="core_redirect_import_process"),
]
