"""Every address of the site, filled in so that there is something at it, and what an answer says about who may go there."""

import re
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

from django.contrib.auth.models import Group
from django.contrib.messages import ERROR, get_messages
from django.core.files.base import ContentFile
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Collection, CollectionViewRestriction, PageViewRestriction, Site, Task, UploadedFile, Workflow
from wagtail.snippets.models import get_snippet_models

from core.models import CustomDocument
from home.models import ContactMessage
from newsroom.experts import links
from newsroom.models import OldAddressImport, PageTemplate, Release, TableImport
from search.models import Promotion, Synonyms
from tests import factories
from tests.newsroom import expert_questions
from tests.translation_desk import desk, world
from translation_desk.models import Submission, TermChange, TermImport, TermProposal

KINDS = ("visitor", "translator", "reviewer", "editor", "approver", "administrator")
"""Kinds of people. Translator and reviewer are those of French, editor and approver those of English."""
METHODS = ("get", "post")
REFUSED = frozenset({401, 403, 404, 405, 410})
PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")
GROUP = re.compile(r"\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)")
TOLD = {
    r"documents/^(\d+)/(.*)$": "documents/{document}/manual.pdf",
    r"en/^((?:[\w\-]+/)*)$": "en/soaking/",
    r"admin/^.*/$": "admin/nothing-here/",
}
"""Addresses with parts that have no name."""


def patterns() -> dict[str, str]:
    """Return the pattern of every address with its name, as Django resolves them: the first of several counts."""
    found: dict[str, str] = {}
    for pattern, name in _walk(get_resolver()):
        found.setdefault(pattern, name)
    return found


def _walk(resolver: URLResolver, path: str = "", namespace: str = "") -> Iterator[tuple[str, str]]:
    for entry in resolver.url_patterns:
        here = path + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from _walk(entry, here, ":".join(part for part in (namespace, entry.namespace) if part))
        elif isinstance(entry, URLPattern):
            yield here, ":".join(part for part in (namespace, entry.name) if part)


def build(homes: factories.Pages) -> SimpleNamespace:
    """Make one row of everything that an address can name, and a browser of each kind of person."""
    made = world.build(homes)
    english = made.english
    document = CustomDocument.objects.create(title_en="Manual", file=ContentFile(b"%PDF-1.7", "manual.pdf"))
    upload = UploadedFile.objects.create(file=ContentFile(b"", "vat.png"), uploaded_by_user=made.people.admin)
    factories.term("bark")
    for make in (factories.topic, factories.document_type, factories.link_kind, factories.country, factories.organisation):
        make("aaa")
    factories.goal(6)
    factories.person("somebody")
    ContactMessage.objects.create(message="Good day", language="en", reply_language="en", delete_after=timezone.now())
    Promotion.objects.create(page=english, queries="water")
    Synonyms.objects.create(language="en", words="hide, skin")
    made.courses, made.topics = factories.course_index(homes), factories.topic_index(homes)
    made.publications = factories.publication_index(homes)
    factories.course(made.courses, "drum")
    factories.topic_page(made.topics, factories.topic("drum"))
    factories.publication(made.publications, "drum")
    collection = Collection.objects.get(depth=1).add_child(name="Pictures")
    state = made.french.current_workflow_state
    made.expert_question = expert_questions.ask(made.people.reviewer, made.french)
    made.values = {
        **dict.fromkeys(("page_id", "parent_page_id", "page_to_move_id", "page_pk"), english.pk),
        **dict.fromkeys(("destination_id", "parent_id"), homes["en"].pk),
        "image_id": factories.image().pk,
        **dict.fromkeys(("document_id", "doc_id", "document"), document.pk),
        "uploaded_file_id": upload.pk,
        "slug": "drum",
        "job_id": made.job.pk,
        "segment_id": made.job.segments.first().pk,
        "note_id": made.note.pk,
        "point_id": made.point.pk,
        "template_id": PageTemplate.objects.create(name="Manual", page_type="home.standardpage", locale=english.locale).pk,
        "question_id": made.question.pk,
        "comment_id": made.comment.pk,
        "rule_id": made.rule.pk,
        "submission_id": made.submission.pk,
        "version_id": made.job.version_id,
        "user_id": desk.person("another-translator", ("translator", "fr")).pk,
        "redirect_id": Redirect.objects.create(old_path="/en/a", redirect_link="/en/b/").pk,
        "task_state_id": state.current_task_state_id,
        "workflow_state_id": state.pk,
        "task_id": state.current_task_state.task_id,
        "workflow_pk": state.workflow_id,
        "collection_id": collection.pk,
        "restriction_id": CollectionViewRestriction.objects.create(collection=collection, restriction_type="password").pk,
        "page_view_restriction_id": PageViewRestriction.objects.create(page=made.by_hand, restriction_type="password").pk,
        "revision_id": english.latest_revision_id,
        **{"revision_id_a": "live", "revision_id_b": "latest"},
        **{"content_type_app_name": "home", "content_type_model_name": "standardpage"},
        **{
            "app_label": "home",
            "app_name": "home",
            "model_name": "standardpage",
            "name": "title_fr",
            "code": "fr",
            "check": "double_spaces",
            "kind": "csv",
            "table": "publications",
        },
        **{"action_name": "approve", "action": "delete", "object_id": english.pk, "filter_spec": "original"},
        **dict.fromkeys(("uidb64", "uidb36", "token", "key", "path"), "nothing"),
        **{"type_id": _type_of(factories.topic("aaa")), "batch_id": 1, "session_id": 1},
        **_release(english),
    }
    made.pks = {
        "wagtailadmin_workflows:edit_task": Task.objects.first(),
        "wagtailadmin_workflows:disable_task": Task.objects.first(),
        "wagtailadmin_workflows:enable_task": Task.objects.first(),
        "wagtailadmin_workflows": Workflow.objects.first(),
        "wagtailadmin_collections": collection,
        "api:images": made.values["image_id"],
        "api:documents": document,
        "wagtailadmin_api:images": made.values["image_id"],
        "wagtailadmin_api:documents": document,
        "wagtailimages_chooser": made.values["image_id"],
        "wagtaildocs_chooser": document,
        **dict.fromkeys(("wagtailsites", "wagtailsettings"), Site.objects.get(is_default_site=True)),
        "wagtailusers_users": made.people.stranger,
        "wagtailusers_groups": Group.objects.first(),
        "translation_desk:refresh_again": made.refresh,
        "newsroom:withdraw_question": made.expert_question,
        "translation_desk:term_import": TermImport.objects.create(
            name="terms.csv", size=1, content=b"", requested_by=made.people.admin
        ),
        "newsroom:table_import": TableImport.objects.create(
            table="publications", name="table.csv", size=1, content=b"", requested_by=made.people.admin
        ),
        "newsroom:old_address_import": OldAddressImport.objects.create(
            name="old.csv", size=1, content=b"", requested_by=made.people.admin
        ),
        "translation_desk:term_change": TermChange.objects.create(
            term=factories.term("bark"), locale=homes["fr"].locale, old_text="a", new_text="b"
        ),
        "translation_desk:term_proposal": TermProposal.objects.create(
            english="bark", key="bark", locale=homes["fr"].locale, text="écorce"
        ),
        **{
            f"{kind}_{model._meta.app_label}_{model._meta.model_name}": model._default_manager.first()
            for model in get_snippet_models()
            for kind in ("wagtailsnippets", "wagtailsnippetchoosers")
        },
    }
    people = made.people
    made.clients = {kind: Client(raise_request_exception=False) for kind in KINDS}
    for kind in KINDS[1:]:
        made.clients[kind].force_login(people.admin if kind == "administrator" else getattr(people, kind))
    assert Submission.objects.exists()
    return made


