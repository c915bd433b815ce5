"""Runs in plain lines, for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from agent.runs.columns import TABLES
from agent.runs.folder import CUT_OFF, ENDINGS, Run, ended
from agent.runs.places import folders
from agent.runs.rows import Fold, empty
from agent.summary import Summary
from worldsim.errors import UsageError
from worldsim.events import Ended

_HEAD = ("run", "goal", "ending", "actions", "as predicted", "new plans", "game time", "note")


def listed(where: Sequence[str | Path]) -> Iterator[str]:
    """A line a run, under a line of headings; a run that cannot be read says why. Raises UsageError where there is none."""
    rows = [_HEAD, *(_line(folder) for folder in folders(*where))]
    widths = [max(len(row[n]) for row in rows) for n in range(len(_HEAD))]
    for row in rows:
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()


def _line(folder: Path) -> tuple[str, ...]:
    try:
        run = Run(folder)
        events, _ = run.told()
    except UsageError as error:
        return (folder.name, "", "unreadable", "", "", "", "", str(error))
    figures, end = run.summary(events), ended(events)
    met = f"{figures.met / figures.actions:.0%}" if figures.actions else "-"
    goal = run.spec.settings.goal
    return (
        run.name, goal if len(goal) <= 40 else f"{goal[:37]}...", ending_of(end), str(figures.actions), met, str(figures.replans),
        minutes(figures.ticks), "; ".join(run.notes),
    )  # fmt: skip


def shown(run: Run) -> Iterator[str]:
    """One run: what was asked, task by task what came of it, where reality was another than the dream. Raises UsageError."""
    rows = empty(TABLES)
    events, _ = run.told()
    fold = Fold(run.name, rows)
    for event in events:
        fold.take(event)
    fold.end()
    tables = {table.name: [dict(zip((c.name for c in table.columns), row, strict=True)) for row in rows[table.name]] for table in TABLES[1:]}
    figures, end = run.summary(events), ended(events)
    yield run.name
    yield from (f"  {name:10} {text}" for name, text in _about(run, figures, end))
    yield "tasks"
    yield from map(_task, tables["tasks"])
    compared = {atoms["step"]: atoms for atoms in tables["comparisons"]}
    wrong = [(step, compared[step["step"]]) for step in tables["steps"] if not step["met"]]
    yield f"not as predicted: {len(wrong)} of {len(tables['steps'])} actions" + (", the most surprising first" if len(wrong) > 1 else "")
    for step, atoms in sorted(wrong, key=lambda pair: (-pair[0]["surprise"], pair[0]["step"])):
        yield f"  step {step['step']}, {step['action']}: predicted {step['predicted']} (p {step['p_success']:.2f}), found {step['happened']}"
        missed = [f"{what} {atoms[f'{what}_what']}" for what in ("missed", "hallucinated") if atoms[what]]
        said = f"wrong: {step['wrong']}" if step["wrong"] else "wrong: nothing that was said"
        yield "      " + "; ".join((f"{step['surprise']:.1f} nats", *missed, said))
    replanned = [task for task in tables["tasks"] if task["replanned"]]
    if replanned:
        yield "new plans"
        yield from (f"  after task {task['task']}: {task['replan_why']}" for task in replanned)
    yield f"more: python -m agent.report {run.folder}"
    if wrong:
        yield f"      python -m agent.whatif {run.folder} --at {wrong[0][0]['step']}"


def _about(run: Run, figures: Summary, end: Ended | None) -> Iterator[tuple[str, str]]:
    asked = run.spec.settings
    yield "asked", asked.goal
    yield (
        "how",
        f"seed {asked.seed}, imagine {asked.imagine}, server {asked.server}, warp {asked.warp:g}{f', model {asked.model}' if asked.model else ''}",
    )
    yield "when", f"{run.spec.started}, commit {run.spec.commit[:9]}{'+' if run.spec.commit.endswith('+') else ''}, schema {run.schema}"
    yield "ended", f"{ending_of(end)}: {figures.why}"
    yield "as dreamed", f"{figures.met} of {figures.actions} actions in {minutes(figures.ticks)} of game time; {figures.replans} new plans"
    if figures.blueprint_f1 is not None:
        yield "building", f"{figures.blueprint_f1:.1%} as drawn (F1 over its cells)"
    if figures.llm_calls:
        cost = "price not known" if figures.cost is None else f"{figures.cost:.4f} USD"
        yield "models", f"{figures.llm_calls} calls, {figures.tokens} tokens, {cost}"
    yield "cheats", ", ".join(run.spec.cheats) or "none"
    for note in run.notes:
        yield "note", note


def _task(task: dict[str, Any]) -> str:
    mark = {True: "✓", False: "✗", None: "·"}[task["done"]]
    dreamed = f"dreamed {task['p_success']:.0%}" if task["program"] else "no dream passed" if task["dreams"] else "not dreamed"
    did = f"{task['met']} of {task['actions']} actions as predicted, {minutes(task['ticks'])}"
    evidence = f"; {task['evidence']}" if task["evidence"] else ""
    return f"  {task['task']:3} {mark} {task['name']}: {dreamed}; {did}{evidence}"


def ending_of(end: Ended | None) -> str:
    """In a word or two."""
    return CUT_OFF if end is None else ENDINGS.get(end.exit_code, f"exit code {end.exit_code}")


def minutes(ticks: float) -> str:
    """Game time for people."""
    seconds = ticks / 20
    return f"{seconds:.0f} s" if seconds < 120 else f"{seconds / 60:.1f} min"
