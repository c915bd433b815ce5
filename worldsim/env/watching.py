"""A state as an observation: arrays of fixed size, made for a goal. What they hold is written beside each space."""

from __future__ import annotations

from functools import lru_cache
from math import cos, pi, sin
from typing import Any

import msgspec
import numpy as np
from gymnasium import spaces
from numpy.typing import NDArray

from worldsim.env.needs import TABLE, Needs
from worldsim.env.spotting import FAR, spot
from worldsim.env.templates import Template
from worldsim.facts import Facts
from worldsim.seeing.grid import dense
from worldsim.space import Pos
from worldsim.state import State

#: What a cell of `voxels` is, before those that the goal needs: 5 is anything without a collision box, plants and torches.
UNKNOWN, FREE, SOLID, WATER, LAVA, LOOSE, FIRST = range(7)
#: Cells beside the feet, and above and below them, that `voxels` shows.
SIDE, HEIGHT = 4, 3
#: Slots of an inventory times the largest stack.
MOST = 36 * 64

Observation = dict[str, Any]


class Eyes(msgspec.Struct, frozen=True):
    """How states become observations for one goal."""

    needs: Needs
    menu: tuple[Template, ...]
    facts: Facts

    @property
    def sought(self) -> tuple[tuple[str, ...], ...]:
        """The kinds of blocks that are told apart: those that are mined for a group, and the crafting table."""
        return (*(group.blocks for group in self.needs.mined), *(((TABLE,),) if self.needs.table else ()))

    def space(self) -> spaces.Dict:
        """Of the observations."""
        items, sought = len(self.needs.items), len(self.sought)
        cells = (2 * HEIGHT + 1, 2 * SIDE + 1, 2 * SIDE + 1)
        return spaces.Dict(
            {
                # counts of what the goal needs, in the order of `Needs.items`
                "inventory": spaces.Box(0, MOST, (max(1, items),), np.int32),
                # health, food, saturation (each of 20), breath (of 300), on the ground, in liquid
                "body": spaces.Box(0.0, 1.0, (6,), np.float32),
                # what is in the hand: 0 nothing that the goal needs, else 1 + its place in `inventory`
                "held": spaces.Discrete(items + 1),
                # kinds of the cells around the feet, [y, z, x]: see above; FIRST + i: the i-th kind that is sought
                "voxels": spaces.Box(0, FIRST + max(1, sought), cells, np.uint8),
                # of the nearest of each kind that is sought: 1 if any is known within 32 blocks, then x, y, z from the feet (of 32 blocks)
                "nearest": spaces.Box(-1.0, 1.0, (max(1, sought), 4), np.float32),
                # place of the sun on its circle; 0, 1 at sunrise
                "time": spaces.Box(-1.0, 1.0, (2,), np.float32),
                # how much of the goal holds, 0-1
                "progress": spaces.Box(0.0, 1.0, (1,), np.float32),
                # 1: the action makes sense now
                "action_mask": spaces.MultiBinary(len(self.menu)),
            }
        )

    def see(self, state: State, progress: float) -> Observation:
        """One observation, in arrays of its own."""
        items = self.needs.items
        held = next((i + 1 for i, group in enumerate(items) if state.body.held in group.items), 0)
        angle = 2 * pi * state.time_of_day / 24000
        counts = [min(MOST, state.count(*group.items)) for group in items] or [0]
        return {
            "inventory": np.array(counts, dtype=np.int32),
            "body": _body(state),
            "held": np.int64(held),
            "voxels": _kinds(self.sought, self.facts)[self._cells(state)],
            "nearest": self._nearest(state),
            "time": np.array([sin(angle), cos(angle)], dtype=np.float32),
            "progress": np.array([min(1.0, max(0.0, progress))], dtype=np.float32),
            "action_mask": self.mask(state),
        }

    def mask(self, state: State) -> NDArray[np.int8]:
        """1 for each template that makes sense in the state."""
        return np.array([template.fits(state) for template in self.menu], dtype=np.int8)

    def _cells(self, state: State) -> NDArray[np.uint16]:
        here = state.body.pos.cell
        return dense(state.blocks, here.offset(-SIDE, -HEIGHT, -SIDE), (2 * HEIGHT + 1, 2 * SIDE + 1, 2 * SIDE + 1))

    def _nearest(self, state: State) -> NDArray[np.float32]:
        out = np.zeros((max(1, len(self.sought)), 4), dtype=np.float32)
        here = state.body.pos
        for i, names in enumerate(self.sought):
            for pos in spot(state, names)[:1]:
                out[i] = 1.0, *(_part(there - at) for there, at in zip(_middle(pos), (here.x, here.y, here.z), strict=True))
        return out


def _middle(pos: Pos) -> tuple[float, float, float]:
    return pos.x + 0.5, pos.y + 0.0, pos.z + 0.5


def _part(blocks: float) -> float:
    return max(-1.0, min(1.0, blocks / FAR))


def _body(state: State) -> NDArray[np.float32]:
    body = state.body
    parts = (body.health / 20, body.food / 20, body.saturation / 20, body.air / 300, body.on_ground, body.in_liquid)
    return np.clip(np.array(parts, dtype=np.float32), 0.0, 1.0)


@lru_cache(maxsize=64)
def _kinds(sought: tuple[tuple[str, ...], ...], facts: Facts) -> NDArray[np.uint8]:
    """By state id."""
    table = np.full(0x10000, UNKNOWN, dtype=np.uint8)
    special = {name: FIRST + i for i, names in enumerate(sought) for name in names}
    plain = {"water": WATER, "bubble_column": WATER, "lava": LAVA}
    for block in facts.blocks.values():
        kind = special.get(block.name, plain.get(block.name, SOLID if block.solid else LOOSE))
        table[block.first : block.last + 1] = FREE if facts.palette[block.first] == "air" else kind
    return table
