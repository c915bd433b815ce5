from __future__ import annotations

import msgspec
import pytest

from curriculum.judge import blueprint_f1, disproved, enclosed, judge
from worldsim.blocks import Blocks, blocks_of
from worldsim.blueprint import Blueprint, Cell
from worldsim.facts import facts
from worldsim.goals import All, Any, At, Built, Explored, Goal, Has, Knows, Not
from worldsim.space import Pos, Vec
from worldsim.state import Body, State


def blocks(cells: dict[tuple[int, int, int], str]) -> Blocks:
    return blocks_of(facts().palette, {Pos(*pos): facts().state_id(name) for pos, name in cells.items()})


def state(cells: dict[tuple[int, int, int], str] | None = None, **rest: object) -> State:
    plain = State(tick=0, body=Body(pos=Vec(0.5, 64, 0.5), vel=Vec(0, 0, 0)), blocks=blocks(cells or {}))
    return msgspec.structs.replace(plain, **rest)


#: One plank with a free cell above it, at (10, 64, 10).
STUMP = Blueprint(
    name="stump",
    origin=Pos(10, 64, 10),
    size=Pos(1, 2, 1),
    cells=(Cell(Pos(0, 1, 0), "air"), Cell(Pos(0, 0, 0), "oak_planks", item="oak_planks")),
)
RIGHT = {(10, 64, 10): "oak_planks", (10, 65, 10): "air"}
HALF = {(10, 64, 10): "oak_planks"}  # the cell above was never seen
WRONG = {(10, 64, 10): "birch_planks", (10, 65, 10): "air"}
GRASS = {(10, 64, 10): "oak_planks", (10, 65, 10): "grass"}


@pytest.mark.parametrize(
    ("goal", "now", "done", "progress"),
    [
        (Has(("stick",), 4), state(inventory={"stick": 3}), False, 0.75),
        (Has(("stick",), 4), state(inventory={"stick": 5}), True, 1.0),
        (Has(("oak_log", "birch_log"), 4), state(inventory={"oak_log": 1, "birch_log": 3}), True, 1.0),
        (Has(("stick",), 1), state(), False, 0.0),
        (Has(("stick",), 0), state(), True, 1.0),
        (At(Pos(0, 64, 0)), state(), True, 1.0),
        (At(Pos(3, 64, 4), 5.0), state(), True, 1.0),
        (At(Pos(3, 64, 4), 2.5), state(), False, 0.5),
        (At(Pos(0, 64, 0), 0.0), state(body=Body(pos=Vec(0.9, 64, 0.9), vel=Vec(0, 0, 0))), True, 1.0),  # in that very cell
        (Knows(("oak_log",), 2), state({(1, 64, 1): "oak_log"}), False, 0.5),
        (Knows(("oak_log", "birch_log"), 2), state({(1, 64, 1): "oak_log", (900, 64, 1): "birch_log"}), True, 1.0),
        (Explored(2), state({(1, 64, 1): "stone", (1, 65, 1): "air"}), False, 0.5),  # one column
        (Explored(2), state({(1, 64, 1): "stone", (2, 64, 1): "stone"}), True, 1.0),
        (Built(STUMP), state(RIGHT), True, 1.0),
        (Built(STUMP), state(HALF), False, 0.5),
        (Built(STUMP), state(WRONG), False, 0.5),
        (Built(STUMP), state(GRASS), False, 0.5),
        (Built(STUMP), state(), False, 0.0),
        (All((Has(("stick",)), Built(STUMP))), state(RIGHT, inventory={"stick": 1}), True, 1.0),
        (All((Has(("stick",)), Built(STUMP))), state(HALF, inventory={"stick": 1}), False, 0.75),
        (All(()), state(), True, 1.0),
        (Any((Has(("stick",), 4), Built(STUMP))), state(HALF, inventory={"stick": 3}), False, 0.75),
        (Any((Has(("stick",), 4), Built(STUMP))), state(RIGHT), True, 1.0),
        (Any(()), state(), False, 0.0),
        (Not(Has(("stick",))), state(), True, 1.0),
        (Not(Has(("stick",))), state(inventory={"stick": 1}), False, 0.0),
        (Not(Built(STUMP)), state(WRONG), True, 1.0),
        (Not(Built(STUMP)), state(RIGHT), False, 0.0),
        (Not(Built(STUMP)), state(HALF), False, 0.0),  # what is unknown disproves nothing
        (Not(Built(STUMP)), state(), False, 0.0),
        (Not(Not(Built(STUMP))), state(RIGHT), True, 1.0),
        (Not(All((Built(STUMP), Has(("stick",))))), state(), True, 1.0),  # no stick: certainly not both
        (Not(Any((Built(STUMP), Has(("stick",))))), state(), False, 0.0),
    ],
)
def test_verdicts(goal: Goal, now: State, done: bool, progress: float) -> None:
    verdict = judge(goal, now)
    assert (verdict.done, verdict.progress) == (done, pytest.approx(progress))
    assert verdict.evidence
    assert not (verdict.done and disproved(goal, now))


