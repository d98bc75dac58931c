"""References to publications, as programs for literature read them."""

import bibtexparser
import pytest
import rispy
from bibtexparser.model import Entry
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pylatexenc.latex2text import LatexNodes2Text, MacroTextSpec, get_default_latex_context_db
from wagtail.models import PageViewRestriction

from knowledge.citations import REPORT, Citation, bibtex, ris
from tests import factories

pytestmark = pytest.mark.django_db

HOSTILE = [
    "Cost {per hide",
    "50 % of } the # effluent & more_than $5",
    r"A \textbf{bold} claim",
    "Line one\r\nER  - \nTY  - BOOK",
    "دليل الدباغة",
    "制革废水处理",
    "Über Gerbstoffe ~ 3^2",
]


def decoder() -> LatexNodes2Text:
    """Return what reads LaTeX, with three commands for single signs that it does not know, or knows as another sign."""
    signs = {"textbraceleft": "{", "textbraceright": "}", "textasciicircum": "^"}
    context = get_default_latex_context_db()
    context.add_context_category("signs", macros=[MacroTextSpec(name, sign) for name, sign in signs.items()], prepend=True)
    return LatexNodes2Text(latex_context=context, keep_braced_groups=True, math_mode="verbatim")


def read_bibtex(text: str) -> list[Entry]:
    """Read as a program does, with the commands for single signs turned back into the signs."""
    decoding = bibtexparser.middlewares.LatexDecodingMiddleware(decoder=decoder())
    library = bibtexparser.parse_string(text, append_middleware=[decoding])
    assert not library.failed_blocks
    return library.entries


def fields(entry: Entry) -> dict[str, str]:
    return {field.key: field.value for field in entry.fields}


def made(**values: object) -> Citation:
    known = {
        "key": "manual",
        "kind": REPORT,
        "title": "Manual",
        "translated_title": "",
        "authors": (),
        "editors": (),
        "translators": (),
        "bodies": (),
        "event": "",
        "year": 2001,
        "month": None,
        "symbol": "",
        "edition": "",
        "pages": None,
        "language": "en",
        "url": "https://example.org/en/",
    }
    return Citation(**{**known, **values})


@pytest.fixture
def index(six: factories.Pages) -> factories.Pages:
    return factories.publication_index(six)


@pytest.fixture
def manual(index: factories.Pages) -> factories.Pages:
    """A publication with everything a reference can name, in English and French."""
    made = factories.publication(
        index,
        "manual",
        ("en", "fr"),
        title={"en": "Tanning by Hand", "fr": "Le tannage à la main"},
        year=1998,
        month=7,
        symbol="ID/WG.411/10",
        edition="Second edition",
        pages=120,
        original_title="Конверсия кожи",
        original_language="ru",
    )
    for page in made.values():
        for name, role in (
            ("Ivan Král", "author"),
            ("Jakov Buljan", "author"),
            ("A. Reader", "editor"),
            ("B. Word", "translator"),
        ):
            person = factories.person(name.replace(" ", "-").replace(".", "").lower(), name=name)
            factories.child(page, "person_links", person=person, role=role)
        factories.child(
            page, "organisation_links", organisation=factories.organisation("unido", name="Bureau of Hides and Skins")
        )
    return made


def test_a_bibtex_file_says_what_the_document_prints(manual: factories.Pages, client: Client) -> None:
    response = client.get("/fr/cite/publications/manual.bib")
    assert response.headers["Content-Type"] == "application/x-bibtex; charset=utf-8"
    assert response.headers["Content-Disposition"] == 'attachment; filename="manual.bib"'
    (entry,) = read_bibtex(response.text)
    assert (entry.entry_type, entry.key) == ("manual", "manual")
    assert fields(entry) == {
        "title": "{Конверсия кожи}",
        "titleaddon": "Le tannage à la main",
        "author": "Ivan Král and Jakov Buljan",
        "editor": "A. Reader",
        "translator": "B. Word",
        "organization": "Bureau of Hides and Skins",
        "year": "1998",
        "month": "7",
        "number": "ID/WG.411/10",
        "edition": "Second edition",
        "pagetotal": "120",
        "language": "ru",
        "url": "http://testserver/fr/publications/manual/",
    }


def test_a_ris_file_says_the_same(manual: factories.Pages, client: Client) -> None:
    response = client.get("/fr/cite/publications/manual.ris")
    assert response.headers["Content-Type"] == "application/x-research-info-systems; charset=utf-8"
    (entry,) = rispy.loads(response.text)
    assert entry == {
        "type_of_reference": "RPRT",
        "id": "manual",
        "title": "Конверсия кожи",
        "translated_title": "Le tannage à la main",
        "authors": ["Ivan Král", "Jakov Buljan"],
        "secondary_authors": ["A. Reader"],
        "subsidiary_authors": ["B. Word"],
        "publisher": "Bureau of Hides and Skins",
        "year": "1998",
        "date": "1998/07//",
        "issn": "ID/WG.411/10",
        "edition": "Second edition",
        "start_page": "120",
        "language": "ru",
        "urls": ["http://testserver/fr/publications/manual/"],
    }


