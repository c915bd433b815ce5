"""Many bodies in one terrain, by the kernel that moves the single one.

crowd = bodies(pos, vel, yaw)                                   # [n, 3], [n, 3], [n]
track = rollout(land, crowd, keys, yaws, track=True)            # keys: [n, t] bit masks, yaws: [n, t]
"""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from worldsim.errors import UsageError
from worldsim.physics.terrain import Terrain

#: The bit of each key in a mask.
BITS = {"forward": 1, "back": 2, "left": 4, "right": 8, "jump": 16, "sprint": 32, "sneak": 64}
# Bits of a body's flags.
ON_GROUND = 1
IN_WATER = 2  # so far as the last tick noticed
IN_LAVA = 4
IN_WEB = 8
BLOCKED = 16  # a wall was in the way
TOUCHED = 32  # came into a cell that was never seen, ever
#: What gravity leaves in the vertical velocity of a body that stands.
STANDING = -0.0784000015258789
#: Blocks per tick; nothing in the game is faster, and the compiled code looks at every cell on the way.
FASTEST = 100.0
#: Blocks from the middle of the world; the game ends there too.
FARTHEST = 3e7
#: Fewer ticks than this are not worth a second thread.
_WORTH = 20_000


class Bodies(msgspec.Struct, frozen=True, eq=False, kw_only=True):
    """n bodies, one row each; `rollout` writes into these arrays. All C-contiguous."""

    pos: NDArray[np.float64]  #: [n, 3], of the feet, in blocks
    vel: NDArray[np.float64]  #: [n, 3], blocks per tick; STANDING in y for a body that stands
    yaw: NDArray[np.float64]  #: [n], radians, 0 = north, counter-clockwise
    flags: NDArray[np.uint8]  #: [n], bits of this module
    jump_ticks: NDArray[np.uint8]  #: [n], ticks until a jump key that is held jumps again, 0-10

    def __len__(self) -> int:
        return len(self.pos)

    @property
    def on_ground(self) -> NDArray[np.bool_]:
        """[n], a copy."""
        return (self.flags & ON_GROUND).astype(np.bool_)

    @property
    def touched_unknown(self) -> NDArray[np.bool_]:
        """[n], a copy: who came into a cell that was never seen."""
        return (self.flags & TOUCHED).astype(np.bool_)


class Track(msgspec.Struct, frozen=True, eq=False, kw_only=True):
    """What happened tick by tick."""

    pos: NDArray[np.float64]  #: [n, t, 3]
    vel: NDArray[np.float64]  #: [n, t, 3]
    flags: NDArray[np.uint8]  #: [n, t], bits of this module


def bodies(
    pos: NDArray[np.float64],
    vel: NDArray[np.float64] | None = None,
    yaw: NDArray[np.float64] | None = None,
    on_ground: NDArray[np.bool_] | None = None,
) -> Bodies:
    """Bodies at `pos` [n, 3], by default still, looking north, in the air. The arrays are copied. Raises UsageError."""
    n = len(pos) if np.ndim(pos) else 0
    where = _floats("positions", pos, (n, 3), FARTHEST)
    ground = np.zeros(n, dtype=np.bool_) if on_ground is None else on_ground
    if ground.shape != (n,) or ground.dtype != np.bool_:
        raise UsageError(f"physics: expected on_ground as bool [{n}], found {ground.dtype} of shape {ground.shape}: one for each body")
    return Bodies(
        pos=where,
        vel=np.zeros((n, 3)) if vel is None else _floats("velocities", vel, (n, 3), FASTEST),
        yaw=np.zeros(n) if yaw is None else _floats("yaws", yaw, (n,)),
        flags=ground.astype(np.uint8) * ON_GROUND,
        jump_ticks=np.zeros(n, dtype=np.uint8),
    )


def mask(keys: Iterable[str]) -> int:
    """The bit mask of keys that are held together. Raises UsageError for an unknown key."""
    found = 0
    for key in keys:
        if key not in BITS:
            raise UsageError(f"physics: expected keys out of {', '.join(BITS)}, found {key!r}: use those")
        found |= BITS[key]
    return found


