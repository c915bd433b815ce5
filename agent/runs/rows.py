"""One run's events folded into rows of the tables (agent/runs/columns.py): tuples in the order of their columns."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from agent.runs.columns_of_steps import LEAVES
from agent.runs.kinds import Table
from worldsim.actions import describe, name_of
from worldsim.change import Change, Status
from worldsim.compare import Atom
from worldsim.events import Acted, Asked, Compared, Dreamed, Event, Judged, Learned, Predicted, Proposed, Replanned
from worldsim.space import Vec

#: By the name of a table, its rows.
Rows = dict[str, list[tuple[Any, ...]]]

NAN = float("nan")
_NOWHERE = (NAN, NAN, NAN)
_BLANKS = ("",) * len(LEAVES)


def empty(tables: Iterable[Table]) -> Rows:
    """No rows yet."""
    return {table.name: [] for table in tables}


@dataclass
class _Task:
    """What is known so far of the task that is being pursued."""

    number: int = 0
    proposed: Proposed | None = None
    chosen: Dreamed | None = None
    dreams: int = 0
    first_step: float = NAN
    actions: int = 0
    met: int = 0
    ticks: int = 0
    judged: Judged | None = None
    replanned: Replanned | None = None

    def row(self, run: str) -> tuple[Any, ...]:
        assert self.proposed is not None
        task, chosen, judged, again = self.proposed.task, self.chosen, self.judged, self.replanned
        return (
            run, self.number, self.proposed.tick, task.name, task.why, task.goal.__struct_config__.tag,
            chosen.candidate.call or chosen.candidate.name if chosen else "", chosen.candidate.origin if chosen else "", self.dreams,
            chosen.p_success if chosen else NAN, chosen.ticks.p50 if chosen else NAN,
            self.actions, self.met, self.ticks, self.first_step,
            judged.verdict.done if judged else None, judged.verdict.progress if judged else NAN, judged.verdict.evidence if judged else "",
            again is not None, again.why if again else "", (again.reason or "") if again else "",
        )  # fmt: skip


@dataclass
class Fold:
    """Takes the events of one run, in order, and adds its rows to `into`; `end` adds the last task."""

    run: str
    into: Rows
    _task: _Task = field(default_factory=_Task)
    _predicted: Predicted | None = None
    _acted: Acted | None = None
    _expected: str = ""  #: of the action that goes on, in words
    _found: str = ""
    _action: tuple[str, str] = ("", "")  #: verb and call of the action that goes on

    def take(self, event: Event) -> None:
        """Add what one event tells."""
        match event:
            case Predicted():
                self._predict(event)
            case Acted():
                self._act(event)
            case Compared():
                self._compare(event)
            case Proposed():
                self.end()
                self._task = _Task(self._task.number + 1, event)
            case Dreamed():
                self._dream(event)
            case Judged(task=str()):
                self._task.judged = event
            case Replanned():
                self._task.replanned = event
            case Asked():
                self.into["calls"].append((
                    *self._here(event), event.role, event.model, event.tokens_in, event.tokens_out, event.cost, event.seconds,
                    event.cached, event.dialect, not event.error, event.error, event.prompt_hash,
                ))  # fmt: skip
            case Learned():
                self.into["skills"].append((*self._here(event), event.skill, event.verb, event.note, event.source_hash))
            case _:
                pass

    def end(self) -> None:
        """The task is over, or the record is."""
        if self._task.proposed is not None:
            self.into["tasks"].append(self._task.row(self.run))

    def _here(self, event: Event) -> tuple[str, int, int]:
        return self.run, self._task.number, event.tick

    def _dream(self, event: Dreamed) -> None:
        self._task.dreams += 1
        if event.chosen:
            self._task.chosen = event
        program = event.candidate
        self.into["dreams"].append((
            *self._here(event), program.call or program.name, program.origin, event.chosen, event.p_success, event.low, event.high, event.rollouts,
            event.actions, event.ticks.p10, event.ticks.p50, event.ticks.p90, event.failing_step, event.reason or "", event.note,
            event.novelty, event.horizon, event.llm_leaves, event.seconds,
        ))  # fmt: skip

    def _predict(self, event: Predicted) -> None:
        p = event.prediction
        self._predicted, self._action = event, (name_of(p.action), describe(p.action))
        mode, said = p.mode, {str(leaf.family): leaf.source for leaf in p.sources}
        change = changed(mode.change)
        self._expected = ended(mode.status, mode.reason, change)
        self.into["predictions"].append((
            self.run, event.step, event.tick, *self._action, p.p_success, len(p.branches), mode.status, mode.reason or "", mode.note,
            change, len(mode.change.inventory), len(mode.change.blocks), mode.change.health, *_place(mode.end), p.tolerance,
            p.ticks.p10, p.ticks.p50, p.ticks.p90, len(p.covers), *map(said.get, LEAVES, _BLANKS),
            [*said.values()].count("llm") / len(said) if said else 0.0,
            len(p.risks), sum([risk.p * risk.cost for risk in p.risks]), len(p.disputes), p.novelty, p.scored,
        ))  # fmt: skip

    def _act(self, event: Acted) -> None:
        self._acted = event
        out, change = event.outcome, event.outcome.change
        did = changed(change)
        self._found = ended(out.status, out.reason, did)
        self.into["outcomes"].append((
            self.run, event.step, event.tick, *self._action, out.status, out.status == "done", out.reason or "", out.note, did,
            len(change.inventory), len(change.blocks), change.health, change.food, *_place(out.end), out.ticks, changed(out.env), len(out.env.blocks),
            out.discovered, event.seconds,
        ))  # fmt: skip

    def _compare(self, event: Compared) -> None:
        c, task, verb = event.comparison, self._task, self._action[0]
        wrong = " ".join([f"{leaf.family}:{leaf.source}" for leaf in c.wrong])
        self.into["comparisons"].append((
            self.run, event.step, event.tick, verb, c.scored, c.met, c.exact, c.changing, c.env_exact, len(c.hits), len(c.missed),
            len(c.hallucinated), _atoms(c.missed), _atoms(c.hallucinated), wrong, c.p_success, c.ok, abs(c.surprise), c.coverage, c.novelty,
            c.ticks, c.ticks_in, c.end_error, c.motion_error, c.motion_right,
        ))  # fmt: skip
        task.actions += 1
        task.met += c.met
        task.ticks += c.ticks
        if task.actions == 1:
            task.first_step = event.step
        if self._predicted is None or self._acted is None:
            return
        p, out = self._predicted.prediction, self._acted.outcome
        program = task.chosen.candidate if task.chosen else None
        self.into["steps"].append((
            self.run, task.number, event.step, self._predicted.tick, *self._action, program.call or program.name if program else "", task.actions,
            c.p_success, c.ok, out.reason or "", self._expected, self._found, c.scored, c.met, c.exact, c.changing, abs(c.surprise), c.coverage,
            c.novelty, wrong, p.ticks.p50, c.ticks, self._acted.seconds,
        ))  # fmt: skip
        self._predicted = self._acted = None


def changed(change: Change) -> str:
    """A change in words: `-3 oak_log, +12 oak_planks`; '' if nothing did."""
    parts = [f"{count:+} {item}" for item, count in sorted(change.inventory.items())] if change.inventory else []
    parts += [f"{block.before} → {block.after}" for block in change.blocks]
    if change.health:
        parts.append(f"{change.health:+g} health")
    if change.food:
        parts.append(f"{change.food:+} food")
    return ", ".join(parts)


def ended(status: Status, reason: str | None, change: str) -> str:
    """How an action ends: its change if it is done, else why not."""
    if status == "done":
        return change or "no change"
    return f"{status} {reason or ''}".rstrip() + (f": {change}" if change else "")


def _place(end: Vec | None) -> tuple[float, float, float]:
    return _NOWHERE if end is None else (end.x, end.y, end.z)


def _atoms(atoms: tuple[Atom, ...]) -> str:
    return ", ".join([" ".join([part for part in (atom.family, atom.key, atom.value) if part]) for atom in atoms])
