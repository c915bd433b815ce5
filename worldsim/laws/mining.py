"""dig and mine: what must hold, how long it takes, what is gone, what falls and what is picked up."""

from __future__ import annotations

from itertools import product

import msgspec

from worldsim.actions import LONGEST_ACTION, Dig, Mine
from worldsim.blocks import Blocks
from worldsim.change import Change, Reason
from worldsim.drops import Lot, drops, harvests
from worldsim.facts import Facts
from worldsim.laws.following import Told, following
from worldsim.laws.hidden import behind
from worldsim.laws.parts import ARRIVED, SOURCES, STILL, breaks, fallen, grown, in_hand, no_walk, plus, room_for, walk, without_zeros
from worldsim.laws.picking import PICK_UP, fetch, in_passing, lying_on, resting_place
from worldsim.prediction import Branch, Prediction, Quantiles, fails
from worldsim.space import Pos, Vec
from worldsim.state import State
from worldsim.tools import best_tool, dig_ticks, fall_damage, wear
from worldsim.walking.ground import ground_of
from worldsim.walking.targets import reaches, touches, within_reach

#: Turning the head, the hand, the server's answer.
_OVERHEAD = Quantiles(1, 2, 5)
_SHORT = Quantiles(0, 2, 4)
#: `dig` waits for nothing: what falls beside the body is picked up in time that seldom (own estimate).
_P_BY_CHANCE = 0.2


#: Ticks from the break to the end of a `dig`, and of a `mine` of which nothing falls (measured).
_AT_ONCE, _NOTHING_FELL = 3, 4
_MOSTLY = 0.5
#: The game breaks a block for whoever stops when so much of the work is done, the tick of stopping included (`ServerPlayerGameMode`, Java 1.19).
_ENOUGH = 0.7


class _Why(msgspec.Struct, frozen=True):
    reason: Reason
    note: str


def predict_dig(state: State, action: Dig, facts: Facts) -> Prediction:
    """From where it stands, with what it holds: out_of_reach, or broken; what falls lies there."""
    why = _undiggable(state, action.pos, facts)
    if why is None and not reaches(state.body.eyes, action.pos):
        why = _Why("out_of_reach", f"{action.pos} is more than 4.5 blocks from the eyes")
    if why is not None:
        return fails(action, why.reason, why.note, ticks=_SHORT, sources=SOURCES, tolerance=STILL)
    block, tool, here = state.blocks.name(action.pos) or "", in_hand(state, facts), no_walk(state)
    needed = dig_ticks(block, tool, facts, here.submerged, here.grounded) or 0
    ticks = needed if action.ticks is None else action.ticks
    if ticks > LONGEST_ACTION:
        late = Branch(p=1.0, status="interrupted", reason="timeout", note=f"{block} needs {needed} ticks")
        spent = Quantiles(LONGEST_ACTION, LONGEST_ACTION, LONGEST_ACTION + 4)
        return Prediction(action=action, branches=(late,), ticks=spent, tolerance=STILL, sources=SOURCES)
    spent = plus(Quantiles(ticks, ticks, ticks), _OVERHEAD)
    if ticks + 1 < _ENOUGH * needed:
        note = f"{block} needs {needed} ticks, not {ticks}"
        return fails(action, "refused", note, ticks=plus(spent, Quantiles(0, 20, 22)), sources=SOURCES, tolerance=STILL)
    lots = _lots(state, action.pos, tool, facts)
    without = _without(state, action.pos, facts)
    follows = following(state.blocks, without, action.pos, facts)
    after = ground_of(without)
    end = fallen(after, state.body.pos)
    beside = touches(end, resting_place(after, action.pos))
    caught = [lot for lot in lots if lot.items] if beside else []
    p_caught = _P_BY_CHANCE * sum(lot.p for lot in caught)
    hurt = _hurt(state.body.pos, end)
    told = follows.told(_AT_ONCE)
    branches = [Branch(p=1 - p_caught, change=_change(state, action.pos, tool, {}, hurt, told, facts), env=told.env, end=end)]
    branches += [
        Branch(p=_P_BY_CHANCE * lot.p, change=_change(state, action.pos, tool, lot.items, hurt, told, facts), env=told.env, end=end) for lot in caught
    ]
    branches = _opened(branches, state, action.pos, facts)
    risks = follows.risks(end)
    return Prediction(action=action, branches=tuple(branches), ticks=spent, tolerance=STILL, sources=SOURCES, risks=risks)


