"""What holds of every law, whatever it is asked: it answers, it fails for a typed reason, and nothing comes from nowhere."""

from __future__ import annotations

from math import nan
from typing import get_args

from hypothesis import given, settings
from hypothesis import strategies as st

from worldsim import laws
from worldsim.actions import (
    Action,
    Attack,
    Collect,
    Control,
    Craft,
    Deposit,
    Dig,
    Eat,
    Equip,
    Explore,
    Harvest,
    Mine,
    MoveTo,
    Place,
    Plant,
    Press,
    Sleep,
    Smelt,
    Till,
    Wait,
    Withdraw,
)  # fmt: skip
from worldsim.apply import apply
from worldsim.arguments import check_observed
from worldsim.blocks import blocks_of
from worldsim.change import Reason
from worldsim.facts import facts
from worldsim.laws.crafting import recipes_of
from worldsim.space import Pos, Vec
from worldsim.state import Body, Entity, Job, State, Tool, state_of

KNOWN = facts()
#: Things that some law has something to say about, and names that nobody knows.
ITEMS = (
    *(
        "oak_log",
        "oak_planks",
        "birch_planks",
        "stick",
        "crafting_table",
        "oak_door",
        "dirt",
        "cobblestone",
        "raw_iron",
        "iron_ingot",
        "coal",
        "sand",
    ),
    *("wooden_pickaxe", "stone_axe", "iron_sword", "iron_hoe", "wheat_seeds", "wheat", "carrot", "oak_sapling", "bread", "apple", "mushroom_stew"),
    *("lava_bucket", "bucket", "torch", "furnace", "chest", "red_bed", "white_wool", "string", "sugar_cane", "golden_apple", "milk_bucket", "cake"),
)
BLOCKS = (
    *("air", "air", "stone", "dirt", "grass_block", "farmland", "oak_log", "oak_leaves", "iron_ore", "gravel", "water", "lava", "crafting_table"),
    *("furnace", "blast_furnace", "chest", "red_bed", "wheat", "carrots", "oak_door", "tall_grass", "bedrock", "snow", "fire", "cactus", "sand"),
)
CENTRE = range(-2, 3)
FLAT = blocks_of(
    KNOWN.palette,
    {
        Pos(x, y, z): KNOWN.state_id("stone" if y < 63 else "grass_block") if y < 64 else 0
        for x in range(-8, 9)
        for y in range(61, 70)
        for z in range(-8, 9)
    },
)

places = st.builds(Pos, st.sampled_from((-9, -2, -1, 0, 1, 2, 3)), st.sampled_from((61, 63, 64, 65, 66)), st.sampled_from((-2, -1, 0, 1, 2)))
names = st.sampled_from((*ITEMS, "no_such_thing"))
counts = st.sampled_from((-1, 0, 1, 2, 5, 64, 1000))
headings = st.sampled_from(("north", "east", None, "up"))
grids = st.none() | st.lists(st.sampled_from((None, "oak_planks", "stick", "dirt", "milk_bucket", "nonsense")), min_size=3, max_size=9).map(tuple)

actions: st.SearchStrategy[Action] = st.one_of(
    st.builds(MoveTo, places, st.sampled_from((0.0, 1.5, -1.0, nan))),
    st.builds(Explore, st.lists(st.sampled_from(("oak_log", "iron_ore", "nonsense")), max_size=2).map(tuple), st.sampled_from(("north", "up"))),
    st.builds(Mine, places),
    st.builds(Dig, places, st.none() | counts),
    st.builds(Collect, st.none() | names),
    st.builds(Place, names, places, headings),
    st.builds(Craft, names, counts, grids),
    st.builds(Equip, names),
    st.builds(Wait, st.sampled_from((-1, 0, 20, 400, 24000))),
    st.builds(Control, st.sampled_from(((), (Press(("fly",), 1),), (Press(("forward",), 0),)))),  # type: ignore[arg-type]
    st.builds(Smelt, names, counts, st.none() | names),
    st.builds(Eat, names),
    st.builds(Attack, st.sampled_from(("cow", "zombie", "creeper", "slime", "boat", "gnome"))),
    st.just(Sleep()),
    st.builds(Deposit, names, counts, places),
    st.builds(Withdraw, names, counts, places),
    st.builds(Till, places),
    st.builds(Plant, names, places),
    st.builds(Harvest, places),
)


