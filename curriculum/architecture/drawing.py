"""From a design to cells: what every part fills, which cells are rooms, and nothing of where or in which order."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator

import msgspec

from curriculum.architecture.parts import Design, Door, Floor, Furniture, Part, Roof, Solid, Space, Stairs, Walls, Window
from worldsim.actions import Heading
from worldsim.facts import facts
from worldsim.space import FACES, Pos

#: Where each side lies, as (dx, dz).
STEP: dict[Heading, tuple[int, int]] = {"north": (0, -1), "east": (1, 0), "south": (0, 1), "west": (-1, 0)}
#: Cells that are kept free above a step: a body is 1.8 high, and half a block higher on its way up.
_HEADROOM = 3
#: Most cells of a drawing; a few parts must not ask for a mountain.
MOST = 4000


class Filled(msgspec.Struct, frozen=True):
    """What a cell is to hold. `item` None: it comes with another cell (the upper half of a door). `part`: the index of the part that drew it."""

    block: str
    part: int
    item: str | None = None
    facing: Heading | None = None
    late: int = 0  #: 0: the building itself, 1: furniture and what hangs, 2: doors


Drawing = dict[Pos, Filled]


def draw(design: Design) -> Drawing:
    """The cells of all parts, the later part's where two meet. Raises ValueError for one of more than MOST cells."""
    cells: Drawing = {}
    for index, part in enumerate(design.parts):
        if (size := _volume(part)) > MOST:
            raise ValueError(f"part {index} ({_tag(part)}) has {size} cells, more than {MOST}: draw it smaller")
        for pos, filled in _cells(part, index):
            cells[pos] = filled
        if len(cells) > MOST:
            raise ValueError(f"the drawing has more than {MOST} cells: draw it smaller")
    return cells


def rooms(cells: Drawing) -> set[Pos]:
    """The free cells above the ground that no air from outside reaches, doors being shut."""
    low, high = bounds(cells)
    low, high = Pos(low.x - 1, 0, low.z - 1), high.offset(1, 1, 1)
    outside, queue = {low}, deque([low])
    while queue:
        pos = queue.popleft()
        for face in FACES:
            there = pos.offset(*face)
            if there not in outside and within(there, low, high) and not shut(cells.get(there)):
                outside.add(there)
                queue.append(there)
    box = (Pos(x, y, z) for x in range(low.x, high.x + 1) for y in range(high.y + 1) for z in range(low.z, high.z + 1))
    return {pos for pos in box if pos not in outside and not shut(cells.get(pos))}


def bounds(cells: Drawing) -> tuple[Pos, Pos]:
    """The lowest and the highest corner of what is drawn."""
    xs, ys, zs = zip(*((pos.x, pos.y, pos.z) for pos in cells), strict=True)
    return Pos(min(xs), min(ys), min(zs)), Pos(max(xs), max(ys), max(zs))


def within(pos: Pos, low: Pos, high: Pos) -> bool:
    """Is the cell in the box, corners included?"""
    return low.x <= pos.x <= high.x and low.y <= pos.y <= high.y and low.z <= pos.z <= high.z


def shut(filled: Filled | None) -> bool:
    """Does the cell stop a body and the air? Doors do."""
    return filled is not None and solid(filled.block)


def solid(block: str) -> bool:
    """Has a block of this name a collision box? False for names that Minecraft does not know."""
    known = facts().blocks.get(block)
    return known is not None and known.solid


