from __future__ import annotations

from math import dist

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curriculum.house import SMALLEST, house
from curriculum.judge import blueprint_f1, enclosed, interior, judge
from worldsim.actions import Heading
from worldsim.blocks import UNKNOWN, blocks_of
from worldsim.blueprint import Blueprint
from worldsim.errors import UsageError
from worldsim.facts import facts
from worldsim.goals import Built
from worldsim.space import Pos, Vec
from worldsim.state import Body, State

FACES = [(0, -1, 0), (0, 1, 0), (-1, 0, 0), (1, 0, 0), (0, 0, -1), (0, 0, 1)]
HEADINGS: list[Heading] = ["south", "east", "north", "west"]

#: The same examples on every machine, however slow it is.
steady = settings(deadline=None, derandomize=True, max_examples=60)

houses = st.builds(
    house,
    st.builds(Pos, st.integers(-40, 40), st.integers(-20, 90), st.integers(-40, 40)),
    st.sampled_from(["oak", "birch", "spruce", "jungle", "acacia", "dark_oak", "mangrove"]),
    st.builds(Pos, st.integers(5, 9), st.integers(4, 6), st.integers(5, 9)),
    st.sampled_from(HEADINGS),
)


def built(blueprint: Blueprint, *, without: tuple[Pos, ...] = ()) -> State:
    """It stands on known stone, and the cells `without` are air."""
    cells = {blueprint.origin.offset(x, -1, z): "stone" for x in range(-1, blueprint.size.x + 1) for z in range(-1, blueprint.size.z + 1)}
    cells |= {blueprint.at(cell): cell.block for cell in blueprint.cells}
    cells |= {blueprint.origin.offset(pos.x, pos.y, pos.z): "air" for pos in without}
    known = blocks_of(facts().palette, {pos: facts().state_id(name) for pos, name in cells.items()})
    return State(tick=0, body=Body(pos=Vec(0, 0, 0), vel=Vec(0, 0, 0)), blocks=known)


def test_the_smallest_house() -> None:
    blueprint = house(Pos(0, 64, 0))
    # 4 walls of 5 x 3 less corners twice: 48; a roof of 25; of the walls 2 are door, 3 are windows. Counted by hand.
    assert blueprint.materials() == {"oak_planks": 68, "oak_fence": 3, "oak_door": 1}
    assert sum(cell.block != "air" for cell in blueprint.cells) == 73
    assert sum(cell.block == "air" for cell in blueprint.cells) == 29  # 3 x 3 x 3, and 2 before the door
    assert [cell.block for cell in blueprint.cells[-2:]] == ["oak_door", "oak_door"]
    assert [(cell.pos, cell.facing) for cell in blueprint.cells[-2:]] == [(Pos(2, 0, 4), "north"), (Pos(2, 1, 4), "north")]
    assert {cell.pos for cell in blueprint.cells if cell.block == "oak_fence"} == {Pos(2, 1, 0), Pos(0, 1, 2), Pos(4, 1, 2)}


@steady
@given(houses)
def test_every_block_holds_on_to_one_before_it_or_the_ground(blueprint: Blueprint) -> None:
    placed: set[Pos] = set()
    for cell in blueprint.cells:
        if cell.block == "air":
            continue
        around = [cell.pos.offset(*face) for face in FACES]
        assert any(pos in placed or pos.y < 0 for pos in around), cell
        assert cell.item is not None or cell.pos.offset(0, -1, 0) in placed, "only the upper half of the door comes by itself"
        placed.add(cell.pos)


@steady
@given(houses)
def test_each_cell_is_listed_once(blueprint: Blueprint) -> None:
    positions = [cell.pos for cell in blueprint.cells]
    assert len(positions) == len(set(positions))


@steady
@given(houses)
def test_it_is_as_large_as_it_says(blueprint: Blueprint) -> None:
    solid = [cell.pos for cell in blueprint.cells if cell.block != "air"]
    outside = [1 + max(getattr(pos, axis) for pos in solid) - min(getattr(pos, axis) for pos in solid) for axis in "xyz"]
    assert outside == [blueprint.size.x, blueprint.size.y, blueprint.size.z]
    assert outside[0] >= 5
    assert outside[1] >= 4
    assert outside[2] >= 5
    size = blueprint.size
    assert len(interior(blueprint)) == (size.x - 2) * (size.y - 1) * (size.z - 2)


