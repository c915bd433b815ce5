"""Drawings with something wrong, one thing at a time, and right ones that look like it."""

from __future__ import annotations

import pytest

from curriculum.architecture.defects import MOST_PARTS, Defect, defects
from curriculum.architecture.drawn import DrawnPlan
from curriculum.architecture.parts import Design, Door, Floor, Furniture, Part, Roof, Solid, Space, Stairs, Walls, Window
from worldsim.actions import Heading
from worldsim.space import Pos

P, FENCE, DOOR = "oak_planks", "oak_fence", "oak_door"
WALLS = Walls(x0=0, z0=0, x1=6, z1=6, y1=2, block=P)
ROOF = Roof(x0=0, z0=0, x1=6, z1=6, y=3, block=P)
IN = Door(x=3, z=6, facing="north", block=DOOR)
PARTITION = Solid(x0=3, y0=0, z0=1, x1=3, y1=2, z1=5, block=P)
WINDOW = Window(x=0, y=1, z=3, block=FENCE)


def found(*parts: Part, rooms: bool = True, name: str = "thing") -> list[Defect]:
    return defects(Design(name=name, parts=parts, rooms=rooms))


def kinds(*parts: Part, rooms: bool = True) -> set[str]:
    return {defect.kind for defect in found(*parts, rooms=rooms)}


def test_a_room_with_a_door_is_right() -> None:
    assert found(WALLS, ROOF, IN, WINDOW) == []


@pytest.mark.parametrize(("x", "z"), [(6, 1), (6, 3), (0, 5), (1, 0)])
def test_a_hole_in_the_wall_is_found_where_it_is(x: int, z: int) -> None:
    [hole] = found(WALLS, ROOF, IN, Space(x0=x, y0=1, z0=z, x1=x, y1=1, z1=z))
    assert hole.kind == "open_room"
    assert f"open to the outside at {(x, 1, z)}" in hole.text.replace("Pos", "").replace("x=", "").replace("y=", "").replace("z=", "")


def test_a_hole_in_one_of_two_rooms_whose_partition_stands_below_the_middle_of_the_roof() -> None:
    door = Door(x=1, z=6, facing="north", block=DOOR)
    assert "open_room" in kinds(WALLS, ROOF, PARTITION, door, Space(x0=6, y0=1, z0=2, x1=6, y1=1, z1=2))


def test_a_hole_in_the_room_below_a_floor() -> None:
    tall, floor = Walls(x0=0, z0=0, x1=6, z1=6, y1=4, block=P), Floor(x0=1, z0=1, x1=5, z1=5, y=3, block=P)
    low, hole = Roof(x0=0, z0=0, x1=6, z1=6, y=5, block=P), Space(x0=6, y0=1, z0=2, x1=6, y1=1, z1=2)
    assert "open_room" in kinds(tall, floor, low, IN, hole)


def test_a_porch_is_no_open_room_whether_it_is_drawn_as_a_floor_or_as_a_roof() -> None:
    posts = tuple(Solid(x0=x, y0=0, z0=8, x1=x, y1=2, z1=8, block=FENCE) for x in (0, 6))
    assert found(WALLS, ROOF, IN, *posts, Floor(x0=0, z0=7, x1=6, z1=8, y=3, block=P)) == []
    assert found(WALLS, ROOF, IN, *posts, Roof(x0=0, z0=7, x1=6, z1=8, y=3, block=P)) == []


def test_a_room_behind_a_partition_needs_a_way_in() -> None:
    door = Door(x=1, z=6, facing="north", block=DOOR)
    far = Window(x=6, y=1, z=3, block=FENCE)
    [shut_off] = [defect for defect in found(WALLS, ROOF, PARTITION, door, far) if defect.kind == "no_way_in"]
    assert "cannot be walked to" in shut_off.text
    assert found(WALLS, ROOF, PARTITION, door, far, Space(x0=3, y0=0, z0=3, x1=3, y1=1, z1=3)) == []
    assert kinds(WALLS, ROOF, PARTITION, door, far, Space(x0=3, y0=0, z0=3, x1=3, y1=0, z1=3)) >= {"no_way_in"}, "a cat's way is none"


