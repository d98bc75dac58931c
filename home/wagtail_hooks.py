"""What staff see of the visitors' messages."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.admin.ui.tables import BooleanColumn
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from home.models import ContactMessage


class NoAddingPolicy(ModelPermissionPolicy):
    """Messages come from visitors: staff may answer and delete, nobody adds one."""

    def user_has_permission(self, user: object, action: str) -> bool:
        """Refuse to add."""
        return action != "add" and super().user_has_permission(user, action)


class MessageFilterSet(WagtailFilterSet):
    """Filters of the list of messages."""

    class Meta:
        model = ContactMessage
        fields = ("answered", "language")


class MessageViewSet(SnippetViewSet):
    """Messages from visitors: those without an answer first."""

    model = ContactMessage
    icon = "mail"
    menu_label = _("Messages")
    menu_name = "messages"
    menu_order = 260
    add_to_admin_menu = True
    list_display = ["__str__", "page_path", "language", "sent_at", BooleanColumn("answered", label=_("Answered"))]
    filterset_class = MessageFilterSet
    ordering = ("answered", "-sent_at")
    copy_view_enabled = False
    inspect_view_enabled = True
    list_per_page = 50
    search_fields = ("message", "name", "email", "page_path")
    panels = [
        MultiFieldPanel(
            [
                FieldPanel("message", read_only=True),
                FieldRowPanel([FieldPanel("name", read_only=True), FieldPanel("email", read_only=True)]),
                FieldRowPanel([FieldPanel("language", read_only=True), FieldPanel("page_path", read_only=True)]),
                FieldRowPanel([FieldPanel("sent_at", read_only=True), FieldPanel("delete_after", read_only=True)]),
            ],
            heading=_("What the visitor wrote"),
        ),
        MultiFieldPanel([FieldPanel("answered"), FieldPanel("note")], heading=_("What we did")),
    ]


register_permission_policy(ContactMessage, NoAddingPolicy(ContactMessage))
register_snippet(MessageViewSet)
