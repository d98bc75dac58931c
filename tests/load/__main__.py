"""Puts the site under load while its parts are killed: `python -m tests.load [--seconds 600] [--small]`.

Prints figures as JSON, and a sentence for each thing that should not have happened; ends with 1 if there is one. Everything
runs on this machine, in a temporary folder, and ends with it.
"""

import argparse
import json
import signal
import sys
import time
from pathlib import Path
from typing import Any

from tests.load import verdict
from tests.load.client import Client
from tests.load.ledger import Ledger, Word
from tests.load.memory import Watch
from tests.load.publishing import Publisher
from tests.load.staff import Drafter, Translator
from tests.load.stage import Stage, raise_curtain, whole_stage
from tests.load.turns import READS_ON, Turn, readers
from tests.load.visitors import Person, Searcher, Visitor, Writer

SECONDS = 600.0
BEAT = 10.0
CROWD = {True: (8, 3), False: (3, 1)}
"""How many visitors read and how many search, on the demonstration and on the small site."""
PARTS = ("web 1", "worker 1", "standby")
"""What is killed, in this order."""
TURNS = {"web 1": "go", "worker 1": "back"}
"""After whose return the release goes live and goes back, when all parts are there."""


def play(stage: Stage, known: dict[str, Any], seconds: float, beat: float) -> tuple[Ledger, list[Turn], Watch]:
    """Let the people work for so long, kill and bring back, let the release turn; return what they remember."""
    ledger = Ledger()
    turns: list[Turn] = []
    people = cast(stage.host, known, ledger, beat)
    people += readers(stage.host, ledger, turns, list(known["release"]["places"]))
    watch = Watch(stage, lambda: ledger.now)
    ledger.began = time.monotonic()
    watch.start()
    for person in people:
        person.start()
    share = seconds / (len(PARTS) + 1)
    for number, part in enumerate(PARTS, start=1):
        wait_until(ledger, share * number - share / 4, people)
        kill(stage, ledger, part, 2 * beat)
        wait_until(ledger, share * number + share / 8, people)
        bring_back(stage, ledger, part)
        if part in TURNS:
            turn(stage, ledger, turns, known["release"], TURNS[part])
    wait_until(ledger, max(seconds, turns[-1].after + READS_ON), people)
    ledger.event(f"the replica read {stage.reads_of_replica()} rows since it came back")
    for person in people:
        person.stopped.set()
    for person in people:
        person.join(90)
    watch.stopped.set()
    watch.join()
    ledger.odd += [person.error for person in people if person.error]
    return ledger, turns, watch


def cast(host: str, known: dict[str, Any], ledger: Ledger, beat: float) -> list[Person]:
    """Make the people, those of the staff signed in; each has an address of this machine to itself."""
    for text in known["words"]:
        ledger.known(text)
    ledger.words[known["release"]["word"]] = Word(known["release"]["word"], "release")
    for entry in [*known["published"], *known["drafted"], *known["corrected"]]:
        ledger.watch(entry["address"], entry["word"])
    clients = {part: Client(host, f"127.0.2.{number}") for number, part in enumerate(known["names"], start=1)}
    for part, client in clients.items():
        client.sign_in(known["names"][part], known["password"])
    people: list[Person] = []

    def visitor(kind: type[Visitor], name: str, pause: float) -> None:
        people.append(kind(name, Client(host, f"127.0.1.{len(people) + 1}"), ledger, pause, 0, known=known))

    visitors, searchers = CROWD[known["demo"]]
    for number in range(visitors):
        visitor(Visitor, f"visitor {number}", 0.35)
    for number in range(searchers):
        visitor(Searcher, f"searcher {number}", 1.0)
    visitor(Writer, "writer", beat / 2)
    people.append(Drafter("drafter", clients["drafter"], ledger, 2.0, 0, pages=known["drafted"]))
    for job in known["begun"]:
        people.append(Translator(f"drafter {job['code']}", clients[f"drafter-{job['code']}"], ledger, 2.0, 0, job=job))
    people.append(Publisher(ledger, clients, known, beat))
    return people


