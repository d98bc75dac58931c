"""Markup typed into any text anywhere stays text: on public pages, in feeds and the API, on the screens of staff, in mails."""

import json
import re
from collections.abc import Iterator
from contextlib import suppress
from html.parser import HTMLParser
from types import SimpleNamespace
from typing import Any
from xml.etree import ElementTree

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import connection, models
from django.test import Client
from wagtail.blocks import URLBlock
from wagtail.fields import RichTextField
from wagtail.models import Page
from wagtail.rich_text import RichText

from core.blocks.text import ParagraphBlock
from tests import factories
from tests.security import addresses
from translation_desk import editing
from translation_desk.errors import BadTextError
from translation_desk.models import Segment

HOSTILE = """'"></title></textarea></script><img src=x onerror=alert(1)><script>alert(1)</script>{{7*7}}"""
SHORT = '"><a onclick=alert(1)>'
SCRIPT = "javascript:alert(1)//"
ADDRESS = "https://evil.example/\"><a onclick=alert(1)>'/"
OURS = {"accounts", "core", "vocabulary", "home", "knowledge", "projects", "search", "translation_desk", "translation_memory"}
BESIDE = {"wagtailcore.page", "wagtailcore.collection", "wagtailcore.workflow", "wagtailcore.task", "auth.group", "taggit.tag"}
MACHINE = re.compile(
    r".*(path|slug|code|hash|key|keys|path|username|password|email|file|fingerprint|folded|context|avatar|filter_spec|zone)$|path|name_language"
)
"""Columns that hold what programs read, and nobody types texts into."""
SCREENS = re.compile(
    r"translation_desk:(?!thumbnail|note_file).*|wagtailadmin_(home|explore|account)"
    r"|wagtailadmin_pages:(edit|history|usage|delete|view_draft|search|revisions_compare)|wagtailadmin_choose_page"
    r"|wagtailadmin_reports:site_history|wagtail(docs|images):(index|edit)|wagtailusers_users:(index|edit)|wagtailusers_groups:index"
    r"|wagtailredirects:index|wagtailsettings:edit|wagtailadmin_(collections|workflows):index|search_report"
    r"|wagtailsnippets_(vocabulary_(topic|organisation)|home_contactmessage|search_synonyms):(list|edit)"
)


class Acting(HTMLParser):
    """Collects what would act in a browser and was typed by us."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self.inside = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Look at the attributes of an element."""
        self.inside = tag
        for name, value in attrs:
            acts = (name.startswith("on") and "alert(1)" in (value or "")) or (value or "").strip().lower().startswith(
                "javascript:"
            )
            if acts or (tag == "img" and (name, value) == ("src", "x")):
                self.found.append(f"<{tag} {name}={value}>")

    def handle_endtag(self, tag: str) -> None:
        """Leave an element."""
        self.inside = ""

    def handle_data(self, data: str) -> None:
        """Look at the text of a script: ours never stands at its beginning."""
        if self.inside == "script" and data.strip().startswith("alert(1)"):
            self.found.append(data)


def acting(html: str) -> list[str]:
    parser = Acting()
    parser.feed(html)
    return parser.found


def poison() -> int:
    """Put markup into every column of every table that holds texts, past all forms; return how many columns."""
    count = 0
    for model in apps.get_models():
        label = model._meta.label_lower
        # Stored texts of translations are markup, made of what is typed at the desk; see `made`.
        if label == "translation_desk.segment" or (model._meta.app_label not in OURS and label not in BESIDE):
            continue
        for field in model._meta.local_concrete_fields:
            if not isinstance(field, models.CharField | models.TextField) or isinstance(field, models.SlugField | RichTextField):
                continue
            if field.unique or field.choices or field.primary_key or MACHINE.fullmatch(field.name):
                continue
            text = ADDRESS if isinstance(field, models.URLField) else HOSTILE
            if field.max_length and field.max_length < len(text):
                text = SHORT
            if field.max_length and field.max_length < len(text):
                continue
            with connection.cursor() as cursor:
                table, column = connection.ops.quote_name(model._meta.db_table), connection.ops.quote_name(field.column)
                cursor.execute(f"UPDATE {table} SET {column} = %s", [text])  # noqa: S608  # names of our own tables
            count += 1
    return count


@pytest.fixture(scope="module")
def made(six: factories.Pages, django_db_blocker: Any, tmp_path_factory: Any) -> Iterator[SimpleNamespace]:
    """One page of every type, in English, with markup in all its texts and in all else that stands in the database."""
    with django_db_blocker.unblock(), factories.undone(), pytest.MonkeyPatch.context() as patch:
        from django.conf import settings  # the fixture of that name lives for one test

        patch.setattr(settings, "MEDIA_ROOT", str(tmp_path_factory.mktemp("media")))
        made = addresses.build(six)
        topic = factories.topic("tanning")
        made.public = ["/en/", "/en/soaking/", "/en/search/?q=alert", "/en/nothing-here/", "/fr/nothing-here/"]
        publications, courses, topics = made.publications, made.courses, made.topics
        news = factories.article_index(six)
        sessions, projects = factories.session_index(six), factories.project_index(six)
        pages = [
            factories.publication(publications, "reed-beds", topics=[topic], files=[("en", factories.document())]),
            factories.course(courses, "gas", languages=["en"]),
            factories.topic_page(topics, topic),
            factories.article(news, "opening"),
            factories.session(sessions, 14),
            factories.project(projects, "kasur", topics=[topic], donors=[factories.organisation("aaa")]),
            *(make(six) for make in (factories.contact, factories.glossary, factories.link_directory, factories.site_map)),
            *(publications, courses, topics, news, sessions, projects),
        ]
        made.public += [group["en"].get_url() for group in pages]
        job = made.jobs["unborn"]
        for row in Segment.objects.filter(job=job, active=True, kind=Segment.Kind.TEXT):
            with suppress(BadTextError):  # a link that the English has is missing
                editing.save_text(made.people.translator, row, HOSTILE, version=row.version)
        assert Segment.objects.filter(job=job, text__contains="alert(1)").count() > 2
        made.values |= {"job_id": job.pk}
        assert poison() > 100
        yield made


