"""The shipped skills, and what is composed of them, in imagined worlds of flat land: that they do it, and waste nothing."""

from __future__ import annotations

from collections import Counter

import msgspec
import pytest

from skills import Program, ViewCall, look, rest, run, seeds, start
from skills.compose import compose
from worldsim.actions import name_of
from worldsim.facts import facts
from worldsim.goals import Has, Task
from worldsim.imagined import ImaginedWorld
from worldsim.models import Rules
from worldsim.recipe_graph import Mined, sources
from worldsim.space import Pos

#: A boulder of stone to the west, two blocks high.
BOULDER = {Pos(x, y, z): "stone" for x in range(-18, -13) for z in range(10, 15) for y in (64, 65)}


def seed(name: str, **args: object) -> Program:
    return Program(name=name, source=seeds.source(name) or "", entry=name, args=args, origin="seed")


def having(item: str, want: int, wood: str = "oak", state=None) -> Program:
    return compose(Task(name="t", goal=Has((item,), want), why="test", wood=wood), state, facts())[0]


def acted(world) -> Counter[str]:
    return Counter(name_of(outcome.action) for outcome in world.outcomes)


def hut(x: int, z: int) -> list[dict[str, object]]:
    """5 x 5 x 4 with a door in the south: 9 x 3 cells of air, 71 of planks, a door of two; its lowest corner is (x, 64, z)."""
    cells = []

    def add(dx: int, dy: int, dz: int, block: str, item: str | None = None, facing: str | None = None) -> None:
        cells.append({"pos": [x + dx, 64 + dy, z + dz], "block": block, "item": item, "facing": facing})

    for dy in (2, 1, 0):
        for dx in (1, 2, 3):
            for dz in (1, 2, 3):
                add(dx, dy, dz, "air")
    for dy in range(3):
        for dx in range(5):
            for dz in range(5):
                if (dx in (0, 4) or dz in (0, 4)) and not (dx == 2 and dz == 4 and dy < 2):
                    add(dx, dy, dz, "oak_planks", "oak_planks")
    rim_first = sorted(((dx, dz) for dx in range(5) for dz in range(5)), key=lambda at: 0 < at[0] < 4 and 0 < at[1] < 4)
    for dx, dz in rim_first:
        add(dx, 3, dz, "oak_planks", "oak_planks")
    add(2, 0, 4, "oak_door", "oak_door", "north")
    add(2, 1, 4, "oak_door", None, "north")
    return cells


def stands(world, cells) -> bool:
    blocks = world.observe().blocks
    return all(blocks.name(Pos(*cell["pos"])) == cell["block"] for cell in cells)


def test_gather_takes_one_action_a_log(land):
    world = land()
    assert run(seed("gather", blocks=["oak_log"], want=24), world).ok
    assert world.observe().count("oak_log") == 24
    assert acted(world) == {"mine": 24}


def test_gather_fells_the_nearest_tree_first_from_its_foot(land):
    world = land()
    run(seed("gather", blocks=["oak_log"], want=5), world)
    assert [outcome.action.pos for outcome in world.outcomes] == [Pos(6, y, 3) for y in (64, 65, 66, 67, 68)]


def test_gather_fells_trees_before_posts(land):
    posts = {Pos(2, y, 2): "oak_log" for y in (64, 65)}
    world = land(more=posts)
    run(seed("gather", blocks=["oak_log"], want=5), world)
    assert [outcome.action.pos for outcome in world.outcomes] == [Pos(6, y, 3) for y in (64, 65, 66, 67, 68)]
    bare = land(more=posts, trees=[])
    run(seed("gather", blocks=["oak_log"], want=2), bare)
    assert [outcome.action.pos for outcome in bare.outcomes] == list(posts), "there is nothing else"


def test_gather_counts_what_is_carried(land):
    world = land({"oak_log": 7})
    assert run(seed("gather", blocks=["oak_log"], want=7), world).ok
    assert world.outcomes == []


def test_gather_takes_what_falls_for_what_is_mined(land):
    world = land({"wooden_pickaxe": 1}, BOULDER)
    assert run(seed("gather", blocks=["stone"], want=6, items=["cobblestone"]), world).ok
    assert world.observe().count("cobblestone") == 6


def test_gather_says_which_tool_is_missing(land):
    world = land(more=BOULDER)
    result = run(seed("gather", blocks=["stone"], want=1, items=["cobblestone"]), world)
    assert not result.ok
    assert result.note.startswith("stone: no_tool")