def wait_until(ledger: Ledger, at: float, people: list[Person]) -> None:
    """Wait for a moment of the run. Raises RuntimeError as soon as somebody broke off."""
    while ledger.now < at:
        time.sleep(min(0.5, max(0.0, at - ledger.now)))
        if broken := [person.error for person in people if person.error]:
            raise RuntimeError("; ".join(broken))


def kill(stage: Stage, ledger: Ledger, part: str, patience: float) -> None:
    """Kill a part with SIGKILL; a worker, if it may be, with a task in hand."""
    if part == "standby":
        ledger.event(f"the replica had read {stage.reads_of_replica()} rows")
        stage.pair.kill_9(part)
    else:
        if part.startswith("worker") and not stage.wait_for_a_task(part, patience):
            ledger.event(f"{part} has nothing to do")
        stage.programs[part].kill_9()
    ledger.event(f"{part} killed")


def bring_back(stage: Stage, ledger: Ledger, part: str) -> None:
    """Start a part again."""
    if part == "standby":
        stage.pair.start_after_death(part)
    else:
        stage.programs[part].start()
    ledger.event(f"{part} is back")


def turn(stage: Stage, ledger: Ledger, turns: list[Turn], known: dict[str, Any], step: str) -> None:
    """Publish the release or roll it back, while all that tells of it is read."""
    turns.append(Turn(f"release {step}", known["places"], shows=step == "go"))
    # Until the turn tells of the moment itself, nobody else can know whether a word is early.
    ledger.asks_for_approval([ledger.words[known["word"]]])
    moments = json.loads(stage.run("tests.load.release", step))
    turns[-1].before, turns[-1].after = (moments[name] - ledger.began for name in ("before", "after"))
    ledger.event(f"{turns[-1].name} committed after {turns[-1].before:.2f} s")


def run(seconds: float, *, small: bool, beat: float = BEAT) -> tuple[dict[str, Any], list[str]]:
    """Return the figures of a run, and a sentence for each thing that should not have happened."""
    began = time.monotonic()

    def say(what: str) -> None:
        print(f"{time.monotonic() - began:5.0f} s: {what}", file=sys.stderr)

    with whole_stage() as stage:
        say("PostgreSQL and Redis run")
        known = json.loads(stage.run("tests.load.scene", *([] if small else ["demo"]), settings="tests.load.settings_of_scene"))
        say("the site is filled")
        raise_curtain(stage)
        say("all processes answer")
        ledger, turns, watch = play(stage, known, seconds, beat)
        say("the people have gone")
        found = json.loads(stage.run("tests.load.audit", *(["settle"] if small else [])))
        say("the tasks are done")
        told = {**verdict.report(ledger, found, seconds), **verdict.report_turns(turns)}
        memory = watch.report()
        return {**told, "memory": memory, "log": stage.logged()}, [
            *verdict.missed(ledger, found, memory, told),
            *verdict.missed_turns(turns),
        ]


def main() -> int:
    """Play, print, judge."""
    parser = argparse.ArgumentParser(prog="tests.load", description=__doc__)
    parser.add_argument("--seconds", type=float, default=SECONDS, help="length of the load (default: %(default)s)")
    parser.add_argument("--small", action="store_true", help="a site of a few pages in the place of the demonstration")
    parser.add_argument("--report", type=Path, help="file to write the JSON to, beside printing it")
    asked = parser.parse_args()
    # All that was started is stopped, also when this is told to end.
    signal.signal(signal.SIGTERM, lambda *_arguments: sys.exit(1))
    told, missed = run(asked.seconds, small=asked.small)
    text = json.dumps({**told, "missed": missed}, indent=1, ensure_ascii=False)
    print(text)
    if asked.report:
        asked.report.write_text(text)
    for sentence in missed:
        print(sentence, file=sys.stderr)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
