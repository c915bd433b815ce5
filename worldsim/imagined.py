"""The imagined world: a state, and a model that says what an action makes of it. It keeps the contract of the real one."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from random import Random

import msgspec

from worldsim.actions import Action, Craft, Equip, Explore, Wait
from worldsim.apply import apply
from worldsim.change import Outcome
from worldsim.facts import Facts, facts
from worldsim.prediction import Branch, Prediction, Quantiles
from worldsim.space import Pos
from worldsim.state import State
from worldsim.world import Witness, WorldModel


class ImaginedWorld:
    """A seeded sample of what may happen: the same seed and actions give the same world.

    `predictions` and `outcomes` are what was dreamed so far. `hypothetical` are the cells that nobody saw: once the dream has gone
    exploring, or touches one of them, what is predicted of places hangs on them, and is marked as not scored.
    """

    def __init__(self, model: WorldModel, state: State, seed: int = 0, known: Facts | None = None) -> None:
        self.model = model
        self.predictions: list[Prediction] = []
        self.outcomes: list[Outcome] = []
        self.hypothetical: set[Pos] = set()
        self.adrift = False  #: the body stands, or digs, where no one knows
        self.likelihood = 1.0  #: of all that was sampled so far, durations aside
        self._state = state
        self._facts = known or facts()
        self._dice = Random(seed)

    def observe(self) -> State:
        """The state now."""
        return self._state

    def suppose(self, cells: Mapping[Pos, int]) -> None:
        """From here on these cells, which nobody saw, hold these state ids: a guess, for a dream that is to go on where none can look."""
        self._state = msgspec.structs.replace(self._state, blocks=self._state.blocks.with_cells(cells))
        self.hypothetical.update(cells)

    def act(self, action: Action) -> Outcome:
        """Ask the model, throw the dice, and go there. Raises only what the model raises (ModelDown)."""
        prediction = self.model.predict(self._state, [action])[0]
        self.adrift = self.adrift or getattr(action, "pos", None) in self.hypothetical
        if self.adrift and not isinstance(action, Craft | Equip | Wait):
            prediction = msgspec.structs.replace(prediction, scored=False)
        branch = self._branch(prediction)
        ticks = self._ticks(prediction.ticks)
        before = self._state
        told = self.model.after(before, action) if isinstance(self.model, Witness) else None
        self._state = told or apply(before, action, branch, ticks, self._facts)
        self.hypothetical.update(seen.pos for seen in branch.reveals)
        self.adrift = self.adrift or isinstance(action, Explore)
        outcome = Outcome(
            action=action,
            status=branch.status,
            reason=branch.reason,
            note=branch.note,
            change=branch.change,
            env=branch.env,
            end=self._state.body.pos,
            ticks=ticks,
            discovered=len(branch.reveals),
            motion=branch.motion,
        )
        self.predictions.append(prediction)
        self.outcomes.append(outcome)
        return outcome

    def _branch(self, prediction: Prediction) -> Branch:
        branches = prediction.branches
        if len(branches) == 1:
            return branches[0]
        point = self._dice.random() * sum(branch.p for branch in branches)
        for branch in branches:
            point -= branch.p
            if point < 0:
                break
        self.likelihood *= branch.p
        return branch

    def _ticks(self, spread: Quantiles) -> int:
        return max(0, round(quantile(spread, self._dice.random())))


def quantile(spread: Quantiles, u: float) -> float:
    """The value below which a share `u` (0-1) lies: straight lines through p10, p50 and p90, and half a step beyond at both ends."""
    low = spread.p10 - (spread.p50 - spread.p10) / 2
    high = spread.p90 + (spread.p90 - spread.p50) / 2
    shares, values = (0.0, 0.1, 0.5, 0.9, 1.0), (low, spread.p10, spread.p50, spread.p90, high)
    right = max(1, bisect_left(shares, u))
    part = (u - shares[right - 1]) / (shares[right] - shares[right - 1])
    return values[right - 1] + part * (values[right] - values[right - 1])
