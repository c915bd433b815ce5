"""wait: time passes, and nothing else is known to happen."""

from __future__ import annotations

from worldsim.actions import Wait
from worldsim.facts import Facts
from worldsim.laws.parts import SOURCES, STILL
from worldsim.prediction import Branch, Prediction, Quantiles
from worldsim.state import State


def predict(state: State, action: Wait, facts: Facts) -> Prediction:
    """Always done."""
    ticks = max(0, action.ticks)
    return Prediction(action=action, branches=(Branch(p=1.0),), ticks=Quantiles(ticks, ticks + 1, ticks + 3), tolerance=STILL, sources=SOURCES)


RULES = {Wait: predict}
