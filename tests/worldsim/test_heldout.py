"""Learning and scoring on different seeds."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from worldsim.actions import Action, Craft, Wait
from worldsim.change import Change, Outcome
from worldsim.errors import UsageError
from worldsim.learning.heldout import scored, seed_of, split
from worldsim.models import nothing
from worldsim.prediction import Prediction, certain
from worldsim.state import State
from worldsim.transitions import Transition

Land = Callable[..., State]


def step(state: State, episode: str, action: Action, gains: int = 0, status: str = "done") -> Transition:
    change = Change(inventory={"stick": gains} if gains else {})
    outcome = Outcome(action=action, status=status, change=change, end=state.body.pos, ticks=2)  # type: ignore[arg-type]
    return Transition(episode=episode, step=1, before=state, action=action, outcome=outcome, after=state)


@pytest.mark.parametrize(
    ("episode", "seed"),
    [("seed 3 bare", "3"), ("seed -12", "-12"), ("20261122-162356-build-a-house-s7", "7"), ("my own run", "my own run")],
)
def test_the_seed_of_an_episode(episode: str, seed: str) -> None:
    assert seed_of(episode) == seed


def test_no_seed_is_on_both_sides(land: Land) -> None:
    state = land()
    steps = [step(state, f"seed {seed} {scene}", Wait(1)) for seed in (1, 2, 10, 3, 4) for scene in ("bare", "wood") for _ in range(4)]
    parts = split(steps, ["waiting"], 500)
    assert (parts.seeds, parts.other_seeds) == (("1", "2", "3"), ("4", "10"))
    assert ({seed_of(one.episode) for one in parts.held_out}, len(parts.held_out)) == ({"4", "10"}, 16)
    assert len(parts.training["waiting"]) == 24


def test_what_a_small_family_leaves_is_for_the_others(land: Land) -> None:
    state = land()
    steps = [step(state, f"seed {seed}", action) for seed in (1, 2) for action in [Wait(1)] * 5 + [Craft("stick")] * 100]
    steps.append(step(state, "seed 1", Wait(1), status="interrupted"))
    parts = split(steps, ["crafting", "waiting"], 50)
    assert {family: len(log) for family, log in parts.training.items()} == {"crafting": 45, "waiting": 5}
    assert parts == split(steps, ["crafting", "waiting"], 50), "the same seed draws the same steps"


def test_one_seed_is_not_enough(land: Land) -> None:
    with pytest.raises(UsageError, match="on at least 2 seeds, found 1"):
        split([step(land(), "seed 1", Wait(1))], ["waiting"], 10)


def test_exact_times_coverage_by_hand(land: Land) -> None:
    class SticksOnly:
        name = "says of sticks that one is gained, and nothing of the rest"

        def predict(self, state: State, actions: Sequence[Action]) -> list[Prediction]:
            return [certain(a, Change(inventory={"stick": 1})) if a == Craft("stick") else nothing(a) for a in actions]

    state = land()
    right, wrong, silent = step(state, "s", Craft("stick"), 1), step(state, "s", Craft("stick"), 2), step(state, "s", Craft("torch"), 3)
    share = scored(SticksOnly(), [right, right, wrong, silent, step(state, "s", Craft("bow"))])["crafting"]
    assert (share.n, share.spoke, share.right, share.changing, share.changing_spoke, share.changing_right) == (5, 3, 2, 4, 3, 2)
    assert share.coverage == pytest.approx(3 / 5)
    assert share.exact == pytest.approx(2 / 3)
    assert share.headline == pytest.approx(2 / 5)
    assert share.headline_changing == pytest.approx(2 / 4)
