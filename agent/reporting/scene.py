"""The place of a run in three dimensions: the known terrain, what every step was predicted to alter, and what it altered."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping

import msgspec
import numpy as np
from numpy.typing import NDArray

from agent.reporting.account import Account, Step
from agent.reporting.blame import pointed
from agent.reporting.colours import Look, look
from worldsim.actions import Place
from worldsim.blocks import UNKNOWN, Blocks
from worldsim.blueprint import Blueprint
from worldsim.change import BlockChange, Change
from worldsim.errors import UsageError
from worldsim.goals import Built
from worldsim.space import Pos, Vec
from worldsim.transitions import FILE, read_transitions

#: Largest box that is drawn, in blocks: sideways and upwards. Terrain around what was altered.
_WIDE, _HIGH, _MARGIN = 72, 56, 5
#: Numbers in the grid below those of the palette.
_NOT_SEEN, _AIR = 0, 1


class Moment(msgspec.Struct, frozen=True):
    """One step: cells as [index in the grid, number in the palette], and where the body stands at its end, relative to the box."""

    step: int
    dream: list[tuple[int, int]]
    deed: list[tuple[int, int]]  #: by the actor
    env: list[tuple[int, int]]  #: by the world itself, at the same time
    found: list[tuple[int, int]]  #: how cells were found that it was about, if otherwise than left: somebody else was there
    dreamed_body: tuple[float, float, float] | None
    body: tuple[float, float, float] | None


class Scene(msgspec.Struct, frozen=True):
    """The box: cell (x, y, z) of it has the index (y * sz + z) * sx + x. `base`: before the first step, as [count, number] runs, flat."""

    origin: tuple[int, int, int]
    size: tuple[int, int, int]
    palette: list[Look]  #: number 2 and up in the grid; 0 was never seen, 1 is free
    base: list[int]
    moments: list[Moment]
    start: tuple[float, float, float] | None  #: of the body
    focus: tuple[float, float, float]  #: what to look at, relative to the box
    reach: float  #: how far it extends, in blocks
    plan: list[tuple[int, int]]  #: cells of the last blueprint
    front: str = ""  #: where its door looks: north, east, south or west
    note: str = ""  #: what is missing from it


def scene(account: Account) -> Scene | None:
    """The scene of a run; None where nothing is known of the place."""
    land = _land(account)
    known = land.last
    print_ = _blueprint(account)
    drawn = {} if print_ is None else {print_.at(cell): cell.block for cell in print_.cells}
    altered = [block.pos for step in account.steps for change in _changes(step.prediction.mode.change, step.prediction.mode.env) for block in change]
    altered += [block.pos for step in account.steps if step.outcome for change in _changes(step.outcome.change, step.outcome.env) for block in change]
    if land.last is None and not altered and not drawn:
        return None
    bodies = [step.outcome.end for step in account.steps if step.outcome] or [seen.observed.body.pos for seen in account.observations]
    cells = [*altered, *drawn] or [body.cell for body in bodies]
    if not cells:
        return None
    wrong = pointed(account)
    low, high = _box(cells, list(drawn), known, None if wrong is None or wrong.step is None else wrong.cell or _about(wrong.step))
    builder = _Builder(low, high, _turned(account, print_))
    builder.terrain(known)
    first = dict(land.first)
    for step in account.steps:
        if step.outcome:
            for block in itertools.chain(*_changes(step.outcome.change, step.outcome.env)):
                first.setdefault(block.pos, block.before)
    for step in account.steps:
        for block in itertools.chain(*_changes(step.prediction.mode.change, step.prediction.mode.env)):
            if not builder.seen(block.pos):
                first.setdefault(block.pos, block.before)
    builder.put(first)
    now = dict(first)
    moments = [_moment(step, builder, now, land.after.get(step.number, {})) for step in account.steps]
    planned = [(index, builder.number(block, pos)) for pos, block in drawn.items() if (index := builder.index(pos)) is not None]
    centre, reach = _focus(list(drawn) or cells, low, high)
    start = account.observations[0].observed.body.pos if account.observations else None
    return Scene(
        origin=(low.x, low.y, low.z),
        size=builder.size,
        palette=builder.palette,
        base=builder.runs(),
        moments=moments,
        start=builder.inside(start),
        focus=centre,
        reach=reach,
        plan=planned,
        front=next((cell.facing for cell in print_.cells if cell.facing), "") if print_ else "",
        note=land.note,
    )


def _moment(step: Step, builder: _Builder, now: dict[Pos, str], seen: Mapping[Pos, str]) -> Moment:
    """One step. `now`: how the cells were left, kept up to date; `seen`: how those that it was about looked after it."""
    outcome = step.outcome
    deed, env = ((), ()) if outcome is None else (outcome.change.blocks, outcome.env.blocks)
    now.update((block.pos, block.after) for block in (*deed, *env))
    found = [BlockChange(pos, now[pos], name) for pos, name in seen.items() if now.get(pos, name) != name]
    now.update((block.pos, block.after) for block in found)
    return Moment(
        step=step.number,
        dream=builder.cells(itertools.chain(*_changes(step.prediction.mode.change, step.prediction.mode.env))),
        deed=builder.cells(deed),
        env=builder.cells(env),
        found=builder.cells(found),
        dreamed_body=builder.inside(step.prediction.mode.end),
        body=builder.inside(outcome.end) if outcome else None,
    )


class _Builder:
    """A grid that is filled, and the palette of what is in it."""

    def __init__(self, low: Pos, high: Pos, turned: dict[Pos, str]) -> None:
        self.low = low
        self.size = (high.x - low.x + 1, high.y - low.y + 1, high.z - low.z + 1)
        self.palette: list[Look] = []
        self._numbers: dict[tuple[str, str | None], int] = {("air", None): _AIR, ("cave_air", None): _AIR}
        self._turned = turned
        self._grid: NDArray[np.int32] = np.zeros((self.size[1], self.size[2], self.size[0]), dtype=np.int32)

    def number(self, name: str, pos: Pos | None = None) -> int:
        turn = self._turned.get(pos) if pos is not None and name.endswith("_door") else None
        key = (name, turn)
        if key not in self._numbers:
            self._numbers[key] = len(self.palette) + 2
            self.palette.append(look(name, turn))
        return self._numbers[key]

    def index(self, pos: Pos) -> int | None:
        sx, sy, sz = self.size
        x, y, z = pos.x - self.low.x, pos.y - self.low.y, pos.z - self.low.z
        return (y * sz + z) * sx + x if 0 <= x < sx and 0 <= y < sy and 0 <= z < sz else None

    def inside(self, point: Vec | None) -> tuple[float, float, float] | None:
        """A point relative to the box; None if it lies outside."""
        if point is None or self.index(point.cell) is None:
            return None
        return (round(point.x - self.low.x, 2), round(point.y - self.low.y, 2), round(point.z - self.low.z, 2))

    def seen(self, pos: Pos) -> bool:
        index = self.index(pos)
        return index is not None and int(self._grid.flat[index]) != _NOT_SEEN

    def cells(self, blocks: Iterable[BlockChange]) -> list[tuple[int, int]]:
        return [(index, self.number(block.after, block.pos)) for block in blocks if (index := self.index(block.pos)) is not None]

    def put(self, cells: dict[Pos, str]) -> None:
        for pos, name in cells.items():
            if (index := self.index(pos)) is not None:
                self._grid.flat[index] = self.number(name, pos)

    def terrain(self, known: Blocks | None) -> None:
        """Fill in what is known of the box."""
        if known is None:
            return
        raw = box_of(known, self.low, self.size)
        for state in np.unique(raw).tolist():
            if state != UNKNOWN:
                self._grid[raw == state] = self.number(known.palette[state])

    def runs(self) -> list[int]:
        """The grid as runs of equal numbers: count, number, count, number ..."""
        flat = self._grid.ravel()
        starts = np.flatnonzero(np.concatenate(([True], flat[1:] != flat[:-1])))
        counts = np.diff(np.append(starts, flat.size))
        return [int(value) for value in np.stack((counts, flat[starts]), axis=1).ravel()]


def box_of(known: Blocks, low: Pos, size: tuple[int, int, int]) -> NDArray[np.uint16]:
    """The state ids of a box, index [y, z, x]; UNKNOWN where nothing is known."""
    out = np.full((size[1], size[2], size[0]), UNKNOWN, dtype=np.uint16)
    for key, section in known.sections():
        start = (key.y * 16 - low.y, key.z * 16 - low.z, key.x * 16 - low.x)
        ours = tuple(slice(max(0, at), min(length, at + 16)) for at, length in zip(start, out.shape, strict=True))
        if all(part.start < part.stop for part in ours):
            theirs = tuple(slice(part.start - at, part.stop - at) for part, at in zip(ours, start, strict=True))
            out[ours] = section.reshape(16, 16, 16)[theirs]
    return out


class _Land(msgspec.Struct):
    """What the transitions tell of the place, as far as they go."""

    last: Blocks | None = None  #: what is known at the end
    first: dict[Pos, str] = {}  #: cells that steps were about, as they were before the first of these
    after: dict[int, dict[Pos, str]] = {}  #: by step: the cells that it was about, as they looked after it
    note: str = "The run kept no transitions, so the land around is not shown."  #: what is missing, for people


def _land(account: Account) -> _Land:
    """Read the transitions of a run."""
    land = _Land()
    if not (account.folder / FILE).exists():
        return land
    about = {step.number: {block.pos for block in step.prediction.mode.change.blocks} for step in account.steps}
    try:
        for transition in read_transitions(account.folder):
            land.last, land.note = transition.after.blocks, ""
            cells = about.get(transition.step, set())
            for pos in cells:
                if (name := transition.before.blocks.name(pos)) is not None:
                    land.first.setdefault(pos, name)
            seen = {pos: transition.after.blocks.name(pos) for pos in cells}
            land.after[transition.step] = {pos: name for pos, name in seen.items() if name is not None}
    except UsageError as error:
        land.note = f"The land around is not all shown: {error}"
    return land


def _changes(*changes: Change) -> Iterator[tuple[BlockChange, ...]]:
    for change in changes:
        yield change.blocks


def _blueprint(account: Account) -> Blueprint | None:
    """The last one that was proposed."""
    return next((each.task.goal.blueprint for each in reversed(account.attempts) if isinstance(each.task.goal, Built)), None)


def _turned(account: Account, blueprint: Blueprint | None) -> dict[Pos, str]:
    """Doors whose direction is known, as shapes: thin across the way through."""
    ways = {} if blueprint is None else {blueprint.at(cell): cell.facing for cell in blueprint.cells if cell.facing}
    for step in account.steps:
        if isinstance(step.action, Place) and step.action.facing:
            ways[step.action.pos] = step.action.facing
            ways[step.action.pos.offset(0, 1, 0)] = step.action.facing
    return {pos: "panel_x" if way in ("east", "west") else "panel_z" for pos, way in ways.items()}


def _about(step: Step) -> Pos | None:
    """Where a step was about: its cell, else where the body stood at its end."""
    pos: Pos | None = getattr(step.action, "pos", None)
    return pos or (step.outcome.end.cell if step.outcome else None)


def _box(cells: list[Pos], house: list[Pos], known: Blocks | None, about: Pos | None) -> tuple[Pos, Pos]:
    """Lowest and highest cell: all that was altered and some land around; around the house, or the middle of it all, if that is too much.

    `about`: what must be in it, whatever else has to be left out.
    """
    sides = []
    for axis in ("x", "z"):
        every = sorted(getattr(pos, axis) for pos in cells)
        centre = sorted(getattr(pos, axis) for pos in house or cells)
        middle = (centre[0] + centre[-1]) // 2 if house else centre[len(centre) // 2]
        low, high = every[0] - _MARGIN, every[-1] + _MARGIN
        if high - low >= _WIDE:
            must = middle if about is None else getattr(about, axis)
            if abs(must - middle) > _WIDE // 2 - _MARGIN:
                middle = must
            low, high = max(low, middle - _WIDE // 2), min(high, middle + _WIDE // 2 - 1)
        sides.append((low, high))
    (west, east), (north, south) = sides
    near = [pos.y for pos in (*cells, *([about] if about else [])) if west <= pos.x <= east and north <= pos.z <= south] or [pos.y for pos in cells]
    bottom, top = min(near) - 12, max(near) + 24
    if known is not None:
        raw = box_of(known, Pos(west, bottom, north), (east - west + 1, top - bottom + 1, south - north + 1))
        free = np.array([name in ("air", "cave_air", "void_air") for name in known.palette] + [True] * (UNKNOWN + 1 - len(known.palette)))
        solid = np.flatnonzero((~free[raw]).any(axis=(1, 2)))
        if solid.size:
            bottom, top = min(bottom + int(solid[0]), min(near)), max(bottom + int(solid[-1]), max(near))
    return Pos(west, bottom - 1, north), Pos(east, min(top + 1, bottom + _HIGH - 2), south)


def _focus(cells: list[Pos], low: Pos, high: Pos) -> tuple[tuple[float, float, float], float]:
    inside = [pos for pos in cells if low.x <= pos.x <= high.x and low.y <= pos.y <= high.y and low.z <= pos.z <= high.z] or cells
    spans = [(min(values), max(values)) for values in ([p.x for p in inside], [p.y for p in inside], [p.z for p in inside])]
    middle = tuple((a + b + 1) / 2 - start for (a, b), start in zip(spans, (low.x, low.y, low.z), strict=True))
    return (middle[0], middle[1], middle[2]), float(max(b - a + 1 for a, b in spans))
