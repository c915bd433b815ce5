"""What scenarios carry, as a structure of arrays: made from states, from counts by name, or from arrays; checked once, then changed in place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from worldsim.batch.tables import REASONS, STACK, TOOL, Flags, Ints, Tables
from worldsim.change import Reason
from worldsim.errors import UsageError
from worldsim.laws.parts import near_by
from worldsim.state import State, Tool

#: More of one item than this is no inventory, and might overflow: 2**30.
MOST = 1 << 30
SLOTS = 36


class Pockets(NamedTuple):
    """n scenarios. Of one kind of tool at most one is worn; the others are new."""

    carried: Ints  #: [n, items] counts
    worn: Ints  #: [n, tools] uses spent of the one that is worn
    free: Ints  #: [n] empty slots, 0-36
    held: Ints  #: [n] item in the hand, or -1
    table: Flags  #: [n] a crafting table is within reach
    furnace: Flags  #: [n] a furnace is within reach


class Done(NamedTuple):
    """What became of actions: `reason` 0 if done, else its number in `REASONS`; `ticks` as the laws' median says."""

    reason: NDArray[np.int8]
    ticks: Ints

    def reasons(self) -> list[Reason | None]:
        """By name, in the order of the array."""
        return [REASONS[number] for number in self.reason.ravel().tolist()]


def pockets(
    carried: Ints | Sequence[Mapping[str, int]],
    names: Tables,
    *,
    free: Ints | None = None,
    table: Flags | bool = False,
    furnace: Flags | bool = False,
) -> Pockets:
    """Scenarios from counts: an int32 array [n, items], which is taken as it is and changed in place, or mappings by name.

    `free` (int32 [n], 0-36) are the empty slots; default: as many as tight packing leaves. Nothing is held, no tool is worn.
    Raises UsageError for what is malformed: dtype, shape, unknown items, negative counts, more than fits.
    """
    if not isinstance(carried, np.ndarray):
        carried = _counts(carried, names)
    expected(carried, "carried", np.int32, (None, len(names.items)))
    n = len(carried)
    if carried.size and not 0 <= int(carried.min()) <= int(carried.max()) <= MOST:
        raise UsageError(f"carried: expected counts of 0-{MOST}, found {carried.min()} to {carried.max()}: nobody carries that")
    if free is None:
        stack = names.recipes.items[:-1, STACK]
        free = np.asarray(SLOTS - ((carried + stack - 1) // stack).sum(axis=1), dtype=np.int32)
        if n and int(free.min()) < 0:
            needed = SLOTS - int(free.min())
            raise UsageError(f"carried: expected what fits into {SLOTS} slots, found a row that needs {needed}: carry less, or give `free`")
    expected(free, "free", np.int32, (n,))
    if n and not 0 <= int(free.min()) <= int(free.max()) <= SLOTS:
        raise UsageError(f"free: expected 0-{SLOTS} empty slots, found {free.min()} to {free.max()}")
    worn = np.zeros((n, len(names.tools)), dtype=np.int32)
    held = np.full(n, -1, dtype=np.int32)
    return Pockets(carried, worn, free, held, _flags(table, "table", n), _flags(furnace, "furnace", n))


def pockets_of(states: Sequence[State], names: Tables) -> Pockets:
    """The same from states, with what they hold, the wear of their tools, and whether a crafting table and a furnace are within reach.

    Raises UsageError for items that the tables leave out, and for two worn tools of a kind.
    """
    made = pockets(
        [state.inventory for state in states],
        names,
        free=np.array([state.free_slots for state in states], dtype=np.int32),
        table=np.array([near_by(state, ("crafting_table",)) is not None for state in states], dtype=np.bool_),
        furnace=np.array([near_by(state, ("furnace",)) is not None for state in states], dtype=np.bool_),
    )
    for row, state in enumerate(states):
        if state.body.held is not None:
            made.held[row] = names.number(state.body.held)
        for tool in state.tools:
            spent = names.facts.uses(tool.name) - tool.left
            if spent:
                made.worn[row, _tool(tool, made.worn[row], names)] = spent
    return made


def inventory_of(made: Pockets, row: int, names: Tables) -> dict[str, int]:
    """What one scenario carries, by name, no zeros."""
    return {names.items[item]: int(made.carried[row, item]) for item in np.flatnonzero(made.carried[row])}


def tools_of(made: Pockets, row: int, names: Tables) -> tuple[Tool, ...]:
    """Its tools, as a state lists them."""
    found: list[Tool] = []
    for place, name in enumerate(names.tools):
        uses, count = names.facts.uses(name), int(made.carried[row, names.number(name)])
        found += [Tool(name, uses - (int(made.worn[row, place]) if first else 0)) for first in (True, *[False] * (count - 1)) if count]
    return tuple(found)


def expected(array: NDArray[np.generic], what: str, dtype: type[np.generic], shape: tuple[int | None, ...]) -> None:
    """Raise UsageError unless it is an array of this dtype and shape (None: any length), rows one after the other in memory."""
    if not isinstance(array, np.ndarray) or array.dtype != dtype:
        found = array.dtype if isinstance(array, np.ndarray) else type(array).__name__
        raise UsageError(f"{what}: expected an array of {np.dtype(dtype)}, found {found}: nothing is cast silently")
    if array.ndim != len(shape) or any(want is not None and want != have for want, have in zip(shape, array.shape, strict=False)):
        wanted = ", ".join("n" if want is None else str(want) for want in shape)
        raise UsageError(f"{what}: expected the shape ({wanted}), found {array.shape}")
    if not array.flags.c_contiguous or not array.flags.writeable:
        raise UsageError(f"{what}: expected a contiguous array that can be written to, found a view: pass np.ascontiguousarray of it")


def in_range(array: NDArray[np.generic], what: str, low: int, high: int) -> None:
    """Raise UsageError unless all numbers are in low..high."""
    if array.size and not low <= int(array.min()) <= int(array.max()) <= high:
        raise UsageError(f"{what}: expected {low} to {high}, found {array.min()} to {array.max()}")


def _counts(carried: Sequence[Mapping[str, int]], names: Tables) -> Ints:
    counts = np.zeros((len(carried), len(names.items)), dtype=np.int32)
    for row, inventory in enumerate(carried):
        for item, count in inventory.items():
            if not isinstance(count, int) or not 0 <= count <= MOST:
                raise UsageError(f"expected a count of 0-{MOST}, found {count!r} {item} in scenario {row}")
            counts[row, names.number(item)] = count
    return counts


def _flags(value: Flags | bool, what: str, n: int) -> Flags:
    flags = np.full(n, value, dtype=np.bool_) if isinstance(value, bool) else value
    expected(flags, what, np.bool_, (n,))
    return flags


def _tool(tool: Tool, worn: Ints, names: Tables) -> int:
    place = int(names.recipes.items[names.number(tool.name), TOOL])
    if worn[place]:
        raise UsageError(f"expected at most one worn {tool.name}, found two: the tables keep the wear of one")
    return place
