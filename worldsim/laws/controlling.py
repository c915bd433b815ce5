"""control: what holding keys does to the body, by its physics."""

from __future__ import annotations

from worldsim.actions import Control
from worldsim.facts import Facts
from worldsim.prediction import Branch, Prediction
from worldsim.state import State


def predict(state: State, action: Control, facts: Facts) -> Prediction:
    """Nobody knows yet."""
    return Prediction(action=action, branches=(Branch(p=0.5), Branch(p=0.5, status="failed")), covers=(), novelty=1.0)


RULES = {Control: predict}
