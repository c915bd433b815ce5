"""How long a block takes to dig, what tool is best, what digging wears off, what a fall costs.

Formula: Minecraft Wiki, "Breaking"; equal to prismarine-block on all pairs of block and tool of 1.19.4 (`python -m benchmarks.digging`).
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from math import ceil

from worldsim.drops import harvests
from worldsim.facts import Facts
from worldsim.tables.damage import BED_FALL, FREE_FALL, SOFT

#: What Mining Fatigue leaves of the speed, by its level; higher levels are like the last.
_FATIGUE = (1.0, 0.3, 0.09, 0.0027, 0.00081)


@lru_cache(maxsize=32768)
def dig_ticks(
    block: str,
    tool: str | None,
    facts: Facts,
    submerged: bool = False,
    grounded: bool = True,
    efficiency: int = 0,
    haste: int = 0,
    fatigue: int = 0,
    aqua_affinity: bool = False,
) -> int | None:
    """Ticks to break `block` with `tool` (None: bare hand); 0: at once; None: never.

    `submerged`: the eyes are in water; `grounded`: it stands; `efficiency`: level of the enchantment; `haste`: level of Haste or Conduit Power,
    the higher; `fatigue`: level of Mining Fatigue; 0: none. Raises UsageError for a block or a tool that the version does not have.
    """
    known = facts.known_block(block)
    harvested = harvests(block, tool, facts)
    if not known.diggable or known.hardness < 0:
        return None
    if known.hardness == 0:
        return 0
    speed = 1.0 if tool is None else facts.tool_speeds.get(known.material, {}).get(tool, 1.0)
    if efficiency > 0 and speed > 1:
        speed += efficiency * efficiency + 1
    if haste > 0:
        speed *= 1 + 0.2 * haste
    if fatigue > 0:
        speed *= _FATIGUE[min(fatigue, len(_FATIGUE) - 1)]
    if submerged and not aqua_affinity:
        speed /= 5
    if not grounded:
        speed /= 5
    damage = speed / known.hardness / (30 if harvested else 100)
    return 0 if damage >= 1 else ceil(1 / damage)


def best_tool(block: str, carried: Iterable[str], facts: Facts) -> str | None:
    """What to hold to dig `block`: a tool that makes it drop before one that does not, then the fastest, then by name.

    None: the bare hand does as well. What is carried and not known is no tool. Raises UsageError for a block that the version does not have.
    """

    def worth(tool: str | None) -> tuple[bool, float]:
        ticks = dig_ticks(block, tool, facts)
        return harvests(block, tool, facts), -(float("inf") if ticks is None else ticks)

    best: str | None = None
    least = worth(None)
    for tool in sorted(set(carried)):
        if facts.item(tool).uses and worth(tool) > least:
            best, least = tool, worth(tool)
    return best


def wear(block: str, tool: str | None, facts: Facts) -> int:
    """Uses that breaking `block` costs `tool`: 1, swords 2, nothing for blocks that break at once (Minecraft Wiki, "Durability").

    Raises UsageError for a block or a tool that the version does not have.
    """
    known = facts.known_block(block)
    if tool is None or not facts.uses(tool) or known.hardness == 0:
        return 0
    return 2 if tool.endswith("_sword") else 1


def fall_damage(blocks: float, onto: str | None = None) -> int:
    """Half hearts lost by falling so many blocks: one for each beyond three (Minecraft Wiki, "Damage", falling).

    `onto`: the block that one lands on or in; None: hard ground.
    """
    share = 1.0 if onto is None else BED_FALL if onto.endswith("_bed") else SOFT.get(onto, 1.0)
    return max(0, ceil((blocks - FREE_FALL) * share))
