"""One body under a program of keys: what the bridge will record tick by tick, told before it is sent.

    land = terrain_of(state.blocks, state.body.pos, radius=16)
    flight = simulate(land, Motion(state.body.pos, state.body.vel, state.body.on_ground), state.body.yaw, control.presses)
    flight.motion[-1].pos

The yaw. Physics takes the sine and the cosine of `Math.PI - bot.entity.yaw`, and bridge/js/bot/actions/control.js writes a press's own yaw
into `bot.entity.yaw` to the last bit. So here too a press's yaw is used as it stands; mineflayer's rounding (to steps of a mouse in `look`,
to float32 and to 3 radians a second in what it sends) reaches the server's eyes only, never the body. A press without a yaw keeps the last
one, the first of them `yaw`.

The start. A body that stands keeps a tick of gravity in its velocity; `Body.vel` leaves it out (bridge/js/bot/observe.js). Where `start` is
on the ground with no vertical velocity, it is put back, or the first tick would think that the body hangs in the air. What comes out has it
too, as the client does.

The end. After the last press the keys are let go, and ticks go by until the body stands or floats still: bridge/js/bot/body.js `settle`,
with the same tick count.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import msgspec
import numpy as np

from worldsim.actions import Press
from worldsim.change import Motion
from worldsim.errors import UsageError
from worldsim.physics.batch import IN_LAVA, IN_WATER, ON_GROUND, STANDING, TOUCHED, bodies, mask, rollout
from worldsim.physics.terrain import Terrain
from worldsim.space import Vec

#: Ticks that a body is given to come to rest (bridge/js/bot/body.js REST).
REST = 200
#: Blocks per tick along the ground below which a body is at rest (bridge/js/bot/body.js STILL).
STILL = 0.005
#: No program is longer, in ticks: three hours of the game.
LONGEST = 216_000


class Flight(msgspec.Struct, frozen=True, kw_only=True):
    """What the body did. `motion[i]` is how tick i ended; pressed ticks first, then those until rest."""

    motion: tuple[Motion, ...]
    rested: bool  #: stands or floats still at the end
    in_liquid: bool  #: in water or lava at the end
    touched_unknown: bool  #: the body came into a cell that was never seen: from there on, this is a guess
    yaw: float  #: radians, at the end


def simulate(terrain: Terrain, start: Motion, yaw: float, presses: Sequence[Press], rest: int = REST) -> Flight:
    """Hold the keys of each press in turn, then none until at rest, for `rest` ticks at most. `yaw`: radians, 0 = north, counter-clockwise.

    Raises UsageError for numbers that are none, unknown keys and ticks below 1.
    """
    pressed = 0
    for press in presses:
        if press.ticks < 1:
            raise UsageError(f"physics: expected keys held for 1 tick or more, found {press.ticks}: leave such a press out")
        pressed += press.ticks
    if rest < 0 or pressed + rest > LONGEST:
        raise UsageError(f"physics: expected 0 to {LONGEST} ticks in all, found {pressed} pressed and {rest} of rest: use fewer")
    keys = np.zeros((1, pressed + rest), dtype=np.uint8)
    yaws = np.empty((1, pressed + rest))
    begin, last = 0, yaw
    for press in presses:
        last = last if press.yaw is None else press.yaw
        keys[0, begin : begin + press.ticks] = mask(press.keys)
        yaws[0, begin : begin + press.ticks] = last
        begin += press.ticks
    yaws[0, begin:] = last

    stands = start.on_ground and start.vel.y == 0
    vel = np.array([[start.vel.x, STANDING if stands else start.vel.y, start.vel.z]])
    body = bodies(np.array([[start.pos.x, start.pos.y, start.pos.z]]), vel, np.array([yaw]), np.array([start.on_ground]))
    if not pressed:
        rollout(terrain, body, keys[:, :0], fresh=True)  # only to see what it stands in: it may rest already
    flags, speed = int(body.flags[0]), start.vel
    track = rollout(terrain, body, keys, yaws, track=True, fresh=True)
    assert track is not None
    moved = zip(track.pos[0].tolist(), track.vel[0].tolist(), track.flags[0].tolist(), strict=True)
    motion: list[Motion] = []
    for pos, velocity, after in moved:
        if len(motion) >= pressed and _rests(flags, speed):
            break
        flags, speed = after, Vec(*velocity)
        motion.append(Motion(Vec(*pos), speed, bool(after & ON_GROUND)))
    return Flight(
        motion=tuple(motion),
        rested=_rests(flags, speed),
        in_liquid=bool(flags & (IN_WATER | IN_LAVA)),
        touched_unknown=bool(flags & TOUCHED),
        yaw=last,
    )


def _rests(flags: int, vel: Vec) -> bool:
    return bool(flags & (ON_GROUND | IN_WATER | IN_LAVA)) and math.hypot(vel.x, vel.z) < STILL
