from __future__ import annotations

import pytest

from curriculum.parse import parse
from curriculum.request import BuildHouse, Reach
from worldsim.errors import UsageError
from worldsim.goals import Crossed, Explored, Has, Knows, Out
from worldsim.space import Pos

#: The Overworld's trees of 1.19 (Minecraft Wiki, "Wood").
WOODS = {"oak", "birch", "spruce", "jungle", "acacia", "dark_oak", "mangrove"}


@pytest.mark.parametrize(
    ("sentence", "wood", "size"),
    [
        ("build a house", None, Pos(5, 4, 5)),
        ("Build me a house!", None, Pos(5, 4, 5)),
        ("please build a small wooden house.", None, Pos(5, 4, 5)),
        ("make a home", None, Pos(5, 4, 5)),
        ("construct an oak cabin", "oak", Pos(5, 4, 5)),
        ("make me a birch hut", "birch", Pos(5, 4, 5)),
        ("build a shelter", None, Pos(5, 4, 5)),
        ("a house", None, Pos(5, 4, 5)),
        ("build a dark oak house", "dark_oak", Pos(5, 4, 5)),
        ("build a house out of spruce wood", "spruce", Pos(5, 4, 5)),
        ("build a log cabin", None, Pos(5, 4, 5)),
        ("build a 7 x 6 house", None, Pos(7, 4, 6)),
        ("build a 7x6x5 birch house", "birch", Pos(7, 5, 6)),
    ],
)
def test_a_house(sentence: str, wood: str | None, size: Pos) -> None:
    assert parse(sentence) == BuildHouse(sentence, wood, size)


@pytest.mark.parametrize(
    ("sentence", "items", "count"),
    [
        ("obtain 1 wooden_pickaxe", {"wooden_pickaxe"}, 1),
        ("obtain a wooden pickaxe", {"wooden_pickaxe"}, 1),
        ("get 3 sticks", {"stick"}, 3),
        ("craft twelve planks", {f"{wood}_planks" for wood in WOODS}, 12),
        ("make a door", {f"{wood}_door" for wood in WOODS}, 1),
        ("make an oak fence gate", {"oak_fence_gate"}, 1),
        ("build a crafting table", {"crafting_table"}, 1),
        ("get two dozen torches", {"torch"}, 24),
        ("get a stack of dirt", {"dirt"}, 64),
        ("obtain 1 crafting_table", {"crafting_table"}, 1),
        ("get some wood", {f"{wood}_log" for wood in WOODS}, 1),
        ("get a pickaxe", {"wooden_pickaxe", "stone_pickaxe"}, 1),
        ("collect 10 cobblestone", {"cobblestone"}, 10),
        ("gather 5 logs of oak", {"oak_log"}, 5),
        ("chop down 4 birch trees", {"birch_log"}, 4),
        ("gather wood", {f"{wood}_log" for wood in WOODS}, 1),
        ("collect 3 sticks", {"stick"}, 3),
        # What falls is not what is dug (Minecraft Wiki, "Stone", "Iron Ore", "Coal Ore", "Grass Block").
        ("mine 5 stone", {"cobblestone"}, 5),
        ("mine 3 iron ore", {"raw_iron"}, 3),
        ("mine 2 blocks of coal ore", {"coal"}, 2),
        ("dig 3 grass blocks", {"dirt"}, 3),
    ],
)
def test_things(sentence: str, items: set[str], count: int) -> None:
    request = parse(sentence)
    assert isinstance(request, Reach)
    assert isinstance(request.goal, Has)
    assert set(request.goal.items) == items
    assert request.goal.count == count


@pytest.mark.parametrize(
    ("sentence", "goal"),
    [
        ("explore", Explored(5000)),
        ("look around", Explored(5000)),
        ("explore the world", Explored(5000)),
        ("explore 6000 columns", Explored(6000)),
        ("find diamonds", Knows(("diamond_ore", "deepslate_diamond_ore"), 1)),
        ("look for water", Knows(("water",), 1)),
        ("find 4 birch logs", Knows(("birch_log",), 4)),
    ],
)
def test_looking(sentence: str, goal: object) -> None:
    assert parse(sentence) == Reach(sentence, goal)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("", ("'build a house'", "obtain N ITEM", "an empty goal", "for example: build a house")),
        ("  !", ("an empty goal",)),
        ("fly to the moon", ("found 'fly to the moon'", "for example: build a house", "any sentence with --model PROVIDER:NAME")),
        ("get", ("found 'get'", "obtain N ITEM")),
        ("biuld a hose", ("did you mean 'build a house'?",)),
        ("obtian 3 sticks", ("did you mean 'obtain 3 sticks'?",)),
        ("build a castle", ("found 'build a castle'", "'build a house'")),
        ("build a stone house", ("house of wood", "'stone'", "build a birch house")),
        ("build a 30x30 house", ("5 x 5 x 4 to 15 x 15 x 6", "found 30 x 30 x 4")),
        ("get 3 stik", ("found 'stik'", "did you mean 'stick'?")),
        ("find a zorblax", ("found 'zorblax'",)),
        ("obtain 0 sticks", ("at least 1", "found 0")),
        ("collect -3 dirt", ("at least 1", "found -3")),
        ("obtain 9999999 dirt", ("at most 2304", "found 9999999")),
        # Smelting (Minecraft Wiki, "Glass", "Iron Ingot"); diamonds yield to an iron pickaxe (ibid., "Diamond Ore"); beds are of wool.
        ("obtain 3 glass", ("glass is smelted from sand",)),
        ("get an iron ingot", ("iron_ingot is smelted from raw_iron",)),
        ("mine diamonds", ("iron_pickaxe", "iron_ingot is smelted")),
        ("make a bed", ("wool", "sheep")),
        ("collect 10 oak leaves", ("oak_leaves does not fall when it is dug",)),
        ("obtain netherite pickaxe", ("expected something that can be dug or crafted",)),
    ],
)
def test_what_cannot_be_done_is_one_line(sentence: str, told: tuple[str, ...]) -> None:
    with pytest.raises(UsageError) as raised:
        parse(sentence)
    message = str(raised.value)
    assert "\n" not in message
    assert "expected" in message
    for part in told:
        assert part in message


@pytest.mark.parametrize(
    ("sentence", "goal"),
    [
        ("jump a 3-block gap", Crossed("gap", 3)),
        ("Jump the gap!", Crossed("gap")),
        ("leap over a four block wide ditch", Crossed("gap", 4)),
        ("please hop across a gap of 2 blocks", Crossed("gap", 2)),
        ("cross the water", Crossed("water")),
        ("swim across the lake", Crossed("water")),
        ("climb out", Out()),
        ("get out of the pit", Out()),
    ],
)
def test_moves_of_the_body(sentence, goal):
    assert parse(sentence) == Reach(sentence, goal)


@pytest.mark.parametrize("sentence", ["jump a 5-block gap", "jump a 0-block gap", "leap over a gap of many blocks"])
def test_a_gap_that_nobody_jumps_is_refused(sentence):
    with pytest.raises(UsageError, match=r"1 to 4 blocks|so many blocks"):
        parse(sentence)
