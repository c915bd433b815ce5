"""What several laws need: a walk, what breaks with a block, room in the inventory, who said what."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from worldsim.actions import Action
from worldsim.blocks import UNKNOWN, Blocks
from worldsim.change import BlockChange, Reason
from worldsim.facts import Facts
from worldsim.prediction import FAMILIES, Leaf, Prediction, Quantiles, fails
from worldsim.space import Pos, Vec
from worldsim.state import State
from worldsim.walking.ground import FLOOR, FULL, KIND, OPEN, WATER, Ground, ground_of
from worldsim.walking.paths import Path, find_path, node_of
from worldsim.walking.targets import Node, Target, reaches, within_reach

#: Everything but times and places is law; those are the body's physics.
SOURCES = (
    *(Leaf(family, "physics" if family == "position" else "law") for family in FAMILIES),
    Leaf("ticks", "physics"),
    Leaf("p_success", "law"),
)
#: An action that comes to nothing, in ticks.
SHORT = Quantiles(0, 2, 4)
#: How far a body at rest may be from where it was: it did not move.
STILL = 0.1
#: How far a body may end from the cell it walked to, in blocks: within the cell, or just beside it.
ARRIVED = 1.0

#: Each unseen cell on a way makes it so much less likely to be one (own estimate).
_P_UNSEEN, _P_LEAST = 0.97, 0.3
#: A search that gave up may still have missed a way; hardly so where only the unseen could lead there (own estimates; of some 30 walks after a
#: search that gave up, a fifth arrived).
_P_UNCERTAIN, _P_BLIND = 0.2, 0.1
#: There is a way if what was never seen lets the body through: of 15 such ways 11 were ones.
_P_GUESSED = 0.7

#: How deep a fall is followed.
_DEEP = 40

#: Two cells high: half a block cannot stand alone (Minecraft Wiki, "Door", "Tall Grass", "Sunflower" ...).
DOUBLE = frozenset({"tall_grass", "large_fern", "tall_seagrass", "sunflower", "lilac", "rose_bush", "peony", "small_dripleaf"})
#: Stands in water for good, and leaves some (Minecraft Wiki, "Kelp", "Seagrass").
_IN_WATER = frozenset({"seagrass", "tall_seagrass", "kelp", "kelp_plant", "bubble_column"})
#: One step along x and z, by where something looks.
AHEAD = {"north": (0, -1), "east": (1, 0), "south": (0, 1), "west": (-1, 0)}
#: Not solid, but held by a wall or a ceiling, or by nothing (Minecraft Wiki, their pages).
_NOT_STANDING = (
    "vine",
    "ladder",
    "wall_",
    "lichen",
    "fire",
    "hanging_roots",
    "cave_vines",
    "weeping",
    "cocoa",
    "lever",
    "button",
    "portal",
    "tripwire",
    "cobweb",
)
#: Solid, and stands on the block below all the same.
_STANDING = frozenset({"cactus", "bamboo", "cake", "repeater", "comparator", "flower_pot"})


class Walk(msgspec.Struct, frozen=True):
    """A walk that is expected to succeed with probability `p`; of no length if the body need not move."""

    end: Vec
    ticks: Quantiles
    p: float
    tolerance: float
    grounded: bool = True  #: at its end; False: it swims
    submerged: bool = False
    nodes: tuple[Node, ...] = ()  #: the way, if it is known as a whole


def no_walk(state: State) -> Walk:
    """Staying where one is."""
    grounded = state.body.on_ground or not state.body.in_liquid
    return Walk(state.body.pos, Quantiles(0, 0, 0), 1.0, STILL, grounded, _submerged(state.blocks, state.body.eyes))


def walk(state: State, target: Target, start: Node | None = None) -> Walk | None:
    """The way to a target, from `start` (None: from where the body is); None if there is none."""
    ground = ground_of(state.blocks)
    path = find_path(ground, start or node_of(ground, state.body.pos), target)
    if path is None:
        return None
    if path.certain and len(path.nodes) == 1:
        return no_walk(state) if start is None else Walk(Vec(start[0] + 0.5, ground.feet(*start), start[2] + 0.5), Quantiles(0, 0, 0), 1.0, STILL)
    x, y, z = path.end
    p = sure(path)
    spread = 1.0 if path.certain else 2.0
    ticks = Quantiles(max(0.0, 0.9 * path.ticks - 1), path.ticks, max(path.around, 1.25 * path.ticks + 4) * spread)
    end = Vec(x + 0.5, ground.feet(x, y, z), z + 0.5)
    swims = ground.code(x, y, z) & KIND == WATER and ground.code(x, y - 1, z) & KIND != FLOOR
    nodes = path.nodes if path.certain and not path.unknown else ()
    return Walk(end, ticks, p, ARRIVED, not swims, swims and _submerged(state.blocks, Vec(end.x, end.y + 1.62, end.z)), nodes)


def sure(path: Path) -> float:
    """How likely a way is one."""
    if not path.certain:
        return _P_BLIND if path.blind else _P_UNCERTAIN
    return max(_P_LEAST, (_P_GUESSED if path.blind else 1.0) * _P_UNSEEN**path.unknown)


def approach(state: State, pos: Pos) -> Walk | None:
    """How to get within reach of a cell: by staying, if it is; None if there is no way."""
    return no_walk(state) if reaches(state.body.eyes, pos) else walk(state, within_reach(pos))


def near_by(state: State, names: Sequence[str]) -> Pos | None:
    """The nearest known block of these kinds whose centre is at most 4.5 blocks from the eyes; of equally near ones the first by position."""
    return next((pos for pos in state.blocks.find(names, state.body.pos.cell, 8, 8) if reaches(state.body.eyes, pos)), None)


def cannot(action: Action, reason: Reason, note: str) -> Prediction:
    """It fails at once, and changes nothing."""
    return fails(action, reason, note, ticks=SHORT, sources=SOURCES, tolerance=STILL)


def fallen(ground: Ground, feet: Vec) -> Vec:
    """Where a body comes to rest that is let go at `feet`: there, if something carries it."""
    x, y, z = node_of(ground, feet)
    below = ground.code(x, y - 1, z) & KIND
    if below != OPEN or ground.code(x, y, z) & KIND == WATER or any(_carried(ground, feet, dx, dz) for dx in (-0.3, 0.3) for dz in (-0.3, 0.3)):
        return feet
    while y > feet.y - _DEEP and ground.code(x, y - 1, z) & KIND == OPEN:
        y -= 1
    return Vec(feet.x, ground.feet(x, y, z), feet.z)


def _carried(ground: Ground, feet: Vec, dx: float, dz: float) -> bool:
    """Whether a corner of the body's box still rests on a block."""
    cell = Vec(feet.x + dx, feet.y - 0.01, feet.z + dz).cell
    return ground.code(cell.x, cell.y, cell.z) & KIND == FLOOR


