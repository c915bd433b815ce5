"""The benchmark of briefs: what its witness finds, what it holds to be told exactly, and one small building, from words to witness."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from agent.models.planted import PlantedModel
from agent.models.planted.designs import design_for
from benchmarks import faults
from benchmarks.briefs import BRIEFS, Row, build, main, report
from benchmarks.standing import Stood, hear, wood_of
from benchmarks.witness import Seen
from curriculum.architecture.drawn import DrawnPlan
from curriculum.architecture.parts import Design
from curriculum.parse import parse
from worldsim.actions import Heading
from worldsim.errors import UsageError
from worldsim.space import Pos

ORIGIN = Pos(10, 64, -20)


def cabin() -> Design:
    found = design_for("a two-storey house with a porch")
    assert found is not None
    return found


def seen(side: Heading = "west", **other: Seen) -> Stood:
    """What the witness says of the house with a door to `side`, when all is right but for `other`: cells by their place in the blueprint."""
    blueprint = DrawnPlan(cabin(), "birch").at(ORIGIN, side)
    low, high = ORIGIN.offset(-3, -3, -3), ORIGIN.offset(14, 12, 14)
    box = [Pos(x, y, z) for x in range(low.x, high.x) for y in range(low.y, high.y) for z in range(low.z, high.z)]
    pristine = {pos: Seen("dirt" if pos.y < ORIGIN.y else "air") for pos in box}
    found = pristine | {blueprint.at(cell): Seen(cell.block, cell.facing) for cell in blueprint.cells}
    named = {"door": "birch_door", "stairs": "birch_stairs", "wall": "birch_planks"}
    upper = {cell.pos for cell in blueprint.cells if cell.block == "birch_planks" and cell.pos.y == 5}
    straight = next(pos for pos in upper if {pos.offset(1, 0, 0), pos.offset(-1, 0, 0)} <= upper)
    for name, instead in other.items():
        fits = (cell for cell in blueprint.cells if cell.block == named.get(name) and (name != "wall" or cell.pos == straight))
        cell = next(fits, None)
        found[blueprint.at(cell) if cell else ORIGIN.offset(-2, 0, -2)] = instead
    return hear(cabin(), wood_of(blueprint), blueprint, found, pristine)


@pytest.mark.parametrize("side", ["south", "west", "north", "east"])
def test_a_house_that_stands_as_drawn_is_good_whichever_way_it_is_turned(side: Heading) -> None:
    stood = seen(side)
    assert stood.good
    assert (stood.f1, stood.placed, stood.closed, stood.left) == (1.0, 1.0, True, [])


def test_what_is_wrong_is_seen() -> None:
    hole = seen(wall=Seen("air"))
    assert not hole.good
    assert len(hole.wrong) == 1
    assert hole.closed is False
    assert [text.split(": ")[1] for text in seen(stairs=Seen("birch_stairs", "up")).turned] == ["birch_stairs expected to face west, found up"]
    assert not seen(door=Seen("birch_door", "south")).good
    assert seen(scaffold=Seen("dirt")).left == []
    assert seen(scaffold=Seen("birch_planks")).left == [f"{ORIGIN.offset(-2, 0, -2)}: birch_planks"]


def test_every_brief_is_for_a_model_and_a_building_of_its_own() -> None:
    assert len(BRIEFS) == 20
    assert len({design.name for brief in BRIEFS if (design := design_for(brief))}) == 20
    for brief in BRIEFS:
        with pytest.raises(UsageError):
            parse(brief)


def test_every_fault_is_told_exactly_and_mended() -> None:
    told = faults.try_faults([BRIEFS[12]])
    assert (told.cases, told.caught, told.exact, told.mended) == (6, 6, 6, 6)
    assert (told.stubborn, told.stubborn_refused) == (1, 1)


def test_what_is_not_told_counts_as_missed() -> None:
    with PlantedModel() as model:
        drawer = faults.Drawer(model)
        right = design_for(BRIEFS[12])
        assert drawer.draw(BRIEFS[12], ())[0] == right
        answer, rounds = drawer.draw(BRIEFS[12], ("no_door",))
    assert answer == right
    assert [len(event.defects) for event in rounds] == [1, 0]


def test_a_gate_from_words_to_witness(tmp_path: Path) -> None:
    row = build(BRIEFS[16], 17, True, tmp_path)
    assert row.good, row
    assert (row.rounds, row.blocks, row.cheats) == (1, 13, 1)
    assert row.stood is not None
    assert row.stood.left == []
    file = tmp_path / "rows.jsonl"
    file.write_bytes(msgspec.json.encode(row) + b"\n")
    assert main(["--briefs", "17", "--seed", "1", "--stocked", "--resume", str(file)]) == 0  # it is not done again
    assert report([row, msgspec.structs.replace(row, stocked=False, reached=False)]).bare == (0, 1)
    assert msgspec.json.decode(file.read_bytes(), type=Row) == row
