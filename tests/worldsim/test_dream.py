"""Dreams: seeded samples, with the typed reason of what goes wrong."""

from __future__ import annotations

import pytest

from worldsim.actions import Craft, Dig, Explore, Mine, Place, Wait
from worldsim.dream import MOST_CALLS, dream
from worldsim.space import Pos
from worldsim.views import count, nearest
from worldsim.world import PlayResult, World

LEAVES = {(x, 64, z): "oak_leaves" for x in range(-4, 5) for z in (1, 2)}


def dig_until_sapling(world: World) -> PlayResult:
    """The lottery of which the mode never wins."""
    calls = 0
    while count(world.observe(), "oak_sapling") < 1:
        at = nearest(world.observe(), ["oak_leaves"])
        if at is None:
            return PlayResult(False, "no more leaves", calls)
        world.act(Mine(Pos(*at)))
        calls += 1
    return PlayResult(True, calls=calls)


def test_a_lottery_ends(rules, land) -> None:
    found = dream(dig_until_sapling, land(LEAVES), rules, k=24, seed=1)
    # 18 leaves at 5 %: 1 - 0.95^18 = 0.603
    assert found.rollouts == 24
    assert 0.35 < found.p_success < 0.85
    assert found.low < found.p_success < found.high
    assert found.ticks.p10 < found.ticks.p90


def test_the_same_seed_gives_the_same_dream(rules, land) -> None:
    def outcomes(seed: int) -> list[object]:
        return [run.outcomes for run in dream(dig_until_sapling, land(LEAVES), rules, k=3, seed=seed).runs]

    assert outcomes(4) == outcomes(4)
    assert outcomes(4) != outcomes(5)


def test_where_chance_plays_no_part_one_rollout_is_enough(rules, land) -> None:
    def play(world: World) -> PlayResult:
        done = [world.act(action).ok for action in (Craft("oak_planks"), Place("oak_planks", Pos(1, 64, 1)), Wait(20))]
        return PlayResult(all(done), calls=3)

    sure = dream(play, land(inventory={"oak_log": 1}), rules, k=8)
    assert (sure.rollouts, sure.actions, sure.p_success, sure.failing_step, sure.note) == (1, 3.0, 1.0, None, "")
    assert (sure.materials, sure.gathered, sure.horizon) == ({"oak_planks": 1.0}, {}, None)
    assert 20 <= sure.ticks.p50 <= 40
    # As sure as eight rollouts that all end well: Wilson, 8 of 8.
    assert (sure.low, sure.high) == pytest.approx((0.6756, 1.0), abs=0.0001)


def test_a_failure_has_its_step_and_its_reason(rules, land) -> None:
    def play(world: World) -> PlayResult:
        world.act(Wait(5))
        return PlayResult(world.act(Craft("oak_door")).ok and world.act(Wait(5)).ok, calls=2)

    broken = dream(play, land(inventory={"oak_planks": 6}), rules)
    assert (broken.p_success, broken.failing_step, broken.reason) == (0.0, 1, "no_table")
    assert "crafting table" in broken.note


def test_an_endless_play_is_stopped(rules, land) -> None:
    def play(world: World) -> PlayResult:
        while True:
            world.act(Wait(1))

    stopped = dream(play, land(), rules, k=1)
    assert (stopped.p_success, stopped.actions) == (0.0, MOST_CALLS)
    assert "2000" in stopped.note


def test_the_horizon_is_where_the_hypothetical_begins(rules, land) -> None:
    def play(world: World) -> PlayResult:
        world.act(Wait(1))
        for _ in range(20):
            if world.act(Explore(("oak_log",))).ok:
                break
        at = nearest(world.observe(), ["oak_log"])
        return PlayResult(at is not None and world.act(Mine(Pos(*at))).ok)

    far = dream(play, land(), rules, k=4, seed=2)
    assert far.p_success == 1.0
    assert far.horizon == 2
    assert far.gathered == {"oak_log": 1.0}
    assert far.novelty == 0.5


def test_digging_by_chance(rules, land) -> None:
    def play(world: World) -> PlayResult:
        for x in range(-2, 3):
            for z in (1, 2):
                world.act(Dig(Pos(x, 64, z)))
        return PlayResult(count(world.observe(), "oak_sapling", "stick", "apple") > 0)

    assert 0 <= dream(play, land(LEAVES), rules, k=16, seed=7).p_success < 0.5
