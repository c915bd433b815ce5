"""Whether the steps of a plan can be done with so many slots, and in which order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import ceil

from worldsim.facts import Facts
from worldsim.planning.making import Step

#: Orders that are looked at before it counts as too full.
_MOST_ORDERS = 2000


def packed(steps: Sequence[Step], carried: Mapping[str, int], facts: Facts, slots: int) -> tuple[Step, ...] | None:
    """The steps as they come if none then fills more than `slots` slots (packed tightly), else in an order in which none does; None: none found."""
    todo = list(steps)
    done: list[Step] = []
    stock = dict(carried)
    seen: set[tuple[int, ...]] = set()
    looked = 0

    def go(left: tuple[int, ...]) -> bool:
        nonlocal looked
        looked += 1
        if not left:
            return True
        if left in seen or looked > _MOST_ORDERS:
            return False
        seen.add(left)
        for place, number in enumerate(left):
            step = todo[number]
            if _use(stock, step) and filled(stock, facts) <= slots:
                done.append(step)
                if go(left[:place] + left[place + 1 :]):
                    return True
                done.pop()
            _undo(stock, step)
        return False

    return tuple(done) if go(tuple(range(len(todo)))) else None


def filled(stock: Mapping[str, int], facts: Facts) -> int:
    """How many slots these items fill, packed tightly."""
    return sum(ceil(count / facts.stack(item)) for item, count in stock.items())


def _use(stock: dict[str, int], step: Step) -> bool:
    """Do the step; False if something was not there (undo it all the same)."""
    for item in step.items:
        stock[item] = stock.get(item, 0) - 1
    enough = all(stock[item] >= 0 for item in step.items)
    stock[step.making.result] = stock.get(step.making.result, 0) + step.making.count
    return enough


def _undo(stock: dict[str, int], step: Step) -> None:
    for item in step.items:
        stock[item] += 1
    stock[step.making.result] -= step.making.count
