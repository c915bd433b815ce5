"""What a run's folder tells, in the order of its attempts and steps; as far as it was written, if the run was killed or still goes on."""

from __future__ import annotations

from pathlib import Path

import msgspec

from agent.record import Spec
from agent.runs.folder import SPEC, Run
from agent.summary import Summary
from worldsim.actions import Action
from worldsim.change import Outcome
from worldsim.compare import Comparison
from worldsim.events import (
    Acted,
    Asked,
    Compared,
    Decomposed,
    Designed,
    Dreamed,
    Ended,
    Event,
    Judged,
    Learned,
    Observation,
    Predicted,
    Proposed,
    PutOff,
    Redreamed,
    Replanned,
    Wrote,
)
from worldsim.goals import Task, Verdict
from worldsim.prediction import Prediction


class Step(msgspec.Struct, kw_only=True):
    """One action: what was expected of it, what happened, and how the two compare; each None where the record ends before it."""

    number: int
    prediction: Prediction
    outcome: Outcome | None = None
    comparison: Comparison | None = None
    tick: int = 0  #: of the world, at its end
    seconds: float = 0.0  #: of wall time
    redreamed: Redreamed | None = None  #: the rest of the program, dreamed again after it

    @property
    def action(self) -> Action:
        return self.prediction.action

    @property
    def surprising(self) -> bool:
        return self.comparison is not None and not self.comparison.met

    @property
    def failed(self) -> bool:
        return self.outcome is not None and not self.outcome.ok


class Attempt(msgspec.Struct, kw_only=True):
    """One task, from its proposal to the verdict or the new plan."""

    task: Task
    outlook: tuple[str, ...] = ()
    needs: tuple[tuple[str, str], ...] = ()
    tick: int = 0
    dreams: list[Dreamed] = []
    written: list[Wrote] = []
    steps: list[Step] = []
    learned: list[Learned] = []
    verdict: Verdict | None = None
    replanned: Replanned | None = None
    put_off: PutOff | None = None  #: for something more urgent; the task comes again

    @property
    def chosen(self) -> Dreamed | None:
        """The dream that was acted out."""
        return next((dream for dream in reversed(self.dreams) if dream.chosen), None)


class Account(msgspec.Struct, kw_only=True):
    """All that a report is made of."""

    name: str  #: of the folder
    folder: Path
    spec: Spec
    written: bytes  #: spec.json as it lies on disk
    summary: Summary
    notes: list[str] = []  #: what is to be known of its files
    attempts: list[Attempt] = []
    steps: list[Step] = []
    observations: list[Observation] = []
    asked: list[Asked] = []
    decomposed: list[Decomposed] = []
    designed: list[Designed] = []
    redreams: list[Redreamed] = []
    ended: Ended | None = None  #: None: the record breaks off

    @property
    def goal(self) -> str:
        return self.summary.goal or ("goals of its own" if self.spec.settings.explore else "no goal in words")


def read_account(folder: Path) -> Account:
    """Read a run. Raises UsageError for what is none, and for files that are damaged before their last line."""
    run = Run(folder)
    told, lines = run.told()
    account = Account(name=run.name, folder=folder, spec=run.spec, summary=run.summary(told), written=(folder / SPEC).read_bytes())
    for event in run.events() if lines else []:
        _take(account, event)
    account.notes.extend(run.notes)
    return account


def _take(account: Account, event: Event) -> None:
    """Put one event where it belongs."""
    attempt = account.attempts[-1] if account.attempts else None
    step = account.steps[-1] if account.steps else None
    match event:
        case Observation():
            account.observations.append(event)
        case Proposed():
            account.attempts.append(Attempt(task=event.task, outlook=event.outlook, needs=event.needs, tick=event.tick))
        case Asked():
            account.asked.append(event)
        case Decomposed():
            account.decomposed.append(event)
        case Designed():
            account.designed.append(event)
        case Ended():
            account.ended = event
        case Predicted():
            step = Step(number=event.step, prediction=event.prediction, tick=event.tick)
            account.steps.append(step)
            if attempt is not None:
                attempt.steps.append(step)
        case Acted() if step is not None and step.number == event.step:
            step.outcome, step.tick, step.seconds = event.outcome, event.tick, event.seconds
        case Compared() if step is not None and step.number == event.step:
            step.comparison = event.comparison
        case Redreamed():
            account.redreams.append(event)
            if step is not None:
                step.redreamed = event
        case _ if attempt is not None:
            _to_attempt(attempt, event)
        case _:
            pass


def _to_attempt(attempt: Attempt, event: Event) -> None:
    match event:
        case Dreamed():
            attempt.dreams.append(event)
        case Wrote():
            attempt.written.append(event)
        case Learned():
            attempt.learned.append(event)
        case Judged(task=name, verdict=verdict) if name is not None:
            attempt.verdict = verdict
        case Replanned():
            attempt.replanned = event
        case PutOff():
            attempt.put_off = event
        case _:
            pass
