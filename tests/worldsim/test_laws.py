"""What each action needs, does and costs. Rules of the game: Minecraft Wiki, Java Edition 1.19."""

from __future__ import annotations

import pytest

from worldsim.actions import Collect, Craft, Dig, Equip, Explore, Mine, MoveTo, Place, Wait
from worldsim.change import BlockChange, Change
from worldsim.models import Rules
from worldsim.prediction import Leaf, Prediction
from worldsim.space import Pos, Vec
from worldsim.state import Entity, State, Tool

AHEAD = Pos(2, 64, 0)
FAR = Pos(10, 64, 0)


@pytest.fixture
def said(rules: Rules):
    def predict(state: State, action) -> Prediction:
        prediction = rules.predict(state, [action])[0]
        assert sum(branch.p for branch in prediction.branches) == pytest.approx(1)
        assert prediction.ticks.p10 <= prediction.ticks.p50 <= prediction.ticks.p90
        return prediction

    return predict


def fails(prediction: Prediction, reason: str, note: str = "") -> bool:
    assert prediction.p_success == 0
    assert prediction.mode.change == Change()
    assert note in prediction.mode.note
    return prediction.mode.reason == reason


# Walking


def test_move_to_ends_there(said, land) -> None:
    prediction = said(land(), MoveTo(FAR))
    assert prediction.p_success == 1
    assert prediction.mode.end == Vec(10.5, 64.0, 0.5)
    assert prediction.mode.change == Change()
    # 10 blocks at 5.612 blocks/s.
    assert 30 <= prediction.ticks.p50 <= 60


def test_move_to_where_no_way_leads(said, land) -> None:
    assert fails(said(land({(10, y, 0): "stone" for y in range(64, 70)}), MoveTo(Pos(10, 66, 0))), "no_path")


def test_a_way_through_the_unknown_is_less_certain(said, land) -> None:
    curtain = {(3, y, z): None for y in range(60, 80) for z in range(-20, 21)}
    prediction = said(land(curtain), MoveTo(FAR))
    assert 0.5 < prediction.p_success < 1
    assert prediction.novelty > 0


def test_a_way_up_through_the_unknown_is_hardly_one(said, land) -> None:
    prediction = said(land({(0, 77, 0): "stone"}), Mine(Pos(0, 77, 0)))
    assert prediction.p_success < 0.5


# Digging


def test_mine_gives_what_falls(said, land) -> None:
    prediction = said(land({(2, 64, 0): "oak_log"}), Mine(AHEAD))
    assert prediction.mode.change == Change(inventory={"oak_log": 1}, blocks=(BlockChange(AHEAD, "oak_log", "air"),))
    assert prediction.ticks.p50 >= 60  # by hand: 3 s


def test_mine_takes_the_plant_with_it(said, land) -> None:
    prediction = said(land({(2, 63, 0): "grass_block", (2, 64, 0): "poppy"}), Mine(Pos(2, 63, 0)))
    assert prediction.mode.change.blocks == (BlockChange(Pos(2, 63, 0), "grass_block", "air"), BlockChange(AHEAD, "poppy", "air"))
    assert prediction.mode.change.inventory == {"dirt": 1, "poppy": 1}


def test_mine_walks_when_it_must(said, land) -> None:
    near, far = said(land({(4, 64, 0): "oak_log"}), Mine(Pos(4, 64, 0))), said(land({(10, 64, 0): "oak_log"}), Mine(FAR))
    assert near.ticks.p50 + 15 < far.ticks.p50
    assert far.mode.end is not None
    assert far.mode.end.distance(FAR.center) < 5


def test_mine_uses_the_best_tool_and_wears_it(said, land) -> None:
    state = land({(2, 64, 0): "stone"}, inventory={"wooden_pickaxe": 1, "stone_axe": 1})
    prediction = said(state, Mine(AHEAD))
    assert prediction.mode.change.inventory == {"cobblestone": 1}
    assert prediction.mode.change.tools == {"wooden_pickaxe": -1}
    assert 23 <= prediction.ticks.p50 <= 60  # 1.15 s, and picking it up


