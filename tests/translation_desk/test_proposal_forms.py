"""What is typed into a form of vocabularies, settings, alerts or files reaches no visitor before a second person accepts it."""

import io
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image
from wagtail.contrib.settings.registry import registry as settings_registry
from wagtail.documents.forms import get_document_form, get_document_multi_form
from wagtail.images.forms import get_image_form, get_image_multi_form
from wagtail.models import Site
from wagtail.snippets.models import get_snippet_models

from core import columns
from core.column_forms import HeldColumns
from core.models import CustomDocument, CustomImage, SafetyAlert, SiteSettings
from tests import factories
from tests.translation_desk import desk
from tests.translation_desk.moderation import signed_in
from translation_desk import proposals, roles
from translation_desk.models import ColumnProposal
from vocabulary.models import Term, TermSubject, Topic

pytestmark = pytest.mark.django_db

SECRET = "Unseen by anybody"
NO_VARIANTS = {"status": "preferred", "variants-TOTAL_FORMS": "0", "variants-INITIAL_FORMS": "0"}


@pytest.fixture(scope="module")
def people(six: factories.Pages, django_db_blocker: Any) -> Iterator[SimpleNamespace]:
    """One person for each part, and the pages that show what vocabularies, settings and files say."""
    with django_db_blocker.unblock(), factories.undone():
        roles.set_up_roles(six)
        factories.glossary(six, codes=("en", "fr"))
        yield desk.people()


