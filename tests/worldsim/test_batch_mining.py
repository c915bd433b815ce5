"""Mining and holding for many scenarios at a time: what the laws say of each of them, step by step."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from worldsim import laws
from worldsim.actions import Equip, Mine
from worldsim.apply import apply
from worldsim.batch.holding import equip
from worldsim.batch.mining import AHEAD, before_the_feet, mine, quarry
from worldsim.batch.pockets import inventory_of, pockets, pockets_of, tools_of
from worldsim.batch.tables import tables
from worldsim.blocks import blocks_of
from worldsim.errors import UsageError
from worldsim.facts import facts
from worldsim.imagined import ImaginedWorld
from worldsim.models import Rules
from worldsim.space import Pos, Vec
from worldsim.state import Body, State, Tool

KNOWN = facts()
NAMES = tables(
    "oak_log dirt cobblestone gravel flint raw_iron coal redstone raw_copper oak_sapling stick apple snowball stone_pickaxe wooden_pickaxe "
    "iron_pickaxe iron_axe shears iron_shovel wooden_sword diamond_hoe bucket oak_leaves cobweb string".split()
)
BLOCKS = ("oak_log", "dirt", "stone", "gravel", "iron_ore", "coal_ore", "redstone_ore", "copper_ore", "oak_leaves", "snow_block", "cobweb", "bedrock")
QUARRY = quarry(BLOCKS, NAMES)
NOWHERE = blocks_of(KNOWN.palette, {Pos(0, 0, 0): KNOWN.state_id("stone")})


@st.composite
def yards(draw: st.DrawFn) -> State:
    """Tools of any wear, and more or less room."""
    carried = draw(st.dictionaries(st.sampled_from(NAMES.items), st.integers(1, 3) | st.sampled_from((15, 16, 63, 64)), max_size=10))
    tools: list[Tool] = []
    for name, count in sorted(carried.items()):
        if uses := KNOWN.uses(name):
            tools += [Tool(name, draw(st.integers(1, uses) | st.integers(1, 3))), *[Tool(name, uses)] * (count - 1)]
    return State(
        tick=0,
        body=Body(Vec(0.5, 1.0, 0.5), Vec(0, 0, 0), held=draw(st.sampled_from((None, *sorted(carried))))),
        inventory=carried,
        tools=tuple(sorted(tools, key=lambda t: (t.name, t.left))),
        free_slots=draw(st.integers(0, 2) | st.integers(0, 36)),
        blocks=NOWHERE,
    )


@settings(max_examples=60)
@given(yards(), st.lists(st.integers(0, 3), min_size=len(BLOCKS), max_size=len(BLOCKS)), st.lists(st.sampled_from(BLOCKS), min_size=1, max_size=12))
def test_the_likeliest_is_the_laws(state: State, near: list[int], wanted: list[str]) -> None:
    batch, bag = pockets_of([state], NAMES), np.array([near], dtype=np.int32)
    done = mine(batch, bag, QUARRY, np.array([[BLOCKS.index(block) for block in wanted]], dtype=np.int32))
    for column, block in enumerate(wanted):
        state = before_the_feet(state, block if near[BLOCKS.index(block)] else "air", KNOWN)
        said = laws.predict(state, Mine(AHEAD), KNOWN)
        ticks = round(said.ticks.p50)
        assert (said.mode.reason, ticks) == (done.reasons()[column], done.ticks[0, column]), (block, state.inventory)
        near[BLOCKS.index(block)] -= bool(said.mode.change.blocks)
        state = apply(state, Mine(AHEAD), said.mode, ticks, KNOWN)
    assert bag[0].tolist() == near
    assert inventory_of(batch, 0, NAMES) == state.inventory
    assert tools_of(batch, 0, NAMES) == state.tools
    assert (batch.free[0], batch.held[0]) == (state.free_slots, -1 if state.body.held is None else NAMES.number(state.body.held))


class Thrown(ImaginedWorld):
    """An imagined world whose dice fall as they are told."""

    def __init__(self, model: Rules, state: State, share: float) -> None:
        super().__init__(model, state)
        self._dice.random = lambda: share  # type: ignore[method-assign]


@settings(max_examples=60)
@given(yards(), st.sampled_from(BLOCKS), st.floats(0, 1, exclude_max=True))
def test_a_die_draws_as_an_imagined_world_does(state: State, block: str, share: float) -> None:
    batch, bag = pockets_of([state], NAMES), np.full((1, len(BLOCKS)), 1, dtype=np.int32)
    done = mine(batch, bag, QUARRY, np.array([[BLOCKS.index(block)]], dtype=np.int32), np.array([[share]]))
    world = Thrown(Rules(KNOWN), before_the_feet(state, block, KNOWN), share)
    assert world.act(Mine(AHEAD)).reason == done.reasons()[0]
    assert inventory_of(batch, 0, NAMES) == world.observe().inventory
    assert tools_of(batch, 0, NAMES) == world.observe().tools


@given(yards(), st.sampled_from(NAMES.items))
def test_what_is_carried_can_be_held(state: State, item: str) -> None:
    batch = pockets_of([state], NAMES)
    done = equip(batch, NAMES, NAMES.numbers([item]))
    said = laws.predict(state, Equip(item), KNOWN)
    after = apply(state, Equip(item), said.mode, 2, KNOWN)
    assert (done.reasons(), done.ticks[0]) == ([said.mode.reason], round(said.ticks.p50))
    assert batch.held[0] == (-1 if after.body.held is None else NAMES.number(after.body.held))


def test_an_hour_in_the_mine() -> None:
    # Minecraft Wiki, "Pickaxe": a wooden one has 59 uses, and gets no iron. The last stone breaks it.
    batch, bag = pockets([{"wooden_pickaxe": 1}] * 2, NAMES), np.full((2, len(BLOCKS)), 100, dtype=np.int32)
    done = mine(batch, bag, QUARRY, np.array([[BLOCKS.index("iron_ore"), *[BLOCKS.index("stone")] * 60]] * 2, dtype=np.int32))
    assert [done.reasons()[number] for number in (0, 1, 59, 60)] == ["no_tool", None, None, "no_tool"]
    assert inventory_of(batch, 1, NAMES) == {"cobblestone": 59}
    assert bag[0, BLOCKS.index("stone")] == 41
    # 1.15 s (Minecraft Wiki, "Breaking"), and picking it up.
    assert 23 <= done.ticks[0, 1] <= 60


def ints(row: list[int]):
    return np.array([row], dtype=np.int32)


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda: quarry(("oak_wood_log",), NAMES), "oak_wood_log"),
        (lambda: quarry(("diamond_ore",), tables(["iron_pickaxe"])), "'diamond'"),
        (lambda: mine(pockets([{}], NAMES), ints([0, 0]), QUARRY, ints([0])), "bag"),
        (lambda: mine(pockets([{}], NAMES), ints([-1] * 12), QUARRY, ints([0])), "found -1"),
        (lambda: mine(pockets([{}], NAMES), ints([0] * 12), QUARRY, ints([12])), "found 12"),
        (lambda: mine(pockets([{}], NAMES), ints([0] * 12), QUARRY, ints([0]), np.full((1, 1), np.nan)), "nan"),
        (lambda: equip(pockets([{}], NAMES), NAMES, np.array([-1], dtype=np.int32)), "found -1"),
        (lambda: pockets_of([State(tick=0, body=Body(Vec(0, 1, 0), Vec(0, 0, 0)), inventory={"wooden_pickaxe": 2}, blocks=NOWHERE,
                                   tools=(Tool("wooden_pickaxe", 3), Tool("wooden_pickaxe", 4)))], NAMES), "two"),
    ],
)  # fmt: skip
def test_bad_input_is_named(make, says: str) -> None:
    with pytest.raises(UsageError) as error:
        make()
    assert says in str(error.value)
