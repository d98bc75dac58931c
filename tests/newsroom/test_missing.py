"""What a page lacks, told from the draft that stands in memory."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.models import CustomImage
from knowledge.models import PublicationPage
from newsroom.page_editor import missing
from newsroom.page_editor.missing import Report
from tests import factories

pytestmark = pytest.mark.django_db


def report(six: factories.Pages, code: str = "en", **fields: Any) -> Report:
    """What is said of a standing page with these fields."""
    page = factories.standard(six, "lacking", (code,), body=fields.pop("body", []))[code]
    page = type(page).objects.get(pk=page.pk)
    for name, value in fields.items():
        setattr(page, name, value)
    return missing.of(page)


def texts(items: list[missing.Item]) -> list[str]:
    return [item.text for item in items]


def paragraph(text: str) -> dict[str, Any]:
    return {"type": "paragraph", "id": "p1", "value": f"<p>{text}</p>"}


def test_a_page_without_summary_and_topic_is_told_so(six: factories.Pages) -> None:
    found = report(six, summary="")
    assert (texts(found.errors), texts(found.hints)) == (["There is no summary."], ["No topic is chosen."])


@pytest.mark.parametrize("summary", ["Soaking", "soaking."])
def test_a_summary_that_repeats_the_title_is_a_hint(six: factories.Pages, summary: str) -> None:
    assert "The summary only repeats the title." in texts(report(six, title="Soaking", summary=summary).hints)


def test_a_draft_may_have_a_summary_that_is_too_long(six: factories.Pages) -> None:
    assert texts(report(six, summary="a" * 301).errors) == ["The summary has 301 characters; at most 300 fit."]


@pytest.mark.parametrize(("text", "errors"), [("[… What it is about.]", 1), ("He said […] no.", 0), ("See [1].", 0)])
def test_a_mark_of_a_template_is_an_error(six: factories.Pages, text: str, errors: int) -> None:
    found = report(six, body=[paragraph(text)])
    assert [(item.quote, item.block) for item in found.errors] == [(text, "p1")] * errors


def test_images_without_words_are_errors(six: factories.Pages) -> None:
    image = factories.image()
    value = {"image": {"image": image.pk, "decorative": False, "alt_text": ""}, "caption": ""}
    found = report(six, lead_image=image, body=[{"type": "image", "id": "i1", "value": value}])
    assert texts(found.errors) == ["The lead image has no description.", "An image in the text has no description."]


def test_the_description_in_the_language_of_the_page_counts(six: factories.Pages) -> None:
    image = factories.image()
    CustomImage.objects.filter(pk=image.pk).update(description_fr="Un foulon")
    page = factories.standard(six, "french", ("fr",), lead_image=image)["fr"]
    assert missing.of(type(page).objects.get(pk=page.pk)).errors == []


@pytest.fixture
def publications(six: factories.Pages) -> factories.Pages:
    """The list of publications in English."""
    return factories.publication_index(six, ("en",))


def publication(parents: factories.Pages, slug: str, **fields: Any) -> Report:
    made = factories.publication(parents, slug, **fields)["en"]
    return missing.of(PublicationPage.objects.get(pk=made.pk))


def test_a_publication_needs_a_file(publications: factories.Pages) -> None:
    assert texts(publication(publications, "bare").errors) == ["The publication has no file."]


def test_files_are_looked_at(publications: factories.Pages) -> None:
    made = factories.publication(publications, "heavy")["en"]
    large = factories.document("large", size=9 * 1024 * 1024)
    factories.child(made, "files", language="", document=large, scanned=True)
    found = missing.of(PublicationPage.objects.get(pk=made.pk))
    assert texts(found.errors) == ["A file has no language."]
    wanted = {"A file has no number of pages.", "A file is a scan.", "A file has 9 megabytes."}
    assert wanted <= set(texts(found.hints))


def test_links_to_nothing_are_errors_and_to_drafts_hints(six: factories.Pages) -> None:
    draft = factories.standard(six, "draft", live=False)["en"]
    live = factories.standard(six, "live")["en"]
    links = "".join(f'<a linktype="page" id="{key}">x</a>' for key in (draft.pk, live.pk, 987654))
    found = report(six, body=[paragraph(f'{links}<a linktype="document" id="987654">x</a><a href="#">x</a>')])
    assert sorted(item.why for item in found.errors) == [
        "It has no address.",
        "The file was removed.",
        "The page was removed.",
    ]
    assert "A link leads to a page that is not live." in texts(found.hints)


@pytest.mark.parametrize(("levels", "skips"), [("3", 1), ("23", 0), ("323", 1)])
def test_a_part_without_its_section_skips_a_level(six: factories.Pages, levels: str, skips: int) -> None:
    body = [{"type": "heading", "value": {"text": "Part", "level": level}} for level in levels]
    assert texts(report(six, body=body).hints).count("A heading skips a level.") == skips


def test_english_is_read(six: factories.Pages) -> None:
    body = [paragraph(f"Water soaks {'very ' * 36}slowly. The BLSS measures it.")]
    found = report(six, title="Water", summary="About water.", body=body)
    assert (found.words, found.minutes, found.sentence) == (46, 1, 12)
    assert {"A sentence has 39 words.", "“BLSS” is explained nowhere on the page."} <= set(texts(found.hints))


@pytest.mark.parametrize(("summary", "place"), [("About water.", ("body", "p2")), ("About the BLSS.", ("summary", ""))])
def test_an_acronym_leads_to_where_it_comes_first(six: factories.Pages, summary: str, place: tuple[str, str]) -> None:
    body = [paragraph("Water soaks."), {**paragraph("The BLSS measures it."), "id": "p2"}]
    found = report(six, summary=summary, body=body)
    assert [(item.field, item.block) for item in found.hints if "BLSS" in item.text] == [place]


def test_long_paragraphs_are_hints(six: factories.Pages) -> None:
    found = report(six, body=[paragraph("Water soaks. " * 61)])
    assert "A paragraph has 122 words." in texts(found.hints)


def test_other_languages_are_not_counted(six: factories.Pages) -> None:
    found = report(six, "fr", body=[paragraph(f"L’eau {'très ' * 60}lente.")])
    assert (found.words, texts(found.hints)) == (0, ["No topic is chosen."])


def test_the_number_of_queries_does_not_grow(six: factories.Pages, publications: factories.Pages) -> None:
    def cost(slug: str, number: int) -> int:
        links = "".join(f'<a linktype="page" id="{six["en"].pk}">x</a>' for _number in range(number))
        files = [("en", factories.document(f"{slug}-{each}")) for each in range(number)]
        made = factories.publication(
            publications, slug, files=files, topics=[factories.topic("water")], body=[paragraph(links)] * number
        )
        page = PublicationPage.objects.get(pk=made["en"].pk)
        with CaptureQueriesContext(connection) as queries:
            missing.of(page)
        return len(queries)

    cost("warm", 1)
    assert cost("one", 1) == cost("many", 7) == 4
