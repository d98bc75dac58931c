"""Small functions that build what a test needs: the six home pages, pages in chosen languages, vocabulary entries.

Pages made together are translations of each other: one translation key, one slug.
"""

import io
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from copy import copy
from datetime import date
from itertools import count
from typing import Any
from unittest import mock
from uuid import uuid4, uuid5

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models.base import ModelState
from django.utils import timezone
from modelcluster.models import get_all_child_relations
from PIL import Image as PillowImage
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Locale, Page, Site, TranslatableMixin
from wagtail.signal_handlers import disable_reference_index_auto_update

from config.languages import CODES, LANGUAGES
from core.models import CustomDocument, CustomImage, SiteSettings
from home.models import ContactPage, HomePage, LinkDirectoryPage, SiteMapPage, StandardPage
from knowledge.models import (
    ArticleIndexPage,
    ArticlePage,
    CourseIndexPage,
    CoursePage,
    GlossaryPage,
    PublicationIndexPage,
    PublicationPage,
    SessionIndexPage,
    SessionPage,
    TopicIndexPage,
    TopicPage,
)
from projects.models import ProjectIndexPage, ProjectPage
from vocabulary.models import Country, DocumentType, Goal, LinkKind, Organisation, Person, Region, Term, TermSubject, Topic

Pages = dict[str, Any]
"""The versions of a page by language code."""

_numbers = count(1)


@contextmanager
def undone() -> Iterator[None]:
    """Take back everything that was written inside, so that data may be shared by all tests of a module."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@contextmanager
def _unindexed() -> Iterator[None]:
    """Leave out Wagtail's search and reference indexes, which take half the time of saving a page."""
    with disable_reference_index_auto_update(), mock.patch("modelsearch.signal_handlers.insert_or_update_object_task"):
        yield


@_unindexed()
def homes() -> Pages:
    """Make the six locales, a live home page in each, and the site with its words."""
    root = Page.get_first_root_node()
    key = uuid4()
    made = {}
    for language in LANGUAGES:
        locale, _created = Locale.objects.get_or_create(language_code=language.code)
        home = HomePage(
            title=f"Home {language.code}",
            slug="home" if language.code == "en" else f"home-{language.code}",
            summary=f"Summary {language.code}",
            lead=f"Lead {language.code}",
            **_published(locale, key),
        )
        made[language.code] = root.add_child(instance=home)
    site, _created = Site.objects.update_or_create(
        is_default_site=True, defaults={"hostname": "testserver", "port": 80, "root_page": made["en"], "site_name": "Test"}
    )
    SiteSettings.objects.update_or_create(
        site=site, defaults={f"site_name_{language.field_suffix}": f"Portal {language.code}" for language in LANGUAGES}
    )
    return made


@_unindexed()
def pages(model: type[Page], parents: Mapping[str, Page], slug: str, codes: Iterable[str] = ("en",), **fields: Any) -> Pages:
    """Make one page in the given languages, live unless `live=False`, below the parents of those languages.

    A field given as a mapping by language code differs per language: `title={"en": "Tanning", "fr": "Tannage"}`.
    """
    key = fields.pop("translation_key", None) or uuid4()
    made = {}
    for code in codes:
        own = {name: value[code] if _differs(value) else value for name, value in fields.items()}
        parent = Page.objects.get(pk=parents[code].pk)
        values = {"title": f"{slug} {code}", "summary": f"Summary of {slug} {code}", **_published(parent.locale, key), **own}
        made[code] = parent.add_child(instance=model(slug=slug, **values))
    return made


def child(page: Page, relation: str, **fields: Any) -> Any:
    """Add a row to a relation of a page, in the database at once."""
    (found,) = (entry for entry in get_all_child_relations(type(page)) if entry.get_accessor_name() == relation)
    model = found.related_model
    if issubclass(model, TranslatableMixin):
        fields.setdefault("locale", page.locale)
    return model._base_manager.create(**{found.field.name: page}, **fields)


def _differs(value: Any) -> bool:
    return isinstance(value, dict) and value.keys() <= set(CODES) and bool(value)


def _published(locale: Locale, key: Any) -> dict[str, Any]:
    now = timezone.now()
    return {"locale": locale, "translation_key": key, "live": True, "first_published_at": now, "last_published_at": now}


def standard(parents: Mapping[str, Page], slug: str = "about", codes: Iterable[str] = ("en",), **fields: Any) -> Pages:
    """Make a standing page."""
    return pages(StandardPage, parents, slug, codes, **fields)


def contact(parents: Mapping[str, Page], codes: Iterable[str] = CODES, **fields: Any) -> Pages:
    """Make the contact page."""
    values = {"office": "Office", "reply_languages": ["en", "fr"], "confirmation": "<p>Thank you.</p>", **fields}
    return pages(ContactPage, parents, "contact", codes, **values)


def link_directory(parents: Mapping[str, Page], codes: Iterable[str] = CODES, **fields: Any) -> Pages:
    """Make the directory of links."""
    return pages(LinkDirectoryPage, parents, "links", codes, **fields)


