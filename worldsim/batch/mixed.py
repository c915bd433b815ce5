"""Whole scenarios: crafting, mining, holding, waiting and moving in any order, a million at a time.

    lab = Lab(names, quarry(("oak_log", "stone"), names), land)
    crowd = scenarios(pockets([{"oak_log": 3}] * n, names, table=True), bag, positions)
    done = act(lab, crowd, orders)

What is near stays near: the table, the furnace and the blocks of the bag go along with the body, so that where it walks decides nothing about
what it can craft and mine. All bodies move in one land, and do not meet. A scenario whose body died does nothing more.
"""

from __future__ import annotations

from typing import Any, NamedTuple, TypeVar, cast, get_args

import msgspec
import numpy as np
from numpy.typing import NDArray

from worldsim.actions import Key
from worldsim.batch.crafting import MOST_TIMES, craft_rows, scratch
from worldsim.batch.mining import Quarry, mine_rows
from worldsim.batch.pockets import Done, Pockets, expected, in_range
from worldsim.batch.survival import LONGEST, Floats, Vitals, live_rows, vitals
from worldsim.batch.tables import REASONS, Flags, Ints, Rows, Tables
from worldsim.batch.threads import THREADS, deal
from worldsim.errors import UsageError
from worldsim.laws.environment import AT_ONCE, HEALTHY
from worldsim.physics.batch import IN_LAVA, IN_WATER, ON_GROUND, STANDING, Bodies, Track, bodies, rollout
from worldsim.physics.motion import REST, STILL
from worldsim.physics.terrain import Terrain
from worldsim.tables import hunger
from worldsim.tables.damage import BREATH, BREATH_BACK, FREE_FALL

#: What an order says, by its number.
CRAFT, MINE, EQUIP, WAIT, MOVE = range(5)
VERBS = ("craft", "mine", "equip", "wait", "control")
#: No move is longer, in ticks of keys held down.
LONGEST_MOVE = 200
#: Fewer scenarios are not worth a thread of their own; so many at a time stay in the processor's cache.
_LEAST, _BLOCK = 1000, 16384
#: Ticks in which most bodies come to rest.
_SETTLING = 8
_NO_ITEM, _DIED = REASONS.index("no_item"), REASONS.index("died")
_EQUIP_TICKS, _DEAD_TICKS, _ALL_KEYS = 2, 0, (1 << len(get_args(Key))) - 1


class Lab(msgspec.Struct, frozen=True, eq=False):
    """What all scenarios share."""

    names: Tables
    quarry: Quarry
    land: Terrain


class Scenarios(NamedTuple):
    """n scenarios, changed in place."""

    pockets: Pockets
    bag: Ints  #: [n, blocks of the quarry] how many are near
    vitals: Vitals
    pos: Floats  #: [n, 3] of the feet
    vel: Floats  #: [n, 3] blocks per tick, 0 at rest
    yaw: Floats  #: [n] radians
    on_ground: Flags  #: [n]
    tick: NDArray[np.int64]  #: [n] ticks gone by


class Orders(NamedTuple):
    """t actions for each of n scenarios: [n, t] all of them."""

    verb: NDArray[np.int8]  #: CRAFT, MINE, EQUIP, WAIT or MOVE
    what: Ints  #: craft, equip: the item; mine: the block; move: bit mask of keys (worldsim/physics/batch.py)
    amount: Ints  #: craft: times; wait: ticks; move: ticks that the keys are held
    yaw: Floats  #: move: where to look, radians
    dice: Floats  #: mine: draws the lot, 0-1


T = TypeVar("T", bound=tuple[Any, ...])


def scenarios(carried: Pockets, bag: Ints, pos: Floats, on_ground: bool = True) -> Scenarios:
    """Bodies that are well and at rest at `pos` [n, 3], float64. Raises UsageError for wrong dtypes, shapes, and places that are none."""
    n = len(carried.free)
    expected(bag, "bag", np.int32, (n, None))
    in_range(bag, "bag", 0, 1 << 30)
    expected(pos, "pos", np.float64, (n, 3))
    if not np.isfinite(pos).all():
        raise UsageError(f"pos: expected places in the world, found {pos[~np.isfinite(pos).all(axis=1)][0]}")
    still, ground = np.zeros((n, 3)), np.full(n, on_ground, dtype=np.bool_)
    return Scenarios(carried, bag, vitals(n), pos.copy(), still, np.zeros(n), ground, np.zeros(n, dtype=np.int64))


