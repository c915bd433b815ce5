"""What falls from a block: where it comes to rest, and how the body gets it."""

from __future__ import annotations

from worldsim.laws.parts import Walk
from worldsim.prediction import Quantiles
from worldsim.space import Pos, Vec
from worldsim.state import State
from worldsim.walking.ground import KIND, OPEN, Ground
from worldsim.walking.paths import find_path, node_of
from worldsim.walking.targets import near, touches

#: An item falls, and can be picked up half a second after it appeared (Minecraft Wiki, "Item (entity)", pickup delay 10 ticks).
PICK_UP = Quantiles(8, 16, 30)
#: What comes to rest where nobody can walk is lost that often, by how many of its four sides hold it: from a pillar it falls off, between
#: walls it stays. Counted over some 170 logs that the bot dug out of the middle of trees, rounded.
_P_LOST = (0.05, 0.05, 0.1, 0.5, 0.8)
#: How far the body may end from where it is thought to, in blocks: without a fetch, with one, and where it is not known whereto the thing falls.
_AT_HAND, _FETCHED, _SOMEWHERE = 2.0, 2.5, 3.5
#: How deep a thing is followed in its fall.
_DEEP = 24

#: A drop lies a few steps away, or is lost.
_FETCH_NODES = 80


def resting_place(ground: Ground, pos: Pos) -> Vec:
    """Where a thing comes to rest that falls from a cell."""
    y = pos.y
    while y > pos.y - _DEEP and ground.code(pos.x, y - 1, pos.z) & KIND == OPEN:
        y -= 1
    return Vec(pos.x + 0.5, float(y), pos.z + 0.5)


def lying_on(state: State, pos: Pos) -> dict[str, int]:
    """Things that lie on the block: they fall with it."""
    above = pos.offset(0, 1, 0)
    found: dict[str, int] = {}
    for thing in state.entities:
        if thing.kind == "item" and thing.item is not None and thing.pos.cell == above:
            found[thing.item] = found.get(thing.item, 0) + thing.count
    return found


def fetch(ground: Ground, pos: Pos, way: Walk) -> Walk:
    """From where it was dug to where the drop is picked up; `p`: that it can be. `ground`: when the block is gone."""
    rest = resting_place(ground, pos)
    if touches(way.end, rest):
        return Walk(way.end, Quantiles(0, 0, 0), 1.0, _AT_HAND)
    if found := _steps(ground, way.end, rest, 1.0, _FETCHED):
        return found
    x, y, z = rest.cell.x, rest.cell.y, rest.cell.z
    sides = [(sx, sz) for sx, sz in ((x - 1, z), (x + 1, z), (x, z - 1), (x, z + 1)) if _open(ground, sx, y, sz) and _open(ground, sx, y - 1, sz)]
    p = 1 - _P_LOST[4 - len(sides)]
    for sx, sz in sides:
        below = resting_place(ground, Pos(sx, y, sz))
        if touches(way.end, below):
            return Walk(way.end, Quantiles(0, 0, 10), p, _SOMEWHERE)
        if found := _steps(ground, way.end, below, p, _SOMEWHERE):
            return found
    # It is waited for in vain.
    return Walk(way.end, PICK_UP, p, _SOMEWHERE)


def _steps(ground: Ground, start: Vec, thing: Vec, p: float, tolerance: float) -> Walk | None:
    path = find_path(ground, node_of(ground, start), near(thing.cell, 1.0), unknown=False, most_nodes=_FETCH_NODES)
    if path is None or not path.certain:
        return None
    x, y, z = path.end
    return Walk(Vec(x + 0.5, ground.feet(x, y, z), z + 0.5), Quantiles(0.8 * path.ticks, path.ticks, 1.3 * path.ticks + 5), p, tolerance)


def _open(ground: Ground, x: int, y: int, z: int) -> bool:
    return ground.code(x, y, z) & KIND == OPEN
