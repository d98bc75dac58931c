"""The report of the standards check: the last run in the background, and what it found."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.db import transaction
from django.db.models import Count, QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext as _, pgettext
from django_tasks import task

from core import queueing
from core.i18n import language_name
from core.spreadsheets import harmless
from newsroom.models import StandardsFinding, StandardsRun
from newsroom.standards.collecting import base
from newsroom.standards.places import Way, ways
from newsroom.standards.registry import RULES
from newsroom.standards.rule import Finding, Rule, said
from newsroom.standards.running import Outcome, check_site
from translation_desk import background
from translation_desk.permissions import can_see, is_manager, require

State = StandardsRun.State
AT_ONCE = 500
"""Findings that are written or read at a time."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A finding in the words of the active language."""

    rule: Rule
    language: str
    title: str
    address: str
    element: str
    sentence: str
    cure: str
    way: Way
    """Where it is mended."""


@dataclass(frozen=True, slots=True)
class Report:
    """The last run that is done, None before the first, and one that came after it and waits or has failed."""

    last: StandardsRun | None
    later: StandardsRun | None
    counts: dict[str, int]
    """Findings by rule, for all rules in their order."""

    @property
    def number(self) -> int:
        """Findings in all."""
        return sum(self.counts.values())

    @property
    def is_waiting(self) -> bool:
        """Whether a run is under way."""
        return self.later is not None and self.later.state == State.WAITING


def newest(user: Any) -> Report:
    """Return what is known, in three queries however much was found. Raises NotAllowedError."""
    require(can_see(user))
    newest = StandardsRun.objects.order_by("-pk").first()
    last = newest if newest is None or newest.state == State.DONE else _done().first()
    counted = dict(_of(last).values_list("rule").annotate(Count("pk")).order_by()) if last else {}
    counts = {code: counted.get(code, 0) for code in RULES}
    return Report(last, newest if newest != last else None, counts)


def findings(user: Any, *, code: str = "", rule: str = "") -> QuerySet[StandardsFinding]:
    """Return the findings of the last run, if wanted of one language or rule. Raises NotAllowedError."""
    require(can_see(user))
    last = _done().first()
    rows = _of(last) if last else StandardsFinding.objects.none()
    if code:
        rows = rows.filter(language=code)
    return rows.filter(rule=rule) if rule else rows


def run_again(user: Any) -> StandardsRun:
    """Have everything checked once more, in the background; return the run that waits already, if there is one.

    Raises NotAllowedError.
    """
    require(is_manager(user))
    with transaction.atomic():
        waiting = background.waiting(StandardsRun.objects.all())
        row = waiting or StandardsRun.objects.create(requested_by=user)
        if waiting is None or background.is_stranded(waiting):
            queueing.with_commit(run, row.pk)
    return row


@task()
def run(pk: int) -> None:
    """Check everything, then write down what was found."""
    background.carry_out(StandardsRun, pk, _keep, run, read=check_site)


def _keep(row: StandardsRun, outcome: Outcome) -> None:
    row.pages, row.seconds = outcome.pages, outcome.seconds
    StandardsFinding.objects.bulk_create((_row(row, finding) for finding in outcome.findings), batch_size=AT_ONCE)
    StandardsRun.objects.filter(pk__lt=row.pk).delete()


def _row(run_row: StandardsRun, finding: Finding) -> StandardsFinding:
    return StandardsFinding(
        run=run_row,
        rule=finding.rule,
        sentence=finding.sentence,
        language=finding.language,
        title=finding.title[:255],
        address=finding.address,
        element=finding.element,
        named=finding.values,
    )


def _done() -> QuerySet[StandardsRun]:
    return StandardsRun.objects.filter(state=State.DONE).order_by("-pk")


def _of(last: StandardsRun) -> QuerySet[StandardsFinding]:
    # An update of the site may have taken a rule away since.
    return StandardsFinding.objects.filter(run=last, rule__in=RULES)


def finding_of(row: StandardsFinding) -> Finding:
    """Return the finding that a row keeps."""
    return Finding(row.rule, row.sentence, row.language, row.title, row.address, row.element, row.named)


def shown(user: Any, found: Sequence[Finding]) -> Iterator[Shown]:
    """Yield findings in the words of the active language, for a person, or for nobody in particular where that is None."""
    for finding, way in zip(found, ways(user, found), strict=True):
        rule = RULES[finding.rule]
        # An update of the site may have taken a sentence away since.
        sentence = said(rule, finding) if finding.sentence in rule.sentences else str(rule.title)
        element = finding.element
        yield Shown(rule, finding.language, finding.title, finding.address, element, sentence, str(rule.cure), way)


def as_csv(user: Any, *, code: str = "", rule: str = "") -> Iterator[str]:
    """Yield the findings as a table for spreadsheet programs, in the active language. Raises NotAllowedError."""
    return table(user, map(finding_of, findings(user, code=code, rule=rule).iterator(chunk_size=AT_ONCE)))


def table(user: Any, found: Iterable[Finding]) -> Iterator[str]:
    """Yield findings as a table for spreadsheet programs, in the active language, with the ways that are open to a person."""
    headings = [pgettext("standards check", "Number"), pgettext("standards check", "Rule"), _("Language")]
    headings += [_("Page"), _("Address"), pgettext("standards check", "Element")]
    headings += [pgettext("standards check", "Finding"), pgettext("standards check", "Cure")]
    headings.append(pgettext("standards check", "Where"))
    # By the mark at the beginning spreadsheet programs know Unicode.
    yield f"\ufeff{_line(headings)}"
    rest = iter(found)
    while some := list(islice(rest, AT_ONCE)):
        for each in shown(user, some):
            language = capfirst(language_name(each.language))
            cells = [each.rule.number, str(each.rule.title), language, each.title, each.address, each.element]
            yield _line([*cells, each.sentence, each.cure, f"{base()}{each.way.url}" if each.way.url else each.way.words])


def _line(cells: list[str]) -> str:
    written = io.StringIO()
    csv.writer(written).writerow([harmless(cell) for cell in cells])
    return written.getvalue()
