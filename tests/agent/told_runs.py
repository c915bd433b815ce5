"""Runs that never were, written event by event: so that what a report must say of them can be written down."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import msgspec

from agent.record import Spec
from agent.settings import Settings
from worldsim.actions import Action, Mine, Place
from worldsim.change import BlockChange, Change, Outcome
from worldsim.compare import compare
from worldsim.events import (
    Acted,
    Asked,
    Candidate,
    Compared,
    Dreamed,
    Ended,
    Event,
    Judged,
    Learned,
    Observation,
    Predicted,
    Proposed,
    Redreamed,
    Replanned,
    Started,
    encode,
)
from worldsim.goals import Has, Task, Verdict
from worldsim.prediction import FAMILIES, Branch, Leaf, Prediction, Quantiles
from worldsim.space import Pos, Vec
from worldsim.state import Body, Observed

HERE = Vec(0.5, 64.0, 0.5)
BEFORE = Observed(tick=0, body=Body(pos=HERE, vel=Vec(0, 0, 0)))


def write(folder: Path, events: Iterable[Event], goal: str = "collect 2 oak_log", **spec: object) -> Path:
    """A run's folder with these events."""
    folder.mkdir(parents=True)
    settings = Settings(goal=goal, seed=5, imagine="rules")
    whole = Spec(id=folder.name, started="2026-01-02T03:04:05+00:00", settings=settings, commit="0" * 40, versions={})
    (folder / "spec.json").write_bytes(msgspec.json.encode(msgspec.structs.replace(whole, **spec)))
    lines = [encode(msgspec.structs.replace(event, seq=seq)) for seq, event in enumerate([Started(run=folder.name, goal=goal), *events])]
    (folder / "events.jsonl").write_bytes(b"".join(line + b"\n" for line in lines))
    return folder


def seen() -> Observation:
    return Observation(tick=0, observed=BEFORE)


def proposed(name: str, why: str = "it is wanted", needs: tuple[tuple[str, str], ...] = (), outlook: tuple[str, ...] = ()) -> Proposed:
    return Proposed(task=Task(name=name, goal=Has(("oak_log",), 2), why=why), outlook=outlook, needs=needs)


def dreamed(p: float = 1.0, *, chosen: bool = True, name: str = "have_log", note: str = "") -> Dreamed:
    candidate = Candidate(name=name, origin="composed", call=f"{name}(want=2)")
    return Dreamed(candidate=candidate, chosen=chosen, p_success=p, rollouts=8, actions=2, ticks=Quantiles(90, 100, 120), note=note, seconds=0.5)


def digs(pos: Pos, block: str = "oak_log", after: str = "air") -> Change:
    return Change(inventory={block: 1}, blocks=(BlockChange(pos, block, after),))


def step(
    number: int,
    action: Action,
    said: Change,
    was: Change | None = None,
    *,
    p: float = 1.0,
    reason: str | None = None,
    note: str = "",
    env: Change = Change(),  # noqa: B008 (frozen)
) -> list[Event]:
    """An action with its prediction and what came of it; `reason`: why it failed; `was` None: as it was said."""
    branches = (Branch(p=p, change=said), *((Branch(p=1 - p, status="failed", reason="item_lost"),) if p < 1 else ()))
    sources = tuple(Leaf(family, "law") for family in (*FAMILIES, "p_success", "ticks"))
    prediction = Prediction(action=action, branches=branches, ticks=Quantiles(40, 50, 60), sources=sources)
    change = Change() if reason else said if was is None else was
    outcome = Outcome(action=action, status="failed" if reason else "done", reason=reason, note=note, change=change, env=env, end=HERE, ticks=50)
    return [
        Predicted(step=number, prediction=prediction),
        Acted(step=number, outcome=outcome, seconds=0.25),
        Compared(step=number, comparison=compare(prediction, BEFORE, outcome)),
    ]


def judged(task: str | None, *, done: bool, evidence: str) -> Judged:
    return Judged(task=task, verdict=Verdict(done, float(done), evidence))


def good() -> list[Event]:
    """Two logs, as dreamed."""
    return [
        seen(), proposed("gather 2 oak_log", "they were asked for"), dreamed(0.875, note="no oak_log could be reached"),
        *step(1, Mine(Pos(2, 64, 0)), digs(Pos(2, 64, 0)), p=0.8), *step(2, Mine(Pos(2, 65, 0)), digs(Pos(2, 65, 0)), p=0.8),
        judged("gather 2 oak_log", done=True, evidence="2 of 2 oak_log carried"), Learned(skill="have_log", verb="added", note="1 of 1 runs good"),
        judged(None, done=True, evidence="2 of 2"), Ended(reached=True, why="2 of 2 oak_log carried", exit_code=0),
    ]  # fmt: skip


def bad() -> list[Event]:
    """The second log is not there, the rest dreamed again fails, and the next plan is refused."""
    return [
        seen(), proposed("gather 2 oak_log", needs=(("gather 2 oak_log", "obtain 1 oak_door"),), outlook=("gather 2 oak_log", "obtain 1 oak_door")),
        dreamed(), *step(1, Mine(Pos(2, 64, 0)), digs(Pos(2, 64, 0))),
        *step(2, Mine(Pos(2, 65, 0)), digs(Pos(2, 65, 0)), reason="nothing_there", note="somebody took it"),
        Redreamed(p_success=0.0, note="no oak_log is left", seconds=0.1),
        judged("gather 2 oak_log", done=False, evidence="1 of 2 oak_log carried"),
        Replanned(task="gather 2 oak_log", why="'gather 2 oak_log' is not done: the rest, dreamed again, fails", reason="nothing_there"),
        proposed("find 1 wood"), dreamed(0.125, chosen=False, name="find_log", note="no oak_log in sight"),
        Replanned(task="find 1 wood", why="no dream of 'find 1 wood' passes: no oak_log in sight", reason="not_found"),
        Ended(reached=False, why="nothing is left to try", exit_code=1),
    ]  # fmt: skip


def placed(count: int) -> list[Event]:
    """So many blocks in a row, every tenth of which turns out to be another block."""
    events: list[Event] = [seen(), proposed("wall"), dreamed()]
    for n in range(1, count + 1):
        pos = Pos(n % 40, 64 + n // 40, 3)
        said = Change(inventory={"oak_planks": -1}, blocks=(BlockChange(pos, "air", "oak_planks"),))
        was = Change(inventory={"oak_planks": -1}, blocks=(BlockChange(pos, "air", "birch_planks"),)) if n % 10 == 0 else None
        events += step(n, Place("oak_planks", pos), said, was)
    return [*events, Ended(reached=False, why="enough", exit_code=1)]


def asked(role: str, model: str = "openai:small", **rest: object) -> Asked:
    return msgspec.structs.replace(Asked(role=role, model=model), **rest)
