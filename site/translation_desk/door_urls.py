"""Addresses of Wagtail's that lead to a view of ours, because Wagtail offers no hook there. Included before Wagtail's own."""

from django.urls import path
from wagtail.admin.auth import require_admin_access

from translation_desk.views import doors, tree
from translation_desk.views.invitation import InvitationView

urlpatterns = [
    # For people who cannot sign in yet, so outside of what Wagtail keeps for those who can.
    path("invitation/<uidb64>/<token>/", InvitationView.as_view(), name="translation_desk_invitation"),
    path(
        "pages/workflow/action/<int:page_id>/<slug:action_name>/<int:task_state_id>/",
        require_admin_access(doors.workflow_action),
        name="translation_desk_workflow_action",
    ),
    path(
        "pages/<int:page_to_move_id>/set_position/",
        require_admin_access(doors.set_position),
        name="translation_desk_set_position",
    ),
    path(
        "pages/<int:page_id>/unpublish/",
        require_admin_access(tree.unpublish),
        name="translation_desk_unpublish",
    ),
    path(
        "pages/<int:page_id>/privacy/",
        require_admin_access(doors.set_privacy),
        name="translation_desk_set_privacy",
    ),
    path(
        "api/main/pages/<int:pk>/action/<str:action_name>/",
        require_admin_access(doors.page_action_by_api),
        name="translation_desk_page_action_by_api",
    ),
]
