"""A building as a goal: which block belongs into which cell."""

from __future__ import annotations

import msgspec

from worldsim.space import Pos


def as_good_as(block: str) -> frozenset[str]:
    """The names that a cell may have which is to hold `block`: dirt that lies open turns to grass by itself (Minecraft Wiki, "Grass Block")."""
    return frozenset({block, "grass_block"}) if block == "dirt" else frozenset({block})


class Cell(msgspec.Struct, frozen=True):
    """One cell of a blueprint. `block` is a block name, or 'air' for a cell that must be free (walkable: air, grass is not)."""

    pos: Pos  #: relative to the blueprint's origin
    block: str
    facing: str | None = None  #: for doors: where the front looks
    item: str | None = None  #: what is placed to get it; None: nothing (the upper half of a door comes with the lower)


class Blueprint(msgspec.Struct, frozen=True, kw_only=True):
    """A building at a place. Cells are in the order in which they can be built, bottom up; every solid cell touches one before it, or the ground."""

    name: str
    origin: Pos
    size: Pos  #: outside, in blocks
    cells: tuple[Cell, ...]

    def at(self, cell: Cell) -> Pos:
        """Where a cell lies in the world."""
        return self.origin.offset(cell.pos.x, cell.pos.y, cell.pos.z)

    def materials(self) -> dict[str, int]:
        """Items that are needed to build it from nothing."""
        need: dict[str, int] = {}
        for cell in self.cells:
            if cell.item is not None:
                need[cell.item] = need.get(cell.item, 0) + 1
        return need
