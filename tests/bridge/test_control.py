"""Keys held on the real server, against what imagined physics says they do. Flat ground, feet at y = 64."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bridge.server import EmbeddedServer
from bridge.world import Endpoint, MineflayerWorld
from worldsim.actions import Control, MoveTo, Press
from worldsim.change import Outcome
from worldsim.compare import Comparison, compare
from worldsim.facts import facts
from worldsim.goals import Crossed, Out
from worldsim.judging import judge
from worldsim.models import Rules
from worldsim.motor.manoeuvres import climb, leap, swim
from worldsim.space import Pos

#: A ditch of 3 blocks and 2 deep, a pond of 5, a pit of 2 x 2 and 1 deep, and a shaft of 5 x 3 and 5 deep.
GAP = [[[x, y, z], "air"] for x in range(-3, 4) for y in (62, 63) for z in (-7, -6, -5)]
POND = [[[x, y, z], "water"] for x in range(6, 11) for y in (62, 63) for z in range(-2, 3)]
PIT = [[[x, 63, z], "air"] for x in (-7, -6) for z in (0, 1)]
SHAFT = [[[x, y, z], "air"] for x in range(5) for y in range(59, 64) for z in (8, 9, 10)]


@pytest.fixture(scope="module")
def world() -> Iterator[MineflayerWorld]:
    scenario = {"terrain": "flat", "spawn": [0, 64, 0], "blocks": [*GAP, *POND, *PIT, *SHAFT]}
    with (
        EmbeddedServer(seed=5, scenario=scenario) as server,
        MineflayerWorld(Endpoint("127.0.0.1", server.port, server.control, server.token), facts().palette, warp=0) as world,
    ):
        yield world


def walk(world: MineflayerWorld, *cells: tuple[int, int]) -> None:
    for x, z in cells:
        assert world.act(MoveTo(Pos(x, 64, z))).ok


def hold(world: MineflayerWorld, *presses: Press) -> tuple[Outcome, Comparison]:
    """Predict, act, compare."""
    before, action = world.observe(), Control(presses)
    prediction = Rules().predict(before, [action])[0]
    outcome = world.act(action)
    comparison = compare(prediction, before, outcome)
    assert comparison.motion_error is not None, outcome
    assert comparison.motion_error < 1e-6
    assert comparison.motion_right == len(outcome.motion) == outcome.ticks
    assert comparison.ticks_in
    assert comparison.exact
    assert comparison.met
    return outcome, comparison


def test_a_gap_is_leapt(world: MineflayerWorld) -> None:
    walk(world, (0, -4), (0, 0))  # a look into it, and the run-up
    found = leap(world.observe(), Pos(0, 64, -8))
    assert found.presses, found.why
    outcome, _ = hold(world, *found.presses)
    assert outcome.ok
    assert outcome.end.z < -7
    assert outcome.end.y == 64.0
    verdict = judge(Crossed("gap", 3), world.observe())
    assert verdict.done, verdict.evidence
    walk(world, (5, -9), (5, 0))


def test_a_pond_is_swum(world: MineflayerWorld) -> None:
    walk(world, (5, 0))
    found = swim(world.observe(), Pos(11, 64, 0))
    assert found.presses, found.why
    outcome, _ = hold(world, *found.presses)
    assert outcome.end.x > 11
    verdict = judge(Crossed("water", 5), world.observe())
    assert verdict.done, verdict.evidence


def test_a_pit_is_left(world: MineflayerWorld) -> None:
    walk(world, (-5, 0))
    assert world.act(MoveTo(Pos(-6, 63, 0))).ok
    assert not judge(Out(), world.observe()).done
    found = climb(world.observe())
    assert found.presses, found.why
    outcome, _ = hold(world, *found.presses)
    assert outcome.end.y == 64.0
    assert judge(Out(), world.observe()).done


def test_all_keys_do_as_they_are_told(world: MineflayerWorld) -> None:
    walk(world, (-12, 10))
    outcome, _ = hold(
        world,
        Press(("forward", "left", "sprint"), 7, 1.2345678901234567),
        Press(("forward", "sprint", "jump"), 25),
        Press(("back",), 6, -2.5),
        Press(("right", "sneak"), 12, 123.456),
        Press(("left", "jump"), 3),
    )
    assert outcome.ok
    assert len(outcome.motion) > 53
    state = world.observe()
    assert state.body.yaw == 123.456
    assert state.body.pos == outcome.end == outcome.motion[-1].pos


def test_who_falls_too_deep_is_hurt_and_lets_go(world: MineflayerWorld) -> None:
    walk(world, (5, 9), (-1, 9))  # its floor is seen from across
    outcome, _ = hold(world, Press(("forward",), 60, -1.5707963267948966))
    assert (outcome.status, outcome.reason) == ("interrupted", None)
    assert outcome.change.health == -2  # 5 blocks, of which 3 are free (Minecraft Wiki, "Damage", falling)
    assert outcome.end.y == 59.0
    assert outcome.ticks < 60
