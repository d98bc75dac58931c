"""What enters the translation memory from the desk and what does not; what it offers beside a segment."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from tests import factories
from tests.bench.measuring import body
from tests.translation_desk import desk
from tests.translation_desk.reviewing import english, job, made, six, staff, twice, untouched
from tests.translation_memory.units import OTHER_PAGE, entry
from translation_desk import adoption, editing, jobs, memory, reviewing, signals, submitting
from translation_desk.adoption import Vouchers
from translation_desk.errors import NotAllowedError
from translation_desk.models import Segment, TranslationJob
from translation_memory.entering import enter
from translation_memory.models import MemoryUnit, SourceText, SourceToken, TargetToken

__all__ = ["english", "job", "made", "six", "staff", "twice", "untouched"]

pytestmark = pytest.mark.django_db


def units(job: TranslationJob, **wanted: Any) -> Any:
    return MemoryUnit.objects.filter(translation_key=job.translation_key, **wanted)


def forget() -> None:
    for model in (TargetToken, MemoryUnit, SourceToken, SourceText):
        model.objects.all().delete()


def test_approved_texts_enter_with_people_context_and_date(job: TranslationJob, staff: SimpleNamespace) -> None:
    title = units(job, path="title").get()
    row = desk.segment(job, "title")
    assert (title.language, title.source, title.target) == ("fr", "Soaking", "Eins Soaking")
    assert (title.author, title.approver) == (staff.translator, staff.reviewer)
    assert title.approved_at == row.approved_at
    assert (title.before, title.after) == ("", units(job, path="summary").get().source_text.key)


def test_a_draft_and_what_waits_for_review_stay_out(job: TranslationJob) -> None:
    assert not units(job, target__startswith="Zwei").exists()


def test_what_is_sent_back_stays_out(job: TranslationJob, staff: SimpleNamespace) -> None:
    reviewing.send_back(staff.reviewer, job, "Not like this")
    assert not units(job, target__startswith="Zwei").exists()


def test_a_later_approval_replaces(job: TranslationJob, staff: SimpleNamespace) -> None:
    reviewing.approve(staff.reviewer, job)
    old = units(job, target__startswith="Eins")
    assert old.count() == units(job, target__startswith="Zwei", replaced_at=None).count() == job.segments_total
    assert {unit.replaced_by.target for unit in old} == set(units(job, replaced_at=None).values_list("target", flat=True))


def test_new_english_replaces_the_pair_of_its_place(twice: TranslationJob) -> None:
    old = units(twice, path="summary", source="What water does.").get()
    assert old.replaced_by.source == "What water does to hides."


def test_an_approval_that_is_rolled_back_leaves_nothing(job: TranslationJob, staff: SimpleNamespace) -> None:
    before = MemoryUnit.objects.count()
    with transaction.atomic():
        reviewing.approve(staff.reviewer, job)
        assert MemoryUnit.objects.count() > before
        transaction.set_rollback(True)
    assert MemoryUnit.objects.count() == before


def test_a_version_that_is_returned_to_is_the_present_one_again(twice: TranslationJob, staff: SimpleNamespace) -> None:
    first = twice.submissions.order_by("pk").first()
    reviewing.return_to(staff.reviewer, twice, first, "The newer one is wrong")
    assert units(twice, path="title", replaced_at=None).get().target == "Eins Tanning"


def test_text_that_is_taken_offline_stays(job: TranslationJob, staff: SimpleNamespace) -> None:
    before = units(job).count()
    reviewing.take_offline(staff.reviewer, job, "A mistake")
    assert units(job, replaced_at=None).count() == before


def test_texts_of_a_deleted_page_stay(twice: TranslationJob) -> None:
    before = units(twice).count()
    Page.objects.filter(translation_key=twice.translation_key).delete()
    assert units(twice).count() == before > 0


def test_approving_many_texts_asks_the_memory_twice_more_for_each_twenty_at_most(
    six: factories.Pages, staff: SimpleNamespace
) -> None:
    numbers = []
    for size in (5, 50):
        page = desk.english(six, f"steps-{size}", title=f"Steps {size}", body=body(size - 2))
        started = jobs.start(staff.translator, desk.job(page))
        desk.translate(started, staff.translator)
        submitting.submit(staff.translator, desk.job(page))
        with CaptureQueriesContext(connection) as queries:
            reviewing.approve(staff.reviewer, desk.job(page))
        numbers.append(sum("translation_memory_" in query["sql"] for query in queries))
        assert units(started).count() == size
    # What the memory knows of new texts is asked of twenty or more at once, in two queries; entering takes the same for all.
    assert numbers[1] <= numbers[0] + 2 * 3


def test_adopted_translations_enter(six: factories.Pages, staff: SimpleNamespace) -> None:
    with signals.paused():
        pages = factories.pages(
            factories.StandardPage, six, "liming", ("en", "fr"), title={"en": "Liming", "fr": "Chaulage"}, body=desk.BODY
        )
    adoption.adopt_site(Vouchers({"fr": staff.translator}, {"fr": staff.reviewer}))
    unit = MemoryUnit.objects.get(translation_key=pages["en"].translation_key, path="title")
    assert (unit.language, unit.target, unit.author, unit.approver) == ("fr", "Chaulage", staff.translator, staff.reviewer)


def test_a_site_older_than_its_memory_is_taken_in_once(twice: TranslationJob) -> None:
    forget()
    call_command("fill_memory", if_empty=True, verbosity=0)
    assert set(units(twice, path="summary").values_list("source", "replaced_by__source")) == {
        ("What water does.", "What water does to hides."),
        ("What water does to hides.", None),
    }
    before = MemoryUnit.objects.count()
    call_command("fill_memory", verbosity=0)
    assert MemoryUnit.objects.count() == before


# --- Beside a segment ---


def offered(user: Any, page: Page, path: str, number: int = 0) -> list[memory.Suggestion]:
    job = desk.job(page)
    return memory.beside(user, job, desk.segment(job, path, number))


def test_the_same_english_elsewhere_is_offered_with_its_origin(
    untouched: Page, staff: SimpleNamespace, job: TranslationJob
) -> None:
    best = offered(staff.translator, untouched, "summary")[0]
    assert (best.edited, best.same, best.difference) == ("Eins What water does.", True, "")
    assert (best.origin.title, best.origin.author, best.origin.approver) == (
        "Eins Soaking",
        "translator-fr Tester",
        "reviewer-fr Tester",
    )
    assert best.origin.url.endswith(f"/{job.pk}/")


def test_tags_are_those_of_the_present_english(untouched: Page, staff: SimpleNamespace) -> None:
    link = offered(staff.translator, untouched, "body.b2", 1)[0]
    assert link.edited == "Zwei Read the ⟦1⟧manual⟦/1⟧ first."
    segment = desk.segment(desk.job(untouched), "body.b2", 1)
    started = jobs.start(staff.translator, desk.job(untouched))
    editing.save_text(staff.translator, segment, link.edited, version=segment.version)
    segment = Segment.objects.get(pk=segment.pk)
    assert segment.text == f"Zwei {segment.source}"
    assert started.translator == staff.translator


@pytest.mark.parametrize(
    ("source", "remembered", "target", "expected"),
    [
        ('Read <a id="a9">it</a>', 'Read <a id="a1">this</a>', 'Lire <a id="a1">ceci</a>', "Lire ⟦1⟧ceci⟦/1⟧"),
        ("Read it", 'Read <a id="a1">this</a>', 'Lire <a id="a1">ceci</a>', "Lire ceci"),
        ("Read <b>it</b>", 'Read <a id="a1">this</a>', 'Lire <a id="a1">ceci</a>', "Lire ceci"),
        ("Read it", "Read this", "Le XIX<sup>e</sup>", "Le XIX⟦sup⟧e⟦/sup⟧"),
    ],
)
def test_tags_that_the_english_has_not_are_left_out(source: str, remembered: str, target: str, expected: str) -> None:
    assert memory.fitting(source, remembered, target) == expected


def test_what_is_only_like_it_shows_the_difference_of_the_english(untouched: Page, staff: SimpleNamespace) -> None:
    enter([entry("What water did.", "Ce que faisait l’eau.", page=OTHER_PAGE)])
    one = next(one for one in offered(staff.translator, untouched, "summary") if not one.same)
    assert "<del>" in one.difference and "did" in one.difference
    assert one.origin.title == ""


def test_people_of_other_languages_are_offered_nothing(untouched: Page, staff: SimpleNamespace) -> None:
    for person in (staff.other_reviewer, staff.stranger, staff.editor):
        with pytest.raises(NotAllowedError):
            offered(person, untouched, "title")


def test_a_place_without_words_is_offered_nothing(staff: SimpleNamespace, job: TranslationJob) -> None:
    assert memory.beside(staff.translator, job, Segment(job=job, kind=Segment.Kind.LINK, source="https://example.org")) == []


def test_the_queries_do_not_grow_with_the_memory(untouched: Page, staff: SimpleNamespace) -> None:
    numbers = []
    for count in (0, 30):
        enter([entry(f"What water does {n}.", f"L’eau {n}.", page=OTHER_PAGE, path=str(n)) for n in range(count)])
        job = desk.job(untouched)
        segment = desk.segment(job, "summary")
        memory.beside(staff.translator, job, segment)
        with CaptureQueriesContext(connection) as queries:
            memory.beside(staff.translator, job, segment)
        numbers.append(len(queries))
    assert numbers == [8, 8]
