"""The forms with which pages are edited and copied."""

from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.forms.pages import CopyForm

from core.formatting import listed
from core.i18n import language_name
from core.tree import FOLLOWED, english_title, follows_english, taken_in
from core.versions import path_below_home


class PageForm(WagtailAdminPageForm):
    """A page's form. What all languages have in common is changed on the English page only."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "title" in self.fields and (english := english_title(self.instance)):
            self.fields["title"].help_text = _("In English: “%(title)s”") % {"title": english}
        if self.instance.pk and follows_english(self.instance):
            for name in FOLLOWED:
                if name in self.fields:
                    self.fields[name].disabled = True
                    self.fields[name].help_text = _("This follows the English page and is changed there, for all languages.")

    def clean(self) -> dict[str, Any]:
        """Refuse an address at which another page stands in any language, since a page has one address in all of them."""
        data: dict[str, Any] = super().clean()
        slug = data.get("slug")
        if slug and not self.errors.get("slug") and self.parent_page is not None and self.parent_page.depth >= 2:
            path = f"{path_below_home(self.parent_page.url_path)}{slug}/"
            if path != _present_path(self.instance) and (codes := taken_in([path], [self.instance.translation_key])):
                self.add_error("slug", _taken(codes))
        return data


def _taken(codes: list[str]) -> str:
    names = listed([capfirst(language_name(code)) for code in codes])
    return _("Another page has this address already, in these languages: %(languages)s.") % {"languages": names}


def _present_path(page: Any) -> str:
    return path_below_home(page.url_path) if page.pk and page.depth >= 2 else ""


class PageCopyForm(CopyForm):
    """Copies begin as drafts, stay within their language, and are never aliases."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("publish_copies", "alias"):
            self.fields.pop(name, None)

    def clean(self) -> dict[str, Any] | None:
        """Say why a page does not go below a page of another language, or to an address that another language uses."""
        data = super().clean()
        parent = self.cleaned_data.get("new_parent_page")
        if parent is not None and parent.locale_id != self.page.locale_id:
            self._errors["new_parent_page"] = self.error_class([_("A page can only be copied within its own language.")])
        slug = self.cleaned_data.get("new_slug")
        if slug and parent is not None and parent.depth >= 2 and not self._errors:
            codes = taken_in([f"{path_below_home(parent.url_path)}{slug}/"], [])
            if codes:
                self._errors["new_slug"] = self.error_class([_taken(codes)])
        return data
