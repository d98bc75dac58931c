"""Makes who does what: groups with their rights, and one workflow per language.

Everything here may run again at any time: it adds what is missing and leaves what it finds. Groups, tasks and workflows may be
renamed; `DeskGroup` rows and the tasks' groups tell which are ours.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import (
    Collection,
    CollectionMember,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from core.columns import translated_models
from core.i18n import BY_CODE, SOURCE_CODE
from core.languages_setup import SetupError, home_pages
from translation_desk.models import DeskGroup, FourEyesTask

Role = DeskGroup.Role


SEARCH = ("view_report", *(f"{action}_{model}" for model in ("synonyms", "promotion") for action in ("add", "change", "delete")))
"""Rights to keep the words of the search, for those who decide in a language."""


LIMITS = ("change_waitinglimits",)
"""The right to say how long work may wait."""


class Rights(NamedTuple):
    """What the people of a role may do in Wagtail: pages of their language, shared files, rows of all languages, search, desk."""

    pages: tuple[str, ...]
    files: tuple[str, ...]
    rows: tuple[str, ...] = ("change",)
    """Forms of vocabularies, settings and alerts. What is typed there waits for approval, and only in one's own languages."""
    search: tuple[str, ...] = ()
    desk: tuple[str, ...] = ()


RIGHTS = {
    Role.EDITOR: Rights(pages=("add", "change"), files=("add", "change", "choose"), rows=("add", "change")),
    # In Wagtail, whoever may take a page offline holds the right to publish; publishing itself needs approval all the same.
    Role.APPROVER: Rights(
        # To move a page is, in Wagtail, to delete it here and to add it there.
        pages=("add", "bulk_delete", "change", "publish", "lock", "unlock"),
        files=("add", "change", "delete", "choose"),
        rows=("add", "change", "delete"),
        search=SEARCH,
        desk=LIMITS,
    ),
    # Both make pages that exist in their language only. What reviewers may do with those, translated pages refuse: see
    # `core.page_permissions`.
    Role.TRANSLATOR: Rights(pages=("add", "change"), files=("add", "choose")),
    Role.REVIEWER: Rights(
        pages=("add", "bulk_delete", "change", "publish", "lock", "unlock"), files=("add", "change", "choose"), search=SEARCH
    ),
}
Known = Mapping[tuple[str, str], int]
"""Ids of permissions by application and code name."""
DECIDING = {SOURCE_CODE: Role.APPROVER}
"""Who decides in a language; reviewers, unless named here."""


@transaction.atomic
def set_up_roles(homes: Mapping[str, Page] | None = None) -> list[str]:
    """Make groups, rights and workflows of all languages and return a sentence for each thing that was changed.

    Raises SetupError when a group holds a page permission on the root, which would reach into every language.
    """
    homes = homes if homes is not None else home_pages()
    done: list[str] = []
    groups: dict[str, Group] = {}
    known = _permissions()
    for code, home in homes.items():
        for role in (Role.EDITOR, Role.APPROVER) if code == SOURCE_CODE else (Role.TRANSLATOR, Role.REVIEWER):
            group = _group(role, code, home, done)
            _give_rights(group, RIGHTS[role], home, known, done)
            if role == DECIDING.get(code, Role.REVIEWER):
                groups[code] = group
    for code, home in homes.items():
        _set_up_workflow(code, home, groups[code], done)
    _require_clear_root()
    return done


def group_of(role: str, code: str) -> Group:
    """Return the group of a role in a language. Raises DoesNotExist before roles are set up."""
    return Group.objects.get(desk_group__role=role, desk_group__locale__language_code=code)


