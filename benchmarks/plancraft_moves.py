"""From the steps of a plan to the moves of Plancraft's inventory: 36 slots (10-45), a 3 x 3 grid (1-9), what is crafted lies in slot 0."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby

import msgspec

from worldsim.facts import Facts
from worldsim.planning.making import Step

_RESULT, _GRID, _BAG = 0, range(1, 10), range(10, 46)


class Stack(msgspec.Struct):
    """What lies in one slot."""

    type: str
    quantity: int


#: Does one move, and says what lies where after it.
Act = Callable[[str], Mapping[int, Stack]]


def carry_out(steps: Sequence[Step], slots: Mapping[int, Stack], act: Act, facts: Facts) -> None:
    """Do all steps; crafts that are alike and follow one another share the laying of the grid. Raises LookupError where there is no way on."""
    for (making, items), alike in groupby(steps, key=lambda step: (step.making, step.items)):
        times = len(list(alike))
        if making.recipe is None:
            slots = _smelt(items[0], making.result, times, slots, act, facts)
            continue
        for part in _parts(times, min(facts.stack(item) for item in items)):
            for cell, item in zip(_cells(making.recipe.grid), items, strict=True):
                for source, count in _found(item, part, slots):
                    slots = act(f"move: from {name(source)} to {name(cell)} with quantity {count}")
            for _ in range(part):
                target = _room(making.result, making.count, slots, facts)
                slots = act(f"move: from {name(_RESULT)} to {name(target)} with quantity {making.count}")


def name(slot: int) -> str:
    """As Plancraft writes it: [0], [A1] to [C3], [I1] to [I36]."""
    if slot == _RESULT:
        return "[0]"
    return f"[{'ABC'[(slot - 1) // 3]}{(slot - 1) % 3 + 1}]" if slot in _GRID else f"[I{slot - 9}]"


def _smelt(item: str, result: str, times: int, slots: Mapping[int, Stack], act: Act, facts: Facts) -> Mapping[int, Stack]:
    for source, count in _found(item, times, slots):
        for part in _parts(count, facts.stack(result)):
            target = _room(result, part, slots, facts)
            slots = act(f"smelt: from {name(source)} to {name(target)} with quantity {part}")
    return slots


def _cells(grid: Sequence[tuple[str, ...] | None]) -> Iterator[int]:
    """The slots of the cells that are used; a recipe of 2 x 2 lies in the upper left."""
    side = 2 if len(grid) == 4 else 3
    return (1 + 3 * (place // side) + place % side for place, cell in enumerate(grid) if cell is not None)


def _found(item: str, count: int, slots: Mapping[int, Stack]) -> Iterator[tuple[int, int]]:
    """From which slots to take so many, the fullest first."""
    for quantity, slot in sorted(((s.quantity, n) for n, s in slots.items() if n in _BAG and s.type == item), reverse=True):
        taken = min(quantity, count)
        if taken:
            yield slot, taken
        count -= taken
    if count:
        raise LookupError(f"{count} {item} lacking")


def _room(item: str, count: int, slots: Mapping[int, Stack], facts: Facts) -> int:
    """A slot that takes so many more."""
    for slot in _BAG:
        there = slots.get(slot)
        if there is not None and there.type == item and there.quantity + count <= facts.stack(item):
            return slot
    free = next((slot for slot in _BAG if slot not in slots), None)
    if free is None:
        raise LookupError(f"no room for {item}")
    return free


def _parts(count: int, most: int) -> Iterator[int]:
    while count > 0:
        yield min(count, most)
        count -= most
