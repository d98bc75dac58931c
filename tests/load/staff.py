"""People of the staff: they save drafts and segments, and each answered one must be in the database at the end."""

from typing import Any

from tests.load.client import Answer, Client, form_of
from tests.load.ledger import Ledger, Saves
from tests.load.visitors import Person

DESK = "/admin/translations"


def english_texts(form: dict[str, str], word: str) -> dict[str, str]:
    """Return what the page editor sends when summary and heading hold a word; its script makes the fields of the body."""
    return {
        **form,
        "summary": f"What water does {word}.",
        "body-count": "1",
        "body-0-id": "b1",
        "body-0-deleted": "",
        "body-0-order": "0",
        "body-0-type": "heading",
        "body-0-value-text": f"Soaking {word}",
        "body-0-value-level": "2",
    }


class Drafter(Person):
    """Saves drafts of English pages that nobody hands in."""

    def __init__(self, *args: Any, pages: list[dict[str, Any]]) -> None:
        super().__init__(*args)
        self.pages = pages

    def act(self) -> None:
        """Open a page, change it, save it as a draft."""
        address = f"/admin/pages/{self.dice.choice(self.pages)['page']}/edit/"
        opened = self.client.get(address)
        self.ledger.request("page editor", opened)
        if opened.status != 200:
            return self.expect("the page editor", opened)
        word = self.ledger.word("draft").text
        self.ledger.drafts[word] = False
        answer = self.client.post(address, english_texts(form_of(opened.text, "page-edit-form"), word))
        self.ledger.request("draft", answer)
        if answer.status == 302:
            self.ledger.drafts[word] = True
        else:
            self.expect("a draft", answer)

    def expect(self, what: str, answer: Answer) -> None:
        """Note an answer that is neither success nor failure of the installation."""
        if not answer.failed:
            self.ledger.odd.append(f"{what} of {self.name} was answered {answer.status}")


class Translator(Person):
    """Saves segments of a translation, as the editor does every second, and never hands it in."""

    def __init__(self, *args: Any, job: dict[str, Any]) -> None:
        super().__init__(*args)
        self.desk = Segments(self.client, self.ledger, job)

    def act(self) -> None:
        """Open the editor now and then; else save."""
        if self.dice.random() < 0.05:
            self.ledger.request("translation editor", self.client.get(f"{DESK}/{self.desk.job}/"))
        else:
            self.desk.save(self.dice.choice(self.desk.segments), self.ledger.word("segment").text)


class Segments:
    """The segments of one translation as the editor's script knows them."""

    def __init__(self, client: Client, ledger: Ledger, job: dict[str, Any]) -> None:
        self.client = client
        self.ledger = ledger
        self.job: int = job["job"]
        self.versions: dict[int, int] = {int(key): value for key, value in job["segments"].items()}

    @property
    def segments(self) -> list[int]:
        """Their ids."""
        return list(self.versions)

    def save(self, segment: int, word: str) -> bool:
        """Save a text that holds a word; tell whether that was answered.

        Like the editor's script it sends along what it sent before without an answer: one of those may have been saved.
        """
        saves = self.ledger.saves.setdefault(segment, Saves())
        text = f"{word} {segment}"
        saves.asked += 1
        own: list[object] = list(saves.unanswered)
        answer = self.client.post_json(
            f"{DESK}/{self.job}/segments/{segment}/save/", {"text": text, "version": self.versions[segment], "own": own}
        )
        self.ledger.request("segment", answer)
        if answer.status == 200:
            self.versions[segment] = int(answer.json()["version"])
            saves.answered.append(self.versions[segment])
            saves.last, saves.unanswered = text, []
            return True
        if answer.failed:
            saves.unanswered.append(text)
        else:
            self.ledger.odd.append(f"the saving of a segment was answered {answer.status} {answer.text[:200]}")
        return False