def test_an_upper_floor_needs_stairs() -> None:
    tall, roof = Walls(x0=0, z0=0, x1=6, z1=6, y1=5, block=P), Roof(x0=0, z0=0, x1=6, z1=6, y=6, block=P)
    floor, upper = Floor(x0=1, z0=1, x1=5, z1=5, y=3, block=P), Window(x=6, y=5, z=3, block=FENCE)
    stairs = Stairs(x=1, z=1, heading="south", steps=4, block="oak_stairs")
    assert "no_way_in" in kinds(tall, floor, roof, IN, upper)
    assert "no_way_in" in kinds(tall, floor, roof, IN, upper, Space(x0=1, y0=3, z0=1, x1=1, y1=3, z1=4)), "a hole is no way up"
    assert found(tall, floor, stairs, roof, IN, upper) == []
    low = found(tall, floor, stairs, Floor(x0=1, z0=1, x1=2, z1=2, y=2, block=P), roof, IN, upper)
    assert any("three free cells above each step" in defect.text for defect in low)


def test_a_loft_below_a_sloping_roof_may_stay_shut() -> None:
    walls, ceiling = Walls(x0=0, z0=0, x1=4, z1=4, y1=2, block=P), Floor(x0=1, z0=1, x1=3, z1=3, y=2, block=P)
    door = Door(x=2, z=4, facing="north", block=DOOR)
    assert found(walls, ceiling, Roof(x0=0, z0=0, x1=4, z1=4, y=3, shape="gable", block=P), door) == []


def test_a_deck_with_a_rail_needs_a_way_up_and_a_canopy_does_not() -> None:
    posts = tuple(Solid(x0=x, y0=0, z0=z, x1=x, y1=2, z1=z, block="oak_log") for x in (0, 4) for z in (0, 4))
    deck, rail = Floor(x0=0, z0=0, x1=4, z1=4, y=3, block=P), Walls(x0=0, z0=0, x1=4, z1=4, y0=4, y1=4, block=FENCE)
    assert kinds(*posts, deck, rail, rooms=False) == {"no_way_in"}
    assert found(*posts, deck, rooms=False) == []


@pytest.mark.parametrize(("y", "kind"), [(0, "ok"), (1, "no_way_in")])
def test_a_door_belongs_at_the_height_of_the_floor(y: int, kind: str) -> None:
    high = Walls(x0=0, z0=0, x1=6, z1=6, y1=3, block=P)
    roof = Roof(x0=0, z0=0, x1=6, z1=6, y=4, block=P)
    # From the ground one steps up into a door at 1 and down again: that is right. Behind a wall of 2 it is not.
    step = Solid(x0=2, y0=0, z0=5, x1=4, y1=2, z1=5, block=P)
    parts = (high, roof, Door(x=3, y=y, z=6, facing="north", block=DOOR), *((step,) if kind != "ok" else ()))
    assert kinds(*parts) == (set() if kind == "ok" else {"no_way_in", "walled_in"} & kinds(*parts) | {"no_way_in"})


def test_doors_keep_both_halves() -> None:
    assert "cut" in kinds(WALLS, ROOF, IN, Window(x=3, y=1, z=6, block=FENCE))
    assert "cut" in kinds(WALLS, ROOF, IN, Solid(x0=3, y0=0, z0=6, x1=3, y1=0, z1=6, block=P))
    assert "cut" in kinds(WALLS, ROOF, IN, Space(x0=3, y0=1, z0=6, x1=3, y1=1, z1=6))


@pytest.mark.parametrize(("facing", "wrong"), [("north", False), ("south", False), ("east", True), ("west", True)])
def test_a_door_faces_through_its_wall(facing: Heading, wrong: bool) -> None:
    assert ("turned" in kinds(WALLS, ROOF, Door(x=3, z=6, facing=facing, block=DOOR))) is wrong


def test_what_falls_hangs_or_stands_needs_something_to_hold_it() -> None:
    beam = Solid(x0=0, y0=0, z0=0, x1=0, y1=3, z1=0, block=P)
    for block in ("sand", "gravel", "white_concrete_powder"):
        assert kinds(beam, Solid(x0=1, y0=3, z0=0, x1=1, y1=3, z1=0, block=block), rooms=False) == {"no_support"}, block
        assert found(beam, Solid(x0=1, y0=0, z0=0, x1=1, y1=3, z1=0, block=block), rooms=False) == [], block
    assert kinds(Solid(x0=0, y0=0, z0=0, x1=0, y1=2, z1=0, block="ladder"), rooms=False) == {"no_support"}
    assert found(beam, Solid(x0=1, y0=0, z0=0, x1=1, y1=2, z1=0, block="ladder"), rooms=False) == []
    assert kinds(beam, Furniture(x=1, y=2, z=0, block="torch"), rooms=False) == {"no_support"}


