"""Fills the site and prints, as JSON, what the people need to know of it. Run as a module of its own process: `scene [demo]`.

Beside the pages that visitors read there are pages of four kinds to work on, each with a word of its own in every text: English
that is changed and approved again and again, English of which drafts are saved that nobody hands in, and likewise translations.
And there is a release that waits, with a word of its own.
"""

import json
import logging
import sys
from itertools import count
from types import SimpleNamespace
from typing import Any

import django
from django.core.management import call_command

from config.languages import CODES, SOURCE_CODE
from tests.browser.kinds import WORDS, cases
from tests.load import release

ALIKE, ALIKE_SMALL = 3, 1
"""How many English pages there are of each kind that is worked on."""
SECTION = 3
"""How many pages each section of the small site has."""
FOREIGN = [code for code in CODES if code != SOURCE_CODE]
FOREIGN_SMALL = ["ar", "fr"]
"""Into what is translated meanwhile. Visitors read all six languages in any case."""
PASSWORD = "a long password"
numbers = count(1)


def word() -> str:
    """Return a word of the beginning."""
    return f"zq0{next(numbers)}x"


def small_site() -> dict[str, Any]:
    """Make a site of a dozen kinds of page in six languages; return its home pages."""
    from tests import factories

    homes = factories.homes()
    topic = factories.topic("effluent")
    for make in (factories.contact, factories.glossary, factories.site_map, factories.link_directory):
        make(homes)
    publications, projects = factories.publication_index(homes), factories.project_index(homes)
    articles, topics = factories.article_index(homes), factories.topic_index(homes)
    factories.topic_page(topics, topic, CODES)
    for number in range(SECTION):
        factories.publication(publications, f"publication-{number}", CODES, topics=[topic], title=WORDS)
        factories.project(projects, f"project-{number}", CODES, topics=[topic])
        factories.article(articles, f"article-{number}", CODES)
    return homes


SMALL = (
    "", "contact/", "glossary/", "site-map/", "links/", "publications/", "publications/?topic=effluent", "projects/", "news/",
    "topics/", "topics/effluent/", "publications/publication-1/", "projects/project-2/", "news/article-0/", "feeds/news/",
)  # fmt: skip
EVERYWHERE = ("/sitemap.xml", "/api/v2/pages/?limit=20&fields=*", "/robots.txt")


def addresses(demo: bool) -> list[tuple[str, int]]:
    """Return what visitors read, with the status that belongs to it."""
    if demo:
        found = [(kind.address(code), kind.status) for kind, code in cases(*CODES) if not kind.sends_form]
        found += [(f"/{code}/feeds/{name}/", 200) for code in CODES for name in ("news", "publications")]
    else:
        found = [(f"/{code}/{path}", 200) for code in CODES for path in SMALL] + [(f"/{code}/nowhere/", 404) for code in CODES]
    return found + [(path, 200) for path in EVERYWHERE]


def cast(foreign: list[str]) -> dict[str, Any]:
    """Make the people: an editor for each kind of page, an approver, and two translators and a reviewer of each language."""
    from tests.translation_desk import desk

    made = {
        "editor": desk.person("load-editor", ("editor", SOURCE_CODE)),
        "drafter": desk.person("load-drafter", ("editor", SOURCE_CODE)),
        "approver": desk.person("load-approver", ("approver", SOURCE_CODE)),
    }
    for code in foreign:
        made[f"translator-{code}"] = desk.person(f"load-translator-{code}", ("translator", code))
        made[f"drafter-{code}"] = desk.person(f"load-drafter-{code}", ("translator", code))
        made[f"reviewer-{code}"] = desk.person(f"load-reviewer-{code}", ("reviewer", code))
    return made


def english(homes: dict[str, Any], slug: str) -> tuple[Any, str]:
    """Make a live English page whose summary and heading hold one word; return both."""
    from tests.translation_desk import desk

    text = word()
    body = [{"type": "heading", "id": "b1", "value": {"text": f"Soaking {text}", "level": "2"}}]
    return desk.english(homes, slug, title=f"Soaking {slug}", summary=f"What water does {text}.", body=body), text


def translation(page: Any, people: dict[str, Any], code: str, *, live: bool) -> dict[str, Any]:
    """Begin the translation of a page, live or not yet; return what its translator sees."""
    from tests.translation_desk import desk
    from translation_desk import jobs
    from translation_desk.models import Segment

    text = word()
    if live:
        pair = SimpleNamespace(translator=people[f"translator-{code}"], reviewer=people[f"reviewer-{code}"])
        job = desk.make_live(page, pair, code, prefix=text)
    else:
        job = jobs.start(people[f"drafter-{code}"], desk.job(page, code))
    rows = Segment.objects.filter(job=job, active=True, kind=Segment.Kind.TEXT).order_by("order")
    return {
        "job": job.pk,
        "code": code,
        "address": f"/{code}/{page.slug}/",
        "word": text if live else "",
        "segments": {row.pk: row.version for row in rows},
    }


def made(demo: bool) -> dict[str, Any]:
    """Fill the site; return what the people need to know."""
    from wagtail.models import Page

    from core import catalogues
    from tests.conftest import make_wagtail_rows
    from tests.translation_desk import desk
    from translation_desk import roles
    from translation_desk.models import Grade

    catalogues.compile_all()
    if demo:
        from tests.browser.prepare import fill

        fill()
        homes = {home.locale.language_code: home for home in Page.objects.filter(depth=2).select_related("locale").specific()}
    else:
        call_command("migrate", interactive=False, run_syncdb=True, verbosity=0)
        make_wagtail_rows()
        homes = small_site()
    roles.set_up_roles(homes)
    foreign = FOREIGN if demo else FOREIGN_SMALL
    people = cast(foreign)
    desk.without_checks()
    alike = range(ALIKE if demo else ALIKE_SMALL)
    published = [english(homes, f"load-published-{number}") for number in alike]
    drafted = [english(homes, f"load-drafted-{number}") for number in alike]
    corrected = [english(homes, f"load-translated-{number}")[0] for number in alike]
    begun, _word = english(homes, "load-begun")
    changed, _word = english(homes, release.CHANGED)
    for code in foreign:
        translation(changed, people, code, live=True)
    waiting = release.waiting(changed, word(), people, foreign)
    call_command("rebuild_search", verbosity=0)
    known = {
        "demo": demo,
        "password": PASSWORD,
        "names": {part: user.username for part, user in people.items()},
        "grade": int(Grade.UPDATE),
        "searches": WORDS,
        "addresses": addresses(demo),
        "published": [{"page": page.pk, "address": f"/en/{page.slug}/", "word": text} for page, text in published],
        "drafted": [{"page": page.pk, "address": f"/en/{page.slug}/", "word": text} for page, text in drafted],
        "corrected": [translation(page, people, code, live=True) for page in corrected for code in foreign],
        "begun": [translation(begun, people, code, live=False) for code in foreign],
        "release": waiting,
    }
    # Each word of the beginning is live, but that of the release.
    return {**known, "words": [text for number in range(1, next(numbers)) if (text := f"zq0{number}x") != waiting["word"]]}


if __name__ == "__main__":
    django.setup()
    logging.disable(logging.CRITICAL)
    print(json.dumps(made("demo" in sys.argv[1:])))
