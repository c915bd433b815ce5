"""The way on foot over the known blocks: A* on the grid of cells, with the moves and costs of the pathfinder that moves the bot.

Moves (mineflayer-pathfinder 2.4.5, lib/movements.js, without digging, placing and parkour): one step along an axis or a diagonal,
up by at most 1.2 blocks, down by at most 3 or into water, swimming at the surface. A node is the cell of the feet.

Unknown cells are entered only when there is no other way: then each counts as open and as a floor, at three times the cost,
and the path says how many it needed.
"""

from __future__ import annotations

from heapq import heappop, heappush
from itertools import pairwise
from math import sqrt
from typing import NamedTuple

import msgspec

from worldsim.enclosure import DEEPEST_DROP, enclosure
from worldsim.ground import FLOOR, HEIGHT_SHIFT, KIND, OPEN, UNSEEN, WATER, Box, Ground
from worldsim.space import Vec
from worldsim.targets import Node, Target

#: Most nodes that a search opens; beyond it the answer is "perhaps". Flat land 40 blocks wide has 1,600.
MOST_NODES = 3000
#: After so many it is asked whether the target is cut off, which is cheap to tell of a tree top or a ledge.
_FIRST_LOOK = 300
#: Through the unknown every way is a guess; a longer search would not make it a better one.
_BLIND_LOOK = 800
#: Highest step up, in 1/16 block (movements.js: 1.2).
_STEP = 19
_DIAGONAL = sqrt(2)
_UNKNOWN_COST = 2.0
#: A step out of a water cell costs so much more: by land if there is a way.
_SWIM = 4.0

#: Ticks a move takes. Sprinting 5.612 m/s (Minecraft Wiki, "Sprinting"; prismarine-physics 5.515), a jump 12 ticks from ground to
#: ground (prismarine-physics), in water 1.97 m/s (Minecraft Wiki, "Swimming").
_TICKS_STEP, _TICKS_UP, _TICKS_DOWN, _TICKS_WATER = 3.6, 4.0, 3.0, 6.5
#: Getting to speed, and coming to rest.
TICKS_START = 8.0

#: How far beyond start and target a search looks: a way around an obstacle is no longer than that.
_MARGIN, _MARGIN_UP, _MARGIN_DOWN = 24, 12, 12

_OPENS = bytes(code & KIND in (OPEN, WATER) for code in range(256))
_FLOORS = bytes(code & KIND == FLOOR for code in range(256))
_OPENS_OR_UNSEEN = bytes(code & KIND in (OPEN, WATER, UNSEEN) for code in range(256))
_FLOORS_OR_UNSEEN = bytes(code & KIND in (FLOOR, UNSEEN) for code in range(256))


class Path(msgspec.Struct, frozen=True):
    """A way, start and end included. `certain` False: the search gave up, `nodes` is as near as it came; `unknown`: unseen cells on the way."""

    nodes: tuple[Node, ...]
    ticks: float
    unknown: int = 0
    certain: bool = True

    @property
    def end(self) -> Node:
        return self.nodes[-1]


class _Found(NamedTuple):
    nodes: tuple[Node, ...]  # () if there is no way
    certain: bool
    met_unknown: bool  # somewhere it was stopped by what was never seen


def find_path(ground: Ground, start: Node, target: Target, unknown: bool = True, most_nodes: int = MOST_NODES) -> Path | None:
    """The cheapest way, None if there is none. `unknown`: try unseen cells if what is known does not lead there."""
    if target.reached(*start):
        return Path((start,), 0.0)
    low, high = target.low, target.high
    box = ground.box(
        (min(start[0], low.x) - _MARGIN, min(start[1], low.y) - _MARGIN_DOWN, min(start[2], low.z) - _MARGIN),
        (max(start[0], high.x) + _MARGIN, max(start[1], high.y) + _MARGIN_UP, max(start[2], high.z) + _MARGIN),
    )
    found = _search(box, start, target, False, min(most_nodes, _FIRST_LOOK))
    if not found.certain:
        around = enclosure(box, start, target)
        if around.cut_off:
            found = _Found((), True, around.met_unknown)
        elif most_nodes > _FIRST_LOOK:
            found = _search(box, start, target, False, most_nodes)
    if not found.nodes and unknown and found.met_unknown:
        found = _search(box, start, target, True, min(most_nodes, _BLIND_LOOK))
    if not found.nodes:
        return None
    unseen = sum(1 for x, y, z in found.nodes if ground.code(x, y, z) == UNSEEN)
    return Path(found.nodes, _ticks(ground, found.nodes), unseen, found.certain)


def node_of(ground: Ground, feet: Vec) -> Node:
    """The node of a body: the cell of its feet, or the one above where it stands on a low block (a slab, a path)."""
    cell = feet.cell
    return (cell.x, cell.y + (ground.code(cell.x, cell.y, cell.z) & KIND == FLOOR), cell.z)


