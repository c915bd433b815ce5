"""The critic: why a task failed, in words, for people and for memory. It is told typed facts, and never decides whether anything succeeded."""

from __future__ import annotations

import json
from collections import deque

import msgspec

from agent.doing import Tell
from worldsim.actions import describe
from worldsim.change import Change, Outcome, Reason
from worldsim.compare import altered
from worldsim.errors import ModelDown
from worldsim.events import Acted, Event, Predicted
from worldsim.prediction import Prediction
from worldsim.prompting import filled, prompt, quoted
from worldsim.world import Ask

#: Words of an explanation; characters of a prompt, of a text in it, and of an explanation.
WORDS, _BUDGET, _TEXT, _LONGEST = 60, 4_000, 300, 600
#: Steps that are remembered, and altered things that are told of each.
_STEPS, _ATOMS = 3, 6


class Tried(msgspec.Struct, frozen=True):
    """An action: what was expected of it, and what happened."""

    action: str
    expected: str
    happened: str


class Failure(msgspec.Struct, frozen=True, kw_only=True):
    """The typed facts of a task that is not done. `steps`: the last actions, oldest first; none if it was only dreamed."""

    task: str
    program: str = ""
    reason: Reason | None = None
    note: str = ""
    steps: tuple[Tried, ...] = ()


class Explanation(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a model answers."""

    words: str


class Critic:
    """Puts failures into words: a model's where one plays the role, else a plain sentence made of the same facts."""

    def __init__(self, ask: Ask | None = None) -> None:
        self.ask = ask

    def explain(self, failure: Failure) -> str:
        """One line of at most WORDS words from a model; the plain sentence without one, and where it is down, spent or says nothing."""
        if self.ask is None:
            return plain(failure)
        try:
            said = self.ask("critic", _prompt(failure), Explanation).words
        except ModelDown:
            return plain(failure)
        return _short(said) or plain(failure)


class Witness:
    """Listens to a run and remembers its last actions, for the critic."""

    def __init__(self, tell: Tell) -> None:
        self._tell = tell
        self._predicted: Prediction | None = None
        self._steps: deque[Tried] = deque(maxlen=_STEPS)

    def tell(self, event: Event) -> None:
        """Remember, and hand on."""
        if isinstance(event, Predicted):
            self._predicted = event.prediction
        elif isinstance(event, Acted) and self._predicted is not None:
            self._steps.append(tried(self._predicted, event.outcome))
        self._tell(event)

    def take(self) -> tuple[Tried, ...]:
        """The last actions since it was asked before, oldest first."""
        steps = tuple(self._steps)
        self._steps.clear()
        return steps


def tried(prediction: Prediction, outcome: Outcome) -> Tried:
    """A prediction beside what happened."""
    mode = prediction.mode
    share = f"{prediction.p_success:.0%} sure to succeed"
    expected = f"{share}: {_changes(mode.change)}" if mode.status == "done" else f"{share}; {mode.status} ({_why(mode.reason, mode.note)})"
    happened = f"done: {_changes(outcome.change)}" if outcome.ok else f"{outcome.status} ({_why(outcome.reason, outcome.note)})"
    return Tried(describe(outcome.action), expected, happened)


def plain(failure: Failure) -> str:
    """The facts as one sentence, without a model."""
    note = failure.note or (failure.reason or "nobody knows why").replace("_", " ")
    if not failure.steps:
        return note
    last = failure.steps[-1]
    return f"{note}; of its last action, {last.action}, it expected {last.expected}, and found {last.happened}"


def _prompt(failure: Failure) -> str:
    parts = {
        "most": str(WORDS),
        "task": quoted(failure.task, _TEXT),
        "program": quoted(failure.program, _TEXT),
        "note": quoted(failure.note, _TEXT),
        "reason": failure.reason or "none",
        "steps": [
            f"- {quoted(step.action)}: expected {quoted(step.expected, _TEXT)}, found {quoted(step.happened, _TEXT)}"
            for step in reversed(failure.steps)
        ],
    }
    return filled(prompt("agent", "critic"), _BUDGET, parts)


def _short(said: str) -> str:
    """On one line, without control characters, no longer than it may be."""
    words = str(json.loads(quoted(said, _LONGEST))).split()
    return " ".join(words) if len(words) <= WORDS else " ".join(words[:WORDS]) + " ..."


def _changes(change: Change) -> str:
    atoms = sorted(altered(change))
    told = [" ".join(part for part in (atom.family, atom.key, atom.value) if part) for atom in atoms[:_ATOMS]]
    return ", ".join([*told, *([f"{len(atoms) - _ATOMS} more"] if len(atoms) > _ATOMS else [])]) or "nothing altered"


def _why(reason: Reason | None, note: str) -> str:
    return ": ".join(part for part in ((reason or "").replace("_", " "), note) if part) or "no reason"
