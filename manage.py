#!/usr/bin/env python3
"""Runs Django's commands with the project's two source roots on the import path."""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent


def read_env_file(path: Path) -> None:
    """Take variables from a file of `NAME=value` lines, the value in quotes or not. What the environment already holds wins."""
    if not path.is_file():
        return
    for line in path.read_text(encoding="utf-8").splitlines():
        name, sign, value = (part.strip() for part in line.partition("="))
        if sign and not name.startswith("#"):
            quoted = len(value) > 1 and value[0] == value[-1] and value[0] in "'\""
            os.environ.setdefault(name, value[1:-1] if quoted else value)


def connection_failure(error: Exception) -> str:
    """Return a sentence about a database that was never reached; empty when the error came later.

    The password is never shown.
    """
    from django.db import connection

    if connection.connection is not None:
        return ""
    database = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"Database: the file {database['NAME']} cannot be opened ({error}). Check DATA_DIR and DATABASE_URL."
    reason = " ".join(str(error).split())
    if database["PASSWORD"]:
        reason = reason.replace(database["PASSWORD"], "…")
    place = f"“{database['NAME']}” on {database['HOST'] or 'this machine'}"
    return f"Database: cannot connect to {place} ({reason}). Check DATABASE_URL."


def main() -> None:
    """Run one command; a faulty configuration or an unreachable database ends with a sentence, not a traceback."""
    for folder in (ROOT, ROOT / "site"):
        if str(folder) not in sys.path:
            sys.path.insert(0, str(folder))
    read_env_file(ROOT / ".env")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")

    from django.db import OperationalError

    from config.env import ConfigurationError

    try:
        from django.core.management import execute_from_command_line

        execute_from_command_line(sys.argv)
    except ConfigurationError as error:
        sys.exit(f"Configuration: {error}")
    except OperationalError as error:
        sentence = connection_failure(error)
        if not sentence:
            raise
        sys.exit(sentence)


if __name__ == "__main__":
    main()
