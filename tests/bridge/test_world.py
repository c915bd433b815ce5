"""Every verb in the real world: the bot, through Mineflayer, on the embedded server. Flat ground, feet at y=64.

Expected values: Minecraft Wiki, Java Edition 1.19.4 (breaking times, drops, recipes, durability), or the scenario itself.
"""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from bridge.server import EmbeddedServer
from bridge.world import Endpoint, MineflayerWorld
from worldsim.actions import Collect, Craft, Dig, Equip, Explore, Mine, MoveTo, Place, Wait
from worldsim.change import BlockChange, Change
from worldsim.facts import facts
from worldsim.space import Pos, Vec

#: A closed box of stone around a diamond ore, 3 x 3 x 3.
BOX = [[[x, y, z], "stone"] for x in (10, 11, 12) for y in (64, 65, 66) for z in (-12, -11, -10) if (x, y, z) != (11, 65, -11)]
#: A floating slab of bedrock, 5 x 5: what is dug on it from below stays up there.
SHELF = [[[x, 67, z], "bedrock"] for x in range(-14, -9) for z in range(8, 13)]
#: A hut without a door.
HUT = [[[x, y, z], "stone"] for x in range(18, 23) for y in (64, 65, 66) for z in range(8, 13) if x in (18, 22) or z in (8, 12) or y == 66]
SCENARIO = {
    "terrain": "flat",
    "spawn": [0, 64, 0],
    "inventory": {"oak_log": 4, "oak_planks": 30, "birch_planks": 3, "oak_door": 1, "crafting_table": 2, "wooden_pickaxe": 1, "dirt": 8, "torch": 1},
    "blocks": [
        *BOX,
        [[11, 65, -11], "diamond_ore"],
        [[5, 60, 5], "diamond_ore"],
        [[-8, 64, -8], "diamond_ore"],
        *SHELF,
        [[-12, 68, 10], "oak_log"],
        *HUT,
        [[4, 64, 0], "oak_log"],
        [[4, 64, 2], "stone"],
        [[4, 64, 4], "iron_ore"],
        [[4, 64, 6], "bedrock"],
        [[4, 64, 8], "oak_leaves"],
        [[-4, 64, 0], "oak_log"],
        [[-4, 64, 2], "oak_log"],
        [[60, 64, 0], "gold_block"],
    ],
}


@pytest.fixture(scope="module")
def world() -> Iterator[MineflayerWorld]:
    with (
        EmbeddedServer(seed=5, scenario=SCENARIO) as server,
        MineflayerWorld(Endpoint("127.0.0.1", server.port, server.control, server.token), facts().palette, warp=0) as world,
    ):
        yield world


def test_the_first_look_tells_what_was_given(world):
    state = world.observe()
    assert state.body.pos == Vec(0.5, 64.0, 0.5)
    assert (state.body.health, state.body.food, state.body.air) == (20, 20, 300)
    assert state.body.on_ground
    assert state.inventory == SCENARIO["inventory"]
    assert [(tool.name, tool.left) for tool in state.tools] == [("wooden_pickaxe", 59)]
    assert state.free_slots == 36 - 8
    assert world.pausable


def test_to_look_twice_costs_no_time_and_shows_the_same(world):
    first = world.observe()
    time.sleep(0.2)
    assert world.observe() == first


def test_known_is_what_was_in_sight(world):
    blocks = world.observe().blocks
    assert blocks.name(Pos(0, 63, 0)) == "grass_block"
    assert blocks.name(Pos(0, 70, 0)) == "air"
    assert blocks.name(Pos(0, 62, 0)) is None
    assert blocks.name(Pos(10, 65, -10)) == "stone"
    assert blocks.find(["diamond_ore"], Pos(0, 64, 0)) == [Pos(-8, 64, -8)]  # not the one in the ground, nor the one in the box


def test_wait_takes_its_ticks(world):
    before = world.observe()
    outcome = world.act(Wait(20))
    assert (outcome.status, outcome.ticks) == ("done", 20)
    assert outcome.change == Change()
    assert world.observe().tick == before.tick + 20


def test_move_to_ends_in_the_cell(world):
    outcome = world.act(MoveTo(Pos(-2, 64, -5)))
    assert outcome.ok
    assert outcome.end.cell == Pos(-2, 64, -5)
    assert outcome.change == outcome.env == Change()


def test_move_to_ends_near(world):
    outcome = world.act(MoveTo(Pos(-8, 64, -8), near=3))
    assert outcome.ok
    assert outcome.end.cell.center.distance(Pos(-8, 64, -8).center) <= 3