def test_a_tool_breaks_at_its_last_use(said, land) -> None:
    state = land({(2, 64, 0): "stone"}, inventory={"wooden_pickaxe": 1}, tools=(Tool("wooden_pickaxe", 1),))
    change = said(state, Mine(AHEAD)).mode.change
    assert (change.inventory, change.tools) == ({"cobblestone": 1, "wooden_pickaxe": -1}, {})


@pytest.mark.parametrize(
    ("block", "reason"),
    [("stone", "no_tool"), ("bedrock", "unbreakable"), ("air", "nothing_there"), ("water", "nothing_there"), (None, "unknown_block")],
)
def test_mine_by_hand_fails(said, land, block: str | None, reason: str) -> None:
    assert fails(said(land({(2, 64, 0): block}), Mine(AHEAD)), reason)


def test_mine_out_of_reach_and_without_a_way(said, land) -> None:
    assert fails(said(land({(0, 75, 0): "oak_log"}), Mine(Pos(0, 75, 0))), "no_path")


def test_mine_with_full_pockets(said, land) -> None:
    state = land({(2, 64, 0): "oak_log"}, free_slots=0, inventory={"dirt": 36 * 64})
    prediction = said(state, Mine(AHEAD))
    assert (prediction.mode.reason, prediction.mode.change.inventory) == ("inventory_full", {})
    assert said(land({(2, 64, 0): "oak_log"}, free_slots=0, inventory={"oak_log": 63}), Mine(AHEAD)).p_success == 1


def test_leaves_are_a_lottery(said, land) -> None:
    prediction = said(land({(2, 64, 0): "oak_leaves"}), Mine(AHEAD))
    assert prediction.p_success == pytest.approx(1)
    assert prediction.mode.change.inventory == {}
    sapling = sum(branch.p for branch in prediction.branches if branch.change.inventory.get("oak_sapling"))
    assert sapling == pytest.approx(0.05)


def test_what_falls_where_nobody_can_walk_may_be_lost(said, land) -> None:
    # A log within reach, whose drop comes to rest on a pillar.
    prediction = said(
        land({(0, 68, 3): "oak_log", (0, 67, 3): "cobblestone", **{(0, y, 3): "cobblestone" for y in range(64, 67)}}), Mine(Pos(0, 68, 3))
    )
    assert any(branch.reason == "item_lost" for branch in prediction.branches)


def test_what_lies_on_a_block_comes_down_with_it(said, land) -> None:
    thing = Entity(5, "item", Vec(2.5, 65.0, 0.5), "oak_log", 2)
    assert said(land({(2, 64, 0): "oak_log"}, entities=(thing,)), Mine(AHEAD)).mode.change.inventory == {"oak_log": 3}


def test_dig_breaks_without_walking_or_tools(said, land) -> None:
    state = land({(2, 64, 0): "stone"}, inventory={"wooden_pickaxe": 1})
    prediction = said(state, Dig(AHEAD))
    assert prediction.mode.change == Change(blocks=(BlockChange(AHEAD, "stone", "air"),))
    assert prediction.ticks.p50 >= 150  # by hand: 7.5 s
    assert fails(said(state, Dig(FAR)), "nothing_there")
    assert fails(said(land({(10, 64, 0): "stone"}), Dig(FAR)), "out_of_reach")
    assert fails(said(state, Dig(AHEAD, ticks=20)), "refused", "needs 150 ticks")


def test_a_dig_that_takes_more_than_a_minute_is_broken_off(said, land) -> None:
    prediction = said(land({(2, 64, 0): "obsidian"}), Dig(AHEAD))  # 250 s by hand
    assert (prediction.mode.status, prediction.mode.reason) == ("interrupted", "timeout")
    assert prediction.mode.change == Change()
    assert prediction.ticks.p50 == 1200


