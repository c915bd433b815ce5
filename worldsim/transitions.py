"""Real transitions on disk: state, action, outcome, next state; one JSON line each. What fidelity, learning and the benchmarks read.

A line holds the blocks only as the sections that altered since the line before it, so a set of thousands stays small. A run's folder
and a recorded set have the same `transitions.jsonl`; episodes follow one another in it, each opened by a line that resets the blocks.
"""

from __future__ import annotations

import base64
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import msgspec
import numpy as np

from worldsim.actions import Action
from worldsim.arguments import check_observed
from worldsim.blocks import Blocks, SectionKey, SectionsUpdate
from worldsim.change import Outcome
from worldsim.errors import RecordBroken, UsageError
from worldsim.facts import facts
from worldsim.state import Observed, State, state_of

FILE = "transitions.jsonl"


class Origin(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Where a transition comes from: a world, or somebody's imagination of it."""

    source: Literal["real", "imagined"] = "real"
    model: str = ""  #: who imagined it
    start: str = ""  #: key of the real transition from whose first state it was imagined
    likely: float = 1.0  #: how likely the model held this course of all that may happen, durations aside, 0-1


REAL = Origin()


class _Line(msgspec.Struct, frozen=True, kw_only=True):
    """One transition. `blocks`: what is known before the action, as a difference to the line before; revision 1 starts an episode."""

    episode: str  #: where it comes from: "seed 3", a run's id
    step: int
    before: Observed
    blocks: SectionsUpdate
    action: Action
    outcome: Outcome
    after: Observed
    origin: Origin = REAL
    revealed: SectionsUpdate  #: what altered or became known by the action, on top of `blocks`


class Transition(msgspec.Struct, frozen=True, kw_only=True):
    """One step, whole: a real one, but for exports."""

    episode: str
    step: int
    before: State
    action: Action
    outcome: Outcome
    after: State
    origin: Origin = REAL

    @property
    def key(self) -> str:
        """Names it within its set."""
        return f"{self.episode}/{self.step}"

    @property
    def world(self) -> str:
        """What its episode shares with others of the same world: 'seed 3' of 'seed 3 wood'; a run is its own. Splits keep it whole.

        An imagined one belongs to the world that it was imagined from.
        """
        episode = self.origin.start.rpartition("/")[0] or self.episode
        words = episode.split()
        return " ".join(words[:2]) if len(words) > 2 and words[0] == "seed" else episode


class TransitionWriter:
    """Appends to `transitions.jsonl` of a folder (or another file in it), line by line, flushed."""

    def __init__(self, folder: Path, file: str = FILE) -> None:
        self._file = (folder / file).open("ab")
        self._episode = ""
        self._step = 0
        self._revision = 0
        self._known: dict[SectionKey, np.ndarray[tuple[int], np.dtype[np.uint16]]] = {}

    def append(
        self, episode: str, before: State, action: Action, outcome: Outcome, after: State, *, step: int | None = None, origin: Origin = REAL
    ) -> None:
        """Write one transition. Steps are numbered within their episode, from 1, or as `step` says. Raises RecordBroken."""
        if episode != self._episode:
            self._episode, self._step, self._revision, self._known = episode, 0, 0, {}
        self._step = self._step + 1 if step is None else step
        line = _Line(
            episode=episode,
            step=self._step,
            before=before.observed(),
            blocks=self._difference(before.blocks),
            action=action,
            outcome=outcome,
            after=after.observed(),
            origin=origin,
            revealed=self._difference(after.blocks),
        )
        try:
            self._file.write(msgspec.json.encode(line) + b"\n")
            self._file.flush()
        except OSError as error:
            raise RecordBroken(f"expected to append a transition, found: {error.strerror}; free some space") from None

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def _difference(self, blocks: Blocks) -> SectionsUpdate:
        """The sections that are not as they were written last, with the next revision."""
        self._revision += 1
        changed: list[tuple[int, int, int, str]] = []
        for key, section in blocks.sections():
            old = self._known.get(key)
            if old is section or (old is not None and np.array_equal(old, section)):
                continue
            self._known[key] = section
            packer = zlib.compressobj(level=6, wbits=-15)
            data = packer.compress(section.astype("<u2").tobytes()) + packer.flush()
            changed.append((key.x, key.y, key.z, base64.b64encode(data).decode()))
        return SectionsUpdate(self._revision, changed)


def read_transitions(path: Path, *, imagined: bool = False) -> Iterator[Transition]:
    """The transitions of a set or a run (its folder, or the file), up to the last whole line. Raises UsageError for what is none.

    `imagined`: such lines are welcome; else they are bad usage, for nothing must be measured on what was dreamed.
    """
    file = path / FILE if path.is_dir() else path
    try:
        lines = file.read_bytes().split(b"\n")
    except OSError as error:
        raise UsageError(f"{path}: expected a run or a set with {FILE}, found: {error.strerror}; make one with python -m worldsim.record") from None
    if lines[-1][:1] not in (b"", b"{"):  # no line of ours that was cut off
        raise UsageError(f"{file}:{len(lines)}: expected a transition, found {lines[-1][:40]!r}; record the set anew")
    decoder, known = msgspec.json.Decoder(_Line), facts()
    blocks = Blocks(known.palette)
    for number, raw in enumerate(lines[:-1], start=1):  # what follows the last line end is empty, or was cut off
        try:
            line = decoder.decode(raw)
        except msgspec.DecodeError as error:
            raise UsageError(f"{file}:{number}: expected a transition, found a damaged line ({error}); record the set anew") from None
        if line.origin.source == "imagined" and not imagined:
            raise UsageError(f"{file}:{number}: expected a real transition, found an imagined one; name the set that it was exported from")
        for observed in (line.before, line.after):
            try:
                check_observed(observed, known)
            except UsageError as error:
                raise UsageError(f"{file}:{number}: {error}") from None
        if line.blocks.revision == 1:
            blocks = Blocks(known.palette)
        before = blocks.updated(line.blocks)
        blocks = before.updated(line.revealed)
        yield Transition(
            episode=line.episode,
            step=line.step,
            before=state_of(line.before, before),
            action=line.action,
            outcome=line.outcome,
            after=state_of(line.after, blocks),
            origin=line.origin,
        )
