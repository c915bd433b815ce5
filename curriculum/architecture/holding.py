"""What does not hold where it is drawn: what falls, stands on nothing whole, hangs on no wall, grows on no soil; by the laws of the world."""

from __future__ import annotations

from collections.abc import Iterable

from curriculum.architecture.defect import Defect
from curriculum.architecture.drawing import Drawing, Filled, bounds, solid
from worldsim.blocks import Blocks, blocks_of
from worldsim.facts import facts
from worldsim.laws.parts import DOUBLE
from worldsim.laws.standing import held_by, on_wall
from worldsim.space import Pos

#: What stands on a floor (Minecraft Wiki, their pages).
_ON_FLOOR = ("_door", "_bed", "torch", "_carpet", "_pressure_plate", "rail", "flower_pot", "lantern")
#: What falls when nothing is below it (Minecraft Wiki, "Falling Block"), and what hangs at a wall ("Ladder").
_FALLING = ("sand", "gravel", "_concrete_powder", "anvil")
_AT_WALL = ("ladder",)


def holding(cells: Drawing) -> Iterable[Defect]:
    """All that would not stay, or would become something else, where it is drawn. The ground is grass."""
    blocks = _blocks(cells)
    for pos, filled in cells.items():
        if filled.item is not None and (text := _why_not(pos, filled, cells, blocks)):
            yield Defect("joins" if "join" in text else "no_support", f"part {filled.part}: {filled.block} at {pos} {text}", (pos,), filled.part)


def _why_not(pos: Pos, filled: Filled, cells: Drawing, blocks: Blocks) -> str:
    """Why a block does not stay; '' if it does."""
    block, known = filled.block, facts()
    below = cells.get(pos.offset(0, -1, 0))
    carried = solid(below.block) if below is not None else pos.y <= 0
    if block.endswith(_FALLING) and not carried:
        return "falls: put a solid block below it, or use another"
    if block.endswith("_slab") and below is not None and below.block == block:
        return "would join the slab below it: use whole blocks, or slabs that lie beside each other"
    if block in DOUBLE:
        return "takes two cells: use another"
    down = Pos(0, -1, 0)
    held = held_by(blocks, block, pos, down, known)
    stands = block.endswith(_ON_FLOOR) and not block.endswith("trapdoor")
    if stands and (held is None or held.y >= 0 or not carried):
        return "needs a whole solid block below it"
    if block.endswith(_AT_WALL) and held is None:
        return "needs a solid block beside it"
    if held is None or (on_wall(block, known) != block and held.y == 0):
        return f"does not hold there, on {below.block if below is not None else 'the ground' if pos.y <= 0 else 'nothing'}: use another"
    return ""


def _blocks(cells: Drawing) -> Blocks:
    """The drawing on grass, with air around it."""
    low, high = bounds(cells)
    ground = facts().blocks["grass_block"].default
    states = {Pos(x, -1, z): ground for x in range(low.x - 1, high.x + 2) for z in range(low.z - 1, high.z + 2)}
    for y in range(high.y + 2):
        states |= {Pos(x, y, z): facts().blocks["air"].default for x in range(low.x - 1, high.x + 2) for z in range(low.z - 1, high.z + 2)}
    return blocks_of(facts().palette, states | {pos: facts().blocks[filled.block].default for pos, filled in cells.items()})