def _type_of(row: Any) -> int:
    from django.contrib.contenttypes.models import ContentType  # the table of types is there once a test asks

    return int(ContentType.objects.get_for_model(row).pk)


def address(pattern: str, name: str, made: SimpleNamespace) -> str:
    """Return an address of a pattern at which there is something. Raises KeyError for a parameter that nobody has decided."""
    template = GROUP.sub(r"<\1>", TOLD.get(pattern, pattern)).replace(r"\.", ".")

    def value(match: re.Match[str]) -> str:
        parameter = match[1]
        if parameter == "pk":
            return str(getattr(_row(name, made), "pk", _row(name, made)))
        if parameter == "token" and name.startswith("expert"):
            return links.token_of(made.expert_question)
        if name.startswith("wagtailsettings") and parameter in {"app_name", "model_name"}:
            return {"app_name": "core", "model_name": "sitesettings"}[parameter]
        if name == "wagtail_bulk_action":
            return {"app_label": "wagtailcore", "model_name": "page", "action": "delete"}[parameter]
        return str(made.values[parameter])

    filled = PARAMETER.sub(value, template)
    return "/" + filled.replace("^", "").replace("$", "").format(**made.values)


def _row(name: str, made: SimpleNamespace) -> Any:
    parts = name.split(":")
    for length in range(len(parts), 0, -1):
        if ":".join(parts[:length]) in made.pks:
            return made.pks[":".join(parts[:length])]
    return made.english


def lets_in(client: Client, method: str, path: str) -> bool:
    """Tell whether somebody gets anywhere at an address: no refusal, no way to the sign-in page, no error told in a message.

    What is sent is taken back. A form that comes back with errors was reached.
    """
    signed_in = client.cookies.copy()
    with transaction.atomic():
        answer = getattr(client, method)(path, headers={"Origin": "http://testserver"} if method == "post" else None)
        transaction.set_rollback(True)
    client.cookies = signed_in
    if answer.status_code in REFUSED:
        return False
    if answer.status_code in {301, 302, 303}:
        request = getattr(answer, "wsgi_request", None)
        errors = [message for message in get_messages(request) if message.level == ERROR] if request else []
        return not errors and "/login/" not in answer["Location"] and "/sign-in/" not in answer["Location"]
    return True


def _release(page: Any) -> dict[str, int]:
    """Make a release of a page."""
    made = Release.objects.create(title="Safety", languages=["fr"])
    item = made.items.create(page=page, translation_key=page.translation_key, title="Soaking")
    return {"release_id": made.pk, "item_id": item.pk}
