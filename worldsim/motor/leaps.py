"""What a body did while keys were held, in short."""

from __future__ import annotations

from collections.abc import Sequence

from worldsim.blocks import Blocks
from worldsim.change import Motion
from worldsim.space import Vec
from worldsim.state import Leap


def leap_of(start: Vec, motion: Sequence[Motion], blocks: Blocks) -> Leap:
    """What a body that began at `start` did, tick by tick, over the known blocks."""
    spots = [start, *(moment.pos for moment in motion)]
    cells = dict.fromkeys(spot.cell for spot in spots)
    return Leap(start, spots[-1], min(spot.y for spot in spots), any(blocks.name(cell) == "water" for cell in cells))
