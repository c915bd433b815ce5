"""The way on foot over the known blocks, and how long it takes.

Unknown cells are entered only when there is no other way, or only a very long one; the path says how many it needed.
"""

from __future__ import annotations

from itertools import pairwise
from math import sqrt

import msgspec

from worldsim.space import Vec
from worldsim.walking.enclosure import enclosure
from worldsim.walking.ground import FLOOR, KIND, UNSEEN, WATER, Ground
from worldsim.walking.search import Found, search
from worldsim.walking.targets import Node, Target

#: Most nodes that a search opens; beyond it the answer is "perhaps". Flat land 40 blocks wide has 1,600.
MOST_NODES = 3000
#: After so many it is asked whether the target is cut off, which is cheap to tell of a tree top or a ledge.
_FIRST_LOOK = 100
#: Through the unknown every way is a guess; a longer search would not make it a better one.
_BLIND_LOOK = 800
#: The bot knows the land that we have not seen: of a known way that is so much longer than the straight one it takes the shorter, if there is one.
_DETOUR, _DETOUR_LEAST = 1.5, 6.0
_DIAGONAL = sqrt(2)

#: Ticks a move takes. Sprinting 5.612 m/s (Minecraft Wiki, "Sprinting"; prismarine-physics 5.515), in water 1.97 m/s (Minecraft Wiki,
#: "Swimming"). Up and down in addition: least squares over 150 walks of the bot on hills.
TICKS_STEP, _TICKS_UP, _TICKS_DOWN, _TICKS_WATER = 3.6, 5.0, 3.5, 6.5
#: Getting to speed, and coming to rest: the bot's walks of 1, 5, 7 and 23 blocks on level ground take 5, 19, 26 and 83 ticks.
TICKS_START = 1.5

#: Farther away nothing is loaded, and no way is found.
FARTHEST = 128
#: How far beyond start and target a search looks: a way around an obstacle is no longer than that.
_MARGIN, _MARGIN_UP, _MARGIN_DOWN = 24, 12, 12


class Path(msgspec.Struct, frozen=True):
    """A way, start and end included."""

    nodes: tuple[Node, ...]
    ticks: float
    unknown: int = 0  #: unseen cells on the way
    certain: bool = True  #: False: the search gave up; `nodes` is as near as it came
    blind: bool = False  #: over known cells there is no way
    around: float = 0.0  #: ticks of the way over known cells, where unseen ones promise a much shorter one; then `unknown` is 0

    @property
    def end(self) -> Node:
        return self.nodes[-1]


def find_path(ground: Ground, start: Node, target: Target, unknown: bool = True, most_nodes: int = MOST_NODES) -> Path | None:
    """The cheapest way; None if there is none, or if it is farther than 128 blocks.

    `unknown`: try unseen cells if what is known does not lead there.
    """
    if target.reached(*start):
        return Path((start,), 0.0)
    low, high = target.low, target.high
    if max(low.x - start[0], start[0] - high.x, abs(low.y - start[1]), low.z - start[2], start[2] - high.z) > FARTHEST:
        return None
    box = ground.box(
        (min(start[0], low.x) - _MARGIN, min(start[1], low.y) - _MARGIN_DOWN, min(start[2], low.z) - _MARGIN),
        (max(start[0], high.x) + _MARGIN, max(start[1], high.y) + _MARGIN_UP, max(start[2], high.z) + _MARGIN),
    )
    found = search(box, start, target, False, min(most_nodes, _FIRST_LOOK))
    if not found.certain:
        pocket = enclosure(box, start, target)
        if pocket.cut_off:
            found = Found((), 0.0, True, pocket.met_unknown)
        elif most_nodes > _FIRST_LOOK:
            found = search(box, start, target, False, most_nodes)
    if not unknown or not found.met_unknown:
        return _path(ground, found) if found.nodes else None
    if not found.nodes:
        found = search(box, start, target, True, min(most_nodes, _BLIND_LOOK))
        unseen = sum(ground.code(*node) == UNSEEN for node in found.nodes)
        return msgspec.structs.replace(_path(ground, found), unknown=unseen, blind=True) if found.nodes else None
    if found.cost > _DETOUR * target.left(*start) + _DETOUR_LEAST:
        shortcut = search(box, start, target, True, _BLIND_LOOK)
        if shortcut.certain and shortcut.cost < found.cost / _DETOUR:
            return msgspec.structs.replace(_path(ground, shortcut), around=_ticks(ground, found.nodes))
    return _path(ground, found)


def _path(ground: Ground, found: Found) -> Path:
    return Path(found.nodes, _ticks(ground, found.nodes), 0, found.certain)


def node_of(ground: Ground, feet: Vec) -> Node:
    """The node of a body: the cell of its feet, or the one above where it stands on a low block (a slab, a path)."""
    cell = feet.cell
    return (cell.x, cell.y + (ground.code(cell.x, cell.y, cell.z) & KIND == FLOOR), cell.z)


def _ticks(ground: Ground, nodes: tuple[Node, ...]) -> float:
    ticks = TICKS_START if len(nodes) > 1 else 0.0
    for (x, y, z), (nx, ny, nz) in pairwise(nodes):
        ticks += TICKS_STEP * (_DIAGONAL if x != nx and z != nz else 1.0)
        ticks += _TICKS_UP * max(0, ny - y) + _TICKS_DOWN * max(0, y - ny)
        if ground.code(nx, ny, nz) & KIND == WATER:
            ticks += _TICKS_WATER
    return ticks
