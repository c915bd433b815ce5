"""place: an item carried, a free cell, something to hold it, nobody in the way."""

from __future__ import annotations

import msgspec

from worldsim.actions import Place
from worldsim.blocks import Blocks
from worldsim.change import BlockChange, Change, Reason
from worldsim.facts import Facts
from worldsim.laws.falling import gives_way, hardened, landing, loose
from worldsim.laws.parts import AHEAD, DOUBLE, SOURCES, STILL, breaks, grown, no_walk, plus, walk, without_zeros
from worldsim.laws.picking import in_passing
from worldsim.laws.standing import held_by, on_wall
from worldsim.prediction import Branch, Prediction, Quantiles, fails
from worldsim.space import EYES, FACES, Pos, Vec
from worldsim.state import State
from worldsim.walking.ground import ground_of
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
#: A click on one of these opens, switches or eats it: what is to be placed is rather put against something else (Minecraft Wiki, their pages).
_OPENS = (
    "crafting_table", "furnace", "smoker", "chest", "barrel", "shulker_box", "anvil", "hopper", "dispenser", "dropper", "loom", "stonecutter",
    "grindstone", "cartography_table", "smithing_table", "brewing_stand", "enchanting_table", "lectern", "beacon", "composter", "_bed", "_door",
    "_trapdoor", "fence_gate", "_button", "lever", "repeater", "comparator", "note_block", "jukebox", "bell", "cake", "_sign",
)  # fmt: skip
#: More of these come into the same cell, up to four (Minecraft Wiki, "Candle", "Sea Pickle", "Turtle Egg").
_PILES, _PILE = ("candles", "pickles", "eggs"), 4
#: What falls has mostly begun to when the action ends (own estimate).
_P_BEGUN = 0.85
#: What a click with a tool makes of a block with air above it (Minecraft Wiki, "Shovel", "Hoe"); an axe strips logs ("Axe").
_WORKED: dict[str, dict[str, str]] = {
    "shovel": dict.fromkeys(("grass_block", "dirt", "coarse_dirt", "podzol", "mycelium", "rooted_dirt"), "dirt_path"),
    "hoe": {**dict.fromkeys(("grass_block", "dirt", "dirt_path"), "farmland"), "coarse_dirt": "dirt", "rooted_dirt": "dirt"},
}
#: Of those that are two cells high, what grows under water only, or has no item of its own.
_SMALL = frozenset({"tall_seagrass"})


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
    eyes = Vec(way.end.x, way.end.y + EYES, way.end.z)
    second = None if block is None else _second(block, action, support, eyes)
    note = _against(state.blocks, action, block, support, second, facts)
    if note is not None or block is None:
        spent = plus(way.ticks, _IN_VAIN)
        told = fails(action, "refused", note or f"{action.item} is no block", ticks=spent, sources=SOURCES, tolerance=way.tolerance)
        # Half a block joins another half of its kind, though not where it should go; a tool does what it does to what is clicked.
        joins = block is not None and _joins(state.blocks, block, action.pos, support, facts)
        used = Branch(p=1.0, change=Change(inventory={action.item: -1})) if joins else _used(state, action, support, facts)
        return msgspec.structs.replace(told, branches=(msgspec.structs.replace(told.mode, end=way.end, change=used.change, env=used.env),))
    holds = held_by(state.blocks, block, action.pos, support, facts) or support
    after = hardened(state.blocks, action.pos, on_wall(block, facts) if holds.y == 0 else block)
    passing = in_passing(state, ground_of(state.blocks), way.nodes, facts)
    inventory = without_zeros({**passing, action.item: passing.get(action.item, 0) - 1})
    placed = _placed(state.blocks, [*cells, *([] if second is None else [second])], after, facts)
    branches = [
        msgspec.structs.replace(branch, p=round(way.p * branch.p, 6), end=way.end)
        for branch in _ends(state.blocks, action.pos, inventory, placed, facts)
    ]
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


def _second(block: str, action: Place, support: Pos, eyes: Vec) -> Pos | None:
    """The other cell that a block fills: above for tall plants, ahead for beds; doors are seen to elsewhere."""
    if block in DOUBLE and block not in _SMALL:
        return action.pos.offset(0, 1, 0)
    if not block.endswith("_bed"):
        return None
    ahead = AHEAD.get(action.facing or "")
    if ahead is None:
        # It looks where the click goes: to the middle of the face.
        dx, dz = action.pos.x + 0.5 * (1 + support.x) - eyes.x, action.pos.z + 0.5 * (1 + support.z) - eyes.z
        ahead = (1 if dx > 0 else -1, 0) if abs(dx) > abs(dz) else (0, 1 if dz > 0 else -1)
    return action.pos.offset(ahead[0], 0, ahead[1])


def _against(blocks: Blocks, action: Place, block: str | None, support: Pos, second: Pos | None, facts: Facts) -> str | None:
    """Why the game will not place it, though it is clicked; None: it will."""
    if block is None:
        return f"{action.item} is no block"
    if blocks.name(action.pos) == block or _joins(blocks, block, action.pos, support, facts):
        return f"it would join the {block} there"
    if second is not None and blocks.name(second) is not None and not free(blocks, second, facts):
        return f"{action.item} needs two cells, and there is {blocks.name(second)} at {second}"
    return None if held_by(blocks, block, action.pos, support, facts) is not None else f"{action.item} does not hold there"


