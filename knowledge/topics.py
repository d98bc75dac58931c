"""The topics of a language with the addresses of their pages, for the foundation's menus."""

from core.menus import MenuItem
from core.versions import public, public_path
from knowledge.models import TopicPage
from vocabulary.models import Topic


def topics_of(code: str) -> dict[int, MenuItem]:
    """Return every topic by its id: its name in the active language and its page's address, empty where there is none."""
    rows = (
        public(TopicPage.objects.live()).filter(locale__language_code=code).values_list("topic_id", "title", "url_path", "slug")
    )
    pages = {topic_id: (title, url_path, slug) for topic_id, title, url_path, slug in rows}
    items = {}
    for topic in Topic.objects.all():
        title, url_path, slug = pages.get(topic.pk, (str(topic), "", topic.code))
        items[topic.pk] = MenuItem(title, public_path(url_path, code) if url_path else "", slug)
    return items
