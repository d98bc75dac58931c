"""Whoever hands in and approves: every ten seconds something goes live, in turn English and a translation."""

import time
from typing import Any

from tests.load.client import Answer, Client, form_of
from tests.load.ledger import Ledger, Word
from tests.load.staff import DESK, Segments, english_texts
from tests.load.visitors import Person

TRIES = 20
PAUSE = 0.5


class StepError(Exception):
    """A step was not possible within all tries."""


class Publisher(Person):
    """Plays the people of both sides one after the other, since each waits for the other anyway."""

    def __init__(self, ledger: Ledger, clients: dict[str, Client], known: dict[str, Any], every: float) -> None:
        super().__init__("publisher", next(iter(clients.values())), ledger, every, 0)
        self.clients = clients
        self.known = known
        self.turn = 0
        self.published: list[tuple[float, str]] = []
        self.desks = {job["job"]: Segments(clients[f"translator-{job['code']}"], ledger, job) for job in known["corrected"]}

    def run(self) -> None:
        """Let something go live at each beat."""
        beat = time.monotonic()
        while not self.stopped.is_set():
            try:
                self.act()
            except StepError as error:
                self.ledger.odd.append(str(error))
            except Exception as error:
                self.error = f"{self.name} broke off: {type(error).__name__}: {error}"
                raise
            beat = max(beat + self.pause, time.monotonic())
            self.stopped.wait(beat - time.monotonic())

    def act(self) -> None:
        """Publish English, then a translation, and so on."""
        number, self.turn = self.turn // 2, self.turn + 1
        if self.turn % 2:
            pages = self.known["published"]
            page = pages[number % len(pages)]
            self.english(page["page"], page["address"])
        else:
            jobs = self.known["corrected"]
            self.translation(jobs[number % len(jobs)])

    def english(self, page: int, address: str) -> None:
        """An editor changes a page and hands it in, saying what changed; an approver reads that and approves."""
        word = self.ledger.word("English")
        editor, approver = self.clients["editor"], self.clients["approver"]
        edit, propose = f"/admin/pages/{page}/edit/", f"{DESK}/changes/{page}/"

        def hand_in() -> Answer:
            form = form_of(editor.get(edit).text, "page-edit-form")
            return editor.post(edit, {**english_texts(form, word.text), "action-submit": "1"})

        self.step("hand in English", hand_in, lambda: word.text in editor.get(propose).text)
        said = {"grade": str(self.known["grade"]), "note": "Other words"}
        self.step("say what changed", lambda: editor.post(propose, {**form_of(editor.get(propose).text), **said}), lambda: False)
        self.approve(approver, f"{propose}approve/", address, word, said)

    def translation(self, job: dict[str, Any]) -> None:
        """A translator corrects all texts of a live translation and hands it in; a reviewer approves."""
        word = self.ledger.word("translation")
        translator, reviewer = self.clients[f"translator-{job['code']}"], self.clients[f"reviewer-{job['code']}"]
        desk, address = self.desks[job["job"]], f"{DESK}/{job['job']}"
        for segment in desk.segments:
            for _try in range(TRIES):
                if desk.save(segment, word.text):
                    break
                time.sleep(PAUSE)
        submit, approve = f"{address}/submit/", f"{address}/approve/"

        def handed_in() -> bool:
            return "shown" in form_of(reviewer.get(approve).text)

        self.step("hand in a translation", lambda: translator.post(submit, form_of(translator.get(submit).text)), handed_in)
        self.approve(reviewer, approve, job["address"], word, {})

    def approve(self, approver: Client, path: str, address: str, word: Word, said: dict[str, str]) -> None:
        """Approve what is shown; from now on visitors may read it, and once that is answered they must."""

        def send() -> Answer:
            form = form_of(approver.get(path).text)
            self.ledger.asks_for_approval([word])
            return approver.post(path, {**form, **said})

        self.step("approve", send, lambda: "shown" not in form_of(approver.get(path).text))
        self.ledger.approved(address, word)
        self.published.append((round(self.ledger.now, 1), address))

    def step(self, what: str, send: Any, done: Any) -> None:
        """Send until it is accepted. Where no answer came, it may have been done all the same: `done` looks. Raises StepError."""
        for _try in range(TRIES):
            answer = send()
            self.ledger.request(what, answer)
            if answer.status == 302 or done():
                return
            if not answer.failed:
                self.ledger.odd.append(f"“{what}” was answered {answer.status}")
            time.sleep(PAUSE)
        raise StepError(f"“{what}” was not possible within {TRIES} tries")