def _group(role: Role, code: str, home: Page, done: list[str]) -> Group:
    row = DeskGroup.objects.filter(locale=home.locale_id, role=role).select_related("group").first()
    if row is not None:
        return row.group
    # In English, since these are names that administrators read and may change; Wagtail's own empty “Editors” is taken over.
    plural = f"{role.value.capitalize()}s"
    name = plural if code == SOURCE_CODE else f"{plural} ({BY_CODE[code].english_name})"
    group, _created = Group.objects.get_or_create(name=name)
    DeskGroup.objects.create(group=group, locale_id=home.locale_id, role=role)
    done.append(f"Group made: {name}.")
    return group


def _give_rights(group: Group, rights: Rights, home: Page, known: Known, done: list[str]) -> None:
    plain = [
        ("wagtailadmin", "access_admin"),
        *(("search", name) for name in rights.search),
        *(("translation_desk", name) for name in rights.desk),
        *_permissions_on_rows(rights.rows),
    ]
    group.permissions.add(*(known[right] for right in plain))
    on_pages = [known["wagtailcore", f"{action}_page"] for action in rights.pages]
    _add(GroupPagePermission, {"group": group, "page": home}, on_pages)
    beyond = GroupPagePermission.objects.filter(group=group).exclude(page__path__startswith=home.path)
    publishing = GroupPagePermission.objects.filter(group=group, permission__codename="publish_page")
    if "publish" in rights.pages:
        publishing = publishing.none()
    if beyond.delete()[0] + publishing.delete()[0]:
        done.append(f"Rights to publish or to change other languages taken from the group {group.name}.")
    # Wagtail keeps these rights on its own image and document models, whatever models the project uses.
    models = (("wagtailimages", "image"), ("wagtaildocs", "document"))
    on_files = [known[app, f"{action}_{model}"] for app, model in models for action in rights.files]
    _add(GroupCollectionPermission, {"group": group, "collection": Collection.get_first_root_node()}, on_files)


def _permissions() -> Known:
    rows = Permission.objects.values_list("content_type__app_label", "codename", "pk")
    return {(app, name): pk for app, name, pk in rows}


def _permissions_on_rows(actions: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Yield the permissions on models with a column per language, files apart, which have rights by collection."""
    for model in translated_models():
        if not issubclass(model, CollectionMember):
            for action in actions:
                yield model._meta.app_label, f"{action}_{model._meta.model_name}"


def _add(model: Any, where: Mapping[str, Any], permissions: Iterable[int]) -> None:
    """Give a group those of the permissions, by id, that it lacks there."""
    present = set(model.objects.filter(**where).values_list("permission", flat=True))
    model.objects.bulk_create(model(**where, permission_id=pk) for pk in permissions if pk not in present)


def _set_up_workflow(code: str, home: Page, group: Group, done: list[str]) -> None:
    """Give a language's home a workflow unless it has an active one; whatever its tasks, four eyes hold at its end."""
    if WorkflowPage.objects.filter(page=home, workflow__active=True).exists():
        return
    name = "English approval" if code == SOURCE_CODE else f"Review: {BY_CODE[code].english_name}"
    task = FourEyesTask.objects.filter(groups=group).order_by("pk").first()
    if task is None:
        task = FourEyesTask.objects.create(name=name)
        task.groups.add(group)
    elif not task.active:
        task.active = True
        task.save(update_fields=["active"])
    workflow = Workflow.objects.filter(workflow_tasks__task=task).order_by("pk").first()
    if workflow is None:
        workflow = Workflow.objects.create(name=name)
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    elif not workflow.active:
        workflow.active = True
        workflow.save(update_fields=["active"])
    WorkflowPage.objects.update_or_create(page=home, defaults={"workflow": workflow})
    done.append(f"Workflow set up: {workflow.name}.")


def _require_clear_root() -> None:
    root: Any = Page.get_first_root_node()
    names = GroupPagePermission.objects.filter(page=root).values_list("group__name", flat=True).distinct()
    if names:
        raise SetupError(
            f"These groups hold page permissions on the root, which reach into every language: {', '.join(sorted(names))}. "
            "Give them permissions on the home page of their language instead."
        )
