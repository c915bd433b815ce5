"""Things that lie around: where they come to rest, how the body gets what it dug, and what it picks up in passing."""

from __future__ import annotations

from collections.abc import Iterable
from math import floor

from worldsim.blocks import UNKNOWN, Blocks
from worldsim.facts import Facts
from worldsim.laws.parts import Walk, room_for
from worldsim.laws.tossing import SIZE, THROWS, bit, rests
from worldsim.prediction import Quantiles
from worldsim.space import Pos, Vec
from worldsim.state import Entity, State
from worldsim.walking.ground import KIND, OPEN, UNSEEN, WATER, Ground
from worldsim.walking.paths import TICKS_START, TICKS_STEP, Path, find_path, node_of
from worldsim.walking.search import search
from worldsim.walking.targets import Node, Target, into, octile, touches, touching

#: An item falls, and can be picked up half a second after it appeared (Minecraft Wiki, "Item (entity)", pickup delay 10 ticks).
PICK_UP = Quantiles(8, 16, 30)
#: What lies within reach of the body and was not picked up yet is in its first ten ticks: an action that lasts so long mostly sees it come.
SOON = 5
#: How far the body may end from where it is thought to, in blocks: without a fetch, with one, and where it is not known whereto the thing falls.
_AT_HAND, _FETCHED, _SOMEWHERE = 2.0, 2.5, 3.5
#: How deep a thing is followed in its fall.
_DEEP = 24
#: How high in the uppermost cell of water things float.
_AFLOAT = 0.6
#: Positions of things come somewhat low, they are rounded on the wire; and what lies on a block is as much above a whole number at most.
_ROUNDING = 0.1

#: A drop lies a few steps away, or is lost.
_FETCH_NODES, _FLOOD = 80, 16
#: Where the room for the body was never seen, what hides it, leaves as a rule, mostly keeps the body away as well; a floor alone that was never seen
#: is mostly one (own estimates).
_P_HIDDEN, _P_FLOOR = 0.4, 0.9
#: Another kind of place is worth the walk to be thought through if so many of the throws end there.
_RARE = 2


def resting_place(ground: Ground, pos: Pos) -> Vec:
    """Where a thing comes to rest that falls from the middle of a cell."""
    return _down(ground, Vec(pos.x + 0.5, float(pos.y), pos.z + 0.5))


def settled(ground: Ground, thing: Entity) -> Vec:
    """Where a thing that is seen, and may be falling still, will lie."""
    return _down(ground, Vec(thing.pos.x, thing.pos.y + _ROUNDING, thing.pos.z))


def with_things(blocks: Blocks, things: Iterable[Entity], facts: Facts) -> Blocks:
    """The same blocks, and what the things tell: where one is, is room, and what it lies on carries it, though nobody saw it."""
    cells: dict[Pos, int] = {}
    for thing in things:
        cell = Vec(thing.pos.x, thing.pos.y + _ROUNDING, thing.pos.z).cell
        below = cell.offset(0, -1, 0)
        if blocks.state(cell) == UNKNOWN:
            cells[cell] = facts.blocks["air"].default
        if thing.pos.y + _ROUNDING - cell.y < 2 * _ROUNDING and blocks.state(below) == UNKNOWN:
            cells[below] = facts.blocks["stone"].default
    return blocks.with_cells(cells) if cells else blocks


def lying_on(state: State, pos: Pos) -> dict[str, int]:
    """Things that lie on the block: they fall with it."""
    above = pos.offset(0, 1, 0)
    found: dict[str, int] = {}
    for thing in state.entities:
        if thing.kind == "item" and thing.item is not None and thing.pos.cell == above:
            found[thing.item] = found.get(thing.item, 0) + thing.count
    return found


def in_passing(state: State, ground: Ground, nodes: Iterable[Node], facts: Facts, apart: Pos | None = None) -> dict[str, int]:
    """What is picked up on a way, what lies within reach at its start aside (`meanwhile.py`): whoever comes by takes it, wanted or not.

    `apart`: what lies in this cell is told of elsewhere.
    """
    things = [thing for thing in state.entities if thing.kind == "item" and thing.item is not None and thing.pos.cell != apart]
    if not things:
        return {}
    found: dict[str, int] = {}
    stands = [Vec(x + 0.5, ground.feet(x, y, z), z + 0.5) for x, y, z in nodes]
    for thing in things:
        lies = settled(ground, thing)
        item = thing.item or ""
        if touches(state.body.pos, lies) or not any(touches(feet, lies) for feet in stands):
            continue
        if room_for(state, item, found.get(item, 0) + thing.count, facts):
            found[item] = found.get(item, 0) + thing.count
    return found


