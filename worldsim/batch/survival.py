"""Hunger, healing, starving, drowning, lava and fire, for many scenarios: the law of `worldsim/laws/environment.py` as a kernel."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, get_args

import numpy as np
from numpy.typing import NDArray

from worldsim.batch.compiling import inner, kernel
from worldsim.batch.pockets import expected, in_range
from worldsim.batch.tables import Flags, Ints, Rows
from worldsim.batch.threads import deal
from worldsim.errors import UsageError
from worldsim.facts import Facts
from worldsim.laws import environment
from worldsim.laws.environment import Activity, hazards_of, submerged
from worldsim.state import State
from worldsim.tables import hunger
from worldsim.tables.damage import BREATH, BREATH_BACK, DROWNING, HARMFUL, SUFFOCATING

Floats = NDArray[np.float64]

#: What may hurt the body, by its place: bit k of `Vitals.hazards` is the k-th. 'wall': its head is inside one.
HAZARDS: tuple[str, ...] = (*HARMFUL, "wall")
#: What it does meanwhile, by its number.
ACTIVITIES: tuple[Activity, ...] = get_args(Activity)
#: Fewer bodies are not worth a thread of their own.
_LEAST = 1000
#: No scenario lives longer at once, in ticks: a day and a half.
LONGEST = 36_000

_HURTS = (*HARMFUL.values(), SUFFOCATING)
_DAMAGE = np.array([hurts.damage for hurts in _HURTS])
_EVERY = np.array([hurts.every for hurts in _HURTS], dtype=np.int32)
_RATE = np.array([environment.PER_TICK[activity] for activity in ACTIVITIES])
_MOST, _DROWN_EVERY, _DROWN = 20.0, DROWNING.every, DROWNING.damage


class Vitals(NamedTuple):
    """n bodies that stay where they are."""

    health: Floats  #: [n] half hearts, 0-20
    food: Ints  #: [n] half shanks, 0-20
    saturation: Floats  #: [n] 0-20
    air: Ints  #: [n] ticks of breath left, 0-300
    wet: Flags  #: [n] the eyes are under water
    hazards: Ints  #: [n] bits: which of `HAZARDS` it is in or on
    exhaustion: Floats  #: [n] above 4 a point of saturation goes, or of food
    healing: Ints  #: [n] ticks since it last healed, while it is hurt


class Lived(NamedTuple):
    """How it went."""

    died_at: Ints  #: [n] the tick at which it was dead, from 1; 0: it lives


def vitals(n: int) -> Vitals:
    """N bodies that are well, and nowhere in danger."""
    if n < 0:
        raise UsageError(f"vitals: expected 0 or more bodies, found {n}")
    return Vitals(
        np.full(n, 20.0), np.full(n, 20, dtype=np.int32), np.full(n, 5.0), np.full(n, BREATH, dtype=np.int32), np.zeros(n, dtype=np.bool_),
        np.zeros(n, dtype=np.int32), np.zeros(n), np.zeros(n, dtype=np.int32),
    )  # fmt: skip


def vitals_of(states: Sequence[State], known: Facts) -> Vitals:
    """The same from states: how they are, and what is around them."""
    made = vitals(len(states))
    bit = {hurts: 1 << place for place, hurts in reversed([*enumerate(_HURTS)])}
    for row, state in enumerate(states):
        body = state.body
        made.health[row], made.food[row], made.saturation[row], made.air[row] = body.health, body.food, body.saturation, body.air
        made.exhaustion[row], made.healing[row] = body.exhaustion, body.healing
        made.wet[row] = submerged(state)
        # Those that hurt alike are one.
        for hurts in hazards_of(state, known):
            made.hazards[row] |= bit[hurts]
    return made


def live(bodies: Vitals, ticks: Ints, activity: NDArray[np.int8] | None = None) -> Lived:
    """So many `ticks[n]` (0-36000) pass for each; in place. `activity[n]`: numbers of `ACTIVITIES`, default: all rest.

    Raises UsageError for wrong dtypes, shapes and values that no body has.
    """
    n = len(bodies.health)
    _check(bodies, n)
    expected(ticks, "ticks", np.int32, (n,))
    in_range(ticks, "ticks", 0, LONGEST)
    if activity is None:
        activity = np.zeros(n, dtype=np.int8)
    expected(activity, "activity", np.int8, (n,))
    in_range(activity, "activity", 0, len(ACTIVITIES) - 1)
    died_at = np.zeros(n, dtype=np.int32)
    rows, rate = np.arange(n), _RATE[activity]

    def part(piece: slice) -> None:
        live_rows(bodies, rows[piece], ticks[piece], rate[piece], died_at[piece])

    deal(part, n, _LEAST)
    return Lived(died_at)


def _check(bodies: Vitals, n: int) -> None:
    for name, dtype in (
        ("health", np.float64),
        ("food", np.int32),
        ("saturation", np.float64),
        ("air", np.int32),
        ("hazards", np.int32),
        ("exhaustion", np.float64),
        ("healing", np.int32),
    ):
        expected(getattr(bodies, name), name, dtype, (n,))
    expected(bodies.wet, "wet", np.bool_, (n,))
    in_range(bodies.food, "food", 0, 20)
    in_range(bodies.air, "air", 0, BREATH)
    in_range(bodies.hazards, "hazards", 0, (1 << len(HAZARDS)) - 1)
    for name in ("health", "saturation"):
        value = getattr(bodies, name)
        if n and not (value.min() >= 0.0 and value.max() <= _MOST):
            raise UsageError(f"{name}: expected 0 to 20, found {value.min()} to {value.max()}")


@kernel
def live_rows(bodies: Vitals, rows: Rows, ticks: Ints, rate: Floats, died_at: Ints) -> None:
    """The kernel: `ticks[i]` pass for body `rows[i]`, each for `rate[i]` of exhaustion. Nothing is checked; no body may come twice."""
    for i in range(len(rows)):
        died_at[i] = _live(bodies, rows[i], ticks[i], rate[i])


@inner
def _live(bodies: Vitals, row: int, ticks: int, rate: float) -> int:
    """The tick at which it dies, or 0. Line by line what `environment.over` does."""
    health, food, saturation, air = bodies.health[row], int(bodies.food[row]), bodies.saturation[row], int(bodies.air[row])
    wet, hazards = bodies.wet[row], bodies.hazards[row]
    exhaustion, timer, died_at = bodies.exhaustion[row], int(bodies.healing[row]), 0
    for tick in range(1, ticks + 1):
        heals = food >= hunger.HEALS_FROM and 0 < health < _MOST
        starves = food <= 0 and health > hunger.STARVE_DOWN_TO
        if not (heals or starves or hazards != 0 or wet or rate > 0 or exhaustion > hunger.EXHAUSTED):
            break
        hurt = _hurt(hazards, tick) if hazards != 0 else 0.0
        air = air - 1 if wet else min(BREATH, air + BREATH_BACK)
        if air <= -_DROWN_EVERY:
            air, hurt = 0, max(hurt, _DROWN)
        exhaustion += rate + (hunger.HURT if hurt > 0 else 0.0)
        if exhaustion > hunger.EXHAUSTED:
            exhaustion -= hunger.EXHAUSTED
            if saturation > 0:
                saturation = max(0.0, saturation - 1)
            else:
                food = max(0, food - 1)
        heals = heals and food >= hunger.HEALS_FROM
        timer = timer + 1 if heals or food <= 0 else 0
        if heals and food >= hunger.FULL and saturation > 0 and timer >= hunger.FAST_HEAL_TICKS:
            spent = min(saturation, hunger.FAST_HEAL_MOST)
            health, exhaustion, timer = min(_MOST, health + spent / hunger.FAST_HEAL_MOST), exhaustion + spent, 0
        elif heals and timer >= hunger.HEAL_TICKS:
            health, exhaustion, timer = min(_MOST, health + 1), exhaustion + hunger.HEAL_EXHAUSTION, 0
        elif not heals and timer >= hunger.STARVE_TICKS:
            hurt, timer = max(hurt, 1.0 if starves else 0.0), 0
        health -= hurt
        if health <= 0:
            health, died_at = 0.0, tick
            break
    if died_at == 0 and not wet:
        air = min(BREATH, max(air, bodies.air[row] + BREATH_BACK * ticks))
    # As a change is told: rounded to four places.
    bodies.health[row] = min(_MOST, max(0.0, bodies.health[row] + _rounded(health - bodies.health[row])))
    bodies.saturation[row] = min(_MOST, max(0.0, bodies.saturation[row] + _rounded(saturation - bodies.saturation[row])))
    bodies.exhaustion[row] = max(0.0, bodies.exhaustion[row] + _rounded(exhaustion - bodies.exhaustion[row]))
    bodies.food[row], bodies.air[row] = food, max(0, air)
    return died_at


@inner
def _hurt(hazards: int, tick: int) -> float:
    most = 0.0
    for place in range(len(_DAMAGE)):
        if hazards >> place & 1 and (tick - 1) % _EVERY[place] == 0:
            most = max(most, _DAMAGE[place])
    return most


@inner
def _rounded(value: float) -> float:
    return np.rint(value * 10_000.0) / 10_000.0  # type: ignore[no-any-return]
