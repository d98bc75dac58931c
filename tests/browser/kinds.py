"""One address of every kind of page, and how wide the windows are."""

from dataclasses import dataclass
from urllib.parse import quote

from config.languages import CODES

DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 360, "height": 740}

WORDS = {
    "ar": "معالجة المياه",
    "zh-hans": "废水处理",
    "en": "effluent treatment",
    "fr": "traitement des effluents",
    "ru": "очистка стоков",
    "es": "tratamiento de efluentes",
}
"""What somebody looks for in each language."""
CHECKED = ("ar", "zh-hans", "en")
GONE = "publications/removed-publication"
"""Where a page stood in all languages that was put into the archive."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of page."""

    name: str
    path: str
    """Below the prefix of the language; `{words}` stands for what somebody looks for."""
    status: int = 200
    codes: tuple[str, ...] = CODES
    sends_form: bool = False
    """Whether the page is what comes back when its form is sent with faults."""
    saves_data: bool = False
    """Whether the browser asks to save data, which leaves out the pictures."""

    def address(self, code: str) -> str:
        """Return the address in a language, without its host."""
        return f"/{code}/{self.path.replace('{words}', quote(WORDS[code]))}"


KINDS = (
    Kind("home", ""),
    Kind("about", "about/"),
    Kind("mission", "about/unido/"),
    Kind("legal", "privacy/"),
    Kind("safety", "gas-safety/"),
    Kind("topics", "topics/"),
    Kind("topic", "topics/effluent/"),
    Kind("publications", "publications/"),
    Kind("publications-filtered", "publications/?topic=effluent&from=1990&to=2015"),
    Kind("publications-none", "publications/?topic=effluent&from=2200"),
    Kind("publication", "publications/reed-beds-for-the-treatment-of-tannery-effluent/"),
    Kind("courses", "training/"),
    Kind("course", "training/hydrogen-sulphide/"),
    Kind("projects", "projects/"),
    Kind("project", "projects/kasur-tanneries-pollution-control/"),
    Kind("sessions", "sessions/"),
    Kind("session", "sessions/14/"),
    Kind("links", "links/"),
    Kind("news", "news/"),
    Kind("article", "news/reed-beds-in-tamil-nadu/"),
    Kind("article-without-pictures", "news/reed-beds-in-tamil-nadu/", saves_data=True, codes=("en",)),
    Kind("glossary", "glossary/"),
    Kind("contact", "contact/"),
    Kind("contact-errors", "contact/", sends_form=True),
    Kind("site-map", "site-map/"),
    Kind("search", "search/"),
    Kind("search-results", "search/?q={words}"),
    Kind("search-filtered", "search/?q={words}&section=publications&topic=effluent&sort=newest", codes=("en",)),
    Kind("search-everywhere", f"search/?q={{words}}{''.join(f'&language={code}' for code in CODES)}", codes=("ar",)),
    Kind("search-foreign", f"search/?q={quote('обратный осмос')}", codes=("en",)),
    Kind("search-none", "search/?q=qwrtzx&topic=tanning"),
    Kind("search-odd", "search/?q=%22a&page=99999999999&topic=no-such-topic", codes=("zh-hans",)),
    Kind("search-no-words", "search/?q=***", codes=CHECKED),
    Kind("publications-words", "publications/?q={words}", codes=("ar",)),
    Kind("publications-no-words", "publications/?q=qwrtzx&topic=effluent", codes=("en",)),
    Kind("gone", f"{GONE}/", status=410, codes=CHECKED),
    Kind("unknown", "publications/no-such-publication/", status=404),
    Kind(
        "missing",
        "publications/reverse-osmosis-of-treated-tannery-effluent/",
        status=404,
        codes=tuple(code for code in CODES if code != "en"),
    ),
)


def cases(*codes: str) -> list[tuple[Kind, str]]:
    """Return every kind of page in each of these languages that has it."""
    return [(kind, code) for code in codes for kind in KINDS if code in kind.codes]


def case_name(case: object) -> str:
    """Return how a test report names a case."""
    return case.name if isinstance(case, Kind) else str(case)
