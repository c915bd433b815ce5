"""World models that need no language model: the rules, and the one that expects nothing."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from worldsim import laws
from worldsim.actions import Action
from worldsim.apply import apply
from worldsim.facts import Facts, facts
from worldsim.prediction import Branch, Prediction
from worldsim.state import State


class Rules:
    """The laws, one action after the other. Families that are `withheld` (`worldsim.laws.LAWS`) are not spoken about, to measure what others know."""

    def __init__(self, known: Facts | None = None, withheld: Collection[str] = ()) -> None:
        self.name = "rules"
        self.facts = known or facts()
        self.withheld = frozenset(withheld)

    def predict(self, state: State, actions: Sequence[Action]) -> list[Prediction]:
        """One prediction an action; each from the state that the mode of the one before it leads to."""
        predictions = []
        for number, action in enumerate(actions):
            prediction = nothing(action) if laws.law_of(action) in self.withheld else laws.predict(state, action, self.facts)
            predictions.append(prediction)
            if number + 1 < len(actions):
                state = apply(state, action, prediction.mode, round(prediction.ticks.p50), self.facts)
        return predictions


class Null:
    """Expects nothing: nothing changes, success is a coin toss, and no family of atoms is spoken about. The floor of every comparison."""

    def __init__(self, known: Facts | None = None) -> None:
        self.name = "null"

    def predict(self, state: State, actions: Sequence[Action]) -> list[Prediction]:
        """The same for every action."""
        return [nothing(action) for action in actions]


def nothing(action: Action) -> Prediction:
    """The prediction of somebody who does not know."""
    return Prediction(action=action, branches=(Branch(p=0.5), Branch(p=0.5, status="failed")), covers=(), novelty=1.0)