def _cells(part: Part, index: int) -> Iterator[tuple[Pos, Filled]]:
    match part:
        case Floor(x0=x0, z0=z0, x1=x1, z1=z1, y=y):
            yield from _box(Pos(x0, y, z0), Pos(x1, y, z1), _block(part.block, index))
        case Solid(x0=x0, y0=y0, z0=z0, x1=x1, y1=y1, z1=z1):
            yield from _box(Pos(x0, y0, z0), Pos(x1, y1, z1), _block(part.block, index))
        case Space(x0=x0, y0=y0, z0=z0, x1=x1, y1=y1, z1=z1):
            yield from _box(Pos(x0, y0, z0), Pos(x1, y1, z1), Filled("air", index))
        case Walls(x0=x0, z0=z0, x1=x1, z1=z1, y0=y0, y1=y1):
            (x0, x1), (z0, z1) = sorted((x0, x1)), sorted((z0, z1))
            for pos, filled in _box(Pos(x0, y0, z0), Pos(x1, y1, z1), _block(part.block, index)):
                if pos.x in (x0, x1) or pos.z in (z0, z1):
                    yield pos, filled
        case Roof():
            yield from _roof(part, index)
        case Door(x=x, y=y, z=z, facing=facing, block=block):
            yield Pos(x, y, z), Filled(block, index, block, facing, late=2)
            yield Pos(x, y + 1, z), Filled(block, index, None, facing, late=2)
        case Window(x=x, y=y, z=z, block=block):
            yield Pos(x, y, z), _block(block, index)
        case Stairs(heading=heading, block=block):
            dx, dz = STEP[heading]
            for step in range(part.steps):
                pos = Pos(part.x + dx * step, part.y + step, part.z + dz * step)
                facing = heading if block.endswith("_stairs") else None
                for up in range(1, _HEADROOM + 1):
                    yield pos.offset(0, up, 0), Filled("air", index)
                yield pos, Filled(block, index, block, facing)
        case Furniture(x=x, y=y, z=z, block=block, facing=facing):
            yield Pos(x, y, z), Filled(block, index, block, facing, late=1)


def _roof(part: Roof, index: int) -> Iterator[tuple[Pos, Filled]]:
    """Layers, each a block further in: on two sides for a gable, on all four for a pyramid."""
    (x0, x1), (z0, z1) = sorted((part.x0, part.x1)), sorted((part.z0, part.z1))
    filled = _block(part.block, index)
    if part.shape == "flat":
        yield from _box(Pos(x0, part.y, z0), Pos(x1, part.y, z1), filled)
        return
    y = part.y
    while x0 <= x1 and z0 <= z1:
        for pos, _ in _box(Pos(x0, y, z0), Pos(x1, y, z1), filled):
            slope = pos.z in (z0, z1) if part.ridge == "x" else pos.x in (x0, x1)
            end = pos.x in (x0, x1) if part.ridge == "x" else pos.z in (z0, z1)
            if slope or end:
                yield pos, filled
        if part.shape == "pyramid" or part.ridge == "x":
            z0, z1 = z0 + 1, z1 - 1
        if part.shape == "pyramid" or part.ridge == "z":
            x0, x1 = x0 + 1, x1 - 1
        y += 1


def _box(a: Pos, b: Pos, filled: Filled) -> Iterator[tuple[Pos, Filled]]:
    for y in range(min(a.y, b.y), max(a.y, b.y) + 1):
        for x in range(min(a.x, b.x), max(a.x, b.x) + 1):
            for z in range(min(a.z, b.z), max(a.z, b.z) + 1):
                yield Pos(x, y, z), filled


def _block(block: str, index: int) -> Filled:
    # What is no wall itself, or hangs at one, is put in when the walls stand.
    late = block != "air" and (not solid(block) or block == "ladder")
    return Filled(block, index, None if block == "air" else block, late=int(late))


def _volume(part: Part) -> int:
    match part:
        case Stairs():
            return max(0, part.steps) * (_HEADROOM + 1)
        case Solid() | Space():
            return (abs(part.x1 - part.x0) + 1) * (abs(part.y1 - part.y0) + 1) * (abs(part.z1 - part.z0) + 1)
        case Walls():
            return (abs(part.x1 - part.x0) + 1) * (abs(part.y1 - part.y0) + 1) * (abs(part.z1 - part.z0) + 1)
        case Floor() | Roof():
            return (abs(part.x1 - part.x0) + 1) * (abs(part.z1 - part.z0) + 1)
        case _:
            return 1


def _tag(part: Part) -> str:
    return str(type(part).__struct_config__.tag)
