"""What a process remembers of the content: the surroundings of pages, lists, parts of pages that many pages share.

Each value belongs to a state of the content, which `operations` names by a token; with the next change all are forgotten. Inside
a transaction that changes content, each of its changes begins a state of its own, which no other connection knows.
"""

from collections.abc import Callable, Collection, Hashable, Mapping
from typing import Any, NamedTuple, TypeVar

from core.reading import reading


class State(NamedTuple):
    """What the content looks like to this connection at this moment."""

    token: str
    """Another one after every change; empty where nobody can tell, so that nothing is remembered."""
    present: bool
    """False where a transaction may still see an older state than the token's: it takes what is remembered and adds nothing."""


class _Memory:
    def __init__(self, token: str) -> None:
        self.token = token
        self.values: dict[Hashable, Any] = {}
        self.weight = 0


Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")
MOST = 20_000
"""What values may weigh together; whoever needs more begins anew. A value weighs as many as it takes kilobytes, most take one."""
_memory = _Memory("")


def _unknown() -> State:
    return State("", present=False)


_read_state: Callable[[], State] = _unknown


def provide_state(read_state: Callable[[], State]) -> None:
    """Register the function that tells the present state; whoever watches for changes calls this once."""
    global _read_state  # noqa: PLW0603  # one for the process
    _read_state = read_state


def state() -> State:
    """Return the present state of the content, for what is kept elsewhere than in this process."""
    return _read_state()


def forget() -> None:
    """Forget everything, as a new process has nothing to remember."""
    global _memory  # noqa: PLW0603  # one for the process
    _memory = _Memory("")


def remembered(key: Hashable, make: Callable[[], Value], *, weight: int = 1) -> Value:
    """Return what was made for the key since the last change; make it else. Nobody may alter the value."""
    return remembered_each(key, (None,), lambda _one: {None: make()}, weight=weight)[None]


def remembered_each(
    kind: Hashable, wanted: Collection[Key], make: Callable[[set[Key]], Mapping[Key, Value]], *, weight: int = 1
) -> dict[Key, Value]:
    """Return the same for many keys of a kind; those that are missing are made together. What is not made is left out."""
    global _memory  # noqa: PLW0603  # one for the process
    token, present = _read_state()
    # Another thread may put a new memory in its place meanwhile; this one goes on with the memory of its token.
    memory = _memory
    if memory.token != token or memory.weight > MOST:
        memory = _Memory(token)
        if token and present:
            _memory = memory
    found = {key: memory.values[kind, key] for key in wanted if (kind, key) in memory.values}
    missing = set(wanted) - found.keys()
    if missing:
        # From the original: what a copy of the database says may be older than the token.
        with reading(replica=False):
            made = make(missing)
        found |= made
        if token and present:
            memory.values.update(((kind, key), value) for key, value in made.items())
            memory.weight += weight * len(made)
    return found
