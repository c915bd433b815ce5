"""smelt, for many scenarios with a cold furnace: the law of `worldsim/laws/smelting.py` as a kernel."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from worldsim.batch.compiling import inner, kernel
from worldsim.batch.pockets import SLOTS, Done, Pockets, expected, in_range
from worldsim.batch.tables import REASONS, REMAINS_OF, STACK, TOOL, Ints, Rows, Tables
from worldsim.batch.threads import deal
from worldsim.facts import REMAINS
from worldsim.tables.smelting import SMELT_TICKS, SPARE

_NO_RECIPE = REASONS.index("no_recipe")
_NO_FURNACE = REASONS.index("no_furnace")
_NO_ITEM = REASONS.index("no_item")
_NO_FUEL = REASONS.index("no_fuel")
_FULL = REASONS.index("inventory_full")
#: Ticks of one that fails at once, of one tried in vain, and of filling and emptying the furnace, a stack at a time (worldsim/laws/smelting.py).
_SHORT, _TRY, _ROUND, _STACK = 2, 12, 6, 64
#: Fewer scenarios are not worth a thread of their own.
_LEAST = 1000
#: Most that one action smelts.
MOST_COUNT = 4096


class Fires(NamedTuple):
    """By item: what becomes of it in the fire (-1: nothing), and how long it burns (0: it does not). `spare`: fuels to choose from, by number."""

    result: Ints
    burns: Ints
    spare: Ints
    items: Ints  #: [items + 1, 4], of the tables


@lru_cache(maxsize=8)
def fires(names: Tables) -> Fires:
    """The tables of the fire. Raises UsageError if what comes of an item, or stays of a fuel, is left out of the tables."""
    known = names.facts
    result = [names.number(known.smelting[item].result) if item in known.smelting else -1 for item in names.items]
    for item in names.items:
        if item in known.fuels and item in REMAINS:
            names.number(REMAINS[item])
    burns = [known.fuels.get(item, 0) for item in names.items]
    spare = [number for number, item in enumerate(names.items) if item in SPARE and item in known.fuels]
    return Fires(np.array(result, dtype=np.int32), np.array(burns, dtype=np.int32), np.array(spare, dtype=np.int32), names.recipes.items)


def smelt(scenarios: Pockets, names: Tables, item: Ints, count: Ints, fuel: Ints | None = None) -> Done:
    """Each scenario smelts `count[n, t]` of `item[n, t]` with `fuel[n, t]` (-1, the default: the least that does); in place.

    Raises UsageError for wrong dtypes (int32), shapes, unknown numbers, and counts outside 1-4096.
    """
    n = len(scenarios.carried)
    expected(scenarios.carried, "carried", np.int32, (None, len(names.items)))
    expected(item, "item", np.int32, (n, None))
    in_range(item, "item", 0, len(names.items) - 1)
    expected(count, "count", np.int32, item.shape)
    in_range(count, "count", 1, MOST_COUNT)
    if fuel is None:
        fuel = np.full(item.shape, -1, dtype=np.int32)
    expected(fuel, "fuel", np.int32, item.shape)
    in_range(fuel, "fuel", -1, len(names.items) - 1)
    done = Done(np.empty(item.shape, dtype=np.int8), np.empty(item.shape, dtype=np.int32))
    fire, rows, fuels = fires(names), np.arange(n), fuel

    def part(piece: slice) -> None:
        smelt_rows(fire, scenarios, rows[piece], item[piece], count[piece], fuels[piece], done.reason[piece], done.ticks[piece])

    deal(part, n, _LEAST)
    return done


@kernel
def smelt_rows(fire: Fires, scenarios: Pockets, rows: Rows, item: Ints, count: Ints, fuel: Ints, reason: NDArray[np.int8], ticks: Ints) -> None:
    """The kernel: scenario `rows[i]` does row i of the actions. Nothing is checked; no scenario may come twice."""
    for i in range(len(rows)):
        for column in range(item.shape[1]):
            code, spent = _smelt(fire, scenarios, rows[i], item[i, column], count[i, column], fuel[i, column])
            reason[i, column], ticks[i, column] = code, spent


@inner
def _smelt(fire: Fires, scenarios: Pockets, row: int, item: int, count: int, fuel: int) -> tuple[int, int]:
    """(reason, ticks)."""
    carried, items, result = scenarios.carried[row], fire.items, fire.result[item]
    if not scenarios.furnace[row]:
        return _NO_FURNACE, _SHORT
    if carried[item] < count:
        return _NO_ITEM, _SHORT
    needed = count * SMELT_TICKS
    if fuel >= 0:
        spare = carried[fuel] - (count if fuel == item else 0)
        if fire.burns[fuel] == 0:
            return _NO_FUEL, _TRY if spare > 0 and fuel != item else _SHORT
        if spare * fire.burns[fuel] < needed:
            return _NO_FUEL, _SHORT
    else:
        fuel = _least(fire, carried, item, count, needed)
        if fuel < 0:
            return _NO_FUEL, _SHORT
    if result < 0:
        return _NO_RECIPE, _TRY
    burnt = (needed + fire.burns[fuel] - 1) // fire.burns[fuel]
    rest = items[fuel, REMAINS_OF]
    used = _add(items, carried, item, -count) + _add(items, carried, result, count) + _add(items, carried, fuel, -burnt)
    if rest >= 0:
        used += _add(items, carried, rest, burnt)
    if used > scenarios.free[row]:
        _add(items, carried, item, count)
        _add(items, carried, result, -count)
        _add(items, carried, fuel, burnt)
        if rest >= 0:
            _add(items, carried, rest, -burnt)
        return _FULL, _SHORT
    # Of a kind of tool the worn one goes first.
    if items[item, TOOL] >= 0:
        scenarios.worn[row, items[item, TOOL]] = 0
    if items[fuel, TOOL] >= 0:
        scenarios.worn[row, items[fuel, TOOL]] = 0
    scenarios.free[row] = max(0, min(SLOTS, scenarios.free[row] - used))
    if scenarios.held[row] >= 0 and carried[scenarios.held[row]] == 0:
        scenarios.held[row] = -1
    return 0, needed + (count + _STACK - 1) // _STACK * _ROUND


@inner
def _least(fire: Fires, carried: Ints, item: int, count: int, needed: int) -> int:
    """The fuel of which the least burning time is left over, then of which the fewest are burnt, then the first by name; -1 if none does."""
    best, best_left, best_count = -1, 0, 0
    for place in range(len(fire.spare)):
        fuel = fire.spare[place]
        lasts = fire.burns[fuel]
        spare = carried[fuel] - (count if fuel == item else 0)
        if spare * lasts >= needed:
            burnt = (needed + lasts - 1) // lasts
            left = burnt * lasts - needed
            if best < 0 or left < best_left or (left == best_left and burnt < best_count):
                best, best_left, best_count = fuel, left, burnt
    return best


@inner
def _add(items: Ints, carried: Ints, item: int, count: int) -> int:
    """Alter a count: how many slots more it fills."""
    before, stack = carried[item], items[item, STACK]
    after = before + count
    carried[item] = after
    more: int = (after + stack - 1) // stack - (before + stack - 1) // stack
    return more
