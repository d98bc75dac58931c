"""Ways to spoil the small portal, one for each sentence of each rule: in its content where people could, else in its answers.

What people cannot do stands for a fault of a template, a setting of the server or a catalogue.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from wagtail.models import Page

from config.languages import CODES
from core import renditions
from core.models import SiteSettings
from newsroom.standards.collecting import NO_PAGE
from tests import factories
from tests.newsroom.standards import portal
from tests.newsroom.standards.sample import SENTENCES
from translation_desk.models import Segment, TranslationJob

EVERYWHERE = "*"
"""In the place of a path: every page of the language."""


@dataclass(frozen=True, slots=True)
class Spoilt:
    """A way to break a rule, and where the check has to find it."""

    rule: str
    sentence: str
    code: str
    path: str
    """Below the home page of the language, or of the site where it begins with a slash."""
    element: str = ""
    by: Callable[[Page], None] | None = None
    """Spoils the page itself; without it the answer is spoilt."""
    old: str = ""
    """A regular expression, found once in the answer."""
    new: str = ""
    headers: tuple[tuple[str, str], ...] = ()
    status: int = 0

    @property
    def address(self) -> str:
        """The path of the page."""
        return self.path if self.path.startswith("/") else f"/{self.code}/{self.path}"


class SpoiltAnswers:
    """Middleware in front of all others that spoils the answers of the table."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer."""
        response = self.get_response(request)
        for each in SPOILT:
            if each.by is not None or each.address != request.path:
                continue
            if each.old:
                text, times = re.subn(each.old, each.new, response.content.decode(), count=0 if each.sentence == "link" else 1)
                assert times, f"{each.address} does not hold {each.old}"
                response.content = text.encode()
            for name, value in each.headers:
                response.headers[name] = value
            response.status_code = each.status or response.status_code
        return response


def content() -> None:
    """Spoil the pages that the table spoils themselves."""
    for each in SPOILT:
        if each.by is not None and each.by is not _nothing:
            each.by(portal.page("" if each.path == EVERYWHERE else each.path, each.code).specific)


def _text(html: str) -> Callable[[Page], None]:
    """Return what adds a paragraph to a page."""

    return lambda page: _put(page, [*((block.block_type, block.value) for block in page.body), ("paragraph", html)])


def _put(page: Any, blocks: list[tuple[str, Any]]) -> None:
    """Put a text in the place of a page's, without the indexes that are kept when a page is saved."""
    page.body = blocks
    type(page)._default_manager.filter(pk=page.pk).update(body=page.body)


def _picture(page: Any) -> None:
    image: Any = factories.image()
    image.contextual_alt_text = "IMG_2034.jpg"
    renditions.make(image)
    _put(page, [("image", {"image": image, "caption": ""})])


def _frame(page: Any) -> None:
    homes = {code: portal.page("", code) for code in CODES}
    english = factories.standard(homes, "manual", ("en",), title=SENTENCES["en"], summary=SENTENCES["en"])["en"]
    link = f'<p><a linktype="page" id="{english.pk}">{SENTENCES["fr"]}</a></p>'
    _text(link * 12)(page)


def _fields(**values: Any) -> Callable[[Page], None]:
    """Return what sets fields of a page."""

    def update(page: Page) -> None:
        type(page)._default_manager.filter(pk=page.pk).update(**values)

    return update


def _acronym(_page: Page) -> None:
    SiteSettings.objects.update(site_name_es=f"{SENTENCES['es']} ONUDI")


def _body(*blocks: tuple[str, Any]) -> Callable[[Page], None]:
    """Return what puts another text in the place of a page's."""

    return lambda page: _put(page, list(blocks))


def _without_date(page: Any) -> None:
    _put(page, [(block.block_type, block.value.source.replace("2026", "")) for block in page.body])


def _nothing(_page: Page) -> None:
    """Do nothing: what the entry before spoils is against this sentence too."""


def _segments(**values: Any) -> Callable[[Page], None]:
    """Return what changes what is known of the approved texts of a page."""

    def update(page: Page) -> None:
        job = TranslationJob.objects.get(target_page=page.pk)
        own = {"approved_by": job.reviewer_id, "approved_author": job.reviewer_id} if values.get("own") else {}
        Segment.objects.filter(job=job).update(**{name: value for name, value in values.items() if name != "own"}, **own)

    return update


