"""The translation plan: which rule holds, which jobs arise, what is taken away, what stays."""

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Locale, Page, PageLogEntry

from home.models import ContactPage, StandardPage
from tests import factories
from tests.translation_desk import desk, queue_data
from translation_desk import audit, jobs, plan, planning
from translation_desk.errors import BadValueError, NotAllowedError
from translation_desk.models import Level, Notice, PlanRule, PlanWork, SegmentComment, TranslationJob
from translation_desk.tree import operations

FRENCH, RUSSIAN = 4, 5
Scope = PlanRule.Scope

# --- Which rule holds ---


def fact(path: str, key: UUID | None = None, type_id: int = 1) -> plan.Facts:
    return plan.Facts(1, key or uuid4(), path, type_id)


def rule(scope: str, level: str, *, about: Any = None, locale_id: int | None = None) -> PlanRule:
    values = {"content_type_id": about} if scope == Scope.TYPE else {"translation_key": about}
    return PlanRule(scope=scope, level=level, locale_id=locale_id, **values)


def path(*steps: int) -> str:
    return "".join(f"{step:04d}" for step in (1, 1, *steps))


def test_without_a_rule_a_page_is_wanted_and_a_home_page_required() -> None:
    assert plan.Rules().level(fact(path(1)), FRENCH) == Level.WANTED
    assert plan.Rules().level(fact(path()), FRENCH) == Level.REQUIRED


SECTION, NEARER, PAGE = uuid4(), uuid4(), uuid4()
WHERE = {SECTION: path(1), NEARER: path(1, 2)}


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        ([rule("type", "on_request", about=1)], "on_request"),
        ([rule("type", "on_request", about=2)], "wanted"),
        ([rule("type", "on_request", about=1), rule("section", "required", about=SECTION)], "required"),
        ([rule("section", "required", about=SECTION), rule("section", "not_planned", about=NEARER)], "not_planned"),
        ([rule("section", "required", about=SECTION, locale_id=FRENCH), rule("section", "wanted", about=NEARER)], "wanted"),
        (
            [rule("section", "on_request", about=SECTION), rule("section", "required", about=NEARER, locale_id=RUSSIAN)],
            "on_request",
        ),
        ([rule("section", "required", about=NEARER), rule("page", "on_request", about=PAGE)], "on_request"),
        ([rule("page", "on_request", about=PAGE), rule("page", "required", about=PAGE, locale_id=FRENCH)], "required"),
        ([rule("page", "on_request", about=PAGE), rule("page", "required", about=PAGE, locale_id=RUSSIAN)], "on_request"),
        ([rule("section", "not_planned", about=uuid4())], "wanted"),
    ],
)
def test_the_most_specific_rule_holds(rules: list[PlanRule], expected: str) -> None:
    assert plan.Rules.of(rules, WHERE).level(fact(path(1, 2, 3), PAGE), FRENCH) == expected


def test_a_section_is_what_lies_below_its_page_and_not_what_begins_alike() -> None:
    rules = plan.Rules.of([rule("section", "required", about=SECTION)], WHERE)
    assert [rules.level(fact(place), FRENCH) for place in (path(1), path(1, 1), path(2), path(11))] == [
        "required",
        "required",
        "wanted",
        "wanted",
    ]


def test_pages_above_a_planned_one_are_wanted_in_its_language() -> None:
    section, child, other = fact(path(1)), fact(path(1, 1), PAGE), fact(path(2))
    rules = plan.Rules.of(
        [
            rule("section", "not_planned", about=SECTION),
            rule("section", "not_planned", about=other.key),
            rule("page", "required", about=PAGE, locale_id=FRENCH),
        ],
        {SECTION: section.path, other.key: other.path},
    )
    levels = plan.weighed([section, child, other], rules, [FRENCH, RUSSIAN])
    assert levels[section.key, FRENCH] == Level.WANTED
    assert levels[section.key, RUSSIAN] == levels[other.key, FRENCH] == Level.NOT_PLANNED


# --- Jobs ---


@pytest.fixture(scope="module")
def world(six: factories.Pages, made_people: SimpleNamespace, django_db_blocker: Any) -> Iterator[SimpleNamespace]:
    """A section with two pages, all with their jobs, and a page beside it."""
    with django_db_blocker.unblock(), factories.undone():
        section = desk.english(six, "section", title="Section")
        first = desk.english({"en": section}, "first", title="First")
        second = desk.english({"en": section}, "second", title="Second")
        beside = desk.english(six, "beside", title="Beside")
        yield SimpleNamespace(people=made_people, section=section, first=first, second=second, beside=beside)


def locale(code: str | None) -> Locale | None:
    return Locale.objects.get(language_code=code) if code else None


