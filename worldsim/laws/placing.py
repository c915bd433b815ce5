"""place: an item carried, a free cell, something to hold it, nobody in the way."""

from __future__ import annotations

import msgspec

from worldsim.actions import Place
from worldsim.blocks import Blocks
from worldsim.change import BlockChange, Change, Reason
from worldsim.facts import Facts
from worldsim.laws.parts import SOURCES, STILL, breaks, no_walk, plus, walk, without_zeros
from worldsim.laws.picking import in_passing
from worldsim.prediction import Branch, Prediction, Quantiles, fails
from worldsim.space import FACES, Pos, Vec
from worldsim.state import State
from worldsim.walking.ground import FULL, ground_of
from worldsim.walking.targets import reaches, within_reach

_SHORT = Quantiles(0, 2, 4)
#: The hand, the head, the server's answer.
_OVERHEAD = Quantiles(2, 3, 6)
#: The server's answer is waited for.
_IN_VAIN = Quantiles(15, 22, 30)
#: Who steps out of a cell may do so to any side, in blocks.
_ANY_SIDE = 2.0
_HALF_WIDTH, _HEIGHT = 0.3, 1.8
#: Entities that nothing needs to make room for.
THIN = frozenset({"item", "experience_orb", "arrow"})

#: Items whose block has another name (Minecraft Wiki, their pages).
_BLOCK_OF = {
    "wheat_seeds": "wheat",
    "beetroot_seeds": "beetroots",
    "pumpkin_seeds": "pumpkin_stem",
    "melon_seeds": "melon_stem",
    "carrot": "carrots",
    "potato": "potatoes",
    "sweet_berries": "sweet_berry_bush",
    "redstone": "redstone_wire",
    "string": "tripwire",
}
#: On a wall these become another block.
_ON_WALL = {"torch": "wall_torch", "soul_torch": "soul_wall_torch", "redstone_torch": "redstone_wall_torch"}

#: Plants stand on soil (Minecraft Wiki, "Flower", "Sapling", "Grass": dirt and its kin).
_SOIL = frozenset({"grass_block", "dirt", "coarse_dirt", "rooted_dirt", "podzol", "mycelium", "farmland", "moss_block", "mud"})
_ON_SOIL = frozenset(
    {"dandelion", "poppy", "blue_orchid", "allium", "azure_bluet", "oxeye_daisy", "cornflower", "lily_of_the_valley", "grass", "fern"}
    | {"red_tulip", "orange_tulip", "white_tulip", "pink_tulip", "sunflower", "lilac", "rose_bush", "peony", "tall_grass", "large_fern"}
    | {f"{wood}_sapling" for wood in ("oak", "birch", "spruce", "jungle", "acacia", "dark_oak")}
)
#: What needs a whole face to hold it, and where (`canSurvive` of their classes, Java Edition 1.19; Minecraft Wiki, their pages). Leaves have none.
_ON_FLOOR = ("_pressure_plate", "_door", "rail", "repeater", "comparator", "redstone_wire")
_ON_A_WALL = ("ladder", "wall_torch")
_ANYWHERE = ("_button", "lever")


def predict(state: State, action: Place, facts: Facts) -> Prediction:
    """The failures in the order in which they are found out; else the item is gone and the cell holds its block."""
    block = block_of(action.item, facts)
    door = action.item.endswith("_door")
    cells = [action.pos, action.pos.offset(0, 1, 0)] if door else [action.pos]

    def no(reason: Reason, note: str) -> Prediction:
        return fails(action, reason, note, ticks=_SHORT, sources=SOURCES, tolerance=STILL)

    if state.count(action.item) < 1:
        return no("no_item", f"needs 1 {action.item}, has 0")
    for cell in cells:
        there = state.blocks.name(cell)
        if there is None:
            return no("unknown_block", f"{cell} was never seen")
        if not free(state.blocks, cell, facts):
            return no("occupied", f"there is {there} at {cell}")
    support = _support(state.blocks, action.pos, door, facts)
    if support is None:
        return no("no_support", "a door needs a solid block below" if door else f"nothing to place it against at {action.pos}")
    solid = block is not None and facts.blocks[block].solid
    here = state.body.pos
    if solid:
        blocker = next((e.kind for e in state.entities if e.kind not in THIN and any(fills(e.pos, cell) for cell in cells)), None)
        if blocker is not None:
            return no("body_in_way", f"{blocker} stands in {action.pos}")
    inside = solid and any(fills(here, cell) for cell in cells)
    if reaches(state.body.eyes, action.pos) and not inside:
        way = no_walk(state)
    else:
        own = here.cell
        keep_out = frozenset((cell.x, cell.y, cell.z) for cell in (*cells, *((own,) if inside else ())))
        found = walk(state, within_reach(action.pos, keep_out))
        if found is None:
            return no("no_path", f"no way on foot to where {action.pos} is in reach")
        way = found
    held_by = None if block is None else _held_by(state.blocks, block, action.pos, support, facts)
    if block is None or held_by is None:
        note = f"{action.item} is no block" if block is None else f"{action.item} does not hold there"
        told = fails(action, "refused", note, ticks=plus(way.ticks, _IN_VAIN), sources=SOURCES, tolerance=way.tolerance)
        return msgspec.structs.replace(told, branches=(msgspec.structs.replace(told.mode, end=way.end),))
    after = _ON_WALL.get(block, block) if held_by.y == 0 else block
    passing = in_passing(state, ground_of(state.blocks), way.nodes, facts)
    change = Change(
        inventory=without_zeros({**passing, action.item: passing.get(action.item, 0) - 1}),
        blocks=tuple(sorted(_placed(state.blocks, cells, after, facts))),
    )
    branches = [Branch(p=way.p, change=change, end=way.end)]
    if way.p < 1:
        branches.append(Branch(p=1 - way.p, status="failed", reason="no_path", note="the way is not seen as a whole"))
    return Prediction(
        action=action,
        branches=tuple(branches),
        ticks=plus(way.ticks, _OVERHEAD),
        tolerance=way.tolerance + (_ANY_SIDE if inside else 0.5 if way.ticks.p50 else 0.0),
        sources=SOURCES,
        novelty=1 - way.p,
    )