@pytest.mark.parametrize("goal", [Pos(0, 75, 0), Pos(20, 64, 10)], ids=["in the sky", "in a closed hut"])
def test_no_path(world, goal):
    before = world.observe().body.pos
    outcome = world.act(MoveTo(goal))
    assert (outcome.status, outcome.reason) == ("failed", "no_path")
    assert outcome.end == before


def test_mine_a_log_by_hand(world):
    outcome = world.act(Mine(Pos(4, 64, 0)))
    assert outcome.ok, outcome
    assert outcome.change.blocks == (BlockChange(Pos(4, 64, 0), "oak_log", "air"),)
    assert outcome.change.inventory == {"oak_log": 1}
    assert outcome.env == Change()
    assert 60 <= outcome.ticks < 140  # 3 s of digging, a walk, half a second until an item can be picked up


def test_mine_takes_the_best_tool(world):
    outcome = world.act(Mine(Pos(4, 64, 2)))
    assert outcome.ok, outcome
    assert outcome.change.inventory == {"cobblestone": 1}
    assert outcome.change.tools == {"wooden_pickaxe": -1}
    assert world.observe().body.held == "wooden_pickaxe"


def test_mine_leaves_is_done_without_a_drop_or_with_one(world):
    outcome = world.act(Mine(Pos(4, 64, 8)))
    assert outcome.ok, outcome
    assert outcome.change.blocks == (BlockChange(Pos(4, 64, 8), "oak_leaves", "air"),)
    assert set(outcome.change.inventory) <= {"oak_sapling", "stick", "apple"}
    assert outcome.change.tools == {}


@pytest.mark.parametrize(
    ("pos", "reason"),
    [
        (Pos(4, 64, 4), "no_tool"),
        (Pos(4, 64, 6), "unbreakable"),
        (Pos(0, 70, 0), "nothing_there"),
        (Pos(5, 60, 5), "unknown_block"),
        (Pos(-12, 67, 10), "unbreakable"),
    ],
)
def test_mine_fails_without_touching_anything(world, pos, reason):
    outcome = world.act(Mine(pos))
    assert (outcome.status, outcome.reason) == ("failed", reason)
    assert outcome.change == outcome.env == Change()


def test_what_falls_out_of_reach_is_lost(world):
    outcome = world.act(Mine(Pos(-12, 68, 10)))
    assert (outcome.status, outcome.reason) == ("failed", "item_lost")
    assert outcome.change.blocks == (BlockChange(Pos(-12, 68, 10), "oak_log", "air"),)
    assert outcome.change.inventory == {}


def test_dig_then_collect(world):
    world.act(MoveTo(Pos(-1, 64, 0)))
    world.act(Equip("dirt"))
    dug = world.act(Dig(Pos(-4, 64, 0)))
    assert dug.ok, dug
    assert dug.change.blocks == (BlockChange(Pos(-4, 64, 0), "oak_log", "air"),)
    assert 60 <= dug.ticks <= 64
    lies = [entity for entity in world.observe().entities if entity.kind == "item" and entity.item == "oak_log" and entity.pos.y < 66]
    assert len(lies) == 1
    taken = world.act(Collect("oak_log"))
    assert taken.ok, taken
    assert taken.change.inventory == {"oak_log": 1}
    assert taken.change.blocks == ()
    assert world.act(Collect("oak_log")).reason == "nothing_there"


def test_the_server_decides_how_long_digging_takes(world):
    world.act(MoveTo(Pos(-2, 64, 2)))
    outcome = world.act(Dig(Pos(-4, 64, 2), ticks=10))
    assert (outcome.status, outcome.reason) == ("failed", "refused")
    assert outcome.change == Change()


def test_dig_does_not_walk(world):
    before = world.observe().body.pos
    outcome = world.act(Dig(Pos(-8, 64, -8)))
    assert (outcome.status, outcome.reason, outcome.end) == ("failed", "out_of_reach", before)


def test_place_and_take_back(world):
    pos = Pos(0, 64, 10)
    placed = world.act(Place("dirt", pos))
    assert placed.ok, placed
    assert placed.change.blocks == (BlockChange(pos, "air", "dirt"),)
    assert placed.change.inventory == {"dirt": -1}
    assert world.act(Place("dirt", pos)).reason == "occupied"
    assert world.act(Mine(pos)).change.inventory == {"dirt": 1}


def test_place_steps_out_of_the_cell_first(world):
    world.act(MoveTo(Pos(0, 64, 14)))
    outcome = world.act(Place("dirt", Pos(0, 64, 14)))
    assert outcome.ok, outcome
    assert outcome.change.blocks == (BlockChange(Pos(0, 64, 14), "air", "dirt"),)
    assert outcome.end.cell != Pos(0, 64, 14)


