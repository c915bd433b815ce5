"""Putting a building up in the mind, block by block: in which order, from where each block is in reach, and what nobody can place.

The builder is a body of two cells that walks, climbs one block and drops three; it starts outside, stands where the next block is in reach, and must
get out at the end. Flat ground is assumed; the dream of the real place follows later (agent).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator

import msgspec

from curriculum.architecture.drawing import Drawing, bounds, solid
from worldsim.space import EYES, FACES, Pos, Vec
from worldsim.walking.targets import ARM

#: What a body manages on foot, in blocks.
_UP, _DOWN = 1, 3
#: How far around the building it walks.
_MARGIN = 3


class Erected(msgspec.Struct, frozen=True):
    """How it went.

    `order`: the cells as they can be built, those `beyond` reach among them, as if somebody had put them there. Not those that are `floating`:
    nothing stands that they could be placed against.
    """

    order: tuple[Pos, ...]
    floating: tuple[Pos, ...] = ()
    beyond: tuple[Pos, ...] = ()
    trapped: bool = False  #: the builder cannot get out
    walked: frozenset[Pos] = frozenset()  #: where feet can go that come from outside, when all stands; doors open


def erect(cells: Drawing) -> Erected:
    """Put it up: first what is to be free, from the top; then the blocks, layer by layer; furniture; and the doors last.

    Pits are dug at the very end, so that nobody falls into them meanwhile; or first, where something is to be built in them.
    """
    pits = any(filled.block == "air" and pos.y < 0 for pos, filled in cells.items())
    if pits and not any(filled.item is not None and pos.y < -1 for pos, filled in cells.items()):
        whole = _erect(cells, pits_last=True)
        if not whole.floating and not whole.beyond and not whole.trapped:
            return whole
    return _erect(cells, pits_last=False)


def _erect(cells: Drawing, pits_last: bool) -> Erected:
    low, high = bounds(cells)
    builder = _Builder(cells, low.offset(-_MARGIN, -1, -_MARGIN), high.offset(_MARGIN, 3, _MARGIN))
    dug = sorted((pos for pos, filled in cells.items() if filled.block == "air"), key=lambda pos: (-pos.y, pos.x, pos.z))
    pits = [pos for pos in dug if pos.y < 0]
    placed, beyond = [pos for pos in dug if pos.y >= 0], []
    if not pits_last:
        builder.dig(pits)
        placed += pits
    todo = sorted((pos for pos, filled in cells.items() if filled.item is not None), key=lambda pos: (cells[pos].late, pos.y, pos.x, pos.z))
    while todo:
        held = [pos for pos in todo if builder.held(pos)]
        if not held:
            break
        pos = _next(held, cells, builder)
        todo.remove(pos)
        if not builder.place(pos):
            beyond.append(pos)
        placed.append(pos)
        upper = pos.offset(0, 1, 0)
        if upper in cells and cells[upper].item is None and cells[upper].block == cells[pos].block != "air":
            placed.append(upper)
    if pits_last:
        builder.dig(pits)
        placed += pits
    free = builder.free()
    return Erected(tuple(placed), tuple(todo), tuple(beyond), not free, builder.visit())


def _next(held: list[Pos], cells: Drawing, builder: _Builder) -> Pos:
    """Of what can be placed: the lowest layer first, and there what is next to where the builder stands."""
    first = (cells[held[0]].late, min(pos.y for pos in held if cells[pos].late == cells[held[0]].late))
    here = builder.at
    layer = [pos for pos in held if (cells[pos].late, pos.y) == first]
    return min(layer, key=lambda pos: (abs(pos.x - here.x) + abs(pos.z - here.z), pos.x, pos.z))


class _Builder:
    """Who builds, where it stands, and what stands already."""

    def __init__(self, cells: Drawing, low: Pos, high: Pos) -> None:
        self.cells = cells
        self.low, self.high = low, high
        self.at = Pos(low.x, 0, low.z)
        self._stands: set[Pos] = set()
        self._holes: set[Pos] = set()

    def dig(self, cells: Iterable[Pos]) -> None:
        """Free cells of the ground."""
        self._holes.update(cells)

    def held(self, pos: Pos) -> bool:
        """Is there something to place a block against? Below and beside come first, but what hangs will do."""
        return any(self._full(pos.offset(*face)) for face in FACES)

    def place(self, pos: Pos) -> bool:
        """Walk to where the cell is in reach, and fill it; False if there is no such place (it is filled all the same)."""
        blocks = solid(self.cells[pos].block)
        self._stands.add(pos)  # whoever places it must stand, and have walked, where it leaves room
        for spot in self._walk():
            if self._reaches(spot, pos) and not (blocks and pos in (spot, spot.offset(0, 1, 0))):
                self.at = spot
                return True
        return False

    def free(self) -> bool:
        """Can it walk out, through doors?"""
        return any(spot.x in (self.low.x, self.high.x) or spot.z in (self.low.z, self.high.z) for spot in self._walk())

    def visit(self) -> frozenset[Pos]:
        """Where its feet can go when it comes from outside."""
        self.at = Pos(self.low.x, 0, self.low.z)
        return frozenset(self._walk())

    def _walk(self) -> Iterator[Pos]:
        """The cells that its feet can go to, the nearest first."""
        seen, queue = {self.at}, deque([self.at])
        while queue:
            feet = queue.popleft()
            yield feet
            for there in self._steps(feet):
                if there not in seen:
                    seen.add(there)
                    queue.append(there)

    def _steps(self, feet: Pos) -> list[Pos]:
        found = []
        for dx, dz in ((0, -1), (1, 0), (0, 1), (-1, 0)):
            if not (self.low.x <= feet.x + dx <= self.high.x and self.low.z <= feet.z + dz <= self.high.z):
                continue
            for dy in range(_UP, -_DOWN - 1, -1):
                there = feet.offset(dx, dy, dz)
                if self._stands_on(there) and self._clear(feet, there):
                    found.append(there)
                    break
        return found

    def _stands_on(self, feet: Pos) -> bool:
        return self._full(feet.offset(0, -1, 0)) and not self._full(feet, walking=True) and not self._full(feet.offset(0, 1, 0), walking=True)

    def _clear(self, feet: Pos, there: Pos) -> bool:
        """Nothing at head height: above where it climbs from, or above where it drops to."""
        if there.y > feet.y:
            return not self._full(feet.offset(0, 2, 0), walking=True)
        return not any(self._full(Pos(there.x, y, there.z), walking=True) for y in range(there.y, feet.y + 2))

    def _full(self, pos: Pos, walking: bool = False) -> bool:
        """Is there something solid? Whoever walks goes through doors."""
        if pos in self._stands:
            block = self.cells[pos].block
            return solid(block) and not (walking and block.endswith("_door"))
        below = pos.offset(0, -1, 0)
        if below in self._stands and self.cells[below].block.endswith("_door"):
            return not walking
        return pos.y < 0 and pos not in self._holes

    def _reaches(self, feet: Pos, pos: Pos) -> bool:
        return Vec(feet.x + 0.5, feet.y + EYES, feet.z + 0.5).distance(pos.center) <= ARM