def test_gather_leaves_what_cannot_be_reached_and_looks_elsewhere(land):
    # A log on a pillar of leaves, 9 blocks up, and no other in sight.
    world = land(more={**{Pos(5, y, 5): "oak_leaves" for y in range(64, 71)}, Pos(5, 71, 5): "oak_log"}, trees=())
    assert run(seed("gather", blocks=["oak_log"], want=3), world).ok
    assert acted(world)["explore"] >= 1
    assert world.observe().blocks.name(Pos(5, 71, 5)) == "oak_log"


def test_gather_gives_up_where_there_is_nothing(land):
    world = land(trees=())
    result = run(seed("gather", blocks=["bedrock"], want=1), world)
    assert not result.ok
    assert result.note == "no bedrock could be reached on 16 walks: 0 of 1"
    assert acted(world)["explore"] == 16


def test_a_table_that_is_near_is_used(land):
    world = land({"oak_planks": 8}, {Pos(8, 64, -4): "crafting_table"})
    assert run(seed("ensure_table"), world).ok
    assert acted(world) == {"move_to": 1}


def test_a_table_is_made_and_placed_beside_the_body(land):
    world = land({"oak_planks": 5})
    assert run(seed("ensure_table"), world).ok
    assert acted(world) == {"craft": 1, "place": 1}
    assert world.observe().inventory == {"oak_planks": 1}


def test_in_a_tunnel_room_is_made_for_a_table(land):
    rock = {Pos(dx, 64 + dy, dz): "stone" for dx in range(-3, 4) for dy in range(4) for dz in range(-3, 4) if (dx, dz) != (0, 0) or dy > 1}
    world = land({"oak_planks": 4, "wooden_pickaxe": 1}, more=rock)
    assert run(seed("ensure_table"), world).ok
    assert acted(world) == {"craft": 1, "mine": 1, "place": 1}


def test_without_planks_there_is_no_table(land):
    result = run(seed("ensure_table"), land())
    assert (result.ok, result.note) == (False, "needs a crafting table, or 4 planks to make one")


def test_craft_item_makes_what_it_is_made_of(land):
    world = land({"oak_log": 4})
    assert run(seed("craft_item", item="oak_door", want=3), world).ok
    # 16 planks: 4 for the table, 6 for three doors.
    assert world.observe().inventory == {"oak_door": 3, "oak_planks": 2, "oak_log": 1}


def test_craft_item_names_what_is_missing(land):
    result = run(seed("craft_item", item="stone_pickaxe"), land({"oak_log": 9}))
    assert (result.ok, result.note) == (False, "stone_pickaxe needs 3 more cobblestone")


@pytest.mark.parametrize("program", [seed("obtain", item="stone_pickaxe", want=1), having("stone_pickaxe", 1)], ids=["obtain", "composed"])
def test_a_stone_pickaxe_from_bare_hands(land, program):
    world = land(more=BOULDER)
    assert run(program, world).ok
    assert world.observe().count("stone_pickaxe") == 1
    # 4 logs: 16 planks, of which a table takes 4, a wooden pickaxe 3, four sticks (twice) 4; 3 cobblestone.
    assert acted(world)["mine"] <= 8, "one may roll away"


@pytest.mark.parametrize("program", [seed("obtain", item="birch_fence", want=3), having("birch_fence", 3, "birch")], ids=["obtain", "composed"])
def test_the_wood_is_an_argument(land, program):
    world = land(wood="birch")
    assert run(program, world).ok
    assert world.observe().count("birch_fence") == 3
    assert acted(world)["mine"] == 3  # 4 planks and 2 sticks for the fences, 4 planks for the table


def test_obtain_takes_the_wood_that_is_there(land):
    world = land(wood="birch")
    assert run(seed("obtain", item="chest", want=1), world).ok
    assert world.observe().count("chest") == 1


def test_obtain_says_what_it_knows_no_way_for(land):
    assert run(seed("obtain", item="iron_ingot"), land()).note == "no way is known to have iron_ingot"


def test_build_takes_one_action_a_block(land):
    world, cells = land({"oak_planks": 71, "oak_door": 1}), hut(-2, -2)
    assert run(seed("build", cells=cells), world).ok
    assert stands(world, cells)
    assert acted(world)["place"] == 72
    assert sum(acted(world).values()) <= 76
    assert world.observe().inventory == {}


def test_the_builder_is_outside_when_the_door_is_shut(land):
    world, cells = land({"oak_planks": 71, "oak_door": 1}), hut(-2, -2)
    run(seed("build", cells=cells), world)
    here = world.observe().body.pos.cell
    assert not (-2 <= here.x <= 2 and -2 <= here.z <= 2)


