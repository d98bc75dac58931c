"""Rules on the banner: words in it are spelled out, and no letters are drawn."""

import re
from collections.abc import Iterator
from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from newsroom.standards.pages import LivePage, code_of, own_text, text_of
from newsroom.standards.rule import Finding, PageRule, Place

ACRONYM = re.compile(r"(?<!\w)(?:[^\W\d_a-z]\.?){2,}(?!\w)")
"""Capital letters in a row, with or without full stops."""


def acronyms(text: str) -> list[str]:
    """Return the tokens of a text that are capital letters only."""
    tokens = (match[0] for match in ACRONYM.finditer(text))
    return [token for token in tokens if token.replace(".", "").isupper()]


class BannerAcronyms(PageRule):
    """The name of the site is spelled out."""

    code = "banner-acronyms"
    number = "6"
    title = _("No acronyms in the banner")
    why = _("The banner gives the full name of the site in the language of the page: many acronyms exist in English only.")
    cure = _("Write the full name of the site in each language in the settings of the site.")
    sentences: ClassVar[dict[str, Promise]] = {
        "missing": _("The banner does not name the site."),
        "acronym": _("The banner holds an acronym: “%(text)s”."),
        "language": _("The name of the site stands in another language than the page."),
        "other": _("The banner does not give the name of the site as the settings have it: “%(text)s”."),
    }
    place = Place.SITE
    of_program = frozenset({"missing"})

    def check(self, page: LivePage) -> Iterator[Finding]:
        """Look at what leads home, and at descriptions of pictures in the banner."""
        named = [link for link in page.home_links if text_of(link)]
        if not named:
            yield self.finding(page, "missing", page.banner if page.banner is not None else "")
            return
        for link in named:
            text = text_of(link)
            for token in acronyms(text):
                yield self.finding(page, "acronym", link, text=token)
            marked = [each for each in link.iter() if isinstance(each.tag, str) and each.get("lang") and own_text(each)]
            if any(code_of(each.get("lang")) != page.language.code for each in marked):
                yield self.finding(page, "language", link)
            elif page.facts.site_name and page.facts.site_name not in text:
                yield self.finding(page, "other", link, text=text)
        for image in page.banner.iter("img") if page.banner is not None else ():
            for token in acronyms(image.get("alt") or ""):
                yield self.finding(page, "acronym", image, text=token)


class BannerLettering(PageRule):
    """No letters in pictures of the banner."""

    code = "banner-lettering"
    number = "7"
    title = _("No letters as pictures in the banner")
    why = _("Letters are not drawn and drawings are no letters: they cannot be translated, and not every direction reads them.")
    cure = _("Take a mark without letters, and write the name beside it as text.")
    sentences: ClassVar[dict[str, Promise]] = {
        "text": _("A drawing in the banner holds letters: “%(text)s”."),
        "words": _("A picture in the banner stands for words: “%(text)s”."),
    }
    place = Place.PROGRAM

    def check(self, page: LivePage) -> Iterator[Finding]:
        """Look at drawings and pictures of the banner."""
        if page.banner is None:
            return
        for drawing in page.banner.iter("svg"):
            for letters in drawing.iter("text"):
                if text_of(letters):
                    yield self.finding(page, "text", letters, text=text_of(letters))
        for image in page.banner.iter("img"):
            if (image.get("alt") or "").strip():
                yield self.finding(page, "words", image, text=image.get("alt"))
