"""What a language model must answer in when it imagines, and how that becomes a prediction: or is rejected, because it cannot be meant."""

from __future__ import annotations

from typing import get_args

import msgspec

from worldsim.actions import Action
from worldsim.change import BlockChange, Change, Reason, Seen
from worldsim.facts import Facts
from worldsim.prediction import FAMILIES, Branch, Leaf, Prediction, Quantiles, Risk
from worldsim.space import Pos, Vec
from worldsim.state import State

REASONS: tuple[Reason, ...] = get_args(Reason)
SOURCES = (*(Leaf(family, "llm") for family in FAMILIES), Leaf("ticks", "llm"), Leaf("p_success", "llm"), Leaf("risks", "llm"))
#: A model's word is news until it was measured (own estimate).
_NOVELTY = 0.3
#: A body that is told to end within this many blocks of where it does is right: the middle of a cell and its edges count as the same place.
_TOLERANCE = 1.5
#: Items that 36 slots of 64 hold.
_MOST = 2304
#: Cells from the middle of a world to its border, and up or down (the wiki's page on the world border; heights are -64 to 319).
_EDGE, _HEIGHT = 30_000_000, 512
#: Characters of a name that nobody knows, in a message.
_SHOWN = 60


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


class Failure(msgspec.Struct, frozen=True):
    """One way to fail, and how likely it is."""

    reason: str
    p: float


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
    failures: list[Failure] = []
    seen: list[AlteredCell] = []
    vel: list[float] | None = None


class Steps(msgspec.Struct, frozen=True):
    """The reply: one step an action, in order."""

    steps: list[Step]


class RejectedError(Exception):
    """A step cannot be meant."""


def prediction_of(action: Action, step: Step, state: State, facts: Facts) -> Prediction:
    """The step as a prediction. Raises RejectedError, which says what was expected and what was found."""
    _check(0 <= step.p_success <= 1, f"p_success {step.p_success} is not within 0-1")
    change = Change(
        inventory=_counts(step.inventory, facts, state.inventory),
        tools=_counts(step.tools, facts, None),
        blocks=tuple(sorted(_cell(cell, state, facts) for cell in step.blocks)),
        health=step.health,
        food=step.food,
    )
    _check(abs(step.health) <= 20 and abs(step.food) <= 20, f"health {step.health} or food {step.food} change by more than 20")
    spread = (step.ticks_p10, step.ticks_p50, step.ticks_p90)
    _check(0 <= spread[0] <= spread[1] <= spread[2] < 1e6, f"ticks {spread} are not rising quantiles")
    sighted = [Seen(Pos(cell.x, cell.y, cell.z), _block(cell, facts)) for cell in step.seen]
    seen = tuple(sight for sight in sighted if state.blocks.name(sight.pos) is None)
    done = Branch(p=step.p_success, change=change, end=_vec(step.end, "end"), reveals=seen, vel=_vec(step.vel, "vel"))
    return Prediction(
        action=action,
        branches=((done,) if step.p_success > 0 else ()) + _failures(step),
        ticks=Quantiles(*spread),
        tolerance=_TOLERANCE,
        sources=SOURCES,
        risks=tuple(Risk(hazard.what, min(1.0, max(0.0, hazard.p)), max(0.0, hazard.cost)) for hazard in step.risks),
        novelty=_NOVELTY,
    )


def _failures(step: Step) -> tuple[Branch, ...]:
    """The ways to fail share what is left of the probability, by their weights; without weights it is the one that was named."""
    left = 1 - step.p_success
    if left <= 0:
        return ()
    _check(all(failure.p >= 0 for failure in step.failures), "a failure has a p below 0")
    weighed = [(_reason(failure.reason), failure.p) for failure in step.failures if failure.p > 0]
    total = sum(p for _, p in weighed)
    if not total:
        return (Branch(p=left, status="failed", reason=None if step.reason is None else _reason(step.reason), note=step.note),)
    return tuple(Branch(p=left * p / total, status="failed", reason=reason, note=step.note if reason == step.reason else "") for reason, p in weighed)


def _reason(name: str) -> Reason:
    found = next((known for known in REASONS if known == name), None)
    if found is None:
        raise RejectedError(f"reason {name[:_SHOWN]!r} is not one of the list")
    return found


def _counts(counts: list[Count], facts: Facts, carried: dict[str, int] | None) -> dict[str, int]:
    total: dict[str, int] = {}
    for count in counts:
        _check(count.item in facts.items, f"{count.item[:_SHOWN]!r} is no item")
        total[count.item] = total.get(count.item, 0) + count.change
    if carried is not None:
        for item, change in total.items():
            _check(carried.get(item, 0) + change >= 0, f"{-change} {item} are more than the {carried.get(item, 0)} that are carried")
    _check(all(abs(change) <= _MOST for change in total.values()), f"counts of more than {_MOST} do not fit into 36 slots")
    return {item: change for item, change in total.items() if change}


def _cell(cell: AlteredCell, state: State, facts: Facts) -> BlockChange:
    pos, after = Pos(cell.x, cell.y, cell.z), _block(cell, facts)
    before = state.blocks.name(pos)
    if before is None:
        raise RejectedError(f"{pos} was never seen")
    return BlockChange(pos, before, after)


def _block(cell: AlteredCell, facts: Facts) -> str:
    _check(abs(cell.x) <= _EDGE and abs(cell.y) <= _HEIGHT and abs(cell.z) <= _EDGE, f"({cell.x}, {cell.y}, {cell.z}) is outside of the world")
    _check(cell.block in facts.blocks, f"{cell.block[:_SHOWN]!r} is no block")
    return cell.block


def _vec(numbers: list[float] | None, what: str) -> Vec | None:
    if numbers is None:
        return None
    _check(len(numbers) == 3 and all(abs(number) < 1e8 for number in numbers), f"{what} {numbers} is not a point")
    return Vec(*numbers)


def _check(holds: bool, otherwise: str) -> None:
    if not holds:
        raise RejectedError(otherwise)
