"""Our page editor in the place of Wagtail's, for all pages of the portal."""

from wagtail import hooks

from newsroom.views.page_editor import PortalPageViewSet, portal_pages


@hooks.register("register_admin_viewset")
def register_page_editor() -> PortalPageViewSet:
    """Register the views of the page editor."""
    return portal_pages
