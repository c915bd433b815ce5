"""What was tried so far, and the protocol of whoever says what comes next."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Protocol, runtime_checkable

import msgspec

from curriculum.request import Request
from worldsim.blueprint import Blueprint
from worldsim.change import Reason
from worldsim.goals import Built, Task
from worldsim.space import Pos
from worldsim.state import State

if TYPE_CHECKING:
    import networkx


class Attempt(msgspec.Struct, frozen=True):
    """A task that was worked on, and how that ended. `reason`: for people, why it failed."""

    task: Task
    done: bool
    reason: str = ""
    tick: int = 0  #: when it ended
    cause: Reason | None = None  #: why it failed, for code
    died_at: Pos | None = None  #: where the body was when it died of it; None: it did not
    put_off: bool = False  #: it was begun, and waits for something more urgent: neither done nor failed
    refused: bool = False  #: no dream of it passed, so nothing was done


class Progress(msgspec.Struct, frozen=True):
    """All attempts at one request, oldest first."""

    history: tuple[Attempt, ...] = ()

    def after(self, task: Task, done: bool, reason: str = "", *, tick: int = 0, cause: Reason | None = None, died_at: Pos | None = None) -> Progress:
        """The progress with one more attempt."""
        return Progress((*self.history, Attempt(task, done, reason, tick, cause, died_at)))

    def refusing(self, task: Task, reason: str, *, tick: int = 0, cause: Reason | None = None) -> Progress:
        """The progress when no dream of a task passed."""
        return Progress((*self.history, Attempt(task, False, reason, tick, cause, refused=True)))

    def begun(self, task: Task, *, tick: int = 0) -> Progress:
        """The progress when a task is put off. What is half built is remembered, to be gone on with; of all else nothing is left to remember."""
        return Progress((*self.history, Attempt(task, False, tick=tick, put_off=True))) if isinstance(task.goal, Built) else self

    @property
    def steps(self) -> Progress:
        """The attempts that were to bring what was asked for nearer, to their end: all but upkeep."""
        return Progress(tuple(attempt for attempt in self.history if not attempt.task.upkeep and not attempt.put_off))

    @property
    def last(self) -> Attempt | None:
        return self.history[-1] if self.history else None

    def failures(self, task: Task) -> int:
        """How often tasks of this kind failed since one of them was done. Of one kind: their names differ in numbers only."""
        kind, count = _kind(task), 0
        for attempt in reversed(self.history):
            if _kind(attempt.task) == kind:
                if attempt.done:
                    break
                count += not attempt.put_off
        return count

    def in_vain(self, task: Task, tick: int) -> bool:
        """Whether this very task was just refused, at the same time: its dreams would be the same. Who would die of it may rest first."""
        last = self.last
        if last is None or not last.refused or last.cause == "died":
            return False
        return (last.tick, last.task.name, last.task.goal) == (tick, task.name, task.goal)

    def buildings(self) -> dict[Blueprint, int]:
        """What was to be built, oldest first by its last attempt, and how often that failed."""
        found: dict[Blueprint, int] = {}
        for attempt in self.history:
            if isinstance(attempt.task.goal, Built):
                blueprint = attempt.task.goal.blueprint
                found[blueprint] = found.pop(blueprint, 0) + (not attempt.done and not attempt.put_off)
        return found


class NoWay(Exception):
    """Nothing that is known leads on; the text is one line for people. Becomes a GiveUp."""


class GiveUp(msgspec.Struct, frozen=True):
    """No task is left that could lead to the goal in these circumstances; `why` is one line for people."""

    why: str


@runtime_checkable
class Curriculum(Protocol):
    """Whoever decides what comes next: rules, a language model, a user's own class. A pure function of what it is given."""

    name: str

    def propose(self, request: Request, state: State, progress: Progress) -> Task | GiveUp | None:
        """The next task, which does not hold yet, and in `why` the reason that it is next.

        None when what was requested holds; GiveUp rather than the same for ever.
        """
        ...

    def plan(self, request: Request, state: State) -> networkx.DiGraph[str]:
        """All tasks that are foreseen from here: a DAG over their names, an edge from what has to be done first; nodes carry `task`."""
        ...


def _kind(task: Task) -> str:
    return re.sub(r"-?\d+", "#", task.name)
