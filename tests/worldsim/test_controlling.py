"""What holding keys does, as the laws tell it. Speeds, jumps and falls: Minecraft Wiki, Java Edition 1.19."""

from __future__ import annotations

import msgspec
import pytest

from worldsim.actions import Control, Press
from worldsim.change import Motion
from worldsim.facts import facts
from worldsim.imagined import ImaginedWorld
from worldsim.models import Rules
from worldsim.prediction import Leaf, Prediction, Quantiles
from worldsim.space import Vec
from worldsim.state import State


def told(state: State, *presses: Press) -> Prediction:
    return Rules(facts()).predict(state, [Control(presses)])[0]


def test_walking_is_told_tick_by_tick(land) -> None:
    prediction = told(land(), Press(("forward",), 40, 0.0))
    motion = prediction.mode.motion
    assert prediction.p_success == 1
    assert prediction.ticks == Quantiles(len(motion), len(motion), len(motion))
    assert prediction.mode.end == motion[-1].pos
    assert motion[39].pos.x == 0.5, "straight to the north"
    # 4.317 blocks/s once at full speed ("Walking").
    assert (motion[38].pos.z - motion[39].pos.z) * 20 == pytest.approx(4.317, abs=0.01)
    assert Leaf("position", "physics") in prediction.sources
    assert prediction.novelty == 0


def test_a_jump_rises_a_block_and_a_quarter(land) -> None:
    motion = told(land(), Press(("jump",), 1)).mode.motion
    assert max(moment.pos.y for moment in motion) - 64 == pytest.approx(1.2522, abs=1e-4)
    assert motion[-1] == Motion(Vec(0.5, 64.0, 0.5), motion[-1].vel, True)


def test_the_yaw_is_kept_from_press_to_press(land) -> None:
    state = land()
    state = msgspec.structs.replace(state, body=msgspec.structs.replace(state.body, yaw=0.0))
    turned = told(state, Press(("forward",), 5, 1.25), Press(("forward",), 5)).mode.end
    assert turned == told(state, Press(("forward",), 10, 1.25)).mode.end
    assert turned != told(state, Press(("forward",), 10)).mode.end


def cliff(height: int) -> dict[tuple[int, int, int], str]:
    return {(0, 63 + up, z): "stone" for z in (0, 1) for up in range(1, height + 1)}


@pytest.mark.parametrize(("height", "lost"), [(3, 0), (4, 1), (7, 4)])
def test_a_fall_costs_what_is_beyond_three_blocks(land, height: int, lost: int) -> None:
    state = land(cliff(height), at=(0.5, 64.0 + height, 0.5))
    prediction = told(state, Press(("forward",), 10, 0.0))
    assert prediction.mode.change.health == -lost
    assert prediction.mode.end is not None
    assert prediction.mode.end.y == 64.0


def test_water_breaks_a_fall(land) -> None:
    water = {(x, 63, z): "water" for x in range(-3, 4) for z in range(-9, 0)}
    assert told(land(cliff(7) | water, at=(0.5, 71.0, 0.5)), Press(("forward",), 10, 0.0)).mode.change.health == 0


def test_who_is_hurt_lets_go_of_the_keys(land) -> None:
    prediction = told(land(cliff(4), at=(0.5, 68.0, 0.5)), Press(("forward",), 100, 0.0))
    assert prediction.p_success == 0
    assert (prediction.mode.status, prediction.mode.reason) == ("interrupted", None)
    assert prediction.mode.change.health == -1
    assert prediction.ticks.p50 < 40


def test_a_fall_may_be_the_last(land) -> None:
    prediction = told(land(cliff(12), at=(0.5, 76.0, 0.5)), Press(("forward",), 10, 0.0))
    assert prediction.mode.reason is None
    weak = land(cliff(12), at=(0.5, 76.0, 0.5))
    weak = msgspec.structs.replace(weak, body=msgspec.structs.replace(weak.body, health=9.0))
    assert told(weak, Press(("forward",), 10, 0.0)).mode.reason == "died"


def test_what_was_never_seen_makes_it_a_guess(land) -> None:
    seen = told(land(), Press(("forward",), 60, 0.0))
    unseen = told(land({(x, y, -6): None for x in range(-3, 4) for y in range(60, 70)}), Press(("forward",), 60, 0.0))
    assert seen.p_success == 1
    assert 0 < unseen.p_success < 1
    assert unseen.tolerance > seen.tolerance
    assert unseen.ticks.p90 > unseen.ticks.p50
    assert unseen.novelty > 0


def test_an_unseen_floor_is_no_bottomless_pit(land) -> None:
    abyss = {(x, y, z): None for x in range(-3, 4) for y in range(60, 64) for z in range(-20, -4)}
    told_so = told(land(abyss), Press(("forward",), 100, 0.0))
    assert told_so.p_success < 1
    assert told_so.mode.end is not None
    assert 63 <= told_so.mode.end.y <= 64


def test_the_unseen_behind_a_wall_does_not_matter(land) -> None:
    wall = {(x, y, -3): "stone" for x in range(-3, 4) for y in range(64, 67)} | {(x, y, -4): None for x in range(-3, 4) for y in range(60, 70)}
    assert told(land(wall), Press(("forward",), 40, 0.0)).p_success == 1


def test_an_imagined_body_ends_as_it_is_told(land) -> None:
    world = ImaginedWorld(Rules(), land(), seed=1)
    outcome = world.act(Control((Press(("forward", "sprint"), 9, 0.5), Press(("forward", "sprint", "jump"), 1))))
    after = world.observe()
    assert outcome.motion == world.predictions[0].mode.motion
    assert after.body.pos == outcome.end
    assert after.body.yaw == 0.5
    assert after.leap is not None
    assert (after.leap.start, after.leap.end, after.leap.wet) == (Vec(0.5, 64.0, 0.5), outcome.end, False)
