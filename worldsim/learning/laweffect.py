"""What a law may answer, and what prediction becomes of it: no name, count or place gets into a prediction unchecked."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec

from worldsim.actions import Action
from worldsim.change import BlockChange, Change, Reason, Status
from worldsim.facts import Facts
from worldsim.prediction import FAMILIES, Branch, Leaf, Prediction, Quantiles
from worldsim.space import Pos, Vec
from worldsim.state import State
from worldsim.walking.ground import ground_of

#: How far the end may be off, if the law does not say: it did not move; it walked into a cell. And the most that it may say, in blocks.
STILL, ARRIVED, LOOSEST = 0.1, 1.0, 4.0
#: No action takes the body farther, in blocks.
_FARTHEST = 160.0
#: Nothing but smelting and sleeping takes longer, in ticks; what a law does not say is anything up to that.
_ANY_TIME = (0.0, 20.0, 1200.0)
_SOURCES = (*(Leaf(family, "learned") for family in FAMILIES), Leaf("ticks", "learned"), Leaf("p_success", "learned"))
#: Time and effort change these in every action: a law speaks of them only where it tells of a difference.
_BODY = frozenset({"health", "food"})

#: The same, for those who write laws.
EFFECT = """\
A law returns None where it has nothing to say, else a dict:
  "ok": bool                            whether it is done
  "reason": str                         if it is not: why, one of the reasons
  "inventory": {"oak_log": 1}           items gained (+) and lost (-)
  "tools": {"wooden_pickaxe": -1}       uses lost; a tool that breaks is lost from the inventory instead
  "blocks": [[x, y, z, "air"]]          cells that are altered, and what they hold then
  "health": -1.0, "food": -1            differences that the action itself makes; hunger and healing in the meantime are not a law's concern
  "end": [x, y, z]                      the cell of the feet at the end; leave it out if the body stays where it is
  "tolerance": 1.0                      how far the end may be off, in blocks: 0.1-4
  "ticks": [p10, p50, p90]              how long it takes
  "alternatives": [{"p": 0.05, ...}]    where chance plays a part: other ways it may go, each with its probability and the same keys
Whatever is left out stays as it was; only ok must be there. What an action did before it failed is told with "ok": False as well.
The answer itself is the likeliest way; it has the rest of the probability."""


class BadAnswer(Exception):
    """A law answered what is no effect, or cannot be in this state; the text says what."""


class Effect(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One way an action may go, as a law tells it."""

    ok: bool
    p: Annotated[float, msgspec.Meta(gt=0, lt=1)] | None = None
    reason: Reason | None = None
    note: str = ""
    inventory: dict[str, int] = {}
    tools: dict[str, int] = {}
    blocks: list[tuple[int, int, int, str]] = []
    health: float = 0.0
    food: int = 0
    end: tuple[int, int, int] | None = None
    tolerance: Annotated[float, msgspec.Meta(ge=STILL, le=LOOSEST)] | None = None
    ticks: tuple[float, float, float] = _ANY_TIME
    alternatives: Annotated[list[Effect], msgspec.Meta(max_length=24)] = []


def effect_of(value: Any) -> Effect:
    """The effect that a law returned. Raises BadAnswer."""
    try:
        effect = msgspec.convert(value, Effect)
    except msgspec.ValidationError as error:
        raise BadAnswer(str(error)) from None
    _check(effect.p is None, "p belongs to the alternatives; the answer itself has the rest")
    _check(
        all(other.p is not None and not other.alternatives for other in effect.alternatives), "every alternative needs its p, and has none of its own"
    )
    _check(sum(other.p or 0 for other in effect.alternatives) < 1, "the alternatives' p must sum to less than 1")
    return effect


def prediction_of(effect: Effect, state: State, action: Action, known: Facts) -> Prediction:
    """The effect as a prediction of `action` in `state`. Raises BadAnswer if it cannot be: an item nobody has, a cell nobody saw."""
    ticks = effect.ticks
    _check(0 <= ticks[0] <= ticks[1] <= ticks[2] < 1e6, f"ticks {list(ticks)} are not rising quantiles")
    rest = 1 - sum(other.p or 0 for other in effect.alternatives)
    branches = [_branch(effect, rest, state, known), *(_branch(other, other.p or 0, state, known) for other in effect.alternatives)]
    tolerance = effect.tolerance or max(STILL if other.end is None else ARRIVED for other in (effect, *effect.alternatives))
    told = {family for family in _BODY if any(getattr(branch.change, family) for branch in branches)}
    covers = tuple(family for family in FAMILIES if family not in _BODY - told)
    sources = tuple(leaf for leaf in _SOURCES if leaf.family not in _BODY - told)
    return Prediction(action=action, branches=tuple(branches), ticks=Quantiles(*ticks), tolerance=tolerance, sources=sources, covers=covers)


def _branch(effect: Effect, p: float, state: State, known: Facts) -> Branch:
    _check(effect.ok or effect.reason is not None, "a failure needs its reason")
    _check(not effect.ok or effect.reason is None, "a success has no reason")
    for item, count in effect.inventory.items():
        _check(item in known.items, f"{item!r} is no item")
        _check(state.inventory.get(item, 0) + count >= 0, f"{-count} {item} are more than the {state.inventory.get(item, 0)} that are carried")
    for tool in effect.tools:
        _check(known.item(tool).uses > 0, f"{tool!r} does not wear out")
    change = Change(
        inventory={item: count for item, count in effect.inventory.items() if count},
        tools={tool: uses for tool, uses in effect.tools.items() if uses},
        blocks=tuple(sorted(_cell(cell, state, known) for cell in effect.blocks)),
        health=effect.health,
        food=effect.food,
    )
    status: Status = "done" if effect.ok else "failed"
    return Branch(p=p, status=status, reason=effect.reason, note=effect.note, change=change, end=_end(effect.end, state))


def _cell(cell: tuple[int, int, int, str], state: State, known: Facts) -> BlockChange:
    pos, name = Pos(*cell[:3]), cell[3]
    _check(name in known.blocks, f"{name!r} is no block")
    before = state.blocks.name(pos)
    if before is None:
        raise BadAnswer(f"{pos} was never seen: a law cannot tell what becomes of it")
    return BlockChange(pos, before, name)


def _end(cell: tuple[int, int, int] | None, state: State) -> Vec | None:
    if cell is None:
        return None
    end = Vec(cell[0] + 0.5, ground_of(state.blocks).feet(*cell), cell[2] + 0.5)
    _check(end.distance(state.body.pos) <= _FARTHEST, f"the end {list(cell)} is {end.distance(state.body.pos):.0f} blocks away")
    return end


def _check(holds: bool, otherwise: str) -> None:
    if not holds:
        raise BadAnswer(otherwise)
