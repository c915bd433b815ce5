"""How long dreams stay true, on a flat land, by hand."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from worldsim.actions import Action, Craft, Explore, Mine, Wait
from worldsim.change import Change, Outcome
from worldsim.errors import ModelDown
from worldsim.measuring.rollout import curve, faithful, half_life, rollouts, windows
from worldsim.models import Null
from worldsim.prediction import Branch, Prediction
from worldsim.space import Pos
from worldsim.transitions import Transition


class Forgets:
    """Says of every craft that it gives two sticks; of the third action that nothing happens."""

    name = "forgets"

    def predict(self, state, actions: Sequence[Action]) -> list[Prediction]:
        known = [Change(inventory={"stick": 2}), Change(inventory={"stick": 2}), Change()]
        return [Prediction(action=action, branches=(Branch(p=1.0, change=known[min(k, 2)]),)) for k, action in enumerate(actions)]


def crafts(land, count: int, episode: str = "seed 1 a") -> list[Transition]:
    """Each step really gives two sticks."""
    steps = []
    for k in range(count):
        before, after = (land(inventory={"stick": 2 * n} if n else {}) for n in (k, k + 1))
        outcome = Outcome(action=Craft("stick"), status="done", change=Change(inventory={"stick": 2}), end=before.body.pos, ticks=2)
        steps.append(Transition(episode=episode, step=k + 1, before=before, action=Craft("stick"), outcome=outcome, after=after))
    return steps


def test_open_loop_and_anchored(land, known) -> None:
    found = rollouts(Forgets(), crafts(land, 6), known, horizon=6, every=2)
    assert found.windows == 1
    # Open loop: right, right, and never again. From the real state again after each two: always right.
    assert found.open_loop.fid == (1.0, 1.0, 0.0, 0.0, 0.0, 0.0)
    assert found.anchored.fid == (1.0,) * 6
    assert found.open_loop.k50 == 2.5  # the line from 1 at 2 to 0 at 3
    assert found.anchored.k50 is None


def test_who_covers_nothing_and_who_is_down_is_wrong(land, known) -> None:
    class Down:
        name = "down"

        def predict(self, state, actions):
            raise ModelDown("gone")

    for model in (Null(), Down()):
        assert rollouts(model, crafts(land, 2), known, horizon=2).open_loop.fid == (0.0, 0.0)


def test_curves_count_the_windows_that_are_long_enough() -> None:
    found = curve([[True, True, False], [True, False], [False]], horizon=4)
    assert found.fid == (pytest.approx(2 / 3), 0.5, 0.0, None)
    assert found.n == (3, 2, 1, 0)
    assert found.k50 == 2.0


def test_half_life_on_a_line() -> None:
    assert half_life([0.8, 0.6, 0.2]) == pytest.approx(2.25)
    assert half_life([0.4]) == pytest.approx(1 / 1.2)
    assert half_life([0.9, 0.9]) is None


def test_windows_end_where_nobody_could_know(land) -> None:
    steps = crafts(land, 7)
    unseen = Pos(50, 64, 0)
    known_later = land({(50, 64, 0): "oak_log"})
    looked = Outcome(action=Explore(), status="done", end=steps[0].before.body.pos, ticks=9)
    steps[2] = Transition(episode="seed 1 a", step=3, before=steps[2].before, action=Explore(), outcome=looked, after=steps[2].after)
    mined = Outcome(action=Mine(unseen), status="failed", reason="no_path", end=known_later.body.pos, ticks=1)
    steps[5] = Transition(episode="seed 1 a", step=6, before=known_later, action=Mine(unseen), outcome=mined, after=known_later)
    assert [[step.step for step in window] for window in windows(steps, 20)] == [[1, 2], [4, 5], [6, 7]]
    # A cell that is as unknown at the step itself cuts nothing: that it is unknown can be foreseen.
    blind = Outcome(action=Mine(unseen), status="failed", reason="unknown_block", end=known_later.body.pos, ticks=0)
    steps[5] = Transition(episode="seed 1 a", step=6, before=land(), action=Mine(unseen), outcome=blind, after=land())
    assert [[step.step for step in window] for window in windows(steps, 3)] == [[1, 2], [4, 5, 6], [7]]


def test_episodes_are_not_joined(land) -> None:
    assert [len(window) for window in windows(crafts(land, 2) + crafts(land, 3, "seed 1 b"))] == [2, 3]


def test_what_makes_a_state_right(land) -> None:
    real = land(inventory={"stick": 2})
    assert faithful(land(inventory={"stick": 2}, at=(1.9, 64.0, 0.5)), real, [])
    assert not faithful(land(inventory={"stick": 2}, at=(2.1, 64.0, 0.5)), real, [])
    assert not faithful(land(inventory={"stick": 3}), real, [])
    dug = land({(2, 63, 0): "air"}, inventory={"stick": 2})
    assert not faithful(dug, real, [Pos(2, 63, 0)])
    assert faithful(dug, real, [Pos(3, 63, 0)])


def test_waiting_is_easy(land, rules, known) -> None:
    state = land()
    outcome = Outcome(action=Wait(5), status="done", end=state.body.pos, ticks=5)
    step = Transition(episode="run", step=1, before=state, action=Wait(5), outcome=outcome, after=state)
    assert rollouts(rules, [step], known).open_loop.fid[0] == 1.0
