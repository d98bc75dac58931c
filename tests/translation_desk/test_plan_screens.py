"""The screens of the plan: who sees them, what they show before anything is saved, what they say of bad input."""

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.urls import reverse
from wagtail.models import Locale, Page

from home.models import ContactPage
from tests import factories
from tests.translation_desk import desk, queue_data
from tests.translation_desk.empty_page import queries
from translation_desk import languages_of_page, planning
from translation_desk.models import PlanRule, PlanWork, TranslationRequest

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def world(six: factories.Pages, made_people: SimpleNamespace, django_db_blocker: Any) -> Iterator[SimpleNamespace]:
    """A section with a page, on request in all languages, required in Russian."""
    with django_db_blocker.unblock(), factories.undone():
        section = desk.english(six, "section", title="Section")
        first = desk.english({"en": section}, "first", title="First")
        drafted = planning.draft(scope="section", page=section, level="on_request", note="Small office.")
        rule = planning.save(made_people.approver, drafted)
        yield SimpleNamespace(people=made_people, section=section, first=first, rule=rule)


def address(name: str, *args: Any) -> str:
    return reverse(f"translation_desk:{name}", args=args)


SEEN = ("editor", "translator", "reviewer", "approver", "admin")
MANAGERS = ("approver", "admin")


def test_everybody_with_a_role_sees_the_plan_and_managers_change_it(world: Any, client: Client) -> None:
    page = world.first.pk
    screens = {
        address("plan"): SEEN,
        address("plan_requests"): SEEN,
        address("page_plan", page): SEEN,
        address("plan_ask", page, "fr"): SEEN,
        address("plan_add"): MANAGERS,
        address("plan_rule", world.rule.pk): MANAGERS,
        address("plan_remove", world.rule.pk): MANAGERS,
    }
    for who in (*SEEN, "stranger"):
        client.force_login(getattr(world.people, who))
        for url, allowed in screens.items():
            assert client.get(url).status_code == (200 if who in allowed else 302), (who, url)
    for who in ("editor", "translator", "reviewer", "stranger"):
        client.force_login(getattr(world.people, who))
        client.post(address("plan_remove", world.rule.pk))
        client.post(address("plan_add"), {"scope": "page", "page": page, "level": "required", "shown": "x"})
    assert PlanRule.objects.get() == world.rule


def test_the_plan_lists_rules_with_the_pages_they_concern(world: Any, client: Client) -> None:
    client.force_login(world.people.reviewer)
    answer = client.get(address("plan"))
    (row,) = [row for _label, rows in answer.context["groups"] for row in rows]
    assert (row["title"], row["language"], row["pages"]) == ("Section", "All languages", 2)
    text = answer.content.decode()
    assert "Small office." in text and address("plan_rule", world.rule.pk) not in text


def test_a_change_shows_what_it_does_and_is_saved_as_it_was_shown(world: Any, client: Client) -> None:
    client.force_login(world.people.approver)
    form = {
        "scope": "page",
        "page": world.first.pk,
        "type": "",
        "language": "fr",
        "level": "required",
        "note": "For the workshop.",
    }
    shown = client.post(address("plan_add"), form)
    assert shown.status_code == 200 and not PlanRule.objects.filter(scope="page").exists()
    text = shown.content.decode()
    # The page and the section above it.
    assert "It makes 2 jobs." in text and "For the workshop." in text
    form["shown"] = shown.context["shown"]
    again = client.post(address("plan_add"), {**form, "language": "ru"})
    assert again.status_code == 200 and not PlanRule.objects.filter(scope="page").exists()
    assert client.post(address("plan_add"), form).status_code == 302
    rule = PlanRule.objects.get(scope="page")
    assert (rule.level, rule.note, rule.set_by) == ("required", "For the workshop.", world.people.approver)
    assert desk.job(world.first).level == "required"


def test_a_rule_is_changed_and_removed(world: Any, client: Client) -> None:
    client.force_login(world.people.approver)
    url = address("plan_rule", world.rule.pk)
    form = {"scope": "section", "page": world.section.pk, "type": "", "language": "", "level": "wanted", "note": ""}
    form["shown"] = client.post(url, form).context["shown"]
    client.post(url, form)
    assert PlanRule.objects.get().level == "wanted"
    removal = address("plan_remove", world.rule.pk)
    assert "No job is made and none is taken away." in client.get(removal).content.decode()
    client.post(removal)
    assert not PlanRule.objects.exists()


