"""Nothing that is not for everybody is found: every route out of the public, while no task runs, and every route not yet in."""

from collections.abc import Iterator
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.utils import timezone
from wagtail.documents.views.bulk_actions.add_to_collection import AddToCollectionBulkAction
from wagtail.models import Collection, CollectionViewRestriction, Page, PageViewRestriction

from search import indexing
from search.asking import ask
from search.documents import belonging
from search.finding import find
from search.models import Completion, FileText, KnownWord, SearchDocument
from tests import factories
from tests.translation_desk import desk, moderation
from translation_desk import roles

pytestmark = pytest.mark.django_db

SECRET = "Zirconium"


@pytest.fixture
def section(six: factories.Pages, publications: factories.Pages) -> SimpleNamespace:
    """A section with two indexed publications, one of which has a file."""
    file = factories.document()
    FileText.objects.create(document=file, file_hash=file.file_hash, state="read", text=SECRET)
    first = factories.publication(publications, "first", title=SECRET)["en"]
    carrier = factories.publication(publications, "carrier", title="Carrier", files=[("en", file)])["en"]
    indexing.index([first.translation_key, carrier.translation_key])
    assert found() == [SECRET, "Carrier"]
    return SimpleNamespace(page=first, index=publications["en"], home=six["en"], carrier=carrier, file=file)


def found() -> list[str]:
    return [document.title for document in find(ask(SECRET, "en")).documents]


def again(page: Page) -> Page:
    return Page.objects.get(pk=page.pk)


def restrict(page: Page, kind: str) -> PageViewRestriction:
    restriction = PageViewRestriction.objects.create(page=again(page), restriction_type=kind, password="x")
    if kind == "groups":
        restriction.groups.set([Group.objects.create(name="Members")])
    return restriction


class TestPagesLeaveAtOnce:
    """In the transaction that takes them away, whether or not a task ever runs."""

    def test_unpublished(self, section: SimpleNamespace) -> None:
        again(section.page).specific.unpublish()
        assert found() == ["Carrier"]

    def test_unpublished_with_descendants(self, section: SimpleNamespace, client: Any, admin_user: Any) -> None:
        client.force_login(admin_user)
        client.post(f"/admin/pages/{section.index.pk}/unpublish/", {"scope": "all", "include_descendants": "on"})
        assert found() == []

    def test_published_for_a_later_day(self, section: SimpleNamespace) -> None:
        page = again(section.page).specific
        page.go_live_at = timezone.now() + timedelta(days=1)
        page.save_revision(clean=False).publish()
        assert not again(section.page).live
        assert found() == ["Carrier"]

    def test_its_language_is_closed(self, section: SimpleNamespace, settled: Any) -> None:
        again(section.home).specific.unpublish()
        assert found() == []
        indexing.index([section.page.translation_key])
        assert found() == []
        with settled():
            again(section.home).specific.save_revision(clean=False).publish()
        assert found() == [SECRET, "Carrier"]

    def test_deleted(self, section: SimpleNamespace) -> None:
        again(section.page).delete()
        assert found() == ["Carrier"]

    def test_deleted_with_what_lies_above(self, section: SimpleNamespace) -> None:
        again(section.index).specific.delete()
        assert SearchDocument.objects.count() == 0

    @pytest.mark.parametrize("kind", ["password", "login", "groups"])
    @pytest.mark.parametrize("where", ["page", "index", "home"])
    def test_made_private_by_itself_or_from_above(self, section: SimpleNamespace, kind: str, where: str) -> None:
        restrict(getattr(section, where), kind)
        assert found() == (["Carrier"] if where == "page" else [])

    def test_moved_below_a_private_page(self, section: SimpleNamespace, six: factories.Pages) -> None:
        private = factories.pages(type(section.index), six, "private")["en"]
        restrict(private, "login")
        again(section.page).move(again(private), pos="last-child")
        assert found() == ["Carrier"]

    def test_expired(self, section: SimpleNamespace) -> None:
        type(section.page).objects.filter(pk=section.page.pk).update(expire_at=timezone.now() - timedelta(minutes=1))
        call_command("publish_scheduled", verbosity=0)
        assert found() == ["Carrier"]

    def test_its_title_completes_nothing_and_its_words_correct_nothing_after_the_commit(
        self, section: SimpleNamespace, settled: Any
    ) -> None:
        with settled():
            again(section.page).specific.unpublish()
            again(section.carrier).specific.unpublish()
            assert not Completion.objects.filter(page__in=[section.page.pk, section.carrier.pk]).exists()
        assert not KnownWord.objects.filter(key=SECRET.lower()).exists()