def act(lab: Lab, crowd: Scenarios, orders: Orders, threads: int = THREADS) -> Done:
    """Each scenario does its orders, one column after the other; in place. Done has the shape [n, t].

    Raises UsageError for wrong dtypes, shapes and ranges, and for land on which a body fell so deep that it would be hurt.
    """
    _check(lab, crowd, orders)
    n, t = orders.verb.shape
    done = Done(np.zeros((n, t), dtype=np.int8), np.zeros((n, t), dtype=np.int32))

    def part(piece: slice) -> None:
        for low in range(piece.start, piece.stop, _BLOCK):
            block = slice(low, min(low + _BLOCK, piece.stop))
            _act(lab, _cut(crowd, block), _cut(orders, block), _cut(done, block))

    deal(part, n, _LEAST, threads)
    return done


def _act(lab: Lab, crowd: Scenarios, orders: Orders, done: Done) -> None:
    alive = crowd.vitals.health > 0
    for column in range(orders.verb.shape[1]):
        verb, reason, ticks = orders.verb[:, column], done.reason[:, column], done.ticks[:, column]
        for number, doing in ((CRAFT, _craft), (MINE, _mine), (EQUIP, _equip), (WAIT, _wait), (MOVE, _move)):
            rows = np.flatnonzero((verb == number) & alive)
            if len(rows):
                reason[rows], ticks[rows] = doing(lab, crowd, orders, rows, column)
                if number != MOVE:  # all others end at rest
                    crowd.vel[rows], crowd.on_ground[rows] = 0.0, True
                if number not in (MOVE, WAIT):
                    _fare(crowd.vitals, rows, ticks[rows], (number == MINE) & (reason[rows] == 0))
        reason[~alive], ticks[~alive] = _DIED, _DEAD_TICKS
        _breathe(crowd.vitals, ticks)
        crowd.tick[:] += ticks
        alive &= crowd.vitals.health > 0


def _fare(bodies: Vitals, rows: Rows, ticks: Ints, dug: Flags) -> None:
    """What it costs the body to do it, and what time does to it meanwhile: as `worldsim.laws.environment.endured` says."""
    spent = np.where(dug, hunger.BREAK, 0.0)
    health, food = bodies.health[rows], bodies.food[rows]
    fares = ((food >= hunger.HEALS_FROM) & (health < HEALTHY)) | (food <= 0) | (bodies.exhaustion[rows] + spent > hunger.EXHAUSTED)
    fares &= ticks > AT_ONCE
    bodies.exhaustion[rows[~fares]] += spent[~fares]
    chosen = rows[fares]
    if len(chosen):
        breath = bodies.air[chosen]
        live_rows(bodies, chosen, ticks[fares], spent[fares] / ticks[fares], np.zeros(len(chosen), dtype=np.int32))
        bodies.air[chosen] = breath  # it goes by for all alike, below


def _breathe(bodies: Vitals, ticks: Ints) -> None:
    """What `worldsim/apply.py` does to every body, whatever it did: breath goes by under water, and nobody is saturated beyond its food."""
    np.minimum(bodies.saturation, bodies.food, out=bodies.saturation)
    heals = (bodies.health > 0) & (bodies.health < HEALTHY) & (bodies.food >= hunger.HEALS_FROM)
    pace = np.where((bodies.food >= hunger.FULL) & (bodies.saturation > 0), hunger.FAST_HEAL_TICKS, hunger.HEAL_TICKS)
    bodies.healing[:] = np.where(heals, (bodies.healing + ticks) % pace, 0)
    if bodies.wet.any() or (bodies.air < BREATH).any():
        bodies.air[:] = np.where(bodies.wet, np.maximum(0, bodies.air - ticks), np.minimum(BREATH, bodies.air + BREATH_BACK * ticks))


