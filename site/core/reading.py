"""Whether what is read now may come from a copy of the database, which can be behind by some moments."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_from_replica: ContextVar[bool] = ContextVar("from_replica", default=False)


def from_replica() -> bool:
    """Tell whether a copy will do."""
    return _from_replica.get()


@contextmanager
def reading(*, replica: bool) -> Iterator[None]:
    """Read from a copy meanwhile, where the site has one; or from the original.

    What is put into a cache for others is read from the original: they would find there what has changed since.
    """
    token = _from_replica.set(replica)
    try:
        yield
    finally:
        _from_replica.reset(token)
