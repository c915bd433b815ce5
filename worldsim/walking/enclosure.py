"""Whether a target is cut off: a look from the target backwards, which ends soon on tree tops, ledges and in holes."""

from __future__ import annotations

from itertools import product
from typing import NamedTuple

from worldsim.walking.ground import FLOOR, KIND, OPEN, UNSEEN, WATER, Box
from worldsim.walking.targets import Node, Target

DEEPEST_DROP = 3
#: A pocket larger than this is left to the search.
_MOST = 150

_BODY = bytes(code & KIND in (OPEN, WATER) for code in range(256))
_FLOOR = bytes(code & KIND == FLOOR for code in range(256))


class Enclosure(NamedTuple):
    """`cut_off`: no known way leads from the start to the target. `met_unknown`: an unseen one might."""

    cut_off: bool
    met_unknown: bool


def enclosure(box: Box, start: Node, target: Target) -> Enclosure:
    """Follow all moves backwards from the target, headroom and height of steps left aside: so what it calls cut off is cut off."""
    codes, width = box.codes, box.width
    up = width * box.depth
    first = _index(box, start)
    low, high = target.low, target.high
    reached = target.reached
    waiting = [
        _index(box, (x, y, z))
        for y, z, x in product(range(low.y, high.y + 1), range(low.z, high.z + 1), range(low.x, high.x + 1))
        if _stands(codes, _index(box, (x, y, z)), up) and reached(x, y, z)
    ]
    seen = set(waiting)
    met_unknown = any(codes[_index(box, (x, y, z))] == UNSEEN for x, y, z in product(*_spans(target)))
    sides = tuple(dx + dz for dx, dz in product((-1, 0, 1), (-width, 0, width)) if dx or dz)
    while waiting:
        if first in seen or len(seen) > _MOST:
            return Enclosure(False, met_unknown)
        i = waiting.pop()
        row, x = divmod(i, width)
        y, z = divmod(row, box.depth)
        if not (0 < x < width - 1 and 0 < z < box.depth - 1 and 2 < y < box.height - DEEPEST_DROP - 2):
            return Enclosure(False, met_unknown)  # the edge of what was asked for
        for side in sides:
            for rise in range(-1, DEEPEST_DROP + 1):
                there = i + side + rise * up
                if codes[there] == UNSEEN:
                    met_unknown = True
                elif there not in seen and _stands(codes, there, up):
                    seen.add(there)
                    waiting.append(there)
        if codes[i - up] & KIND == WATER and i - up not in seen:
            seen.add(i - up)
            waiting.append(i - up)
    return Enclosure(first not in seen, met_unknown)


def _stands(codes: bytearray, i: int, up: int) -> bool:
    return bool(_BODY[codes[i]] and _BODY[codes[i + up]] and (_FLOOR[codes[i - up]] or codes[i] & KIND == WATER))


def _index(box: Box, node: Node) -> int:
    return ((node[1] - box.y0) * box.depth + node[2] - box.z0) * box.width + node[0] - box.x0


def _spans(target: Target) -> tuple[range, range, range]:
    low, high = target.low, target.high
    return range(low.x, high.x + 1), range(low.y, high.y + 1), range(low.z, high.z + 1)
