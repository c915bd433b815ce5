"""What falls from a block, with its chances; no enchantments, no explosions. The tables and their sources are in `worldsim/tables/block_drops.py`."""

from __future__ import annotations

from functools import lru_cache
from itertools import product

import msgspec

from worldsim.facts import BlockFact, Facts
from worldsim.tables.block_drops import BY_AGE, COUNTED, EITHER, ROLLS, SHEARED, THEMSELVES, THEMSELVES_TOO
from worldsim.tables.chances import Roll


class Lot(msgspec.Struct, frozen=True):
    """One result of breaking a block. The lots of a block exclude each other, and their p sum to 1."""

    p: float
    items: dict[str, int]


_NOTHING = (Lot(1.0, {}),)


@lru_cache(maxsize=4096)
def drops(block: str, tool: str | None, facts: Facts, state: int | None = None) -> tuple[Lot, ...]:
    """What falls when `block` is broken with `tool` in the hand (None: bare hand): all results with their chances, likeliest first.

    `state`: the state id of the cell, where age or number matter (crops, slabs, snow); None: the default state.
    Raises UsageError for a block or a tool that the version does not have.
    """
    known = facts.known_block(block)
    if not harvests(block, tool, facts):
        return _NOTHING
    if tool == "shears" and (block in SHEARED or block.endswith("_leaves")):
        return (Lot(1.0, SHEARED.get(block, {block: 1})),)
    lots = _falling(known, facts, facts.properties(known.default if state is None else state))
    return tuple(lot for lot in lots if all(item in facts.items for item in lot.items)) or _NOTHING


def harvests(block: str, tool: str | None, facts: Facts) -> bool:
    """Whether `tool` (None: bare hand) makes the block drop what it can drop. Raises UsageError for names that the version does not have."""
    known = facts.known_block(block)
    if tool is not None:
        facts.known_item(tool)
    return known.harvest is None or tool in known.harvest


def lots_of(rolls: tuple[Roll, ...], times: int = 1) -> tuple[Lot, ...]:
    """Independent rolls as lots: everything that may come of them, likeliest first. `times`: everything so many times."""
    found: dict[tuple[tuple[str, int], ...], float] = {}
    for picks in product(*(chances.items() for _, chances in rolls)):
        p, items = 1.0, dict[str, int]()
        for (item, _), (count, chance) in zip(rolls, picks, strict=True):
            p *= chance
            if count:
                items[item] = items.get(item, 0) + count * times
        key = tuple(items.items())
        found[key] = found.get(key, 0.0) + p
    return tuple(sorted((Lot(p, dict(items)) for items, p in found.items()), key=lambda lot: -lot.p))


def _falling(known: BlockFact, facts: Facts, properties: dict[str, str]) -> tuple[Lot, ...]:
    block = known.name
    if block in EITHER:
        return tuple(Lot(p, items) for p, items in EITHER[block])
    many = int(properties.get(COUNTED.get(block, ""), "1")) if block in COUNTED else 2 if properties.get("type") == "double" else 1
    if block in BY_AGE:
        ages = BY_AGE[block]
        return lots_of(ages[min(int(properties.get("age", "0")), len(ages) - 1)])
    if block in ROLLS:
        return lots_of(ROLLS[block], many)
    if block.startswith("cave_vines"):
        return (Lot(1.0, {"glow_berries": 1}),) if properties.get("berries") == "true" else _NOTHING
    if known.drops:
        # The first is the thing itself; potted plants list pot and plant.
        return (Lot(1.0, dict.fromkeys(known.drops, many)),)
    item = block.replace("_wall_hanging_sign", "_hanging_sign").replace("_wall_sign", "_sign").replace("_wall_head", "_head")
    if block.startswith("potted_"):
        return (Lot(1.0, {"flower_pot": 1, block.removeprefix("potted_"): 1}),)
    if item in facts.items and (item in THEMSELVES_TOO or item.startswith(THEMSELVES) or item.endswith(("_bed", "hanging_sign"))):
        return (Lot(1.0, {item: many}),)
    return _NOTHING
