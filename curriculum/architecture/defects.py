"""What is wrong with a drawing, exactly: for the architect, in words that name the part, the cell and the remedy."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from itertools import pairwise
from typing import Literal

import msgspec

from curriculum.architecture.drawing import Drawing, Filled, bounds, draw, rooms, shut, solid, within
from curriculum.architecture.erecting import Erected, erect
from curriculum.architecture.parts import Design, Roof
from curriculum.techtree import hindrance, obtainable
from worldsim.facts import facts
from worldsim.space import FACES, Pos

Kind = Literal["block", "material", "size", "empty", "floating", "out_of_reach", "no_support", "open_room", "no_room", "no_way_in", "walled_in"]

#: Widest, highest and deepest building, in blocks.
LARGEST = Pos(24, 16, 24)
#: Lowest cell that may be dug.
_DEEPEST = -4
#: Cells that a defect names.
_NAMED = 3
#: What stands on a floor (Minecraft Wiki, their pages).
_ON_FLOOR = ("_door", "_bed", "torch", "_carpet", "_pressure_plate", "rail", "flower_pot", "lantern")


class Defect(msgspec.Struct, frozen=True):
    """One thing that is wrong. `text`: one line for the architect."""

    kind: Kind
    text: str
    cells: tuple[Pos, ...] = ()
    part: int | None = None


def defects(design: Design) -> list[Defect]:
    """All that is wrong with a design; [] if it can be built as it is."""
    try:
        cells = draw(design)
    except ValueError as error:
        return [Defect("size", str(error))]
    if not any(filled.item for filled in cells.values()):
        return [Defect("empty", "the drawing has no block: draw at least one part that places some")]
    found = [*_blocks(cells), *_sizes(cells)]
    if found:
        return found  # the rest would speak of blocks that do not exist
    return [*_support(cells), *_erecting(cells, erect(cells)), *(_rooms(design, cells) if design.rooms else ())]


def _blocks(cells: Drawing) -> Iterable[Defect]:
    """Names that are no blocks, and materials that cannot be had."""
    known = facts().blocks
    for name, where in _by_block(cells).items():
        part = cells[where[0]].part
        if name not in known:
            near = get_close_matches(name, known, n=1)
            yield Defect(
                "block", f"part {part}: {name} is no block of Minecraft {facts().version}" + (f"; did you mean {near[0]}?" if near else ""), part=part
            )
        elif not obtainable(name):
            yield Defect("material", f"part {part}: {name} cannot be had: {hindrance(name)}; use another block", part=part)


def _sizes(cells: Drawing) -> Iterable[Defect]:
    low, high = bounds(cells)
    size = Pos(high.x - low.x + 1, high.y + 1, high.z - low.z + 1)
    if size.x > LARGEST.x or size.y > LARGEST.y or size.z > LARGEST.z:
        yield Defect("size", f"it is {size.x} x {size.y} x {size.z} (x, y, z), more than {LARGEST.x} x {LARGEST.y} x {LARGEST.z}: draw it smaller")
    if low.y < _DEEPEST:
        yield Defect("size", f"it goes down to y {low.y}: dig no deeper than {_DEEPEST}")


def _support(cells: Drawing) -> Iterable[Defect]:
    """What needs a floor has one."""
    for pos, filled in cells.items():
        if filled.item is None or not filled.block.endswith(_ON_FLOOR) or filled.block.endswith("trapdoor"):
            continue
        below = pos.offset(0, -1, 0)
        carried = solid(cells[below].block) if below in cells else below.y < 0
        if not carried:
            yield Defect("no_support", f"part {filled.part}: {filled.block} at {pos} needs a solid block below it", (pos,), filled.part)


def _erecting(cells: Drawing, erected: Erected) -> Iterable[Defect]:
    for part, where in _by_part(cells, erected.floating).items():
        yield Defect(
            "floating", f"part {part}: {_blocks_at(cells, where)} touches nothing that stands: join it to the ground or to the building", where, part
        )
    for part, where in _by_part(cells, erected.beyond).items():
        text = f"part {part}: {_blocks_at(cells, where)} is out of a builder's reach (4.5 blocks from the eyes of somebody who can walk there)"
        yield Defect("out_of_reach", f"{text}: add stairs or a floor to stand on, or draw it lower", where, part)
    if erected.trapped:
        yield Defect("walled_in", "the builder cannot get out when all stands: add a door, or a way of steps of one block")


def _rooms(design: Design, cells: Drawing) -> Iterable[Defect]:
    """A building with rooms has one, closed but for doors, with a door to it."""
    inside = rooms(cells)
    under = _under_roofs(design, cells)
    leaks = [pos for pos in under if pos not in inside]
    if leaks and (way := _way_out(leaks[0], cells)):
        yield Defect(
            "open_room", f"the room at {leaks[0]} is open to the outside at {_first_hole(way, cells)}: close it, or say rooms: false", (way[-1],)
        )
    elif not inside:
        yield Defect("no_room", "no room is enclosed: draw walls and a roof that close one, or say rooms: false")
    elif not any(_beside_door(pos, cells) for pos in inside):
        yield Defect("no_way_in", "no door leads into a room: put one in a wall, at the height of its floor")


def _under_roofs(design: Design, cells: Drawing) -> list[Pos]:
    """The middles of what lies just below each roof, in free cells."""
    found = []
    for part in design.parts:
        if isinstance(part, Roof):
            pos = Pos((part.x0 + part.x1) // 2, part.y - 1, (part.z0 + part.z1) // 2)
            if not shut(cells.get(pos)) and pos.y >= 0:
                found.append(pos)
    return found


def _way_out(start: Pos, cells: Drawing) -> list[Pos]:
    """The shortest way of the air from a room to beyond the building; [] if there is none."""
    low, high = bounds(cells)
    low, high = Pos(low.x - 1, 0, low.z - 1), high.offset(1, 1, 1)
    came: dict[Pos, Pos | None] = {start: None}
    queue = deque([start])
    while queue:
        pos = queue.popleft()
        if pos.x in (low.x, high.x) or pos.z in (low.z, high.z) or pos.y == high.y:
            way: list[Pos] = []
            at: Pos | None = pos
            while at is not None:
                way.append(at)
                at = came[at]
            return way[::-1]
        for face in FACES:
            there = pos.offset(*face)
            if there not in came and within(there, low, high) and not shut(cells.get(there)):
                came[there] = pos
                queue.append(there)
    return []


def _first_hole(way: Sequence[Pos], cells: Drawing) -> Pos:
    """Where a way leaves the room: its first cell between two that are shut on opposite sides, seen across the way; else the last but one."""
    for before, pos in pairwise(way):
        along = (pos.x - before.x, pos.y - before.y, pos.z - before.z)
        across = [face for face in FACES if any(face[i] and not along[i] for i in range(3))]
        if sum(shut(cells.get(pos.offset(*face))) for face in across) >= 2:
            return pos
    return way[-2] if len(way) > 1 else way[-1]


def _beside_door(pos: Pos, cells: Drawing) -> bool:
    return any(_is_door(cells.get(pos.offset(*face))) for face in FACES if face[1] == 0)


def _is_door(filled: Filled | None) -> bool:
    return filled is not None and filled.block.endswith("_door")


def _by_block(cells: Drawing) -> dict[str, list[Pos]]:
    found: dict[str, list[Pos]] = {}
    for pos, filled in cells.items():
        if filled.block != "air":
            found.setdefault(filled.block, []).append(pos)
    return found


def _by_part(cells: Drawing, where: Iterable[Pos]) -> dict[int, tuple[Pos, ...]]:
    found: dict[int, tuple[Pos, ...]] = {}
    for pos in where:
        found[cells[pos].part] = (*found.get(cells[pos].part, ()), pos)
    return found


def _blocks_at(cells: Drawing, where: Sequence[Pos]) -> str:
    named = ", ".join(str(pos) for pos in where[:_NAMED])
    more = f" and {len(where) - _NAMED} more" if len(where) > _NAMED else ""
    return f"{cells[where[0]].block} at {named}{more}"
