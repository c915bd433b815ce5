"""The learned laws as a world model: it speaks where one of its laws does, and covers nothing elsewhere. What really happens is its evidence."""

from __future__ import annotations

from collections.abc import Sequence
from math import log

import msgspec

from worldsim.actions import Action
from worldsim.apply import apply
from worldsim.change import Outcome
from worldsim.compare import FLOOR, compare
from worldsim.facts import Facts, facts
from worldsim.laws import law_of
from worldsim.learning.lawbook import Broken, LawBook
from worldsim.learning.lawcode import problems
from worldsim.learning.laweffect import BadAnswer, Effect, prediction_of
from worldsim.learning.lawstore import LawStore, Status
from worldsim.models import nothing
from worldsim.prediction import Prediction
from worldsim.state import State

#: Hearsay is asked first: a rule sheet tells what is not as it was.
_BELIEVED: tuple[Status, ...] = ("hearsay", "active")
_WATCHED: tuple[Status, ...] = ("hearsay", "active", "shadow")


class Said(msgspec.Struct, frozen=True):
    """What one law says of one action."""

    law: str
    prediction: Prediction


class Learned:
    """Laws of a store, read when it is made. A context manager: leaving it frees the sandbox's worker.

    `refused`: laws that cannot be run, and why. `learn` keeps their evidence, also that of laws which are not believed yet.
    """

    def __init__(self, store: LawStore, known: Facts | None = None) -> None:
        self.name = "learned"
        self.store = store
        self.facts = known or facts()
        found = {law.name: problems(law.source) for law in store.of(_WATCHED)}
        self.refused = {name: "; ".join(texts) for name, texts in found.items() if texts}
        self._book = LawBook({name: store.laws[name].source for name, texts in found.items() if not texts})

    def __enter__(self) -> Learned:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Give the sandbox's worker back; asking again takes a new one."""
        self._book.close()

    def predict(self, state: State, actions: Sequence[Action]) -> list[Prediction]:
        """One prediction an action; it covers nothing where no law speaks. Raises SandboxDead."""
        predictions = []
        for number, action in enumerate(actions):
            said = self._ask(state, action, _BELIEVED)
            prediction = said[0].prediction if said else nothing(action)
            predictions.append(prediction)
            if number + 1 < len(actions):
                state = apply(state, action, prediction.mode, round(prediction.ticks.p50), self.facts)
        return predictions

    def knows(self, state: State, action: Action) -> bool:
        """Whether a law that is believed speaks of the action in this state. Raises SandboxDead."""
        return bool(self._ask(state, action, _BELIEVED))

    def learn(self, prediction: Prediction, state: State, outcome: Outcome) -> None:
        """Hold every law that speaks of it against what happened: support, contradictions, status. `prediction` is whatever was believed.

        Raises RecordBroken, SandboxDead.
        """
        if outcome.status == "interrupted":  # somebody or something else stopped it: no law's fault
            return
        for said in self._ask(state, outcome.action, _WATCHED):
            law = self.store.laws[said.law]
            self.store.save(law.counted(agrees(said.prediction, state, outcome)))

    def _ask(self, state: State, action: Action, statuses: Sequence[Status]) -> list[Said]:
        """The laws of the action's family that speak, in the order in which they are believed."""
        family = law_of(action)
        names = [law.name for law in self.store.of(statuses) if law.family == family and law.name in self._book.sources]
        said = []
        for name, answer in zip(names, self._book.ask(state, action, names), strict=True) if names else ():
            prediction = predicted(answer, state, action, self.facts)
            if isinstance(prediction, Prediction):
                law = self.store.laws[name]
                said.append(Said(name, msgspec.structs.replace(prediction, novelty=1 / (2 + law.support))))
        return said


def predicted(answer: Effect | Broken | None, state: State, action: Action, known: Facts) -> Prediction | Broken | None:
    """What a law's answer predicts; None: it is silent; Broken: what it answered cannot be."""
    if not isinstance(answer, Effect):
        return answer
    try:
        return prediction_of(answer, state, action, known)
    except BadAnswer as error:
        return Broken(str(error))


def agrees(prediction: Prediction, state: State, outcome: Outcome) -> bool:
    """Whether what happened is one of the ways that a law named."""
    comparison = compare(prediction, state, outcome)
    return comparison.exact or comparison.surprise < -log(FLOOR)