def test_a_building_names_its_wrong_cells() -> None:
    assert judge(Built(STUMP), state(GRASS)).evidence == "1 of 2 cells right; wrong: (10, 65, 10) holds grass, not air"
    assert "(10, 65, 10) is unknown, not air" in judge(Built(STUMP), state(HALF)).evidence


def test_an_empty_blueprint_is_not_built() -> None:
    assert not judge(Built(msgspec.structs.replace(STUMP, cells=())), state()).done


@pytest.mark.parametrize(
    ("cells", "f1"),
    [
        (RIGHT, 1.0),
        (HALF, 2 / 3),  # the unknown cell is an extra: 2 TP / (2 TP + FP + FN) = 2 / 3
        (GRASS, 2 / 3),
        (WRONG, 0.0),
        ({(10, 64, 10): "air", (10, 65, 10): "air"}, 0.0),
        ({}, 0.0),
    ],
)
def test_f1(cells: dict[tuple[int, int, int], str], f1: float) -> None:
    assert blueprint_f1(STUMP, state(cells)) == pytest.approx(f1)


@pytest.mark.parametrize(
    ("second", "f1"),
    [
        ("oak_planks", 1.0),
        ("air", 2 / 3),  # missing: 2 / (2 + 1)
        ("stone", 1 / 2),  # missing, and one too many: 2 / (2 + 1 + 1)
    ],
)
def test_f1_counts_a_wrong_block_twice(second: str, f1: float) -> None:
    pair = msgspec.structs.replace(STUMP, cells=(Cell(Pos(0, 0, 0), "oak_planks"), Cell(Pos(1, 0, 0), "oak_planks")))
    assert blueprint_f1(pair, state({(10, 64, 10): "oak_planks", (11, 64, 10): second})) == pytest.approx(f1)


#: A room of one cell, 3 x 3 x 3 outside, on known ground.
CELL = Blueprint(name="cell", origin=Pos(0, 64, 0), size=Pos(3, 3, 3), cells=(Cell(Pos(1, 0, 1), "air"), Cell(Pos(1, 1, 1), "air")))
WALLS = {(x, y, z): "stone" for x in range(3) for y in range(63, 67) for z in range(3)} | {(1, 64, 1): "air", (1, 65, 1): "air"}


@pytest.mark.parametrize(
    ("changed", "shut"),
    [
        ({}, True),
        ({(0, 64, 1): "oak_door", (0, 65, 1): "oak_door"}, True),
        ({(0, 65, 1): "oak_fence"}, True),
        ({(0, 64, 1): "air"}, False),
        ({(0, 64, 1): "torch"}, False),
        ({(1, 66, 1): "air"}, False),
        ({(1, 63, 1): "water"}, False),
        ({(0, 64, 0): "air"}, True),  # a corner is no way out
    ],
)
def test_enclosed(changed: dict[tuple[int, int, int], str], shut: bool) -> None:
    assert enclosed(CELL, state({**WALLS, **changed})) is shut


def test_an_unknown_wall_encloses_nothing() -> None:
    assert not enclosed(CELL, state({pos: name for pos, name in WALLS.items() if pos != (2, 65, 1)}))


def test_without_a_room_nothing_is_enclosed() -> None:
    assert not enclosed(STUMP, state(RIGHT))


def test_dirt_may_turn_to_grass_and_nothing_else_may() -> None:
    def mound(block: str) -> Blueprint:
        return Blueprint(name="mound", origin=Pos(0, 64, 0), size=Pos(1, 1, 1), cells=(Cell(Pos(0, 0, 0), block, item=block),))

    assert judge(Built(mound("dirt")), state({(0, 64, 0): "grass_block"})).done
    assert not judge(Built(mound("dirt")), state({(0, 64, 0): "coarse_dirt"})).done
    assert not judge(Built(mound("grass_block")), state({(0, 64, 0): "dirt"})).done
