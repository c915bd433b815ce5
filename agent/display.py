"""What a person sees: a live view on a terminal, plain lines elsewhere. Made from the events alone."""

from __future__ import annotations

from collections import deque
from pathlib import Path

from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.panel import Panel
from rich.table import Table
from rich.text import Text
from rich.tree import Tree

from agent.dry import Plan
from agent.summary import Summary
from worldsim.actions import describe, name_of
from worldsim.change import Change, Outcome
from worldsim.compare import Comparison
from worldsim.events import (
    Acted,
    Compared,
    Dreamed,
    Ended,
    Event,
    Judged,
    Learned,
    Predicted,
    Proposed,
    PutOff,
    Redreamed,
    Replanned,
    Started,
    Wrote,
)
from worldsim.prediction import Prediction
from worldsim.space import Vec

#: Rows of the step table on a terminal; on a log, every so many steps get a line.
_ROWS = 8
_EVERY = 10
#: Columns where nobody says how wide it is: paths must not be cut.
_PIPE = 200


class Display:
    """Shows a run. `tell` takes each event; `say` a line of news that is no event (set-up, addresses)."""

    def __init__(self, show: bool = True, console: Console | None = None) -> None:
        self.console = console or Console(highlight=False, soft_wrap=True, quiet=not show)
        if not self.console.is_terminal:
            self.console.width = _PIPE
        self._live = Live(console=self.console, refresh_per_second=8, transient=True) if show and self.console.is_terminal else None
        self._goal = ""
        self._tasks: dict[str, str] = {}
        self._outlook: tuple[str, ...] = ()
        self._dream = ""
        self._rows: deque[tuple[str, str, str, str]] = deque(maxlen=_ROWS)
        self._prediction: Prediction | None = None
        self._outcome: Outcome | None = None
        self._steps = self._met = self._since_line = 0

    def __enter__(self) -> Display:
        if self._live:
            self._live.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._live:
            self._live.stop()

    def say(self, text: str, style: str = "") -> None:
        """A line that stays; what is in it may come from a program or a server: no control characters reach the terminal."""
        self.console.print(Text("".join(mark if mark.isprintable() or mark == "\n" else " " for mark in text), style=style))

    def tell(self, event: Event) -> None:
        """Take in one event, and show it."""
        match event:
            case Started(goal=goal, run=run):
                self._goal = goal
                self.say(f"goal: {goal}   run: {run}", "bold")
            case Proposed(task=task, outlook=outlook):
                self._outlook = outlook
                self._set(task.name, "now")
                self.say(f"▸ {task.name}: {task.why}", "cyan")
            case Dreamed():
                self._dreamed(event)
            case Predicted(prediction=prediction):
                self._prediction = prediction
            case Acted(outcome=outcome):
                self._outcome = outcome
            case Compared():
                self._compared(event)
            case Redreamed(p_success=p, note=note) if p < 1:
                self.say(f"  dreamed the rest again: {p:.0%} {note}".rstrip(), "magenta")
            case Replanned(task=name, why=why):
                self._set(name, "given up")
                self.say(f"↻ new plan: {why}", "yellow")
            case PutOff(task=name, why=why):
                self._set(name, "put off")
                self.say(f"  {name} is put off; {why}", "yellow")
            case Judged(task=name, verdict=verdict):
                if name is not None:
                    self._set(name, "done" if verdict.done else "not yet")
                    self.say(f"{'✓' if verdict.done else '✗'} {name}: {verdict.evidence}", "green" if verdict.done else "yellow")
            case Wrote():
                self._wrote(event)
            case Learned(skill=skill, verb=verb, note=note):
                self.say(f"  skill {skill} {verb}{f' ({note})' if note else ''}", "blue")
            case Ended():
                pass
            case _:
                pass
        if self._live:
            self._live.update(self._view())

    def _set(self, task: str, status: str) -> None:
        self._tasks[task] = status

    def _dreamed(self, event: Dreamed) -> None:
        what = f"{event.candidate.origin} program {event.candidate.name}"
        if event.rollouts == 0:
            self._dream = f"{what}, not dreamed"
            self.say(f"  {what} is {'taken' if event.chosen else 'refused'}, not dreamed: {event.note}", "magenta")
            return
        self._dream = f"{what}: {event.p_success:.0%}, {event.actions:.0f} actions, {_time(event.ticks.p50)}"
        verdict = "" if event.chosen else f" — rejected{': ' + event.note if event.note else ''}"
        self.say(f"  dreamed {self._dream} ({event.rollouts} rollout{'s' * (event.rollouts != 1)} in {event.seconds:.1f} s){verdict}", "magenta")

    def _wrote(self, event: Wrote) -> None:
        said = f"  {'wrote' if event.role == 'write' else 'mended'} {event.task}, round {event.round}: "
        if not event.drafts:
            self.say(said + event.note, "blue")
        for draft in event.drafts:
            verdict = "taken" if draft.chosen else draft.problems[0] if draft.problems else f"worth {draft.utility}, another is better"
            self.say(f"{said}{draft.name}: {verdict}", "blue")

    def _compared(self, event: Compared) -> None:
        if self._prediction is None or self._outcome is None:
            return
        self._steps += 1
        self._since_line += 1
        self._met += event.comparison.met
        surprise = f"{abs(event.comparison.surprise):.1f}"
        dreamed = _expected(self._prediction)
        motion = _motion(event.comparison)
        end = self._outcome.end if self._prediction.mode.end is not None else None
        happened = f"{_result(self._outcome)} {_what(self._outcome.change, end)}{', ' * bool(motion)}{motion}"
        self._rows.append((f"{event.step} {describe(self._outcome.action)}", dreamed, happened, surprise))
        if not event.comparison.met or (not self._live and (self._since_line >= _EVERY or motion)):
            mark = "  " if event.comparison.met else " !"
            self.say(f"{mark}{event.step:4} {describe(self._outcome.action)}: dreamed {dreamed}; happened {happened}; surprise {surprise}")
            self._since_line = 0

    def _view(self) -> RenderableType:
        tree = Tree(Text(self._goal, style="bold"))
        marks = {"done": "[green]✓", "now": "[cyan]▸", "given up": "[yellow]↻", "not yet": "[yellow]✗"}
        for task, status in self._tasks.items():
            tree.add(f"{marks.get(status, '·')} {task}")
        for task in self._outlook:
            if task not in self._tasks:
                tree.add(f"[dim]· {task}")
        table = Table("step", "dreamed", "happened", "surprise", expand=True, box=None)
        for row in self._rows:
            table.add_row(*row)
        share = f"{self._met}/{self._steps} steps as dreamed" if self._steps else "no step yet"
        return Group(tree, Panel(table, title=f"{self._dream or 'waking up'} · {share}", title_align="left"))


