"""The release that waits in the scene. As a process of its own, `release go` publishes it, and `release back` rolls it back.

Prints, as JSON and by the clock that the processes of a machine share, when all was done but the commit, and when it was done.
"""

import json
import sys
import time
from datetime import date
from types import SimpleNamespace
from typing import Any
from unittest import mock

import django
from django.core.management import call_command

CHANGED, PRESS = "load-changed", "load-press"


def waiting(changed: Any, word: str, people: dict[str, Any], foreign: list[str]) -> dict[str, Any]:
    """Put new texts of a live page and a new article into a release, approved in all languages; return where it will be seen."""
    from wagtail.models import Page

    from core.versions import path_below_home
    from knowledge.models import ArticleIndexPage
    from newsroom.releases import composing
    from tests import factories
    from tests.newsroom import releasing

    staff = SimpleNamespace(**{part: people[part] for part in ("editor", "approver")})
    news = ArticleIndexPage.objects.live().filter(locale__language_code="en").first()
    never = {"live": False, "first_published_at": None, "last_published_at": None}
    made = factories.article({"en": news}, PRESS, title=f"Soaking {word}", date=date.today(), **never)["en"]
    article = Page.objects.get(pk=made.pk).specific
    article.save_revision(user=staff.editor, clean=False)
    release = releasing.release(staff, [changed, article], title="Load", languages=foreign)
    releasing.approve_english(changed, staff, summary=f"What water does {word}.")
    releasing.approve_english(article, staff)
    composing.order(staff.approver, release)
    for page in (changed, article):
        for code in foreign:
            releasing.approve(page, people[f"translator-{code}"], people[f"reviewer-{code}"], code, word)
    return {"word": word, "places": places(word, ["en", *foreign], path_below_home(news.url_path).strip("/"))}


def places(word: str, codes: list[str], news: str) -> dict[str, str]:
    """Return the addresses that tell of the release, each with what stands there only while it is live."""
    found = {"/sitemap.xml": f"/{codes[-1]}/{news}/{PRESS}/"}
    for code in codes:
        article = f"/{code}/{news}/{PRESS}/"
        told = ("", f"{CHANGED}/", f"{news}/", f"{news}/{PRESS}/", "feeds/news/")
        found |= {f"/{code}/{path}": word for path in told}
        found[f"/api/v2/pages/?locale={code}&slug={PRESS}"] = word
        # A search repeats what was searched for.
        found[f"/{code}/search/?q={word}"] = article
    return found


def turned(step: str) -> dict[str, float]:
    """Publish the release as the worker's minute does, or roll it back; return the two moments."""
    from django.utils import timezone

    from newsroom.models import Release
    from newsroom.releases import history, rolling_back

    moments = {"before": time.monotonic()}
    write = history.write

    def note(*args: Any, **kwargs: Any) -> Any:
        event = write(*args, **kwargs)
        moments["before"] = time.monotonic()
        return event

    release = Release.objects.get()
    # The history is written last.
    with mock.patch.object(history, "write", note):
        if step == "go":
            Release.objects.update(goes_live_at=timezone.now())
            call_command("publish_releases", verbosity=0)
        else:
            rolling_back.roll_back(release.made_by, release, "A figure is wrong.")
    moments["after"] = time.monotonic()
    release.refresh_from_db()
    if not (release.live_at if step == "go" else release.rolled_back_at):
        raise RuntimeError(f"The release did not {step}: {release.failure or 'it is not ready'}")
    return moments


if __name__ == "__main__":
    django.setup()
    print(json.dumps(turned(sys.argv[1])))
