"""What the world does to the body while time passes: healing, hunger, starving, drowning, lava, fire, want of air in a wall.

Not an action: other laws ask it. What is felt counts as the actor's own, as the bridge counts it. Numbers and sources: `worldsim/tables/hunger.py`,
`worldsim/tables/damage.py`. How exhausted the body is, is reckoned; whether it burns after it left the fire cannot be seen: taken for not at all.
"""

from __future__ import annotations

from math import hypot
from typing import Literal

import msgspec

from worldsim.actions import Control, Dig, Harvest, Mine, Sleep, Wait
from worldsim.blocks import Blocks
from worldsim.change import Change
from worldsim.facts import Facts
from worldsim.prediction import Branch, Prediction, Quantiles
from worldsim.space import EYES, Vec
from worldsim.state import State
from worldsim.tables import hunger
from worldsim.tables.damage import BREATH, BREATH_BACK, DROWNING, HARMFUL, SUFFOCATING, Hurts
from worldsim.walking.ground import FULL

Activity = Literal["rest", "walk", "sprint", "swim"]
#: Blocks a second (Minecraft Wiki, "Transportation"), and what they cost, in exhaustion a tick.
PER_TICK: dict[Activity, float] = {
    "rest": 0.0,
    "walk": 4.317 * hunger.WALK_BLOCK / 20,
    "sprint": 5.612 * hunger.SPRINT_BLOCK / 20,
    "swim": 2.2 * hunger.SWIM_BLOCK / 20,
}
_WET = frozenset({"water", "bubble_column", "kelp", "kelp_plant", "seagrass", "tall_seagrass"})
HEALTHY = 20.0
#: Who ends farther from where it was has walked out of it, in blocks; and so soon, in ticks (own estimates).
_LEFT, _OUT_TICKS = 1.0, 20
#: What fails so soon costs nothing, in ticks; nobody sprints for a step, in blocks.
AT_ONCE, _STEP = 4, 1.5
#: Stood on, not in.
_HOT_FLOORS = ("magma_block", "campfire", "soul_campfire")


class Course(msgspec.Struct, frozen=True):
    """How the body fares. `died_at`: the tick at which it is dead, from 1; None: it lives."""

    change: Change
    air: int  #: ticks of breath left, 0-300
    died_at: int | None = None
    exhaustion: float = 0.0  #: gained or lost
    hurt_at: int | None = None  #: the first tick at which it is hurt, from 1; None: it is not


def over(state: State, ticks: int, facts: Facts, activity: Activity = "rest", cost: float = 0.0) -> Course:
    """What so many ticks do to the body where it is, if it stays there. `cost`: exhaustion in a tick beside the activity."""
    body = state.body
    health, food, saturation, air = body.health, body.food, body.saturation, body.air
    hazards, under_water, rate = hazards_of(state, facts), submerged(state), PER_TICK[activity] + cost
    exhaustion, timer, died_at, hurt_at = body.exhaustion, body.healing, None, None
    for tick in range(1, ticks + 1):
        heals = food >= hunger.HEALS_FROM and 0 < health < HEALTHY
        starves = food <= 0 and health > hunger.STARVE_DOWN_TO
        if not (heals or starves or hazards or under_water or rate or exhaustion > hunger.EXHAUSTED):
            break
        hurt = max((each.damage for each in hazards if (tick - 1) % each.every == 0), default=0.0)
        air = air - 1 if under_water else min(BREATH, air + BREATH_BACK)
        if air <= -DROWNING.every:
            air, hurt = 0, max(hurt, DROWNING.damage)
        exhaustion += rate + (hunger.HURT if hurt else 0.0)
        if exhaustion > hunger.EXHAUSTED:
            exhaustion -= hunger.EXHAUSTED
            saturation, food = (max(0.0, saturation - 1), food) if saturation > 0 else (saturation, max(0, food - 1))
        heals = heals and food >= hunger.HEALS_FROM
        timer = timer + 1 if heals or food <= 0 else 0
        if heals and food >= hunger.FULL and saturation > 0 and timer >= hunger.FAST_HEAL_TICKS:
            spent = min(saturation, hunger.FAST_HEAL_MOST)
            health, exhaustion, timer = min(HEALTHY, health + spent / hunger.FAST_HEAL_MOST), exhaustion + spent, 0
        elif heals and timer >= hunger.HEAL_TICKS:
            health, exhaustion, timer = min(HEALTHY, health + 1), exhaustion + hunger.HEAL_EXHAUSTION, 0
        elif not heals and timer >= hunger.STARVE_TICKS:
            hurt, timer = max(hurt, 1.0 if starves else 0.0), 0
        health -= hurt
        hurt_at = tick if hurt and hurt_at is None else hurt_at
        if health <= 0:
            health, died_at = 0.0, tick
            break
    if died_at is None and not under_water:
        air = min(BREATH, max(air, body.air + BREATH_BACK * ticks))
    change = Change(
        health=round(health - body.health, 4),
        food=food - body.food,
        saturation=round(saturation - body.saturation, 4),
    )
    return Course(change, max(0, air), died_at, round(exhaustion - body.exhaustion, 4), hurt_at)