def site_map(parents: Mapping[str, Page], codes: Iterable[str] = CODES, **fields: Any) -> Pages:
    """Make the site map."""
    return pages(SiteMapPage, parents, "site-map", codes, **fields)


def glossary(parents: Mapping[str, Page], codes: Iterable[str] = CODES, **fields: Any) -> Pages:
    """Make the glossary page."""
    return pages(GlossaryPage, parents, "glossary", codes, **fields)


def topic_index(parents: Mapping[str, Page], codes: Iterable[str] = CODES, **fields: Any) -> Pages:
    """Make the front page of the topics."""
    return pages(TopicIndexPage, parents, "topics", codes, **{"show_in_menus": True, **fields})


def topic_page(parents: Mapping[str, Page], topic: Topic, codes: Iterable[str] = ("en",), **fields: Any) -> Pages:
    """Make the page of a topic."""
    return pages(TopicPage, parents, topic.code, codes, **{"topic": topic, **fields})


def publication_index(parents: Mapping[str, Page], codes: Iterable[str] = CODES, **fields: Any) -> Pages:
    """Make the list of publications."""
    return pages(PublicationIndexPage, parents, "publications", codes, **{"show_in_menus": True, **fields})


def publication(parents: Mapping[str, Page], slug: str, codes: Iterable[str] = ("en",), **fields: Any) -> Pages:
    """Make a publication; `topics`, `countries` and `files` (pairs of language and document) go to every version."""
    relations = {name: fields.pop(name, ()) for name in ("topics", "countries", "files")}
    if "document_type" not in fields:
        fields["document_type"] = document_type("manual")
    made = pages(PublicationPage, parents, slug, codes, **{"year": 2001, **fields})
    for page in made.values():
        for topic in relations["topics"]:
            child(page, "topic_links", topic=topic)
        for country in relations["countries"]:
            child(page, "country_links", country=country)
        for language, document in relations["files"]:
            child(page, "files", language=language, document=document)
    return made


def course_index(parents: Mapping[str, Page], codes: Iterable[str] = CODES, **fields: Any) -> Pages:
    """Make the list of courses."""
    return pages(CourseIndexPage, parents, "training", codes, **{"show_in_menus": True, **fields})


def course(parents: Mapping[str, Page], slug: str, codes: Iterable[str] = ("en",), **fields: Any) -> Pages:
    """Make a course; `languages` lists the languages it is given in."""
    languages = fields.pop("languages", ())
    made = pages(CoursePage, parents, slug, codes, **{"audience": "Operators", **fields})
    for page in made.values():
        for language in languages:
            child(page, "course_languages", language=language)
    return made


def session_index(parents: Mapping[str, Page], codes: Iterable[str] = CODES, **fields: Any) -> Pages:
    """Make the list of Panel sessions."""
    return pages(SessionIndexPage, parents, "sessions", codes, **fields)


def session(parents: Mapping[str, Page], number: int, codes: Iterable[str] = ("en",), **fields: Any) -> Pages:
    """Make a Panel session."""
    values = {"number": number, "start_date": date(2001, 5, 14), "city": "City", **fields}
    return pages(SessionPage, parents, f"session-{number}", codes, **values)


def article_index(parents: Mapping[str, Page], codes: Iterable[str] = CODES, **fields: Any) -> Pages:
    """Make the list of articles."""
    return pages(ArticleIndexPage, parents, "news", codes, **fields)


def article(parents: Mapping[str, Page], slug: str, codes: Iterable[str] = ("en",), **fields: Any) -> Pages:
    """Make an article."""
    return pages(ArticlePage, parents, slug, codes, **{"date": date(2024, 3, 1), **fields})


def project_index(parents: Mapping[str, Page], codes: Iterable[str] = CODES, **fields: Any) -> Pages:
    """Make the list of projects."""
    return pages(ProjectIndexPage, parents, "projects", codes, **{"show_in_menus": True, **fields})


def project(parents: Mapping[str, Page], slug: str, codes: Iterable[str] = ("en",), **fields: Any) -> Pages:
    """Make a project; `topics`, `countries` and `donors` go to every version."""
    relations = {name: fields.pop(name, ()) for name in ("topics", "countries", "donors")}
    made = pages(ProjectPage, parents, slug, codes, **{"start_year": 2000, "end_year": 2004, **fields})
    for page in made.values():
        for topic in relations["topics"]:
            child(page, "topic_links", topic=topic)
        for country_ in relations["countries"]:
            child(page, "country_links", country=country_)
        for donor in relations["donors"]:
            child(page, "donor_links", organisation=donor)
    return made


def names(text: str) -> dict[str, str]:
    """Return a name in six languages: the text with the code of each."""
    return {f"name_{language.field_suffix}": f"{text} {language.code}" for language in LANGUAGES}


def topic(code: str, **fields: Any) -> Topic:
    """Return the topic of that code."""
    return Topic.objects.get_or_create(code=code, defaults={**names(code), **fields})[0]


def document_type(code: str) -> DocumentType:
    """Return the document type of that code."""
    return DocumentType.objects.get_or_create(code=code, defaults=names(code))[0]


