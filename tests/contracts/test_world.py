"""The contract of a World, for the imagined one and for the real one: the same flat land, the same actions, the same laws.

Flat ground, feet at y = 64. Expected values: Minecraft Wiki, Java Edition 1.19.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import nan

import pytest

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
)
from worldsim.blocks import blocks_of
from worldsim.change import Change
from worldsim.facts import facts
from worldsim.imagined import ImaginedWorld
from worldsim.models import Rules
from worldsim.space import Pos, Vec
from worldsim.state import Body, State, Tool
from worldsim.world import World

INVENTORY = {"oak_log": 3, "oak_planks": 8, "dirt": 4, "wooden_pickaxe": 1, "bread": 1, "sand": 2, "wooden_hoe": 1, "wheat_seeds": 1}
LOG, STONE, IRON, BEDROCK, TOWER = Pos(4, 64, 0), Pos(4, 64, 3), Pos(4, 64, 6), Pos(4, 64, 9), Pos(-9, 64, -9)
FURNACE, CHEST = Pos(-3, 64, 2), Pos(-3, 64, 0)
BLOCKS = {LOG: "oak_log", STONE: "stone", IRON: "iron_ore", BEDROCK: "bedrock", FURNACE: "furnace", CHEST: "chest"} | {
    TOWER.offset(0, y, 0): "stone" for y in range(4)
}


@pytest.fixture(scope="module", params=["imagined", "real"])
def world(request: pytest.FixtureRequest) -> Iterator[World]:
    if request.param == "imagined":
        yield ImaginedWorld(Rules(), imagined_land(), seed=2)
        return
    from bridge.server import EmbeddedServer
    from bridge.world import Endpoint, MineflayerWorld

    blocks = [[[pos.x, pos.y, pos.z], name] for pos, name in BLOCKS.items()]
    scenario = {"terrain": "flat", "spawn": [0, 64, 0], "inventory": INVENTORY, "blocks": blocks}
    with (
        EmbeddedServer(seed=3, scenario=scenario) as server,
        MineflayerWorld(Endpoint("127.0.0.1", server.port, server.control, server.token), facts().palette, warp=0) as real,
    ):
        yield real


def imagined_land() -> State:
    known = facts()
    span = range(-24, 25)
    cells = {Pos(x, y, z): known.state_id("dirt") for x in span for z in span for y in (61, 62)}
    cells |= {Pos(x, 63, z): known.state_id("grass_block") for x in span for z in span}
    cells |= {Pos(x, y, z): 0 for x in span for z in span for y in range(64, 76)}
    cells |= {pos: known.state_id(name) for pos, name in BLOCKS.items()}
    body = Body(Vec(0.5, 64.0, 0.5), Vec(0, 0, 0))
    return State(
        tick=0,
        body=body,
        inventory=INVENTORY,
        tools=(Tool("wooden_hoe", 59), Tool("wooden_pickaxe", 59)),
        free_slots=28,
        blocks=blocks_of(known.palette, cells),
    )


def test_to_look_changes_nothing(world: World) -> None:
    assert world.observe() == world.observe()


@pytest.mark.parametrize(
    ("action", "reason"),
    [
        (Mine(Pos(900, 64, 0)), "unknown_block"),
        (Mine(Pos(2, 64, 0)), "nothing_there"),
        (Mine(BEDROCK), "unbreakable"),
        (Mine(IRON), "no_tool"),
        (Dig(Pos(2, 64, 0)), "nothing_there"),
        (Dig(TOWER), "out_of_reach"),
        (MoveTo(TOWER.offset(0, 4, 0)), "no_path"),
        (Place("cobblestone", Pos(2, 64, 0)), "no_item"),
        (Place("dirt", IRON), "occupied"),
        (Place("dirt", Pos(2, 66, 0)), "no_support"),
        (Craft("bedrock"), "no_recipe"),
        (Craft("oak_door"), "no_table"),
        (Craft("torch"), "no_item"),
        (Equip("diamond"), "no_item"),
        (Collect(), "nothing_there"),
        (Craft("no_such_item"), "bad_argument"),
        (Equip("no_such_item"), "bad_argument"),
        (Explore(("no_such_block",)), "bad_argument"),
        (Craft("stick", times=0), "bad_argument"),
        (Craft("stick", grid=("oak_planks",) * 3), "bad_argument"),
        (Mine(Pos(nan, 64, 0)), "bad_argument"),  # type: ignore[arg-type]
        (MoveTo(Pos(10**9, 64, 0)), "bad_argument"),
        (MoveTo(LOG, near=nan), "bad_argument"),
        (Wait(-1), "bad_argument"),
        (Control(()), "bad_argument"),
        (Eat("no_such_item"), "bad_argument"),
        (Eat("bread"), "not_hungry"),
        (Eat("apple"), "no_item"),
        (Eat("dirt"), "refused"),
        (Smelt("raw_iron"), "no_item"),
        (Smelt("sand", 1, "coal"), "no_fuel"),
        (Smelt("dirt"), "no_recipe"),
        (Attack("cow"), "no_target"),
        (Sleep(), "no_bed"),
        (Deposit("dirt", 9, CHEST), "no_item"),
        (Deposit("dirt", 1, STONE), "no_chest"),
        (Withdraw("dirt", 1, Pos(900, 64, 0)), "unknown_block"),
        (Till(STONE), "refused"),
        (Till(Pos(2, 64, 0)), "nothing_there"),
        (Plant("carrot", Pos(2, 64, 0)), "no_item"),
        (Plant("dirt", Pos(2, 64, 0)), "refused"),
        (Plant("wheat_seeds", Pos(2, 64, 0)), "no_support"),
        (Plant("wheat_seeds", STONE), "occupied"),
        (Harvest(STONE), "nothing_there"),
    ],
    ids=lambda value: repr(value),
)
def test_a_failure_is_data_and_changes_nothing(world: World, action: Action, reason: str) -> None:
    before = world.observe()
    outcome = world.act(action)
    assert (outcome.status, outcome.reason) == ("failed", reason)
    assert outcome.change == Change()
    assert world.observe().inventory == before.inventory
    assert_sound(before, outcome, world.observe())


def test_keys_move_the_body_as_the_game_says(world: World) -> None:
    before = world.observe()
    walked = world.act(Control((Press(("forward",), 20, 3.141592653589793),)))
    assert_sound(before, walked, world.observe())
    assert len(walked.motion) > 20
    # Walking, 4.317 blocks a second once at full speed; a jump rises 1.2522 blocks (Minecraft Wiki, "Walking", "Jumping").
    assert (walked.motion[19].pos.z - walked.motion[18].pos.z) * 20 == pytest.approx(4.317, abs=0.01)
    jumped = world.act(Control((Press(("jump",), 1),)))
    assert max(moment.pos.y for moment in jumped.motion) - before.body.pos.y == pytest.approx(1.2522, abs=1e-4)
    assert jumped.end.distance(walked.end) < 0.01


#: In order: each builds on the ones before it.
LIFE: list[tuple[Action, dict[str, int]]] = [
    (Wait(20), {}),
    (MoveTo(Pos(2, 64, 1)), {}),
    (Mine(LOG), {"oak_log": 1}),
    (Mine(STONE), {"cobblestone": 1}),
    (Craft("oak_planks", 2), {"oak_log": -2, "oak_planks": 8}),
    (Craft("crafting_table"), {"oak_planks": -4, "crafting_table": 1}),
    (Place("crafting_table", Pos(2, 64, 4)), {"crafting_table": -1}),
    (Craft("oak_door"), {"oak_planks": -6, "oak_door": 3}),
    (Place("oak_door", Pos(4, 64, 4), "south"), {"oak_door": -1}),
    (Equip("dirt"), {}),
    (Place("dirt", Pos(0, 64, 4)), {"dirt": -1}),
    (Mine(Pos(4, 65, 4)), {"oak_door": 1}),
    (Deposit("dirt", 2, CHEST), {"dirt": -2}),
    (Withdraw("dirt", 1, CHEST), {"dirt": 1}),
    (MoveTo(Pos(-2, 64, 2)), {}),
    (Smelt("sand", 1), {"sand": -1, "glass": 1, "oak_log": -1}),
    (Till(Pos(-2, 63, 4)), {}),
    (Plant("wheat_seeds", Pos(-2, 64, 4)), {"wheat_seeds": -1}),
    (Explore((), "west"), {}),
]


@pytest.mark.parametrize(("action", "gained"), LIFE, ids=[f"{number}-{type(action).__name__}" for number, (action, _) in enumerate(LIFE)])
def test_a_small_life(world: World, action: Action, gained: dict[str, int]) -> None:
    before = world.observe()
    outcome = world.act(action)
    assert outcome.ok, outcome
    assert outcome.change.inventory == gained
    assert_sound(before, outcome, world.observe())


def assert_sound(before: State, outcome, after: State) -> None:
    """What holds after every action, however it went."""
    assert after.tick == before.tick + outcome.ticks, "the ticks of an outcome are those that passed"
    assert after.body.pos == outcome.end, "an action ends where the body then is"
    assert after.body.on_ground or after.body.in_liquid, "an action ends settled"
    assert max(abs(after.body.vel.x), abs(after.body.vel.y), abs(after.body.vel.z)) < 0.01, "an action ends at rest"
    names = {**before.inventory, **after.inventory}
    changed = {name: count for name in names if (count := after.inventory.get(name, 0) - before.inventory.get(name, 0))}
    assert changed == outcome.change.inventory, "the change of the inventory is the difference of what is carried"
    for change in outcome.change.blocks:
        assert (before.blocks.name(change.pos), after.blocks.name(change.pos)) == (change.before, change.after)
    assert list(outcome.change.blocks) == sorted(outcome.change.blocks)
    assert outcome.discovered >= 0
    if outcome.motion:
        assert isinstance(outcome.action, Control)
        assert len(outcome.motion) == outcome.ticks, "the body is told tick by tick"
        assert outcome.motion[-1].pos == outcome.end
        assert after.leap is not None
        assert (after.leap.start, after.leap.end) == (before.body.pos, outcome.end)
    assert outcome.ok == (outcome.reason is None)
