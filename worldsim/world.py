"""The protocols that everything is exchanged behind."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar, runtime_checkable

import msgspec

from worldsim.actions import Action
from worldsim.change import Outcome
from worldsim.prediction import Prediction
from worldsim.state import State

T = TypeVar("T")


class World(Protocol):
    """Something that can be looked at and acted in: imagined, embedded or foreign."""

    def observe(self) -> State:
        """All that is known now."""
        ...

    def act(self, action: Action) -> Outcome:
        """Do it, to its end. Begins and ends settled: on ground or in liquid, at rest. Raises only MachineryError."""
        ...


@runtime_checkable
class WorldModel(Protocol):
    """Whoever imagines. Exchangeable: rules, an LLM, a hybrid, nothing, a user's own class."""

    name: str

    def predict(self, state: State, actions: Sequence[Action]) -> list[Prediction]:
        """One prediction an action, each made as if the ones before it went as predicted. Never acts, never raises for a bad action."""
        ...


@runtime_checkable
class Learner(Protocol):
    """A world model that becomes wiser by what it sees. Optional: who has no `learn` is never told."""

    def learn(self, prediction: Prediction, state: State, outcome: Outcome) -> None:
        """`prediction` was made in `state`, and this is what really happened. Raises RecordBroken if it cannot be kept."""
        ...


@runtime_checkable
class Witness(Protocol):
    """A world model that has seen what it tells of. Optional: who has no `after` leaves it to what its predictions say."""

    def after(self, state: State, action: Action) -> State | None:
        """The whole state that `action`, which it has predicted in `state`, leads to; None where it has not seen it."""
        ...


class PlayResult(msgspec.Struct, frozen=True):
    """How a program, or any other policy, ended. `ok`: it says that it reached its end."""

    ok: bool
    note: str = ""
    calls: int = 0  #: actions and views


#: Anything that acts in a world until it is done: a program, a search, a person.
Play = Callable[[World], PlayResult]


class Ask(Protocol):
    """The seam to a language model."""

    def __call__(self, role: str, prompt: str, reply: type[T]) -> T:
        """Put `prompt` to the model that plays `role`; the answer is a validated `reply` struct. Raises ModelDown."""
        ...