NAME = "header.site-header > div.masthead > a.site-name"
WORDS = '(?s)(<a class="site-name".*?<span>)[^<]*'
ENTRY = "nav.languages > ul > li > a"
BANNER = "header.site-header"
BAR = "header.site-header > nav.languages > ul > li"
FOOTER = "footer.site-footer"
UNITED_NATIONS = "div.footer-inner > ul.footer-links > li > a"
MARK = "div.masthead > a.site-name > svg.mark"
ARTICLE = "main#main > article.page"
END = "</article>"
TEXT = "article.page > div.body > div.prose > p"

SPOILT = (
    Spoilt("required-pages", "missing", "ar", "fraud-notice/", by=_fields(live=False)),
    Spoilt("approved", "nobody", "fr", "terms/", by=_segments(approved_at=None)),
    Spoilt("approved", "own", "es", "terms/", by=_segments(own=True)),
    Spoilt("approved", "machine", "ru", "terms/", by=_segments(machine="engine")),
    Spoilt("language-bar", "missing", "fr", "privacy/", old='(?s)<nav class="languages".*?</nav>', new=""),
    Spoilt("language-bar", "order", "ru", "privacy/", BAR, old=">عربي<", new=">العربية الفصحى<"),
    Spoilt("language-bar", "marking", "en", "privacy/", ENTRY, old='hreflang="ar" dir="rtl"', new='hreflang="ar"'),
    Spoilt("language-bar", "target", "fr", "copyright/", ENTRY, old='<a href="/es/copyright/" lang', new='<a href="/es/" lang'),
    Spoilt("language-bar", "current", "en", "copyright/", ENTRY, old=' aria-current="true"', new=""),
    Spoilt("language-bar", "unsaid", "fr", "fraud-notice/", f"{ENTRY}.missing", old='rel="nofollow">عربي', new=">عربي"),
    Spoilt(
        "language-bar",
        "exists",
        "ru",
        "fraud-notice/",
        ENTRY,
        old='<a href="/es/fraud-notice/" lang',
        new='<a rel="nofollow" title="Esta página aún no existe" href="/es/fraud-notice/" lang',
    ),
    Spoilt("versions", "self", "fr", "accessibility/", old='<link rel="alternate" hreflang="fr"[^>]*>', new=""),
    Spoilt("versions", "default", "en", "accessibility/", old='hreflang="x-default"', new='hreflang="de"'),
    Spoilt("versions", "missing", "zh-hans", "accessibility/", old='<link rel="alternate" hreflang="es"[^>]*>', new=""),
    Spoilt(
        "versions",
        "extra",
        "en",
        "fraud-notice/",
        old='<link rel="alternate" hreflang="es"',
        new='<link rel="alternate" hreflang="ar" href="/ar/fraud-notice/"><link rel="alternate" hreflang="es"',
    ),
    Spoilt("declared-language", "lang", "ru", "gas-safety/", "html", old='<html lang="ru"', new="<html"),
    Spoilt("declared-language", "dir", "zh-hans", "gas-safety/", "html", old='dir="ltr"', new='dir="rtl"'),
    Spoilt(
        "declared-language",
        "header",
        "en",
        "gas-safety/",
        "Content-Language: fr",
        headers=(("Content-Language", "fr"),),
    ),
    Spoilt("one-language", "foreign", "fr", "gas-safety/", TEXT, by=_text(f"<p>{SENTENCES['ru']}</p>")),
    Spoilt("one-language", "interface", "es", "about/", TEXT, by=_text("<p>Main menu</p>")),
    Spoilt(
        "feeds",
        "other",
        "ru",
        "copyright/",
        "head > link",
        old="</head>",
        new='<link rel="alternate" type="application/atom+xml" href="/en/feeds/glossary/"></head>',
    ),
    Spoilt("feeds", "content", "ru", "/en/feeds/glossary/", by=_nothing),
    Spoilt(
        "labelled-links",
        "unmarked",
        "ru",
        "about/",
        SENTENCES["ru"],
        by=_text(f'<p><a href="/en/about/">{SENTENCES["ru"]}</a></p>'),
    ),
    Spoilt("labelled-links", "unsaid", "ru", "about/", SENTENCES["ru"], by=_nothing),
    Spoilt(
        "labelled-links",
        "file",
        "ar",
        "about/",
        SENTENCES["ar"],
        by=_text(f'<p><a href="https://un.example/a.pdf">{SENTENCES["ar"]}</a></p>'),
    ),
    Spoilt(
        "labelled-links",
        "file-unsaid",
        "en",
        "about/",
        SENTENCES["en"],
        old=END,
        new=f'<p><a href="/documents/1/guide.pdf" hreflang="fr">{SENTENCES["en"]}</a></p>{END}',
    ),
    Spoilt("empty-frame", "frame", "fr", "about/", "main#main", by=_frame),
    Spoilt(
        "banner-acronyms",
        "missing",
        "zh-hans",
        "about/",
        BANNER,
        old='<a class="site-name"[^>]*>',
        new='<a href="/zh-hans/about/">',
    ),
    Spoilt("banner-acronyms", "acronym", "es", EVERYWHERE, NAME, by=_acronym),
    Spoilt("banner-acronyms", "language", "fr", "about/history/", NAME, old=WORDS, new=r'\1<b lang="en">The leather portal</b>'),
    Spoilt("banner-acronyms", "other", "ru", "about/history/", NAME, old=WORDS, new=r"\1Кожа"),
    Spoilt(
        "banner-lettering", "text", "fr", "site-map/", f"{MARK} > text", old='<path d="M20', new='<text>Cuir</text><path d="M20'
    ),
    Spoilt(
        "banner-lettering",
        "words",
        "en",
        "site-map/",
        f"{NAME} > img",
        old='(<a class="site-name"[^>]*>)',
        new=r'\1<img src="/mark.png" alt="Leather panel">',
    ),
    Spoilt("footer", "missing", "ru", "site-map/", old='<footer class="site-footer">', new='<div class="site-footer">'),
    Spoilt("footer", "marked", "fr", "", f"{FOOTER} > p", old="</footer>", new='<p lang="en">All rights reserved</p></footer>'),
    Spoilt("footer", "foreign", "es", "privacy/", TEXT, by=_text(f"<p>{SENTENCES['en']}</p>")),
    Spoilt("footer", "interface", "es", "copyright/", TEXT, by=_text("<p>Main menu</p>")),
    Spoilt(
        "footer",
        "link",
        "fr",
        "search/",
        f"{FOOTER} > p > a",
        old="</footer>",
        new='<p><a href="/en/terms/" hreflang="en">Conditions (anglais)</a></p></footer>',
    ),
    Spoilt("footer", "status", "ru", NO_PAGE, status=200),
    Spoilt("contact", "link", "ru", "terms/", old="/ru/contact/", new="/ru/about/"),
    Spoilt("contact", "office", "fr", "contact/", by=_fields(office="")),
    Spoilt("contact", "languages", "ru", "contact/", old="contact-languages", new="languages"),
    Spoilt(
        "contact",
        "form",
        "zh-hans",
        "contact/",
        "section#form > form.form",
        old='(?s)<select name="reply_language.*?</select>',
        new="",
    ),
    Spoilt("united-nations", "missing", "zh-hans", "terms/", old="www.un.org/zh/", new="www.unido.org/"),
    Spoilt("united-nations", "other", "en", "terms/", UNITED_NATIONS, old="www.un.org/en/", new="www.un.org/fr/"),
    Spoilt("encoding", "header", "ar", "terms/", "Content-Type: text/html", headers=(("Content-Type", "text/html"),)),
    Spoilt("encoding", "meta", "ar", "privacy/", old='<meta charset="utf-8">', new=""),
    Spoilt("encoding", "bytes", "ar", "gas-safety/", by=_text("<p>\ufffd</p>")),
    Spoilt("accessibility-statement", "contact", "es", "accessibility/", ARTICLE, by=_body(("paragraph", "<p>2026</p>"))),
    Spoilt("accessibility-statement", "date", "ar", "accessibility/", ARTICLE, by=_without_date),
    Spoilt(
        "alternative-texts", "missing", "ar", "site-map/", f"{ARTICLE} > img", old=END, new=f'<img src="/media/river.jpg">{END}'
    ),
    Spoilt("alternative-texts", "file", "es", "gas-safety/", "div.body > figure.figure-image > picture > img", by=_picture),
    Spoilt(
        "alternative-texts", "drawing", "zh-hans", "privacy/", f"{ARTICLE} > svg", old=END, new=f'<svg role="img"></svg>{END}'
    ),
)
