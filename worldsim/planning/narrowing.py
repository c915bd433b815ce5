"""Before a search: what can be reached at all, what of it can matter, and which items are as good as one another."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import msgspec

from worldsim.planning.making import Making, Station, Step


class Narrowed(msgspec.Struct, frozen=True, eq=False, kw_only=True):
    """What a search has to look at. Items that are alike stand under the name of one of them; `restored` gives them their own again."""

    makings: tuple[Making, ...]  #: with those choices alone that can be there
    ways: dict[str, tuple[int, ...]]  #: the makings that yield an item, by number; absent: there is only what is carried
    most: dict[str, int]  #: what one step yields at most, by item
    balance: dict[str, int]  #: carried less wanted
    alike: dict[str, tuple[str, ...]]  #: by the one that stands for all
    lacking: str = ""  #: a wanted item that nothing leads to

    def restored(self, steps: Sequence[Step], carried: Mapping[str, int]) -> list[Step]:
        """The same steps with items that are carried, where any of several would do."""
        stock = {name: [item for item in items for _ in range(carried.get(item, 0))] for name, items in self.alike.items()}
        return [Step(step.making, tuple(stock[item].pop() if item in stock else item for item in step.items)) for step in steps]


def narrowed(want: Mapping[str, int], carried: Mapping[str, int], ways: Mapping[str, Sequence[Making]], stations: Collection[Station]) -> Narrowed:
    """Narrow `ways` (by result) down. What is reached is too much rather than too little: counts are not looked at."""
    reached = {item for item, count in carried.items() if count > 0}
    possible = _possible([way for way in _used(want, ways) if way.station is None or way.station in stations], reached)
    lacking = next((item for item in want if item not in reached), "")
    if lacking:
        return Narrowed(makings=(), ways={}, most={}, balance={}, alike={}, lacking=lacking)
    by_result: dict[str, list[Making]] = {}
    for way in possible:
        by_result.setdefault(way.result, []).append(way)
    possible = _used(want, by_result)
    relevant = {*want, *(item for way in possible for cell in way.cells for item in cell)}
    made = {way.result for way in possible}
    named = _names(possible, made | set(want))
    cells = {cell: tuple(dict.fromkeys(named.get(item, item) for item in cell)) for way in possible for cell in way.cells}
    kept = tuple(msgspec.structs.replace(way, cells=tuple(cells[cell] for cell in way.cells)) for way in possible)
    balance = dict.fromkeys((named.get(item, item) for item in relevant), 0)
    alike: dict[str, tuple[str, ...]] = {}
    for item in sorted(relevant):
        name = named.get(item, item)
        balance[name] += carried.get(item, 0) - want.get(item, 0)
        if item in named:
            alike[name] = (*alike.get(name, ()), item)
    numbers: dict[str, tuple[int, ...]] = {}
    for number, way in enumerate(kept):
        numbers[way.result] = (*numbers.get(way.result, ()), number)
    most = {item: max(kept[number].count for number in by) for item, by in numbers.items()}
    return Narrowed(makings=kept, ways=numbers, most=most, balance=balance, alike=alike)


def _used(want: Mapping[str, int], ways: Mapping[str, Sequence[Making]]) -> list[Making]:
    """All makings that lead to what is wanted."""
    found: list[Making] = []
    seen, waiting = set(want), list(want)
    while waiting:
        for way in ways.get(waiting.pop(), ()):
            found.append(way)
            for item in {item for cell in way.cells for item in cell} - seen:
                seen.add(item)
                waiting.append(item)
    return found


def _possible(ways: Sequence[Making], reached: set[str]) -> list[Making]:
    """The makings for which something can be had for each cell, with those choices; `reached` grows until nothing new comes of it."""
    left = [(way, set(way.cells)) for way in ways]
    found: list[Making] = []
    grown = True
    while grown:
        later = []
        grown = False
        for way, cells in left:
            if all(any(item in reached for item in cell) for cell in cells):
                found.append(way)
                grown = grown or way.result not in reached
                reached.add(way.result)
            else:
                later.append((way, cells))
        left = later
    narrow = {cell: tuple(item for item in cell if item in reached) for way in found for cell in way.cells}
    return [msgspec.structs.replace(way, cells=tuple(narrow[cell] for cell in way.cells)) for way in found]


def _names(possible: Sequence[Making], apart: set[str]) -> dict[str, str]:
    """By item that is only taken from the stock: who stands for it, the first of those that are choices of the very same cells."""
    uses: dict[str, list[tuple[int, int]]] = {}
    for number, way in enumerate(possible):
        for place, cell in enumerate(way.cells):
            for item in cell:
                if item not in apart:
                    uses.setdefault(item, []).append((number, place))
    first: dict[tuple[tuple[int, int], ...], str] = {}
    return {item: first.setdefault(tuple(found), item) for item, found in sorted(uses.items())}
