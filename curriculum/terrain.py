"""The land around a point as arrays: what each cell is for a builder, where the ground is, where one can walk."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from worldsim.blocks import UNKNOWN, Blocks
from worldsim.drops import harvests
from worldsim.facts import facts
from worldsim.recipe_graph import NATURAL
from worldsim.space import Pos

#: How far the window reaches from its middle, in blocks: sideways a little more than what is seen from one place (32).
RADIUS, HEIGHT = 40, 16
#: The height of ground that was never seen.
NOWHERE = -(10**6)
#: What a body manages on foot: a jump up, a fall that does no harm (Minecraft Wiki, "Damage", fall damage from 4 blocks on).
_UP, _DOWN = 1, 3

#: Up to this hardness, what has no collision box is gone at a touch: plants (0), thin snow (0.1), vines and lichen (0.2).
_SOFT = 0.2
#: Harder than this, ground is not to be dug by hand: obsidian (50; ores and deepslate have up to 4.5).
_HARD = 5.0

#: What grows in water, or turns into it.
_IN_WATER = frozenset({"kelp", "kelp_plant", "seagrass", "tall_seagrass", "ice"})
#: Of what the land is made of, this is solid and no ground: it grows there, and what stands on it falls with it.
_GROWN = frozenset({"cactus", "bamboo", "pumpkin", "melon", "azalea", "flowering_azalea", "lily_pad"})
#: Ground that the recipe graph does not name: no item needs it (Minecraft Wiki, "Overworld").
_ALSO_GROUND = frozenset({"rooted_dirt", "cobblestone", "mossy_cobblestone", "infested_stone"})


class Kind(IntEnum):
    """What a cell is for somebody who wants to build there with bare hands."""

    UNKNOWN = 0
    FREE = 1
    SOFT = 2  #: no obstacle, gone at a touch: plants, thin snow
    LEAVES = 3
    LOG = 4
    SOIL = 5  #: ground that a hand can dig
    ROCK = 6  #: ground that a hand digs slowly, and for nothing
    WET = 7
    THING = 8  #: whatever else stands there: somebody's work, or unbreakable


#: Kinds that carry a house.
GROUND = (Kind.SOIL, Kind.ROCK)
#: Kinds that a body walks through; what is unknown above known ground is likely free.
OPEN = (Kind.UNKNOWN, Kind.FREE, Kind.SOFT)


def kind_of(name: str) -> Kind:
    """The kind of a block, by its name."""
    fact = facts().blocks.get(name)
    if name == "air":
        return Kind.FREE
    if fact is None or (fact.hardness < 0 and not fact.liquid):
        return Kind.THING
    if fact.liquid or name in _IN_WATER:
        return Kind.WET
    if name.endswith("_leaves"):
        return Kind.LEAVES
    if name.endswith("_log") and name in NATURAL:
        return Kind.LOG
    if fact.solid and (name in NATURAL or name in _ALSO_GROUND or name.endswith("terracotta")) and name not in _GROWN and fact.hardness <= _HARD:
        return Kind.SOIL if harvests(name, None, facts()) else Kind.ROCK
    return Kind.SOFT if not fact.solid and fact.hardness <= _SOFT else Kind.THING


@dataclass(frozen=True)
class Terrain:
    """A window of known land. Arrays are indexed by position minus `base`: [x, y, z], or [x, z] for columns."""

    base: Pos
    states: NDArray[np.uint16]  #: [x, y, z] state ids
    kinds: NDArray[np.uint8]  #: [x, y, z] of Kind
    ground: NDArray[np.int64]  #: [x, z] index in y of the highest known ground, NOWHERE if there is none
    walkable: NDArray[np.bool_]  #: [x, z] whether a body can stand on that ground

    def column(self, pos: Pos) -> tuple[int, int]:
        """Index of the column of a position, in the column arrays."""
        return pos.x - self.base.x, pos.z - self.base.z

    def reachable(self, feet: Pos) -> NDArray[np.bool_]:
        """[x, z] the columns that can be walked to from `feet`, from ground to ground, one step up and three down at most.

        Somebody who stands on no ground (on a tree, in water) starts from what is walkable within 3 blocks; without any, all that is walkable counts.
        """
        starts = self._starts(feet)
        if not starts:
            return self.walkable.copy()
        seen = np.zeros_like(self.walkable)
        queue = deque(starts)
        for start in starts:
            seen[start] = True
        ground, walkable = self.ground.tolist(), self.walkable.tolist()
        wide, deep = self.walkable.shape
        while queue:
            x, z = queue.popleft()
            for nx, nz in ((x + 1, z), (x - 1, z), (x, z + 1), (x, z - 1)):
                if 0 <= nx < wide and 0 <= nz < deep and walkable[nx][nz] and not seen[nx, nz] and -_DOWN <= ground[nx][nz] - ground[x][z] <= _UP:
                    seen[nx, nz] = True
                    queue.append((nx, nz))
        return seen

    def _starts(self, feet: Pos) -> list[tuple[int, int]]:
        x, z = self.column(feet)
        near = [(x + dx, z + dz) for dx in range(-3, 4) for dz in range(-3, 4)]
        fit = [c for c in near if self.walkable[c] and abs(int(self.ground[c]) + self.base.y + 1 - feet.y) <= _DOWN]
        return [(x, z)] if (x, z) in fit else fit


def terrain(blocks: Blocks, center: Pos, radius: int = RADIUS, height: int = HEIGHT) -> Terrain:
    """The window of `blocks` within `radius` (x, z) and `height` (y) of `center`."""
    base = center.offset(-radius, -height, -radius)
    states = _window(blocks, base, (2 * radius + 1, 2 * height + 1, 2 * radius + 1))
    kinds = _kinds(blocks.palette)[states]
    solid = np.isin(kinds, GROUND)
    tall = solid.shape[1]
    ground = np.where(solid.any(axis=1), tall - 1 - np.argmax(solid[:, ::-1, :], axis=1), NOWHERE)
    open_ = np.isin(kinds, OPEN)
    x, z = np.indices(ground.shape)
    walkable = (ground >= 0) & (ground < tall - 2)
    at = np.where(walkable, ground, 0)
    walkable &= open_[x, at + 1, z] & open_[x, at + 2, z]
    return Terrain(base, states, kinds, ground, walkable)


@lru_cache(maxsize=4)
def _kinds(palette: tuple[str, ...]) -> NDArray[np.uint8]:
    """[state id] the kind of every block state, and of UNKNOWN."""
    by_name = {name: kind_of(name) for name in set(palette)}
    table = np.full(UNKNOWN + 1, Kind.UNKNOWN, dtype=np.uint8)
    table[: len(palette)] = [by_name[name] for name in palette]
    return table


def _window(blocks: Blocks, base: Pos, shape: tuple[int, int, int]) -> NDArray[np.uint16]:
    """[x, y, z] the state ids of a box, UNKNOWN where nothing is known."""
    out = np.full(shape, UNKNOWN, dtype=np.uint16)
    for key, section in blocks.sections():
        cube = section.reshape(16, 16, 16).transpose(2, 0, 1)  # stored as [y, z, x]
        into, from_ = [], []
        for low, start, length in zip((key.x * 16, key.y * 16, key.z * 16), (base.x, base.y, base.z), shape, strict=True):
            first, last = max(low, start), min(low + 16, start + length)
            into.append(slice(first - start, last - start))
            from_.append(slice(first - low, last - low))
        if all(part.start < part.stop for part in into):
            out[tuple(into)] = cube[tuple(from_)]
    return out
