"""Visitors: they read pages of all kinds and languages, search, come back to what they have, write to the office now and then."""

import random
import re
import threading
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from tests.load.client import Answer, Client, path_of
from tests.load.ledger import WORD, Ledger, Outage

LANGUAGE_LINK = re.compile(r'<a href="([^"]+)" lang="[^"]+" hreflang="[^"]+" dir="\w+"( class="missing")?')
FOUND = re.compile(r'<h3>.*?</h3>|<p class="passage".*?</p>', re.DOTALL)
"""What a search shows of pages; elsewhere it repeats what was searched for."""
GIVES_UP = 60.0
"""Seconds after which a visitor stops to reload a page."""
AGAIN = 0.1
"""Seconds between a failure and the visitor's next try."""
KEPT_TAGS = 200


class Person(threading.Thread):
    """Somebody who does something again and again until told to stop, at the pace of a person."""

    def __init__(self, name: str, client: Client, ledger: Ledger, pause: float, seed: int) -> None:
        super().__init__(name=name, daemon=True)
        self.client = client
        self.ledger = ledger
        self.pause = pause
        self.dice = random.Random(f"{name} {seed}")  # noqa: S311  # no secret
        self.stopped = threading.Event()
        self.error = ""

    def run(self) -> None:
        """Act and pause until stopped; an error of this program is told at the end."""
        while not self.stopped.is_set():
            try:
                self.act()
            except Exception as error:
                self.error = f"{self.name} broke off: {type(error).__name__}: {error}"
                raise
            self.stopped.wait(self.pause * self.dice.uniform(0.5, 1.5))

    def act(self) -> None:
        """Do it once."""
        raise NotImplementedError


class Visitor(Person):
    """Reads."""

    def __init__(self, *args: Any, known: dict[str, Any]) -> None:
        super().__init__(*args)
        self.known = known
        self.tags: dict[str, tuple[str, list[str]]] = {}
        """By address, the tag of the page a visitor has, and its words."""
        self.links: list[tuple[str, int]] = []
        """Where the page read last leads in other languages."""

    def act(self) -> None:
        """Read a page: one of the list, one that is worked on, the same in another language."""
        chance = self.dice.random()
        if chance < 0.25 and self.links:
            address, status = self.dice.choice(self.links)
            self.read("another language", address, status)
        elif chance < 0.6:
            self.read("page that changes", self.dice.choice(list(self.ledger.seen)), 200)
        else:
            address, status = self.dice.choice(self.known["addresses"])
            self.read("page", address, status)

    def read(self, kind: str, address: str, status: int) -> None:
        """Read a page until it is there, look at its words, remember its tag and its links."""
        tag, words = self.tags.get(address, ("", []))
        conditional = {"If-None-Match": tag} if tag and self.dice.random() < 0.5 else {}
        answer = self.until_answered(kind, address, lambda: self.client.get(address, **conditional))
        if answer.status == 304 and conditional:
            self.ledger.read(address, answer, words)
        elif answer.status == status:
            words = words_of(address, answer.text)
            self.ledger.read(address, answer, words)
            if len(self.tags) > KEPT_TAGS:
                self.tags.clear()
            self.tags[address] = (answer.headers.get("ETag", ""), words)
            found = LANGUAGE_LINK.findall(answer.text)
            self.links = [(path_of(link), 404 if missing else 200) for link, missing in found] if status == 200 else []
        elif not answer.failed:
            self.ledger.odd.append(f"{kind} {address} answered {answer.status} instead of {status}")

    def until_answered(self, kind: str, address: str, ask: Callable[[], Answer]) -> Answer:
        """Ask, and reload what fails as people do; note for how long it failed."""
        first = answer = ask()
        self.ledger.request(kind, answer)
        while answer.failed and answer.answered - first.asked < GIVES_UP and not self.stopped.is_set():
            time.sleep(AGAIN)
            answer = ask()
            self.ledger.request(kind, answer)
        if first.failed:
            asked = first.asked - self.ledger.began
            self.ledger.outages.append(Outage(kind, address, asked, answer.answered - first.asked, first.status))
        return answer


def words_of(address: str, text: str) -> list[str]:
    """Return the words that a page shows, without those that it repeats from its address."""
    repeated = set(WORD.findall(address)) - set(WORD.findall("".join(FOUND.findall(text)))) if WORD.search(address) else set()
    return [word for word in dict.fromkeys(WORD.findall(text)) if word not in repeated]


class Searcher(Visitor):
    """Searches in six languages, for words of that language and for words nobody may find yet."""

    def act(self) -> None:
        """Search, filter a list, or have a word completed."""
        code = self.dice.choice(list(self.known["searches"]))
        words = self.known["searches"][code]
        if self.dice.random() < 0.3 and self.ledger.words:
            words = self.dice.choice(list(self.ledger.words))
        if self.dice.random() < 0.2:
            self.read("suggestion", f"/{code}/search/suggestions/?q={quote(words[:4])}", 200)
        elif self.dice.random() < 0.2:
            self.read("filtered list", f"/{code}/publications/?q={quote(words)}&sort=title", 200)
        else:
            self.read("search", f"/{code}/search/?q={quote(words)}&page={self.dice.randrange(1, 3)}", 200)


class Writer(Visitor):
    """Writes to the office, each time as somebody else: the site takes five messages an hour from one address."""

    number = 0

    def act(self) -> None:
        """Read the form and send a message with a word of its own."""
        self.number += 1
        self.client = Client(self.client.host, f"127.1.{self.number // 250}.{self.number % 250 + 1}")
        code = self.dice.choice(list(self.known["searches"]))
        self.read("contact page", f"/{code}/contact/", 200)
        word = self.ledger.word("message").text
        data = {
            "message": f"How long is {word} soaked?",
            "reply_language": "en",
            "name": "",
            "email": "",
            "page": "",
            "website": "",
        }
        self.ledger.messages[word] = False
        address = f"/{code}/send-message/"

        def send() -> Answer:
            self.ledger.sent[word] += 1
            return self.client.post(address, data)

        answer = self.until_answered("message", address, send)
        if answer.status == 302:
            self.ledger.messages[word] = True
        elif not answer.failed:
            self.ledger.odd.append(f"a message was answered {answer.status}")