def test_build_clears_what_is_in_the_way(land):
    in_way = {
        Pos(-1, 64, -1): "grass",  # a plant in the room
        Pos(0, 65, 0): "oak_planks",  # a block in the room
        Pos(-2, 64, -2): "dirt",  # the wrong block in a wall
        Pos(2, 66, 2): "stone",  # that yields nothing to bare hands
        Pos(1, 64, 1): "crafting_table",
    }
    world, cells = land({"oak_planks": 71, "oak_door": 1}, in_way), hut(-2, -2)
    assert run(seed("build", cells=cells), world).ok
    assert stands(world, cells)


def test_build_leaves_what_is_right(land):
    cells = hut(-2, -2)
    done = {Pos(*cell["pos"]): cell["block"] for cell in cells if cell["block"] == "oak_planks"}
    world = land({"oak_door": 1}, done)
    assert run(seed("build", cells=cells), world).ok
    assert acted(world)["place"] == 1


def test_build_says_what_is_missing(land):
    world = land({"oak_planks": 41})
    result = run(seed("build", cells=hut(-2, -2)), world)
    assert (result.ok, result.note) == (False, "needs 30 more oak_planks and 1 more oak_door")
    assert world.outcomes == []


def test_build_gives_up_where_nothing_helps(land):
    world = land({"oak_planks": 2})
    cells = [{"pos": [3, 70, 3], "block": "oak_planks", "item": "oak_planks", "facing": None}]  # in the air
    result = run(seed("build", cells=cells), world)
    assert (result.ok, result.note) == (False, "1 cells are not right, the first is [3, 70, 3]: air instead of oak_planks")
    assert len(world.outcomes) < 20


def test_single_failures_do_not_matter(land, unlucky):
    world, cells = unlucky(land({"oak_planks": 80, "oak_door": 1}, BOULDER)), hut(-2, -2)
    assert run(seed("gather", blocks=["oak_log"], want=20), world).ok
    assert run(seed("obtain", item="stone_pickaxe"), world).ok
    assert run(seed("build", cells=cells), world).ok
    assert stands(world, cells)


def test_go_to_walks_into_the_unknown(land):
    world = land()
    assert run(seed("go_to", pos=[100, 64, 3], near=3.0), world).ok
    assert world.observe().body.pos.x > 96


def test_go_to_gives_up(land):
    assert run(seed("go_to", pos=[5, 90, 5]), land()).note == "no way to [5, 90, 5] was found"


def test_explore_for_stops_when_enough_is_known(land):
    world = land()
    assert run(seed("explore_for", targets=["oak_log"], want=20), world).ok
    assert world.outcomes == []
    assert run(seed("explore_for", targets=["sand"], want=3), world).ok
    assert len(world.observe().blocks.find(("sand",), Pos(0, 64, 0), 9, 128)) >= 3


def test_wander_takes_turns(land):
    world = land()
    assert run(seed("wander", columns=7500), world).ok
    assert [outcome.action.heading for outcome in world.outcomes if outcome.ok] == ["north", "east", "south", "south", "west"]


@pytest.mark.parametrize(
    ("item", "blocks", "tool"),
    [
        ("oak_log", ["oak_log"], ""),  # Minecraft Wiki, the pages of the items
        ("dirt", ["grass_block", "dirt"], ""),
        ("cobblestone", ["stone"], "wooden_pickaxe"),
        ("raw_iron", ["iron_ore", "deepslate_iron_ore"], "stone_pickaxe"),
        ("diamond", ["diamond_ore", "deepslate_diamond_ore"], "iron_pickaxe"),
    ],
)
def test_what_the_skills_hold_to_be_minable_agrees_with_the_recipe_graph(item, blocks, tool, land):
    source = f"from library import mined_from\n\ndef main() -> bool:\n    return mined_from({item!r}) == ({blocks!r}, {tool!r})\n"
    assert run(Program(name="main", source=source, entry="main"), land()).ok
    ways = [way for way in sources(item, facts()) if isinstance(way, Mined)]
    assert {way.tool or "" for way in ways} == {tool}
    assert set(blocks) <= {way.block for way in ways}


def test_the_rest_of_a_skill_is_dreamed_from_what_really_happened(land):
    world, cells = land({"oak_planks": 71, "oak_door": 1}), hut(-2, -2)
    with start(seed("build", cells=cells)) as execution:
        while acted(world)["place"] < 20:
            call = execution.pending
            execution.answer(look(world.observe(), call) if isinstance(call, ViewCall) else world.act(call))
        play = rest(execution)
    now = world.observe()
    assert now.count("oak_planks") == 51

    dreamed = ImaginedWorld(Rules(), now, seed=5)
    assert play(dreamed).ok
    assert acted(dreamed)["place"] == 52
    assert stands(dreamed, cells)

    robbed = msgspec.structs.replace(now, inventory={"oak_planks": 9, "oak_door": 1})
    assert play(ImaginedWorld(Rules(), robbed)).note == "needs 42 more oak_planks"