def test_a_door_is_two_blocks(world):
    lower, upper = Pos(6, 64, 14), Pos(6, 65, 14)
    outcome = world.act(Place("oak_door", lower, facing="north"))
    assert outcome.ok, outcome
    assert outcome.change.blocks == (BlockChange(lower, "air", "oak_door"), BlockChange(upper, "air", "oak_door"))
    fact = next(block for block in facts().blocks.values() if block.name == "oak_door")
    facing = {value: i for i, value in enumerate(("north", "south", "west", "east"))}
    state = world.observe().blocks.state(lower)
    assert (state - fact.first) // 16 == facing["north"]  # 64 states, facing is the slowest property
    taken = world.act(Mine(lower))
    assert taken.change.inventory == {"oak_door": 1}
    assert {change.after for change in taken.change.blocks} == {"air"}
    assert len(taken.change.blocks) == 2


@pytest.mark.parametrize(
    ("item", "pos", "reason"),
    [
        ("diamond_block", Pos(0, 64, 12), "no_item"),
        ("dirt", Pos(4, 64, 6), "occupied"),
        ("dirt", Pos(0, 69, 0), "no_support"),
        ("oak_door", Pos(0, 69, 0), "no_support"),
        ("dirt", Pos(5, 60, 5), "unknown_block"),
    ],
)
def test_place_fails_without_touching_anything(world, item, pos, reason):
    outcome = world.act(Place(item, pos))
    assert (outcome.status, outcome.reason) == ("failed", reason)
    assert outcome.change == outcome.env == Change()


def test_craft_in_the_inventory(world):
    assert world.act(Craft("stick")).change.inventory == {"oak_planks": -2, "stick": 4}
    assert world.act(Craft("oak_planks", times=2)).change.inventory == {"oak_log": -2, "oak_planks": 8}


def test_craft_at_a_table(world):
    world.act(MoveTo(Pos(-2, 64, 16)))
    assert world.act(Craft("oak_door")).reason == "no_table"
    assert world.act(Place("crafting_table", Pos(-2, 64, 18))).ok
    doors = world.act(Craft("oak_door"))
    assert doors.ok, doors
    assert doors.change.inventory == {"oak_planks": -6, "oak_door": 3}
    assert doors.change.container is None
    pickaxe = world.act(Craft("wooden_pickaxe"))
    assert pickaxe.ok, pickaxe
    assert pickaxe.change.inventory == {"oak_planks": -3, "stick": -2, "wooden_pickaxe": 1}
    assert pickaxe.change.tools == {}
    assert world.observe().container is None


def test_craft_with_a_grid(world):
    grid = ("birch_planks", None, "birch_planks", None)
    outcome = world.act(Craft("stick", grid=grid))
    assert outcome.ok, outcome
    assert outcome.change.inventory == {"birch_planks": -2, "stick": 4}


def test_craft_says_how_many_were_made(world):
    logs = world.observe().count("oak_log")
    outcome = world.act(Craft("oak_planks", times=logs + 1))
    assert (outcome.status, outcome.reason) == ("failed", "no_item")
    assert outcome.change.inventory == {"oak_log": -logs, "oak_planks": 4 * logs}


@pytest.mark.parametrize("action", [Craft("dirt"), Craft("stick", grid=("dirt", None, None, None))], ids=["no such recipe", "not like that"])
def test_no_recipe(world, action):
    outcome = world.act(action)
    assert (outcome.status, outcome.reason) == ("failed", "no_recipe")
    assert outcome.change == Change()


def test_equip(world):
    assert world.act(Equip("torch")).ok
    assert world.observe().body.held == "torch"
    assert world.act(Equip("elytra")).reason == "no_item"


def test_explore_stops_when_it_sees_what_it_looks_for(world):
    world.act(MoveTo(Pos(0, 64, 0), near=2))
    outcome = world.act(Explore(("gold_block",), "east"))
    assert outcome.ok, outcome
    assert outcome.discovered > 0
    assert 60 - 33 <= outcome.end.x <= 60 - 25
    assert world.observe().blocks.find(["gold_block"], outcome.end.cell) == [Pos(60, 64, 0)]


def test_explore_goes_64_blocks(world):
    before = world.observe().body.pos
    outcome = world.act(Explore(("gold_block",), "south"))
    assert (outcome.status, outcome.reason) == ("failed", "not_found")
    assert outcome.end.z - before.z == pytest.approx(64, abs=1.5)