def rollout(
    terrain: Terrain,
    crowd: Bodies,
    keys: NDArray[np.uint8],
    yaw: NDArray[np.float64] | None = None,
    track: bool = False,
    threads: int = 2,
    fresh: bool = False,
) -> Track | None:
    """Move all bodies on by t ticks, in place. `keys` [n, t]: bit masks; `yaw` [n, t]: radians, None: as they look.

    `fresh`: find out first who is in water, lava or a web, as one tick would. `track`: give what happened. Raises UsageError.
    """
    from worldsim.physics.kernel import run  # numba takes a second to import
    from worldsim.physics.land import land_of

    n = len(crowd)
    _check(crowd, n)
    if keys.dtype != np.uint8 or keys.ndim != 2 or len(keys) != n:
        raise UsageError(f"physics: expected keys as uint8 [{n}, ticks], found {keys.dtype} of shape {keys.shape}: one row for each body")
    ticks = keys.shape[1]
    yaws = np.empty((0, 0)) if yaw is None else _floats("yaws", yaw, (n, ticks), copy=False)
    rows = n if track else 0
    made = Track(pos=np.empty((rows, ticks, 3)), vel=np.empty((rows, ticks, 3)), flags=np.empty((rows, ticks), dtype=np.uint8))
    land = land_of(terrain)

    def part(low: int, high: int) -> None:
        state = (crowd.pos, crowd.vel, crowd.yaw, crowd.flags, crowd.jump_ticks)
        run(land, *state, _read_only(keys), _read_only(yaws), low, high, fresh, made.pos, made.vel, made.flags)

    if threads == 1 or n * ticks < _WORTH:
        part(0, n)
    else:
        cuts = [n * i // threads for i in range(threads + 1)]
        with ThreadPoolExecutor(threads) as pool:
            list(pool.map(part, cuts[:-1], cuts[1:]))
    return made if track else None


def _check(crowd: Bodies, n: int) -> None:
    """The compiled code asks no questions: what it is given must be right."""
    shapes = {"pos": ((n, 3), np.float64), "vel": ((n, 3), np.float64), "yaw": ((n,), np.float64), "flags": ((n,), np.uint8)}
    for name, (shape, kind) in (shapes | {"jump_ticks": ((n,), np.uint8)}).items():
        array: NDArray[Any] = getattr(crowd, name)
        if array.shape != shape or array.dtype != kind or not (array.flags.c_contiguous and array.flags.writeable):
            found = f"{array.dtype} of shape {array.shape}"
            raise UsageError(f"physics: expected {name} as contiguous, writable {np.dtype(kind)} {list(shape)}, found {found}: make it with bodies()")
    _floats("positions", crowd.pos, (n, 3), FARTHEST, copy=False)
    _floats("velocities", crowd.vel, (n, 3), FASTEST, copy=False)
    _floats("yaws", crowd.yaw, (n,), copy=False)


def _read_only(array: NDArray[Any]) -> NDArray[Any]:
    """Always, or not at all: else the kernel is compiled for both."""
    view = np.ascontiguousarray(array).view()
    view.flags.writeable = False
    return view


def _floats(what: str, given: NDArray[Any], shape: tuple[int, ...], limit: float = np.inf, copy: bool = True) -> NDArray[np.float64]:
    """The same as contiguous float64, checked."""
    given = np.asarray(given)
    if given.shape != shape or given.dtype.kind not in "fiu":
        raise UsageError(f"physics: expected {what} as float64 {list(shape)}, found {given.dtype} of shape {given.shape}: one row for each body")
    found = np.array(given, dtype=np.float64, order="C") if copy else np.ascontiguousarray(given, dtype=np.float64)
    wrong = ~(np.abs(found) < limit)
    if wrong.any():
        bound = "finite numbers" if limit == np.inf else f"numbers below {limit:g}"
        raise UsageError(f"physics: expected {what} that are {bound}, found {found[wrong][0]}: give those")
    return found
