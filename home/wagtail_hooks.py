"""What staff see of the visitors' messages."""

from collections.abc import Iterable
from typing import Any

from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _, ngettext
from wagtail import hooks
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, Panel
from wagtail.admin.ui.tables import BooleanColumn, Column, DateColumn
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy
from wagtail.snippets.bulk_actions.snippet_bulk_action import SnippetBulkAction
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from core.reports import Outcome
from home import messages
from home.message_views import NAMESPACE, TurnView
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


class WorkPanel(Panel):
    """Says what became of a message, or leads to making work of it."""

    class BoundPanel(Panel.BoundPanel):
        """The panel of one message."""

        template_name = "home/admin/work.html"

        @cached_property
        def outcome(self) -> Outcome | None:
            """What became of it."""
            return messages.outcome(self.instance)

        @cached_property
        def offer(self) -> str:
            """What it would become."""
            return messages.offer(self.instance)

        @property
        def turn_url(self) -> str:
            """Where that is done."""
            return reverse(f"{NAMESPACE}:turn", args=[self.instance.pk])


class MessageViewSet(SnippetViewSet):
    """Messages from visitors: those without an answer first."""

    model = ContactMessage
    icon = "mail"
    menu_label = _("Messages")
    menu_name = "messages"
    menu_order = 470
    add_to_admin_menu = True
    list_display = [
        "__str__",
        Column("page_path", label=_("Page"), sort_key="page_path"),
        Column("get_language_display", label=_("Language"), sort_key="language"),
        DateColumn("sent_at", label=_("Sent"), sort_key="sent_at"),
        BooleanColumn("answered", label=_("Answered"), sort_key="answered"),
        BooleanColumn("turned", label=_("Turned into a correction"), accessor=lambda message: bool(message.work)),
    ]
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
                FieldRowPanel([FieldPanel("language", read_only=True), FieldPanel("reply_language", read_only=True)]),
                FieldPanel("page_path", read_only=True),
                FieldRowPanel([FieldPanel("sent_at", read_only=True), FieldPanel("delete_after", read_only=True)]),
            ],
            heading=_("What the visitor wrote"),
        ),
        MultiFieldPanel([FieldPanel("answered"), FieldPanel("note")], heading=_("What we did")),
        WorkPanel(heading=_("Correction")),
    ]

    def get_urlpatterns(self) -> list[URLPattern]:
        """Add the screen that turns a message into a correction."""
        return [*super().get_urlpatterns(), path("turn/<int:pk>/", TurnView.as_view(), name="turn")]


class MarkAnswered(SnippetBulkAction):
    """Marks the messages that are ticked in the list as answered."""

    models = [ContactMessage]
    display_name = _("Mark as answered")
    action_type = "mark_answered"
    aria_label = _("Mark the selected messages as answered")
    template_name = "home/admin/mark_answered.html"
    action_priority = 10

    def check_perm(self, message: ContactMessage) -> bool:
        """Ask for the right to change messages."""
        return self.permission_policy.user_has_permission_for_instance(self.request.user, "change", message)

    @classmethod
    def execute_action(cls, objects: Iterable[ContactMessage], **_kwargs: Any) -> tuple[int, int]:
        """Mark them, and return how many there were."""
        ids = [message.pk for message in objects]
        return ContactMessage.objects.filter(pk__in=ids).update(answered=True), 0

    def get_success_message(self, num_parent_objects: int, _num_child_objects: int) -> str:
        """Say how many messages were marked."""
        return ngettext("%(count)d message marked as answered.", "%(count)d messages marked as answered.", num_parent_objects) % {
            "count": num_parent_objects
        }


hooks.register("register_bulk_action", MarkAnswered)
register_permission_policy(ContactMessage, NoAddingPolicy(ContactMessage))
register_snippet(MessageViewSet)
