"""Makes the demonstration's sign-ins: an administrator and an editor of the English pages."""

from typing import NamedTuple

from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import check_password
from django.contrib.auth.models import Group, Permission
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

PASSWORD = "leather"  # noqa: S105  # printed by the command; these sign-ins are made on a demonstration only
EDITORS = "Editors"


class SignIn(NamedTuple):
    """A sign-in as the command prints it."""

    name: str
    role: str


SIGN_INS = (SignIn("admin", "Administrator"), SignIn("editor", "Editor"))


def create(home: Page) -> None:
    """Make the sign-ins that do not exist yet. `home` is the English home page."""
    editors = editor_group(home)
    for sign_in in SIGN_INS:
        model = get_user_model()
        if model.objects.filter(username=sign_in.name).exists():
            continue
        make = model.objects.create_superuser if sign_in.name == "admin" else model.objects.create_user
        user = make(sign_in.name, password=PASSWORD, first_name=sign_in.role, last_name="(demonstration)")
        if sign_in.name != "admin":
            user.groups.add(editors)


def usable() -> list[SignIn]:
    """Return the sign-ins that are active and still have the demonstration's password."""
    users = {
        user.get_username(): user for user in get_user_model().objects.filter(username__in=[name for name, _role in SIGN_INS])
    }
    return [
        sign_in
        for sign_in in SIGN_INS
        if (user := users.get(sign_in.name)) and user.is_active and check_password(PASSWORD, user.password)
    ]


def editor_group(home: Page) -> Group:
    """Return the group of editors with its rights: pages below a home page, images and documents, the administration."""
    group, _created = Group.objects.get_or_create(name=EDITORS)
    group.permissions.add(Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin"))
    for codename in ("add_page", "change_page", "publish_page"):
        permission = Permission.objects.get(content_type__app_label="wagtailcore", codename=codename)
        GroupPagePermission.objects.get_or_create(group=group, page=home, permission=permission)
    collection = Collection.get_first_root_node()
    # Wagtail keeps these rights on its own image and document models, whatever models the project uses.
    for app, model in (("wagtailimages", "image"), ("wagtaildocs", "document")):
        for action in ("add", "change", "choose"):
            permission = Permission.objects.get(content_type__app_label=app, codename=f"{action}_{model}")
            GroupCollectionPermission.objects.get_or_create(group=group, collection=collection, permission=permission)
    return group
