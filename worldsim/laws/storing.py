"""deposit and withdraw: between the pockets and a chest whose content is known, or not. Minecraft Wiki, "Chest", "Barrel"."""

from __future__ import annotations

from worldsim.actions import Deposit, Withdraw
from worldsim.change import Change, Reason
from worldsim.facts import Facts
from worldsim.laws.parts import SOURCES, Walk, approach, cannot, grown, plus, room_for, slots
from worldsim.prediction import Branch, Prediction, Quantiles
from worldsim.space import Pos
from worldsim.state import Job, State

CHESTS = ("chest", "trapped_chest", "barrel")
#: Slots of a chest; a double one has twice as many.
SLOTS = 27
#: A window is opened, clicked in, and closed.
_CLICKS = Quantiles(3, 6, 14)
#: A chest that nobody looked into has room nearly always, and hardly what one wants (own estimates).
_P_ROOM, _P_THERE = 0.95, 0.1
#: Marks a chest of which only a part is known: what was put in.
IN_PART = "in part"


def predict_deposit(state: State, action: Deposit, facts: Facts) -> Prediction:
    """unknown_block, no_chest, no_item, no_path, inventory_full (of the chest); else it lies in the chest."""
    item, count = action.item, action.count
    if state.count(item) < count and is_chest(state, action.pos):
        return cannot(action, "no_item", f"needs {count} {item}, has {state.count(item)}")
    way = _way(state, action)
    if isinstance(way, Prediction):
        return way
    known = chest_at(state, action.pos)
    if known is not None:
        after = {**known.items, item: known.items.get(item, 0) + count}
        if slots(after, facts) > _size(state, action.pos, facts):
            return cannot(action, "inventory_full", f"the chest has no room for {count} {item}")
    certain = known is not None and known.note != IN_PART
    return _told(action, Change(inventory={item: -count}), way, 1.0 if certain else _P_ROOM, "inventory_full")


def predict_withdraw(state: State, action: Withdraw, facts: Facts) -> Prediction:
    """unknown_block, no_chest, no_path, no_item (it is not in there), inventory_full; else it is carried."""
    item, count = action.item, action.count
    way = _way(state, action)
    if isinstance(way, Prediction):
        return way
    if not room_for(state, item, count, facts):
        return cannot(action, "inventory_full", f"no room for {count} {item}")
    known = chest_at(state, action.pos)
    inside = known.items.get(item, 0) if known is not None else 0
    if known is not None and known.note != IN_PART and inside < count:
        return cannot(action, "no_item", f"the chest holds {inside} {item}")
    return _told(action, Change(inventory={item: count}), way, 1.0 if inside >= count else _P_THERE, "no_item")


def is_chest(state: State, pos: Pos) -> bool:
    """Whether a chest or a barrel is known there."""
    return state.blocks.name(pos) in CHESTS


def chest_at(state: State, pos: Pos) -> Job | None:
    """What is known of the content of a chest."""
    return next((job for job in state.latent if job.kind == "chest" and job.pos.cell == pos), None)


def _way(state: State, action: Deposit | Withdraw) -> Walk | Prediction:
    """How to get there, or why there is nothing to do there."""
    pos, there = action.pos, state.blocks.name(action.pos)
    if there is None:
        return cannot(action, "unknown_block", f"{pos} was never seen")
    if there not in CHESTS:
        return cannot(action, "no_chest", f"there is {there} at {pos}")
    return approach(state, pos) or cannot(action, "no_path", f"no way on foot to where {pos} is in reach")


def _size(state: State, pos: Pos, facts: Facts) -> int:
    number = grown(state.blocks, pos, facts)
    double = number is not None and facts.properties(number).get("type") in ("left", "right")
    return 2 * SLOTS if double else SLOTS


def _told(action: Deposit | Withdraw, change: Change, way: Walk, p: float, otherwise: Reason) -> Prediction:
    branches = [Branch(p=way.p * p, change=change, end=way.end)]
    if p < 1:
        branches.append(Branch(p=way.p * (1 - p), status="failed", reason=otherwise, note="nobody knows what is in there", end=way.end))
    if way.p < 1:
        branches.append(Branch(p=1 - way.p, status="failed", reason="no_path", note="the way is not seen as a whole"))
    ticks = plus(way.ticks, _CLICKS)
    novelty = max(1 - way.p, 1 - p)
    return Prediction(action=action, branches=tuple(branches), ticks=ticks, tolerance=way.tolerance, sources=SOURCES, novelty=novelty)


RULES = {Deposit: predict_deposit, Withdraw: predict_withdraw}
