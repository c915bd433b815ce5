"""Keys searched in imagined physics: leaps, swims, ways out, and the places for them. Limits of a jump: Minecraft Wiki, "Jumping" (1.19)."""

from __future__ import annotations

import msgspec
import pytest

from worldsim.actions import Control
from worldsim.goals import Clear, Crossed, Out
from worldsim.imagined import ImaginedWorld
from worldsim.judging import judge
from worldsim.models import Rules
from worldsim.motor.manoeuvres import climb, leap, swim
from worldsim.motor.pits import is_in_pit
from worldsim.motor.sites import sites
from worldsim.motor.trench import trench
from worldsim.space import Pos, Vec
from worldsim.state import Leap, State


def gap(width: int, *, before: int = 1, deep: int = 3) -> dict[tuple[int, int, int], str]:
    """A ditch from west to east, that begins `before` blocks to the north of the cell (0, 64, 0)."""
    return {(x, 64 - down, -before - n): "air" for x in range(-8, 9) for n in range(1, width + 1) for down in range(1, deep + 1)}


def pond(width: int, *, wide: int = 8) -> dict[tuple[int, int, int], str]:
    return {(x, y, -1 - n): "water" for x in range(-wide, wide + 1) for n in range(1, width + 1) for y in (62, 63)}


def done(state: State, presses) -> State:
    world = ImaginedWorld(Rules(), state, seed=1)
    assert world.act(Control(presses)).ok
    return world.observe()


@pytest.mark.parametrize(("width", "before"), [(1, 0), (2, 0), (3, 1), (3, 4), (4, 1), (4, 4)])
def test_a_leap_lands_beyond_the_gap(land, width: int, before: int) -> None:
    state = land(gap(width, before=before))
    found = leap(state, Pos(0, 64, -before - width - 1))
    assert found.presses, found.why
    assert found.spare > 0
    after = done(state, found.presses)
    assert after.body.pos.y == 64.0
    assert after.body.pos.z < -before - width
    verdict = judge(Crossed("gap", width), after)
    assert verdict.done, verdict.evidence
    assert not judge(Crossed("gap", width + 1), after).done


@pytest.mark.parametrize("before", [1, 4])
def test_four_blocks_are_the_limit(land, before: int) -> None:
    found = leap(land(gap(5, before=before)), Pos(0, 64, -before - 6))
    assert found.presses == ()
    assert "5-block gap is too wide" in found.why
    assert "4 at most" in found.why


def test_a_leap_under_a_low_ceiling_is_none(land) -> None:
    roof = {(x, 66, z): "stone" for x in range(-3, 4) for z in range(-10, 3)}
    found = leap(land(gap(3) | roof), Pos(0, 64, -5))
    assert found.presses == ()
    assert "no leap from here" in found.why


def test_a_leap_onto_a_single_block_does_not_slide_off(land) -> None:
    beyond = {(x, 64 - down, z): "air" for x in range(-8, 9) for z in range(-12, -4) for down in range(1, 4) if (x, z) != (0, -5)}
    state = land(gap(3) | beyond)
    found = leap(state, Pos(0, 64, -5))
    assert found.presses, found.why
    assert done(state, found.presses).body.pos.cell == Pos(0, 64, -5)


def test_a_leap_needs_a_gap_in_line(land) -> None:
    assert "there is no gap" in leap(land(), Pos(0, 64, -5)).why
    assert "straight ahead" in leap(land(gap(3)), Pos(2, 64, -5)).why


def test_the_same_place_gives_the_same_keys(land) -> None:
    assert leap(land(gap(3)), Pos(0, 64, -5)) == leap(land(gap(3)), Pos(0, 64, -5))


def test_the_other_bank_is_reached_through_the_water(land) -> None:
    state = land(pond(6))
    found = swim(state, Pos(0, 64, -8))
    assert found.presses, found.why
    after = done(state, found.presses)
    assert after.leap is not None
    assert after.leap.wet
    verdict = judge(Crossed("water", 6), after)
    assert verdict.done, verdict.evidence
    assert not judge(Crossed("gap"), after).done


