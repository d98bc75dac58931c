"""Changes of the tree: a section of fifty pages in six languages, with the jobs of all of them."""

from typing import Any
from unittest import mock

from wagtail.models import Page

from config.languages import CODES
from tests import factories
from tests.bench.measuring import administrator, figures
from translation_desk import refreshing, signals
from translation_desk.models import ArchivedPage
from translation_desk.tree import archiving, following, operations, withdrawing
from translation_desk.tree.withdrawing import Scope

PAGES = 50


def measure() -> dict[str, Any]:
    """Return queries and milliseconds of each change, carried out in all languages."""
    homes = factories.homes()
    user, _client = administrator()
    target = factories.standard(homes, "target", CODES)
    section = factories.standard(homes, "section", CODES)
    pages = [section, *(factories.standard(section, f"page-{number}", CODES) for number in range(PAGES - 1))]
    with signals.paused():
        for page in (target, *pages):
            refreshing.refresh_page(page["en"].pk)
    english = section["en"].pk
    # What is measured is the work in the background, not what asks for it.
    with mock.patch.object(operations, "run"):
        Page.objects.get(pk=english).move(Page.objects.get(pk=target["en"].pk), pos="last-child")
    result = {"move": figures(lambda: following.follow(english), repeat=1)}
    english_page = Page.objects.get(pk=english)
    english_page.slug = "renamed"
    english_page.save(clean=False, update_fields=["slug", "url_path"])
    result["new address"] = figures(lambda: following.follow(english), repeat=1)
    result["delete"] = figures(lambda: archiving.put_away(english, None, user), repeat=1)
    entry = ArchivedPage.objects.get()
    home = Page.objects.get(pk=homes["en"].pk)
    result["restore"] = figures(lambda: archiving.put_back(entry, home, "section", user), repeat=1)
    page = Page.objects.get(pk=english)
    result["take offline"] = figures(lambda: withdrawing.withdraw(page, Scope.ALL, below=True, user=user), repeat=1)
    assert not Page.objects.filter(live=True, pk__in=[version.pk for one in pages for version in one.values()]).exists()
    return result
