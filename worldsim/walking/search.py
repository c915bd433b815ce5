"""A* over the cells of a box, with the moves and costs of the pathfinder that moves the bot.

Moves (mineflayer-pathfinder 2.4.5, lib/movements.js, without digging, placing and parkour): one step along an axis or a diagonal,
up by at most 1.2 blocks, down by at most 3 or into water, swimming at the surface. A node is the cell of the feet.
"""

from __future__ import annotations

from heapq import heappop, heappush
from math import sqrt
from typing import NamedTuple

from worldsim.walking.enclosure import DEEPEST_DROP
from worldsim.walking.ground import FLOOR, HEIGHT_SHIFT, KIND, OPEN, UNSEEN, WATER, Box
from worldsim.walking.targets import Node, Target

#: Highest step up, in 1/16 block (movements.js: 1.2).
_STEP = 19
_DIAGONAL = sqrt(2)
#: Estimates that agree to so many digits are equal.
_DIGITS = 6
_UNKNOWN_COST = 2.0
#: A step out of a water cell costs so much more: by land if there is a way.
_SWIM = 4.0

_OPENS = bytes(code & KIND in (OPEN, WATER) for code in range(256))
_FLOORS = bytes(code & KIND == FLOOR for code in range(256))
_OPENS_OR_UNSEEN = bytes(code & KIND in (OPEN, WATER, UNSEEN) for code in range(256))
_FLOORS_OR_UNSEEN = bytes(code & KIND in (FLOOR, UNSEEN) for code in range(256))


class Found(NamedTuple):
    """What a search found."""

    nodes: tuple[Node, ...]  # start and end included; () if there is no way
    cost: float
    certain: bool
    met_unknown: bool  # somewhere it was stopped by what was never seen


def search(box: Box, start: Node, target: Target, unknown: bool, most_nodes: int) -> Found:
    """The cheapest way from `start` to the target. It gives up after `most_nodes`; then `certain` is False, and the way leads as near as it came.

    `unknown`: unseen cells count as open and as floors, at three times the cost; not as floors right above what is seen to be open.
    """
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
    # Of equal estimates the older first, as the bot's own search does: of several ends that are as near it mostly comes to the same.
    heap: list[tuple[float, int, int]] = [(h, 0, first)]
    nearest = (h, first)
    while heap:
        _, _, i = heappop(heap)
        if i in closed:
            continue
        row, x = divmod(i, width)
        y, z = divmod(row, depth)
        if reached(x + x0, y + y0, z + z0):
            return Found(_nodes(box, came, i), cost[i], True, met_unknown)
        closed.add(i)
        h = left(x + x0, y + y0, z + z0)
        if h < nearest[0]:
            nearest = (h, i)
        if len(closed) >= most_nodes:
            return Found(_nodes(box, came, nearest[1]), cost[nearest[1]], False, met_unknown)
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
                if (floors[floor] and (floor or codes[there - up - up] & KIND != OPEN)) or feet & KIND == WATER:
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
            if (floors[floor] and (floor or codes[there - up - up] & KIND != OPEN)) or feet & KIND == WATER:
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
                heappush(heap, (round(total + h, _DIGITS), len(cost), there))
    return Found((), 0.0, True, met_unknown)


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