@pytest.mark.parametrize(
    ("values", "field", "sentence"),
    [
        ({"scope": "section", "page": "section"}, "language", "There is a rule for this already."),
        ({"scope": "page", "page": ""}, "page", "Choose a page."),
        ({"scope": "page", "page": "french"}, "page", "Choose an English page"),
        ({"scope": "type"}, "type", "Choose a type of page."),
        ({"scope": "type", "type": "contact"}, "type", "There is no English page of this type."),
    ],
)
def test_bad_input_is_answered_beside_its_field(
    world: Any, client: Client, values: dict[str, str], field: str, sentence: str
) -> None:
    client.force_login(world.people.approver)
    pages = {"section": world.section.pk, "french": Page.objects.get(slug="home-fr").pk, "": ""}
    form: dict[str, Any] = {"type": "", "language": "", "level": "wanted", "note": "Kept words", **values}
    form["page"] = pages[form.get("page", "")]
    if form["type"] == "contact":
        form["type"] = ContentType.objects.get_for_model(ContactPage).pk
    answer = client.post(address("plan_add"), form)
    assert answer.status_code == 422
    assert sentence in str(answer.context["form"].errors[field])
    assert "Kept words" in answer.content.decode()
    if field == "language":
        assert f'href="{address("plan_rule", world.rule.pk)}"' in answer.content.decode()


def test_the_plan_of_a_page_says_why_and_leads_on(world: Any, client: Client) -> None:
    client.force_login(world.people.approver)
    text = client.get(address("page_plan", world.first.pk)).content.decode()
    assert "Set for the section “Section”." in text and "Small office." in text
    assert address("plan_ask", world.first.pk, "fr") in text
    assert f"{address('plan_add')}?scope=page&amp;page={world.first.pk}&amp;language=fr" in text
    assert (
        address("page_plan", world.first.pk)
        in client.get(reverse("wagtailadmin_pages:edit", args=[world.first.pk])).content.decode()
    )
    assert client.get(address("page_plan", Page.objects.get(depth=1).pk)).status_code == 404


def test_somebody_asks_from_the_page(world: Any, client: Client) -> None:
    client.force_login(world.people.translator)
    url = address("plan_ask", world.first.pk, "fr")
    assert client.post(url, {"reason": "A workshop."}).status_code == 302
    assert desk.job(world.first).level == "wanted"
    listed = client.get(address("plan_requests")).content.decode()
    assert "A workshop." in listed and "by 1 colleague" in listed
    refused = client.post(url, {"reason": "Once more."})
    assert refused.status_code == 409 and "Once more." in refused.content.decode()
    assert client.get(address("plan_ask", world.first.pk, "en")).status_code == 404


def test_languages_off_the_plan_are_no_gap_anywhere(world: Any, client: Client) -> None:
    client.force_login(world.people.translator)
    states = languages_of_page.of(world.first.translation_key, world.people.translator, "en").states
    assert {state.label for state in states[1:]} == {"On request"}
    assert states[1].url == address("plan_ask", world.first.pk, "ar")
    matrix = client.get(reverse("translation_desk:matrix")).content.decode()
    assert "On request" in matrix and "No translation" not in matrix
    explorer = client.get(reverse("wagtailadmin_explore", args=[world.section.pk])).content.decode()
    assert "translations up to date" not in explorer


def test_the_queue_is_filtered_by_the_plan(world: Any, people: Any, client: Client) -> None:
    planning.save(people.approver, planning.draft(scope="page", page=world.first, level="required"))
    client.force_login(people.translator)
    url = reverse("translation_desk:queue")
    for level, titles in (("required", {"Home en", "First"}), ("wanted", {"Section"}), ("on_request", set())):
        found = client.get(url, {"tab": "all", "plan": level}).context["object_list"]
        assert {job.source_title for job in found} == titles


def test_lists_cost_the_same_for_many_rows(six: factories.Pages, world: Any, client: Client) -> None:
    client.force_login(world.people.approver)
    taken = []
    for number in (5, 30):
        with factories.undone():
            queue_data.crowd(six, number * 5, [world.people.translator], [world.people.reviewer])
            crowd = Page.objects.filter(slug__regex=r"^crowd-\d-\d+$")[:number]
            french = Locale.objects.get(language_code="fr")
            for page in crowd:
                PlanRule.objects.create(scope="page", translation_key=page.translation_key, level="required")
                TranslationRequest.objects.create(translation_key=page.translation_key, locale=french, readers=3)
            taken.append([queries(client, address(name)) for name in ("plan", "plan_requests")])
    assert taken[0] == taken[1]


def test_managers_see_that_the_plan_could_not_be_carried_out(world: Any, client: Client) -> None:
    work = PlanWork.objects.create(state=PlanWork.State.FAILED, attempts=3, error="OSError: no disk")
    client.force_login(world.people.approver)
    assert "OSError: no disk" in client.get(address("refreshes")).content.decode()
    client.post(address("plan_again", work.pk))
    work.refresh_from_db()
    assert work.state == PlanWork.State.DONE
