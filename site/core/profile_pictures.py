"""The picture on a person's own page: held to the rules of all other pictures."""

from typing import Any

from wagtail.admin.forms.account import AvatarPreferencesForm
from wagtail.admin.views.account import AccountView, AvatarSettingsPanel

from core import picture_files, scanning
from core.picture_fields import ProfilePictureField


class ProfilePictureForm(AvatarPreferencesForm):
    """Wagtail's form, with the checks of all pictures before the file is opened."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["avatar"]
        self.fields["avatar"] = ProfilePictureField(label=field.label, required=False)

    def clean_avatar(self) -> Any:
        """Check a new file, then let Wagtail make it small."""
        file = self.cleaned_data.get("avatar")
        if file and "avatar" in self.changed_data:
            picture_files.check_upload(file)
            scanning.check_upload(file)
        return super().clean_avatar()


class ProfilePicturePanel(AvatarSettingsPanel):
    """Wagtail's panel with our form, and with its refusals."""

    form_class = ProfilePictureForm
    template_name = "core/admin/profile_picture.html"


class PersonalAccountView(AccountView):
    """A person's own page."""

    def get_panels(self) -> list[Any]:
        """Put our panel in the place of Wagtail's."""
        return [
            ProfilePicturePanel(panel.request, panel.user, panel.profile) if type(panel) is AvatarSettingsPanel else panel
            for panel in super().get_panels()
        ]
