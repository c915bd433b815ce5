"""The witness of a drawn building: what a second client sees, against the drawing, turned by code of its own, and against the pristine terrain."""

from __future__ import annotations

from collections import deque

import msgspec

from benchmarks.witness import Seen
from curriculum.architecture.drawing import Drawing, draw
from curriculum.architecture.parts import Design, of_wood
from worldsim.blueprint import Blueprint, as_good_as
from worldsim.facts import facts
from worldsim.space import Pos

Box = dict[Pos, Seen]
_AIR = frozenset(("air", "cave_air", "void_air"))
#: A quarter turn clockwise, seen from above.
_QUARTER = {"north": "east", "east": "south", "south": "west", "west": "north"}
_FACES = ((1, 0, 0), (-1, 0, 0), (0, 1, 0), (0, -1, 0), (0, 0, 1), (0, 0, -1))


class Stood(msgspec.Struct, frozen=True, kw_only=True):
    """What the witness found. Shares are 0-1."""

    as_drawn: bool  #: what was to be built is the drawing: turned, put somewhere, of one wood, and nothing but fill and free cells beside it
    f1: float  #: over all cells of the drawing, those that must be free too
    wrong: list[str]  #: cells that are not as they were to be
    turned: list[str]  #: doors and stairs that look elsewhere
    placed: float  #: share of the drawn blocks that the pristine terrain did not have
    closed: bool | None  #: no way out of the rooms for the air, doors being shut; None: it has no rooms
    left: list[str]  #: blocks within 2 of the building that are no part of it, and that the pristine terrain did not have

    @property
    def good(self) -> bool:
        return self.as_drawn and self.f1 == 1.0 and not self.turned and self.placed >= 0.9 and self.closed is not False


def hear(design: Design, wood: str, blueprint: Blueprint, found: Box, pristine: Box) -> Stood:
    """Compare what stands in a box around the building with the drawing, and with the untouched terrain of the same seed."""
    want = _turned(design, wood, blueprint)
    planned = {blueprint.at(cell): cell.block for cell in blueprint.cells}
    beside = [pos for pos, block in planned.items() if pos not in (want or {}) and block not in _AIR and pos.y >= blueprint.origin.y]
    cells = {pos: Seen(block) for pos, block in planned.items()} | (want or {})
    solid = {pos for pos, seen in cells.items() if seen.name not in _AIR}
    wrong = [f"{pos}: expected {cells[pos].name}, found {found[pos].name}" for pos in sorted(cells) if not _is(cells[pos].name, found[pos].name)]
    hits = len(cells) - len(wrong)
    ours = {pos for pos in solid if pos in (want or {})}
    return Stood(
        as_drawn=want is not None and not beside,
        f1=2 * hits / (2 * hits + 2 * len(wrong)),
        wrong=wrong,
        turned=[
            f"{pos}: {cells[pos].name} expected to face {cells[pos].facing}, found {found[pos].facing}"
            for pos in sorted(ours)
            if cells[pos].facing and found[pos].name == cells[pos].name and found[pos].facing != cells[pos].facing
        ],
        placed=sum(pristine[pos].name != found[pos].name for pos in ours) / max(1, len(ours)),
        closed=_closed(blueprint, cells, found) if design.rooms else None,
        left=[f"{pos}: {seen.name}" for pos, seen in sorted(found.items()) if pos not in cells and _put(seen.name, pristine[pos].name)],
    )


def wood_of(blueprint: Blueprint) -> str:
    """Of which wood a building is; 'oak' if it has none."""
    woods = [cell.block.removesuffix(ending) for cell in blueprint.cells for ending in ("_planks", "_log", "_fence") if cell.block.endswith(ending)]
    return woods[0] if woods else "oak"


def _turned(design: Design, wood: str, blueprint: Blueprint) -> Box | None:
    """The drawing where it was to be built: the one of four turns, moved to the building's corner, all of whose cells are in the blueprint."""
    planned = {(cell.pos, cell.block, cell.facing) for cell in blueprint.cells}
    cells: dict[Pos, Seen] = {pos: Seen(one.block, one.facing) for pos, one in _drawn(design, wood).items()}
    for _ in range(4):
        cells = {Pos(-pos.z, pos.y, pos.x): Seen(one.name, _QUARTER[one.facing] if one.facing else None) for pos, one in cells.items()}
        x, z = min(pos.x for pos in cells), min(pos.z for pos in cells)
        moved = {Pos(pos.x - x, pos.y, pos.z - z): one for pos, one in cells.items()}
        if planned.issuperset((pos, one.name, one.facing) for pos, one in moved.items()):
            origin = blueprint.origin
            return {Pos(origin.x + pos.x, origin.y + pos.y, origin.z + pos.z): one for pos, one in moved.items()}
    return None


def _drawn(design: Design, wood: str) -> Drawing:
    return draw(of_wood(design, wood))


def _is(want: str, found: str) -> bool:
    return found in _AIR if want in _AIR else found in as_good_as(want)


def _put(found: str, before: str) -> bool:
    """Is it a block that somebody put there? Grass turns to dirt and back, plants and water come by themselves."""
    block = facts().blocks.get(found)
    return found != before and block is not None and block.solid and found not in ("dirt", "grass_block") and not found.endswith("_leaves")


def _closed(blueprint: Blueprint, cells: Box, found: Box) -> bool:
    """Has it rooms, by the drawing, and does no air from outside reach them? Whatever has a collision box stops it, doors too."""
    whole = _inside(blueprint, {pos: seen.name for pos, seen in cells.items()})
    return bool(whole) and whole <= _inside(blueprint, {pos: seen.name for pos, seen in found.items()})


def _inside(blueprint: Blueprint, names: dict[Pos, str]) -> set[Pos]:
    """The free cells of the building that a flood from outside does not reach."""
    corner, size = blueprint.origin, blueprint.size
    low, high = Pos(corner.x - 1, corner.y, corner.z - 1), Pos(corner.x + size.x, corner.y + size.y, corner.z + size.z)
    start = Pos(low.x, high.y, low.z)
    outside, todo = {start}, deque([start])
    while todo:
        at = todo.popleft()
        for dx, dy, dz in _FACES:
            step = Pos(at.x + dx, at.y + dy, at.z + dz)
            fits = low.x <= step.x <= high.x and low.y <= step.y <= high.y and low.z <= step.z <= high.z
            if fits and step not in outside and not _stops(names.get(step, "air")):
                outside.add(step)
                todo.append(step)
    box = (Pos(x, y, z) for x in range(low.x, high.x + 1) for y in range(low.y, high.y + 1) for z in range(low.z, high.z + 1))
    return {pos for pos in box if pos not in outside and not _stops(names.get(pos, "air"))}


def _stops(name: str) -> bool:
    block = facts().blocks.get(name)
    return block is not None and block.solid
