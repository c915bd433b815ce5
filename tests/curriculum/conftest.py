"""Hand-made land: a height per column, and single blocks on top. Only what an eye could see of it is known."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product

import numpy as np
import pytest

from worldsim.blocks import UNKNOWN, Blocks, SectionKey
from worldsim.blueprint import Blueprint
from worldsim.facts import facts
from worldsim.space import Vec
from worldsim.state import Body, State

#: Columns 0-47 in x and z; y 48-79. `height` is the y of the highest ground block.
SIDE, LOW, HIGH = 48, 48, 80


class Land:
    """Land that is made in a test."""

    def __init__(self, height: Callable[[int, int], int] = lambda x, z: 63) -> None:
        self.height = height
        self.states = np.full((SIDE, HIGH - LOW, SIDE), facts().state_id("air"), dtype=np.uint16)  # [x, y, z]
        for x in range(SIDE):
            for z in range(SIDE):
                ground = height(x, z) - LOW
                self.states[x, : ground - 1, z] = UNKNOWN
                self.states[x, ground - 1, z] = facts().state_id("dirt")
                self.states[x, ground, z] = facts().state_id("grass_block")

    def set(self, x: int, y: int, z: int, name: str | None) -> Land:
        """Put a block; None: nobody has seen the cell."""
        return self.fill((x, y, z), (x, y, z), name)

    def fill(self, low: tuple[int, int, int], high: tuple[int, int, int], name: str | None) -> Land:
        """Put blocks into a box, both corners included."""
        box = tuple(slice(first, last + 1) for first, last in zip((low[0], low[1] - LOW, low[2]), (high[0], high[1] - LOW, high[2]), strict=True))
        self.states[box] = UNKNOWN if name is None else facts().state_id(name)
        return self

    def tree(self, x: int, z: int, wood: str = "oak", tall: int = 5) -> Land:
        """A trunk with a crown of 5 x 5 x 2 and 3 x 3 x 1."""
        foot = self.height(x, z) + 1
        self.fill((x - 2, foot + tall - 3, z - 2), (x + 2, foot + tall - 2, z + 2), f"{wood}_leaves")
        self.fill((x - 1, foot + tall - 1, z - 1), (x + 1, foot + tall, z + 1), f"{wood}_leaves")
        return self.fill((x, foot, z), (x, foot + tall - 1, z), f"{wood}_log")

    def build(self, blueprint: Blueprint) -> Land:
        """Put every cell of a blueprint."""
        for cell in blueprint.cells:
            pos = blueprint.at(cell)
            self.set(pos.x, pos.y, pos.z, cell.block)
        return self

    def blocks(self) -> Blocks:
        sections = {}
        for key in product(range(SIDE // 16), range(LOW // 16, HIGH // 16), range(SIDE // 16)):
            x, y, z = key[0] * 16, key[1] * 16 - LOW, key[2] * 16
            sections[SectionKey(*key)] = self.states[x : x + 16, y : y + 16, z : z + 16].transpose(1, 2, 0).reshape(-1).copy()
        return Blocks(facts().palette, sections)

    def state(self, x: int = 24, z: int = 24, inventory: dict[str, int] | None = None) -> State:
        """Somebody stands on the ground of a column."""
        feet = Vec(x + 0.5, self.height(x, z) + 1.0, z + 0.5)
        return State(tick=0, body=Body(pos=feet, vel=Vec(0, 0, 0)), inventory=inventory or {}, blocks=self.blocks())


@pytest.fixture
def land() -> type[Land]:
    return Land
