"""What can be made of what: crafting and smelting in one form, for planners."""

from __future__ import annotations

from functools import cache
from typing import Literal

import msgspec

from worldsim.facts import Facts, Recipe
from worldsim.tables.smelting import smelting

Station = Literal["crafting_table", "furnace"]
STATIONS: tuple[Station, ...] = ("crafting_table", "furnace")


class Making(msgspec.Struct, frozen=True, eq=False):
    """One way to make an item, once: a craft, or one item smelted. Compared by identity: `makings` makes each once.

    `cells`: the choices for each ingredient, in the order of the grid; any choice will do in any cell, whatever the others hold.
    Fuel is not among them, nor is what stays in the grid (buckets, bottles): nobody counts on it.
    """

    result: str
    count: int
    cells: tuple[tuple[str, ...], ...]
    recipe: Recipe | None  #: how it lies in the grid; None: it is smelted

    @property
    def station(self) -> Station | None:
        """What must stand within reach; None: the hands are enough."""
        if self.recipe is None:
            return "furnace"
        return "crafting_table" if self.recipe.needs_table else None


class Step(msgspec.Struct, frozen=True):
    """One craft, or one item smelted. `items`: what goes into each of the making's cells."""

    making: Making
    items: tuple[str, ...]


@cache
def makings(facts: Facts) -> dict[str, tuple[Making, ...]]:
    """All of them in one version, by result: recipes in the data's order, then what is smelted."""
    found = {item: [Making(item, recipe.count, recipe.cells, recipe) for recipe in recipes] for item, recipes in facts.recipes.items()}
    sources: dict[str, list[str]] = {}
    for item, smelt in smelting(facts.items).items():
        sources.setdefault(smelt.result, []).append(item)
    for result, items in sources.items():
        found.setdefault(result, []).append(Making(result, 1, (tuple(items),), None))
    return {item: tuple(ways) for item, ways in found.items()}
