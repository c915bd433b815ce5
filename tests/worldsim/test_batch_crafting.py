"""Crafting for many scenarios at a time: what the law says of each of them, step by step."""

from __future__ import annotations

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from worldsim import laws
from worldsim.actions import Craft
from worldsim.apply import apply
from worldsim.batch.crafting import craft
from worldsim.batch.pockets import inventory_of, pockets, pockets_of, tools_of
from worldsim.batch.tables import tables
from worldsim.blocks import blocks_of
from worldsim.errors import UsageError
from worldsim.facts import facts
from worldsim.space import Pos, Vec
from worldsim.state import Body, State, Tool

KNOWN = facts()
ALL = tables()
#: A bucket that stays, tools that are used up, planks and logs to choose from, stacks of 16 and of 1.
SOME = tables(
    "oak_log birch_log oak_planks birch_planks spruce_planks stick crafting_table wooden_pickaxe oak_sign honey_bottle honey_block sugar "
    "milk_bucket egg wheat cake bow dispenser cobblestone redstone string flint_and_steel iron_ingot flint shield oak_door".split()
)
AT = Pos(1, 64, 0)
NO_TABLE = blocks_of(KNOWN.palette, {Pos(0, 63, 0): KNOWN.state_id("stone")})
TABLE = NO_TABLE.with_cells({AT: KNOWN.state_id("crafting_table")})


@st.composite
def scenarios(draw: st.DrawFn, items: tuple[str, ...]) -> State:
    """Anything carried, tools of any wear, and more or less room."""
    carried = draw(st.dictionaries(st.sampled_from(items), st.integers(1, 9) | st.sampled_from((15, 16, 17, 63, 64, 65, 130)), max_size=9))
    tools: list[Tool] = []
    for name, count in sorted(carried.items()):
        if uses := KNOWN.uses(name):
            tools += [Tool(name, draw(st.integers(1, uses))), *[Tool(name, uses)] * (count - 1)]
    held = draw(st.sampled_from((None, *sorted(carried))))
    body = Body(Vec(0.5, 64.0, 0.5), Vec(0, 0, 0), held=held)
    free, blocks = draw(st.integers(0, 36) | st.just(0)), TABLE if draw(st.booleans()) else NO_TABLE
    return State(tick=0, body=body, inventory=carried, tools=tuple(sorted(tools, key=lambda t: (t.name, t.left))), free_slots=free, blocks=blocks)


@st.composite
def likely(draw: st.DrawFn) -> tuple[State, Craft]:
    """A recipe, and about what it takes."""
    recipe = draw(st.sampled_from([way for ways in KNOWN.recipes.values() for way in ways]))
    state, carried = draw(scenarios(ALL.items)), {}
    for cell in recipe.cells:
        item = draw(st.sampled_from(cell))
        carried[item] = carried.get(item, 0) + draw(st.sampled_from((0, 1, 1, 1, 2, 5)))
    tools = tuple(Tool(name, KNOWN.uses(name)) for name, count in sorted(carried.items()) if KNOWN.uses(name) for _ in range(count))
    carried = {item: count for item, count in carried.items() if count}
    body = msgspec.structs.replace(state.body, held=None)
    return msgspec.structs.replace(state, inventory=carried, tools=tools, body=body), Craft(recipe.result, draw(st.integers(1, 3)))


def same(states: list[State], actions: list[list[Craft]], names) -> None:
    """Each row of actions is done in its state, and the laws say the same."""
    batch = pockets_of(states, names)
    item = np.array([[names.number(action.item) for action in row] for row in actions], dtype=np.int32)
    done = craft(batch, names, item, np.array([[action.times for action in row] for row in actions], dtype=np.int32))
    reasons = iter(done.reasons())
    for row, state in enumerate(states):
        for column, action in enumerate(actions[row]):
            said = laws.predict(state, action, KNOWN)
            ticks = round(said.ticks.p50)
            assert (said.mode.reason, ticks) == (next(reasons), done.ticks[row, column]), (state.inventory, action)
            state = apply(state, action, said.mode, ticks, KNOWN)
        assert inventory_of(batch, row, names) == state.inventory
        assert tools_of(batch, row, names) == state.tools
        assert (batch.free[row], batch.held[row]) == (state.free_slots, -1 if state.body.held is None else names.number(state.body.held))