def predict_mine(state: State, action: Mine, facts: Facts) -> Prediction:
    """Walk, dig with the best tool, pick up: one branch for every result of the lottery, and one for a drop that is lost."""
    why = _undiggable(state, action.pos, facts)
    block = state.blocks.name(action.pos) or ""
    tool = None if why else best_tool(block, state.inventory, facts)
    if why is None and not harvests(block, tool, facts):
        why = _Why("no_tool", f"{block} yields nothing to {tool or 'the bare hand'}")
    way = None if why else no_walk(state) if reaches(state.body.eyes, action.pos) else walk(state, within_reach(action.pos))
    if why is None and way is None:
        why = _Why("no_path", f"no way on foot to where {action.pos} is in reach")
    if why is not None or way is None:
        assert why is not None
        return fails(action, why.reason, why.note, ticks=_SHORT, sources=SOURCES, tolerance=STILL)
    needed = dig_ticks(block, tool, facts, way.submerged, way.grounded) or 0
    lots = [Lot(lot.p, _sum(lot.items, lying_on(state, action.pos))) for lot in _lots(state, action.pos, tool, facts)]
    without = _without(state, action.pos, facts)
    follows = following(state.blocks, without, action.pos, facts)
    stand = fallen(ground_of(without), way.end)
    after = ground_of(follows.soon(without, facts))
    fetched = fetch(after, action.pos, msgspec.structs.replace(way, end=stand))
    end, hurt, p_lost = fetched.end, _hurt(way.end, stand), 1 - fetched.p
    passing = in_passing(state, after, (*way.nodes, *fetched.nodes), facts, action.pos.offset(0, 1, 0))
    branches: list[Branch] = []
    p_yields = sum(lot.p for lot in lots if lot.items)
    for lot in lots:
        told = follows.told(PICK_UP.p50 if lot.items else _NOTHING_FELL)
        change = _change(state, action.pos, tool, _sum(lot.items, passing), hurt, told, facts)
        lost = msgspec.structs.replace(change, inventory=_sum(change.inventory, {item: -n for item, n in lot.items.items()}))
        full = next((item for item, count in lot.items.items() if not room_for(state, item, count, facts)), None)
        if full is not None:
            note = f"no room for {full}"
            branches.append(Branch(p=way.p * lot.p, status="failed", reason="inventory_full", note=note, change=lost, env=told.env, end=stand))
            continue
        p_gone = p_lost if lot.items else 0.0
        branches.append(Branch(p=way.p * lot.p * (1 - p_gone), change=change, env=told.env, end=end if lot.items else stand))
        if p_gone:
            note = f"what falls from {action.pos} lies where nobody can walk"
            branches.append(Branch(p=way.p * lot.p * p_gone, status="failed", reason="item_lost", note=note, change=lost, env=told.env, end=stand))
    branches = _opened(branches, state, action.pos, facts)
    if way.p < 1:
        branches.append(Branch(p=1 - way.p, status="failed", reason="no_path", note="the way is not seen as a whole"))
    pick_up = plus(PICK_UP, fetched.ticks)
    # A quantile holds the time to pick something up if that share of the outcomes has something to pick up.
    pick_up = Quantiles(pick_up.p10 * (p_yields > 0.9), pick_up.p50 * (p_yields > 0.5), pick_up.p90 * (p_yields > 0.1))
    return Prediction(
        action=action,
        branches=tuple(branches),
        ticks=plus(way.ticks, Quantiles(needed, needed, needed), _OVERHEAD, pick_up),
        tolerance=fetched.tolerance + (ARRIVED if way.ticks.p50 else 0.0),
        sources=SOURCES,
        risks=follows.risks(end if p_yields > _MOSTLY else stand),
        novelty=1 - way.p,
    )


def _opened(branches: list[Branch], state: State, pos: Pos, facts: Facts) -> list[Branch]:
    """The same, with what most likely comes to light where the block was."""
    reveals = behind(state.blocks, pos, facts)
    return [msgspec.structs.replace(branch, reveals=reveals) for branch in branches] if reveals else branches


def _undiggable(state: State, pos: Pos, facts: Facts) -> _Why | None:
    name = state.blocks.name(pos)
    if name is None:
        return _Why("unknown_block", f"{pos} was never seen")
    known = facts.blocks.get(name)
    if name == "air" or (known is not None and known.liquid):
        return _Why("nothing_there", f"there is {name} at {pos}")
    if known is None or dig_ticks(name, None, facts) is None:
        return _Why("unbreakable", f"{name} cannot be dug")
    return None


def _without(state: State, pos: Pos, facts: Facts) -> Blocks:
    """The blocks when it is broken: the body may fall, and what falls may lie deeper. Unseen ground below is taken to carry."""
    cells = {change.pos: facts.blocks[change.after].default for change in breaks(state.blocks, pos, facts)}
    below = pos.offset(0, -1, 0)
    if state.blocks.name(below) is None:
        cells[below] = facts.blocks["stone"].default
    return state.blocks.with_cells(cells)


def _hurt(before: Vec, after: Vec) -> int:
    return fall_damage(before.y - after.y)


def _change(state: State, pos: Pos, tool: str | None, gained: dict[str, int], hurt: int, told: Told, facts: Facts) -> Change:
    """What the actor causes: cells of its footprint, what it gains, what the tool loses."""
    worn = wear(state.blocks.name(pos) or "", tool, facts)
    inventory, tools = dict(gained), {}
    if tool is not None and worn:
        left = min((t.left for t in state.tools if t.name == tool), default=worn + 1)
        if left > worn:
            tools = {tool: -worn}
        else:
            inventory[tool] = inventory.get(tool, 0) - 1
    return Change(inventory=inventory, tools=tools, blocks=told.own, health=-float(hurt) if hurt else 0.0)


def _lots(state: State, pos: Pos, tool: str | None, facts: Facts) -> list[Lot]:
    """What falls: from the block, and from the plants that fall with it. A door or a tall plant falls once."""
    lots = [Lot(1.0, {})]
    cells: dict[str, Pos] = {}
    for change in breaks(state.blocks, pos, facts):
        cells.setdefault(change.before, change.pos)
    for number, (name, cell) in enumerate(sorted(cells.items(), key=lambda named: named[0] != state.blocks.name(pos))):
        fallen = drops(name, tool if number == 0 else None, facts, grown(state.blocks, cell, facts))
        lots = [Lot(a.p * b.p, _sum(a.items, b.items)) for a, b in product(lots, fallen)]
    return lots


def _sum(a: dict[str, int], b: dict[str, int]) -> dict[str, int]:
    return without_zeros({item: a.get(item, 0) + b.get(item, 0) for item in (*a, *(item for item in b if item not in a))})


RULES = {Mine: predict_mine, Dig: predict_dig}
