"""Opening the languages: six drafts that belong together, the site, and no rights on the root."""

import pytest
from django.contrib.auth.models import Group, Permission
from wagtail.models import GroupPagePermission, Locale, Page, Site, Workflow, WorkflowPage

from config.languages import CODES
from core.languages_setup import (
    STOCK_PAGE_TITLE,
    STOCK_WORKFLOW,
    SetupError,
    home_pages,
    languages_opened,
    open_languages,
)
from core.models import SiteSettings

pytestmark = pytest.mark.django_db


def grant_on_root(group: str) -> None:
    permission = Permission.objects.get(content_type__app_label="wagtailcore", codename="change_page")
    holder, _created = Group.objects.get_or_create(name=group)
    GroupPagePermission.objects.create(group=holder, page=Page.get_first_root_node(), permission=permission)


def test_six_homes_are_made_as_drafts_of_one_page(settings):
    settings.WAGTAILADMIN_BASE_URL = "https://www.example.org"
    open_languages()
    homes = home_pages()
    assert set(homes) == set(CODES) <= set(Locale.objects.values_list("language_code", flat=True))
    assert homes["en"].url_path == "/home/"
    assert homes["zh-hans"].url_path == "/home-zh-hans/"
    assert len({home.translation_key for home in homes.values()}) == 1
    assert not any(home.live for home in homes.values())
    assert all(home.summary and home.lead for home in homes.values())
    site = Site.objects.get(is_default_site=True)
    assert (site.hostname, site.port, site.root_page_id) == ("www.example.org", 443, homes["en"].pk)
    assert SiteSettings.objects.get(site=site).site_name_en


def test_a_second_run_changes_nothing():
    open_languages()
    before = list(Page.objects.order_by("pk").values())
    assert open_languages() == []
    assert list(Page.objects.order_by("pk").values()) == before


def test_the_stock_page_goes_and_its_site_stays():
    root = Page.get_first_root_node()
    welcome = root.add_child(instance=Page(title=STOCK_PAGE_TITLE, slug="home"))
    site, _created = Site.objects.update_or_create(
        is_default_site=True, defaults={"hostname": "localhost", "port": 80, "root_page": welcome}
    )
    open_languages()
    assert not Page.objects.filter(pk=welcome.pk).exists()
    assert Site.objects.get().pk == site.pk
    assert Site.objects.get().site_name == "Leather Panel"


def test_a_page_that_somebody_made_is_not_touched():
    Page.get_first_root_node().add_child(instance=Page(title="Our old home", slug="home"))
    with pytest.raises(SetupError, match="has the address “home”"):
        open_languages()
    assert Page.objects.filter(title="Our old home").exists()


def test_stock_rights_and_workflow_leave_the_root():
    grant_on_root("Editors")
    workflow = Workflow.objects.create(name=STOCK_WORKFLOW)
    WorkflowPage.objects.create(workflow=workflow, page=Page.get_first_root_node())
    open_languages()
    assert not GroupPagePermission.objects.filter(page__depth=1).exists()
    assert not WorkflowPage.objects.filter(page__depth=1).exists()
    assert not Workflow.objects.filter(name=STOCK_WORKFLOW).exists()


def test_other_rights_on_the_root_are_refused():
    grant_on_root("Friends")
    with pytest.raises(SetupError, match="Friends"):
        open_languages()


def test_an_application_that_cannot_set_up_its_part_undoes_everything():
    def refuse(**_kwargs):
        raise SetupError("Not like this.")

    languages_opened.connect(refuse)
    try:
        with pytest.raises(SetupError, match="Not like this"):
            open_languages()
    finally:
        languages_opened.disconnect(refuse)
    assert not home_pages()
