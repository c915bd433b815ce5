"""Names as numbers, recipes as dense integer tables: what the kernels read, compiled once from the facts of a version."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple, get_args

import msgspec
import numpy as np
from numpy.typing import NDArray

from worldsim.change import Reason
from worldsim.errors import UsageError
from worldsim.facts import REMAINS, Facts, Recipe, facts

Ints = NDArray[np.int32]
Flags = NDArray[np.bool_]
#: Which scenarios.
Rows = NDArray[np.int64]

#: What a kernel says of an action: 0 done, else the number of its reason in here.
REASONS: tuple[Reason | None, ...] = (None, *get_args(Reason))


class Recipes(NamedTuple):
    """All crafting recipes of some items, as int32 tables; the columns are named below.

    Item i is made in the ways from `items[i, FIRST_WAY]` to that of the next item, tried in this order. Way w uses up the runs from
    `ways[w, FIRST_RUN]` to that of the next way, in grid order. A run is neighbouring cells with the same choices: it takes
    `runs[r, REPEAT]` times one of the items `choices[runs[r, FIRST]:runs[r, LAST]]`.
    """

    items: Ints  #: [items + 1, 4]
    ways: Ints  #: [ways + 1, 4]
    runs: Ints  #: [runs, 3]
    choices: Ints  #: [choices] numbers of items


#: Columns of `Recipes.items`: its first way, the size of a stack, what stays in the grid when it is used up, its place among the tools (-1: none).
FIRST_WAY, STACK, REMAINS_OF, TOOL = range(4)
#: Columns of `Recipes.ways`: its first run, items it yields, 1 if it needs a table, 1 if it uses up no tool and nothing stays in the grid.
FIRST_RUN, MAKES, AT_TABLE, PLAIN = range(4)
#: Columns of `Recipes.runs`.
FIRST, LAST, REPEAT = range(3)


class Tables(msgspec.Struct, frozen=True, eq=False):
    """The items that scenarios may carry, sorted by name: the number of an item is its place. Hashable by identity: `tables` makes them once."""

    facts: Facts
    items: tuple[str, ...]
    tools: tuple[str, ...]  #: those that wear out
    recipes: Recipes

    def number(self, item: str) -> int:
        """The number of an item. Raises UsageError for one that is unknown, or left out of these tables."""
        place = _places(self.items).get(item)
        if place is None:
            known = "it was left out of these tables" if item in self.facts.items else f"Minecraft {self.facts.version} has no such item"
            raise UsageError(f"expected one of the {len(self.items)} items of the tables, found {item!r}: {known}")
        return place

    def numbers(self, items: Iterable[str]) -> Ints:
        """The numbers of items, int32 [n]. Raises UsageError as `number` does."""
        return np.array([self.number(item) for item in items], dtype=np.int32)


def tables(items: Iterable[str] | None = None, known: Facts | None = None) -> Tables:
    """The tables of a version, for all its items or for some: rows of 60 numbers are faster than rows of 1228, and say the same.

    What stays of an ingredient (the bucket of milk) is added. An item that is left out is carried by nobody. Raises UsageError for unknown items.
    """
    known = known or facts()
    if items is None:
        return _tables(tuple(sorted(known.items)), known)
    named = set(items)
    wrong = sorted(named - known.items.keys())
    if wrong or not named:
        found = ", ".join(wrong) or "none"
        raise UsageError(f"items: expected names of Minecraft {known.version}, found {found}: see the item names of that version")
    return _tables(tuple(sorted(named | {REMAINS[item] for item in named if item in REMAINS})), known)


@lru_cache(maxsize=8)
def _tables(items: tuple[str, ...], known: Facts) -> Tables:
    tools = tuple(item for item in items if known.uses(item))
    return Tables(known, items, tools, _recipes(items, tools, known))


def _recipes(items: tuple[str, ...], tools: tuple[str, ...], known: Facts) -> Recipes:
    place, tool_place = _places(items), _places(tools)
    in_table: list[list[int]] = []
    ways: list[list[int]] = []
    runs: list[list[int]] = []
    choices: list[int] = []
    spans: dict[tuple[str, ...], list[int]] = {}
    for item in items:
        remains = place[REMAINS[item]] if item in REMAINS else -1
        in_table.append([len(ways), known.stack(item), remains, tool_place.get(item, -1)])
        for way in known.recipes_for(item):
            used = {name for cell in way.cells for name in cell}
            ways.append([len(runs), way.count, way.needs_table, used.isdisjoint(REMAINS) and used.isdisjoint(tools)])
            for cell, repeat in _runs(way):
                if cell not in spans:
                    # In the order of their numbers, which is that of their names: of equal stacks the first name is taken.
                    numbers = sorted(place[name] for name in cell if name in place)
                    spans[cell] = [len(choices), len(choices) + len(numbers)]
                    choices += numbers
                runs.append([*spans[cell], repeat])
    in_table.append([len(ways), 1, -1, -1])
    ways.append([len(runs), 0, 0, 0])
    return Recipes(_table(in_table, 4), _table(ways, 4), _table(runs, 3), np.array(choices, dtype=np.int32))


def _runs(way: Recipe) -> list[tuple[tuple[str, ...], int]]:
    """The used cells in grid order, neighbours with the same choices taken together."""
    runs: list[tuple[tuple[str, ...], int]] = []
    for cell in way.cells:
        if runs and runs[-1][0] == cell:
            runs[-1] = (cell, runs[-1][1] + 1)
        else:
            runs.append((cell, 1))
    return runs


def _table(rows: list[list[int]], width: int) -> Ints:
    return np.array(rows, dtype=np.int32).reshape(-1, width)


@lru_cache(maxsize=16)
def _places(names: tuple[str, ...]) -> dict[str, int]:
    return {name: number for number, name in enumerate(names)}
