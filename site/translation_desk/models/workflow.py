"""The step of a workflow at which a second person decides."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _, gettext_lazy
from wagtail.models import AbstractGroupApprovalTask, Page, TaskState


class FourEyesTask(AbstractGroupApprovalTask):
    """Approval by a member of the groups who wrote nothing of what changed. Superusers are bound by it like anybody."""

    class Meta:
        verbose_name = gettext_lazy("approval by a second person")
        verbose_name_plural = gettext_lazy("approvals by a second person")

    @classmethod
    def get_description(cls) -> str:
        """Say what the task is for, where somebody chooses among tasks."""
        return _("Members of the chosen groups decide; nobody approves what they wrote themselves")

    def get_actions(self, obj: Page, user: Any) -> list[tuple[str, Any, bool]]:
        """Return what the person may do: everybody in the groups may ask for changes, approve only who wrote none of it."""
        from translation_desk import four_eyes, grading  # they read these models

        actions: list[tuple[str, Any, bool]] = super().get_actions(obj, user)
        state = obj.current_workflow_task_state if actions else None
        if state is not None and four_eyes.refusal(user, state.revision):
            return [action for action in actions if action[0] != "approve"]
        if grading.is_asked(obj):
            # Approval has a screen of its own, to which the one with a dialog leads.
            return [action for action in actions if action[0] != "approve" or action[2]]
        return actions

    @transaction.atomic
    def on_action(self, task_state: TaskState, user: Any, action_name: str, **kwargs: Any) -> Any:
        """Carry out a decision, however the request came about.

        Raises FourEyesError for approval of one's own work, AlreadyDecidedError when somebody else was faster.
        """
        from translation_desk import four_eyes  # it reads these models

        status = TaskState.objects.select_for_update().values_list("status", flat=True).get(pk=task_state.pk)
        if status != TaskState.STATUS_IN_PROGRESS:
            raise four_eyes.AlreadyDecidedError(_("Somebody else has decided on this a moment ago."))
        if action_name == "approve":
            four_eyes.require(user, task_state.revision)
        return super().on_action(task_state, user, action_name, **kwargs)
