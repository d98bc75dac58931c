"""Where rendered answers are kept: in the memory of the process, and in Redis or Valkey for all processes where there is one."""

import logging
import pickle
import threading
import time
from collections import OrderedDict
from hashlib import blake2b
from typing import TYPE_CHECKING, Protocol

from redis import RedisError

from operations.page_cache.entries import Entry

if TYPE_CHECKING:
    from redis import Redis

logger = logging.getLogger(__name__)

LONGEST_RENDERING = 2.0
"""Seconds after which others stop waiting for whoever renders a page, and one of them renders it: it may have been killed.

Who waits keeps a web process busy, so this is no longer than the balancer takes to leave out a server that does not answer.
"""
PAUSE = 0.02
KEPT = 3600
"""Seconds that Redis keeps an answer nobody asks for."""


class Store(Protocol):
    """Keeps answers by key, and lets one renderer of a key through at a time."""

    def get(self, key: str, version: str) -> Entry | None:
        """Return the answer, if there is one of this version."""

    def set(self, key: str, entry: Entry) -> None:
        """Keep an answer in the place of an older one."""

    def begin(self, key: str) -> bool:
        """Tell whether the caller is to render; then it must call `end`. Others call `wait`, and look again."""

    def end(self, key: str) -> None:
        """Let those go on who wait for a rendering."""

    def wait(self, key: str) -> None:
        """Wait until somebody else's rendering has ended, or for as long as one may take."""


class MemoryStore:
    """The memory of this process; what was asked for least recently gives way."""

    def __init__(self, most_bytes: int) -> None:
        self.most_bytes = most_bytes
        self.bytes = 0
        self.entries: OrderedDict[str, Entry] = OrderedDict()
        self.lock = threading.Lock()
        self.renderers: dict[str, threading.Event] = {}

    def get(self, key: str, version: str) -> Entry | None:
        """Return the answer, if there is one of this version."""
        entry = self.entries.get(key)
        if entry is None or entry.version != version:
            return None
        with self.lock:
            if key in self.entries:
                self.entries.move_to_end(key)
        return entry

    def set(self, key: str, entry: Entry) -> None:
        """Keep an answer in the place of an older one."""
        with self.lock:
            old = self.entries.pop(key, None)
            self.bytes += entry.size - (old.size if old else 0)
            self.entries[key] = entry
            while self.bytes > self.most_bytes and self.entries:
                _key, dropped = self.entries.popitem(last=False)
                self.bytes -= dropped.size

    def begin(self, key: str) -> bool:
        """Tell whether the caller is to render."""
        with self.lock:
            return self.renderers.setdefault(key, event := threading.Event()) is event

    def end(self, key: str) -> None:
        """Let those go on who wait."""
        with self.lock:
            event = self.renderers.pop(key)
        event.set()

    def wait(self, key: str) -> None:
        """Wait until the rendering has ended."""
        event = self.renderers.get(key)
        if event is not None:
            event.wait(LONGEST_RENDERING)


class SharedStore:
    """Redis behind the memory of this process: a page is rendered once for all processes."""

    def __init__(self, client: "Redis", memory: MemoryStore) -> None:
        self.client = client
        self.memory = memory

    def get(self, key: str, version: str) -> Entry | None:
        """Return the answer from memory, else from Redis."""
        return self.memory.get(key, version) or self._fetch(key, version)

    def _fetch(self, key: str, version: str) -> Entry | None:
        try:
            found = self.client.get(_name(key))
        except RedisError as error:
            logger.warning("the page cache does not answer: %s", type(error).__name__)
            return None
        # Only the site's own processes write there; a server that others may write to could answer visitors anyway.
        entry = pickle.loads(found) if isinstance(found, bytes) else None  # noqa: S301  # our own data, as Django's cache does
        if not isinstance(entry, Entry) or entry.version != version:
            return None
        self.memory.set(key, entry)
        return entry

    def set(self, key: str, entry: Entry) -> None:
        """Keep an answer for this process and for all."""
        self.memory.set(key, entry)
        try:
            self.client.set(_name(key), pickle.dumps(entry), ex=KEPT)
        except RedisError as error:
            logger.warning("the page cache takes nothing: %s", type(error).__name__)

    def begin(self, key: str) -> bool:
        """Tell whether the caller is to render, of all threads of all processes."""
        if not self.memory.begin(key):
            return False
        try:
            mine = bool(self.client.set(_lock(key), b"1", nx=True, px=int(LONGEST_RENDERING * 1000)))
        except RedisError:
            mine = True
        if not mine:
            self.memory.end(key)
        return mine

    def end(self, key: str) -> None:
        """Let those go on who wait."""
        self.memory.end(key)
        try:
            self.client.delete(_lock(key))
        except RedisError:
            logger.warning("a lock of the page cache stays until it runs out")

    def wait(self, key: str) -> None:
        """Wait until the rendering has ended, here or elsewhere."""
        self.memory.wait(key)
        until = time.monotonic() + LONGEST_RENDERING
        try:
            while self.client.exists(_lock(key)) and time.monotonic() < until:
                time.sleep(PAUSE)
        except RedisError:
            return


def _name(key: str) -> str:
    return f"page-{blake2b(key.encode(), digest_size=16).hexdigest()}"


def _lock(key: str) -> str:
    return f"{_name(key)}-lock"
