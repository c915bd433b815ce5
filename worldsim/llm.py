"""A language model as the world model: whole transitions by one structured call, checked against the facts.

The small reply structs below are what it must answer in. A step that names what does not exist, or takes what is not carried, is
rejected: the fallback's prediction stands for it, or one that covers nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import get_args

import msgspec

from worldsim.actions import Action, describe
from worldsim.apply import apply
from worldsim.change import BlockChange, Change, Reason
from worldsim.facts import Facts, facts
from worldsim.models import nothing
from worldsim.prediction import FAMILIES, Branch, Leaf, Prediction, Quantiles, Risk
from worldsim.space import Pos, Vec
from worldsim.state import State
from worldsim.world import Ask, WorldModel

ROLE = "imagine"
_SOURCES = (*(Leaf(family, "llm") for family in FAMILIES), Leaf("ticks", "llm"), Leaf("p_success", "llm"), Leaf("risks", "llm"))
_REASONS: tuple[Reason, ...] = get_args(Reason)
#: A model's word is news until it was measured (own estimate).
_NOVELTY = 0.3
#: How far around the body and the action's cell blocks are told, and how many at most.
_AROUND, _TOLD = 4, 160

PROMPT = """\
You predict what actions do in Minecraft {version}, survival mode, default rules. One unit is one block: x east, y up, z south; 20 ticks a second.
For each action, in order, each from the state that the ones before it lead to, give one step:
- p_success, 0-1, and the reason it most likely fails for: one of {reasons}; note: that reason in a few words.
- what changes if it succeeds: inventory (items gained + or lost -), tools (uses lost, -1 for a dug block), blocks (cells altered, 'air' for none), \
health, food (differences), end (where the feet are at rest, null if they stay), and nothing that stays as it was.
- how long it takes, in ticks, as quantiles p10 <= p50 <= p90. Risks beside the purpose: what, p, cost in half hearts.
Use the exact names of Minecraft: oak_log, crafting_table.