def _search(box: Box, start: Node, target: Target, unknown: bool, most_nodes: int) -> _Found:
    """A* over the cells of the box, by their index in it."""
    codes, width = box.codes, box.width
    up = width * box.depth
    x0, y0, z0, depth = box.x0, box.y0, box.z0, box.depth
    opens, floors = (_OPENS_OR_UNSEEN, _FLOORS_OR_UNSEEN) if unknown else (_OPENS, _FLOORS)
    left, reached = target.left, target.reached
    axes = (-1, 1, -width, width)
    corners = tuple((dx + dz, dx, dz) for dx in (-1, 1) for dz in (-width, width))
    first = ((start[1] - y0) * depth + start[2] - z0) * width + start[0] - x0
    cost: dict[int, float] = {first: 0.0}
    came: dict[int, int] = {}
    closed: set[int] = set()
    found: list[tuple[float, int]] = []
    met_unknown = False
    h = left(*start)
    # Of equal estimates the one nearer to the target first: on open land that opens one line of nodes instead of a rhombus.
    heap: list[tuple[float, float, int]] = [(h, h, first)]
    nearest = (h, first)
    while heap:
        _, h, i = heappop(heap)
        if i in closed:
            continue
        row, x = divmod(i, width)
        y, z = divmod(row, depth)
        if reached(x + x0, y + y0, z + z0):
            return _Found(_nodes(box, came, i), True, met_unknown)
        closed.add(i)
        if h < nearest[0]:
            nearest = (h, i)
        if len(closed) >= most_nodes:
            return _Found(_nodes(box, came, nearest[1]), False, met_unknown)
        if not (1 < x < width - 2 and 1 < z < depth - 2 and DEEPEST_DROP + 1 < y < box.height - 3):
            met_unknown = True  # the edge of the box: what is beyond was not asked for
            continue
        found.clear()
        here, below = codes[i], codes[i - up]
        wet = _SWIM if here & KIND == WATER else 0.0
        # The height stood on, against the cell's own; in water the surface carries.
        base = 0 if wet or below & KIND != FLOOR else (below >> HEIGHT_SHIFT) - 16
        can_jump = opens[codes[i + up + up]]
        for step in axes:
            there = i + step
            feet, head = codes[there], codes[there + up]
            if not opens[head]:
                met_unknown |= head == UNSEEN
            elif opens[feet]:
                floor = codes[there - up]
                extra = wet if feet and floor else wet + _UNKNOWN_COST
                if floors[floor] or feet & KIND == WATER:
                    found.append((1.0 + extra, there))
                elif floor == UNSEEN:
                    met_unknown = True
                else:
                    landing = _landing(codes, there, up)
                    if landing >= 0:
                        found.append((1.0 + extra, landing))
            elif feet == UNSEEN:
                met_unknown = True
            elif can_jump and floors[feet] and (feet >> HEIGHT_SHIFT) - base <= _STEP and opens[codes[there + up + up]]:
                found.append((2.0, there + up))
        for step, side, other in corners:
            there = i + step
            feet = codes[there]
            if opens[feet]:
                lift, rise = 0, 0.0
            elif can_jump and floors[feet] and (feet >> HEIGHT_SHIFT) - base <= _STEP:
                lift, rise = up, 1.0
            else:
                continue
            if not (opens[codes[there + lift]] and opens[codes[there + lift + up]]):
                continue
            level = 16 if lift else 0  # of the sides' floors, less one block
            for past in (i + side + lift, i + other + lift):  # one of the two sides must let the body through
                if opens[codes[past]] and opens[codes[past + up]]:
                    floor = codes[past - up]
                    if opens[floor] or level - 16 + (floor >> HEIGHT_SHIFT) - base <= _STEP:
                        break
            else:
                continue
            extra = wet if feet else wet + _UNKNOWN_COST
            if lift:
                found.append((_DIAGONAL + rise + wet, there + up))
                continue
            floor = codes[there - up]
            if floors[floor] or feet & KIND == WATER:
                found.append((_DIAGONAL + extra, there))
            elif floor & KIND == WATER or (floor & KIND == OPEN and floors[codes[there - up - up]]):
                found.append((_DIAGONAL + extra, there - up))
        if wet and codes[i + up] & KIND == WATER:
            found.append((1.0, i + up))
        so_far = cost[i]
        for price, there in found:
            total = so_far + price
            if there not in closed and total < cost.get(there, 1e9):
                cost[there] = total
                came[there] = i
                row, x = divmod(there, width)
                y, z = divmod(row, depth)
                h = left(x + x0, y + y0, z + z0)
                heappush(heap, (total + h, h, there))
    return _Found((), True, met_unknown)


def _landing(codes: bytearray, there: int, up: int) -> int:
    """Where a body comes to rest that steps off into the column; -1 if it falls too deep, or into the unknown."""
    for fallen in range(1, DEEPEST_DROP + 2):
        kind = codes[there - fallen * up] & KIND
        if kind == WATER:
            return there - fallen * up
        if kind == FLOOR:
            return there - (fallen - 1) * up
        if kind != OPEN:
            return -1
    return -1


def _nodes(box: Box, came: dict[int, int], i: int) -> tuple[Node, ...]:
    nodes = []
    while True:
        row, x = divmod(i, box.width)
        y, z = divmod(row, box.depth)
        nodes.append((x + box.x0, y + box.y0, z + box.z0))
        if i not in came:
            return tuple(reversed(nodes))
        i = came[i]


def _ticks(ground: Ground, nodes: tuple[Node, ...]) -> float:
    ticks = TICKS_START if len(nodes) > 1 else 0.0
    for (x, y, z), (nx, ny, nz) in pairwise(nodes):
        ticks += _TICKS_STEP * (_DIAGONAL if x != nx and z != nz else 1.0)
        ticks += _TICKS_UP * max(0, ny - y) + _TICKS_DOWN * max(0, y - ny)
        if ground.code(nx, ny, nz) & KIND == WATER:
            ticks += _TICKS_WATER
    return ticks
