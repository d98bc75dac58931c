"""A small portal in six languages that keeps every rule."""

from django.contrib.auth import get_user_model
from wagtail.models import Page

from config.languages import CODES, LANGUAGES
from core.models import SiteSettings
from home.models import HomePage
from newsroom.standards.required_pages import REQUIRED_PAGES
from tests import factories
from tests.newsroom.standards.sample import SENTENCES
from translation_desk.adoption import Vouchers, adopt_site

DATED = {code: f"{sentence} 2026." for code, sentence in SENTENCES.items()}


def build(homes: factories.Pages) -> None:
    """Fill the six home pages with the required pages, translated and approved."""
    SiteSettings.objects.update(**{f"site_name_{language.field_suffix}": SENTENCES[language.code] for language in LANGUAGES})
    for code, home in homes.items():
        words = SENTENCES[code]
        HomePage.objects.filter(pk=home.pk).update(title=words, summary=words, lead=words)
    made: dict[str, factories.Pages] = {"": homes}
    for required in REQUIRED_PAGES[1:]:
        *above, slug = required.path.strip("/").split("/")
        parents = made["/".join(above) + "/" if above else ""]
        words = {"title": SENTENCES, "summary": SENTENCES}
        if required.role == "contact":
            office = {"office": SENTENCES, "confirmation": SENTENCES, "reply_languages": ["en", "fr"]}
            made[required.path] = factories.contact(parents, **words, **office)
        elif required.role == "contents":
            made[required.path] = factories.site_map(parents, **words)
        else:
            made[required.path] = factories.standard(parents, slug, CODES, **words)
    for code, page in made["accessibility/"].items():
        link = f'<a linktype="page" id="{made["contact/"]["en"].pk}">{SENTENCES[code]}</a>'
        page.body = [("paragraph", f"<p>{DATED[code]} {link}</p>")]
        page.save()
    people = get_user_model().objects
    names = {part: people.create_user(f"standards-{part}", f"{part}@example.org") for part in ("translator", "reviewer")}
    adopt_site(Vouchers(*(dict.fromkeys(CODES, names[part]) for part in ("translator", "reviewer"))))


def page(path: str, code: str) -> Page:
    """Return the page at a path below a home page."""
    found = Page.objects.filter(locale__language_code=code, url_path__endswith=f"/{path}", depth__gte=2)
    return found.order_by("depth").first() if path else Page.objects.get(locale__language_code=code, depth=2)
