"""Figures over many comparisons. Only scored ones count; averages over kinds of action are macro averages: each kind weighs the same."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from math import sqrt
from typing import NamedTuple

import msgspec

from worldsim.actions import name_of
from worldsim.compare import Comparison

#: How many atoms a step altered: the strata of the figures.
SIZES: tuple[tuple[str, int, int], ...] = (("0", 0, 0), ("1-2", 1, 2), ("3-6", 3, 6), ("7+", 7, 10**9))


class Interval(NamedTuple):
    """A share lies in here with 95 % confidence."""

    low: float
    high: float


class Figures(msgspec.Struct, frozen=True, kw_only=True):
    """Shares are 0-1; None where there was nothing to measure."""

    n: int  #: scored comparisons
    changing: int  #: those in which something was altered
    exact_changing: float | None  #: share of the changing ones whose every altered atom was predicted, and no other
    exact_interval: Interval  #: of exact_changing, Wilson, 95 %
    exact_static: float | None  #: share of the others that were exact
    coverage: float | None  #: mean share of the altered atoms that lie in families the predictions speak about
    headline: float | None  #: exact_changing x coverage
    precision: float | None  #: share of the predicted atoms that came true; all atoms of all steps together
    recall: float | None  #: share of the altered atoms that were predicted
    f1: float | None  #: harmonic mean of the two
    hallucinated: float | None  #: share of the predicted atoms that did not come true: 1 - precision
    missed: float | None  #: share of the altered atoms that nobody predicted: 1 - recall
    env_exact: float | None  #: share whose environment's changes were predicted as a whole
    met: float | None
    brier: float | None  #: mean squared error of p_success, 0-1, lower is better
    surprise: float | None  #: mean, nats
    surprises: int  #: not met
    ticks_in: float | None  #: share of durations within p10-p90; 0.8 is right


class Report(msgspec.Struct, frozen=True):
    """`macro` is the mean over `kinds` (counts are sums, the interval is of the pooled share)."""

    macro: Figures
    kinds: dict[str, Figures]


_AVERAGED = tuple(name for name in Figures.__struct_fields__ if name not in ("n", "changing", "exact_interval", "headline", "surprises"))


def report(comparisons: Iterable[Comparison]) -> Report:
    """The figures of each kind of action, and their macro average."""
    scored = [comparison for comparison in comparisons if comparison.scored]
    kinds = grouped(scored, lambda comparison: name_of(comparison.action))
    means = {name: _mean([value for each in kinds.values() if (value := getattr(each, name)) is not None]) for name in _AVERAGED}
    exact, coverage = means["exact_changing"], means["coverage"]
    headline = None if exact is None or coverage is None else exact * coverage
    return Report(msgspec.structs.replace(figures(scored), **means, headline=headline), kinds)


def grouped(comparisons: Iterable[Comparison], key: Callable[[Comparison], str]) -> dict[str, Figures]:
    """The figures of each group, by its name."""
    groups: dict[str, list[Comparison]] = {}
    for comparison in comparisons:
        groups.setdefault(key(comparison), []).append(comparison)
    return {name: figures(group) for name, group in sorted(groups.items())}


def by_size(comparisons: Iterable[Comparison]) -> dict[str, Figures]:
    """The figures by how many atoms were really altered: 0, 1-2, 3-6, 7+; every stratum is there."""
    every = list(comparisons)
    return {name: figures(c for c in every if low <= len(c.hits) + len(c.missed) <= high) for name, low, high in SIZES}


def figures(comparisons: Iterable[Comparison]) -> Figures:
    """The figures of all of them together. Unscored ones are left out."""
    scored = [c for c in comparisons if c.scored]
    changing = [c for c in scored if c.changing]
    exact, coverage = _mean([float(c.exact) for c in changing]), _mean([c.coverage for c in scored])
    hits, missed, hallucinated = (sum(len(getattr(c, name)) for c in scored) for name in ("hits", "missed", "hallucinated"))
    precision, recall = _share(hits, hits + hallucinated), _share(hits, hits + missed)
    return Figures(
        n=len(scored),
        changing=len(changing),
        exact_changing=exact,
        exact_interval=wilson(sum(c.exact for c in changing), len(changing)),
        exact_static=_mean([float(c.exact) for c in scored if not c.changing]),
        coverage=coverage,
        headline=None if exact is None or coverage is None else exact * coverage,
        precision=precision,
        recall=recall,
        f1=_share(2 * hits, 2 * hits + missed + hallucinated),
        hallucinated=None if precision is None else 1 - precision,
        missed=None if recall is None else 1 - recall,
        env_exact=_mean([float(c.env_exact) for c in scored]),
        met=_mean([float(c.met) for c in scored]),
        brier=_mean([(c.p_success - float(c.ok)) ** 2 for c in scored]),
        surprise=_mean([c.surprise for c in scored]),
        surprises=sum(not c.met for c in scored),
        ticks_in=_mean([float(c.ticks_in) for c in scored]),
    )


def wilson(hits: int, n: int, z: float = 1.959964) -> Interval:
    """Wilson's score interval of a share (E. B. Wilson 1927); 0 to 1 if n is 0. z: 1.96 for 95 %."""
    if n == 0:
        return Interval(0.0, 1.0)
    p, squared = hits / n, z * z
    middle = (p + squared / (2 * n)) / (1 + squared / n)
    half = z / (1 + squared / n) * sqrt(p * (1 - p) / n + squared / (4 * n * n))
    # At the ends the formula gives 0 and 1, but for rounding.
    return Interval(middle - half if hits else 0.0, middle + half if hits < n else 1.0)


def _mean(values: list[float]) -> float | None:
    return sum(values) / len(values) if values else None


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None
