"""Addresses of Wagtail's that take files and lead to a view of ours, which checks them. Included before Wagtail's own."""

from django.urls import path
from wagtail.admin.auth import require_admin_access

from core.profile_pictures import PersonalAccountView
from core.redirect_imports import checked_start

urlpatterns = [
    path("account/", require_admin_access(PersonalAccountView.as_view()), name="core_account"),
    path("redirects/import/", require_admin_access(checked_start), name="core_redirect_import"),
]
