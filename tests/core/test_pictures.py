"""Pictures on pages: their sizes, formats and weight, made in the background and never while a reader waits."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core import pictures, renditions
from core.models import CustomImage, CustomRendition
from home.models import StandardPage
from tests import factories

IMG = re.compile(r"<img[^>]*>")
SOURCE = re.compile(r'<source [^>]*srcset="([^"]*)" type="image/(\w+)">')
SIZES = {"320", "340"}


@pytest.fixture(scope="module")
def photograph(six: factories.Pages, django_db_blocker: Any) -> Iterator[CustomImage]:
    """A photograph of 340 by 240 pixels with all its sizes."""
    with django_db_blocker.unblock(), factories.undone():
        image = factories.photograph(340, 240, description_en="A vat", description_fr="Une cuve")
        renditions.make(image)
        yield image


def block(image: CustomImage, **texts: str) -> tuple[str, Any]:
    image = CustomImage.objects.get(pk=image.pk)
    image.contextual_alt_text = texts.get("alt", "")
    return "image", {"image": image, "caption": texts.get("caption", "")}


def main_of(client: Client, path: str) -> str:
    return client.get(path).text.partition("<main")[2].partition("</main>")[0]


def test_a_ladder_never_enlarges_and_begins_with_what_every_browser_shows() -> None:
    body = pictures.PLACES["body"]
    assert body.specs(5000)[0] == "width-640|format-jpeg"
    assert [spec for spec in body.specs(5000) if "avif" in spec] == [f"{rung}|format-avif" for rung in body.ladder]
    assert body.specs(700)[1:4] == ["width-320|format-webp", "width-640|format-webp", "width-960|format-webp"]
    assert body.specs(100) == [f"width-320|format-{name}" for name in ("jpeg", "webp", "avif")]


@pytest.mark.django_db
def test_a_page_offers_all_formats_and_sizes(six: factories.Pages, client: Client, photograph: CustomImage) -> None:
    factories.standard(six, "about", ("en", "fr"), lead_image=photograph, body=[block(photograph, alt="Here")])
    html = main_of(client, "/fr/about/")
    found = [(name, re.findall(r" (\d+)w", srcset)) for srcset, name in SOURCE.findall(html)]
    assert [(name, set(widths)) for name, widths in found] == [("avif", SIZES), ("webp", SIZES)] * 2
    assert html.count('sizes="') == 6
    lead, body = IMG.findall(html)
    assert 'alt="Une cuve"' in lead
    assert 'height="240"' in lead
    assert 'width="340"' in lead
    assert ".jpg" in lead
    assert 'fetchpriority="high"' in lead
    assert "loading" not in lead
    assert 'alt="Here"' in body
    assert 'loading="lazy"' in body
    assert 'decoding="async"' in body


@pytest.mark.django_db
def test_the_first_picture_of_a_page_is_not_lazy(six: factories.Pages, client: Client, photograph: CustomImage) -> None:
    factories.standard(six, "about", body=[block(photograph), block(photograph)])
    assert ["loading" in img for img in IMG.findall(main_of(client, "/en/about/"))] == [False, True]


@pytest.mark.django_db
def test_a_drawing_is_copied_once_and_at_once(
    six: factories.Pages, client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        drawing = factories.drawing()
    factories.standard(six, "about", lead_image=drawing)
    html = main_of(client, "/en/about/")
    (img,) = IMG.findall(html)
    assert f'src="{drawing.renditions.get().file.url}"' in img
    assert 'width="400"' in img
    assert 'height="300"' in img
    assert "sizes" not in img


@pytest.mark.django_db
def test_the_pictures_of_a_gallery_are_described_where_they_stand(
    six: factories.Pages, client: Client, photograph: CustomImage
) -> None:
    story = factories.article(factories.article_index(six), "story")["en"]
    factories.child(story, "gallery", image=photograph, alt="Seen from the gate", caption="The plant")
    html = main_of(client, "/en/news/story/")
    assert 'alt="Seen from the gate"' in html
    assert SOURCE.findall(html)


@pytest.mark.django_db
@pytest.mark.parametrize("spec", ["width-320|format-webp", "width-320|format-avif", "fill-256x192|format-jpeg"])
def test_a_grainy_photograph_is_made_lighter_until_it_fits(monkeypatch: pytest.MonkeyPatch, spec: str) -> None:
    image = factories.photograph(340, 240, grain=6)
    best, *others = (image.generate_rendition_file(pictures.Filter(each)).size for each in pictures.qualities(spec)[:3])
    monkeypatch.setitem(pictures.BUDGETS, spec, others[0])
    assert others[1] < image.create_rendition(pictures.Filter(spec)).file_size == others[0] < best


def test_budgets_are_those_of_cards_and_bodies() -> None:
    assert pictures.BUDGETS["width-1280|format-avif"] == 60_000
    assert pictures.BUDGETS["fill-256x192|format-jpeg"] == 15_000


@pytest.mark.django_db
def test_what_is_too_heavy_at_the_lowest_quality_is_not_offered(photograph: CustomImage) -> None:
    CustomRendition.objects.filter(image=photograph, filter_spec="width-640|format-webp").update(file_size=60_001)
    CustomRendition.objects.filter(image=photograph, filter_spec="width-320|format-avif").update(file_size=60_001)
    image = CustomImage.objects.get(pk=photograph.pk)
    offered = pictures.offered(image, pictures.PLACES["body"])
    assert "width-640|format-webp" not in offered
    assert "width-320|format-avif" in offered, "the smallest of a format stays"


@pytest.mark.django_db
def test_no_reader_waits_for_a_picture_that_is_not_made(six: factories.Pages, client: Client) -> None:
    image = factories.photograph(340, 240, description_en="A vat of oak")
    factories.standard(six, "about", lead_image=image, body=[block(image)])
    html = main_of(client, "/en/about/")
    assert not image.renditions.exists()
    assert "<img" not in html
    assert html.count("A vat of oak") == 2
    assert image.file.url not in html, "uploads are not public"


@pytest.mark.django_db
def test_readers_get_the_formats_that_are_made_already(six: factories.Pages, client: Client) -> None:
    image = factories.photograph(340, 240)
    image.create_rendition(pictures.Filter("width-640|format-jpeg"))
    factories.standard(six, "about", lead_image=image)
    html = main_of(client, "/en/about/")
    assert len(IMG.findall(html)) == 1
    assert not SOURCE.findall(html)


@pytest.mark.django_db
def test_a_preview_makes_the_one_size_that_is_quick(six: factories.Pages) -> None:
    image = factories.photograph(340, 240)
    page = StandardPage(title="New", slug="new", summary="New", locale=six["en"].locale, lead_image=image)
    page.path, page.depth = f"{six['en'].path}9999", 3
    page.set_url_path(six["en"])
    assert "<img" in page.make_preview_request().rendered_content
    assert list(image.renditions.values_list("filter_spec", flat=True)) == ["width-640|format-jpeg"]


@pytest.mark.django_db
def test_sizes_are_made_after_the_upload_and_once(django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        image = factories.photograph(60, 40)
    made = set(image.renditions.values_list("pk", flat=True))
    assert not renditions.missing(image)
    with django_capture_on_commit_callbacks(execute=True):
        image.save()
    assert set(image.renditions.values_list("pk", flat=True)) == made


@pytest.mark.django_db
def test_another_focal_point_makes_new_crops_only(photograph: CustomImage) -> None:
    image = CustomImage.objects.get(pk=photograph.pk)
    image.focal_point_x, image.focal_point_y, image.focal_point_width, image.focal_point_height = 300, 200, 20, 20
    assert {each.spec.partition("-")[0] for each in renditions.missing(image)} == {"fill"}


@pytest.mark.django_db
def test_a_text_of_a_picture_makes_nothing(photograph: CustomImage, django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks() as callbacks:
        photograph.save(update_fields=["title_en"])
    assert not callbacks


@pytest.mark.django_db
def test_a_file_replaced_while_its_sizes_are_made_leaves_none_of_the_old_one() -> None:
    image, other = factories.photograph(60, 40), factories.photograph(50, 50)
    stale = CustomImage.objects.get(pk=image.pk)
    CustomImage.objects.filter(pk=image.pk).update(file=other.file.name, width=50, height=50)
    renditions.make(stale)
    shapes = {(rendition.width, rendition.height) for rendition in image.renditions.filter(filter_spec__startswith="width")}
    assert shapes == {(50, 50)}


@pytest.mark.django_db
def test_a_new_file_in_the_form_leaves_its_own_sizes(client: Client, django_capture_on_commit_callbacks: Any) -> None:
    client.force_login(get_user_model().objects.create_superuser("editor", "editor@example.org", "a long password"))
    image, new = factories.photograph(60, 40), factories.photograph(50, 50)
    renditions.make(image)
    with django_capture_on_commit_callbacks(execute=True), new.file.open() as file:
        answer = client.post(reverse("wagtailimages:edit", args=[image.pk]), {"title_en": "Vat", "tags": "", "file": file})
    assert answer.status_code == 302
    assert {rendition.height for rendition in image.renditions.filter(filter_spec__startswith="width")} == {50}


@pytest.mark.django_db
def test_making_sizes_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    image, attempts = factories.photograph(60, 40), []

    def fail(_image: CustomImage) -> int:
        attempts.append(1)
        raise OSError("no room")

    monkeypatch.setattr(renditions, "make", fail)
    renditions.make_renditions.enqueue(image.pk)
    assert len(attempts) == renditions.ATTEMPTS


@pytest.mark.django_db
def test_queries_of_a_page_do_not_grow_with_its_pictures(six: factories.Pages, client: Client) -> None:
    images = [factories.photograph(100, 80) for _number in range(6)]
    for image in images:
        image.create_rendition(pictures.Filter("width-320|format-jpeg"))
    factories.standard(six, "0")
    factories.standard(six, "1", lead_image=images[0])
    factories.standard(six, "7", lead_image=images[0], body=[block(image) for image in images])
    found = {}
    for number in (0, 1, 7):
        client.get(f"/en/{number}/")
        with CaptureQueriesContext(connection) as captured:
            assert len(IMG.findall(main_of(client, f"/en/{number}/"))) == number
        found[number] = len(captured)
    assert found[1] <= found[0] + 1, "the lead image"
    assert found[7] <= found[0] + 2, "the lead image, the images of the body"


@pytest.mark.django_db
def test_a_size_made_later_appears(six: factories.Pages, client: Client) -> None:
    image = factories.photograph(60, 40)
    factories.standard(six, "about", lead_image=image)
    assert not IMG.findall(main_of(client, "/en/about/"))
    renditions.make(image)
    assert IMG.findall(main_of(client, "/en/about/"))
    image.renditions.all().delete()
    assert not IMG.findall(main_of(client, "/en/about/"))


@pytest.mark.django_db
def test_the_command_makes_what_is_missing_and_names_what_cannot_be_read() -> None:
    image, lost = factories.photograph(60, 40), factories.photograph(60, 40)
    lost.file.storage.delete(lost.file.name)
    with pytest.raises(CommandError, match=lost.file.name):
        call_command("make_renditions")
    assert not renditions.missing(image)


@pytest.mark.django_db
def test_cards_show_crops_that_add_no_words_and_no_query_for_each(
    six: factories.Pages, client: Client, photograph: CustomImage
) -> None:
    index = factories.article_index(six)
    found = []
    for number in range(1, 5):
        image = CustomImage.objects.get(pk=photograph.pk) if number == 1 else factories.photograph(60, 40)
        if number > 1:
            image.create_rendition(pictures.Filter("fill-128x96|format-jpeg"))
        factories.article(index, f"story-{number}", lead_image=image)
        client.get("/en/news/")
        with CaptureQueriesContext(connection) as captured:
            html = main_of(client, "/en/news/")
        found.append(len(captured))
        cards = IMG.findall(html)
        assert len(cards) == number
        assert all('alt=""' in card and 'loading="lazy"' in card for card in cards)
    assert len(set(found)) == 1, found
    assert "fill-256x192" in html
    client.cookies["low_data"] = "1"
    assert "card-picture" not in main_of(client, "/en/news/")