def _joins(blocks: Blocks, block: str, pos: Pos, support: Pos, facts: Facts) -> bool:
    """Whether the item goes into a block of its kind, one more of it: half a block into a half, snow onto snow, a candle to candles."""
    if block == "snow":
        return blocks.name(pos) == block
    cell = pos.offset(support.x, support.y, support.z)
    state = grown(blocks, cell, facts)
    if blocks.name(cell) != block or state is None:
        return False
    properties = facts.properties(state)
    if block.endswith("_slab"):
        return (properties.get("type"), support.y) in (("bottom", -1), ("top", 1), ("top", 0))
    return any(int(properties[pile]) < _PILE for pile in _PILES if pile in properties)


def _used(state: State, action: Place, support: Pos, facts: Facts) -> Branch:
    """What a tool makes of the block that it is put against: a path, farmland, a log without bark."""
    cell = action.pos.offset(support.x, support.y, support.z)
    name = state.blocks.name(cell) or ""
    kind = action.item.rpartition("_")[2]
    after = f"stripped_{name}" if kind == "axe" else _WORKED.get(kind, {}).get(name)
    opened = kind == "axe" or (support.y < 1 and state.blocks.name(cell.offset(0, 1, 0)) == "air")
    if after not in facts.blocks or not opened:
        return Branch(p=1.0)
    told = _told(action.pos, {}, [BlockChange(cell, name, after)])
    left = min((tool.left for tool in state.tools if tool.name == action.item), default=2)
    worn = {"tools": {action.item: -1}} if left > 1 else {"inventory": {action.item: -1}}
    return msgspec.structs.replace(told, change=msgspec.structs.replace(told.change, **worn))


def _ends(blocks: Blocks, pos: Pos, inventory: dict[str, int], placed: list[BlockChange], facts: Facts) -> list[Branch]:
    """How it looks at the end: the block is there, or falls already; what comes of that, and what lies beside, is the world's."""
    stays = _told(pos, inventory, placed)
    after = next(change.after for change in placed if change.pos == pos)
    if not loose(after) or not gives_way(blocks.name(pos.offset(0, -1, 0)), facts):
        return [stays]
    rest = [change for change in placed if change.pos != pos]
    left = [] if blocks.name(pos) == "air" else [BlockChange(pos, blocks.name(pos) or "air", "air")]
    lies = landing(blocks, pos, facts)
    falls = [] if lies is None else [BlockChange(lies, blocks.name(lies) or "air", hardened(blocks, lies, after))]
    gone = msgspec.structs.replace(_told(pos, inventory, [*left, *rest]), p=_P_BEGUN, env=Change(blocks=tuple(falls)))
    back = (BlockChange(pos, after, "air"),) if lies != pos else ()
    return [gone, msgspec.structs.replace(stays, p=1 - _P_BEGUN, env=Change(blocks=tuple(sorted((*back, *falls)))))]


def _told(pos: Pos, inventory: dict[str, int], changes: list[BlockChange]) -> Branch:
    """The cell, and those above and below, are the actor's; the head of a bed counts as the world's."""
    own, others = list[BlockChange](), list[BlockChange]()
    for change in sorted(changes):
        beside = change.pos.x != pos.x or change.pos.z != pos.z or abs(change.pos.y - pos.y) > 1
        (others if beside else own).append(change)
    return Branch(p=1.0, change=Change(inventory=inventory, blocks=tuple(own)), env=Change(blocks=tuple(others)))


def free(blocks: Blocks, cell: Pos, facts: Facts) -> bool:
    """Whether a block can be placed into a known cell: it is air, or gives way."""
    name = blocks.name(cell)
    known = None if name is None else facts.blocks.get(name)
    if known is None or not known.replaceable:
        return False
    # One layer of snow gives way, more do not.
    return name != "snow" or blocks.state(cell) == known.first


def _support(blocks: Blocks, pos: Pos, door: bool, facts: Facts) -> Pos | None:
    """Which neighbour it is placed against (the first of FACES that does nothing when it is clicked, as an offset); None if there is none."""
    found: list[tuple[bool, Pos]] = []
    for face in FACES[:1] if door else FACES:
        name = blocks.name(pos.offset(*face))
        known = None if name is None else facts.blocks.get(name)
        if known is not None and known.solid and not known.replaceable:
            found.append((any(part in known.name for part in _OPENS), Pos(*face)))
    return min(found, key=lambda side: side[0])[1] if found else None


def _placed(blocks: Blocks, cells: list[Pos], after: str, facts: Facts) -> list[BlockChange]:
    changes = {cell: BlockChange(cell, blocks.name(cell) or "air", after) for cell in cells}
    for cell in cells:
        if blocks.name(cell) not in ("air", "water", "lava"):
            # Half of a tall plant cannot stand alone.
            for gone in breaks(blocks, cell, facts):
                changes.setdefault(gone.pos, gone)
    below = cells[0].offset(0, -1, 0)
    known = facts.blocks.get(after)
    if blocks.name(below) in ("farmland", "dirt_path") and known is not None and known.solid and not after.endswith("_fence_gate"):
        changes.setdefault(below, BlockChange(below, blocks.name(below) or "", "dirt"))
    return list(changes.values())


def fills(feet: Vec, cell: Pos) -> bool:
    """Whether a body with its feet there is in a cell."""
    beside = abs(feet.x - cell.x - 0.5) >= 0.5 + _HALF_WIDTH or abs(feet.z - cell.z - 0.5) >= 0.5 + _HALF_WIDTH
    return not beside and feet.y < cell.y + 1 and feet.y + _HEIGHT > cell.y


RULES = {Place: predict}