class TestPagesStayOut:
    """A task that runs late, or for another page, brings nothing in."""

    @pytest.fixture(autouse=True)
    def empty(self, section: SimpleNamespace) -> None:
        SearchDocument.objects.all().delete()

    @pytest.mark.parametrize("where", ["page", "index", "home"])
    def test_what_was_made_private_before_its_task_ran(self, section: SimpleNamespace, settled: Any, where: str) -> None:
        with settled():
            again(section.page).specific.save_revision().publish()
            restrict(getattr(section, where), "login")
        assert found() == []

    def test_what_was_unpublished_before_its_task_ran(self, section: SimpleNamespace, settled: Any) -> None:
        with settled():
            again(section.page).specific.save_revision().publish()
            again(section.page).specific.unpublish()
        assert found() == []

    def test_what_is_made_private_while_it_is_written(self, section: SimpleNamespace, monkeypatch: pytest.MonkeyPatch) -> None:
        write = indexing.storing.write

        def slow(*args: Any, **kwargs: Any) -> int:
            written = write(*args, **kwargs)
            PageViewRestriction.objects.bulk_create([PageViewRestriction(page=section.index, restriction_type="login")])
            return written

        monkeypatch.setattr(indexing.storing, "write", slow)
        indexing.index([section.page.translation_key])
        assert found() == []

    def test_drafts(self, publications: factories.Pages, settled: Any) -> None:
        page = factories.publication(publications, "draft", title=SECRET, live=False)["en"]
        with settled():
            page.save_revision(clean=False)
            indexing.later([page.translation_key])
        assert found() == []

    def test_what_is_scheduled_until_it_goes_live(self, publications: factories.Pages, settled: Any) -> None:
        page = factories.publication(publications, "later", title=SECRET, live=False)["en"]
        page.go_live_at = timezone.now() + timedelta(days=1)
        with settled():
            page.save_revision(clean=False).publish()
            indexing.later([page.translation_key])
        assert found() == []
        past = timezone.now() - timedelta(minutes=1)
        page.latest_revision.content["go_live_at"] = past.isoformat()
        page.latest_revision.approved_go_live_at = past
        page.latest_revision.save()
        with settled():
            call_command("publish_scheduled", verbosity=0)
        assert found() == [SECRET]

    def test_pages_of_languages_that_are_not_ours(self, section: SimpleNamespace) -> None:
        section.page.locale.language_code = "de"
        section.page.locale.save()
        assert not belonging([section.page.translation_key]).exists()


class TestFilesLeaveAtOnce:
    """The text of a file goes when only some may open it; the page comes back without it."""

    @pytest.fixture
    def closed(self) -> Collection:
        collection = Collection.get_first_root_node().add_child(name="Closed")
        CollectionViewRestriction.objects.create(collection=collection, restriction_type="login")
        return collection

    @pytest.fixture(autouse=True)
    def without_the_page(self, section: SimpleNamespace) -> Iterator[None]:
        again(section.page).specific.unpublish()
        assert found() == ["Carrier"]
        yield
        # Whatever happened to the file, the page is still found by what it says itself.
        indexing.index([section.carrier.translation_key])
        assert [document.title for document in find(ask("carrier", "en")).documents] == ["Carrier"]
        assert found() == []

    @pytest.mark.parametrize("kind", ["password", "login", "groups"])
    def test_its_collection_is_closed(self, section: SimpleNamespace, kind: str) -> None:
        CollectionViewRestriction.objects.create(collection=section.file.collection, restriction_type=kind, password="x")
        assert found() == []

    def test_it_is_put_into_a_closed_collection(self, section: SimpleNamespace, closed: Collection) -> None:
        section.file.collection = closed.add_child(name="Below")
        section.file.save()
        assert found() == []

    def test_it_is_put_there_in_bulk(self, section: SimpleNamespace, closed: Collection, client: Any, admin_user: Any) -> None:
        client.force_login(admin_user)
        address = f"/admin/bulk/core/customdocument/{AddToCollectionBulkAction.action_type}/?id={section.file.pk}"
        answer = client.post(address, {"collection": closed.pk})
        assert (answer.status_code, found()) == (302, [])

    def test_its_collection_is_moved_into_a_closed_one(
        self, section: SimpleNamespace, closed: Collection, client: Any, admin_user: Any, settled: Any
    ) -> None:
        own = Collection.get_first_root_node().add_child(name="Own")
        type(section.file).objects.update(collection=own)
        client.force_login(admin_user)
        with settled():
            client.post(f"/admin/collections/{own.pk}/", {"name": "Own", "parent": closed.pk})
        assert again_collection(own).path.startswith(closed.path)
        assert found() == []

    def test_it_is_replaced(self, section: SimpleNamespace) -> None:
        section.file.file_hash = "1" * 40
        section.file.save()
        assert found() == []


def again_collection(collection: Collection) -> Collection:
    return Collection.objects.get(pk=collection.pk)


def test_a_deleted_file_takes_its_text_along(six: factories.Pages) -> None:
    file = factories.document()
    FileText.objects.create(document=file, file_hash=file.file_hash, state="read", text=SECRET)
    body = f'[{{"type": "downloads", "value": {{"title": "F", "files": [{{"document": {file.pk}, "language": "en"}}]}}}}]'
    page = factories.standard(six, body=body)["en"]
    indexing.index([page.translation_key])
    assert found() == [page.title]
    file.delete()
    assert found() == []


def test_there_are_no_aliases_to_index(section: SimpleNamespace, six: factories.Pages) -> None:
    with pytest.raises(RuntimeError):
        again(section.page).create_alias(parent=again(six["en"]), update_slug="alias")
    assert SearchDocument.objects.count() == 2


class TestTranslations:
    """What the desk holds back is not found; what it approves is found as it was approved."""

    def test_the_index_is_what_was_approved(self, six: factories.Pages, settled: Any) -> None:
        roles.set_up_roles(six)
        people = desk.people()
        job = desk.make_live(desk.english(six), people)
        page = Page.objects.get(pk=job.target_page_id)
        indexing.index([page.translation_key])
        desk.translate(job, people.translator, SECRET)
        with settled():
            moderation.hand_in(job, people.translator)
            indexing.later([page.translation_key])
        document = SearchDocument.objects.get(page=page)
        assert SECRET not in f"{document.title} {document.summary} {document.body}"
        with settled():
            moderation.decide(page, people.reviewer)
        document = SearchDocument.objects.get(page=page)
        live = Page.objects.get(pk=page.pk).specific
        assert SECRET in live.title
        assert (document.title, document.summary, document.body.splitlines()[:3]) == (
            live.title,
            live.summary,
            live.body_lines()[:3],
        )
