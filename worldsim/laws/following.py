"""What follows when a block is broken: what stood on it falls, water or lava flows in. What of that the action's end sees, and what comes after.

A helper of other laws, no family. What comes right after the end is told as the world's, so that a dream goes on from there; it is not the actor's.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from worldsim.blocks import Blocks
from worldsim.change import BlockChange, Change
from worldsim.facts import Facts
from worldsim.laws.falling import FALL, NEXT, START, column, settled
from worldsim.laws.flowing import STEP, burns, inflow
from worldsim.laws.parts import breaks
from worldsim.prediction import Risk
from worldsim.space import EYES, Pos, Vec

#: What falls on the body, or beside it, hurts only whose head is in it: how likely it stays there, and the cost in half hearts (own estimates).
_P_BURIED, _BURIED = 0.5, 3.0


class Told(msgspec.Struct, frozen=True):
    """What a branch says of cells: `own`, in the footprint of the action (the cell, above and below), and the world's."""

    own: tuple[BlockChange, ...]
    env: Change


class Following(msgspec.Struct, frozen=True):
    """`broken` is gone at once; then `falls` alters, and a `liquid` flows in."""

    pos: Pos
    blocks: Blocks  #: before
    broken: tuple[BlockChange, ...]
    top: Pos  #: what stands on this one falls
    count: int  #: so many blocks
    falls: Mapping[Pos, str]  #: cells, with what is in them when all has fallen
    liquid: str | None

    def told(self, ticks: float) -> Told:
        """What a branch says whose action ends so many ticks after the break."""
        now = {change.pos: change.after for change in self.broken}
        later = dict(self.falls)
        if self.falls and ticks >= START + FALL:
            now |= later
        elif self.falls:
            for up in range(min(self.count, 1 + int((ticks - START) // NEXT)) if ticks >= START else 0):
                now[self.top.offset(0, up + 1, 0)] = "air"
        if self.liquid is not None:
            later[self.pos] = self.liquid
            if ticks >= STEP[self.liquid]:
                now[self.pos] = self.liquid
        own, others = list[BlockChange](), list[BlockChange]()
        for cell, name in sorted(now.items()):
            before = self.blocks.name(cell) or "air"
            if before != name:
                (own if self._own(cell) else others).append(BlockChange(cell, before, name))
        for cell, name in later.items():
            before = now.get(cell, self.blocks.name(cell) or "air")
            if before != name:
                others.append(BlockChange(cell, before, name))
        return Told(tuple(own), Change(blocks=tuple(sorted(others))))

    def soon(self, without: Blocks, facts: Facts) -> Blocks:
        """The blocks when what falls lies there, and water has come: what the body fetches something in."""
        cells = {cell: facts.blocks[name].default for cell, name in self.falls.items()}
        if self.liquid == "water":
            cells[self.pos] = facts.blocks["water"].default
        return without.with_cells(cells) if cells else without

    def risks(self, body: Vec) -> tuple[Risk, ...]:
        """What may come of it for whoever ends there."""
        head = Vec(body.x, body.y + EYES, body.z).cell
        buried = any(cell == head and name != "air" for cell, name in self.falls.items())
        return (*burns(self.liquid, self.pos, body), *((Risk("what falls buries the head", _P_BURIED, _BURIED),) if buried else ()))

    def _own(self, cell: Pos) -> bool:
        return cell.x == self.pos.x and cell.z == self.pos.z and abs(cell.y - self.pos.y) <= 1


def following(blocks: Blocks, without: Blocks, pos: Pos, facts: Facts) -> Following:
    """What follows when the block at `pos` is broken. `without`: the blocks when it is, and what broke with it."""
    broken = breaks(blocks, pos, facts)
    top = max((change.pos for change in broken if change.pos.x == pos.x and change.pos.z == pos.z), key=lambda cell: cell.y, default=pos)
    falls = settled(without, top, facts)
    count = column(without, top)
    liquid = inflow(without, pos, facts) if not count and without.name(pos) == "air" else None
    return Following(pos, blocks, tuple(broken), top, count, falls, liquid)
