"""The site's addresses and one more: an administration page with nothing in it."""

from django.urls import path
from django.views.generic import TemplateView
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from config.urls import handler403, handler404, handler500, urlpatterns as site_patterns


class EmptyView(WagtailAdminTemplateMixin, TemplateView):
    """Wagtail's frame."""

    template_name = "wagtailadmin/generic/base.html"
    page_title = "Empty"


urlpatterns = [path("admin/empty-page/", require_admin_access(EmptyView.as_view())), *site_patterns]

__all__ = ["handler403", "handler404", "handler500", "urlpatterns"]
