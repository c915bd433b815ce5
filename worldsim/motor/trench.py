"""Where a gap can be dug: level soil with a run-up before it and firm ground beyond."""

from __future__ import annotations

from collections.abc import Collection
from itertools import product
from typing import NamedTuple

from worldsim.blocks import Blocks
from worldsim.motor.sites import RUN_UP, Site, flooded, standing
from worldsim.space import Pos
from worldsim.state import State
from worldsim.walking.ground import ground_of
from worldsim.walking.paths import find_path, node_of
from worldsim.walking.targets import near

#: Blocks that a hand digs quickly (Minecraft Wiki, "Breaking": under a second), and that stay where they are.
_SOIL = frozenset({"dirt", "grass_block", "coarse_dirt", "podzol", "rooted_dirt"})
#: What a leap passes through as if it were not there.
_THIN = frozenset({"air", "grass", "fern", "dandelion", "poppy"})
#: How deep it is dug, and how far from the body it may be, sideways and up or down, in blocks.
_DEEP, _FAR, _HIGH = 2, 48, 16
#: After so many places that cannot be walked to, the others are not asked for.
_ASKED = 6
#: Cells that must be free above the ground: a leap of 1.25 with a body of 1.8.
_HEADROOM = 4
_WAYS = (Pos(1, 0, 0), Pos(-1, 0, 0), Pos(0, 0, 1), Pos(0, 0, -1))


class _Room(NamedTuple):
    """How much level ground it takes: cells of run-up, of firm ground beyond, and lanes beside one another."""

    run_up: int
    beyond: int
    lanes: int


#: What is looked for first, and what will do.
_ROOMS = (_Room(RUN_UP, 3, 3), _Room(2, 2, 1), _Room(1, 1, 1))


class Trench(NamedTuple):
    """A place, and the cells to dig there."""

    site: Site
    cells: tuple[Pos, ...]


def trench(state: State, width: int, avoid: Collection[Pos] = ()) -> Trench | None:
    """The nearest place for a gap of this width that can be walked to; None if there is none. `avoid`: cells that were tried in vain."""
    blocks, feet = state.blocks, state.body.pos.cell
    ground = ground_of(blocks)
    start = node_of(ground, state.body.pos)
    firm = set(standing(ground, feet, _FAR, _HIGH))
    level = {cell for cell in firm if _level(blocks, cell)}
    within = flooded(firm, Pos(*start))
    edges = sorted(level & within if within else level, key=lambda cell: (state.body.pos.distance(cell.center), cell))
    asked = 0
    for room, edge, along in product(_ROOMS, edges, _WAYS):
        across = Pos(along.z, 0, along.x)
        lanes = range(-(room.lanes // 2), room.lanes // 2 + 1)
        if not all(_at(edge, along, across, n, lane) in level for n in range(-room.run_up, width + room.beyond + 1) for lane in lanes):
            continue
        tops = [_at(edge, along, across, n, lane).offset(0, -1, 0) for n in range(1, width + 1) for lane in lanes]
        cells = tuple(top.offset(0, -down, 0) for down in range(_DEEP) for top in tops)
        if any(cell in avoid for cell in cells):
            continue
        path = find_path(ground, start, near(edge, 0.5), unknown=False)
        if path is not None and path.certain:
            return Trench(Site("gap", edge, _at(edge, along, across, width + 1, 0), width, room.run_up), cells)
        asked += 1
        if asked == _ASKED:
            break
    return None


def _at(edge: Pos, along: Pos, across: Pos, ahead: int, lane: int) -> Pos:
    return edge.offset(ahead * along.x + lane * across.x, 0, ahead * along.z + lane * across.z)


def _level(blocks: Blocks, cell: Pos) -> bool:
    """Whether the feet stand in the cell on soil, with room for a leap above."""
    if blocks.name(cell.offset(0, -1, 0)) not in _SOIL or blocks.name(cell.offset(0, -2, 0)) not in (*_SOIL, "stone", None):
        return False
    return all(blocks.name(cell.offset(0, up, 0)) in _THIN for up in range(_HEADROOM))
