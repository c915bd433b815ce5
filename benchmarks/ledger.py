"""A file of finished cells, one JSON line each: written whole when a cell is done, so that a killed benchmark loses only what was in flight."""

from __future__ import annotations

import os
from pathlib import Path
from types import TracebackType

import msgspec
from filelock import FileLock, Timeout

from benchmarks.trial import Cell, Row
from worldsim.errors import UsageError


class Ledger:
    """The file, held by one process at a time; `look`: read alone, also while another one writes it.

    Entering raises UsageError when another one has it, or when it is none of ours.
    """

    def __init__(self, file: Path, look: bool = False) -> None:
        self.file = file
        self.look = look
        self.rows: list[Row] = []
        self._lock = FileLock(file.with_suffix(f"{file.suffix}.lock"))

    def __enter__(self) -> Ledger:
        try:
            if self.look:
                self.rows = self._read()
                return self
            self.file.parent.mkdir(parents=True, exist_ok=True)
            self._lock.acquire(timeout=0)
            self.rows = self._read()
        except Timeout:
            raise UsageError(f"{self.file}: expected it for ourselves, found another benchmark writing it; wait, or name another with -o") from None
        except OSError as error:
            raise UsageError(f"{self.file}: expected a file that can be written, found: {error.strerror}; name another with -o") from None
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._lock.release()

    def _read(self) -> list[Row]:
        """What is in the file; a last line that was cut off is taken out of it, unless another one may be writing it."""
        if not self.file.exists():
            return []
        *lines, cut = self.file.read_bytes().split(b"\n")
        if cut and not self.look:
            with self.file.open("r+b") as file:
                file.truncate(sum(len(line) + 1 for line in lines))
        rows = []
        for number, line in enumerate(lines, start=1):
            try:
                rows.append(msgspec.json.decode(line, type=Row))
            except msgspec.DecodeError as error:
                raise UsageError(f"{self.file}:{number}: expected a cell of this benchmark, found: {error}; name another file with -o") from None
        return rows

    def append(self, row: Row) -> None:
        """Write one finished cell; it is on the disk when this returns."""
        with self.file.open("ab") as file:
            file.write(msgspec.json.encode(row) + b"\n")
            file.flush()
            os.fsync(file.fileno())
        self.rows.append(row)

    def done(self, current: str | None) -> dict[Cell, Row]:
        """The last good row of each cell; of the code `current` alone, or of any (None): there those of the newest line win."""
        return {row.cell: row for row in self.rows if not row.broken and current in (None, row.code)}

    def others(self, current: str) -> dict[str, int]:
        """How many rows are of other code, by its name."""
        found: dict[str, int] = {}
        for row in self.rows:
            if row.code != current:
                found[row.code] = found.get(row.code, 0) + 1
        return found
