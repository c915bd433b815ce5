"""Water and lava, where a cell opens beside them: what flows in, and how soon.

A helper of other laws, no family. Minecraft Wiki, Java Edition 1.19.4, "Fluid", "Water", "Lava": a liquid goes down first; to the side it goes from a
source, and from what cannot go down, each step one level less (lava in the Overworld two), of eight; a step takes water 5 ticks and lava 30. Which of
several ways down it takes, and what dries up elsewhere, is left out.
"""

from __future__ import annotations

from worldsim.blocks import Blocks
from worldsim.facts import Facts
from worldsim.laws.parts import grown, remains
from worldsim.prediction import Risk
from worldsim.space import Pos, Vec

#: Ticks that one step takes, and levels that it costs.
STEP = {"water": 5, "lava": 30}
_COST = {"water": 1, "lava": 2}
_SOURCE = 8
_SIDES = ((1, 0, 0), (-1, 0, 0), (0, 0, 1), (0, 0, -1))
#: Who is nearer to where lava comes in is burnt in most cases, in blocks; how likely, and what it costs, in half hearts (own estimates).
_NEAR, _P_BURNT, _P_SCARED, _BURNT = 1.2, 0.7, 0.2, 12.0


def inflow(blocks: Blocks, cell: Pos, facts: Facts) -> str | None:
    """The liquid that flows into a cell that has just become free: 'water', 'lava', or None."""
    above = _held(blocks, cell.offset(0, 1, 0), facts)
    found = [above[0]] if above is not None else []
    for side in _SIDES:
        beside = cell.offset(*side)
        held = _held(blocks, beside, facts)
        if held is not None and held[1] > _COST[held[0]] and (held[1] > _SOURCE or not _drains(blocks, beside.offset(0, -1, 0), facts)):
            found.append(held[0])
    return min(found, key=lambda liquid: STEP[liquid], default=None)


def burns(liquid: str | None, into: Pos, body: Vec) -> tuple[Risk, ...]:
    """What it may cost whoever ends there that lava flows into a cell."""
    if liquid != "lava":
        return ()
    away = max(abs(body.x - into.x - 0.5), abs(body.z - into.z - 0.5))
    level = into.y - 1 <= body.y <= into.y + 1
    return (Risk("lava flows in", _P_BURNT if away < _NEAR and level else _P_SCARED, _BURNT),)


def _held(blocks: Blocks, cell: Pos, facts: Facts) -> tuple[str, int] | None:
    """The liquid in a cell, and how much of it: 9 a source, 8 what falls, else 1-7."""
    name = blocks.name(cell)
    state = grown(blocks, cell, facts)
    if name in STEP:
        level = int(facts.properties(state).get("level", "0")) if state is not None else 0
        return (name, _SOURCE + 1 if level == 0 else _SOURCE if level >= _SOURCE else _SOURCE - level)
    return ("water", _SOURCE + 1) if name is not None and remains(blocks, cell, facts) == "water" else None


def _drains(blocks: Blocks, below: Pos, facts: Facts) -> bool:
    """Whether what flows goes on down there, and not to the side."""
    known = facts.blocks.get(blocks.name(below) or "")
    return known is not None and not known.solid
