"""The blueprint of a small wooden house: a box of planks with a door, fenced windows and a flat roof, on level ground."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from worldsim.actions import Heading
from worldsim.blueprint import Blueprint, Cell
from worldsim.errors import UsageError
from worldsim.space import Pos

#: Species of which logs, planks, doors and fences exist in the Overworld (Minecraft Wiki, "Planks", Java Edition 1.19).
WOODS = ("oak", "birch", "spruce", "jungle", "acacia", "dark_oak", "mangrove")
#: Outside, in blocks. The smallest that counts as a house; the rooms of larger ones cost more wood.
SMALLEST = Pos(5, 4, 5)
#: Above 6 the roof is out of reach (4.5 from the eyes at 1.62) of somebody who stands on the floor.
LARGEST = Pos(15, 6, 15)

#: Where each side looks, as (dx, dz).
OUTWARD: dict[Heading, tuple[int, int]] = {"south": (0, 1), "east": (1, 0), "north": (0, -1), "west": (-1, 0)}
_OPPOSITE: dict[Heading, Heading] = {"south": "north", "north": "south", "east": "west", "west": "east"}
#: Height of the windows above the floor: that of the eyes.
_WINDOW = 1


def check_size(size: Pos) -> Pos:
    """The size, if such a house can be built. Raises UsageError."""
    low, high = SMALLEST, LARGEST
    if not (low.x <= size.x <= high.x and low.y <= size.y <= high.y and low.z <= size.z <= high.z):
        raise UsageError(f"expected a house of {_spoken(low)} to {_spoken(high)} (width x depth x height), found {_spoken(size)}: choose one between")
    return size


def house(origin: Pos, wood: str = "oak", size: Pos = SMALLEST, door: Heading = "south", fill: Sequence[Pos] = ()) -> Blueprint:
    """A house of `wood` whose lowest corner is `origin` (on the ground, not in it), with its door in the middle of the side `door`.

    `size` is outside: x, y with the roof, z. `fill`: holes of the ground below it, relative to `origin`, in an order in which they can
    be filled; with planks, which stay what they are (dirt turns to grass). The floor itself is the natural ground, and no part of it.

    The order of the cells is that of the work: free the room from the top, fill the ground, walls layer by layer, roof from its rim inwards,
    and the door last: until then its gap is the way out. Of a 5 x 4 x 5 house every cell is within reach of the middle of its room.
    Raises UsageError for a size that cannot be, or a wood that is none of WOODS.
    """
    check_size(size)
    if wood not in WOODS:
        raise UsageError(f"expected a kind of wood out of {', '.join(WOODS)}, found {wood!r}: use one of those")
    planks = f"{wood}_planks"
    top = size.y - 1
    sill = _middle(size, door)
    windows = {_middle(size, side) for side in OUTWARD if side != door}
    rim = _rim(size)
    out_x, out_z = OUTWARD[door]
    doorstep = sill.offset(out_x, 0, out_z)

    room = [Pos(x, y, z) for y in reversed(range(top)) for x in range(1, size.x - 1) for z in range(1, size.z - 1)]
    cells = [Cell(pos, "air") for pos in (*room, doorstep.offset(0, 1, 0), doorstep)]
    cells += [Cell(pos, planks, item=planks) for pos in fill]
    for y in range(top):
        for foot in rim:
            at = foot.offset(0, y, 0)
            if foot in windows and y == _WINDOW:
                cells.append(Cell(at, f"{wood}_fence", item=f"{wood}_fence"))
            elif foot != sill or y > 1:
                cells.append(Cell(at, planks, item=planks))
    inner = [Pos(x, 0, z) for x in range(1, size.x - 1) for z in range(1, size.z - 1)]
    cells += [Cell(foot.offset(0, top, 0), planks, item=planks) for foot in (*rim, *inner)]
    # A door looks where the player looked who placed it: from the doorstep, into the house.
    cells.append(Cell(sill, f"{wood}_door", facing=_OPPOSITE[door], item=f"{wood}_door"))
    cells.append(Cell(sill.offset(0, 1, 0), f"{wood}_door", facing=_OPPOSITE[door]))
    return Blueprint(name=f"{wood} house", origin=origin, size=size, cells=tuple(cells))


class HousePlan(msgspec.Struct, frozen=True):
    """The plan of such a house: of `wood`, `size` outside. See `curriculum/plan.py`."""

    wood: str
    size: Pos = SMALLEST

    @property
    def sides(self) -> tuple[Heading, ...]:
        return tuple(OUTWARD)

    def extent(self, side: Heading) -> Pos:
        return self.size

    def at(self, origin: Pos, side: Heading, fill: Sequence[Pos] = ()) -> Blueprint:
        return house(origin, self.wood, self.size, side, fill)

    def ground(self, side: Heading) -> list[Pos]:
        return ground_cells(self.size, side)

    def side_of(self, blueprint: Blueprint) -> Heading:
        return door_side(blueprint)


def ground_cells(size: Pos, door: Heading) -> list[Pos]:
    """The cells that must be solid for a house to stand on, and for its door to be walked through; relative to its origin."""
    out_x, out_z = OUTWARD[door]
    footprint = [Pos(x, -1, z) for x in range(size.x) for z in range(size.z)]
    return [*footprint, _middle(size, door).offset(out_x, -1, out_z)]


def door_side(blueprint: Blueprint) -> Heading:
    """On which side the door of a house is. Raises ValueError for a blueprint without a door."""
    for cell in blueprint.cells:
        if cell.facing is not None:
            return next(side for side in OUTWARD if _OPPOSITE[side] == cell.facing)
    raise ValueError(f"{blueprint.name} has no door")


def _middle(size: Pos, side: Heading) -> Pos:
    out_x, out_z = OUTWARD[side]
    x = size.x // 2 if out_x == 0 else (size.x - 1 if out_x > 0 else 0)
    z = size.z // 2 if out_z == 0 else (size.z - 1 if out_z > 0 else 0)
    return Pos(x, 0, z)


def _rim(size: Pos) -> list[Pos]:
    """The outline, once around."""
    east, south = size.x - 1, size.z - 1
    return [
        *(Pos(x, 0, 0) for x in range(east)),
        *(Pos(east, 0, z) for z in range(south)),
        *(Pos(x, 0, south) for x in range(east, 0, -1)),
        *(Pos(0, 0, z) for z in range(south, 0, -1)),
    ]


def _spoken(size: Pos) -> str:
    return f"{size.x} x {size.z} x {size.y}"
