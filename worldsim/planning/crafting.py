"""The shortest way to make items out of what is carried, by crafting and smelting alone; or the proof that there is none.

Backwards from what is wanted: an item that is lacking must be made, each way to make it takes one step and lacks further items in turn.
A plan whose items depend on one another in a circle (ingots of nuggets of ingots) gains nothing, because no circle of recipes yields more
than it takes; so none is looked at, the search is finite, and the steps can be done in the order in which their results depend on one another.
Plans are tried by length (iterative deepening: R. E. Korf 1985), so the first one found is a shortest one. See `narrowing.py` for what makes it fast.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from math import ceil
from typing import Literal

import msgspec

from worldsim.errors import UsageError
from worldsim.facts import Facts
from worldsim.planning.making import STATIONS, Station, Step, makings
from worldsim.planning.narrowing import Narrowed, narrowed
from worldsim.planning.packing import packed

#: More steps than any plan has: what is lacking cannot be made.
NEVER = 10**9


class Planned(msgspec.Struct, frozen=True, kw_only=True):
    """`found`: `steps` is a shortest plan. `impossible`: there is none, and `why`. `gave_up`: the search was cut off before it knew."""

    status: Literal["found", "impossible", "gave_up"]
    steps: tuple[Step, ...] = ()
    why: str = ""
    nodes: int = 0  #: of the search


def plan(
    want: Mapping[str, int],
    carried: Mapping[str, int],
    facts: Facts,
    stations: Collection[Station] = STATIONS,
    slots: int = 36,
    most_nodes: int = 200_000,
) -> Planned:
    """A shortest plan after which all of `want` is carried at once; one step is one craft, or one item smelted.

    `stations`: what stands within reach. `slots`: of the inventory; after no step more may be filled. Fuel is not counted, nor what stays in
    the grid. Raises UsageError for items that the version does not have, and counts below 0 (carried) or 1 (wanted).
    """
    for counts, least in ((want, 1), (carried, 0)):
        for item, count in counts.items():
            if item not in facts.items:
                raise UsageError(f"expected items of Minecraft {facts.version}, found {item!r}: see the item names of that version")
            if count < least:
                raise UsageError(f"expected {'to want' if least else 'to carry'} {least} or more of {item}, found {count}: correct it")
    narrow = narrowed(want, carried, makings(facts), stations)
    if narrow.lacking:
        return Planned(status="impossible", why=f"nothing that is carried leads to {narrow.lacking}")
    search = _Search(narrow, carried, facts, slots, most_nodes)
    bound: int | None = search.least()
    while bound is not None and bound < NEVER:
        if search.reach(bound):
            return Planned(status="found", steps=search.steps, nodes=search.nodes)
        if search.nodes >= most_nodes:
            return Planned(status="gave_up", why=f"no plan of fewer than {bound} steps; cut off after {most_nodes} nodes", nodes=search.nodes)
        bound = search.next_bound
    why = "what is carried is not enough" if not search.too_full else f"the plans need more than {slots} slots"
    return Planned(status="impossible", why=why, nodes=search.nodes)


class _Search:
    """Depth first, up to so many steps. `balance`: what is carried, plus what the chosen steps yield, less what they and the wish take."""

    def __init__(self, narrow: Narrowed, carried: Mapping[str, int], facts: Facts, slots: int, most_nodes: int) -> None:
        self.narrow, self.carried, self.facts, self.slots, self.most_nodes = narrow, carried, facts, slots, most_nodes
        self.balance = dict(narrow.balance)
        self.chosen: list[tuple[int, tuple[str, ...]]] = []  # number of the making, and what goes into its cells
        self.makes: dict[str, dict[str, int]] = {}  # by item: what is made of it, and in how many of the chosen steps
        self.tried: set[tuple[tuple[int, tuple[str, ...]], ...]] = set()
        self.steps: tuple[Step, ...] = ()
        self.nodes = 0
        self.next_bound: int | None = None
        self.too_full = False

    def least(self) -> int:
        """No plan has fewer further steps: each lacking item must be made, and no step makes two."""
        most = self.narrow.most
        return sum(ceil(-count / most[item]) if item in most else NEVER for item, count in self.balance.items() if count < 0)

    def reach(self, bound: int) -> bool:
        """Look through all plans of up to `bound` steps; True: `steps` is one. Else `next_bound` is the next length worth a look, None if none is."""
        self.next_bound = None
        self.tried.clear()
        return self._visit(bound)

    def _visit(self, bound: int) -> bool:
        self.nodes += 1
        if self.nodes >= self.most_nodes:
            return False
        needed = len(self.chosen) + self.least()
        if needed >= NEVER:
            return False
        if needed > bound:
            self.next_bound = needed if self.next_bound is None else min(needed, self.next_bound)
            return False
        lacking = [item for item, count in self.balance.items() if count < 0]
        if not lacking:
            return self._finish()
        key = tuple(sorted(self.chosen))
        if key in self.tried:
            return False
        self.tried.add(key)
        item = min(lacking, key=lambda name: (len(self.narrow.ways[name]), name))
        for number in self.narrow.ways[item]:
            for items in self._choices(number):
                self._do(number, items, 1)
                if self._visit(bound):
                    return True
                self._do(number, items, -1)
        return False

    def _do(self, number: int, items: tuple[str, ...], sign: int) -> None:
        way = self.narrow.makings[number]
        if sign > 0:
            self.chosen.append((number, items))
        else:
            self.chosen.pop()
        self.balance[way.result] += sign * way.count
        for item in items:
            self.balance[item] -= sign
            results = self.makes.setdefault(item, {})
            results[way.result] = results.get(way.result, 0) + sign

    def _choices(self, number: int) -> Iterator[tuple[str, ...]]:
        """What may go into the cells, each mixture once; what lies ready first. Never what is itself made of the result."""
        way = self.narrow.makings[number]
        barred = self._made_of(way.result)
        groups: dict[tuple[str, ...], int] = {}
        for cell in way.cells:
            groups[cell] = groups.get(cell, 0) + 1
        free = [tuple(item for item in cell if item not in barred) for cell in groups]
        if all(free):
            for mixture in self._mixtures(list(zip(free, groups.values(), strict=True))):
                rest = {cell: list(items) for cell, items in zip(groups, mixture, strict=True)}
                yield tuple(rest[cell].pop(0) for cell in way.cells)

    def _mixtures(self, groups: list[tuple[tuple[str, ...], int]]) -> Iterator[tuple[tuple[str, ...], ...]]:
        if not groups:
            yield ()
            return
        (options, count), rest = groups[0], groups[1:]
        for items in self._draws(sorted(options, key=lambda name: (-self.balance[name], name)), count):
            for others in self._mixtures(rest):
                yield (items, *others)

    def _draws(self, options: list[str], count: int) -> Iterator[tuple[str, ...]]:
        """`count` of these items, in every mixture; of what cannot be made no more than there is."""
        if not count:
            yield ()
            return
        if not options:
            return
        item, rest = options[0], options[1:]
        most = count if item in self.narrow.ways else max(0, min(count, self.balance[item]))
        for taken in range(most, -1, -1):
            for others in self._draws(rest, count - taken):
                yield (*(item,) * taken, *others)

    def _made_of(self, result: str) -> set[str]:
        """The item, and all that is made of it in the chosen steps."""
        found, waiting = {result}, [result]
        while waiting:
            for item, times in self.makes.get(waiting.pop(), {}).items():
                if times and item not in found:
                    found.add(item)
                    waiting.append(item)
        return found

    def _finish(self) -> bool:
        """Put the chosen steps in order, each after what it needs, and see whether the slots do."""
        order: list[str] = []
        left = {self.narrow.makings[number].result for number, _ in self.chosen}
        while left:
            ready = min(item for item in left if not any(self.makes.get(other, {}).get(item) for other in left))
            order.append(ready)
            left.remove(ready)
        chosen = sorted(self.chosen, key=lambda step: (order.index(self.narrow.makings[step[0]].result), step))
        steps = self.narrow.restored([Step(self.narrow.makings[number], items) for number, items in chosen], self.carried)
        kept = packed(steps, self.carried, self.facts, self.slots)
        self.too_full = self.too_full or kept is None
        self.steps = kept or ()
        return kept is not None
