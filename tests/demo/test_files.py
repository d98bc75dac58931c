"""The content files: what a translation may hold, and what is refused, with file and place."""

import pytest

from demo import files
from demo.shape import merge
from tests.demo.small_content import HOME_EN, HOME_FR, write

BARE_HOME = "type: home.HomePage\ntitle: Panel\nsummary: What it is.\nlead: Read on.\n"


def test_the_content_can_be_loaded():
    assert files.problems() == []


def test_a_translation_takes_structure_and_data_from_english():
    english = {"key_figures": [{"value": 250, "unit": "%", "label": "of hides", "source": "A survey", "year": 2001}]}
    merged, problems = merge(english, {"key_figures": [{"label": "des peaux", "source": "Une enquête"}]}, "")
    assert problems == []
    assert merged == {"key_figures": [{"value": 250, "unit": "%", "label": "des peaux", "source": "Une enquête", "year": 2001}]}


@pytest.mark.parametrize(
    ("translated", "sentence"),
    [
        ({"title": "T", "body": []}, "body: has 0 entries, English has 1"),
        ({"title": "T"}, "body: the translation is missing"),
        ({"title": " ", "body": [{"image": {"alt": "a"}}]}, "title: must be a text"),
        ({"title": "T", "lead": "x", "body": [{"image": {"alt": "a"}}]}, ": “lead” is not in the English file"),
        (
            {"title": "T", "body": [{"image": {"alt": "a", "image": "x"}}]},
            "body[1].image.image: data is not repeated in a translation",
        ),
        ({"title": "T", "body": [{"paragraph": "a"}]}, "body[1]: “paragraph” is not in the English file"),
    ],
)
def test_a_differing_shape_is_named_with_its_place(translated, sentence):
    english = {"title": "Title", "body": [{"image": {"image": "drum", "alt": "A drum"}}]}
    _merged, problems = merge(english, translated, "")
    assert sentence in problems


def test_links_must_lead_where_the_english_ones_lead():
    _merged, problems = merge("See [effluent](page:topics/effluent).", "Voir [effluents](page:topics/tanning).", "body[1]")
    assert problems == ["body[1]: the links do not lead where the English ones lead"]


def test_all_problems_are_reported_at_once(tmp_path):
    folder = write(
        tmp_path,
        {
            "pages/home.en.yaml": HOME_EN,
            "pages/home.fr.yaml": HOME_FR.replace("lead:", "leed:"),
            "pages/about.en.yaml": "type: home.StandardPage\ntitle: About\nsummary: >-\n  Text.\ndata: {topics: [nonsense]}\n",
            "pages/about.de.yaml": "title: Über uns\n",
            "pages/news.en.yaml": "type: home.NoSuchPage\ntitle: News\nsummary: Text.\n",
            "pages/terms.en.yaml": "title: A\ntitle: B\n",
            "pages/lost/page.en.yaml": "type: home.StandardPage\ntitle: Lost\nsummary: '" + "x" * 301 + "'\n",
            "pages/links.fr.yaml": "title: Liens\n",
            "synonyms.yaml": "{de: [], en: [[shoes], [shoe, Shoes]]}",
        },
    )
    found = "\n".join(files.problems(folder))
    for sentence in (
        "pages/home.fr.yaml: lead: the translation is missing",
        "pages/about.en.yaml: topics: “nonsense” does not exist",
        "“de” is no language of the site",
        "pages/news.en.yaml: type: there is no page type “home.NoSuchPage”",
        "the key “title” is given twice",
        "pages/lost/page.en.yaml: the page above it, “lost”, has no file",
        "pages/lost/page.en.yaml: summary: ",
        "pages/links: has no English file",
        "synonyms.yaml: “de” is no language of the site",
        "synonyms.yaml: en: a group needs two words or more: ['shoes']",
        "synonyms.yaml: en: “shoe” and “Shoes” are the same to the search",
    ):
        assert sentence in found


def test_pages_come_parents_first_and_siblings_in_their_order(tmp_path):
    page = "type: home.StandardPage\ntitle: T\nsummary: S\ndata: {{order: {}}}\n"
    folder = write(
        tmp_path,
        {
            "pages/home.en.yaml": BARE_HOME,
            "pages/a.en.yaml": page.format(2),
            "pages/b.en.yaml": page.format(1),
            "pages/a/x.en.yaml": page.format(1),
            "pages/b/y.en.yaml": page.format(1),
        },
    )
    assert list(files.read_checked(folder).pages) == ["home", "b", "a", "b/y", "a/x"]
