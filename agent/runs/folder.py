"""One run's folder, opened for reading: also one that was killed, is still going on, or was written by an older version."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, get_args

import msgspec

from agent.record import SCHEMA, Spec
from agent.runs.places import SPEC as SPEC
from agent.settings import Settings
from agent.summary import Frame, Summary, summarise
from worldsim.errors import UsageError
from worldsim.events import Ended, Event, decode
from worldsim.transitions import FILE, Transition, read_transitions

EVENTS, SUMMARY = "events.jsonl", "summary.json"
#: How a run ended, by the exit code of its process.
ENDINGS = {0: "reached", 1: "not reached", 3: "broken", 130: "stopped"}
CUT_OFF = "cut off"
#: Most of a record's lines, and in no table: what the programs looked at.
_UNREAD = (b'{"event":"viewed"', b'{"event":"observed"')


class _Kind(msgspec.Struct, frozen=True):
    event: str


class Run:
    """A run as it lies on disk. What is big is read when it is asked for.

    `name`: of its folder. `spec`: what was asked. `schema`: version of the record, 0 if it is from before they were counted.
    `notes`: what is to be known of its files, a line each: an older version, a line that was cut off.
    """

    def __init__(self, folder: Path) -> None:
        """Raises UsageError for a folder that is no run, or whose spec cannot be read."""
        self.folder = folder
        self.notes: list[str] = []
        self.spec, self.schema = self._spec()
        self.name = folder.resolve().name

    def __repr__(self) -> str:
        return f"Run({self.name!r})"

    @property
    def older(self) -> bool:
        """Whether an older version wrote it."""
        return self.schema < SCHEMA

    def events(self) -> list[Event]:
        """All that happened, typed, up to the last whole line. Raises UsageError for a damaged line."""
        return self._decoded(self._lines())

    def transitions(self) -> Iterator[Transition]:
        """All real steps with the whole states before and after them, blocks and all. Raises UsageError."""
        return read_transitions(self.folder / FILE)

    def told(self) -> tuple[list[Event], int]:
        """The events that the tables are made of, and how many whole lines there are of all kinds. Raises UsageError."""
        lines = self._lines()
        return self._decoded([line for line in lines if not line.startswith(_UNREAD)], lines), len(lines)

    def summary(self, events: Iterable[Event]) -> Summary:
        """The figures of `summary.json`; made from the events where a run was cut off or its file cannot be read."""
        try:
            return msgspec.json.decode((self.folder / SUMMARY).read_bytes(), type=Summary)
        except FileNotFoundError:
            pass
        except (OSError, msgspec.DecodeError):
            self._note(f"{SUMMARY} cannot be read: its figures are made from the events")
        asked = self.spec.settings
        frame = Frame(
            goal=asked.goal, seed=asked.seed, warp=asked.warp, imagine=asked.imagine, cheats=len(self.spec.cheats), wall_s=0.0, blueprint_f1=None
        )
        return summarise(events, frame)

    def _note(self, text: str) -> None:
        if text not in self.notes:
            self.notes.append(text)

    def _lines(self) -> list[bytes]:
        """The whole lines of the events."""
        file = self.folder / EVENTS
        try:
            *lines, rest = file.read_bytes().split(b"\n")
        except FileNotFoundError:
            self._note(f"no {EVENTS}: it was killed before its first event")
            return []
        except OSError as error:
            raise UsageError(f"{file}: expected the events of a run, found: {error.strerror}; make the file readable, or leave it out") from None
        if rest:
            self._note(f"the last line of {EVENTS} was cut off, and is left out")
        return lines

    def _decoded(self, lines: list[bytes], whole: list[bytes] | None = None) -> list[Event]:
        """Typed. Kinds of events that this version does not know are left out, with a note; any other line that is none raises UsageError."""
        try:
            return [decode(line) for line in lines]
        except UsageError:
            known = {str(kind.__struct_config__.tag) for kind in get_args(Event)}
        events, strange = [], set()
        for line in lines:
            try:
                events.append(decode(line))
            except UsageError as error:
                kind = _kind(line)
                if kind is None or kind in known:
                    number = (whole or lines).index(line) + 1
                    todo = f"restore the file, or read it with the version that wrote it (commit {self.spec.commit[:9]})"
                    raise UsageError(f"{self.folder / EVENTS}:{number}: {error}{_age(self.schema)}; {todo}") from None
                strange.add(kind)
        self._note(f"events that this version does not know: {', '.join(sorted(strange))}")
        return events

    def _spec(self) -> tuple[Spec, int]:
        """What was asked; settings that are not known any more are left out, with a note."""
        file = self.folder / SPEC
        try:
            said: Any = msgspec.json.decode(file.read_bytes())
        except OSError as error:
            hint = "name a folder that python -m agent.run made"
            raise UsageError(f"{self.folder}: expected a run, a folder with {SPEC}, found: {error.strerror}; {hint}") from None
        except msgspec.DecodeError as error:
            raise UsageError(f"{file}: expected the spec of a run, found: {error}; restore the file, or leave the run out") from None
        if not isinstance(said, dict):
            raise UsageError(f"{file}: expected the spec of a run, found JSON that is no object; restore the file, or leave the run out")
        schema = said.get("schema", 0)
        if not isinstance(schema, int) or schema > SCHEMA:
            raise UsageError(f"{file}: expected schema {SCHEMA} or older, found {schema!r}: a newer version wrote it; update this one")
        if schema < SCHEMA:
            self._note(f"an older version wrote it: schema {schema}, this one writes {SCHEMA}")
        if isinstance(said.get("settings"), dict):
            unknown = sorted(set(said["settings"]) - set(Settings.__struct_fields__))
            if unknown:
                self._note(f"settings that this version does not know: {', '.join(unknown)}")
                said["settings"] = {name: value for name, value in said["settings"].items() if name not in unknown}
        try:
            spec = msgspec.convert(said, Spec)
            datetime.fromisoformat(spec.started)
            return spec, schema
        except (ValueError, UsageError) as error:  # msgspec's ValidationError is a ValueError
            raise UsageError(f"{file}: expected the spec of a run, found: {error}{_age(schema)}; restore the file, or leave the run out") from None


def _age(schema: int) -> str:
    return f" (an older version wrote it: schema {schema}, this one reads {SCHEMA})" if schema < SCHEMA else ""


def _kind(line: bytes) -> str | None:
    """What a line says that it is; None if that cannot be read."""
    try:
        return msgspec.json.decode(line, type=_Kind).event
    except msgspec.DecodeError:
        return None


def ended(events: Iterable[Event]) -> Ended | None:
    """How a run ended; None: it was cut off, or goes on."""
    return next((event for event in reversed([*events]) if isinstance(event, Ended)), None)
