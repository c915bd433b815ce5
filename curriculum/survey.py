"""What it costs to put a house at every place of the known land, all places at once: a cost per cell, summed over boxes.

Costs are times, in ticks by hand. NEVER and above: not there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from curriculum.terrain import GROUND, OPEN, Kind, Terrain
from worldsim.space import Pos

#: [x, y, z] ticks for each place: that of a house whose origin is at these indices of the window, plus 1.
Costs = NDArray[np.float64]

#: More than any work; finite, so that sums of it can be subtracted.
NEVER = 1e6
#: Ticks to clear a cell by hand and pick up what falls: dig times of the game (Minecraft Wiki, "Breaking": soil 15, log 60, leaves 6, stone 150).
#: A log is dear beyond its time: the tree above it stays in the air. A cell that nobody saw may be anything: better one that was seen.
#: Water and the work of others are let alone.
_CLEAR: dict[Kind, float] = {Kind.UNKNOWN: 5, Kind.FREE: 0, Kind.SOFT: 4, Kind.LEAVES: 10, Kind.LOG: 100, Kind.SOIL: 25, Kind.ROCK: 160}
#: Ticks to get and place a block of fill: a quarter of a log, and the placing.
_FILL = 30.0
#: Ticks to walk one block (Minecraft Wiki, "Walking": 4.317 blocks a second).
_WALK = 20 / 4.317
#: What a column of the margin is worth if nobody can stand there: the builder goes around it.
_BLOCKED = 8.0
#: At most this share of the ground may be fill: a house is no bridge.
_BRIDGED = 1 / 3
#: As close as a building is to what it should stand beside, in blocks from its outline; and what it costs to be elsewhere: a long walk.
_BESIDE, _ELSEWHERE = 3, 2000.0
#: How far the ground may lie above and below the floor; deeper holes would be bridged by fill that floats over an abyss.
HIGHER, LOWER = 2, 3


@dataclass(frozen=True)
class Survey:
    """A window of land, weighed for houses of one size. Arrays: [x, y, z] by the window's indices."""

    land: Terrain
    size: Pos
    clear: NDArray[np.float64]  #: ticks to free each cell; what is hidden in the ground is taken for soil
    floor: NDArray[np.float64]  #: ticks to make each cell carry a house
    height: NDArray[np.int64]  #: of the column's ground above each cell

    def places(self, feet: Pos) -> Costs:
        """Costs of a house, without its doorstep, for somebody who stands at `feet`."""
        w, h, d = self.size.x, self.size.y, self.size.z
        wet = np.where(self.land.kinds == Kind.WET, NEVER, 0.0)
        uneven = np.where((self.height > HIGHER) | (self.height < -LOWER), NEVER, 0.0)
        stand = np.where(self.land.walkable[:, None, :] & (np.abs(self.height) <= 1), 0.0, _BLOCKED)
        # The box of the house begins at index 1 in each axis, its ground at 0 in y, its margin at 0 in x and z.
        total = _boxes(self.clear[1:-1, 1:, 1:-1], w, h, d)
        total += _boxes((self.floor + uneven)[1:-1, :-h, 1:-1], w, 1, d)
        total[_boxes((self.floor > 0).astype(np.float64)[1:-1, :-h, 1:-1], w, 1, d) > _BRIDGED * w * d] = NEVER
        total += _boxes(wet, w + 2, h + 1, d + 2)
        total += _boxes(stand[:, :-h, :], w + 2, 1, d + 2) - _boxes(stand[1:-1, :-h, 1:-1], w, 1, d)
        x, y, z = np.ogrid[tuple(slice(1, n + 1) for n in total.shape)]
        at, base = feet, self.land.base
        away = np.sqrt((base.x + x + w / 2 - at.x - 0.5) ** 2 + (base.y + y - at.y) ** 2 + (base.z + z + d / 2 - at.z - 0.5) ** 2)
        costs: Costs = total + _WALK * away
        return costs

    def doorsteps(self, step: Pos, reachable: NDArray[np.bool_]) -> Costs:
        """Costs that come on top for a doorstep there, relative to the origin: NEVER where nobody can walk to it. `reachable`: [x, z]."""
        way = np.where(reachable[:, None, :] & (np.abs(self.height) <= 1), 0.0, NEVER)
        cost = (self.floor + way)[:, :-2, :] + self.clear[:, 1:-1, :] + self.clear[:, 2:, :]
        wide, tall, deep = _shape(self.land, self.size)
        costs: Costs = cost[step.x + 1 : step.x + 1 + wide, :tall, step.z + 1 : step.z + 1 + deep]
        return costs


def survey(land: Terrain, size: Pos) -> Survey:
    """Weigh the cells of a window."""
    height = land.ground[:, None, :] - np.arange(land.kinds.shape[1])[None, :, None]
    hidden = (land.kinds == Kind.UNKNOWN) & (height > 0)
    clear = np.array([_CLEAR.get(kind, NEVER) for kind in Kind])
    floor = np.full(len(Kind), NEVER)
    floor[list(GROUND)] = 0.0
    floor[list(OPEN)] = _FILL
    return Survey(land, size, np.where(hidden, _CLEAR[Kind.SOIL], clear[land.kinds]), np.where(hidden, 0.0, floor[land.kinds]), height)


def taken(land: Terrain, size: Pos, avoid: Sequence[Pos]) -> Costs:
    """NEVER where one of the places to avoid lies in the house, or beside it."""
    cost = np.zeros(_shape(land, size))
    for place in avoid:
        x, z = land.column(place)  # a house with its margin covers the indices i to i + size + 1
        cost[max(0, x - size.x - 1) : max(0, x + 1), :, max(0, z - size.z - 1) : max(0, z + 1)] = NEVER
    return cost


def beside(land: Terrain, size: Pos, wanted: NDArray[np.bool_]) -> Costs:
    """What it costs to have none of the `wanted` cells, [x, y, z] of the window, near the house, at the height of its ground or its floor."""
    wide = np.pad(wanted, ((_BESIDE - 1,) * 2, (0, 0), (_BESIDE - 1,) * 2)).astype(np.float64)
    found = _boxes(wide, size.x + 2 * _BESIDE, 2, size.z + 2 * _BESIDE)
    costs: Costs = np.where(found[:, : -size.y + 1, :] > 0, 0.0, _ELSEWHERE)
    return costs


def _shape(land: Terrain, size: Pos) -> tuple[int, int, int]:
    wide, tall, deep = land.kinds.shape
    return wide - size.x - 1, tall - size.y, deep - size.z - 1


def _boxes(cost: NDArray[np.float64], w: int, h: int, d: int) -> NDArray[np.float64]:
    """[x, y, z] the sum of `cost` over the box of that size that begins there."""
    for axis, length in enumerate((w, h, d)):
        if length > 1:
            total = np.moveaxis(np.cumsum(cost, axis=axis), axis, 0)
            sums = total[length - 1 :].copy()
            sums[1:] -= total[:-length]
            cost = np.moveaxis(sums, 0, axis)
    return cost
