"""The furnace, and staying alive, for many scenarios at a time: what the laws say of each of them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from worldsim import laws
from worldsim.actions import Smelt, Wait
from worldsim.apply import apply
from worldsim.batch.pockets import inventory_of, pockets_of, tools_of
from worldsim.batch.smelting import smelt
from worldsim.batch.survival import ACTIVITIES, live, vitals, vitals_of
from worldsim.batch.tables import tables
from worldsim.blocks import blocks_of
from worldsim.errors import UsageError
from worldsim.facts import facts
from worldsim.laws.environment import over
from worldsim.space import Pos, Vec
from worldsim.state import Body, State, Tool

KNOWN = facts()
NAMES = tables(
    "oak_log oak_planks oak_sapling stick coal charcoal coal_block lava_bucket bucket raw_iron iron_ingot sand glass cobblestone stone smooth_stone "
    "iron_pickaxe iron_nugget wooden_pickaxe cactus green_dye potato baked_potato dirt dried_kelp_block bamboo".split()
)
FLOOR = blocks_of(
    KNOWN.palette, {Pos(x, y, z): KNOWN.state_id("stone" if y == 0 else "air") for x in (-1, 0, 1) for z in (-1, 0, 1) for y in range(5)}
)
FURNACE = FLOOR.with_cells({Pos(1, 1, 0): KNOWN.state_id("furnace")})


@st.composite
def kitchens(draw: st.DrawFn) -> State:
    """Anything that burns, or becomes something in the fire; more or less room."""
    counts = st.integers(1, 9) | st.sampled_from((16, 63, 64, 65, 130))
    carried = draw(st.dictionaries(st.sampled_from(NAMES.items), counts, max_size=8))
    tools: list[Tool] = []
    for name, count in sorted(carried.items()):
        if uses := KNOWN.uses(name):
            tools += [Tool(name, draw(st.integers(1, uses))), *[Tool(name, uses)] * (count - 1)]
    return State(
        tick=0,
        body=Body(Vec(0.5, 1.0, 0.5), Vec(0, 0, 0), held=draw(st.sampled_from((None, *sorted(carried))))),
        inventory=carried,
        tools=tuple(sorted(tools, key=lambda t: (t.name, t.left))),
        free_slots=draw(st.integers(0, 2) | st.integers(0, 36)),
        blocks=FURNACE if draw(st.integers(0, 9)) else FLOOR,
    )


SMELTS = st.builds(
    Smelt, st.sampled_from(NAMES.items), st.integers(1, 9) | st.integers(60, 70), st.none() | st.sampled_from(NAMES.items)
)  # fmt: skip


@settings(max_examples=150)
@given(kitchens(), SMELTS)
def test_smelting_is_the_laws(state: State, action: Smelt) -> None:
    batch = pockets_of([state], NAMES)
    fuel = -1 if action.fuel is None else NAMES.number(action.fuel)
    done = smelt(batch, NAMES, ints(NAMES.number(action.item)), ints(action.count), ints(fuel))
    said = laws.predict(state, action, KNOWN)
    ticks = round(said.ticks.p50)
    state = apply(state, action, said.mode, ticks, KNOWN)
    assert (said.mode.reason, ticks) == (done.reasons()[0], done.ticks[0, 0])
    assert inventory_of(batch, 0, NAMES) == state.inventory
    assert tools_of(batch, 0, NAMES) == state.tools
    assert (batch.free[0], batch.held[0]) == (state.free_slots, -1 if state.body.held is None else NAMES.number(state.body.held))


@st.composite
def plights(draw: st.DrawFn) -> State:
    """A body that fares more or less well, somewhere."""
    body = Body(
        Vec(0.5, 1.0, 0.5),
        Vec(0, 0, 0),
        health=draw(st.sampled_from((20.0, 19.5, 19.0, 1.0, 0.5)) | st.integers(1, 200).map(lambda n: n / 10)),
        food=draw(st.sampled_from((0, 1, 17, 18, 20)) | st.integers(0, 20)),
        saturation=draw(st.integers(0, 200).map(lambda n: n / 10)),
        air=draw(st.sampled_from((300, 299, 1, 0)) | st.integers(0, 300)),
    )
    names = ("air", "air", "water", "lava", "fire", "stone", "glass", "cactus", "sweet_berry_bush", "soul_fire", "wither_rose")
    floor = draw(st.sampled_from(("stone", "stone", "magma_block", "campfire", "water")))
    cells = {Pos(0, 0, 0): floor, Pos(0, 1, 0): draw(st.sampled_from(names)), Pos(0, 2, 0): draw(st.sampled_from(names))}
    return State(tick=0, body=body, blocks=FLOOR.with_cells({cell: KNOWN.state_id(name) for cell, name in cells.items()}))


@settings(max_examples=150)
@given(plights(), st.integers(0, 60) | st.integers(0, 3000), st.sampled_from(ACTIVITIES))
def test_staying_alive_is_the_laws(state: State, ticks: int, activity) -> None:
    batch = vitals_of([state], KNOWN)
    lived = live(batch, np.array([ticks], dtype=np.int32), np.array([ACTIVITIES.index(activity)], dtype=np.int8))
    course = over(state, ticks, KNOWN, activity)
    assert (lived.died_at[0] or None, batch.food[0], batch.air[0]) == (course.died_at, state.body.food + course.change.food, course.air)
    # A change is told in four decimals; which way the last one is rounded is the float's affair.
    assert batch.health[0] == pytest.approx(state.body.health + course.change.health, abs=1.1e-4)
    assert batch.saturation[0] == pytest.approx(state.body.saturation + course.change.saturation, abs=1.1e-4)


@given(plights(), st.integers(0, 1500))
def test_waiting_is_living_until_it_hurts(state: State, ticks: int) -> None:
    batch = vitals_of([state], KNOWN)
    until = over(state, ticks, KNOWN).hurt_at or ticks
    lived = live(batch, np.array([until], dtype=np.int32))
    said = laws.predict(state, Wait(ticks), KNOWN)
    after = apply(state, Wait(ticks), said.mode, ticks, KNOWN).body
    assert (said.mode.reason == "died") == bool(lived.died_at[0])
    assert (batch.food[0], batch.health[0]) == (after.food, pytest.approx(after.health, abs=1.1e-4))


def test_the_old_ways_to_die() -> None:
    """Minecraft Wiki, Java Edition 1.19: "Damage", "Breathing", "Hunger"."""
    batch = vitals(4)
    batch.food[:2] = 17  # too hungry to heal
    batch.wet[0] = True  # 15 s of breath, then 2 a second: ten times
    batch.hazards[1] = 1  # lava: 4 every half second
    batch.food[2], batch.saturation[2] = 0, 0.0  # a half heart every 4 s, down to ten
    batch.health[3] = 10.0  # fed: it heals
    died_at = live(batch, np.full(4, 2000, dtype=np.int32)).died_at
    assert 300 + 10 * 20 - 20 <= died_at[0] <= 300 + 10 * 20 + 20
    assert 40 <= died_at[1] <= 50
    assert (died_at[2], batch.health[2]) == (0, 10.0)
    assert batch.health[3] > 15


def ints(number: int):
    return np.array([[number]], dtype=np.int32)


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda: vitals(-1), "found -1"),
        (lambda: live(vitals(1), np.array([-1], dtype=np.int32)), "ticks"),
        (lambda: live(vitals(1), np.array([1.5])), "float64"),
        (lambda: live(vitals(2), np.array([1], dtype=np.int32)), "(1,)"),
        (lambda: live(vitals(1)._replace(health=np.array([np.nan])), np.array([1], dtype=np.int32)), "health"),
        (lambda: live(vitals(1)._replace(food=np.array([21], dtype=np.int32)), np.array([1], dtype=np.int32)), "food"),
        (lambda: live(vitals(1), np.array([1], dtype=np.int32), np.array([9], dtype=np.int8)), "activity"),
        (lambda: smelt(pockets_of([], NAMES), NAMES, np.zeros((0, 1), dtype=np.int32), np.zeros((0, 2), dtype=np.int32)), "count"),
        (lambda: smelt(pockets_of([State(tick=0, body=Body(Vec(0, 1, 0), Vec(0, 0, 0)), blocks=FLOOR)], NAMES), NAMES, ints(0), ints(0)), "count"),
        (
            lambda: smelt(pockets_of([], tables(["sand"])), tables(["sand"]), np.zeros((0, 1), dtype=np.int32), np.ones((0, 1), dtype=np.int32)),
            "glass",
        ),
    ],
)
def test_bad_input_is_named(make, says: str) -> None:
    with pytest.raises(UsageError) as error:
        make()
    assert says in str(error.value)
