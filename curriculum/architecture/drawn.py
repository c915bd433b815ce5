"""A checked design as a plan: turned to any side, put anywhere, its cells in an order in which they can be built."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import msgspec

from curriculum.architecture.drawing import STEP, Drawing, bounds, draw, rooms, solid
from curriculum.architecture.erecting import erect
from curriculum.architecture.parts import Design, Door, of_wood
from worldsim.actions import Heading
from worldsim.blueprint import Blueprint, Cell
from worldsim.space import Pos

#: A place is as high as whoever stands at it, however low the building is.
_LOWEST = 2
_SIDES: tuple[Heading, ...] = ("south", "west", "north", "east")


class DrawnPlan(msgspec.Struct, frozen=True):
    """The plan of a design, of `wood` where it leaves that open: see `curriculum/plan.py`. Its way in is its first door, or its south side."""

    design: Design
    wood: str

    @property
    def sides(self) -> tuple[Heading, ...]:
        return _SIDES

    def extent(self, side: Heading) -> Pos:
        low, high = bounds(_turned(self, side))
        return Pos(high.x - low.x + 1, max(high.y + 1, _LOWEST), high.z - low.z + 1)

    def at(self, origin: Pos, side: Heading, fill: Sequence[Pos] = ()) -> Blueprint:
        filled = fill_block(self.wood)
        cells = _ordered(self, side)
        free = next((number for number, cell in enumerate(cells) if cell.block != "air"), len(cells))
        under = tuple(Cell(pos, filled, item=filled) for pos in fill)
        return Blueprint(name=self.design.name, origin=origin, size=self.extent(side), cells=(*cells[:free], *under, *cells[free:]))

    def ground(self, side: Heading) -> list[Pos]:
        cells, size = _turned(self, side), self.extent(side)
        below = [Pos(x, -1, z) for x in range(size.x) for z in range(size.z)]
        step = _doorstep(self, side)
        return [*(pos for pos in below if pos not in cells and pos != step.offset(0, -1, 0)), step.offset(0, -1, 0)]

    def side_of(self, blueprint: Blueprint) -> Heading:
        own = set(blueprint.cells)
        for side in self.sides:
            if own.issuperset(_ordered(self, side)):
                return side
        raise ValueError(f"{blueprint.name} at {blueprint.origin} is no building of the plan {self.design.name}")


def fill_block(wood: str) -> str:
    """What holes below a building are filled with: planks stay what they are, dirt turns to grass."""
    return f"{wood}_planks"


@lru_cache(maxsize=32)
def _turned(plan: DrawnPlan, side: Heading) -> Drawing:
    """The cells, turned so that the way in is on `side`, with the lowest corner at x 0, z 0."""
    cells = draw(of_wood(plan.design, plan.wood))
    quarters = (_SIDES.index(side) - _SIDES.index(_way_in(plan.design))) % 4
    turned = {_turn(pos, quarters): (pos, filled) for pos, filled in cells.items()}
    low, _ = bounds({pos: filled for pos, (_, filled) in turned.items()})
    out: Drawing = {}
    for pos, (_, filled) in turned.items():
        facing = filled.facing and _SIDES[(_SIDES.index(filled.facing) + quarters) % 4]
        out[pos.offset(-low.x, 0, -low.z)] = msgspec.structs.replace(filled, facing=facing)
    return out


@lru_cache(maxsize=32)
def _ordered(plan: DrawnPlan, side: Heading) -> tuple[Cell, ...]:
    """The cells as a builder comes to them: what must be free first (the rooms, the doorstep), then the blocks; pits last, where that will do."""
    cells = _turned(plan, side)
    whole = erect(cells).order
    first = next((number for number, pos in enumerate(whole) if cells[pos].block != "air"), len(whole))
    order = whole[first:]
    step = _doorstep(plan, side)
    free = {pos for pos, filled in cells.items() if filled.block == "air"} | {pos for pos in rooms(cells) if pos not in cells}
    free |= {pos for pos in (step, step.offset(0, 1, 0)) if pos not in cells or not solid(cells[pos].block)}
    air = [Cell(pos, "air") for pos in sorted(free, key=lambda pos: (-pos.y, pos.x, pos.z)) if pos not in order]
    return (*air, *(Cell(pos, cells[pos].block, cells[pos].facing, cells[pos].item) for pos in order))


def _doorstep(plan: DrawnPlan, side: Heading) -> Pos:
    """Where one stands before the first door; without a door, before the middle of the side."""
    cells = _turned(plan, side)
    dx, dz = STEP[side]
    doors = [pos for pos, filled in cells.items() if filled.block.endswith("_door") and filled.item is not None and pos.y == 0]
    if doors:
        return min(doors, key=lambda pos: (-(pos.x * dx + pos.z * dz), pos.x, pos.z)).offset(dx, 0, dz)
    size = plan.extent(side)
    x = size.x // 2 if dx == 0 else (size.x if dx > 0 else -1)
    z = size.z // 2 if dz == 0 else (size.z if dz > 0 else -1)
    return Pos(x, 0, z)


def _way_in(design: Design) -> Heading:
    """The side of the first door: that which one looks away from who goes in."""
    for part in design.parts:
        if isinstance(part, Door):
            return _SIDES[(_SIDES.index(part.facing) + 2) % 4]
    return "south"


def _turn(pos: Pos, quarters: int) -> Pos:
    """A quarter turn takes south to west: (x, z) to (-z, x)."""
    x, z = pos.x, pos.z
    for _ in range(quarters):
        x, z = -z, x
    return Pos(x, pos.y, z)
