"""Opening the languages makes groups that reach into their language only, and one workflow for each."""

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import GroupPagePermission, Page, Workflow, WorkflowPage

from config.languages import CODES
from core.languages_setup import SetupError, home_pages, open_languages
from tests import factories
from tests.translation_desk import desk
from translation_desk import roles
from translation_desk.models import DeskGroup, FourEyesTask

pytestmark = pytest.mark.django_db


def rights(role: str, code: str) -> set[str]:
    group = roles.group_of(role, code)
    rows = GroupPagePermission.objects.filter(group=group).select_related("page", "permission")
    assert {row.page.specific.language.code for row in rows} == {code}
    assert {row.page.depth for row in rows} == {2}
    return {row.permission.codename.removesuffix("_page") for row in rows}


def test_the_command_that_opens_languages_makes_roles_and_workflows():
    sentences = open_languages()
    assert "Group made: Translators (French)." in sentences
    assert "Workflow set up: Review: Chinese." in sentences
    assert set(Group.objects.filter(desk_group__isnull=False).values_list("name", flat=True)) == {
        "Editors",
        "Approvers",
        *(
            f"{role}s ({name})"
            for role in ("Translator", "Reviewer")
            for name in ("Arabic", "Chinese", "French", "Russian", "Spanish")
        ),
    }
    assert rights("editor", "en") == {"add", "change"}
    assert rights("approver", "en") == {"add", "bulk_delete", "change", "publish", "lock", "unlock"}
    assert rights("translator", "fr") == {"add", "change"}
    assert rights("reviewer", "ar") == {"add", "bulk_delete", "change", "publish", "lock", "unlock"}
    homes = home_pages()
    for code in CODES:
        workflow = homes[code].get_workflow()
        (task,) = workflow.tasks
        deciding = "approver" if code == "en" else "reviewer"
        assert list(task.specific.groups.all()) == [roles.group_of(deciding, code)]
        assert isinstance(task.specific, FourEyesTask)
    assert Workflow.objects.count() == len(CODES)


def test_those_who_decide_keep_the_words_of_the_search(six):
    roles.set_up_roles(six)
    for role, code, number in (("approver", "en", 7), ("reviewer", "ar", 7), ("editor", "en", 0), ("translator", "ar", 0)):
        assert roles.group_of(role, code).permissions.filter(content_type__app_label="search").count() == number, role


def test_a_second_run_changes_nothing_whatever_groups_and_workflows_are_called(six):
    roles.set_up_roles(six)
    group = roles.group_of("translator", "fr")
    group.name = "Traducteurs"
    group.save()
    Workflow.objects.filter(name="Review: French").update(name="Relecture")
    FourEyesTask.objects.filter(name="Review: French").update(name="Relecture")
    before = (Group.objects.count(), GroupPagePermission.objects.count(), Workflow.objects.count(), FourEyesTask.objects.count())
    assert roles.set_up_roles(six) == []
    after = (Group.objects.count(), GroupPagePermission.objects.count(), Workflow.objects.count(), FourEyesTask.objects.count())
    assert after == before
    assert roles.group_of("translator", "fr").name == "Traducteurs"


def test_a_workflow_that_was_switched_off_comes_back(six):
    roles.set_up_roles(six)
    workflow = six["fr"].get_workflow()
    workflow.deactivate()
    assert roles.set_up_roles(six) == ["Workflow set up: Review: French."]
    assert Page.objects.get(pk=six["fr"].pk).get_workflow() == workflow
    assert Workflow.objects.count() == len(CODES)


def test_a_workflow_that_administrators_chose_stays(six):
    own = Workflow.objects.create(name="Own")
    WorkflowPage.objects.create(workflow=own, page=six["fr"])
    roles.set_up_roles(six)
    assert six["fr"].get_workflow() == own


def test_rights_that_pass_the_review_are_taken_away(six):
    roles.set_up_roles(six)
    group = roles.group_of("translator", "fr")
    GroupPagePermission.objects.create(group=group, page=six["fr"], permission_type="publish")
    GroupPagePermission.objects.create(group=group, page=six["ru"], permission_type="change")
    assert roles.set_up_roles(six) == [
        "Rights to publish or to change other languages taken from the group Translators (French)."
    ]
    assert rights("translator", "fr") == {"add", "change"}


def test_a_page_permission_on_the_root_is_refused(six):
    friends = Group.objects.create(name="Friends")
    GroupPagePermission.objects.create(group=friends, page=Page.get_first_root_node(), permission_type="change")
    with pytest.raises(SetupError, match="Friends"):
        roles.set_up_roles(six)
    assert not DeskGroup.objects.exists()


def test_people_reach_their_own_language_only_and_nobody_publishes(six):
    roles.set_up_roles(six)
    people = desk.people()
    about = factories.standard(six, codes=("en", "fr", "ru"))
    able = {
        name: {code for code, page in about.items() if page.permissions_for_user(user).can_edit()}
        for name, user in vars(people).items()
    }
    assert able == {
        "editor": {"en"},
        "approver": {"en"},
        "translator": {"fr"},
        "reviewer": {"fr"},
        "other_reviewer": {"ru"},
        "stranger": set(),
        "admin": {"en", "fr", "ru"},
    }
    for user in vars(people).values():
        for page in about.values():
            # Wagtail asks pages that it knows by their base class too.
            for asked in (page, Page.objects.get(pk=page.pk)):
                permissions = asked.permissions_for_user(user)
                assert not permissions.can_publish()
                assert not permissions.can_publish_subpage()
    assert about["en"].permissions_for_user(people.approver).can_unpublish()
    assert not about["fr"].permissions_for_user(people.reviewer).can_unpublish()


def test_approvers_move_pages_within_english(six):
    roles.set_up_roles(six)
    approver = desk.person("approver-en", ("approver", "en"))
    page, section = factories.standard(six, codes=("en",))["en"], factories.standard(six, "section", codes=("en", "fr"))
    rights = page.permissions_for_user(approver)
    assert rights.can_move_to(section["en"])
    assert not rights.can_move_to(section["fr"])


def test_asking_for_rights_costs_no_query_per_page(six, django_assert_num_queries):
    roles.set_up_roles(six)
    translator = desk.person("translator-fr", ("translator", "fr"))
    page = factories.standard(six, codes=("fr",))["fr"]
    factories.siblings(page, 20)
    pages = list(Page.objects.filter(depth=3))
    pages[0].permissions_for_user(translator).can_edit()
    with django_assert_num_queries(0):
        for page in pages:
            permissions = page.permissions_for_user(translator)
            assert permissions.can_edit()
            assert not permissions.can_publish()


@pytest.mark.parametrize("part", ["translator", "reviewer"])
@pytest.mark.parametrize("codes", [("en", "fr"), ("fr",)], ids=["translated", "in one language"])
def test_lists_of_pages_ask_for_no_row_by_itself(six, client, part, codes):
    roles.set_up_roles(six)
    person = desk.person(f"{part}-fr", (part, "fr"))
    page = factories.standard(six, codes=codes)["fr"]
    client.force_login(person)
    address = f"/admin/pages/{six['fr'].pk}/"
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        assert client.get(address).status_code == 200
    factories.siblings(page, 10)
    with CaptureQueriesContext(connection) as many:
        assert client.get(address).status_code == 200
    assert len(many) <= len(few)
