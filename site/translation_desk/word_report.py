"""How many words were translated: by person and language for whole days, from what approvals wrote down.

Each text is one of four: new, like something in the memory, the same as something there, or revised. All are measured in English
words; beside them stands the length of the translations. Days are those of the site's time zone, so that everybody who asks for a
month gets the same sums.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from datetime import date, datetime, time, timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Count, F, Max, Min, Q, QuerySet, Sum, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from core.i18n import CODES, SOURCE_CODE, folded, locale_code, locale_ids
from translation_desk.models import TranslatedText
from translation_desk.permissions import can_see, is_manager, locales_to_review, require
from translation_desk.word_ledger import SAME
from translation_desk.wording import person

BANDS: dict[str, Q] = {
    "new": Q(revised=False, percent=0),
    "fuzzy": Q(revised=False, percent__gt=0, percent__lt=SAME),
    "exact": Q(revised=False, percent__gte=SAME),
    "revised": Q(revised=True),
}
"""What a text is counted as; each is one of them."""


@dataclass(frozen=True, slots=True)
class Period:
    """Whole days, both ends included; an open end is None."""

    first: date | None = None
    last: date | None = None


@dataclass(slots=True)
class Sums:
    """What some texts come to. The first four are English words."""

    new: int = 0
    fuzzy: int = 0
    exact: int = 0
    revised: int = 0
    length: int = 0
    texts: int = 0
    pages: int = 0
    first: date | None = None
    last: date | None = None

    @property
    def words(self) -> int:
        """English words in all."""
        return self.new + self.fuzzy + self.exact + self.revised

    def add(self, other: "Sums") -> None:
        """Add the texts of somebody else, or of another language. Pages add up only where they cannot be the same."""
        for name in (*BANDS, "length", "texts", "pages"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.first = min(filter(None, (self.first, other.first)), default=None)
        self.last = max(filter(None, (self.last, other.last)), default=None)


@dataclass(slots=True)
class PersonSums(Sums):
    """What one person translated into one language."""

    name: str = ""


@dataclass(slots=True)
class LanguageSums(Sums):
    """What was translated into one language, and by whom. A page that two people worked on counts once."""

    code: str = ""
    people: list[PersonSums] = field(default_factory=list)


@dataclass(slots=True)
class Report:
    """All languages in the order of the table, and what they come to."""

    languages: list[LanguageSums]
    total: Sums

    @property
    def mixed(self) -> bool:
        """Whether lengths are words in one language and characters in another, which have no sum."""
        return len({language.code == "zh-hans" for language in self.languages}) > 1


@dataclass(frozen=True, slots=True)
class ApprovedPage:
    """What one approval of one page brought from one person."""

    name: str
    code: str
    title: str
    sums: Sums
    reviewer: str
    at: date


def visible(user: Any) -> QuerySet[TranslatedText]:
    """Return the texts whose words somebody may count.

    Managers count everybody's, reviewers those of their languages, all others their own. Raises NotAllowedError.
    """
    require(can_see(user))
    rows = TranslatedText.objects.order_by()
    return rows if is_manager(user) else rows.filter(Q(author=user.pk) | Q(locale__in=locales_to_review(user)))


def languages(user: Any) -> list[str]:
    """Return the codes of the languages in which there is something to count for somebody. Raises NotAllowedError."""
    found = {locale_code(pk) for pk in visible(user).values_list("locale", flat=True).distinct()}
    return [code for code in CODES if code in found]


def people(user: Any) -> list[Any]:
    """Return those whose words somebody may count, in the order of their names. Raises NotAllowedError."""
    model = get_user_model()
    found = model.objects.filter(pk__in=visible(user).values("author"))
    return list(found.order_by("last_name", "first_name", model.USERNAME_FIELD))


def report(user: Any, period: Period, code: str = "", person_id: int | None = None) -> Report:
    """Return the sums for a period, if wanted of one language or person. Raises NotAllowedError.

    What somebody may not count is not in it. Three queries at most, however many texts, people and languages there are.
    """
    rows = _chosen(user, period, code, person_id)
    by_person: list[Any] = list(rows.values("locale", "author").annotate(**_sums()))
    pages = dict(rows.values_list("locale").annotate(Count("translation_key", distinct=True)))
    names = _names({row["author"] for row in by_person})
    found: dict[str, LanguageSums] = {}
    for row in by_person:
        language = found.setdefault(locale_code(row["locale"]), LanguageSums(code=locale_code(row["locale"])))
        sums = _read(row)
        language.add(sums)
        values = {one.name: getattr(sums, one.name) for one in fields(Sums)}
        language.people.append(PersonSums(**values, name=names[row["author"]]))
    total = Sums()
    for code_of_one, language in found.items():
        language.pages = pages[locale_ids()[code_of_one]]
        language.people.sort(key=lambda one: folded(one.name))
        total.add(language)
    return Report([found[known] for known in CODES if known in found], total)


def pages(user: Any, period: Period, code: str = "", person_id: int | None = None) -> Iterator[ApprovedPage]:
    """Return what the sums are made of, page by page in the order of approval. Two queries. Raises NotAllowedError."""
    rows = _chosen(user, period, code, person_id)
    places = ("approved_at", "title", "locale", "author", "reviewer", "translation_key")
    found = list(rows.values(*places).annotate(**_sums()).order_by(*places))
    names = _names({row[part] for row in found for part in ("author", "reviewer")})
    for row in found:
        at = _day(row["approved_at"])
        yield ApprovedPage(names[row["author"]], locale_code(row["locale"]), row["title"], _read(row), names[row["reviewer"]], at)


def today() -> date:
    """Return the day that it is for the site, wherever the person who asks is."""
    return _day(timezone.now())


def months_ago(day: date, number: int = 0) -> Period:
    """Return the whole month of a day, or one some months earlier."""
    year, month = divmod(day.year * 12 + day.month - 1 - number, 12)
    following, next_month = divmod(year * 12 + month + 1, 12)
    return Period(date(year, month + 1, 1), date(following, next_month + 1, 1) - timedelta(days=1))


def _chosen(user: Any, period: Period, code: str, person_id: int | None) -> QuerySet[TranslatedText]:
    rows = visible(user)
    zone = timezone.get_default_timezone()
    if period.first:
        rows = rows.filter(approved_at__gte=datetime.combine(period.first, time.min, zone))
    if period.last and period.last < date.max:
        rows = rows.filter(approved_at__lt=datetime.combine(period.last + timedelta(days=1), time.min, zone))
    if code:
        rows = rows.filter(locale=locale_ids()[code]) if code in locale_ids() and code != SOURCE_CODE else rows.none()
    return rows.filter(author=person_id) if person_id is not None else rows


def _sums() -> dict[str, Any]:
    sums: dict[str, Any] = {f"sum_{name}": Coalesce(Sum("words", filter=band), Value(0)) for name, band in BANDS.items()}
    return sums | {
        "sum_length": Sum("length"),
        "sum_texts": Count("pk"),
        "sum_pages": Count("translation_key", distinct=True),
        "first": Min(F("approved_at")),
        "last": Max(F("approved_at")),
    }


def _read(row: dict[str, Any]) -> Sums:
    counts = {name: row[f"sum_{name}"] for name in (*BANDS, "length", "texts", "pages")}
    return Sums(**counts, first=_day(row["first"]), last=_day(row["last"]))


def _day(at: datetime) -> date:
    return timezone.localtime(at, timezone.get_default_timezone()).date()


def _names(ids: set[int | None]) -> dict[int | None, str]:
    """Return how people are called, by id; None stands for somebody whose account is gone."""
    known = get_user_model().objects.in_bulk([pk for pk in ids if pk is not None])
    return {pk: person(known.get(pk) if pk is not None else None, pk) for pk in ids}