def endured(state: State, said: Prediction, facts: Facts) -> Prediction:
    """`said`, and what it costs the body to do it: what tires, heals or starves it meanwhile, and what it is in.

    Who walks out of fire, lava or water has left it soon, who stays has it all the while.
    """
    body, ticks = state.body, round(said.ticks.p50)
    if isinstance(said.action, Wait | Sleep | Control):
        return said
    harmed = state.blocks.name(body.pos.cell) in HARMFUL or submerged(state)
    mode = said.mode
    spent = _effort(state, said, mode)
    fares = ticks > AT_ONCE and (
        (body.food >= hunger.HEALS_FROM and body.health < HEALTHY) or body.food <= 0 or body.exhaustion + spent > hunger.EXHAUSTED
    )
    if not harmed and not fares:
        return _all(said, Course(Change(), body.air, exhaustion=spent), mode) if spent else said
    if harmed and mode.end is not None and mode.end.distance(body.pos) > _LEFT:
        ticks = min(ticks, _OUT_TICKS)
    course = over(state, ticks, facts, cost=spent / ticks if ticks else 0.0)
    if course.died_at is not None:
        dead = Branch(p=1.0, status="failed", reason="died", note=f"the body dies after {course.died_at} ticks", change=course.change)
        after = Quantiles(0.8 * course.died_at, course.died_at, 1.2 * course.died_at + 20)
        return msgspec.structs.replace(said, branches=(dead,), ticks=after)
    return said if course.change.empty and not course.exhaustion else _all(said, course, None if harmed else mode)


def _effort(state: State, said: Prediction, mode: Branch) -> float:
    """Exhaustion by what is done on purpose: the bot sprints wherever it goes, and leaps up while it does."""
    body, end = state.body, mode.end
    spent = hunger.BREAK if mode.change.blocks and isinstance(said.action, Mine | Dig | Harvest) else 0.0
    if end is not None and not body.in_liquid:
        way = hypot(end.x - body.pos.x, end.z - body.pos.z)
        if way > _STEP:
            spent += way * hunger.SPRINT_BLOCK + max(0, round(end.y - body.pos.y)) * hunger.SPRINT_JUMP
    return round(spent, 4)


def _all(said: Prediction, more: Course, mode: Branch | None) -> Prediction:
    """The branches with what the body felt; `mode`: only those that take about as long as it."""
    kept = [mode is not None and branch.status != mode.status and branch.change.empty for branch in said.branches]
    return msgspec.structs.replace(
        said, branches=tuple(branch if keep else _felt(branch, more) for branch, keep in zip(said.branches, kept, strict=True))
    )


def _felt(branch: Branch, more: Course) -> Branch:
    if more.change.empty:
        return msgspec.structs.replace(branch, exhaustion=branch.exhaustion + more.exhaustion)
    change = branch.change
    felt = {
        "health": change.health + more.change.health,
        "food": change.food + more.change.food,
        "saturation": change.saturation + more.change.saturation,
    }
    return msgspec.structs.replace(branch, change=msgspec.structs.replace(change, **felt), exhaustion=branch.exhaustion + more.exhaustion)


def submerged(state: State) -> bool:
    """Whether the eyes are under water."""
    return submerged_at(state.blocks, state.body.pos)


def submerged_at(blocks: Blocks, feet: Vec) -> bool:
    """The same of a body with its feet there."""
    return blocks.name(Vec(feet.x, feet.y + EYES, feet.z).cell) in _WET


def hazards_of(state: State, facts: Facts) -> tuple[Hurts, ...]:
    """What hurts the body where it is: what it stands in or on, a wall around its head."""
    body, blocks = state.body, state.blocks
    feet = body.pos.cell
    inside = {blocks.name(feet), blocks.name(feet.offset(0, 1, 0))}
    found = [HARMFUL[name] for name in inside if name in HARMFUL and name not in _HOT_FLOORS]
    for floor in {blocks.name(feet), blocks.name(feet.offset(0, -1, 0))}:
        if floor in _HOT_FLOORS and body.on_ground:
            found.append(HARMFUL[floor])
    eyes = body.eyes.cell
    wall = facts.blocks.get(blocks.name(eyes) or "")
    opaque = wall is not None and wall.solid and not wall.transparent and blocks.palette is facts.palette
    if wall is not None and opaque and wall.top(blocks.state(eyes)) == FULL:
        found.append(SUFFOCATING)
    return tuple(found)
