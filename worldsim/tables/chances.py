"""How tables tell chances: independent rolls, each with what comes of it."""

from __future__ import annotations

from math import comb

#: How many of an item there are, with which chance; the chances sum to 1.
Counts = dict[int, float]
#: One roll of its own: an item, and how many of it.
Roll = tuple[str, Counts]


def exactly(count: int) -> Counts:
    """Always so many."""
    return {count: 1.0}


def evenly(low: int, high: int) -> Counts:
    """Each number from `low` to `high` as likely as the others; what is below 0 is none."""
    found: Counts = {}
    for number in range(low, high + 1):
        found[max(0, number)] = found.get(max(0, number), 0.0) + 1 / (high - low + 1)
    return found


def once(p: float) -> Counts:
    """One with probability `p`, else none."""
    return {0: 1 - p, 1: p}


def binomial(tries: int, p: float, more: int = 0) -> Counts:
    """How many of so many tries succeed, and `more`."""
    return {more + number: comb(tries, number) * p**number * (1 - p) ** (tries - number) for number in range(tries + 1)}


def mean(counts: Counts) -> float:
    """How many there are on average."""
    return sum(number * p for number, p in counts.items())