def test_sizes_names_and_materials_have_an_end() -> None:
    box = Solid(x0=0, y0=0, z0=0, x1=3, y1=3, z1=3, block="dirt")
    assert {d.kind for d in found(*[box] * (MOST_PARTS + 1), rooms=False)} == {"size"}
    assert {d.kind for d in found(box, rooms=False, name="a\x1b[31m tower")} == {"name"}
    assert {d.kind for d in found(box, rooms=False, name="")} == {"name"}
    [heavy] = found(Solid(x0=0, y0=0, z0=0, x1=15, y1=9, z1=15, block="dirt"), rooms=False)
    assert "40 stacks, 2560 dirt" in heavy.text


def test_a_slab_on_a_slab_becomes_one_block() -> None:
    slab = Roof(x0=0, z0=0, x1=6, z1=6, y=3, shape="gable", block="oak_slab")
    assert "joins" in kinds(WALLS, slab, IN)
    assert found(WALLS, Roof(x0=0, z0=0, x1=6, z1=6, y=3, block="oak_slab"), IN) == []


def test_doors_and_plants_need_what_they_need() -> None:
    low = Floor(x0=0, z0=0, x1=2, z1=2, y=0, block="oak_slab")
    assert kinds(low, Door(x=1, y=1, z=1, facing="north", block=DOOR), rooms=False) == {"no_support"}
    whole = Floor(x0=0, z0=0, x1=2, z1=2, y=0, block=P)
    assert found(whole, Door(x=1, y=1, z=1, facing="north", block=DOOR), rooms=False) == []
    for plant, right in (("poppy", True), ("cactus", False), ("sunflower", False)):
        assert (found(Furniture(x=0, y=0, z=0, block=plant), rooms=False) == []) is right, plant


def test_without_a_door_nothing_else_is_told_of_what_nobody_gets_to() -> None:
    tall, roof = Walls(x0=0, z0=0, x1=6, z1=6, y1=6, block=P), Roof(x0=0, z0=0, x1=6, z1=6, y=7, block=P)
    floor, stairs = Floor(x0=1, z0=1, x1=5, z1=5, y=3, block=P), Stairs(x=1, z=1, heading="south", steps=4, block="oak_stairs")
    assert [defect.text.split(":")[0] for defect in found(tall, floor, stairs, roof)] == ["no door leads into a room"]
    hole = Space(x0=6, y0=1, z0=1, x1=6, y1=1, z1=1)
    assert {defect.kind for defect in found(WALLS, ROOF, hole)} == {"open_room", "no_way_in"}


def test_a_pit_is_dug_last_unless_something_is_built_in_it() -> None:
    pit, rim = Space(x0=1, y0=-2, z0=1, x1=1, y1=0, z1=1), Walls(x0=0, z0=0, x1=2, z1=2, y0=0, y1=0, block="cobblestone")
    well = DrawnPlan(Design(name="well", parts=(rim, pit), rooms=False), "oak")
    order = [cell.pos.y for cell in well.at(Pos(0, 64, 0), "south").cells]
    assert order[-2:] == [-1, -2]
    post = Solid(x0=1, y0=-2, z0=1, x1=1, y1=-2, z1=1, block="cobblestone")
    filled = DrawnPlan(Design(name="well", parts=(rim, pit, post), rooms=False), "oak").at(Pos(0, 64, 0), "south")
    below = [(cell.pos.y, cell.block) for cell in filled.cells if cell.pos.y < 0]
    assert below == [(-1, "air"), (-2, "cobblestone")]
    assert filled.cells[-1].pos.y == 0


def test_what_hangs_is_put_up_when_its_wall_stands() -> None:
    parts = (Solid(x0=0, y0=0, z0=0, x1=0, y1=2, z1=0, block="ladder"), Solid(x0=1, y0=0, z0=0, x1=1, y1=2, z1=0, block=P))
    order = [cell.block for cell in DrawnPlan(Design(name="post", parts=parts, rooms=False), "oak").at(Pos(0, 64, 0), "south").cells if cell.item]
    assert order == [P] * 3 + ["ladder"] * 3