@pytest.fixture(autouse=True)
def media(tmp_path: Path, settings: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


def picture(name: str = "vat.png") -> SimpleUploadedFile:
    content = io.BytesIO()
    Image.new("RGB", (20, 20), "#8a4f24").save(content, "PNG")
    return SimpleUploadedFile(name, content.getvalue(), "image/png")


def paper(name: str = "vat.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, b"%PDF-1.4", "application/pdf")


def snippet(model: Any, view: str, *args: Any) -> str:
    return reverse(model.snippet_viewset.get_url_name(view), args=args)


def topic_form(topic: Topic, **changes: Any) -> dict[str, Any]:
    texts = {name: getattr(topic, name) or "" for name in columns.columns_of(Topic)}
    return {"code": topic.code, "order": topic.order, **texts, **changes}


def waiting() -> dict[str, str]:
    found = ColumnProposal.objects.filter(decision=ColumnProposal.Decision.WAITING)
    return {proposal.column: proposal.text for proposal in found}


def visitors_read() -> str:
    """Return everything that visitors are served of these texts: pages, API, the list of glossary terms."""
    visitor = Client()
    addresses = (
        "/en/",
        "/fr/",
        "/en/glossary/",
        "/fr/glossary/",
        "/api/v2/images/",
        "/api/v2/documents/",
        "/en/search/?q=unseen",
        "/fr/search/?q=unseen",
        "/en/nothing-here/",
    )
    return "".join(visitor.get(address).content.decode() for address in addresses)


def edit_topic(client: Client) -> None:
    topic = factories.topic("tanning")
    client.post(snippet(Topic, "edit", topic.pk), topic_form(topic, name_en=SECRET, name_fr=SECRET))


def add_topic(client: Client) -> None:
    client.post(snippet(Topic, "add"), {"code": "fresh", "order": "0", "name_en": SECRET, "name_fr": SECRET})


def edit_term(client: Client) -> None:
    term = factories.term("hide")
    data = {name: getattr(term, name) or "" for name in columns.columns_of(Term)}
    changes = {"term_en": SECRET, "definition_fr": SECRET, **NO_VARIANTS}
    client.post(snippet(Term, "edit", term.pk), {**data, "code": "hide", "subject": term.subject_id, **changes})


def add_term(client: Client) -> None:
    subject = TermSubject.objects.get_or_create(code="wet-end", defaults=factories.names("wet end"))[0]
    texts = {"term_en": SECRET, "term_fr": SECRET}
    client.post(snippet(Term, "add"), {"code": "fresh", "subject": subject.pk, **texts, **NO_VARIANTS})


def edit_alert(client: Client) -> None:
    alert = SafetyAlert.objects.create(text_en="Never enter alone", text_fr="Jamais seul")
    client.post(snippet(SafetyAlert, "edit", alert.pk), {"active": "on", "text_en": SECRET, "text_fr": SECRET})


def add_alert(client: Client) -> None:
    client.post(snippet(SafetyAlert, "add"), {"active": "on", "text_en": SECRET, "text_fr": SECRET})


def edit_settings(client: Client) -> None:
    settings = SiteSettings.for_site(Site.objects.get(is_default_site=True))
    texts = {name: getattr(settings, name) or "" for name in columns.columns_of(SiteSettings)}
    address = reverse("wagtailsettings:edit", args=["core", "sitesettings", settings.site_id])
    client.post(address, {**texts, "site_name_en": SECRET, "site_name_fr": SECRET, "demo_notice_en": SECRET})


def add_image(client: Client) -> None:
    data = {"file": picture(), "title_en": SECRET, "title_fr": SECRET, "description_en": SECRET, "tags": ""}
    client.post(reverse("wagtailimages:add"), data)


def edit_image(client: Client) -> None:
    image = factories.image("Vat")
    data = {"title_en": SECRET, "title_fr": SECRET, "description_en": SECRET, "description_fr": SECRET, "tags": ""}
    client.post(reverse("wagtailimages:edit", args=[image.pk]), data)


def choose_image(client: Client) -> None:
    data = {"image-chooser-upload-file": picture(), "image-chooser-upload-title_en": SECRET, "image-chooser-upload-tags": ""}
    client.post(reverse("wagtailimages_chooser:create"), data)


def upload_images(client: Client) -> None:
    answer = client.post(reverse("wagtailimages:add_multiple"), {"title": SECRET, "files[]": picture()})
    if answer.headers["Content-Type"] == "application/json" and "image_id" in json.loads(answer.content):
        pk = json.loads(answer.content)["image_id"]
        data = {f"image-{pk}-title_en": SECRET, f"image-{pk}-description_en": SECRET, f"image-{pk}-tags": ""}
        client.post(reverse("wagtailimages:edit_multiple", args=[pk]), data)


def add_document(client: Client) -> None:
    data = {"file": paper(), "title_en": SECRET, "title_fr": SECRET, "description_en": SECRET, "tags": ""}
    client.post(reverse("wagtaildocs:add"), data)


def edit_document(client: Client) -> None:
    document = CustomDocument.objects.create(title_en="Paper", file=paper())
    data = {"title_en": SECRET, "title_fr": SECRET, "description_en": SECRET, "tags": ""}
    client.post(reverse("wagtaildocs:edit", args=[document.pk]), data)


def choose_document(client: Client) -> None:
    data = {
        "document-chooser-upload-file": paper(),
        "document-chooser-upload-title_en": SECRET,
        "document-chooser-upload-tags": "",
    }
    client.post(reverse("wagtaildocs_chooser:create"), data)


def upload_documents(client: Client) -> None:
    client.post(reverse("wagtaildocs:add_multiple"), {"title": SECRET, "files[]": paper()})


ROUTES = (
    edit_topic,
    add_topic,
    edit_term,
    add_term,
    edit_alert,
    add_alert,
    edit_settings,
    add_image,
    edit_image,
    choose_image,
    upload_images,
    add_document,
    edit_document,
    choose_document,
    upload_documents,
)


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.__name__)
def test_no_form_shows_visitors_what_nobody_accepted(people: Any, route: Callable[[Client], None]) -> None:
    for name, user in vars(people).items():
        with factories.undone():
            route(signed_in(user))
            for model in columns.translated_models():
                texts = {text for row in model._base_manager.values_list(*columns.columns_of(model)) for text in row}
                assert SECRET not in texts, (name, model)
            kept = SECRET in waiting().values()
            assert kept or name not in {"editor", "approver", "admin"}, name
            # Pages are rendered where anything was kept that they might show.
            assert not kept or SECRET not in visitors_read(), name


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.__name__)
def test_an_accepted_text_is_there(people: Any, route: Callable[[Client], None]) -> None:
    route(signed_in(people.editor))
    found = list(ColumnProposal.objects.all())
    assert found and {proposal.language.code for proposal in found} == {"en"}
    for proposal in found:
        proposals.accept(people.approver, proposal)
        row = proposal.content_type.model_class()._base_manager.get(pk=proposal.object_id)
        assert proposal.live_text(row) == SECRET


def test_every_form_of_the_administration_holds_texts_back() -> None:
    forms = [
        get_image_form(CustomImage),
        get_image_multi_form(CustomImage),
        get_document_form(CustomDocument),
        get_document_multi_form(CustomDocument),
    ]
    edited = [model for model in (*get_snippet_models(), *settings_registry) if model in columns.translated_models()]
    assert {*edited, CustomImage, CustomDocument} == set(columns.translated_models())
    forms += [model.base_form_class for model in edited]
    assert all(issubclass(form, HeldColumns) for form in forms)


