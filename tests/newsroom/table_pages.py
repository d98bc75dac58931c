"""Pages that use all that tables can say."""

import json
from types import SimpleNamespace
from typing import Any

from tests import factories

RICH = (
    '<p data-block-key="a">Water &amp; <b>salt</b> leave the <i>hide</i>.</p><ul><li>Soak</li><li>Lime</li></ul>'
    '<p>See <a href="https://example.org/a">the <b>manual</b></a> and <a id="7" linktype="page">the page</a>.</p>'
    "<ol><li>One</li><li>Two</li></ol>"
)
TEXT = """Water & **salt** leave the *hide*.

- Soak
- Lime

See [the **manual**](https://example.org/a) and [the page](page:7).

1. One
1. Two"""


def stored(*blocks: tuple[str, Any]) -> str:
    return json.dumps([{"type": kind, "value": value, "id": f"id-{place}"} for place, (kind, value) in enumerate(blocks)])


def blocks(made: SimpleNamespace) -> list[tuple[str, Any]]:
    """Return a block of each kind."""
    picture, document, page = factories.drawing(content="<path/>").pk, factories.document("leaflet").pk, made.home["en"].pk
    figure = {"value": "250.0000", "qualifier": "more_than", "unit": "plants", "label": "built", "source": "Panel", "year": 2019}
    columns = [{"type": "text", "heading": "Step"}, {"type": "number", "heading": "Days"}]
    rows = [{"values": ["Soak", "1"]}]
    return [
        ("image", {"image": {"image": picture, "decorative": False, "alt_text": "A drum"}, "caption": "Turned by hand"}),
        ("image", {"image": {"image": picture, "decorative": True, "alt_text": ""}, "caption": ""}),
        ("image", {"image": {"image": picture, "decorative": False, "alt_text": "A [new] drum"}, "caption": 'Say "drum"'}),
        ("key_figures", {"figures": [{"type": "item", "id": "f1", "value": {**figure, "high": None, "source_url": ""}}]}),
        (
            "table",
            {"caption": "C", "source": "", "table": {"columns": columns, "rows": rows, "caption": ""}},
        ),
        ("callout", {"kind": "safety", "title": "Never alone", "text": "<p>Gas.</p><p>H<sub>2</sub>S.</p>"}),
        (
            "steps",
            {
                "title": "",
                "items": [{"type": "item", "id": f"s{n}", "value": {"title": f"Step {n}", "text": ""}} for n in range(2)],
            },
        ),
        ("quote", {"text": "First: x\n\nSecond", "attribution": "y"}),
        ("downloads", {"title": "T", "files": [{"type": "item", "id": "d1", "value": {"document": document, "language": "fr"}}]}),
        (
            "video",
            {
                "title": "V",
                "file": None,
                "url": "https://example.org/v",
                "language": "en",
                "transcript": f'<p><a linktype="document" id="{document}">Words</a></p>',
            },
        ),
        ("related_pages", {"title": "More", "pages": [{"type": "item", "id": "p1", "value": page}]}),
        ("kept", None),
    ]


def rich_pages(made: SimpleNamespace) -> None:
    """Make a page of each kind that uses what it can."""
    topics, ethiopia, unido = [factories.topic("tanning")], factories.country("ETH"), factories.organisation("unido")
    text = [("heading", {"text": "A", "level": "2"}), ("paragraph", RICH.replace('id="7"', f'id="{made.home["en"].pk}"'))]
    session = factories.session(made.sessions, 14, country=ethiopia, host=unido, body=text)["en"]
    factories.child(session, "themes", text="Water; and salt", sort_order=0)
    picture = factories.drawing()
    project = factories.project(
        made.projects, "aid", topics=topics, countries=[ethiopia], budget="1250000.50", currency="USD", lead_image=picture
    )["en"]
    figure = {"qualifier": "about", "unit": "kg | t", "label": "salt saved", "source": "Report"}
    factories.child(project, "outcomes", value="12.5", high=20, year=2009, source_url="https://example.org/", **figure)
    beyond = [*text, ("paragraph", "<p>a<br/>b</p>")]
    files = [("fr", factories.document("one")), ("en", factories.document("two"))]
    one = factories.publication(
        made.publications, "one", files=files, topics=topics, session=session, project=project, body=beyond
    )
    factories.child(one["en"], "person_links", person=factories.person("buljan"), role="editor")
    two = factories.publication(made.publications, "two", title="=1+1", summary="'- a")["en"]
    factories.child(two, "related_links", target=one["en"])
    course = factories.course(made.courses, "course", languages=("en", "fr"), hours="12.5", certificate=True, provider=unido)[
        "en"
    ]
    factories.child(course, "modules", title="First", text="<p>Read.</p><ul><li>This</li></ul>", sort_order=0)
    story = factories.article(made.stories, "story", kind="story", country=ethiopia, body=stored(*text, *blocks(made)))["en"]
    factories.child(story, "gallery", image=picture, alt="A drum", caption="Turned | by hand", sort_order=0)
    kind = factories.link_kind("research")
    for place in range(2):
        factories.child(made.links["en"], "links", name="Same name", url="https://example.org/", kind=kind, sort_order=place)
