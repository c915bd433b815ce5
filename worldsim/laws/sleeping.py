"""sleep: the night is skipped, in a bed, with no monster about. Minecraft Wiki, "Bed"."""

from __future__ import annotations

import msgspec

from worldsim.actions import Sleep
from worldsim.blocks import Blocks
from worldsim.change import Change
from worldsim.facts import Facts
from worldsim.laws.environment import over
from worldsim.laws.parts import SHORT, SOURCES, cannot, grown, walled
from worldsim.prediction import Branch, Prediction, Quantiles
from worldsim.space import Pos, Vec
from worldsim.state import State
from worldsim.walking.ground import ground_of

#: Times of day between which one can sleep, in ticks: in clear weather, in rain.
NIGHT, RAINY_NIGHT = (12542, 23459), (12010, 23991)
#: After so many ticks in bed it is morning.
SLEEP_TICKS = 100
#: One lies down in a bed of which a half is no farther: to each side, and up and down, in blocks.
_REACH_ASIDE, _REACH_UP = 3.0, 2.0
#: Monsters nearer to its head than this keep one awake: to each side, up, and down, in blocks. Their bodies count: half as wide, and as high.
_ASIDE, _ABOVE, _BELOW = 8.3, 5.0, 6.9
_AHEAD = {"north": (0, -1), "south": (0, 1), "west": (-1, 0), "east": (1, 0)}
#: Beds that explode.
_NETHER = frozenset({"nether_wastes", "soul_sand_valley", "crimson_forest", "warped_forest", "basalt_deltas"})
_END = frozenset({"the_end", "end_highlands", "end_midlands", "small_end_islands", "end_barrens"})
#: One gets up beside the bed, on one side or the other, in blocks.
_BESIDE = 3.0


def predict(state: State, action: Sleep, facts: Facts) -> Prediction:
    """no_bed, died (beds explode in the Nether and the End), refused (a wall over it), not_night, monsters_near; else it is morning."""
    bed = bed_near(state, facts)
    if bed is None:
        return cannot(action, "no_bed", "needs a bed within 3 blocks")
    if state.biome in _NETHER | _END:
        dead = Branch(p=1.0, status="failed", reason="died", note=f"beds explode in {state.biome}", change=Change(health=-state.body.health))
        return Prediction(action=action, branches=(dead,), ticks=SHORT, sources=SOURCES)
    halves = _halves(state.blocks, bed, facts)
    if any(walled(state.blocks, half.offset(0, 1, 0), facts) for half in halves):
        return cannot(action, "refused", f"a block lies over the bed at {bed}")
    begin, end = RAINY_NIGHT if state.raining else NIGHT
    if not begin <= state.time_of_day <= end:
        return cannot(action, "not_night", f"it is {state.time_of_day} of the day, one sleeps from {begin} to {end}")
    awake = next((entity.kind for entity in state.entities if _keeps_awake(halves[0], entity.pos, entity.kind, facts)), None)
    if awake is not None:
        return cannot(action, "monsters_near", f"a {awake} is near")
    course = over(state, SLEEP_TICKS, facts)
    asleep = Prediction(
        action=action,
        branches=(Branch(p=1.0, change=course.change, exhaustion=course.exhaustion, end=_beside(state, halves[0])),),
        ticks=Quantiles(SLEEP_TICKS, SLEEP_TICKS + 4, SLEEP_TICKS + 20),
        tolerance=_BESIDE,
        sources=SOURCES,
    )
    if course.died_at is None:
        return asleep
    dead = Branch(p=1.0, status="failed", reason="died", change=course.change)
    return msgspec.structs.replace(asleep, branches=(dead,), ticks=Quantiles(0.8 * course.died_at, course.died_at, SLEEP_TICKS))


def bed_near(state: State, facts: Facts) -> Pos | None:
    """A half of the nearest bed that one can lie down in."""
    here = state.body.pos

    def near(pos: Pos) -> bool:
        return max(abs(pos.x + 0.5 - here.x), abs(pos.z + 0.5 - here.z)) <= _REACH_ASIDE and abs(pos.y - here.y) <= _REACH_UP

    found = state.blocks.find(tuple(facts.tags["beds"]), here.cell, 8, 8)
    return next((pos for pos in found if any(near(half) for half in _halves(state.blocks, pos, facts))), None)


def _halves(blocks: Blocks, pos: Pos, facts: Facts) -> tuple[Pos, ...]:
    """Head and foot of a bed of which a half is at `pos`; that cell alone if nobody knows how it lies."""
    number = grown(blocks, pos, facts)
    properties = facts.properties(number) if number is not None else {}
    if properties.get("facing") not in _AHEAD:
        return (pos,)
    dx, dz = _AHEAD[properties["facing"]]
    return (pos, pos.offset(-dx, 0, -dz)) if properties.get("part") == "head" else (pos.offset(dx, 0, dz), pos)


def _beside(state: State, head: Pos) -> Vec:
    """Where one gets up: beside the head, on whichever side; where one lay down if there is no room."""
    ground = ground_of(state.blocks)
    cells = (head.offset(dx, 0, dz) for dx, dz in ((-1, 0), (1, 0), (0, -1), (0, 1)))
    free = next((cell for cell in cells if ground.stands(cell.x, cell.y, cell.z)), None)
    return state.body.pos if free is None else Vec(free.x + 0.5, ground.feet(free.x, free.y, free.z), free.z + 0.5)


def _keeps_awake(head: Pos, there: Vec, kind: str, facts: Facts) -> bool:
    mob, up = facts.mobs.get(kind), there.y - head.y
    near = max(abs(there.x - head.x - 0.5), abs(there.z - head.z - 0.5)) <= _ASIDE and -_BELOW <= up <= _ABOVE
    return near and mob is not None and mob.temper == "hostile"


RULES = {Sleep: predict}
