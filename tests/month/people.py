"""Holidays, people who leave and come back, words of vocabularies, and what runs by the clock."""

from datetime import timedelta

from django.core.management import call_command
from django.utils import timezone
from wagtail.models import Locale

from tests.month.cast import SOURCE
from tests.month.scene import Scene
from translation_desk import absences, asking, leaving, planning, proposals
from translation_desk.models import ColumnProposal, Level, PlanRule
from vocabulary.models import Topic


def go_on_holiday(scene: Scene) -> bool:
    """Be away for some days, with a deputy of the same language."""
    code = scene.dice.choice(scene.codes)
    part = scene.dice.choice(["editor", "approver"] if code == SOURCE else ["translator", "reviewer"])
    person, deputy = (scene.cast.somebody(scene.dice, part, code) for _number in range(2))
    first = timezone.localdate() + timedelta(days=scene.dice.randrange(3))
    absences.set_absence(person, person, first, first + timedelta(days=scene.dice.randrange(2, 10)), deputy)
    return True


def leave(scene: Scene) -> bool:
    """Close somebody's account; their work returns to the queue. Or let somebody come back."""
    code = scene.dice.choice(scene.foreign)
    person = scene.cast.somebody(scene.dice, scene.dice.choice(["translator", "reviewer"]), code)
    manager = scene.cast.somebody(scene.dice, "approver", SOURCE)
    if person.is_active:
        leaving.close(manager, person)
    else:
        leaving.reopen(manager, person)
    return True


def come_back(scene: Scene) -> bool:
    """Let whoever left come back."""
    gone = [pk for people in scene.cast.parts.values() for pk in people if not scene.cast.person(pk).is_active]
    if not gone:
        return False
    leaving.reopen(scene.cast.somebody(scene.dice, "approver", SOURCE), scene.cast.person(scene.dice.choice(gone)))
    return True


def name_a_topic(scene: Scene) -> bool:
    """Propose another name of a topic in one's language, or decide on such a proposal."""
    waiting = ColumnProposal.objects.filter(decision=ColumnProposal.Decision.WAITING).order_by("pk")
    proposal = scene.pick(waiting) if scene.chance(0.5) else None
    code = proposal.language.code if proposal else scene.dice.choice(scene.foreign)
    reviewer = scene.cast.somebody(scene.dice, "reviewer", code)
    if proposal is not None:
        proposals.accept(reviewer, proposal)
        scene.ledger.approved([proposal.text], reviewer)
        return True
    translator = scene.cast.somebody(scene.dice, "translator", code)
    topic = scene.pick(Topic.objects.order_by("pk"))
    column = f"name_{code.replace('-', '_')}"
    proposals.propose(translator, topic, {column: scene.ledger.signed("Tanning", translator)})
    return True


def plan_ahead(scene: Scene) -> bool:
    """Plan in which languages a page or a section is translated, take a rule back, or ask for a page."""
    page, code = scene.english_page(), scene.dice.choice(scene.foreign)
    if page is None:
        return False
    locale, approver = Locale.objects.get(language_code=code), scene.cast.somebody(scene.dice, "approver", SOURCE)
    if scene.chance(0.3):
        asking.ask(scene.cast.anybody(scene.dice), page, locale.pk, "For the course in May")
        return True
    rule = scene.pick(PlanRule.objects.order_by("pk"))
    if rule is not None and scene.chance(0.4):
        planning.remove(approver, rule)
        return True
    scope = scene.dice.choice([PlanRule.Scope.PAGE, PlanRule.Scope.SECTION])
    level = scene.dice.choice(list(Level))
    planning.save(approver, planning.draft(scope=scope, page=page, locale=locale, level=level))
    return True


def night(_scene: Scene) -> None:
    """Run what the clock runs: publications by date, deadlines, digests, the archive's end."""
    for command in ("publish_scheduled", "keep_deadlines", "send_digests", "take_up_tree_changes", "purge_archive"):
        call_command(command, verbosity=0)


DEEDS = {go_on_holiday: 2, leave: 1, come_back: 1, name_a_topic: 3, plan_ahead: 4}
"""How often each happens, beside the others."""
