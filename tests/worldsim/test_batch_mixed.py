"""Whole scenarios, many at a time: crafting, mining, holding, waiting and moving, as the laws say of each of them, step by step."""

from __future__ import annotations

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from worldsim import laws
from worldsim.actions import Action, Control, Craft, Equip, Mine, Press, Wait
from worldsim.apply import apply
from worldsim.batch.mining import AHEAD, before_the_feet, quarry
from worldsim.batch.mixed import CRAFT, EQUIP, MINE, MOVE, WAIT, Lab, Orders, Scenarios, act, scenarios
from worldsim.batch.pockets import inventory_of, pockets, tools_of
from worldsim.batch.tables import tables
from worldsim.blocks import blocks_of
from worldsim.errors import UsageError
from worldsim.facts import facts
from worldsim.physics.batch import BITS, mask
from worldsim.physics.terrain import terrain
from worldsim.space import Pos, Vec
from worldsim.state import Body, State

KNOWN = facts()
NAMES = tables(
    "oak_log birch_log oak_planks birch_planks stick crafting_table wooden_pickaxe stone_pickaxe cobblestone dirt gravel flint torch coal".split()
)
BLOCKS = ("oak_log", "stone", "dirt", "gravel", "coal_ore")
SIDE = 40


def hills():
    """Steps, slabs and stairs on level ground, and a table in the middle, which is high enough not to be in the way."""
    cells = {(x, 0, z): "stone" for x in range(SIDE) for z in range(SIDE)}
    cells |= {(x, y, z): "air" for x in range(SIDE) for z in range(SIDE) for y in range(1, 8)}
    dice = np.random.default_rng(3)
    for x, z in dice.integers(0, SIDE, (300, 2)).tolist():
        cells[x, 1, z] = ("stone", "stone_slab", "oak_stairs", "dirt", "ice")[(x + z) % 5]
    return cells


CELLS = hills()
#: Where a body stands on the ground, in the middle of the land.
LEVEL = [[x + 0.5, 1.0, z + 0.5] for x in range(15, 25) for z in range(15, 25) if CELLS[x, 1, z] == "air"]
LAND = terrain(
    np.array([[[KNOWN.state_id(CELLS[x, y, z]) for x in range(SIDE)] for z in range(SIDE)] for y in range(8)], dtype=np.uint16), Pos(0, 0, 0)
)
BARE = blocks_of(KNOWN.palette, {Pos(*cell): KNOWN.state_id(name) for cell, name in CELLS.items()})
LAB = Lab(NAMES, quarry(BLOCKS, NAMES), LAND)

ACTIONS = st.one_of(
    st.builds(Craft, st.sampled_from(NAMES.items), st.integers(1, 3)),
    st.sampled_from(BLOCKS),
    st.builds(Equip, st.sampled_from(NAMES.items)),
    st.builds(Wait, st.integers(0, 200)),
    st.tuples(st.lists(st.sampled_from(sorted(BITS)), max_size=3, unique=True), st.integers(1, 12), st.floats(-4, 4)).map(
        lambda drawn: Control((Press(tuple(drawn[0]), drawn[1], drawn[2]),))
    ),
)


def ordered(rows: list[list[Action | str]]) -> Orders:
    shape = (len(rows), len(rows[0]))
    orders = Orders(np.zeros(shape, np.int8), np.zeros(shape, np.int32), np.zeros(shape, np.int32), np.zeros(shape), np.zeros(shape))
    for place in np.ndindex(shape):
        match rows[place[0]][place[1]]:
            case str(block):
                said = (MINE, BLOCKS.index(block), 0, 0.0)
            case Craft(item, times):
                said = (CRAFT, NAMES.number(item), times, 0.0)
            case Equip(item):
                said = (EQUIP, NAMES.number(item), 0, 0.0)
            case Wait(ticks):
                said = (WAIT, 0, ticks, 0.0)
            case Control((press,)):
                said = (MOVE, mask(press.keys), press.ticks, press.yaw)
        orders.verb[place], orders.what[place], orders.amount[place], orders.yaw[place] = said
    return orders