def fetch(ground: Ground, pos: Pos, way: Walk) -> Walk:
    """From where it was dug to where the drop is picked up; `p`: that it can be. `ground`: when the block is gone."""
    places: dict[tuple[Pos, bool, bool], list[Vec]] = {}
    for lies in _thrown(ground, pos):
        cell = lies.cell
        places.setdefault((cell, lies.x - cell.x < 0.5, lies.z - cell.z < 0.5), []).append(lies)
    here, start = Walk(way.end, Quantiles(0, 0, 0), 1.0, _AT_HAND), node_of(ground, way.end)
    likely = [there for rank, there in enumerate(sorted(places.values(), key=len, reverse=True)) if rank == 0 or len(there) >= _RARE]
    middles = [Vec(sum(p.x for p in there) / len(there), there[0].y, sum(p.z for p in there) / len(there)) for there in likely]
    stands = _stands(ground, start, pos, [middle for middle in middles if not touches(way.end, middle)])
    had, lost = 0.0, 0.0
    best: tuple[float, Walk] | None = None
    for there, middle in zip(likely, middles, strict=True):
        walk = here if touches(way.end, middle) else _steps(ground, start, stands.get(middle), middle)
        if walk is None:
            lost += len(there)
            continue
        had, lost = had + walk.p * len(there), lost + (1 - walk.p) * len(there)
        if best is None or walk.p * len(there) > best[0]:
            best = (walk.p * len(there), walk)
    if best is None:  # it is waited for in vain
        return Walk(way.end, PICK_UP, 1 / (THROWS + 2), _SOMEWHERE)
    found = best[1]
    tolerance = found.tolerance if 2 * best[0] > had + lost else _SOMEWHERE
    # One throw more that is had, and one that is lost: sixteen do not make a certainty.
    return Walk(found.end, found.ticks, (had + 1) / (had + lost + 2) if lost else 1.0, tolerance, nodes=found.nodes)


def open_to(ground: Ground, path: Path) -> float:
    """How likely a way to a thing is one: things lie in holes and among leaves, where little is seen."""
    if not path.blind:
        return 1.0
    hidden = any(ground.code(x, y + up, z) == UNSEEN for x, y, z in path.nodes for up in (0, 1))
    return _P_HIDDEN if hidden else _P_FLOOR


def _thrown(ground: Ground, pos: Pos) -> list[Vec]:
    """Where what springs out of a cell comes to rest, throw by throw."""
    solid = 0
    for dy in (-1, 0, 1):
        for dz in (-1, 0, 1):
            for dx in (-1, 0, 1):
                if (dx or dy or dz) and ground.code(pos.x + dx, pos.y + dy, pos.z + dz) & KIND not in (OPEN, WATER):
                    solid |= bit(dx, dy, dz)
    return [_down(ground, Vec(pos.x + rest.x, pos.y + rest.y + _ROUNDING, pos.z + rest.z)) for rest in rests(solid)]


def _down(ground: Ground, at: Vec) -> Vec:
    """Straight down, until something is below any of its corners; in water up, to its surface."""
    y, lowest = at.cell.y, at.cell.y - _DEEP
    columns = {(floor(at.x + dx), floor(at.z + dz)) for dx in (-SIZE / 2, SIZE / 2) for dz in (-SIZE / 2, SIZE / 2)}
    while y > lowest and all(ground.code(x, y - 1, z) & KIND == OPEN for x, z in columns):
        y -= 1
    here = at.cell
    if ground.code(here.x, y, here.z) & KIND == WATER:
        while ground.code(here.x, y + 1, here.z) & KIND == WATER:
            y += 1
        return Vec(at.x, y + _AFLOAT, at.z)
    return Vec(at.x, float(y), at.z)


def _stands(ground: Ground, start: Node, pos: Pos, things: list[Vec]) -> dict[Vec, Node]:
    """Where each thing is picked up: at the first node, of those that a search towards the cell looks at, that touches it."""
    found: dict[Vec, Node] = {}
    if not things:
        return found
    waiting = {thing: touching(thing).reached for thing in things}

    def look(x: int, y: int, z: int) -> bool:
        for thing in [thing for thing, reached in waiting.items() if reached(x, y, z)]:
            found[thing] = (x, y, z)
            del waiting[thing]
        return not waiting

    low = (min(start[0], pos.x) - _FLOOD, min(start[1], pos.y) - _FLOOD, min(start[2], pos.z) - _FLOOD)
    high = (max(start[0], pos.x) + _FLOOD, max(start[1], pos.y) + _FLOOD, max(start[2], pos.z) + _FLOOD)
    search(ground.box(low, high), start, Target(look, into(pos).left, pos, pos), False, _FETCH_NODES)
    return found


def _steps(ground: Ground, start: Node, found: Node | None, thing: Vec) -> Walk | None:
    """To where a thing is picked up: where it was `found` that it is, or through what was never seen."""
    if found is not None:
        way = octile(found[0] - start[0], found[2] - start[2]) * TICKS_STEP + TICKS_START
        return _walk(ground, (start, found), way, 1.0)
    path = find_path(ground, start, touching(thing), most_nodes=_FETCH_NODES)
    return _walk(ground, path.nodes, path.ticks, open_to(ground, path)) if path is not None and path.certain and path.blind else None


def _walk(ground: Ground, nodes: tuple[Node, ...], ticks: float, p: float) -> Walk:
    x, y, z = nodes[-1]
    return Walk(Vec(x + 0.5, ground.feet(x, y, z), z + 0.5), Quantiles(0.8 * ticks, ticks, 1.3 * ticks + 5), p, _FETCHED, nodes=nodes)