def test_people_change_the_texts_of_their_languages_only(people: Any) -> None:
    topic = factories.topic("tanning")
    data = topic_form(topic, code="stolen", order=9, name_en="X", name_fr="Tannage", name_ru="Y")
    answer = signed_in(people.translator).post(snippet(Topic, "edit", topic.pk), data)
    assert answer.status_code == 302, answer.context["form"].errors
    assert waiting() == {"name_fr": "Tannage"}
    topic.refresh_from_db()
    assert (topic.code, topic.order) == ("tanning", 0)


def test_facts_are_saved_at_once_beside_texts_that_wait(people: Any) -> None:
    topic = factories.topic("tanning")
    signed_in(people.editor).post(snippet(Topic, "edit", topic.pk), topic_form(topic, order=9, name_en="Tanning"))
    topic.refresh_from_db()
    assert (topic.order, topic.name_en) == (9, "tanning en")
    assert waiting() == {"name_en": "Tanning"}


def test_the_form_shows_what_waits_and_what_visitors_read(people: Any) -> None:
    topic = factories.topic("tanning")
    proposals.propose(people.translator, topic, {"name_fr": "Tannage"})
    text = signed_in(people.reviewer).get(snippet(Topic, "edit", topic.pk)).content.decode()
    assert 'value="Tannage"' in text
    assert "translator-fr Tester" in text
    assert '<bdi lang="fr" dir="ltr">tanning fr</bdi>' in text
    for_others = signed_in(people.editor).get(snippet(Topic, "edit", topic.pk)).content.decode()
    assert 'value="Tannage"' not in for_others and 'value="tanning fr"' in for_others


def test_a_form_that_is_saved_as_it_stands_changes_nothing(people: Any) -> None:
    topic = factories.topic("tanning")
    proposals.propose(people.translator, topic, {"name_fr": "Tannage"})
    signed_in(people.reviewer).post(snippet(Topic, "edit", topic.pk), topic_form(topic, name_fr="Tannage"))
    (proposal,) = ColumnProposal.objects.all()
    assert (proposal.author, proposal.decision) == (people.translator, "waiting")


def test_a_refusal_is_shown_with_its_reason_below_the_field(people: Any) -> None:
    topic = factories.topic("tanning")
    (proposal,) = proposals.propose(people.translator, topic, {"name_fr": "Tannage"})
    proposals.refuse(people.reviewer, proposal, "See the <termbase>.")
    text = signed_in(people.translator).get(snippet(Topic, "edit", topic.pk)).content.decode()
    assert "See the &lt;termbase&gt;." in text
    assert 'value="tanning fr"' in text


def test_people_are_told_that_a_text_waits(people: Any) -> None:
    browser = signed_in(people.editor)
    edit_topic(browser)
    text = browser.get(reverse("wagtailadmin_home")).content.decode()
    assert "1 text waits for a second person of its language." in text
    assert reverse("translation_desk:columns") in text


def test_a_form_of_a_new_entry_can_be_saved_again_before_its_name_is_accepted(people: Any) -> None:
    browser = signed_in(people.editor)
    add_topic(browser)
    topic = Topic.objects.get(code="fresh")
    listing = browser.get(snippet(Topic, "list")).content.decode()
    assert "fresh" in listing
    answer = browser.post(snippet(Topic, "edit", topic.pk), topic_form(topic, order=3, name_en=SECRET))
    assert answer.status_code == 302, answer.context["form"].errors
    topic.refresh_from_db()
    assert (topic.order, topic.name_en) == (3, None)


def test_a_new_file_is_called_by_its_file_until_its_title_is_accepted(people: Any) -> None:
    browser = signed_in(people.editor)
    add_image(browser)
    image = CustomImage.objects.get()
    assert (image.title_en, image.title_fr, image.description_en) == ("vat", None, "")
    text = browser.get(reverse("wagtailimages:edit", args=[image.pk])).content.decode()
    assert f'value="{SECRET}"' in text


def test_code_writes_directly(people: Any) -> None:
    topic = factories.topic("tanning")
    topic.name_fr = "Tannage"
    topic.save()
    assert Topic.objects.values_list("name_fr", flat=True).get(pk=topic.pk) == "Tannage"
    assert waiting() == {}


def test_a_form_asks_once_for_what_waits_however_many_columns(people: Any, django_assert_max_num_queries: Any) -> None:
    topic = factories.topic("tanning")
    browser = signed_in(people.admin)
    taken = []
    for texts in ({"name_fr": "Un"}, {f"name_{code}": "Deux" for code in ("ar", "en", "es", "ru", "zh_hans")}):
        proposals.propose(people.translator if "name_fr" in texts else people.admin, topic, texts)
        browser.get(snippet(Topic, "edit", topic.pk))
        with django_assert_max_num_queries(60) as queries:
            browser.get(snippet(Topic, "edit", topic.pk))
        taken.append(len(queries))
    assert taken[0] == taken[1]
