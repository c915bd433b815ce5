"""What was seen to happen, counted: by (verb, target, tool), how often it succeeds, what it changes, how long it takes. Knows no rule.

Success is a Beta mean with one success and one failure that were never seen; what changes are counts of whole effects; durations are lognormal.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import exp, log, sqrt
from pathlib import Path

import msgspec

from worldsim.actions import Action, Collect, Craft, Dig, Equip, Explore, Mine, MoveTo, Place, Wait, describe
from worldsim.change import BlockChange, Change, Outcome, Reason, Status
from worldsim.compare import MOVED
from worldsim.facts import Facts, facts
from worldsim.mixing.trust import read, write
from worldsim.models import nothing
from worldsim.prediction import Branch, Family, Leaf, Prediction, Quantiles
from worldsim.space import Pos
from worldsim.state import State
from worldsim.tools import best_tool

#: A count fades as 1 - 1/MEMORY with each new one of its key, so that what changed is noticed.
MEMORY = 200
#: Effects that are told, the most frequent first.
_TOLD = 6
#: z of p10 and p90; and the spread, in log ticks, of what was seen once.
_Z, _ONCE = 1.2816, 0.5
_ALWAYS: tuple[Family, ...] = ("inventory", "durability", "blocks", "health", "food")


class Effect(msgspec.Struct, frozen=True, array_like=True):
    """How an action went, apart from where. Cells are relative to the action's own."""

    status: Status
    reason: Reason | None
    inventory: tuple[tuple[str, int], ...]
    tools: tuple[tuple[str, int], ...]
    cells: tuple[tuple[Pos, str], ...]
    health: float
    food: int
    stayed: bool


class Count(msgspec.Struct):
    """All that was counted of one key. Weights fade; `logs` and `squares` are weighted sums of log(1 + ticks)."""

    effects: list[tuple[Effect, float]] = []
    weight: float = 0.0
    logs: float = 0.0
    squares: float = 0.0


class Statistics:
    """A world model that has only ever watched. It covers what it saw at least once."""

    def __init__(self, counts: dict[str, Count] | None = None, known: Facts | None = None) -> None:
        self.name = "statistics"
        self.counts = counts or {}
        self.facts = known or facts()

    def predict(self, state: State, actions: Sequence[Action]) -> list[Prediction]:
        """One prediction an action, each from `state`: what was counted hardly hangs on it."""
        return [self._predict(state, action) for action in actions]

    def learn(self, prediction: Prediction, state: State, outcome: Outcome) -> None:
        """Count what happened; the prediction plays no part."""
        count = self.counts.setdefault(key(state, outcome.action, self.facts), Count())
        effect = _effect(state, outcome)
        keep = 1 - 1 / MEMORY
        weights = {known: weight * keep for known, weight in count.effects}
        weights[effect] = weights.get(effect, 0.0) + 1
        count.effects = sorted(weights.items(), key=lambda item: -item[1])
        ticks = log(1 + outcome.ticks)
        count.weight = count.weight * keep + 1
        count.logs = count.logs * keep + ticks
        count.squares = count.squares * keep + ticks * ticks

    def save(self, path: Path) -> None:
        """Write it, all or nothing. Raises RecordBroken."""
        write(path, dict(sorted(self.counts.items())))

    @classmethod
    def load(cls, path: Path, known: Facts | None = None) -> Statistics:
        """What was saved; nothing yet if there is no file. Raises UsageError for a damaged one."""
        return cls(read(path, dict[str, Count]), known)

    def _predict(self, state: State, action: Action) -> Prediction:
        count = self.counts.get(key(state, action, self.facts))
        if count is None:
            return nothing(action)
        mean = count.logs / count.weight
        spread = sqrt(max(0.0, count.squares / count.weight - mean * mean)) if count.weight > 1 else _ONCE
        covers: tuple[Family, ...] = (*_ALWAYS, "position") if all(effect.stayed for effect, _ in count.effects) else _ALWAYS
        return Prediction(
            action=action,
            branches=_branches(state, action, count),
            ticks=Quantiles(*(round(max(0.0, exp(mean + z * spread) - 1), 1) for z in (-_Z, 0.0, _Z))),
            covers=covers,
            sources=(*(Leaf(family, "statistics") for family in covers), Leaf("ticks", "statistics"), Leaf("p_success", "statistics")),
            novelty=1 / (1 + count.weight),
        )


def key(state: State, action: Action, facts: Facts) -> str:
    """What counts as the same: verb, target and tool."""
    match action:
        case Mine(pos):
            target = state.blocks.name(pos) or "unknown"
            return f"mine {target} {best_tool(target, state.inventory, facts) if target in facts.blocks else None}"
        case Dig(pos, ticks):
            return f"dig {state.blocks.name(pos) or 'unknown'} {state.body.held} {'' if ticks is None else ticks}"
        case Place(item, pos):
            return f"place {item} {'carried' if state.count(item) else 'lacking'} {state.blocks.name(pos) or 'unknown'}"
        case Craft(item, times, grid):
            return f"craft {item} {times} {'' if grid is None else grid}"
        case Equip(item):
            return f"equip {item} {'carried' if state.count(item) else 'lacking'}"
        case Collect(item):
            return f"collect {item}"
        case Explore(targets):
            return f"explore {' '.join(targets)} {state.biome}"
        case Wait(ticks):
            return f"wait {ticks}"
        case MoveTo(pos):
            # Ways as long as each other within a factor of two.
            return f"move_to {state.blocks.name(pos) or 'unknown'} {round(state.body.pos.distance(pos.center)).bit_length()}"
        case _:
            return describe(action)


def _effect(state: State, outcome: Outcome) -> Effect:
    origin = getattr(outcome.action, "pos", Pos(0, 0, 0))
    change = outcome.change
    return Effect(
        status=outcome.status,
        reason=outcome.reason,
        inventory=tuple(sorted(change.inventory.items())),
        tools=tuple(sorted(change.tools.items())),
        cells=tuple((block.pos.offset(-origin.x, -origin.y, -origin.z), block.after) for block in change.blocks),
        health=change.health,
        food=change.food,
        stayed=state.body.pos.distance(outcome.end) <= MOVED,
    )


def _branches(state: State, action: Action, count: Count) -> tuple[Branch, ...]:
    """The most frequent effects of either end; an end that was never seen keeps its half of the prior."""
    done = sum(weight for effect, weight in count.effects if effect.status == "done")
    failed = sum(weight for _, weight in count.effects) - done
    branches = []
    for ok, seen in ((True, done), (False, failed)):
        p = (seen + 1) / (done + failed + 2)
        told = [(effect, weight) for effect, weight in count.effects if (effect.status == "done") == ok][:_TOLD]
        total = sum(weight for _, weight in told)
        branches += [_branch(state, action, effect, p * weight / total) for effect, weight in told]
        if not told:
            branches.append(Branch(p=p, status="done" if ok else "failed"))
    return tuple(branches)


def _branch(state: State, action: Action, effect: Effect, p: float) -> Branch:
    origin = getattr(action, "pos", Pos(0, 0, 0))
    cells = []
    for offset, after in effect.cells:
        pos = origin.offset(offset.x, offset.y, offset.z)
        before = state.blocks.name(pos)
        if before is not None:
            cells.append(BlockChange(pos, before, after))
    change = Change(inventory=dict(effect.inventory), tools=dict(effect.tools), blocks=tuple(sorted(cells)), health=effect.health, food=effect.food)
    return Branch(p=p, status=effect.status, reason=effect.reason, note="" if effect.status == "done" else "so it went before", change=change)
