"""What translating a page takes, told before it is ordered: words, repetitions, what the memory knows, what is hard."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Sum
from django.utils.translation import gettext_lazy as _, pgettext_lazy
from wagtail.models import Page

from core.i18n import CODES, SOURCE_CODE, locale_ids
from translation_desk import engine, translatability
from translation_desk.errors import WrongStateError
from translation_desk.models import Segment, TranslationJob
from translation_desk.models.jobs import Status
from translation_desk.permissions import can_see, require
from translation_desk.translatability import Hint, Kind
from translation_memory import leverage, texts
from translation_memory.leverage import IN_CONTEXT, Asked

BANDS: dict[str, Any] = {
    "done": _("Translated already"),
    "repeated": _("Repetitions"),
    "context": _("Same text, same context"),
    "exact": _("Same text"),
    "95": (95, 99),
    "85": (85, 94),
    "75": (75, 84),
    "65": (texts.LEAST, 74),
    "new": pgettext_lazy("translation memory", "New"),
}
"""Name of each band, or the percentages it spans, in the order in which tools of translators show them."""
LEAST = ((IN_CONTEXT, "context"), (100, "exact"), (95, "95"), (85, "85"), (75, "75"), (texts.LEAST, "65"), (0, "new"))
LEAST_WORDS = 200
"""Approved words of a language from which its lengths are foretold."""


@dataclass(slots=True)
class Amount:
    """Texts and words of one band."""

    segments: int = 0
    words: int = 0

    def add(self, words: int) -> None:
        """Count one text."""
        self.segments += 1
        self.words += words


@dataclass(slots=True)
class Effort:
    """What one language takes."""

    code: str
    bands: dict[str, Amount] = field(default_factory=lambda: {name: Amount() for name in BANDS})
    length: int | None = None
    """About how long the new text will be: words, in Chinese characters. None where too little is approved to tell."""

    @property
    def left(self) -> Amount:
        """What is not translated yet."""
        rest = [amount for name, amount in self.bands.items() if name != "done"]
        return Amount(sum(one.segments for one in rest), sum(one.words for one in rest))


@dataclass(frozen=True, slots=True)
class Analysis:
    """The effort of one page."""

    segments: int
    words: int
    efforts: list[Effort]
    hints: list[Hint]


def analysis(user: Any, page: Page) -> Analysis:
    """Return what translating the newest English of a page takes in each language, by what is approved now.

    For everybody with a part in translation. Raises NotAllowedError, WrongStateError for a page that is not English. Each twenty
    texts that are new take two queries in each language.
    """
    require(can_see(user))
    ids = locale_ids()
    if page.locale_id != ids[SOURCE_CODE]:
        raise WrongStateError(_("This is counted for English pages only."))
    newest = page.get_latest_revision_as_object()
    entries = sorted(
        (entry for entry in engine.freeze(newest).segments if entry["kind"] == "text"), key=lambda entry: entry["order"]
    )
    known = _approved_places(page, entries)
    ratios = _ratios()
    efforts = [_effort(code, entries, known.get(ids[code], set())) for code in CODES if code != SOURCE_CODE]
    for effort in efforts:
        ratio = ratios.get(ids[effort.code])
        effort.length = round(effort.left.words * ratio) if ratio else None
    hints = translatability.of_texts([entry["data"] for entry in entries])
    return Analysis(len(entries), sum(entry["words"] for entry in entries), efforts, [*hints, *_images(newest)])


def _effort(code: str, entries: Sequence[dict[str, Any]], approved: set[str]) -> Effort:
    effort = Effort(code)
    keys = ["", *(texts.key(entry["data"]) for entry in entries), ""]
    seen: set[str] = set()
    asked: list[tuple[int, Asked]] = []
    for number, entry in enumerate(entries):
        key = keys[number + 1]
        if entry["place"] in approved:
            effort.bands["done"].add(entry["words"])
        elif key in seen:
            effort.bands["repeated"].add(entry["words"])
        else:
            asked.append((entry["words"], Asked(entry["data"], keys[number], keys[number + 2])))
        seen.add(key)
    for (words, _one), percent in zip(asked, leverage.best(code, [one for _words, one in asked]), strict=True):
        effort.bands[band(percent)].add(words)
    return effort


def band(percent: int) -> str:
    """Return the name of the band that a percentage of the memory belongs to."""
    return next(name for least, name in LEAST if percent >= least)


def _approved_places(page: Page, entries: Iterable[dict[str, Any]]) -> dict[int, set[str]]:
    """Return the places whose text is approved, by id of the language."""
    rows = Segment.objects.filter(
        job__translation_key=page.translation_key,
        job__enabled=True,
        place__in=[entry["place"] for entry in entries],
        kind=Segment.Kind.TEXT,
    ).exclude(approved_text="")
    found: dict[int, set[str]] = {}
    for locale_id, place in rows.values_list("job__locale", "place"):
        found.setdefault(locale_id, set()).add(str(place))
    return found


def _ratios() -> dict[int, float]:
    """Return how long translations are for each English word, by id of the language."""
    live = TranslationJob.objects.filter(status__in=(Status.LIVE, Status.OUTDATED), words_done__gt=0)
    rows = live.order_by().values_list("locale").annotate(Sum("written"), Sum("words_done"))
    return {locale_id: written / words for locale_id, written, words in rows if words >= LEAST_WORDS}


def _images(page: Page) -> list[Hint]:
    """Return images of an English page that nobody described. Those that only decorate need no words."""
    hints = []
    lead = getattr(page, "lead_image", None)
    if lead is not None and not lead.description_en:
        hints.append(Hint(Kind.IMAGE, lead.title_en or lead.title))
    body = getattr(page, "body", None)
    bare = sum(images_without_words(block) for block in body.raw_data) if body else 0
    return [*hints, *(Hint(Kind.IMAGE, "") for _number in range(bare))]


def images_without_words(value: Any) -> int:
    """Return how many images in the raw data of a block have neither words nor the mark that they need none."""
    if isinstance(value, dict):
        if value.get("image") and "decorative" in value and not value["decorative"] and not value.get("alt_text"):
            return 1
        return sum(map(images_without_words, value.values()))
    return sum(map(images_without_words, value)) if isinstance(value, list) else 0
