"""Rules on what surrounds a text: footer, legal pages and errors, whom to write to, the way to the United Nations."""

import re
from collections.abc import Iterator
from typing import ClassVar
from urllib.parse import urlsplit

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from lxml.html import HtmlElement

from core.i18n import BY_CODE, LANGUAGES
from newsroom.standards.language import ForeignTexts, is_legal
from newsroom.standards.links import names_language, target
from newsroom.standards.pages import ERROR, LivePage, code_of, quoted, text_of
from newsroom.standards.required_pages import BY_ROLE
from newsroom.standards.rule import Finding, PageRule, Place

UNITED_NATIONS = "www.un.org"
YEAR = re.compile(r"(?<!\d)[2\u0662][0\u0660]\d\d(?!\d)")
NOT_FOUND = frozenset({404, 410})


class Footer(PageRule):
    """Footer, legal pages and errors are in the language."""

    code = "footer"
    number = "9"
    title = _("Footer, legal pages and errors in the language")
    why = _("Footer and disclaimers are in the language that the reader chose, and so is the page that says that there is none.")
    cure = _("Translate the legal page, or the title of the page that the footer leads to, at the translation desk.")
    sentences: ClassVar[dict[str, Promise]] = {
        "missing": _("The page has no footer."),
        "marked": _("The footer holds text in another language: %(text)s"),
        "foreign": _("Text that is not in the language of its place: %(text)s"),
        "interface": _("A text of the interface that was left in English: %(text)s"),
        "link": _("The footer leads to a page in another language: %(text)s"),
        "status": _("The answer at an address without a page is not “not found” but %(number)s."),
    }
    of_program = frozenset({"missing", "interface", "status"})

    def __init__(self, names: frozenset[str] = frozenset()) -> None:
        self.foreign = ForeignTexts(names)

    def check(self, page: LivePage) -> Iterator[Finding]:
        """Look at the footer, and at the main part of legal pages and errors."""
        if page.facts.role == ERROR and page.status not in NOT_FOUND:
            yield self.finding(page, "status", number=str(page.status))
        footer = page.footer
        if footer is None:
            yield self.finding(page, "missing")
        else:
            for each in footer.iter():
                if isinstance(each.tag, str) and each.get("lang") and code_of(each.get("lang")) != page.language.code:
                    yield self.finding(page, "marked", each, text=quoted(text_of(each)))
            for link in page.links(footer):
                if page.path_of(link.get("href")) and target(page, link) not in {"", page.language.code}:
                    yield self.finding(page, "link", link, text=link.get("href"))
        parts: set[HtmlElement | None] = {footer, page.main if is_legal(page) else None} - {None}
        texts = [text for text in page.texts if parts & {text.element, *text.element.iterancestors()}]
        for sentence, text in self.foreign.among(texts, page.language):
            yield self.finding(page, sentence, text.element, text=quoted(text.content))


class Contact(PageRule):
    """Whom to write to, and in which language an answer comes."""

    code = "contact"
    number = "10"
    title = _("Contact with the responsible office")
    why = _(
        "Every page leads to the contact page. It names the office that answers and its languages, and the form says in which."
    )
    cure = _(
        "Enter office and languages in the contact page of this language, and publish it; keep the contact page in the footer."
    )
    sentences: ClassVar[dict[str, Promise]] = {
        "link": _("The page does not lead to the contact page."),
        "office": _("The contact page does not name the office that answers."),
        "languages": _("The contact page does not say in which languages the office answers."),
        "form": _("The form does not say in which language the answer comes."),
    }
    of_program = frozenset({"link", "form"})

    def check(self, page: LivePage) -> Iterator[Finding]:
        """Look for the way to the contact page; on it, for office, languages and form."""
        contact = f"/{page.language.code}/{BY_ROLE['contact'].path}"
        if (
            page.facts.has_contact
            and page.path != contact
            and not any(page.path_of(link.get("href")) == contact for link in page.links())
        ):
            yield self.finding(page, "link")
        if page.facts.role != "contact":
            return
        office = page.root.xpath("//*[contains(concat(' ', @class, ' '), ' contact-office ')]")
        if not office or not text_of(office[0]):
            yield self.finding(page, "office")
        languages = page.root.xpath("//*[contains(concat(' ', @class, ' '), ' contact-languages ')]")
        if not languages or not any(names_language(text_of(languages[0]), each.code, page.language) for each in LANGUAGES):
            yield self.finding(page, "languages")
        for form in page.main.iter("form") if page.main is not None else ():
            values = {option.get("value") for option in form.iter("option", "input")}
            if form.xpath(".//textarea") and not values & BY_CODE.keys():
                yield self.finding(page, "form", form)


class UnitedNations(PageRule):
    """The way to the United Nations in the same language."""

    code = "united-nations"
    number = "12"
    title = _("Link to the United Nations in the same language")
    why = _("Every page leads to the home page of the United Nations in its own language.")
    cure = _("Take the address from the table of languages: https://www.un.org/fr/ on a French page.")
    sentences: ClassVar[dict[str, Promise]] = {
        "missing": _("The page does not lead to the home page of the United Nations."),
        "other": _("The link to the United Nations leads to another language: %(text)s"),
    }
    place = Place.PROGRAM

    def check(self, page: LivePage) -> Iterator[Finding]:
        """Look for the link in the footer."""
        within = page.footer if page.footer is not None else page.root
        found = [link for link in page.links(within) if urlsplit(link.get("href")).netloc == UNITED_NATIONS]
        own = f"/{page.language.united_nations_path}/"
        if not found:
            yield self.finding(page, "missing")
        elif not any(urlsplit(link.get("href")).path == own for link in found):
            yield self.finding(page, "other", found[0], text=found[0].get("href"))


class AccessibilityStatement(PageRule):
    """The statement says when it was made and whom to tell."""

    code = "accessibility-statement"
    title = _("Accessibility statement")
    why = _("The accessibility page says how far the site is, from when the statement is, and whom to tell of a barrier.")
    cure = _("Add a link to the contact page and the date of the statement, in every language.")
    sentences: ClassVar[dict[str, Promise]] = {
        "contact": _("The statement names nobody to write to."),
        "date": _("The statement has no date."),
    }

    def check(self, page: LivePage) -> Iterator[Finding]:
        """Look for a date and a way to write in the text of the statement."""
        if page.facts.role != "accessibility":
            return
        within = _statement(page)
        hrefs = [link.get("href") for link in page.links(within)]
        contact = f"/{page.language.code}/{BY_ROLE['contact'].path}"
        # A page may be sent to anybody by mail, which writes to nobody in particular.
        if not any((href.startswith("mailto:") and urlsplit(href).path) or page.path_of(href) == contact for href in hrefs):
            yield self.finding(page, "contact", within)
        if not within.xpath(".//time") and not YEAR.search(text_of(within)):
            yield self.finding(page, "date", within)


def _statement(page: LivePage) -> HtmlElement:
    """Return the text of the page without what stands below every page."""
    main = page.main if page.main is not None else page.root
    articles = main.xpath(".//article")
    return articles[0] if articles else main