def test_digging_away_the_floor_lets_the_body_fall(said, land) -> None:
    prediction = said(land(), Mine(Pos(0, 63, 0)))
    assert prediction.mode.end == Vec(0.5, 63.0, 0.5)
    shaft = {(0, y, 0): "air" for y in range(58, 63)} | {(0, 57, 0): "stone"}
    deep = said(land(shaft), Dig(Pos(0, 63, 0)))
    assert deep.mode.change.health == -3.0  # six blocks
    assert deep.mode.end == Vec(0.5, 58.0, 0.5)


def test_a_door_goes_as_a_whole(said, land, known) -> None:
    state = land({(2, 64, 0): "oak_door"})
    upper = known.state_id("oak_door", half="upper")
    state = State(
        **{name: getattr(state, name) for name in State.__struct_fields__ if name != "blocks"}, blocks=state.blocks.with_cells({Pos(2, 65, 0): upper})
    )
    change = said(state, Mine(Pos(2, 65, 0))).mode.change
    assert change.blocks == (BlockChange(AHEAD, "oak_door", "air"), BlockChange(Pos(2, 65, 0), "oak_door", "air"))
    assert change.inventory == {"oak_door": 1}


# Picking up


def test_collect(said, land) -> None:
    things = (
        Entity(7, "item", Vec(5.5, 64.0, 0.5), "oak_log", 3),
        Entity(8, "item", Vec(-3.5, 64.0, 0.5), "dirt"),
        Entity(9, "cow", Vec(2, 64, 2)),
    )
    state = land(entities=things)
    assert said(state, Collect()).mode.change.inventory == {"oak_log": 3, "dirt": 1}
    assert said(state, Collect("oak_log")).mode.change.inventory == {"oak_log": 3}
    assert fails(said(state, Collect("stick")), "nothing_there")
    assert fails(said(land(entities=(Entity(7, "item", Vec(17.5, 64.0, 0.5), "oak_log"),)), Collect()), "nothing_there")


# Placing


def test_place(said, land) -> None:
    prediction = said(land(inventory={"oak_planks": 2}), Place("oak_planks", AHEAD))
    assert prediction.p_success == 1
    assert prediction.mode.change == Change(inventory={"oak_planks": -1}, blocks=(BlockChange(AHEAD, "air", "oak_planks"),))
    assert prediction.mode.end == Vec(0.5, 64.0, 0.5)


def test_place_into_grass_replaces_it(said, land) -> None:
    change = said(land({(2, 64, 0): "grass"}, inventory={"dirt": 1}), Place("dirt", AHEAD)).mode.change
    assert change.blocks == (BlockChange(AHEAD, "grass", "dirt"),)


@pytest.mark.parametrize(
    ("cells", "item", "pos", "reason"),
    [
        ({}, "stone", AHEAD, "no_item"),
        ({(2, 64, 0): "oak_log"}, "dirt", AHEAD, "occupied"),
        ({(2, 64, 0): None}, "dirt", AHEAD, "unknown_block"),
        ({}, "dirt", Pos(2, 66, 0), "no_support"),
        ({(2, 63, 0): "air"}, "oak_door", AHEAD, "no_support"),
        ({(2, 65, 0): "stone"}, "oak_door", AHEAD, "occupied"),
        ({(2, 63, 0): "water"}, "dirt", AHEAD, "no_support"),
        ({(0, 73, 0): "stone"}, "dirt", Pos(0, 72, 0), "no_path"),
    ],
)
def test_place_fails(said, land, cells, item: str, pos: Pos, reason: str) -> None:
    assert fails(said(land(cells, inventory={"dirt": 1, "oak_door": 1}), Place(item, pos)), reason)


