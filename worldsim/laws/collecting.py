"""collect: the things that are seen to lie around, if one can walk to them."""

from __future__ import annotations

from worldsim.actions import Collect
from worldsim.change import Change
from worldsim.facts import Facts
from worldsim.laws.parts import SOURCES, STILL, plus, room_for
from worldsim.prediction import Branch, Prediction, Quantiles, fails
from worldsim.space import Vec
from worldsim.state import Entity, State
from worldsim.walking.ground import ground_of
from worldsim.walking.paths import find_path, node_of
from worldsim.walking.targets import Node, near, touches

#: How far it looks for things, in blocks.
RADIUS = 12.0
_SHORT = Quantiles(0, 2, 4)
#: Each thing: it is waited for until it can be picked up.
_PICK_UP = Quantiles(2, 8, 24)
#: A thing that lies within reach of the feet is nearly always had; the rest is other players and mobs (own estimate).
_P_HAD = 0.97


def predict(state: State, action: Collect, facts: Facts) -> Prediction:
    """nothing_there, item_lost, inventory_full, or all that can be reached is picked up, nearest first."""
    things = lying(state, action.item)
    if not things:
        return fails(action, "nothing_there", f"no {action.item or 'item'} lies within 12 blocks", ticks=_SHORT, sources=SOURCES, tolerance=STILL)
    ground = ground_of(state.blocks)
    at, end = node_of(ground, state.body.pos), state.body.pos
    ticks, gained = _SHORT, dict[str, int]()
    full = False
    for thing in things:
        item = thing.item or ""
        if not room_for(state, item, gained.get(item, 0) + thing.count, facts):
            full = True
            continue
        if not touches(end, thing.pos):
            path = find_path(ground, at, near(thing.pos.cell, 1.0), unknown=False)
            if path is None or not path.certain:
                continue
            at, end = path.end, _feet(ground.feet(*path.end), path.end)
            ticks = plus(ticks, Quantiles(0.75 * path.ticks, path.ticks, 1.4 * path.ticks + 6))
        gained[item] = gained.get(item, 0) + thing.count
        ticks = plus(ticks, _PICK_UP)
    if not gained:
        if full:
            return fails(action, "inventory_full", "no room for it", ticks=_SHORT, sources=SOURCES, tolerance=STILL)
        return fails(action, "item_lost", "no way on foot to what lies there", ticks=Quantiles(10, 80, 160), sources=SOURCES, tolerance=1.5)
    lost = Branch(p=1 - _P_HAD, status="failed", reason="item_lost", note="it may be gone, or out of reach", end=end)
    return Prediction(
        action=action, branches=(Branch(p=_P_HAD, change=Change(inventory=gained), end=end), lost), ticks=ticks, tolerance=1.5, sources=SOURCES
    )


def lying(state: State, item: str | None) -> list[Entity]:
    """The things that `collect` goes for, nearest first, ties by id."""
    here = state.body.pos
    seen = (e for e in state.entities if e.kind == "item" and e.item is not None and (item is None or e.item == item))
    return sorted((e for e in seen if e.pos.distance(here) <= RADIUS), key=lambda e: (e.pos.distance(here), e.id))


def _feet(height: float, node: Node) -> Vec:
    return Vec(node[0] + 0.5, height, node[2] + 0.5)


RULES = {Collect: predict}