def block_of(item: str, facts: Facts) -> str | None:
    """The block that an item becomes when it is placed; None if it becomes none."""
    name = _BLOCK_OF.get(item, item)
    return name if name in facts.blocks and name != "air" else None


def _held_by(blocks: Blocks, block: str, pos: Pos, support: Pos, facts: Facts) -> Pos | None:
    """Which neighbour (as an offset) holds a block that is put against `support`; None: it does not hold. Most blocks hold anywhere."""

    def sturdy(face: tuple[int, int, int]) -> bool:
        return _sturdy(blocks, pos.offset(*face), facts, top=face[1] < 0)

    if block in _ON_SOIL:
        return support if blocks.name(pos.offset(0, -1, 0)) in (*_SOIL, None) else None
    if block.endswith(_ON_FLOOR):
        return Pos(0, -1, 0) if sturdy((0, -1, 0)) else None
    # The face that was clicked comes first, then the others.
    faces = ((support.x, support.y, support.z), *FACES)
    if block in _ON_WALL:
        return next((Pos(*face) for face in faces if face[1] <= 0 and sturdy(face)), None)
    if block.endswith(_ON_A_WALL):
        return next((Pos(*face) for face in faces if face[1] == 0 and sturdy(face)), None)
    if block.endswith(_ANYWHERE):
        return next((Pos(*face) for face in faces if sturdy(face)), None)
    return support


def _sturdy(blocks: Blocks, cell: Pos, facts: Facts, top: bool) -> bool:
    """Whether a block offers a whole face: its top, or a side of a full block. An unseen one is taken to."""
    name = blocks.name(cell)
    if name is None:
        return True
    known = facts.blocks.get(name)
    if known is None or not known.solid or name.endswith("_leaves"):
        return False
    state = blocks.state(cell)
    height = known.top(state) if blocks.palette is facts.palette else known.tops[0]
    return height == FULL and (top or not name.endswith(("_slab", "_stairs", "_fence_gate", "_door", "_trapdoor")))


def free(blocks: Blocks, cell: Pos, facts: Facts) -> bool:
    """Whether a block can be placed into a known cell: it is air, or gives way."""
    name = blocks.name(cell)
    known = None if name is None else facts.blocks.get(name)
    if known is None or not known.replaceable:
        return False
    # One layer of snow gives way, more do not.
    return name != "snow" or blocks.state(cell) == known.first


def _support(blocks: Blocks, pos: Pos, door: bool, facts: Facts) -> Pos | None:
    """Which neighbour it is placed against (the first of FACES, as an offset); None if there is none."""
    for face in FACES[:1] if door else FACES:
        name = blocks.name(pos.offset(*face))
        known = None if name is None else facts.blocks.get(name)
        if known is not None and known.solid and not known.replaceable:
            return Pos(*face)
    return None


def _placed(blocks: Blocks, cells: list[Pos], after: str, facts: Facts) -> list[BlockChange]:
    changes = {cell: BlockChange(cell, blocks.name(cell) or "air", after) for cell in cells}
    for cell in cells:
        if blocks.name(cell) not in ("air", "water", "lava"):
            # Half of a tall plant cannot stand alone.
            for gone in breaks(blocks, cell, facts):
                changes.setdefault(gone.pos, gone)
    return list(changes.values())


def fills(feet: Vec, cell: Pos) -> bool:
    """Whether a body with its feet there is in a cell."""
    beside = abs(feet.x - cell.x - 0.5) >= 0.5 + _HALF_WIDTH or abs(feet.z - cell.z - 0.5) >= 0.5 + _HALF_WIDTH
    return not beside and feet.y < cell.y + 1 and feet.y + _HEIGHT > cell.y


RULES = {Place: predict}