def plus(*parts: Quantiles) -> Quantiles:
    """Durations one after the other. The spreads are added as well, which is somewhat wide."""
    return Quantiles(round(sum(q.p10 for q in parts), 1), round(sum(q.p50 for q in parts), 1), round(sum(q.p90 for q in parts), 1))


def breaks(blocks: Blocks, pos: Pos, facts: Facts) -> list[BlockChange]:
    """What is gone when the block at `pos` is broken: itself, the other half of a door, a bed or a tall plant, and what stood on them; sorted."""
    gone: dict[Pos, BlockChange] = {}
    waiting = [pos]
    while waiting:
        cell = waiting.pop()
        name = blocks.name(cell)
        if cell in gone or name is None or name == "air":
            continue
        gone[cell] = BlockChange(cell, name, remains(blocks, cell, facts))
        other = _other_half(blocks, cell, facts)
        if other is not None:
            waiting.append(other)
        above = cell.offset(0, 1, 0)
        standing = blocks.name(above)
        if standing is not None and (stands_on_floor(standing, facts) or _on_floor(blocks, above, facts)):
            waiting.append(above)
    return sorted(gone.values())


def remains(blocks: Blocks, cell: Pos, facts: Facts) -> str:
    """What is left of a block that is broken: water where it stood in some, else air."""
    state = grown(blocks, cell, facts)
    wet = blocks.name(cell) in _IN_WATER or (state is not None and facts.properties(state).get("waterlogged") == "true")
    return "water" if wet else "air"


