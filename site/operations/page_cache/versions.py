"""The content version: a token that is another one after every change of what visitors see.

Every rendered page is kept together with the token that was valid before its rendering began, and is good as long as that token
is. Tokens are drawn by chance and never come back, so nothing that outlived a restart can look valid by accident.
"""

import logging
import os
import secrets
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Protocol

from django.conf import settings
from redis import Redis, RedisError

logger = logging.getLogger(__name__)

KEY = "content-version"
LENGTH = 16


class ContentVersion(Protocol):
    """Where all processes of the site find the token."""

    def read(self) -> str:
        """Return the present token; an empty text where it cannot be read, so that nothing can be said to be valid."""

    def raise_(self) -> bool:
        """Put a new token in its place; False where that failed."""


class FileVersion:
    """The token in a file, for the processes of one machine. Reading it takes some microseconds."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def read(self) -> str:
        """Return the token; the first reader of all makes it."""
        try:
            return self._read()
        except FileNotFoundError:
            # Of several first readers one makes it for all.
            return self._read() if self._put(os.link) else ""
        except OSError:
            return ""

    def _read(self) -> str:
        descriptor = os.open(self.path, os.O_RDONLY)
        try:
            return os.read(descriptor, LENGTH).decode("ascii")
        finally:
            os.close(descriptor)

    def raise_(self) -> bool:
        """Put a new token in its place; False where that failed."""
        return self._put(os.replace)

    def _put(self, place: Callable[[Path, Path], None]) -> bool:
        """Write a token into a file of its own and put that in its place: no reader ever sees half a token."""
        token = secrets.token_hex(LENGTH // 2)
        fresh = self.path.with_name(f"{self.path.name}.{token}")
        try:
            fresh.parent.mkdir(parents=True, exist_ok=True)
            fresh.write_text(token, "ascii")
            with suppress(FileExistsError):
                place(fresh, self.path)
            fresh.unlink(missing_ok=True)
        except OSError as error:
            logger.error("the content version could not be raised: %s", error)
            return False
        return True


class RedisVersion:
    """The token in Redis or Valkey, for the processes of several machines."""

    def __init__(self, client: "Redis") -> None:
        self.client = client

    def read(self) -> str:
        """Return the token; the first reader of all makes it, as does the first one after the server lost its memory."""
        try:
            found = self.client.get(KEY)
            if found is None:
                self.client.set(KEY, secrets.token_hex(LENGTH // 2), nx=True)
                found = self.client.get(KEY)
        except RedisError as error:
            logger.warning("the content version could not be read: %s", type(error).__name__)
            return ""
        return found.decode("ascii") if isinstance(found, bytes) else ""

    def raise_(self) -> bool:
        """Set a new token."""
        try:
            self.client.set(KEY, secrets.token_hex(LENGTH // 2))
        except RedisError as error:
            logger.error("the content version could not be raised: %s", type(error).__name__)
            return False
        return True


@cache
def redis_client() -> "Redis":
    """Return this process's connections to Redis. A server that does not answer costs a visitor a third of a second at most."""
    return Redis.from_url(settings.REDIS_URL, socket_timeout=0.3, socket_connect_timeout=0.3)


@cache
def content_version() -> ContentVersion:
    """Return where the token of this site is."""
    if settings.REDIS_URL:
        return RedisVersion(redis_client())
    return FileVersion(Path(settings.DATA_DIR) / "content-version")