@st.composite
def states(draw: st.DrawFn) -> State:
    """A flat place with all kinds of things in it, and a body that may be hungry, hurt, wet or full."""
    cells = draw(
        st.dictionaries(st.builds(Pos, st.integers(-2, 3), st.sampled_from((63, 64, 65)), st.integers(-2, 2)), st.sampled_from(BLOCKS), max_size=8)
    )
    inventory = draw(st.dictionaries(st.sampled_from(ITEMS), st.integers(1, 70), max_size=8))
    tools = tuple(Tool(name, draw(st.integers(1, 3))) for name, count in sorted(inventory.items()) if KNOWN.uses(name) for _ in range(count))
    body = Body(
        Vec(0.5, 64.0, 0.5),
        Vec(0, 0, 0),
        health=draw(st.sampled_from((1.0, 7.5, 20.0))),
        food=draw(st.integers(0, 20)),
        saturation=0.0,
        air=draw(st.sampled_from((0, 300))),
        held=draw(st.none() | st.sampled_from(sorted(inventory))) if inventory else None,
    )
    kinds = draw(st.lists(st.sampled_from(("cow", "zombie", "creeper", "slime")), max_size=2))
    things = [Entity(10, "item", Vec(1.5, 64.0, 1.5), "apple", 2)] * draw(st.booleans())
    observed = State(
        tick=0,
        body=body,
        inventory=inventory,
        tools=tools,
        free_slots=draw(st.sampled_from((0, 2, 30))),
        entities=(*(Entity(i, kind, Vec(2.5, 64.0, 0.5 + i)) for i, kind in enumerate(kinds)), *things),
        time_of_day=draw(st.sampled_from((1000, 14000))),
        latent=draw(st.sampled_from(((), (Job("chest", Pos(2, 64, 0).center, 0, items={"apple": 3, "dirt": 64}),)))),
        blocks=FLAT,
    ).observed()
    return state_of(observed, FLAT.with_cells({pos: KNOWN.state_id(name) for pos, name in cells.items()}))


@settings(max_examples=150)
@given(states(), actions)
def test_every_law_answers_and_keeps_the_books(state: State, action: Action) -> None:
    said = laws.predict(state, action, KNOWN)
    assert said.action == action
    assert abs(sum(branch.p for branch in said.branches) - 1) < 1e-6
    assert 0 <= said.ticks.p10 <= said.ticks.p50 <= said.ticks.p90
    for branch in said.branches:
        assert (branch.reason is None) == (branch.status == "done" or branch.note.startswith("hurt")), "pain interrupts, and needs no reason"
        assert branch.reason is None or branch.reason in get_args(Reason)
        assert branch.status == "done" or branch.reason != "bad_argument" or branch.change.empty
        for item, gained in branch.change.inventory.items():
            assert gained != 0
            assert state.inventory.get(item, 0) + gained >= 0, "nobody has less than nothing"
        after = apply(state, action, branch, round(said.ticks.p50), KNOWN)
        assert 0 <= after.body.health <= 20
        assert after.body.saturation <= after.body.food
        check_observed(after, KNOWN)


@settings(max_examples=80)
@given(states(), st.sampled_from(ITEMS), st.integers(1, 9))
def test_a_recipe_takes_what_it_says(state: State, item: str, times: int) -> None:
    said = laws.predict(state, Craft(item, times), KNOWN).mode
    made = said.change.inventory
    ways = recipes_of(Craft(item, times), KNOWN)
    if not made:
        assert said.status == "failed"
        return
    assert made.get(item, 0) > 0
    used = -sum(count for count in made.values() if count < 0)
    left = sum(count for name, count in made.items() if count > 0 and name != item)
    assert any(used == made[item] // way.count * len(way.cells) and left <= used for way in ways if made[item] % way.count == 0)


@settings(max_examples=80)
@given(
    states(), st.sampled_from([*sorted(KNOWN.smelting)[::5], "raw_iron", "sand", "oak_log"]), st.integers(1, 9), st.none() | st.sampled_from(ITEMS)
)
def test_a_fire_makes_one_of_one(state: State, item: str, count: int, fuel: str | None) -> None:
    said = laws.predict(state, Smelt(item, count, fuel), KNOWN).mode
    result = KNOWN.smelting[item].result
    if said.status == "done" and item not in KNOWN.fuels and result not in KNOWN.fuels:
        assert said.change.inventory[item] == -count
        assert said.change.inventory[result] == count
    assert said.status == "done" or not {item, result, fuel} & said.change.inventory.keys()


@settings(max_examples=80)
@given(states(), st.sampled_from(ITEMS), st.integers(1, 64))
def test_what_goes_into_a_chest_comes_out_again(state: State, item: str, count: int) -> None:
    chest = Pos(2, 64, 0)
    state = state_of(state.observed(), state.blocks.with_cells({chest: KNOWN.state_id("chest"), chest.offset(0, 1, 0): 0}))
    into = laws.predict(state, Deposit(item, count, chest), KNOWN)
    if into.mode.status == "done":
        stored = apply(state, into.action, into.mode, 5, KNOWN)
        back = laws.predict(stored, Withdraw(item, count, chest), KNOWN)
        assert back.p_success == 1
        assert apply(stored, back.action, back.mode, 5, KNOWN).count(item) == state.count(item)
