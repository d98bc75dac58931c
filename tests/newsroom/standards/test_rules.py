"""Each rule lets a good page pass, and finds the page that was spoilt in it, and there alone."""

from typing import Any

import pytest

from config.languages import CODES
from newsroom.standards.pages import ERROR
from newsroom.standards.registry import RULES, page_rules
from newsroom.standards.running import check_page
from tests.newsroom.standards.sample import HOST, SENTENCES, found, html, names, page

FRENCH = SENTENCES["fr"]
CONTACT = """<dl><dd class="contact-office">Bureau du cuir</dd>
<dd class="contact-languages"><span lang="en">English</span> · <span lang="fr">Français</span></dd></dl>
<form method="post"><textarea></textarea>
<select name="reply_language"><option value="en" lang="en">English</option></select></form>"""
STATEMENT = '<p>Déclaration du 1er novembre 2026. <a href="/fr/contact/">Contact</a></p>'
FILE = '<ul><li><a href="/documents/1/guide.pdf" hreflang="en">Guide</a> <span>Anglais</span></li></ul>'


@pytest.mark.parametrize("code", CODES)
def test_a_page_that_keeps_all_rules_has_no_findings(code: str) -> None:
    assert found(page(html(code), code)) == []


SPOILT: dict[str, list[tuple[str, str, str]]] = {
    "language-bar": [
        ("missing", "<nav>", "<div>"),
        ("order", ">عربي<", ">العربية الفصحى<"),
        ("marking", 'lang="ar" hreflang="ar" dir="rtl"', 'lang="ar" hreflang="ar"'),
        ("target", '<a href="/es/about/"', '<a href="/es/"'),
        ("current", ' aria-current="true"', ""),
        ("exists", '<a href="/es/about/"', '<a rel="nofollow" title="Esta página aún no existe" href="/es/about/"'),
    ],
    "versions": [
        ("self", f'<link rel="alternate" hreflang="fr" href="{HOST}/fr/about/">', ""),
        ("default", 'hreflang="x-default"', 'hreflang="de"'),
        ("missing", f'<link rel="alternate" hreflang="es" href="{HOST}/es/about/">', ""),
    ],
    "declared-language": [
        ("lang", '<html lang="fr"', "<html"),
        ("dir", '<html lang="fr" dir="ltr"', '<html lang="fr" dir="rtl"'),
    ],
    "one-language": [
        ("foreign", "<h1>", f"<p>{SENTENCES['en']}</p><h1>"),
        ("foreign", "<h1>", f"<p>{SENTENCES['ru']}</p><h1>"),
        ("interface", "<h1>", "<p>Main menu</p><h1>"),
    ],
    "feeds": [("other", 'href="/fr/feeds/news/"', 'href="/en/feeds/news/"')],
    "labelled-links": [
        ("unmarked", "<h1>", '<p><a href="/en/topics/">Tanning</a> (anglais)</p><h1>'),
        ("unsaid", "<h1>", '<p><a href="/en/topics/" hreflang="en">Tanning</a></p><h1>'),
        ("file", "<h1>", '<p><a href="/documents/1/guide.pdf">Guide</a></p><h1>'),
        ("file-unsaid", "<h1>", '<p><a href="/documents/1/guide.pdf" hreflang="en">Guide</a></p><h1>'),
    ],
    "banner-acronyms": [
        ("missing", f"<span>{FRENCH}</span>", ""),
        ("acronym", f"<span>{FRENCH}", f"<span>{FRENCH} ONUDI"),
        ("language", f"<span>{FRENCH}</span>", f'<span lang="en">{FRENCH}</span>'),
        ("other", f"<span>{FRENCH}</span>", "<span>Cuir</span>"),
    ],
    "banner-lettering": [
        ("text", '<path d="M0 0"/>', "<text>Cuir</text>"),
        ("words", '<a href="/fr/">', '<a href="/fr/"><img src="/mark.png" alt="Cuir et peaux">'),
    ],
    "footer": [
        ("missing", "<footer>", "<div>"),
        ("marked", "<footer>", '<footer><p lang="en">All rights reserved</p>'),
        ("foreign", "<footer>", f"<footer><p>{SENTENCES['en']}</p>"),
        ("interface", "<footer>", "<footer><p>Main menu</p>"),
        ("link", "<footer>", '<footer><p><a href="/en/terms/" hreflang="en">Conditions (anglais)</a></p>'),
    ],
    "contact": [("link", 'href="/fr/contact/"', 'href="/fr/about/"')],
    "united-nations": [("missing", "www.un.org/fr/", "www.unido.org/"), ("other", "www.un.org/fr/", "www.un.org/en/")],
    "encoding": [("meta", '<meta charset="utf-8">', ""), ("bytes", "<h1>", "<h1>\ufffd")],
    "alternative-texts": [
        ("missing", f' alt="{FRENCH}"', ""),
        ("file", f' alt="{FRENCH}"', ' alt="river.jpg"'),
        ("drawing", "<h1>", '<svg role="img"><path d="M0 0"/></svg><h1>'),
    ],
}


@pytest.mark.parametrize(
    ("rule", "sentence", "old", "new"),
    [(rule, *spoilt) for rule, cases in SPOILT.items() for spoilt in cases],
)
def test_each_rule_finds_the_page_that_breaks_it(rule: str, sentence: str, old: str, new: str) -> None:
    text = html()
    assert old in text
    assert f"{rule} {sentence}" in names(page(text.replace(old, new, 1)))


