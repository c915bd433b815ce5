"""craft, for many scenarios: the law of `worldsim/laws/crafting.py` (without grids of one's own) as a kernel."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from worldsim.batch.compiling import inner, kernel
from worldsim.batch.pockets import SLOTS, Done, Pockets, expected, in_range
from worldsim.batch.tables import (
    AT_TABLE,
    FIRST,
    FIRST_RUN,
    FIRST_WAY,
    LAST,
    MAKES,
    PLAIN,
    REASONS,
    REMAINS_OF,
    REPEAT,
    STACK,
    TOOL,
    Ints,
    Recipes,
    Rows,
    Tables,
)
from worldsim.batch.threads import deal

_NO_RECIPE = REASONS.index("no_recipe")
_NO_TABLE = REASONS.index("no_table")
_NO_ITEM = REASONS.index("no_item")
_FULL = REASONS.index("inventory_full")
#: Ticks of one that fails at once, of each craft, and of opening a table (worldsim/laws/crafting.py).
_SHORT, _EACH, _OPEN = 2, 2, 2
#: A grid has nine: no more kinds of items than that go into a craft.
_CELLS = 9
#: Fewer scenarios are not worth a thread of their own.
_LEAST = 1000
#: Crafts in one action.
MOST_TIMES = 4096


def craft(scenarios: Pockets, names: Tables, item: Ints, times: Ints | None = None) -> Done:
    """Each scenario crafts `item[n, t]` (numbers), `times[n, t]` times each (default 1), one column after the other; in place.

    Done has the shape [n, t]. Raises UsageError for wrong dtypes (int32), shapes, unknown numbers, and counts outside 1-4096.
    """
    n = len(scenarios.carried)
    expected(scenarios.carried, "carried", np.int32, (None, len(names.items)))
    expected(item, "item", np.int32, (n, None))
    in_range(item, "item", 0, len(names.items) - 1)
    if times is None:
        times = np.ones(item.shape, dtype=np.int32)
    expected(times, "times", np.int32, item.shape)
    in_range(times, "times", 1, MOST_TIMES)
    done = Done(np.empty(item.shape, dtype=np.int8), np.empty(item.shape, dtype=np.int32))
    rows = np.arange(n)

    def part(piece: slice) -> None:
        craft_rows(names.recipes, scenarios, rows[piece], item[piece], times[piece], done.reason[piece], done.ticks[piece], scratch())

    deal(part, n, _LEAST)
    return done


def scratch() -> Ints:
    """Room for what goes into one craft."""
    return np.empty((2, _CELLS), dtype=np.int32)


@kernel
def craft_rows(
    recipes: Recipes, scenarios: Pockets, rows: Rows, item: Ints, times: Ints, reason: NDArray[np.int8], ticks: Ints, scratch: Ints
) -> None:
    """The kernel: scenario `rows[i]` does row i of the actions. Nothing is checked; no scenario may come twice. `scratch`: int32 [2, 9]."""
    for i in range(len(rows)):
        _row(recipes, scenarios, rows[i], item[i], times[i], reason[i], ticks[i], scratch[0], scratch[1])


@inner
def _row(
    recipes: Recipes, scenarios: Pockets, row: int, item: Ints, times: Ints, reason: NDArray[np.int8], ticks: Ints, picked: Ints, counts: Ints
) -> None:
    carried, worn, table = scenarios.carried[row], scenarios.worn[row], scenarios.table[row]
    for column in range(len(item)):
        code, spent, used = _craft(recipes, carried, worn, picked, counts, item[column], times[column], scenarios.free[row], table)
        reason[column], ticks[column] = code, spent
        scenarios.free[row] = max(0, min(SLOTS, scenarios.free[row] - used))
        if scenarios.held[row] >= 0 and carried[scenarios.held[row]] == 0:
            scenarios.held[row] = -1


@inner
def _craft(
    recipes: Recipes, carried: Ints, worn: Ints, picked: Ints, counts: Ints, item: int, times: int, free: int, table: bool
) -> tuple[int, int, int]:
    """(reason, ticks, slots used in addition)."""
    ways, items = recipes.ways, recipes.items
    first, last = items[item, FIRST_WAY], items[item + 1, FIRST_WAY]
    if first == last:
        return _NO_RECIPE, _SHORT, 0
    possible = table
    for way in range(first, last):
        possible = possible or ways[way, AT_TABLE] == 0
    if not possible:
        return _NO_TABLE, _SHORT, 0
    used, made, opened = 0, 0, 0
    while made < times:
        pairs, way = -1, first
        while way < last:
            if table or ways[way, AT_TABLE] == 0:
                pairs = _choose(recipes.runs, recipes.choices, carried, picked, counts, ways[way, FIRST_RUN], ways[way + 1, FIRST_RUN])
                if pairs >= 0:
                    break
            way += 1
        if pairs < 0:
            return _NO_ITEM, made * _EACH + opened, used
        plain = ways[way, PLAIN] == 1
        delta = _add(items, carried, item, ways[way, MAKES])
        for pair in range(pairs):
            delta += _add(items, carried, picked[pair], -counts[pair])
            if not plain:
                rest = items[picked[pair], REMAINS_OF]
                if rest >= 0:
                    delta += _add(items, carried, rest, counts[pair])
        if used + delta > free:
            _add(items, carried, item, -ways[way, MAKES])
            for pair in range(pairs):
                _add(items, carried, picked[pair], counts[pair])
                rest = items[picked[pair], REMAINS_OF]
                if rest >= 0:
                    _add(items, carried, rest, -counts[pair])
            return _FULL, made * _EACH + opened, used
        if not plain:
            for pair in range(pairs):
                # Of a kind of tool the worn one is used up first.
                if items[picked[pair], TOOL] >= 0:
                    worn[items[picked[pair], TOOL]] = 0
        used += delta
        made += 1
        if ways[way, AT_TABLE]:
            opened = _OPEN
    return 0, made * _EACH + opened, used


@inner
def _choose(runs: Ints, choices: Ints, carried: Ints, picked: Ints, counts: Ints, first: int, last: int) -> int:
    """Fill the cells of a way, for each the most plentiful choice that is left, ties by name: how many pairs were picked; -1 if one is lacking."""
    pairs = 0
    for run in range(first, last):
        wanted = runs[run, REPEAT]
        while wanted > 0:
            best, most, left = -1, 0, 0
            for place in range(runs[run, FIRST], runs[run, LAST]):
                name = choices[place]
                have = carried[name]
                if have > most:
                    rest = have
                    for pair in range(pairs):
                        if picked[pair] == name:
                            rest -= counts[pair]
                    if rest > 0:
                        best, most, left = name, have, rest
            if best < 0:
                return -1
            taken = min(wanted, left)
            picked[pairs], counts[pairs] = best, taken
            wanted -= taken
            pairs += 1
    return pairs


@inner
def _add(items: Ints, carried: Ints, item: int, count: int) -> int:
    """Alter a count: how many slots more it fills."""
    before, stack = carried[item], items[item, STACK]
    after = before + count
    carried[item] = after
    more: int = (after + stack - 1) // stack - (before + stack - 1) // stack
    return more
