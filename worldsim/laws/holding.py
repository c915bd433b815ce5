"""equip: what is carried can be held."""

from __future__ import annotations

from worldsim.actions import Equip
from worldsim.facts import Facts
from worldsim.laws.parts import SOURCES, STILL
from worldsim.prediction import Branch, Prediction, Quantiles, fails
from worldsim.state import State

_TICKS = Quantiles(0, 2, 4)


def predict(state: State, action: Equip, facts: Facts) -> Prediction:
    """no_item if it is not carried."""
    if state.count(action.item) < 1:
        return fails(action, "no_item", f"needs 1 {action.item}, has 0", ticks=_TICKS, sources=SOURCES, tolerance=STILL)
    return Prediction(action=action, branches=(Branch(p=1.0),), ticks=_TICKS, tolerance=STILL, sources=SOURCES)


RULES = {Equip: predict}
