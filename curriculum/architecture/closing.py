"""Rooms: whether they are closed but for doors, and whether one can walk into each."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import pairwise

from curriculum.architecture.defect import Defect
from curriculum.architecture.drawing import Drawing, Filled, bounds, rooms, shut, within
from curriculum.architecture.parts import Design, Door, Floor, Furniture, Roof, Window
from worldsim.space import FACES, Pos

#: A ceiling is at least so high.
_HIGH = 2
#: On so many of its four sides a place under a ceiling must be walled to be a room, and no porch.
_WALLED = 3
#: Cells of a floor that somebody means to walk on.
_FLOOR = 4
_NO_DOOR = "no door leads into a room: put one in a wall, at the height of its floor"
_ACROSS = ((1, 0), (-1, 0), (0, 1), (0, -1))


def closing(design: Design, cells: Drawing, walked: Collection[Pos]) -> Iterable[Defect]:
    """A building with rooms has one, all that are walled are closed, and each can be walked into. `walked`: where feet can go."""
    inside = rooms(cells)
    leaks = [pos for pos in _under_ceilings(design, cells) if pos not in inside]
    if leaks and (way := _way_out(leaks[0], cells)):
        text = f"the room at {leaks[0]} is open to the outside at {_first_hole(way, cells)}: close it, or say rooms: false"
        yield Defect("open_room", text, (way[-1],))
        if not any(_is_door(filled) for filled in cells.values()):
            yield Defect("no_way_in", _NO_DOOR)
    elif not inside:
        yield Defect("no_room", "no room is enclosed: draw walls and a roof that close one, or say rooms: false")
    elif not any(_beside_door(pos, cells) for pos in inside):
        yield Defect("no_way_in", _NO_DOOR)
    elif not any(pos in walked for pos in inside):
        text = "nobody can walk in through a door: its lower half belongs at the height of the floor, with two free cells before and behind it"
        yield Defect("no_way_in", text)
    else:
        yield from _shut_off(design, cells, inside, walked)


def _shut_off(design: Design, cells: Drawing, inside: set[Pos], walked: Collection[Pos]) -> Iterable[Defect]:
    """Floors in rooms that nobody can get to, but for lofts below a sloping roof with nothing in them."""
    stand = {pos for pos in inside if _carries_feet(pos, cells) and pos.offset(0, 1, 0) in inside and pos not in walked}
    while stand:
        floor = _spread(stand.pop(), stand)
        stand -= floor
        furnished = any(
            _is_part(design, cells.get(Pos(pos.x + dx, pos.y + up, pos.z + dz)), Window, Furniture, Door)
            for pos in floor
            for up in (0, 1)
            for dx, dz in _ACROSS
        )
        meant = furnished or (
            any(_is_part(design, cells.get(pos.offset(0, -1, 0)), Floor) for pos in floor) and not all(_loft(pos, design, cells) for pos in floor)
        )
        if meant and len(floor) >= _FLOOR:
            where = min(floor, key=lambda pos: (pos.y, pos.x, pos.z))
            way = "a door or an opening of two cells, or stairs up to it with three free cells above each step"
            yield Defect("no_way_in", f"the room at {where} cannot be walked to: give it {way}", tuple(sorted(floor, key=lambda pos: (pos.x, pos.z))))


def decks(design: Design, cells: Drawing, walked: Collection[Pos]) -> Iterable[Defect]:
    """Floors with a rail, or with things on them, that nobody can get to: they are meant to be walked on."""
    above = (pos.offset(0, 1, 0) for pos, filled in cells.items() if pos.y > 0 and shut(filled) and isinstance(design.parts[filled.part], Floor))
    inside = rooms(cells) if design.rooms else set()
    stand = {
        pos for pos in above if not shut(cells.get(pos)) and not shut(cells.get(pos.offset(0, 1, 0))) and pos not in walked and pos not in inside
    }
    while stand:
        floor = _spread(stand.pop(), stand)
        stand -= floor
        beside = [filled for pos in floor for dx, dz in _ACROSS if (filled := cells.get(pos.offset(dx, 0, dz))) is not None]
        furnished = any(
            isinstance(design.parts[one.part], Furniture)
            or (one.block.endswith(("_fence", "_fence_gate", "_wall")) and not isinstance(design.parts[one.part], Window))
            for one in beside
        )
        if furnished and len(floor) >= _FLOOR:
            where = min(floor, key=lambda pos: (pos.y, pos.x, pos.z))
            text = f"the floor at {where} has a rail, or things on it, and nobody can walk to it: add stairs up to it and a gap in the rail"
            yield Defect("no_way_in", f"{text}, or draw it as a roof", tuple(sorted(floor, key=lambda pos: (pos.x, pos.z))))


def _carries_feet(pos: Pos, cells: Drawing) -> bool:
    """Is there something to stand on? The ground is, where it is not dug away."""
    below = pos.offset(0, -1, 0)
    return shut(cells[below]) if below in cells else below.y < 0


def _spread(start: Pos, cells: Collection[Pos]) -> set[Pos]:
    """All of `cells` that are joined to the start on its level."""
    seen, queue = {start}, deque([start])
    while queue:
        pos = queue.popleft()
        for dx, dz in _ACROSS:
            there = pos.offset(dx, 0, dz)
            if there in cells and there not in seen:
                seen.add(there)
                queue.append(there)
    return seen


def _loft(pos: Pos, design: Design, cells: Drawing) -> bool:
    """Is the first thing above it a roof that slopes?"""
    _, high = bounds(cells)
    above = next((filled for y in range(pos.y + 1, high.y + 1) if shut(filled := cells.get(Pos(pos.x, y, pos.z)))), None)
    part = design.parts[above.part] if above is not None else None
    return isinstance(part, Roof) and part.shape != "flat"


def _is_part(design: Design, filled: Filled | None, *kinds: type) -> bool:
    return filled is not None and isinstance(design.parts[filled.part], kinds)


def _under_ceilings(design: Design, cells: Drawing) -> list[Pos]:
    """The free cells just below each roof, and each floor of an upper storey, that have walls around them."""
    found = []
    for part in design.parts:
        if isinstance(part, Roof | Floor) and part.y >= _HIGH:
            (x0, x1), (z0, z1) = sorted((part.x0, part.x1)), sorted((part.z0, part.z1))
            low, high = Pos(x0 - 1, part.y - 1, z0 - 1), Pos(x1 + 1, part.y - 1, z1 + 1)
            below = (Pos(x, part.y - 1, z) for x in range(x0, x1 + 1) for z in range(z0, z1 + 1))
            found += [pos for pos in below if not shut(cells.get(pos)) and sum(_walled(pos, low, high, cells)) >= _WALLED]
    return found


def _walled(pos: Pos, low: Pos, high: Pos, cells: Drawing) -> Iterator[bool]:
    """For each of the four sides: is there a wall within the box? A post is none."""
    for dx, dz in _ACROSS:
        there = pos.offset(dx, 0, dz)
        while within(there, low, high) and not shut(cells.get(there)):
            there = there.offset(dx, 0, dz)
        wide = shut(cells.get(there.offset(dz, 0, dx))) or shut(cells.get(there.offset(-dz, 0, -dx)))
        yield within(there, low, high) and wide


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
    """Where a way leaves the room: its narrowest cell, shut on opposite sides across the way; of such the last. Else the last but one."""
    best, narrowest = way[-2] if len(way) > 1 else way[-1], 0
    for before, pos in pairwise(way):
        along = (abs(pos.x - before.x), abs(pos.y - before.y), abs(pos.z - before.z))
        pairs = sum(
            shut(cells.get(pos.offset(*face))) and shut(cells.get(pos.offset(-face[0], -face[1], -face[2])))
            for face in ((1, 0, 0), (0, 1, 0), (0, 0, 1))
            if face != along
        )
        if pairs and pairs >= narrowest:
            best, narrowest = pos, pairs
    return best


def _beside_door(pos: Pos, cells: Drawing) -> bool:
    return any(_is_door(cells.get(pos.offset(*face))) for face in FACES if face[1] == 0)


def _is_door(filled: Filled | None) -> bool:
    return filled is not None and filled.block.endswith("_door")