def link_kind(code: str) -> LinkKind:
    """Return the kind of link of that code."""
    return LinkKind.objects.get_or_create(code=code, defaults=names(code))[0]


def country(code: str) -> Country:
    """Return the country of that code, in a region of its own."""
    number = f"{next(_numbers):03d}"
    world = Region.objects.get_or_create(code="world", defaults={"m49": "001", **names("World")})[0]
    fields = {"iso2": code[:2], "m49": number, "region": world, **names(code)}
    return Country.objects.get_or_create(code=code, defaults=fields)[0]


def goal(number: int) -> Goal:
    """Return the Sustainable Development Goal of that number."""
    return Goal.objects.get_or_create(code=f"goal-{number}", defaults={"number": number, **names(f"Goal {number}")})[0]


def organisation(code: str, **fields: Any) -> Organisation:
    """Return the organisation of that code."""
    return Organisation.objects.get_or_create(code=code, defaults={"name": f"Organisation {code}", **fields})[0]


def person(code: str, **fields: Any) -> Person:
    """Return the person of that code."""
    return Person.objects.get_or_create(code=code, defaults={"name": f"Person {code}", **fields})[0]


def term(code: str, subject: str = "tanning", **fields: Any) -> Term:
    """Return the term of that code."""
    group = TermSubject.objects.get_or_create(code=subject, defaults=names(subject))[0]
    texts = {f"term_{language.field_suffix}": f"{code} {language.code}" for language in LANGUAGES}
    return Term.objects.get_or_create(code=code, defaults={"subject": group, **texts, **fields})[0]


def document(name: str = "file", suffix: str = "pdf", size: int = 1500, **fields: Any) -> CustomDocument:
    """Make a document whose file is not written to disk."""
    values = {"title_en": name, "file": f"documents/{name}.{suffix}", "file_size": size, "file_hash": "0" * 40, **fields}
    return CustomDocument.objects.create(**values)


def image(title: str = "Image") -> CustomImage:
    """Make an image of a few pixels in the library."""
    return CustomImage.objects.create(title_en=title, file=get_test_image_file(filename=f"image-{next(_numbers)}.png"))


def photograph(width: int = 700, height: int = 500, grain: int = 4, **fields: Any) -> CustomImage:
    """Make an image in the library that weighs as much as a photograph with so much grain; no size of it is made."""
    content = io.BytesIO()
    soft = PillowImage.effect_noise((max(width // 40, 1), max(height // 40, 1)), 80).resize((width, height))
    PillowImage.blend(soft, PillowImage.effect_noise((width, height), 60), grain / 10).convert("RGB").save(content, "JPEG")
    name = f"photograph-{next(_numbers)}.jpg"
    return CustomImage.objects.create(**{"title_en": "Vat", "file": ContentFile(content.getvalue(), name=name), **fields})


def drawing(title: str = "Drawing", content: str = "") -> CustomImage:
    """Make a drawing in the library."""
    text = f'<svg xmlns="http://www.w3.org/2000/svg" width="400" height="300" viewBox="0 0 400 300">{content}</svg>'
    return CustomImage.objects.create(title_en=title, file=ContentFile(text.encode(), name=f"drawing-{next(_numbers)}.svg"))


def siblings(page: Page, number: int, *, series: str = "") -> None:
    """Copy a page and its rows many times beside it, straight into the tables: lists of a hundred in a few milliseconds.

    Copies of the versions of a page are pages of one language each, and versions of each other in a series.
    """
    parent = Page.objects.get(pk=page.get_parent().pk)
    model = type(page)
    first = parent.numchild + 1
    rows = []
    for place in range(first, first + number):
        row = Page.objects.get(pk=page.pk) if not rows else copy(rows[0])
        row.pk = row.id = None
        row._state = ModelState()
        row.path = Page._get_path(parent.path, parent.depth + 1, place)
        row.slug, row.title, row.translation_key = f"{page.slug}-{place}", f"{page.title} {place}", uuid4()
        if series:
            row.slug = f"{page.slug}-{series}-{place - first}"
            row.translation_key = uuid5(page.translation_key, f"{series} {place - first}")
        row.url_path = f"{parent.url_path}{row.slug}/"
        rows.append(row)
    rows = Page.objects.bulk_create(rows)
    Page.objects.filter(pk=parent.pk).update(numchild=parent.numchild + number)
    copies = []
    for row in rows:
        own = copy(page)
        own.pk = own.page_ptr_id = own.id = row.pk
        copies.append(own)
    # Rows of the child table alone; Django's bulk_create refuses models that have a parent table.
    model._base_manager._insert(copies, fields=model._meta.local_concrete_fields, using=page._state.db)
    for relation in get_all_child_relations(model):
        related = relation.related_model
        children = []
        for child in related._base_manager.filter(**{relation.field.name: page.pk}):
            for row in rows:
                twin = copy(child)
                twin.pk = None
                twin._state = ModelState()
                setattr(twin, relation.field.attname, row.pk)
                if hasattr(twin, "translation_key"):
                    twin.translation_key = uuid4()
                children.append(twin)
        related._base_manager.bulk_create(children)
