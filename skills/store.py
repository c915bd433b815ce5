"""The files of the library: `<name>.py`, the skill, and `<name>.json`, what is known of it. Both or neither, whatever happens."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

import msgspec
from filelock import FileLock, Timeout

from skills.conditions import Condition
from skills.program import hash_of
from worldsim.errors import UsageError

_NAME = re.compile(r"[a-z][a-z0-9_]{0,63}")
#: Seconds to wait for another process that writes.
_PATIENCE = 30.0


class Evidence(msgspec.Struct, frozen=True, kw_only=True):
    """One run of a skill for a task."""

    run: str  #: name of the run's folder
    ok: bool  #: the judge saw the task done
    seed: int | None = None
    world: str = ""  #: 'embedded', or the address of a server
    ticks_predicted: float = 0.0
    ticks: int = 0  #: that it took
    note: str = ""


class Card(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of an earned skill."""

    name: str
    entry: str
    description: str  #: the first paragraph of the entry's docstring
    signature: str  #: the kind of task it is for
    args: dict[str, Any] = {}  #: as it was earned; those that a task binds are bound anew
    version: int = 1  #: raised when the source changes
    hash: str
    status: Literal["active", "demoted"] = "active"
    evidence: tuple[Evidence, ...] = ()
    precondition: tuple[Condition, ...] = ()  #: as whoever wrote it said: when it can be used
    postcondition: tuple[Condition, ...] = ()  #: what holds after it

    @property
    def text(self) -> str:
        """What it is found by."""
        return f"{self.name.replace('_', ' ')}. {self.description}. {self.signature}"


class Stored(msgspec.Struct, frozen=True):
    """A skill as the files have it."""

    card: Card
    source: str


@contextmanager
def lock(folder: Path) -> Iterator[None]:
    """Held by whoever writes. Makes the folder. Raises UsageError when it cannot be written."""
    held = FileLock(folder / ".lock", timeout=_PATIENCE)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        held.acquire()
    except Timeout:
        raise UsageError(f"expected the library {folder} to be free, found it locked for {_PATIENCE:.0f} s: end the process that writes it") from None
    except OSError as error:
        raise _unwritable(folder, error) from None
    try:
        yield
    finally:
        held.release()


def read(folder: Path) -> dict[str, Stored]:
    """All skills by name; {} if there is no folder. Raises UsageError for a file that is not what it should be."""
    if not folder.is_dir():
        return {}
    if not os.access(folder, os.W_OK):
        return _load_all(folder)
    with lock(folder):  # else a skill that is being replaced looks broken
        _recover(folder)
        return _load_all(folder)


def reread(folder: Path, name: str) -> Stored | None:
    """One skill as the files have it now; the caller holds the lock. None if there is none. Raises UsageError like `read`."""
    path = folder / f"{name}.json"
    return _load(path) if path.exists() else None


def write(folder: Path, skill: Stored) -> None:
    """Write both files; the caller holds the lock. Killed at any moment, it leaves the old skill or the new one. Raises UsageError."""
    name = skill.card.name
    if not _NAME.fullmatch(name):
        raise UsageError(f"expected the name of a skill like 'gather_wood' (a-z, 0-9, _), found {name!r}: rename it")
    try:
        for path, data in ((folder / f"{name}.py", skill.source.encode()), (folder / f"{name}.json", _encode(skill.card))):
            with path.with_suffix(f"{path.suffix}.tmp").open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
        for suffix in (".py", ".json"):
            os.replace(folder / f"{name}{suffix}.tmp", folder / f"{name}{suffix}")
    except OSError as error:
        raise _unwritable(folder, error) from None


def _recover(folder: Path) -> None:
    """Finish or undo a write that was killed: once the source is in place the card follows, before that both go."""
    for card in folder.glob("*.json.tmp"):
        name = card.name.removesuffix(".json.tmp")
        source = folder / f"{name}.py"
        try:
            finished = source.exists() and msgspec.json.decode(card.read_bytes(), type=Card).hash == hash_of(source.read_text())
        except msgspec.DecodeError:
            finished = False
        if finished and not (folder / f"{name}.py.tmp").exists():
            os.replace(card, folder / f"{name}.json")
    for half in (*folder.glob("*.py.tmp"), *folder.glob("*.json.tmp")):  # what else is there is not ours
        half.unlink()


def _load_all(folder: Path) -> dict[str, Stored]:
    return {path.stem: _load(path) for path in sorted(folder.glob("*.json"))}


def _load(path: Path) -> Stored:
    code = path.with_suffix(".py")
    remedy = f"restore the file, or move {path.stem}.py and {path.name} out of {path.parent}"
    try:
        card = msgspec.json.decode(path.read_bytes(), type=Card)
        source = code.read_text()
    except msgspec.DecodeError as error:
        raise UsageError(f"expected {path} to describe a skill, found {error}: {remedy}") from None
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"expected a skill in {code}, found {error}: {remedy}") from None
    if card.name != path.stem or card.hash != hash_of(source):
        raise UsageError(f"expected in {code} the source {card.hash} of {card.name}, found {hash_of(source)}: it was changed by hand; {remedy}")
    return Stored(card, source)


def _encode(card: Card) -> bytes:
    return msgspec.json.format(msgspec.json.encode(card), indent=2) + b"\n"


def _unwritable(folder: Path, error: OSError) -> UsageError:
    remedy = "choose another one with --library DIR or LUCIDCRAFT_HOME"
    return UsageError(f"expected a library folder that can be written, found {folder}: {error.strerror}; {remedy}")
