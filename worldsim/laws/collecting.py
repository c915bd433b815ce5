"""collect: the things that are seen to lie around, if one can walk to them."""

from __future__ import annotations

from worldsim.actions import Collect
from worldsim.change import Change
from worldsim.facts import Facts
from worldsim.laws.parts import SOURCES, STILL, plus, room_for
from worldsim.laws.picking import open_to, settled, with_things
from worldsim.prediction import Branch, Prediction, Quantiles, fails
from worldsim.space import Vec
from worldsim.state import Entity, State
from worldsim.walking.ground import Ground, ground_of
from worldsim.walking.paths import Path, find_path, node_of
from worldsim.walking.targets import touches, touching

#: How far it looks for things, in blocks.
RADIUS = 12.0
_SHORT = Quantiles(0, 2, 4)
#: Each thing: it is waited for until it can be picked up.
_PICK_UP = Quantiles(2, 8, 24)
#: A thing that lies within reach of the feet is nearly always had; the rest is other players and mobs (own estimate).
_P_HAD = 0.97
#: How far the body may end from where it is thought to, in blocks: what was thrown a moment ago flies on, nobody knows how fast.
_LIES, _FLIES = 1.5, 3.0
_LIES_STILL = 0.2


def predict(state: State, action: Collect, facts: Facts) -> Prediction:
    """nothing_there, item_lost, inventory_full, or all that can be reached is picked up, the nearest first, and what lies on the way."""
    things = lying(state, action.item)
    if not things:
        return fails(action, "nothing_there", f"no {action.item or 'item'} lies within 12 blocks", ticks=_SHORT, sources=SOURCES, tolerance=STILL)
    every = [thing for thing in state.entities if thing.kind == "item" and thing.item is not None]
    ground = ground_of(with_things(state.blocks, every, facts))
    left = {thing.id: settled(ground, thing) for thing in every}
    places = {thing.id: left[thing.id] for thing in things}
    names = {thing.id: thing for thing in every}
    wanted = {thing.id for thing in things}
    end, ticks, gained, p_had = state.body.pos, _SHORT, dict[str, int](), 0.0
    full = False

    def take(number: int) -> bool:
        item, count = names[number].item or "", names[number].count
        if not room_for(state, item, gained.get(item, 0) + count, facts):
            return False
        gained[item] = gained.get(item, 0) + count
        del left[number]
        return True

    while waiting := [number for number in wanted if number in left]:
        number = min(waiting, key=lambda each: (left[each].distance(end), each))
        wanted.discard(number)
        name = names[number].item or ""
        if not room_for(state, name, gained.get(name, 0) + names[number].count, facts):
            full = True
            continue
        path = None if touches(end, left[number]) else find_path(ground, node_of(ground, end), touching(left[number]))
        if path is None and not touches(end, left[number]):
            continue
        if path is not None and not path.certain:
            continue
        p = 1.0 if path is None else open_to(ground, path)
        if p < 0.5 and p_had >= 0.5:
            continue  # what is sure is told
        ticks = plus(ticks, _PICK_UP)
        if path is not None:
            end = _feet(ground, path)
            ticks = plus(ticks, Quantiles(0.75 * path.ticks, path.ticks, 1.4 * path.ticks + 6))
            passed = [Vec(x + 0.5, ground.feet(x, y, z), z + 0.5) for x, y, z in path.nodes]
            for other in [each for each, lies in left.items() if each != number and any(touches(feet, lies) for feet in passed)]:
                take(other)
        take(number)
        p_had = max(p_had, p)
    if not gained:
        if full:
            return fails(action, "inventory_full", "no room for it", ticks=_SHORT, sources=SOURCES, tolerance=STILL)
        return fails(action, "item_lost", "no way on foot to what lies there", ticks=Quantiles(10, 80, 160), sources=SOURCES, tolerance=1.5)
    p_had *= _P_HAD
    tolerance = _LIES if all(names[number].pos.distance(lies) < _LIES_STILL for number, lies in places.items()) else _FLIES
    lost = Branch(p=1 - p_had, status="failed", reason="item_lost", note="it may be gone, or out of reach")
    return Prediction(
        action=action, branches=(Branch(p=p_had, change=Change(inventory=gained), end=end), lost), ticks=ticks, tolerance=tolerance, sources=SOURCES
    )


def lying(state: State, item: str | None) -> list[Entity]:
    """The things that `collect` goes for, nearest first, ties by id."""
    here = state.body.pos
    seen = (e for e in state.entities if e.kind == "item" and e.item is not None and (item is None or e.item == item))
    return sorted((e for e in seen if e.pos.distance(here) <= RADIUS), key=lambda e: (e.pos.distance(here), e.id))


def _feet(ground: Ground, path: Path) -> Vec:
    x, y, z = path.end
    return Vec(x + 0.5, ground.feet(x, y, z), z + 0.5)


RULES = {Collect: predict}
