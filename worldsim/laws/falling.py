"""Sand, gravel and the like, which fall when nothing is under them: which do, what they fall through, where they come to lie.

A helper of other laws, no family. Minecraft Wiki, Java Edition 1.19.4, "Falling Block", "Sand", "Gravel", "Concrete Powder", "Anvil": it starts two
ticks after it lost its hold, the one above it two ticks later, and takes eight ticks for the first block. It falls through air, liquids, fire and all
that gives way, and past what has no collision box; on a block that does not give way in its own cell (a torch, a slab) it becomes an item.
"""

from __future__ import annotations

from collections.abc import Mapping

from worldsim.blocks import Blocks
from worldsim.facts import Facts
from worldsim.space import Pos

_FALLING = frozenset({"sand", "red_sand", "gravel", "anvil", "chipped_anvil", "damaged_anvil", "dragon_egg"})
#: Ticks until the lowest starts, until the next one does, and for the fall by one block.
START, NEXT, FALL = 2, 2, 8
#: How far a column, and a fall, is followed.
_HIGH, _DEEP = 48, 48


def loose(name: str | None) -> bool:
    """Whether a block falls when nothing is under it."""
    return name is not None and (name in _FALLING or name.endswith("_concrete_powder"))


def gives_way(name: str | None, facts: Facts) -> bool:
    """Whether what falls takes this place: air, liquids, fire, plants that are replaced, snow. An unseen cell is taken to carry."""
    known = None if name is None else facts.blocks.get(name)
    return known is not None and known.replaceable


def column(blocks: Blocks, gone: Pos) -> int:
    """How many blocks fall when `gone` is broken: those that stand on it and are loose. `blocks`: with it, or without."""
    count = 0
    while count < _HIGH and loose(blocks.name(gone.offset(0, count + 1, 0))):
        count += 1
    return count


def landing(blocks: Blocks, start: Pos, facts: Facts) -> Pos | None:
    """Where a block comes to lie that falls from `start`, where there is room for it; None: it becomes an item."""
    lowest = start
    for _ in range(_DEEP):
        name = blocks.name(lowest.offset(0, -1, 0))
        known = None if name is None else facts.blocks.get(name)
        if known is None or known.solid:
            break
        lowest = lowest.offset(0, -1, 0)
    name = blocks.name(lowest)
    below = blocks.name(lowest.offset(0, -1, 0))
    if not gives_way(name, facts) or (below is not None and _low(blocks, lowest.offset(0, -1, 0), facts)):
        return None
    return lowest


def settled(blocks: Blocks, gone: Pos, facts: Facts) -> Mapping[Pos, str]:
    """The cells that something falls from or to, with what is in them in the end. `gone`: what it stood on; `blocks`: without what broke."""
    count = column(blocks, gone)
    names = [blocks.name(gone.offset(0, up, 0)) or "air" for up in range(1, count + 1)]
    cells = {gone.offset(0, up, 0): "air" for up in range(1, count + 1)}
    lies = landing(blocks, gone, facts) if count else None
    if lies is not None:
        cells |= {lies.offset(0, up, 0): hardened(blocks, lies.offset(0, up, 0), name) for up, name in enumerate(names)}
    return cells


def hardened(blocks: Blocks, cell: Pos, name: str) -> str:
    """What a block becomes that is put into a cell: concrete powder in water, or beside it or under it, is concrete."""
    if not name.endswith("_concrete_powder"):
        return name
    wet = any(blocks.name(cell.offset(*way)) == "water" for way in ((0, 0, 0), (0, 1, 0), (1, 0, 0), (-1, 0, 0), (0, 0, 1), (0, 0, -1)))
    return name.removesuffix("_powder") if wet else name


def _low(blocks: Blocks, cell: Pos, facts: Facts) -> bool:
    """Whether what carries is lower than a block: then what falls on it comes to rest in its cell, which is taken."""
    known = facts.blocks.get(blocks.name(cell) or "")
    height = 16 if known is None or blocks.palette is not facts.palette else known.top(blocks.state(cell))
    return 0 < height < 16