def stands_on_floor(name: str, facts: Facts) -> bool:
    """Whether a block falls when the one below it is gone: plants, torches, doors, snow, rails ..."""
    known = facts.blocks.get(name)
    if name == "air" or known is None or known.liquid:
        return False
    if name in _STANDING or name.endswith(("_door", "_carpet", "_sapling", "_sign")) or name.startswith("potted_"):
        return "wall" not in name and "hanging" not in name
    return not known.solid and not any(part in name for part in _NOT_STANDING) and "banner" not in name


def _on_floor(blocks: Blocks, cell: Pos, facts: Facts) -> bool:
    """Whether it is a button or a lever that sits on the block below."""
    state = blocks.state(cell)
    return state != UNKNOWN and blocks.palette is facts.palette and facts.properties(state).get("face") == "floor"


def _other_half(blocks: Blocks, cell: Pos, facts: Facts) -> Pos | None:
    name = blocks.name(cell)
    if name is not None and name.endswith("_bed"):
        return _other_end(blocks, cell, name, facts)
    if name is None or not (name in DOUBLE or name.endswith("_door")):
        return None
    state = blocks.state(cell)
    half = facts.properties(state).get("half") if state != UNKNOWN and blocks.palette is facts.palette else None
    other = cell.offset(0, -1 if half == "upper" else 1, 0)
    return other if blocks.name(other) == name else None


def _other_end(blocks: Blocks, cell: Pos, name: str, facts: Facts) -> Pos | None:
    """Of a bed: where its state says that it goes on, else any other end beside it."""
    state = grown(blocks, cell, facts)
    properties = {} if state is None else facts.properties(state)
    x, z = AHEAD.get(properties.get("facing", ""), (0, 0))
    turn = 1 if properties.get("part") == "foot" else -1
    sides = ((x * turn, z * turn), *AHEAD.values())
    return next((other for dx, dz in sides if (dx or dz) and blocks.name(other := cell.offset(dx, 0, dz)) == name), None)


def without_zeros(counts: dict[str, int]) -> dict[str, int]:
    """The same without items that nothing came of."""
    return {item: count for item, count in counts.items() if count}


def room_for(state: State, item: str, count: int, facts: Facts) -> bool:
    """Whether the inventory takes `count` more. Stacks are taken to be as full as they can be: exact for what was gathered one by one."""
    stack = facts.item(item).stack
    have = state.count(item)
    free = -have % stack + state.free_slots * stack
    return count <= free


def slots(inventory: dict[str, int], facts: Facts) -> int:
    """How many slots these items fill, packed tightly."""
    return sum([-(-count // facts.item(item).stack) for item, count in inventory.items()])


def in_hand(state: State, facts: Facts) -> str | None:
    """What is held, if anybody knows it: a foreign server's things dig like the bare hand."""
    return state.body.held if state.body.held in facts.items else None


def grown(blocks: Blocks, cell: Pos, facts: Facts) -> int | None:
    """The state id of a cell, which tells how old or how many it is; None if it belongs to another palette."""
    state = blocks.state(cell)
    return state if state != UNKNOWN and blocks.palette is facts.palette else None


def walled(blocks: Blocks, cell: Pos, facts: Facts) -> bool:
    """Whether a whole opaque block fills a cell: a lid does not open under it, and who has the head in it suffocates."""
    number, block = grown(blocks, cell, facts), facts.blocks.get(blocks.name(cell) or "")
    return number is not None and block is not None and block.solid and not block.transparent and block.top(number) == FULL


def _submerged(blocks: Blocks, eyes: Vec) -> bool:
    return blocks.name(eyes.cell) == "water"