def test_public_pages_print_it(db: None, made: SimpleNamespace) -> None:
    client, printed = Client(), 0
    for path in (*made.public, "/en/publications/?q=%3Cimg+src%3Dx+onerror%3Dalert(1)%3E&topic=%22%3E%3Ca+onclick%3Dalert(1)%3E"):
        answer = client.get(path)
        assert answer.status_code in {200, 404}, path
        assert not acting(answer.text), path
        assert "{{7*7}}" in answer.text or "alert" not in answer.text, path
        printed += "&lt;script&gt;" in answer.text
    assert printed > 12


@pytest.mark.parametrize("path", ["/en/feeds/publications/", "/en/feeds/news/", "/en/feeds/glossary/", "/sitemap.xml"])
def test_feeds_stay_well_formed_and_hold_no_markup_of_ours(db: None, made: SimpleNamespace, path: str) -> None:
    root = ElementTree.fromstring(Client().get(path).content)  # noqa: S314  # made by ourselves
    for element in root.iter():
        assert "script" not in str(element.tag)
        assert not (element.get("href") or "").startswith("javascript:")
        if element.get("type") == "html":
            assert not acting(element.text or ""), element.text


def test_the_api_is_json_whatever_it_holds(db: None, made: SimpleNamespace) -> None:
    for path in ("/api/v2/pages/?fields=*", "/api/v2/images/", "/api/v2/documents/", "/en/search/suggestions/?q=alert"):
        answer = Client().get(path, headers={"Accept": "text/html"})
        assert answer["Content-Type"].startswith("application/json"), path
        assert answer["X-Content-Type-Options"] == "nosniff"


def test_screens_of_staff_print_it(db: None, made: SimpleNamespace) -> None:
    client, faults, printed = made.clients["administrator"], {}, 0
    for pattern, name in addresses.patterns().items():
        if SCREENS.fullmatch(name):
            path = addresses.address(pattern, name, made)
            answer = client.get(path)
            if answer.get("Content-Disposition", "").startswith("attachment"):
                # A file to keep, which no browser takes for a page.
                assert answer["X-Content-Type-Options"] == "nosniff"
                continue
            html = answer.json().get("html", "") if answer["Content-Type"].startswith("application/json") else answer.text
            found = acting(html or "")
            if answer.status_code >= 500 or found:
                faults[path] = found or answer.status_code
            printed += "alert(1)" in html
    assert not faults
    assert printed > 30


def content_state(entity: dict[str, Any], text: str = "a") -> str:
    """What the editor of rich text posts: a paragraph whose first letter carries an entity."""
    ranges = [{"key": 0, "offset": 0, "length": 1}] if entity else []
    block = {"key": "a", "text": text, "type": "unstyled", "depth": 0, "inlineStyleRanges": [], "entityRanges": ranges}
    return json.dumps({"blocks": [block], "entityMap": {"0": {"mutability": "MUTABLE", **entity}} if entity else {}})


@pytest.mark.parametrize(
    "posted",
    [
        content_state({}, HOSTILE),
        *(
            content_state({"type": "LINK", "data": {"url": url}})
            for url in (SCRIPT, " JaVaScRiPt:alert(1)", "java\tscript:alert(1)")
        ),
        content_state({"type": "LINK", "data": {"url": "data:text/html,<script>alert(1)</script>"}}),
        content_state({"type": "LINK", "data": {"url": 'https://a.example/"onclick="alert(1)'}}),
        content_state({"type": "LINK", "data": {"id": '1" onclick="alert(1)', "url": "/"}}),
        content_state({"type": "IMAGE", "data": {"id": '1" onerror="alert(1)', "alt": HOSTILE, "format": "left"}}),
        content_state({"type": "EMBED", "data": {"url": SCRIPT}}),
    ],
)
def test_what_is_posted_as_rich_text_cannot_act(db: None, made: SimpleNamespace, posted: str) -> None:
    widget = ParagraphBlock().field.widget
    value = widget.value_from_datadict({"body": posted}, {}, "body")
    html = str(RichText(value))
    assert not acting(html)
    assert not re.search(r"<(script|iframe|svg|object)|(href|src)=.?(data|javascript):", html, re.IGNORECASE), html


def test_addresses_of_links_are_never_scripts() -> None:
    fields = [field for model in apps.get_models() for field in model._meta.local_fields if isinstance(field, models.URLField)]
    assert fields
    for field in (*fields, URLBlock().field):
        for address in (SCRIPT, "JAVASCRIPT:alert(1)", "data:text/html,a", "vbscript:a", " javascript:alert(1)"):
            with pytest.raises(ValidationError):
                field.clean(address, None) if isinstance(field, models.Field) else field.clean(address)


def test_markup_does_not_reach_the_administration_of_pages_by_their_revisions(db: None, made: SimpleNamespace) -> None:
    page = Page.objects.get(pk=made.english.pk).specific
    page.title = page.summary = HOSTILE
    page.save_revision()
    for name in ("edit", "history", "revisions_index"):
        answer = made.clients["administrator"].get(
            f"/admin/pages/{page.pk}/{name.replace('revisions_index', 'revisions')}/", follow=True
        )
        assert not acting(answer.text)
