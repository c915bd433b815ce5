"""sleep: the night is skipped, in a bed, with no monster about. Minecraft Wiki, "Bed"."""

from __future__ import annotations

import msgspec

from worldsim.actions import Sleep
from worldsim.change import Change
from worldsim.facts import Facts
from worldsim.laws.environment import over
from worldsim.laws.parts import SHORT, SOURCES, cannot, near_by
from worldsim.prediction import Branch, Prediction, Quantiles
from worldsim.space import Vec
from worldsim.state import State

#: Times of day between which one can sleep, in ticks: in clear weather, in rain.
NIGHT, RAINY_NIGHT = (12542, 23459), (12010, 23991)
#: After so many ticks in bed it is morning.
SLEEP_TICKS = 100
#: Monsters nearer than this keep one awake: to each side, and up and down, in blocks.
_ASIDE, _ABOVE = 8.0, 5.0
#: Beds that explode.
_NETHER = frozenset({"nether_wastes", "soul_sand_valley", "crimson_forest", "warped_forest", "basalt_deltas"})
_END = frozenset({"the_end", "end_highlands", "end_midlands", "small_end_islands", "end_barrens"})
#: One gets up beside the bed, in blocks.
_BESIDE = 3.0


def predict(state: State, action: Sleep, facts: Facts) -> Prediction:
    """no_bed, died (beds explode in the Nether and the End), not_night, monsters_near; else it is morning."""
    if near_by(state, facts.tags["beds"]) is None:
        return cannot(action, "no_bed", "needs a bed within 4.5 blocks of the eyes")
    if state.biome in _NETHER | _END:
        dead = Branch(p=1.0, status="failed", reason="died", note=f"beds explode in {state.biome}", change=Change(health=-state.body.health))
        return Prediction(action=action, branches=(dead,), ticks=SHORT, sources=SOURCES)
    begin, end = RAINY_NIGHT if state.raining else NIGHT
    if not begin <= state.time_of_day <= end:
        return cannot(action, "not_night", f"it is {state.time_of_day} of the day, one sleeps from {begin} to {end}")
    awake = next((entity.kind for entity in state.entities if _keeps_awake(state.body.pos, entity.pos, entity.kind, facts)), None)
    if awake is not None:
        return cannot(action, "monsters_near", f"a {awake} is near")
    course = over(state, SLEEP_TICKS, facts)
    asleep = Prediction(
        action=action,
        branches=(Branch(p=1.0, change=course.change),),
        ticks=Quantiles(SLEEP_TICKS, SLEEP_TICKS + 4, SLEEP_TICKS + 20),
        tolerance=_BESIDE,
        sources=SOURCES,
    )
    if course.died_at is None:
        return asleep
    dead = Branch(p=1.0, status="failed", reason="died", change=course.change)
    return msgspec.structs.replace(asleep, branches=(dead,), ticks=Quantiles(0.8 * course.died_at, course.died_at, SLEEP_TICKS))


def _keeps_awake(here: Vec, there: Vec, kind: str, facts: Facts) -> bool:
    mob = facts.mobs.get(kind)
    near = abs(there.x - here.x) <= _ASIDE and abs(there.z - here.z) <= _ASIDE and abs(there.y - here.y) <= _ABOVE
    return near and mob is not None and mob.temper == "hostile"


RULES = {Sleep: predict}