@pytest.mark.parametrize(
    ("walls", "dug"),
    [
        pytest.param(
            {(x, y, z): "oak_leaves" for x in range(-2, 3) for y in range(3) for z in range(-2, 3) if max(abs(x), abs(z)) == 2}, 2, id="leaves"
        ),
        pytest.param({(x, y, z): "oak_planks" for x in (-1, 0, 1) for y in range(3) for z in (-1, 0, 1) if (x, z) != (0, 0)}, 2, id="own blocks"),
    ],
)
def test_who_is_shut_in_breaks_out(land, walls, dug):
    world = land(more={Pos(x, 64 + y, z): block for (x, y, z), block in walls.items()}, trees=())
    assert run(seed("break_out"), world).ok
    assert acted(world)["mine"] == dug
    feet = world.observe().body.pos.cell
    assert max(abs(feet.x), abs(feet.z)) >= max(abs(x) for x, _, _ in walls)


def test_who_is_in_a_pit_climbs_and_digs_no_tunnel(land):
    pit = {Pos(x, y, z): "dirt" for x in range(-12, 13) for y in (64, 65) for z in range(-12, 13) if (x, z) != (0, 0)}
    world = land(more=pit, trees=())
    assert run(seed("break_out"), world).ok
    assert acted(world)["mine"] <= 3
    assert world.observe().body.pos.y == 66


def test_who_is_in_the_open_has_nothing_to_break(land):
    world = land()
    assert run(seed("break_out"), world).ok
    assert acted(world) == {}


def test_rock_that_is_not_in_sight_is_dug_for_by_a_stair_that_leads_up_again(land):
    world = land()
    start = world.observe().body.pos.cell
    assert not world.observe().blocks.find(("stone",), start, 1, 10)
    assert run(seed("unearth", targets=["stone"], want=1), world).ok
    assert world.observe().blocks.find(("stone",), start, 1, 10)
    assert acted(world)["mine"] <= 18
    assert run(seed("go_to", pos=[start.x, start.y, start.z], near=1.0), world).ok


def test_nothing_is_dug_for_what_does_not_lie_everywhere_nor_through_what_was_built(land):
    world = land()
    assert not run(seed("unearth", targets=["oak_log"], want=1), world).ok
    floor = {Pos(x, 63, z): "oak_planks" for x in range(-3, 4) for z in range(-3, 4)}
    built = land(more=floor)
    assert not run(seed("unearth", targets=["stone"], want=1), built).ok
    assert acted(world) == acted(built) == {}


def test_out_of_a_cave_by_steps_dug_and_by_steps_put_where_there_is_no_wall(land):
    roof = {Pos(x, y, z): "stone" for x in range(-6, 7) for z in range(-6, 7) for y in (66, 67, 68)}
    world = land({"dirt": 9, "wooden_pickaxe": 1}, roof, trees=())
    assert run(seed("stairs_up"), world).ok
    assert world.observe().body.pos.y >= 67
    assert acted(world)["place"] >= 1
    without = land({"wooden_pickaxe": 1}, roof, trees=())
    assert not run(seed("stairs_up"), without).ok, "there is nothing to make a step of"


def test_who_is_in_a_mine_goes_back_to_the_only_table(land):
    pit = {Pos(x, y, z): "stone" for x in range(-3, 4) for z in range(-3, 4) for y in (64, 65, 66, 67)} | {
        Pos(0, y, 0): "air" for y in (64, 65, 66, 67)
    }
    world = land({"wooden_pickaxe": 1, "oak_planks": 3}, {**pit, Pos(0, 68, 3): "crafting_table"}, trees=())
    assert run(seed("ensure_table"), world).ok
    assert acted(world)["place"] == 0


def test_a_place_above_the_mine_is_reached(land):
    rock = {Pos(x, y, z): "stone" for x in range(-3, 4) for z in range(-3, 4) for y in (64, 65, 66, 67)}
    world = land({"wooden_pickaxe": 1}, rock | {Pos(0, y, 0): "air" for y in (64, 65, 66, 67)}, trees=())
    assert run(seed("go_to", pos=[-2, 68, 2], near=1.0), world).ok


def test_dirt_that_has_turned_to_grass_is_not_dug_away_again(land):
    world = land({"dirt": 1}, {Pos(2, 64, 2): "grass_block"}, trees=())
    cells = [{"pos": [x, 64, 2], "block": "dirt", "item": "dirt", "facing": None} for x in (2, 3)]
    assert run(seed("build", cells=cells), world).ok
    assert acted(world) == {"place": 1}
