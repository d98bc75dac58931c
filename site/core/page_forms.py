"""The form with which a page is copied."""

from typing import Any

from django.utils.translation import gettext as _
from wagtail.admin.forms.pages import CopyForm


class PageCopyForm(CopyForm):
    """Copies begin as drafts, stay within their language, and are never aliases."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("publish_copies", "alias"):
            self.fields.pop(name, None)

    def clean(self) -> dict[str, Any] | None:
        """Say why a page does not go below a page of another language."""
        data = super().clean()
        parent = self.cleaned_data.get("new_parent_page")
        if parent is not None and parent.locale_id != self.page.locale_id:
            self._errors["new_parent_page"] = self.error_class([_("A page can only be copied within its own language.")])
        return data
