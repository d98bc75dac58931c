"""People, pages and jobs for tests of the desk."""

from types import SimpleNamespace
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.utils import timezone
from wagtail.models import Locale, Page

from core.i18n import SOURCE_CODE, locale_code
from tests import factories
from translation_checks import CHECKS
from translation_desk import findings, jobs, refreshing, signals
from translation_desk.models import DeskGroup, Segment, SilencedCheck, TranslationJob

BODY = [
    {"type": "heading", "id": "b1", "value": {"text": "Soaking", "level": "2"}},
    {
        "type": "paragraph",
        "id": "b2",
        "value": '<p>Water returns to the <b>fibres</b>.</p><p>Read the <a href="https://example.org/soak">manual</a> first.</p>',
    },
    {
        "type": "key_figures",
        "id": "b3",
        "value": {
            "figures": [
                {
                    "type": "item",
                    "id": "f1",
                    "value": {
                        "value": "250",
                        "high": None,
                        "qualifier": "",
                        "unit": "plants",
                        "label": "built",
                        "source": "Panel",
                        "source_url": "",
                        "year": 2019,
                    },
                }
            ]
        },
    },
]
"""A body with a heading, two texts in one paragraph block (a bold word, a link) and a figure held as data."""


def person(name: str, *roles: tuple[str, str]) -> Any:
    """Make somebody with roles, each a role and a language code; groups and their `DeskGroup` rows are made where missing."""
    user = get_user_model().objects.create_user(
        name, f"{name}@example.org", "a long password", first_name=name, last_name="Tester"
    )
    for role, code in roles:
        locale = Locale.objects.get(language_code=code)
        row = DeskGroup.objects.filter(locale=locale, role=role).first()
        if row is None:
            group, _created = Group.objects.get_or_create(name=f"{role} {code}")
            row = DeskGroup.objects.create(group=group, locale=locale, role=role)
            group.permissions.add(Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin"))
        user.groups.add(row.group)
    return user


def people(code: str = "fr", other: str = "ru") -> SimpleNamespace:
    """Make one person for each part: editor, approver, translator and reviewer of a language, another reviewer, a stranger."""
    return SimpleNamespace(
        editor=person("editor-en", ("editor", SOURCE_CODE)),
        approver=person("approver-en", ("approver", SOURCE_CODE)),
        translator=person(f"translator-{code}", ("translator", code)),
        reviewer=person(f"reviewer-{code}", ("reviewer", code)),
        other_reviewer=person(f"reviewer-{other}", ("reviewer", other)),
        stranger=person("stranger"),
        admin=get_user_model().objects.create_superuser("admin-desk", "admin@example.org", "a long password"),
    )


def english(homes: factories.Pages, slug: str = "soaking", **fields: Any) -> Page:
    """Make a live English page with a body, and the jobs of its five languages."""
    values = {"title": "Soaking", "summary": "What water does.", "body": BODY, **fields}
    with signals.paused():
        page = factories.pages(factories.StandardPage, homes, slug, ("en",), **values)["en"]
        page = Page.objects.get(pk=page.pk).specific
        page.save_revision(clean=False).publish()
    refreshing.refresh_page(page.pk)
    return Page.objects.get(pk=page.pk).specific


def publish(page: Page, **changes: Any) -> None:
    """Change and publish an English page and refresh its translations."""
    with signals.paused():
        for name, value in changes.items():
            setattr(page, name, value)
        page.save_revision(clean=False).publish()
    refreshing.refresh_page(page.pk)


def job(page: Page, code: str = "fr") -> TranslationJob:
    """Return the job of a page in a language, fresh from the database."""
    return TranslationJob.objects.select_related("locale", "version", "latest_version", "source_page", "target_page").get(
        translation_key=page.translation_key, locale__language_code=code
    )


def segment(of: TranslationJob, path: str, number: int = 0) -> Segment:
    """Return an active segment of a job by path, the first unless told."""
    return Segment.objects.filter(job=of, active=True, path=path).order_by("order")[number]


LETTERS = {"ar": "نص", "ru": "Текст", "zh-hans": "译文"}
"""A word in the letters of a language, without which the checks see that nothing was translated."""


def translate(of: TranslationJob, author: Any, prefix: str = "") -> None:
    """Fill all texts of a job, as their author, straight into the table; counts follow."""
    prefix = prefix or LETTERS.get(locale_code(of.locale_id), "FR")
    for row in Segment.objects.filter(job=of, active=True, kind=Segment.Kind.TEXT):
        row.text, row.author, row.written_at = f"{prefix} {row.source}", author, timezone.now()
        row.version += 1
        row.save()
    jobs.refresh_counts([job_again(of)])


def judge_all(of: TranslationJob, user: Any) -> None:
    """Say of everything that the checks find in a job's texts that it is meant."""
    rows = list(Segment.objects.filter(job=of, active=True))
    found = findings.of_rows(job(of.source_page, locale_code(of.locale_id)), rows)
    for row in rows:
        for name in {told.finding.check.id for told in found.get(row.pk, []) if told.verdict is None}:
            findings.judge(user, row, name, "It is meant.")


def without_checks() -> None:
    """Have all languages do without checks, for plays whose texts are words of no language."""
    SilencedCheck.objects.bulk_create(
        SilencedCheck(name=name, locale=locale) for name in CHECKS for locale in Locale.objects.exclude(language_code=SOURCE_CODE)
    )


def job_again(of: TranslationJob) -> TranslationJob:
    """Return a job fresh from the database."""
    return TranslationJob.objects.get(pk=of.pk)


def make_live(page: Page, people_: Any, code: str = "fr", prefix: str = "FR") -> TranslationJob:
    """Make a live, approved translation of an English page without the workflow, for tests of what comes after."""
    made = jobs.start(people_.translator, job(page, code))
    translate(made, people_.translator, prefix)
    target = jobs.preview(job(page, code))
    target.save_revision(user=people_.translator, clean=False).publish(skip_permission_checks=True)
    for row in Segment.objects.filter(job=made):
        row.approved_text, row.approved_author, row.approved_by, row.approved_at = (
            row.text,
            people_.translator,
            people_.reviewer,
            timezone.now(),
        )
        row.save()
    TranslationJob.objects.filter(pk=made.pk).update(started=False, live_version=made.version_id)
    jobs.refresh_counts([job(page, code)])
    return job(page, code)


__all__ = [
    "BODY",
    "english",
    "job",
    "job_again",
    "judge_all",
    "make_live",
    "people",
    "person",
    "publish",
    "segment",
    "translate",
    "without_checks",
]
