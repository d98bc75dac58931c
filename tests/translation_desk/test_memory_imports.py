"""TMX files on their way in and the memory on its way out: reading, the report, taking over, taking back, who may."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.users.models import UserProfile

from tests.exchange_formats.test_tmx import file, pair
from tests.translation_desk.reviewing import english, job, made, six, staff, twice, untouched
from tests.translation_memory.units import entered, found, percents
from translation_desk import background, importing, memory_exports, memory_imports
from translation_desk.errors import NotAllowedError, WrongStateError
from translation_desk.models import MemoryImport
from translation_memory import concordance, importing as units, texts
from translation_memory.models import MemorySource, MemoryUnit, SourceText, SourceToken, TargetToken

__all__ = ["english", "job", "made", "six", "staff", "twice", "untouched"]

pytestmark = pytest.mark.django_db

TWO = pair("Soak the hide twice.", "Trempez la peau deux fois.") + pair("Lime it.", "Chaulez-la.")


class Desk:
    """Sends files, and has work in the background done at once."""

    def __init__(self, capture: Any) -> None:
        self.capture = capture

    def sent(self, user: Any, data: bytes, name: str = "other.tmx") -> MemoryImport:
        with self.capture(execute=True):
            row = memory_imports.receive(user, SimpleUploadedFile(name, data))
        return self.again(row)

    def taken(self, user: Any, data: bytes) -> MemoryImport:
        return self.do(memory_imports.take, user, self.sent(user, data))

    def do(self, step: Any, user: Any, row: MemoryImport) -> MemoryImport:
        with self.capture(execute=True):
            step(user, row)
        return self.again(row)

    @staticmethod
    def again(row: MemoryImport) -> MemoryImport:
        return MemoryImport.objects.get(pk=row.pk)


@pytest.fixture
def bringing(django_capture_on_commit_callbacks: Any) -> Desk:
    return Desk(django_capture_on_commit_callbacks)


def counted() -> list[int]:
    return [model.objects.count() for model in (MemoryUnit, SourceText, SourceToken, TargetToken, MemorySource)]


def test_reading_reports_and_writes_nothing(bringing: Desk, staff: SimpleNamespace) -> None:
    entered("Known.", "Connu.")
    entered("Other.", "Autre.", path="summary")
    before = counted()
    body = TWO + pair("Known.", "Connu.") + pair("Lime it.", "Chaulez-la.") + pair("Other.", "Différent.")
    row = bringing.sent(staff.reviewer, file(body))
    assert row.is_read and row.tool == "Tool 7"
    assert row.report["languages"] == {"fr": {"new": 2, "different": 1, "known": 2}}
    assert row.report["units"] == 5
    assert counted() == before


def test_what_is_left_out_is_told_with_lines(bringing: Desk, staff: SimpleNamespace) -> None:
    long = "x" * (memory_imports.LONGEST + 1)
    body = "\n".join(
        [
            "",
            '<tu><tuv lang="de"><seg>Haut</seg></tuv><tuv lang="fr"><seg>Peau</seg></tuv></tu>',
            '<tu><tuv lang="en"><seg>Hide</seg></tuv><tuv lang="de"><seg>Haut</seg></tuv></tu>',
            pair("Hide", " "),
            pair("Hide", long),
            pair("Hide", "⟦9⟧Peau"),
        ]
    )
    row = bringing.sent(staff.reviewer, file(body))
    assert [(each["reason"], each["examples"][0][0]) for each in row.report["left"]] == [
        ("no_english", 2),
        ("no_language", 3),
        ("empty", 4),
        ("too_long", 5),
        ("bad_marks", 6),
    ]


def test_only_twenty_examples_are_kept(bringing: Desk, staff: SimpleNamespace) -> None:
    [left] = bringing.sent(staff.reviewer, file(pair("Hide", "") * 30)).report["left"]
    assert (left["count"], len(left["examples"])) == (30, 20)


def test_a_file_that_cannot_be_read_is_refused(bringing: Desk, staff: SimpleNamespace) -> None:
    row = bringing.sent(staff.reviewer, b"<xliff/>")
    assert row.is_refused and "not a TMX file" in row.report["error"]
    assert MemorySource.objects.count() == 0


def test_what_is_said_of_a_file_is_said_in_the_language_of_its_sender(bringing: Desk, staff: SimpleNamespace) -> None:
    UserProfile.objects.create(user=staff.reviewer, preferred_language="fr")
    assert "n’est pas un fichier TMX" in bringing.sent(staff.reviewer, b"<xliff/>").report["error"]


def test_taking_over_makes_units_that_help(bringing: Desk, staff: SimpleNamespace) -> None:
    row = bringing.taken(staff.reviewer, file(TWO))
    assert row.is_taken and row.data() == b"" and (row.done, row.total) == (2, 2)
    [match] = found("Soak the hide twice.")
    unit = match.unit
    assert (match.percent, unit.target, unit.translation_key, unit.approver) == (100, "Trempez la peau deux fois.", None, None)
    assert unit.imported_from is not None and unit.imported_from.name == "other.tmx"
    assert concordance.search("fr", "chaulez", "target").ids


def test_marks_and_letters_are_stored_as_ours(bringing: Desk, staff: SimpleNamespace) -> None:
    english = 'Read <bpt i="1" type="link"/>this<ept i="1"/> &amp; cafe\u0301'
    bringing.taken(
        staff.reviewer, file(pair(english, 'Lisez <bpt i="1" type="link"/>ceci<ept i="1"/> \u202bx\u202c &lt; \u200by'))
    )
    unit = MemoryUnit.objects.get(imported_from__isnull=False)
    assert unit.source == 'Read <a id="a1">this</a> &amp; café'
    assert unit.target == 'Lisez <a id="a1">ceci</a> \u202bx\u202c &lt; y'


def test_what_was_approved_stands_before_what_came_with_a_file(bringing: Desk, staff: SimpleNamespace) -> None:
    entered("Lime it.", "Passez-la à la chaux.", before="x")
    bringing.taken(staff.reviewer, file(TWO))
    assert percents("Lime it.") == [("Passez-la à la chaux.", 100), ("Chaulez-la.", 100)]
    assert not MemoryUnit.objects.filter(replaced_at__isnull=False).exclude(replaced_by=None).exclude(language="fr").exists()


def test_what_the_memory_has_is_not_taken_twice(bringing: Desk, staff: SimpleNamespace) -> None:
    bringing.taken(staff.reviewer, file(TWO))
    row = bringing.sent(staff.reviewer, file(TWO))
    assert row.report["languages"]["fr"] == {"new": 0, "different": 0, "known": 2}
    with pytest.raises(WrongStateError):
        memory_imports.take(staff.reviewer, row)


def test_units_are_not_found_before_all_are_there(bringing: Desk, staff: SimpleNamespace) -> None:
    source = MemorySource.objects.create(name="half.tmx")
    units.add(source, [units.Pair("fr", "Soak the hide twice.", "Trempez.")])
    assert found("Soak the hide twice.") == [] and concordance.search("fr", "trempez", "target").ids == []
    units.show(source)
    assert len(found("Soak the hide twice.")) == 1


def test_work_that_fails_leaves_nothing_and_can_be_done_again(
    bringing: Desk, staff: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = bringing.sent(staff.reviewer, file(TWO))
    before = counted()[:4]
    monkeypatch.setattr(memory_imports, "BATCH", 1)
    monkeypatch.setattr(background, "ATTEMPTS", 1)
    add, calls = units.add, []

    def failing(*arguments: Any) -> None:
        calls.append(1)
        if len(calls) == 2:
            raise OSError("gone")
        add(*arguments)

    with monkeypatch.context() as broken:
        broken.setattr(units, "add", failing)
        row = bringing.do(memory_imports.take, staff.reviewer, row)
    assert row.state == "failed" and "gone" in row.error
    assert counted()[:4] == before
    row = bringing.do(memory_imports.again, staff.reviewer, row)
    assert row.is_taken and MemoryUnit.objects.filter(imported_from__visible=True).count() == 2


def test_work_that_was_killed_is_invisible_and_begins_anew(bringing: Desk, staff: SimpleNamespace) -> None:
    row = bringing.sent(staff.reviewer, file(TWO))
    half = MemorySource.objects.create(name=row.name)
    units.add(half, [units.Pair("fr", "Soak the hide twice.", "Trempez la peau deux fois.")])
    MemoryImport.objects.filter(pk=row.pk).update(stage="taking", state="waiting", attempts=1, source=half, done=1, total=2)
    assert found("Soak the hide twice.") == []
    memory_imports.run.call(row.pk)
    assert bringing.again(row).is_taken and not MemorySource.objects.filter(pk=half.pk).exists()
    assert MemoryUnit.objects.filter(imported_from__isnull=False).count() == 2


def test_a_number_that_stands_twice_is_two_units(bringing: Desk, staff: SimpleNamespace) -> None:
    row = bringing.sent(staff.reviewer, file(TWO.replace("<tu>", '<tu tuid="1">')))
    assert row.report["languages"]["fr"]["new"] == 2


def test_a_worker_that_was_overtaken_writes_nothing_more(bringing: Desk, staff: SimpleNamespace) -> None:
    row = bringing.sent(staff.reviewer, file(TWO))
    importing.ask(row, "taking", SimpleNamespace(get_backend=lambda: SimpleNamespace(supports_defer=True), enqueue=id))
    first = bringing.again(row)
    MemoryImport.objects.filter(pk=row.pk).update(attempts=5)
    with pytest.raises(importing.OvertakenError):
        memory_imports._take(first, importing.Steps(first))
    assert MemorySource.objects.count() == 0


def test_taking_back_removes_exactly_what_came_with_the_file(bringing: Desk, staff: SimpleNamespace) -> None:
    bringing.taken(staff.reviewer, file(pair("Another file.", "Un autre fichier.") + pair("Lime it.", "Chaulez.")))
    before = counted()
    row = bringing.taken(staff.reviewer, file(TWO))
    assert counted() != before
    row = bringing.do(memory_imports.undo, staff.reviewer, row)
    assert row.is_undone and counted() == before
    assert percents("Lime it.") == [("Chaulez.", 100)]


@pytest.mark.parametrize("who", ["translator", "editor", "stranger"])
def test_translators_do_not_import(who: str, staff: SimpleNamespace) -> None:
    with pytest.raises(NotAllowedError):
        memory_imports.receive(getattr(staff, who), SimpleUploadedFile("other.tmx", file(TWO)))


def test_reviewers_import_their_language_only(bringing: Desk, staff: SimpleNamespace) -> None:
    body = TWO + '<tu><tuv lang="en"><seg>Hide</seg></tuv><tuv lang="ru"><seg>Шкура</seg></tuv></tu>'
    theirs = bringing.sent(staff.other_reviewer, file(body))
    assert theirs.report["languages"] == {"ru": {"new": 1, "different": 0, "known": 0}}
    with pytest.raises(NotAllowedError):
        memory_imports.take(staff.reviewer, theirs)
    assert theirs not in memory_imports.rows(staff.reviewer) and theirs in memory_imports.rows(staff.approver)
    everything = bringing.sent(staff.approver, file(body))
    assert everything.report["languages"]["ru"]["new"] == everything.report["languages"]["fr"]["new"] - 1 == 1
    assert everything not in memory_imports.rows(staff.reviewer)


def test_a_batch_takes_a_handful_of_queries(bringing: Desk, staff: SimpleNamespace) -> None:
    numbers = []
    for size in (10, 500):
        source = MemorySource.objects.create(name=f"{size}.tmx")
        pairs = [units.Pair("fr", f"Text {size} {n}.", f"Texte {n}.") for n in range(size)]
        with CaptureQueriesContext(connection) as queries:
            units.remembered(pairs)
            units.add(source, pairs)
        numbers.append(len(queries) - sum("SAVEPOINT" in query["sql"] for query in queries))
    assert max(numbers) <= 10 and numbers[1] - numbers[0] <= 2


def exported(user: Any, code: str = "") -> bytes:
    return "".join(memory_exports.document(user, code)).encode()


def test_what_is_exported_comes_back_the_same(bringing: Desk, job: Any, staff: SimpleNamespace) -> None:
    entered('Read <a id="a1">the manual</a> &amp; <b>sign</b>.', 'Lisez <a id="a1">le manuel</a> et <b>signez</b>.<br>Merci.')
    entered("Hide", "皮", language="zh-hans")
    columns = ("language", "source", "target", "before", "after")
    wanted = sorted(MemoryUnit.objects.present().values_list(*columns))
    data = exported(staff.approver)
    for model in (TargetToken, MemoryUnit, SourceToken, SourceText):
        model.objects.all().delete()
    row = bringing.taken(staff.approver, data)
    assert row.tool == "Leather Panel 1.4" and row.report["left"] == []
    back = sorted(MemoryUnit.objects.present().values_list(*columns))
    assert [each[:3] for each in back] == [each[:3] for each in _distinct(wanted)]


def _distinct(rows: list[Any]) -> list[Any]:
    """Return rows of which none has the same English and translation as one before it: they are taken once."""
    first: dict[Any, Any] = {}
    for row in rows:
        first.setdefault((row[0], texts.key(row[1]), texts.key(row[2])), row)
    return sorted(first.values())


def test_an_export_has_one_unit_for_all_languages_of_a_place(staff: SimpleNamespace) -> None:
    for code, target in (("fr", "Peau"), ("ru", "Шкура")):
        entered("Hide", target, language=code)
    text = exported(staff.approver).decode()
    [unit] = [each for each in text.split("<tu ") if ">Hide<" in each]
    assert '<tuv xml:lang="fr"' in unit and '<tuv xml:lang="ru"' in unit and 'type="x-path">title<' in unit


def test_replaced_units_are_not_exported(twice: Any, staff: SimpleNamespace) -> None:
    text = exported(staff.translator, "fr").decode()
    assert "Zwei Tanning" in text and "Eins Tanning" not in text
    assert 'creationid="translator-fr Tester" changeid="reviewer-fr Tester"' in text


@pytest.mark.parametrize(("who", "code"), [("translator", "ru"), ("translator", ""), ("reviewer", ""), ("stranger", "fr")])
def test_who_may_not_search_may_not_export(who: str, code: str, staff: SimpleNamespace) -> None:
    with pytest.raises(NotAllowedError):
        memory_exports.document(getattr(staff, who), code)


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_the_export_is_a_file(staff: SimpleNamespace, job: Any) -> None:
    response = signed_in(staff.translator).get(reverse("translation_desk:memory_export"), {"language": "fr"})
    assert response.headers["Content-Disposition"] == 'attachment; filename="leather-panel-fr.tmx"'
    assert b"".join(response.streaming_content).endswith(b"</tmx>\n")  # type: ignore[attr-defined]  # it streams
    assert signed_in(staff.translator).get(reverse("translation_desk:memory_export")).status_code in {302, 403}


def test_a_file_is_sent_seen_taken_and_taken_back(staff: SimpleNamespace, django_capture_on_commit_callbacks: Any) -> None:
    client = signed_in(staff.reviewer)
    with django_capture_on_commit_callbacks(execute=True):
        sent = client.post(reverse("translation_desk:memory_imports"), {"file": SimpleUploadedFile("other.tmx", file(TWO))})
    row = MemoryImport.objects.get()
    assert sent.url == reverse("translation_desk:memory_import", args=[row.pk])  # type: ignore[attr-defined]  # it leads on
    html = client.get(sent.url).content.decode()  # type: ignore[attr-defined]  # likewise
    assert "2 translations would be taken over" in html and 'value="take"' in html
    for step, words in (("take", "2 translations of this file are in the memory"), ("undo", "was taken back")):
        with django_capture_on_commit_callbacks(execute=True):
            client.post(sent.url, {"step": step})  # type: ignore[attr-defined]  # likewise
        assert words in client.get(sent.url).content.decode()  # type: ignore[attr-defined]  # likewise
    assert "other.tmx" in client.get(reverse("translation_desk:memory_imports")).content.decode()


def test_a_bad_file_is_refused_beside_its_field(staff: SimpleNamespace) -> None:
    html = signed_in(staff.reviewer).post(reverse("translation_desk:memory_imports"), {"file": SimpleUploadedFile("a.tmx", b"")})
    assert "This file is empty." in html.content.decode()
    assert MemoryImport.objects.count() == 0


@pytest.mark.parametrize("who", ["translator", "editor", "stranger"])
def test_the_screens_are_for_reviewers_and_managers(who: str, staff: SimpleNamespace) -> None:
    assert signed_in(getattr(staff, who)).get(reverse("translation_desk:memory_imports")).status_code in {302, 403}


def test_the_concordance_names_the_file_and_its_tool(bringing: Desk, staff: SimpleNamespace) -> None:
    bringing.taken(staff.reviewer, file(TWO))
    html = signed_in(staff.translator).get(reverse("translation_desk:memory"), {"language": "fr", "q": "lime"}).content.decode()
    assert "import “other.tmx”" in html and "Tool 7" in html and "a page that is gone" not in html


def test_the_head_of_each_file_is_kept_apart(bringing: Desk, staff: SimpleNamespace) -> None:
    row = bringing.sent(staff.reviewer, file(TWO, header="<header/>"))
    assert row.is_read and row.tool == ""
