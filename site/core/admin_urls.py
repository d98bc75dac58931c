"""Addresses of Wagtail's that lead to a view of ours, which checks what is sent, or to none. Included before Wagtail's own."""

from django.urls import path
from wagtail.admin.auth import require_admin_access

from core.profile_pictures import PersonalAccountView
from core.views import not_found

urlpatterns = [
    # Wagtail's fails on purpose, to show an error page: an alarm that anybody on the staff could set off.
    path("failwhale/", not_found, name="wagtailadmin_error_test"),
    path("account/", require_admin_access(PersonalAccountView.as_view()), name="core_account"),
]