@settings(max_examples=60)
@given(st.data())
def test_any_mixture_is_the_laws(data: st.DataObject) -> None:
    n, t = data.draw(st.integers(1, 3)), data.draw(st.integers(1, 5))
    carried = [data.draw(st.dictionaries(st.sampled_from(NAMES.items), st.integers(1, 9), max_size=6)) for _ in range(n)]
    tables_near = np.array([data.draw(st.booleans()) for _ in range(n)])
    bag = np.array([[data.draw(st.integers(0, 2)) for _ in BLOCKS] for _ in range(n)], dtype=np.int32)
    pos = np.array([data.draw(st.sampled_from(LEVEL)) for _ in range(n)])
    crowd = scenarios(pockets(carried, NAMES, table=tables_near), bag, pos)
    for row in range(n):
        crowd.vitals.health[row], crowd.vitals.food[row] = data.draw(st.integers(1, 20)), data.draw(st.integers(0, 20))
        crowd.vitals.saturation[row], crowd.vitals.air[row] = data.draw(st.integers(0, 20)), data.draw(st.integers(1, 300))
    states = [state_of(crowd, row) for row in range(n)]
    rows = [[data.draw(ACTIONS) for _ in range(t)] for _ in range(n)]
    near = bag.copy()
    # Gravel is a lottery; a die of 0 draws its first lot, which is also the likeliest.
    done = act(LAB, crowd, ordered(rows))
    for row, state in enumerate(states):
        for column, wanted in enumerate(rows[row]):
            if isinstance(wanted, str):
                action: Action = Mine(AHEAD)
                there = before_the_feet(state, wanted if near[row, BLOCKS.index(wanted)] else "air", KNOWN)
            else:
                action, there = wanted, near_a_table(state) if tables_near[row] and isinstance(wanted, Craft) else state
            said = laws.predict(there, action, KNOWN)
            ticks = round(said.ticks.p50)
            assert (said.mode.reason, ticks) == (done.reasons()[row * t + column], done.ticks[row, column]), (wanted, state)
            if isinstance(wanted, str):
                near[row, BLOCKS.index(wanted)] -= bool(said.mode.change.blocks)
            after = apply(there, action, said.mode, ticks, KNOWN)
            # Where it mined or crafted was laid out for the law: the body is where it was.
            here = after.body.pos if isinstance(action, Control) else state.body.pos
            state = msgspec.structs.replace(after, blocks=BARE, body=msgspec.structs.replace(after.body, pos=here))
        assert inventory_of(crowd.pockets, row, NAMES) == state.inventory
        assert tools_of(crowd.pockets, row, NAMES) == state.tools
        assert (crowd.bag[row].tolist(), crowd.tick[row]) == (near[row].tolist(), state.tick)
        assert crowd.pos[row].tolist() == [state.body.pos.x, state.body.pos.y, state.body.pos.z]
        assert (crowd.vitals.air[row], crowd.vitals.saturation[row]) == (state.body.air, pytest.approx(state.body.saturation, abs=1e-3))
        assert (crowd.vitals.health[row], crowd.vitals.food[row]) == (pytest.approx(state.body.health, abs=1e-3), state.body.food)


def state_of(crowd: Scenarios, row: int) -> State:
    body = Body(Vec(*crowd.pos[row].tolist()), Vec(0.0, 0.0, 0.0), health=float(crowd.vitals.health[row]), food=int(crowd.vitals.food[row]))
    body = msgspec.structs.replace(body, saturation=float(crowd.vitals.saturation[row]), air=int(crowd.vitals.air[row]))
    carried, tools = inventory_of(crowd.pockets, row, NAMES), tools_of(crowd.pockets, row, NAMES)
    return State(tick=0, body=body, inventory=carried, tools=tools, free_slots=int(crowd.pockets.free[row]), blocks=BARE)


def near_a_table(state: State) -> State:
    above = state.body.pos.cell.offset(0, 3, 0)
    return msgspec.structs.replace(state, blocks=BARE.with_cells({above: KNOWN.state_id("crafting_table")}))


def test_the_dead_do_nothing() -> None:
    crowd = scenarios(pockets([{"oak_log": 1}] * 2, NAMES), np.zeros((2, len(BLOCKS)), dtype=np.int32), np.full((2, 3), 20.5))
    crowd.vitals.hazards[0], crowd.vitals.food[0] = 1, 10  # in lava
    done = act(LAB, crowd, ordered([[Wait(100), Craft("oak_planks")]] * 2))
    assert done.reasons() == ["died", "died", None, None]
    assert [inventory_of(crowd.pockets, row, NAMES) for row in (0, 1)] == [{"oak_log": 1}, {"oak_planks": 4}]


def test_bad_orders_are_named() -> None:
    crowd = scenarios(pockets([{}], NAMES), np.zeros((1, len(BLOCKS)), dtype=np.int32), np.array([[20.5, 2.0, 20.5]]))
    fine = ordered([[Wait(1), Craft("stick")]])
    for wrong, says in (
        (fine._replace(verb=np.array([[9, 0]], dtype=np.int8)), "verb"),
        (fine._replace(what=np.array([[0, 99]], dtype=np.int32)), "what, of craft"),
        (fine._replace(amount=np.array([[-1, 1]], dtype=np.int32)), "amount, of wait"),
        (fine._replace(yaw=np.array([[np.nan, 0]])), "yaw"),
        (fine._replace(dice=np.array([[2.0, 0]])), "dice"),
        (fine._replace(dice=np.zeros((1, 3))), "dice"),
    ):
        with pytest.raises(UsageError, match=says):
            act(LAB, crowd, wrong)
    with pytest.raises(UsageError, match="place"):
        scenarios(pockets([{}], NAMES), np.zeros((1, 5), dtype=np.int32), np.full((1, 3), np.nan))
    deep = scenarios(pockets([{}], NAMES), np.zeros((1, len(BLOCKS)), dtype=np.int32), np.array([[20.5, 7.0, 20.5]]), on_ground=False)
    with pytest.raises(UsageError, match="drop"):
        act(LAB, deep, ordered([[Control((Press((), 1, 0.0),))]]))
