"""What all rules share: what they are called, why they are, how to cure what they find."""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum
from typing import ClassVar

from django.utils.functional import Promise
from django.utils.text import capfirst
from lxml.html import HtmlElement

from core.i18n import language_name
from newsroom.standards.pages import LivePage, quoted, shown
from newsroom.standards.required_pages import BY_ROLE


class Place(Enum):
    """Where something is mended."""

    PAGE = "page"
    """In the editor of the page, or at the translation desk."""
    SITE = "site"
    """Among the words of the site."""
    PROGRAM = "program"
    """Nowhere in the administration: in templates, settings of the server and catalogues."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is against a rule. It holds no words, so that everybody reads it in their language."""

    rule: str
    """The code of the rule."""
    sentence: str
    """Which of the rule's sentences says what is wrong."""
    language: str
    """The code of the page's language."""
    title: str
    address: str
    element: str = ""
    """Where on the page, or the words that it is about; empty where it is the page as a whole."""
    values: dict[str, str] = field(default_factory=dict)
    """What the sentence names: `language` is the code of one, `page` the role of a required page."""


class Rule:
    """One rule. Those of one page get each page, those of the site get the site."""

    code: ClassVar[str]
    number: ClassVar[str] = ""
    """Its number in the list of the United Nations; empty where that list only implies it."""
    title: ClassVar[Promise]
    why: ClassVar[Promise]
    """What the rule asks."""
    cure: ClassVar[Promise]
    sentences: ClassVar[dict[str, Promise]]
    """What may be wrong, by a short name that findings carry."""
    place: ClassVar[Place] = Place.PAGE
    """Where it is mended."""
    of_program: ClassVar[frozenset[str]] = frozenset()
    """The sentences that speak of the program all the same."""

    def mended_at(self, sentence: str) -> Place:
        """Return where it is mended what a sentence says."""
        return Place.PROGRAM if sentence in self.of_program else self.place


class PageRule(Rule, ABC):
    """A rule that one page keeps or breaks."""

    on_errors: ClassVar[bool] = True
    """Whether the page that says that there is none at an address has to keep it too."""

    @abstractmethod
    def check(self, page: LivePage) -> Iterator[Finding]:
        """Yield what is wrong with a page."""

    def finding(self, page: LivePage, sentence: str, where: HtmlElement | str = "", **values: str) -> Finding:
        """Return a finding on a page, at an element or about some words."""
        element = quoted(where) if isinstance(where, str) else shown(where)
        facts = page.facts
        return Finding(self.code, sentence, facts.language.code, facts.title, facts.address, element, values)


class SiteRule(Rule, ABC):
    """A rule that the site keeps or breaks as a whole."""

    @abstractmethod
    def check(self, address: str) -> Iterator[Finding]:
        """Yield what is wrong with the site, whose address begins with this one."""


def said(rule: Rule, finding: Finding) -> str:
    """Return what is wrong, as a sentence in the active language."""
    return str(rule.sentences[finding.sentence]) % {name: _named(name, value) for name, value in finding.values.items()}


def _named(name: str, value: str) -> str:
    if name == "language":
        return capfirst(language_name(value))
    if name == "page":
        return str(BY_ROLE[value].name)
    # Between marks that keep a foreign text together in a sentence of another direction.
    return f"\u2068{value}\u2069" if name == "text" else value