def _motion(comparison: Comparison) -> str:
    """How well it was told where the body would be, tick by tick; '' for what is not told so."""
    if comparison.motion_error is None:
        return ""
    return f"predicted within {comparison.motion_error:.3f} blocks over {comparison.ticks} ticks"


def _what(change: Change, end: Vec | None = None) -> str:
    """A change in a few words. `end`: where the feet are then, if that was to change; told where nothing else did."""
    parts = [f"{count:+} {item}" for item, count in sorted(change.inventory.items())]
    if not parts and change.blocks:
        parts = [f"{b.before} → {b.after}" for b in change.blocks[:2]]
    if change.health:
        parts.append(f"{change.health:+g} health")
    where = "no change" if end is None else f"ends at {end.cell}"
    return ", ".join(parts) or where


def _expected(prediction: Prediction) -> str:
    """The likelier end, and how likely it is."""
    mode, p = prediction.mode, prediction.p_success
    return f"{p:.0%} {_what(mode.change, mode.end)}" if mode.status == "done" else f"{1 - p:.0%} {mode.reason or 'failure'}"


def _result(outcome: Outcome) -> str:
    return (
        "ok:"
        if outcome.ok
        else f"{outcome.status} {outcome.reason or ''}:" + (f" {name_of(outcome.action)}" if outcome.note == "" else f" {outcome.note}")
    )


def _time(ticks: float) -> str:
    seconds = ticks / 20
    return f"{seconds:.0f} s of game time" if seconds < 120 else f"{seconds / 60:.1f} min of game time"


def show_summary(display: Display, summary: Summary, folder: Path, *, dreamed_only: bool = False) -> None:
    """The end of a run, in the words a newcomer needs. `dreamed_only`: it was a dry run."""
    best, worst = ("dreamed", "no plan") if dreamed_only else ("reached", "not reached")
    end = {0: best, 1: worst, 3: "broken", 130: "stopped"}[summary.exit_code]
    display.say(f"{end}: {summary.why}", "bold green" if summary.reached else "bold yellow")
    went = f"{summary.met} of {summary.actions}; {summary.surprises} surprises, {summary.replans} new plans"
    foreseen = summary.imagine != "off"
    rows = [
        ("dreams", f"{summary.dreams} ({summary.rejected_dreams} rejected), {summary.dream_s:.1f} s") if foreseen else None,
        ("actions", f"{summary.actions} in {_time(summary.ticks)}, {summary.act_s:.1f} s of yours") if not dreamed_only else None,
        ("as dreamed", went) if foreseen and summary.actions else None,
        ("changes exact", f"{summary.exact_changing:.1%} of the actions that changed something, to the last block and item")
        if foreseen and summary.exact_changing is not None
        else None,
        ("motion", _tracked(summary)) if summary.motion_ticks else None,
        ("building", f"{summary.blueprint_f1:.1%} as drawn (F1 over its cells)") if summary.blueprint_f1 is not None else None,
        ("skills", f"reused {', '.join(summary.skills_reused) or 'none'}; added {', '.join(summary.skills_added) or 'none'}"),
        ("cheats", f"{summary.cheats or 'none'}"),
        ("model", f"{summary.llm_calls} calls, {summary.tokens} tokens") if summary.llm_calls else None,
        ("read on", f"{folder}/plan.json" if dreamed_only else f"{folder}/summary.json, events.jsonl"),
        ("look at it", f"python -m agent.report {folder}") if summary.actions else None,
    ]
    table = Table(box=None, show_header=False, padding=(0, 2))
    for row in rows:
        if row is not None:
            table.add_row(Text(row[0], style="dim"), row[1])
    display.console.print(table)


def show_plan(display: Display, plan: Plan) -> None:
    """A dreamed plan: what it would do, use, and take."""
    table = Table("task", "program", "p", "actions", "game time", "uses", box=None, padding=(0, 2))
    for step in plan.steps:
        uses = ", ".join(f"{count} {item}" for item, count in sorted(step.uses.items()))
        table.add_row(step.task, step.program, f"{step.p_success:.0%}", f"{step.actions:.0f}", _time(step.ticks), uses or "-")
    if plan.steps:
        display.console.print(table)
    if plan.complete:
        display.say(f"the whole plan: {plan.p_success:.0%} in about {_time(plan.ticks)}; nothing was touched", "bold")


def _tracked(summary: Summary) -> str:
    error = f"predicted within {summary.motion_error:.3f} blocks" if summary.motion_error is not None else "not predicted"
    return f"{error} over {summary.motion_ticks} ticks of keys held"