def _cut(arrays: T, block: slice) -> T:
    """Some of the rows: the same arrays, seen in part."""
    make: Any = type(arrays)
    return cast(T, make(*(_cut(part, block) if isinstance(part, tuple) else part[block] for part in arrays)))


def _craft(lab: Lab, crowd: Scenarios, orders: Orders, rows: Rows, column: int) -> Done:
    done = _undone(rows)
    craft_rows(
        lab.names.recipes, crowd.pockets, rows, _of(orders.what, rows, column), _of(orders.amount, rows, column), done.reason, done.ticks, scratch()
    )
    return Done(done.reason[:, 0], done.ticks[:, 0])


def _mine(lab: Lab, crowd: Scenarios, orders: Orders, rows: Rows, column: int) -> Done:
    done = _undone(rows)
    block, dice = _of(orders.what, rows, column), orders.dice[rows, column][:, None]
    mine_rows(lab.quarry.dig, crowd.pockets, rows, crowd.bag, block, dice, done.reason, done.ticks)
    return Done(done.reason[:, 0], done.ticks[:, 0])


def _equip(lab: Lab, crowd: Scenarios, orders: Orders, rows: Rows, column: int) -> Done:
    item = orders.what[rows, column]
    has = crowd.pockets.carried[rows, item] > 0
    crowd.pockets.held[rows[has]] = item[has]
    return Done(np.where(has, 0, _NO_ITEM).astype(np.int8), np.full(len(rows), _EQUIP_TICKS, dtype=np.int32))


def _wait(lab: Lab, crowd: Scenarios, orders: Orders, rows: Rows, column: int) -> Done:
    ticks, died_at = orders.amount[rows, column], np.zeros(len(rows), dtype=np.int32)
    breath = crowd.vitals.air[rows]
    live_rows(crowd.vitals, rows, ticks, np.zeros(len(rows)), died_at)
    crowd.vitals.air[rows] = breath  # it goes by for all alike, below
    return Done(np.where(died_at > 0, _DIED, 0).astype(np.int8), np.where(died_at > 0, died_at, ticks + 1).astype(np.int32))


def _move(lab: Lab, crowd: Scenarios, orders: Orders, rows: Rows, column: int) -> Done:
    """Hold the keys, let go, and come to rest, as `worldsim.physics.motion.simulate` does for one body."""
    vel, ground, yaw = crowd.vel[rows], crowd.on_ground[rows], orders.yaw[rows, column]
    pressed, keys = orders.amount[rows, column], orders.what[rows, column].astype(np.uint8)
    vel[ground & (vel[:, 1] == 0.0), 1] = STANDING
    moving = bodies(crowd.pos[rows], vel, yaw, ground)
    fall, left, begun = np.zeros(len(rows)), np.arange(len(rows)), 0
    ticks = np.empty(len(rows), dtype=np.int32)
    while len(left):
        # As many ticks at once as most bodies need: who is at rest before that is told by the track.
        moments = np.arange(begun, begun + (int(pressed.max()) if begun == 0 else 0) + _SETTLING)
        held = np.where(moments < pressed[left][:, None], keys[left][:, None], np.uint8(0))
        height = moving.pos[:, 1].copy()
        track = rollout(lab.land, moving, held, track=True, threads=1, fresh=begun == 0)
        assert track is not None
        spent = moments + 1
        over = (spent >= pressed[left][:, None]) & (_rests(track) | (spent >= pressed[left][:, None] + REST))
        ends = np.where(over.any(axis=1), over.argmax(axis=1), len(moments) - 1)
        fall = _fallen(fall, height, track, ends)
        rested = over[np.arange(len(left)), ends]
        _settle(crowd, rows[left[rested]], track, np.flatnonzero(rested), ends[rested])
        ticks[left[rested]] = spent[ends[rested]]
        left, fall = left[~rested], fall[~rested]
        moving = Bodies(**{name: np.ascontiguousarray(getattr(moving, name)[~rested]) for name in Bodies.__struct_fields__})
        begun = int(spent[-1])
    crowd.yaw[rows] = yaw
    return Done(np.zeros(len(rows), dtype=np.int8), ticks)


