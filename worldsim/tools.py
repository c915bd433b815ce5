"""How long a block takes to dig, what tool is best, and what digging wears off.

Formula: Minecraft Wiki, "Breaking"; agrees with prismarine-block on 12,696 (block, tool) pairs. No enchantments, no effects.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from math import ceil

from worldsim.drops import harvests
from worldsim.facts import Facts


@lru_cache(maxsize=16384)
def dig_ticks(block: str, tool: str | None, facts: Facts, submerged: bool = False, grounded: bool = True) -> int | None:
    """Ticks to break `block` with `tool` (None: bare hand); 0: at once; None: never. `submerged`: the eyes are in water; `grounded`: it stands."""
    known = facts.blocks.get(block)
    if known is None or not known.diggable or known.hardness < 0:
        return None
    if known.hardness == 0:
        return 0
    speed = 1.0 if tool is None else facts.tool_speeds.get(known.material, {}).get(tool, 1.0)
    if submerged:
        speed /= 5
    if not grounded:
        speed /= 5
    damage = speed / known.hardness / (30 if harvests(block, tool, facts) else 100)
    return 0 if damage >= 1 else ceil(1 / damage)


def best_tool(block: str, carried: Iterable[str], facts: Facts) -> str | None:
    """What to hold to dig `block`: a tool that makes it drop before one that does not, then the fastest, then by name.

    None: the bare hand does as well.
    """

    def worth(tool: str | None) -> tuple[bool, float]:
        ticks = dig_ticks(block, tool, facts)
        return harvests(block, tool, facts), -(float("inf") if ticks is None else ticks)

    best: str | None = None
    for tool in sorted(set(carried)):
        if facts.uses(tool) and worth(tool) > worth(best):
            best = tool
    return best


def wear(block: str, tool: str | None, facts: Facts) -> int:
    """Uses that breaking `block` costs `tool`: 1, swords 2, nothing for blocks that break at once (Minecraft Wiki, "Durability")."""
    known = facts.blocks.get(block)
    if tool is None or not facts.uses(tool) or known is None or known.hardness == 0:
        return 0
    return 2 if tool.endswith("_sword") else 1


def fall_damage(blocks: float) -> int:
    """Half hearts lost by falling so many blocks onto hard ground: one for each beyond three (Minecraft Wiki, "Damage", falling)."""
    return max(0, ceil(blocks - 3))
