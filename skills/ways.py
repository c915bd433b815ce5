"""How a thing will be had: what to mine and what to craft, in order, chosen from all ways of the recipe graph."""

from __future__ import annotations

import msgspec

from worldsim.facts import Facts, Recipe
from worldsim.recipe_graph import Crafted, Mined, sources

TABLE = "crafting_table"


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """How one item is had: mined from `blocks` with `tool`, or crafted by `recipe`."""

    item: str
    blocks: tuple[str, ...] = ()  #: any of these drops it
    tool: str | None = None  #: the least tool for that; None: the bare hand
    recipe: Recipe | None = None
    needs: tuple[tuple[str, int], ...] = ()  #: ingredients of one craft: item and count


def steps(item: str, wood: str, facts: Facts) -> list[Step] | None:
    """All that has to be mined and crafted to have `item`, what is needed before what needs it; None if no way is known (smelting, trade, beasts).

    Names with a choice of species take `wood`. The crafting table has a step of its own where a recipe needs one.
    """
    found: dict[str, Step] = {}
    return list(found.values()) if _add(item, wood, facts, (), found) else None


def _add(item: str, wood: str, facts: Facts, above: tuple[str, ...], found: dict[str, Step]) -> bool:
    if item in found:
        return True
    if item in above:
        return False
    ways = sources(item, facts)
    mined = [way for way in ways if isinstance(way, Mined)]
    # What lies around as itself is mined; what can be made of other things is made; the rest falls from something.
    itself = [way for way in mined if way.block == item]
    above = (*above, item)
    if itself:
        return _add_mined(item, itself, wood, facts, above, found)
    for way in ways:
        if isinstance(way, Crafted) and _add_crafted(item, way.recipe, wood, facts, above, found):
            return True
    return bool(mined) and _add_mined(item, mined, wood, facts, above, found)


def _add_mined(item: str, ways: list[Mined], wood: str, facts: Facts, above: tuple[str, ...], found: dict[str, Step]) -> bool:
    tool = ways[0].tool
    if tool is not None and not _add(tool, wood, facts, above, found):
        return False
    best = max(way.mean for way in ways if way.tool == tool)
    blocks = tuple(way.block for way in ways if way.tool == tool and way.mean >= best / 2)
    found[item] = Step(item=item, blocks=blocks, tool=tool)
    return True


def _add_crafted(item: str, recipe: Recipe, wood: str, facts: Facts, above: tuple[str, ...], found: dict[str, Step]) -> bool:
    tried = dict(found)
    needs: dict[str, int] = {}
    for choices in recipe.cells:
        chosen = next((choice for choice in _preferred(choices, wood) if _add(choice, wood, facts, above, tried)), None)
        if chosen is None:
            return False
        needs[chosen] = needs.get(chosen, 0) + 1
    if recipe.needs_table and not _add(TABLE, wood, facts, above, tried):
        return False
    found.update(tried)
    found[item] = Step(item=item, recipe=recipe, needs=tuple(needs.items()))
    return True


def _preferred(choices: tuple[str, ...], wood: str) -> list[str]:
    plain = (f"{wood}_planks", f"{wood}_log")
    return sorted(choices, key=lambda name: name not in plain)
