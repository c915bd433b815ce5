"""The known blocks as a walker sees them: which cells are open, which carry, which are water.

Kinds and rules are those of mineflayer-pathfinder 2.4.5 (`lib/movements.js`: safe, physical, liquid), which moves the real bot.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from worldsim.blocks import Blocks, Layers, Section, SectionKey
from worldsim.facts import Facts, facts
from worldsim.space import Pos

#: A cell's code is its kind plus 8 times the height of its collision box in 1/16 block (0-24).
UNSEEN, OPEN, FLOOR, WALL, WATER = range(5)
KIND = 7
HEIGHT_SHIFT = 3
#: A full block, in 1/16.
FULL = 16

#: Open to the eye, but not to walk into (movements.js, blocksToAvoid, and what hurts).
_AVOIDED = frozenset({"fire", "soul_fire", "cobweb", "lava", "powder_snow", "sweet_berry_bush", "wither_rose"})
#: Lower than this a block is walked over as if it were not there (carpets), in 1/16.
_FLAT = 2


class Box(NamedTuple):
    """A dense piece of the ground. The code of a cell is `codes[((y - y0) * depth + z - z0) * width + x - x0]`; outside nothing is known."""

    x0: int
    y0: int
    z0: int
    width: int
    height: int
    depth: int
    codes: bytearray

    def holds(self, low: tuple[int, int, int], high: tuple[int, int, int]) -> bool:
        """Whether it has both cells, and all between them."""
        x, y, z = self.x0, self.y0, self.z0
        inside = x <= low[0] and y <= low[1] and z <= low[2]
        return inside and high[0] < x + self.width and high[1] < y + self.height and high[2] < z + self.depth


class Ground:
    """Codes of the cells of one `Blocks`. Sections are decoded once and shared; ask `ground_of` for it."""

    __slots__ = ("_box", "_codes", "_layers", "_seen")

    def __init__(self, blocks: Blocks) -> None:
        self._layers = blocks.layers()
        self._codes = _codes(facts())
        self._seen: dict[tuple[int, int, int], bytes] = {}
        self._box: Box | None = None

    def code(self, x: int, y: int, z: int) -> int:
        """Kind + 8 x height of one cell."""
        if self._layers.overlay:
            state = self._layers.overlay.get(Pos(x, y, z))
            if state is not None:
                return self._codes[state]
        key = (x >> 4, y >> 4, z >> 4)
        section = self._seen.get(key)
        if section is None:
            found = self._layers.sections.get(SectionKey(*key))
            section = self._seen[key] = _UNSEEN_SECTION if found is None else _coded(found)
        return section[(y & 15) << 8 | (z & 15) << 4 | (x & 15)]

    def box(self, low: tuple[int, int, int], high: tuple[int, int, int]) -> Box:
        """A dense piece that holds both cells and all between them. The last one is kept, so ask for somewhat more than is needed now."""
        if self._box is None or not self._box.holds(low, high):
            base = _base_box(self._layers, low, high)
            codes = bytearray(base.codes)
            for pos, state in self._layers.overlay.items():
                x, y, z = pos.x - base.x0, pos.y - base.y0, pos.z - base.z0
                if 0 <= x < base.width and 0 <= y < base.height and 0 <= z < base.depth:
                    codes[(y * base.depth + z) * base.width + x] = self._codes[state]
            self._box = base._replace(codes=codes)
        return self._box

    def stands(self, x: int, y: int, z: int) -> bool:
        """Whether a body fits with its feet in the cell and is carried there, by a floor or by water."""
        here = self.code(x, y, z) & KIND
        if here not in (OPEN, WATER) or self.code(x, y + 1, z) & KIND not in (OPEN, WATER):
            return False
        return here == WATER or self.code(x, y - 1, z) & KIND == FLOOR

    def feet(self, x: int, y: int, z: int) -> float:
        """The height at which feet rest that stand in the cell."""
        below, here = self.code(x, y - 1, z), self.code(x, y, z)
        if below & KIND == FLOOR and below >> HEIGHT_SHIFT < FULL:
            return y - 1 + (below >> HEIGHT_SHIFT) / FULL
        return y + (here >> HEIGHT_SHIFT) / FULL  # snow, carpets


def ground_of(blocks: Blocks) -> Ground:
    """The ground of these blocks; the last few are kept."""
    known = _grounds.get(id(blocks))
    if known is None or known[0] is not blocks:
        if len(_grounds) >= _GROUNDS_KEPT:
            del _grounds[next(iter(_grounds))]
        known = _grounds[id(blocks)] = (blocks, Ground(blocks))
    return known[1]


# What is kept holds the object that its key is the id of, so that no other object can get that id.
_grounds: dict[int, tuple[Blocks, Ground]] = {}
_GROUNDS_KEPT = 16
_boxes: dict[int, tuple[Mapping[SectionKey, Section], Box]] = {}
_BOXES_KEPT = 8
_coded_sections: dict[int, tuple[Section, bytes]] = {}
_SECTIONS_KEPT = 4096
_UNSEEN_SECTION = bytes(4096)


def _base_box(layers: Layers, low: tuple[int, int, int], high: tuple[int, int, int]) -> Box:
    """The box without the overlay: imagined states share their sections, and so this."""
    known = _boxes.get(id(layers.sections))
    if known is not None and known[0] is layers.sections and known[1].holds(low, high):
        return known[1]
    if len(_boxes) >= _BOXES_KEPT:
        del _boxes[next(iter(_boxes))]
    first = [axis >> 4 for axis in low]
    count = [(axis >> 4) - start + 1 for axis, start in zip(high, first, strict=True)]
    cells = np.zeros((count[1], 16, count[2], 16, count[0], 16), dtype=np.uint8)
    for x, y, z in product(*(range(n) for n in count)):
        section = layers.sections.get(SectionKey(first[0] + x, first[1] + y, first[2] + z))
        if section is not None:
            cells[y, :, z, :, x, :] = np.frombuffer(_coded(section), dtype=np.uint8).reshape(16, 16, 16)
    box = Box(first[0] * 16, first[1] * 16, first[2] * 16, count[0] * 16, count[1] * 16, count[2] * 16, bytearray(cells.tobytes()))
    _boxes[id(layers.sections)] = (layers.sections, box)
    return box


def _coded(section: Section) -> bytes:
    known = _coded_sections.get(id(section))
    if known is None or known[0] is not section:
        if len(_coded_sections) >= _SECTIONS_KEPT:
            _coded_sections.clear()
        known = _coded_sections[id(section)] = (section, _table(facts())[section].tobytes())
    return known[1]


_tables: dict[str, NDArray[np.uint8]] = {}
_lists: dict[str, Mapping[int, int]] = {}


def _codes(data: Facts) -> Mapping[int, int]:
    if data.version not in _lists:
        _lists[data.version] = dict(enumerate(_table(data).tolist()))
    return _lists[data.version]


def _table(data: Facts) -> NDArray[np.uint8]:
    """The code of every state id; states that the version does not have are walls, and 0xFFFF is unseen."""
    if data.version not in _tables:
        table = np.full(0x10000, WALL, dtype=np.uint8)
        for block in data.blocks.values():
            first_top = block.tops[0]
            for state in range(block.first, block.last + 1):
                top = block.top(state)
                if block.name == "water" or block.name in ("bubble_column", "kelp", "kelp_plant", "seagrass", "tall_seagrass"):
                    kind = WATER
                elif block.name in _AVOIDED:
                    kind = WALL
                elif not block.solid or block.name == "ladder" or 0 < first_top < _FLAT:
                    kind = OPEN
                else:
                    kind = FLOOR if first_top <= FULL else WALL
                table[state] = kind | top << HEIGHT_SHIFT
        table[0xFFFF] = UNSEEN
        _tables[data.version] = table
    return _tables[data.version]