def test_only_what_was_spoilt_is_found() -> None:
    (finding,) = found(page(html().replace("<h1>", f"<p>{SENTENCES['en']}</p><h1>")))
    assert (finding.rule, finding.language, finding.title, finding.address) == (
        "one-language",
        "fr",
        "Title",
        f"{HOST}/fr/about/",
    )
    assert finding.element == "main > article > p"


HEADERS = {"content-type": "text/html; charset=utf-8"}


@pytest.mark.parametrize(
    ("expected", "values"),
    [
        ("encoding header", {"headers": {"content-type": "text/html"}}),
        ("declared-language header", {"headers": {**HEADERS, "content-language": "en"}}),
        ("language-bar unsaid", {"versions": frozenset(CODES) - {"es"}}),
        ("versions extra", {"versions": frozenset(CODES) - {"es"}}),
        ("footer status", {"role": ERROR, "status": 200}),
    ],
)
def test_what_is_known_of_a_page_is_held_against_it(expected: str, values: dict[str, Any]) -> None:
    assert expected in names(page(html(), **values))


def test_legal_pages_are_held_to_the_rule_on_disclaimers() -> None:
    text = html(path="terms/", main=f"<p>{SENTENCES['en']}</p>")
    assert names(page(text, path="terms/", role="terms")) == {"footer foreign"}


@pytest.mark.parametrize(
    ("sentence", "old", "new"),
    [
        ("office", "Bureau du cuir", ""),
        ("languages", "contact-languages", "languages"),
        ("form", '<option value="en" lang="en">English</option>', ""),
    ],
)
def test_the_contact_page_names_office_and_languages(sentence: str, old: str, new: str) -> None:
    good = html(path="contact/", main=CONTACT)
    assert names(page(good, path="contact/", role="contact")) == set()
    assert names(page(good.replace(old, new), path="contact/", role="contact")) == {f"contact {sentence}"}


@pytest.mark.parametrize(("sentence", "old", "new"), [("contact", "/fr/contact/", "mailto:?subject=x"), ("date", "2026", "")])
def test_the_accessibility_statement_has_contact_and_date(sentence: str, old: str, new: str) -> None:
    good = html(path="accessibility/", main=STATEMENT)
    spoilt = html(path="accessibility/", main=STATEMENT.replace(old, new))
    assert names(page(good, path="accessibility/", role="accessibility")) == set()
    assert names(page(spoilt, path="accessibility/", role="accessibility")) == {f"accessibility-statement {sentence}"}


def test_a_page_of_links_to_another_language_is_an_empty_frame() -> None:
    row = '<li><a href="/en/topics/" hreflang="en" lang="en">The effluent of tanneries and how it is treated</a> (anglais)</li>'
    assert names(page(html(main=f"<ul>{row * 3}</ul>"))) == set()
    assert names(page(html(main=f"<ul>{row * 12}</ul>"))) == {"empty-frame frame"}


@pytest.mark.parametrize(
    "main",
    [
        FILE,
        f'<p lang="en">{SENTENCES["en"]}</p>',
        '<p>Lisez <a href="/en/topics/" hreflang="en">la version anglaise</a>.</p>',
        '<p><a href="https://example.org/">Institut du cuir</a></p>',
        '<img src="/media/line.svg" alt="">',
        "<p>Écrivez à office@example.org ou voyez https://example.org/the/list/of/all.</p>",
    ],
)
def test_what_is_right_is_let_pass(main: str) -> None:
    assert names(page(html(main=main))) == set()


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("ar", "شاركت في العمل مؤسسة Leather Working Group من المملكة المتحدة."),
        ("zh-hans", "数据来自leatherbiz网站，2024年，由多家制革企业共同提供，并由专家核实。"),
        ("ru", "Об этом сообщил журнал Leather International в январе 2010 года."),
    ],
)
def test_names_in_a_sentence_of_another_script_are_let_pass(code: str, text: str) -> None:
    assert names(page(html(code, main=f"<p>{text}</p>"), code)) == set()


@pytest.mark.parametrize("code", ["ar", "zh-hans", "ru"])
def test_english_alone_on_a_page_of_another_script_is_found(code: str) -> None:
    assert names(page(html(code, main="<p>Contact us</p>"), code)) == {"one-language foreign"}


def test_known_names_are_let_pass_wherever_they_stand() -> None:
    answer = page(html("ar", main="<p>Jakov Buljan</p>"), "ar")
    assert names(answer) == {"one-language foreign"}
    assert not list(check_page(answer, page_rules(["Jakov Buljan"])))


def test_a_feed_that_declares_another_language_is_found() -> None:
    feed = '<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{}"><title>x</title></feed>'
    headers = {"content-type": "application/atom+xml; charset=utf-8"}
    rule = RULES["feeds"]
    assert not list(rule.check(page(feed.format("fr"), headers=headers)))  # type: ignore[attr-defined]  # a rule of one page
    assert [each.sentence for each in rule.check(page(feed.format("en"), headers=headers))] == ["content"]  # type: ignore[attr-defined]  # as above


def test_every_sentence_of_every_page_rule_was_tested() -> None:
    beside = {
        "language-bar": {"unsaid"},
        "versions": {"extra"},
        "declared-language": {"header"},
        "feeds": {"content"},
        "empty-frame": {"frame"},
        "footer": {"status"},
        "contact": {"office", "languages", "form"},
        "encoding": {"header"},
        "accessibility-statement": {"contact", "date"},
    }
    tested = {rule.code: {case[0] for case in SPOILT.get(rule.code, [])} | beside.get(rule.code, set()) for rule in page_rules()}
    assert tested == {rule.code: set(rule.sentences) for rule in page_rules()}
