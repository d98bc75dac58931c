"""Templates that come with the portal: an order that has proved itself, with marks where the text is to be written.

The marks begin with `[…`; what is missing beside the editor tells of each that is left.
"""

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _, pgettext_lazy

from core.models import BasePage
from knowledge.models import ArticlePage, CoursePage, PublicationPage, TopicPage
from projects.models import ProjectPage

SUMMARY = _("[… In one or two sentences: what it is about, and for whom.]")


@dataclass(frozen=True, slots=True)
class Shipped:
    """A template as it is declared; its words are in the language of the page that it fills."""

    key: str
    model: type[BasePage]
    name: Any
    sections: tuple[tuple[Any, Any], ...]
    """Heading and text of each section; a first text without heading has an empty one."""
    quotation: tuple[Any, Any] | None = None
    """Words and source of a quotation at the end."""
    fields: dict[str, Any] = field(default_factory=dict)

    def body(self) -> list[dict[str, Any]]:
        """Return the body in the active language, as it is stored."""
        made: list[dict[str, Any]] = []
        for heading, text in self.sections:
            if heading:
                made.append({"type": "heading", "value": {"text": str(heading), "level": "2"}})
            made.append({"type": "paragraph", "value": f"<p>{text}</p>"})
        if self.quotation:
            words, source = self.quotation
            made.append({"type": "quote", "value": {"text": str(words), "attribution": str(source)}})
        return made


_ABOUT = _("What it is about")
_START = (_("The starting point"), _("[… What the situation was before: figures with their year and source.]"))
_DONE = (_("What was done"), _("[… What was built, taught or changed, by whom and when.]"))

SHIPPED: dict[str, Shipped] = {
    each.key: each
    for each in (
        Shipped(
            "publication",
            PublicationPage,
            _("Publication with its contents"),
            (
                (_ABOUT, _("[… What the document deals with, in plain words.]")),
                (_("Who should read it"), _("[… For whom it was written, and what they can do with it.]")),
                (_("What it contains"), _("[… Its parts, and what is in its annexes.]")),
                (_("Where it comes from"), _("[… Who asked for it, who wrote it, when and for what project.]")),
            ),
        ),
        Shipped(
            "project",
            ProjectPage,
            _("Project from start to lessons"),
            (
                _START,
                _DONE,
                (_("Results"), _("[… What can be measured since then, each figure with its source.]")),
                (_("Lessons learned"), _("[… What others should repeat, and what they should do differently.]")),
            ),
        ),
        Shipped(
            "course",
            CoursePage,
            _("Course"),
            (
                (_("What people learn"), _("[… What they can do afterwards that they could not do before.]")),
                (_("Who it is for"), _("[… Whom it is meant for, and what they should know already.]")),
                (_("How it runs"), _("[… How long it takes, whether there is a test, what it costs.]")),
            ),
        ),
        Shipped(
            "news",
            ArticlePage,
            _("News"),
            (
                ("", _("[… What happened, where and when; the most important thing first.]")),
                (_("Background"), _("[… What readers must know to understand it.]")),
                (_("What comes next"), _("[… What happens next, and where to ask.]")),
            ),
            fields={"kind": "news"},
        ),
        Shipped(
            "event",
            ArticlePage,
            _("Event"),
            (
                (_ABOUT, _("[… What it is about, and why now.]")),
                (pgettext_lazy("of an event", "Programme"), _("[… What is on the programme, and in which languages.]")),
                (_("How to take part"), _("[… How to register, until when, and whom to ask.]")),
            ),
            fields={"kind": "event"},
        ),
        Shipped(
            "story",
            ArticlePage,
            _("Field story"),
            (_START, _DONE, (_("What has changed"), _("[… What people there can do or have now, in their own words.]"))),
            (_("[… Words of somebody who was there.]"), _("[… Who said it, and where.]")),
            fields={"kind": "story"},
        ),
        Shipped(
            "topic",
            TopicPage,
            _("Topic explained"),
            (
                (_("What it means"), _("[… The subject explained for somebody who hears of it for the first time.]")),
                (_("Why it matters"), _("[… What goes wrong if it is neglected: for people, water, soil, money.]")),
                (_("What works"), _("[… What has proved itself in practice, with links to publications and projects.]")),
            ),
        ),
    )
}
