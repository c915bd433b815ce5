"""The compiled loop over bodies and ticks: the same for one and for a million.

Importing this loads numba; the first call compiles, once per machine.
"""

from __future__ import annotations

import math
import zlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from worldsim.physics.compiling import entry
from worldsim.physics.fdlibm import sine_cosine
from worldsim.physics.land import Land
from worldsim.physics.ticking import surroundings, tick

Run = Callable[..., None]


#: The files that are compiled together, or hold constants of what is.
_SOURCES = "boxes compiling cubes fdlibm kernel land liquids moving shapes terrain ticking".split()


def _digest() -> int:
    here = Path(__file__).parent
    return zlib.crc32(b"".join((here / f"{name}.py").read_bytes() for name in _SOURCES))


def _compiled(digest: int) -> Run:
    # numba's cache looks at this file alone: a digest in the closure makes it notice changes in the others
    @entry
    def run(
        land: Land,
        pos: NDArray[np.float64],
        vel: NDArray[np.float64],
        yaw: NDArray[np.float64],
        flags: NDArray[np.uint8],
        jump_ticks: NDArray[np.uint8],
        keys: NDArray[np.uint8],
        yaws: NDArray[np.float64],
        low: int,
        high: int,
        fresh: bool,
        track_pos: NDArray[np.float64],
        track_vel: NDArray[np.float64],
        track_flags: NDArray[np.uint8],
    ) -> None:
        if digest < 0:
            return
        track = track_flags.shape[0] > 0
        turns = yaws.shape[0] > 0
        for i in range(low, high):
            px, py, pz = pos[i, 0], pos[i, 1], pos[i, 2]
            vx, vy, vz = vel[i, 0], vel[i, 1], vel[i, 2]
            angle = yaw[i]
            state, pause = int(np.int64(flags[i])), int(np.int64(jump_ticks[i]))  # as ticks give them: else all is compiled twice
            if fresh:
                state |= surroundings(land, px, py, pz)
            sine, cosine = sine_cosine(math.pi - angle)
            for t in range(keys.shape[1]):
                if turns and yaws[i, t] != angle:
                    angle = yaws[i, t]
                    sine, cosine = sine_cosine(math.pi - angle)
                px, py, pz, vx, vy, vz, state, pause = tick(land, px, py, pz, vx, vy, vz, state, pause, int(np.int64(keys[i, t])), sine, cosine)
                if track:
                    track_pos[i, t, 0], track_pos[i, t, 1], track_pos[i, t, 2] = px, py, pz
                    track_vel[i, t, 0], track_vel[i, t, 1], track_vel[i, t, 2] = vx, vy, vz
                    track_flags[i, t] = state
            pos[i, 0], pos[i, 1], pos[i, 2] = px, py, pz
            vel[i, 0], vel[i, 1], vel[i, 2] = vx, vy, vz
            yaw[i], flags[i], jump_ticks[i] = angle, state, pause

    return run


run = _compiled(_digest())
