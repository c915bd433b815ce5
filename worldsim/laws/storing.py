"""deposit and withdraw: between the pockets and a chest whose content is known, or not. Minecraft Wiki, "Chest", "Barrel"."""

from __future__ import annotations

from worldsim.actions import Deposit, Withdraw
from worldsim.blocks import Blocks
from worldsim.change import Change, Reason
from worldsim.facts import Facts
from worldsim.laws.parts import SOURCES, Walk, approach, cannot, grown, plus, room_for, slots, walled
from worldsim.prediction import Branch, Prediction, Quantiles
from worldsim.space import Pos
from worldsim.state import Job, State

CHESTS = ("chest", "trapped_chest", "barrel")
#: Slots of a chest; a double one has twice as many.
SLOTS = 27
#: A window is opened, clicked in, and closed.
_CLICKS = Quantiles(3, 5, 14)
#: One that does not open is waited for.
_SHUT = Quantiles(18, 22, 26)
#: What is on the right of who looks along a heading.
_RIGHT = {"north": (1, 0), "east": (0, 1), "south": (-1, 0), "west": (0, -1)}
#: A chest that nobody looked into has room nearly always, and hardly what one wants (own estimates).
_P_ROOM, _P_THERE = 0.95, 0.1
#: Marks a chest of which only a part is known: what was put in.
IN_PART = "in part"


def predict_deposit(state: State, action: Deposit, facts: Facts) -> Prediction:
    """unknown_block, no_chest, no_item, no_path, refused (its lid is blocked), inventory_full (of the chest); else it lies in the chest."""
    item, count = action.item, action.count
    if state.count(item) < count and is_chest(state, action.pos):
        return cannot(action, "no_item", f"needs {count} {item}, has {state.count(item)}")
    way = _way(state, action)
    if isinstance(way, Prediction):
        return way
    if _blocked(state, action.pos, facts):
        return _in_vain(action, way, "refused", "a block on it keeps the lid down", _SHUT)
    known = chest_at(state, action.pos, facts)
    if known is not None:
        after = {**known.items, item: known.items.get(item, 0) + count}
        if slots(after, facts) > _size(state, action.pos, facts):
            return _in_vain(action, way, "inventory_full", f"the chest has no room for {count} {item}")
    certain = known is not None and known.note != IN_PART
    return _told(action, Change(inventory={item: -count}), way, 1.0 if certain else _P_ROOM, "inventory_full")


def predict_withdraw(state: State, action: Withdraw, facts: Facts) -> Prediction:
    """unknown_block, no_chest, inventory_full, no_path, refused (its lid is blocked), no_item (it is not in there); else it is carried."""
    item, count = action.item, action.count
    if is_chest(state, action.pos) and not room_for(state, item, count, facts):
        return cannot(action, "inventory_full", f"no room for {count} {item}")
    way = _way(state, action)
    if isinstance(way, Prediction):
        return way
    if _blocked(state, action.pos, facts):
        return _in_vain(action, way, "refused", "a block on it keeps the lid down", _SHUT)
    known = chest_at(state, action.pos, facts)
    inside = known.items.get(item, 0) if known is not None else 0
    if known is not None and known.note != IN_PART and inside < count:
        return _in_vain(action, way, "no_item", f"the chest holds {inside} {item}")
    return _told(action, Change(inventory={item: count}), way, 1.0 if inside >= count else _P_THERE, "no_item")


def is_chest(state: State, pos: Pos) -> bool:
    """Whether a chest or a barrel is known there."""
    return state.blocks.name(pos) in CHESTS


def chest_at(state: State, pos: Pos, facts: Facts) -> Job | None:
    """What is known of the content of a chest; the two halves of a double one are one."""
    here = halves(state.blocks, pos, facts)
    return next((job for job in state.latent if job.kind == "chest" and job.pos.cell in here), None)


def halves(blocks: Blocks, pos: Pos, facts: Facts) -> tuple[Pos, ...]:
    """The cells of a chest: its own, and that of its other half (Minecraft Wiki, "Chest"): right of a left half, as seen from its front."""
    number = grown(blocks, pos, facts)
    properties = facts.properties(number) if number is not None else {}
    side = {"left": 1, "right": -1}.get(properties.get("type", ""), 0)
    if not side or properties.get("facing") not in _RIGHT:
        return (pos,)
    dx, dz = _RIGHT[properties["facing"]]
    return pos, pos.offset(side * dx, 0, side * dz)


def _way(state: State, action: Deposit | Withdraw) -> Walk | Prediction:
    """How to get there, or why there is nothing to do there."""
    pos, there = action.pos, state.blocks.name(action.pos)
    if there is None:
        return cannot(action, "unknown_block", f"{pos} was never seen")
    if there not in CHESTS:
        return cannot(action, "no_chest", f"there is {there} at {pos}")
    return approach(state, pos) or cannot(action, "no_path", f"no way on foot to where {pos} is in reach")


def _blocked(state: State, pos: Pos, facts: Facts) -> bool:
    """Whether a whole opaque block on one of its halves keeps it shut; barrels have no lid."""
    blocks = state.blocks
    return blocks.name(pos) != "barrel" and any(walled(blocks, half.offset(0, 1, 0), facts) for half in halves(blocks, pos, facts))


def _size(state: State, pos: Pos, facts: Facts) -> int:
    return SLOTS * len(halves(state.blocks, pos, facts))


def _in_vain(action: Deposit | Withdraw, way: Walk, reason: Reason, note: str, spent: Quantiles = _CLICKS) -> Prediction:
    """Only there one sees that it fails."""
    failed = Branch(p=way.p, status="failed", reason=reason, note=note, end=way.end)
    lost = (Branch(p=1 - way.p, status="failed", reason="no_path", note="the way is not seen as a whole"),) if way.p < 1 else ()
    ticks = plus(way.ticks, spent)
    return Prediction(action=action, branches=(failed, *lost), ticks=ticks, tolerance=way.tolerance, sources=SOURCES, novelty=1 - way.p)


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