def _settle(crowd: Scenarios, rows: Rows, track: Track, which: Rows, ends: Rows) -> None:
    """Who is at rest stays there; the tick of gravity that a standing body keeps is left out, as in a state."""
    vel, ground = track.vel[which, ends], (track.flags[which, ends] & ON_GROUND) != 0
    vel[ground, 1] = 0.0
    crowd.pos[rows], crowd.vel[rows], crowd.on_ground[rows] = track.pos[which, ends], vel, ground


def _rests(track: Track) -> Flags:
    """[n, t]: who is at rest after each tick."""
    rests: Flags = (track.flags & (ON_GROUND | IN_WATER | IN_LAVA)) != 0
    rests[rests] = np.hypot(track.vel[..., 0][rests], track.vel[..., 2][rests]) < STILL
    return rests


def _fallen(fall: Floats, height: Floats, track: Track, ends: Rows) -> Floats:
    """How deep each has fallen since it stood, up to its end. `fall`, `height`: before. Raises UsageError where a landing would hurt."""
    y = np.concatenate([height[:, None], track.pos[..., 1]], axis=1)
    lowest = np.minimum.accumulate(y[:, ::-1], axis=1)[:, ::-1]
    deep = np.flatnonzero(fall + (y - lowest).max(axis=1) > FREE_FALL)
    after = np.zeros(len(fall))  # of the others only those in the air may matter, and what they fell is less than what is asked for
    airborne = np.flatnonzero((track.flags[:, -1] & ON_GROUND) == 0)
    for row in np.union1d(deep, airborne).tolist():
        fallen = float(fall[row])
        for moment in range(int(ends[row]) + 1):
            fallen = max(0.0, fallen + y[row, moment] - y[row, moment + 1])
            if track.flags[row, moment] & ON_GROUND:
                if fallen > FREE_FALL:
                    found = f"expected no drop of more than {FREE_FALL:g} blocks, found a fall of {fallen:.1f}"
                    raise UsageError(f"land: {found}: choose land that nobody is hurt on")
                fallen = 0.0
        after[row] = fallen
    return after


def _of(orders: Ints, rows: Rows, column: int) -> Ints:
    """One column of some rows, as actions [n, 1]."""
    column_of: Ints = orders[rows, column][:, None]
    return column_of


def _undone(rows: Rows) -> Done:
    return Done(np.empty((len(rows), 1), dtype=np.int8), np.empty((len(rows), 1), dtype=np.int32))


def _check(lab: Lab, crowd: Scenarios, orders: Orders) -> None:
    n, shape = len(crowd.tick), orders.verb.shape
    expected(crowd.pockets.carried, "carried", np.int32, (n, len(lab.names.items)))
    expected(crowd.bag, "bag", np.int32, (n, len(lab.quarry.blocks)))
    expected(orders.verb, "verb", np.int8, (n, None))
    expected(orders.what, "what", np.int32, shape)
    expected(orders.amount, "amount", np.int32, shape)
    expected(orders.yaw, "yaw", np.float64, shape)
    expected(orders.dice, "dice", np.float64, shape)
    in_range(orders.verb, "verb", 0, len(VERBS) - 1)
    items = len(lab.names.items) - 1
    for verb, most in ((CRAFT, items), (EQUIP, items), (MINE, len(lab.quarry.blocks) - 1), (MOVE, _ALL_KEYS)):
        in_range(orders.what[orders.verb == verb], f"what, of {VERBS[verb]}", 0, most)
    for verb, least, most in ((CRAFT, 1, MOST_TIMES), (WAIT, 0, LONGEST), (MOVE, 1, LONGEST_MOVE)):
        in_range(orders.amount[orders.verb == verb], f"amount, of {VERBS[verb]}", least, most)
    if not np.isfinite(orders.yaw).all():
        raise UsageError("yaw: expected finite radians, found nan or infinity")
    if orders.dice.size and not 0 <= orders.dice.min() <= orders.dice.max() <= 1:
        raise UsageError(f"dice: expected shares of 0-1, found {orders.dice.min()} to {orders.dice.max()}")
