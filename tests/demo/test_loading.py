"""Loading: into an empty site only, all or nothing, translations that keep the keys of their source."""

from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from wagtail.models import GroupPagePermission, Page

from core.models import CustomDocument, CustomImage, SafetyAlert
from demo import loading
from demo.files import ContentError
from demo.loading import NotEmptyError, load
from demo.users import usable
from home.models import HomePage, StandardPage
from search.models import Synonyms
from tests.demo.small_content import PAGES, write

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path, settings) -> Path:
    """The smallest content; media go to the test's own folder."""
    settings.MEDIA_ROOT = tmp_path / "media"
    return write(tmp_path / "content", PAGES)


def run(folder: Path, **options: bool) -> list[str]:
    lines: list[str] = []
    load(lines.append, folder=folder, **options)
    return lines


def page(code: str, path: str = "") -> Page:
    home = "home" if code == "en" else f"home-{code}"
    return Page.objects.get(url_path=f"/{home}/{path}").specific


def test_pages_are_published_with_one_revision_each(folder):
    run(folder)
    pages = Page.objects.filter(locale__language_code__in=["en", "fr"], depth__gt=1)
    assert sorted(pages.values_list("url_path", flat=True)) == [
        "/home-fr/",
        "/home/",
        "/home/about/",
        "/home/about/history/",
    ]
    for found in pages.specific():
        assert found.live
        assert not found.has_unpublished_changes
        assert [revision.pk for revision in found.revisions.all()] == [found.live_revision_id]
        restored = found.get_latest_revision_as_object()
        assert restored.body == found.body
        assert restored.live
        restored.full_clean()
    assert not Page.objects.filter(depth=2, locale__language_code="ru", live=True).exists()


def test_a_translation_keeps_the_keys_and_ids_of_its_source(folder):
    run(folder)
    english, french = page("en"), page("fr")
    assert isinstance(french, HomePage)
    assert french.translation_key == english.translation_key
    assert [row.translation_key for row in french.pillars.all()] == [row.translation_key for row in english.pillars.all()]
    assert [row.title for row in french.pillars.all()] == ["À propos", "Plus"]
    assert {row.locale.language_code for row in french.pillars.all()} == {"fr"}
    assert [block["id"] for block in french.body.raw_data] == [block["id"] for block in english.body.raw_data]
    history = page("en", "about/history/")
    assert f'<a linktype="page" id="{history.pk}">' in french.body.raw_data[1]["value"]
    assert french.featured_links.get().target_id == page("en", "about/").pk


def test_a_translation_without_a_page_above_it_is_left_out_with_a_message(folder):
    lines = run(folder)
    assert "  left out: about/history in fr, because the page above it does not exist in that language" in lines
    assert StandardPage.objects.filter(locale__language_code="fr").count() == 0


def test_synonyms_are_loaded(folder):
    run(folder)
    assert [row.lines for row in Synonyms.objects.filter(language="en")] == [["wastewater", "effluent"]]


def test_media_have_size_file_and_language(folder):
    run(folder)
    image = CustomImage.objects.get()
    assert (image.width, image.height) == (80, 40)
    document = CustomDocument.objects.get()
    assert document.file.name == "documents/report-en.pdf"
    assert document.title_en == "About (English)"
    assert document.file.read().startswith(b"%PDF-1.4")
    about = page("en", "about/")
    assert about.body.raw_data[0]["value"]["files"][0]["value"] == {"document": document.pk, "language": "en"}
    assert about.lead_image_id == image.pk
    assert about.topic_links.get().topic.code == "tanning"
    assert SafetyAlert.objects.get().text_fr == "Beware"


def test_sign_ins_have_their_rights_and_nobody_has_any_on_the_root(folder, django_user_model):
    run(folder)
    people = {user.username: user for user in django_user_model.objects.all()}
    assert {sign_in.name for sign_in in usable()} == set(people)
    assert people["admin"].is_superuser
    assert people["reviewer-zh-hans"].email == "reviewer-zh-hans@example.org"
    assert people["reviewer-zh-hans"].wagtail_userprofile.preferred_language == "zh-hans"
    for name, code, can_edit in (("editor", "en", True), ("editor", "fr", False), ("translator-fr", "fr", True)):
        assert people[name].has_perm("wagtailadmin.access_admin")
        permissions = page(code).permissions_for_user(people[name])
        assert permissions.can_edit() is can_edit
        assert not permissions.can_publish()
    assert not GroupPagePermission.objects.filter(page__depth=1).exists()


def test_a_sign_in_whose_password_was_changed_is_not_listed(folder, django_user_model):
    run(folder)
    editor = django_user_model.objects.get(username="editor")
    editor.set_password("another")
    editor.save()
    assert "editor" not in {sign_in.name for sign_in in usable()}
    assert "approver" in {sign_in.name for sign_in in usable()}


def test_no_sign_ins_are_made_where_the_setting_is_off(folder, settings, django_user_model, capsys):
    settings.DEMO_SIGN_INS = False
    call_command("load_demo", content=folder)
    assert "DEMO_SIGN_INS is off" in capsys.readouterr().out
    assert not django_user_model.objects.exists()


def test_a_site_with_pages_is_refused(folder):
    run(folder, sign_ins=False)
    with pytest.raises(NotEmptyError):
        run(folder)
    with pytest.raises(CommandError, match="into an empty site only"):
        call_command("load_demo", content=folder)
    call_command("load_demo", content=folder, if_empty=True)
    assert Page.objects.filter(depth__gt=2).count() == 2


def test_faulty_content_changes_nothing(folder):
    (folder / "pages" / "about.en.yaml").write_text("type: home.StandardPage\ntitle: About\n", encoding="utf-8")
    with pytest.raises(ContentError, match=r"pages/about\.en\.yaml: summary"):
        run(folder)
    assert not Page.objects.filter(depth__gt=1).exists()


def test_a_load_that_breaks_leaves_no_files(folder, settings, monkeypatch):
    def broken(*_args: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(loading.settings, "load", broken)
    with pytest.raises(RuntimeError):
        run(folder)
    assert [file for file in Path(settings.MEDIA_ROOT).rglob("*") if file.is_file()] == []
    assert not Page.objects.filter(depth__gt=1).exists()