State: {state}
Blocks near (name: cells): {blocks}
Actions: {actions}
"""


class Count(msgspec.Struct, frozen=True):
    """Items, or uses of a tool, gained or lost."""

    item: str
    change: int


class AlteredCell(msgspec.Struct, frozen=True):
    """A cell and what it holds afterwards."""

    x: int
    y: int
    z: int
    block: str


class Hazard(msgspec.Struct, frozen=True):
    """Something that may go wrong beside the purpose."""

    what: str
    p: float
    cost: float


class Step(msgspec.Struct, frozen=True):
    """What one action does."""

    p_success: float
    reason: str | None
    note: str
    inventory: list[Count]
    tools: list[Count]
    blocks: list[AlteredCell]
    health: float
    food: int
    end: list[float] | None
    ticks_p10: float
    ticks_p50: float
    ticks_p90: float
    risks: list[Hazard]


class Steps(msgspec.Struct, frozen=True):
    """The reply: one step an action, in order."""

    steps: list[Step]


class _RejectedError(Exception):
    """A step cannot be meant."""


class LLM:
    """Asks once for all actions. `fallback` predicts the steps that are rejected; without it they are covered by nobody."""

    def __init__(self, ask: Ask, known: Facts | None = None, fallback: WorldModel | None = None) -> None:
        self.name = "llm"
        self.ask = ask
        self.facts = known or facts()
        self.fallback = fallback

    def predict(self, state: State, actions: Sequence[Action]) -> list[Prediction]:
        """One prediction an action. Raises ModelDown if the model cannot be reached or its reply stays unreadable."""
        if not actions:
            return []
        steps = self.ask(ROLE, self.prompt(state, actions), Steps).steps
        predictions = []
        for number, action in enumerate(actions):
            try:
                if number >= len(steps):
                    raise _RejectedError(f"expected {len(actions)} steps, found {len(steps)}")
                prediction = _prediction(action, steps[number], state, self.facts)
            except _RejectedError as error:
                prediction = self._instead(state, action, str(error))
            predictions.append(prediction)
            state = apply(state, action, prediction.mode, round(prediction.ticks.p50), self.facts)
        return predictions

    def prompt(self, state: State, actions: Sequence[Action]) -> str:
        """What is put to the model."""
        seen = msgspec.json.encode(msgspec.structs.replace(state.observed(), latent=())).decode()
        around = msgspec.json.encode(_blocks_near(state, actions)).decode()
        listed = "\n".join(f"{number}. {describe(action)}" for number, action in enumerate(actions, start=1))
        return PROMPT.format(version=self.facts.version, reasons=", ".join(_REASONS), state=seen, blocks=around, actions=f"\n{listed}")

    def _instead(self, state: State, action: Action, why: str) -> Prediction:
        if self.fallback is not None:
            return self.fallback.predict(state, [action])[0]
        blank = nothing(action)
        return msgspec.structs.replace(blank, branches=tuple(msgspec.structs.replace(b, note=f"reply rejected: {why}") for b in blank.branches))


def _prediction(action: Action, step: Step, state: State, facts: Facts) -> Prediction:
    """The step as a prediction. Raises _RejectedError."""
    _check(0 <= step.p_success <= 1, f"p_success {step.p_success} is not within 0-1")
    change = Change(
        inventory=_counts(step.inventory, facts, state.inventory),
        tools=_counts(step.tools, facts, None),
        blocks=tuple(sorted(_cell(cell, state, facts) for cell in step.blocks)),
        health=step.health,
        food=step.food,
    )
    _check(step.end is None or len(step.end) == 3, f"end {step.end} is not a point")
    spread = (step.ticks_p10, step.ticks_p50, step.ticks_p90)
    _check(0 <= spread[0] <= spread[1] <= spread[2] < 1e6, f"ticks {spread} are not rising quantiles")
    reason = next((known for known in _REASONS if known == step.reason), None)
    _check(reason is not None or step.p_success == 1 or step.reason is None, f"reason {step.reason!r} is not one of the list")
    branches = [Branch(p=step.p_success, change=change, end=Vec(*step.end) if step.end is not None else None)] if step.p_success > 0 else []
    if step.p_success < 1:
        branches.append(Branch(p=1 - step.p_success, status="failed", reason=reason, note=step.note))
    return Prediction(
        action=action,
        branches=tuple(branches),
        ticks=Quantiles(*spread),
        tolerance=1.5,
        sources=_SOURCES,
        risks=tuple(Risk(hazard.what, min(1.0, max(0.0, hazard.p)), max(0.0, hazard.cost)) for hazard in step.risks),
        novelty=_NOVELTY,
    )


def _counts(counts: list[Count], facts: Facts, carried: dict[str, int] | None) -> dict[str, int]:
    total: dict[str, int] = {}
    for count in counts:
        _check(count.item in facts.items, f"{count.item!r} is no item")
        total[count.item] = total.get(count.item, 0) + count.change
    if carried is not None:
        for item, change in total.items():
            _check(carried.get(item, 0) + change >= 0, f"{-change} {item} are more than the {carried.get(item, 0)} that are carried")
    return {item: change for item, change in total.items() if change}


def _cell(cell: AlteredCell, state: State, facts: Facts) -> BlockChange:
    _check(cell.block in facts.blocks, f"{cell.block!r} is no block")
    pos = Pos(cell.x, cell.y, cell.z)
    before = state.blocks.name(pos)
    if before is None:
        raise _RejectedError(f"{pos} was never seen")
    return BlockChange(pos, before, cell.block)


def _check(holds: bool, otherwise: str) -> None:
    if not holds:
        raise _RejectedError(otherwise)


def _blocks_near(state: State, actions: Sequence[Action]) -> dict[str, list[list[int]]]:
    """Known blocks around the feet and the cells that the actions name, air left out, nearest first."""
    middles = [state.body.pos.cell, *(action.pos for action in actions if hasattr(action, "pos"))]
    found: dict[str, list[list[int]]] = {}
    told: set[Pos] = set()
    span = range(-_AROUND, _AROUND + 1)
    cells = sorted(((dx, dy, dz) for dx in span for dy in span for dz in span), key=lambda d: d[0] ** 2 + d[1] ** 2 + d[2] ** 2)
    for middle in dict.fromkeys(middles):
        for dx, dy, dz in cells:
            pos = middle.offset(dx, dy, dz)
            name = state.blocks.name(pos)
            if name not in (None, "air") and pos not in told and len(told) < _TOLD * len(middles):
                told.add(pos)
                found.setdefault(str(name), []).append([pos.x, pos.y, pos.z])
    return found