@pytest.mark.parametrize("title", HOSTILE)
def test_no_title_breaks_a_bibtex_file(title: str) -> None:
    first, second = read_bibtex(bibtex(made(title=title, authors=(title,))) + bibtex(made(key="next")))
    assert fields(first)["title"].removeprefix("{").removesuffix("}") == " ".join(title.split())
    assert second.key == "next"


@pytest.mark.parametrize("title", HOSTILE)
def test_no_title_breaks_a_ris_file(title: str) -> None:
    first, second = rispy.loads(ris(made(title=title, authors=(title,))) + ris(made(key="next")))
    assert first["title"] == " ".join(title.split())
    assert first["authors"] == [" ".join(title.split())]
    assert second["id"] == "next"


def test_a_body_stands_for_authors_who_are_not_named() -> None:
    citation = made(bodies=("Ministry of Trade and Industry",))
    assert "  author = {{Ministry of Trade and Industry}}" in bibtex(citation)
    assert rispy.loads(ris(citation))[0]["authors"] == ["Ministry of Trade and Industry"]


def test_a_name_with_and_in_it_stays_one_name() -> None:
    assert "  author = {{Smith and Sons} and A. Other}" in bibtex(made(authors=("Smith and Sons", "A. Other")))


def test_a_paper_of_a_session_names_the_session(index: factories.Pages, six: factories.Pages, client: Client) -> None:
    session = factories.session(factories.session_index(six), 7, ("en", "fr"), title="Seventh session")
    factories.publication(index, "paper", ("fr",), session=session["en"])
    (entry,) = read_bibtex(client.get("/fr/cite/publications/paper.bib").text)
    assert (entry.entry_type, fields(entry)["booktitle"]) == ("inproceedings", "Seventh session")
    assert rispy.loads(client.get("/fr/cite/publications/paper.ris").text)[0]["type_of_reference"] == "CPAPER"


@pytest.mark.parametrize("ending", ["bib", "ris"])
@pytest.mark.parametrize("slug", ["draft", "private", "french", "no-such"])
def test_only_public_pages_of_the_language_have_references(
    index: factories.Pages, client: Client, slug: str, ending: str
) -> None:
    factories.publication(index, "draft", live=False)
    factories.publication(index, "french", ("fr",))
    page = factories.publication(index, "private")["en"]
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    assert client.get(f"/en/cite/publications/{slug}.{ending}").status_code == 404


def test_a_filtered_list_is_one_file_in_its_order(index: factories.Pages, client: Client) -> None:
    topic = factories.topic("tanning")
    for year in (1990, 2010, 2000):
        factories.publication(index, f"of-{year}", year=year, topics=[topic])
    factories.publication(index, "elsewhere")
    text = client.get("/en/cite/publications.bib?topic=tanning&sort=oldest").text
    assert [entry.key for entry in read_bibtex(text)] == ["of-1990", "of-2000", "of-2010"]


def test_a_list_leads_to_the_references_of_what_it_shows(index: factories.Pages, client: Client) -> None:
    factories.publication(index, "manual", topics=[factories.topic("tanning")])
    assert 'href="/en/cite/publications.ris?topic=tanning"' in client.get("/en/publications/?topic=tanning&page=1").text


def test_a_long_list_costs_no_more_queries(index: factories.Pages, client: Client) -> None:
    page = factories.publication(index, "manual", ("en", "fr"))["fr"]

    def queries() -> int:
        client.get("/fr/cite/publications.bib")
        with CaptureQueriesContext(connection) as captured:
            client.get("/fr/cite/publications.bib")
        return len(captured)

    few = queries()
    factories.siblings(page, 9)
    assert queries() == few


def test_a_page_prints_its_reference(manual: factories.Pages, client: Client) -> None:
    html = client.get("/fr/publications/manual/").text
    assert '<cite lang="ru" dir="auto">Конверсия кожи</cite> [<bdi>Le tannage à la main</bdi>]' in html
    assert 'href="/fr/cite/publications/manual.bib"' in html


def test_references_are_kept_by_the_page_cache(manual: factories.Pages, client: Client) -> None:
    response = client.get("/fr/cite/publications/manual.bib")
    assert not response.streaming
    assert not response.cookies
    assert "private" not in response.headers.get("Cache-Control", "")