@pytest.mark.parametrize("at", [(0.5, 63.0, 0.5), (1.3, 63.0, 1.7)])
def test_out_of_a_pit_one_deep(land, at) -> None:
    state = land({(x, 63, z): "air" for x in (0, 1) for z in (0, 1)}, at=at)
    assert not judge(Out(), state).done
    found = climb(state)
    assert found.presses, found.why
    after = done(state, found.presses)
    assert after.body.pos.y == 64.0
    assert judge(Out(), after).done


def test_no_jump_leads_out_of_a_pit_two_deep(land) -> None:
    found = climb(land({(0, y, 0): "air" for y in (62, 63)}, at=(0.5, 62.0, 0.5)))
    assert found.presses == ()
    assert "higher than 1.25 blocks" in found.why


def test_out_of_the_water(land) -> None:
    state = land(pond(5, wide=2), at=(0.5, 63.0, -4.5))
    state = msgspec.structs.replace(state, body=msgspec.structs.replace(state.body, on_ground=False, in_liquid=True))
    found = climb(state)
    assert found.presses, found.why
    assert judge(Out(), done(state, found.presses)).done


def test_on_firm_ground_there_is_nothing_to_climb_out_of(land) -> None:
    assert judge(Out(), land()).done
    assert "nothing to climb out of" in climb(land()).why


def test_a_pit_is_where_one_gets_no_farther_without_a_jump(land) -> None:
    hole = {(0, 63, 0): "air"}
    inside = Vec(0.5, 63.0, 0.5)
    assert is_in_pit(land(hole).blocks, inside)
    assert not is_in_pit(land(hole | {(1, 63, 0): None}).blocks, inside), "what is unknown may be a way out"
    assert not is_in_pit(land().blocks, Vec(0.5, 64.0, 0.5))


def test_known_gaps_are_found_the_nearest_first(land) -> None:
    found = list(sites(land(gap(3, before=2)), "gap", 3))
    assert (found[0].near, found[0].far, found[0].run_up) == (Pos(0, 64, -2), Pos(0, 64, -6), 4)
    assert list(sites(land(gap(3, before=2)), "gap", 2)) == []
    assert list(sites(land(gap(3, before=2, deep=1)), "gap", 3)) == [], "one block deep is a step, no gap"


def test_known_water_is_found(land) -> None:
    found = next(iter(sites(land(pond(4)), "water")))
    assert (found.near, found.far, found.width) == (Pos(0, 64, -1), Pos(0, 64, -6), 4)


def test_where_there_is_no_gap_one_can_be_dug(land) -> None:
    place = trench(land(), 3)
    assert place is not None
    cells = {(cell.x, cell.y, cell.z): "air" for cell in place.cells}
    assert len(cells) == 3 * 3 * 2
    assert {y for _, y, _ in cells} == {62, 63}
    assert judge(Clear(place.cells), land(cells)).done
    assert place.site in list(sites(land(cells), "gap", 3))
    assert trench(land({(x, 63, z): "sand" for x in range(-20, 21) for z in range(-20, 21)}), 3) is None, "sand would fall in"


NEAR, BEYOND = Vec(0.5, 64.0, 0.5), Vec(0.5, 64.0, -5.5)


@pytest.mark.parametrize(
    ("leapt", "at", "said"),
    [
        (None, BEYOND, "no keys were held"),
        (Leap(NEAR, BEYOND, 62.0, False), BEYOND, "fell in"),
        (Leap(NEAR, BEYOND, 64.0, False), Vec(0.5, 64.0, -8.5), "walked on"),
        (Leap(BEYOND, Vec(0.5, 64.0, -7.5), 64.0, False), Vec(0.5, 64.0, -7.5), "0 blocks wide"),
        (Leap(NEAR, BEYOND, 64.0, False), BEYOND, ""),
    ],
)
def test_a_gap_counts_as_crossed_by_evidence_alone(land, leapt: Leap | None, at: Vec, said: str) -> None:
    state = land(gap(3), at=(at.x, at.y, at.z), leap=leapt)
    verdict = judge(Crossed("gap", 3, Pos(0, 64, -1), Pos(0, 64, -5)), state)
    assert verdict.done == (said == "")
    assert said in verdict.evidence
