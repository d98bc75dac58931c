"""Images and documents: a group of fields per language, an English title in every case, refusals with their reason."""

import io
import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import translation
from PIL import Image
from wagtail.users.models import UserProfile

from config.languages import LANGUAGES
from core.models import CustomDocument, CustomImage
from tests import factories
from translation_desk import proposals

GROUP = re.compile(r'<fieldset class="language-group">(.*?)</fieldset>', re.DOTALL)
PLACES = [
    "wagtailimages:add",
    "wagtaildocs:add",
    "wagtailimages_chooser:choose",
    "wagtaildocs_chooser:choose",
]

NAMES = {"name_email-first_name": "French", "name_email-last_name": "editor"}
SCRIPTED = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><script>alert(1)</script></svg>'


@pytest.fixture(autouse=True)
def media(tmp_path: Path, settings: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


def picture(name: str = "vat.png", size: int = 20) -> SimpleUploadedFile:
    content = io.BytesIO()
    Image.new("RGB", (size, size), "#8a4f24").save(content, "PNG")
    return SimpleUploadedFile(name, content.getvalue(), "image/png")


def paper(name: str = "paper.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, b"%PDF-1.4", "application/pdf")


def texts_waiting(file: Any) -> dict[str, str]:
    return {proposal.column: proposal.text for proposal in proposals.of_row(file)}


def page_text(client: Client, place: str) -> str:
    text = client.get(reverse(place)).content.decode()
    return json.loads(text)["html"] if text.startswith("{") else text


@pytest.mark.parametrize("place", PLACES)
def test_each_language_has_its_group_in_its_direction_english_first(editor: Client, place: str) -> None:
    groups = GROUP.findall(page_text(editor, place))
    ordered = sorted(LANGUAGES, key=lambda language: language.code != "en")
    assert len(groups) == len(ordered)
    for group, language in zip(groups, ordered, strict=True):
        assert f'<bdi lang="{language.tag}">{language.own_name}</bdi>' in group
        inputs = re.findall(r"<(?:input|textarea)[^>]*>", group)
        assert [re.search(r'name="[\w-]*?(title|description)_', tag)[1] for tag in inputs] == ["title", "description"]
        assert all(f'lang="{language.tag}"' in tag and f'dir="{language.direction}"' in tag for tag in inputs)
    assert "w-required-mark" in groups[0]
    assert not any("w-required-mark" in group for group in groups[1:])


@pytest.mark.parametrize("place", PLACES)
def test_the_file_names_the_english_title(editor: Client, place: str) -> None:
    target = re.search(r'data-w-sync-target-value="#([\w-]+)"', page_text(editor, place))
    assert target
    assert target[1].endswith("title_en")


def test_groups_come_after_the_file_and_before_what_belongs_to_no_language(editor: Client) -> None:
    text = page_text(editor, "wagtailimages:add")
    places = [text.index(mark) for mark in ('name="file"', 'name="title_en"', 'name="title_es"', 'name="credit"', 'name="tags"')]
    assert places == sorted(places)


def test_image_form_takes_every_language(editor: Client, six: factories.Pages) -> None:
    data = {"file": picture(), "title_en": "Vat", "title_ar": "حوض", "description_ru": "Чан", "tags": ""}
    answer = editor.post(reverse("wagtailimages:add"), data)
    assert answer.status_code == 302, answer.context["form"].errors
    image = CustomImage.objects.get()
    assert texts_waiting(image) == {"title_en": "Vat", "title_ar": "حوض", "description_ru": "Чан"}
    answer = editor.get(reverse("wagtailimages:edit", args=[image.pk]))
    assert len(GROUP.findall(answer.content.decode())) == len(LANGUAGES)
    assert 'value="حوض"' in answer.content.decode()


def test_document_edit_form_shows_the_groups(editor: Client) -> None:
    document = CustomDocument.objects.create(title_en="Paper", file=paper())
    answer = editor.get(reverse("wagtaildocs:edit", args=[document.pk]))
    assert len(GROUP.findall(answer.content.decode())) == len(LANGUAGES)


def test_english_title_is_required(editor: Client) -> None:
    answer = editor.post(reverse("wagtailimages:add"), {"file": picture(), "title_ar": "حوض", "tags": ""})
    assert answer.status_code == 200
    assert "title_en" in answer.context["form"].errors
    assert not CustomImage.objects.exists()


@pytest.mark.parametrize(
    ("place", "model", "file"), [("wagtailimages", CustomImage, picture), ("wagtaildocs", CustomDocument, paper)]
)
def test_upload_of_many_gives_an_english_title_in_an_arabic_administration(
    editor: Client, six: factories.Pages, place: str, model: type, file: Any
) -> None:
    profile = UserProfile.get_for_user(editor.get(reverse("wagtailadmin_home")).wsgi_request.user)
    profile.preferred_language = "ar"
    profile.save()
    assert editor.get(reverse(f"{place}:add_multiple")).status_code == 200
    answer = editor.post(reverse(f"{place}:add_multiple"), {"title": "Vat", "files[]": file()})
    assert answer.json()["success"]
    assert len(GROUP.findall(answer.json()["form"])) == len(LANGUAGES)
    made = model.objects.get()
    assert texts_waiting(made) == {"title_en": "Vat"}
    assert (made.title_en, made.title_ar) == ("vat" if model is CustomImage else "paper", None)


@pytest.mark.django_db
def test_code_that_sets_a_title_in_arabic_gives_an_english_one_too() -> None:
    with translation.override("ar"):
        document = CustomDocument.objects.create(title="ورقة", file=paper())
    document.refresh_from_db()
    assert (document.title_ar, document.title_en) == ("ورقة", "ورقة")


def refusal(client: Client, place: str, file: SimpleUploadedFile) -> str:
    answer = client.post(reverse(f"{place}:add_multiple"), {"title": "X", "files[]": file}).json()
    assert not answer["success"]
    data = {"file": file, "title_en": "X", "tags": ""}
    file.seek(0)
    errors = client.post(reverse(f"{place}:add"), data).context["form"].errors["file"]
    assert errors == [answer["error_message"]]
    return answer["error_message"]


def test_refused_files_are_refused_with_the_reason(editor: Client) -> None:
    assert "Supported formats: AVIF, GIF" in refusal(editor, "wagtailimages", picture("vat.bmp"))
    assert "not an image" in refusal(editor, "wagtailimages", SimpleUploadedFile("vat.png", b"no picture", "image/png"))
    assert "Allowed extensions are: csv" in refusal(editor, "wagtaildocs", paper("tool.exe"))
    assert "extension does not match" in refusal(
        editor, "wagtailimages", SimpleUploadedFile("vat.jpg", picture().read(), "image/jpeg")
    )
    assert "holds “script”" in refusal(editor, "wagtailimages", SimpleUploadedFile("vat.svg", SCRIPTED, "image/svg+xml"))
    with override_settings(WAGTAILIMAGES_MAX_IMAGE_PIXELS=100):
        assert "too many pixels (400)" in refusal(editor, "wagtailimages", picture())
    with override_settings(WAGTAILIMAGES_MAX_UPLOAD_SIZE=20, WAGTAILDOCS_MAX_UPLOAD_SIZE=5):
        assert "too big" in refusal(editor, "wagtailimages", picture())
        assert "too big" in refusal(editor, "wagtaildocs", paper())
    assert not CustomImage.objects.exists()
    assert not CustomDocument.objects.exists()


@pytest.mark.parametrize("title", ["Vat", "V" * 300])
def test_uploads_lose_what_the_camera_wrote_even_where_another_field_is_wrong(editor: Client, title: str, tmp_path: Path) -> None:
    content = io.BytesIO()
    exif = Image.Exif()
    exif[0x0110] = "Telephone 7"
    Image.new("RGB", (20, 20)).save(content, "JPEG", exif=exif)
    data = {"title": title, "files[]": SimpleUploadedFile("vat.jpg", content.getvalue(), "image/jpeg")}
    assert editor.post(reverse("wagtailimages:add_multiple"), data).json()["success"]
    assert CustomImage.objects.exists() is (title == "Vat")
    kept = [path.read_bytes() for path in tmp_path.rglob("vat*.jpg")]
    assert kept
    assert not any(b"Telephone" in each for each in kept)


def test_document_form_says_which_formats_it_takes(editor: Client) -> None:
    assert "Supported formats: CSV, DOCX" in page_text(editor, "wagtaildocs:add")
    assert "Supported formats: CSV, DOCX" in page_text(editor, "wagtaildocs:add_multiple")


def test_another_content_is_refused_beside_the_file_and_nothing_typed_is_lost(editor: Client, six: factories.Pages) -> None:
    file = SimpleUploadedFile("paper.pdf", b"<html><script>alert(1)</script>")
    answer = editor.post(reverse("wagtaildocs:add"), {"file": file, "title_en": "Paper", "title_ar": "ورقة", "tags": ""})
    assert list(answer.context["form"].errors) == ["file"]
    assert "not what its name says" in answer.text
    assert 'value="ورقة"' in answer.text
    answer = editor.post(reverse("wagtaildocs:add_multiple"), {"title": "Paper", "files[]": paper("paper.docx")})
    assert "not what its name says" in answer.json()["error_message"]
    answer = editor.post(reverse("wagtaildocs_chooser:create"), {"document-chooser-upload-file": paper("paper.docx")})
    assert "not what its name says" in str(answer.json()), answer.json().keys()
    assert not CustomDocument.objects.exists()


def test_a_new_file_of_a_document_is_held_to_the_rules_too(editor: Client) -> None:
    document = CustomDocument.objects.create(title_en="Paper", file=paper())
    answer = editor.post(reverse("wagtaildocs:edit", args=[document.pk]), {"file": paper("paper.xlsx"), "title_en": "Paper"})
    assert "not what its name says" in answer.text
    document.refresh_from_db()
    assert document.file.name.endswith(".pdf")


@pytest.mark.parametrize(("place", "file"), [("wagtailimages", picture), ("wagtaildocs", paper)])
def test_nothing_is_taken_while_the_virus_scanner_is_silent(editor: Client, settings: Any, place: str, file: Any) -> None:
    settings.CLAMAV = "127.0.0.1:1"
    answer = editor.post(reverse(f"{place}:add"), {"file": file(), "title_en": "Vat", "tags": ""})
    assert "cannot be checked for viruses" in answer.text


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        (SimpleUploadedFile("me.svg", SCRIPTED), "A drawing (SVG) cannot be"),
        (SimpleUploadedFile("me.html", b"<script>"), "valid image"),
        (SimpleUploadedFile("me.png", picture().read()[:-30]), "damaged"),
        (SimpleUploadedFile("me.jpg", picture().read()), "does not match the file format"),
    ],
    ids=["drawing", "page", "damaged", "other format"],
)
def test_a_profile_picture_is_held_to_the_rules_of_pictures(editor: Client, file: Any, sentence: str) -> None:
    answer = editor.post(reverse("wagtailadmin_account"), {"avatar-avatar": file, "locale-preferred_language": "en"})
    assert answer.status_code == 200
    errors = re.findall(r'<p class="error-message">(.*?)</p>', answer.text)
    assert [error for error in errors if sentence in error], errors


def test_a_picture_cut_off_is_refused_beside_the_file(editor: Client) -> None:
    file = SimpleUploadedFile("vat.png", picture().read()[:-30])
    answer = editor.post(reverse("wagtailimages:add"), {"file": file, "title_en": "Vat", "tags": ""})
    assert "damaged" in str(answer.context["form"].errors["file"])


def test_a_profile_picture_is_taken_without_traces(editor: Client) -> None:
    content = io.BytesIO()
    Image.new("RGB", (900, 600)).save(content, "JPEG", comment=b"By hand")
    form = editor.get(reverse("wagtailadmin_account")).context["panels_by_tab"]
    fields = {
        field.html_name: field.value() or ""
        for panels in form.values()
        for panel in panels
        for field in panel.get_form()
        if field.name != "avatar"
    }
    answer = editor.post(
        reverse("wagtailadmin_account"), fields | NAMES | {"avatar-avatar": SimpleUploadedFile("me.jpg", content.getvalue())}
    )
    assert answer.status_code == 302, re.findall(r'error-message">(.*?)<', answer.text, re.DOTALL)
    profile = UserProfile.objects.get(avatar__startswith="avatar")
    assert profile.avatar.width <= 400
    assert b"By hand" not in profile.avatar.open().read()
