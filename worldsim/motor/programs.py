"""Families of control programs: the same keys in the same order, held for different numbers of ticks and looking in different directions."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

import msgspec
import numpy as np
from numpy.typing import NDArray

from worldsim.actions import Key, Press
from worldsim.physics.batch import mask

#: Keys that are held together, phase after phase.
Phases = tuple[tuple[Key, ...], ...]


class Programs(msgspec.Struct, frozen=True, eq=False):
    """n programs of p phases."""

    phases: Phases
    ticks: NDArray[np.int64]  #: [n, p], 0: that phase is left out
    yaw: NDArray[np.float64]  #: [n], radians

    def __len__(self) -> int:
        return len(self.ticks)

    def presses(self, number: int) -> tuple[Press, ...]:
        """One of them as it is sent; the first press turns the body."""
        held = [(keys, int(ticks)) for keys, ticks in zip(self.phases, self.ticks[number], strict=True) if ticks > 0]
        yaw = float(self.yaw[number])
        return tuple(Press(keys, ticks, yaw if first == 0 else None) for first, (keys, ticks) in enumerate(held))

    def chosen(self, rows: NDArray[np.int64]) -> Programs:
        """Some of them."""
        return Programs(self.phases, self.ticks[rows], self.yaw[rows])

    def masks(self, rest: int) -> NDArray[np.uint8]:
        """[n, t] the keys of every tick as bit masks, with `rest` ticks of none at the end."""
        ends = np.cumsum(self.ticks, axis=1)
        out = np.zeros((len(self), int(ends[:, -1].max(initial=0)) + rest), dtype=np.uint8)
        now = np.arange(out.shape[1])[None, :]
        for phase, keys in enumerate(self.phases):
            end = ends[:, phase, None]
            out[(now >= end - self.ticks[:, phase, None]) & (now < end)] = mask(keys)
        return out


def family(phases: Phases, ticks: Sequence[Sequence[int]], yaws: Sequence[float]) -> Programs:
    """All combinations of durations, one list for each phase, and yaws, in that order."""
    rows = list(product(*ticks, yaws))
    held = np.array([row[:-1] for row in rows], dtype=np.int64).reshape(len(rows), len(phases))
    return Programs(phases, held, np.array([row[-1] for row in rows], dtype=np.float64))