def test_an_item_that_is_no_block_is_refused(said, land) -> None:
    assert fails(said(land(inventory={"stick": 1}), Place("stick", AHEAD)), "refused", "is no block")


def test_what_cannot_be_placed_is_walked_to_all_the_same(said, land) -> None:
    prediction = said(land(inventory={"stick": 1}), Place("stick", Pos(12, 64, 0)))
    assert fails(prediction, "refused", "is no block")
    assert prediction.mode.end is not None
    assert 7 <= prediction.mode.end.x <= 10


@pytest.mark.parametrize(
    ("item", "below", "holds"),
    [("poppy", "grass_block", True), ("poppy", "stone", False), ("oak_sapling", "dirt", True), ("oak_sapling", "sand", False),
     ("oak_button", "stone", True), ("oak_button", "oak_leaves", False), ("torch", "oak_leaves", False), ("oak_planks", "oak_leaves", True)],
)  # fmt: skip
def test_plants_want_soil_and_what_clings_wants_a_face(said, land, item: str, below: str, holds: bool) -> None:
    # Minecraft Wiki: "Flower", "Sapling", "Button", "Torch".
    prediction = said(land({(2, 63, 0): below}, inventory={item: 1}), Place(item, Pos(2, 64, 0)))
    assert prediction.p_success == float(holds)
    assert holds or fails(prediction, "refused", "does not hold there")


def test_a_door_takes_two_cells(said, land) -> None:
    change = said(land(inventory={"oak_door": 1}), Place("oak_door", AHEAD, "north")).mode.change
    assert change.blocks == (BlockChange(AHEAD, "air", "oak_door"), BlockChange(Pos(2, 65, 0), "air", "oak_door"))
    assert change.inventory == {"oak_door": -1}


def test_the_actor_steps_out_of_the_cell(said, land) -> None:
    prediction = said(land(inventory={"dirt": 1}), Place("dirt", Pos(0, 64, 0)))
    assert prediction.p_success == 1
    assert prediction.mode.end is not None
    assert prediction.mode.end.cell != Pos(0, 64, 0)
    mob = Entity(3, "cow", Vec(2.5, 64.0, 0.5))
    assert fails(said(land(inventory={"dirt": 1}, entities=(mob,)), Place("dirt", AHEAD)), "body_in_way", "cow")


# Crafting


def made(prediction: Prediction) -> dict[str, int]:
    assert prediction.mode.change.blocks == ()
    return prediction.mode.change.inventory


def test_craft_by_hand(said, land) -> None:
    assert made(said(land(inventory={"oak_log": 3}), Craft("oak_planks", 3))) == {"oak_log": -3, "oak_planks": 12}
    assert made(said(land(inventory={"oak_planks": 2}), Craft("stick"))) == {"oak_planks": -2, "stick": 4}


def test_a_table_of_mixed_planks(said, land) -> None:
    prediction = said(land(inventory={"oak_planks": 2, "birch_planks": 1, "spruce_planks": 1}), Craft("crafting_table"))
    assert made(prediction) == {"oak_planks": -2, "birch_planks": -1, "spruce_planks": -1, "crafting_table": 1}


def test_the_most_plentiful_ingredient_goes_first(said, land) -> None:
    assert made(said(land(inventory={"oak_planks": 3, "birch_planks": 5}), Craft("crafting_table"))) == {"birch_planks": -4, "crafting_table": 1}
    assert made(said(land(inventory={"oak_planks": 4, "birch_planks": 4}), Craft("crafting_table"))) == {"birch_planks": -4, "crafting_table": 1}


def test_craft_at_a_table(said, land) -> None:
    table = {(2, 64, 0): "crafting_table"}
    assert made(said(land(table, inventory={"oak_planks": 6}), Craft("oak_door"))) == {"oak_planks": -6, "oak_door": 3}
    assert made(said(land(table, inventory={"oak_planks": 4, "stick": 2}), Craft("oak_fence"))) == {"oak_planks": -4, "stick": -2, "oak_fence": 3}
    assert made(said(land(table, inventory={"oak_planks": 3, "stick": 2}), Craft("wooden_pickaxe"))) == {
        "oak_planks": -3,
        "stick": -2,
        "wooden_pickaxe": 1,
    }