def set_rule(people: Any, about: Any, level: str, *, scope: str = "page", code: str | None = None) -> PlanRule:
    """Set a rule as a manager does. The work in the background is done at once in tests."""
    subject = {"content_type": about} if scope == "type" else {"page": about}
    return planning.save(people.approver, planning.draft(scope=scope, locale=locale(code), level=level, **subject))


def languages(page: Page) -> str:
    """The languages in which a page has jobs."""
    found = TranslationJob.objects.filter(translation_key=page.translation_key).values_list("locale__language_code", flat=True)
    return " ".join(sorted(found))


ALL = "ar es fr ru zh-hans"


@pytest.mark.django_db
def test_jobs_arise_for_what_is_planned_only(world: SimpleNamespace, people: Any, six: factories.Pages) -> None:
    set_rule(people, ContentType.objects.get_for_model(StandardPage), "not_planned", scope="type")
    set_rule(people, world.section, "on_request", scope="section", code="fr")
    set_rule(people, world.section, "required", scope="section", code="ru")
    new = desk.english({"en": world.section}, "third")
    assert languages(new) == "ru"
    assert desk.job(new, "ru").level == Level.REQUIRED
    assert languages(desk.english(six, "elsewhere")) == ""


@pytest.mark.django_db
def test_what_is_planned_no_more_and_untouched_goes_and_comes_back(world: SimpleNamespace, people: Any) -> None:
    made = set_rule(people, world.section, "on_request", scope="section")
    assert [languages(page) for page in (world.section, world.first, world.beside)] == ["", "", ALL]
    planning.remove(people.approver, made)
    assert [languages(page) for page in (world.section, world.first, world.beside)] == [ALL, ALL, ALL]
    assert desk.job(world.first).segments_total == 8


def began(page: Page, people: Any) -> None:
    jobs.start(people.translator, desk.job(page))


def assigned(page: Page, people: Any) -> None:
    TranslationJob.objects.filter(pk=desk.job(page).pk).update(translator=people.translator)


def dated(page: Page, people: Any) -> None:
    TranslationJob.objects.filter(pk=desk.job(page).pk).update(due=timezone.localdate())


def written(page: Page, people: Any) -> None:
    desk.translate(desk.job(page), people.translator)


def commented(page: Page, people: Any) -> None:
    SegmentComment.objects.create(job=desk.job(page), author=people.reviewer, text="Wait for the new figures.")


def noticed(page: Page, people: Any) -> None:
    Notice.objects.create(user=people.translator, job=desk.job(page), event=Notice.Event.REMINDER)


def live(page: Page, people: Any) -> None:
    desk.make_live(page, people)


@pytest.mark.django_db
@pytest.mark.parametrize("touch", [began, assigned, dated, written, commented, noticed, live], ids=lambda touch: touch.__name__)
def test_what_somebody_did_something_with_stays(world: SimpleNamespace, people: Any, touch: Any) -> None:
    touch(world.beside, people)
    before = desk.job(world.beside)
    set_rule(people, world.beside, "not_planned")
    assert languages(world.beside) == "fr"
    after = desk.job(world.beside)
    assert (after.pk, after.status, after.segments_done) == (before.pk, before.status, before.segments_done)
    assert after.level == Level.NOT_PLANNED


@pytest.mark.django_db
def test_a_live_translation_goes_on_being_maintained(world: SimpleNamespace, people: Any) -> None:
    desk.make_live(world.beside, people)
    set_rule(people, world.beside, "not_planned")
    desk.publish(world.beside, summary="What water does to hides.")
    assert languages(world.beside) == "fr"
    assert desk.job(world.beside).status == "outdated"


@pytest.mark.django_db
def test_a_page_above_a_planned_one_gets_its_job(world: SimpleNamespace, people: Any) -> None:
    set_rule(people, world.section, "not_planned", scope="section")
    assert languages(world.section) == ""
    set_rule(people, world.first, "wanted", code="fr")
    assert [languages(page) for page in (world.section, world.first, world.second)] == ["fr", "fr", ""]
    assert desk.job(world.section).level == Level.WANTED
    started = jobs.start(people.translator, desk.job(world.first))
    assert started.target_page.get_parent().translation_key == world.section.translation_key


@pytest.mark.django_db
def test_a_new_page_that_is_planned_brings_the_pages_above_it_along(world: SimpleNamespace, people: Any) -> None:
    for page in (world.section, world.first, world.second):
        set_rule(people, page, "not_planned", code="fr")
    assert languages(world.section) == "ar es ru zh-hans"
    desk.english({"en": world.section}, "third")
    assert languages(world.section) == ALL


@pytest.mark.django_db
def test_work_on_a_page_that_the_plan_dropped_finds_the_page_above(world: SimpleNamespace, people: Any) -> None:
    assigned(world.first, people)
    set_rule(people, world.section, "not_planned", scope="section")
    assert languages(world.section) == ""
    jobs.start(people.translator, desk.job(world.first))
    assert languages(world.section) == "fr"


