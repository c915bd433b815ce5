"""What models said and what endpoints understand, kept in an SQLite file that several processes may share. Holds no key."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import threading
from pathlib import Path

from worldsim.errors import UsageError

_TABLES = """\
CREATE TABLE IF NOT EXISTS replies (
    key TEXT PRIMARY KEY, model TEXT NOT NULL, endpoint TEXT NOT NULL, role TEXT NOT NULL,
    prompt_hash TEXT NOT NULL, prompt TEXT NOT NULL, raw TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS dialects (endpoint TEXT NOT NULL, model TEXT NOT NULL, dialect TEXT NOT NULL, PRIMARY KEY (endpoint, model)) WITHOUT ROWID;
"""


def default_file() -> Path:
    """`$LUCIDCRAFT_HOME/models.sqlite`, or one in the user's cache folder of the platform."""
    home = os.environ.get("LUCIDCRAFT_HOME")
    if home:
        return Path(home) / "models.sqlite"
    from platformdirs import user_cache_path

    return user_cache_path("lucidcraft", appauthor=False) / "models.sqlite"


class Store:
    """Safe to use from several threads. `file` None: nothing outlives the process, and replies are not kept at all.

    Raises UsageError for a file that is none of ours.
    """

    def __init__(self, file: Path | None = None, keep_replies: bool = True) -> None:
        self._keep = keep_replies and file is not None
        self._lock = threading.Lock()
        try:
            if file is not None:
                file.parent.mkdir(parents=True, exist_ok=True)
            self._db = sqlite3.connect(file or ":memory:", timeout=30, check_same_thread=False, isolation_level=None)
            self._db.execute("PRAGMA journal_mode=WAL")
            self._db.executescript(_TABLES)
        except (OSError, sqlite3.Error) as error:
            raise UsageError(f"{file}: expected a file for models' replies, found: {error}; delete it or name another") from None

    def reply(self, key: str) -> str | None:
        """The raw reply that was accepted under this key."""
        return self._one("SELECT raw FROM replies WHERE key = ?", key) if self._keep else None

    def keep_reply(self, key: str, *, model: str, endpoint: str, role: str, prompt_hash: str, prompt: str, raw: str) -> None:
        """Remember an accepted reply; the first one stays."""
        if self._keep:
            self._do("INSERT OR IGNORE INTO replies VALUES (?, ?, ?, ?, ?, ?, ?)", key, model, endpoint, role, prompt_hash, prompt, raw)

    def dialect(self, endpoint: str, model: str) -> str | None:
        """The dialect that was understood there."""
        return self._one("SELECT dialect FROM dialects WHERE endpoint = ? AND model = ?", endpoint, model)

    def keep_dialect(self, endpoint: str, model: str, dialect: str) -> None:
        """Remember the dialect that was understood."""
        self._do("INSERT OR REPLACE INTO dialects VALUES (?, ?, ?)", endpoint, model, dialect)

    def _one(self, query: str, *values: str) -> str | None:
        with self._lock, contextlib.suppress(sqlite3.OperationalError):
            row = self._db.execute(query, values).fetchone()
            return None if row is None else str(row[0])
        return None

    def _do(self, statement: str, *values: str) -> None:
        # A full disk or a lock that is held for long costs the memory, not the run.
        with self._lock, contextlib.suppress(sqlite3.OperationalError):
            self._db.execute(statement, values)
