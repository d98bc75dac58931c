"""A page that keeps every rule, in any language, to be spoilt in one place."""

from dataclasses import replace
from typing import Any

from config.languages import BY_CODE, CODES, LANGUAGES
from newsroom.standards.pages import Facts, LivePage
from newsroom.standards.registry import page_rules
from newsroom.standards.rule import Finding
from newsroom.standards.running import check_page

HOST = "https://portal.example"
SENTENCES = {
    "ar": "تنتج المدابغ مياه عادمة تحتاج إلى معالجة قبل تصريفها.",
    "zh-hans": "制革厂产生的废水在排放之前需要处理。",
    "en": "The effluent of tanneries is treated before it is discharged to the river.",
    "fr": "Les effluents des tanneries sont traités avant le rejet dans une rivière.",
    "ru": "Сточные воды кожевенных заводов очищают до сброса в реку.",
    "es": "Los efluentes de las curtidurías se tratan antes de su vertido en el río.",
}
CONTACT = {"ar": "اتصلوا بنا", "zh-hans": "联系我们", "en": "Contact us", "fr": "Contact", "ru": "Контакты", "es": "Contacto"}
RULES = page_rules()
CURRENT = ' aria-current="true"'


def html(code: str = "fr", path: str = "about/", main: str = "") -> str:
    """Return the page at a path below the home page; `main` is added to its text."""
    own = BY_CODE[code]
    bar = "".join(
        f'<li><a href="/{each.code}/{path}" lang="{each.tag}" hreflang="{each.tag}" dir="{each.direction}"'
        f"{CURRENT if each is own else ''}>{each.bar_name}</a></li>"
        for each in LANGUAGES
    )
    versions = "".join(f'<link rel="alternate" hreflang="{each.tag}" href="{HOST}/{each.code}/{path}">' for each in LANGUAGES)
    sentence = SENTENCES[code]
    return f"""<!doctype html>
<html lang="{own.tag}" dir="{own.direction}"><head><meta charset="utf-8"><title>{sentence}</title>
{versions}<link rel="alternate" hreflang="x-default" href="{HOST}/en/{path}">
<link rel="alternate" type="application/atom+xml" href="/{code}/feeds/news/"></head>
<body><header><nav><ul>{bar}</ul></nav>
<a href="/{code}/"><svg aria-hidden="true"><path d="M0 0"/></svg><span>{sentence}</span></a></header>
<main><article><h1>{sentence}</h1><p>{sentence}</p><img src="/media/river.jpg" alt="{sentence}">{main}</article></main>
<footer><ul><li><a href="/{code}/contact/">{CONTACT[code]}</a></li>
<li><a href="https://www.un.org/{own.united_nations_path}/" hreflang="{own.tag}">{sentence}</a></li></ul></footer>
</body></html>"""


def page(text: str, code: str = "fr", path: str = "about/", **values: Any) -> LivePage:
    """Return the answer of the site with this text; other values are those of `Facts`, or `status` and `headers`."""
    headers = values.pop("headers", {"content-type": "text/html; charset=utf-8", "content-language": code})
    status = values.pop("status", 200)
    facts = Facts(f"{HOST}/{code}/{path}", BY_CODE[code], "Title", versions=frozenset(CODES), site_name=SENTENCES[code])
    return LivePage(replace(facts, **values), text.encode(), status, headers)


def found(answer: LivePage) -> list[Finding]:
    """Return everything that is wrong with an answer."""
    return list(check_page(answer, RULES))


def names(answer: LivePage) -> set[str]:
    """Return rule and sentence of everything that is wrong."""
    return {f"{finding.rule} {finding.sentence}" for finding in found(answer)}