@steady
@given(houses)
def test_materials_are_what_the_cells_hold(blueprint: Blueprint) -> None:
    count: dict[str, int] = {}
    for cell in blueprint.cells:
        if cell.block != "air":
            count[cell.block] = count.get(cell.block, 0) + 1
    door = next(name for name in count if name.endswith("_door"))
    assert count.pop(door) == 2
    assert blueprint.materials() == {**count, door: 1}
    assert sum(name.endswith("_fence") for name in count) == 1


@steady
@given(houses)
def test_built_it_is_done_and_enclosed(blueprint: Blueprint) -> None:
    now = built(blueprint)
    assert judge(Built(blueprint), now).done
    assert blueprint_f1(blueprint, now) == 1.0
    assert enclosed(blueprint, now)


@steady
@given(houses, st.data())
def test_with_any_cell_wrong_it_is_not_done(blueprint: Blueprint, data: st.DataObject) -> None:
    cell = data.draw(st.sampled_from(blueprint.cells))
    wrong = data.draw(st.sampled_from(["stone", "grass", None, "air" if cell.block != "air" else "water"]))
    at = blueprint.at(cell)
    now = built(blueprint)
    state_id = UNKNOWN if wrong is None else facts().state_id(wrong)
    spoilt = State(tick=0, body=now.body, blocks=now.blocks.with_cells({at: state_id}))
    assert not judge(Built(blueprint), spoilt).done
    assert 0 < blueprint_f1(blueprint, spoilt) < 1


@steady
@given(houses)
def test_without_its_door_one_can_leave(blueprint: Blueprint) -> None:
    door = tuple(cell.pos for cell in blueprint.cells if cell.facing is not None)
    assert not enclosed(blueprint, built(blueprint, without=door))
    lower, upper = sorted(door)
    before = [cell.pos for cell in blueprint.cells if cell.block == "air" and cell.pos.y in (0, 1)]
    doorstep = [pos for pos in before if abs(pos.x - lower.x) + abs(pos.z - lower.z) == 1]
    assert upper == lower.offset(0, 1, 0)
    assert len(doorstep) == 4, "free on both sides of the door, two high"


@steady
@given(houses)
def test_everything_is_in_reach_from_the_floor(blueprint: Blueprint) -> None:
    # 4.5 from the eyes, which are 1.62 above the feet (Minecraft Wiki, "Player").
    eyes = [(pos.x + 0.5, pos.y + 1.62, pos.z + 0.5) for pos in interior(blueprint) if pos.y == blueprint.origin.y]
    for cell in blueprint.cells:
        middle = blueprint.at(cell).center
        assert min(dist(eye, (middle.x, middle.y, middle.z)) for eye in eyes) <= 4.5


@pytest.mark.parametrize("side", HEADINGS)
def test_the_smallest_house_is_built_from_the_middle_of_its_room(side: Heading) -> None:
    eyes = (2.5, 1.62, 2.5)
    reach = [dist(eyes, (cell.pos.x + 0.5, cell.pos.y + 0.5, cell.pos.z + 0.5)) for cell in house(Pos(0, 0, 0), door=side).cells]
    assert max(reach) <= 4.5


def test_holes_are_filled_before_the_walls() -> None:
    blueprint = house(Pos(0, 64, 0), "birch", fill=[Pos(1, -1, 0), Pos(1, -1, 1)])
    solid = [cell for cell in blueprint.cells if cell.block != "air"]
    assert [(cell.pos, cell.item) for cell in solid[:2]] == [(Pos(1, -1, 0), "birch_planks"), (Pos(1, -1, 1), "birch_planks")]
    assert blueprint.materials()["birch_planks"] == 70


@pytest.mark.parametrize("size", [Pos(4, 4, 5), Pos(5, 3, 5), Pos(5, 4, 4), Pos(5, 7, 5), Pos(16, 4, 5)])
def test_a_size_that_cannot_be(size: Pos) -> None:
    with pytest.raises(UsageError, match="expected a house of 5 x 5 x 4 to 15 x 15 x 6"):
        house(Pos(0, 64, 0), size=size)


def test_a_wood_that_cannot_be() -> None:
    with pytest.raises(UsageError, match="found 'stone'"):
        house(Pos(0, 64, 0), "stone", SMALLEST)