@settings(max_examples=80)
@given(st.lists(likely(), min_size=1, max_size=4))
def test_every_recipe_is_the_laws(drawn: list[tuple[State, Craft]]) -> None:
    same([state for state, _ in drawn], [[action] for _, action in drawn], ALL)


@settings(max_examples=80)
@given(scenarios(SOME.items), st.lists(st.builds(Craft, st.sampled_from(SOME.items), st.integers(1, 4)), min_size=1, max_size=6))
def test_one_craft_after_the_other_is_the_laws(state: State, actions: list[Craft]) -> None:
    same([state], [actions], SOME)


def test_a_plan_by_hand() -> None:
    names = tables(["oak_log", "oak_planks", "stick", "crafting_table", "wooden_pickaxe"])
    batch = pockets([{"oak_log": 3}, {"oak_log": 2}, {}], names, table=np.array([True, False, True]))
    plan = names.numbers(["oak_planks", "oak_planks", "stick", "wooden_pickaxe", "oak_log"])
    done = craft(batch, names, np.tile(plan, (3, 1)))
    assert inventory_of(batch, 0, names) == {"oak_log": 1, "oak_planks": 3, "stick": 2, "wooden_pickaxe": 1}
    assert inventory_of(batch, 1, names) == {"oak_planks": 6, "stick": 4}
    assert done.reasons()[:5] == [None, None, None, None, "no_recipe"]
    assert done.reasons()[5:10] == [None, None, None, "no_table", "no_recipe"]
    assert done.reasons()[10:] == ["no_item"] * 4 + ["no_recipe"]


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda: tables(["oak_log", "wood"]), "found wood"),
        (lambda: tables([]), "found none"),
        (lambda: SOME.number("diamond"), "left out"),
        (lambda: ALL.number("diamond_hammer"), "no such item"),
        (lambda: pockets([{"oak_log": -1}], SOME), "found -1 oak_log"),
        (lambda: pockets([{"oak_log": 1.5}], SOME), "found 1.5 oak_log"),
        (lambda: pockets([{"diamond": 1}], SOME), "found 'diamond'"),
        (lambda: pockets([{"oak_log": 37 * 64}], SOME), "needs 37"),
        (lambda: pockets(np.full((2, len(SOME.items)), -5, dtype=np.int32), SOME), "found -5"),
        (lambda: pockets(np.zeros((2, len(SOME.items)), dtype=np.int64), SOME), "int32"),
        (lambda: pockets(np.zeros((2, 3), dtype=np.int32), SOME), "(2, 3)"),
        (lambda: pockets([{}], SOME, free=np.array([40], dtype=np.int32)), "found 40"),
        (lambda: craft(pockets([{}], SOME), SOME, np.array([[len(SOME.items)]], dtype=np.int32)), "item: expected 0"),
        (lambda: craft(pockets([{}], SOME), SOME, np.array([[-1]], dtype=np.int32)), "found -1"),
        (lambda: craft(pockets([{}], SOME), SOME, np.array([[0.0]])), "float64"),
        (lambda: craft(pockets([{}], SOME), SOME, np.array([[0], [0]], dtype=np.int32)), "(2, 1)"),
        (lambda: craft(pockets([{}], SOME), SOME, np.array([[0]], dtype=np.int32), np.array([[0]], dtype=np.int32)), "times"),
        (lambda: craft(pockets([{}], SOME), ALL, np.array([[0]], dtype=np.int32)), "carried"),
    ],
)
def test_bad_input_is_named(make, says: str) -> None:
    with pytest.raises(UsageError) as error:
        make()
    assert says in str(error.value)