def test_craft_without_a_table(said, land) -> None:
    assert fails(said(land(inventory={"oak_planks": 6}), Craft("oak_door")), "no_table")
    assert fails(said(land({(9, 64, 0): "crafting_table"}, inventory={"oak_planks": 6}), Craft("oak_door")), "no_table")


def test_craft_without_ingredients_says_what_is_missing(said, land) -> None:
    assert fails(said(land({(2, 64, 0): "crafting_table"}, inventory={"oak_planks": 2}), Craft("oak_door")), "no_item", "needs 6 oak_planks, has 2")


def test_what_was_made_before_it_ran_out_stays(said, land) -> None:
    prediction = said(land(inventory={"oak_planks": 5}), Craft("stick", 4))
    assert (prediction.p_success, prediction.mode.reason) == (0, "no_item")
    assert made(prediction) == {"oak_planks": -4, "stick": 8}


def test_nothing_is_made_without_a_recipe(said, land) -> None:
    assert fails(said(land(), Craft("bedrock")), "no_recipe")
    assert fails(said(land(inventory={"dirt": 4}), Craft("crafting_table", grid=("dirt",) * 4)), "no_recipe")
    assert fails(said(land(), Craft("stick", grid=("oak_planks",) * 3)), "bad_argument", "4 or 9 cells")


def test_a_grid_of_ones_own(said, land) -> None:
    planks = land(inventory={"oak_planks": 2})
    assert made(said(planks, Craft("stick", grid=(None, "oak_planks", None, "oak_planks")))) == {"oak_planks": -2, "stick": 4}
    assert fails(said(planks, Craft("stick", grid=("oak_planks", "oak_planks", None, None))), "no_recipe")


def test_a_bucket_stays(said, land) -> None:
    cake = {"milk_bucket": 3, "sugar": 2, "egg": 1, "wheat": 3}
    change = made(said(land({(2, 64, 0): "crafting_table"}, inventory=cake), Craft("cake")))
    assert (change["cake"], change["bucket"], change["milk_bucket"]) == (1, 3, -3)


def test_no_room_for_the_result(said, land) -> None:
    full = land(free_slots=0, inventory={"oak_log": 64, "dirt": 35 * 64})
    assert fails(said(full, Craft("oak_planks")), "inventory_full")


# The rest


def test_equip_and_wait(said, land) -> None:
    assert said(land(inventory={"stick": 1}), Equip("stick")).p_success == 1
    assert fails(said(land(), Equip("stick")), "no_item")
    assert said(land(), Wait(40)).ticks.p50 == pytest.approx(40, abs=2)


def test_explore_finds_a_site_or_does_not(said, land) -> None:
    prediction = said(land(), Explore(("oak_log",), "east"))
    found, missed = prediction.branches
    assert (found.status, missed.reason) == ("done", "not_found")
    assert sum(seen.block == "oak_log" for seen in found.reveals) == 5
    # A walk in vain is one of 64 blocks; that is counted, no rule of the game.
    assert missed.end == Vec(64.5, 64.0, 0.5)
    assert Leaf("position", "statistics") in prediction.sources
    assert all(seen.pos.x > 20 for seen in found.reveals)
    assert said(land(), Explore()).p_success > 0.5


def test_actions_in_a_row_build_on_each_other(rules, land) -> None:
    actions = [Craft("oak_planks"), Craft("crafting_table"), Place("crafting_table", AHEAD), Craft("oak_door")]
    predictions = rules.predict(land(inventory={"oak_log": 1}), actions)
    assert [prediction.mode.reason for prediction in predictions] == [None, None, None, "no_item"]