@pytest.mark.django_db
def test_a_page_that_moves_into_a_section_follows_its_plan(world: SimpleNamespace, people: Any) -> None:
    set_rule(people, world.section, "on_request", scope="section")
    Page.objects.get(pk=world.beside.pk).move(Page.objects.get(pk=world.section.pk), pos="last-child")
    assert languages(world.beside) == ""


@pytest.mark.django_db
def test_the_effect_is_told_beforehand(world: SimpleNamespace, people: Any) -> None:
    began(world.first, people)
    drafted = planning.draft(scope="section", page=world.section, level="on_request")
    assert planning.effect(adding=drafted) == planning.Effect(made=0, taken=13, kept=2)
    made = planning.save(people.approver, drafted)
    drafted = planning.draft(scope="section", page=world.section, level="required", rule=made)
    assert planning.effect(adding=drafted) == planning.effect(without=made) == planning.Effect(made=13, taken=0, kept=0)


@pytest.mark.django_db
def test_levels_cost_the_same_for_many_pages(six: factories.Pages, world: SimpleNamespace, people: Any) -> None:
    set_rule(people, world.section, "required", scope="section")
    taken = []
    for number in (10, 400):
        with factories.undone():
            queue_data.crowd(six, number, [people.translator], [people.reviewer])
            pages = list(Page.objects.filter(locale__language_code="en", depth__gt=1))
            with CaptureQueriesContext(connection) as queries:
                assert len(plan.levels(pages)) == len(pages) * 5
            taken.append(len(queries))
    assert taken[0] == taken[1] <= 2


@pytest.mark.django_db
def test_a_failure_is_kept_and_can_be_tried_again(world: SimpleNamespace, people: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(planning, "bring_in_line", lambda: 1 / 0)
    set_rule(people, world.beside, "on_request")
    work = PlanWork.objects.get()
    assert work.state == PlanWork.State.FAILED and "ZeroDivisionError" in work.error
    monkeypatch.undo()
    with pytest.raises(NotAllowedError):
        planning.try_again(people.reviewer, work)
    planning.try_again(people.approver, work)
    assert languages(world.beside) == ""


# --- Who changes the plan, and what is refused ---


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["editor", "translator", "reviewer", "stranger"])
def test_only_managers_change_the_plan(world: SimpleNamespace, people: Any, who: str) -> None:
    kept = set_rule(people, world.beside, "required")
    with pytest.raises(NotAllowedError):
        planning.save(getattr(people, who), planning.draft(scope="page", page=world.first, level="not_planned"))
    with pytest.raises(NotAllowedError):
        planning.remove(getattr(people, who), kept)
    assert PlanRule.objects.get() == kept


@pytest.mark.django_db
def test_a_second_rule_for_the_same_is_refused_and_names_the_first(world: SimpleNamespace, people: Any) -> None:
    for code in (None, "fr"):
        made = set_rule(people, world.beside, "required", code=code)
        with pytest.raises(planning.RuleExistsError) as caught:
            planning.draft(scope="page", page=world.beside, level="wanted", locale=locale(code))
        assert caught.value.rule == made
        planning.draft(scope="page", page=world.beside, level="wanted", locale=locale(code), rule=made)


@pytest.mark.django_db
def test_what_no_rule_can_be_about_is_refused(six: factories.Pages, world: SimpleNamespace, people: Any) -> None:
    archived = desk.english(six, "old")
    operations.delete(people.admin, archived, None)
    nowhere = ContentType.objects.get_for_model(ContactPage)
    for values in (
        {"scope": "page"},
        {"scope": "page", "page": Page.objects.get(pk=six["fr"].pk)},
        {"scope": "page", "page": Page.objects.get(pk=six["en"].pk)},
        {"scope": "page", "page": Page.objects.get(depth=1)},
        {"scope": "section", "page": Page.objects.get(pk=archived.pk)},
        {"scope": "type"},
        {"scope": "type", "content_type": nowhere},
        {"scope": "page", "page": world.beside, "locale": locale("en")},
    ):
        with pytest.raises(BadValueError):
            planning.draft(level="wanted", **values)


@pytest.mark.django_db
def test_the_plan_is_logged_where_people_look(world: SimpleNamespace, people: Any) -> None:
    made = set_rule(people, world.beside, "required", code="fr")
    planning.remove(people.approver, made)
    actions = PageLogEntry.objects.filter(page=world.beside.pk, action__startswith="translation_desk.plan").order_by("pk")
    assert [entry.action for entry in actions] == ["translation_desk.plan", "translation_desk.plan_removed"]
    job = desk.job(world.beside)
    told = [event.step for event in audit.events(audit.event_keys(job))]
    assert "Translation plan (French): Required" in told
    assert "Translation plan (French): Required" not in [
        event.step for event in audit.events(audit.event_keys(desk.job(world.beside, "ru")))
    ]
